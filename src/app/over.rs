//! What keys do in a page over the screen, and in a line that is being typed.

use jiff::Timestamp;

use crate::app::action::Verb;
use crate::app::effect::Effect;
use crate::app::layout::Size;
use crate::app::pages::{self, Sheet};
use crate::app::{App, Over, Purpose, layout, study};
use crate::text;
use crate::text::field::{Field, Lines};

/// The columns of a line that is being typed, behind what it is for.
pub(super) fn line_columns(size: Size, purpose: &Purpose) -> usize {
    let (_, bottom, _) = layout::single(size);
    let inset = if bottom.width > 2 { 2 } else { 0 };
    usize::from(bottom.width)
        .saturating_sub(inset + text::width(purpose.label()) + 1)
        .max(1)
}

impl App {
    pub(super) fn act_on_page(&mut self, mut page: Sheet, verb: Verb) -> Vec<Effect> {
        let (.., body) = layout::single(self.size);
        let height = usize::from(body.height).max(1);
        let step = height.saturating_sub(1).max(1).cast_signed();
        match verb {
            Verb::Back | Verb::Help | Verb::About if page.filter.is_empty() => return Vec::new(),
            Verb::Back => page.filter.clear(),
            Verb::Find if matches!(page.kind, pages::Kind::Help(_)) => {
                self.over = Some(Over::Line(
                    Field::new("", Lines::One),
                    Purpose::FindInPage(page),
                ));
                return Vec::new();
            }
            Verb::LineDown => page.scroll(1, height),
            Verb::LineUp => page.scroll(-1, height),
            Verb::HalfDown => page.scroll(step / 2, height),
            Verb::HalfUp => page.scroll(-step / 2, height),
            Verb::PageDown | Verb::Open => page.scroll(step, height),
            Verb::PageUp => page.scroll(-step, height),
            Verb::Top => page.top = 0,
            Verb::Bottom => page.scroll(isize::MAX, height),
            _ => {}
        }
        self.over = Some(Over::Page(page));
        Vec::new()
    }

    pub(super) fn act_on_line(
        &mut self,
        mut field: Field,
        purpose: Purpose,
        verb: Verb,
        now: Timestamp,
    ) -> Vec<Effect> {
        match (verb, purpose) {
            (Verb::Back, Purpose::Find(_)) => {
                self.in_study(now, |study, _| study.reader.search = None)
            }
            (Verb::Submit, Purpose::Find(_)) => Vec::new(),
            (Verb::Back, Purpose::FindInPage(mut page)) => {
                page.filter.clear();
                self.over = Some(Over::Page(page));
                Vec::new()
            }
            (Verb::Submit, Purpose::FindInPage(page)) => {
                self.over = Some(Over::Page(page));
                Vec::new()
            }
            (Verb::Back, Purpose::Note | Purpose::Figure(_)) => Vec::new(),
            (Verb::Submit, Purpose::Figure(figure)) => {
                let words = field.text().to_owned();
                self.take_figure(figure, &words, now)
            }
            (Verb::Submit, Purpose::Note) => {
                let words = field.text().to_owned();
                self.in_study(now, |study, sitting| study.note(words, sitting))
            }
            (Verb::Back, Purpose::SavePath) => vec![Effect::Quit],
            (Verb::Submit, Purpose::SavePath) => {
                vec![Effect::SaveElsewhere(field.text().to_owned())]
            }
            (verb, purpose) => {
                if let Some(edit) = study::edit(verb) {
                    field.edit(edit, line_columns(self.size, &purpose));
                }
                self.over = Some(Over::Line(field, purpose));
                self.line_changed(now)
            }
        }
    }

    /// What a typed line finds shows at once.
    pub(super) fn line_changed(&mut self, now: Timestamp) -> Vec<Effect> {
        let Some(Over::Line(field, purpose)) = &mut self.over else {
            return Vec::new();
        };
        let words = field.text().to_owned();
        match purpose {
            Purpose::Find(from) if !words.is_empty() => {
                let from = *from;
                self.in_study(now, |study, sitting| study.search(&words, from, sitting))
            }
            Purpose::FindInPage(page) => {
                page.filter = words;
                page.top = 0;
                Vec::new()
            }
            _ => Vec::new(),
        }
    }
}
