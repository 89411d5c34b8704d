//! What stands above a text between lines of hyphens: its title, its authors and the like, as YAML or
//! TOML of one line each.
//!
//! **Invariant:** what is not read is kept as it stands, to be told.

/// What a text says of itself.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Front {
    /// What it is called.
    pub title: String,
    /// Who wrote it.
    pub authors: Vec<String>,
    /// The tag of its language.
    pub language: String,
    /// What it is about.
    pub description: String,
    /// The lines that say something else.
    pub rest: Vec<String>,
}

/// What a text says of itself, and the text with empty lines in its place, so that all lines keep
/// their numbers.
pub fn split(text: &str) -> (Front, Option<String>) {
    /// Lines that it may have.
    const LONGEST: usize = 200;
    let mut lines = text.split_inclusive('\n');
    let first = lines.next().unwrap_or_default();
    let sign = first.trim_end();
    if !matches!(sign, "---" | "+++") {
        return (Front::default(), None);
    }
    let mut found: Vec<(String, Vec<String>)> = Vec::new();
    let mut end = first.len();
    for (n, line) in lines.take(LONGEST).enumerate() {
        end += line.len();
        let words = line.trim_end();
        if words == sign || (sign == "---" && words == "...") {
            let body = format!("{}{}", "\n".repeat(n + 2), &text[end..]);
            return (Front::of(found), Some(body));
        }
        if !take(words, &mut found) {
            break;
        }
    }
    (Front::default(), None)
}

/// Takes a line, if it looks like one of these.
fn take(line: &str, found: &mut Vec<(String, Vec<String>)>) -> bool {
    let words = line.trim_start();
    let is_inside = words.len() < line.len() || words.starts_with("- ");
    if words.is_empty() {
        return true;
    }
    if words.starts_with('#') || words.starts_with('[') {
        found.push((String::new(), vec![words.to_owned()]));
        return true;
    }
    if is_inside {
        let item = words.strip_prefix("- ").unwrap_or(words);
        return match found.last_mut() {
            Some((_, values)) => {
                values.push(unquoted(item));
                true
            }
            None => false,
        };
    }
    let Some((key, value)) = words.split_once([':', '=']) else {
        return false;
    };
    let key = key.trim();
    let is_key = |c: char| c.is_alphanumeric() || matches!(c, '_' | '-' | '.' | '"');
    if key.is_empty() || !key.chars().all(is_key) {
        return false;
    }
    found.push((key.trim_matches('"').to_owned(), values(value)));
    true
}

/// The values of a key: one, or a list between brackets.
fn values(value: &str) -> Vec<String> {
    let value = value.trim();
    let inside = value
        .strip_prefix('[')
        .and_then(|rest| rest.strip_suffix(']'));
    let values: Vec<_> = match inside {
        Some(list) => list.split(',').map(unquoted).collect(),
        // Words that go on below.
        None if matches!(value, ">" | "|" | ">-" | "|-") => Vec::new(),
        None => vec![unquoted(value)],
    };
    values
        .into_iter()
        .filter(|value| !value.is_empty())
        .collect()
}

fn unquoted(value: &str) -> String {
    let value = value.trim();
    let quoted = ['"', '\''].iter().find_map(|sign| {
        let inside = value.strip_prefix(*sign)?.strip_suffix(*sign)?;
        Some(inside.replace(&format!("\\{sign}"), &sign.to_string()))
    });
    quoted.unwrap_or_else(|| value.to_owned())
}

impl Front {
    fn of(found: Vec<(String, Vec<String>)>) -> Self {
        let mut front = Self::default();
        for (key, values) in found {
            let whole = values.join(" ");
            match &*key.to_lowercase() {
                "title" | "name" if front.title.is_empty() => front.title = whole,
                "author" | "authors" | "by" => front.authors.extend(values),
                "lang" | "language" => front.language = whole,
                "description" | "summary" if front.description.is_empty() => {
                    front.description = whole;
                }
                "" => front.rest.push(whole),
                _ => front.rest.push(format!("{key}: {whole}")),
            }
        }
        front
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_what_a_text_says_of_itself() {
        let yaml = "---\ntitle: \"On: bread\"\nauthor:\n  - Ann\n  - 'Bo'\nlang: en\ndate: 2020\n\
                    description: >\n  Of flour\n  and water.\n---\nText\n";
        let (front, body) = split(yaml);
        assert_eq!((&*front.title, &*front.language), ("On: bread", "en"));
        assert_eq!(front.authors, ["Ann", "Bo"]);
        assert_eq!(front.description, "Of flour and water.");
        assert_eq!(front.rest, ["date: 2020"]);
        assert_eq!(body.unwrap(), format!("{}Text\n", "\n".repeat(11)));

        let (front, body) = split("+++\nname = \"Bread\"\nauthors = [\"Ann\", \"Bo\"]\n+++\n");
        assert_eq!((&*front.title, front.authors.len()), ("Bread", 2));
        assert_eq!(body.unwrap().trim(), "");
        for text in [
            "---\nWords here\n---\n",
            "---\ntitle: x\n",
            "",
            "- - -",
            "---\n- x\n---\n",
        ] {
            assert_eq!(split(text), (Front::default(), None), "{text}");
        }
    }
}
