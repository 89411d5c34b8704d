//! How long an OU-XML course of 10 MB takes: to be parsed by the XML reader alone, and to come in whole.
//! The second should reach at least 0.4 of the first's throughput. Both drop the parser's tree; what
//! came of the course goes on to whoever asked for it.

mod course;

use course::course;
use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use recto::import::{Input, ouxml};
use roxmltree::Document;

/// Bytes of the course.
const SIZE: usize = 10_000_000;

fn import(criterion: &mut Criterion) {
    let source = course(SIZE);
    let bytes = source.as_bytes();
    let mut group = criterion.benchmark_group("10 MB of OU-XML");
    group.sample_size(10);
    group.throughput(Throughput::Bytes(bytes.len() as u64));
    group.bench_function("parse alone", |bencher| {
        bencher.iter(|| Document::parse(&source).expect("it is well-formed"));
    });
    group.bench_function("read whole", |bencher| {
        let input = Input::File {
            name: "long.xml",
            bytes,
        };
        bencher.iter_with_large_drop(|| ouxml::read(&input).expect("it is a course"));
    });
    group.finish();
}

criterion_group!(benches, import);
criterion_main!(benches);
