//! What the screen starts with: keys, theme, and the shelf.
//!
//! **Invariant:** a mistake in one of the learner's files is told and stops nothing.

use jiff::tz::TimeZone;

use crate::app::Start;
use crate::app::library::{Card, Library};
use crate::run::world::{self, World};
use crate::store::settings_file::line_of;
use crate::tui::keys::KeyTable;
use crate::tui::theme::Theme;

/// Keys and theme, with what is wrong in the learner's files.
pub(super) fn look(world: &mut World) -> (KeyTable, Theme) {
    let keys_file = world.paths.config.join("keys.toml");
    let own = std::fs::read_to_string(&keys_file).unwrap_or_default();
    let (keys, bad) = KeyTable::new(&own);
    for key in bad {
        let line = line_of(&own, key.at);
        world
            .complaints
            .push(format!("{}:{line}: {}", keys_file.display(), key.what));
    }
    let true_colour =
        std::env::var("COLORTERM").is_ok_and(|term| term == "truecolor" || term == "24bit");
    // `COLORFGBG` ends with the background's number; 7 and 15 are light.
    let light =
        std::env::var("COLORFGBG").is_ok_and(|both| both.ends_with(";15") || both.ends_with(";7"));
    let name = match (world.config.theme.as_str(), true_colour, light) {
        ("auto", true, false) => "dark",
        ("auto", true, true) => "light",
        ("auto", false, _) => "terminal",
        (name, ..) => name,
    };
    let theme = Theme::own(name).unwrap_or_else(|| {
        let file = world
            .paths
            .config
            .join("themes")
            .join(format!("{name}.toml"));
        let read = std::fs::read_to_string(&file).map_err(|error| error.to_string());
        let parsed = read.and_then(|words| {
            Theme::parse(&words).map_err(|error| {
                let line = error.span().map_or(1, |span| line_of(&words, span.start));
                format!("line {line}: {}", error.message())
            })
        });
        parsed.unwrap_or_else(|what| {
            world
                .complaints
                .push(format!("theme \"{name}\": {}: {what}", file.display()));
            Theme::own("terminal").expect("it is one of ours")
        })
    });
    let no_colour = std::env::var_os("NO_COLOR").is_some_and(|value| !value.is_empty());
    (
        keys,
        if no_colour {
            theme.without_colour()
        } else {
            theme
        },
    )
}

/// What the app starts with. It takes progress and desk out of the world.
pub(super) fn start(world: &mut World, keys: &KeyTable) -> Start {
    let cards = world.shelf.iter().map(|entry| Card {
        id: entry.id.clone(),
        title: entry.title.clone(),
        audience: entry.audience,
        counts: None,
        place: None,
        problem: entry.problem.clone(),
    });
    let library = Library {
        cards: cards.collect(),
        ..Library::default()
    };
    Start {
        settings: world.config.settings.clone(),
        progress: std::mem::take(&mut world.progress),
        desk: std::mem::take(&mut world.desk),
        library,
        keys: keys.words(),
        seed: world::seed(),
        zone: Some(TimeZone::system()),
    }
}
