//! The plan towards an exam, as it stands before the first question of a review. Both front ends say
//! the same of it.
//!
//! **Invariant:** what can't be done is said in words, without a reproach; nothing is told by a bar
//! alone. There are as many lines as days on which something is asked, and gaps between them.

use jiff::civil::Date;

use crate::app::action::{Context, Verb};
use crate::app::charts::words::{count, date};
use crate::app::keys::Keys;
use crate::app::rows::{self, ACCENT, BOLD, CAUTION, DIM, PLAIN, TITLE};
use crate::page::{Glyphs, Row, Run};
use crate::study::plan::{Agenda, LAST_DAYS, Load};
use crate::text;

/// What stands before the first of `n` questions, for rows of this width.
pub fn rows(
    agendas: &[Agenda],
    n: usize,
    keys: &Keys,
    (width, glyphs): (usize, Glyphs),
) -> Vec<Row> {
    let width = width.clamp(1, 80);
    let mut out = Vec::new();
    let say = |words: &str, look| rows::wrapped(words, look, width, 0);
    for agenda in agendas {
        out.extend(say(&title(agenda), TITLE));
        out.extend(say(&today(agenda), PLAIN));
        out.extend(way(agenda).iter().flat_map(|words| say(words, DIM)));
        out.extend(lacking(agenda).iter().flat_map(|words| say(words, CAUTION)));
        out.push(rows::blank());
    }
    let name = |verb| keys.name(Context::Review, verb);
    let (begin, back) = (name(Verb::Open), name(Verb::Back));
    out.extend(say(
        &match n {
            0 => format!("{back} leaves the review"),
            _ => format!("{begin} begins   {back} leaves the review"),
        },
        BOLD,
    ));
    for agenda in agendas {
        out.push(rows::blank());
        if agendas.len() > 1 {
            out.extend(say(&agenda.title, BOLD));
        }
        out.extend(chart(agenda, width, glyphs));
    }
    out
}

/// What is planned for.
pub fn title(agenda: &Agenda) -> String {
    format!(
        "{}: plan to {}, {}",
        agenda.title,
        date(agenda.exam, agenda.today),
        count(n_days(agenda), "day", "days")
    )
}

/// How many days there are before the exam, today included.
fn n_days(agenda: &Agenda) -> i64 {
    agenda.today.duration_until(agenda.exam).as_hours() / 24
}

/// What is to be done today.
pub fn today(agenda: &Agenda) -> String {
    let load = Load {
        n_new: agenda.new.len(),
        n_review: agenda.again.len(),
    };
    let done = agenda.done.sum();
    match (done, load.sum()) {
        (0, 0) => "Today nothing.".to_owned(),
        (0, _) => format!("Today {}.", questions(load)),
        (_, 0) => format!("Today is done: {}.", questions(agenda.done)),
        (1, _) => format!("Today {}; 1 is done already.", questions(load)),
        _ => format!("Today {}; {done} are done already.", questions(load)),
    }
}

/// `14 questions, 10 of them new`.
fn questions(load: Load) -> String {
    let all = count(load.sum(), "question", "questions");
    match (load.n_new, load.sum()) {
        (0, _) => all,
        (1, 1) => format!("{all}, a new one"),
        (new, sum) if new == sum => format!("{all}, all of them new"),
        (new, _) => format!("{all}, {new} of them new"),
    }
}

/// How it is planned, and what is left out.
pub fn way(agenda: &Agenda) -> Vec<String> {
    let mut lines = Vec::new();
    if agenda.plan.asks.is_empty() && agenda.n_held == 0 {
        lines.push("This course has no questions that are marked.".to_owned());
    }
    if agenda.plan.is_whole() && !agenda.plan.asks.is_empty() {
        lines.push(format!(
            "Everything is recalled on two days or more, and comes last in the {LAST_DAYS} days \
             before the exam."
        ));
    }
    match agenda.n_held {
        0 => {}
        1 => lines.push("1 question is put off or away, and left out.".to_owned()),
        n => lines.push(format!("{n} questions are put off or away, and left out.")),
    }
    lines
}

/// What can't be done any more.
pub fn lacking(agenda: &Agenda) -> Vec<String> {
    let plan = &agenda.plan;
    let said = [
        (
            plan.n_seldom,
            "can't be recalled on two days before the exam",
        ),
        (
            plan.n_early,
            "won't come again in the last days before the exam",
        ),
    ];
    let said = said.into_iter().filter(|(n, _)| *n > 0);
    said.map(|(n, what)| {
        format!(
            "There is too little time: {} {what}.",
            count(n, "question", "questions")
        )
    })
    .collect()
}

/// A line of the plan by day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Line {
    /// What is asked on a day.
    Asked(Date, Load),
    /// On so many days from that one nothing is asked.
    Free(Date, usize),
    /// The exam is on that day.
    Exam(Date),
}

impl Line {
    /// Its day, as the learner says it.
    pub fn day(self, today: Date) -> String {
        match self {
            Self::Asked(day, _) | Self::Free(day, _) if day == today => "today".to_owned(),
            Self::Asked(day, _) | Self::Free(day, _) | Self::Exam(day) => {
                format!("{}\u{a0}{}", day.strftime("%a"), date(day, today))
            }
        }
    }

    /// What it says of it.
    pub fn what(self) -> String {
        match self {
            Self::Asked(_, load) => questions(load),
            Self::Free(_, 1) => "nothing".to_owned(),
            Self::Free(_, n) => format!("nothing for {n} days"),
            Self::Exam(_) => "the exam".to_owned(),
        }
    }
}

/// The plan by day, from today to the exam.
pub fn lines(agenda: &Agenda) -> Vec<Line> {
    let mut lines = Vec::new();
    for (day, load) in &agenda.plan.days {
        match (load.sum(), lines.last_mut()) {
            (0, Some(Line::Free(_, n))) => *n += 1,
            (0, _) => lines.push(Line::Free(*day, 1)),
            _ => lines.push(Line::Asked(*day, *load)),
        }
    }
    lines.push(Line::Exam(agenda.exam));
    lines
}

/// Cells of the longest bar.
const BAR: usize = 20;

/// Signs for what is new and what is asked once more.
fn signs(glyphs: Glyphs) -> (&'static str, &'static str) {
    match glyphs {
        Glyphs::Unicode => ("█", "░"),
        Glyphs::Ascii => ("#", "="),
    }
}

/// The plan by day: a bar for each, and the same in words.
fn chart(agenda: &Agenda, width: usize, glyphs: Glyphs) -> Vec<Row> {
    let lines = lines(agenda);
    let days: Vec<String> = lines.iter().map(|line| line.day(agenda.today)).collect();
    let lead = days.iter().map(|day| text::width(day)).max().unwrap_or(0) + 2;
    let loads = agenda.plan.days.iter().map(|(_, load)| load.sum());
    let most = loads.max().unwrap_or(0);
    let widest = lines.iter().map(|line| text::width(&line.what())).max();
    let room = width
        .saturating_sub(lead + 2 + widest.unwrap_or(0))
        .min(BAR);
    let mut out: Vec<Row> = lines
        .iter()
        .zip(&days)
        .map(|(line, day)| {
            let day = format!("{day}{}", " ".repeat(lead - text::width(day)));
            let mut runs = vec![rows::run(day, PLAIN)];
            if room > 0 {
                runs.extend(bar(*line, most, room, glyphs));
            }
            let look = match line {
                Line::Asked(..) => PLAIN,
                Line::Free(..) => DIM,
                Line::Exam(_) => BOLD,
            };
            runs.push(rows::run(line.what(), look));
            Row {
                runs,
                ..Row::default()
            }
        })
        .collect();
    if room > 0 && most > 0 {
        let (new, again) = signs(glyphs);
        let words = format!("{}{new} new   {again} once more", " ".repeat(lead));
        out.push(rows::row([rows::run(words, DIM)]));
    }
    out
}

/// A day's bar, with the blanks behind it.
fn bar(line: Line, most: usize, room: usize, glyphs: Glyphs) -> [Run; 3] {
    let load = match line {
        Line::Asked(_, load) => load,
        Line::Free(..) | Line::Exam(_) => Load::default(),
    };
    // Something is never drawn as nothing.
    let cells = |n: usize| n.saturating_mul(room).div_ceil(most.max(1));
    let all = cells(load.sum()).min(room);
    let new = match load.n_review {
        0 => all,
        _ => cells(load.n_new).min(all.saturating_sub(1)),
    };
    let signs = signs(glyphs);
    [
        rows::run(signs.0.repeat(new), ACCENT),
        rows::run(signs.1.repeat(all - new), ACCENT),
        rows::run(" ".repeat(room - all + 2), PLAIN),
    ]
}

/// What the plan brings next, when a review is over; `None` if there is nothing more.
pub fn next(agenda: &Agenda) -> Option<String> {
    let (day, load) = agenda.next()?;
    let when = match agenda.today.duration_until(day).as_hours() / 24 {
        0 => "today".to_owned(),
        1 => "tomorrow".to_owned(),
        n => format!("in {n} days"),
    };
    Some(format!(
        "Plan to {}, {}: {when} {}.",
        date(agenda.exam, agenda.today),
        agenda.title,
        questions(load)
    ))
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;

    use super::*;
    use crate::course::id::CourseId;
    use crate::study::plan::Plan;
    use crate::text::Clean;
    use jiff::civil::date as day;

    /// An exam on 4 December, and what is planned from 27 November on.
    fn agenda(loads: &[(usize, usize)]) -> Agenda {
        let today = day(2026, 11, 27);
        let days = std::iter::successors(Some(today), |day| day.tomorrow().ok());
        let loads = loads.iter().map(|(n_new, n_review)| Load {
            n_new: *n_new,
            n_review: *n_review,
        });
        Agenda {
            course: CourseId::new("c").unwrap(),
            title: Clean::words("A course"),
            exam: day(2026, 12, 4),
            today,
            done: Load::default(),
            plan: Plan {
                days: days.zip(loads).collect(),
                ..Plan::default()
            },
            new: Vec::new(),
            again: BTreeSet::new(),
            n_held: 0,
        }
    }

    fn told(agenda: &Agenda) -> Vec<String> {
        let line = |line: Line| format!("{}: {}", line.day(agenda.today), line.what());
        let lines = lines(agenda).into_iter().map(line);
        lines.map(|line| line.replace('\u{a0}', " ")).collect()
    }

    #[test]
    fn days_on_which_nothing_is_asked_are_told_together() {
        let agenda = agenda(&[(0, 0), (2, 0), (0, 0), (0, 0), (0, 0), (1, 3), (0, 1)]);
        assert_eq!(
            told(&agenda),
            [
                "today: nothing",
                "Sat 28 Nov: 2 questions, all of them new",
                "Sun 29 Nov: nothing for 3 days",
                "Wed 2 Dec: 4 questions, 1 of them new",
                "Thu 3 Dec: 1 question",
                "Fri 4 Dec: the exam",
            ]
        );
    }

    #[test]
    fn bars_are_as_long_as_their_days_are_full_and_have_an_ascii_form() {
        let agenda = agenda(&[(10, 10), (10, 0), (0, 40), (1, 39), (0, 1)]);
        let rows = |glyphs| {
            let rows = chart(&agenda, 80, glyphs);
            let text = |row: &Row| row.runs.iter().map(|run| run.text.as_str()).collect();
            rows.iter().map(text).collect::<Vec<String>>()
        };
        let bars = rows(Glyphs::Ascii);
        let bars: Vec<_> = bars
            .iter()
            .map(|row| row.matches(['#', '=']).collect::<String>())
            .collect();
        let expected = [
            "#####=====",
            "#####",
            "====================",
            "#===================",
            "=",
            "",
        ];
        assert_eq!(bars[..6], expected);
        let bars = rows(Glyphs::Unicode);
        assert!(bars[0].contains("█████░░░░░ "), "{bars:?}");
        assert!(bars[6].contains("█ new   ░ once more"), "{bars:?}");
    }

    #[test]
    fn what_is_left_today_and_what_is_done_are_told() {
        let mut agenda = agenda(&[]);
        let mut check = |done, n_new: usize, expected: &str| {
            let question = |n| crate::course::id::FullId::parse(&format!("1/q{n}")).unwrap();
            agenda.done.n_review = done;
            agenda.new = (0..n_new).map(question).collect();
            assert_eq!(today(&agenda).replace('\u{a0}', " "), expected);
        };
        check(0, 0, "Today nothing.");
        check(0, 1, "Today 1 question, a new one.");
        check(
            3,
            2,
            "Today 2 questions, all of them new; 3 are done already.",
        );
        check(
            1,
            2,
            "Today 2 questions, all of them new; 1 is done already.",
        );
        check(3, 0, "Today is done: 3 questions.");
    }

    #[test]
    fn what_cannot_be_done_is_said() {
        let mut agenda = agenda(&[(1, 0)]);
        assert!(lacking(&agenda).is_empty());
        (agenda.plan.n_seldom, agenda.plan.n_early) = (1, 5);
        let lines = lacking(&agenda).join("\n").replace('\u{a0}', " ");
        assert!(
            lines.contains("1 question can't be recalled on two days"),
            "{lines}"
        );
        assert!(lines.contains("5 questions won't come again"), "{lines}");
    }

    #[test]
    fn what_is_left_out_is_said() {
        let mut agenda = agenda(&[(0, 0)]);
        assert!(way(&agenda)[0].contains("no questions that are marked"));
        agenda.n_held = 2;
        assert_eq!(
            way(&agenda),
            ["2 questions are put off or away, and left out."]
        );
        agenda.plan.asks = vec![vec![agenda.today]];
        assert!(way(&agenda)[0].contains("comes last in the 3 days before the exam"));
    }

    #[test]
    fn what_comes_next_is_told_with_its_day() {
        let check = |loads: &[(usize, usize)], expected: Option<&str>| {
            let said = next(&agenda(loads)).map(|said| said.replace('\u{a0}', " "));
            assert_eq!(said.as_deref(), expected);
        };
        check(
            &[(0, 0), (0, 2)],
            Some("Plan to 4 Dec, A course: tomorrow 2 questions."),
        );
        check(
            &[(1, 0)],
            Some("Plan to 4 Dec, A course: today 1 question, a new one."),
        );
        check(
            &[(0, 0), (0, 0), (0, 0), (0, 9)],
            Some("Plan to 4 Dec, A course: in 3 days 9 questions."),
        );
        check(&[(0, 0)], None);
    }
}
