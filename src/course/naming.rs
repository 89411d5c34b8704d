//! What a section is called, and where it stands, as far as its author doesn't say.
//!
//! **Invariant:** a title and a number always give the same; readers and writers of courses ask here.

use super::id::SectionId;
use crate::text::slug;

/// Levels beyond this are drawn as this one.
pub const LOWEST: u8 = 9;

/// Names made from titles are cut here, in bytes.
pub const LONGEST_SLUG: usize = 80;

/// The file of the course itself, without its ending: no section's files are called so, since its questions
/// would stand in the same file.
pub const COURSE: &str = "course";

/// The id of a section: its number, without one the slug of its title, and without letters in either
/// its `index` in the course, counted from 0.
pub fn id(number: Option<&str>, title: &str, index: usize) -> SectionId {
    number
        .and_then(|number| SectionId::new(number).or_else(|| SectionId::new(&short_slug(number))))
        .or_else(|| SectionId::new(&short_slug(title)))
        .or_else(|| SectionId::new(&format!("section-{}", index + 1)))
        .expect("letters and a number make an id")
}

/// The name of the files of a section, without the ending: number and slug of the title, else its id; never
/// that of the course's.
pub fn file(number: Option<&str>, title: &str, id: &SectionId) -> String {
    let number = number.filter(|number| SectionId::new(number).is_some());
    let slug = short_slug(title);
    match (number, slug.as_str()) {
        (Some(number), "") => number.to_owned(),
        (Some(number), slug) => format!("{number}-{slug}"),
        (None, "") => apart(id.as_str()),
        (None, slug) => apart(slug),
    }
}

/// The name of a section's files, where it is not that of the course's.
fn apart(name: &str) -> String {
    if is_course(name) {
        format!("{name}-section")
    } else {
        name.to_owned()
    }
}

/// Would a section's files of that name be the course's? Not every disk tells capitals apart.
pub fn is_course(name: &str) -> bool {
    name.eq_ignore_ascii_case(COURSE)
}

/// The level of a section: the count of its number's parts.
pub fn level(number: Option<&str>) -> u8 {
    let parts = number.map_or(1, |number| {
        number.split('.').filter(|part| !part.is_empty()).count()
    });
    u8::try_from(parts).map_or(LOWEST, |parts| parts.clamp(1, LOWEST))
}

/// A slug that is fit for an id and a file's name.
pub fn short_slug(text: &str) -> String {
    let mut slug = slug::slug(text);
    let end = (0..=LONGEST_SLUG.min(slug.len()))
        .rev()
        .find(|at| slug.is_char_boundary(*at));
    slug.truncate(end.unwrap_or(0));
    slug.truncate(slug.trim_end_matches('-').len());
    slug
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_and_titles_make_names() {
        for (number, title, wanted, name, depth) in [
            (Some("1.4"), "Aims", "1.4", "1.4-aims", 2),
            (Some("A 1"), "Aims", "a-1", "aims", 1),
            (Some("2"), "!", "2", "2", 1),
            (Some("…"), "Aims", "aims", "aims", 1),
            (None, "What now?", "what-now", "what-now", 1),
            (None, "!", "section-3", "section-3", 1),
            (None, "Course", "course", "course-section", 1),
            (Some("1"), "Course", "1", "1-course", 1),
        ] {
            let id = id(number, title, 2);
            assert_eq!(id.as_str(), wanted);
            assert_eq!(file(number, title, &id), name);
            assert_eq!(level(number), depth);
        }
        assert_eq!(level(Some("1.2.3.4.5.6.7.8.9.10")), LOWEST);
        assert_eq!(short_slug(&"é".repeat(100)).len(), LONGEST_SLUG);
    }
}
