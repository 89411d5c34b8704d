//! Blocks as Markdown can say them: what two ways of building can mean is brought into one.
//!
//! In normal form, of lines see [`mod@line`]; headings have levels from 2 to 6 and the names that
//! they are read with; nothing is empty but cells and boxes; terms that follow each other are one list; a
//! row has as many cells as its table; what would be read as a caption, a source or a description is one.
//! Kinds of words that can't be written are plain words. What lies too deep lies in what is around it.
//! Footnotes stand in the order of their first mention.
//!
//! **Invariant:** no word is lost, and what is normal stays as it is. What is written from normal
//! blocks and read again is equal to them.

mod line;

use std::collections::{HashMap, HashSet};

use crate::course::block::{Block, Definition, Inline, Table, Target};
use crate::course::{Footnote, Section};
use crate::markup::markdown::Slugs;
use crate::markup::write::{self, Place};
use crate::text::Clean;

/// So many columns of marks may stand before words; lists and quotes that would need more go into the
/// one around them. The reader takes twice as many, and 64 levels; each takes two columns at least.
const WIDEST: usize = 120;

/// The columns of a quote, a box or a definition.
const QUOTE: usize = 2;

/// Brings a section's text and footnotes into normal form: headings get the names that they would be
/// read with, and links to them follow; footnotes stand in the order of their first
/// mention.
pub fn section(section: &mut Section) {
    for note in &mut section.footnotes {
        let blocks = std::mem::take(&mut note.blocks);
        note.blocks = blocks_alone(blocks);
    }
    section.footnotes.retain(|note| !note.blocks.is_empty());
    let labels: HashSet<Clean> = section
        .footnotes
        .iter()
        .map(|note| note.label.clone())
        .collect();
    for block in &mut section.blocks {
        block.each_line(&mut |line| forget_notes(line, &labels));
    }
    let blocks = std::mem::take(&mut section.blocks);
    section.blocks = self::blocks(blocks);
    order_notes(section);
    name_headings(section);
}

/// The names that the headings of `section` have in normal form, by those that they have now.
pub fn names(section: &Section) -> HashMap<Clean, Clean> {
    let mut names = HashMap::new();
    let notes = section.footnotes.iter().flat_map(|note| &note.blocks);
    names_in(
        section.blocks.iter().chain(notes),
        &mut Slugs::default(),
        &mut names,
    );
    names
}

fn names_in<'b>(
    blocks: impl Iterator<Item = &'b Block>,
    slugs: &mut Slugs,
    names: &mut HashMap<Clean, Clean>,
) {
    for block in blocks {
        if let Block::Heading { slug, content, .. } = block {
            let content = line::line(content.clone(), Place::Heading);
            if !content.is_empty() {
                let name = slugs.name(&plain(&content));
                names.entry(slug.clone()).or_insert(name);
            }
        }
        names_in(block.children(), slugs, names);
    }
}

fn plain(line: &[Inline]) -> String {
    line.iter().map(|inline| &*inline.text).collect()
}

/// Brings blocks that stand alone, such as a prompt, into normal form: no footnote can be mentioned in
/// them, and no question has its place there.
pub fn fragment(mut blocks: Vec<Block>) -> Vec<Block> {
    blocks.iter_mut().for_each(forget_places);
    let mut blocks = blocks_alone(blocks);
    let mut slugs = Slugs::default();
    for block in &mut blocks {
        name_in(block, &mut slugs, &mut HashMap::new());
    }
    blocks
}

fn forget_places(block: &mut Block) {
    if matches!(block, Block::Question(_)) {
        *block = Block::Paragraph(Vec::new());
    }
    block.children_mut().for_each(forget_places);
}

fn blocks_alone(mut blocks: Vec<Block>) -> Vec<Block> {
    for block in &mut blocks {
        block.each_line(&mut |line| forget_notes(line, &HashSet::new()));
    }
    self::blocks(blocks)
}

/// Makes mentions of footnotes words, but for those that are there.
fn forget_notes(line: &mut [Inline], there: &HashSet<Clean>) {
    for inline in line {
        if let Some(Target::Footnote(label)) = &inline.target
            && !there.contains(label)
        {
            inline.target = None;
        }
    }
}

fn blocks(blocks: Vec<Block>) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    push_all(&mut out, blocks, WIDEST);
    out
}

/// Brings a line into normal form. A break in it becomes a blank, and a footnote can't be mentioned in it.
pub fn line(mut content: Vec<Inline>) -> Vec<Inline> {
    forget_notes(&mut content, &HashSet::new());
    line::line(content, Place::Heading)
}

fn push_all(out: &mut Vec<Block>, blocks: Vec<Block>, room: usize) {
    for block in blocks {
        push(out, block, room);
    }
}

fn nested(blocks: Vec<Block>, room: usize) -> Vec<Block> {
    let mut out = Vec::with_capacity(blocks.len());
    push_all(&mut out, blocks, room);
    out
}

fn push(out: &mut Vec<Block>, block: Block, room: usize) {
    match block {
        Block::Heading {
            level,
            slug,
            content,
        } => {
            let content = line::line(content, Place::Heading);
            if !content.is_empty() {
                out.push(Block::Heading {
                    level: level.clamp(2, 6),
                    slug,
                    content,
                });
            }
        }
        Block::Paragraph(content) => push_paragraph(out, content),
        Block::List { start, items } => push_list(out, start, items, room),
        Block::Definitions(definitions) => push_definitions(out, definitions, room),
        Block::Table(table) => push_table(out, table),
        Block::Quote { blocks, source } => {
            let mut blocks = nested(blocks, room.saturating_sub(QUOTE));
            let source = line::line(source.unwrap_or_default(), Place::Heading);
            let source = Some(source).filter(|source| !source.is_empty());
            let source = source.or_else(|| dashed(&mut blocks));
            if room < QUOTE || blocks.is_empty() {
                push_all(out, blocks, room);
                push_paragraph(out, source.unwrap_or_default());
            } else {
                out.push(Block::Quote { blocks, source });
            }
        }
        Block::Callout {
            label,
            title,
            blocks,
        } => {
            let title = title.map(|title| Clean::words(line::single_blanks(&title).trim()));
            let title = title.filter(|title| !title.is_empty());
            let label = write::label(&label);
            let titled = |title: Option<Clean>, blocks: Vec<Block>| {
                let title = title.map(|title| Block::Paragraph(vec![Inline::plain(title)]));
                title.into_iter().chain(blocks).collect::<Vec<_>>()
            };
            if room < QUOTE {
                push_all(out, titled(title, blocks), room);
                return;
            }
            let blocks = nested(blocks, room - QUOTE);
            match out.last_mut() {
                // Behind a figure this is what it shows.
                Some(Block::Figure(figure))
                    if *label == *"Description" && figure.description.is_empty() =>
                {
                    figure.description = titled(title, blocks);
                }
                _ => out.push(Block::Callout {
                    label,
                    title,
                    blocks,
                }),
            }
        }
        Block::Code { language, text } => out.push(Block::Code {
            language: language
                .split(|c: char| !c.is_alphanumeric() && !matches!(c, '-' | '+' | '#' | '_' | '.'))
                .next()
                .map_or_else(Clean::default, Clean::words),
            text: Clean::lines(&text),
        }),
        Block::Figure(mut figure) => {
            figure.path = Clean::trimmed(&figure.path);
            figure.alternative = Clean::words(line::single_blanks(&figure.alternative).trim());
            // A caption stands where no footnote is read.
            figure.caption = line(figure.caption);
            let description = std::mem::take(&mut figure.description);
            if room < QUOTE {
                out.push(Block::Figure(figure));
                push_all(out, description, room);
                return;
            }
            figure.description = nested(description, room - QUOTE);
            out.push(Block::Figure(figure));
        }
        Block::Maths(text) => {
            let text = Clean::words(line::single_blanks(&text).trim());
            match write::display(&text) {
                Some(_) => out.push(Block::Maths(text)),
                None => push_paragraph(out, vec![Inline::plain(text)]),
            }
        }
        Block::Rule | Block::Question(_) => out.push(block),
    }
}

fn push_list(out: &mut Vec<Block>, start: Option<u64>, items: Vec<Vec<Block>>, room: usize) {
    // No reader takes a number of more than nine digits.
    let most = 999_999_999_u64.saturating_sub(items.len() as u64);
    let start = start.map(|start| start.min(most));
    let last = start.map(|start| start + items.len() as u64);
    let sign = last.map_or(0, |last| last.to_string().len()) + 2;
    if room < sign {
        push_all(out, items.into_iter().flatten().collect(), room);
        return;
    }
    let items = items.into_iter().map(|item| nested(item, room - sign));
    let items: Vec<_> = items.filter(|item| !item.is_empty()).collect();
    if !items.is_empty() {
        out.push(Block::List { start, items });
    }
}

/// The source of a quote that stands in its last paragraph, behind a dash: so it is read. A dash alone
/// says nothing.
fn dashed(blocks: &mut Vec<Block>) -> Option<Vec<Inline>> {
    std::iter::from_fn(|| last_dashed(blocks)).find(|source| !source.is_empty())
}

fn last_dashed(blocks: &mut Vec<Block>) -> Option<Vec<Inline>> {
    let (Some(Block::Paragraph(words)), true) = (blocks.last(), blocks.len() > 1) else {
        return None;
    };
    let behind = words[0].text.strip_prefix(['—', '―'])?;
    let first = Inline {
        text: Clean::words(behind),
        ..words[0].clone()
    };
    let source = std::iter::once(first).chain(words[1..].iter().cloned());
    let source = line::line(source.collect(), Place::Heading);
    blocks.pop();
    Some(source)
}

fn push_paragraph(out: &mut Vec<Block>, content: Vec<Inline>) {
    let mut content = line::line(content, Place::Words);
    // Behind a table without a caption, `Table:` begins one.
    if let (Some(Block::Table(table)), Some(first)) = (out.last_mut(), content.first())
        && table.caption.is_empty()
        && first.text.starts_with("Table:")
    {
        table.caption = line::line(content, Place::Heading);
        return;
    }
    if !content.is_empty() {
        content.shrink_to_fit();
        out.push(Block::Paragraph(content));
    }
}

fn push_definitions(out: &mut Vec<Block>, definitions: Vec<Definition>, room: usize) {
    for definition in definitions {
        let term = line::line(definition.term, Place::Heading);
        let meanings: Vec<_> = definition
            .meanings
            .into_iter()
            .map(|meaning| nested(meaning, room.saturating_sub(QUOTE)))
            .filter(|meaning| !meaning.is_empty())
            .collect();
        let is_plain = |meaning: &Vec<Block>| matches!(meaning.first(), Some(Block::Paragraph(_)));
        if room < QUOTE || term.is_empty() || meanings.is_empty() || !meanings.iter().all(is_plain)
        {
            push_paragraph(out, term);
            push_all(out, meanings.into_iter().flatten().collect(), room);
            continue;
        }
        let definition = Definition { term, meanings };
        match out.last_mut() {
            Some(Block::Definitions(before)) => before.push(definition),
            _ => out.push(Block::Definitions(vec![definition])),
        }
    }
}

fn push_table(out: &mut Vec<Block>, table: Table) {
    let rows = table.rows.iter().map(Vec::len);
    let width = rows.chain([table.header.len()]).max().unwrap_or(0);
    let caption = line::line(table.caption, Place::Heading);
    if width == 0 {
        out.extend((!caption.is_empty()).then_some(Block::Paragraph(caption)));
        return;
    }
    let fit = |row: Vec<Vec<Inline>>| {
        let mut row: Vec<_> = row
            .into_iter()
            .map(|cell| line::line(cell, Place::Cell))
            .collect();
        row.resize(width, Vec::new());
        row
    };
    let mut alignments = table.alignments;
    alignments.resize(width, crate::course::block::Alignment::Left);
    out.push(Block::Table(Table {
        caption,
        alignments,
        header: fit(table.header),
        rows: table.rows.into_iter().map(fit).collect(),
    }));
}

/// Gives headings the names that they would be read with; links to the old names follow.
fn name_headings(section: &mut Section) {
    let mut slugs = Slugs::default();
    let mut names: HashMap<Clean, Clean> = HashMap::new();
    let notes = section
        .footnotes
        .iter_mut()
        .flat_map(|note| &mut note.blocks);
    for block in section.blocks.iter_mut().chain(notes) {
        name_in(block, &mut slugs, &mut names);
    }
    if names.iter().all(|(old, new)| old == new) {
        return;
    }
    let mut follow = |line: &mut Vec<Inline>| {
        for inline in line {
            if let Some(Target::Heading(slug)) = &mut inline.target
                && let Some(name) = names.get(slug)
            {
                *slug = name.clone();
            }
        }
    };
    let notes = section
        .footnotes
        .iter_mut()
        .flat_map(|note| &mut note.blocks);
    for block in section.blocks.iter_mut().chain(notes) {
        block.each_line(&mut follow);
    }
}

fn name_in(block: &mut Block, slugs: &mut Slugs, names: &mut HashMap<Clean, Clean>) {
    if let Block::Heading { slug, content, .. } = block {
        let name = slugs.name(&plain(content));
        let old = std::mem::replace(slug, name.clone());
        names.entry(old).or_insert(name);
    }
    for child in block.children_mut() {
        name_in(child, slugs, names);
    }
}

/// Puts footnotes in the order of their first mention; those that nobody mentions come last. Labels
/// that can't be written, or are there twice, become numbers.
fn order_notes(section: &mut Section) {
    let mut taken: HashSet<String> = HashSet::new();
    let mut labels: HashMap<Clean, Clean> = HashMap::new();
    for note in &mut section.footnotes {
        let label = fit_label(&note.label, &mut taken);
        let old = std::mem::replace(&mut note.label, label.clone());
        // Of two with one label, mentions mean the first.
        labels.entry(old).or_insert(label);
    }
    let mut ranks: HashMap<Clean, usize> = HashMap::new();
    let mut name = |line: &mut Vec<Inline>| {
        for inline in line {
            if let Some(Target::Footnote(label)) = &mut inline.target
                && let Some(new) = labels.get(label)
            {
                let next = ranks.len();
                ranks.entry(new.clone()).or_insert(next);
                inline.text = new.clone();
                *label = new.clone();
            }
        }
    };
    for block in &mut section.blocks {
        as_written(block, &mut name);
    }
    let rank = |note: &Footnote| ranks.get(&note.label).copied().unwrap_or(usize::MAX);
    section.footnotes.sort_by_key(rank);
}

/// `label`, or else the first number that is free; now it is taken. Capitals make no difference.
fn fit_label(label: &Clean, taken: &mut HashSet<String>) -> Clean {
    const LONGEST: usize = 40;
    let is_fit = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    let is_fit = !label.is_empty() && label.len() <= LONGEST && label.chars().all(is_fit);
    if is_fit && taken.insert(label.to_lowercase()) {
        return label.clone();
    }
    let number = (taken.len() + 1..=usize::MAX)
        .map(|n| n.to_string())
        .find(|number| taken.insert(number.clone()))
        .expect("numbers do not end");
    Clean::words(&number)
}

/// Does something to each line of a block in the order in which they are written: the caption of a
/// table stands below it.
fn as_written(block: &mut Block, deed: &mut impl FnMut(&mut Vec<Inline>)) {
    match block {
        Block::Table(table) => {
            let rows = table.rows.iter_mut().flatten();
            table.header.iter_mut().chain(rows).for_each(&mut *deed);
            deed(&mut table.caption);
        }
        Block::Definitions(definitions) => {
            for definition in definitions {
                deed(&mut definition.term);
                for block in definition.meanings.iter_mut().flatten() {
                    as_written(block, deed);
                }
            }
        }
        Block::Quote { blocks, source } => {
            for block in blocks {
                as_written(block, deed);
            }
            source.iter_mut().for_each(deed);
        }
        Block::List { .. } | Block::Callout { .. } | Block::Figure(_) => {
            for block in block.children_mut() {
                as_written(block, deed);
            }
        }
        _ => block.each_line(deed),
    }
}
