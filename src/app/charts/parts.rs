//! The charts one by one, each with a sentence that says its gist.

use crate::app::action::{Context, Verb};
use crate::app::charts::board::{Board, Brief};
use crate::app::charts::picture::{self, Calendar};
use crate::app::charts::{Practise, Scope, words};
use crate::app::rows::{BOLD, DIM, PLAIN};
use crate::course::id::{CourseId, FullId};
use crate::page::Glyphs;
use crate::study::event::Certainty;
use crate::study::stats::{AimStats, CourseStats, SectionStats, nominal};

/// How many of the weakest sections are shown.
const WEAKEST: usize = 10;
/// How many months of reviews are shown.
const MONTHS: usize = 6;

/// Lays the charts out.
pub fn lay(brief: &Brief<'_>) -> Board {
    let mut board = Board::default();
    if brief.stats.is_empty() {
        board.nothing(brief);
        return board;
    }
    board.words(&words::gist(brief.stats), BOLD, brief);
    board.words(&words::streak(brief.stats), PLAIN, brief);
    board.how(brief);
    board.due(brief);
    board.weakest(brief);
    board.calendar(brief);
    board.recall(brief);
    board.certainty(brief);
    board.courses(brief);
    board
}

impl Board {
    fn nothing(&mut self, brief: &Brief<'_>) {
        let back = brief.keys.name(Context::Progress, Verb::Back);
        let words = format!(
            "Nothing has been answered yet. Answer some questions, and you will see here what you \
             know of them and when they come back. {back} goes back."
        );
        self.words(&words, PLAIN, brief);
        if let Some(words) = words::untouched(brief.stats.n_untouched) {
            self.words(&words, DIM, brief);
        }
    }

    fn how(&mut self, brief: &Brief<'_>) {
        let key = |verb| brief.keys.name(Context::Progress, verb);
        let words = format!(
            "{} practises the line that is chosen. {} says what the words mean.",
            key(Verb::Open),
            key(Verb::Help)
        );
        self.words(&words, DIM, brief);
    }

    fn due(&mut self, brief: &Brief<'_>) {
        let stats = brief.stats;
        self.title("Due", brief);
        let words = words::forecast(stats);
        if stats.forecast.days[0] > 0 {
            self.sentence(&words, Practise::Due(brief.scope.clone()), brief);
        } else {
            self.say(&words, PLAIN, brief);
        }
        let forecast = &stats.forecast;
        let rows = picture::forecast(forecast, stats.today, brief.inner(), brief.glyphs);
        self.hung(rows);
        self.say(&words::next_days(stats), DIM, brief);
        self.questions("not recalled when last asked", &stats.forgotten, brief);
    }

    /// Questions that have something in common, if there are any.
    fn questions(&mut self, words: &str, questions: &[(CourseId, FullId)], brief: &Brief<'_>) {
        if !questions.is_empty() {
            let n = words::count(questions.len(), "question", "questions");
            let practise = Practise::Questions(questions.to_vec());
            self.sentence(&format!("{n} {words}."), practise, brief);
        }
    }

    fn weakest(&mut self, brief: &Brief<'_>) {
        let weakest = brief.stats.weakest();
        if weakest.is_empty() {
            return;
        }
        self.title("Weakest sections first", brief);
        for (course, section) in weakest.into_iter().take(WEAKEST) {
            self.section(course, section, brief);
        }
    }

    fn section(&mut self, course: &CourseStats, section: &SectionStats, brief: &Brief<'_>) {
        let title = match &course.title {
            Some(title) if brief.stats.courses.len() > 1 => {
                format!("{title}: {}", section.title)
            }
            _ => section.title.clone(),
        };
        let practise = Practise::Section(course.id.clone(), section.id.clone());
        self.figures(&title, &words::section(&section.tally), practise, brief);
    }

    fn calendar(&mut self, brief: &Brief<'_>) {
        let stats = brief.stats;
        let calendar = Calendar::new(&stats.days, stats.today, brief.inner(), brief.glyphs);
        self.title("Answers", brief);
        self.say(&words::calendar(stats, calendar.first()), PLAIN, brief);
        self.hung(calendar.rows(brief.inner()));
        self.say(&words::last_days(stats), DIM, brief);
        self.say(&words::time(stats), PLAIN, brief);
    }

    fn recall(&mut self, brief: &Brief<'_>) {
        let retention = &brief.stats.retention;
        self.title("Recall", brief);
        self.say(&words::retention(&retention.all), PLAIN, brief);
        let skipped = retention.months.len().saturating_sub(MONTHS);
        for (month, recall) in retention.months.iter().skip(skipped) {
            let shares = recall.measured().zip(recall.predicted());
            if let (Some(shares), Some(figures)) = (shares, words::recall(recall)) {
                self.bar(&words::month(*month), shares, &figures, brief);
            }
        }
        if retention.all.reviews() > 0 {
            self.mark("what was predicted", brief);
        }
    }

    fn certainty(&mut self, brief: &Brief<'_>) {
        let stats = brief.stats;
        self.title("How sure, how right", brief);
        self.say(&words::calibration(stats), PLAIN, brief);
        if stats.calibration.answers() == 0 {
            return;
        }
        for certainty in Certainty::ALL.into_iter().rev() {
            let name = words::named(certainty);
            let figures = words::certainty(stats, certainty);
            match stats.calibration.of(certainty).get() {
                Some(right) => self.bar(name, (right, nominal(certainty)), &figures, brief),
                None => self.say(&format!("{name}: {figures}"), PLAIN, brief),
            }
        }
        self.mark("what your word is taken to mean", brief);
        let words = "of which you were sure when last asked, and wrong";
        self.questions(words, &stats.sure_but_wrong, brief);
    }

    /// What the mark in the bars above stands for.
    fn mark(&mut self, words: &str, brief: &Brief<'_>) {
        let mark = match brief.glyphs {
            Glyphs::Unicode => "│",
            Glyphs::Ascii => "|",
        };
        self.say(&format!("{mark} {words}"), DIM, brief);
    }

    fn courses(&mut self, brief: &Brief<'_>) {
        let stats = brief.stats;
        let title = match brief.scope {
            Scope::All => "Courses",
            Scope::Course(_) => "The course",
        };
        self.title(title, brief);
        for course in &stats.courses {
            self.course(course, brief);
        }
        if let Some(words) = words::untouched(stats.n_untouched) {
            self.say(&words, DIM, brief);
        }
        if let ([course], Scope::Course(_)) = (&stats.courses[..], brief.scope) {
            self.outcomes(course, brief);
        }
    }

    fn course(&mut self, course: &CourseStats, brief: &Brief<'_>) {
        let gone = words::gone(course);
        match &course.title {
            Some(title) => {
                let practise = Practise::Course(course.id.clone());
                let figures = words::course(course);
                self.figures(title, &figures, practise, brief);
            }
            None => self.say(&format!("{} (not here)", course.id), PLAIN, brief),
        }
        if let Some(gone) = gone {
            self.say(&gone, DIM, brief);
        }
    }

    fn outcomes(&mut self, course: &CourseStats, brief: &Brief<'_>) {
        if course.aims.is_empty() {
            return;
        }
        self.title("Outcomes", brief);
        for aim in &course.aims {
            self.outcome(&course.id, aim, brief);
        }
    }

    fn outcome(&mut self, course: &CourseId, aim: &AimStats, brief: &Brief<'_>) {
        let figures = words::tally(&aim.tally);
        if aim.questions.is_empty() {
            self.say(
                &format!("{}: no question asks for it", words::aim(aim)),
                DIM,
                brief,
            );
            return;
        }
        let questions = aim.questions.iter();
        let questions = questions.map(|question| (course.clone(), question.clone()));
        let practise = Practise::Questions(questions.collect());
        self.figures(words::aim(aim), &figures, practise, brief);
    }
}
