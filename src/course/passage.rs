//! Places in a section's text that survive every change of the window: an anchor, a passage, and
//! how a phrase is found.
//!
//! **Invariant:** a place counts bytes of [`Block::text`], never rows, and a passage starts and ends
//! between characters. Finding takes time in step with the text.

use crate::course::Section;
use crate::course::block::Block;
use crate::text::Clean;

/// A place in a section: which of its top-level blocks, and how far into that block's text.
/// Footnotes count on after the last block.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Default, Hash)]
pub struct Anchor {
    /// Index of the top-level block.
    pub block: u32,
    /// Byte in the block's text.
    pub offset: u32,
}

/// A piece of one block's text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Passage {
    /// Where it starts.
    pub start: Anchor,
    /// Byte in the same block's text behind its end.
    pub end: u32,
}

/// Whether capitals count when something is looked for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Case {
    /// `a` finds `A`.
    Ignore,
    /// It does not.
    Heed,
}

impl Case {
    /// What somebody means who types `needle`: capitals count if there are any.
    pub fn of(needle: &str) -> Self {
        if needle.chars().any(char::is_uppercase) {
            Self::Heed
        } else {
            Self::Ignore
        }
    }
}

/// The texts of a section's blocks, then of its footnotes: what anchors count in.
pub fn texts(section: &Section) -> Vec<String> {
    let mut texts = Vec::new();
    each_text(section, |_, text| texts.push(text.to_owned()));
    texts
}

/// Calls `visit` with each of the [`texts`] and its index. One buffer serves them all: a course
/// has a hundred thousand of them.
fn each_text(section: &Section, mut visit: impl FnMut(usize, &str)) {
    let blocks = section.blocks.iter().map(std::slice::from_ref);
    let notes = section.footnotes.iter().map(|note| &*note.blocks);
    let mut text = String::new();
    for (index, blocks) in blocks.chain(notes).enumerate() {
        text.clear();
        for block in blocks {
            block.push_text(&mut text);
        }
        visit(index, &text);
    }
}

/// The passage that supports an answer: a heading for `#slug`, else the first place of a phrase.
/// Capitals, the length of blanks and the kinds of quote marks and dashes don't count.
pub fn find(section: &Section, phrase: &str) -> Option<Passage> {
    if let Some(slug) = phrase.strip_prefix('#') {
        return find_heading(section, slug);
    }
    let needle = fold(phrase.trim());
    if needle.is_empty() {
        return None;
    }
    texts(section).iter().enumerate().find_map(|(block, text)| {
        let at = memchr::memmem::find(fold(text).as_bytes(), needle.as_bytes())?;
        let (start, end) = unfold(text, at, at + needle.len());
        Some(passage(block, start, end))
    })
}

/// The text as it is compared when a phrase is looked for.
pub fn fold(text: &str) -> String {
    folded(text).map(|(_, c)| c).collect()
}

/// The characters of the folded text, each with the byte of the text that it comes from.
fn folded(text: &str) -> impl Iterator<Item = (usize, char)> {
    let mut after_blank = false;
    text.char_indices()
        .flat_map(|(at, c)| plainest(c).to_lowercase().map(move |c| (at, c)))
        .filter(move |(_, c)| {
            let is_second_blank = after_blank && *c == ' ';
            after_blank = *c == ' ';
            !is_second_blank
        })
}

/// One character for all of its sort.
fn plainest(c: char) -> char {
    match c {
        '\'' | '"' | '`' | '´' | '«' | '»' | '‹' | '›' | '‘'..='‟' | '′' | '″' => {
            '\''
        }
        '‐'..='―' | '−' => '-',
        _ if c.is_whitespace() => ' ',
        _ => c,
    }
}

/// The bytes of the text that bytes of the folded text come from.
fn unfold(text: &str, start: usize, end: usize) -> (usize, usize) {
    let mut bounds = (0, text.len());
    let mut folded_at = 0;
    for (at, c) in folded(text) {
        if folded_at == start {
            bounds.0 = at;
        }
        folded_at += c.len_utf8();
        if folded_at == end {
            bounds.1 = ceil(text, at + 1);
            break;
        }
    }
    bounds
}

fn find_heading(section: &Section, slug: &str) -> Option<Passage> {
    section
        .blocks
        .iter()
        .enumerate()
        .find_map(|(index, block)| {
            let words = heading(block, slug)?;
            let start = block.text().find(&words)?;
            Some(passage(index, start, start + words.len()))
        })
}

/// The words of the heading of that name, in a block or what lies in it.
fn heading(block: &Block, slug: &str) -> Option<String> {
    match block {
        Block::Heading { slug: own, .. } => {
            (**own == *slug).then(|| block.text().trim_end_matches('\n').to_owned())
        }
        _ => block.children().find_map(|block| heading(block, slug)),
    }
}

/// All places of a needle in the text, as it is. A blank in it finds a blank, no line's end.
pub fn find_all(section: &Section, needle: &str, case: Case) -> Vec<Passage> {
    let mut needle = Clean::lines(needle).to_string();
    let mut lowered = Lowered::default();
    if case == Case::Ignore {
        lowered.set(&needle);
        needle.clone_from(&lowered.text);
    }
    let mut passages = Vec::new();
    if needle.is_empty() {
        return passages;
    }
    let finder = memchr::memmem::Finder::new(&needle);
    each_text(section, |block, text| match case {
        Case::Heed => {
            let found = finder.find_iter(text.as_bytes());
            passages.extend(found.map(|at| passage(block, at, at + needle.len())));
        }
        Case::Ignore => {
            lowered.set(text);
            passages.extend(finder.find_iter(lowered.text.as_bytes()).map(|at| {
                let start = floor(text, lowered.original(at));
                let end = ceil(text, lowered.original(at + needle.len()));
                passage(block, start, end)
            }));
        }
    });
    passages
}

/// A text in small letters.
#[derive(Default)]
struct Lowered {
    text: String,
    /// Behind each letter that changed its length: the byte in here, and in the original.
    shifts: Vec<(usize, usize)>,
}

impl Lowered {
    fn set(&mut self, original: &str) {
        self.text.clear();
        self.shifts.clear();
        let mut rest = original;
        while !rest.is_empty() {
            let end = n_ascii(rest.as_bytes());
            let start = self.text.len();
            self.text.push_str(&rest[..end]);
            self.text[start..].make_ascii_lowercase();
            rest = &rest[end..];
            let mut chars = rest.chars();
            while let Some(c) = chars.next().filter(|c| !c.is_ascii()) {
                let start = self.text.len();
                self.push(c);
                rest = chars.as_str();
                if self.text.len() - start != c.len_utf8() {
                    self.shifts
                        .push((self.text.len(), original.len() - rest.len()));
                }
            }
        }
    }

    fn push(&mut self, c: char) {
        match c {
            // From general punctuation to the ideographs hardly anything has capitals; what does
            // is told apart by asking.
            '\u{2e80}'..='\u{a63f}' | '\u{ac00}'..='\u{d7ff}' | '\u{2010}'..='\u{2044}' => {
                self.text.push(c);
            }
            _ => self.text.extend(c.to_lowercase()),
        }
    }

    fn original(&self, at: usize) -> usize {
        let n_before = self.shifts.partition_point(|(lowered, _)| *lowered <= at);
        match n_before.checked_sub(1).map(|last| self.shifts[last]) {
            Some((lowered, original)) => original + (at - lowered),
            None => at,
        }
    }
}

/// How many bytes of ASCII come first. Most text is little else, so it is looked at by the chunk.
fn n_ascii(bytes: &[u8]) -> usize {
    const CHUNK: usize = 32;
    let n_chunks = bytes
        .chunks_exact(CHUNK)
        .take_while(|chunk| chunk.is_ascii())
        .count();
    let (before, rest) = bytes.split_at(n_chunks * CHUNK);
    before.len() + rest.iter().take_while(|byte| byte.is_ascii()).count()
}

fn floor(text: &str, at: usize) -> usize {
    (0..=at.min(text.len()))
        .rev()
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(0)
}

fn ceil(text: &str, at: usize) -> usize {
    (at..text.len())
        .find(|at| text.is_char_boundary(*at))
        .unwrap_or(text.len())
}

fn passage(block: usize, start: usize, end: usize) -> Passage {
    // No block is longer than a file, and no file is longer than 64 MB.
    let place = |at: usize| u32::try_from(at).unwrap_or(u32::MAX);
    let start = Anchor {
        block: place(block),
        offset: place(start),
    };
    Passage {
        start,
        end: place(end),
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::course::block::Inline;
    use crate::course::id::SectionId;

    fn paragraph(text: &str) -> Block {
        Block::Paragraph(vec![Inline::plain(Clean::words(text))])
    }

    fn section(blocks: Vec<Block>) -> Section {
        Section {
            id: SectionId::new("1").unwrap(),
            title: Clean::default(),
            blocks,
            footnotes: Vec::new(),
            questions: Vec::new(),
            groups: Vec::new(),
        }
    }

    #[track_caller]
    fn found(text: &str, passage: Passage) -> &str {
        &text[passage.start.offset as usize..passage.end as usize]
    }

    #[test]
    fn a_phrase_is_found_however_it_is_set() {
        let text = "They said: “Don’t – ever – fold the map”.";
        let section = section(vec![paragraph("first"), paragraph(text)]);
        for (phrase, expected) in [
            ("don't - ever", "Don’t – ever"),
            ("  DON'T\n-  ever ", "Don’t – ever"),
            ("\"Don't", "“Don’t"),
            ("map\u{201d}.", "map”."),
            ("They", "They"),
        ] {
            let passage = find(&section, phrase).unwrap();
            assert_eq!(passage.start.block, 1, "{phrase:?}");
            assert_eq!(found(text, passage), expected, "{phrase:?}");
        }
        for phrase in ["", "  ", "map them", "first They"] {
            assert_eq!(find(&section, phrase), None, "{phrase:?}");
        }
    }

    #[test]
    fn a_phrase_may_run_over_the_parts_of_a_block() {
        let items = vec![vec![paragraph("flour")], vec![paragraph("water")]];
        let section = section(vec![Block::List { start: None, items }]);
        let passage = find(&section, "flour water").unwrap();
        assert_eq!((passage.start.offset, passage.end), (0, 11));
    }

    #[test]
    fn a_heading_is_found_by_its_slug() {
        let heading = Block::Heading {
            level: 2,
            slug: Clean::words("why"),
            content: vec![Inline::plain(Clean::words("Why?"))],
        };
        let nested = Block::Quote {
            blocks: vec![paragraph("so"), heading.clone()],
            source: None,
        };
        let passage = find(&section(vec![paragraph("a"), heading]), "#why").unwrap();
        assert_eq!(
            (passage.start.block, passage.start.offset, passage.end),
            (1, 0, 4)
        );
        let passage = find(&section(vec![nested]), "#why").unwrap();
        assert_eq!(
            (passage.start.block, passage.start.offset, passage.end),
            (0, 3, 7)
        );
        assert_eq!(find(&section(vec![paragraph("why")]), "#why"), None);
    }

    #[test]
    fn all_places_are_found() {
        let text = "Tea, tea and İstanbul TEA: 茶 is tea; GROẞ";
        let section = section(vec![paragraph(text), paragraph("no"), paragraph("steam")]);
        let all = |needle: &str| find_all(&section, needle, Case::of(needle));
        let words: Vec<_> = all("tea")
            .into_iter()
            .filter(|passage| passage.start.block == 0)
            .map(|passage| found(text, passage))
            .collect();
        assert_eq!(words, ["Tea", "tea", "TEA", "tea"]);
        let last = all("tea").pop().unwrap().start;
        assert_eq!((last.block, last.offset), (2, 1));
        assert_eq!(all("Tea").len(), 1);
        assert_eq!(found(text, all("茶 is")[0]), "茶 is");
        assert_eq!(found(text, all("stanbul")[0]), "stanbul");
        assert_eq!(found(text, all("groß")[0]), "GROẞ");
        assert_eq!(all(""), []);
    }

    proptest! {
        #[test]
        fn passages_lie_between_characters(text in "[aAİıßẞ’ \u{212a}茶ǅ]{0,30}", at in 0..30usize, n in 1..5usize) {
            let section = section(vec![paragraph(&text)]);
            let text = section.blocks[0].text();
            let needle: String = text.trim_end().chars().skip(at).take(n).collect();
            for case in [Case::Ignore, Case::Heed] {
                let all = find_all(&section, &needle, case);
                prop_assert!(needle.is_empty() || !all.is_empty(), "{needle:?} in {text:?}");
                for passage in all {
                    prop_assert!(!found(&text, passage).is_empty());
                }
            }
            if let Some(passage) = find(&section, &needle) {
                prop_assert_eq!(fold(found(&text, passage)), fold(needle.trim()));
            } else {
                prop_assert!(needle.trim().is_empty());
            }
        }
    }
}
