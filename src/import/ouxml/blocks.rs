//! Elements that are blocks: lists, boxes, quotations, talk, code.
//!
//! **Invariant:** a box keeps its heading, a quotation its source, code its lines.

use crate::course::block::{Block, Inline};
use crate::text::Clean;
use crate::text::slug::slug;

use super::{Ground, Reader, Xml, attribute, child, elements, name, question};
use crate::import::flow::{Flow, Style};
use crate::import::{flat, letters};

impl Reader<'_> {
    /// Adds an element that stands by itself; one that isn't known is transparent.
    pub(super) fn block(&mut self, name: &str, node: Xml, flow: &mut Flow, style: Style) {
        match name {
            "settings" | "meta" | "Parameters" | "TOC" | "Covers" => {}
            "BulletedList"
            | "NumberedList"
            | "UnNumberedList"
            | "BulletedSubsidiaryList"
            | "NumberedSubsidiaryList"
            | "UnNumberedSubsidiaryList" => {
                flow.end_line();
                let list = self.list(node);
                flow.block(list);
            }
            "Table" => {
                flow.end_line();
                flow.blocks.extend(self.table(node));
            }
            "Figure" => {
                flow.end_line();
                flow.blocks.extend(self.figures(node));
            }
            "Image" => {
                flow.end_line();
                self.image(node, flow);
            }
            "Equation" | "Chemistry" | "math" | "MathML" | "TeX" => {
                flow.end_line();
                flow.blocks.extend(self.display(node));
            }
            "MediaContent" if attribute(node, "type") == Some("image") => {
                let figure = self.figure(node);
                flow.block(Block::Figure(figure));
            }
            "MediaContent" => {
                flow.end_line();
                flow.blocks.extend(self.media(node));
            }
            "Activity" | "Exercise" | "SAQ" | "ITQ" => {
                flow.end_line();
                self.question(question::sort(name), node, flow);
            }
            "FreeResponseDisplay" => self.written_before(node, flow),
            "Heading" | "Title" | "SubHeading" | "SubSubHeading" => {
                flow.end_line();
                let level = match name {
                    "SubSubHeading" => 4,
                    "SubHeading" => 3,
                    _ => 2,
                };
                let heading = self.heading(node, level);
                flow.block(heading);
            }
            "InternalSection" => self.internal_section(node, flow),
            "Quote" | "Verse" => {
                flow.end_line();
                let quote = self.quote(node);
                flow.block(quote);
            }
            "Dialogue" => {
                flow.end_line();
                self.talk(node, flow);
            }
            "Transcript" => {
                flow.end_line();
                let transcript = self.transcript(node);
                flow.block(transcript);
            }
            "ComputerDisplay" | "ProgramListing" => {
                flow.block(Block::Code {
                    language: Clean::default(),
                    text: code(node),
                });
            }
            "LearningOutcomes" => self.outcomes_here(node, flow),
            _ => match label(name) {
                Some(label) => {
                    flow.end_line();
                    let boxed = self.boxed(label, node);
                    flow.block(boxed);
                }
                None => self.children(node, flow, style),
            },
        }
    }

    fn list(&mut self, node: Xml) -> Block {
        let class = attribute(node, "class").unwrap_or("decimal");
        let first = attribute(node, "start").and_then(|start| start.parse().ok());
        let first: u64 = first.unwrap_or(1);
        let is_numbered = name(node).starts_with("Numbered");
        let mut items = Vec::new();
        for item in elements(node) {
            let mut blocks = self.blocks(item);
            let at = first.saturating_add(items.len() as u64);
            if let Some(letters) = letters::numeral(kind(class), at).filter(|_| is_numbered) {
                letters::put_first(&mut blocks, &format!("({letters}) "));
            }
            items.push(blocks);
        }
        let start = (is_numbered && class == "decimal").then_some(first);
        Block::List { start, items }
    }

    /// A box with its heading.
    pub(super) fn boxed(&mut self, label: &str, node: Xml) -> Block {
        let heading = child(node, "Heading").or_else(|| child(node, "Title"));
        let title = heading.map(|heading| self.words(heading));
        let mut flow = Flow::default();
        self.children_but(heading, node, &mut flow, Style::default());
        Block::Callout {
            label: Clean::words(label),
            title: title.filter(|title| !title.is_empty()),
            blocks: flow.finish(),
        }
    }

    /// A heading; links in a section lead to it by the id of what it stands over, or by its words.
    fn heading(&mut self, node: Xml, level: u8) -> Block {
        let content = self.line(node);
        let named = |node| attribute(node, "id").filter(|_| self.ground == Ground::Text);
        let id = named(node).or_else(|| named(node.parent()?));
        let slug = match id {
            Some(id) => Clean::trimmed(id),
            None => Clean::words(&slug(&flat::words(&content))),
        };
        Block::Heading {
            level,
            slug,
            content,
        }
    }

    fn internal_section(&mut self, node: Xml, flow: &mut Flow) {
        flow.end_line();
        let heading = child(node, "Heading").or_else(|| child(node, "Title"));
        if let Some(heading) = heading {
            let block = self.heading(heading, self.inner.saturating_add(2));
            flow.block(block);
        }
        self.inner += 1;
        self.children_but(heading, node, flow, Style::default());
        self.inner -= 1;
        flow.end_line();
    }

    fn quote(&mut self, node: Xml) -> Block {
        let mut flow = Flow::default();
        let mut source = Vec::new();
        for inner in node.children() {
            match name(inner) {
                "SourceReference" => {
                    if !source.is_empty() {
                        source.push(Inline::plain(Clean::words(" ")));
                    }
                    source.extend(self.line(inner));
                }
                "Heading" => {
                    let heading = strong(self.line(inner));
                    flow.block(Block::Paragraph(heading));
                }
                _ if inner.is_text() => {
                    flow.text(inner.text().unwrap_or_default(), Style::default());
                }
                _ if inner.is_element() => self.element(inner, &mut flow, Style::default()),
                _ => {}
            }
        }
        Block::Quote {
            blocks: flow.finish(),
            source: (!source.is_empty()).then_some(source),
        }
    }

    /// What is said, each remark behind who says it.
    fn talk(&mut self, node: Xml, flow: &mut Flow) {
        let mut speaker: Vec<Inline> = Vec::new();
        for inner in elements(node) {
            match name(inner) {
                "Speaker" => {
                    if !speaker.is_empty() {
                        flow.block(Block::Paragraph(std::mem::take(&mut speaker)));
                    }
                    speaker = strong(self.line(inner));
                    let ends = speaker.last().is_some_and(|last| last.text.ends_with(':'));
                    if !speaker.is_empty() {
                        let mark = if ends { " " } else { ": " };
                        speaker.push(Inline::plain(Clean::words(mark)));
                    }
                }
                "Heading" => {
                    let heading = strong(self.line(inner));
                    flow.block(Block::Paragraph(heading));
                }
                _ => {
                    flow.end_line();
                    for inline in speaker.drain(..) {
                        flow.push(inline);
                    }
                    if name(inner) == "Remark" {
                        self.children(inner, flow, Style::default());
                    } else {
                        self.element(inner, flow, Style::default());
                    }
                    flow.end_line();
                }
            }
        }
        for inline in speaker {
            flow.push(inline);
        }
        flow.end_line();
    }

    /// What is said in a recording, in a box.
    pub(super) fn transcript(&mut self, node: Xml) -> Block {
        let mut flow = Flow::default();
        let has_text = node
            .children()
            .any(|inner| inner.is_text() && !inner.text().unwrap_or_default().trim().is_empty());
        if has_text {
            self.children(node, &mut flow, Style::default());
        } else {
            self.talk(node, &mut flow);
        }
        Block::Callout {
            label: Clean::words("Transcript"),
            title: None,
            blocks: flow.finish(),
        }
    }

    /// Outcomes of a session: the course's too, but they are read where they stand.
    fn outcomes_here(&mut self, node: Xml, flow: &mut Flow) {
        let mut items = Vec::new();
        for inner in elements(node) {
            if name(inner) == "LearningOutcome" {
                items.push(vec![Block::Paragraph(self.aim(inner))]);
            } else {
                self.element(inner, flow, Style::default());
            }
        }
        if !items.is_empty() {
            flow.block(Block::List { start: None, items });
        }
    }
}

/// Words said with stress, as a heading where none can stand.
pub fn strong(mut line: Vec<Inline>) -> Vec<Inline> {
    for inline in &mut line {
        inline.face.strong = true;
    }
    line
}

/// The label of a box.
fn label(name: &str) -> Option<&'static str> {
    Some(match name {
        "Box" => "Box",
        "CaseStudy" => "Case study",
        "Example" => "Example",
        "Extract" => "Extract",
        "Reading" => "Reading",
        "StudyNote" => "Note",
        "KeyPoints" => "Important",
        "Summary" => "Summary",
        "Proof" => "Proof",
        "RevealMore" => "More",
        "Answer" => "Answer",
        "Discussion" => "Discussion",
        "FurtherReading" => "Reading",
        "SideNote" => "Note",
        _ => return None,
    })
}

/// HTML's word for how a list is numbered.
fn kind(class: &str) -> &'static str {
    match class {
        "lower-alpha" => "a",
        "upper-alpha" => "A",
        "lower-roman" => "i",
        "upper-roman" => "I",
        _ => "1",
    }
}

/// Code: a paragraph is a line, and so is what ends at a break; blanks stay.
fn code(node: Xml) -> Clean {
    let mut text = String::new();
    for inner in node.descendants() {
        match name(inner) {
            "br" => text.push('\n'),
            "Paragraph" | "Heading" if !text.is_empty() => {
                if !text.ends_with('\n') {
                    text.push('\n');
                }
                // An empty one is an empty line.
                if inner.first_child().is_none() {
                    text.push('\n');
                }
            }
            _ if inner.is_text() => {
                let words = inner.text().unwrap_or_default();
                // Between paragraphs stands nothing but the file's own layout.
                let is_layout = inner.parent() == Some(node) && words.trim().is_empty();
                if !is_layout {
                    text.push_str(words);
                }
            }
            _ => {}
        }
    }
    Clean::lines(text.trim_end())
}
