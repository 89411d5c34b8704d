//! How quickly a field of 1 MB takes a key and lays what changed.

use criterion::{BatchSize, Criterion, criterion_group, criterion_main};
use recto::text::field::{Edit, Field, Lines};

/// Texts of nearly 1 MB, with room for more keys.
fn texts() -> [(&'static str, String); 4] {
    [
        (
            "prose",
            "Words of a long answer, in lines of prose.\n".repeat(23_000),
        ),
        (
            "one line",
            "Words of a long answer that has no line end. ".repeat(22_000),
        ),
        ("one word", "x".repeat(1_000_000)),
        ("cjk", "日本語の長い答え、".repeat(37_000)),
    ]
}

fn keys(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a key at 1 MB");
    for (name, text) in texts() {
        let mut field = Field::new(&text, Lines::Many);
        field.fit(40);
        for (place, at) in [
            ("start", 0),
            ("middle", text.len() / 2),
            ("end", text.len()),
        ] {
            field.set_cursor(at);
            group.bench_function(format!("{name}, {place}"), |bencher| {
                bencher.iter(|| {
                    field.insert("a");
                    field.edit(Edit::DeleteBack, 40);
                    field.fit(40);
                    field.cursor_cell()
                });
            });
        }
    }
}

fn whole(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("1 MB at once");
    group.sample_size(20);
    for (name, text) in texts() {
        group.bench_function(format!("paste {name}"), |bencher| {
            bencher.iter_batched_ref(
                || Field::new("", Lines::Many),
                |field| field.insert(&text),
                BatchSize::LargeInput,
            );
        });
        group.bench_function(format!("lay {name}"), |bencher| {
            bencher.iter_batched_ref(
                || Field::new(&text, Lines::Many),
                |field| field.fit(40),
                BatchSize::LargeInput,
            );
        });
    }
}

criterion_group!(benches, keys, whole);
criterion_main!(benches);
