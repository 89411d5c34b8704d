//! Where a link leads, from its address in Markdown.

use std::borrow::Cow;

use crate::course::block::Target;
use crate::course::id::SectionId;
use crate::course::problem::quoted;
use crate::text::Clean;

/// What an address turned out to be.
#[derive(Debug, PartialEq, Eq)]
pub enum Address {
    /// A place that Recto can show or name.
    Leads(Target),
    /// No such place: what is wrong, and what to do.
    Lost(String, &'static str),
}

/// Reads an address: `#slug`, `section:ID`, `section:ID#slug`, `term:WORD`, or one of the web.
pub fn address(address: &str) -> Address {
    if let Some(slug) = address.strip_prefix('#') {
        return Address::Leads(Target::Heading(Clean::words(&unpercent(slug))));
    }
    let Some((scheme, rest)) = address.split_once(':') else {
        let what = format!("the link to {} leads nowhere", quoted(address));
        return Address::Lost(what, ADVICE);
    };
    match scheme.to_ascii_lowercase().as_str() {
        "section" => section(rest),
        "term" => Address::Leads(Target::Term(Clean::words(unpercent(rest).trim()))),
        "http" | "https" | "mailto" => Address::Leads(Target::Web(Clean::words(address))),
        _ => {
            let what = format!("the link to {} can't be followed", quoted(address));
            Address::Lost(what, ADVICE)
        }
    }
}

const ADVICE: &str =
    "write #heading, section:1.2, <term:a word of the glossary>, or an address with https://";

fn section(rest: &str) -> Address {
    let rest = unpercent(rest);
    let (id, slug) = match rest.split_once('#') {
        Some((id, slug)) => (id, Some(Clean::words(slug))),
        None => (&*rest, None),
    };
    match SectionId::new(id.trim()) {
        Some(id) => Address::Leads(Target::Section(id, slug)),
        None => Address::Lost(
            format!("{} can't be the id of a section", quoted(id)),
            "write section: and the section's number or id",
        ),
    }
}

/// The words of an address, `%20` and its like read.
pub fn unpercent(address: &str) -> Cow<'_, str> {
    if !address.contains('%') {
        return address.into();
    }
    let mut bytes = Vec::with_capacity(address.len());
    let mut rest = address.as_bytes();
    while let Some((first, behind)) = rest.split_first() {
        let digit = |at: usize| behind.get(at).and_then(|b| char::from(*b).to_digit(16));
        if let (b'%', Some(high), Some(low)) = (first, digit(0), digit(1)) {
            bytes.push(u8::try_from(high * 16 + low).expect("two digits make a byte"));
            rest = &behind[2..];
        } else {
            bytes.push(*first);
            rest = behind;
        }
    }
    match String::from_utf8(bytes) {
        Ok(words) => words.into(),
        Err(_) => address.into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reads_addresses() {
        let words = Clean::words;
        let id = |text| SectionId::new(text).unwrap();
        let cases = [
            ("#the-end", Target::Heading(words("the-end"))),
            ("section:1.3", Target::Section(id("1.3"), None)),
            (
                "section:1.3#why",
                Target::Section(id("1.3"), Some(words("why"))),
            ),
            ("term:matrix team", Target::Term(words("matrix team"))),
            ("term:matrix%20team", Target::Term(words("matrix team"))),
            (
                "HTTPS://example.org/a%20b",
                Target::Web(words("HTTPS://example.org/a%20b")),
            ),
            (
                "mailto:a@example.org",
                Target::Web(words("mailto:a@example.org")),
            ),
        ];
        for (text, target) in cases {
            assert_eq!(address(text), Address::Leads(target), "{text}");
        }
        for lost in [
            "",
            "page.md",
            "javascript:alert(1)",
            "file:///etc/passwd",
            "section:../x",
        ] {
            assert!(matches!(address(lost), Address::Lost(..)), "{lost}");
        }
    }

    #[test]
    fn percent_signs_that_say_nothing_stay() {
        assert_eq!(unpercent("100%"), "100%");
        assert_eq!(unpercent("%zz%4"), "%zz%4");
        assert_eq!(unpercent("%ff"), "%ff");
        assert_eq!(unpercent("%E8%8C%B6"), "茶");
    }
}
