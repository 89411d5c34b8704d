//! Tables: those with data become tables, those that lay out a page are read cell by cell.
//!
//! **Invariant:** no cell is lost; what stood in blocks becomes lines.

use crate::course::block::{Alignment, Inline};
use crate::import::flow::{Flow, Style};
use crate::import::grid::{Cell, Grid};
use crate::text::Clean;

use super::Node;
use super::blocks::Writer;

impl Writer<'_> {
    pub(super) fn table(&mut self, node: Node, flow: &mut Flow) {
        let rows = rows(node);
        if is_layout(node, &rows) {
            for row in &rows {
                for cell in cells(*row) {
                    flow.end_line();
                    self.children(cell, flow, Style::default());
                    flow.end_line();
                }
            }
            return;
        }
        let mut grid = Grid::default();
        let mut caption = Vec::new();
        let mut beside = Flow::default();
        for child in node.children() {
            match child.name() {
                "caption" => {
                    let line = self.inner_line(child);
                    if !caption.is_empty() && !line.is_empty() {
                        caption.push(Inline::plain(Clean::words(" ")));
                    }
                    caption.extend(line);
                }
                "thead" | "tbody" | "tfoot" | "tr" | "colgroup" | "col" => {}
                _ => self.nodes(&[child], &mut beside, Style::default()),
            }
        }
        for row in rows {
            self.row(row, &mut grid);
        }
        flow.blocks.extend(grid.finish(caption));
        flow.blocks.extend(beside.finish());
    }

    fn row(&mut self, row: Node, grid: &mut Grid) {
        let is_in_head = row.parent().is_some_and(|parent| parent.name() == "thead");
        let is_first = grid.rows.is_empty();
        let mut is_header = is_first;
        let mut read = Vec::new();
        for cell in cells(row) {
            is_header &= is_in_head || cell.name() == "th";
            let span = |name| {
                cell.attribute(name)
                    .and_then(|span| span.parse::<usize>().ok())
            };
            read.push((
                cell.name() == "th",
                Cell {
                    line: self.inner_line(cell),
                    columns: span("colspan").unwrap_or(1).max(1),
                    rows: span("rowspan").unwrap_or(1).max(1),
                    alignment: alignment(cell),
                },
            ));
        }
        if read.is_empty() {
            return;
        }
        grid.has_header |= is_header;
        let cells = read.into_iter().map(|(is_named, mut cell)| {
            if is_named && !is_header {
                cell.line
                    .iter_mut()
                    .for_each(|inline| inline.face.strong = true);
            }
            cell
        });
        grid.add(cells.collect());
    }
}

/// The rows of a table, without those of tables in it: those of the head first, of the foot last.
fn rows(table: Node) -> Vec<Node> {
    let mut parts: [Vec<Node>; 3] = Default::default();
    for child in table.elements() {
        let part = match child.name() {
            "thead" => 0,
            "tbody" | "tr" => 1,
            "tfoot" => 2,
            _ => continue,
        };
        if child.name() == "tr" {
            parts[part].push(child);
        } else {
            let inner = child.elements().filter(|row| row.name() == "tr");
            parts[part].extend(inner);
        }
    }
    parts.concat()
}

fn cells(row: Node<'_>) -> impl Iterator<Item = Node<'_>> {
    row.elements()
        .filter(|cell| matches!(cell.name(), "td" | "th"))
}

/// Does a table only say what stands where on the page?
fn is_layout(table: Node, rows: &[Node]) -> bool {
    if matches!(table.attribute("role"), Some("presentation" | "none")) {
        return true;
    }
    let has_names = table
        .descendants()
        .any(|node| matches!(node.name(), "th" | "caption"));
    let is_one_column = rows.iter().all(|row| cells(*row).count() <= 1);
    let has_blocks = rows.iter().flat_map(|row| cells(*row)).any(|cell| {
        cell.descendants().any(|node| {
            matches!(
                node.name(),
                "table" | "h1" | "h2" | "h3" | "h4" | "figure" | "pre" | "form" | "blockquote"
            )
        })
    });
    !has_names && (is_one_column || has_blocks)
        || has_blocks
            && rows
                .iter()
                .any(|row| row.find(|node| node.name() == "table").is_some())
}

fn alignment(cell: Node) -> Alignment {
    let style = cell.attribute("style").unwrap_or_default();
    let class = cell.attribute("class").unwrap_or_default();
    let said = [cell.attribute("align").unwrap_or_default(), style, class].join(" ");
    let said = said.to_ascii_lowercase().replace(' ', "");
    let says = |words: &[&str]| words.iter().any(|word| said.contains(word));
    if says(&["text-align:center", "tablecent", "columnheadcent"]) || said.starts_with("center") {
        Alignment::Centre
    } else if says(&[
        "text-align:right",
        "tableright",
        "tabledecimal",
        "columnheadright",
    ]) || said.starts_with("right")
    {
        Alignment::Right
    } else {
        Alignment::Left
    }
}
