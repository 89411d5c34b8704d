//! Hostile questions that are answered part by part: hundreds of items, endless ones, wide letters,
//! none at all. Nothing panics, whatever keys are pressed in whatever window.

use std::fmt::Write as _;
use std::fs;

use recto::app::Start;
use recto::app::action::Action;
use recto::app::settings::{Asked, Settings};
use recto::page::Glyphs;
use recto::store::source::Source;

use crate::harness::Trip;

/// A course of one section with these questions.
fn course_of(questions: &str) -> (tempfile::TempDir, Source) {
    let folder = tempfile::tempdir().unwrap();
    let course =
        "format = 1\ntitle = \"T\"\n[[section]]\nid = \"a\"\ntitle = \"A\"\nfile = \"a\"\n";
    for (name, text) in [
        ("course.toml", course),
        ("a.md", "Text."),
        ("a.toml", questions),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    let source = Source::Folder(folder.path().to_owned());
    (folder, source)
}

/// A question of each kind with so many items of these words.
fn questions(n: usize, words: &str) -> String {
    let mut out = String::new();
    let mut add = |kind: &str, parts: &dyn Fn(usize) -> String| {
        let head = "[[question]]\nprompt = \"?\"\n";
        writeln!(out, "{head}id = \"{kind}\"\nkind = \"{kind}\"").unwrap();
        if kind == "gaps" {
            let text: String = (0..n).map(|n| format!("{words} {{{{g{n}}}}} ")).collect();
            writeln!(out, "text = \"{text}\"").unwrap();
        }
        for at in 0..n {
            out.push_str(&parts(at));
        }
    };
    add("match", &|n| {
        format!(
            "[[question.pair]]\nleft = \"{words} {n}\"\nright = \"{words} {}\"\n",
            n % 40
        )
    });
    add("order", &|n| {
        format!("[[question.item]]\ntext = \"{words} {n}\"\n")
    });
    add("sort", &|n| {
        format!("[[question.category]]\nname = \"{words} {n}\"\nitems = [\"{words} {n}\"]\n")
    });
    add("gaps", &|n| {
        let key = if n % 2 == 0 { "accept" } else { "options" };
        format!("[[question.gap]]\nname = \"g{n}\"\n{key} = [\"{words} {n}\", \"x\"]\n")
    });
    out
}

/// Presses what there is to press, in every phase.
const STORY: &str = "1 9 j j > > < <space> k <space> j <space> G g 3 2 1 <enter> \"ab\" <enter> \"c\" <tab> <esc> \
    <enter> <esc> <tab> <tab> <tab> r s y w 3 u <enter> <esc> r <esc> x a 1 2 3 r <enter> n";

#[test]
fn no_number_and_no_length_of_items_breaks_a_screen() {
    for (n, words) in [
        (0, "x".to_owned()),
        (1, "x".to_owned()),
        (2, String::new()),
        (3, "協働とは 👩‍👩‍👧 何か".repeat(40)),
        (4, "word ".repeat(2_000)),
        (4, "w".repeat(10_000)),
        (500, "item".to_owned()),
    ] {
        let (_folder, source) = course_of(&questions(n, &words));
        let windows: &[(u16, u16)] = if n * words.len() > 1_000 {
            &[(80, 24), (17, 6)]
        } else {
            &[(80, 24), (17, 6), (2, 2), (200, 50)]
        };
        for (at, &(width, height)) in windows.iter().enumerate() {
            let settings = Settings {
                glyphs: [Glyphs::Unicode, Glyphs::Ascii][at % 2],
                shuffle: Asked::Yes,
                ..Settings::default()
            };
            let trip = Trip::of(source.clone(), settings, Start::default());
            let mut trip = trip.size(width, height).section("a").keys("<tab>");
            for _ in 0..4 {
                trip = trip.keys(STORY);
                for y in 0..height {
                    trip.act(Action::Click {
                        x: width / 4 * 3,
                        y,
                    });
                }
                assert_eq!(trip.rows().len(), usize::from(height));
                trip = trip.keys("<esc> <esc>");
                if trip.app.study.is_none() {
                    trip = trip.section("a");
                }
                trip = trip.keys("n");
            }
        }
    }
}
