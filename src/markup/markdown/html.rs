//! HTML in Markdown: its tags go, its words stay.
//!
//! **Invariant:** one walk over the text, and no tag's name or attribute ever reaches the page.

/// A piece of HTML.
#[derive(Debug, PartialEq, Eq)]
pub enum Piece<'a> {
    /// Words between tags.
    Words(&'a str),
    /// A tag that opens: its name, as written.
    Open(&'a str),
    /// A tag that closes, a comment, a declaration.
    Rest,
}

/// Parts HTML into words and tags. The words of scripts and styles are no words.
pub fn pieces(html: &str) -> Vec<Piece<'_>> {
    let mut pieces = Vec::new();
    let mut rest = html;
    while let Some(at) = memchr::memchr(b'<', rest.as_bytes()) {
        let (words, tag) = rest.split_at(at);
        let piece = read_tag(tag);
        // A `<` that opens nothing is a word.
        let (words, n, piece) = match piece {
            Some((n, piece)) => (words, n, piece),
            None => (&rest[..=at], 1, Piece::Rest),
        };
        if !words.is_empty() {
            pieces.push(Piece::Words(words));
        }
        rest = &tag[n..];
        if let Piece::Open(name) = piece
            && ["script", "style"]
                .iter()
                .any(|silent| name.eq_ignore_ascii_case(silent))
        {
            rest = memchr::memmem::find(rest.as_bytes(), b"</").map_or("", |end| &rest[end..]);
        }
        pieces.push(piece);
    }
    if !rest.is_empty() {
        pieces.push(Piece::Words(rest));
    }
    pieces
}

/// The tag that `html`, which starts with `<`, starts with, and its length.
fn read_tag(html: &str) -> Option<(usize, Piece<'_>)> {
    if let Some(comment) = html.strip_prefix("<!--") {
        let n = memchr::memmem::find(comment.as_bytes(), b"-->").map_or(html.len(), |at| at + 7);
        return Some((n, Piece::Rest));
    }
    let inside = &html[1..];
    let piece = match inside.bytes().next()? {
        b'/' | b'!' | b'?' => Piece::Rest,
        b if b.is_ascii_alphabetic() => {
            let end = inside.find(|c: char| !c.is_ascii_alphanumeric());
            Piece::Open(end.map_or(inside, |end| &inside[..end]))
        }
        _ => return None,
    };
    let n = memchr::memchr(b'>', inside.as_bytes()).map_or(html.len(), |at| at + 2);
    Some((n, piece))
}

/// What to write instead of a tag.
pub fn advice(tag: &str) -> &'static str {
    match tag.to_ascii_lowercase().as_str() {
        "b" | "strong" => "write **strong** instead",
        "i" | "em" => "write *emphasis* instead",
        "s" | "del" | "strike" => "write ~~struck out~~ instead",
        "sup" => "write m^2^ instead",
        "sub" => "write H~2~O instead",
        "code" | "pre" | "kbd" => "put code between backticks instead",
        "a" => "write [words](address) instead",
        "img" => "write ![what it shows](file \"caption\") instead",
        "table" => "write the table with | between its cells instead",
        "ul" | "ol" | "li" => "start each item with - or 1. instead",
        "blockquote" => "start each line with > instead",
        _ => "write it in Markdown; tags are left out",
    }
}

/// Words of HTML with the commonest names of characters read.
pub fn unescape(words: &str) -> String {
    let mut out = String::with_capacity(words.len());
    let mut rest = words;
    while let Some(at) = rest.find('&') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        let named = NAMES.iter().find(|(name, _)| rest.starts_with(name));
        let (name, c) = named.unwrap_or(&("&", "&"));
        out.push_str(c);
        rest = &rest[name.len()..];
    }
    out.push_str(rest);
    out
}

const NAMES: [(&str, &str); 9] = [
    ("&amp;", "&"),
    ("&lt;", "<"),
    ("&gt;", ">"),
    ("&quot;", "\""),
    ("&#39;", "'"),
    ("&apos;", "'"),
    ("&nbsp;", "\u{a0}"),
    ("&ndash;", "–"),
    ("&mdash;", "—"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_words_from_tags() {
        use Piece::{Open, Rest, Words};
        let cases: [(&str, &[Piece]); 8] = [
            ("a <b>c</b>", &[Words("a "), Open("b"), Words("c"), Rest]),
            ("<!-- a > b -->c", &[Rest, Words("c")]),
            ("<!-- never closed", &[Rest]),
            (
                "<script>x < y</script>z",
                &[Open("script"), Rest, Words("z")],
            ),
            ("<img src='a.png'", &[Open("img")]),
            ("1 < 2", &[Words("1 <"), Rest, Words(" 2")]),
            ("", &[]),
            ("<STYLE>no end", &[Open("STYLE")]),
        ];
        for (html, expected) in cases {
            assert_eq!(pieces(html), expected, "{html:?}");
        }
    }

    #[test]
    fn is_quick_on_a_row_of_openings() {
        assert_eq!(pieces(&"<".repeat(1_000_000)).len(), 2_000_000);
        assert!(pieces(&"<!--".repeat(250_000)).len() == 1);
        assert_eq!(pieces(&"<script>".repeat(100_000)).len(), 1);
        assert_eq!(unescape(&"&".repeat(1_000_000)).len(), 1_000_000);
    }

    #[test]
    fn reads_the_names_of_characters() {
        assert_eq!(unescape("a &amp;lt; b &unknown; &"), "a &lt; b &unknown; &");
    }
}
