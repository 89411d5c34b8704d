//! A new course to start from, for `recto new`.
//!
//! **Invariant:** what is written checks clean, and nothing that exists is written over.

use std::path::Path;

use anyhow::Result;

use crate::store::source::Source;
use crate::store::{course_file, course_folder};

macro_rules! template {
    ($name:literal) => {
        (
            $name,
            include_str!(concat!("../../assets/new-course/", $name)),
        )
    };
}

/// The files of a new course.
const FILES: [(&str, &str); 10] = [
    template!("course.toml"),
    template!("welcome.md"),
    template!("welcome.toml"),
    template!("1-what-dough-is-made-of.md"),
    template!("1-what-dough-is-made-of.toml"),
    template!("1.1-the-sums-of-bakers.md"),
    template!("1.1-the-sums-of-bakers.toml"),
    template!("2-time-and-warmth.md"),
    template!("2-time-and-warmth.toml"),
    template!("figures/rising.svg"),
];

/// Stands in the templates for the id of the course.
const ID: &str = "@ID@";

/// Writes a small course into `folder`, which must be empty or not there.
pub fn write(folder: &Path) -> Result<()> {
    course_folder::make(folder)?;
    let id = course_file::default_id(&Source::Folder(folder.to_owned()));
    for (name, text) in FILES {
        let text = text.replace(ID, id.as_str());
        course_folder::write(folder, name, text.as_bytes())?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use std::collections::BTreeSet;
    use std::fs;

    use super::*;
    use crate::course::Section;
    use crate::course::block::Block;
    use crate::store::check::check_folder;

    fn sections(folder: &Path) -> Vec<Section> {
        let source = Source::Folder(folder.to_owned());
        let (course, _) = course_file::course(&source).expect("it was just written");
        assert_eq!(course.id.as_str(), "my-bread");
        let sections = 0..course.sections.len();
        sections
            .map(|index| course_file::section(&source, &course, index).0)
            .collect()
    }

    #[test]
    fn a_new_course_checks_clean_and_shows_all_there_is() {
        let home = tempfile::tempdir().unwrap();
        let folder = home.path().join("my bread");
        write(&folder).unwrap();
        assert_eq!(check_folder(&folder).unwrap(), []);
        let sections = sections(&folder);
        let kinds: BTreeSet<_> = sections
            .iter()
            .flat_map(|s| &s.questions)
            .map(|q| q.kind.name().to_owned())
            .collect();
        let all = [
            "activity",
            "choice",
            "choices",
            "gaps",
            "match",
            "number",
            "open",
            "order",
            "sort",
            "text",
            "true-false",
        ];
        assert!(kinds.iter().eq(all), "{kinds:?}");
        let blocks: Vec<_> = sections
            .iter()
            .flat_map(|section| &section.blocks)
            .collect();
        let shows = |is: fn(&Block) -> bool| blocks.iter().any(|block| is(block));
        assert!(shows(|block| matches!(block, Block::Heading { .. })));
        assert!(shows(|block| matches!(
            block,
            Block::List { start: None, .. }
        )));
        assert!(shows(|block| matches!(
            block,
            Block::List { start: Some(1), .. }
        )));
        assert!(shows(|block| matches!(block, Block::Definitions(_))));
        assert!(shows(
            |block| matches!(block, Block::Table(table) if !table.caption.is_empty())
        ));
        assert!(shows(|block| matches!(
            block,
            Block::Quote {
                source: Some(_),
                ..
            }
        )));
        assert!(shows(|block| matches!(
            block,
            Block::Callout { title: Some(_), .. }
        )));
        assert!(shows(|block| matches!(block, Block::Code { .. })));
        assert!(shows(
            |block| matches!(block, Block::Figure(it) if !it.description.is_empty())
        ));
        assert!(shows(|block| matches!(block, Block::Maths(_))));
        assert!(shows(|block| matches!(block, Block::Rule)));
        assert!(shows(|block| matches!(block, Block::Question(_))));
        assert!(sections.iter().any(|section| !section.footnotes.is_empty()));
    }

    #[test]
    fn writes_over_nothing() {
        let home = tempfile::tempdir().unwrap();
        let file = home.path().join("file");
        fs::write(&file, "mine").unwrap();
        assert!(
            write(home.path())
                .unwrap_err()
                .to_string()
                .ends_with("name a folder that is not there yet")
        );
        assert!(
            write(&file)
                .unwrap_err()
                .to_string()
                .contains("is not a folder")
        );
        assert_eq!(fs::read_to_string(&file).unwrap(), "mine");
        write(&home.path().join("an/empty/one")).unwrap();
    }
}
