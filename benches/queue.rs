//! How soon a review can begin: what is due of 50,000 questions in 1,000 courses, of which 365,000
//! events are in the log and all are in the snapshot.
//!
//! ```text
//! cargo bench --bench queue
//! ```

use std::hint::black_box;
use std::path::Path;

use criterion::{BatchSize, Criterion};
use jiff::{SignedDuration, Timestamp};
use recto::course::id::CourseId;
use recto::store::log::write_elsewhere;
use recto::store::records::Records;
use recto::study::card::Card;
use recto::study::progress::Progress;
use recto::study::session::{self, Item};

#[path = "../examples/synthetic_log/events.rs"]
mod events;

use events::{Extent, events};

const EXTENT: Extent = Extent {
    events: 365_000,
    courses: 1_000,
    questions: 50,
    days: 365,
};

/// A learner's folder, where everything that was done is in the snapshot.
struct Home<'a>(&'a Path);

impl Home<'_> {
    fn start(&self) -> (Records, Progress) {
        let (logs, cache) = (self.0.join("progress"), self.0.join("cache"));
        let mut records = Records::open(&logs, "bench", &cache);
        let (progress, faults) = records.start();
        assert!(faults.is_empty(), "{faults:?}");
        (records, progress)
    }
}

fn due(cards: &[(CourseId, Vec<Card>)], end: Timestamp) -> Vec<Item> {
    let cards = cards
        .iter()
        .flat_map(|(course, cards)| cards.iter().map(move |card| (course, card)));
    session::due(cards, end, 7)
}

fn main() {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let home = Home(folder.path());
    std::fs::create_dir(folder.path().join("progress")).expect("there is room for a folder");
    let events = events(EXTENT);
    let last = events.last().map(|event| event.at).unwrap_or_default();
    write_elsewhere(&folder.path().join("progress/all.toml"), &events).expect("there is room");
    drop(events);
    let (mut records, mut progress) = home.start();
    records.keep(&mut progress);
    drop((records, progress));

    // On the day after the last answer, and when all have been due for long.
    let ends = [
        ("the next day", last + SignedDuration::from_hours(24)),
        ("years later", last + SignedDuration::from_hours(24 * 3_000)),
    ];
    let mut criterion = Criterion::default().configure_from_args();
    let mut group = criterion.benchmark_group("what is due of 50,000 questions");
    group.sample_size(20);
    group.bench_function("start from the snapshot", |bench| {
        bench.iter(|| black_box(home.start()));
    });
    group.bench_function("bring the cards", |bench| {
        bench.iter_batched_ref(
            || home.start(),
            |(records, progress)| records.cards(progress),
            BatchSize::PerIteration,
        );
    });
    let (mut records, mut progress) = home.start();
    let cards = records.cards(&mut progress);
    assert!(progress.courses().next().is_none(), "no course was opened");
    for (when, end) in ends {
        let n = due(&cards, end).len();
        group.bench_function(format!("put {n} in order, {when}"), |bench| {
            bench.iter(|| due(black_box(&cards), end));
        });
        group.bench_function(format!("all of it, {when}"), |bench| {
            bench.iter(|| {
                let (mut records, mut progress) = home.start();
                let cards = records.cards(&mut progress);
                due(&cards, end)
            });
        });
    }
    group.finish();
    criterion.final_summary();
}
