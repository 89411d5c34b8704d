//! The promises that any page keeps at any width.

use proptest::prelude::*;
use recto::course::block::{
    Alignment, Block, Definition, Face, FaceKind, Figure, Inline, Table, Target,
};
use recto::course::id::QuestionId;
use recto::course::passage::{Anchor, Passage};
use recto::course::{Footnote, Section};
use recto::page::{Glyphs, Role, Run, lay, lay_blocks};
use recto::text::{Clean, width};
use unicode_segmentation::UnicodeSegmentation;

use crate::page::{p, section};
use crate::wrap::hostile;

fn inline(plain: bool) -> impl Strategy<Value = Inline> {
    let kind = if plain {
        prop_oneof![4 => Just(FaceKind::Text), 1 => Just(FaceKind::Code)].boxed()
    } else {
        prop_oneof![
            Just(FaceKind::Text),
            Just(FaceKind::Superscript),
            Just(FaceKind::Subscript),
            Just(FaceKind::Maths)
        ]
        .boxed()
    };
    let target = prop_oneof![
        6 => Just(None),
        1 => Just(Some(Target::Web(Clean::words("https://example.org")))),
        1 => Just((!plain).then(|| Target::Footnote(Clean::words("a")))),
    ];
    let text = prop_oneof![
        9 => prop_oneof!["[a-z]{1,12}( [a-z]{1,9}){0,12}".boxed(), hostile().boxed()]
            .prop_map(|text| Clean::words(&text)),
        1 => Just(Clean::lines("\n")),
    ];
    (text, kind, any::<[bool; 3]>(), target).prop_map(
        |(text, kind, [emphasis, strong, struck], target)| Inline {
            text,
            face: Face {
                emphasis,
                strong,
                struck,
                kind,
            },
            target,
        },
    )
}

fn inlines(plain: bool) -> impl Strategy<Value = Vec<Inline>> {
    prop::collection::vec(inline(plain), 0..5)
}

fn block(plain: bool) -> impl Strategy<Value = Block> {
    let line = || inlines(plain);
    let leaf = prop_oneof![
        6 => line().prop_map(Block::Paragraph),
        1 => (2u8..5, line()).prop_map(|(level, content)| Block::Heading { level, slug: Clean::words("h"), content }),
        1 => hostile().prop_map(|text| Block::Code { language: Clean::default(), text: Clean::lines(&text) }),
        1 => hostile().prop_map(|text| Block::Maths(Clean::lines(&text))),
        1 => Just(Block::Rule),
        1 => Just(Block::Question(QuestionId::new("q").unwrap())),
        1 => (line(), prop::collection::vec(prop::collection::vec(line(), 3), 1..4)).prop_map(|(caption, mut rows)| {
            let header = rows.pop().unwrap();
            Block::Table(Table { caption, alignments: vec![Alignment::Centre, Alignment::Right], header, rows })
        }),
    ];
    leaf.prop_recursive(4, 24, 4, move |inner| {
        let blocks = prop::collection::vec(inner, 0..4);
        prop_oneof![
            (
                prop::option::of(0u64..120),
                prop::collection::vec(blocks.clone(), 0..4)
            )
                .prop_map(|(start, items)| Block::List { start, items }),
            (inlines(plain), prop::collection::vec(blocks.clone(), 0..3)).prop_map(
                |(term, meanings)| Block::Definitions(vec![Definition { term, meanings }])
            ),
            (blocks.clone(), prop::option::of(inlines(plain)))
                .prop_map(|(blocks, source)| Block::Quote { blocks, source }),
            (prop::option::of(hostile()), blocks.clone()).prop_map(|(title, blocks)| {
                Block::Callout {
                    label: Clean::words("Note"),
                    title: title.map(|title| Clean::words(&title)),
                    blocks,
                }
            }),
            (hostile(), inlines(plain), blocks).prop_map(|(alternative, caption, description)| {
                Block::Figure(Figure {
                    path: Clean::words("a.svg"),
                    alternative: Clean::words(&alternative),
                    caption,
                    description,
                })
            }),
        ]
    })
}

fn any_section(plain: bool) -> impl Strategy<Value = Section> {
    let blocks = prop::collection::vec(block(plain), 0..6);
    let notes = prop::collection::vec(prop::collection::vec(block(plain), 0..3), 0..3);
    (blocks, notes).prop_map(|(blocks, notes)| {
        let mut section = section(blocks);
        section.footnotes = ["a", "b", "c"]
            .iter()
            .zip(notes)
            .map(|(label, blocks)| Footnote {
                label: Clean::words(label),
                blocks,
            })
            .collect();
        section
    })
}

/// The text that anchors count in, block by block, footnotes behind the others.
fn texts(section: &Section) -> Vec<String> {
    let notes = section
        .footnotes
        .iter()
        .map(|note| note.blocks.iter().map(Block::text).collect());
    section
        .blocks
        .iter()
        .map(Block::text)
        .chain(notes)
        .collect()
}

fn has_table(blocks: &[Block]) -> bool {
    format!("{blocks:?}").contains("Table(")
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn a_page_keeps_its_promises(
        section in any_section(false),
        room in 0usize..100,
        ascii in any::<bool>(),
    ) {
        let page = lay(&section, room, if ascii { Glyphs::Ascii } else { Glyphs::Unicode });
        let texts = texts(&section);
        let mut before = Anchor::default();
        for row in &page.rows {
            // Only code may be wider than the page, and a grapheme for which there is no room.
            let cells: usize = row.runs.iter().map(|run| width(&run.text)).sum();
            let is_code = row.runs.iter().any(|run| run.look.role == Role::Code);
            let has_giant = row.text().graphemes(true).any(|g| width(g) > room.clamp(1, 4));
            prop_assert!(cells <= room.max(1) || is_code || has_giant, "{:?} in {}", row, room);
            prop_assert!(cells <= room.max(1) || row.wide);
            prop_assert!(before <= row.anchor, "{:?} after {:?}", row, before);
            before = row.anchor;
            for run in &row.runs {
                prop_assert!(!run.text.is_empty() && !run.text.contains(char::is_control));
                if let Some(at) = run.at {
                    let text = &texts[row.anchor.block as usize];
                    prop_assert!(text[at as usize..].starts_with(&run.text), "{:?} in {:?}", run, text);
                }
                if let Some(link) = run.link {
                    prop_assert!((link as usize) < page.links.len());
                }
            }
        }
        let n_rows = page.rows.len();
        prop_assert!(page.headings.is_sorted() && page.headings.iter().all(|&row| row < n_rows));
        prop_assert!(page.questions.is_sorted_by_key(|(row, _)| *row));
        prop_assert!(page.questions.iter().all(|(row, _)| page.rows[*row].text().contains('Q')));
        prop_assert!(page.links.iter().all(|(row, _)| *row < n_rows));
    }

    #[test]
    fn no_word_is_lost(section in any_section(true), room in 1usize..100) {
        let page = lay(&section, room, Glyphs::Unicode);
        for (block, text) in texts(&section).iter().enumerate() {
            let mut shown = vec![false; text.len()];
            let (mut at, mut is_in_order) = (0, true);
            for run in page.rows.iter().filter(|row| row.anchor.block as usize == block).flat_map(|row| &row.runs) {
                if let Some(start) = run.at {
                    is_in_order &= at <= start;
                    at = start + u32::try_from(run.text.len()).unwrap();
                    shown[start as usize..at as usize].fill(true);
                }
            }
            for (at, c) in text.char_indices() {
                prop_assert!(shown[at] || c.is_whitespace(), "{:?} at {} of {:?}", c, at, text);
            }
            let blocks = section.blocks.get(block..=block).unwrap_or_else(|| {
                &section.footnotes[block - section.blocks.len()].blocks
            });
            prop_assert!(is_in_order || has_table(blocks));
        }
    }

    #[test]
    fn the_reading_place_survives_the_width(
        section in any_section(false),
        room in 1usize..100,
        other in 1usize..100,
    ) {
        let page = lay(&section, room, Glyphs::Unicode);
        let resized = lay(&section, other, Glyphs::Unicode);
        for (n, row) in page.rows.iter().enumerate() {
            // Labels and rules share the place of what they head: the reader is taken to the head.
            let place = page.row_of(row.anchor);
            prop_assert!(place <= n && page.rows[place].anchor == row.anchor);
            let there = resized.row_of(row.anchor);
            prop_assert!(there == 0 || resized.rows[there].anchor <= row.anchor);
            let next = resized.rows[there..].iter().find(|other| other.anchor > resized.rows[there].anchor);
            prop_assert!(next.is_none_or(|next| next.anchor > row.anchor));
        }
    }

    #[test]
    fn text_alone_comes_back_to_the_very_row(
        texts in prop::collection::vec("[a-z]{1,12}( [a-z]{1,9}){0,30}", 1..8),
        room in 1usize..100,
    ) {
        let blocks: Vec<Block> = texts.iter().map(|text| p(text)).collect();
        let page = lay_blocks(&blocks, room, Glyphs::Unicode);
        for (n, row) in page.rows.iter().enumerate() {
            prop_assert_eq!(page.row_of(row.anchor), n);
        }
    }

    #[test]
    fn a_passage_is_lit_inside_its_rows(
        section in any_section(false),
        room in 1usize..100,
        (block, start, len) in (0u32..9, 0u32..60, 0u32..60),
    ) {
        let page = lay(&section, room, Glyphs::Unicode);
        let passage = Passage { start: Anchor { block, offset: start }, end: start + len };
        for (row, columns) in page.cells_of(passage) {
            let row = &page.rows[row];
            prop_assert!(columns.start < columns.end);
            prop_assert!(columns.end <= row.runs.iter().map(|run| width(&run.text)).sum());
            prop_assert_eq!(row.anchor.block, block);
        }
    }

    #[test]
    fn no_row_of_a_passage_is_missed(
        section in any_section(false),
        room in 1usize..100,
        (block, start, len) in (0u32..6, 0u32..60, 1u32..60),
    ) {
        let page = lay(&section, room, Glyphs::Unicode);
        let end = start + len;
        let passage = Passage { start: Anchor { block, offset: start }, end };
        let lit = page.cells_of(passage);
        let shows = |run: &Run| run.at.is_some_and(|at| {
            run.text.grapheme_indices(true).any(|(byte, sign)| {
                let byte = at as usize + byte;
                width(sign) > 0 && byte < end as usize && byte + sign.len() > start as usize
            })
        });
        for (n, row) in page.rows.iter().enumerate() {
            if row.anchor.block == block && row.runs.iter().any(shows) {
                prop_assert!(lit.iter().any(|(lit, _)| *lit == n), "{:?} for {:?}", row, passage);
            }
        }
    }
}
