//! A page in pieces: each line that says something, with what it looks like and how far it stands from
//! the one before.

use super::furniture::{is_furniture, is_printed};
use crate::import::labels::{Role, is_question, is_timing, role};

/// A page in pieces.
#[derive(Debug, Default)]
pub struct Page {
    /// What the course is called: a line that stands there twice above the text.
    pub title: Option<String>,
    /// The lines that say something, in order.
    pub pieces: Vec<Piece>,
    /// The lines that belong to the page.
    pub furniture: Vec<String>,
}

/// A line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Piece {
    /// Empty lines before it.
    pub gap: usize,
    /// Columns that it is indented by.
    pub indent: usize,
    /// What it looks like.
    pub look: Look,
    /// What it says, without its mark.
    pub text: String,
}

/// What a line looks like.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Look {
    /// Running text.
    Words,
    /// The heading of a section, with its number; on a page for a printer some have none.
    Heading(String),
    /// The heading of a question, such as `Activity 1 Aims`.
    Question,
    /// What the learner is shown after answering, or where the question begins.
    Label(Role),
    /// How long it may take.
    Timing,
    /// An item behind a bullet.
    Bullet,
    /// An item behind a number.
    Number(u64),
    /// An item behind a letter.
    Letter(char),
    /// Cells of a table.
    Row(Vec<String>),
}

impl Page {
    /// The number of its first heading.
    pub fn number(&self) -> Option<&str> {
        self.pieces.iter().find_map(|piece| match &piece.look {
            Look::Heading(number) if !number.is_empty() => Some(number.as_str()),
            _ => None,
        })
    }

    /// Its first heading, with the number; without one, its first line if that could be one.
    pub fn heading(&self) -> Option<String> {
        let heading = self.pieces.iter().find_map(|piece| match &piece.look {
            Look::Heading(number) => Some(format!("{number} {}", piece.text).trim().to_owned()),
            _ => None,
        });
        let first = self.pieces.first().filter(|piece| could_head(piece));
        heading.or_else(|| first.map(|piece| piece.text.clone()))
    }
}

/// Could it be a heading, by its look alone?
pub fn could_head(piece: &Piece) -> bool {
    piece.look == Look::Words && is_short(&piece.text)
}

/// Takes a page apart.
pub fn page(text: &str) -> Page {
    let mut page = Page::default();
    let mut gap = 0;
    for line in text.lines() {
        let words = line.trim_matches(|c: char| c.is_whitespace() || c == '\u{a0}');
        if words.is_empty() {
            gap += 1;
            continue;
        }
        if is_furniture(words) {
            page.furniture.push(words.to_owned());
            continue;
        }
        let indent = line.len() - line.trim_start_matches(' ').len();
        // What stands there twice above the text is the name of the course.
        if page.title.is_none()
            && let [only] = &page.pieces[..]
            && only.text == words
            && only.look == Look::Words
        {
            page.title = Some(words.to_owned());
            page.pieces.clear();
            continue;
        }
        let piece = piece(gap, indent, line, words);
        gap = 0;
        page.pieces.push(piece);
    }
    if page.furniture.iter().any(|line| is_printed(line)) {
        print(&mut page);
    }
    page
}

/// A page for a printer holds a whole course: it begins with the course's name, and lines that stand alone
/// may be headings with one number, or with none.
fn print(page: &mut Page) {
    if page.title.is_none() && page.pieces.first().is_some_and(could_head) {
        page.title = Some(page.pieces.remove(0).text);
    }
    let mut last = 0;
    for at in 0..page.pieces.len() {
        let behind = page.pieces.get(at + 1);
        let piece = &page.pieces[at];
        let is_alone = piece.gap > 0 && behind.is_none_or(|behind| behind.gap > 0);
        if !is_alone || !could_head(piece) {
            continue;
        }
        if is_named_part(&piece.text) {
            last = 0;
            page.pieces[at].look = Look::Heading(String::new());
        } else if let Some((number, title)) = chapter(&piece.text)
            && number == last + 1
        {
            let title = title.to_owned();
            last = number;
            page.pieces[at].look = Look::Heading(number.to_string());
            page.pieces[at].text = title;
        }
    }
}

/// `2 Questions`: one number, and a title.
fn chapter(words: &str) -> Option<(u32, &str)> {
    let (number, title) = words.split_once([' ', '\u{a0}'])?;
    let number = number.trim_end_matches('.').parse().ok()?;
    let title = title.trim_start();
    title
        .starts_with(char::is_uppercase)
        .then_some((number, title))
}

/// Parts that OpenLearn’s courses have without a number, and those that are numbered in words.
fn is_named_part(words: &str) -> bool {
    const NAMES: [&str; 10] = [
        "introduction",
        "introduction and guidance",
        "learning outcomes",
        "conclusion",
        "summary",
        "glossary",
        "references",
        "further reading",
        "acknowledgements",
        "keep on learning",
    ];
    let words = words.to_lowercase();
    let (first, rest) = words.split_once(' ').unwrap_or((&words, ""));
    let is_counted = matches!(first, "week" | "session" | "unit" | "block" | "part")
        && rest.starts_with(|c: char| c.is_ascii_digit());
    NAMES.contains(&&*words) || is_counted
}

fn piece(gap: usize, indent: usize, line: &str, words: &str) -> Piece {
    let (look, text) = look(line, words);
    Piece {
        gap,
        indent,
        look,
        text: text.trim().to_owned(),
    }
}

fn look<'w>(line: &str, words: &'w str) -> (Look, &'w str) {
    if line.contains('\t') && words.contains('\t') {
        let cells = words.split('\t').map(|cell| cell.trim().to_owned());
        return (Look::Row(cells.collect()), words);
    }
    if let Some(item) = words.strip_prefix(['•', '◦', '▪', '●', '‣', '·']) {
        let item = item.trim_start();
        return letter(item).unwrap_or((Look::Bullet, item));
    }
    if let Some(item) = words
        .strip_prefix("- ")
        .or_else(|| words.strip_prefix("* "))
    {
        return letter(item).unwrap_or((Look::Bullet, item));
    }
    if is_question(words) {
        return (Look::Question, words);
    }
    if let Some(role) = role(words) {
        return (Look::Label(role), words);
    }
    if is_timing(words) {
        return (Look::Timing, words);
    }
    if let Some((number, title)) = heading(words) {
        return (Look::Heading(number), title);
    }
    if let Some((number, item)) = numbered(words) {
        return (Look::Number(number), item);
    }
    letter(words).unwrap_or((Look::Words, words))
}

/// `a.What …`, `(b) Why …`, `c) When …`.
fn letter(words: &str) -> Option<(Look, &str)> {
    let (bracket, rest) = match words.strip_prefix('(') {
        Some(rest) => (true, rest),
        None => (false, words),
    };
    let letter = rest.chars().next().filter(char::is_ascii_lowercase)?;
    let rest = &rest[1..];
    let item = match rest.chars().next()? {
        ')' => &rest[1..],
        '.' if !bracket => &rest[1..],
        _ => return None,
    };
    // `a.m.` and `e.g.` are words.
    let is_word = !bracket
        && item.starts_with(|c: char| c.is_ascii_lowercase())
        && item[1..].starts_with('.');
    (!is_word).then_some((Look::Letter(letter), item))
}

/// `3. Knead it.`
fn numbered(words: &str) -> Option<(u64, &str)> {
    let digits = words.find(|c: char| !c.is_ascii_digit())?;
    let rest = words[digits..].strip_prefix(['.', ')'])?;
    let number = words[..digits].parse().ok()?;
    rest.starts_with([' ', '\u{a0}']).then_some((number, rest))
}

/// `1.4 Communities of practice`: a number in parts, and a title.
fn heading(words: &str) -> Option<(String, &str)> {
    let end = words.find(|c: char| !c.is_ascii_digit() && c != '.')?;
    let number = &words[..end];
    let title = words[end..].trim_start();
    let parts: Vec<_> = number.trim_end_matches('.').split('.').collect();
    let is_number = parts.len() >= 2 && parts.iter().all(|part| (1..=2).contains(&part.len()));
    let is_title = title.len() < words[end..].len()
        && is_short(title)
        && title.starts_with(|c: char| c.is_uppercase() || matches!(c, '‘' | '“' | '"' | '\''));
    (is_number && is_title).then(|| (number.trim_end_matches('.').to_owned(), title))
}

/// Headings are short and no sentences.
fn is_short(words: &str) -> bool {
    const LONGEST: usize = 120;
    words.chars().count() <= LONGEST && !words.ends_with(['.', ',', ';', ':'])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn look_of(line: &str) -> Look {
        look(line, line.trim()).0
    }

    #[test]
    fn lines_are_known_by_their_looks() {
        for (line, expected) in [
            ("1.4 Communities of practice", Look::Heading("1.4".into())),
            (
                "3.2.1 What is a sole trader?",
                Look::Heading("3.2.1".into()),
            ),
            ("1.5 million people live there.", Look::Words),
            ("2.5 kg of flour", Look::Words),
            ("Activity 1 Communities", Look::Question),
            ("SAQ 1.2 (tests Learning Outcome 1.1)", Look::Question),
            ("Activity 1 is about tides", Look::Words),
            ("Question 3", Look::Question),
            ("Answer", Look::Label(Role::Answer)),
            ("Author’s reflection", Look::Label(Role::Reflection)),
            ("Timing: Allow about 5 minutes", Look::Timing),
            ("  • a.What is it?", Look::Letter('a')),
            ("  • (b) Why?", Look::Letter('b')),
            ("• ripe apples", Look::Bullet),
            ("  1. ice-breaking", Look::Number(1)),
            ("a.m. is before noon", Look::Words),
            ("(c) When?", Look::Letter('c')),
            ("a\tb", Look::Row(vec!["a".into(), "b".into()])),
            ("A sentence.", Look::Words),
        ] {
            assert_eq!(look_of(line), expected, "{line}");
        }
    }

    #[test]
    fn a_page_for_a_printer_is_a_course() {
        let page = page(
            "Printable page generated Tuesday\n\nBread\n\nIntroduction\n\nIt is old.\n\n1 Dough\n\n\
             It rises.\n\n3 Apples\n\n1.1 Water\n\n2 Oven\nIt is hot.\n\n2 Oven\n\nIt is hot.\n\n\
             Week 2 Cakes\n\n1 Eggs",
        );
        assert_eq!(page.title.as_deref(), Some("Bread"));
        let headings: Vec<_> = page
            .pieces
            .iter()
            .filter_map(|piece| match &piece.look {
                Look::Heading(number) => Some((number.as_str(), piece.text.as_str())),
                _ => None,
            })
            .collect();
        assert_eq!(
            headings,
            [
                ("", "Introduction"),
                ("1", "Dough"),
                ("1.1", "Water"),
                ("2", "Oven"),
                ("", "Week 2 Cakes"),
                ("1", "Eggs")
            ]
        );
        let same = super::page("Bread\n\nIntroduction\n\nIt is old.\n\n1 Dough\n\nIt rises.");
        assert!(same.pieces.iter().all(|piece| piece.look == Look::Words));
    }

    #[test]
    fn the_name_of_the_course_stands_twice() {
        let page = page("Skip to content\n\nBread\nBread\n\n1.1 Dough\n\nIt rises.");
        assert_eq!(page.title.as_deref(), Some("Bread"));
        assert_eq!(page.heading().as_deref(), Some("1.1 Dough"));
        assert_eq!(page.furniture, ["Skip to content"]);
        assert_eq!(page.pieces.len(), 2);
    }
}
