//! Reading: what keys do in the text pane.

use crate::app::action::Verb;
use crate::app::layout::Pane;
use crate::app::notice::Notice;
use crate::app::reader::Leap;
use crate::app::sheet;
use crate::app::study::lent;
use crate::app::study::sitting::{Sitting, Wish};
use crate::app::study::{Arrival, Stage, Study};
use crate::course::block::Target;
use crate::course::passage::Anchor;
use crate::study::event::Did;
use crate::study::progress::Progress;

impl Study {
    pub(super) fn act_in_text(&mut self, verb: Verb, sitting: &mut Sitting<'_>) -> bool {
        if self.reader.link.is_some() {
            return self.act_on_links(verb, sitting);
        }
        let page = self.reader.page_rows();
        match verb {
            Verb::LineDown => self.scroll_text(1, sitting),
            Verb::LineUp => self.scroll_text(-1, sitting),
            Verb::HalfDown => self.scroll_text(page / 2 + 1, sitting),
            Verb::HalfUp => self.scroll_text(-(page / 2 + 1), sitting),
            Verb::PageDown => self.scroll_text(page, sitting),
            Verb::PageUp => self.scroll_text(-page, sitting),
            Verb::ReadOn if self.reader.is_at_end() => {
                self.moved(sitting);
                self.go_to_section(self.index.checked_add(1), Arrival::Start, sitting);
            }
            Verb::ReadOn => self.scroll_text(page, sitting),
            Verb::Top => {
                self.reader.to_top();
                self.moved(sitting);
            }
            Verb::Bottom => {
                self.reader.to_end();
                self.moved(sitting);
            }
            Verb::NextHeading => {
                if !self.reader.heading(1) {
                    sitting.say("No heading below.");
                }
                self.moved(sitting);
            }
            Verb::PreviousHeading => {
                if !self.reader.heading(-1) {
                    sitting.say("No heading above.");
                }
                self.moved(sitting);
            }
            Verb::FindNext => self.next_hit(1, sitting),
            Verb::FindPrevious => self.next_hit(-1, sitting),
            Verb::Links => {
                if !self.reader.start_links() {
                    sitting.say("This section has no links.");
                }
            }
            Verb::LinkBack | Verb::Back if self.is_lent() => {
                self.give_back();
                self.turn_to(Pane::Questions);
            }
            Verb::LinkBack => match self.trail.pop() {
                Some((index, anchor)) => self.travel(index, anchor, sitting),
                None => sitting.say("No link has been followed."),
            },
            Verb::PanLeft => self.reader.pan(-8),
            Verb::PanRight => self.reader.pan(8),
            Verb::Open => {
                if self.section.questions.is_empty() {
                    sitting.say(sheet::no_questions(sitting.keys));
                } else {
                    self.turn_to(Pane::Questions);
                }
            }
            Verb::Back if self.reader.search.is_some() || self.reader.lit.is_some() => {
                self.reader.search = None;
                self.reader.lit = None;
            }
            _ => return false,
        }
        true
    }

    pub(super) fn scroll_text(&mut self, rows: isize, sitting: &mut Sitting<'_>) {
        self.reader.scroll(rows);
        self.moved(sitting);
    }

    /// The learner has moved in the text: the place is kept, and the end of a section counts.
    pub(super) fn moved(&mut self, sitting: &mut Sitting<'_>) {
        if self.stage != Stage::Course || self.is_lent() {
            return;
        }
        self.keep_place(sitting);
        let is_read = sitting
            .progress
            .course(&self.course.id)
            .is_some_and(|course| course.is_read(&self.section.id));
        if self.reader.is_at_end() && !is_read && !self.section.blocks.is_empty() {
            sitting.record(self, Did::Read(self.section.id.clone()));
        }
    }

    fn next_hit(&mut self, step: isize, sitting: &mut Sitting<'_>) {
        if self.reader.search.is_none() {
            sitting.say("Nothing has been looked for: / finds.");
            return;
        }
        let leap = self.reader.next_hit(step);
        self.report_hit(leap, sitting);
        self.moved(sitting);
    }

    /// Looks for `needle` from `from` on, as it is being typed.
    pub fn search(&mut self, needle: &str, from: Anchor, sitting: &mut Sitting<'_>) {
        let text = lent::shown(self.lent.as_ref(), &self.section);
        let leap = self.reader.search(text, needle, from);
        self.report_hit(leap, sitting);
        self.keep_place(sitting);
    }

    fn report_hit(&self, leap: Leap, sitting: &mut Sitting<'_>) {
        let Some(search) = &self.reader.search else {
            return;
        };
        let words = match leap {
            Leap::None => format!("\"{}\" is not in this section.", search.needle),
            Leap::On => format!("{} of {}", search.at + 1, search.hits.len()),
            Leap::Round => format!("{} of {}, round the end", search.at + 1, search.hits.len()),
        };
        sitting.say(words);
    }

    fn act_on_links(&mut self, verb: Verb, sitting: &mut Sitting<'_>) -> bool {
        match verb {
            Verb::LineDown | Verb::NextPane => self.reader.next_link(1),
            Verb::LineUp | Verb::PreviousPane => self.reader.next_link(-1),
            Verb::Back => self.reader.link = None,
            Verb::Open => self.follow_link(sitting),
            _ => return false,
        }
        true
    }

    /// Goes where the chosen link leads.
    fn follow_link(&mut self, sitting: &mut Sitting<'_>) {
        let Some(target) = self.reader.target().cloned() else {
            return;
        };
        self.reader.link = None;
        let here = (self.index, self.place());
        match target {
            Target::Web(address) => {
                *sitting.notice = Some(Notice::told(format!(
                    "Recto is offline; the address is {address}"
                )));
            }
            Target::Heading(slug) => {
                let text = lent::shown(self.lent.as_ref(), &self.section);
                if self.reader.go_to_heading(text, &slug) {
                    self.leave_trail(here);
                } else {
                    sitting.say(format!("There is no heading \"{slug}\" in this section."));
                }
                self.moved(sitting);
            }
            Target::Footnote(label) => {
                let n = self
                    .text()
                    .footnotes
                    .iter()
                    .position(|note| note.label == label);
                if let Some(n) = n {
                    self.leave_trail(here);
                    let block = u32::try_from(self.text().blocks.len() + n).unwrap_or(u32::MAX);
                    let row = self.reader.page.row_of(Anchor { block, offset: 0 });
                    self.reader.go_to_row(row);
                    sitting.say("Backspace goes back to the text.");
                }
                self.moved(sitting);
            }
            Target::Section(id, heading) => {
                match self
                    .course
                    .sections
                    .iter()
                    .position(|section| section.id == id)
                {
                    Some(index) => {
                        self.trail.push(here);
                        let arrival = heading
                            .map_or(Arrival::Start, |slug| Arrival::Heading(slug.to_string()));
                        self.go_to_section(Some(index), arrival, sitting);
                    }
                    None => sitting.say(format!("There is no section {id} in this course.")),
                }
            }
            Target::Term(term) => sitting.wish = Some(Wish::Term(term.to_string())),
            // A gap stands in a question, never in the text of a section.
            Target::Gap(_) => {}
        }
    }

    /// Remembers where a link was followed from. In a text that is lent there is one way back, which
    /// leads out of it.
    fn leave_trail(&mut self, here: (usize, Anchor)) {
        if !self.is_lent() {
            self.trail.push(here);
        }
    }

    fn click_link(&mut self, link: u32, sitting: &mut Sitting<'_>) {
        self.reader.link = usize::try_from(link).ok();
        self.follow_link(sitting);
    }

    pub(super) fn click_text(&mut self, line: usize, column: usize, sitting: &mut Sitting<'_>) {
        let row_index = self.reader.top + line;
        let Some(row) = self.reader.page.rows.get(row_index) else {
            return;
        };
        let inset = self.text_inset();
        let mut x = inset;
        for run in &row.runs {
            let end = x + crate::text::width(&run.text);
            if let (Some(link), true) = (run.link, (x..end).contains(&column)) {
                return self.click_link(link, sitting);
            }
            x = end;
        }
        let places = self.reader.page.questions.iter();
        let place = places.filter(|_| !self.is_lent());
        let place = { place }.find(|(row, _)| *row == row_index);
        if let Some(index) =
            place.and_then(|(_, id)| self.section.questions.iter().position(|q| q.id == *id))
        {
            self.choose_question(index);
            self.turn_to(Pane::Questions);
        }
    }

    /// Blank columns left of the text, which stands in the middle of a wider pane.
    pub fn text_inset(&self) -> usize {
        let pane = self
            .areas
            .frame(Pane::Text)
            .map_or(0, |frame| usize::from(frame.body.width));
        pane.saturating_sub(self.reader.width()) / 2
    }

    fn travel(&mut self, index: usize, anchor: Anchor, sitting: &mut Sitting<'_>) {
        if index == self.index {
            let row = self.reader.page.row_of(anchor);
            self.reader.go_to_row(row);
            self.moved(sitting);
        } else {
            self.go_to_section(Some(index), Arrival::At(anchor), sitting);
        }
    }

    /// Which question goes with the place in the text: the one whose place was passed last; at the
    /// end of the section, the first open one of those that stand there.
    pub(super) fn offer(&mut self, progress: &Progress) {
        let mut offered = self.reader.question_here().and_then(|id| {
            self.section
                .questions
                .iter()
                .position(|question| question.id == *id)
        });
        if self.reader.is_at_end() {
            let course = progress.course(&self.course.id);
            let is_placed = |id| {
                self.reader
                    .page
                    .questions
                    .iter()
                    .any(|(_, placed)| placed == id)
            };
            let at_end = self.section.questions.iter().position(|question| {
                !is_placed(&question.id)
                    && course
                        .and_then(|course| {
                            course.questions.get(&self.full_id(&question.id))?.latest()
                        })
                        .is_none()
            });
            offered = at_end.or(offered);
        }
        if offered != self.current {
            self.current = offered;
            self.sheet_top = 0;
            self.sheet_key = None;
        }
    }
}
