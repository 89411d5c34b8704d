//! The answer sheet of an exam: for each question its number, whether it is answered, a flag.
//!
//! **Invariant:** every sign has an ASCII form, and none is told by colour alone. Each row is as wide
//! as it may be, but for a window that has no room for one cell.

use crate::app::rows::{self, CAUTION, DIM, PLAIN, TITLE};
use crate::page::{Glyphs, Look, Row, Run};
use crate::study::exam::script::{Entry, Flag, Script};
use crate::text;

/// Blanks between two questions.
const GAP: usize = 2;

/// The sheet, divided for a width.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Grid {
    /// Cells of a question.
    cell: usize,
    /// Questions in a row.
    pub per_row: usize,
}

impl Grid {
    /// For that many questions.
    pub fn new(n: usize, width: usize, glyphs: Glyphs) -> Self {
        let cell = 1 + digits(n) + 1 + text::width(sign(&Entry::default(), glyphs)) + 1;
        Self {
            cell,
            per_row: ((width + GAP) / (cell + GAP)).max(1),
        }
    }

    /// How many rows there are.
    pub fn n_rows(self, n: usize) -> usize {
        n.div_ceil(self.per_row)
    }

    /// Which question stands in that column of that row.
    pub fn at(self, row: usize, column: usize) -> Option<usize> {
        let place = column / (self.cell + GAP);
        (place < self.per_row).then_some(row * self.per_row + place)
    }
}

fn digits(n: usize) -> usize {
    n.to_string().len()
}

/// The rows `from` that one, as many as `n_rows`.
pub(super) fn rows(
    script: &Script,
    grid: Grid,
    glyphs: Glyphs,
    from: usize,
    n_rows: usize,
) -> Vec<Row> {
    let n = script.entries.len();
    let entries: Vec<_> = script.entries.iter().enumerate().collect();
    let rows = entries.chunks(grid.per_row).skip(from).take(n_rows);
    rows.map(|entries| {
        let cells = entries
            .iter()
            .flat_map(|(at, entry)| cell(entry, *at, digits(n), *at == script.at, glyphs));
        Row {
            runs: cells.collect(),
            ..Row::default()
        }
    })
    .collect()
}

fn cell(entry: &Entry, at: usize, digits: usize, is_here: bool, glyphs: Glyphs) -> [Run; 3] {
    let here = match (is_here, glyphs) {
        (false, _) => " ",
        (true, Glyphs::Unicode) => "▸",
        (true, Glyphs::Ascii) => ">",
    };
    let flag = match (entry.flag, glyphs) {
        (Flag::Down, _) => " ",
        (Flag::Up, Glyphs::Unicode) => "⚑",
        (Flag::Up, Glyphs::Ascii) => "!",
    };
    let look: Look = match (is_here, entry.is_answered()) {
        (true, _) => TITLE,
        (false, true) => PLAIN,
        (false, false) => DIM,
    };
    [
        rows::run(
            format!("{here}{:>digits$} {}", at + 1, sign(entry, glyphs)),
            look,
        ),
        rows::run(flag, CAUTION),
        rows::run(" ".repeat(GAP), PLAIN),
    ]
}

fn sign(entry: &Entry, glyphs: Glyphs) -> &'static str {
    match (entry.is_answered(), glyphs) {
        (true, Glyphs::Unicode) => "✓",
        (true, Glyphs::Ascii) => "[x]",
        (false, Glyphs::Unicode) => "·",
        (false, Glyphs::Ascii) => "[.]",
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::course::id::FullId;
    use crate::study::desk::Draft;
    use crate::study::event::{Paper, Response};

    fn script(n: usize) -> Script {
        let questions = (0..n).map(|at| FullId::parse(&format!("1/q{at}")).unwrap());
        let paper = Paper {
            title: None,
            questions: questions.collect(),
            seed: 1,
            limit: None,
            pass: 50,
        };
        let mut script = Script::begin(paper, jiff::Timestamp::UNIX_EPOCH);
        script.write(Some(Draft {
            response: Response::Said(true),
            cursor: 0,
            hinted: false,
        }));
        script.go_to(2);
        script.flag();
        script
    }

    #[test]
    fn answered_empty_flagged_and_here_have_signs() {
        for (glyphs, wanted) in [
            (Glyphs::Unicode, "  1 ✓    2 ·   ▸3 ·⚑"),
            (Glyphs::Ascii, "  1 [x]    2 [.]   >3 [.]!"),
        ] {
            let script = script(3);
            let grid = Grid::new(3, 60, glyphs);
            let shown = rows(&script, grid, glyphs, 0, 9);
            assert_eq!(shown.len(), 1);
            assert_eq!(format!(" {}", shown[0].text().trim_end()), wanted);
        }
    }

    #[test]
    fn it_wraps_and_a_click_finds_the_question() {
        let script = script(500);
        for width in [0, 1, 9, 20, 72] {
            let grid = Grid::new(500, width, Glyphs::Unicode);
            let all = rows(&script, grid, Glyphs::Unicode, 0, usize::MAX);
            assert_eq!(all.len(), grid.n_rows(500));
            for (at, row) in all.iter().enumerate() {
                let words = row.text();
                let words = words.trim_end();
                assert!(
                    width < 9 || text::width(words) <= width,
                    "{width}: {words:?}"
                );
                let number = (at * grid.per_row + 1).to_string();
                let column = words.find(&number).unwrap();
                assert_eq!(grid.at(at, column), Some(at * grid.per_row));
            }
            assert_eq!(grid.at(0, 10_000), None);
        }
    }
}
