//! The question pane after the answer: what the learner gave, what is right, what the author says.

use crate::app::action::{Context, Verb};
use crate::app::quiz::{self, Answered};
use crate::app::rows::{self, ACCENT, BOLD, CAUTION, DIM, PLAIN, TITLE};
use crate::app::sheet::{Brief, Sheet, Spot, evidence, interval, verdict};
use crate::course::question::{Evidence, Kind, Question};
use crate::course::{Course, Heading};
use crate::page::{self, Glyphs, Look, Role};
use crate::study::event::{Certainty, Rating, Response};
use crate::study::grade::{Verdict, listed};
use crate::text;

/// `Where it says so: "the tea turns bitter", in 1 Brewing`: told in the same words everywhere.
pub fn where_it_says_so(course: &Course, evidence: &Evidence) -> String {
    let what = match evidence.phrase.strip_prefix('#') {
        Some(slug) => format!("under \"{}\"", slug.replace('-', " ")),
        None => format!("\"{}\"", evidence.phrase),
    };
    let there = evidence.section.as_ref().map_or(String::new(), |id| {
        let mut sections = course.sections.iter();
        let heading = sections.find(|heading| heading.id == *id);
        let title = heading.map_or_else(|| id.to_string(), Heading::full_title);
        format!(", in {title}")
    });
    format!("Where it says so: {what}{there}")
}

impl Sheet {
    pub(super) fn answered(&mut self, brief: &Brief<'_>, answered: &Answered) {
        let question = brief.question;
        self.response(brief, answered);
        let n_points = answered.points.len();
        let (sign, word, role) = verdict(answered, n_points, brief.glyphs);
        self.gap();
        let start = self.n_rows();
        self.words(
            &format!("{sign} {word}"),
            Look {
                role,
                bold: true,
                ..PLAIN
            },
            brief,
        );
        if let Some(remark) = &answered.outcome.remark {
            self.words(remark, PLAIN, brief);
        }
        if let Some(near) = &answered.outcome.near {
            let key = brief.keys.name(Context::Shown, Verb::CountNear);
            let words = format!("Did you mean {}? {key} counts it.", listed(&near.meant));
            self.words(&words, CAUTION, brief);
        }
        self.focus = Some(start..self.n_rows());
        self.told(brief, answered);
        match answered.outcome.verdict {
            Verdict::Right => self.blocks(&question.feedback.right, brief),
            Verdict::Wrong | Verdict::Partly => self.blocks(&question.feedback.wrong, brief),
            _ => {}
        }
        self.blocks(&question.feedback.always, brief);
        self.part("Model answer", &question.answer, brief);
        if question.kind.is_written()
            && question.answer.is_empty()
            && question.discussion.is_empty()
            && n_points == 0
        {
            self.gap();
            self.words(
                "No model answer comes with this question. Your answer is kept.",
                DIM,
                brief,
            );
        }
        self.points(brief, answered);
        self.part("Discussion", &question.discussion, brief);
        self.boxed("Author's reflection", &question.reflection, brief);
        if brief.quiz.hinted {
            self.boxed("Hint", &question.hint, brief);
        }
        if let Some(evidence) = &question.evidence {
            self.gap();
            let phrase = where_it_says_so(brief.course, evidence);
            let key = brief.keys.name(Context::Shown, Verb::ShowWhere);
            let width = brief.width;
            let lines = rows::wrapped(&format!("{phrase}   {key}"), ACCENT, width, 2);
            self.rows.extend(lines);
        }
        if !answered.note.is_empty() {
            self.gap();
            self.words("Your note", BOLD, brief);
            let note = answered.note.clone();
            self.words(&note, PLAIN, brief);
        }
        self.ratings(brief, answered);
    }

    /// What the learner gave.
    fn response(&mut self, brief: &Brief<'_>, answered: &Answered) {
        let sure = answered.certainty.map_or(String::new(), |certainty| {
            match certainty {
                Certainty::Sure => "sure",
                Certainty::Fairly => "fairly sure",
                Certainty::Guess => "a guess",
            }
            .to_owned()
        });
        let title = match &answered.response {
            Response::DontKnow => "You said that you don't know",
            Response::Written(_) => "You wrote",
            Response::Filled(_) => "You filled in",
            Response::Ordered(_) => "Your order",
            Response::Picked(_) | Response::Said(_) | Response::Placed(_) => "You chose",
        };
        self.rows
            .push(rows::sides(title, BOLD, &sure, DIM, brief.width));
        match &answered.response {
            Response::DontKnow => {}
            Response::Written(words) if words.trim().is_empty() => {
                self.words("(nothing)", DIM, brief);
            }
            Response::Written(words) => {
                for line in evidence::marked(words, &answered.found) {
                    self.rows.extend(rows::wrapped_runs(&line, brief.width));
                }
            }
            _ => {}
        }
        if let Some(key) = key(brief.question) {
            self.option_results(brief, answered, &key);
        }
    }

    /// Every option: which was right, which was chosen, and why.
    fn option_results(&mut self, brief: &Brief<'_>, answered: &Answered, key: &[bool]) {
        let chosen = |index: usize| match &answered.response {
            Response::Picked(picks) => picks.contains(&index),
            Response::Said(yes) => index == usize::from(!*yes),
            _ => false,
        };
        for (shown, index) in brief.quiz.order.iter().copied().enumerate() {
            let right = key.get(index) == Some(&true);
            let (unicode, ascii, word, role) = match (right, chosen(index)) {
                (true, true) => ("✓", "[+]", "right, and you chose it", Role::Right),
                (true, false) => ("✓", "[+]", "right", Role::Right),
                (false, true) => ("✗", "[-]", "you chose it; not right", Role::Wrong),
                (false, false) => ("·", "[ ]", "", Role::Dim),
            };
            let sign = if brief.glyphs == Glyphs::Unicode {
                unicode
            } else {
                ascii
            };
            let lead = format!("{sign} {} ", shown + 1);
            let look = Look {
                role,
                bold: role != Role::Dim,
                ..PLAIN
            };
            let indent = text::width(&lead);
            self.item(brief, shown, index, lead, look, false);
            let inner = brief.width.saturating_sub(indent).max(1);
            let mut below = Vec::new();
            if !word.is_empty() {
                below.extend(rows::wrapped(word, look, inner, 0));
            }
            if let Some(choice) =
                quiz::options(brief.question).and_then(|options| options.choices.get(index))
            {
                below.extend(page::lay_blocks(&choice.feedback, inner, brief.glyphs).rows);
            }
            self.rows.extend(rows::hang(
                below,
                vec![rows::run(" ".repeat(indent), PLAIN)],
            ));
        }
    }

    /// The key points as a checklist, with what in the answer speaks for each.
    fn points(&mut self, brief: &Brief<'_>, answered: &Answered) {
        let Kind::Open { points } = &brief.question.kind else {
            return;
        };
        if points.is_empty() {
            return;
        }
        self.gap();
        let n = answered.points.iter().filter(|tick| **tick).count();
        let count = format!("{n} of {}", points.len());
        self.rows
            .push(rows::sides("Key points", BOLD, &count, DIM, brief.width));
        let words = match &answered.response {
            Response::Written(words) => words.as_str(),
            _ => "",
        };
        for (index, point) in points.iter().enumerate() {
            let ticked = answered.points.get(index) == Some(&true);
            let is_here = index == brief.quiz.cursor;
            let lead = format!("{} {} ", if ticked { "[x]" } else { "[ ]" }, index + 1);
            let start = self.n_rows();
            let look = if is_here { TITLE } else { DIM };
            let width = brief.width.saturating_sub(text::width(&lead)).max(1);
            let found = answered.found.get(index).and_then(Option::as_ref);
            let text = evidence::point(point, found, if is_here { BOLD } else { PLAIN });
            let mut lines = rows::wrapped_runs(&text, width);
            if let Some(found) = found {
                let quote = evidence::told(point, found, words, brief.glyphs);
                lines.extend(rows::wrapped(&quote, DIM, width, 0));
            }
            self.rows
                .extend(rows::hang(lines, vec![rows::run(lead, look)]));
            self.spots.push((start..self.n_rows(), Spot::Item(index)));
            if is_here && !answered.marked {
                self.focus = Some(start..self.n_rows());
            }
        }
    }

    /// The four ratings, with what each would mean.
    fn ratings(&mut self, brief: &Brief<'_>, answered: &Answered) {
        if !brief.question.kind.is_marked() {
            return;
        }
        self.gap();
        if answered.is_to_mark() && !answered.marked {
            let key = |verb| brief.keys.name(Context::Shown, verb);
            let words = if answered.points.is_empty() {
                "How well did you recall it?".to_owned()
            } else {
                let (tick, on) = (key(Verb::Pick), key(Verb::Open));
                format!("Tick the points that your answer has ({tick}), then go on ({on}).")
            };
            self.words(&words, CAUTION, brief);
        }
        let Some(intervals) = brief.intervals else {
            return;
        };
        let parts: Vec<String> = Rating::ALL
            .iter()
            .zip(intervals)
            .map(|(rating, days)| {
                let key = brief.keys.name(Context::Shown, rate(*rating));
                // Each key stays with its word.
                format!("{key} {} {}", rating.name(), interval(days)).replace(' ', "\u{a0}")
            })
            .collect();
        self.words(&parts.join("   "), DIM, brief);
    }
}

/// What gives that rating.
fn rate(rating: Rating) -> Verb {
    match rating {
        Rating::Again => Verb::RateAgain,
        Rating::Hard => Verb::RateHard,
        Rating::Good => Verb::RateGood,
        Rating::Easy => Verb::RateEasy,
    }
}

/// For each option in the author's order: is it right?
fn key(question: &Question) -> Option<Vec<bool>> {
    match &question.kind {
        Kind::Choice(options) | Kind::Choices(options) => Some(
            options
                .choices
                .iter()
                .map(|choice| choice.correct)
                .collect(),
        ),
        Kind::TrueFalse { correct } => Some(vec![*correct, !*correct]),
        _ => None,
    }
}
