//! Words of a line with their marks.
//!
//! Marks of stress are taken for marks only where they lean on a letter or a sign in the right way.
//! Where they wouldn't, the letter beside them is written by its number: `a&#98;` is as good a `b`.
//!
//! **Invariant:** one walk over the words. What can't be said in Markdown is told by [`maths`] and
//! [`is_script`], and is plain in normal form.

use super::marks;
use crate::course::block::{Face, FaceKind, Inline, Target};
use crate::text::maths as tex;

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

/// A line, such as an option.
pub fn line(content: &[Inline]) -> String {
    let mut out = String::new();
    push_line(&mut out, content, Place::Words);
    out
}

/// The source of a formula that is read as `text`, or `None`.
pub fn maths(text: &str) -> Option<String> {
    let is_tame =
        !text.is_empty() && !text.contains(['$', '\\', '{', '}', '|', '`', '<', '&', '\n']);
    if !is_tame || text.trim() != text {
        return None;
    }
    let said = format!("\\text{{{text}}}");
    [text.to_owned(), said]
        .into_iter()
        .find(|source| tex::readable(source).as_deref() == Some(text))
}

/// May `text` stand raised or lowered?
pub fn is_script(text: &str) -> bool {
    let is_plain =
        |c: char| c.is_alphanumeric() || matches!(c, '+' | '-' | '−' | '.' | ',' | '(' | ')' | '/');
    !text.is_empty() && text.len() <= 60 && text.chars().all(is_plain)
}

/// The ticks that can stand around `text` in a line: no more than two, or they would begin a block.
pub fn fence(text: &str) -> Option<&'static str> {
    let is_free = |fence: &&str| text.split(|c| c != '`').all(|run| run.len() != fence.len());
    ["`", "``"].into_iter().find(is_free)
}

/// A mark that is open.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Stress {
    Struck,
    Strong,
    Emphasis,
}

impl Stress {
    const fn mark(self) -> &'static str {
        match self {
            Self::Struck => "~~",
            Self::Strong => "**",
            Self::Emphasis => "_",
        }
    }

    const fn is_in(self, face: Face) -> bool {
        match self {
            Self::Struck => face.struck,
            Self::Strong => face.strong,
            Self::Emphasis => face.emphasis,
        }
    }
}

/// The marks, the outermost first.
const ALL: [Stress; 3] = [Stress::Struck, Stress::Strong, Stress::Emphasis];

struct Writer<'o> {
    out: &'o mut String,
    place: Place,
    /// Where this line began.
    start: usize,
    open: Vec<Stress>,
    /// Must the next letter be written by its number, if it is one?
    leans: bool,
}

/// Adds words with their marks.
pub fn push_line(out: &mut String, content: &[Inline], place: Place) {
    let start = out.len();
    let mut writer = Writer {
        out,
        place,
        start,
        open: Vec::new(),
        leans: false,
    };
    let mut rest = content;
    while let Some(first) = rest.first() {
        // All that leads to one place is one link.
        let n = match &first.target {
            None => 1,
            target => rest
                .iter()
                .take_while(|inline| inline.target == *target)
                .count(),
        };
        let (run, behind) = rest.split_at(n);
        writer.link(run);
        rest = behind;
    }
    writer.to(Face::default());
}

/// Plain words on a line of their own, or behind something.
pub fn escaped_words(text: &str) -> String {
    let mut out = String::new();
    let inline = Inline::plain(crate::text::Clean::words(text));
    push_line(&mut out, &[inline], Place::Heading);
    out
}

impl Writer<'_> {
    fn link(&mut self, run: &[Inline]) {
        let address = match &run[0].target {
            None | Some(Target::Gap(_)) => {
                for inline in run {
                    self.inline(inline);
                }
                return;
            }
            Some(Target::Footnote(label)) => {
                self.to(Face::default());
                self.guard();
                self.out.push_str(&format!("[^{label}]"));
                self.leans = false;
                return;
            }
            Some(Target::Web(address)) => marks::address(address),
            Some(Target::Heading(slug)) => format!("#{}", percent(slug)),
            Some(Target::Section(id, None)) => format!("section:{id}"),
            Some(Target::Section(id, Some(slug))) => format!("section:{id}#{}", percent(slug)),
            Some(Target::Term(term)) => format!("term:{}", percent(term)),
        };
        self.to(Face::default());
        self.guard();
        self.out.push('[');
        self.leans = false;
        for inline in run {
            self.inline(inline);
        }
        self.to(Face::default());
        self.leans = false;
        if address.contains([' ', '(', ')', '\\']) || address.is_empty() {
            self.out.push_str(&format!("](<{address}>)"));
        } else {
            self.out.push_str(&format!("]({address})"));
        }
    }

    /// A bracket behind `!` would make a picture, and behind another a link.
    fn guard(&mut self) {
        if self.out[self.start..].ends_with('!') {
            self.out.pop();
            self.out.push_str("\\!");
        } else if self.out[self.start..].ends_with(']') {
            self.out.push_str("<!-- -->");
        }
    }

    /// Closes and opens marks until those of `face` are open.
    fn to(&mut self, face: Face) {
        let kept = self
            .open
            .iter()
            .take_while(|stress| stress.is_in(face))
            .count();
        // What is not open yet may have to stand outside of what is.
        let wanted: Vec<_> = ALL
            .into_iter()
            .filter(|stress| stress.is_in(face))
            .collect();
        let kept = (0..=kept)
            .rev()
            .find(|n| wanted.starts_with(&self.open[..*n]))
            .unwrap_or(0);
        while self.open.len() > kept {
            let stress = self.open.pop().expect("there are more than are kept");
            self.lean_back();
            self.out.push_str(stress.mark());
            self.leans = true;
        }
        for stress in &wanted[kept..] {
            self.lean_back();
            self.out.push_str(stress.mark());
            self.open.push(*stress);
            self.leans = true;
        }
    }

    /// Has the letter or blank before a mark end in a sign: written by its number, it does.
    fn lean_back(&mut self) {
        let before = &self.out[self.start..];
        let Some(c) = before.chars().next_back() else {
            return;
        };
        if !c.is_ascii_punctuation() {
            let at = self.out.len() - c.len_utf8();
            self.out.truncate(at);
            self.out.push_str(&format!("&#{};", u32::from(c)));
        }
    }

    fn inline(&mut self, inline: &Inline) {
        if *inline.text == *"\n" {
            self.to(Face::default());
            self.leans = false;
            match self.place {
                Place::Words => {
                    self.out.push_str("\\\n");
                    self.start = self.out.len();
                }
                Place::Heading => self.out.push(' '),
                Place::Cell => self.out.push_str("<br>"),
            }
            return;
        }
        self.to(inline.face);
        match inline.face.kind {
            FaceKind::Text => self.words(&inline.text),
            FaceKind::Code => self.code(&inline.text),
            FaceKind::Maths => {
                let source = maths(&inline.text).unwrap_or_default();
                self.out.push_str(&format!("${source}$"));
            }
            FaceKind::Superscript => self.out.push_str(&format!("<sup>{}</sup>", inline.text)),
            FaceKind::Subscript => self.out.push_str(&format!("<sub>{}</sub>", inline.text)),
        }
        self.leans = false;
    }

    fn words(&mut self, text: &str) {
        let mut rest = text;
        if self.out.len() == self.start {
            rest = self.line_start(rest);
        }
        let mut chars = rest.chars().peekable();
        while let Some(c) = chars.next() {
            if std::mem::take(&mut self.leans) && !c.is_ascii_punctuation() {
                self.out.push_str(&format!("&#{};", u32::from(c)));
                continue;
            }
            let next = chars.peek().copied();
            let is_mark = match c {
                '\\' | '`' | '*' | '_' | '[' | ']' | '~' | '^' | '$' | '|' | '<' => true,
                '{' => next == Some('{') || self.out.ends_with('{'),
                '&' => next.is_some_and(|next| next.is_ascii_alphanumeric() || next == '#'),
                // Behind a bracket these would make a link, or say where one leads.
                ':' | '(' => self.out[self.start..].ends_with(']'),
                '#' => self.place == Place::Heading && next.is_none(),
                _ => false,
            };
            if is_mark {
                self.out.push('\\');
            }
            self.out.push(c);
        }
    }

    /// Writes what would be a mark at the start of a line; gives the rest.
    fn line_start<'t>(&mut self, text: &'t str) -> &'t str {
        if self.place != Place::Words {
            return text;
        }
        let n_digits = text.bytes().take_while(u8::is_ascii_digit).count();
        let at = match text[n_digits..].chars().next() {
            Some('.' | ')') if n_digits > 0 => n_digits,
            Some('#' | '+' | '-' | '=' | ':' | '>') if n_digits == 0 => 0,
            _ => return text,
        };
        if self.leans {
            return text;
        }
        self.out.push_str(&text[..at]);
        self.out.push('\\');
        self.out.push_str(&text[at..=at]);
        &text[at + 1..]
    }

    fn code(&mut self, text: &str) {
        let fence = fence(text).unwrap_or_default();
        let is_blank = |c: Option<char>| matches!(c, Some(' ' | '`'));
        let pad = if is_blank(text.chars().next()) || is_blank(text.chars().next_back()) {
            " "
        } else {
            ""
        };
        let text = match self.place {
            Place::Cell => text.replace('|', "\\|"),
            _ => text.to_owned(),
        };
        self.out
            .push_str(&format!("{fence}{pad}{text}{pad}{fence}"));
    }
}

/// What could be taken for something else in a short address, by its number.
fn percent(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    for c in words.chars() {
        match c {
            '%' | '<' | '>' | '\\' | '&' | '#' | '\n' | '"' | '*' | '_' | '`' | '[' | ']' | '~'
            | '^' | '$' | '|' => {
                let mut bytes = [0; 4];
                for byte in c.encode_utf8(&mut bytes).bytes() {
                    out.push_str(&format!("%{byte:02X}"));
                }
            }
            c => out.push(c),
        }
    }
    out
}
