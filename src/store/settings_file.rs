//! The learner's settings as they are written: `config.toml`, every key of which may be missing.
//!
//! **Invariant:** a mistake never stops the app: what is wrong is told, with its line, and the
//! default stands in for it.

mod courses;

use std::collections::BTreeMap;
use std::io;
use std::path::{Path, PathBuf};

use jiff::civil::Date;
use serde::Deserialize;

use crate::app::settings::{Asked, Settings};
use crate::course::id::CourseId;
use crate::page::Glyphs;
use crate::text;

/// The defaults with their comments, as `recto config` prints them.
pub const DEFAULT: &str = include_str!("../../assets/config.toml");

/// Everything that the file says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Config {
    /// What the app works with.
    pub settings: Settings,
    /// Name of the theme, or `auto`.
    pub theme: String,
    /// Further folders with courses.
    pub courses: Vec<PathBuf>,
    /// The days of exams, by course.
    pub exams: BTreeMap<CourseId, Date>,
}

/// A mistake in one of the learner's files.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Mistake {
    /// The file.
    pub file: PathBuf,
    /// Its line, from 1.
    pub line: usize,
    /// What is wrong, and what is allowed.
    pub what: String,
}

impl std::fmt::Display for Mistake {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{}:{}: {}", self.file.display(), self.line, self.what)
    }
}

/// One key of the file: its name, what is allowed, and how its value is taken.
struct Known {
    name: &'static str,
    allowed: &'static str,
    take: fn(&mut Config, &toml::Value) -> Option<()>,
}

const KNOWN: [Known; 9] = [
    Known {
        name: "measure",
        allowed: "a number of cells from 20 to 200",
        take: |config, value| {
            let cells = u16::try_from(value.as_integer()?)
                .ok()
                .filter(|n| (20..=200).contains(n))?;
            config.settings.measure = cells;
            Some(())
        },
    },
    Known {
        name: "certainty",
        allowed: "true or false",
        take: |config, value| {
            config.settings.certainty = Asked::from(value.as_bool()?);
            Some(())
        },
    },
    Known {
        name: "shuffle",
        allowed: "true or false",
        take: |config, value| {
            config.settings.shuffle = Asked::from(value.as_bool()?);
            Some(())
        },
    },
    Known {
        name: "new-per-day",
        allowed: "a number of questions from 0 to 1000",
        take: |config, value| {
            let n = u16::try_from(value.as_integer()?).ok();
            config.settings.new_per_day = n.filter(|n| *n <= 1000)?;
            Some(())
        },
    },
    Known {
        name: "day-begins",
        allowed: "an hour from 0 to 23",
        take: |config, value| {
            let hour = i8::try_from(value.as_integer()?).ok();
            config.settings.day_begins = hour.filter(|hour| (0..24).contains(hour))?;
            Some(())
        },
    },
    Known {
        name: "mouse",
        allowed: "true or false",
        take: |config, value| {
            config.settings.mouse = Asked::from(value.as_bool()?);
            Some(())
        },
    },
    Known {
        name: "glyphs",
        allowed: "\"unicode\" or \"ascii\"",
        take: |config, value| {
            config.settings.glyphs = match value.as_str()? {
                "unicode" => Glyphs::Unicode,
                "ascii" => Glyphs::Ascii,
                _ => return None,
            };
            Some(())
        },
    },
    Known {
        name: "theme",
        allowed: "\"auto\", \"dark\", \"light\", \"contrast\", \"terminal\", or the name of a file in themes/",
        take: |config, value| {
            value.as_str()?.clone_into(&mut config.theme);
            Some(())
        },
    },
    Known {
        name: "courses",
        allowed: "a list of folders",
        take: |config, value| {
            let folders = value.as_array()?;
            config.courses = folders
                .iter()
                .map(|folder| Some(PathBuf::from(folder.as_str()?)))
                .collect::<Option<_>>()?;
            Some(())
        },
    },
];

impl Default for Config {
    fn default() -> Self {
        Self {
            settings: Settings::default(),
            theme: "auto".to_owned(),
            courses: Vec::new(),
            exams: BTreeMap::new(),
        }
    }
}

/// Reads the settings from `file`; one that isn't there has no mistakes.
pub fn load(file: &Path) -> (Config, Vec<Mistake>) {
    match std::fs::read(file) {
        Ok(bytes) => parse(&String::from_utf8_lossy(&bytes), file),
        Err(error) if error.kind() == io::ErrorKind::NotFound => (Config::default(), Vec::new()),
        Err(error) => {
            let mistake = Mistake {
                file: file.to_owned(),
                line: 1,
                what: format!("it can't be read: {error}"),
            };
            (Config::default(), vec![mistake])
        }
    }
}

/// Reads settings from text; `file` is for what is said of mistakes.
pub fn parse(words: &str, file: &Path) -> (Config, Vec<Mistake>) {
    #[derive(Deserialize)]
    #[serde(transparent)]
    struct File(BTreeMap<toml::Spanned<String>, toml::Value>);

    let mut config = Config::default();
    let mistake = |at: usize, what: String| Mistake {
        file: file.to_owned(),
        line: line_of(words, at),
        what,
    };
    let parsed: File = match toml::from_str(words) {
        Ok(parsed) => parsed,
        Err(error) => {
            let at = error.span().map_or(0, |span| span.start);
            return (
                config,
                vec![mistake(
                    at,
                    format!("{}; the defaults are used", error.message()),
                )],
            );
        }
    };
    let (exams, wrong) = courses::exams(words);
    config.exams = exams;
    let wrong = wrong.into_iter();
    let mut mistakes: Vec<_> = wrong.map(|(at, what)| mistake(at, what)).collect();
    for (key, value) in &parsed.0 {
        let name = key.get_ref().as_str();
        if name == courses::KEY {
            continue;
        }
        let Some(known) = KNOWN.iter().find(|known| known.name == name) else {
            let near = text::nearest(name, KNOWN.iter().map(|known| known.name));
            let advice = near.map_or("`recto config` lists all".to_owned(), |near| {
                format!("did you mean \"{near}\"?")
            });
            mistakes.push(mistake(
                key.span().start,
                format!("there is no setting \"{name}\"; {advice}"),
            ));
            continue;
        };
        if (known.take)(&mut config, value).is_none() {
            mistakes.push(mistake(
                key.span().start,
                format!("\"{name}\" must be {}", known.allowed),
            ));
        }
    }
    (config, mistakes)
}

/// The line, from 1, of a byte in a text.
pub fn line_of(words: &str, at: usize) -> usize {
    words
        .as_bytes()
        .iter()
        .take(at)
        .filter(|byte| **byte == b'\n')
        .count()
        + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_printed_defaults_are_the_defaults() {
        let (config, mistakes) = parse(DEFAULT, Path::new("config.toml"));
        assert_eq!((config, mistakes), (Config::default(), Vec::new()));
        for known in &KNOWN {
            assert!(
                DEFAULT.contains(known.name),
                "{} is not in the printed defaults",
                known.name
            );
        }
    }

    #[track_caller]
    fn check(words: &str, expected: &str) {
        let (_, mistakes) = parse(words, Path::new("c.toml"));
        let told: Vec<_> = mistakes.iter().map(ToString::to_string).collect();
        assert!(told.len() == 1 && told[0].contains(expected), "{told:?}");
    }

    #[test]
    fn a_mistake_names_its_line_and_what_is_allowed() {
        check(
            "measure = 72\nmeasur = 3",
            "c.toml:2: there is no setting \"measur\"; did you mean \"measure\"?",
        );
        check(
            "\n\nmeasure = 7",
            "c.toml:3: \"measure\" must be a number of cells from 20 to 200",
        );
        check("mouse = \"yes\"", "must be true or false");
        check("mouse = ", "c.toml:1:");
    }

    #[test]
    fn what_is_right_beside_a_mistake_is_taken() {
        let (config, mistakes) = parse("measure = 60\nmouse = 3", Path::new("c.toml"));
        assert_eq!((config.settings.measure, mistakes.len()), (60, 1));
    }
}
