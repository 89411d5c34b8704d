//! Exams, line by line: what is asked, kept, handed in and told, and what the clock makes of it.

use std::cell::RefCell;
use std::collections::BTreeMap;

use jiff::{SignedDuration, Timestamp};
use recto::course::Course;
use recto::course::id::{FullId, SectionId};
use recto::plain::exam::Hall;
use recto::plain::table::Pace;
use recto::store::course_file;
use recto::study::event::{Did, Event, Paper, Response};
use recto::study::exam::report::{Earned, Report, Standing};
use recto::study::exam::script::Script;
use recto::study::exam::{Bank, Chosen, Rules};
use recto::study::progress::Progress;

use crate::plain::{self, Sitting, deeds, sit_later};

/// The exam of these tests.
const QUESTIONS: [&str; 4] = ["ask/one", "ask/conditions", "ask/so", "ask/word"];

fn hall() -> (Course, Bank) {
    let (source, course) = plain::course("every");
    let sections =
        (0..course.sections.len()).map(|index| course_file::section(&source, &course, index).0);
    let bank = Bank::new(sections.collect::<Vec<_>>());
    (course, bank)
}

fn paper(questions: &[&str], limit: Option<u32>) -> Paper {
    Paper {
        title: None,
        questions: questions
            .iter()
            .map(|id| FullId::parse(id).unwrap())
            .collect(),
        seed: 7,
        limit,
        pass: 50,
    }
}

fn start() -> Timestamp {
    "2026-11-23T10:00:00Z".parse().unwrap()
}

/// Where an exam stands: what was done, and what lies on the desk.
#[derive(Clone, Default)]
struct Room {
    progress: Progress,
    script: Option<Script>,
    log: Vec<Event>,
}

/// Sits the exam of `room`, or one with this paper, from `now` on.
fn sit(room: &Room, paper: &Paper, now: Timestamp, lines: &str) -> (Sitting, Room) {
    let (course, bank) = hall();
    let kept = RefCell::new(room.script.clone());
    let keep = |script: &Script| {
        *kept.borrow_mut() = Some(script.clone());
        Ok(())
    };
    let hall = Hall {
        course: &course,
        bank: &bank,
        keep: &keep,
    };
    let begun = room.script.clone();
    let (mut sitting, pace) = sit_later(now, room.progress.clone(), lines, |table| {
        let mut script = match begun {
            Some(mut script) => {
                table.resume_exam(&hall, &mut script).unwrap();
                script
            }
            None => table.begin_exam(&hall, paper.clone()).unwrap(),
        };
        let pace = table.sit_exam(&hall, &mut script).unwrap();
        if pace == Pace::On {
            let mut load = |_: &mut Progress, _: &_| None;
            table.after_exam(&hall, script.begun, &mut load).unwrap();
        }
        pace
    });
    sitting.pace = pace;
    let room = Room {
        progress: sitting.progress.clone(),
        script: kept.into_inner(),
        log: [room.log.clone(), sitting.log.clone()].concat(),
    };
    (sitting, room)
}

fn whole(lines: &str) -> (Sitting, Room) {
    sit(&Room::default(), &paper(&QUESTIONS, None), start(), lines)
}

fn report(room: &Room) -> Report {
    let (course, bank) = hall();
    let progress = room.progress.course(&course.id).unwrap();
    Report::all(progress, &bank).remove(0)
}

#[test]
fn an_exam_is_asked_handed_in_and_told() {
    let (sitting, room) = whole("1\nthey share a domain\n\nt\nf\ng 4\nnorming\ne\nn\ne\ny\n");
    let said = &sitting.said;
    let end = said.find("Handed in.").unwrap();
    for words in [
        "15 questions",
        "Right",
        "Not right",
        "Yes.",
        "Model answer",
        "It is true",
        "storming",
    ] {
        assert!(
            !said[..end].contains(words),
            "{words:?} before the end:\n{said}"
        );
    }
    for words in [
        "Exam: Everything *once*. 4 questions, paper 7, no time limit, 50 % to pass.",
        "Question 1 of 4.",
        "Flagged.",
        "Flagged: 4. Hand in now, yes or no?",
    ] {
        assert!(said[..end].contains(words), "{words:?} is missing:\n{said}");
    }
    for words in [
        "2 of 4 marks, 1 to mark, 50 % so far. Passed; 50 % were needed.",
        "1.4.1 Questions: 2 of 4 marks, 1 to mark.",
        "Read every construct: 1 of 2 marks, 1 to mark.",
        "Your answer: they share a domain",
        "Yours to mark",
        "Right is: storming",
        "It is true.",
    ] {
        assert!(said[end..].contains(words), "{words:?} is missing:\n{said}");
    }
    let did = deeds(&room.log);
    assert_eq!(did.len(), 6, "{did:#?}");
    assert!(
        did[0].starts_with("exam") && did[5] == "hand in",
        "{did:#?}"
    );
    for event in &room.log[1..5] {
        let Did::Answer(_, given) = &event.did else {
            panic!("{event:?}")
        };
        assert_eq!(given.exam, Some(room.log[0].at));
        assert_eq!((given.certainty, given.hinted), (None, false));
    }
    assert_eq!(report(&room).standing(), Standing::Passed);
}

#[test]
fn what_is_left_for_later_is_named_and_asked_again() {
    let (sitting, room) = whole("\n\nt\n\n\n1\ne\nyes\n");
    let said = &sitting.said;
    assert!(
        said.contains("That was the last question. Not answered: 1, 2 and 4."),
        "{said}"
    );
    assert!(
        said.contains("Not answered: 2 and 4. Hand in now"),
        "{said}"
    );
    assert!(said.contains("Left empty"), "{said}");
    assert_eq!(deeds(&room.log).len(), 4);
    let earned: Vec<_> = report(&room).marks.iter().map(|mark| mark.earned).collect();
    assert_eq!(
        earned,
        [
            Earned::Marks(1.0),
            Earned::Empty,
            Earned::Marks(1.0),
            Earned::Empty
        ]
    );
}

#[test]
fn letters_mean_what_the_question_makes_of_them() {
    // Where a letter can be an answer, what is none has a colon; elsewhere a blank makes one of it.
    let (sitting, room) = whole("f\nx\n1\nx\n1\n\n:f\nf\n e\n?\ns\ng 9\ne\ny\n");
    let said = &sitting.said;
    assert_eq!(said.matches("Flagged.\n").count(), 2, "{said}");
    assert!(said.contains("Your answer is taken out."), "{said}");
    let answers: BTreeMap<_, _> = room
        .log
        .iter()
        .filter_map(|event| match &event.did {
            Did::Answer(id, given) => Some((id.question.to_string(), given.response.clone())),
            _ => None,
        })
        .collect();
    assert_eq!(answers["so"], Response::Said(false));
    assert_eq!(answers["word"], Response::Written(" e".to_owned()));
    assert_eq!(answers["one"], Response::Picked(vec![0]));
    assert_eq!(answers.len(), 4);
}

/// Wherever the input ends, what was written before is there when the learner comes back.
#[test]
fn it_can_be_cut_off_after_every_line() {
    let lines = [
        "1",
        "they share",
        "a domain",
        "",
        "t",
        "f",
        "storming",
        "e",
        "y",
    ];
    let story = |lines: &[&str]| {
        lines
            .iter()
            .map(|line| format!("{line}\n"))
            .collect::<String>()
    };
    let (_, wanted) = whole(&story(&lines));
    for n in 0..lines.len() {
        let (sitting, cut) = whole(&story(&lines[..n]));
        assert_eq!(sitting.pace, Pace::Left, "{n}");
        assert!(
            sitting.said.contains("`recto exam every` goes on with it"),
            "{}",
            sitting.said
        );
        let script = cut.script.as_ref().unwrap();
        let was_open = script.entries[1].draft.as_ref();
        if n == 3 {
            let words = Response::Written("they share\na domain".to_owned());
            assert_eq!(was_open.unwrap().response, words);
        }
        let rest = match n {
            // A word that was cut off is an answer; the rest of it would be another.
            2 | 3 => story(&["they share", "a domain", "", "t", "f", "storming", "e", "y"]),
            6 => story(&["storming", "e", "y"]),
            // It was asked whether it is to be handed in: that is asked again.
            8 => story(&["", "e", "y"]),
            7 => story(&["", "e", "y"]),
            _ => story(&lines[n..]),
        };
        let later = start() + SignedDuration::from_hours(1);
        let (sitting, room) = sit(&cut, &paper(&[], None), later, &rest);
        assert!(
            sitting.said.contains("You were away for"),
            "{}",
            sitting.said
        );
        let without_flags = |room: &Room| deeds(&room.log);
        assert_eq!(without_flags(&room), without_flags(&wanted), "{n}");
    }
}

#[test]
fn the_clock_goes_on_while_nobody_is_there() {
    let limited = paper(&QUESTIONS, Some(600));
    let (sitting, cut) = sit(&Room::default(), &limited, start(), "1\n");
    assert!(
        sitting.said.contains("10 minutes left."),
        "{}",
        sitting.said
    );
    for (minutes, is_over) in [(5, false), (11, true), (-300, false)] {
        let later = start() + SignedDuration::from_mins(minutes);
        let (sitting, room) = sit(&cut, &limited, later, "");
        let ended = sitting.said.contains("The time is over.");
        assert_eq!(ended, is_over, "{minutes}: {}", sitting.said);
        if is_over {
            let report = report(&room);
            assert!(report.is_out_of_time());
            assert_eq!(report.time().unwrap().as_secs(), 600);
            assert_eq!(report.total().percent(), 25);
            assert!(
                sitting
                    .said
                    .contains("when the time was over, after 10 minutes"),
                "{}",
                sitting.said
            );
        }
        if minutes < 0 {
            assert!(
                sitting.said.contains("10 minutes left."),
                "{}",
                sitting.said
            );
            // Set back again and again, it gives no time.
            let mut room = room;
            for hour in 1..=20 {
                let now = start() - SignedDuration::from_hours(hour);
                let script = room.script.as_mut().unwrap();
                script.resume(now);
                script.tick(now + SignedDuration::from_secs(40));
            }
            assert!(room.script.unwrap().is_over());
        }
    }
}

#[test]
fn what_comes_after_the_end_is_not_taken() {
    // Each line takes a second or more.
    let limited = paper(&QUESTIONS, Some(8));
    let (sitting, room) = sit(
        &Room::default(),
        &limited,
        start(),
        "1\n\n\n\n\n\n\n\n\nt\nt\nt\n",
    );
    assert!(
        sitting.said.contains("The time is over."),
        "{}",
        sitting.said
    );
    let report = report(&room);
    assert!(report.is_out_of_time());
    assert_eq!(report.total().percent(), 25);
}

#[test]
fn a_question_that_left_the_course_does_not_count() {
    let gone = paper(&["ask/gone", "ask/one", "nowhere/lost"], None);
    let (sitting, room) = sit(&Room::default(), &gone, start(), "1\ng 1\n\ne\ny\n");
    let said = &sitting.said;
    assert!(
        said.contains("Question 1 of 3 is no longer in the course"),
        "{said}"
    );
    assert!(said.contains("1 of 1 mark, 100 %. Passed"), "{said}");
    assert!(
        said.contains("Question 3. nowhere/lost. No longer in the course"),
        "{said}"
    );
    assert_eq!(report(&room).total().n, 1);
    let nothing = paper(&[], None);
    let (sitting, _) = sit(&Room::default(), &nothing, start(), "\ne\ny\n");
    assert!(
        sitting.said.contains("There was nothing to mark."),
        "{}",
        sitting.said
    );
}

#[test]
fn what_is_open_is_marked_after_the_end() {
    let story = "\na domain that all share\n\n\n\ne\ny\nm\ny\nq\n";
    let (sitting, room) = whole(story);
    let said = &sitting.said;
    assert!(
        said.contains("m marks the 1 answer that is yours to mark"),
        "{said}"
    );
    assert!(said.contains("Found in your answer: \"domain\""), "{said}");
    assert!(said.contains("1 of 4 marks, 25 %. Not passed"), "{said}");
    let did = deeds(&room.log);
    assert!(
        did.iter()
            .any(|deed| deed.starts_with("mark ask/conditions [true] 1")),
        "{did:#?}"
    );
    assert!(report(&room).to_mark().is_empty());
}

#[test]
fn the_wrong_ones_can_be_taken_again() {
    let (course, bank) = hall();
    let (sitting, room) = whole("1\nd\n\nf\nno\ne\ny\nq\n");
    assert!(
        sitting.said.contains("r asks them in a new exam"),
        "{}",
        sitting.said
    );
    let hall = Hall {
        course: &course,
        bank: &bank,
        keep: &|_| Ok(()),
    };
    let begun = room.log[0].at;
    let (_, retake) = sit_later(start(), room.progress.clone(), "r\n", |table| {
        let mut load = |_: &mut Progress, _: &_| None;
        table.after_exam(&hall, begun, &mut load).unwrap()
    });
    let retake = retake.unwrap();
    let mut asked: Vec<_> = retake
        .questions
        .iter()
        .map(|id| id.question.as_str())
        .collect();
    asked.sort_unstable();
    assert_eq!(
        asked,
        ["so", "word"],
        "what is open is not known to be wrong"
    );
    assert_ne!(retake.seed, 7);
}

#[test]
fn a_desk_that_cannot_be_kept_is_told() {
    let (course, bank) = hall();
    let hall = Hall {
        course: &course,
        bank: &bank,
        keep: &|_| Err("the disk is full".to_owned()),
    };
    let (sitting, _) = sit_later(start(), Progress::default(), "1\n", |table| {
        let mut script = table.begin_exam(&hall, paper(&QUESTIONS, None)).unwrap();
        table.sit_exam(&hall, &mut script).unwrap()
    });
    assert!(
        sitting.said.contains("not kept: the disk is full"),
        "{}",
        sitting.said
    );
}

#[test]
fn what_an_exam_is_made_of_is_asked_line_by_line() {
    let (course, _) = hall();
    let ask = |lines: &str| {
        let (sitting, rules) = sit_later(start(), Progress::default(), lines, |table| {
            table.choose_exam(&course).unwrap()
        });
        (sitting.said, rules)
    };
    let (_, usual) = ask("\n\n\n");
    assert_eq!(usual, Some(Rules::default()));
    let (said, some) = ask("many\n0\n3\n45\nnowhere\n1.4, lower\n");
    assert_eq!(said.matches("A number from 1 on").count(), 2, "{said}");
    assert!(said.contains("There is no section nowhere."), "{said}");
    let some = some.unwrap();
    assert_eq!((some.n, some.limit), (3, Some(2_700)));
    let Chosen::Only(sections) = some.sections else {
        panic!("{some:?}")
    };
    // Those below a section are of it.
    let ids: Vec<_> = sections.iter().map(SectionId::as_str).collect();
    assert_eq!(ids, ["1.4", "ask", "lower"]);
    for lines in ["b\n", "\nb\n", "\n\nb\n", "\n\n", ""] {
        assert_eq!(ask(lines).1, None, "{lines:?}");
    }
}
