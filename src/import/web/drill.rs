//! Choices and pairs on OpenLearn's pages. Their keys stand where only a browser looks: in what a button of
//! the form does, in a script, or in the part that is there to be printed.
//!
//! **Invariant:** only what fits together becomes a question to be marked; all else is left, to be read as
//! words. What can be asked is not said twice: the part for printing goes with it.

use crate::course::block::Inline;
use crate::course::question::{Choice, Kind, Options, Paired, Pairing};
use crate::import::flat;
use crate::import::html::{self, Guide as _, Node};

use super::reader::Reader;

/// What the part that is there to be printed is.
const PRINTED: &str = "oucontent-interaction-print";
/// What the parts of pairs lie in.
const PAIRS: &str = "oucontent-matching-container";
/// Options of a question, and arguments of a call.
const MOST: usize = 200;
/// Elements and pieces of text of a drill.
const MOST_NODES: usize = 10_000;

/// Something to be done, as it was found.
pub struct Drill<'d> {
    /// What it is, with its key.
    pub kind: Kind,
    /// So many nodes belong to it.
    pub n_nodes: usize,
    /// What stands in it, and is no part of it.
    pub rest: Vec<Node<'d>>,
}

impl Reader<'_> {
    /// The drill that the first of these nodes holds, if it holds one alone.
    pub fn drill<'d>(&mut self, nodes: &[Node<'d>]) -> Option<Drill<'d>> {
        let first = *nodes.first().filter(|node| node.is_element())?;
        let is_short = |node: &Node| node.descendants().nth(MOST_NODES).is_none();
        if !is_short(&first) {
            return None;
        }
        let is_center = |node: &Node| is_choice(*node) || node.has_class(PAIRS);
        let mut centers = first.descendants().filter(is_center);
        let center = centers.next();
        if centers.next().is_some() {
            return None;
        }
        let inside = first.find(|node| node.has_class(PRINTED));
        let next = (1..nodes.len()).find(|at| nodes[*at].is_element());
        let behind = next.filter(|at| inside.is_none() && nodes[*at].has_class(PRINTED));
        let printed = inside.or_else(|| Some(nodes[behind?])).filter(is_short);
        let (kind, mut parts) = match center {
            Some(form) if is_choice(form) => self.choice(form)?,
            Some(pairs) => {
                let told = told_pairs(pairs).and_then(|pairs| self.pairs(&pairs));
                let kind = told.or_else(|| self.printed_pairs(printed?))?;
                (kind, vec![pairs])
            }
            None => (self.printed_pairs(inside?)?, Vec::new()),
        };
        parts.extend(inside);
        if printed.is_some() {
            self.note(
                "what pages have for doing questions on paper was left out where these can be asked",
            );
        }
        let mut rest = Vec::new();
        push_rest(&mut rest, first, &parts);
        Some(Drill {
            kind,
            n_nodes: behind.map_or(1, |at| at + 1),
            rest,
        })
    }

    /// The question of a form, and the nodes that say it.
    fn choice<'d>(&mut self, form: Node<'d>) -> Option<(Kind, Vec<Node<'d>>)> {
        let call = form.descendants().find_map(|node| {
            let mut attributes = node.attributes().map(|(_, value)| value);
            attributes.find_map(Call::of)
        })?;
        let inputs: Vec<_> = form.descendants().filter(|node| is_option(*node)).collect();
        let n_right = call.right.iter().filter(|n| (1..=inputs.len()).contains(n));
        if !(2..=MOST).contains(&inputs.len())
            || call.right.is_empty()
            || n_right.count() < call.right.len()
        {
            return None;
        }
        let is_result = |node: &Node| node.has_class("oucontent-choice-feedback");
        let mut parts: Vec<_> = form.descendants().filter(is_result).collect();
        let mut choices = Vec::new();
        for (at, input) in inputs.iter().enumerate() {
            let feedback = call.feedback.get(at);
            let feedback = feedback.and_then(|id| form.document().by_id(id));
            // Where options have no elements of their own, nothing tells them apart.
            let label = label(form, *input).filter(|label| !parts.contains(label))?;
            parts.push(label);
            parts.extend(feedback);
            let said = label.children().filter(|inner| Some(*inner) != feedback);
            let text = flat::line(html::blocks(said.collect::<Vec<_>>(), self));
            choices.push(Choice {
                text: Some(text).filter(|text| !text.is_empty())?,
                correct: call.right.contains(&(at + 1)),
                feedback: feedback
                    .map_or_else(Vec::new, |node| html::blocks(node.children(), self)),
            });
        }
        let options = Options {
            choices,
            shuffle: false,
        };
        let is_one =
            call.right.len() == 1 && inputs.iter().all(|input| input.says("type", "radio"));
        let kind = if is_one {
            Kind::Choice(options)
        } else {
            Kind::Choices(options)
        };
        Some((kind, parts))
    }

    /// Items with what they belong to, each by its element.
    fn pairs(&mut self, pairs: &[(Node, Node)]) -> Option<Kind> {
        let mut key = Pairing {
            shuffle: true,
            ..Pairing::default()
        };
        for (item, target) in pairs {
            let target = self.unmarked(*target);
            let known = key.targets.iter().position(|known| *known == target);
            let target = known.unwrap_or_else(|| {
                key.targets.push(target);
                key.targets.len() - 1
            });
            key.items.push(Paired {
                text: self.unmarked(*item),
                target,
                feedback: Vec::new(),
            });
        }
        let mut lines = key.items.iter().map(|item| &item.text).chain(&key.targets);
        let is_sound = key.items.len() > 1 && lines.all(|line| !line.is_empty());
        is_sound.then_some(Kind::Match(key))
    }

    /// The pairs of the part for printing: each match has the number of its option before it, and the
    /// options stand in their order.
    fn printed_pairs(&mut self, printed: Node) -> Option<Kind> {
        let of_class = |class: &'static str| printed.find(|node| node.has_class(class));
        let matches = of_class("oucontent-matching-matches")?;
        let answers = of_class("oucontent-matching-answers");
        let n = matches.elements().count();
        let is_apart = |node: &Node| {
            [Some(matches), answers].into_iter().flatten().all(|other| {
                let lies_in =
                    |inner: Node, outer: Node| inner.ancestors().any(|node| node == outer);
                !lies_in(*node, other) && !lies_in(other, *node)
            })
        };
        let options = printed
            .descendants()
            .find(|node| is_apart(node) && node.elements().count() == n)?;
        let options: Vec<_> = options.elements().collect();
        let mut pairs = Vec::new();
        for node in matches.elements() {
            let marker = node.find(|inner| is_marker(*inner))?;
            let number: usize = marker.words().trim_end_matches(['.', ')']).parse().ok()?;
            pairs.push((*options.get(number.checked_sub(1)?)?, node));
        }
        self.pairs(&pairs)
    }

    /// The words of an item without the number before them.
    fn unmarked(&mut self, node: Node) -> Vec<Inline> {
        let said = node.children().filter(|inner| !is_marker(*inner));
        flat::line(html::blocks(said.collect::<Vec<_>>(), self))
    }
}

/// What of a node is none of the parts, and lies in none.
fn push_rest<'d>(rest: &mut Vec<Node<'d>>, node: Node<'d>, parts: &[Node<'d>]) {
    if parts.contains(&node) {
        return;
    }
    let holds_part = node.find(|inner| parts.contains(inner) || inner.name() == "input");
    if holds_part.is_none() {
        rest.push(node);
        return;
    }
    for inner in node.children() {
        push_rest(rest, inner, parts);
    }
}

/// What says what an option is: its label, or what stands around it.
fn label<'d>(form: Node<'d>, input: Node<'d>) -> Option<Node<'d>> {
    let of_id = input.id().and_then(|id| {
        form.find(|node| node.name() == "label" && node.attribute("for") == Some(id))
    });
    let around = || input.ancestors().find(|node| node.name() == "label");
    of_id.or_else(around).or_else(|| input.parent())
}

/// Is it a form to choose in?
pub fn is_choice(node: Node) -> bool {
    let is_form = |class| node.has_class(class);
    node.name() == "form"
        && (is_form("oucontent-singlechoice-form") || is_form("oucontent-multichoice-form"))
}

fn is_option(node: Node) -> bool {
    node.name() == "input" && (node.says("type", "radio") || node.says("type", "checkbox"))
}

fn is_marker(node: Node) -> bool {
    node.has_class("oucontent-listmarker")
}

/// The pairs that a script behind the container tells of it: `{option: 'id', match: 'id'}`, one after the other.
fn told_pairs(container: Node) -> Option<Vec<(Node, Node)>> {
    let document = container.document();
    let id = container.id()?;
    let id = id.strip_prefix("matching").unwrap_or(id);
    // Were there no end to them, many containers and scripts would take their product.
    let beside = container.parent()?.elements();
    let behind = beside.skip_while(|node| *node != container).skip(1).take(8);
    let scripts = behind.filter(|node| node.name() == "script");
    let texts = scripts.flat_map(|script| script.descendants().filter_map(Node::text));
    let script = texts
        .filter(|text| text.contains("option"))
        .find_map(|text| {
            let at = text.find(id)?;
            Some(&text[at..])
        })?;
    let end = script.find(']').unwrap_or(script.len());
    let mut rest = &script[..end];
    let mut pairs = Vec::new();
    while let Some((option, behind)) = value(rest, "option") {
        let (other, behind) = value(behind, "match")?;
        pairs.push((document.by_id(option)?, document.by_id(other)?));
        rest = behind;
    }
    Some(pairs)
}

/// The quoted value behind a name and a colon, and what stands behind it.
fn value<'t>(text: &'t str, name: &str) -> Option<(&'t str, &'t str)> {
    let rest = &text[text.find(name)? + name.len()..];
    let rest = rest.trim_start_matches(['"', '\'']).trim_start();
    quoted(rest.strip_prefix(':')?.trim_start())
}

/// What stands in the quotes that a text begins with, and what stands behind them.
fn quoted(text: &str) -> Option<(&str, &str)> {
    let quote = text.chars().next().filter(|c| matches!(c, '"' | '\''))?;
    text[1..].split_once(quote)
}

/// What a button of a form does: `process_single_choice('form', 'answer', '2', ['a', 'b'])`, or the same for
/// `multiple`, with a list of what is right.
struct Call {
    /// Which options are right, from 1.
    right: Vec<usize>,
    /// The ids of what is said to each option.
    feedback: Vec<String>,
}

impl Call {
    /// The call in what an attribute says, if one is there.
    fn of(said: &str) -> Option<Self> {
        let names = ["process_single_choice(", "process_multiple_choice("];
        let at = names
            .iter()
            .find_map(|name| Some(said.find(name)? + name.len()))?;
        let mut arguments = Vec::new();
        let mut rest = &said[at..];
        while arguments.len() < MOST {
            rest = rest.trim_start_matches([',', ' ', '\n', '\t']);
            if rest.is_empty() || rest.starts_with(')') {
                break;
            }
            let (argument, behind) = argument(rest)?;
            arguments.push(argument);
            rest = behind;
        }
        let right = arguments.get(2)?.iter().map(|n| n.parse().ok());
        Some(Self {
            right: right.collect::<Option<_>>()?,
            feedback: arguments.into_iter().nth(3).unwrap_or_default(),
        })
    }
}

/// The argument that a text begins with, as a list, and what stands behind it.
fn argument(text: &str) -> Option<(Vec<String>, &str)> {
    let Some(mut rest) = text.strip_prefix('[') else {
        let (one, behind) = one(text)?;
        return Some((vec![one], behind));
    };
    let mut list = Vec::new();
    while list.len() < MOST {
        rest = rest.trim_start_matches([',', ' ', '\n', '\t']);
        if let Some(behind) = rest.strip_prefix(']') {
            return Some((list, behind));
        }
        let (next, behind) = one(rest)?;
        list.push(next);
        rest = behind;
    }
    None
}

/// A quoted text, or a word.
fn one(text: &str) -> Option<(String, &str)> {
    if let Some((inner, behind)) = quoted(text) {
        return Some((inner.to_owned(), behind));
    }
    let end = text.find([',', ']', ')', ' '])?;
    (end > 0).then(|| (text[..end].to_owned(), &text[end..]))
}
