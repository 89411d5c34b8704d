//! The charts: how they look in every window, how one moves in them, and what they practise.

use jiff::{SignedDuration, Timestamp};
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::Color;
use recto::app::action::Action;
use recto::app::front::Front;
use recto::app::settings::{Asked, Settings};
use recto::app::{App, Start};
use recto::page::Glyphs;
use recto::store::course_file;
use recto::study::event::{Certainty, Did, Event, Given, Rating, Response};
use recto::study::progress::Progress;
use recto::study::stats::Marking;
use recto::tui::theme::Theme;
use recto::tui::view;

use crate::harness::{Trip, source_of};

const COURSE: &str = "figures";

/// Ten weeks of study: fewer questions on some days and none on Sundays; every seventh answer wrong,
/// now and then a sure one.
fn progress() -> Progress {
    let source = source_of(COURSE);
    let (course, _) = course_file::course(&source).unwrap();
    let syllabus = course_file::syllabus(&source, &course);
    let sections = &syllabus.sections[..5];
    let questions: Vec<_> = sections
        .iter()
        .flat_map(|section| &section.questions)
        .filter(|asked| asked.marking == Marking::Marked)
        .collect();
    let start: Timestamp = "2026-09-14T09:00:00Z".parse().unwrap();
    let at = |day: i64, n: i64| start + SignedDuration::from_mins(24 * 60 * day + 7 * n);
    let mut events = Vec::new();
    let mut next = 0;
    for day in (0..70).filter(|day| day % 7 != 6) {
        for n in 0..(day * 5 % 9) {
            let is_wrong = next % 7 == 3;
            let given = Given {
                response: Response::DontKnow,
                score: Some(if is_wrong { 0.0 } else { 1.0 }),
                rating: Some(if is_wrong {
                    Rating::Again
                } else {
                    Rating::Good
                }),
                certainty: Some(Certainty::ALL[next % 3]),
                hinted: false,
                seconds: Some(95),
                exam: None,
            };
            let question = questions[next % questions.len()].id.clone();
            events.push(Event {
                at: at(day, n),
                course: course.id.clone(),
                did: Did::Answer(question, given),
            });
            next += 1;
        }
    }
    for (day, section) in (0..).zip(sections) {
        events.push(Event {
            at: at(day, 60),
            course: course.id.clone(),
            did: Did::Read(section.id.clone()),
        });
    }
    let mut progress = Progress::default();
    progress.record_all(events);
    progress
}

fn trip_with(progress: Progress, glyphs: Glyphs) -> Trip {
    let settings = Settings {
        shuffle: Asked::No,
        glyphs,
        ..Settings::default()
    };
    let start = Start {
        progress,
        ..Start::default()
    };
    Trip::with(COURSE, settings, start)
}

fn trip() -> Trip {
    trip_with(progress(), Glyphs::Unicode)
}

/// Every row, as if the window had room for all.
fn whole(glyphs: Glyphs, width: u16) -> String {
    let trip = trip_with(progress(), glyphs).size(width, 150).keys("p");
    page(&trip)
}

/// What the screen shows without the status line and what is empty above it.
fn page(trip: &Trip) -> String {
    let mut rows = trip.rows();
    rows.pop();
    rows.join("\n").trim_end().to_owned()
}

fn selected(app: &App) -> Option<std::ops::Range<usize>> {
    match &app.front {
        Some(Front::Progress(charts)) => charts.selection(),
        _ => None,
    }
}

#[test]
fn the_charts_look_as_they_did_in_every_window() {
    for (width, height) in [(120, 40), (80, 24), (40, 15), (20, 5)] {
        let trip = trip().size(width, height).keys("p");
        insta::assert_snapshot!(format!("charts-{width}x{height}"), trip.screen());
    }
    insta::assert_snapshot!("charts-whole", whole(Glyphs::Unicode, 80));
    insta::assert_snapshot!("charts-whole-ascii", whole(Glyphs::Ascii, 80));
    insta::assert_snapshot!("charts-whole-narrow", whole(Glyphs::Unicode, 40));
    let course = trip().size(80, 150).keys("<enter> P");
    insta::assert_snapshot!("charts-course", page(&course));
    let nothing = trip_with(Progress::default(), Glyphs::Unicode).size(80, 24);
    insta::assert_snapshot!("charts-nothing", nothing.keys("p").screen());
    let help = trip().size(80, 40).keys("p ?");
    insta::assert_snapshot!("charts-help", help.screen());
}

#[test]
fn in_ascii_nothing_else_is_drawn() {
    let drawn = whole(Glyphs::Ascii, 80);
    let others = drawn.chars().filter(|c| !c.is_ascii());
    let others: String = others.filter(|c| !"\u{a0}\u{b7}".contains(*c)).collect();
    assert_eq!(others, "");
}

#[test]
fn without_colour_the_chosen_line_has_its_sign() {
    let trip = trip().size(80, 24).keys("p");
    let mut buffer = Buffer::empty(Rect::new(0, 0, 80, 24));
    let theme = Theme::own("dark").unwrap().without_colour();
    let now = "2026-11-23T10:00:00Z".parse().unwrap();
    view::draw(&trip.app, &theme, &mut buffer, now);
    let colours = buffer.content.iter().flat_map(|cell| [cell.fg, cell.bg]);
    assert!(colours.into_iter().all(|colour| colour == Color::Reset));
    assert!(trip.screen().contains("▸ 3"));
}

/// With `j` alone one sees every row, and stands on every line that can be practised.
#[test]
fn nothing_is_passed_over() {
    for (width, height) in [(80, 24), (40, 15), (20, 5)] {
        let mut trip = trip().size(width, height).keys("p");
        let all = trip_with(progress(), Glyphs::Unicode)
            .size(width, 400)
            .keys("p");
        let all: Vec<String> = page(&all).lines().map(plain).collect();
        assert!(all.len() > 40);
        let mut seen: Vec<String> = Vec::new();
        let mut chosen = 0;
        let mut before = None;
        for _ in 0..400 {
            seen.extend(trip.rows().iter().map(|row| plain(row)));
            let here = selected(&trip.app).map(|rows| trip.rows()[rows.start].clone());
            chosen += usize::from(here != before);
            before = here;
            trip = trip.keys("j");
        }
        for row in &all[2..] {
            assert!(
                seen.contains(row),
                "{row:?} was not seen at {width}x{height}"
            );
        }
        assert!(chosen >= 6, "{chosen}");
        // And back again.
        for _ in 0..400 {
            trip = trip.keys("k");
        }
        trip.sees("streak");
    }
}

/// A row without the sign of being chosen.
fn plain(row: &str) -> String {
    row.replace('▸', " ").trim_end().to_owned()
}

#[test]
fn what_is_due_is_practised_from_the_charts() {
    let trip = trip().size(80, 24).keys("p").sees("▸ ");
    assert!(selected(&trip.app).is_some());
    trip.keys("<enter>").sees("Review › 1 of ");
}

#[test]
fn a_weak_section_is_practised_from_the_charts() {
    let mut trip = trip().size(80, 24).keys("p");
    for _ in 0..40 {
        if trip.screen().contains("▸ 1") {
            break;
        }
        trip = trip.keys("j");
    }
    assert!(trip.screen().contains("▸ 1"), "{}", trip.screen());
    trip.keys("<enter>").sees("Review › ");
}

#[test]
fn a_click_chooses_and_a_second_one_practises() {
    let mut trip = trip().size(80, 24).keys("p");
    let rows = trip.rows();
    let row = rows
        .iter()
        .position(|row| row.contains("3 Springs and neaps"))
        .unwrap();
    let y = u16::try_from(row).unwrap();
    trip.act(Action::Click { x: 4, y });
    assert!(trip.rows()[row].contains("▸ "), "{}", trip.screen());
    trip.act(Action::Click { x: 4, y });
    trip.sees("Review › ");
}

#[test]
fn back_leads_to_where_one_was() {
    trip()
        .keys("p")
        .sees("all courses")
        .keys("<esc>")
        .sees("Tides");
    let trip = trip().keys("<enter> P").sees("Progress · Tides");
    let trip = trip.keys("P").sees("all courses").keys("p");
    let trip = trip.sees("Progress · Tides").keys("<esc>");
    let trip = trip.misses("Progress ·").keys("P L").misses("Progress ·");
    assert!(trip.app.study.is_none());
}

/// However wide the window: no row is wider than it, and in any order of keys and sizes nothing is
/// out of bounds.
#[test]
fn the_charts_fit_every_window() {
    let mut trip = trip().keys("p");
    for width in (10..130).step_by(3).chain([1, 2, 5]) {
        for height in [1, 2, 3, 7, 24, 90] {
            trip = trip.size(width, height).keys("j <pgdn> k G g <pgup> j");
            let Some(Front::Progress(charts)) = &trip.app.front else {
                panic!("{width}x{height}")
            };
            for row in charts.rows(Glyphs::Unicode) {
                let cells = recto::text::width(&row.text());
                let room = usize::from(width).saturating_sub(if width > 20 { 2 } else { 0 });
                assert!(width < 10 || cells <= room, "{width}: {:?}", row.text());
            }
        }
    }
}
