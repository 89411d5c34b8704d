//! One question being asked: the draft, the answer, what became of it. Both front ends drive this.
//!
//! **Invariant:** a question is either asked or shown, never both, so an answer cannot be given
//! twice; a draft is only ever replaced by the learner.

pub mod draft;
mod parts;
mod shuffle;
mod told;

pub use draft::{Arrangement, Blank, Draft, Hand};
pub use parts::gap_options;
pub use told::{Told, WIDEST, name_of, told};

use jiff::Timestamp;

use crate::app::settings::Asked;
use crate::course::block::Block;
use crate::course::question::{Kind, Options, Question};
use crate::study::event::{Certainty, Given, Response};
use crate::study::grade::{self, Outcome, Verdict};
use crate::study::history::Attempt;
use crate::study::language::Language;
use crate::study::points::{self, Evidence};
use crate::text::field::Field;

/// A question in the learner's hands.
#[derive(Debug, Clone)]
pub struct Quiz {
    /// How far it has come.
    pub phase: Phase,
    /// Has the hint been looked at?
    pub hinted: bool,
    /// The option, item, gap or key point under the cursor, in the order shown.
    pub cursor: usize,
    /// The options or items in the order shown, by their index in the author's order.
    pub order: Vec<usize>,
    /// What items are put to, in the order shown, by the index in the author's order.
    pub targets: Vec<usize>,
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
        let order = shuffle::items(question, seed, shuffle);
        let draft = Draft::new(question, &order, shuffle::of(question, seed), shuffle);
        Self {
            phase: Phase::Asking(draft),
            hinted: false,
            cursor: 0,
            targets: shuffle::targets(question, seed, shuffle),
            order,
            asked_at: now,
        }
    }

    /// Shows `question`, in `language`, as it was answered before.
    pub fn again(
        question: &Question,
        attempt: &Attempt<'_>,
        language: Language,
        seed: u64,
        shuffle: Asked,
    ) -> Self {
        let mut quiz = Self::ask(question, attempt.at, seed, shuffle);
        let mut answered = answered(
            question,
            attempt.response.clone(),
            attempt.certainty,
            language,
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
        let near = answered.outcome.near.as_ref().map(|near| near.score);
        if near.is_some() && near == attempt.score {
            answered.count_near();
        }
        quiz.hinted = attempt.hinted;
        quiz.phase = Phase::Shown(answered);
        quiz
    }

    /// Shows `question` as one that was left empty in an exam that ended `at`.
    pub fn left_empty(question: &Question, at: Timestamp, seed: u64, shuffle: Asked) -> Self {
        let mut quiz = Self::ask(question, at, seed, shuffle);
        let untouched = match quiz.response(question) {
            Some(Response::Written(_)) | None => Response::Written(String::new()),
            Some(response) => response,
        };
        let mut answered = answered(question, untouched, None, Language::default(), at);
        if answered.is_to_mark() {
            answered.mark_as(0.0);
        }
        answered.outcome.remark = None;
        quiz.phase = Phase::Shown(answered);
        quiz
    }

    /// Takes up a draft that was left behind; one that doesn't fit the question is let go.
    pub fn restore(&mut self, question: &Question, response: &Response, cursor: usize) {
        if let Phase::Asking(draft) = &mut self.phase {
            draft.restore(question, response, cursor);
        }
    }

    /// The answer in the making; `None` once it is given.
    pub fn draft(&self) -> Option<&Draft> {
        match &self.phase {
            Phase::Asking(draft) | Phase::Deciding(draft) => Some(draft),
            Phase::Shown(_) => None,
        }
    }

    /// The field that is at hand, while words are being written.
    pub fn field(&mut self) -> Option<&mut Field> {
        match &mut self.phase {
            Phase::Asking(Draft::Written(field)) => Some(field),
            Phase::Asking(Draft::Filled(blanks)) => match blanks.get_mut(self.cursor) {
                Some(Blank::Typed(field)) => Some(field),
                _ => None,
            },
            _ => None,
        }
    }

    /// What is being written, as it is drawn.
    pub fn written(&self) -> Option<&Field> {
        match self.draft()? {
            Draft::Written(field) => Some(field),
            Draft::Filled(blanks) => match blanks.get(self.cursor) {
                Some(Blank::Typed(field)) => Some(field),
                _ => None,
            },
            _ => None,
        }
    }

    /// Lays what is being written in rows of this width.
    pub fn fit(&mut self, width: usize) {
        match &mut self.phase {
            Phase::Asking(Draft::Written(field)) | Phase::Deciding(Draft::Written(field)) => {
                field.fit(width);
            }
            Phase::Asking(Draft::Filled(blanks)) | Phase::Deciding(Draft::Filled(blanks)) => {
                if let Some(Blank::Typed(field)) = blanks.get_mut(self.cursor) {
                    field.fit(width);
                }
            }
            _ => {}
        }
    }

    /// Where the cursor stands in what is being written, in bytes.
    pub fn cursor_byte(&self) -> usize {
        match &self.phase {
            Phase::Asking(Draft::Written(field)) => field.cursor(),
            _ => 0,
        }
    }

    /// Does what a digit stands for: picks the option that shows as number `shown` (from 0), or lets
    /// it go; puts the item under the cursor to that target; moves the item with that number behind
    /// those numbered before; chooses that option for the gap under the cursor.
    pub fn pick(&mut self, question: &Question, shown: usize) {
        let Phase::Asking(draft) = &mut self.phase else {
            return;
        };
        match draft {
            Draft::Picked(picked) => {
                let index = self.order.get(shown).copied();
                let Some(index) = index.filter(|at| *at < picked.len()) else {
                    return;
                };
                self.cursor = shown;
                let was = picked[index];
                if !matches!(question.kind, Kind::Choices(_)) {
                    picked.fill(false);
                }
                picked[index] = !was;
            }
            Draft::Placed(_) | Draft::Filled(_) => {
                if let Some(one) = self.choosable().get(shown).copied() {
                    self.choose(Some(one));
                    self.step(1);
                }
            }
            Draft::Ordered(arrangement) => {
                let item = self.order.get(shown).copied();
                if let Some(to) = item.and_then(|item| arrangement.number(item)) {
                    self.cursor = to;
                }
            }
            Draft::Written(_) => {}
        }
    }

    /// Moves the cursor over the options, items, gaps or key points. Is there something to move over?
    pub fn step(&mut self, step: isize) -> bool {
        let n = match &self.phase {
            Phase::Asking(Draft::Picked(picked)) => picked.len(),
            Phase::Asking(Draft::Placed(places)) => places.len(),
            Phase::Asking(Draft::Ordered(arrangement)) => arrangement.items.len(),
            Phase::Asking(Draft::Filled(blanks)) => blanks.len(),
            Phase::Shown(answered) => answered.points.len(),
            _ => 0,
        };
        let Some(last) = n.checked_sub(1) else {
            return false;
        };
        let next = self.cursor.saturating_add_signed(step).min(last);
        let moved = next != self.cursor;
        if let Phase::Asking(Draft::Ordered(arrangement)) = &mut self.phase
            && arrangement.hand == Hand::Full
        {
            arrangement.carry(self.cursor, next);
        }
        self.cursor = next;
        moved
    }

    /// What the draft says so far; `None` once it is answered.
    pub fn response(&self, question: &Question) -> Option<Response> {
        Some(self.draft()?.response(question, &self.order))
    }

    /// Has the learner begun? (A prefilled field that was not touched is no beginning.)
    pub fn is_begun(&self, question: &Question) -> bool {
        match self.draft() {
            Some(Draft::Written(field)) => field.text() != question.prefill,
            Some(draft) => !draft.response(question, &self.order).is_empty(),
            None => false,
        }
    }

    /// Goes on to "How sure are you?". What is taken up is put down where it is.
    pub fn decide(&mut self) {
        if let Phase::Asking(draft) = &mut self.phase {
            if let Draft::Ordered(arrangement) = draft {
                arrangement.hand = Hand::Free;
            }
            self.phase = Phase::Deciding(draft.clone());
        }
    }

    /// Back from "How sure are you?" to the draft.
    pub fn reconsider(&mut self) {
        if let Phase::Deciding(draft) = &self.phase {
            self.phase = Phase::Asking(draft.clone());
        }
    }

    /// Answers with `response`, in `language`, and shows the answer. What it gives back belongs on
    /// the log.
    pub fn reveal(
        &mut self,
        question: &Question,
        response: Response,
        certainty: Option<Certainty>,
        language: Language,
        now: Timestamp,
    ) -> Given {
        let answered = answered(question, response.clone(), certainty, language, now);
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

    /// Counts what was missed by a slip, since the learner says that they meant it; the score that
    /// it has then. `None`: there is nothing to count.
    pub fn count_near(&mut self) -> Option<f64> {
        let near = self.outcome.near.as_ref()?.score;
        self.outcome = self.outcome.clone().counted();
        Some(near)
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
    language: Language,
    at: Timestamp,
) -> Answered {
    let outcome = grade::grade(question, &response);
    let found = match (&question.kind, &response) {
        (Kind::Open { points }, Response::Written(text)) => {
            let prompt: Vec<String> = question.prompt.iter().map(Block::text).collect();
            points::propose_ticks(&prompt.join("\n"), points, text, language)
        }
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
