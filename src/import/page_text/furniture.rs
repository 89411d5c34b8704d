//! Lines that belong to a web page and not to its text.
//!
//! **Invariant:** only lines that say nothing of the subject are among them: each is known as a whole, or
//! by a beginning that no author writes.

/// Lines as a whole, in small letters.
const WHOLE: [&str; 52] = [
    "skip to content",
    "skip to main content",
    "skip to main navigation",
    "skip contents",
    "about this free course",
    "become an ou student",
    "download this course",
    "share this free course",
    "copy link to clipboard",
    "rate and review",
    "course content",
    "course contents",
    "back to previous page",
    "back to top",
    "print",
    "print page",
    "previous",
    "next",
    "sign in",
    "sign up",
    "log in",
    "log out",
    "register",
    "create an account",
    "create account",
    "search",
    "menu",
    "home",
    "close",
    "accept",
    "accept all cookies",
    "reject all",
    "cookie settings",
    "make a donation",
    "subscribe",
    "reveal answer",
    "hide answer",
    "show answer",
    "reveal discussion",
    "hide discussion",
    "show discussion",
    "reveal feedback",
    "hide feedback",
    "reveal comment",
    "hide comment",
    "reveal solution",
    "show description",
    "hide description",
    "show transcript",
    "hide transcript",
    "described image",
    "view larger image",
];

/// How the page begins that is made for a printer: all of a course is on it.
const PRINTED: &str = "printable page generated";

/// How lines begin that go on in more than one way, in small letters.
const STARTS: [&str; 20] = [
    PRINTED,
    "use 'print preview' to check",
    "print functionality varies between browsers",
    "unless otherwise stated, copyright ©",
    "start this free course now",
    "to use this interactive functionality",
    "interactive feature not available",
    "this website uses cookies",
    "we use cookies",
    "you are here",
    "previous:",
    "next:",
    "copyright ©",
    "© the open university",
    "all rights reserved",
    "for the full list of individual types of cookies",
    "skip to ",
    "you can download this course",
    "you must be signed in",
    "enrol and complete the course",
];

/// Is it a line of the page?
pub fn is_furniture(line: &str) -> bool {
    const LONGEST: usize = 300;
    if line.len() > LONGEST {
        return false;
    }
    let line = line.trim().to_lowercase().replace(['‘', '’'], "'");
    WHOLE.contains(&&*line) || STARTS.iter().any(|start| line.starts_with(start))
}

/// Does the line say that it is a page for a printer?
pub fn is_printed(line: &str) -> bool {
    line.trim_start().to_lowercase().starts_with(PRINTED)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_lines_of_the_page_are() {
        for line in [
            "Skip to content",
            " NEXT ",
            "Next: 1.5 Summary",
            "Described image",
            "Printable page generated Tuesday, 24 Nov 2020, 20:57",
            "Use ‘Print preview’ to check the number of pages",
        ] {
            assert!(is_furniture(line), "{line}");
        }
        for line in [
            "",
            "Next we look at tides.",
            "Print was invented",
            "Menu design",
            "Answer",
        ] {
            assert!(!is_furniture(line), "{line}");
        }
    }
}
