//! `recto away`: puts a course away, or takes it back.
//!
//! **Invariant:** what was done in the course stays as it is.

use std::process::ExitCode;

use anyhow::{Result, bail};

use super::{complain, print};
use crate::run::world::{self, World};
use crate::study::event::{Did, Stand};

/// Says of a course where it stands from now on.
pub fn away(mut world: World, name: &str, stand: Stand) -> Result<ExitCode> {
    let (_, course) = world.begun(name)?;
    let is_so = world.progress.stand(&course.id) == stand;
    if !is_so {
        let now = world::now();
        let event = world.progress.take_in(&course.id, now, Did::Shelve(stand));
        world.append(event);
        let waiting = world.write_queue();
        if waiting.n > 0 {
            bail!("{} stays where it was: {}", course.title, waiting.why);
        }
    }
    let words = match (is_so, stand) {
        (true, Stand::Away) => "is put away already; `--back` takes it back".to_owned(),
        (true, Stand::Open) => "is not put away".to_owned(),
        (false, Stand::Away) => format!(
            "is put away: nothing in it is due any more. All is kept; `recto away {} --back` takes it back",
            course.id
        ),
        (false, Stand::Open) => "is taken back: what is due in it is asked again".to_owned(),
    };
    print(&format!("{} {words}.\n", course.title))?;
    complain(&world.complaints)?;
    world.keep_progress();
    Ok(ExitCode::SUCCESS)
}
