//! Questions in the text of a page, with what answers them.

use std::ops::Range;

use super::build::{Builder, blocks, item, items};
use super::lines::{Look, Piece, Role};
use crate::course::block::Block;
use crate::course::id::QuestionId;
use crate::course::question::{Group, Kind, Question};
use crate::import::timing;
use crate::text::Clean;

/// The pieces of a question, by what they are.
#[derive(Default)]
struct Draft {
    prompt: Vec<Piece>,
    answer: Vec<Piece>,
    discussion: Vec<Piece>,
    reflection: Vec<Piece>,
}

impl Draft {
    fn of(&mut self, role: Role) -> &mut Vec<Piece> {
        match role {
            Role::Prompt => &mut self.prompt,
            Role::Answer => &mut self.answer,
            Role::Discussion => &mut self.discussion,
            Role::Reflection => &mut self.reflection,
        }
    }
}

/// A question under its title, which is the first piece. Gives how many pieces it takes.
pub fn titled(builder: &mut Builder, pieces: &[Piece]) -> usize {
    let title = &pieces[0].text;
    let ends = |piece: &Piece| matches!(piece.look, Look::Heading(_) | Look::Question);
    let end = pieces[1..]
        .iter()
        .position(ends)
        .map_or(pieces.len(), |at| at + 1);
    let revealed =
        |piece: &Piece| matches!(piece.look, Look::Label(Role::Answer | Role::Discussion));
    let is_labelled = pieces[1..end].iter().any(revealed);
    let mut draft = Draft::default();
    let mut minutes = None;
    let mut role = Role::Prompt;
    let mut is_guessed = false;
    let mut at = 1;
    while at < end {
        let piece = &pieces[at];
        match &piece.look {
            Look::Label(label) => role = *label,
            Look::Timing if minutes.is_none() && role == Role::Prompt => {
                minutes = timing::said(&piece.text);
                draft.prompt.push(piece.clone());
            }
            _ => {
                let is_apart = piece.gap > 1;
                if is_apart && role == Role::Prompt && !draft.prompt.is_empty() && !is_labelled {
                    // Here the field was that the learner writes into.
                    role = Role::Discussion;
                    is_guessed = true;
                } else if is_apart && role != Role::Prompt && !draft.of(role).is_empty() {
                    break;
                }
                draft.of(role).push(piece.clone());
            }
        }
        at += 1;
    }
    if at == end && role != Role::Prompt && draft.of(role).len() > 1 {
        builder.open_ended.push(title.clone());
    }
    if is_guessed {
        let what =
            format!("“{title}”: where its discussion begins was guessed, for its heading is lost");
        builder.course.note(&what);
    }
    if !in_parts(builder, title, minutes, &draft) {
        whole(builder, title, minutes, &draft);
    }
    at
}

fn whole(builder: &mut Builder, title: &str, minutes: Option<u32>, draft: &Draft) {
    let is_activity = title.to_lowercase().starts_with("activity");
    let has_answer = !(draft.answer.is_empty() && draft.discussion.is_empty());
    let kind = if has_answer && !is_activity {
        Kind::Open { points: Vec::new() }
    } else {
        Kind::Activity
    };
    let question = Question {
        title: Some(Clean::trimmed(title)),
        minutes,
        prompt: blocks(&draft.prompt),
        answer: blocks(&draft.answer),
        discussion: blocks(&draft.discussion),
        reflection: blocks(&draft.reflection),
        ..Question::new(unnamed(), kind)
    };
    builder.course.ask(title, question);
}

fn unnamed() -> QuestionId {
    QuestionId::new("question").expect("letters are fit")
}

/// Where the list of letters begins in these.
fn letters_at(pieces: &[Piece]) -> Option<usize> {
    pieces
        .iter()
        .position(|piece| matches!(piece.look, Look::Letter(_)))
}

/// The letters of the list that begins here.
fn letters(pieces: &[Piece], items: &[Range<usize>]) -> Vec<char> {
    let letters = items
        .iter()
        .filter_map(|item| match pieces[item.start].look {
            Look::Letter(letter) => Some(letter),
            _ => None,
        });
    letters.collect()
}

/// Takes a question in as parts, if question and answer have the same letters.
fn in_parts(builder: &mut Builder, title: &str, minutes: Option<u32>, draft: &Draft) -> bool {
    let (Some(asked), Some(answered)) = (letters_at(&draft.prompt), letters_at(&draft.answer))
    else {
        return false;
    };
    let (questions, answers) = (&draft.prompt[asked..], &draft.answer[answered..]);
    let (asked_items, answered_items) = (items(questions), items(answers));
    let names = letters(questions, &asked_items);
    if names.len() < 2 || names != letters(answers, &answered_items) {
        return false;
    }
    let end = asked_items.last().map_or(0, |last| last.end);
    let mut introduction = blocks(&draft.prompt[..asked]);
    introduction.extend(blocks(&questions[end..]));
    let group = Group {
        id: Clean::default(),
        title: Some(Clean::trimmed(title)),
        minutes,
        introduction,
    };
    // What is said of all answers is read with the last one.
    let end = answered_items.last().map_or(0, |last| last.end);
    let mut rest = blocks(&draft.answer[..answered]);
    rest.extend(blocks(&answers[end..]));
    rest.extend(blocks(&draft.discussion));
    let parts =
        names
            .iter()
            .zip(asked_items)
            .zip(answered_items)
            .map(|((name, asked), answered)| {
                (
                    *name,
                    item(&questions[asked], 0),
                    item(&answers[answered], 0),
                )
            });
    let parts = parts.collect();
    take(
        builder,
        title,
        group,
        parts,
        rest,
        blocks(&draft.reflection),
    );
    true
}

/// Takes parts in, each with its answer.
fn take(
    builder: &mut Builder,
    title: &str,
    group: Group,
    parts: Vec<(char, Vec<Block>, Vec<Block>)>,
    rest: Vec<Block>,
    reflection: Vec<Block>,
) {
    let course = &mut builder.course;
    let id = course.group(title, group);
    let last = parts.len() - 1;
    let mut rest = Some((rest, reflection));
    for (n, (name, prompt, answer)) in parts.into_iter().enumerate() {
        let lost: Vec<_> = [(&prompt, "question"), (&answer, "answer")]
            .iter()
            .filter(|(blocks, _)| blocks.is_empty())
            .map(|(_, what)| *what)
            .collect();
        if !lost.is_empty() {
            let lost = lost.join(" and the ");
            course.note(&format!("{title} ({name}): the {lost} did not come with the copy; a formula or a picture may have stood there"));
        }
        let kind = if answer.is_empty() {
            Kind::Activity
        } else {
            Kind::Open { points: Vec::new() }
        };
        let (discussion, reflection) = if n == last {
            rest.take().unwrap_or_default()
        } else {
            Default::default()
        };
        let question = Question {
            group: Some(id.clone()),
            label: Some(Clean::words(&name.to_string())),
            prompt: if prompt.is_empty() {
                vec![Block::Paragraph(vec![crate::course::block::Inline::plain(
                    Clean::words(&format!("({name})")),
                )])]
            } else {
                prompt
            },
            answer,
            discussion,
            reflection,
            ..Question::new(unnamed(), kind)
        };
        course.ask(&format!("{title} {name}"), question);
    }
}

/// Two lists with the same letters, the second apart from the first or under a heading that says so: the
/// questions and the answers whose headings are lost. Gives where each is.
pub fn paired(pieces: &[Piece]) -> Option<(Range<usize>, Range<usize>)> {
    let asked = items(pieces);
    let end = asked.last()?.end;
    let mut start = end;
    let is_labelled = matches!(
        pieces.get(start)?.look,
        Look::Label(Role::Answer | Role::Discussion)
    );
    start += usize::from(is_labelled);
    let rest = pieces.get(start..).filter(|rest| !rest.is_empty())?;
    let is_letter = matches!(rest[0].look, Look::Letter(_));
    if !is_letter || !(is_labelled || rest[0].gap > 1) {
        return None;
    }
    let answered = items(rest);
    let names = letters(pieces, &asked);
    let is_asked = asked.iter().any(|item| {
        pieces[item.clone()]
            .iter()
            .any(|piece| piece.text.ends_with('?'))
    });
    let is_pair =
        names.len() >= 2 && names == letters(rest, &answered) && (is_labelled || is_asked);
    let answers_end = start + answered.last()?.end;
    is_pair.then_some((0..end, start..answers_end))
}

/// Takes in questions and answers whose headings are lost.
pub fn untitled(
    builder: &mut Builder,
    pieces: &[Piece],
    asked: Range<usize>,
    answered: Range<usize>,
) {
    let (questions, answers) = (&pieces[asked], &pieces[answered]);
    let (asked_items, answered_items) = (items(questions), items(answers));
    let names = letters(questions, &asked_items);
    let list: Vec<_> = names.iter().map(char::to_string).collect();
    builder.course.note(&format!(
        "questions and answers with the letters {} were put together; their headings are lost",
        list.join(", ")
    ));
    let parts =
        names
            .into_iter()
            .zip(asked_items)
            .zip(answered_items)
            .map(|((name, asked), answered)| {
                (
                    name,
                    item(&questions[asked], 0),
                    item(&answers[answered], 0),
                )
            });
    let group = Group {
        id: Clean::default(),
        title: None,
        minutes: None,
        introduction: Vec::new(),
    };
    let parts = parts.collect();
    take(builder, "Question", group, parts, Vec::new(), Vec::new());
}
