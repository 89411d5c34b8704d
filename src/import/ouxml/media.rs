//! Films, sounds and what only a browser can run: told in a box, with their address.
//!
//! **Invariant:** what can't be had offline is named.

use crate::course::block::{Block, Inline};
use crate::text::Clean;

use super::{Reader, Xml, attribute, elements, figure, inline};
use crate::import::flow::{Flow, Style};

impl Reader<'_> {
    /// A box for a film, a sound, an interactive …
    pub(super) fn media(&mut self, node: Xml) -> Vec<Block> {
        let source = attribute(node, "src").unwrap_or_default();
        let sort = attribute(node, "type").unwrap_or_default();
        let label = match sort {
            "video" => "Video",
            "audio" => "Audio",
            "file" => "File",
            "moodlequestion" | "openmark" => "Missing",
            _ => "Interactive",
        };
        let mut flow = Flow::default();
        if label == "Missing" {
            let what = format!("A question that only the course’s server has: {source}");
            self.course.note(&what);
            flow.text(&what, Style::default());
            flow.end_line();
        }
        for inner in elements(node) {
            self.element(inner, &mut flow, Style::default());
            flow.end_line();
        }
        if label != "Missing" && !source.is_empty() {
            let is_web = figure::is_web(source);
            let shown = if is_web {
                source
            } else {
                source.rsplit(['/', '\\']).next().unwrap_or_default()
            };
            flow.push(Inline {
                target: inline::web(source),
                ..Inline::plain(Clean::trimmed(shown))
            });
            flow.end_line();
        }
        vec![Block::Callout {
            label: Clean::words(label),
            title: None,
            blocks: flow.finish(),
        }]
    }

    /// What was written elsewhere should be shown again: a link leads there.
    pub(super) fn written_before(&mut self, node: Xml, flow: &mut Flow) {
        let id = attribute(node, "idref").or_else(|| attribute(node, "targetidref"));
        let title = id.and_then(|id| self.fields.get(id).cloned());
        match (id, title) {
            (Some(id), Some(title)) => flow.push(Inline {
                target: Some(crate::course::block::Target::Heading(Clean::trimmed(id))),
                ..Inline::plain(title)
            }),
            _ => self.course.note(
                "what the learner wrote before should be shown here; it can be looked up there",
            ),
        }
    }
}
