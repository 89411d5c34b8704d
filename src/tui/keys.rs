//! Keys: how they are written, and which stands for what where.
//!
//! **Invariant:** there is one table. The keys that act, help, the hints on the status line and the
//! manual all come from it.

use std::collections::{BTreeMap, HashMap};
use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};

use crate::app::action::{Action, Context, Verb};

/// The default keys, in the form of the learner's own file.
pub const DEFAULT: &str = include_str!("../../assets/keys.toml");

/// A key with what is held down beside it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Key {
    code: KeyCode,
    modifiers: KeyModifiers,
}

/// Names of keys that are no letters.
const NAMES: [(&str, KeyCode); 16] = [
    ("enter", KeyCode::Enter),
    ("esc", KeyCode::Esc),
    ("tab", KeyCode::Tab),
    ("backspace", KeyCode::Backspace),
    ("delete", KeyCode::Delete),
    ("insert", KeyCode::Insert),
    ("home", KeyCode::Home),
    ("end", KeyCode::End),
    ("page-up", KeyCode::PageUp),
    ("page-down", KeyCode::PageDown),
    ("up", KeyCode::Up),
    ("down", KeyCode::Down),
    ("left", KeyCode::Left),
    ("right", KeyCode::Right),
    ("space", KeyCode::Char(' ')),
    ("back-tab", KeyCode::BackTab),
];

impl Key {
    /// Reads `q`, `ctrl-c`, `shift-tab`, `f1`.
    pub fn parse(text: &str) -> Option<Self> {
        let mut modifiers = KeyModifiers::NONE;
        let mut rest = text;
        loop {
            let (modifier, tail) = match rest {
                _ if rest.starts_with("ctrl-") => (KeyModifiers::CONTROL, &rest[5..]),
                _ if rest.starts_with("alt-") => (KeyModifiers::ALT, &rest[4..]),
                _ if rest.starts_with("shift-") => (KeyModifiers::SHIFT, &rest[6..]),
                _ => break,
            };
            // "ctrl--" is Ctrl and the minus.
            if tail.is_empty() {
                break;
            }
            modifiers |= modifier;
            rest = tail;
        }
        let mut letters = rest.chars();
        let code = match (letters.next(), letters.next()) {
            (Some(letter), None) => KeyCode::Char(letter),
            _ => NAMES
                .iter()
                .find(|(name, _)| *name == rest)
                .map(|(_, code)| *code)
                .or_else(|| {
                    rest.strip_prefix('f')?
                        .parse()
                        .ok()
                        .filter(|n| (1..=24).contains(n))
                        .map(KeyCode::F)
                })?,
        };
        Some(Self { code, modifiers }.normal())
    }

    /// One way to say each key, whatever the terminal: Shift is in the letter, and in back-tab.
    fn normal(self) -> Self {
        let Self {
            mut code,
            mut modifiers,
        } = self;
        match code {
            KeyCode::Char(letter) => {
                modifiers.remove(KeyModifiers::SHIFT);
                if modifiers.contains(KeyModifiers::CONTROL) {
                    code = KeyCode::Char(letter.to_ascii_lowercase());
                }
            }
            KeyCode::Tab if modifiers.contains(KeyModifiers::SHIFT) => code = KeyCode::BackTab,
            _ => {}
        }
        if code == KeyCode::BackTab {
            modifiers.remove(KeyModifiers::SHIFT);
        }
        Self { code, modifiers }
    }
}

impl fmt::Display for Key {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (modifier, name) in [
            (KeyModifiers::CONTROL, "Ctrl-"),
            (KeyModifiers::ALT, "Alt-"),
            (KeyModifiers::SHIFT, "Shift-"),
        ] {
            if self.modifiers.contains(modifier) {
                f.write_str(name)?;
            }
        }
        match self.code {
            KeyCode::Char(' ') => f.write_str("Space"),
            KeyCode::Char(letter) => write!(f, "{letter}"),
            KeyCode::F(n) => write!(f, "F{n}"),
            KeyCode::BackTab => f.write_str("Shift-Tab"),
            KeyCode::PageUp => f.write_str("PgUp"),
            KeyCode::PageDown => f.write_str("PgDn"),
            KeyCode::Up => f.write_str("↑"),
            KeyCode::Down => f.write_str("↓"),
            KeyCode::Left => f.write_str("←"),
            KeyCode::Right => f.write_str("→"),
            code => {
                let name = NAMES
                    .iter()
                    .find(|(_, known)| *known == code)
                    .map_or("?", |(name, _)| name);
                let (first, rest) = name.split_at(1);
                write!(f, "{}{rest}", first.to_ascii_uppercase())
            }
        }
    }
}

/// Which key stands for what, where.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct KeyTable {
    keys: HashMap<(Context, Key), Verb>,
    /// In the order of the file, for help.
    order: Vec<(Context, Key, Verb)>,
}

/// One binding that could not be taken.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BadKey {
    /// Byte in the file.
    pub at: usize,
    /// What is wrong and what to do.
    pub what: String,
}

impl KeyTable {
    /// The default keys with the learner's file laid over them. A verb that the file names in a
    /// context has those keys only, there. What is wrong in it is left out and told.
    pub fn new(own: &str) -> (Self, Vec<BadKey>) {
        let mut table = Self::default();
        let mut bad = table.add(DEFAULT);
        debug_assert!(bad.is_empty(), "the default keys are right: {bad:?}");
        bad.extend(table.add(own));
        if table.action(Context::Text, quit_key()) != Some(Action::Do(Verb::Quit)) {
            // There must be a way out, whatever the file says.
            table.bind(
                Context::Anywhere,
                Key::parse("ctrl-c").expect("it is a key"),
                Verb::Quit,
            );
        }
        (table, bad)
    }

    fn add(&mut self, text: &str) -> Vec<BadKey> {
        type File = BTreeMap<toml::Spanned<String>, toml::Spanned<toml::Value>>;
        let mut bad = Vec::new();
        let file: File = match toml::from_str(text) {
            Ok(file) => file,
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                return vec![BadKey {
                    at,
                    what: error.message().to_owned(),
                }];
            }
        };
        for (name, section) in file {
            let at = name.span().start;
            let Some((context, ..)) = Context::ALL
                .iter()
                .find(|(_, known, _)| known == name.get_ref())
            else {
                let names: Vec<_> = Context::ALL.iter().map(|(_, name, _)| *name).collect();
                bad.push(BadKey {
                    at,
                    what: format!(
                        "there is no context [{}]; there are {}",
                        name.get_ref(),
                        names.join(", ")
                    ),
                });
                continue;
            };
            let toml::Value::Table(verbs) = section.get_ref() else {
                bad.push(BadKey {
                    at,
                    what: format!("[{}] must be a table of keys", name.get_ref()),
                });
                continue;
            };
            for (verb, keys) in verbs {
                // Values carry no place of their own: the name is looked for behind its section.
                let at = text[at..].find(verb.as_str()).map_or(at, |off| at + off);
                if let Err(what) = self.add_verb(*context, verb, keys) {
                    bad.push(BadKey { at, what });
                }
            }
        }
        bad
    }

    fn add_verb(&mut self, context: Context, name: &str, keys: &toml::Value) -> Result<(), String> {
        let verb = Verb::named(name).ok_or_else(|| {
            let near = crate::text::nearest(
                name,
                crate::app::action::ACTIONS.iter().map(|(_, name, _)| *name),
            );
            match near {
                Some(near) => format!("there is no action \"{name}\"; did you mean \"{near}\"?"),
                None => format!("there is no action \"{name}\"; `?` in Recto lists all"),
            }
        })?;
        let texts: Vec<&str> = match keys {
            toml::Value::String(key) => vec![key],
            toml::Value::Array(keys) => keys.iter().filter_map(toml::Value::as_str).collect(),
            _ => {
                return Err(format!(
                    "\"{name}\" must have a list of keys, such as [\"j\", \"down\"]"
                ));
            }
        };
        self.keys
            .retain(|(at, _), known| *at != context || *known != verb);
        self.order
            .retain(|(at, _, known)| *at != context || *known != verb);
        for text in texts {
            let key = Key::parse(text).ok_or_else(|| {
                format!("\"{text}\" is no key; write it like \"j\", \"ctrl-d\", \"shift-tab\", \"f1\", \"page-down\"")
            })?;
            if let Some(before) = self.keys.get(&(context, key)) {
                let clash = format!(
                    "{key} is bound twice here: to \"{}\" and to \"{name}\"; the later one counts",
                    before.name()
                );
                self.bind(context, key, verb);
                return Err(clash);
            }
            self.bind(context, key, verb);
        }
        Ok(())
    }

    fn bind(&mut self, context: Context, key: Key, verb: Verb) {
        self.order
            .retain(|(at, known, _)| *at != context || *known != key);
        self.keys.insert((context, key), verb);
        self.order.push((context, key, verb));
    }

    /// What a key press means in `context`.
    pub fn action(&self, context: Context, press: KeyEvent) -> Option<Action> {
        if press.kind == KeyEventKind::Release {
            return None;
        }
        let key = Key {
            code: press.code,
            modifiers: press.modifiers,
        }
        .normal();
        let plain = !key
            .modifiers
            .intersects(KeyModifiers::CONTROL | KeyModifiers::ALT);
        if let Some(verb) = self.keys.get(&(context, key)) {
            return Some(Action::Do(*verb));
        }
        if let (true, true, KeyCode::Char(letter)) = (context.is_typing(), plain, key.code) {
            return Some(Action::Type(letter));
        }
        let then = context.moves().then_some(Context::Move);
        then.into_iter()
            .chain([Context::Anywhere])
            .find_map(|context| self.keys.get(&(context, key)))
            .map(|verb| Action::Do(*verb))
    }

    /// The first key for `verb` in `context`, as it is shown.
    pub fn key_for(&self, context: Context, verb: Verb) -> Option<String> {
        let then = context.moves().then_some(Context::Move);
        [Some(context), then, Some(Context::Anywhere)]
            .into_iter()
            .flatten()
            .find_map(|context| {
                self.order
                    .iter()
                    .find(|(at, _, known)| *at == context && *known == verb)
                    .map(|(_, key, _)| key.to_string())
            })
    }

    /// All verbs of `context` with their keys, in the order of the file.
    pub fn of(&self, context: Context) -> Vec<(Verb, Vec<String>)> {
        let mut out: Vec<(Verb, Vec<String>)> = Vec::new();
        for (at, key, verb) in &self.order {
            if *at == context {
                match out.iter_mut().find(|(known, _)| known == verb) {
                    Some((_, keys)) => keys.push(key.to_string()),
                    None => out.push((*verb, vec![key.to_string()])),
                }
            }
        }
        out
    }
}

fn quit_key() -> KeyEvent {
    KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)
}
