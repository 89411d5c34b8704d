//! How questions and what answers them are headed, where nothing but words tells.
//!
//! **Invariant:** a sentence is no heading.

/// What a part of a question is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Role {
    /// What is asked.
    Prompt,
    /// The model answer.
    Answer,
    /// What the author says of it.
    Discussion,
    /// What the author thought.
    Reflection,
}

/// Is it the heading of a question: `Activity 1 Aims`, `SAQ 1.2 (tests …)`, `Self-assessment question 3`?
pub fn is_question(words: &str) -> bool {
    const LONGEST: usize = 200;
    const SORTS: [&str; 8] = [
        "activity ",
        "saq ",
        "itq ",
        "exercise ",
        "question ",
        "self-assessment question ",
        "task ",
        "self-assessment ",
    ];
    if words.len() > LONGEST {
        return false;
    }
    let sort = SORTS.iter().find_map(|sort| {
        let start = words.get(..sort.len())?;
        start
            .eq_ignore_ascii_case(sort)
            .then(|| &words[sort.len()..])
    });
    let Some(rest) = sort else {
        return false;
    };
    let end = rest
        .find(|c: char| !c.is_ascii_digit() && c != '.')
        .unwrap_or(rest.len());
    let number = rest[..end].trim_end_matches('.');
    // `Question 4 asks you …` is a sentence.
    let title = rest[end..].trim_start();
    let is_title = title.is_empty() || title.starts_with(|c: char| !c.is_lowercase());
    !number.is_empty() && is_title && !(title.ends_with('.') && title.len() > 60)
}

/// What such questions are called.
pub fn sort(title: &str) -> &'static str {
    let first = title.split_whitespace().next().unwrap_or_default();
    match first.to_lowercase().as_str() {
        "saq" | "self-assessment" => "SAQ",
        "itq" => "ITQ",
        "exercise" | "question" | "task" => "Exercise",
        _ => "Activity",
    }
}

/// What stands under a heading of these words.
pub fn role(words: &str) -> Option<Role> {
    let small = words.trim_end_matches(':').to_lowercase().replace('’', "'");
    Some(match &*small {
        "question" => Role::Prompt,
        "answer" | "answers" | "specimen answer" | "solution" | "solutions" | "model answer" => {
            Role::Answer
        }
        "discussion" | "comment" | "comments" | "feedback" => Role::Discussion,
        "author's reflection" | "authors' reflection" | "reflection" => Role::Reflection,
        _ => return None,
    })
}

/// Does it say how long a question may take: `Timing: …`, `Allow about 5 minutes`?
pub fn is_timing(words: &str) -> bool {
    const LONGEST: usize = 100;
    let small = words.to_lowercase();
    let starts = [
        "timing:",
        "allow about ",
        "allow approximately ",
        "allow up to ",
        "you should allow ",
    ];
    let says = small.contains("minute") || small.contains("hour");
    words.len() <= LONGEST && says && starts.iter().any(|start| small.starts_with(start))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn headings_are_told_from_sentences() {
        for (words, expected) in [
            ("Activity 1 Communities", true),
            ("SAQ 1.2 (tests Learning Outcome 1.1)", true),
            ("Question 3", true),
            ("Exercise 2: Kneading", true),
            ("Activity 1 is about tides", false),
            ("Question time", false),
            ("Activität 1", false),
            ("", false),
        ] {
            assert_eq!(is_question(words), expected, "{words}");
        }
        assert_eq!(role("Author’s reflection"), Some(Role::Reflection));
        assert_eq!(role("The answer"), None);
    }
}
