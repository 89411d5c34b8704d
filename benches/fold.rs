//! What a long history costs: read and folded without a snapshot, started from one, and added to.
//!
//! ```text
//! cargo bench --bench fold
//! ```

use std::hint::black_box;
use std::path::{Path, PathBuf};

use criterion::{Criterion, Throughput};
use jiff::Timestamp;
use recto::course::id::{CourseId, FullId};
use recto::store::log::write_elsewhere;
use recto::store::records::Records;
use recto::study::event::{Did, Event, Given, Rating, Response};
use recto::study::progress::Progress;

const MANY: usize = 100_000;

/// Answers of some forty words to 5,000 questions in ten courses, half a minute apart.
fn answer(n: usize) -> Event {
    let question = format!("1.{}/question-{}", n / 10 % 50, n % 10);
    let given = Given {
        response: Response::Written("the tide rises because of the moon, slowly, ".repeat(4)),
        score: Some(0.67),
        rating: Some(Rating::ALL[n % 4]),
        certainty: None,
        hinted: false,
        seconds: Some(30),
        exam: None,
    };
    let millisecond = 1_600_000_000_000 + i64::try_from(n).unwrap_or(0) * 30_007;
    Event {
        at: Timestamp::from_millisecond(millisecond).expect("it is in this century"),
        course: CourseId::new(&format!("course-{}", n / 500 % 10)).expect("it is fit"),
        did: Did::Answer(FullId::parse(&question).expect("it is fit"), given),
    }
}

/// A folder with a log of `n` answers, and where its snapshot may lie.
fn log_of(home: &Path, n: usize) -> (PathBuf, PathBuf) {
    let (logs, cache) = (home.join("progress"), home.join("cache"));
    std::fs::create_dir_all(&logs).expect("there is room for a folder");
    let events: Vec<_> = (0..n).map(answer).collect();
    write_elsewhere(&logs.join("bench.toml"), &events).expect("there is room for a log");
    (logs, cache)
}

fn start(logs: &Path, cache: &Path) -> (Records, Progress) {
    let mut records = Records::open(logs, "bench", cache);
    let (progress, faults) = records.start();
    assert!(faults.is_empty(), "{faults:?}");
    (records, progress)
}

fn starts(criterion: &mut Criterion, home: &Path) {
    let (logs, cache) = log_of(home, MANY);
    let nowhere = home.join("nowhere");
    let mut group = criterion.benchmark_group("start, 100,000 events");
    group
        .sample_size(10)
        .throughput(Throughput::Elements(MANY as u64));
    group.bench_function("cold", |bench| {
        bench.iter(|| black_box(start(&logs, &nowhere)));
    });
    let (mut records, mut progress) = start(&logs, &cache);
    records.keep(&mut progress);
    group.bench_function("warm", |bench| {
        bench.iter(|| black_box(start(&logs, &cache)));
    });
    group.bench_function("warm, and one course of ten", |bench| {
        let course = CourseId::new("course-3").expect("it is fit");
        bench.iter(|| {
            let (mut records, mut progress) = start(&logs, &cache);
            records.fetch(&course, &mut progress);
            black_box(progress)
        });
    });
    group.finish();
}

fn answers(criterion: &mut Criterion, home: &Path) {
    let mut group = criterion.benchmark_group("one answer more");
    for n in [10, MANY] {
        let home = home.join(n.to_string());
        let (logs, cache) = log_of(&home, n);
        let (mut records, mut progress) = start(&logs, &cache);
        let mut at = n;
        group.bench_function(format!("folded, at {n} events"), |bench| {
            bench.iter(|| {
                at += 1;
                progress.record(black_box(&answer(at)));
            });
        });
        group.bench_function(format!("folded and on the disk, at {n} events"), |bench| {
            bench.iter(|| {
                at += 1;
                let event = answer(at);
                progress.record(&event);
                records
                    .append(&[event])
                    .expect("there is room for an entry");
                records.read_new(&mut progress)
            });
        });
    }
    group.finish();
}

fn main() {
    let home = tempfile::tempdir().expect("there is room for a folder");
    let mut criterion = Criterion::default().configure_from_args();
    starts(&mut criterion, home.path());
    answers(&mut criterion, home.path());
    criterion.final_summary();
}
