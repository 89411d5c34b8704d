//! What stands between `\begin` and `\end`: lines of a derivation, matrices, cases.
//!
//! **Invariant:** `;` ends a line or row, `,` parts what stands beside each other in a matrix; each
//! cell is read on its own.

use super::atom::{Atom, Bind, Class};
use super::lex::Token;
use super::parse::Parser;
use super::row::Row;

/// Rows of cells.
type Cells = Vec<Vec<Row>>;

/// Reads an environment whose `\begin` was read, and adds what it holds.
pub fn read(parser: &mut Parser, row: &mut Row) -> Option<()> {
    let name = parser.lexer.raw_group()?;
    let kind = name.strip_suffix('*').unwrap_or(name);
    match kind {
        "array" | "subarray" => {
            parser.lexer.raw_option();
            parser.lexer.raw_group()?;
        }
        "alignat" | "alignedat" => {
            parser.lexer.raw_group()?;
        }
        "aligned" | "gathered" | "split" => {
            parser.lexer.raw_option();
        }
        _ if kind.ends_with("matrix") && name.ends_with('*') => {
            parser.lexer.raw_option();
        }
        _ => {}
    }
    let cells = cells(parser, name)?;
    match kind {
        "equation" | "displaymath" | "math" | "align" | "alignat" | "flalign" | "aligned"
        | "alignedat" | "gather" | "gathered" | "split" | "multline" => lines(cells, 2, row),
        "eqnarray" => lines(cells, usize::MAX, row),
        "array" if is_derivation(&cells) => lines(cells, usize::MAX, row),
        "subarray" => lines(cells, usize::MAX, row),
        "array" | "matrix" | "smallmatrix" => {
            let matrix = Atom {
                cases: Some(cases(&cells)),
                ..Atom::new(matrix(&cells), Class::Ordinary).bound(Bind::Matrix)
            };
            row.push(matrix);
        }
        "cases" | "dcases" => row.push(Atom::new(cases(&cells), Class::Ordinary)),
        _ => {
            let (open, close) = match kind {
                "pmatrix" | "psmallmatrix" => ('(', ')'),
                "bmatrix" | "bsmallmatrix" => ('[', ']'),
                "Bmatrix" => ('{', '}'),
                "vmatrix" => ('|', '|'),
                "Vmatrix" => ('‖', '‖'),
                _ => return None,
            };
            let text = format!("{open}{}{close}", matrix(&cells));
            row.push(Atom::new(text, Class::Ordinary));
        }
    }
    Some(())
}

/// Reads cells up to the end of the environment.
fn cells(parser: &mut Parser, name: &str) -> Option<Cells> {
    parser.deeper(|parser| {
        let mut rows = vec![Vec::new()];
        loop {
            let cell = parser.row()?;
            rows.last_mut()?.push(cell);
            match parser.lexer.next()? {
                Token::Tab => {}
                Token::Line => {
                    parser.after_line();
                    rows.push(Vec::new());
                }
                Token::Command("end") => {
                    rows.retain(|row| !row.iter().all(|cell| cell.atoms.is_empty()));
                    return (parser.lexer.raw_group()? == name).then_some(rows);
                }
                _ => return None,
            }
        }
    })
}

/// Adds lines; each goes on over its cells, with a gap behind every `n_columns` of them.
fn lines(cells: Cells, n_columns: usize, row: &mut Row) {
    let is_one = cells.len() == 1;
    let mut all = Row::default();
    for (n, line) in cells.into_iter().enumerate() {
        if n > 0 {
            all.line_end();
        }
        for (n, cell) in line.into_iter().enumerate() {
            if n > 0 && n % n_columns == 0 && !cell.atoms.is_empty() {
                all.push(Atom::new("\u{a0} ", Class::Gap));
            }
            all.append(cell);
        }
    }
    if is_one {
        row.append(all);
        return;
    }
    let text = all.wide();
    let cases = format!("{{ {} }}", text.trim());
    row.push(Atom {
        cases: Some(cases.into()),
        ..Atom::new(text, Class::Ordinary).bound(Bind::Lines)
    });
}

/// Is it a table of `a & = & b`?
fn is_derivation(cells: &Cells) -> bool {
    let is_relation = |atom: Option<&Atom>| atom.is_some_and(|atom| atom.class == Class::Relation);
    let has_relation = |row: &Vec<Row>| {
        let starts = row
            .iter()
            .skip(1)
            .any(|cell| is_relation(cell.atoms.first()));
        starts || (row.len() > 1 && is_relation(row[0].atoms.last()))
    };
    !cells.is_empty() && cells.iter().all(has_relation)
}

fn matrix(cells: &Cells) -> String {
    let row = |row: &Vec<Row>| {
        let cells: Vec<String> = row.iter().map(Row::wide).collect();
        let cells: Vec<&str> = cells.iter().map(|cell| cell.trim()).collect();
        cells.join(", ")
    };
    cells.iter().map(row).collect::<Vec<_>>().join("; ")
}

fn cases(cells: &Cells) -> Box<str> {
    let cases: Vec<String> = cells.iter().map(|row| case(row)).collect();
    format!("{{ {} }}", cases.join("; ")).into()
}

/// A value, and when it is the value.
fn case(row: &[Row]) -> String {
    let mut out = String::new();
    for cell in row {
        let text = cell.wide();
        let text = text.trim();
        if out.is_empty() || text.is_empty() {
            out.push_str(text);
            continue;
        }
        let has_words = cell
            .atoms
            .first()
            .is_some_and(|atom| atom.class == Class::Word);
        out.push_str(if has_words || out.ends_with(',') {
            " "
        } else {
            " if "
        });
        out.push_str(text);
    }
    out
}
