//! Whatever blocks there are: what is written of them in Markdown is read as the same blocks.

use proptest::collection::vec;
use proptest::prelude::*;
use recto::course::block::{
    Alignment, Block, Definition, Face, FaceKind, Figure, Inline, Table, Target,
};
use recto::course::id::{QuestionId, SectionId};
use recto::course::{Footnote, Section};
use recto::markup::{markdown, normal, write};
use recto::text::Clean;

/// Words with whatever looks like a mark.
fn any_text() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        4 => "[a-zäß茶0-9]{1,6}",
        2 => Just(" ".to_owned()),
        2 => "[!-/:-@\\[-`{-~]{1,3}",
        1 => prop_oneof![
            Just("1. "), Just("- "), Just("# "), Just("{{question q}}"), Just("[!NOTE]"), Just("Table: "), Just("— "),
            Just(": "), Just("**"), Just("$x$"), Just("&amp;"), Just("&#98;"), Just("<b>"), Just("[^1]"), Just("[a](b)"),
            Just("~~"), Just("H~2~O"), Just("m^2^"), Just("|"), Just("\u{a0}"), Just("\n"), Just("```"), Just("==="), Just("\\"),
        ]
        .prop_map(str::to_owned),
    ];
    vec(piece, 1..8).prop_map(|pieces| pieces.concat())
}

fn any_inline() -> impl Strategy<Value = Inline> {
    let kind = prop_oneof![
        6 => Just(FaceKind::Text),
        1 => Just(FaceKind::Code),
        1 => Just(FaceKind::Maths),
        1 => Just(FaceKind::Superscript),
        1 => Just(FaceKind::Subscript),
    ];
    let flag = || prop::bool::weighted(0.25);
    let face = (flag(), flag(), flag(), kind).prop_map(|(emphasis, strong, struck, kind)| Face {
        emphasis,
        strong,
        struck,
        kind,
    });
    let target = prop_oneof![
        8 => Just(None),
        1 => "[a-z]{1,4}".prop_map(|path| Some(Target::Web(Clean::words(&format!("https://example.org/{path}?a=1&b=(2)"))))),
        1 => "[a-z0-9. #%&<]{1,8}".prop_map(|term| Some(Target::Term(Clean::trimmed(&format!("t{term}"))))),
        1 => Just(Some(Target::Heading(Clean::words("heading")))),
        1 => Just(Some(Target::Section(SectionId::new("1.4").unwrap(), Some(Clean::words("a-b"))))),
        1 => "[12]".prop_map(|label| Some(Target::Footnote(Clean::words(&label)))),
    ];
    (any_text(), face, target).prop_map(|(text, face, target)| {
        let text = match face.kind {
            FaceKind::Code => Clean::line(&text),
            _ => text.split('\n').fold(Clean::default(), |so_far, part| {
                if so_far.is_empty() {
                    Clean::words(part)
                } else {
                    Clean::lines(&format!("{so_far}\n{}", Clean::words(part)))
                }
            }),
        };
        Inline { text, face, target }
    })
}

/// A piece of a line as chemists write it: letters, signs, and charges and counts among them.
fn any_formula() -> impl Strategy<Value = Inline> {
    let kind = prop_oneof![
        2 => Just(FaceKind::Text),
        1 => Just(FaceKind::Superscript),
        1 => Just(FaceKind::Subscript),
    ];
    (kind, "[A-Ka-k]{1,2}|[0-9]?[+-]|[0-9n]|[,.;()=] ?").prop_map(|(kind, text)| Inline {
        text: Clean::words(&text),
        face: Face {
            kind,
            ..Face::default()
        },
        target: None,
    })
}

fn any_label() -> impl Strategy<Value = String> {
    prop_oneof![
        any_text(),
        Just("Description".to_owned()),
        Just("Case study".to_owned()),
        Just("Key points: *all*".to_owned()),
        Just("tip".to_owned()),
    ]
}

/// Code, with blanks and whatever looks like a mark before and behind its words.
fn any_code() -> impl Strategy<Value = String> {
    let line = ("[ ]{0,3}", any_text(), "[ ]{0,2}");
    let line = line.prop_map(|(before, words, behind)| format!("{before}{words}{behind}"));
    let wide = ("[- >]{250,300}", "[a-z]{0,3}").prop_map(|(marks, words)| marks + &words);
    vec(
        prop_oneof![8 => line, 1 => wide, 1 => Just(String::new())],
        0..4,
    )
    .prop_map(|lines| lines.join("\n"))
}

pub fn any_line() -> impl Strategy<Value = Vec<Inline>> {
    vec(any_inline(), 0..5)
}

fn any_table() -> impl Strategy<Value = Table> {
    let alignment = prop_oneof![
        Just(Alignment::Left),
        Just(Alignment::Centre),
        Just(Alignment::Right)
    ];
    (
        any_line(),
        vec(alignment, 0..3),
        vec(any_line(), 0..3),
        vec(vec(any_line(), 0..3), 0..3),
    )
        .prop_map(|(caption, alignments, header, rows)| Table {
            caption,
            alignments,
            header,
            rows,
        })
}

pub fn any_block() -> impl Strategy<Value = Block> {
    let leaf = prop_oneof![
        6 => any_line().prop_map(Block::Paragraph),
        1 => (1u8..9, any_line()).prop_map(|(level, content)| Block::Heading { level, slug: Clean::words("s"), content }),
        1 => any_table().prop_map(Block::Table),
        1 => ("[a-z+]{0,5}", any_code()).prop_map(|(language, text)| Block::Code {
            language: Clean::words(&language),
            text: Clean::lines(&text),
        }),
        1 => any_text().prop_map(|text| Block::Maths(Clean::trimmed(&text))),
        1 => Just(Block::Rule),
        1 => "[a-z]{1,4}".prop_map(|id| Block::Question(QuestionId::new(&id).unwrap())),
    ];
    leaf.prop_recursive(4, 24, 4, |inner| {
        let blocks = || vec(inner.clone(), 0..4);
        prop_oneof![
            (prop::option::of(0u64..1200), vec(blocks(), 1..4))
                .prop_map(|(start, items)| Block::List { start, items }),
            vec((any_line(), vec(blocks(), 0..3)), 1..3).prop_map(|all| Block::Definitions(
                all.into_iter()
                    .map(|(term, meanings)| Definition { term, meanings })
                    .collect()
            )),
            (blocks(), prop::option::of(any_line()))
                .prop_map(|(blocks, source)| Block::Quote { blocks, source }),
            (any_label(), prop::option::of(any_text()), blocks()).prop_map(
                |(label, title, blocks)| Block::Callout {
                    label: Clean::trimmed(&label),
                    title: title.map(|title| Clean::words(&title)),
                    blocks,
                }
            ),
            (any_text(), any_line(), blocks()).prop_map(|(alternative, caption, description)| {
                Block::Figure(Figure {
                    path: Clean::words("figures/a%20b.svg"),
                    alternative: Clean::words(&alternative),
                    caption,
                    description,
                })
            }),
        ]
    })
}

fn any_section() -> impl Strategy<Value = Section> {
    let note = |label| {
        vec(any_block(), 0..2).prop_map(move |blocks| Footnote {
            label: Clean::words(label),
            blocks,
        })
    };
    (vec(any_block(), 0..6), note("1"), note("2")).prop_map(|(blocks, one, two)| Section {
        id: SectionId::new("1").unwrap(),
        title: Clean::words("1"),
        blocks,
        footnotes: vec![one, two],
        questions: vec![],
        groups: vec![],
    })
}

/// The letters of a section's text, sorted: what a figure shows is told before its caption.
fn letters(section: &Section) -> Vec<char> {
    let text: String = section.blocks.iter().map(Block::text).collect();
    let mut letters: Vec<_> = text.chars().filter(|c| c.is_alphanumeric()).collect();
    letters.sort_unstable();
    letters
}

/// A million words of whatever costs most shall not take long.
#[test]
fn long_texts_take_time_in_step_with_their_length() {
    let words = |text: &str, face| Inline {
        text: Clean::words(text),
        face,
        target: None,
    };
    let stress = Face {
        emphasis: true,
        ..Face::default()
    };
    let strong = Face {
        strong: true,
        ..stress
    };
    let raised = Face {
        kind: FaceKind::Superscript,
        ..stress
    };
    let code = Face {
        kind: FaceKind::Code,
        ..Face::default()
    };
    for pieces in [
        vec![words("a", Face::default())],
        vec![words("a", Face::default()), words(" ", stress)],
        vec![
            words("\"a ", stress),
            words("b ", strong),
            words("!", raised),
        ],
        vec![words("]:", code), words("[", stress)],
        vec![
            words(
                "$|{",
                Face {
                    kind: FaceKind::Maths,
                    ..stress
                },
            ),
            words("*", Face::default()),
        ],
    ] {
        let n = 200_000 / pieces.len();
        let line: Vec<_> = pieces
            .iter()
            .cycle()
            .take(n * pieces.len())
            .cloned()
            .collect();
        let line = normal::line(line);
        let written = write::line(&line);
        assert_eq!(markdown::inline(&written).len(), line.len());
    }
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(400))]

    #[test]
    fn what_is_written_is_read_as_what_it_was(mut section in any_section()) {
        normal::section(&mut section);
        let written = write::text(&section);
        let read = markdown::read(&written, "a.md");
        prop_assert_eq!(&read.blocks, &section.blocks, "\n{}", written);
        prop_assert_eq!(&read.footnotes, &section.footnotes, "\n{}", written);
    }

    #[test]
    fn what_is_normal_stays_as_it_is(mut section in any_section()) {
        normal::section(&mut section);
        let mut again = section.clone();
        normal::section(&mut again);
        prop_assert_eq!(again, section);
    }

    #[test]
    fn no_word_is_lost(mut section in any_section()) {
        // A mention is its number, and `Table:` says that a caption follows.
        for block in &mut section.blocks {
            block.each_line(&mut |line| {
                for inline in line {
                    if let Some(Target::Footnote(label)) = &inline.target {
                        inline.text = label.clone();
                    }
                }
            });
        }
        let text: String = section.blocks.iter().map(Block::text).collect();
        prop_assume!(!text.contains("Table:"));
        let before = letters(&section);
        normal::section(&mut section);
        prop_assert_eq!(letters(&section), before);
    }

    #[test]
    fn formulas_are_read_as_what_they_were(line in vec(any_formula(), 1..12)) {
        let line = normal::line(line);
        let written = write::line(&line);
        prop_assert_eq!(markdown::inline(&written), line, "{}", written);
    }

    #[test]
    fn a_line_is_read_as_what_it_was(line in any_line()) {
        let line = normal::line(line);
        let written = write::line(&line);
        prop_assert_eq!(markdown::inline(&written), line, "{}", written);
    }
}
