//! Everything that a person can do, and where a key means what.
//!
//! **Invariant:** every action that a key may stand for is in [`ACTIONS`], with its name and a line
//! that help and the manual show.

/// Something that a person did. Those without a payload can be bound to keys.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Action {
    /// A key with a name in [`ACTIONS`].
    Do(Verb),
    /// A letter for the field that has the cursor.
    Type(char),
    /// Text from the clipboard.
    Paste(String),
    /// A click on a cell.
    Click {
        /// Column, from 0.
        x: u16,
        /// Row, from 0.
        y: u16,
    },
    /// The wheel turned over a cell.
    Wheel {
        /// Column, from 0.
        x: u16,
        /// Row, from 0.
        y: u16,
        /// Which way.
        turn: Turn,
    },
    /// The window has a new size, in cells.
    Resize(u16, u16),
}

/// Which way the wheel turned.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Turn {
    /// Towards the top of the text.
    Up,
    /// Towards its end.
    Down,
}

/// Where keys mean what.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Context {
    /// In every context, after its own keys.
    Anywhere,
    /// Wherever something scrolls or is chosen from a list.
    Move,
    /// The list of courses.
    Library,
    /// The charts of what is known.
    Progress,
    /// The list of sections.
    Contents,
    /// The course text.
    Text,
    /// What an exam is to be made of.
    Rules,
    /// A question of an exam.
    Exam,
    /// How an exam ended.
    Report,
    /// Choosing a link in the text.
    Links,
    /// A question before its answer.
    Question,
    /// "How sure are you?"
    Certainty,
    /// A question with its answer shown.
    Shown,
    /// The plan before a review, and its end.
    Review,
    /// Writing an answer.
    Field,
    /// Writing a line: what to find.
    Line,
    /// Help, About, a term, a message.
    Sheet,
}

impl Context {
    /// All of them with the names that they have in `keys.toml` and in help.
    pub const ALL: [(Self, &'static str, &'static str); 17] = [
        (Self::Anywhere, "anywhere", "Anywhere"),
        (Self::Move, "move", "Moving"),
        (Self::Library, "library", "Library"),
        (Self::Progress, "progress", "Progress"),
        (Self::Contents, "contents", "Contents"),
        (Self::Text, "text", "Text"),
        (Self::Rules, "exam-rules", "Before an exam"),
        (Self::Exam, "exam", "Exam"),
        (Self::Report, "exam-report", "After an exam"),
        (Self::Links, "links", "Links"),
        (Self::Question, "question", "Question"),
        (Self::Certainty, "certainty", "How sure"),
        (Self::Shown, "shown", "After the answer"),
        (Self::Review, "review", "Plan and end of a review"),
        (Self::Field, "field", "Writing"),
        (Self::Line, "line", "A line"),
        (Self::Sheet, "sheet", "Help and other pages"),
    ];

    /// Are letters letters here?
    pub const fn is_typing(self) -> bool {
        matches!(self, Self::Field | Self::Line)
    }

    /// Do the keys of [`Context::Move`] work here?
    pub const fn moves(self) -> bool {
        matches!(
            self,
            Self::Library
                | Self::Progress
                | Self::Contents
                | Self::Text
                | Self::Question
                | Self::Shown
                | Self::Review
                | Self::Rules
                | Self::Exam
                | Self::Report
                | Self::Sheet
        )
    }
}

macro_rules! verbs {
    ($($variant:ident $name:literal $doc:literal)*) => {
        /// What a key can stand for.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
        pub enum Verb {
            $(#[doc = $doc] $variant,)*
        }

        /// Every verb with its name in `keys.toml` and its line in help.
        pub const ACTIONS: &[(Verb, &str, &str)] = &[$((Verb::$variant, $name, $doc),)*];
    };
}

verbs! {
    Quit "quit" "Quit; everything is kept"
    Help "help" "Help: what the keys do here"
    Back "back" "Back one level; nothing is lost"
    Open "open" "Do the obvious thing: open, write, reveal, go on"
    NextPane "next-pane" "Next pane"
    PreviousPane "previous-pane" "Previous pane"
    Undo "undo" "Take back the last answer"
    About "about" "About this course: source, authors, licence, outcomes"
    ShowContents "contents" "Contents"
    ShowLibrary "library" "All courses"
    Review "review" "Review what is due, in all courses"
    Progress "progress" "Progress: what you know, in charts"
    Exam "exam" "Test yourself under exam conditions"
    Suspend "suspend" "Put Recto in the background"
    Redraw "redraw" "Draw the screen anew"
    LineDown "line-down" "One line down, or the next one in a list"
    LineUp "line-up" "One line up, or the one before in a list"
    HalfDown "half-page-down" "Half a page down"
    HalfUp "half-page-up" "Half a page up"
    PageDown "page-down" "A page down"
    PageUp "page-up" "A page up"
    ReadOn "read-on" "A page down; at the end, the next section"
    Top "top" "To the top"
    Bottom "bottom" "To the end"
    NextHeading "next-heading" "Next heading"
    PreviousHeading "previous-heading" "Heading before"
    NextSection "next-section" "Next section"
    PreviousSection "previous-section" "Section before"
    NextQuestion "next-question" "Next question"
    PreviousQuestion "previous-question" "Question before"
    Follow "follow" "Let the question follow the text again; in a review, open the text"
    Find "find" "Find in this section"
    FindNext "find-next" "Next hit"
    FindPrevious "find-previous" "Hit before"
    Links "links" "Go to a link or a footnote"
    LinkBack "link-back" "Back to where a link was followed"
    Wider "wider" "Make the text wider"
    Narrower "narrower" "Make the text narrower"
    PanLeft "pan-left" "Pan wide lines to the left"
    PanRight "pan-right" "Pan wide lines to the right"
    Write "write" "Write in the answer's field"
    Pick "pick" "Choose, tick, take up, put down, or empty this one"
    Pick1 "pick-1" "Choose the first option"
    Pick2 "pick-2" "Choose the second option"
    Pick3 "pick-3" "Choose the third option"
    Pick4 "pick-4" "Choose the fourth option"
    Pick5 "pick-5" "Choose the fifth option"
    Pick6 "pick-6" "Choose the sixth option"
    Pick7 "pick-7" "Choose the seventh option"
    Pick8 "pick-8" "Choose the eighth option"
    Pick9 "pick-9" "Choose the ninth option"
    NextTarget "next-target" "Put the next one to this item, or into this gap"
    PreviousTarget "previous-target" "Put the one before to this item, or into this gap"
    Reveal "reveal" "Show the answer"
    Hint "hint" "Show the hint"
    DontKnow "dont-know" "I don't know: show the answer"
    Sure "sure" "Sure"
    Fairly "fairly" "Fairly sure"
    Guess "guess" "A guess"
    CountNear "count-near" "I meant that: count it"
    ShowWhere "show-where" "Show me where the text says so"
    AnswerAgain "answer-again" "Answer this question again"
    Bury "bury" "Not today: ask it again tomorrow"
    PutAway "put-away" "Put this question or course away, or take it up again"
    RateAgain "rate-again" "Not recalled: soon again, and go on"
    RateHard "rate-hard" "Recalled with trouble, and go on"
    RateGood "rate-good" "Recalled well, and go on"
    RateEasy "rate-easy" "Recalled without effort, and go on"
    OwnNote "own-note" "Note what you missed"
    More "more" "More of this: questions, minutes, hundredths"
    Less "less" "Less of this"
    Flag "flag" "Flag this question, to come back to it, or no longer"
    GoTo "go-to" "Go to a question by its number"
    TimeLeft "time-left" "How much time is left"
    HandIn "hand-in" "Hand the exam in"
    MarkOpen "mark-open" "Mark the answers that are yours to mark"
    Practise "practise" "Practise what had less than full marks"
    Retake "retake" "A new exam of what had less than full marks"
    Editor "editor" "Write in your own editor ($VISUAL, $EDITOR)"
    Submit "submit" "Done writing: show the answer"
    Newline "newline" "A new line"
    DeleteBack "delete-back" "Delete the letter before"
    DeleteForward "delete-forward" "Delete the letter behind"
    DeleteWord "delete-word" "Delete the word before"
    DeleteToStart "delete-to-start" "Delete to the start of the line"
    DeleteToEnd "delete-to-end" "Delete to the end of the line"
    Left "left" "One letter left"
    Right "right" "One letter right"
    Up "up" "One line up"
    Down "down" "One line down"
    WordLeft "word-left" "One word left"
    WordRight "word-right" "One word right"
    RowStart "row-start" "Start of the line"
    RowEnd "row-end" "End of the line"
    TextStart "text-start" "Start of the answer"
    TextEnd "text-end" "End of the answer"
    UndoEdit "undo-edit" "Undo in the answer"
    RedoEdit "redo-edit" "Redo in the answer"
}

impl Verb {
    /// Its name in `keys.toml`.
    pub fn name(self) -> &'static str {
        ACTIONS[self as usize].1
    }

    /// Its line in help.
    pub fn doc(self) -> &'static str {
        ACTIONS[self as usize].2
    }

    /// The verb of that name.
    pub fn named(name: &str) -> Option<Self> {
        ACTIONS
            .iter()
            .find(|(_, known, _)| *known == name)
            .map(|(verb, ..)| *verb)
    }

    /// Which option the digit keys choose, from 0.
    pub fn option(self) -> Option<usize> {
        let first = Self::Pick1 as usize;
        (first..=Self::Pick9 as usize)
            .contains(&(self as usize))
            .then(|| self as usize - first)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_in_the_order_of_the_verbs_and_names_are_unique() {
        for (index, (verb, name, doc)) in ACTIONS.iter().enumerate() {
            assert_eq!(*verb as usize, index);
            assert_eq!(Verb::named(name), Some(*verb), "{name}");
            assert!(!doc.is_empty());
        }
    }

    #[test]
    fn digits_choose_options() {
        assert_eq!(Verb::Pick1.option(), Some(0));
        assert_eq!(Verb::Pick9.option(), Some(8));
        assert_eq!(Verb::Pick.option(), None);
    }
}
