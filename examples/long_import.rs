//! How long an OU-XML course takes to come in, and how much memory, by its length in megabytes or from
//! a file: `cargo run --release --example long_import -- 100`. With a second word it is only parsed.

#[path = "../benches/import/course.rs"]
mod course;

use std::time::Instant;

use recto::import::{Input, ouxml};

fn main() {
    let mut words = std::env::args().skip(1);
    let wanted = words.next().unwrap_or_else(|| "10".to_owned());
    let source = match wanted.parse::<usize>() {
        Ok(megabytes) => course::course(megabytes * 1_000_000),
        Err(_) => std::fs::read_to_string(&wanted).expect("it is a file of text"),
    };
    let before = peak();
    let start = Instant::now();
    if words.next().is_some() {
        let document = roxmltree::Document::parse(&source).expect("it is well-formed");
        tell(&source, start, before);
        drop(document);
        return;
    }
    let input = Input::File {
        name: "long.xml",
        bytes: source.as_bytes(),
    };
    let imported = ouxml::read(&input);
    tell(&source, start, before);
    drop(imported.expect("it is a course"));
}

#[expect(clippy::print_stdout, reason = "it is for this")]
#[expect(
    clippy::cast_precision_loss,
    reason = "sizes are far below what a float holds"
)]
fn tell(source: &str, start: Instant, before: usize) {
    let (size, peak) = (source.len() as f64, peak() as f64);
    println!(
        "{:.0} MB: {:.2} s; memory at most {:.2} of it (with itself; {:.2} before)",
        size / 1e6,
        start.elapsed().as_secs_f64(),
        peak / size,
        before as f64 / size,
    );
}

/// The most memory that this process has had, in bytes, where the system tells.
fn peak() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap_or_default();
    let line = status.lines().find_map(|line| line.strip_prefix("VmHWM:"));
    let number = line.and_then(|line| line.split_whitespace().next());
    number.and_then(|n| n.parse().ok()).unwrap_or(0) * 1024
}
