//! Writes a progress log of any size, for measuring: the same arguments give the same bytes.
//!
//! ```text
//! cargo run --release --example synthetic_log -- FOLDER N_EVENTS N_COURSES
//! RECTO_PROGRESS=FOLDER recto list
//! ```
//!
//! The log is `FOLDER/synthetic.toml`. Of ten events six are answers, and the rest marks, ratings, notes,
//! sections read and places. The first course is the one that is built in, the others are
//! `course-2`, `course-3` and so on, each with 500 questions in 50 sections. 100,000 events make about
//! 25 MB.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use jiff::Timestamp;
use recto::course::id::{CourseId, FullId, SectionId};
use recto::course::passage::Anchor;
use recto::store::log::write_elsewhere;
use recto::study::event::{Certainty, Did, Event, Given, Rating, Response};

const WORDS: [&str; 24] = [
    "tide", "water", "moon", "the", "of", "and", "with", "slowly", "harbour", "because", "rises",
    "falls", "morning", "a", "in", "between", "channel", "current", "they", "learn", "from",
    "each", "café", "—",
];
const SECTIONS: usize = 50;
const QUESTIONS: usize = 10;

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

    fn given(&mut self) -> Given {
        let (response, score) = match self.below(5) {
            0 => (Response::Picked(vec![self.below(4)]), Some(1.0)),
            1 => (Response::Said(self.below(2) == 0), Some(0.0)),
            2 => (Response::DontKnow, Some(0.0)),
            _ => {
                let n = 30 + self.below(40);
                (Response::Written(self.words(n)), None)
            }
        };
        Given {
            response,
            score,
            rating: score.map(|score| {
                if score > 0.5 {
                    Rating::Good
                } else {
                    Rating::Again
                }
            }),
            certainty: Some(Certainty::ALL[self.below(3)]),
            hinted: self.below(8) == 0,
            seconds: Some(u32::try_from(5 + self.below(90)).unwrap_or(5)),
            exam: None,
        }
    }
}

fn id<T>(made: Option<T>) -> T {
    made.expect("it is made of letters, digits and dots")
}

/// `n` events, half a minute apart.
fn events(n: usize, n_courses: usize) -> Vec<Event> {
    let mut dice = Dice(0x9e37_79b9_7f4a_7c15);
    let mut last: Option<(CourseId, FullId, Timestamp)> = None;
    let mut events = Vec::with_capacity(n);
    for step in 0..n {
        let millisecond = 1_600_000_000_000 + i64::try_from(step).unwrap_or(0) * 30_007;
        let at = Timestamp::from_millisecond(millisecond).unwrap_or(Timestamp::MAX);
        let (course, did) = match (step % 10, last.take()) {
            (2 | 5, Some((course, question, of))) => {
                let points = (0..3).map(|_| dice.below(2) == 0).collect();
                let score = 0.67;
                (
                    course,
                    Did::Mark {
                        question,
                        of,
                        points,
                        score,
                    },
                )
            }
            (8, Some((course, question, of))) => {
                let text = dice.words(6);
                (course, Did::Note { question, of, text })
            }
            (other, _) => {
                let course = match dice.below(n_courses) {
                    0 => "how-teams-work".to_owned(),
                    n => format!("course-{}", n + 1),
                };
                let course = id(CourseId::new(&course));
                let section = format!("1.{}", 1 + dice.below(SECTIONS));
                if other == 9 {
                    let section = id(SectionId::new(&section));
                    let block = u32::try_from(dice.below(60)).unwrap_or(0);
                    let did = match dice.below(2) {
                        0 => Did::Read(section),
                        _ => Did::Place(section, Anchor { block, offset: 17 }),
                    };
                    (course, did)
                } else {
                    let question = format!("{section}/question-{}", dice.below(QUESTIONS));
                    let question = id(FullId::parse(&question));
                    last = Some((course.clone(), question.clone(), at));
                    (course, Did::Answer(question, dice.given()))
                }
            }
        };
        events.push(Event { at, course, did });
    }
    events
}

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let parsed = match &arguments[..] {
        [folder, n_events, n_courses] => n_events.parse().ok().zip(n_courses.parse().ok()).map(
            |(n_events, n_courses): (usize, usize)| (Path::new(folder), n_events, n_courses.max(1)),
        ),
        _ => None,
    };
    let Some((folder, n_events, n_courses)) = parsed else {
        #[expect(clippy::print_stderr, reason = "it is a program for a terminal")]
        {
            eprintln!("usage: synthetic_log FOLDER N_EVENTS N_COURSES");
        }
        return Ok(ExitCode::from(2));
    };
    fs::create_dir_all(folder)?;
    write_elsewhere(&folder.join("synthetic.toml"), &events(n_events, n_courses))?;
    Ok(ExitCode::SUCCESS)
}
