//! What an OU-XML file holds and what came of it, each counted for itself: the source by its own elements,
//! without any code of ours.

use std::collections::HashMap;

use recto::course::block::{Block, Inline};
use recto::course::question::{Kind, Question};
use recto::import::{Imported, Input, ouxml};
use recto::plain;
use recto::plain::read::Answers;
use roxmltree::{Document, Node};
use unicode_normalization::UnicodeNormalization as _;

/// How often each word occurs.
pub type Bag = HashMap<String, usize>;

pub fn bag(text: &str) -> Bag {
    let mut bag = Bag::new();
    for word in words(text) {
        *bag.entry(word).or_default() += 1;
    }
    bag
}

/// The words that a reader of the source sees, counted without any code of ours; formulas apart, for
/// they are put into other signs.
fn source_text(xml: &Document) -> String {
    const UNSEEN: [&str; 16] = [
        "settings",
        "meta",
        "EditorComment",
        "AuthorComment",
        "Equation",
        "InlineEquation",
        "Chemistry",
        "InlineChemistry",
        "CourseCode",
        "ItemID",
        "UnitID",
        "TOC",
        "Covers",
        "IndexTerm",
        "Parameters",
        "math",
    ];
    const INLINE: [&str; 15] = [
        "b",
        "i",
        "u",
        "sub",
        "sup",
        "a",
        "font",
        "language",
        "smallCaps",
        "CrossRef",
        "olink",
        "GlossaryTerm",
        "ComputerCode",
        "ComputerUI",
        "Number",
    ];
    fn walk(node: Node, out: &mut String) {
        let name = node.tag_name().name();
        if node.is_text() {
            out.push_str(node.text().unwrap());
        }
        if !node.is_element() || UNSEEN.contains(&name) {
            return;
        }
        let ends = if INLINE.contains(&name) { "" } else { "\n" };
        out.push_str(ends);
        for child in node.children() {
            walk(child, out);
        }
        out.push_str(ends);
    }
    let mut out = String::new();
    walk(xml.root_element(), &mut out);
    out
}

/// All text that came.
pub fn imported_text(imported: &Imported) -> String {
    let mut out = String::new();
    let course = &imported.course;
    let mut say = |text: &str| {
        out.push_str(text);
        out.push('\n');
    };
    let line = |line: &[Inline]| line.iter().map(|inline| &*inline.text).collect::<String>();
    let all = |blocks: &[Block]| blocks.iter().map(Block::text).collect::<String>();
    say(&course.title);
    course.authors.iter().for_each(|author| say(author));
    say(&all(&course.description));
    say(&all(&course.acknowledgements));
    course.outcomes.iter().for_each(|aim| say(&aim.text));
    for term in &course.glossary {
        say(&term.term);
        say(&all(&term.definition));
    }
    course
        .references
        .iter()
        .for_each(|one| say(&line(&one.text)));
    for section in &imported.sections {
        say(&section.title);
        say(&all(&section.blocks));
        section
            .footnotes
            .iter()
            .for_each(|note| say(&all(&note.blocks)));
        for group in &section.groups {
            group.title.iter().for_each(|title| say(title));
            group
                .minutes
                .iter()
                .for_each(|n| say(&format!("{n} minutes")));
            say(&all(&group.introduction));
        }
        for question in &section.questions {
            question.title.iter().for_each(|title| say(title));
            question
                .minutes
                .iter()
                .for_each(|n| say(&format!("{n} minutes")));
            say(&question.prefill);
            for blocks in [&question.prompt, &question.answer, &question.discussion] {
                say(&all(blocks));
            }
            match &question.kind {
                Kind::Choice(options) | Kind::Choices(options) => {
                    for choice in &options.choices {
                        say(&line(&choice.text));
                        say(&all(&choice.feedback));
                    }
                }
                Kind::Match(key) => {
                    key.items.iter().for_each(|item| say(&line(&item.text)));
                    // Each item shows its own target, though one may serve more of them.
                    for item in &key.items {
                        say(&line(&key.targets[item.target]));
                    }
                }
                _ => {}
            }
        }
    }
    out
}

/// All that `recto read --answers` prints in a window that parts no word, with signs that are raised,
/// lowered or joined as they are on the line.
fn printed_text(imported: &Imported) -> String {
    let sections = imported.sections.iter();
    let mut out = plain::read::about(&imported.course, 10_000);
    out.extend(sections.map(|section| plain::read::section(section, 10_000, Answers::Shown)));
    out.nfkc().collect()
}

/// How many of the words came, and those of which the most are missing.
pub fn recall(source: &Bag, came: &Bag) -> (f64, Vec<(String, usize)>) {
    let mut missing: Vec<_> = source
        .iter()
        .map(|(word, n)| {
            (
                word.clone(),
                n.saturating_sub(came.get(word).copied().unwrap_or(0)),
            )
        })
        .filter(|(_, n)| *n > 0)
        .collect();
    missing.sort_by(|a, b| (b.1, &a.0).cmp(&(a.1, &b.0)));
    let all: usize = source.values().sum();
    let lost: usize = missing.iter().map(|(_, n)| n).sum();
    missing.truncate(12);
    #[expect(clippy::cast_precision_loss, reason = "counts of words are small")]
    let share = 1.0 - lost as f64 / all.max(1) as f64;
    (share, missing)
}

/// Things of a source, counted there and in what came of it.
#[derive(Debug, Default, PartialEq, Eq)]
struct Census {
    sections: usize,
    parts: usize,
    questions: usize,
    answers: usize,
    discussions: usize,
    tables: usize,
    figures: usize,
    terms: usize,
    references: usize,
    outcomes: usize,
}

/// Does it stand in an element of one of these names?
fn stands_in(node: Node, names: &[&str]) -> bool {
    let mut outer = node.ancestors().skip(1);
    outer.any(|outer| names.contains(&outer.tag_name().name()))
}

fn has_child(node: Node, wanted: &str) -> bool {
    let mut children = node.children();
    children.any(|child| child.has_tag_name(wanted) && says(child))
}

/// Does it say or show anything?
fn says(node: Node) -> bool {
    node.descendants().any(|inner| {
        let is_shown = matches!(inner.tag_name().name(), "Image" | "MediaContent");
        is_shown || inner.is_text() && !inner.text().unwrap().trim().is_empty()
    })
}

/// Is it the session that comes in as no section?
fn is_offer(node: Node) -> bool {
    let mut children = node.children();
    let title = children.find(|child| child.has_tag_name("Title"));
    title.is_some_and(|title| title.text() == Some("Keep on learning"))
}

/// The question that a part is of: there may be one in another.
fn asked_in<'x>(part: Node<'x, 'x>) -> Option<Node<'x, 'x>> {
    const SORTS: [&str; 4] = ["Activity", "SAQ", "ITQ", "Exercise"];
    let mut outer = part.ancestors();
    outer.find(|outer| SORTS.contains(&outer.tag_name().name()))
}

/// Does an interaction tell the answer itself, or say something of options that can't be asked?
fn tells(deed: Node, wanted: &str) -> bool {
    let mut inner = deed.descendants();
    if wanted == "Answer" {
        return inner.any(|inner| inner.has_tag_name("Model") && says(inner));
    }
    let mut choices = inner.filter(|inner| inner.tag_name().name().ends_with("Choice"));
    choices.any(|choice| {
        let has_right = choice.children().any(|option| option.has_tag_name("Right"));
        !has_right
            && choice
                .descendants()
                .any(|inner| inner.has_tag_name("Feedback"))
    })
}

/// Elements whose blocks become lines: tables and figures in them are told in words.
const IN_LINE: [&str; 9] = [
    "td", "th", "Option", "Match", "Right", "Wrong", "Title", "Heading", "Caption",
];

/// Counts a question, its parts, and what is said of them.
fn count_question<'x>(node: Node<'x, 'x>, census: &mut Census) {
    let name = node.tag_name().name();
    census.questions += 1;
    let parts: Vec<_> = node
        .descendants()
        .filter(|part| part.has_tag_name("Part") && asked_in(*part) == Some(node))
        .collect();
    census.parts += parts.len().max(1);
    let multipart = node
        .children()
        .find(|inner| inner.has_tag_name("Multipart"));
    let holds = |holder: Node, wanted: &str| {
        let mut deeds = holder.children();
        let deed = deeds.find(|inner| inner.has_tag_name("Interaction"));
        has_child(holder, wanted) || deed.is_some_and(|deed| tells(deed, wanted))
    };
    let with = |wanted| {
        let n_parts = parts.iter().filter(|part| holds(**part, wanted)).count();
        let last = parts.last().is_some_and(|last| holds(*last, wanted));
        let whole =
            holds(node, wanted) || multipart.is_some_and(|multipart| holds(multipart, wanted));
        n_parts + usize::from(whole && !last)
    };
    // Where nothing else answers what is to be marked, the discussion is the answer.
    let holders = if parts.is_empty() {
        vec![node]
    } else {
        parts.clone()
    };
    let is_choice = |holder: &&Node| {
        let mut deeds = holder.children();
        let deed = deeds.find(|inner| inner.has_tag_name("Interaction"));
        deed.is_some_and(|deed| {
            let mut inner = deed.descendants();
            inner.any(|inner| inner.has_tag_name("Right") || inner.has_tag_name("Matching"))
        })
    };
    let moved = holders.iter().filter(|holder| {
        name != "Activity"
            && !is_choice(holder)
            && !holds(**holder, "Answer")
            && holds(**holder, "Discussion")
    });
    let moved = moved.count();
    census.answers += with("Answer") + moved;
    census.discussions += with("Discussion") - moved;
}

fn census_of_source<'x>(xml: &'x Document<'x>) -> Census {
    let mut census = Census::default();
    for node in xml.descendants().filter(Node::is_element) {
        let name = node.tag_name().name();
        let parent = node.parent().map_or("", |parent| parent.tag_name().name());
        if stands_in(node, &["settings"]) {
            continue;
        }
        let is_block = !stands_in(node, &IN_LINE);
        match name {
            "Session" | "Section" | "SubSection" => {
                census.sections += usize::from(!is_offer(node));
            }
            "SubSubSection" => {
                let is_named = has_child(node, "Title") || has_child(node, "Heading");
                census.sections += usize::from(is_named);
            }
            "Introduction" | "Preface" | "Conclusion" => {
                census.sections += usize::from(matches!(parent, "FrontMatter" | "Unit"));
            }
            "FurtherReading" | "Appendices" if parent == "BackMatter" => {
                census.sections += usize::from(says(node));
            }
            "Summary" => {
                let before = node.prev_siblings().skip(1);
                let names = ["Section", "SubSection", "SubSubSection"];
                let is_last = before
                    .into_iter()
                    .any(|before| names.contains(&before.tag_name().name()));
                census.sections += usize::from(is_last);
            }
            "UnitTitle" => {
                let mut item = xml.root_element().children();
                let title = item.find(|node| node.has_tag_name("ItemTitle"));
                let is_same = title.and_then(|title| title.text()) == node.text();
                census.sections += usize::from(says(node) && !is_same);
            }
            "Activity" | "SAQ" | "ITQ" | "Exercise" => count_question(node, &mut census),
            "Table" => census.tables += usize::from(is_block),
            "Figure" if is_block => {
                let images = node.children().filter(|inner| inner.has_tag_name("Image"));
                census.figures += images.count().max(1);
            }
            "Equation" | "Chemistry" if is_block => {
                let text = ["TeX", "MathML", "math"];
                let is_text = text.iter().any(|text| has_child(node, text));
                let mut images = node.children().filter(|inner| inner.has_tag_name("Image"));
                let is_picture = images.any(|image| image.has_attribute("src"));
                census.figures += usize::from(is_picture && !is_text);
            }
            "GlossaryItem" => census.terms += 1,
            "Reference" if parent == "References" => census.references += usize::from(says(node)),
            "LearningOutcome" => census.outcomes += usize::from(says(node)),
            _ => {}
        }
    }
    census
}

fn census_of_course(imported: &Imported) -> Census {
    fn count(block: &Block, census: &mut Census) {
        census.tables += usize::from(matches!(block, Block::Table(_)));
        census.figures += usize::from(matches!(block, Block::Figure(_)));
        block.children().for_each(|inner| count(inner, census));
    }
    let course = &imported.course;
    let mut census = Census {
        sections: imported.sections.len(),
        terms: course.glossary.len(),
        references: course.references.len(),
        outcomes: course.outcomes.len(),
        ..Census::default()
    };
    let about = course.description.iter().chain(&course.acknowledgements);
    let about = about.chain(course.glossary.iter().flat_map(|term| &term.definition));
    about.for_each(|block| count(block, &mut census));
    for section in &imported.sections {
        census.parts += section.questions.len();
        let single = |question: &&Question| question.group.is_none();
        census.questions += section.questions.iter().filter(single).count();
        census.questions += section.groups.len();
        for question in &section.questions {
            census.answers += usize::from(!question.answer.is_empty());
            census.discussions += usize::from(!question.discussion.is_empty());
            let blocks = question.prompt.iter().chain(&question.answer);
            let blocks = blocks.chain(&question.discussion);
            blocks.for_each(|block| count(block, &mut census));
        }
        let notes = section.footnotes.iter().flat_map(|note| &note.blocks);
        let shared = section.groups.iter().flat_map(|group| &group.introduction);
        let blocks = section.blocks.iter().chain(notes).chain(shared);
        blocks.for_each(|block| count(block, &mut census));
    }
    census
}

/// The words of a text, in order.
fn words(text: &str) -> Vec<String> {
    let text = text.replace(['\u{ad}', '\u{feff}'], "").to_lowercase();
    let words = text.split(|c: char| !c.is_alphanumeric());
    words
        .filter(|word| !word.is_empty())
        .map(str::to_owned)
        .collect()
}

/// The words of each paragraph of a source, without what stands elsewhere in what came of it.
fn paragraphs_of_source(xml: &Document) -> Vec<Vec<String>> {
    const ELSEWHERE: [&str; 12] = [
        "footnote",
        "SideNote",
        "InlineEquation",
        "InlineChemistry",
        "Equation",
        "IndexTerm",
        "AuthorComment",
        "EditorComment",
        "InlineFigure",
        "FreeResponse",
        "Figure",
        "MediaContent",
    ];
    fn say(node: Node, out: &mut String) {
        if node.is_text() {
            out.push_str(node.text().unwrap());
        } else if node.has_tag_name("br") {
            out.push(' ');
        } else if !ELSEWHERE.contains(&node.tag_name().name()) {
            node.children().for_each(|child| say(child, out));
        }
    }
    let is_shown = |node: &Node| {
        node.has_tag_name("Paragraph")
            && !stands_in(
                *node,
                &["settings", "EditorComment", "AuthorComment", "FreeResponse"],
            )
    };
    // One that holds blocks is none.
    let is_line = |node: &Node| {
        let mut inner = node.descendants().skip(1);
        let blocks = ["Paragraph", "ListItem", "Table", "Box", "Quote", "Equation"];
        !inner.any(|inner| blocks.contains(&inner.tag_name().name()))
    };
    let lines = xml.descendants().filter(is_shown).filter(is_line);
    lines
        .map(|node| {
            let mut out = String::new();
            say(node, &mut out);
            words(&out)
        })
        .filter(|words| !words.is_empty())
        .collect()
}

/// The words of each line that came.
fn lines_of_course(imported: &Imported) -> Vec<Vec<String>> {
    fn collect(block: &Block, out: &mut Vec<Vec<String>>) {
        let lines = block.lines();
        out.extend(lines.iter().map(|line| words(&said(line))));
        match block {
            Block::Code { text, .. } | Block::Maths(text) => out.push(words(text)),
            Block::Figure(figure) => out.push(words(&figure.alternative)),
            Block::Callout { title, .. } => out.extend(title.iter().map(|title| words(title))),
            _ => {}
        }
        block.children().for_each(|inner| collect(inner, out));
    }
    fn said(line: &[Inline]) -> String {
        line.iter().map(|inline| &*inline.text).collect()
    }
    let mut out = Vec::new();
    let course = &imported.course;
    let terms = course.glossary.iter().flat_map(|term| &term.definition);
    let about = course.description.iter().chain(&course.acknowledgements);
    about
        .chain(terms)
        .for_each(|block| collect(block, &mut out));
    out.extend(course.outcomes.iter().map(|aim| words(&aim.text)));
    let references = course.references.iter();
    out.extend(references.map(|reference| words(&said(&reference.text))));
    for section in &imported.sections {
        let notes = section.footnotes.iter().flat_map(|note| &note.blocks);
        let shared = section.groups.iter().flat_map(|group| &group.introduction);
        let blocks = section.blocks.iter().chain(notes).chain(shared);
        blocks.for_each(|block| collect(block, &mut out));
        for question in &section.questions {
            let blocks = question.prompt.iter().chain(&question.answer);
            let blocks = blocks.chain(&question.discussion);
            blocks.for_each(|block| collect(block, &mut out));
            match &question.kind {
                Kind::Choice(options) | Kind::Choices(options) => {
                    for choice in &options.choices {
                        out.push(words(&said(&choice.text)));
                        choice
                            .feedback
                            .iter()
                            .for_each(|block| collect(block, &mut out));
                    }
                }
                Kind::Match(key) => {
                    let items = key.items.iter().map(|item| &item.text);
                    out.extend(items.chain(&key.targets).map(|line| words(&said(line))));
                }
                _ => {}
            }
        }
    }
    out
}

/// Do the words stand in a line, in their order?
fn is_in(words: &[String], line: &[String]) -> bool {
    let mut line = line.iter();
    words.iter().all(|word| line.any(|other| other == word))
}

/// Each paragraph of a source stands in one line of what came, in its order.
#[track_caller]
fn paragraphs_are_in_order(name: &str, xml: &Document, imported: &Imported) {
    let lines = lines_of_course(imported);
    let mut by_word: HashMap<&str, Vec<usize>> = HashMap::new();
    for (at, line) in lines.iter().enumerate() {
        for word in line {
            let known = by_word.entry(word).or_default();
            if known.last() != Some(&at) {
                known.push(at);
            }
        }
    }
    for paragraph in paragraphs_of_source(xml) {
        let rarest = paragraph
            .iter()
            .map(|word| by_word.get(&**word).map_or(&[][..], Vec::as_slice))
            .min_by_key(|lines| lines.len());
        let is_there = rarest
            .unwrap_or_default()
            .iter()
            .any(|at| is_in(&paragraph, &lines[*at]));
        assert!(is_there, "{name}: {paragraph:?} is torn");
    }
}

/// Nothing of a source is lost: no word, no question, no table …
#[track_caller]
pub fn is_whole(name: &str, text: &str) {
    let xml = Document::parse(text).unwrap();
    let bytes = text.as_bytes();
    let imported = ouxml::read(&Input::File { name, bytes }).unwrap();
    let (source, came) = (census_of_source(&xml), census_of_course(&imported));
    assert_eq!(came, source, "{name}");
    let (share, missing) = recall(&bag(&source_text(&xml)), &bag(&imported_text(&imported)));
    assert!(share >= 0.999, "{name}: {share:.5}, missing {missing:?}");
    let seen: String = source_text(&xml).nfkc().collect();
    let (share, missing) = recall(&bag(&seen), &bag(&printed_text(&imported)));
    assert!(
        share >= 0.999,
        "{name} printed: {share:.5}, missing {missing:?}"
    );
    paragraphs_are_in_order(name, &xml, &imported);
}
