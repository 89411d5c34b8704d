//! Writes a progress log of any size, for measuring: the same arguments give the same bytes.
//!
//! ```text
//! cargo run --release --example synthetic_log -- FOLDER N_EVENTS N_COURSES N_QUESTIONS
//! RECTO_PROGRESS=FOLDER recto list
//! ```
//!
//! The log is `FOLDER/synthetic.toml`: a year in the courses `course-1`, `course-2` and so on, each
//! with `N_QUESTIONS` questions, two in a section. Of ten events six are answers. 365,000 events make
//! about 75 MB. The courses themselves, with the sections and questions that the log speaks of:
//!
//! ```text
//! for n in $(seq 1000); do
//!     cargo run --release --example synthetic_course -- COURSES/course-$n 25 3
//! done
//! ```

mod events;

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

use recto::store::log::write_elsewhere;

use crate::events::{Extent, events};

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let Some((folder, extent)) = parsed(&arguments) else {
        let usage = b"arguments: FOLDER N_EVENTS N_COURSES N_QUESTIONS\n";
        io::Write::write_all(&mut io::stderr(), usage)?;
        return Ok(ExitCode::from(2));
    };
    fs::create_dir_all(folder)?;
    write_elsewhere(&folder.join("synthetic.toml"), &events(extent))?;
    Ok(ExitCode::SUCCESS)
}

fn parsed(arguments: &[String]) -> Option<(&Path, Extent)> {
    let [folder, rest @ ..] = arguments else {
        return None;
    };
    let numbers: Vec<usize> = rest.iter().map_while(|n| n.parse().ok()).collect();
    let [events, courses @ (1..), questions @ (1..)] = numbers[..] else {
        return None;
    };
    let extent = Extent {
        events,
        courses,
        questions,
        days: 365,
    };
    Some((Path::new(folder), extent))
}
