//! Text becomes a tree, as a browser would make it, but within bounds.
//!
//! **Invariant:** whatever the text is, it becomes a tree, in time that is in step with its length.

use std::borrow::Cow;
use std::cell::{Cell, RefCell};
use std::collections::HashMap;

use html5ever::tendril::StrTendril;
use html5ever::tokenizer::{
    BufferQueue, EndTag, StartTag, Tag, TagToken, Token, TokenSink, TokenSinkResult, Tokenizer,
    TokenizerOpts,
};
use html5ever::tree_builder::{TreeBuilder, TreeBuilderOpts};
use html5ever::{LocalName, local_name};

use super::grow::{Growing, Handle};
use super::tree::Document;
use super::{DEEPEST, MOST_NODES, crowd};
use crate::import::LARGEST;

/// How the tags of a text are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Syntax {
    /// As browsers read pages: `<p/>` opens a paragraph.
    Html,
    /// As XML: `<p/>` is an empty paragraph, `<script/>` an empty script.
    Xhtml,
}

impl Syntax {
    /// What a text says of itself in its first lines.
    pub fn of(text: &str) -> Self {
        const FAR: usize = 2048;
        let end = (0..=FAR.min(text.len()))
            .rev()
            .find(|at| text.is_char_boundary(*at))
            .unwrap_or(0);
        let start = &text[..end];
        let is_xhtml = start
            .trim_start_matches('\u{feff}')
            .trim_start()
            .starts_with("<?xml")
            || start.contains("http://www.w3.org/1999/xhtml")
            || start.contains("//DTD XHTML");
        if is_xhtml { Self::Xhtml } else { Self::Html }
    }
}

impl Document {
    /// The tree of a page, or of a piece of one, in the syntax that it says it is in.
    pub fn parse(text: &str) -> Self {
        Self::parse_as(text, Syntax::of(text))
    }

    /// The same, in a syntax that is known from elsewhere: the chapters of an EPUB are XHTML whatever
    /// they say.
    pub fn parse_as(text: &str, syntax: Syntax) -> Self {
        let (text, is_cut) = cut(text);
        let text = without_subset(text);
        let (text, has_crowd) = crowd::thin(&text);
        let builder = TreeBuilder::new(
            Growing::new(),
            TreeBuilderOpts {
                scripting_enabled: false,
                ..TreeBuilderOpts::default()
            },
        );
        let guard = Guard {
            builder,
            syntax,
            dropped: RefCell::new(HashMap::new()),
            is_flat: Cell::new(false),
            is_cut: Cell::new(false),
        };
        let tokenizer = Tokenizer::new(guard, TokenizerOpts::default());
        let queue = BufferQueue::default();
        queue.push_back(StrTendril::from(&*text));
        // It stops for nothing: the guard asks for no script to be run.
        let _ = tokenizer.feed(&queue);
        tokenizer.end();
        let Guard {
            builder,
            is_flat,
            is_cut: is_full,
            ..
        } = tokenizer.sink;
        let mut document = builder.sink.finish();
        if is_flat.get() && !document.notes.iter().any(|note| note == super::TOO_DEEP) {
            document.notes.push(super::TOO_DEEP.to_owned());
        }
        if has_crowd {
            document.notes.push(crowd::NOTE.to_owned());
        }
        if is_cut {
            let note = format!("only the first {} MB of the page were read", LARGEST >> 20);
            document.notes.push(note);
        }
        if is_full.get() {
            let note = format!("only the first {MOST_NODES} elements of the page were read");
            document.notes.push(note);
        }
        document
    }
}

/// The start of a text that is not too long to be read.
fn cut(text: &str) -> (&str, bool) {
    if text.len() <= LARGEST {
        return (text, false);
    }
    let end = (0..=LARGEST).rev().find(|at| text.is_char_boundary(*at));
    (&text[..end.unwrap_or(0)], true)
}

/// The text without what a document type declares for itself: `<!DOCTYPE html [ … ]>`.
fn without_subset(text: &str) -> Cow<'_, str> {
    const FAR: usize = 4096;
    let whole = || Cow::Borrowed(text);
    let bytes = text.as_bytes();
    let near = &bytes[..bytes.len().min(FAR)];
    let Some(start) = near
        .windows(9)
        .position(|window| window.eq_ignore_ascii_case(b"<!doctype"))
    else {
        return whole();
    };
    let Some(open) = memchr::memchr2(b'[', b'>', &bytes[start..]).map(|at| start + at) else {
        return whole();
    };
    let close = memchr::memmem::find(&bytes[open..], b"]>").map(|at| open + at);
    match (bytes[open], close) {
        (b'[', Some(close)) => Cow::Owned(format!("{}{}", &text[..open], &text[close + 1..])),
        _ => whole(),
    }
}

/// Stands between the text's pieces and what builds the tree.
struct Guard {
    builder: TreeBuilder<Handle, Growing>,
    syntax: Syntax,
    /// Elements that were too deep: how many of each name are still to end.
    dropped: RefCell<HashMap<LocalName, usize>>,
    is_flat: Cell<bool>,
    is_cut: Cell<bool>,
}

impl Guard {
    fn pass(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        match self.builder.process_token(token, line) {
            // No script runs, and the text is text already.
            TokenSinkResult::Script(_) | TokenSinkResult::EncodingIndicator(_) => {
                TokenSinkResult::Continue
            }
            result => result,
        }
    }

    fn tag(&self, mut tag: Tag, line: u64) -> TokenSinkResult<Handle> {
        if self.syntax == Syntax::Xhtml
            && let Some((_, name)) = tag.name.split_once(':')
        {
            tag.name = LocalName::from(name);
        }
        if tag.kind == EndTag {
            if self.was_dropped(&tag.name) {
                return TokenSinkResult::Continue;
            }
            let name = tag.name.clone();
            let result = self.pass(TagToken(tag), line);
            self.builder.sink.ends(&name);
            return result;
        }
        let is_closed = tag.self_closing && self.syntax == Syntax::Xhtml && !is_void(&tag.name);
        if !is_leaf(&tag.name) && self.builder.sink.depth() >= DEEPEST {
            self.is_flat.set(true);
            if !is_closed {
                let mut dropped = self.dropped.borrow_mut();
                *dropped.entry(tag.name.clone()).or_default() += 1;
            }
            if super::blocks::is_block(&tag.name) {
                return self.pass(TagToken(line_break()), line);
            }
            return TokenSinkResult::Continue;
        }
        if !is_closed {
            return self.pass(TagToken(tag), line);
        }
        let end = Tag {
            kind: EndTag,
            attrs: Vec::new(),
            self_closing: false,
            had_duplicate_attributes: false,
            name: tag.name.clone(),
        };
        tag.self_closing = false;
        let name = tag.name.clone();
        // That it is full of text to be read in another way is not so.
        let _ = self.pass(TagToken(tag), line);
        let result = self.pass(TagToken(end), line);
        self.builder.sink.ends(&name);
        result
    }

    /// Did the element that ends here never begin, since it was too deep?
    fn was_dropped(&self, name: &LocalName) -> bool {
        let mut dropped = self.dropped.borrow_mut();
        match dropped.get_mut(name) {
            Some(count) if *count > 0 => {
                *count -= 1;
                true
            }
            _ => false,
        }
    }
}

impl TokenSink for Guard {
    type Handle = Handle;

    fn process_token(&self, token: Token, line: u64) -> TokenSinkResult<Handle> {
        if self.builder.sink.is_full() && !matches!(token, Token::EOFToken) {
            self.is_cut.set(true);
            return TokenSinkResult::Continue;
        }
        match token {
            TagToken(tag) => self.tag(tag, line),
            Token::ParseError(_) | Token::CommentToken(_) => TokenSinkResult::Continue,
            token => self.pass(token, line),
        }
    }

    fn end(&self) {
        self.builder.end();
    }

    fn adjusted_current_node_present_but_not_in_html_namespace(&self) -> bool {
        self.syntax == Syntax::Xhtml
            || self
                .builder
                .adjusted_current_node_present_but_not_in_html_namespace()
    }
}

fn line_break() -> Tag {
    Tag {
        kind: StartTag,
        name: local_name!("br"),
        self_closing: false,
        attrs: Vec::new(),
        had_duplicate_attributes: false,
    }
}

/// Elements in which nothing lies.
fn is_void(name: &str) -> bool {
    matches!(
        name,
        "area"
            | "base"
            | "br"
            | "col"
            | "embed"
            | "hr"
            | "img"
            | "input"
            | "link"
            | "meta"
            | "param"
            | "source"
            | "track"
            | "wbr"
    )
}

/// Elements in which no other elements lie.
fn is_leaf(name: &str) -> bool {
    is_void(name)
        || matches!(
            name,
            "script"
                | "style"
                | "title"
                | "textarea"
                | "iframe"
                | "noembed"
                | "noframes"
                | "xmp"
                | "plaintext"
        )
}
