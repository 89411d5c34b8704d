//! Without the answers, nothing tells them; with them, all of them are there.

use std::collections::HashSet;

use recto::course::block::Block;
use recto::course::check;
use recto::course::question::{Gap, GapKey, Kind, Question};
use recto::export::book::Answers;
use recto::export::course::{files, unanswered};
use recto::plain::read;
use recto::store::source::Source;
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

impl Sample {
    /// The same in our own format, without the answers: written, and read again.
    fn unanswered(&self) -> Self {
        let home = tempfile::tempdir().unwrap();
        let course = unanswered::course(self.course.clone());
        let sections = self.sections.iter().cloned();
        let sections: Vec<_> = sections.map(unanswered::section).collect();
        for (name, words) in files(&course, &sections) {
            let path = home.path().join(name);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, words).unwrap();
        }
        Self::of(Source::Folder(home.path().to_owned()))
    }

    /// What the lists in its prompts list.
    fn lists(&self) -> Vec<Vec<String>> {
        let sections = self.sections.iter();
        let questions = sections.flat_map(|section| &section.questions);
        let blocks = questions.flat_map(|question| &question.prompt);
        let lists = blocks.filter_map(|block| match block {
            Block::List { items, .. } => Some(items),
            _ => None,
        });
        lists
            .map(|items| {
                let items = items.iter();
                items
                    .map(|blocks| parts(blocks).collect::<Vec<_>>().join("\n"))
                    .collect()
            })
            .collect()
    }

    /// All that `recto read` prints of it, all that it has to tell of its questions included.
    fn printed(&self) -> String {
        let sections = self.sections.iter();
        let mut out: String = sections
            .map(|section| read::section(section, usize::from(u16::MAX), read::Answers::Shown))
            .collect();
        out.push_str(&read::about(&self.course, usize::from(u16::MAX)));
        out
    }
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
            sample.unanswered().printed(),
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
fn a_folder_without_the_answers_is_a_sound_course() {
    for sample in Sample::all() {
        let questions = |sample: &Sample| -> Vec<_> {
            let sections = sample.sections.iter();
            let questions = sections.flat_map(|section| &section.questions);
            questions
                .map(|question| (question.id.clone(), question.title.clone()))
                .collect()
        };
        let unanswered = sample.unanswered();
        let again = unanswered.unanswered();
        assert_eq!(questions(&sample), questions(&unanswered));
        assert_eq!(unanswered.printed(), again.printed());
        if !unanswered.course.id.as_str().eq("faulty") {
            for section in &unanswered.sections {
                let known = check::Known::of(&unanswered.course);
                let marks = check::Marks::default();
                let problems = check::section(&unanswered.course, &known, section, &marks);
                assert_eq!(problems, []);
            }
        }
    }
}

#[test]
fn a_folder_without_the_answers_asks_all_that_was_asked() {
    let sample = Sample::fixture("every").unanswered();
    let printed = sample.printed();
    for words in [
        "Choose one:\n\n1. 1. April\n2. This\n",
        "Choose all that are right:\n\n1. - 5\n2. > 5\n",
        "True or false?\n",
        "Match these:\n\n• the pastry cook\n",
        "With these:\n\n• sleeps late\n",
        "Put these in order:\n\n• storming\n",
        "Sort these:\n\n• apple\n",
        "Into these:\n\n• fruit\n• root\n• leaf\n",
        "A (1) … is shared; the (2) … is what they do.\n",
        "Choose for (2):\n\n• product\n• practice\n",
        "Hint:\nThree.\n",
        "To start from:\n",
    ] {
        assert!(printed.contains(words), "{words:?}:\n{printed}");
    }
    assert_eq!(sample.course.exams, []);
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
            .chain(sample.unanswered().lists())
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
