//! What stands in containers: lines of words, pictures, HTML, and the places of questions.

use crate::course::block::{Block, Figure, Inline};
use crate::course::id::QuestionId;
use crate::course::problem::quoted;
use crate::markup::markdown::frame::Head;
use crate::markup::markdown::run::{self, Leftover, Piece};
use crate::markup::markdown::walk::{Leaf, Picture, Walk};
use crate::markup::markdown::{self, Ground, Origin, html, link};
use crate::text::Clean;

impl Walk<'_, '_> {
    /// Makes a line that names a question the question's place.
    pub(super) fn place_question(&mut self, at: usize) -> bool {
        let rest = &self.source[at..];
        let line = &rest[..rest.find('\n').unwrap_or(rest.len())];
        let id = line
            .trim()
            .strip_prefix("{{question")
            .and_then(|id| id.strip_suffix("}}"));
        let id = id.and_then(|id| QuestionId::new(id.trim()));
        let is_place = self.origin.ground.is_text() && self.leaf == Leaf::Paragraph;
        let (Some(id), true) = (id, is_place) else {
            return false;
        };
        self.close_words();
        let place = self.report.place(self.origin.at(at));
        self.marks
            .questions
            .entry(id.clone())
            .or_default()
            .push(place);
        self.stack.push(Block::Question(id));
        self.leaf = Leaf::Paragraph;
        self.skip_to = at + line.len();
        true
    }

    /// Takes the line so far as the head of a box, where it is one.
    pub(super) fn close_head(&mut self) -> bool {
        if !std::mem::take(&mut self.may_be_head) {
            return false;
        }
        let Some(head) = Head::read(&self.runs.words()) else {
            return false;
        };
        let pieces = self.take_pieces();
        // A title is plain text; pictures in it are reported.
        self.flatten(pieces);
        self.stack.set_head(head);
        self.at_line_start = true;
        true
    }

    /// The words of a heading, a cell or a term.
    pub(super) fn take_line(&mut self) -> Vec<Inline> {
        self.leaf = Leaf::None;
        let pieces = self.take_pieces();
        self.flatten(pieces)
    }

    fn take_pieces(&mut self) -> Vec<Piece> {
        let (pieces, leftovers) = self.runs.take();
        if self.links.is_empty() {
            self.runs.forget_targets();
        }
        self.report_leftovers(leftovers);
        pieces
    }

    pub(super) fn close_words(&mut self) {
        if self.leaf != Leaf::Paragraph {
            return;
        }
        self.close_head();
        self.leaf = Leaf::None;
        let pieces = self.take_pieces();
        let stands_alone = |piece: &Piece| match piece {
            Piece::Image { target, .. } => target.is_none(),
            Piece::Display(_) => true,
            Piece::Words(words) => words.text.trim().is_empty(),
        };
        if self.origin.ground != Ground::Line && pieces.iter().all(stands_alone) {
            for piece in pieces {
                match piece {
                    Piece::Image { figure, at, .. } => {
                        self.mark_figure(&figure.path, at);
                        self.stack.push(Block::Figure(figure));
                    }
                    Piece::Display(text) if text.is_empty() => {}
                    Piece::Display(text) => self.stack.push(Block::Maths(text)),
                    Piece::Words(_) => {}
                }
            }
            return;
        }
        let words = self.flatten(pieces);
        if !words.is_empty() {
            self.stack.push(Block::Paragraph(words));
        }
    }

    fn mark_figure(&mut self, path: &Clean, at: usize) {
        let place = self.report.place(self.origin.at(at));
        self.marks
            .figures
            .entry(path.clone())
            .or_default()
            .push(place);
    }

    /// A line in words; pictures in it are reported.
    fn flatten(&mut self, pieces: Vec<Piece>) -> Vec<Inline> {
        for piece in &pieces {
            if let Piece::Image { figure, at, .. } = piece {
                self.mark_figure(&figure.path, *at);
                let what = "a picture among words is shown as its alternative text";
                self.say(*at, what, "give it a paragraph of its own");
            }
        }
        run::inlines(pieces)
    }

    fn report_leftovers(&mut self, leftovers: Vec<(usize, Leftover)>) {
        for (at, leftover) in leftovers {
            match leftover {
                Leftover::Footnote(label) if self.origin.ground.is_text() => {
                    let what = format!("there is no footnote {}", quoted(&label));
                    self.say(at, what, &format!("write it below the text: [^{label}]: …"));
                }
                Leftover::Footnote(_) => {
                    let what = "a footnote can be mentioned in the text of a section only";
                    self.say(at, what, "say it here in words");
                }
                Leftover::Link => {
                    let what = "an address with blanks in it makes no link";
                    self.say(
                        at,
                        what,
                        "put it between < and >, as in [matrix](<term:matrix team>)",
                    );
                }
                Leftover::Question => {
                    let what = "this gives no question its place";
                    let advice = "write {{question ID}} on a line of its own, in a section's text";
                    self.say(at, what, advice);
                }
            }
        }
    }

    pub(super) fn close_heading(&mut self, at: usize) {
        let Leaf::Heading(level) = self.leaf else {
            return;
        };
        let content = self.take_line();
        let is_page = self.origin.ground == Ground::Page;
        if level == 1 && !is_page {
            let what = "a heading of the first level is the section's title";
            self.say(
                at,
                what,
                "write ## for headings in the text; the title is in course.toml",
            );
        }
        let slug = self.slugs.name(&run::plain(&content));
        self.stack.push(Block::Heading {
            level: if is_page { level } else { level.max(2) },
            slug,
            content,
        });
    }

    pub(super) fn open_picture(&mut self, path: &str, title: &str, at: usize) {
        if let Some(picture) = &mut self.picture {
            picture.depth += 1;
            return;
        }
        let (path, title) = (path.to_owned(), title.to_owned());
        self.picture = Some(Picture {
            path,
            title,
            alternative: String::new(),
            at,
            depth: 0,
        });
    }

    pub(super) fn close_picture(&mut self) {
        match &mut self.picture {
            Some(picture) if picture.depth > 0 => picture.depth -= 1,
            open => {
                let Some(picture) = open.take() else { return };
                let caption = if self.origin.ground == Ground::Line {
                    // A caption can't hold a picture with a caption.
                    vec![Inline::plain(Clean::words(&picture.title))]
                } else {
                    let origin = Origin::roughly(self.origin.at(picture.at));
                    markdown::line(&picture.title, origin, self.report, self.marks)
                };
                let path = if picture.path.contains("://") {
                    picture.path.as_str().into()
                } else {
                    link::unpercent(&picture.path)
                };
                let figure = Figure {
                    path: Clean::words(&path),
                    alternative: Clean::words(picture.alternative.trim()),
                    caption,
                    description: Vec::new(),
                };
                if self.leaf == Leaf::None {
                    self.open_words(&(picture.at..self.source.len()));
                }
                self.runs.image(figure, picture.at, self.style(None));
            }
        }
    }

    pub(super) fn close_html(&mut self) {
        let Some((at, _, html)) = self.raw.take() else {
            return;
        };
        if self.origin.ground == Ground::Page {
            self.stack.push(Block::Code {
                language: Clean::words(markdown::RAW),
                text: Clean::lines(html.trim()),
            });
            return;
        }
        let mut words = String::new();
        let mut first_tag = None;
        for piece in html::pieces(&html) {
            match piece {
                html::Piece::Words(part) => words.push_str(&html::unescape(part)),
                html::Piece::Open(name) => first_tag = first_tag.or(Some(name)),
                html::Piece::Rest => {}
            }
        }
        if let Some(name) = first_tag {
            self.say(
                at,
                format!("HTML is not shown: <{name}>"),
                html::advice(name),
            );
        }
        let words = Clean::words(words.trim());
        if !words.is_empty() {
            self.stack
                .push(Block::Paragraph(vec![Inline::plain(words)]));
        }
    }

    pub(super) fn inline_html(&mut self, tag: &str, at: usize) {
        for piece in html::pieces(tag) {
            match piece {
                // In a cell there is no other way to break a line.
                html::Piece::Open(name) if name.eq_ignore_ascii_case("br") => {
                    self.break_line("\n", at);
                }
                html::Piece::Open(name) => {
                    self.say(
                        at,
                        format!("HTML is not shown: <{name}>"),
                        html::advice(name),
                    );
                }
                html::Piece::Words(words) => self.add(words, None, at),
                html::Piece::Rest => {}
            }
        }
    }
}
