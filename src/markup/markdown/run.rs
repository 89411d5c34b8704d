//! Words in a line of Markdown are gathered into runs of one face.
//!
//! **Invariant:** runs next to each other differ in face or target; blanks never stand at either end
//! of a line or twice in a row.

use crate::course::block::{Face, FaceKind, Figure, Inline, Target};
use crate::text::Clean;

/// How the words that come next are set: their face, and which of the line's targets they lead to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Style {
    /// The face.
    pub face: Face,
    /// Index of a target that [`Runs::target`] gave.
    pub link: Option<usize>,
}

/// A piece of a line.
#[derive(Debug)]
pub enum Piece {
    /// Words.
    Words(Inline),
    /// A picture; it may turn out to stand alone.
    Image {
        /// The picture.
        figure: Figure,
        /// Where it stands.
        at: usize,
        /// Where it leads, if it is a link.
        target: Option<Target>,
    },
    /// Maths that asks for lines of its own.
    Display(Clean),
}

/// Something that looks like markup and stayed words.
#[derive(Debug, PartialEq, Eq)]
pub enum Leftover {
    /// `[^label]` without such a footnote.
    Footnote(Clean),
    /// `](term:two words)`.
    Link,
    /// `{{question …}}` among other words.
    Question,
}

/// The line that is being gathered.
#[derive(Debug)]
pub struct Runs {
    pieces: Vec<Piece>,
    targets: Vec<Target>,
    style: Style,
    text: String,
    ends_blank: bool,
    /// Where in the file a byte of `text` stands, wherever markup may have been meant.
    sources: Vec<(usize, usize)>,
    leftovers: Vec<(usize, Leftover)>,
}

impl Default for Runs {
    fn default() -> Self {
        Self {
            pieces: Vec::new(),
            targets: Vec::new(),
            style: Style::default(),
            text: String::new(),
            ends_blank: true,
            sources: Vec::new(),
            leftovers: Vec::new(),
        }
    }
}

impl Runs {
    /// Keeps a target for the words to come, and gives its index.
    pub fn target(&mut self, target: Target) -> usize {
        self.targets.push(target);
        self.targets.len() - 1
    }

    /// Adds words that stand at byte `at` of the file.
    pub fn add(&mut self, words: &str, style: Style, at: usize) {
        if style != self.style {
            self.flush();
            self.style = style;
        }
        let is_code = style.face.kind == FaceKind::Code;
        let words = if self.ends_blank && !is_code {
            words.trim_start()
        } else {
            words
        };
        let Some(last) = words.chars().next_back() else {
            return;
        };
        if style.face.kind == FaceKind::Text && words.contains(['[', ']', '{']) {
            self.sources.push((self.text.len(), at));
        }
        self.text.push_str(words);
        self.ends_blank = last.is_whitespace() && !is_code;
    }

    /// Adds a break that the author asked for.
    pub fn hard_break(&mut self, style: Style) {
        self.trim_end();
        self.flush();
        let target = style.link.map(|index| self.targets[index].clone());
        let text = Clean::lines("\n");
        self.pieces.push(Piece::Words(Inline {
            text,
            face: Face::default(),
            target,
        }));
        self.ends_blank = true;
    }

    /// Adds a picture.
    pub fn image(&mut self, figure: Figure, at: usize, style: Style) {
        self.flush();
        let target = style.link.map(|index| self.targets[index].clone());
        self.pieces.push(Piece::Image { figure, at, target });
        self.ends_blank = false;
    }

    /// Adds maths that asks for lines of its own.
    pub fn display(&mut self, maths: Clean) {
        self.flush();
        self.pieces.push(Piece::Display(maths));
        self.ends_blank = false;
    }

    /// The words so far, without their faces.
    pub fn words(&self) -> String {
        let done = self.pieces.iter().map(|piece| match piece {
            Piece::Words(inline) => &*inline.text,
            Piece::Image { figure, .. } => &*figure.alternative,
            Piece::Display(text) => text,
        });
        done.chain([&*self.text]).collect()
    }

    /// The line, and what in it looks like markup that failed. Then it is empty again.
    pub fn take(&mut self) -> (Vec<Piece>, Vec<(usize, Leftover)>) {
        self.trim_end();
        self.flush();
        // A link may run on behind this line, so the targets are kept.
        let targets = std::mem::take(&mut self.targets);
        let line = std::mem::replace(
            self,
            Self {
                targets,
                ..Self::default()
            },
        );
        (line.pieces, line.leftovers)
    }

    /// Forgets the targets, once no link is open and nothing is gathered.
    pub fn forget_targets(&mut self) {
        self.targets.clear();
    }

    fn trim_end(&mut self) {
        if self.style.face.kind != FaceKind::Code {
            self.text.truncate(self.text.trim_end().len());
        }
    }

    fn flush(&mut self) {
        if self.text.is_empty() {
            return;
        }
        if !self.sources.is_empty() {
            find_leftovers(&self.text, &self.sources, &mut self.leftovers);
            self.sources.clear();
        }
        let Style { face, link } = self.style;
        let text = match face.kind {
            FaceKind::Code => Clean::lines(&self.text.replace('\n', " ")),
            _ => Clean::words(&self.text),
        };
        self.text.clear();
        // What was cleaned may have been nothing but control characters.
        if !text.is_empty() {
            let target = link.map(|index| self.targets[index].clone());
            self.pieces
                .push(Piece::Words(Inline { text, face, target }));
        }
    }
}

/// Looks for markup in words, where brackets or braces stand.
fn find_leftovers(text: &str, sources: &[(usize, usize)], leftovers: &mut Vec<(usize, Leftover)>) {
    let source = |at: usize| {
        let (from, source) = sources[sources.partition_point(|(from, _)| *from <= at).max(1) - 1];
        source + at.saturating_sub(from)
    };
    for (at, _) in text.match_indices(['[', ']', '{']) {
        let rest = &text[at..];
        let leftover = if let Some(label) = rest.strip_prefix("[^") {
            // Labels are short; a far-off bracket closes something else.
            let label: String = label.chars().take(40).take_while(|c| *c != ']').collect();
            let is_label = !label.is_empty() && !label.contains(char::is_whitespace);
            is_label.then(|| Leftover::Footnote(Clean::words(&label)))
        } else if rest.starts_with("](term:") || rest.starts_with("](section:") {
            Some(Leftover::Link)
        } else {
            rest.starts_with("{{question").then_some(Leftover::Question)
        };
        leftovers.extend(leftover.map(|leftover| (source(at), leftover)));
    }
}

/// The words of a line, pictures and maths told in words.
pub fn inlines(pieces: Vec<Piece>) -> Vec<Inline> {
    let inlines = pieces.into_iter().map(|piece| match piece {
        Piece::Words(inline) => inline,
        Piece::Image { figure, target, .. } => Inline {
            text: figure.alternative,
            face: Face::default(),
            target,
        },
        Piece::Display(text) => {
            let face = Face {
                kind: FaceKind::Maths,
                ..Face::default()
            };
            Inline {
                text,
                face,
                target: None,
            }
        }
    });
    let mut line: Vec<Inline> = Vec::new();
    // What the last run says, where more than one piece said it.
    let mut words = String::new();
    for inline in inlines.filter(|inline| !inline.text.is_empty()) {
        if let Some(last) = line.last().filter(|last| goes_on(last, &inline)) {
            if words.is_empty() {
                words.push_str(&last.text);
            }
            words.push_str(&inline.text);
        } else {
            settle(&mut line, &mut words);
            line.push(inline);
        }
    }
    settle(&mut line, &mut words);
    line
}

/// Is `next` of one run with `last`? A picture among words is words, and two links to one place are
/// one.
fn goes_on(last: &Inline, next: &Inline) -> bool {
    let is_note = matches!(next.target, Some(Target::Footnote(_)));
    let is_break = [last, next].iter().any(|inline| *inline.text == *"\n");
    !is_note && !is_break && (last.face, &last.target) == (next.face, &next.target)
}

/// Gives the last run the words that several pieces said.
fn settle(line: &mut [Inline], words: &mut String) {
    if let Some(last) = line.last_mut().filter(|_| !words.is_empty()) {
        last.text = match last.face.kind {
            FaceKind::Code => Clean::line(words),
            _ => Clean::words(words),
        };
        words.clear();
    }
}

/// The words of a line without their faces.
pub fn plain(inlines: &[Inline]) -> String {
    inlines.iter().map(|inline| &*inline.text).collect()
}

/// The line without `prefix`, where it starts so.
pub fn strip_prefix(inlines: &[Inline], prefix: &str) -> Option<Vec<Inline>> {
    let (first, rest) = inlines.split_first()?;
    let words = first.text.strip_prefix(prefix)?.trim_start();
    let first = Inline {
        text: Clean::words(words),
        ..first.clone()
    };
    let mut line: Vec<_> = std::iter::once(first).chain(rest.iter().cloned()).collect();
    if line[0].text.is_empty() {
        line.remove(0);
    }
    Some(line)
}
