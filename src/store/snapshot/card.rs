//! What is known of a question without its answers, as bytes, and back: its schedule, whether it was
//! put away; and the papers of exams.
//!
//! **Invariant:** what is read is what was written, or nothing.

use jiff::Timestamp;

use super::bytes::{Bytes, Clock, put_count, put_number, put_text};
use super::state::{option, put_option, small};
use crate::course::id::{FullId, QuestionId, SectionId};
use crate::study::card::Card;
use crate::study::event::{Hold, Paper};
use crate::study::progress::CourseProgress;
use crate::study::schedule::Schedule;
use crate::text::Clean;

/// All cards of a course: what a review needs to know of it.
pub fn put_cards(out: &mut Vec<u8>, state: &CourseProgress) {
    let mut clock = Clock::default();
    let cards: Vec<_> = state.cards().collect();
    put_count(out, cards.len());
    let mut section = None;
    for card in &cards {
        // Those of a section stand together, so it is named once.
        let is_same = section == Some(&card.question.section);
        put_option(
            out,
            (!is_same).then_some(&card.question.section),
            |out, id| {
                put_text(out, id.as_str());
            },
        );
        section = Some(&card.question.section);
        put_text(out, card.question.question.as_str());
        clock.put(out, card.first);
        put_schedule(out, &mut clock, card.schedule.as_ref());
        put_option(out, card.hold, |out, hold| put_held(out, &mut clock, hold));
    }
}

/// What [`put_cards`] wrote.
pub fn cards(bytes: &mut Bytes<'_>) -> Option<Vec<Card>> {
    let mut clock = Clock::default();
    let n = bytes.count()?;
    let mut section = None;
    let cards = (0..n).map(|_| {
        if let Some(named) = option(bytes, |bytes| SectionId::new(bytes.text()?))? {
            section = Some(named);
        }
        let question = QuestionId::new(bytes.text()?)?;
        Some(Card {
            question: FullId {
                section: section.clone()?,
                question,
            },
            first: clock.get(bytes)?,
            schedule: option(bytes, |bytes| schedule(bytes, &mut clock))?,
            hold: option(bytes, |bytes| held(bytes, &mut clock))?,
        })
    });
    cards.collect()
}

pub(super) fn put_schedule(out: &mut Vec<u8>, clock: &mut Clock, schedule: Option<&Schedule>) {
    put_option(out, schedule, |out, schedule| {
        clock.put(out, schedule.due);
        clock.put(out, schedule.last);
        out.extend(schedule.stability.to_le_bytes());
        out.extend(schedule.difficulty.to_le_bytes());
        put_number(out, u64::from(schedule.reps));
        put_number(out, u64::from(schedule.lapses));
    });
}

pub(super) fn put_hold(out: &mut Vec<u8>, clock: &mut Clock, hold: Option<(Timestamp, Hold)>) {
    put_option(out, hold, |out, (at, hold)| {
        clock.put(out, at);
        put_held(out, clock, hold);
    });
}

fn put_held(out: &mut Vec<u8>, clock: &mut Clock, hold: Hold) {
    match hold {
        Hold::Free => out.push(0),
        Hold::Until(until) => {
            out.push(1);
            clock.put(out, until);
        }
        Hold::Away => out.push(2),
    }
}

pub(super) fn held(bytes: &mut Bytes<'_>, clock: &mut Clock) -> Option<Hold> {
    Some(match bytes.byte()? {
        0 => Hold::Free,
        1 => Hold::Until(clock.get(bytes)?),
        2 => Hold::Away,
        _ => return None,
    })
}

pub(super) fn put_paper(out: &mut Vec<u8>, paper: &Paper) {
    put_option(out, paper.title.as_ref(), |out, title| put_text(out, title));
    put_count(out, paper.questions.len());
    for question in &paper.questions {
        put_text(out, question.section.as_str());
        put_text(out, question.question.as_str());
    }
    put_number(out, u64::from(paper.seed));
    put_option(out, paper.limit, |out, limit| {
        put_number(out, u64::from(limit));
    });
    out.push(paper.pass);
}

pub(super) fn paper(bytes: &mut Bytes<'_>) -> Option<Paper> {
    let title = option(bytes, Bytes::text)?.map(Clean::words);
    let n = bytes.count()?;
    let questions = (0..n).map(|_| {
        Some(FullId {
            section: SectionId::new(bytes.text()?)?,
            question: QuestionId::new(bytes.text()?)?,
        })
    });
    Some(Paper {
        title,
        questions: questions.collect::<Option<_>>()?,
        seed: small(bytes)?,
        limit: option(bytes, small)?,
        pass: bytes.byte()?,
    })
}

pub(super) fn schedule(bytes: &mut Bytes<'_>, clock: &mut Clock) -> Option<Schedule> {
    let schedule = Schedule {
        due: clock.get(bytes)?,
        last: clock.get(bytes)?,
        stability: f32::from_le_bytes(bytes.array()?),
        difficulty: f32::from_le_bytes(bytes.array()?),
        reps: small(bytes)?,
        lapses: small(bytes)?,
    };
    let is_sound = |number: f32| number.is_finite() && number > 0.0;
    (is_sound(schedule.stability) && is_sound(schedule.difficulty)).then_some(schedule)
}
