//! The learner's figures: what many answers cost.

use std::time::{Duration, Instant};

use jiff::tz::TimeZone;
use jiff::{SignedDuration, Timestamp};
use recto::course::id::{CourseId, FullId, SectionId};
use recto::study::day::Calendar;
use recto::study::event::{Certainty, Did, Event, Given, Rating, Response};
use recto::study::progress::Progress;
use recto::study::stats::{Asked, Marking, Stats, Syllabus, Topic};

const ANSWERS: usize = 100_000;
const SECTIONS: usize = 100;
const QUESTIONS: usize = 20;

fn start() -> Timestamp {
    "2026-01-05T12:00:00Z".parse().unwrap()
}

fn course() -> CourseId {
    CourseId::new("tides").unwrap()
}

fn question(n: usize) -> FullId {
    let (section, question) = (n / QUESTIONS % SECTIONS, n % QUESTIONS);
    FullId::parse(&format!("{section}/q{question}")).unwrap()
}

/// Each question every fortnight, ten minutes apart.
fn answer(n: usize) -> Event {
    let given = Given {
        response: Response::Said(true),
        score: Some(1.0),
        rating: Some(Rating::ALL[n % 4]),
        certainty: Some(Certainty::Fairly),
        hinted: false,
        seconds: Some(30),
        exam: None,
    };
    Event {
        at: start() + SignedDuration::from_mins(10 * i64::try_from(n).unwrap()),
        course: course(),
        did: Did::Answer(question(n), given),
    }
}

fn syllabus() -> Syllabus {
    let topic = |section: usize| Topic {
        id: SectionId::new(&section.to_string()).unwrap(),
        title: String::new(),
        questions: (0..QUESTIONS)
            .map(|n| Asked {
                id: question(section * QUESTIONS + n),
                marking: Marking::Marked,
                aims: vec![],
            })
            .collect(),
    };
    Syllabus {
        sections: (0..SECTIONS).map(topic).collect(),
        ..Syllabus::lost(course())
    }
}

/// The time allowed is many times what it takes, and far less than anything that grows faster than
/// the number of answers.
#[test]
fn many_answers_take_little_time() {
    let mut progress = Progress::default();
    progress.record_all((0..ANSWERS).map(answer));
    let now = start() + SignedDuration::from_hours(24 * 800);
    let before = Instant::now();
    let stats = Stats::of(
        &progress,
        &[syllabus()],
        0,
        (now, &Calendar::new(TimeZone::UTC, Calendar::BEGINS)),
    );
    let took = before.elapsed();
    println!("{ANSWERS} answers took {took:?}");
    let answers: u32 = stats.days.iter().map(|(_, day)| day.answers).sum();
    assert_eq!(answers, 100_000);
    assert_eq!(stats.retention.all.reviews(), 98_000);
    assert_eq!(stats.courses[0].tally.answered, 2_000);
    assert!(took < Duration::from_secs(5), "{took:?}");
}
