//! Units, sessions and sections become sections, in reading order.
//!
//! **Invariant:** text that stands behind a section's subsections goes on in the last of them, as it is
//! read.

use super::flow::{Flow, Style};
use super::{Ground, Reader, Xml, attribute, child, elements, name};

impl<'a> Reader<'a> {
    /// What the course is called.
    pub(super) fn title_of(&mut self, item: Xml<'a>) -> String {
        let mut units = elements(item).filter(|node| node.has_tag_name("Unit"));
        let sole = units.next().filter(|_| units.next().is_none());
        let candidates = [
            child(item, "ItemTitle"),
            child(item, "CourseTitle"),
            sole.and_then(|unit| child(unit, "UnitTitle")),
        ];
        let mut titles = candidates.into_iter().flatten();
        titles
            .find_map(|title| Some(self.words(title)).filter(|title| !title.is_empty()))
            .map(|title| title.to_string())
            .unwrap_or_default()
    }

    /// Reads the whole course.
    pub(super) fn item(&mut self, item: Xml<'a>) {
        self.about(item);
        let mut flow = Flow::default();
        for node in item.children() {
            match name(node) {
                "meta" | "settings" | "CourseCode" | "ItemID" | "ItemTitle" | "CourseTitle" => {}
                "FrontMatter" => self.front(node),
                "Unit" => self.unit(node),
                _ => self.part(node, None, 0, &mut flow),
            }
        }
        self.flush(&mut flow);
    }

    fn unit(&mut self, unit: Xml<'a>) {
        let title = child(unit, "UnitTitle").map(|title| self.words(title));
        let title = title.filter(|title| !title.is_empty() && *title != self.course.course.title);
        let level = match &title {
            Some(title) => {
                self.open(unit, 1, title);
                1
            }
            None => 0,
        };
        let mut flow = Flow::default();
        for node in unit.children() {
            match name(node) {
                "UnitID" | "UnitTitle" => {}
                "ByLine" => self.author(node),
                "Introduction" | "Conclusion" => {
                    self.flush(&mut flow);
                    self.chapter(node, level + 1);
                }
                "LearningOutcomes" => self.outcomes(node),
                _ => self.part(node, Some(unit), level, &mut flow),
            }
        }
        self.flush(&mut flow);
    }

    /// A section with what lies in it.
    fn section(&mut self, node: Xml<'a>, level: u8) {
        let title = child(node, "Title").or_else(|| child(node, "Heading"));
        let words = title.map(|title| self.words(title)).unwrap_or_default();
        self.open(node, level, &words);
        let mut flow = Flow::default();
        for inner in node.children().filter(|inner| Some(*inner) != title) {
            self.part(inner, Some(node), level, &mut flow);
        }
        self.flush(&mut flow);
    }

    /// Front or back matter that is a section of its own: an introduction, an appendix. What has no
    /// title is called by its element's name.
    pub(super) fn chapter(&mut self, node: Xml<'a>, level: u8) {
        let title = child(node, "Title").or_else(|| child(node, "Heading"));
        let words = title.map(|title| self.words(title)).unwrap_or_default();
        let mut flow = Flow::default();
        if words.is_empty() {
            self.open(node, level, spoken(name(node)));
        } else {
            self.open(node, level, &words);
        }
        for inner in node.children().filter(|inner| Some(*inner) != title) {
            self.part(inner, Some(node), level, &mut flow);
        }
        self.flush(&mut flow);
    }

    /// A part of `section`, at whose level it stands.
    fn part(&mut self, node: Xml<'a>, section: Option<Xml<'a>>, level: u8, flow: &mut Flow) {
        let is_untitled = || {
            child(node, "Title")
                .or_else(|| child(node, "Heading"))
                .is_none()
        };
        match name(node) {
            "SubSubSection" if is_untitled() => {
                for inner in node.children() {
                    self.part(inner, section, level, flow);
                }
            }
            "Session" | "Section" | "SubSection" | "SubSubSection" => {
                self.flush(flow);
                self.section(node, level.saturating_add(1));
            }
            "Summary" if self.has_opened_since(section) => {
                self.flush(flow);
                self.chapter(node, level.saturating_add(1));
            }
            "BackMatter" => {
                self.flush(flow);
                self.back(node, level);
            }
            "References" => self.references(node),
            _ if node.is_text() => flow.text(node.text().unwrap_or_default(), Style::default()),
            _ if node.is_element() => {
                self.ground = Ground::Text;
                self.element(node, flow, Style::default());
                self.ground = Ground::Apart;
            }
            _ => {}
        }
    }

    /// Has another section been opened since this one?
    fn has_opened_since(&self, section: Option<Xml<'a>>) -> bool {
        let last = self.opened.last().map(|(node, _)| *node);
        section.is_some_and(|section| last != Some(section.id().get_usize()))
    }

    /// Begins a section for an element.
    pub(super) fn open(&mut self, node: Xml<'a>, level: u8, title: &str) {
        self.course.open(level, title);
        let index = self.course.course.sections.len() - 1;
        self.opened.push((node.id().get_usize(), Some(index)));
        self.asked.clear();
    }

    /// Gives the blocks so far to the section that is open.
    pub(super) fn flush(&mut self, flow: &mut Flow) {
        for block in std::mem::take(flow).finish() {
            self.course.push(block);
        }
    }

    /// Adds an author, once.
    pub(super) fn author(&mut self, node: Xml<'a>) {
        let name = self.words(node);
        let authors = &mut self.course.course.authors;
        if !name.is_empty() && !authors.contains(&name) {
            authors.push(name);
        }
    }

    /// What is known of the course by its attributes and what describes it.
    fn about(&mut self, item: Xml<'a>) {
        let language = item
            .attributes()
            .find(|attribute| attribute.name() == "lang");
        if let Some(language) = language {
            self.course.course.language = crate::text::Clean::trimmed(language.value());
        }
        let source = elements(item)
            .filter(|node| attribute(*node, "name") == Some("dc:source"))
            .find_map(|node| attribute(node, "content"));
        if let Some(source) = source {
            self.course.course.source = crate::text::Clean::trimmed(untracked(source));
        }
        // A series or module that has a name of its own.
        let series = child(item, "CourseTitle").map(|title| self.words(title));
        let series = series.filter(|name| !name.is_empty() && *name != self.course.course.title);
        if let Some(name) = series {
            let line = vec![crate::course::block::Inline::plain(name)];
            let block = crate::course::block::Block::Paragraph(line);
            self.course.course.description.push(block);
        }
    }
}

/// An address without what tells where its reader came from.
fn untracked(address: &str) -> &str {
    match address.split_once('?') {
        Some((bare, query)) if query.split('&').all(|part| part.starts_with("utm_")) => bare,
        _ => address,
    }
}

/// An element's name in words.
fn spoken(name: &str) -> &str {
    match name {
        "FurtherReading" => "Further reading",
        "Appendices" => "Appendix",
        "CourseTeam" => "Course team",
        name => name,
    }
}
