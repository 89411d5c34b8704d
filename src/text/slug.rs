//! Names made from titles: `Communities of practice` -> `communities-of-practice`.
//!
//! **Invariant:** a slug holds letters, digits and single `-` between them, and is short enough to
//! be an id.

use unicode_normalization::UnicodeNormalization;
use unicode_normalization::char::is_combining_mark;

/// The longest slug, in characters.
const LONGEST: usize = 80;
/// And in bytes: ids are kept below this.
const LONGEST_BYTES: usize = 120;

/// The slug of a title: letters and digits of any script in lower case, one `-` for everything
/// between them. Empty where the title has neither.
pub fn slug(title: &str) -> String {
    if title.is_ascii() {
        return join(title.chars().map(|c| c.to_ascii_lowercase()));
    }
    join(title.nfc().flat_map(char::to_lowercase))
}

fn join(letters: impl Iterator<Item = char>) -> String {
    let mut slug = String::new();
    let mut count = 0;
    let mut gap = false;
    for c in letters {
        if !c.is_alphanumeric() {
            // A mark belongs to its letter and parts nothing.
            gap |= !is_combining_mark(c);
            continue;
        }
        let dash = usize::from(gap && !slug.is_empty());
        count += dash + 1;
        if count > LONGEST || slug.len() + dash + c.len_utf8() > LONGEST_BYTES {
            break;
        }
        if dash == 1 {
            slug.push('-');
        }
        gap = false;
        slug.push(c);
    }
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_to_slugs() {
        for (title, expected) in [
            ("Communities of practice", "communities-of-practice"),
            ("  1.4  What's next? ", "1-4-what-s-next"),
            ("Café e\u{301}tude", "café-étude"),
            ("İstanbul", "istanbul"),
            ("日本語 の本", "日本語-の本"),
            ("हिन्दी", "हिनदी"),
            ("C++ & C#", "c-c"),
            ("---", ""),
            ("", ""),
        ] {
            assert_eq!(slug(title), expected, "{title:?}");
        }
    }

    #[test]
    fn a_slug_has_an_end() {
        assert_eq!(slug(&"ab ".repeat(1000)).chars().count(), 80);
        assert!(!slug(&"abcdefg ".repeat(10)).ends_with('-'));
        assert!(slug(&"日".repeat(1000)).len() <= LONGEST_BYTES);
    }
}
