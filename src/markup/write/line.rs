//! Words of a line with their marks.
//!
//! Marks are nested so that what lasts longer stands outside. Marks of stress are taken for marks only
//! where they lean on words in the right way; where they wouldn't, a word joiner ([`JOINER`]) stands
//! beside them, which readers drop, and a blank within them is written by its number.
//!
//! **Invariant:** one walk over the words. What can't be said in Markdown is told by
//! [`leaf`](super::leaf), and is plain in normal form.

use super::leaf::{fence, is_script, maths};
use super::{UNSEEN, marks};
use crate::course::block::{Face, FaceKind, Inline, Target};
use crate::text::Clean;

/// Where words stand.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Place {
    /// In a paragraph, or alone on a line.
    Words,
    /// Behind the marks of a heading.
    Heading,
    /// In a cell of a table.
    Cell,
}

/// A sign that is not shown, and to which a mark may lean: it ends and begins with punctuation.
const JOINER: &str = "&#8288;";

/// A line, such as an option.
pub fn line(content: &[Inline]) -> String {
    let mut out = String::new();
    push_line(&mut out, content, Place::Words);
    out
}

/// Adds words with their marks.
pub fn push_line(out: &mut String, content: &[Inline], place: Place) {
    let start = out.len();
    let mut writer = Writer {
        out,
        place,
        start,
        open: Vec::new(),
        was: Last::Whole,
        is_tangled: false,
    };
    let ends = ends(content);
    for (inline, ends) in content.iter().zip(ends) {
        writer.close_but(inline);
        writer.open_for(inline, ends);
        writer.leaf(inline);
    }
    writer.close_all();
}

/// Plain words, as they stand behind something on their line.
pub fn words(text: &str) -> String {
    let mut out = String::new();
    push_line(
        &mut out,
        &[Inline::plain(Clean::words(text))],
        Place::Heading,
    );
    out
}

/// What stands around words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Mark {
    Link,
    Struck,
    Strong,
    Emphasis,
}

/// The marks, those first that stand outside if they last as long.
const ALL: [Mark; 4] = [Mark::Link, Mark::Struck, Mark::Strong, Mark::Emphasis];

impl Mark {
    const fn sign(self) -> &'static str {
        match self {
            Self::Link => "[",
            Self::Struck => "~~",
            Self::Strong => "**",
            Self::Emphasis => "*",
        }
    }

    const fn is_star(self) -> bool {
        matches!(self, Self::Strong | Self::Emphasis)
    }

    /// Does it stand around `inline`? Breaks stand outside of all marks.
    fn is_around(self, inline: &Inline) -> bool {
        let Face {
            emphasis,
            strong,
            struck,
            ..
        } = inline.face;
        let is_break = *inline.text == *"\n";
        !is_break
            && match self {
                Self::Link => link(inline).is_some(),
                Self::Struck => struck,
                Self::Strong => strong,
                Self::Emphasis => emphasis,
            }
    }
}

/// Where `inline` leads, if that is written behind its words.
fn link(inline: &Inline) -> Option<&Target> {
    let target = inline.target.as_ref();
    target.filter(|target| !matches!(target, Target::Footnote(_) | Target::Gap(_)))
}

/// For each piece of a line and each of [`ALL`] the index of the first piece that the mark, if it
/// stands around this one, doesn't stand around.
fn ends(content: &[Inline]) -> Vec<[usize; 4]> {
    let mut ends = vec![[content.len(); 4]; content.len()];
    for (at, pair) in content.windows(2).enumerate().rev() {
        for (n, mark) in ALL.into_iter().enumerate() {
            let goes_on = mark.is_around(&pair[1])
                && (mark != Mark::Link || link(&pair[0]) == link(&pair[1]));
            ends[at][n] = if goes_on { ends[at + 1][n] } else { at + 1 };
        }
    }
    ends
}

/// What was written last, as far as what follows has to know.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Last {
    /// Words, or something whole.
    Whole,
    /// A mark of stress that opened: no blank may follow.
    Opened,
    /// A mark of stress that closed, and leans on the letter before it.
    Leaning,
    /// A mark of stress that closed, and needs a blank or punctuation behind it.
    Bare,
}

struct Writer<'o, 'i> {
    out: &'o mut String,
    place: Place,
    /// Where this line began.
    start: usize,
    /// The open marks, the outermost first; with links, where they lead.
    open: Vec<(Mark, Option<&'i Target>)>,
    was: Last,
    /// Is a mark open that was written in one with another? Then a mark that could close as well as
    /// open would close it.
    is_tangled: bool,
}

impl<'i> Writer<'_, 'i> {
    /// Closes the marks that don't stand around `inline`, and those within them.
    fn close_but(&mut self, inline: &Inline) {
        let stays = |(mark, target): &(Mark, Option<&Target>)| {
            mark.is_around(inline) && (*mark != Mark::Link || link(inline) == *target)
        };
        let kept = self.open.iter().take_while(|open| stays(open)).count();
        while self.open.len() > kept {
            self.close();
        }
    }

    fn close_all(&mut self) {
        while !self.open.is_empty() {
            self.close();
        }
    }

    fn close(&mut self) {
        let Some((mark, target)) = self.open.pop() else {
            return;
        };
        if let Some(target) = target {
            self.out.push_str(&format!("]({})", marks::link(target)));
            self.was = Last::Whole;
            return;
        }
        self.number_last_blank();
        // Of marks of one sign that close together, all lean on what stands before the first.
        if !self.goes_on(mark) {
            if mark == Mark::Struck && self.last() == Some('~') {
                self.join();
            }
            let leans = self.last().is_some_and(is_letter);
            self.was = if leans { Last::Leaning } else { Last::Bare };
        }
        self.out.push_str(mark.sign());
        self.is_tangled &= self.open.iter().any(|(mark, _)| mark.is_star());
    }

    /// Would `mark` be read as one with marks that closed just now?
    fn goes_on(&self, mark: Mark) -> bool {
        let has_closed = matches!(self.was, Last::Leaning | Last::Bare);
        has_closed && self.last() == mark.sign().chars().next()
    }

    /// Opens the marks that stand around `inline` and are not open, the longest outermost.
    fn open_for(&mut self, inline: &'i Inline, ends: [usize; 4]) {
        let is_open = |mark: &Mark| self.open.iter().any(|(open, _)| open == mark);
        let mut missing: Vec<_> = ALL
            .into_iter()
            .zip(ends)
            .filter(|(mark, _)| mark.is_around(inline) && !is_open(mark))
            .collect();
        missing.sort_by_key(|(_, end)| std::cmp::Reverse(*end));
        let Some((first, _)) = missing.first() else {
            return;
        };
        let leads = inline.face.kind == FaceKind::Text && inline.text.starts_with(is_letter);
        if self.must_part(*first, &missing, leads) {
            self.join();
        }
        let stars = missing.iter().filter(|(mark, _)| mark.is_star()).count();
        let stands_off = first.is_star() && self.last().is_none_or(char::is_whitespace);
        let is_sure = !self.is_tangled || stands_off;
        self.is_tangled |= stars == 2;
        for (n, (mark, _)) in missing.iter().copied().enumerate() {
            if mark == Mark::Link {
                self.guard();
            }
            self.out.push_str(mark.sign());
            let next = missing.get(n + 1).map(|(next, _)| next.is_star());
            if !is_sure && mark.is_star() && !next.unwrap_or(leads) {
                self.out.push(UNSEEN);
            }
            self.was = match mark {
                Mark::Link => Last::Whole,
                _ => Last::Opened,
            };
            let target = link(inline).filter(|_| mark == Mark::Link);
            self.open.push((mark, target));
        }
    }

    /// Must something stand before the marks that open, for them to be read as such?
    fn must_part(&self, first: Mark, all: &[(Mark, usize)], leads: bool) -> bool {
        if self.goes_on(first) {
            return true;
        }
        if !first.is_star() {
            return first == Mark::Struck && self.last() == Some('~');
        }
        let leans_back = self
            .last()
            .is_none_or(|c| is_punctuation(c) || c.is_whitespace());
        let leans_on = !self.is_tangled && leads && all.iter().all(|(mark, _)| mark.is_star());
        !leans_back && !leans_on
    }

    /// The last sign of the line so far.
    fn last(&self) -> Option<char> {
        self.out[self.start..].chars().next_back()
    }

    fn join(&mut self) {
        self.out.push_str(JOINER);
        self.was = Last::Whole;
    }

    /// A blank before a mark that closes would keep it from that.
    fn number_last_blank(&mut self) {
        if let Some(c) = self.last().filter(|c| c.is_whitespace()) {
            self.out.truncate(self.out.len() - c.len_utf8());
            self.push_number(c);
        }
    }

    fn push_number(&mut self, c: char) {
        self.out.push_str(&format!("&#{};", u32::from(c)));
    }

    /// A bracket behind `!` would make a picture, and behind another a link.
    fn guard(&mut self) {
        match self.last() {
            Some('!') => {
                self.out.pop();
                self.out.push_str("\\!");
            }
            Some(']') => self.join(),
            _ => {}
        }
    }

    /// At the start of a line, a bracket in what is not escaped would end the words of a link, and say
    /// where they lead.
    fn guard_start(&mut self, text: &str) {
        let is_link = self.place == Place::Words && self.out[self.start..].starts_with('[');
        if is_link && text.contains(']') {
            self.out.insert_str(self.start, JOINER);
        }
    }

    /// Writes what stands within the marks.
    fn leaf(&mut self, inline: &Inline) {
        let text = &*inline.text;
        if text == "\n" {
            return self.line_end();
        }
        if let Some(Target::Footnote(label)) = &inline.target {
            self.guard();
            self.out.push_str(&format!("[^{label}]"));
            self.was = Last::Whole;
            return;
        }
        match inline.face.kind {
            FaceKind::Text if matches!(inline.target, Some(Target::Gap(_))) => self.gap(text),
            FaceKind::Text => self.words(text),
            FaceKind::Code => self.code(text),
            FaceKind::Maths => {
                let source = maths(text).unwrap_or_default();
                self.guard_start(&source);
                self.put_apart('$', &format!("${source}$"));
            }
            FaceKind::Superscript => self.script(text, '^', "sup"),
            FaceKind::Subscript => self.script(text, '~', "sub"),
        }
        self.was = Last::Whole;
    }

    fn line_end(&mut self) {
        self.was = Last::Whole;
        match self.place {
            Place::Words => {
                self.out.push_str("\\\n");
                self.start = self.out.len();
            }
            Place::Heading => self.out.push(' '),
            Place::Cell => self.out.push_str("<br>"),
        }
    }

    /// Adds what begins with `sign`, which must not join another.
    fn put_apart(&mut self, sign: char, what: &str) {
        if self.last() == Some(sign) {
            self.join();
        }
        self.out.push_str(what);
    }

    /// The place of a gap stays as it is, but for what is a mark in its name.
    fn gap(&mut self, text: &str) {
        let inside = text.strip_prefix("{{");
        match inside.and_then(|inside| inside.strip_suffix("}}")) {
            Some(name) => {
                self.out.push_str("{{");
                self.escape(name);
                self.out.push_str("}}");
            }
            None => self.words(text),
        }
    }

    /// Raised or lowered words: `m^2^` behind a letter, where the parser sees no mark in it; else
    /// with tags.
    fn script(&mut self, text: &str, sign: char, tag: &str) {
        // Between marks of its own kind the parser gets lost over it.
        let is_struck = self.open.iter().any(|(mark, _)| *mark == Mark::Struck);
        if is_script(text) && !is_struck && self.last().is_some_and(is_letter) {
            self.out.push_str(&format!("{sign}{text}{sign}"));
            return;
        }
        self.out.push_str(&format!("<{tag}>"));
        self.escape(text);
        self.out.push_str(&format!("</{tag}>"));
    }

    fn code(&mut self, text: &str) {
        let fence = fence(text);
        let is_tick = |c: Option<char>| c == Some('`');
        let is_blank = |c: Option<char>| c == Some(' ');
        let (first, last) = (text.chars().next(), text.chars().next_back());
        // One blank goes where both ends have one, unless there is nothing else.
        let would_lose = is_blank(first) && is_blank(last) && !text.trim_matches(' ').is_empty();
        let pad = if is_tick(first) || is_tick(last) || would_lose {
            " "
        } else {
            ""
        };
        if fence.len() > 2 && self.last().is_none() {
            // At the start of a line it would begin a block.
            self.join();
        }
        self.guard_start(text);
        let text = match self.place {
            Place::Cell => text.replace('|', "\\|"),
            _ => text.to_owned(),
        };
        self.put_apart('`', &format!("{fence}{pad}{text}{pad}{fence}"));
    }

    fn words(&mut self, text: &str) {
        let Some(first) = text.chars().next() else {
            return;
        };
        let mut rest = text;
        if self.out.len() == self.start && self.place == Place::Words {
            rest = self.line_start(text);
        } else if self.was == Last::Bare && !first.is_whitespace() && !is_punctuation(first) {
            self.join();
        } else if first.is_whitespace() && self.was == Last::Opened {
            self.push_number(first);
            rest = &text[first.len_utf8()..];
        }
        self.escape(rest);
    }

    /// Writes what would be a mark at the start of a line; gives the rest.
    fn line_start<'t>(&mut self, text: &'t str) -> &'t str {
        let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let mut chars = text[n_digits..].chars();
        let (sign, next) = (chars.next(), chars.next());
        let stands_off = next.is_none_or(char::is_whitespace);
        let n = match sign {
            Some('.' | ')') if n_digits > 0 && stands_off => n_digits,
            Some('#' | '=' | ':' | '>') if n_digits == 0 => 0,
            Some('+' | '-') if n_digits == 0 && !next.is_some_and(char::is_alphanumeric) => 0,
            Some('{') if n_digits == 0 && next == Some('{') => {
                self.out.push_str("\\{\\{");
                return &text[2..];
            }
            _ => return text,
        };
        self.out.push_str(&text[..n]);
        self.out.push('\\');
        self.out.push_str(&text[n..=n]);
        &text[n + 1..]
    }

    fn escape(&mut self, text: &str) {
        let mut before = None;
        let mut chars = text.char_indices().peekable();
        while let Some((at, c)) = chars.next() {
            let next = chars.peek().map(|(_, next)| *next);
            let is_inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
            let is_mark = match c {
                '\\' | '`' | '*' | '[' | ']' | '~' | '^' | '$' | '|' => true,
                '_' => !is_inside(before) || !is_inside(next),
                // A tag, or an address: nearly all signs may begin one.
                '<' => next.is_none_or(|next| !next.is_whitespace()),
                '&' => is_entity(&text[at + 1..]),
                // Behind a bracket these would make a link, or say where one leads.
                ':' | '(' => self.last() == Some(']'),
                '#' => self.place == Place::Heading && next.is_none(),
                _ => false,
            };
            if is_mark {
                self.out.push('\\');
            }
            self.out.push(c);
            before = Some(c);
        }
    }
}

/// Is it surely a letter to a parser, whatever its tables are? Among signs there are letters in rings.
fn is_letter(c: char) -> bool {
    c.is_alphanumeric() && matches!(c, '\0'..='\u{1fff}' | '\u{3040}'..='\u{d7ff}')
}

/// Is it surely punctuation to a parser?
fn is_punctuation(c: char) -> bool {
    c.is_ascii_punctuation()
        || matches!(c, '«' | '»' | '¡' | '¿' | '\u{2010}'..='\u{2027}' | '\u{3008}'..='\u{3011}')
}

/// Does what stands behind `&` make it the name of a character?
fn is_entity(rest: &str) -> bool {
    const LONGEST: usize = 40;
    let rest = rest.strip_prefix('#').unwrap_or(rest);
    let end = rest
        .bytes()
        .take(LONGEST)
        .position(|byte| !byte.is_ascii_alphanumeric());
    end.is_some_and(|end| end > 0 && rest.as_bytes()[end] == b';')
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::markup::markdown;

    /// Markdown that people write comes out as they wrote it.
    #[test]
    fn what_people_write_is_written_so() {
        for written in [
            "plain words, 3.5 km, 2 - 1, a_b and R&D, it’s «so»!",
            "the name *self-directed team* and **strong** words, ***both***, ~~gone~~",
            "*see [a link](#a) here*, and **bold with *stress* in it**",
            "[**all** of it](https://example.org/a_b), [a term](<term:matrix team>)",
            "(*so*), “*so*”, in*ter*word, *one*, **two**; *“Quoted”*",
            "m^2^ and H~2~O, *E* = `mc * 2`, <sup>n</sup> behind a blank",
            "`a``b` and `` ` ``",
            "1\\. is no list, and \\$5 \\* 2 is \\[so\\]",
            "\\- minus",
            "\\# hash",
            "3\\) three",
            "-5 and +5",
            "a \\<b> but 1 < 2",
            "a \\<2&c@d> b",
            "AT&T \\&amp; co",
            "stop\\![a](#b)",
        ] {
            let read = markdown::inline(written);
            assert_eq!(line(&read), written, "{read:?}");
        }
    }

    /// Where marks would not be taken for marks, something stands beside them.
    #[test]
    fn what_does_not_lean_is_made_to() {
        for (written, wanted) in [
            ("a&#8288;*\"b\"*&#8288;c", "a&#8288;*\"b\"*&#8288;c"),
            ("**a**&#8288;*b*", "**a**&#8288;*b*"),
            ("*a&#32;*&#8288;b", "*a&#32;*&#8288;b"),
            ("`a`&#8288;**`b`**", "`a`**`b`**"),
            // A sign between two signs could begin something.
            ("K<sup>+</sup>, a^2^", "K<sup>+</sup>, a^2^"),
        ] {
            let read = markdown::inline(written);
            let again = line(&read);
            assert_eq!(again, wanted);
            assert_eq!(markdown::inline(&again), read, "{again}");
        }
    }
}
