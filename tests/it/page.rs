//! What a page looks like, block by block.

use recto::course::block::{
    Alignment, Block, Definition, Face, FaceKind, Figure, Inline, Table, Target,
};
use recto::course::id::{QuestionId, SectionId};
use recto::course::passage::{Anchor, Passage};
use recto::course::problem::Place;
use recto::course::question::{Feedback, Group, Kind, Question};
use recto::course::{Footnote, Section};
use recto::page::{Glyphs, Line, Page, Role, lay, lay_blocks};
use recto::text::{Clean, width};

fn words(text: &str) -> Vec<Inline> {
    vec![Inline::plain(Clean::words(text))]
}

pub fn p(text: &str) -> Block {
    Block::Paragraph(words(text))
}

fn faced(text: &str, kind: FaceKind) -> Inline {
    Inline {
        face: Face {
            kind,
            ..Face::default()
        },
        ..Inline::plain(Clean::words(text))
    }
}

fn linked(text: &str, target: Target) -> Inline {
    Inline {
        target: Some(target),
        ..Inline::plain(Clean::words(text))
    }
}

fn bullets(items: &[&[Block]]) -> Block {
    Block::List {
        start: None,
        items: items.iter().map(|item| item.to_vec()).collect(),
    }
}

pub fn section(blocks: Vec<Block>) -> Section {
    Section {
        id: SectionId::new("1.4").unwrap(),
        title: Clean::words("1.4 Communities of practice"),
        blocks,
        footnotes: Vec::new(),
        questions: Vec::new(),
        groups: Vec::new(),
    }
}

fn question(id: &str, title: Option<&str>, label: Option<&str>, minutes: Option<u32>) -> Question {
    Question {
        id: QuestionId::new(id).unwrap(),
        kind: Kind::Activity,
        group: label.map(|_| Clean::words("saq")),
        label: label.map(Clean::words),
        title: title.map(Clean::words),
        minutes,
        prompt: Vec::new(),
        hint: Vec::new(),
        prefill: String::new(),
        answer: Vec::new(),
        discussion: Vec::new(),
        reflection: Vec::new(),
        feedback: Feedback::default(),
        evidence: None,
        aims: Vec::new(),
        difficulty: None,
        source: None,
        place: Place::default(),
    }
}

fn rows(page: &Page) -> String {
    page.rows.iter().map(|row| row.text() + "\n").collect()
}

#[track_caller]
fn check(blocks: &[Block], width: usize, expected: &str) {
    check_in(blocks, width, Glyphs::Unicode, expected);
}

#[track_caller]
fn check_in(blocks: &[Block], width: usize, glyphs: Glyphs, expected: &str) {
    let page = lay_blocks(blocks, width, glyphs);
    let expected: Vec<&str> = expected
        .lines()
        .map(|line| line.trim_start_matches('.'))
        .collect();
    assert_eq!(
        rows(&page).lines().collect::<Vec<_>>(),
        expected,
        "{}",
        rows(&page)
    );
}

#[test]
fn a_section_has_its_title_on_top_and_its_notes_below() {
    let note = Inline {
        face: Face {
            kind: FaceKind::Superscript,
            ..Face::default()
        },
        ..linked("wenger", Target::Footnote(Clean::words("wenger")))
    };
    let mut section = section(vec![
        Block::Paragraph([words("Three things"), vec![note], words(" make it.")].concat()),
        Block::Heading {
            level: 2,
            slug: Clean::words("domain"),
            content: words("The domain"),
        },
        p("What they share."),
    ]);
    section.footnotes = vec![
        Footnote {
            label: Clean::words("wenger"),
            blocks: vec![p("Wenger (2009).")],
        },
        Footnote {
            label: Clean::words("other"),
            blocks: vec![p("Another.")],
        },
    ];
    let page = lay(&section, 30, Glyphs::Unicode);
    let expected = "\
1.4 Communities of practice
──────────────────────────────

Three things¹ make it.

The domain

What they share.

────────────
1. Wenger (2009).
2. Another.
";
    assert_eq!(rows(&page), expected);
    assert_eq!(page.headings, [0, 5]);
    assert_eq!(page.links, [(3, Target::Footnote(Clean::words("wenger")))]);
    assert!(page.rows[0].runs[0].look.bold && page.rows[0].runs[0].look.role == Role::Accent);
    assert_eq!(
        page.rows[10].anchor,
        Anchor {
            block: 3,
            offset: 0
        }
    );
    assert_eq!(
        page.rows[11].anchor,
        Anchor {
            block: 4,
            offset: 0
        }
    );
    let ascii = lay(&section, 30, Glyphs::Ascii);
    assert_eq!(ascii.rows[3].text(), "Three things[1] make it.");
    assert!(rows(&ascii).is_ascii());
}

#[test]
fn lists_hang_and_number_to_the_right() {
    check(
        &[bullets(&[
            &[p("one that is long")],
            &[p("two"), bullets(&[&[p("deep")]])],
        ])],
        12,
        "• one that\n  is long\n• two\n  ◦ deep\n",
    );
    check(
        &[Block::List {
            start: Some(9),
            items: vec![vec![p("nine")], vec![p("ten")]],
        }],
        20,
        ". 9. nine\n10. ten\n",
    );
    // Loose where an item has more to say.
    check(
        &[bullets(&[&[p("a"), p("b")], &[p("c")]])],
        20,
        "• a\n\n  b\n\n• c\n",
    );
    check(&[bullets(&[&[], &[p("x")]])], 20, "• \n• x\n");
    check_in(
        &[bullets(&[&[p("a"), bullets(&[&[p("b")]])]])],
        20,
        Glyphs::Ascii,
        "* a\n  - b\n",
    );
    let huge = Block::List {
        start: Some(u64::MAX),
        items: vec![vec![p("a")], vec![p("b")]],
    };
    check(
        &[huge],
        40,
        "18446744073709551615. a\n18446744073709551615. b\n",
    );
}

#[test]
fn terms_stand_above_their_meanings() {
    let definition = |term: &str, meaning: Vec<Block>| Definition {
        term: words(term),
        meanings: vec![meaning],
    };
    check(
        &[Block::Definitions(vec![
            definition("Domain", vec![p("what they share")]),
            definition("Practice", vec![p("what they do")]),
        ])],
        16,
        "Domain\n    what they\n    share\nPractice\n    what they do\n",
    );
}

#[test]
fn quotes_and_callouts_have_a_bar() {
    check(
        &[
            Block::Quote {
                blocks: vec![p("Must have all three."), p("Yes.")],
                source: Some(words("Wenger")),
            },
            p("So."),
        ],
        20,
        "│ Must have all\n│ three.\n│ \n│ Yes.\n│           — Wenger\n\nSo.\n",
    );
    check(
        &[Block::Callout {
            label: Clean::words("Case study"),
            title: Some(Clean::words("A team")),
            blocks: vec![p("It met.")],
        }],
        30,
        "┃ Case study · A team\n┃ It met.\n",
    );
}

#[test]
fn a_source_too_long_for_a_row_hangs() {
    check(
        &[Block::Quote {
            blocks: vec![],
            source: Some(words("Wenger and others, 2009")),
        }],
        20,
        "│ — Wenger and\n│   others, 2009\n",
    );
}

#[test]
fn code_is_kept_and_panned() {
    let code = Block::Code {
        language: Clean::default(),
        text: Clean::lines("if x:\n\n\tgo(far, away)\n"),
    };
    let page = lay_blocks(&[code], 10, Glyphs::Unicode);
    assert_eq!(
        rows(&page),
        "  if x:\n\n      go(far, away)\n".replace("\n\n", "\n  \n")
    );
    assert!(page.rows.iter().all(|row| row.wide));
    assert_eq!(page.rows[2].runs[1].at, Some(7));
    assert_eq!(page.rows[2].runs[1].look.role, Role::Code);
}

#[test]
fn figures_are_told_in_words() {
    check(
        &[Block::Figure(Figure {
            path: Clean::words("a.svg"),
            alternative: Clean::words("Four stages"),
            caption: words("Figure 3 Stages"),
            description: vec![p("Forming comes first.")],
        })],
        40,
        "│ Figure: Four stages\n│ Forming comes first.\nFigure 3 Stages\n",
    );
}

#[test]
fn maths_and_rules_stand_in_the_middle() {
    check(
        &[Block::Maths(Clean::lines("a² + b² = c²")), Block::Rule],
        20,
        ".    a² + b² = c²\n\n.       ─ ─ ─\n",
    );
}

#[test]
fn a_place_of_a_question_names_it() {
    let id = |id| Block::Question(QuestionId::new(id).unwrap());
    let mut section = section(vec![id("a"), id("b"), id("c"), id("lost")]);
    section.title = Clean::default();
    section.questions = vec![
        question("a", Some("Activity 1"), None, Some(10)),
        question("b", None, Some("b"), None),
        question("c", None, None, None),
    ];
    section.groups = vec![Group {
        id: Clean::words("saq"),
        title: Some(Clean::words("SAQ 1")),
        minutes: None,
        introduction: Vec::new(),
    }];
    let page = lay(&section, 60, Glyphs::Unicode);
    assert_eq!(
        rows(&page),
        "▸ Activity 1 · about 10 min\n\n▸ SAQ 1 · part b\n\n▸ Question 3\n\n▸ Question 4\n"
    );
    let places: Vec<_> = page
        .questions
        .iter()
        .map(|(row, id)| (*row, id.as_str()))
        .collect();
    assert_eq!(places, [(0, "a"), (2, "b"), (4, "c"), (6, "lost")]);
}

#[test]
fn a_place_of_a_question_leaves_room_for_its_mark() {
    let mut section = section(vec![Block::Question(QuestionId::new("a").unwrap())]);
    section.title = Clean::default();
    section.questions = vec![question("a", Some("Teams that you know"), None, Some(10))];
    for (room, widest) in [(30, 26), (20, 16), (12, 8), (11, 11)] {
        let page = lay(&section, room, Glyphs::Unicode);
        let cells = page.rows.iter().map(|row| width(&row.text())).max();
        assert!(cells <= Some(widest), "{} in {room}", rows(&page));
    }
    // A title of any length may be shown many times.
    section.questions[0].title = Some(Clean::words(&"long ".repeat(100_000)));
    section.blocks = vec![section.blocks[0].clone(); 1000];
    let page = lay(&section, 72, Glyphs::Unicode);
    assert!(page.rows.len() < 6000);
}

fn table(rows: &[[&str; 2]]) -> Block {
    Block::Table(Table {
        caption: words("Table 1"),
        alignments: vec![Alignment::Left, Alignment::Right],
        header: vec![words("Team"), words("People")],
        rows: rows
            .iter()
            .map(|row| row.iter().map(|cell| words(cell)).collect())
            .collect(),
    })
}

#[test]
fn tables_have_the_columns_they_need() {
    check(
        &[table(&[["Project", "6"], ["Operational", "12"]])],
        40,
        "Table 1\nTeam         People\n───────────  ──────\nProject           6\nOperational      12\n",
    );
    check(
        &[table(&[["Project teams that meet", "6"], ["Other", "12"]])],
        22,
        "Table 1\nTeam            People\n──────────────  ──────\nProject teams        6\nthat meet\n\nOther               12\n",
    );
    check(
        &[table(&[["Project teams", "6"], ["Other", "12"]])],
        12,
        "Table 1\nTeam:\n  Project\n  teams\nPeople: 6\n\nTeam: Other\nPeople: 12\n",
    );
}

#[test]
fn the_words_of_a_header_count_to_the_first_record() {
    let block = table(&[["Project teams", "6"], ["Other", "12"]]);
    let text = block.text();
    let page = lay_blocks(&[block], 12, Glyphs::Unicode);
    let lit = |words: &str| {
        let offset = u32::try_from(text.find(words).unwrap()).unwrap();
        let end = offset + u32::try_from(words.len()).unwrap();
        let start = Anchor { block: 0, offset };
        (page.row_of(start), page.cells_of(Passage { start, end }))
    };
    // Table 1 / Team: / Project / teams / People: 6 / (blank) / Team: Other / People: 12
    assert_eq!(lit("People"), (1, vec![(4, 0..6)]));
    assert_eq!(lit("teams"), (1, vec![(3, 2..7)]));
    assert_eq!(lit("Other"), (6, vec![(6, 6..11)]));
}

#[test]
fn a_header_is_not_said_in_full_with_each_record() {
    let block = Block::Table(Table {
        header: vec![words(&"long ".repeat(10_000)); 20],
        rows: vec![vec![words("x"); 20]; 100],
        ..Table::default()
    });
    let page = lay_blocks(&[block], 40, Glyphs::Unicode);
    assert!(page.rows.len() < 20 * 1500 + 100 * 20 * 4);
}

#[test]
fn a_long_table_takes_linear_time() {
    let cells = ["Project teams that meet", "6"];
    for width in [12, 22, 60] {
        let page = lay_blocks(&[table(&vec![cells; 20_000])], width, Glyphs::Unicode);
        assert!(page.rows.len() >= 20_000);
    }
}

#[test]
fn faces_are_looks() {
    let block = Block::Paragraph(vec![
        Inline {
            face: Face {
                emphasis: true,
                strong: true,
                ..Face::default()
            },
            ..Inline::plain(Clean::words("said "))
        },
        Inline {
            face: Face {
                struck: true,
                ..Face::default()
            },
            ..Inline::plain(Clean::words("out"))
        },
        faced(" x = 1", FaceKind::Code),
        Inline::plain(Clean::words(" m")),
        faced("2", FaceKind::Superscript),
        faced("w", FaceKind::Subscript),
        faced("max", FaceKind::Subscript),
        linked("here", Target::Web(Clean::words("https://example.org"))),
        Inline {
            face: Face {
                strong: true,
                ..Face::default()
            },
            ..linked(" now", Target::Web(Clean::words("https://example.org")))
        },
    ]);
    let page = lay_blocks(std::slice::from_ref(&block), 60, Glyphs::Unicode);
    assert_eq!(
        page.rows[0].text(),
        "said [struck out: out] x = 1 m²_w_(max)here now".replace("_(max)", "ₘₐₓ")
    );
    let runs = &page.rows[0].runs;
    assert!(runs[0].look.bold && runs[0].look.italic);
    assert_eq!(runs[2].look.line, Line::Through);
    assert_eq!(runs[4].look.role, Role::Code);
    assert_eq!((runs[6].at, runs[5].at), (None, Some(14)));
    assert_eq!(
        (runs[9].look.line, runs[9].look.role),
        (Line::Under, Role::Accent)
    );
    // A link in two faces is one link.
    assert_eq!((runs[9].link, runs[10].link), (Some(0), Some(0)));
    assert_eq!(page.links.len(), 1);
    let ascii = lay_blocks(&[block], 60, Glyphs::Ascii);
    assert_eq!(
        ascii.rows[0].text(),
        "said [struck out: out] x = 1 m^2_w_(max)here now"
    );
}

#[test]
fn hard_breaks_and_doubled_blanks() {
    let block = Block::Paragraph(
        [
            words(" one "),
            words(" two"),
            vec![Inline::plain(Clean::lines("\n"))],
            words(" three"),
        ]
        .concat(),
    );
    check(&[block], 20, "one two\nthree\n");
}

#[test]
fn a_passage_is_lit_where_it_shows() {
    let square = vec![
        Inline::plain(Clean::words("the m")),
        faced("2", FaceKind::Superscript),
    ];
    let blocks = [
        p("alpha beta gamma"),
        Block::Paragraph([square, words(" of 日本")].concat()),
    ];
    let page = lay_blocks(&blocks, 10, Glyphs::Unicode);
    let lit = |block, start, end| {
        page.cells_of(Passage {
            start: Anchor {
                block,
                offset: start,
            },
            end,
        })
    };
    assert_eq!(lit(0, 6, 16), [(0, 6..10), (1, 0..5)]);
    assert_eq!(lit(0, 0, 5), [(0, 0..5)]);
    assert_eq!(lit(1, 4, 9), [(3, 4..9)]);
    // Half a character is the whole of it.
    assert_eq!(lit(1, 11, 12), [(4, 0..2)]);
    assert_eq!(lit(7, 0, 5), []);
}

#[test]
fn an_empty_page_has_a_place_too() {
    assert_eq!(
        Page::default().row_of(Anchor {
            block: 3,
            offset: 9
        }),
        0
    );
    assert_eq!(
        lay_blocks(&[p(""), bullets(&[])], 0, Glyphs::Unicode),
        Page::default()
    );
}

#[test]
fn a_first_row_behind_a_long_mark_fits_too() {
    let mut block = p("some words");
    for _ in 0..4 {
        block = Block::Quote {
            blocks: vec![block],
            source: None,
        };
    }
    let list = Block::List {
        start: Some(u64::MAX),
        items: vec![vec![block]],
    };
    for room in 2..60 {
        let page = lay_blocks(std::slice::from_ref(&list), room, Glyphs::Unicode);
        assert!(
            page.rows.iter().all(|row| width(&row.text()) <= room),
            "{}",
            rows(&page)
        );
    }
}

#[test]
fn deep_nesting_is_squeezed_not_lost() {
    let mut block = p("core words");
    for n in 0..64 {
        block = if n % 2 == 0 {
            bullets(&[&[block]])
        } else {
            Block::Quote {
                blocks: vec![block],
                source: None,
            }
        };
    }
    for width in [1, 5, 20, 80] {
        let page = lay_blocks(std::slice::from_ref(&block), width, Glyphs::Unicode);
        let shown: String = rows(&page)
            .chars()
            .filter(char::is_ascii_alphabetic)
            .collect();
        assert_eq!(shown, "corewords");
    }
}
