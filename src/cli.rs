//! The command line: what can be said, in clap's words. No logic.

use std::path::PathBuf;

use clap::builder::{PossibleValue, PossibleValuesParser};
use clap::{Args, Parser, Subcommand, ValueEnum};
use clap_complete::Shell;
use jiff::civil::Date;

use crate::import::format::FORMATS;

/// Study offline in a terminal: the course text on one page, its review questions on the facing page.
#[derive(Debug, Parser)]
#[command(
    name = "recto",
    version,
    about,
    max_term_width = 100,
    subcommand_precedence_over_arg = true,
    after_help = "Without a command, Recto opens the library, or the course that you name.\n\
                  Exit codes: 0 done, 1 the content has problems or there is too little to go by, \
                  2 it could not be done.\n\
                  `recto config` prints the settings and says where files are kept."
)]
pub struct Cli {
    /// What to do; none opens the app.
    #[command(subcommand)]
    pub command: Option<Command>,

    /// Where to open the app.
    #[command(flatten)]
    pub open: Where,

    /// Line by line, without a screen: for screen readers, braille lines, pipes.
    #[arg(long)]
    pub plain: bool,

    /// Keep progress in this folder, or in this one TOML file.
    #[arg(long, value_name = "PATH", global = true, env = "RECTO_PROGRESS")]
    pub progress: Option<PathBuf>,
}

/// A course, and a section in it.
#[derive(Debug, Args)]
pub struct Where {
    /// A course: its id, or the path of its folder.
    pub course: Option<String>,
    /// A section: its number, or its id.
    pub section: Option<String>,
}

/// What can be done without the app.
#[derive(Debug, Subcommand)]
pub enum Command {
    /// List the courses with what you have done in them.
    List {
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the text and the questions, plain: for pipes, pagers and screen readers.
    Read {
        /// A course: its id, or the path of its folder.
        course: String,
        /// A section: its number, or its id. All of them without.
        section: Option<String>,
        /// The longest line, in cells.
        #[arg(long, value_name = "N", default_value_t = 72)]
        width: u16,
        /// With model answers, discussions and reflections.
        #[arg(long)]
        answers: bool,
    },
    /// Ask the questions line by line, without a screen.
    Quiz {
        /// A course: its id, or the path of its folder.
        course: String,
        /// A section: its number, or its id. All of them without.
        section: Option<String>,
        /// Line by line even in a terminal.
        #[arg(long)]
        plain: bool,
    },
    /// Sit a test: nothing is told of what is right before the end. Goes on with one that is running.
    Exam(Exam),
    /// Ask what is due today, in all courses or in one, and some questions that are new.
    Review(Review),
    /// Check a course for faults: file, line, column, what is wrong, what to do.
    Check {
        /// The course's folder.
        dir: PathBuf,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Bring a course in: an OpenLearn download, a web page, a book, notes. Says what was changed or
    /// left out, and where.
    Import(Import),
    /// Write a small course to start from.
    New {
        /// A folder that doesn't exist yet, or is empty.
        dir: PathBuf,
    },
    /// Put a course away: it isn't offered, and none of its questions is due, until you take it back.
    /// All that you did in it is kept.
    Away {
        /// A course: its id, or the path of its folder.
        course: String,
        /// Take it back.
        #[arg(long)]
        back: bool,
    },
    /// Show what you know: read, answered, mastered; days, recall, certainty; what is due.
    #[command(subcommand_precedence_over_arg = true)]
    Progress {
        /// A course, with its sections and outcomes: its id, or the path of its folder.
        course: Option<String>,
        /// What to do with the log.
        #[command(subcommand)]
        task: Option<ProgressTask>,
        /// As JSON.
        #[arg(long, global = true)]
        json: bool,
    },
    /// Make your own study record of a course: what you read, answered and mastered, when, and for
    /// how long. It says that it is self-issued.
    Record(Record),
    /// Bring out what you wrote in a course, with what the course says of it; or the course itself.
    Export(Export),
    /// Take something out of your history for good: shows what, asks, and keeps the old log beside.
    Forget(Forget),
    /// Fit when questions are due to how well you remember. With too little to learn from, nothing
    /// is changed, and the exit code is 1.
    #[command(visible_alias = "optimize")]
    Optimise {
        /// Say how much better it would be, and change nothing.
        #[arg(long)]
        dry_run: bool,
        /// As JSON.
        #[arg(long)]
        json: bool,
    },
    /// Print the settings with their comments, and where files are kept.
    Config,
    /// Print completions for a shell.
    Completions {
        /// Which shell.
        shell: Shell,
    },
    /// Print the manual page.
    Man,
}

/// What is reviewed, and towards what.
#[derive(Debug, Args)]
pub struct Review {
    /// A course: its id, or the path of its folder. All of them without.
    pub course: Option<String>,
    /// Plan towards an exam on that day, such as 2026-12-20: everything is recalled twice, and once
    /// more in the last days before. Without a course it holds for all that you have begun.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub by: Option<Date>,
    /// Print the plan by day, and ask nothing.
    #[arg(long)]
    pub plan: bool,
    /// The plan as JSON.
    #[arg(long, requires = "plan")]
    pub json: bool,
    /// Line by line even in a terminal.
    #[arg(long)]
    pub plain: bool,
}

/// A day of the calendar.
fn day(words: &str) -> Result<Date, String> {
    let day = words.parse();
    day.map_err(|_| "a day is written as year, month and day, such as 2026-12-20".to_owned())
}

/// Of which course a study record is made, and how.
#[derive(Debug, Args)]
pub struct Record {
    /// A course: its id, or the path of its folder.
    pub course: String,
    /// Write it into this file; its ending (.md, .html, .svg) says how. To stdout without.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// How it is written, whatever the file is called. Markdown without a file.
    #[arg(long)]
    pub format: Option<RecordFormat>,
    /// Your name, as it shall stand there. Without, there is none.
    #[arg(long)]
    pub name: Option<String>,
}

/// What is brought out of which course, and how.
#[derive(Debug, Args)]
pub struct Export {
    /// A course: its id, or the path of its folder.
    pub course: String,
    /// What is brought out.
    #[arg(long)]
    pub format: ExportFormat,
    /// Write it into this file; for a sheet and notes its ending (.md, .html) says how. To stdout
    /// without, as Markdown, JSON or HTML. With markdown: the folder, which must not be there yet or
    /// be empty.
    #[arg(short, long, value_name = "FILE")]
    pub output: Option<PathBuf>,
    /// Your name, as it shall stand there. Without, there is none.
    #[arg(long)]
    pub name: Option<String>,
    /// With xapi: the mail address by which a store knows you.
    #[arg(long, value_name = "ADDRESS")]
    pub mbox: Option<String>,
    /// With markdown, html and epub: leave out all that answers a question. It is there otherwise, for
    /// nothing of a course is to be locked in: folded on a page, at the ends of chapters in a book. In
    /// a folder each question becomes an activity then, and exams are left out.
    #[arg(long)]
    pub without_answers: bool,
}

/// What is brought in, and where to.
#[derive(Debug, Args)]
pub struct Import {
    /// Files, folders or zip archives, each a course; - is stdin.
    #[arg(required = true, value_name = "FILE")]
    pub files: Vec<PathBuf>,
    /// The format they are in; without, it is told by what is in them.
    #[arg(long, value_parser = formats())]
    pub format: Option<String>,
    /// Put the courses into this folder, each in a folder of its own; without, where `recto` finds them.
    #[arg(long, value_name = "DIR")]
    pub into: Option<PathBuf>,
    /// Put it in the place of a course that is there already. Your answers follow their questions.
    #[arg(long)]
    pub replace: bool,
    /// As JSON, an object for each file.
    #[arg(long)]
    pub json: bool,
}

/// The formats that can be brought in, by name.
fn formats() -> PossibleValuesParser {
    let formats = FORMATS.iter();
    PossibleValuesParser::new(
        formats.map(|format| PossibleValue::new(format.name).help(format.about)),
    )
}

/// What of the history is to be forgotten.
#[derive(Debug, Args)]
#[expect(clippy::struct_excessive_bools, reason = "each is a switch of its own")]
pub struct Forget {
    /// All of this course: its id, or the path of its folder.
    pub course: Option<String>,
    /// Of the course only this section: its number, or its id. Not the sections below it.
    #[arg(long, requires = "course")]
    pub section: Option<String>,
    /// Of the course only this question, such as 1.4/conditions.
    #[arg(long, requires = "course")]
    pub question: Option<String>,
    /// Only what is older than this day, such as 2026-11-23.
    #[arg(long, value_name = "DATE", value_parser = day)]
    pub before: Option<Date>,
    /// Everything.
    #[arg(long, conflicts_with_all = ["course", "before"])]
    pub all: bool,
    /// Out of the logs of other machines in the folder, too.
    #[arg(long)]
    pub all_devices: bool,
    /// Say what would be forgotten, and forget nothing.
    #[arg(long)]
    pub dry_run: bool,
    /// Don't ask.
    #[arg(long)]
    pub yes: bool,
}

/// How a study record is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum RecordFormat {
    /// Text with marks, to read or to print.
    Markdown,
    /// One page for a browser, to read or to print.
    Html,
    /// A sheet of A4.
    Svg,
}

/// What is brought out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum ExportFormat {
    /// Your answers beside the model answers, to print or to hand in.
    Sheet,
    /// Your notes, and what you wrote for activities.
    Notes,
    /// What you did, as statements of xAPI 1.0.3 in JSON, for a learning record store.
    Xapi,
    /// The course itself, as a folder of text files that you can edit, with its figures.
    Markdown,
    /// The course itself, as one page for a browser, to read or to print.
    Html,
    /// The course itself, as a book for readers of EPUB.
    Epub,
}

/// A test, and what it is made of.
#[derive(Debug, Args)]
pub struct Exam {
    /// A course: its id, or the path of its folder.
    pub course: String,
    /// An exam that the course's author has set, by its id; without, the first one, unless you say
    /// otherwise what it is to be made of.
    #[arg(long, value_name = "EXAM", conflicts_with_all = ["sections", "outcomes", "kinds", "questions", "minutes", "pass"])]
    pub named: Option<String>,
    /// Only from these sections, and those below them: numbers or ids, with commas between.
    #[arg(long, value_name = "SECTION", value_delimiter = ',')]
    pub sections: Vec<String>,
    /// Only on these learning outcomes, by their ids.
    #[arg(long, value_name = "OUTCOME", value_delimiter = ',')]
    pub outcomes: Vec<String>,
    /// Only questions of these kinds, such as choice or open.
    #[arg(long, value_name = "KIND", value_delimiter = ',')]
    pub kinds: Vec<String>,
    /// How many questions; 15 unless you say so.
    #[arg(short = 'n', long = "questions", value_name = "N", value_parser = clap::value_parser!(u32).range(1..))]
    pub questions: Option<u32>,
    /// How long it may take; without, as long as you like.
    #[arg(long, value_name = "M", value_parser = clap::value_parser!(u32).range(1..=100_000))]
    pub minutes: Option<u32>,
    /// How many hundredths of the marks it takes to pass; 50 unless you say so.
    #[arg(long, value_name = "P", value_parser = clap::value_parser!(u8).range(0..=100))]
    pub pass: Option<u8>,
    /// The number of an earlier paper, to sit the same one: with the same choices it asks the same.
    #[arg(long, value_name = "PAPER")]
    pub seed: Option<u32>,
    /// Line by line even in a terminal.
    #[arg(long)]
    pub plain: bool,
    /// List the exams of this course and how they ended.
    #[arg(long, conflicts_with_all = ["named", "sections", "outcomes", "kinds", "questions", "minutes", "pass", "seed", "plain"])]
    pub results: bool,
    /// The results as JSON.
    #[arg(long, requires = "results", conflicts_with = "plain")]
    pub json: bool,
}

impl Exam {
    /// Was something said of what it is to be made of?
    pub fn is_chosen(&self) -> bool {
        self.has_rules() || self.named.is_some() || self.seed.is_some()
    }

    /// Does the learner make the rules?
    pub fn has_rules(&self) -> bool {
        let lists = [&self.sections, &self.outcomes, &self.kinds];
        let is_told = [self.minutes, self.questions].iter().any(Option::is_some);
        is_told || self.pass.is_some() || lists.iter().any(|list| !list.is_empty())
    }
}

/// What can be done with the log.
#[derive(Debug, Clone, Copy, Subcommand)]
pub enum ProgressTask {
    /// Read every byte of the logs, and say whether all is whole and nothing is missing.
    Verify,
    /// Write back entries that were read before and are in no log any more: a log came back shorter,
    /// was emptied or rewritten. They go to the end of this device's own log.
    Restore {
        /// Say what is missing, and write nothing.
        #[arg(long)]
        dry_run: bool,
    },
}
