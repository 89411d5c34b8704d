//! What reading costs: a section is laid out once for a width, a frame is drawn at each key.
//!
//! ```text
//! cargo bench --bench frame
//! ```

use std::fmt::Write as _;
use std::hint::black_box;

use criterion::{Criterion, Throughput, criterion_group, criterion_main};
use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use recto::app::action::{Action, Verb};
use recto::app::effect::Effect;
use recto::app::layout::Size;
use recto::app::{App, Start};
use recto::page::{self, Glyphs};
use recto::store::course_file;
use recto::store::source::Source;
use recto::text::wrap::wrap;
use recto::tui::keys::KeyTable;
use recto::tui::theme::Theme;
use recto::tui::view;

const SIZE: (u16, u16) = (120, 40);

/// The text of a section of about `bytes`, with lists, a table and Chinese here and there.
fn text(bytes: usize) -> String {
    let mut text = String::from("## Tides\n\n");
    let mut n = 0;
    while text.len() < bytes {
        n += 1;
        match n % 12 {
            3 => text.push_str("- the moon pulls\n- the sea *rises*\n  - twice a day\n\n"),
            6 => text
                .push_str("| port | height |\n|---|---|\n| Brest | 6.9 m |\n| Cádiz | 3.1 m |\n\n"),
            9 => text.push_str("潮汐是海水在月球和太阳引力作用下所产生的周期性运动。\n\n"),
            _ => {
                let _ = write!(
                    text,
                    "Paragraph {n}: whoever waits at the harbour sees the water come and go, and \
                     learns in time to say when a boat will float. **Spring tides** are higher, \
                     neap tides lower; `height` is measured from a mark on the wall.\n\n"
                );
            }
        }
    }
    text
}

/// A course with one section of that text, in a folder of its own.
fn course(bytes: usize) -> (tempfile::TempDir, Source) {
    let folder = tempfile::tempdir().expect("there is room for a folder");
    let write = |name: &str, words: &str| {
        std::fs::write(folder.path().join(name), words).expect("there is room for a file");
    };
    write(
        "course.toml",
        "format = 1\ntitle = \"Tides\"\n\n[[section]]\nnumber = \"1\"\ntitle = \"Tides\"\nfile = \"one\"\n",
    );
    write("one.md", &text(bytes));
    write(
        "one.toml",
        "[[question]]\nid = \"a\"\nkind = \"open\"\nprompt = \"What makes the tide?\"\nanswer = \"The moon.\"\n",
    );
    let source = Source::Folder(folder.path().to_owned());
    (folder, source)
}

fn now() -> Timestamp {
    Timestamp::from_second(1_795_428_000).expect("it is in this century")
}

fn open(source: &Source) -> App {
    let start = Start {
        keys: KeyTable::new("").0.words(),
        ..Start::default()
    };
    let (width, height) = SIZE;
    let mut app = App::new(start, Size { width, height });
    let (course, _) = course_file::course(source).expect("it is whole");
    let effects = app.open(course.clone(), None, now());
    assert!(effects.contains(&Effect::LoadSection(0)));
    let (section, problems) = course_file::section(source, &course, 0);
    assert_eq!(problems, []);
    app.show(0, section, now());
    app
}

fn sections(criterion: &mut Criterion) {
    let mut group = criterion.benchmark_group("a section");
    for kilobytes in [43, 150] {
        let (_folder, source) = course(kilobytes << 10);
        let (course, _) = course_file::course(&source).expect("it is whole");
        let (section, _) = course_file::section(&source, &course, 0);
        group.throughput(Throughput::Bytes((kilobytes << 10) as u64));
        group.bench_function(format!("read, {kilobytes} KB"), |bencher| {
            bencher.iter(|| course_file::section(&source, &course, 0));
        });
        group.bench_function(format!("lay at 72, {kilobytes} KB"), |bencher| {
            bencher.iter(|| page::lay(black_box(&section), 72, Glyphs::Unicode));
        });
    }
    let line = "whoever waits at the harbour sees the water come and go ".repeat(20_000);
    group.throughput(Throughput::Bytes(line.len() as u64));
    group.bench_function("wrap one paragraph of 1.1 MB", |bencher| {
        bencher.iter(|| wrap(black_box(&line), 72, 72));
    });
    group.finish();
}

fn frames(criterion: &mut Criterion) {
    let (_folder, source) = course(150 << 10);
    let mut app = open(&source);
    let theme = Theme::own("dark").expect("it is one of ours");
    let (width, height) = SIZE;
    let mut buffer = Buffer::empty(Rect::new(0, 0, width, height));
    let mut group = criterion.benchmark_group("a frame of 120x40");
    group.bench_function("draw", |bencher| {
        bencher.iter(|| {
            buffer.reset();
            view::draw(&app, &theme, &mut buffer, now())
        });
    });
    for (name, verb) in [("at the start", Verb::Top), ("at the end", Verb::Bottom)] {
        app.update(Action::Do(verb), now());
        let mut down = false;
        group.bench_function(format!("a key and its frame, {name}"), |bencher| {
            bencher.iter(|| {
                down = !down;
                let verb = if down { Verb::LineDown } else { Verb::LineUp };
                app.update(Action::Do(verb), now());
                buffer.reset();
                view::draw(&app, &theme, &mut buffer, now())
            });
        });
    }
    group.finish();
}

criterion_group!(benches, sections, frames);
criterion_main!(benches);
