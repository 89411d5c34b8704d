//! A long file in pieces, each a run of sessions that can be parsed alone, or of sections of a session
//! that is long itself: the parser's tree takes many times the room of the text, and is read fastest
//! while it is small.
//!
//! **Invariant:** the frame and the pieces together are the file: a piece begins and ends with a session
//! that stands in the item or in a unit of it, and in the frame one empty session stands for it; or
//! likewise with a section that stands in such a session, which then stays in the frame. All such
//! sessions are in pieces or in the frame, or none is; of one in the frame all sections are in pieces. A
//! file whose tags don't match stays whole, for the parser to refuse.

use std::borrow::Cow;
use std::ops::Range;

use super::tags::{self, Markup};

/// How large pieces are, in bytes.
#[derive(Debug, Clone, Copy)]
pub struct Sizes {
    /// A piece has so many at least, but for the last of a unit or a session.
    pub least: usize,
    /// A session of so many is cut itself, if sections are the most of it.
    pub large: usize,
}

/// Fewer bytes are not worth a parser of their own.
pub const USUAL: Sizes = Sizes {
    least: 128 << 10,
    large: 1 << 20,
};

/// For who wants the frame alone: all sessions are cut out.
pub const WHOLE_SESSIONS: Sizes = Sizes {
    least: 1,
    large: usize::MAX,
};

/// The pieces of a file, one by one, each within the tags that stand around it.
pub struct Pieces<'t> {
    text: &'t str,
    cuts: std::vec::IntoIter<Cut>,
}

/// A run of sessions, or of sections.
struct Cut {
    run: Range<usize>,
    /// The start tags of the elements around it.
    around: Vec<Range<usize>>,
}

/// Cuts a file into pieces of these sizes; gives the frame, and the pieces that go in place of its
/// sessions, and of the sections of those that stand in it.
pub fn cut(text: &str, sizes: Sizes) -> (Cow<'_, str>, Pieces<'_>) {
    let cuts = if text.len() / 2 > sizes.least {
        Knife::new(text, sizes).cut().unwrap_or_default()
    } else {
        Vec::new()
    };
    let mut frame = Cow::Borrowed(text);
    if !cuts.is_empty() {
        let mut rest = String::new();
        let mut at = 0;
        for cut in &cuts {
            rest.push_str(&text[at..cut.run.start]);
            // By the name that it has there, since the prefix says what it is.
            rest.push('<');
            rest.push_str(tags::name(&text[cut.run.clone()]));
            rest.push_str("/>");
            at = cut.run.end;
        }
        rest.push_str(&text[at..]);
        frame = Cow::Owned(rest);
    }
    let cuts = cuts.into_iter();
    (frame, Pieces { text, cuts })
}

impl Pieces<'_> {
    /// Are there more?
    pub fn are_left(&self) -> bool {
        !self.cuts.as_slice().is_empty()
    }
}

impl Iterator for Pieces<'_> {
    type Item = String;

    fn next(&mut self) -> Option<String> {
        let Cut { run, around } = self.cuts.next()?;
        let n_around: usize = around.iter().map(Range::len).sum();
        // Behind it each tag around has its end, which takes no more, but for a sign.
        let mut piece = String::with_capacity(run.len() + 2 * n_around + around.len());
        for tag in &around {
            piece.push_str(&self.text[tag.clone()]);
        }
        piece.push_str(&self.text[run]);
        for tag in around.into_iter().rev() {
            piece.push_str("</");
            piece.push_str(tags::name(&self.text[tag]));
            piece.push('>');
        }
        Some(piece)
    }
}

/// What cuts a file.
struct Knife<'t> {
    text: &'t str,
    sizes: Sizes,
    /// The start tags of the elements that are open.
    open: Vec<Range<usize>>,
    /// How many elements are open in a session that is cut itself, and around it.
    in_session: Option<usize>,
    /// Sessions or sections side by side that wait to be cut out, and how many elements stand around
    /// them.
    run: Option<(Range<usize>, usize)>,
    cuts: Vec<Cut>,
}

impl<'t> Knife<'t> {
    fn new(text: &'t str, sizes: Sizes) -> Self {
        Self {
            text,
            sizes,
            open: Vec::new(),
            in_session: None,
            run: None,
            cuts: Vec::new(),
        }
    }

    /// Where to cut; nowhere, if the tags don't match.
    fn cut(mut self) -> Option<Vec<Cut>> {
        let mut at = 0;
        while let Some(markup) = tags::next(self.text, at) {
            at = match markup {
                Markup::Passive(range) => range.end,
                Markup::Tag(tag) => self.tag(tag)?,
                Markup::Declaration(_) | Markup::Torn(_) => return None,
            };
        }
        self.open.is_empty().then_some(self.cuts)
    }

    /// Goes behind a tag; where a session begins that stands in its place, behind its end.
    fn tag(&mut self, tag: Range<usize>) -> Option<usize> {
        let text = &self.text[tag.clone()];
        let name = tags::name(text);
        let depth = self.open.len();
        if tags::is_end(text) {
            if self
                .run
                .as_ref()
                .is_some_and(|(_, around)| *around == depth)
            {
                self.take_run();
            }
            if self.in_session == Some(depth) {
                self.in_session = None;
            }
            let begun = self.open.pop()?;
            return (tags::name(&self.text[begun]) == name).then_some(tag.end);
        }
        let is_in_unit = || tags::local(tags::name(&self.text[self.open[1].clone()])) == "Unit";
        match tags::local(name) {
            "Session" if depth == 1 || depth == 2 && is_in_unit() => {
                let end = element_end(self.text, tag.start, name)?;
                let is_cut = end - tag.start >= self.sizes.large
                    && sections(&self.text[tag.start..end], name)? > (end - tag.start) / 2;
                if !is_cut {
                    return Some(self.wait(tag.start..end));
                }
                self.take_run();
                self.in_session = Some(depth + 1);
            }
            "Section" if self.in_session == Some(depth) => {
                let end = element_end(self.text, tag.start, name)?;
                return Some(self.wait(tag.start..end));
            }
            // What waits in the item can't go on within a unit.
            "Unit" if depth == 1 => self.take_run(),
            _ => {}
        }
        if !tags::is_empty(text) {
            self.open.push(tag.clone());
        }
        // What stands around each piece must be little beside it.
        let n_around: usize = self.open.iter().take(3).map(Range::len).sum();
        (n_around <= self.sizes.least.max(4096)).then_some(tag.end)
    }

    /// Lets an element wait to be cut out, with those before it; gives the place behind it.
    fn wait(&mut self, element: Range<usize>) -> usize {
        let end = element.end;
        let start = self.run.take().map_or(element.start, |(run, _)| run.start);
        self.run = Some((start..end, self.open.len()));
        if end - start >= self.sizes.least {
            self.take_run();
        }
        end
    }

    /// Cuts out what waits.
    fn take_run(&mut self) {
        if let Some((run, depth)) = self.run.take() {
            let around = self.open[..depth].to_vec();
            self.cuts.push(Cut { run, around });
        }
    }
}

/// Bytes of the sections in the session that a text is, whose tag has that name; none if the tags don't
/// match.
fn sections(session: &str, name: &str) -> Option<usize> {
    let prefix = &name[..name.len() - tags::local(name).len()];
    let wanted = format!("{prefix}Section");
    let (mut at, mut n) = (0, 0);
    while let Some(tag) = tags::next_named(session, at, &wanted) {
        at = element_end(session, tag.start, &wanted)?;
        n += at - tag.start;
    }
    Some(n)
}

/// Behind the element that begins at `start` with a tag of that name.
fn element_end(text: &str, start: usize, name: &str) -> Option<usize> {
    let mut depth = 0_usize;
    let mut at = start;
    loop {
        let range = tags::next_named(text, at, name)?;
        let tag = &text[range.clone()];
        if tags::is_end(tag) {
            depth = depth.checked_sub(1)?;
        } else if !tags::is_empty(tag) {
            depth += 1;
        }
        at = range.end;
        if depth == 0 {
            return Some(at);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn whole(text: &str, least: usize) -> (String, Vec<String>) {
        sized(text, least, usize::MAX)
    }

    fn sized(text: &str, least: usize, large: usize) -> (String, Vec<String>) {
        let (frame, pieces) = cut(text, Sizes { least, large });
        (frame.into_owned(), pieces.collect())
    }

    #[test]
    fn sessions_are_cut_out_with_what_stands_around_them() {
        let unit = "<Unit a='>'><UnitTitle>t</UnitTitle>";
        let session = "<Session><Session x='/'>s</Session><!-- </Session> --><Session/></Session>";
        let text = format!(
            "<?xml?><Item xmlns:m='m'>{unit}{session}x<b/><Session />y</Unit>\
             <settings><Session/></settings><Session>z</Session></Item>"
        );
        let (frame, pieces) = whole(&text, 1);
        let expected = format!(
            "<?xml?><Item xmlns:m='m'>{unit}<Session/>x<b/><Session/>y</Unit>\
             <settings><Session/></settings><Session/></Item>"
        );
        assert_eq!(frame, expected);
        let around = |unit: &str, inner: &str, end: &str| {
            format!("<Item xmlns:m='m'>{unit}{inner}{end}</Item>")
        };
        let expected = [
            around("<Unit a='>'>", session, "</Unit>"),
            around("<Unit a='>'>", "<Session />", "</Unit>"),
            around("", "<Session>z</Session>", ""),
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn what_is_small_is_cut_out_together() {
        let text = "<I><Session>1</Session>a<b>c</b><Session>2</Session>\
                    <Unit><Session>3</Session></Unit><Session>4</Session>d</I>";
        let (frame, pieces) = whole(text, text.len() / 2 - 1);
        assert_eq!(frame, "<I><Session/><Unit><Session/></Unit><Session/>d</I>");
        let expected = [
            "<I><Session>1</Session>a<b>c</b><Session>2</Session></I>",
            "<I><Unit><Session>3</Session></Unit></I>",
            "<I><Session>4</Session></I>",
        ];
        assert_eq!(pieces, expected);
    }

    #[test]
    fn of_a_long_session_the_sections_are_cut_out() {
        let text = "<o:Item><o:Session id='1'><o:Title>t</o:Title><o:Section>1<o:Section>2</o:Section></o:Section>\
                    a<o:Section>3</o:Section>b</o:Session><o:Session>4<o:Section/></o:Session></o:Item>";
        let (frame, pieces) = sized(text, 1, 60);
        assert_eq!(
            frame,
            "<o:Item><o:Session id='1'><o:Title>t</o:Title><o:Section/>a<o:Section/>b</o:Session><o:Session/></o:Item>"
        );
        let expected = [
            "<o:Item><o:Session id='1'><o:Section>1<o:Section>2</o:Section></o:Section></o:Session></o:Item>",
            "<o:Item><o:Session id='1'><o:Section>3</o:Section></o:Session></o:Item>",
            "<o:Item><o:Session>4<o:Section/></o:Session></o:Item>",
        ];
        assert_eq!(pieces, expected);
        let (frame, pieces) = sized(text, 70, 60);
        assert_eq!(
            frame,
            "<o:Item><o:Session id='1'><o:Title>t</o:Title><o:Section/>b</o:Session><o:Session/></o:Item>"
        );
        assert_eq!(pieces.len(), 2);
    }

    #[test]
    fn a_long_session_of_few_sections_stays_together() {
        let text =
            "<I><Unit><Session>long long long long long <Section>s</Section></Session></Unit></I>";
        let (frame, pieces) = sized(text, 1, 10);
        assert_eq!(frame, "<I><Unit><Session/></Unit></I>");
        assert_eq!(pieces, [text]);
    }

    #[test]
    fn what_does_not_match_stays_whole() {
        for text in [
            "<Item><Session>1</Session>",
            "<Item><Session>1</Item>",
            "<Item><Session>1</Session></Itme>",
            "<Item><Session>1</Session><!-- </Item>",
            "<!DOCTYPE Item><Item><Session>1</Session></Item>",
            "<Item><Session>1</Session></Item",
            "</Item>",
        ] {
            assert_eq!(whole(text, 1), (text.to_owned(), Vec::new()), "{text}");
        }
    }
}
