//! Keys: how they are written, and which stands for what where.
//!
//! **Invariant:** there is one table. The keys that act, help, the hints on the status line and the
//! manual all come from it.

use std::fmt;

use crossterm::event::{KeyCode, KeyEvent, KeyEventKind, KeyModifiers};
use toml::de::{DeTable, DeValue};

use crate::app::action::{Action, Context, Verb};
use crate::app::keys::{Keys, Part};

/// The default keys, in the order of `assets/keys.toml`: context, verb, keys. Read when Recto is
/// built, since each start would have to read them anew.
const DEFAULT: &[(&str, &str, &[&str])] = include!(concat!(env!("OUT_DIR"), "/keys.rs"));

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
    /// In the order of the file, for help. So few that they are searched one by one.
    keys: Vec<(Context, Key, Verb)>,
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
        for (context, verb, keys) in DEFAULT {
            let context = context_named(context).expect("a test reads the defaults");
            let verb = Verb::named(verb).expect("a test reads the defaults");
            let keys = keys
                .iter()
                .map(|key| Key::parse(key).expect("a test reads the defaults"));
            table.keys.extend(keys.map(|key| (context, key, verb)));
        }
        let bad = table.add(own);
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

    /// Lays the learner's file over the table.
    fn add(&mut self, text: &str) -> Vec<BadKey> {
        let file = match DeTable::parse(text) {
            Ok(file) => file.into_inner(),
            Err(error) => {
                let at = error.span().map_or(0, |span| span.start);
                let what = error.message().to_owned();
                return vec![BadKey { at, what }];
            }
        };
        let mut bad = Vec::new();
        let mut given = Vec::new();
        let mut sections: Vec<_> = file.iter().collect();
        sections.sort_by_key(|(name, _)| name.span().start);
        for (name, section) in sections {
            let mut say = |at, what| bad.push(BadKey { at, what });
            let at = name.span().start;
            let name = name.get_ref();
            match (context_named(name), section.get_ref()) {
                (Ok(context), DeValue::Table(verbs)) => {
                    let mut verbs: Vec<_> = verbs.iter().collect();
                    verbs.sort_by_key(|(verb, _)| verb.span().start);
                    for (verb, keys) in verbs {
                        let (at, verb) = (verb.span().start, verb.get_ref());
                        let added = texts(verb, keys.get_ref())
                            .and_then(|keys| self.give(context, verb, &keys, &mut given));
                        if let Err(what) = added {
                            say(at, what);
                        }
                    }
                }
                (Ok(_), _) => say(at, format!("[{name}] must be a table of keys")),
                (Err(what), _) => say(at, what),
            }
        }
        bad
    }

    /// Gives a verb these keys in the place of those that it had. `given` are the keys that the
    /// same file has given out: it may take one from the defaults, but not give one twice.
    fn give(
        &mut self,
        context: Context,
        name: &str,
        keys: &[&str],
        given: &mut Vec<(Context, Key)>,
    ) -> Result<(), String> {
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
        self.keys
            .retain(|(at, _, known)| *at != context || *known != verb);
        let mut clash = None;
        for text in keys {
            let key = Key::parse(text).ok_or_else(|| {
                format!("\"{text}\" is no key; write it like \"j\", \"ctrl-d\", \"shift-tab\", \"f1\", \"page-down\"")
            })?;
            let before = self.bind(context, key, verb).map_or("nothing", Verb::name);
            if given.contains(&(context, key)) {
                clash.get_or_insert_with(|| {
                    format!(
                        "{key} is bound twice here: to \"{before}\" and to \"{name}\"; the later one counts"
                    )
                });
            }
            given.push((context, key));
        }
        clash.map_or(Ok(()), Err)
    }

    /// Binds a key. Gives back the verb that had it.
    fn bind(&mut self, context: Context, key: Key, verb: Verb) -> Option<Verb> {
        let before = self.verb(context, key);
        if before.is_some() {
            self.keys
                .retain(|(at, known, _)| *at != context || *known != key);
        }
        self.keys.push((context, key, verb));
        before
    }

    /// What a key stands for in `context` itself.
    fn verb(&self, context: Context, key: Key) -> Option<Verb> {
        let mut keys = self.keys.iter();
        keys.find(|(at, known, _)| *at == context && *known == key)
            .map(|(.., verb)| *verb)
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
        if let Some(verb) = self.verb(context, key) {
            return Some(Action::Do(verb));
        }
        if let (true, true, KeyCode::Char(letter)) = (context.is_typing(), plain, key.code) {
            return Some(Action::Type(letter));
        }
        let then = context.moves().then_some(Context::Move);
        then.into_iter()
            .chain([Context::Anywhere])
            .find_map(|context| self.verb(context, key))
            .map(Action::Do)
    }

    /// The table in words.
    pub fn words(&self) -> Keys {
        let part = |(context, _, title): &(Context, &str, &'static str)| Part {
            context: *context,
            title,
            lines: self.of(*context),
        };
        let parts = Context::ALL.iter().map(part);
        Keys {
            parts: parts.filter(|part| !part.lines.is_empty()).collect(),
        }
    }

    /// All verbs of `context` with their keys, in the order of the file.
    fn of(&self, context: Context) -> Vec<(Verb, Vec<String>)> {
        let mut out: Vec<(Verb, Vec<String>)> = Vec::new();
        for (at, key, verb) in &self.keys {
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

/// The context of that name.
fn context_named(name: &str) -> Result<Context, String> {
    let known = Context::ALL.iter().find(|(_, known, _)| *known == name);
    known.map(|(context, ..)| *context).ok_or_else(|| {
        let names: Vec<_> = Context::ALL.iter().map(|(_, name, _)| *name).collect();
        format!(
            "there is no context [{name}]; there are {}",
            names.join(", ")
        )
    })
}

/// The keys that a file gives a verb.
fn texts<'a>(verb: &str, keys: &'a DeValue<'_>) -> Result<Vec<&'a str>, String> {
    let text = |key: &'a DeValue<'_>| match key {
        DeValue::String(key) => Some(&**key),
        _ => None,
    };
    let texts = match keys {
        DeValue::Array(keys) => keys.iter().map(|key| text(key.get_ref())).collect(),
        one => text(one).map(|one| vec![one]),
    };
    texts.ok_or_else(|| format!("\"{verb}\" must have a list of keys, such as [\"j\", \"down\"]"))
}

fn quit_key() -> KeyEvent {
    KeyEvent::new(KeyCode::Char('c'), KeyModifiers::CONTROL)
}
