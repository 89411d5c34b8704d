//! A document as one file of HTML that needs nothing else: for the eye, a screen reader, and paper.
//!
//! **Invariant:** it is well-formed XML too, holds no script, fetches nothing, and what is text in the
//! document is text in it. Links lead to web addresses and to nothing else.

pub(super) mod blocks;

use super::MAKER;
use super::document::{Document, Voice};
pub use blocks::escaped;
use blocks::{Around, push_blocks};

/// How a page looks, on a screen of any width and on paper.
const PAGE: &str = "
:root { color-scheme: light dark; }
body { font: 1.05rem/1.5 Georgia, 'Times New Roman', serif; margin: 2rem auto; max-width: 44rem; padding: 0 1rem; }
";

/// How blocks look, on a page or in a book.
pub(super) const BLOCKS: &str = "
h1, h2, h3, h4, h5, h6 { line-height: 1.25; margin: 1.6em 0 0.5em; }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; }
caption { font-style: italic; text-align: start; }
th, td { border: 1px solid; padding: 0.3rem 0.6rem; text-align: start; vertical-align: top; }
td.right, th.right { text-align: end; }
td.centre, th.centre { text-align: center; }
blockquote, aside { border-inline-start: 0.3rem solid; margin: 1rem 0; padding: 0 1rem; }
pre { overflow-x: auto; }
";

/// How it looks on paper.
const PRINT: &str = "
@media print {
  body { margin: 0; max-width: none; }
  h1, h2, h3, h4, h5, h6 { break-after: avoid; }
  table, blockquote, figure { break-inside: avoid; }
  a { color: inherit; }
}
";

/// Blocks of which nothing else is there.
struct Alone;

impl Around for Alone {}

/// The beginning of a page, up to its body. What it may load is said in `sources`, by the rules of
/// Content-Security-Policy; `more` is added to how it looks.
pub(super) fn push_head(out: &mut String, language: &str, title: &str, sources: &str, more: &str) {
    out.push_str(&format!(
        "<!DOCTYPE html>\n<html lang=\"{}\">\n<head>\n<meta charset=\"utf-8\" />\n",
        escaped(language)
    ));
    out.push_str("<meta name=\"viewport\" content=\"width=device-width\" />\n");
    out.push_str(&format!(
        "<meta name=\"generator\" content=\"{MAKER}\" />\n"
    ));
    // A second lock: not even a browser that misread something would run or fetch anything.
    out.push_str(&format!("<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; {sources}style-src 'unsafe-inline'\" />\n"));
    out.push_str(&format!("<title>{}</title>\n", escaped(title)));
    out.push_str(&format!(
        "<style>{PAGE}{BLOCKS}{more}{PRINT}</style>\n</head>\n"
    ));
}

/// The document as HTML.
pub fn write(document: &Document) -> String {
    let mut out = String::new();
    push_head(&mut out, "en-GB", &document.title, "", "");
    out.push_str("<body>\n<main>\n");
    out.push_str(&format!("<h1>{}</h1>\n", escaped(&document.title)));
    for part in &document.parts {
        let is_foreign = part.voice == Voice::Course && !document.language.is_empty();
        if is_foreign {
            out.push_str(&format!(
                "<div lang=\"{}\" dir=\"auto\">\n",
                escaped(&document.language)
            ));
        }
        push_blocks(&mut out, &part.blocks, &mut Alone);
        if is_foreign {
            out.push_str("</div>\n");
        }
    }
    out.push_str("</main>\n</body>\n</html>\n");
    out
}
