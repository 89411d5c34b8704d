//! Made-up histories of any size: the same arguments give the same events.

use jiff::Timestamp;
use recto::course::id::{CourseId, FullId, SectionId};
use recto::course::passage::Anchor;
use recto::study::event::{Certainty, Did, Event, Given, Hold, Rating, Response};

const WORDS: [&str; 24] = [
    "tide", "water", "moon", "the", "of", "and", "with", "slowly", "harbour", "because", "rises",
    "falls", "morning", "a", "in", "between", "channel", "current", "they", "learn", "from",
    "each", "café", "—",
];

/// The first moment of it, in milliseconds.
const START: i64 = 1_600_000_000_000;

/// From one answer to the next it goes so many questions on (a prime), so that all are asked in turn
/// and courses mix.
const STRIDE: usize = 7_919;

const DAY: i64 = 86_400_000;

/// How much was done, in what.
#[derive(Debug, Clone, Copy)]
pub struct Extent {
    /// All events.
    pub events: usize,
    /// The courses that they are spread over.
    pub courses: usize,
    /// The questions of each course.
    pub questions: usize,
    /// The days that they are spread over.
    pub days: usize,
}

/// A small generator (xorshift): all that is asked of it is to be the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % n
    }

    fn words(&mut self, n: usize) -> String {
        let words: Vec<_> = (0..n).map(|_| WORDS[self.below(WORDS.len())]).collect();
        words.join(" ")
    }

    /// An answer to the question at `index` of its course.
    fn given(&mut self, index: usize) -> Given {
        let (response, score) = match (index % 2, self.below(8)) {
            (_, 0) => (Response::DontKnow, Some(0.0)),
            (0, n) => (Response::Picked(vec![n % 2]), Some([1.0, 0.0][n % 2])),
            (_, _) => {
                let n = 20 + self.below(30);
                (Response::Written(self.words(n)), None)
            }
        };
        let rating = |score| match score {
            0.0 => Rating::Again,
            _ => Rating::Good,
        };
        Given {
            response,
            score,
            rating: score.map(rating),
            certainty: Some(Certainty::ALL[self.below(3)]),
            hinted: self.below(8) == 0,
            seconds: u32::try_from(5 + self.below(90)).ok(),
            exam: None,
        }
    }
}

/// The events, in the order of time. Of twenty, twelve are answers; the others are marks, notes,
/// sections read, places, and one in twenty takes an answer back, or puts its question off, away,
/// or takes it up again.
pub fn events(extent: Extent) -> Vec<Event> {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let all = extent.courses * extent.questions;
    let (mut index, mut of) = (0, moment(0));
    let mut events = Vec::with_capacity(extent.events);
    for step in 0..extent.events {
        let at = moment(DAY * whole(extent.days) * whole(step) / whole(extent.events));
        let is_answer = !matches!(step % 20, 2 | 5 | 8 | 9 | 12 | 15 | 18 | 19);
        if is_answer {
            (index, of) = ((index + STRIDE) % all, at);
        }
        let (course, index) = (index / extent.questions, index % extent.questions);
        let section = section(index / 2);
        let question = FullId::parse(&format!("{section}/{}", ["place", "end"][index % 2]));
        let question = question.expect("it is made of letters, digits and dots");
        let did = match step % 20 {
            _ if is_answer => Did::Answer(question, dice.given(index)),
            8 => {
                let text = dice.words(6);
                Did::Note { question, of, text }
            }
            9 => Did::Read(section),
            18 => match dice.below(4) {
                0 => Did::Undo { question, of },
                n => {
                    let until = moment(at.as_millisecond() - START + DAY * whole(dice.below(400)));
                    let hold = [Hold::Free, Hold::Until(until), Hold::Away][n - 1];
                    Did::Hold { question, hold }
                }
            },
            19 => {
                let block = u32::try_from(dice.below(60)).unwrap_or(0);
                Did::Place(section, Anchor { block, offset: 17 })
            }
            _ => Did::Mark {
                question,
                of,
                points: (0..3).map(|_| dice.below(2) == 0).collect(),
                score: 0.67,
            },
        };
        let course = CourseId::new(&format!("course-{}", course + 1));
        let course = course.expect("it is made of letters and digits");
        events.push(Event { at, course, did });
    }
    events
}

/// The section at `index` of a course, as the example `synthetic_course` numbers it.
fn section(index: usize) -> SectionId {
    let (whole, part) = (index / 20 + 1, index % 20 + 1);
    let number = match part {
        1 => whole.to_string(),
        _ => format!("{whole}.{part}"),
    };
    SectionId::new(&number).expect("it is made of digits and dots")
}

fn whole(n: usize) -> i64 {
    i64::try_from(n).expect("no history is as long")
}

/// So many milliseconds from its start.
fn moment(millisecond: i64) -> Timestamp {
    Timestamp::from_millisecond(START + millisecond).expect("no history is as long")
}
