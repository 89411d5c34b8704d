//! What the settings say of single courses: a table for each, `[course.ID]`.
//!
//! **Invariant:** a mistake costs the key that it is in, and is told with its place.

use std::collections::BTreeMap;

use jiff::civil::Date;
use toml::de::{DeTable, DeValue};

use crate::course::id::CourseId;

/// The key that the tables of courses are in.
pub(super) const KEY: &str = "course";

/// What a course's table may hold.
const EXAM: &str = "exam";

/// What is wrong, and at which byte of the text.
pub(super) type Wrong = (usize, String);

/// The days of exams, by course, in the text of a settings file that is TOML.
pub(super) fn exams(words: &str) -> (BTreeMap<CourseId, Date>, Vec<Wrong>) {
    let (mut exams, mut wrong) = (BTreeMap::new(), Vec::new());
    let Ok(file) = DeTable::parse(words) else {
        return (exams, wrong);
    };
    let Some(value) = file.get_ref().get(KEY) else {
        return (exams, wrong);
    };
    let Some(courses) = value.get_ref().as_table() else {
        let what = format!("\"{KEY}\" must be a table for each course, such as [{KEY}.ID]");
        return (exams, vec![(value.span().start, what)]);
    };
    for (name, value) in courses {
        let at = name.span().start;
        let (Some(id), Some(table)) = (CourseId::new(name.get_ref()), value.get_ref().as_table())
        else {
            let what = "what is said of a course must be a table that its id names, such as \
                        [course.how-teams-work]";
            wrong.push((at, what.to_owned()));
            continue;
        };
        for (key, value) in table {
            let at = key.span().start;
            let name = key.get_ref();
            match (name.as_ref() == EXAM).then(|| day(value.get_ref())) {
                Some(Some(day)) => _ = exams.insert(id.clone(), day),
                Some(None) => wrong.push((
                    at,
                    format!("\"{EXAM}\" must be a day, such as 2026-12-20, without quotes"),
                )),
                None => wrong.push((
                    at,
                    format!("there is no setting \"{name}\" of a course; there is \"{EXAM}\""),
                )),
            }
        }
    }
    (exams, wrong)
}

/// A day of the calendar, without an hour.
fn day(value: &DeValue<'_>) -> Option<Date> {
    let value = value.as_datetime()?;
    let date = value.date.filter(|_| value.time.is_none())?;
    Date::new(
        i16::try_from(date.year).ok()?,
        i8::try_from(date.month).ok()?,
        i8::try_from(date.day).ok()?,
    )
    .ok()
}

#[cfg(test)]
mod tests {
    use jiff::civil::date;

    use super::*;

    #[test]
    fn each_course_may_have_the_day_of_its_exam() {
        let words = "mouse = true\n[course.one]\nexam = 2026-12-20\n[course.\"two.b\"]\n\
                     exam = 2027-02-28\n[course.three]\n";
        let (exams, wrong) = exams(words);
        let told: Vec<_> = exams.iter().map(|(id, day)| (id.as_str(), *day)).collect();
        let expected = [("one", date(2026, 12, 20)), ("two.b", date(2027, 2, 28))];
        assert_eq!((told, wrong), (expected.to_vec(), Vec::new()));
    }

    #[track_caller]
    fn check(words: &str, line: &str, expected: &str) {
        let words = format!("{words}\n[course.sound]\nexam = 2026-12-20");
        let (exams, wrong) = exams(&words);
        assert_eq!(exams.len(), 1, "{exams:?}");
        assert_eq!(wrong.len(), 1, "{wrong:?}");
        assert!(words[wrong[0].0..].starts_with(line), "{wrong:?}");
        assert!(wrong[0].1.contains(expected), "{wrong:?}");
    }

    #[test]
    fn a_mistake_costs_its_own_key_only() {
        check("[course.x]\nexam = \"2026-12-20\"", "exam", "must be a day");
        check(
            "[course.x]\nexam = 2026-12-20T10:00:00",
            "exam",
            "must be a day",
        );
        check("[course.x]\nexam = 10:00:00", "exam", "must be a day");
        check(
            "[course.x]\nexams = 2026-12-20",
            "exams",
            "there is \"exam\"",
        );
        check("[course.x.y]\nexam = 2026-12-20", "y", "no setting \"y\"");
        check("[course]\nx = 2026-12-20", "x", "must be a table");
        check(
            "[course.\"../x\"]\nexam = 2026-12-20",
            "\"../x\"",
            "that its id names",
        );
    }

    #[test]
    fn what_is_no_table_is_told() {
        let (exams, wrong) = exams("course = 2026-12-20");
        assert!(exams.is_empty());
        assert_eq!(wrong[0].0, "course = ".len());
        assert!(wrong[0].1.contains("a table for each course"), "{wrong:?}");
    }
}
