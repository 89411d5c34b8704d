//! Units, sessions and sections become sections, in reading order.
//!
//! **Invariant:** text that stands behind a section's subsections goes on in the last of them, as it is
//! read.

use super::pieces::Pieces;
use super::{Ground, Reader, Xml, attribute, child, elements, name};
use crate::import::Refusal;
use crate::import::flow::{Flow, Style};
use crate::text::Clean;

impl Reader<'_> {
    /// What the course is called.
    pub(super) fn title_of(&mut self, item: Xml) -> Clean {
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
            .unwrap_or_default()
    }

    /// Reads a file; as a section of that title, where it is one of more. The pieces go in place of
    /// the sessions of the item and of its units.
    pub(super) fn item(
        &mut self,
        item: Xml,
        title: Option<&str>,
        pieces: &mut Pieces,
    ) -> Result<(), Refusal> {
        self.base = 0;
        if let Some(title) = title {
            self.open(item, 1, title);
            self.base = 1;
        }
        self.about(item);
        let mut flow = Flow::default();
        for node in item.children() {
            match name(node) {
                "Unit" => self.unit(node, pieces)?,
                "Session" if node.has_children() && pieces.are_left() => {
                    self.flush(&mut flow);
                    self.session(node, 1, pieces)?;
                }
                "Session" if let Some(piece) = pieces.next() => {
                    let last = self.piece(&piece, |reader, item| {
                        let nodes = item.children();
                        nodes.for_each(|node| reader.item_part(node, &mut flow));
                        Ok(())
                    })?;
                    self.opened.push((node.id().get_usize(), last));
                }
                _ => self.item_part(node, &mut flow),
            }
        }
        self.flush(&mut flow);
        Ok(())
    }

    fn item_part(&mut self, node: Xml, flow: &mut Flow) {
        match name(node) {
            "meta" | "settings" | "CourseCode" | "ItemID" | "ItemTitle" | "CourseTitle" => {}
            "FrontMatter" => self.front(node),
            _ => self.part(node, None, 0, flow),
        }
    }

    fn unit(&mut self, unit: Xml, pieces: &mut Pieces) -> Result<(), Refusal> {
        let title = child(unit, "UnitTitle").map(|title| self.words(title));
        let title = title.filter(|title| !title.is_empty() && *title != self.title);
        let before = self.course.course.sections.len();
        let level = u8::from(title.is_some());
        if let Some(title) = &title {
            self.open(unit, 1, title);
        }
        let own = before + usize::from(level);
        let mut flow = Flow::default();
        for node in unit.children() {
            match name(node) {
                "Session" if node.has_children() && pieces.are_left() => {
                    self.flush(&mut flow);
                    self.session(node, level + 1, pieces)?;
                }
                "Session" if let Some(piece) = pieces.next() => {
                    let last = self.piece(&piece, |reader, item| {
                        let unit = child(item, "Unit").unwrap_or(item);
                        let nodes = unit.children();
                        nodes.for_each(|node| reader.unit_part(node, level, own, &mut flow));
                        Ok(())
                    })?;
                    self.opened.push((node.id().get_usize(), last));
                }
                _ => self.unit_part(node, level, own, &mut flow),
            }
        }
        self.flush(&mut flow);
        Ok(())
    }

    fn unit_part(&mut self, node: Xml, level: u8, own: usize, flow: &mut Flow) {
        match name(node) {
            "UnitID" | "UnitTitle" => {}
            "ByLine" => self.author(node),
            "Introduction" | "Conclusion" => {
                self.flush(flow);
                self.chapter(node, level + 1);
            }
            "LearningOutcomes" => self.outcomes(node),
            _ => self.part(node, Some(own), level, flow),
        }
    }

    /// A long session. The pieces go in place of its sections.
    fn session(&mut self, node: Xml, level: u8, pieces: &mut Pieces) -> Result<(), Refusal> {
        let title = self.begin_section(node, level);
        let own = self.course.course.sections.len();
        let mut flow = Flow::default();
        for inner in node.children().filter(|inner| Some(*inner) != title) {
            match name(inner) {
                "Section" if let Some(piece) = pieces.next() => {
                    let last = self.piece(&piece, |reader, item| {
                        let unit = child(item, "Unit").unwrap_or(item);
                        let session = child(unit, "Session").unwrap_or(unit);
                        for node in session.children() {
                            reader.part(node, Some(own), level, &mut flow);
                        }
                        Ok(())
                    })?;
                    self.opened.push((inner.id().get_usize(), last));
                }
                _ => self.part(inner, Some(own), level, &mut flow),
            }
        }
        self.flush(&mut flow);
        Ok(())
    }

    /// Opens the section that an element is; gives its title.
    fn begin_section<'x>(&mut self, node: Xml<'x>, level: u8) -> Option<Xml<'x>> {
        let title = child(node, "Title").or_else(|| child(node, "Heading"));
        let words = title.map(|title| self.words(title)).unwrap_or_default();
        self.open(node, level, &words);
        title
    }

    /// A section with what lies in it.
    fn section(&mut self, node: Xml, level: u8) {
        let title = self.begin_section(node, level);
        self.parts(node, title, level);
    }

    /// What lies in the section that was opened last, but for its title.
    fn parts(&mut self, node: Xml, title: Option<Xml>, level: u8) {
        let own = self.course.course.sections.len();
        let mut flow = Flow::default();
        for inner in node.children().filter(|inner| Some(*inner) != title) {
            self.part(inner, Some(own), level, &mut flow);
        }
        self.flush(&mut flow);
    }

    /// Front or back matter that is a section of its own: an introduction, an appendix. What has no
    /// title is called by its element's name.
    pub(super) fn chapter(&mut self, node: Xml, level: u8) {
        let title = child(node, "Title").or_else(|| child(node, "Heading"));
        let words = title.map(|title| self.words(title)).unwrap_or_default();
        if words.is_empty() {
            self.open(node, level, spoken(name(node)));
        } else {
            self.open(node, level, &words);
        }
        self.parts(node, title, level);
    }

    /// A part of a section, at whose level it stands. `own` is how many sections there were when that
    /// one was opened.
    fn part(&mut self, node: Xml, own: Option<usize>, level: u8, flow: &mut Flow) {
        let is_untitled = || {
            child(node, "Title")
                .or_else(|| child(node, "Heading"))
                .is_none()
        };
        // Behind a section that has a title, what has none would be taken for more of that.
        let is_first = own == Some(self.course.course.sections.len());
        match name(node) {
            "SubSubSection" if is_untitled() => {
                for inner in node.children() {
                    self.part(inner, own, level, flow);
                }
            }
            "Section" | "SubSection" if is_first && is_untitled() => {
                for inner in node.children() {
                    self.part(inner, own, level, flow);
                }
            }
            "Session" if is_offer(node) => {
                self.flush(flow);
                self.offer(node);
            }
            "Session" | "Section" | "SubSection" | "SubSubSection" => {
                self.flush(flow);
                self.section(node, level.saturating_add(1));
            }
            "Summary" if own.is_some_and(|own| self.course.course.sections.len() > own) => {
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

    /// What the publisher offers when the course is done: nothing to study, so it is no section but
    /// stands in what is known of the course.
    fn offer(&mut self, node: Xml) {
        // Nothing in here stands in the section before it.
        self.opened.push((node.id().get_usize(), None));
        let blocks = self.blocks_apart(node);
        let course = &mut self.course.course;
        course.acknowledgements.extend(blocks);
        let what = "what the publisher offers after the course is no section; it stands in what is \
                    known of the course";
        self.course.note_at("Keep on learning", what);
    }

    /// Begins a section for an element.
    pub(super) fn open(&mut self, node: Xml, level: u8, title: &str) {
        self.course.open(level.saturating_add(self.base), title);
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
    pub(super) fn author(&mut self, node: Xml) {
        let name = self.words(node);
        let authors = &mut self.course.course.authors;
        if !name.is_empty() && !authors.contains(&name) {
            authors.push(name);
        }
    }

    /// What is known of the course by its attributes and what describes it.
    fn about(&mut self, item: Xml) {
        let language = item
            .attributes()
            .find(|attribute| attribute.name() == "lang");
        if let Some(language) = language {
            self.course.course.language = Clean::trimmed(language.value());
        }
        let source = elements(item)
            .filter(|node| attribute(*node, "name") == Some("dc:source"))
            .find_map(|node| attribute(node, "content"));
        if let Some(source) = source {
            self.course.course.source = Clean::trimmed(untracked(source));
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

/// Is it the session that OpenLearn puts behind its courses, about its others? One that asks anything is
/// none.
fn is_offer(node: Xml) -> bool {
    let title = child(node, "Title").map(super::text).unwrap_or_default();
    let is_asked = |inner: Xml| matches!(name(inner), "Activity" | "Exercise" | "SAQ" | "ITQ");
    title.trim().eq_ignore_ascii_case("keep on learning") && !node.descendants().any(is_asked)
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
