//! A question as its file tells it, before it is known how it is asked.
//!
//! **Invariant:** reads and judges nothing; all that it gives are places in the file.

use std::collections::HashMap;

use roxmltree::Node;

use super::score::Condition;
use super::{name, outermost};

/// A question as its file tells it.
pub struct Item<'x> {
    /// What it is called.
    pub title: &'x str,
    /// What it says it is.
    pub sort: Sort,
    /// What is shown, in order.
    pub flow: Vec<Part<'x>>,
    /// What is to be answered.
    pub responses: Vec<Response<'x>>,
    /// How it is marked.
    pub conditions: Vec<Condition<'x>>,
    /// What is said of the answer, by the names of it, in order.
    pub feedback: Vec<(&'x str, Node<'x, 'x>)>,
}

/// A part of what is shown.
#[derive(Clone, Copy)]
pub enum Part<'x> {
    /// Words and pictures.
    Words(Node<'x, 'x>),
    /// Where something is to be answered, by its index.
    Response(usize),
}

/// Something to be answered.
pub struct Response<'x> {
    /// Its name.
    pub ident: &'x str,
    /// What stands before it.
    pub materials: Vec<Node<'x, 'x>>,
    /// What there is to choose from.
    pub labels: Vec<Label<'x>>,
    /// Is it answered by choosing?
    pub is_chosen: bool,
    /// May more than one be chosen?
    pub has_many: bool,
    /// Is a number wanted?
    pub is_number: bool,
}

/// An option.
pub struct Label<'x> {
    /// Its name.
    pub ident: &'x str,
    /// What it shows.
    pub materials: Vec<Node<'x, 'x>>,
}

/// What a question says it is, where that says more than its form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Sort {
    /// Told by its form alone.
    Plain,
    /// Rows to be matched.
    Matching,
    /// Gaps to be filled with words.
    Blanks,
    /// Gaps to be filled from lists.
    Dropdowns,
    /// A number.
    Number,
    /// A text or a file to hand in.
    Written,
    /// A formula whose numbers change each time.
    Calculated,
    /// No question.
    TextOnly,
}

impl<'x> Item<'x> {
    /// Reads an `item`.
    pub fn read(node: Node<'x, 'x>) -> Self {
        let mut item = Self {
            title: node.attribute("title").unwrap_or_default().trim(),
            sort: sort(node),
            flow: Vec::new(),
            responses: Vec::new(),
            conditions: Vec::new(),
            feedback: Vec::new(),
        };
        for part in outermost(
            node,
            &[
                "presentation",
                "resprocessing",
                "itemfeedback",
                "itemmetadata",
            ],
        ) {
            match name(part) {
                "presentation" => item.presentation(part),
                "resprocessing" => {
                    let conditions = outermost(part, &["respcondition"]);
                    let conditions = conditions.into_iter().map(Condition::read);
                    item.conditions.extend(conditions);
                }
                "itemfeedback" => {
                    let ident = part.attribute("ident").unwrap_or_default();
                    item.feedback.push((ident, part));
                }
                _ => {}
            }
        }
        item
    }

    fn presentation(&mut self, node: Node<'x, 'x>) {
        const PARTS: [&str; 6] = [
            "material",
            "response_lid",
            "response_str",
            "response_num",
            "response_xy",
            "response_grp",
        ];
        for part in outermost(node, &PARTS) {
            if name(part) == "material" {
                self.flow.push(Part::Words(part));
            } else {
                self.flow.push(Part::Response(self.responses.len()));
                self.responses.push(Response::read(part));
            }
        }
    }

    /// The words and pictures of the question itself.
    pub fn materials(&self) -> impl Iterator<Item = Node<'x, 'x>> {
        self.flow.iter().filter_map(|part| match part {
            Part::Words(node) => Some(*node),
            Part::Response(_) => None,
        })
    }

    /// Is it answered in writing, and not marked?
    pub fn is_written(&self) -> bool {
        self.sort == Sort::Written
    }
}

impl<'x> Response<'x> {
    fn read(node: Node<'x, 'x>) -> Self {
        let parts = outermost(node, &["material", "response_label"]);
        let (labels, materials): (Vec<_>, Vec<_>) = parts
            .into_iter()
            .partition(|part| name(*part) == "response_label");
        let labels = labels.into_iter().map(|label| Label {
            ident: label.attribute("ident").unwrap_or_default(),
            materials: outermost(label, &["material"]),
        });
        let fib = outermost(node, &["render_fib"]);
        let says_number = fib
            .iter()
            .filter_map(|fib| fib.attribute("fibtype"))
            .any(|sort| matches!(sort, "Integer" | "Decimal" | "Scientific"));
        Self {
            ident: node.attribute("ident").unwrap_or_default(),
            materials,
            labels: labels.collect(),
            is_chosen: matches!(name(node), "response_lid" | "response_grp") && fib.is_empty(),
            has_many: node.attribute("rcardinality") == Some("Multiple"),
            is_number: name(node) == "response_num" || says_number,
        }
    }
}

/// What an item says it is.
fn sort(item: Node) -> Sort {
    let mut fields = HashMap::new();
    for meta in outermost(item, &["itemmetadata"]) {
        for field in outermost(meta, &["qtimetadatafield", "bbmd_questiontype"]) {
            if name(field) == "bbmd_questiontype" {
                fields.insert("question_type", field.text().unwrap_or_default().trim());
                continue;
            }
            let text = |wanted: &str| {
                let mut inner = field.children();
                let inner = inner.find(|inner| name(*inner) == wanted)?;
                inner.text().map(str::trim)
            };
            if let (Some(label), Some(entry)) = (text("fieldlabel"), text("fieldentry")) {
                fields.entry(label).or_insert(entry);
            }
        }
    }
    let said = fields
        .get("question_type")
        .or_else(|| fields.get("cc_profile"))
        .copied()
        .unwrap_or_default();
    match said {
        "matching_question" | "Matching" => Sort::Matching,
        "fill_in_multiple_blanks_question" | "Fill in the Blank Plus" => Sort::Blanks,
        "multiple_dropdowns_question" | "Jumbled Sentence" => Sort::Dropdowns,
        "numerical_question" | "Numeric" => Sort::Number,
        "essay_question" | "file_upload_question" | "Essay" | "File Upload" | "Short Response" => {
            Sort::Written
        }
        "calculated_question" | "Calculated" => Sort::Calculated,
        "text_only_question" => Sort::TextOnly,
        said if said.starts_with("cc.essay") => Sort::Written,
        _ => Sort::Plain,
    }
}
