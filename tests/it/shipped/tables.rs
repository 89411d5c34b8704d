//! Tables are whole in narrow windows.

use std::collections::BTreeMap;

use recto::app::layout::{self, Pane, Size};
use recto::course::block::Block;
use recto::page::{self, Glyphs};

use super::shipped;

/// A word that is cut in a table is a fact that is lost.
#[test]
fn tables_are_whole_in_narrow_windows() {
    let size = Size {
        width: 80,
        height: 24,
    };
    let areas = layout::study(size, Pane::Text, 72, 0);
    let narrow = usize::from(areas.frame(Pane::Text).unwrap().body.width);
    let mut n = 0;
    let mut all = String::new();
    for shipped in shipped() {
        for block in shipped.blocks() {
            let Block::Table(table) = block else { continue };
            n += 1;
            for width in [narrow, 60] {
                let page = page::lay_blocks(std::slice::from_ref(block), width, Glyphs::Unicode);
                let rows: Vec<String> = page.rows.iter().map(page::Row::text).collect();
                if width == narrow {
                    all.push_str(&format!("{}\n\n", rows.join("\n")));
                }
                let wide = rows
                    .iter()
                    .map(|row| recto::text::width(row))
                    .max()
                    .unwrap_or(0);
                assert!(wide <= width, "{wide} of {width}: {rows:#?}");
                let mut shown: BTreeMap<String, usize> = BTreeMap::new();
                for word in rows.iter().flat_map(|row| row.split_whitespace()) {
                    *shown.entry(word.to_owned()).or_default() += 1;
                }
                for cell in table.header.iter().chain(table.rows.iter().flatten()) {
                    for word in recto::study::words::line(cell).split_whitespace() {
                        assert!(
                            shown.contains_key(word),
                            "{word:?} is cut at {width}: {rows:#?}"
                        );
                    }
                }
            }
        }
    }
    assert!(n >= 8, "{n} tables");
    insta::assert_snapshot!("tables-80x24", all);
}
