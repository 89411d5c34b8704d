//! Everything that can be said of a course's files: the linter behind `recto check`.
//!
//! **Invariant:** reads, and changes nothing.

use std::collections::{BTreeMap, HashSet};
use std::path::Path;

use crate::course::block::Target;
use crate::course::check::{self, Claim, Marks, Places};
use crate::course::id::SectionId;
use crate::course::problem::{Problem, quoted};
use crate::markup::report::of_file;
use crate::store::course_file::{self, COURSE_FILE, CannotRead};
use crate::store::source::{self, Source};
use crate::study::language::Language;
use crate::study::points;
use crate::text::Clean;

/// All problems of the course in a folder, by place.
pub fn check_folder(folder: &Path) -> Result<Vec<Problem>, CannotRead> {
    check_source(&Source::Folder(folder.to_owned()))
}

/// All problems of a course, by place.
pub fn check_source(source: &Source) -> Result<Vec<Problem>, CannotRead> {
    let loaded = course_file::load_course(source)?;
    let course = loaded.course;
    let mut problems = loaded.problems;
    problems.extend(check::course(&course, &loaded.marks));
    let mut named: HashSet<String> = HashSet::from([COURSE_FILE.to_owned()]);
    let language = Language::of_tag(&course.language);
    let mut slugs = BTreeMap::new();
    let mut between = Marks::default();
    let mut n_marked = BTreeMap::new();
    let mut claims: BTreeMap<SectionId, Vec<Claim>> = BTreeMap::new();
    let known = check::Known::of(&course);
    for (index, heading) in course.sections.iter().enumerate() {
        let loaded = course_file::load_section(source, &course, index);
        problems.extend(loaded.problems);
        let text = format!("{}.md", heading.file);
        let is_missing = !source.has(&text);
        let mut more = check::section(&course, &known, &loaded.section, &loaded.marks);
        let questions = loaded.section.questions.iter();
        more.extend(questions.flat_map(|question| points::check(question, language)));
        // A text that is not there is empty too; that it is not there says more.
        more.retain(|problem| !is_missing || *problem.place.file != *text);
        problems.extend(more);
        check_figures(source, &loaded.marks.figures, &mut named, &mut problems);
        for (there, claim) in check::claims(&loaded.section) {
            claims.entry(there).or_default().push(claim);
        }
        let questions = loaded.section.questions.iter();
        let n = questions.filter(|question| question.kind.is_marked());
        n_marked.insert(heading.id.clone(), n.count());
        slugs.insert(heading.id.clone(), check::slugs(&loaded.section));
        named.extend([text, format!("{}.toml", heading.file)]);
        let mut links = loaded.marks.links;
        links.retain(|target, _| matches!(target, Target::Section(_, Some(_))));
        between.append(Marks {
            links,
            ..Marks::default()
        });
    }
    for (index, heading) in course.sections.iter().enumerate() {
        if let Some(claims) = claims.get(&heading.id) {
            let (section, _) = course_file::section(source, &course, index);
            problems.extend(check::unfounded(&section, claims));
        }
    }
    check_figures(source, &loaded.marks.figures, &mut named, &mut problems);
    between.append(loaded.marks);
    problems.extend(check::exams(&course, &between, &n_marked));
    problems.extend(check::links_between(&between, &slugs));
    check_orphans(source, &named, &mut problems);
    problems.sort();
    problems.dedup();
    Ok(problems)
}

/// Figures must be there.
fn check_figures(
    source: &Source,
    figures: &Places<Clean>,
    named: &mut HashSet<String>,
    problems: &mut Vec<Problem>,
) {
    for (path, places) in figures {
        if path.contains("://") {
            continue;
        }
        let name = path.trim_start_matches("./");
        named.insert(name.to_owned());
        let (what, advice) = if !source::is_inside(name) {
            let what = format!("the figure {} is not in the course's folder", quoted(path));
            (
                what,
                "put the file into the folder and write its name from there",
            )
        } else if source.has(name) {
            continue;
        } else {
            let what = format!("there is no file {}", quoted(path));
            (what, "put the figure there, or mend its name")
        };
        let each = places.iter();
        problems.extend(each.map(|place| Problem::new(place.clone(), &*what, advice)));
    }
}

/// Files that nothing leads to were forgotten, or their names are misspelt.
fn check_orphans(source: &Source, named: &HashSet<String>, problems: &mut Vec<Problem>) {
    let files = match source.files() {
        Ok(files) => files,
        Err(error) => {
            let what = format!("the folder can't be listed: {error}");
            problems.push(of_file(COURSE_FILE, what, "mend that and check again"));
            return;
        }
    };
    for file in files {
        if !named.contains(&file) && !is_about(&file) {
            let advice = "name it in course.toml or show it in a text, or delete it";
            problems.push(of_file(&file, "no section uses this file", advice));
        }
    }
}

/// Is it a file about the course, such as a readme?
fn is_about(file: &str) -> bool {
    let stem = file.split('.').next().unwrap_or(file).to_ascii_uppercase();
    ["README", "LICENSE", "LICENCE", "NOTICE", "CHANGELOG"].contains(&&*stem)
}
