//! The text of a section, and its questions, as plain lines.

use jiff::Timestamp;

use crate::app::keys::Keys;
use crate::app::pages::{self, Sheet};
use crate::app::quiz::{self, Quiz};
use crate::app::settings::Asked;
use crate::app::sheet;
use crate::course::block::{Block, Inline};
use crate::course::question::{Kind, Question};
use crate::course::{Course, Section};
use crate::page::{self, Glyphs};
use crate::study::words::{self, key_in_words};
use crate::text::Clean;

/// Are the answers wanted too?
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Answers {
    /// They are.
    Shown,
    /// Not yet.
    Hidden,
}

/// A section's text and questions, no line wider than `width` but for code.
pub fn section(section: &Section, width: usize, answers: Answers) -> String {
    let mut out = text(section, width);
    let mut group = None;
    for question in &section.questions {
        out.push('\n');
        if question.group != group {
            group.clone_from(&question.group);
            if let Some(group) = section.group_of(question) {
                push_blocks(&mut out, &group.introduction, width, "");
                out.push('\n');
            }
        }
        self::question(&mut out, section, question, width, answers);
    }
    out
}

/// What there is to know of the course beside its sections: description, authors, licence, outcomes,
/// acknowledgements, references, glossary.
pub fn about(course: &Course, width: usize) -> String {
    let mut page = Sheet::new(pages::Kind::About);
    page.lay(&Keys::default(), Some(course), width, Glyphs::Unicode);
    let mut out = format!("{}\n\n", page.title());
    push_rows(&mut out, &page.rows, "");
    out
}

/// A section's text alone.
pub fn text(section: &Section, width: usize) -> String {
    let mut out = String::new();
    let page = page::lay(section, width.max(1), Glyphs::Unicode);
    push_rows(&mut out, &page.rows, "");
    out
}

fn question(
    out: &mut String,
    section: &Section,
    question: &Question,
    width: usize,
    answers: Answers,
) {
    push_line(out, &sheet::name_in_full(section, question));
    push_blocks(out, &question.prompt, width, "");
    if let Some(options) = quiz::options(question) {
        for (at, choice) in options.choices.iter().enumerate() {
            let words = [Block::Paragraph(choice.text.clone())];
            push_hanging(out, &words, width, &format!("{}. ", at + 1));
            if answers == Answers::Shown {
                push_line(
                    out,
                    if choice.correct {
                        "   (right)"
                    } else {
                        "   (not right)"
                    },
                );
                push_blocks(out, &choice.feedback, width, "   ");
            }
        }
    }
    parts(out, question, width, answers);
    push_prefill(out, question, width);
    if answers == Answers::Hidden {
        return;
    }
    if let Some(key) = key_in_words(question) {
        match &question.kind {
            Kind::TrueFalse { .. } => push_line(out, &format!("{key}.")),
            Kind::Text(_) => push_line(out, &format!("Accepted: {key}")),
            Kind::Number(_) => push_line(out, &format!("Answer: {key}")),
            // Options and parts have said so themselves.
            _ => {}
        }
    }
    for (title, blocks) in [
        ("Hint", &question.hint),
        ("Model answer", &question.answer),
        ("If right", &question.feedback.right),
        ("If wrong", &question.feedback.wrong),
        ("Feedback", &question.feedback.always),
        ("Discussion", &question.discussion),
        ("Author's reflection", &question.reflection),
    ] {
        if !blocks.is_empty() {
            push_line(out, &format!("{title}:"));
            push_blocks(out, blocks, width, "");
        }
    }
    if let Kind::Open { points } = &question.kind {
        for (at, point) in points.iter().enumerate() {
            push_line(out, &format!("Key point {}: {}", at + 1, point.text));
        }
    }
}

/// The items, targets and gaps of a question that is answered part by part. Without the answers,
/// nothing stands in an order that would tell.
fn parts(out: &mut String, question: &Question, width: usize, answers: Answers) {
    let asked = Quiz::ask(question, Timestamp::UNIX_EPOCH, 0, Asked::No);
    let is_shown = answers == Answers::Shown;
    match &question.kind {
        Kind::Match(key) | Kind::Sort(key) => {
            let names: Vec<_> = key.targets.iter().map(|line| words::line(line)).collect();
            let target = |at: usize| names.get(at).cloned().unwrap_or_default();
            for item in &key.items {
                let line = [Block::Paragraph(item.text.clone())];
                push_hanging(out, &line, width, "- ");
                if is_shown {
                    push_line(out, &format!("  (right: {})", target(item.target)));
                    push_blocks(out, &item.feedback, width, "  ");
                }
            }
            let targets: Vec<_> = asked.targets.iter().map(|at| target(*at)).collect();
            let line = format!("To choose from: {}", targets.join("; "));
            push_hanging(out, &[paragraph(&line)], width, "");
        }
        Kind::Order(key) => {
            let in_order: Vec<usize> = (0..key.items.len()).collect();
            let order = if is_shown { &in_order } else { &asked.order };
            for (n, item) in order.iter().filter_map(|at| key.items.get(*at)).enumerate() {
                let line = [Block::Paragraph(item.text.clone())];
                let lead = if is_shown {
                    format!("{}. ", n + 1)
                } else {
                    "- ".to_owned()
                };
                push_hanging(out, &line, width, &lead);
                if is_shown {
                    push_blocks(out, &item.feedback, width, "   ");
                }
            }
        }
        Kind::Gaps(key) => {
            let fill = |gap: usize| Clean::words(&format!("[{}]", gap + 1));
            push_blocks(out, &key.filled(fill), width, "");
            for (at, gap) in key.gaps.iter().enumerate() {
                if let Some(options) = quiz::gap_options(question, at) {
                    push_line(out, &format!("Gap {}: {}", at + 1, options.join("; ")));
                }
                if is_shown {
                    push_line(out, &format!("Gap {}, right: {}", at + 1, gap.right()));
                    push_blocks(out, &gap.feedback, width, "   ");
                }
            }
        }
        _ => {}
    }
}

/// What stands in the learner's field to begin with: often the very words that are to be worked on.
pub fn push_prefill(out: &mut String, question: &Question, width: usize) {
    if question.prefill.trim().is_empty() {
        return;
    }
    push_line(out, "To start from:");
    for line in question.prefill.trim_end().lines() {
        if line.trim().is_empty() {
            push_line(out, "");
        } else {
            push_hanging(out, &[paragraph(line)], width, "  ");
        }
    }
}

fn paragraph(words: &str) -> Block {
    Block::Paragraph(vec![Inline::plain(Clean::words(words))])
}

/// Blocks as lines, each behind `lead`.
pub fn push_blocks(out: &mut String, blocks: &[Block], width: usize, lead: &str) {
    let inner = width.saturating_sub(lead.len()).max(1);
    push_rows(
        out,
        &page::lay_blocks(blocks, inner, Glyphs::Unicode).rows,
        lead,
    );
}

fn push_hanging(out: &mut String, blocks: &[Block], width: usize, lead: &str) {
    let rows = page::lay_blocks(
        blocks,
        width.saturating_sub(lead.len()).max(1),
        Glyphs::Unicode,
    )
    .rows;
    let blank = " ".repeat(lead.len());
    for (at, row) in rows.iter().enumerate() {
        push_line(
            out,
            &format!("{}{}", if at == 0 { lead } else { &blank }, row.text()),
        );
    }
}

fn push_rows(out: &mut String, rows: &[page::Row], lead: &str) {
    for row in rows {
        push_line(out, &format!("{lead}{}", row.text()));
    }
}

fn push_line(out: &mut String, line: &str) {
    out.push_str(line.trim_end());
    out.push('\n');
}
