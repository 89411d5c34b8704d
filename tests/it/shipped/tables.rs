//! Tables are whole in narrow windows.

use std::collections::BTreeMap;

use recto::app::layout::{self, Pane, Rect, Size};
use recto::app::settings::Settings;
use recto::course::Section;
use recto::course::block::{Block, Table};
use recto::page::{self, Glyphs};
use recto::plain::read;
use recto::study::words::line;

use super::{Shipped, shipped};
use crate::harness::Trip;

const WINDOW: Size = Size {
    width: 80,
    height: 24,
};

/// How wide the plain front end is asked to be.
const LINE: usize = 60;

/// Where the text pane of the window draws its rows.
fn pane() -> Rect {
    let areas = layout::study(WINDOW, Pane::Text, Settings::default().measure, 0);
    areas.frame(Pane::Text).unwrap().body
}

/// How wide the text is laid in that pane.
fn narrow() -> usize {
    usize::from(pane().width.min(Settings::default().measure))
}

/// The rows of a block, laid `width` cells wide.
fn rows(block: &Block, width: usize) -> Vec<String> {
    let page = page::lay_blocks(std::slice::from_ref(block), width, Glyphs::Unicode);
    page.rows.iter().map(page::Row::text).collect()
}

/// How often each word stands there.
fn counted<'t>(texts: impl IntoIterator<Item = &'t String>) -> BTreeMap<&'t str, usize> {
    let mut counts = BTreeMap::new();
    for word in texts.into_iter().flat_map(|text| text.split_whitespace()) {
        *counts.entry(word).or_default() += 1;
    }
    counts
}

/// Each word of a table is on a row, unbroken, as often as its cells have it.
fn is_whole(table: &Table, rows: &[String], width: usize) {
    let widest = rows.iter().map(|row| recto::text::width(row)).max();
    assert!(widest <= Some(width), "{widest:?} of {width}: {rows:#?}");
    let cells = table.header.iter().chain(table.rows.iter().flatten());
    let cells = cells.chain([&table.caption]).map(|cell| line(cell));
    let cells: Vec<String> = cells.collect();
    let shown = counted(rows);
    for (word, n) in counted(&cells) {
        let there = shown.get(word).copied().unwrap_or(0);
        assert!(
            there >= n,
            "{word:?} is whole {there} times of {n} at {width}: {rows:#?}"
        );
    }
}

/// The sections that have tables, with these: those of the text itself, not in a box.
fn with_tables(shipped: &Shipped) -> impl Iterator<Item = (&Section, Vec<&Block>)> {
    shipped.sections.iter().filter_map(|section| {
        let blocks = section.blocks.iter();
        let tables: Vec<_> = blocks
            .filter(|block| matches!(block, Block::Table(_)))
            .collect();
        (!tables.is_empty()).then_some((section, tables))
    })
}

/// All that the text pane of a window shows of a section from its first row to its last, row by row.
fn scrolled(course: &str, section: &str) -> Vec<String> {
    let body = pane();
    let mut trip = Trip::on(course)
        .section(section)
        .size(WINDOW.width, WINDOW.height)
        .keys("g");
    let mut seen = Vec::new();
    loop {
        let screen = trip.rows();
        let rows = screen.iter().skip(body.y.into()).take(body.height.into());
        let (left, width) = (usize::from(body.x), usize::from(body.width));
        let cut = |row: &String| -> String { row.chars().skip(left).take(width).collect() };
        seen.extend(rows.map(|row| cut(row).trim_end().to_owned()));
        trip = trip.keys("<ctrl-d>");
        if trip.rows() == screen {
            return seen;
        }
    }
}

/// A word that is cut in a table is a fact that is lost.
#[test]
fn tables_are_whole_in_narrow_windows() {
    let mut n = 0;
    let mut all = String::new();
    for shipped in shipped() {
        for block in shipped.blocks() {
            let Block::Table(table) = block else { continue };
            n += 1;
            for width in [narrow(), LINE] {
                is_whole(table, &rows(block, width), width);
            }
            all.push_str(&rows(block, narrow()).join("\n"));
            all.push_str("\n\n");
        }
    }
    assert!(n >= 8, "{n} tables");
    insta::assert_snapshot!("tables-80x24", all);
}

/// What is whole when it is laid is shown so: in the window, and line by line.
#[test]
fn tables_are_shown_as_they_are_laid() {
    let mut n = 0;
    for shipped in shipped() {
        for (section, tables) in with_tables(&shipped) {
            n += tables.len();
            let on_screen = scrolled(shipped.course.id.as_str(), section.id.as_str());
            let printed = read::text(section, LINE);
            let printed: Vec<_> = printed.lines().map(str::to_owned).collect();
            for table in tables {
                for (shown, width) in [(&on_screen, narrow()), (&printed, LINE)] {
                    for row in rows(table, width) {
                        let row = row.trim_end();
                        let is_there = shown.iter().any(|shown| shown.trim_end() == row);
                        assert!(
                            is_there,
                            "{}: {row:?} is not shown at {width}: {shown:#?}",
                            section.title
                        );
                    }
                }
            }
        }
    }
    println!("{n} tables in {} by {}", WINDOW.width, WINDOW.height);
    assert!(n >= 8, "{n} tables");
}
