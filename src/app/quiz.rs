//! One question being asked: the draft, the answer, what became of it. Both front ends drive this.
//!
//! **Invariant:** a question is either asked or shown, never both, so an answer cannot be given
//! twice; a draft is only ever replaced by the learner.

use jiff::Timestamp;

use crate::app::settings::Asked;
use crate::course::question::{Kind, Options, Question};
use crate::study::chance;
use crate::study::event::{Certainty, Given, Response};
use crate::study::grade::{self, Outcome, Verdict};
use crate::study::history::Attempt;
use crate::study::points::{self, Evidence};
use crate::text::field::{Field, Lines};

/// A question in the learner's hands.
#[derive(Debug, Clone)]
pub struct Quiz {
    /// How far it has come.
    pub phase: Phase,
    /// Has the hint been looked at?
    pub hinted: bool,
    /// The option, or the key point, under the cursor, in the order shown.
    pub cursor: usize,
    /// The options in the order shown, by their index in the author's order.
    pub order: Vec<usize>,
    asked_at: Timestamp,
}

/// How far a question has come.
#[derive(Debug, Clone)]
pub enum Phase {
    /// The learner is at it.
    Asking(Draft),
    /// The answer is complete; how sure is the learner?
    Deciding(Draft),
    /// It has been answered, and the answer shows.
    Shown(Answered),
}

/// An answer in the making.
#[derive(Debug, Clone)]
pub enum Draft {
    /// Words.
    Written(Field),
    /// Which options are picked, in the author's order; for true or false: true, false.
    Picked(Vec<bool>),
}

/// A question after its answer.
#[derive(Debug, Clone)]
pub struct Answered {
    /// When; with the question it names the answer.
    pub at: Timestamp,
    /// What the learner gave.
    pub response: Response,
    /// What became of it.
    pub outcome: Outcome,
    /// How sure the learner was.
    pub certainty: Option<Certainty>,
    /// One for each key point: is it in the answer?
    pub points: Vec<bool>,
    /// One for each key point: what in the response speaks for it.
    pub found: Vec<Option<Evidence>>,
    /// What the learner noted.
    pub note: String,
    /// Has the learner marked it, if it is theirs to mark?
    pub marked: bool,
}

impl Quiz {
    /// Asks `question` anew. `seed` decides the order of the options.
    pub fn ask(question: &Question, now: Timestamp, seed: u64, shuffle: Asked) -> Self {
        let draft = match question.kind {
            Kind::Choice(_) | Kind::Choices(_) | Kind::TrueFalse { .. } => {
                Draft::Picked(vec![false; n_options(question)])
            }
            Kind::Text(_) | Kind::Number(_) => {
                Draft::Written(Field::new(&question.prefill, Lines::One))
            }
            Kind::Open { .. }
            | Kind::Activity
            | Kind::Match(_)
            | Kind::Order(_)
            | Kind::Sort(_)
            | Kind::Gaps(_)
            | Kind::Unknown(_) => Draft::Written(Field::new(&question.prefill, Lines::Many)),
        };
        Self {
            phase: Phase::Asking(draft),
            hinted: false,
            cursor: 0,
            order: order(question, seed, shuffle),
            asked_at: now,
        }
    }

    /// Shows `question` as it was answered before.
    pub fn again(question: &Question, attempt: &Attempt<'_>, seed: u64, shuffle: Asked) -> Self {
        let mut quiz = Self::ask(question, attempt.at, seed, shuffle);
        let mut answered = answered(
            question,
            attempt.response.clone(),
            attempt.certainty,
            attempt.at,
        );
        if attempt.points.len() == answered.points.len() {
            answered.points.copy_from_slice(attempt.points);
        }
        answered.marked = attempt.score.is_some() || !question.kind.is_marked();
        attempt
            .note
            .unwrap_or_default()
            .clone_into(&mut answered.note);
        if answered.outcome.score.is_none() && question.kind.is_marked() {
            answered.outcome.score = attempt.score;
        }
        quiz.hinted = attempt.hinted;
        quiz.phase = Phase::Shown(answered);
        quiz
    }

    /// Takes up a draft that was left behind; one that doesn't fit the question is let go.
    pub fn restore(&mut self, response: &Response, cursor: usize) {
        let Phase::Asking(draft) = &mut self.phase else {
            return;
        };
        match (draft, response) {
            (Draft::Written(field), Response::Written(text)) => {
                field.set_text(text);
                field.set_cursor(cursor);
            }
            (Draft::Picked(picked), Response::Picked(indexes)) => {
                for index in indexes {
                    if let Some(one) = picked.get_mut(*index) {
                        *one = true;
                    }
                }
            }
            (Draft::Picked(picked), Response::Said(yes)) if picked.len() == 2 => {
                *picked = vec![*yes, !*yes];
            }
            _ => {}
        }
    }

    /// The field, while words are being written.
    pub fn field(&mut self) -> Option<&mut Field> {
        match &mut self.phase {
            Phase::Asking(Draft::Written(field)) => Some(field),
            _ => None,
        }
    }

    /// What is being written, as it is drawn.
    pub fn written(&self) -> Option<&Field> {
        match &self.phase {
            Phase::Asking(Draft::Written(field)) | Phase::Deciding(Draft::Written(field)) => {
                Some(field)
            }
            _ => None,
        }
    }

    /// Lays what is being written in rows of this width.
    pub fn fit(&mut self, width: usize) {
        if let Phase::Asking(Draft::Written(field)) | Phase::Deciding(Draft::Written(field)) =
            &mut self.phase
        {
            field.fit(width);
        }
    }

    /// Where the cursor stands in what is being written, in bytes.
    pub fn cursor_byte(&self) -> usize {
        match &self.phase {
            Phase::Asking(Draft::Written(field)) => field.cursor(),
            _ => 0,
        }
    }

    /// Picks the option that shows as number `shown` (from 0), or lets it go.
    pub fn pick(&mut self, question: &Question, shown: usize) {
        let Phase::Asking(Draft::Picked(picked)) = &mut self.phase else {
            return;
        };
        let Some(index) = self
            .order
            .get(shown)
            .copied()
            .filter(|at| *at < picked.len())
        else {
            return;
        };
        self.cursor = shown;
        let was = picked[index];
        if !matches!(question.kind, Kind::Choices(_)) {
            picked.fill(false);
        }
        picked[index] = !was;
    }

    /// Moves the cursor over the options or the key points. Is there something to move over?
    pub fn step(&mut self, step: isize) -> bool {
        let n = match &self.phase {
            Phase::Asking(Draft::Picked(picked)) => picked.len(),
            Phase::Shown(answered) => answered.points.len(),
            _ => 0,
        };
        let Some(last) = n.checked_sub(1) else {
            return false;
        };
        let next = self.cursor.saturating_add_signed(step).min(last);
        let moved = next != self.cursor;
        self.cursor = next;
        moved
    }

    /// What the draft says so far; `None` once it is answered.
    pub fn response(&self, question: &Question) -> Option<Response> {
        let (Phase::Asking(draft) | Phase::Deciding(draft)) = &self.phase else {
            return None;
        };
        Some(match (draft, &question.kind) {
            (Draft::Written(field), _) => Response::Written(field.text().to_owned()),
            (Draft::Picked(picked), Kind::TrueFalse { .. }) => match picked.as_slice() {
                [true, ..] => Response::Said(true),
                [_, true] => Response::Said(false),
                _ => Response::Picked(Vec::new()),
            },
            (Draft::Picked(picked), _) => Response::Picked(
                picked
                    .iter()
                    .enumerate()
                    .filter(|(_, picked)| **picked)
                    .map(|(at, _)| at)
                    .collect(),
            ),
        })
    }

    /// Has the learner begun? (A prefilled field that was not touched is no beginning.)
    pub fn is_begun(&self, question: &Question) -> bool {
        match self.written() {
            Some(field) => field.text() != question.prefill,
            None => self
                .response(question)
                .is_some_and(|response| !response.is_empty()),
        }
    }

    /// Goes on to "How sure are you?", or comes back from it.
    pub fn decide(&mut self) {
        if let Phase::Asking(draft) = &self.phase {
            self.phase = Phase::Deciding(draft.clone());
        }
    }

    /// Back from "How sure are you?" to the draft.
    pub fn reconsider(&mut self) {
        if let Phase::Deciding(draft) = &self.phase {
            self.phase = Phase::Asking(draft.clone());
        }
    }

    /// Answers with `response` and shows the answer. What it gives back belongs on the log.
    pub fn reveal(
        &mut self,
        question: &Question,
        response: Response,
        certainty: Option<Certainty>,
        now: Timestamp,
    ) -> Given {
        let answered = answered(question, response.clone(), certainty, now);
        let score = answered.outcome.score;
        let seconds = now.duration_since(self.asked_at).as_secs();
        self.cursor = 0;
        self.phase = Phase::Shown(answered);
        Given {
            response,
            score,
            rating: score
                .filter(|_| question.kind.is_marked())
                .map(|score| grade::propose(score, self.hinted, certainty)),
            certainty,
            hinted: self.hinted,
            seconds: u32::try_from(seconds).ok(),
            exam: None,
        }
    }
}

impl Answered {
    /// Marks by the ticks that stand; the score.
    pub fn mark(&mut self) -> f64 {
        let score = grade::score_of(&self.points);
        self.mark_as(score);
        score
    }

    /// Marks with a score.
    pub fn mark_as(&mut self, score: f64) {
        self.outcome.score = Some(score);
        self.marked = true;
    }

    /// Is the learner to mark it?
    pub fn is_to_mark(&self) -> bool {
        self.outcome.verdict == Verdict::ToMark
    }
}

fn answered(
    question: &Question,
    response: Response,
    certainty: Option<Certainty>,
    at: Timestamp,
) -> Answered {
    let outcome = grade::grade(question, &response);
    let found = match (&question.kind, &response) {
        (Kind::Open { points }, Response::Written(text)) => points::propose_ticks(points, text),
        (Kind::Open { points }, _) => vec![None; points.len()],
        _ => Vec::new(),
    };
    Answered {
        at,
        certainty,
        points: found.iter().map(Option::is_some).collect(),
        found,
        note: String::new(),
        marked: outcome.verdict != Verdict::ToMark,
        outcome,
        response,
    }
}

/// The options of a question that has some.
pub fn options(question: &Question) -> Option<&Options> {
    match &question.kind {
        Kind::Choice(options) | Kind::Choices(options) => Some(options),
        _ => None,
    }
}

fn n_options(question: &Question) -> usize {
    match &question.kind {
        Kind::TrueFalse { .. } => 2,
        _ => options(question).map_or(0, |options| options.choices.len()),
    }
}

/// The order in which options are shown: the author's, or one that `seed` and the question decide.
fn order(question: &Question, seed: u64, shuffle: Asked) -> Vec<usize> {
    let mut order: Vec<usize> = (0..n_options(question)).collect();
    if shuffle == Asked::Yes && options(question).is_some_and(|options| options.shuffle) {
        let bytes = question.id.as_str().bytes();
        let state = bytes.fold(seed, |hash, byte| chance::mix(hash ^ u64::from(byte)));
        chance::shuffle(&mut order, state);
    }
    order
}
