//! What the courses that come with Recto promise: every question can be answered, says why, and rests
//! on the text; nothing is cut; nothing is taken from elsewhere.

#![allow(
    clippy::print_stdout,
    reason = "what was measured or skipped is there to be read"
)]
#![allow(clippy::float_cmp, reason = "all and nothing are exact")]

use std::collections::{BTreeMap, BTreeSet, HashSet};
use std::fs;
use std::path::Path;

use recto::app::layout::{self, Pane, Size};
use recto::course::block::{Block, Inline, Target};
use recto::course::question::{GapKey, Kind, Options, Point, Question};
use recto::course::{Course, Section};
use recto::page::{self, Glyphs};
use recto::store::bundled::{self, Bundled};
use recto::store::course_file;
use recto::store::source::Source;
use recto::study::event::Response;
use recto::study::grade::{grade, score_of};
use recto::study::language::Language;
use recto::study::points;
use recto::text::Clean;

use crate::courses::right;

/// A shipped course, read whole.
pub struct Shipped {
    course: Course,
    sections: Vec<Section>,
}

impl Shipped {
    fn read(bundled: Bundled) -> Self {
        let source = Source::Bundled(bundled);
        let (course, _) = course_file::course(&source).unwrap();
        let sections = (0..course.sections.len())
            .map(|index| course_file::section(&source, &course, index).0)
            .collect();
        Self { course, sections }
    }

    fn questions(&self) -> impl Iterator<Item = (String, &Question)> {
        self.sections.iter().flat_map(|section| {
            let questions = section.questions.iter();
            questions.map(move |question| (format!("{}/{}", section.id, question.id), question))
        })
    }

    /// All that the course says, with its place: texts, questions, answers, the glossary.
    pub fn texts(&self) -> Vec<(String, Vec<Block>)> {
        let id = &self.course.id;
        let mut out = vec![(format!("{id}: about"), self.course.description.clone())];
        out.push((
            format!("{id}: thanks"),
            self.course.acknowledgements.clone(),
        ));
        for aim in &self.course.outcomes {
            out.push((format!("{id}: {}", aim.id), vec![paragraph(&aim.text)]));
        }
        for term in &self.course.glossary {
            out.push((format!("{id}: {}", term.term), term.definition.clone()));
        }
        for section in &self.sections {
            out.push((
                format!("{id}: {}", section.id),
                vec![paragraph(&section.title)],
            ));
            out.push((format!("{id}: {}", section.id), section.blocks.clone()));
            for note in &section.footnotes {
                out.push((format!("{id}: {}", section.id), note.blocks.clone()));
            }
            for group in &section.groups {
                out.push((format!("{id}: {}", section.id), group.introduction.clone()));
            }
        }
        for (name, question) in self.questions() {
            out.push((format!("{id}: {name}"), texts_of(question)));
        }
        out
    }

    /// All blocks of the text, those that lie in others too.
    fn blocks(&self) -> Vec<&Block> {
        fn add<'a>(block: &'a Block, out: &mut Vec<&'a Block>) {
            out.push(block);
            for child in block.children() {
                add(child, out);
            }
        }
        let mut out = Vec::new();
        let notes = self.sections.iter().flat_map(|section| &section.footnotes);
        let notes = notes.flat_map(|note| &note.blocks);
        let texts = self.sections.iter().flat_map(|section| &section.blocks);
        for block in texts.chain(notes) {
            add(block, &mut out);
        }
        out
    }
}

pub fn shipped() -> Vec<Shipped> {
    let courses: Vec<_> = bundled::courses().into_iter().map(Shipped::read).collect();
    assert!(
        courses.len() >= 2,
        "the bundled courses are not where they were"
    );
    courses
}

fn course(id: &str) -> Shipped {
    let mut all = shipped().into_iter();
    all.find(|shipped| shipped.course.id.as_str() == id)
        .unwrap()
}

fn words(blocks: &[Block]) -> String {
    blocks.iter().map(Block::text).collect()
}

/// A response that is wrong, made of the key; `None` where anything goes.
fn wrong(kind: &Kind) -> Option<Response> {
    let first_wrong = |options: &Options| options.choices.iter().position(|choice| !choice.correct);
    Some(match kind {
        Kind::Choice(key) => Response::Picked(vec![first_wrong(key)?]),
        Kind::Choices(key) => Response::Picked((0..key.choices.len()).collect()),
        Kind::TrueFalse { correct } => Response::Said(!correct),
        Kind::Text(_) => Response::Written("something else entirely".into()),
        Kind::Number(key) => Response::Written(format!("{}", key.value * 2.0 + 1.0)),
        Kind::Match(key) | Kind::Sort(key) => {
            let n = key.targets.len();
            let moved = key.items.iter().map(|item| Some((item.target + 1) % n));
            Response::Placed(moved.collect())
        }
        Kind::Order(key) => Response::Ordered((0..key.items.len()).rev().collect()),
        Kind::Gaps(key) => Response::Filled(vec![String::new(); key.gaps.len()]),
        Kind::Open { .. } | Kind::Activity | Kind::Unknown(_) => return None,
    })
}

#[test]
fn every_question_can_be_got_right_and_got_wrong() {
    for shipped in shipped() {
        for (name, question) in shipped.questions() {
            if let Kind::Open { points } = &question.kind {
                assert!(
                    (2..=5).contains(&points.len()),
                    "{name} has {} points",
                    points.len()
                );
                assert_eq!(score_of(&vec![true; points.len()]), 1.0, "{name}");
                assert_eq!(score_of(&vec![false; points.len()]), 0.0, "{name}");
                continue;
            }
            let Some(right) = right(&question.kind) else {
                assert_eq!(question.kind, Kind::Activity, "{name}");
                continue;
            };
            assert_eq!(
                grade(question, &right).score,
                Some(1.0),
                "{name}: {right:?}"
            );
            let wrong = wrong(&question.kind).expect("a marked kind can be got wrong");
            let score = grade(question, &wrong).score.unwrap();
            assert!(score < 1.0, "{name}: {wrong:?} earns {score}");
        }
    }
}

/// The author's own answer should be recognised: else a learner's would hardly be.
#[test]
fn model_answers_have_their_points() {
    for shipped in shipped() {
        let language = Language::of_tag(&shipped.course.language);
        let (mut found, mut all) = (0, 0);
        for (name, question) in shipped.questions() {
            let Kind::Open { points } = &question.kind else {
                continue;
            };
            let (prompt, answer) = (words(&question.prompt), words(&question.answer));
            let ticks = points::propose_ticks(&prompt, points, &answer, language);
            all += ticks.len();
            for (tick, Point { text, .. }) in ticks.iter().zip(points) {
                match tick {
                    Some(_) => found += 1,
                    None => println!("{name} in its own answer doesn’t find: {text}"),
                }
            }
        }
        println!("{}: {found} of {all} points", shipped.course.id);
        assert!(
            found * 3 >= all * 2,
            "{}: {found} of {all}",
            shipped.course.id
        );
    }
}

#[test]
fn every_question_says_why() {
    let mut lacking = Vec::new();
    for shipped in shipped() {
        for (name, question) in shipped.questions() {
            let mut lacks = |what: &str, is_there: bool| {
                if !is_there {
                    lacking.push(format!("{}: {name} lacks {what}", shipped.course.id));
                }
            };
            lacks("evidence", question.evidence.is_some());
            lacks("an outcome", !question.aims.is_empty());
            lacks("a hint", !question.hint.is_empty());
            match &question.kind {
                Kind::Choice(key) | Kind::Choices(key) => {
                    let mut choices = key.choices.iter();
                    let all = choices.all(|choice| !choice.feedback.is_empty());
                    lacks("feedback on an option", all);
                }
                Kind::TrueFalse { .. } => {
                    let Question { feedback, .. } = question;
                    lacks("right", !feedback.right.is_empty());
                    lacks("wrong", !feedback.wrong.is_empty());
                }
                Kind::Text(_) | Kind::Number(_) => {
                    lacks("an answer", !question.answer.is_empty());
                    lacks("wrong", !question.feedback.wrong.is_empty());
                }
                Kind::Open { .. } => lacks("an answer", !question.answer.is_empty()),
                Kind::Gaps(key) => {
                    let mut gaps = key.gaps.iter();
                    lacks(
                        "feedback on a gap",
                        gaps.all(|gap| !gap.feedback.is_empty()),
                    );
                }
                Kind::Match(key) | Kind::Sort(key) => {
                    let any = key.items.iter().any(|item| !item.feedback.is_empty());
                    lacks("any feedback", any);
                }
                Kind::Order(key) => {
                    let any = key.items.iter().any(|item| !item.feedback.is_empty());
                    lacks("any feedback", any);
                }
                Kind::Activity => {
                    lacks("a discussion", !question.discussion.is_empty());
                    lacks("its minutes", question.minutes.is_some());
                    lacks("a title", question.title.is_some());
                }
                Kind::Unknown(kind) => panic!("{name} is of kind {kind}"),
            }
        }
    }
    assert!(lacking.is_empty(), "{lacking:#?}");
}

/// Learners notice where the right option stands, and that it is long.
#[test]
fn nothing_but_the_matter_tells_which_option_is_right() {
    for shipped in shipped() {
        let (mut longest, mut all) = (0, 0);
        let mut places = [0; 4];
        for (name, question) in shipped.questions() {
            let (Kind::Choice(key) | Kind::Choices(key)) = &question.kind else {
                continue;
            };
            let text = |at: usize| recto::study::words::line(&key.choices[at].text);
            for at in 0..key.choices.len() {
                let words = text(at).to_lowercase();
                let tricks = ["all of the above", "none of the", "both of the above"];
                let trick = tricks.iter().find(|trick| words.contains(**trick));
                assert_eq!(trick, None, "{name}: {words}");
            }
            let Kind::Choice(_) = question.kind else {
                continue;
            };
            let right = key
                .choices
                .iter()
                .position(|choice| choice.correct)
                .unwrap();
            let length = |at: usize| text(at).chars().count();
            all += 1;
            longest += usize::from((0..key.choices.len()).all(|at| length(at) <= length(right)));
            if key.choices.len() == 4 {
                places[right] += 1;
            }
        }
        let id = &shipped.course.id;
        println!("{id}: longest {longest} of {all}, places {places:?}");
        assert!(
            longest * 5 < all * 2,
            "{id}: the right option is the longest in {longest} of {all}"
        );
        let fours: usize = places.iter().sum();
        let most = *places.iter().max().unwrap();
        assert!(fours < 10 || most * 5 <= fours * 2, "{id}: {places:?}");
    }
}

#[test]
fn how_teams_work_is_whole() {
    let shipped = course("how-teams-work");
    let text: String = shipped
        .sections
        .iter()
        .map(|section| words(&section.blocks))
        .collect();
    let n_words = text.split_whitespace().count();
    let questions: Vec<_> = shipped.questions().collect();
    let is_open = |question: &Question| matches!(question.kind, Kind::Open { .. });
    let open = questions
        .iter()
        .filter(|(_, question)| is_open(question))
        .count();
    let activities = questions
        .iter()
        .filter(|(_, question)| question.kind == Kind::Activity)
        .count();
    let kinds: BTreeSet<_> = questions
        .iter()
        .map(|(_, question)| question.kind.name())
        .collect();
    println!(
        "{n_words} words, {} questions ({open} open, {activities} activities)",
        questions.len()
    );
    assert!(n_words >= 12_000);
    assert!(questions.len() >= 120);
    assert!(activities >= 10);
    assert!(shipped.course.glossary.len() >= 40);
    assert_eq!(kinds.len(), 11, "{kinds:?}");
    let numbers: Vec<_> = shipped
        .course
        .sections
        .iter()
        .filter_map(|s| s.number.as_deref())
        .collect();
    let all = "1 1.1 1.1.1 1.2 1.3 1.3.1 1.3.2 1.3.3 1.4 1.5 2 2.1 3 3.1 3.1.1 3.1.2 3.1.3 3.1.4 3.1.5 3.2 3.3 4 4.1 4.2 5 5.1 5.2 5.3 5.3.1 5.4 6 7";
    assert_eq!(numbers.join(" "), all);
    for section in &shipped.sections {
        assert!(section.questions.len() >= 3, "{}", section.title);
        assert!(!section.blocks.is_empty(), "{}", section.title);
    }
}

/// Whoever is cited can be looked up, and whoever can be looked up is cited.
#[test]
fn citations_have_their_works() {
    for shipped in shipped() {
        let mut text: String = shipped
            .sections
            .iter()
            .map(|section| words(&section.blocks))
            .collect();
        for section in &shipped.sections {
            for note in &section.footnotes {
                text.push_str(&words(&note.blocks));
            }
        }
        let works: Vec<String> = shipped
            .course
            .references
            .iter()
            .map(|work| recto::study::words::line(&work.text))
            .collect();
        for work in &works {
            let name = work.split([',', '(']).next().unwrap().trim();
            let year = work.split(['(', ')']).nth(1).unwrap();
            let is_cited = text.match_indices(name).any(|(at, _)| {
                let end = text.len().min(at + 120);
                let end = (at..=end)
                    .rev()
                    .find(|end| text.is_char_boundary(*end))
                    .unwrap();
                text[at..end].contains(year)
            });
            let in_thanks = words(&shipped.course.acknowledgements).contains(name);
            assert!(is_cited || in_thanks, "nobody cites {name} ({year})");
        }
        for (at, _) in text.match_indices(['(', ' ']) {
            let year = text[at + 1..]
                .split(|c: char| !c.is_ascii_digit())
                .next()
                .unwrap();
            let is_year = year.len() == 4 && (year.starts_with("19") || year.starts_with("20"));
            let closes = text[at + 1..]
                .strip_prefix(year)
                .is_some_and(|rest| rest.starts_with(')'));
            if is_year && closes {
                let there = works.iter().any(|work| work.contains(&format!("({year})")));
                let start = (0..at.saturating_sub(40))
                    .rev()
                    .find(|at| text.is_char_boundary(*at));
                assert!(
                    there,
                    "…{}{year}): no such work",
                    &text[start.unwrap_or(0)..=at]
                );
            }
        }
    }
}

/// The words of a text, in small letters, without marks.
fn plain_words(text: &str) -> Vec<String> {
    text.split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
        .map(str::to_lowercase)
        .collect()
}

fn paragraph(text: &Clean) -> Block {
    Block::Paragraph(vec![Inline::plain(text.clone())])
}

/// All that a question says.
fn texts_of(question: &Question) -> Vec<Block> {
    let Question { feedback, .. } = question;
    let pieces = [
        &question.prompt,
        &question.hint,
        &question.answer,
        &question.discussion,
        &question.reflection,
        &feedback.always,
        &feedback.right,
        &feedback.wrong,
    ];
    let mut out: Vec<Block> = pieces.into_iter().flatten().cloned().collect();
    let mut add = |text: &[Inline], feedback: &[Block]| {
        out.push(Block::Paragraph(text.to_vec()));
        out.extend(feedback.iter().cloned());
    };
    match &question.kind {
        Kind::Open { points } => points
            .iter()
            .for_each(|point| add(&[Inline::plain(point.text.clone())], &[])),
        Kind::Choice(key) | Kind::Choices(key) => key
            .choices
            .iter()
            .for_each(|choice| add(&choice.text, &choice.feedback)),
        Kind::Match(key) | Kind::Sort(key) => {
            key.items
                .iter()
                .for_each(|item| add(&item.text, &item.feedback));
            key.targets.iter().for_each(|target| add(target, &[]));
        }
        Kind::Order(key) => key
            .items
            .iter()
            .for_each(|item| add(&item.text, &item.feedback)),
        Kind::Gaps(key) => {
            add(&[], &key.text);
            for gap in &key.gaps {
                add(&[Inline::plain(Clean::words(&gap.right()))], &gap.feedback);
                if let GapKey::Chosen(options) = &gap.key {
                    for option in options {
                        add(&[Inline::plain(option.text.clone())], &[]);
                    }
                }
            }
        }
        Kind::TrueFalse { .. }
        | Kind::Text(_)
        | Kind::Number(_)
        | Kind::Activity
        | Kind::Unknown(_) => {}
    }
    out
}

#[test]
fn no_sentence_is_the_original_s() {
    let fixtures = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures/web-text");
    let Ok(entries) = fs::read_dir(&fixtures) else {
        println!("skipped: there is no text of the original beside this repository");
        return;
    };
    let mut runs: HashSet<Vec<String>> = HashSet::new();
    for entry in entries {
        let text = fs::read_to_string(entry.unwrap().path()).unwrap();
        runs.extend(plain_words(&text).windows(8).map(<[String]>::to_vec));
    }
    assert!(runs.len() > 1_000, "the texts are not where they were");
    let titles = [
        "how teams work",
        "self assessment question",
        "communities of practice",
    ];
    for shipped in shipped() {
        for (_, blocks) in shipped.texts() {
            for run in plain_words(&words(&blocks)).windows(8) {
                let words = run.join(" ");
                let is_title = titles.iter().any(|title| words == *title);
                assert!(
                    is_title || !runs.contains(run),
                    "{}: {words}",
                    shipped.course.id
                );
            }
        }
    }
}

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

/// The tour teaches by what it is made of.
#[test]
fn the_tour_uses_every_block_and_every_kind() {
    let tour = course("a-tour-of-recto");
    let kinds: BTreeSet<_> = tour
        .questions()
        .map(|(_, question)| question.kind.name().to_owned())
        .collect();
    assert_eq!(kinds.len(), 11, "{kinds:?}");
    let mut seen = BTreeSet::new();
    let blocks = tour.blocks();
    for block in &blocks {
        seen.insert(match block {
            Block::Heading { .. } => "heading",
            Block::Paragraph(_) => "paragraph",
            Block::List { start: None, .. } => "bullets",
            Block::List { start: Some(_), .. } => "numbers",
            Block::Definitions(_) => "definitions",
            Block::Table(_) => "table",
            Block::Quote { .. } => "quote",
            Block::Callout { .. } => "box",
            Block::Code { .. } => "code",
            Block::Figure(_) => "figure",
            Block::Maths(_) => "maths",
            Block::Rule => "rule",
            Block::Question(_) => "question",
        });
        for inline in block.lines().into_iter().flatten() {
            let target = match inline.target {
                Some(Target::Web(_)) => "web",
                Some(Target::Heading(_)) => "link to a heading",
                Some(Target::Section(..)) => "link to a section",
                Some(Target::Footnote(_)) => "footnote",
                Some(Target::Term(_)) => "term",
                Some(Target::Gap(_)) | None => continue,
            };
            seen.insert(target);
        }
    }
    assert_eq!(seen.len(), 18, "{seen:?}");
    let labels: BTreeSet<_> = blocks
        .iter()
        .filter_map(|block| match block {
            Block::Callout { label, .. } => Some(label.to_string()),
            _ => None,
        })
        .collect();
    assert!(labels.len() >= 9, "{labels:?}");
}

/// Keys that the tour names are keys that Recto comes with.
#[test]
fn the_tour_names_true_keys() {
    let table = include_str!("../../assets/keys.toml").to_lowercase();
    let tour = course("a-tour-of-recto");
    let mut n = 0;
    for block in tour.blocks() {
        for inline in block.lines().into_iter().flatten() {
            if inline.face.kind != recto::course::block::FaceKind::Code {
                continue;
            }
            let name = inline.text.to_lowercase();
            let is_key = name.chars().count() == 1 && name.is_ascii()
                || ["tab", "enter", "space", "esc", "backspace"].contains(&&*name)
                || ["alt-", "ctrl-", "shift-"]
                    .iter()
                    .any(|lead| name.starts_with(lead));
            if is_key && !name.chars().all(|c| c.is_ascii_digit()) && name != "l" && name != "p" {
                n += 1;
                assert!(table.contains(&format!("\"{name}\"")), "{name} is no key");
            }
        }
    }
    assert!(n > 20, "{n}");
}
