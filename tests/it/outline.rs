//! Blocks as an outline that reads well in a test: one line a part, indented by depth.

use recto::course::block::{Block, Face, FaceKind, Inline, Target};
use recto::course::problem::Problem;
use recto::course::question::Kind;
use recto::course::{Course, Footnote, Section};

/// The outline of footnotes.
pub fn footnotes(notes: &[Footnote]) -> String {
    let mut out = String::new();
    for note in notes {
        push(&mut out, 0, &format!("note {}", note.label));
        push_blocks(&mut out, &note.blocks, 1);
    }
    out
}

/// The outline of a course without its sections' texts.
pub fn course(course: &Course) -> String {
    let mut out = format!(
        "course {} {:?} {:?}\n",
        course.id, &*course.title, &*course.language
    );
    let authors: Vec<_> = course.authors.iter().map(|author| &**author).collect();
    push(&mut out, 1, &format!("authors {authors:?}"));
    push(
        &mut out,
        1,
        &format!(
            "licence {:?}, source {:?}",
            &*course.licence, &*course.source
        ),
    );
    push_blocks(&mut out, &course.description, 1);
    push_blocks(&mut out, &course.acknowledgements, 1);
    for aim in &course.outcomes {
        push(&mut out, 1, &format!("outcome {}: {}", aim.id, aim.text));
    }
    for heading in &course.sections {
        let depth = usize::from(heading.level);
        let line = format!(
            "{} {:?} in {:?}",
            heading.id,
            heading.full_title(),
            heading.file
        );
        push(&mut out, depth, &line);
    }
    for term in &course.glossary {
        let see: Vec<_> = term.see.iter().map(|see| &**see).collect();
        push(&mut out, 1, &format!("term {}, see {see:?}", term.term));
        push_blocks(&mut out, &term.definition, 2);
    }
    for reference in &course.references {
        push(
            &mut out,
            1,
            &format!("reference {}: {}", reference.id, line(&reference.text)),
        );
    }
    out
}

/// The outline of a section with its questions.
pub fn section(section: &Section) -> String {
    let mut out = format!("{} {:?}\n", section.id, &*section.title);
    push_blocks(&mut out, &section.blocks, 1);
    out.push_str(&footnotes(&section.footnotes));
    for group in &section.groups {
        push(
            &mut out,
            0,
            &format!("group {} {:?} {:?}", group.id, group.title, group.minutes),
        );
        push_blocks(&mut out, &group.introduction, 1);
    }
    for question in &section.questions {
        push(
            &mut out,
            0,
            &format!("question {} at {}", question.id, question.place),
        );
        let mut shown = question.clone();
        for (name, part) in [
            ("prompt", std::mem::take(&mut shown.prompt)),
            ("hint", std::mem::take(&mut shown.hint)),
            ("answer", std::mem::take(&mut shown.answer)),
            ("discussion", std::mem::take(&mut shown.discussion)),
            ("reflection", std::mem::take(&mut shown.reflection)),
            ("feedback", std::mem::take(&mut shown.feedback.always)),
            ("right", std::mem::take(&mut shown.feedback.right)),
            ("wrong", std::mem::take(&mut shown.feedback.wrong)),
        ] {
            if !part.is_empty() {
                push(&mut out, 1, name);
                push_blocks(&mut out, &part, 2);
            }
        }
        for (name, value) in [
            ("group", shown.group),
            ("label", shown.label),
            ("title", shown.title),
            ("evidence", shown.evidence.map(|evidence| evidence.phrase)),
            ("source", shown.source),
        ] {
            if let Some(value) = value {
                push(&mut out, 1, &format!("{name} {:?}", &*value));
            }
        }
        let rest = format!(
            "{:?} {:?} {:?} {:?}",
            shown.minutes, shown.prefill, shown.difficulty, shown.aims
        );
        push(&mut out, 1, &rest);
        push_kind(&mut out, &shown.kind);
    }
    out
}

fn push_kind(out: &mut String, kind: &Kind) {
    let name = kind.name();
    match kind {
        Kind::Choice(options) | Kind::Choices(options) => {
            push(out, 1, &format!("{name}, shuffle {}", options.shuffle));
            for choice in &options.choices {
                let mark = if choice.correct { "right" } else { "wrong" };
                push(out, 2, &format!("{mark}: {}", line(&choice.text)));
                push_blocks(out, &choice.feedback, 3);
            }
        }
        Kind::Match(key) | Kind::Sort(key) => {
            push(out, 1, &format!("{name}, shuffle {}", key.shuffle));
            for item in &key.items {
                push(out, 2, &format!("{} = {}", line(&item.text), item.target));
                push_blocks(out, &item.feedback, 3);
            }
            for (at, target) in key.targets.iter().enumerate() {
                push(out, 2, &format!("target {at}: {}", line(target)));
            }
        }
        Kind::Order(key) => {
            push(out, 1, name);
            for item in &key.items {
                push(out, 2, &line(&item.text));
                push_blocks(out, &item.feedback, 3);
            }
        }
        Kind::Gaps(key) => {
            push(out, 1, &format!("{name}, shuffle {}", key.shuffle));
            push_blocks(out, &key.text, 2);
            for gap in &key.gaps {
                push(out, 2, &format!("gap {}: {:?}", gap.name, gap.key));
                push_blocks(out, &gap.feedback, 3);
            }
        }
        _ => push(out, 1, &format!("{kind:?}")),
    }
}

/// Problems, one a line.
pub fn problems(problems: &[Problem]) -> String {
    let lines: Vec<_> = problems.iter().map(ToString::to_string).collect();
    lines.join("\n")
}

/// A line of text with its faces as signs.
pub fn line(inlines: &[Inline]) -> String {
    inlines.iter().map(one).collect()
}

fn one(inline: &Inline) -> String {
    let Face {
        emphasis,
        strong,
        struck,
        kind,
    } = inline.face;
    let mut text = inline.text.replace('\n', "⏎");
    let sign = match kind {
        FaceKind::Text => "",
        FaceKind::Code => "`",
        FaceKind::Maths => "$",
        FaceKind::Superscript => "↑",
        FaceKind::Subscript => "↓",
    };
    for (is_on, sign) in [
        (true, sign),
        (struck, "~~"),
        (emphasis, "*"),
        (strong, "**"),
    ] {
        if is_on {
            text = format!("{sign}{text}{sign}");
        }
    }
    match &inline.target {
        None => text,
        Some(Target::Web(address)) => format!("[{text} -> {address}]"),
        Some(Target::Heading(slug)) => format!("[{text} -> #{slug}]"),
        Some(Target::Section(id, None)) => format!("[{text} -> section {id}]"),
        Some(Target::Section(id, Some(slug))) => format!("[{text} -> section {id} #{slug}]"),
        Some(Target::Footnote(label)) => format!("[{text} -> note {label}]"),
        Some(Target::Gap(gap)) => format!("[{text} -> gap {gap}]"),
        Some(Target::Term(term)) => format!("[{text} -> term {term}]"),
    }
}

fn push(out: &mut String, depth: usize, line: &str) {
    for (row, line) in line.split('\n').enumerate() {
        let mark = if row == 0 { "" } else { "| " };
        out.extend(["  ".repeat(depth).as_str(), mark, line, "\n"]);
    }
}

fn push_blocks(out: &mut String, blocks: &[Block], depth: usize) {
    for block in blocks {
        push_block(out, block, depth);
    }
}

fn push_block(out: &mut String, block: &Block, depth: usize) {
    match block {
        Block::Heading {
            level,
            slug,
            content,
        } => {
            push(out, depth, &format!("h{level} #{slug}: {}", line(content)));
        }
        Block::Paragraph(words) => push(out, depth, &format!("p: {}", line(words))),
        Block::List { start, items } => {
            push(
                out,
                depth,
                &start.map_or("list".into(), |start| format!("list from {start}")),
            );
            for item in items {
                push(out, depth + 1, "item");
                push_blocks(out, item, depth + 2);
            }
        }
        Block::Definitions(definitions) => {
            for definition in definitions {
                push(out, depth, &format!("term: {}", line(&definition.term)));
                for meaning in &definition.meanings {
                    push(out, depth + 1, "meaning");
                    push_blocks(out, meaning, depth + 2);
                }
            }
        }
        Block::Table(table) => {
            push(
                out,
                depth,
                &format!("table {:?}: {}", table.alignments, line(&table.caption)),
            );
            for row in std::iter::once(&table.header).chain(&table.rows) {
                let cells: Vec<_> = row.iter().map(|cell| line(cell)).collect();
                push(out, depth + 1, &cells.join(" | "));
            }
        }
        Block::Quote { blocks, source } => {
            let source = source
                .as_ref()
                .map(|source| format!(" by {}", line(source)));
            push(out, depth, &format!("quote{}", source.unwrap_or_default()));
            push_blocks(out, blocks, depth + 1);
        }
        Block::Callout {
            label,
            title,
            blocks,
        } => {
            let title = title.as_ref().map(|title| format!(": {title}"));
            push(
                out,
                depth,
                &format!("box {label}{}", title.unwrap_or_default()),
            );
            push_blocks(out, blocks, depth + 1);
        }
        Block::Code { language, text } => {
            push(out, depth, &format!("code {language}"));
            push(out, depth + 1, text);
        }
        Block::Figure(figure) => {
            let caption = line(&figure.caption);
            push(out, depth, &format!("figure {}: {caption}", figure.path));
            push(out, depth + 1, &format!("shows: {}", figure.alternative));
            push_blocks(out, &figure.description, depth + 1);
        }
        Block::Maths(text) => push(out, depth, &format!("maths: {text}")),
        Block::Rule => push(out, depth, "rule"),
        Block::Question(id) => push(out, depth, &format!("question {id}")),
    }
}
