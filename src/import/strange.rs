//! Files that are in none of our formats: what they are, and what to do instead.
//!
//! **Invariant:** looks at the first bytes and at names alone.

use crate::import::{Input, Refusal};

/// How files of a kind begin, what they are, and what to do.
const KINDS: [(&[u8], &str, &str); 9] = [
    (b"%PDF", "a PDF", PAGE),
    (b"\x89PNG", "a picture", PICTURE),
    (b"\xff\xd8\xff", "a picture", PICTURE),
    (b"GIF8", "a picture", PICTURE),
    (b"\x1f\x8b", "packed with gzip", UNPACK),
    (b"BZh", "packed with bzip2", UNPACK),
    (b"\xfd7zXZ", "packed with xz", UNPACK),
    (b"7z\xbc\xaf\x27\x1c", "packed with 7-Zip", UNPACK),
    (b"Rar!", "packed with RAR", UNPACK),
];

const PAGE: &str = "copy its text into a .txt file, or get the course as EPUB, HTML or OU-XML";
const PICTURE: &str = "import the course or page that it belongs to";
const UNPACK: &str = "unpack it, and import what was in it";

/// Files by which a folder or an archive can be told, and what it is.
const MARKS: [(&str, &str); 6] = [
    ("collection.anki2", "an Anki package"),
    ("collection.anki21b", "an Anki package"),
    ("moodle_backup.xml", "a Moodle backup"),
    ("h5p.json", "an H5P package"),
    ("word/document.xml", "a Word document"),
    ("content.xml", "a document of an office program"),
];

/// Why an input that is in none of our formats can't be imported.
pub fn refusal(input: &Input) -> Refusal {
    match input {
        Input::File { bytes: [], .. } => {
            Refusal::new("the file is empty", "download or save it again")
        }
        Input::File { bytes, .. } => {
            let known = KINDS.iter().find(|(start, ..)| bytes.starts_with(start));
            match known {
                Some((_, what, advice)) => Refusal::new(format!("the file is {what}"), *advice),
                None => Refusal::new(
                    "the file is in no format that Recto knows",
                    "see `recto import --help` for the formats; --format says which one is meant",
                ),
            }
        }
        Input::Files { files, .. } => {
            let names = files.names();
            let has = |wanted: &str| names.iter().any(|name| name == wanted);
            match MARKS.iter().find(|(name, _)| has(name)) {
                Some((_, what)) => Refusal::new(
                    format!("it is {what}, which Recto can’t bring in"),
                    "export it as HTML, EPUB or Markdown, and import that",
                ),
                None if names.is_empty() => {
                    Refusal::new("there are no files in it", "download or unpack it again")
                }
                None => Refusal::new(
                    format!(
                        "among its files ({}) is no course that Recto knows",
                        names.len()
                    ),
                    "import one of the files, or see `recto import --help` for the formats",
                ),
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn says_what_it_is() {
        for (bytes, what) in [
            (&b""[..], "empty"),
            (b"%PDF-1.7 and so on", "a PDF"),
            (b"\x1f\x8b\x08", "gzip"),
            (b"\0\0", "no format"),
        ] {
            let refusal = refusal(&Input::File { name: "x", bytes });
            assert!(refusal.what.contains(what), "{refusal:?}");
        }
    }
}
