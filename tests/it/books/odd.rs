//! Courses with something odd in them: footnotes, figures that are not there, other languages, hostile
//! words, nothing at all, anything.

use std::borrow::Cow;
use std::io;

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use recto::course::block::{Block, Figure, Inline, Target};
use recto::course::id::QuestionId;
use recto::course::question::{Kind, Question};
use recto::course::{Course, Footnote, Term};
use recto::export::book::{Answers, epub, html};
use recto::text::Clean;

use super::{
    BOTH, Sample, body, elements, ids, is_sound, is_web, is_whole, named, paragraph, parse, text,
    unpacked,
};
use crate::study_record::HOSTILE;
use crate::write_any::any_block;

fn mention(label: &str) -> Block {
    Block::Paragraph(vec![Inline {
        target: Some(Target::Footnote(Clean::words(label))),
        ..Inline::plain(Clean::words(label))
    }])
}

#[test]
fn footnotes_lead_back_and_go_with_what_mentions_them() {
    let sample = Sample::changed(|_, sections| {
        let section = &mut sections[0];
        section.footnotes = ["seen", "kept", "told", "lone"]
            .map(|label| Footnote {
                label: Clean::words(label),
                blocks: vec![paragraph(&format!("note {label}"))],
            })
            .to_vec();
        section.blocks = vec![mention("seen"), mention("seen"), mention("nowhere")];
        let mut question = Question::new(QuestionId::new("q").unwrap(), Kind::Activity);
        question.prompt = vec![mention("kept")];
        question.discussion = vec![mention("told"), mention("kept")];
        section.questions = vec![question];
    });
    for (answers, wanted) in [
        (Answers::With, &["n1", "n2", "n3", "n4"][..]),
        (Answers::Without, &["n1", "n2", "n4"]),
    ] {
        let page = sample.page(answers);
        let xml = parse(&page);
        let notes: Vec<_> = named(&xml, "li")
            .filter(|item| item.attribute("value").is_some())
            .filter(|item| item.attribute("id").unwrap().starts_with("s1-"))
            .collect();
        let names: Vec<_> = notes
            .iter()
            .map(|note| &note.attribute("id").unwrap()[3..])
            .collect();
        assert_eq!(names, wanted);
        for note in notes {
            let back = note.descendants().find_map(|node| node.attribute("href"));
            let is_lone = text(note).contains("note lone");
            assert_eq!(back.is_none(), is_lone, "{}", text(note));
        }
        assert!(!page.contains("note told") || answers == Answers::With);
        let mentions = named(&xml, "a").filter(|a| a.attribute("role") == Some("doc-noteref"));
        let said: Vec<_> = mentions.map(text).collect();
        assert_eq!(said[..2], ["1", "1"], "{said:?}");
    }
}

#[test]
fn figures_come_along_or_say_why_not() {
    let figure = |path: &str| {
        Block::Figure(Figure {
            path: Clean::words(path),
            alternative: Clean::words(&format!("about {path}")),
            caption: vec![Inline::plain(Clean::words("below"))],
            description: vec![paragraph(&format!("in full {path}"))],
        })
    };
    let paths = [
        "a.png",
        "a.png",
        "b.svg",
        "bad.svg",
        "none.png",
        "big.gif",
        "https://example.org/c.png",
    ];
    let sample = Sample::changed(|_, sections| {
        sections[0].blocks = paths.map(figure).to_vec();
    });
    let files = |name: &str| -> io::Result<Cow<'static, [u8]>> {
        Ok(match name {
            "a.png" => Cow::Borrowed(b"\x89PNG\r\n\x1a\n..."),
            "b.svg" => Cow::Borrowed(b"<svg xmlns=\"http://www.w3.org/2000/svg\"/>"),
            "bad.svg" => {
                Cow::Borrowed(b"<svg xmlns=\"http://www.w3.org/2000/svg\"><script>1</script></svg>")
            }
            "big.gif" => Cow::Owned([&b"GIF89a"[..], &vec![0; 5 << 20]].concat()),
            _ => return Err(io::ErrorKind::NotFound.into()),
        })
    };
    let book = sample.book(Answers::With);
    let page = html::write(&book, &sample.sections, &files);
    let xml = parse(&page);
    let of_section = |name: &'static str| {
        let section = elements(&xml).find(|node| node.attribute("id") == Some("s1"));
        let section = section.unwrap();
        section
            .descendants()
            .filter(move |node| node.has_tag_name(name))
            .count()
    };
    assert_eq!(
        (
            of_section("img"),
            of_section("figure"),
            of_section("figcaption")
        ),
        (3, 7, 7)
    );
    let section = elements(&xml).find(|node| node.attribute("id") == Some("s1"));
    let said = text(section.unwrap());
    for why in [
        "can’t be shown here",
        "doesn’t have the picture",
        "larger than 4 MB",
        "on the web",
    ] {
        assert_eq!(said.matches(why).count(), 1, "{why}");
    }
    for path in paths {
        assert!(said.contains(&format!("in full {path}")), "{path}");
    }
    let bytes = epub::write(&book, &sample.sections, &files, Timestamp::UNIX_EPOCH).unwrap();
    is_whole(&bytes);
    let files = unpacked(&bytes);
    let figures: Vec<_> = files
        .keys()
        .filter(|name| name.contains("figures/"))
        .collect();
    assert!(
        figures[..2] == ["EPUB/figures/1.png", "EPUB/figures/2.svg"],
        "{figures:?}"
    );
}

#[test]
fn our_own_words_say_that_they_are_english() {
    let of = |language: &str| {
        Sample::changed(|course, _| course.language = Clean::words(language)).page(Answers::With)
    };
    let german = of("de-CH");
    let xml = parse(&german);
    assert_eq!(xml.root_element().attribute("lang"), Some("de-CH"));
    for name in ["summary", "h2"] {
        let own = named(&xml, name).find(|node| ["Answer", "Contents"].contains(&&*text(*node)));
        let words = own.unwrap().first_element_child().unwrap();
        assert_eq!(words.attribute("lang"), Some("en-GB"), "{name}");
    }
    assert!(!of("en-US").contains("<span lang"));
    for none in ["", "x", "de DE", "en\" onload=\"x", "deutschland"] {
        let page = of(none);
        assert_eq!(
            parse(&page).root_element().attribute("lang"),
            Some("und"),
            "{none}"
        );
    }
}

#[test]
fn hostile_words_are_words_in_a_book() {
    let sample = Sample::changed(|course, sections| {
        let hostile = Clean::words(HOSTILE);
        let block = paragraph(HOSTILE);
        course.title = hostile.clone();
        course.language = hostile.clone();
        course.authors = vec![hostile.clone(), Clean::default()];
        course.licence = hostile.clone();
        course.source = hostile.clone();
        course.acknowledgements = vec![block.clone()];
        course.description = vec![block.clone()];
        course.glossary = vec![Term {
            term: hostile.clone(),
            definition: vec![block.clone()],
            see: vec![hostile.clone()],
        }];
        for heading in &mut course.sections {
            heading.title = hostile.clone();
        }
        course.sections[0].title = Clean::default();
        for section in sections {
            section.blocks.push(block.clone());
            for question in &mut section.questions {
                question.title = Some(hostile.clone());
                question.prompt = vec![block.clone()];
                question.answer = vec![block.clone()];
                question.prefill = HOSTILE.to_owned();
            }
        }
    });
    for answers in BOTH {
        let page = sample.page(answers);
        let xml = parse(&page);
        is_sound(&xml);
        assert!(
            body(&xml)
                .matches("<script>alert(1)</script> ]]> -->")
                .count()
                > 20
        );
        assert!(!page.contains(['\u{1b}', '\u{202e}', '\0', '\u{fffe}']));
        is_whole(&sample.epub(answers));
    }
}

#[test]
fn a_course_of_nothing_is_a_book() {
    let sample = Sample::changed(|course, sections| {
        let title = Clean::default();
        *course = Course {
            title,
            description: Vec::new(),
            acknowledgements: Vec::new(),
            outcomes: Vec::new(),
            sections: Vec::new(),
            exams: Vec::new(),
            glossary: Vec::new(),
            references: Vec::new(),
            licence: Clean::default(),
            source: Clean::default(),
            authors: Vec::new(),
            ..course.clone()
        };
        sections.clear();
    });
    is_whole(&sample.epub(Answers::With));
    let page = sample.page(Answers::With);
    parse(&page);
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(24))]

    #[test]
    fn any_blocks_are_a_book(blocks in vec(any_block(), 0..6), more in vec(any_block(), 0..4)) {
        let sample = Sample::changed(|course, sections| {
            course.description.clone_from(&more);
            sections[0].blocks.clone_from(&blocks);
            for note in sections.iter_mut().flat_map(|section| &mut section.footnotes) {
                note.blocks.clone_from(&blocks);
            }
            for question in sections.iter_mut().flat_map(|section| &mut section.questions) {
                question.prompt.clone_from(&more);
                question.discussion.clone_from(&blocks);
            }
        });
        for answers in BOTH {
            is_whole(&sample.epub(answers));
            let page = sample.page(answers);
            let xml = parse(&page);
            is_sound(&xml);
            let ids = ids(&xml);
            for link in named(&xml, "a").filter_map(|link| link.attribute("href")) {
                prop_assert!(is_web(link) || ids.contains(&link[1..]), "{}", link);
            }
        }
    }
}
