//! What is said of an exam, in the same words on both front ends.

use std::time::Duration;

use crate::app::sheet;
use crate::course::Section;
use crate::course::block::Block;
use crate::course::exam::Exam;
use crate::course::question::{Kind, Question};
use crate::study;
use crate::study::event::{Paper, Response};
use crate::study::exam::report::{Earned, Report, Standing, Tally};
use crate::study::exam::script::Script;
use crate::text::Clean;

/// `1 question`, `15 questions`.
pub fn count(n: usize, one: &str, many: &str) -> String {
    if n == 1 {
        format!("1 {one}")
    } else {
        format!("{n} {many}")
    }
}

/// `1 hour 5 minutes`, `40 seconds`: in whole minutes from one on, rounded up.
pub fn time(time: Duration) -> String {
    let seconds = whole_seconds(time);
    if seconds < 60 {
        return plural(seconds, "second");
    }
    let minutes = seconds.div_ceil(60);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => plural(minutes, "minute"),
        (hours, 0) => plural(hours, "hour"),
        (hours, minutes) => format!("{} {}", plural(hours, "hour"), plural(minutes, "minute")),
    }
}

fn plural(n: u64, one: &str) -> String {
    let s = if n == 1 { "" } else { "s" };
    format!("{n} {one}{s}")
}

/// Rounded up: as long as something is left, nobody reads 0.
fn whole_seconds(time: Duration) -> u64 {
    time.as_secs() + u64::from(time.subsec_nanos() > 0)
}

/// What an exam of the author asks and takes: `15 questions, no time limit, 50 % to pass`.
pub fn set(exam: &Exam) -> String {
    format!(
        "{}, {}, {} % to pass",
        count(exam.n as usize, "question", "questions"),
        limit(exam.minutes.map(|minutes| minutes.saturating_mul(60))),
        exam.pass
    )
}

/// What an exam asks and takes: `15 questions, paper 4711, 30 minutes, 50 % to pass`.
pub fn paper(paper: &Paper) -> String {
    let title = paper.title.as_ref();
    format!(
        "{}{}, paper {}, {}, {} % to pass",
        title.map_or(String::new(), |title| format!("{title}: ")),
        count(paper.questions.len(), "question", "questions"),
        paper.seed,
        limit(paper.limit),
        paper.pass
    )
}

/// How long an exam may take, in seconds.
pub fn limit(limit: Option<u32>) -> String {
    limit.map_or("no time limit".to_owned(), |limit| {
        time(Duration::from_secs(limit.into()))
    })
}

/// Places as people count them: `2`, `2 and 5`, `1 to 3, 5 and 9`.
pub fn numbers(places: &[usize]) -> String {
    let mut runs: Vec<(usize, usize)> = Vec::new();
    for number in places.iter().map(|place| place + 1) {
        match runs.last_mut() {
            Some((_, last)) if *last + 1 == number => *last = number,
            _ => runs.push((number, number)),
        }
    }
    let mut parts: Vec<String> = runs
        .into_iter()
        .flat_map(|(first, last)| match last - first {
            0 => vec![first.to_string()],
            1 => vec![first.to_string(), last.to_string()],
            _ => vec![format!("{first} to {last}")],
        })
        .collect();
    match parts.pop() {
        Some(last) if parts.is_empty() => last,
        Some(last) => format!("{} and {last}", parts.join(", ")),
        None => String::new(),
    }
}

/// What to look at before handing in; empty if there is nothing.
pub fn unfinished(script: &Script) -> String {
    let mut parts = Vec::new();
    for (what, places) in [
        ("Not answered", script.empty()),
        ("Flagged", script.flagged()),
    ] {
        if !places.is_empty() {
            parts.push(format!("{what}: {}.", numbers(&places)));
        }
    }
    parts.join(" ")
}

/// `12.5 of 15 marks`.
pub fn tally(tally: &Tally) -> String {
    let earned = format!("{:.2}", tally.marks);
    let earned = earned.trim_end_matches('0').trim_end_matches('.');
    let to_mark = match tally.to_mark {
        0 => String::new(),
        n => format!(", {n} to mark"),
    };
    format!("{earned} of {}{to_mark}", count(tally.n, "mark", "marks"))
}

/// How an exam ended, in one sentence or two.
pub fn result(report: &Report) -> String {
    let total = report.total();
    let pass = report.paper.pass;
    let so_far = if total.to_mark > 0 { " so far" } else { "" };
    let marks = format!("{}, {} %{so_far}", tally(&total), total.percent());
    match report.standing() {
        Standing::Running => "Not handed in.".to_owned(),
        Standing::Passed => format!("{marks}. Passed; {pass} % were needed."),
        Standing::Failed => format!("{marks}. Not passed; {pass} % were needed."),
        Standing::Open if total.n == 0 => "There was nothing to mark.".to_owned(),
        Standing::Open => {
            format!("{marks}. {pass} % are needed to pass; that hangs on what is yours to mark.")
        }
    }
}

/// The same, with what the exam is called where the author has set it.
pub fn ended(report: &Report) -> String {
    let title = report.paper.title.as_ref();
    let title = title.map_or(String::new(), |title| format!("{title}: "));
    format!("{title}{}", result(report))
}

/// How long it took, and whether the time ran out; empty while it runs.
pub fn taken(report: &Report) -> String {
    match (report.time(), report.is_out_of_time()) {
        (None, _) => String::new(),
        (Some(used), true) => format!(
            "It was handed in when the time was over, after {}.",
            time(used)
        ),
        (Some(used), false) => format!("It took {}.", time(used)),
    }
}

/// What a question has earned.
pub fn earned(earned: Earned) -> String {
    match earned {
        Earned::Empty => "Left empty".to_owned(),
        Earned::ToMark => "Yours to mark".to_owned(),
        Earned::Gone => "No longer in the course; it doesn't count".to_owned(),
        Earned::Marks(score) if score >= 1.0 => "Right".to_owned(),
        Earned::Marks(score) if score > 0.0 => format!("Partly right: {:.0} %", score * 100.0),
        Earned::Marks(_) => "Not right".to_owned(),
    }
}

/// A question in a line: where it is from, and the first words of what is asked.
pub fn brief(section: &Section, question: &Question) -> String {
    let asked = question.prompt.iter().find_map(|block| match block {
        Block::Paragraph(line) => Some(study::words::line(line)),
        _ => None,
    });
    let asked = asked.unwrap_or_else(|| sheet::name(section, question));
    format!("{} · {asked}", section.id)
}

/// What the learner gave, in words; `None` where that is nothing.
pub fn own(question: &Question, response: &Response) -> Option<String> {
    let words = study::words::in_words(question, response);
    // It may come from another machine's log.
    let words = Clean::lines(&words);
    (!words.trim().is_empty()).then(|| format!("Your answer: {words}"))
}

/// What is right, of a question whose answer is written in a line.
pub fn right(question: &Question) -> Option<String> {
    let is_line = matches!(question.kind, Kind::Text(_) | Kind::Number(_));
    let right = study::words::key_in_words(question).filter(|_| is_line)?;
    Some(format!("Right is: {right}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_told_in_words() {
        for (millis, wanted) in [
            (0, "0 seconds"),
            (1, "1 second"),
            (1_000, "1 second"),
            (59_000, "59 seconds"),
            (60_000, "1 minute"),
            (60_001, "2 minutes"),
            (1_500_000, "25 minutes"),
            (3_600_000, "1 hour"),
            (3_601_000, "1 hour 1 minute"),
            (7_500_000, "2 hours 5 minutes"),
        ] {
            assert_eq!(time(Duration::from_millis(millis)), wanted, "{millis}");
        }
    }

    #[test]
    fn questions_are_named_by_their_numbers() {
        for (places, wanted) in [
            (&[][..], ""),
            (&[1], "2"),
            (&[0, 1], "1 and 2"),
            (&[0, 1, 2], "1 to 3"),
            (&[0, 1, 2, 4, 8], "1 to 3, 5 and 9"),
            (&[0, 1, 6], "1, 2 and 7"),
        ] {
            assert_eq!(numbers(places), wanted);
        }
    }

    #[test]
    fn marks_have_no_more_digits_than_they_need() {
        for (marks, wanted) in [
            (12.5, "12.5 of 15 marks"),
            (10.0, "10 of 15 marks"),
            (2.0 / 3.0, "0.67 of 15 marks"),
            (0.0, "0 of 15 marks"),
        ] {
            let all = Tally {
                n: 15,
                to_mark: 0,
                marks,
            };
            assert_eq!(tally(&all), wanted);
        }
        let one = Tally {
            n: 1,
            to_mark: 1,
            marks: 0.0,
        };
        assert_eq!(tally(&one), "0 of 1 mark, 1 to mark");
    }
}
