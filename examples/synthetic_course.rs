//! Writes a course of any size, for measuring: the same arguments give the same bytes.
//!
//! ```text
//! cargo run --release --example synthetic_course -- DIR N_SECTIONS N_PARAGRAPHS
//! ```
//!
//! Every tenth paragraph is a table, a list, a quote or a line of Chinese instead. Each section has
//! two questions. The course's id is the folder's name. With 400 sections, 67 paragraphs make about
//! 43 KB a section, 17 MB in all.

use std::path::Path;
use std::process::ExitCode;
use std::{env, fs, io};

const WORDS: [&str; 40] = [
    "tide", "water", "moon", "shore", "the", "of", "and", "with", "slowly", "harbour", "boat",
    "rises", "falls", "morning", "evening", "a", "in", "between", "channel", "current", "rope",
    "anchor", "wind", "from", "to", "that", "table", "height", "low", "high", "spring", "neap",
    "measure", "twice", "day", "sand", "gull", "café", "naïve", "—",
];

/// A small generator (xorshift): all that is asked of it is to be the same everywhere.
struct Dice(u64);

impl Dice {
    fn below(&mut self, n: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 >> 33).unwrap_or(0) % n
    }

    fn words(&mut self, n: usize) -> String {
        let words: Vec<_> = (0..n).map(|_| WORDS[self.below(WORDS.len())]).collect();
        words.join(" ")
    }
}

fn main() -> io::Result<ExitCode> {
    let arguments: Vec<String> = env::args().skip(1).collect();
    let parsed = match &arguments[..] {
        [folder, sections, paragraphs] => sections
            .parse()
            .ok()
            .zip(paragraphs.parse().ok())
            .map(|counts| (folder, counts)),
        _ => None,
    };
    let Some((folder, (n_sections, n_paragraphs))) = parsed else {
        io::Write::write_all(
            &mut io::stderr(),
            b"arguments: DIR N_SECTIONS N_PARAGRAPHS\n",
        )?;
        return Ok(ExitCode::from(2));
    };
    write(Path::new(folder), n_sections, n_paragraphs)?;
    Ok(ExitCode::SUCCESS)
}

fn write(folder: &Path, n_sections: usize, n_paragraphs: usize) -> io::Result<()> {
    fs::create_dir_all(folder)?;
    let head = "format = 1\ntitle = \"Synthetic course\"\nlanguage = \"en-GB\"\n";
    let mut course = vec![head.to_owned()];
    let mut dice = Dice(0x2545_f491_4f6c_dd1d);
    for index in 0..n_sections {
        let number = format!("{}.{}", index / 20 + 1, index % 20 + 1);
        let number = number.strip_suffix(".1").unwrap_or(&number);
        let file = format!("section-{:04}", index + 1);
        let title = dice.words(3);
        course.push(format!(
            "[[section]]\nnumber = \"{number}\"\ntitle = \"{title}\"\nfile = \"{file}\"\n"
        ));
        fs::write(
            folder.join(format!("{file}.md")),
            text(&mut dice, n_paragraphs),
        )?;
        fs::write(folder.join(format!("{file}.toml")), questions(&mut dice))?;
    }
    fs::write(folder.join("course.toml"), course.join("\n"))
}

fn text(dice: &mut Dice, n_paragraphs: usize) -> String {
    let start = [
        "Every section starts with this sentence.".to_owned(),
        "{{question place}}".into(),
    ];
    let paragraphs = (0..n_paragraphs).map(|index| match index % 40 {
        5 => table(dice),
        15 => list(dice),
        25 => format!("> {}\n>\n> — {}", dice.words(30), dice.words(2)),
        35 => "潮汐每天升降两次，因为月亮和太阳吸引海水。港口的水深随之变化。".into(),
        _ if index % 12 == 3 => format!("## {}", dice.words(4)),
        _ => format!("{} *{}* {}.", dice.words(60), dice.words(2), dice.words(60)),
    });
    let blocks: Vec<String> = start.into_iter().chain(paragraphs).collect();
    blocks.join("\n\n") + "\n"
}

fn table(dice: &mut Dice) -> String {
    let head = "| time | height | place |\n|---|---:|---|".to_owned();
    let rows =
        (0..24).map(|hour| format!("| {hour}:00 | {} | {} |", dice.below(900), dice.words(3)));
    let lines: Vec<String> = std::iter::once(head).chain(rows).collect();
    lines.join("\n") + "\n\nTable: Heights of the tide"
}

fn list(dice: &mut Dice) -> String {
    let items = (0..10).map(|_| format!("- {}\n  - {}", dice.words(12), dice.words(8)));
    items.collect::<Vec<_>>().join("\n")
}

fn questions(dice: &mut Dice) -> String {
    let (first, second) = (dice.words(8), dice.words(5));
    format!(
        r#"[[question]]
id = "place"
kind = "choice"
prompt = "{first}?"
evidence = "Every section starts"
[[question.choice]]
text = "{second}"
correct = true
[[question.choice]]
text = "something else"

[[question]]
id = "end"
kind = "open"
prompt = "{second}?"
answer = "{first}."
"#
    )
}
