//! Names of characters that HTML has and XML has not, such as `&nbsp;`.
//!
//! **Invariant:** a name gives the characters that HTML means by it, and nothing that a file declares.

use pulldown_cmark::{Event, Parser, Tag};

/// The longest name: `CounterClockwiseContourIntegral`.
const LONGEST: usize = 31;

/// The characters of the name that stands between `&` and `;`, if HTML has it. The table is the one that
/// Markdown has.
pub fn named(name: &str) -> Option<String> {
    let is_name = name.len() <= LONGEST && name.starts_with(|c: char| c.is_ascii_alphabetic());
    if !is_name || !name.bytes().all(|byte| byte.is_ascii_alphanumeric()) {
        return None;
    }
    let source = format!("&{name};");
    // In the title of a link nothing else becomes of words; the blank around it is not cut there.
    let link = format!("[x](x '{source}')");
    let title = Parser::new(&link).find_map(|event| match event {
        Event::Start(Tag::Link { title, .. }) => Some(title.to_string()),
        _ => None,
    });
    title.filter(|title| *title != source)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn html_names_are_known() {
        for (name, expected) in [
            ("nbsp", Some("\u{a0}")),
            ("eacute", Some("é")),
            ("ndash", Some("–")),
            ("AMP", Some("&")),
            ("lt", Some("<")),
            ("apos", Some("'")),
            ("emsp", Some("\u{2003}")),
            ("Tab", Some("\t")),
            ("frac12", Some("½")),
            ("sup2", Some("²")),
            ("there4", Some("∴")),
            ("NotEqualTilde", Some("≂\u{338}")),
            ("CounterClockwiseContourIntegral", Some("∳")),
            ("lol", None),
            ("", None),
            ("#65", None),
            ("a' onclick", None),
        ] {
            assert_eq!(named(name).as_deref(), expected, "{name}");
        }
    }
}
