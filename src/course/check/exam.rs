//! Rules of exams that the author has set.

use std::collections::BTreeMap;

use super::{COURSE_FILE, Marks};
use crate::course::Course;
use crate::course::id::SectionId;
use crate::course::problem::{Problem, quoted};

/// Exams that ask for more than there is. `n_marked` says how many questions of each section are
/// marked.
pub fn check(
    course: &Course,
    marks: &Marks,
    n_marked: &BTreeMap<SectionId, usize>,
) -> Vec<Problem> {
    let mut problems = Vec::new();
    for exam in &course.exams {
        let sections = exam.sections(course).into_iter();
        let n: usize = sections
            .filter_map(|section| n_marked.get(&section.id))
            .sum();
        // One that asks from no section was told already.
        let asks_nowhere = exam.sections.as_ref().is_some_and(Vec::is_empty);
        if !asks_nowhere && exam.n as usize > n {
            let place = marks.entry("exam", &exam.id, COURSE_FILE).swap_remove(0);
            let what = format!(
                "the exam {} asks for {} questions; its sections have {n} that are marked",
                quoted(&exam.id),
                exam.n
            );
            let advice = "write more of them, or a smaller number after questions =";
            problems.push(Problem::new(place, what, advice));
        }
    }
    problems
}
