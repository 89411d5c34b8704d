//! Without the answers, nothing tells them; with them, all of them are there.

use std::collections::HashSet;

use recto::course::block::Block;
use recto::course::check;
use recto::course::question::{Gap, GapKey, Kind, Question};
use recto::export::book::Answers;
use recto::study::words::line;
use recto::text::Clean;
use roxmltree::Node;

use super::{Sample, body, elements, pages, paragraph, parse, text, unpacked};

/// What stands in blocks, part by part.
fn parts(blocks: &[Block]) -> impl Iterator<Item = String> {
    let texts = blocks.iter().map(Block::text);
    texts.flat_map(|text| text.lines().map(str::to_owned).collect::<Vec<_>>())
}

/// What answers a question, part by part.
fn hidden(question: &Question) -> Vec<String> {
    let feedback = &question.feedback;
    let blocks = [
        &question.answer,
        &question.discussion,
        &question.reflection,
        &feedback.always,
        &feedback.right,
        &feedback.wrong,
    ];
    let mut words: Vec<_> = blocks
        .into_iter()
        .flat_map(|blocks| parts(blocks))
        .collect();
    match &question.kind {
        Kind::Open { points } => words.extend(points.iter().map(|point| point.text.to_string())),
        Kind::Choice(options) | Kind::Choices(options) => {
            let choices = options.choices.iter();
            words.extend(choices.flat_map(|choice| parts(&choice.feedback)));
        }
        Kind::Match(pairing) | Kind::Sort(pairing) => {
            let items = pairing.items.iter();
            words.extend(items.flat_map(|item| parts(&item.feedback)));
        }
        Kind::Order(sequence) => {
            let items = sequence.items.iter();
            words.extend(items.flat_map(|item| parts(&item.feedback)));
        }
        Kind::Gaps(gaps) => {
            words.extend(gaps.gaps.iter().flat_map(|gap| parts(&gap.feedback)));
            words.extend(gaps.gaps.iter().map(Gap::right));
        }
        Kind::Text(key) => words.extend(key.accept.iter().map(ToString::to_string)),
        Kind::TrueFalse { .. } | Kind::Number(_) | Kind::Activity | Kind::Unknown(_) => {}
    }
    words.retain(|words| !words.trim().is_empty());
    words
}

/// What is read before a question is answered, in all of a course.
fn shown(sample: &Sample) -> String {
    let mut words = String::new();
    let mut add = |blocks: &[Block]| words.extend(parts(blocks).map(|part| format!("{part}\n")));
    let course = &sample.course;
    add(&course.description);
    add(&course.acknowledgements);
    course.exams.iter().for_each(|exam| add(&exam.description));
    course
        .glossary
        .iter()
        .for_each(|term| add(&term.definition));
    for section in &sample.sections {
        add(&section.blocks);
        section.footnotes.iter().for_each(|note| add(&note.blocks));
        section
            .groups
            .iter()
            .for_each(|group| add(&group.introduction));
        for question in &section.questions {
            add(&question.prompt);
            add(&question.hint);
            if let Kind::Gaps(gaps) = &question.kind {
                add(&gaps.filled(|_| Clean::default()));
                for gap in &gaps.gaps {
                    if let GapKey::Chosen(options) = &gap.key {
                        let options = options.iter().map(|option| paragraph(&option.text));
                        add(&options.collect::<Vec<_>>());
                    }
                }
            }
            for line in check::lines_of_question(question) {
                add(&[Block::Paragraph(line.to_vec())]);
            }
        }
    }
    for term in &course.glossary {
        words.push_str(&term.term);
        words.push('\n');
    }
    words
}

/// All words of a book, whichever form it has.
fn words_of(bytes: &[u8]) -> String {
    let files = unpacked(bytes);
    pages(&files)
        .values()
        .map(|words| body(&parse(words)))
        .collect()
}

#[test]
fn without_the_answers_nothing_tells_them() {
    let mut n = 0;
    for sample in Sample::all() {
        let shown = shown(&sample);
        let page = sample.page(Answers::Without);
        let forms = [
            body(&parse(&page)),
            words_of(&sample.epub(Answers::Without)),
        ];
        let page = sample.page(Answers::With);
        let whole = [body(&parse(&page)), words_of(&sample.epub(Answers::With))];
        for question in sample
            .sections
            .iter()
            .flat_map(|section| &section.questions)
        {
            for words in hidden(question) {
                let known = words.trim_matches('*');
                for whole in &whole {
                    assert!(whole.contains(known), "{}: {words}", question.id);
                }
                if !shown.contains(&words) {
                    n += 1;
                    for form in &forms {
                        assert!(!form.contains(&words), "{}: {words}", question.id);
                    }
                }
            }
        }
    }
    assert!(n > 500, "{n} parts of answers were looked for");
}

#[test]
fn without_the_answers_no_order_tells_them() {
    let mut n_moved = [0, 0];
    // Of what is faulty, items may be the same, and so all their orders.
    let sound = |sample: &Sample| *sample.course.id.as_str() != *"faulty";
    for sample in Sample::all().into_iter().filter(sound) {
        let page = sample.page(Answers::Without);
        let xml = parse(&page);
        let lists: HashSet<Vec<String>> = elements(&xml)
            .filter(|node| ["ul", "ol"].contains(&node.tag_name().name()))
            .map(|list| {
                let items = list.children().filter(Node::is_element);
                items.map(text).collect()
            })
            .collect();
        for question in sample
            .sections
            .iter()
            .flat_map(|section| &section.questions)
        {
            let lines: Vec<String> = match &question.kind {
                Kind::Order(sequence) => {
                    sequence.items.iter().map(|item| line(&item.text)).collect()
                }
                _ => continue,
            };
            if lines.len() > 1 {
                n_moved[0] += 1;
                assert!(!lists.contains(&lines), "{}", question.id);
            }
        }
        for question in sample
            .sections
            .iter()
            .flat_map(|section| &section.questions)
        {
            if let Kind::Choice(options) = &question.kind
                && options.shuffle
            {
                let lines: Vec<_> = options
                    .choices
                    .iter()
                    .map(|choice| line(&choice.text))
                    .collect();
                n_moved[1] += usize::from(!lists.contains(&lines));
            }
        }
    }
    assert!(n_moved[0] > 3 && n_moved[1] > 20, "{n_moved:?}");
}
