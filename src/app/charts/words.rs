//! What the charts say, in words: one sentence for each, for those who can't see them and those who
//! want to be sure, on the screen and line by line.
//!
//! **Invariant:** nothing is scolded, nothing is rounded to all or to nothing, and of too few answers
//! nothing is concluded. Figures stay with their signs: between them is a blank that doesn't break.

use std::fmt::Display;

use jiff::Span;
use jiff::civil::Date;

use crate::study::event::Certainty;
use crate::study::stats::{
    AimStats, CourseStats, DAYS, Judged, Kept, Recall, Stats, Tally, nominal,
};

/// `88 %`. All but one is never told as all, and one of very many never as none.
pub fn percent(share: f64) -> String {
    let whole = (share * 100.0).round();
    let whole = if share < 1.0 { whole.min(99.0) } else { whole };
    let whole = if share > 0.0 { whole.max(1.0) } else { whole };
    format!("{whole:.0}\u{a0}%")
}

/// `3 h 12 min`, to the minute that was begun.
pub fn duration(seconds: u64) -> String {
    let minutes = seconds.div_ceil(60);
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}\u{a0}min"),
        (hours, 0) => format!("{hours}\u{a0}h"),
        (hours, minutes) => format!("{hours}\u{a0}h\u{a0}{minutes}\u{a0}min"),
    }
}

/// `1 answer`, `2 answers`.
pub fn count<N: Copy + Display + PartialEq + From<u8>>(n: N, one: &str, many: &str) -> String {
    let word = if n == N::from(1) { one } else { many };
    format!("{n}\u{a0}{word}")
}

/// `12 Nov`; with the year where it is another one.
pub fn date(day: Date, today: Date) -> String {
    let format = if day.year() == today.year() {
        "%-d\u{a0}%b"
    } else {
        "%-d\u{a0}%b\u{a0}%Y"
    };
    day.strftime(format).to_string()
}

/// `Nov 2026`.
pub fn month(first: Date) -> String {
    first.strftime("%b\u{a0}%Y").to_string()
}

/// What is answered and mastered, of all that there is in the courses.
pub fn gist(stats: &Stats) -> String {
    format!("{}.", answered(&stats.tally()))
}

/// What is read, answered, mastered and due.
pub fn tally(tally: &Tally) -> String {
    let read = format!(
        "{} of {} read",
        tally.read,
        count(tally.sections, "section", "sections")
    );
    let due = match tally.due {
        0 => String::new(),
        due => format!(", {due}\u{a0}due"),
    };
    format!("{read}, {}{due}", answered(tally))
}

/// What is answered and mastered.
pub fn answered(tally: &Tally) -> String {
    let answered = format!(
        "{} of {} answered",
        tally.answered,
        count(tally.questions, "question", "questions")
    );
    match tally.marked {
        0 => answered,
        marked => format!("{answered}, {} of {marked} mastered", tally.mastered),
    }
}

/// How much of a section is known, answered and mastered.
pub fn section(tally: &Tally) -> String {
    let answered = format!("{} of {} answered", tally.answered, tally.questions);
    let known = tally.strengths.get();
    let known = known.map_or(String::new(), |known| format!("{} known, ", percent(known)));
    let mastered = format!("{} of {} mastered", tally.mastered, tally.marked);
    format!("{known}{answered}, {mastered}")
}

/// A course in a line: what is read, answered and mastered, how right, and how long it took.
pub fn course(course: &CourseStats) -> String {
    let mut words = tally(&course.tally);
    if let Some(scores) = last_scores(&course.tally) {
        words.push_str(&format!(", {scores}"));
    }
    format!("{words}, {}", duration(course.tally.seconds))
}

/// What was answered and is in the course no more.
pub fn gone(course: &CourseStats) -> Option<String> {
    let gone = count(course.n_gone, "answered question", "answered questions");
    (course.n_gone > 0).then(|| format!("{gone} no longer in the course"))
}

/// What the learner will be able to do, to go on from.
pub fn aim(aim: &AimStats) -> &str {
    aim.text.trim_end_matches('.')
}

/// How right the last answers were, if any was marked.
pub fn last_scores(tally: &Tally) -> Option<String> {
    let score = tally.scores.get()?;
    Some(format!("last answers {} right", percent(score)))
}

/// Days in a row. A day without an answer is no matter.
pub fn streak(stats: &Stats) -> String {
    let streak = stats.days.streak(stats.today);
    let current = count(streak.current, "day", "days");
    let longest = count(streak.longest, "day", "days");
    match (streak.current, streak.longest) {
        (_, 0) => "Nothing has been answered yet.".to_owned(),
        (0, _) => format!("The longest streak was {longest}."),
        (now, longest) if now == longest => format!("A streak of {current}, the longest so far."),
        _ => format!("A streak of {current}; the longest was {longest}."),
    }
}

/// How much was answered from a day until today.
pub fn calendar(stats: &Stats, first: Date) -> String {
    let days = || {
        stats
            .days
            .iter()
            .filter(|(day, _)| (first..=stats.today).contains(day))
    };
    let sum = stats.days.between(first, stats.today);
    let n_days = days().count();
    let busiest = days().max_by_key(|(_, done)| done.answers);
    let Some((busiest, most)) = busiest else {
        return format!("No answers since {}.", date(first, stats.today));
    };
    format!(
        "{} on {} since {}; the most on {}: {}.",
        count(sum.answers, "answer", "answers"),
        count(n_days, "day", "days"),
        date(first, stats.today),
        date(busiest, stats.today),
        most.answers
    )
}

/// `88 % of 240 reviews, predicted 90 %`, if there are any.
pub fn recall(recall: &Recall) -> Option<String> {
    let (measured, predicted) = (recall.measured()?, recall.predicted()?);
    Some(format!(
        "{} of {}, predicted {}",
        percent(measured),
        count(recall.reviews(), "review", "reviews"),
        percent(predicted)
    ))
}

/// How many answers were given on each of the last seven days.
pub fn last_days(stats: &Stats) -> String {
    let told = (0..7).rev().map(|back| {
        let day = stats.today.saturating_sub(Span::new().days(back));
        format!("{}\u{a0}{}", weekday(back, day), stats.days.on(day).answers)
    });
    format!(
        "The last 7\u{a0}days: {}.",
        told.collect::<Vec<_>>().join(", ")
    )
}

/// How many questions will be due on each of the next seven days.
pub fn next_days(stats: &Stats) -> String {
    let told = (0..).zip(stats.forecast.days).take(7).map(|(ahead, n)| {
        let day = stats.today.saturating_add(Span::new().days(ahead));
        format!("{}\u{a0}{n}", weekday(ahead, day))
    });
    format!(
        "The next 7\u{a0}days: {}.",
        told.collect::<Vec<_>>().join(", ")
    )
}

/// A day of this week or the next, so many days from today.
fn weekday(away: i64, day: Date) -> String {
    match away {
        0 => "today".to_owned(),
        _ => day.strftime("%a").to_string(),
    }
}

/// How much was recalled, against what was predicted.
pub fn retention(all: &Recall) -> String {
    let Some(figures) = recall(all) else {
        return "No question has come back yet after a day or more.".to_owned();
    };
    let said = match all.judged() {
        Kept::TooFew => "Too few yet to compare.",
        Kept::AsPredicted => "That is as predicted.",
        Kept::Less => {
            "You forget sooner than predicted: `recto optimise` fits the schedule to you."
        }
        Kept::More => "You keep more than predicted: `recto optimise` fits the schedule to you.",
    };
    format!("Recalled {figures}. {said}")
}

/// How the learner judges, in a sentence.
pub fn calibration(stats: &Stats) -> String {
    let calibration = &stats.calibration;
    if calibration.answers() == 0 {
        return "No answer has said yet how sure you were.".to_owned();
    }
    let of = |wanted: Judged| {
        let judged = move |certainty: &Certainty| calibration.judged(*certainty) == wanted;
        let names = Certainty::ALL.into_iter().rev().filter(judged);
        names.map(named).collect::<Vec<_>>()
    };
    let parts = [
        (Judged::Well, "well judged"),
        (Judged::TooSure, "right less often than you think"),
        (Judged::TooModest, "right more often than you think"),
    ];
    let parts = parts.into_iter().filter_map(|(judged, words)| {
        let names = of(judged);
        (!names.is_empty()).then(|| format!("{}: {words}", names.join(" and ")))
    });
    let parts: Vec<_> = parts.collect();
    if parts.is_empty() {
        return "Too few answers yet to say how well you judge.".to_owned();
    }
    let words = parts.join("; ");
    let mut letters = words.chars();
    let first = letters.next().map(|first| first.to_uppercase().to_string());
    format!("{}{}.", first.unwrap_or_default(), letters.as_str())
}

/// `92 % right of 120 (meant: 95 %)`: how right the answers of a certainty were.
pub fn certainty(stats: &Stats, certainty: Certainty) -> String {
    let scores = stats.calibration.of(certainty);
    let meant = percent(nominal(certainty));
    match scores.get() {
        Some(right) => format!(
            "{} right of {} (meant: {meant})",
            percent(right),
            scores.n()
        ),
        None => format!("no answers (meant: {meant})"),
    }
}

/// How sure, as a word in a sentence.
pub const fn named(certainty: Certainty) -> &'static str {
    match certainty {
        Certainty::Guess => "a guess",
        Certainty::Fairly => "fairly sure",
        Certainty::Sure => "sure",
    }
}

/// How many questions will be due.
pub fn forecast(stats: &Stats) -> String {
    let forecast = &stats.forecast;
    let all = forecast.within(DAYS);
    let today = match forecast.days[0] {
        0 => "Nothing is due today".to_owned(),
        1 => "1\u{a0}question is due today".to_owned(),
        n => format!("{n}\u{a0}questions are due today"),
    };
    match (all, forecast.later) {
        (0, 0) => format!("{today}, and nothing later."),
        (0, later) => format!("{today}, nor in the next 30\u{a0}days; {later} later."),
        (all, 0) => format!(
            "{today}, {} within 7\u{a0}days, {all} within 30.",
            forecast.within(7)
        ),
        (all, later) => format!(
            "{today}, {} within 7\u{a0}days, {all} within 30, {later} later.",
            forecast.within(7)
        ),
    }
}

/// How much time was spent on answers.
pub fn time(stats: &Stats) -> String {
    let week = stats.today.saturating_sub(Span::new().days(6));
    let week = stats.days.between(week, stats.today).seconds;
    format!(
        "{} on answers in all, {} in the last 7\u{a0}days.",
        duration(stats.tally().seconds),
        duration(week)
    )
}

/// How many courses are not told of.
pub fn untouched(n: usize) -> Option<String> {
    match n {
        0 => None,
        1 => Some("1\u{a0}more course is not begun.".to_owned()),
        n => Some(format!("{n}\u{a0}more courses are not begun.")),
    }
}

/// What the words mean, for help.
pub const MEANINGS: [(&str, &str); 9] = [
    ("Read", "You came to the end of the section's text."),
    (
        "Answered",
        "The question has an answer that you did not take back.",
    ),
    (
        "Mastered",
        "You recalled it when it was last asked, it is due in the future, and the chance that you \
         still know it is 90\u{a0}% or more. It passes with time: what is due is not mastered until \
         it is recalled again. Activities are not marked, so they are not counted here.",
    ),
    (
        "Weakest",
        "Sections by how much of their answered questions you would know now: the last score of each, \
         times the chance that you still know it.",
    ),
    (
        "Recalled",
        "Of the reviews, those that you rated hard, good or easy. A review is a rating that comes a \
         day or more after the one before; a first answer is none.",
    ),
    (
        "Predicted",
        "What the schedule expected: the mean chance of recall at the moments of your reviews. A \
         question is due when the chance has fallen to 90\u{a0}%; what is asked late has less.",
    ),
    (
        "Meant",
        "What your words are taken to promise: sure is right 95 times in 100, fairly sure 75, a \
         guess 40. Ten more or less are well judged.",
    ),
    (
        "Due",
        "How many questions come back on which day, if you answer nothing before. Today has those, \
         too, that have been waiting.",
    ),
    (
        "Time",
        "From the showing of a question to its answer; each answer counts 10 minutes at most. Reading \
         is not measured.",
    ),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn shares_are_rounded_honestly() {
        for (share, words) in [
            (0.0, "0"),
            (0.001, "1"),
            (0.125, "13"),
            (0.884, "88"),
            (0.999, "99"),
            (1.0, "100"),
        ] {
            assert_eq!(percent(share), format!("{words}\u{a0}%"));
        }
    }

    #[test]
    fn time_is_told_in_hours_and_minutes() {
        for (seconds, words) in [
            (0, "0 min"),
            (1, "1 min"),
            (60, "1 min"),
            (61, "2 min"),
            (3_600, "1 h"),
            (11_520, "3 h 12 min"),
        ] {
            assert_eq!(duration(seconds).replace('\u{a0}', " "), words);
        }
    }
}
