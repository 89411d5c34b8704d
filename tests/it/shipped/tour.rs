//! *A tour of Recto* shows what Recto has, and says what is true of it.

use std::collections::BTreeSet;

use recto::course::block::{Block, Target};

use super::course;

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
    let table = include_str!("../../../assets/keys.toml").to_lowercase();
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
