//! A course's progress as bytes, and back.
//!
//! **Invariant:** what is read is what was written, or nothing: no bytes make a state that the fold
//! could not have made.

use jiff::Timestamp;

use super::bytes::{Bytes, Clock, put_count, put_number, put_signed, put_text};
use super::card::{held, paper, put_hold, put_paper, put_schedule, schedule};
use crate::course::id::{FullId, QuestionId, SectionId};
use crate::course::passage::Anchor;
use crate::study::event::{Certainty, Given, Rating, Response, Stand};
use crate::study::history::{Answer, History, Mark, Said, Schedules};
use crate::study::progress::{CourseProgress, Exam, SectionProgress, Summary};
use crate::study::schedule::Scheduler;

/// A course's progress in a few numbers.
pub fn put_summary(out: &mut Vec<u8>, summary: &Summary) {
    put_count(out, summary.n_answered);
    put_count(out, summary.n_read);
    put_count(out, summary.due.len());
    let mut clock = Clock::default();
    for due in &summary.due {
        clock.put(out, *due);
    }
    put_option(out, summary.last.as_ref(), |out, (at, section)| {
        clock.put(out, *at);
        put_text(out, section.as_str());
    });
    put_stand(out, &mut clock, summary.stand);
}

fn put_stand(out: &mut Vec<u8>, clock: &mut Clock, stand: Option<(Timestamp, Stand)>) {
    put_option(out, stand, |out, (at, stand)| {
        clock.put(out, at);
        out.push(match stand {
            Stand::Open => 0,
            Stand::Away => 1,
        });
    });
}

fn stand(bytes: &mut Bytes<'_>, clock: &mut Clock) -> Option<(Timestamp, Stand)> {
    let at = clock.get(bytes)?;
    let stand = match bytes.byte()? {
        0 => Stand::Open,
        1 => Stand::Away,
        _ => return None,
    };
    Some((at, stand))
}

/// What [`put_summary`] wrote.
pub fn summary(bytes: &mut Bytes<'_>) -> Option<Summary> {
    let n_answered = usize::try_from(bytes.number()?).ok()?;
    let n_read = usize::try_from(bytes.number()?).ok()?;
    let mut clock = Clock::default();
    let n = bytes.count()?;
    let due: Vec<_> = (0..n).map(|_| clock.get(bytes)).collect::<Option<_>>()?;
    let last = option(bytes, |bytes| {
        let at = clock.get(bytes)?;
        Some((at, SectionId::new(bytes.text()?)?))
    })?;
    let stand = option(bytes, |bytes| stand(bytes, &mut clock))?;
    due.is_sorted().then_some(Summary {
        n_answered,
        n_read,
        due,
        stand,
        last,
    })
}

/// All that was done in a course.
pub fn put(out: &mut Vec<u8>, state: &CourseProgress) {
    let mut clock = Clock::default();
    put_count(out, state.sections.len());
    for (id, section) in &state.sections {
        put_text(out, id.as_str());
        put_option(out, section.read.as_ref(), |out, read| {
            clock.put(out, *read);
        });
        put_option(out, section.place.as_ref(), |out, (at, anchor)| {
            clock.put(out, *at);
            put_number(out, u64::from(anchor.block));
            put_number(out, u64::from(anchor.offset));
        });
    }
    put_count(out, state.questions.len());
    for (id, history) in &state.questions {
        put_text(out, id.section.as_str());
        put_text(out, id.question.as_str());
        put_count(out, history.answers().len());
        for answer in history.answers() {
            put_answer(out, &mut clock, answer);
        }
        let Schedules { before, now } = history.schedules();
        for schedule in [before, now] {
            put_schedule(out, &mut clock, schedule.as_ref());
        }
        put_hold(out, &mut clock, history.hold());
    }
    put_count(out, state.exams.len());
    for (begun, exam) in &state.exams {
        clock.put(out, *begun);
        put_option(out, exam.paper.as_ref(), put_paper);
        put_option(out, exam.handed_in, |out, at| clock.put(out, at));
    }
    put_stand(out, &mut clock, state.summary().stand);
}

/// What [`put`] wrote. What no fold leaves behind is scheduled anew by `scheduler`.
pub fn get(bytes: &mut Bytes<'_>, scheduler: &Scheduler) -> Option<CourseProgress> {
    let mut clock = Clock::default();
    let n = bytes.count()?;
    let sections = (0..n).map(|_| {
        let id = SectionId::new(bytes.text()?)?;
        let read = option(bytes, |bytes| clock.get(bytes))?;
        let place = option(bytes, |bytes| {
            let at = clock.get(bytes)?;
            let (block, offset) = (small(bytes)?, small(bytes)?);
            Some((at, Anchor { block, offset }))
        })?;
        let n_answered = 0;
        Some((
            id,
            SectionProgress {
                read,
                place,
                n_answered,
            },
        ))
    });
    let sections = sections.collect::<Option<_>>()?;
    let n = bytes.count()?;
    let questions = (0..n).map(|_| {
        let section = SectionId::new(bytes.text()?)?;
        let question = QuestionId::new(bytes.text()?)?;
        let n = bytes.count()?;
        let answers = (0..n).map(|_| answer(bytes, &mut clock));
        let answers = answers.collect::<Option<Vec<_>>>()?;
        let before = option(bytes, |bytes| schedule(bytes, &mut clock))?;
        let now = option(bytes, |bytes| schedule(bytes, &mut clock))?;
        let hold = option(bytes, |bytes| {
            Some((clock.get(bytes)?, held(bytes, &mut clock)?))
        })?;
        let schedules = Schedules { before, now };
        let history = History::kept(answers, schedules, hold, scheduler);
        Some((FullId { section, question }, history))
    });
    let questions = questions.collect::<Option<_>>()?;
    let n = bytes.count()?;
    let exams = (0..n).map(|_| {
        let begun = clock.get(bytes)?;
        let exam = Exam {
            paper: option(bytes, paper)?,
            handed_in: option(bytes, |bytes| clock.get(bytes))?,
        };
        Some((begun, exam))
    });
    let exams = exams.collect::<Option<_>>()?;
    let stand = option(bytes, |bytes| stand(bytes, &mut clock))?;
    Some(CourseProgress::kept(questions, sections, exams, stand))
}

fn put_answer(out: &mut Vec<u8>, clock: &mut Clock, answer: &Answer) {
    clock.put(out, answer.at);
    put_option(out, answer.given.as_ref(), put_given);
    put_option(out, answer.said.as_deref(), |out, said| {
        put_option(out, said.mark.as_ref(), |out, (at, mark)| {
            clock.put(out, *at);
            put_count(out, mark.points.len());
            out.extend(mark.points.iter().map(|point| u8::from(*point)));
            out.extend(mark.score.to_le_bytes());
        });
        put_option(out, said.rating.as_ref(), |out, (at, rating)| {
            clock.put(out, *at);
            put_index(out, &Rating::ALL, rating);
        });
        put_option(out, said.note.as_ref(), |out, (at, note)| {
            clock.put(out, *at);
            put_text(out, note);
        });
        put_option(out, said.undone.as_ref(), |out, at| clock.put(out, *at));
    });
}

fn answer(bytes: &mut Bytes<'_>, clock: &mut Clock) -> Option<Answer> {
    let at = clock.get(bytes)?;
    let given = option(bytes, given)?;
    let said = option(bytes, |bytes| {
        let mark = option(bytes, |bytes| {
            let at = clock.get(bytes)?;
            let n = bytes.count()?;
            let points = bytes.take(n)?.iter().map(|point| *point != 0).collect();
            Some((
                at,
                Mark {
                    points,
                    score: share(bytes)?,
                },
            ))
        })?;
        let rating = option(bytes, |bytes| {
            let at = clock.get(bytes)?;
            Some((at, index(bytes, &Rating::ALL)?))
        })?;
        let note = option(bytes, |bytes| {
            let at = clock.get(bytes)?;
            Some((at, bytes.text()?.to_owned()))
        })?;
        let undone = option(bytes, |bytes| clock.get(bytes))?;
        Some(Box::new(Said {
            mark,
            rating,
            note,
            undone,
        }))
    })?;
    Some(Answer { at, given, said })
}

fn put_given(out: &mut Vec<u8>, given: &Given) {
    match &given.response {
        Response::Written(text) => {
            out.push(0);
            put_text(out, text);
        }
        Response::Picked(picks) => {
            out.push(1);
            put_indexes(out, picks);
        }
        Response::Said(said) => out.push(2 + u8::from(*said)),
        Response::DontKnow => out.push(4),
        Response::Placed(targets) => {
            out.push(5);
            put_count(out, targets.len());
            for target in targets {
                put_option(out, target.as_ref(), |out, target| put_count(out, *target));
            }
        }
        Response::Ordered(items) => {
            out.push(6);
            put_indexes(out, items);
        }
        Response::Filled(words) => {
            out.push(7);
            put_count(out, words.len());
            for words in words {
                put_text(out, words);
            }
        }
    }
    put_option(out, given.score.as_ref(), |out, score| {
        out.extend(score.to_le_bytes());
    });
    put_option(out, given.rating.as_ref(), |out, rating| {
        put_index(out, &Rating::ALL, rating);
    });
    put_option(out, given.certainty.as_ref(), |out, certainty| {
        put_index(out, &Certainty::ALL, certainty);
    });
    out.push(u8::from(given.hinted));
    put_option(out, given.seconds.as_ref(), |out, seconds| {
        put_number(out, u64::from(*seconds));
    });
    // Few answers are of an exam, so its time needn't be short.
    put_option(out, given.exam, |out, exam| {
        put_signed(out, exam.as_millisecond());
    });
}

fn given(bytes: &mut Bytes<'_>) -> Option<Given> {
    let response = match bytes.byte()? {
        0 => Response::Written(bytes.text()?.to_owned()),
        1 => Response::Picked(indexes(bytes)?),
        2 => Response::Said(false),
        3 => Response::Said(true),
        4 => Response::DontKnow,
        5 => {
            let n = bytes.count()?;
            let targets = (0..n).map(|_| option(bytes, number));
            Response::Placed(targets.collect::<Option<_>>()?)
        }
        6 => Response::Ordered(indexes(bytes)?),
        7 => {
            let n = bytes.count()?;
            let words = (0..n).map(|_| Some(bytes.text()?.to_owned()));
            Response::Filled(words.collect::<Option<_>>()?)
        }
        _ => return None,
    };
    Some(Given {
        response,
        score: option(bytes, share)?,
        rating: option(bytes, |bytes| index(bytes, &Rating::ALL))?,
        certainty: option(bytes, |bytes| index(bytes, &Certainty::ALL))?,
        hinted: bytes.byte()? != 0,
        seconds: option(bytes, small)?,
        exam: option(bytes, |bytes| {
            Timestamp::from_millisecond(bytes.signed()?).ok()
        })?,
    })
}

fn put_indexes(out: &mut Vec<u8>, indexes: &[usize]) {
    put_count(out, indexes.len());
    for index in indexes {
        put_count(out, *index);
    }
}

fn indexes(bytes: &mut Bytes<'_>) -> Option<Vec<usize>> {
    let n = bytes.count()?;
    (0..n).map(|_| number(bytes)).collect()
}

fn number(bytes: &mut Bytes<'_>) -> Option<usize> {
    usize::try_from(bytes.number()?).ok()
}

/// Whether it is there, and it.
pub(super) fn put_option<T>(
    out: &mut Vec<u8>,
    value: Option<T>,
    put: impl FnOnce(&mut Vec<u8>, T),
) {
    out.push(u8::from(value.is_some()));
    if let Some(value) = value {
        put(out, value);
    }
}

/// What [`put_option`] wrote. The outer `None` is for bytes that can't be.
#[expect(
    clippy::option_option,
    reason = "not there, and not readable, are two things"
)]
pub(super) fn option<'a, T>(
    bytes: &mut Bytes<'a>,
    get: impl FnOnce(&mut Bytes<'a>) -> Option<T>,
) -> Option<Option<T>> {
    match bytes.byte()? {
        0 => Some(None),
        1 => get(bytes).map(Some),
        _ => None,
    }
}

fn put_index<T: PartialEq>(out: &mut Vec<u8>, all: &[T], one: &T) {
    let index = all.iter().position(|other| other == one).unwrap_or(0);
    put_count(out, index);
}

fn index<T: Copy>(bytes: &mut Bytes<'_>, all: &[T]) -> Option<T> {
    all.get(usize::from(bytes.byte()?)).copied()
}

fn share(bytes: &mut Bytes<'_>) -> Option<f64> {
    let share = f64::from_le_bytes(bytes.array()?);
    (0.0..=1.0).contains(&share).then_some(share)
}

pub(super) fn small(bytes: &mut Bytes<'_>) -> Option<u32> {
    u32::try_from(bytes.number()?).ok()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;
    use crate::course::id::CourseId;
    use crate::store::snapshot::card::{cards, put_cards};
    use crate::study::event::{Did, Event, Hold, Paper};
    use crate::study::progress::Progress;
    use crate::text::Clean;

    fn course() -> CourseId {
        CourseId::new("c").unwrap()
    }

    fn event(n: i64, did: Did) -> Event {
        let at = Timestamp::from_millisecond(1_795_428_000_000 + n * 86_400_123).unwrap();
        Event {
            at,
            course: course(),
            did,
        }
    }

    fn paper() -> Paper {
        Paper {
            title: Some(Clean::words("The end")),
            questions: ["1.4/q0", "2/other"]
                .map(|id| FullId::parse(id).unwrap())
                .to_vec(),
            seed: u32::MAX,
            limit: Some(900),
            pass: 50,
        }
    }

    /// Something of everything.
    fn state_of_all() -> CourseProgress {
        let section = SectionId::new("1.4").unwrap();
        let responses = [
            Response::Written("né 日\n".to_owned()),
            Response::Picked(vec![0, 3]),
            Response::Said(true),
            Response::Said(false),
            Response::DontKnow,
            Response::Placed(vec![Some(2), None, Some(0)]),
            Response::Ordered(vec![2, 0, 1]),
            Response::Filled(vec!["日".to_owned(), String::new()]),
        ];
        let mut events = vec![
            event(1, Did::Read(section.clone())),
            event(2, Did::Shelve(Stand::Away)),
            event(-3, Did::Exam(paper())),
            event(
                -2,
                Did::HandIn {
                    exam: event(-3, Did::Exam(paper())).at,
                },
            ),
            event(
                -1,
                Did::HandIn {
                    exam: event(-9, Did::Exam(paper())).at,
                },
            ),
            event(
                2,
                Did::Place(
                    section,
                    Anchor {
                        block: 3,
                        offset: 70_000,
                    },
                ),
            ),
        ];
        for (n, response) in (0..).zip(responses) {
            let question = FullId::parse(&format!("1.4/q{}", n % 3)).unwrap();
            let of = event(n, Did::Read(SectionId::new("x").unwrap())).at;
            let given = Given {
                response,
                score: (n > 1).then_some(0.25),
                rating: (n != 2).then_some(Rating::Hard),
                certainty: (n > 2).then_some(Certainty::Sure),
                hinted: n == 3,
                seconds: (n == 1).then_some(77),
                exam: (n == 4).then(|| event(-3, Did::Exam(paper())).at),
            };
            events.push(event(n, Did::Answer(question.clone(), given)));
            let said = match n {
                0 => Did::Mark {
                    question,
                    of,
                    points: vec![true, false],
                    score: 0.5,
                },
                1 => Did::Rate {
                    question,
                    of,
                    rating: Rating::Easy,
                },
                2 => Did::Note {
                    question,
                    of,
                    text: "n".to_owned(),
                },
                _ => Did::Undo { question, of },
            };
            events.push(event(n + 9, said));
        }
        let holds = [
            Hold::Until(event(40, Did::Exam(paper())).at),
            Hold::Away,
            Hold::Free,
        ];
        for (n, hold) in (0..).zip(holds) {
            let question = FullId::parse(&format!("1.4/q{n}")).unwrap();
            events.push(event(n, Did::Hold { question, hold }));
        }
        let question = FullId::parse("2/never-answered").unwrap();
        let hold = Hold::Away;
        events.push(event(3, Did::Hold { question, hold }));
        let mut progress = Progress::default();
        progress.record_all(events);
        progress.course(&course()).unwrap().clone()
    }

    #[test]
    fn what_is_written_reads_back() {
        let state = state_of_all();
        let mut out = Vec::new();
        put(&mut out, &state);
        put_summary(&mut out, state.summary());
        put_cards(&mut out, &state);
        let mut bytes = Bytes(&out);
        assert_eq!(
            get(&mut bytes, &Scheduler::default()).as_ref(),
            Some(&state)
        );
        assert_eq!(summary(&mut bytes).as_ref(), Some(state.summary()));
        let all: Vec<_> = state.cards().collect();
        assert_eq!(all.len(), 4);
        assert_eq!(cards(&mut bytes), Some(all));
        assert!(bytes.is_over());
        for end in 0..out.len() {
            let mut bytes = Bytes(&out[..end]);
            let state = get(&mut bytes, &Scheduler::default());
            let summary = summary(&mut bytes);
            assert!(state.is_none() || summary.is_none() || cards(&mut bytes).is_none());
        }
    }

    proptest! {
        /// The checksum keeps damage out; this is about what lies behind it.
        #[test]
        fn no_bytes_break_it(changes in prop::collection::vec((any::<prop::sample::Index>(), any::<u8>()), 1..6)) {
            let mut out = Vec::new();
            put(&mut out, &state_of_all());
            for (at, byte) in changes {
                let at = at.index(out.len());
                out[at] = byte;
            }
            if let Some(state) = get(&mut Bytes(&out), &Scheduler::default()) {
                let mut progress = Progress::default();
                progress.promise(course(), Summary::default());
                progress.deliver(&course(), state);
                progress.record_all(state_of_all().facts(&course()));
                prop_assert!(progress.summary(&course()).unwrap().due.is_sorted());
            }
            let _ = (summary(&mut Bytes(&out)), cards(&mut Bytes(&out)));
        }
    }
}
