//! What a long history costs: read and folded without a snapshot, started from one, and added to.
//!
//! ```text
//! cargo bench --bench fold
//! ```
//!
//! It also says how much memory the cold start takes at most, where the system tells it.

use std::fs;
use std::hint::black_box;
use std::path::{Path, PathBuf};
use std::process::Command;

use criterion::{Criterion, Throughput};
use jiff::SignedDuration;
use recto::course::id::CourseId;
use recto::store::log::write_elsewhere;
use recto::store::records::Records;
use recto::study::event::{Did, Event};
use recto::study::progress::Progress;

#[path = "../examples/synthetic_log/events.rs"]
mod events;

use events::{Extent, events};

/// A year of somebody who is never done.
const YEAR: Extent = Extent {
    events: 365_000,
    courses: 1_000,
    questions: 50,
    days: 365,
};
/// As much as anybody does in one course.
const ONE_COURSE: Extent = Extent {
    events: 100_000,
    courses: 1,
    questions: 1_000,
    days: 365,
};
const LITTLE: Extent = Extent {
    events: 10,
    ..ONE_COURSE
};

/// What makes this program start cold from the folders that follow, and say what that took.
const COLD: &str = "start-cold";

/// A folder with one log, and where its snapshot may lie.
fn log_of(home: &Path, events: &[Event]) -> (PathBuf, PathBuf) {
    let (logs, cache) = (home.join("progress"), home.join("cache"));
    fs::create_dir_all(&logs).expect("there is room for a folder");
    write_elsewhere(&logs.join("bench.toml"), events).expect("there is room for a log");
    (logs, cache)
}

fn start(logs: &Path, cache: &Path) -> (Records, Progress) {
    let mut records = Records::open(logs, "bench", cache);
    let (progress, faults) = records.start();
    assert!(faults.is_empty(), "{faults:?}");
    (records, progress)
}

fn starts(criterion: &mut Criterion, home: &Path, name: &str, extent: Extent) {
    let (logs, cache) = log_of(&home.join(name), &events(extent));
    let nowhere = home.join("nowhere");
    let mut group = criterion.benchmark_group(format!("start, {name}"));
    group
        .sample_size(10)
        .throughput(Throughput::Elements(extent.events as u64));
    group.bench_function("cold", |bench| {
        bench.iter(|| black_box(start(&logs, &nowhere)));
    });
    let (mut records, mut progress) = start(&logs, &cache);
    records.keep(&mut progress);
    group.bench_function("warm", |bench| {
        bench.iter(|| black_box(start(&logs, &cache)));
    });
    group.bench_function("warm, and one course", |bench| {
        let course = CourseId::new("course-1").expect("it is fit");
        bench.iter(|| {
            let (mut records, mut progress) = start(&logs, &cache);
            records.fetch(&course, &mut progress);
            black_box(progress)
        });
    });
    group.finish();
    tell_memory(&logs, &nowhere);
}

fn answers(criterion: &mut Criterion, home: &Path) {
    let mut group = criterion.benchmark_group("one answer more");
    for extent in [LITTLE, ONE_COURSE] {
        let n = extent.events;
        let events = events(extent);
        let (logs, cache) = log_of(&home.join(n.to_string()), &events);
        let (mut records, mut progress) = start(&logs, &cache);
        let is_answer = |event: &&Event| matches!(event.did, Did::Answer(..));
        let mut next = events.iter().rfind(is_answer).expect("many are").clone();
        group.bench_function(format!("folded, at {n} events"), |bench| {
            bench.iter(|| {
                next.at += SignedDuration::from_secs(30);
                progress.record(black_box(&next));
            });
        });
        group.bench_function(format!("folded and on the disk, at {n} events"), |bench| {
            bench.iter(|| {
                next.at += SignedDuration::from_secs(30);
                progress.record(&next);
                let written = records.append(std::slice::from_ref(&next));
                written.expect("there is room for an entry");
                records.read_new(&mut progress)
            });
        });
    }
    group.finish();
}

/// Says how much memory a start takes that reads every log. It is a program of its own, since this one
/// holds more than the logs.
#[expect(clippy::print_stdout, reason = "criterion prints its figures too")]
fn tell_memory(logs: &Path, cache: &Path) {
    let this = std::env::current_exe().expect("it runs");
    let child = Command::new(this)
        .args([COLD.as_ref(), logs.as_os_str(), cache.as_os_str()])
        .output();
    let child = child.expect("it runs a second time");
    assert!(child.status.success(), "{child:?}");
    println!("{}", String::from_utf8_lossy(&child.stdout));
}

#[expect(clippy::print_stdout, reason = "the figure is what it is asked for")]
fn start_cold(logs: &Path, cache: &Path) {
    black_box(start(logs, cache));
    let status = fs::read_to_string("/proc/self/status").unwrap_or_default();
    let peak = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let peak = peak.map_or("not told by this system", str::trim);
    println!("memory of a cold start, at most: {peak}");
}

fn main() {
    let arguments: Vec<String> = std::env::args().collect();
    if let [_, ask, logs, cache] = &arguments[..]
        && ask == COLD
    {
        return start_cold(logs.as_ref(), cache.as_ref());
    }
    let home = tempfile::tempdir().expect("there is room for a folder");
    let mut criterion = Criterion::default().configure_from_args();
    let name = "365,000 events in 1,000 courses";
    starts(&mut criterion, home.path(), name, YEAR);
    let name = "100,000 events in one course";
    starts(&mut criterion, home.path(), name, ONE_COURSE);
    answers(&mut criterion, home.path());
    criterion.final_summary();
}
