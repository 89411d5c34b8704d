//! Draws the README's picture from a real frame: `cargo run --example picture > assets/picture.svg`.

use std::fmt::Write as _;
use std::path::Path;

use jiff::Timestamp;
use ratatui::buffer::Buffer;
use ratatui::layout::Rect;
use ratatui::style::{Color, Modifier};

use recto::app::action::{Action, Verb};
use recto::app::effect::Effect;
use recto::app::layout::Size;
use recto::app::{App, Start};
use recto::course::id::SectionId;
use recto::store::course_file;
use recto::store::source::Source;
use recto::tui::keys::KeyTable;
use recto::tui::theme::Theme;
use recto::tui::view;

const WIDTH: u16 = 120;
const HEIGHT: u16 = 36;
/// A cell of the picture, in its own units.
const CELL: (u32, u32) = (8, 17);

fn main() {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("quizzes/how-teams-work");
    let source = Source::Folder(folder);
    let (course, _) = course_file::course(&source).expect("the bundled course is there");
    let now: Timestamp = "2026-11-23T10:00:00Z".parse().expect("it is a moment");
    let mut app = App::new(
        Start {
            keys: KeyTable::new("").0.words(),
            ..Start::default()
        },
        Size {
            width: WIDTH,
            height: HEIGHT,
        },
    );
    let section = SectionId::new("1.4");
    let effects = app.open(course, section.as_ref(), now);
    perform(&mut app, &source, effects, now);
    for verb in [Verb::LineDown, Verb::LineDown, Verb::NextPane] {
        let effects = app.update(Action::Do(verb), now);
        perform(&mut app, &source, effects, now);
    }
    let mut buffer = Buffer::empty(Rect::new(0, 0, WIDTH, HEIGHT));
    let theme = Theme::own("dark").expect("it is one of ours");
    view::draw(&app, &theme, &mut buffer, now);
    print(&svg(&buffer));
}

fn perform(app: &mut App, source: &Source, effects: Vec<Effect>, now: Timestamp) {
    for effect in effects {
        if let (Effect::LoadSection(index), Some(study)) = (effect, &app.study) {
            let (section, _) = course_file::section(source, &study.course, index);
            app.show(index, section, now);
        }
    }
}

#[expect(
    clippy::print_stdout,
    reason = "the picture is what this program is for"
)]
fn print(words: &str) {
    print!("{words}");
}

/// The cells as text, runs of one style together.
fn svg(buffer: &Buffer) -> String {
    let (wide, high) = (u32::from(WIDTH) * CELL.0, u32::from(HEIGHT) * CELL.1);
    let mut out = format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {wide} {high}\" font-family=\"monospace\" font-size=\"13\">\n\
         <rect width=\"100%\" height=\"100%\" fill=\"#16181d\"/>\n"
    );
    for y in 0..HEIGHT {
        let mut x = 0;
        while x < WIDTH {
            let style = buffer[(x, y)].style();
            let start = x;
            let mut words = String::new();
            while x < WIDTH && buffer[(x, y)].style() == style {
                words.push_str(buffer[(x, y)].symbol());
                x += 1;
            }
            if words.trim().is_empty() {
                continue;
            }
            let colour = match style.fg {
                Some(Color::Rgb(r, g, b)) => format!("#{r:02x}{g:02x}{b:02x}"),
                _ => "#d7dae0".to_owned(),
            };
            let weight = if style.add_modifier.contains(Modifier::BOLD) {
                " font-weight=\"bold\""
            } else {
                ""
            };
            let length = u32::from(x - start) * CELL.0;
            let words = words.replace('&', "&amp;").replace('<', "&lt;");
            writeln!(
                out,
                "<text x=\"{}\" y=\"{}\" fill=\"{colour}\"{weight} textLength=\"{length}\" xml:space=\"preserve\">{words}</text>",
                u32::from(start) * CELL.0,
                u32::from(y) * CELL.1 + 13,
            )
            .expect("a String takes everything");
        }
    }
    out.push_str("</svg>\n");
    out
}
