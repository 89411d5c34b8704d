//! Stories of the kinds that are answered part by part, in keys and with the mouse.

use recto::app::Start;
use recto::app::action::Action;
use recto::app::settings::{Asked, Settings};
use recto::page::Glyphs;
use recto::study::event::{Did, Response};

use crate::harness::Trip;

fn settings() -> Settings {
    Settings {
        shuffle: Asked::No,
        ..Settings::default()
    }
}

/// A learner at the question of that id, in a window of that size.
fn at_in(id: &str, settings: Settings, start: Start, size: (u16, u16)) -> Trip {
    let trip = Trip::with("every", settings, start);
    let mut trip = trip.size(size.0, size.1).section("ask").keys("<tab>");
    for _ in 0..30 {
        let study = trip.app.study.as_ref().unwrap();
        if study
            .question()
            .is_some_and(|question| question.id.as_str() == id)
        {
            return trip;
        }
        trip = trip.keys("n");
    }
    panic!("there is no question {id}");
}

fn at(id: &str) -> Trip {
    at_in(id, settings(), Start::default(), (120, 40))
}

/// The answer that was logged last.
#[track_caller]
fn answer(trip: &Trip) -> (&Response, Option<f64>) {
    let answers = trip.log.iter().rev();
    let mut answers = answers.filter_map(|event| match &event.did {
        Did::Answer(_, given) => Some((&given.response, given.score)),
        _ => None,
    });
    answers.next().expect("something was answered")
}

#[track_caller]
fn answered(trip: &Trip, response: &Response, score: f64) {
    assert_eq!(answer(trip), (response, Some(score)));
}

fn filled(words: [&str; 3]) -> Response {
    Response::Filled(words.map(str::to_owned).to_vec())
}

/// Clicks on the first place of the question pane that shows these words.
#[track_caller]
fn click(mut trip: Trip, words: &str) -> Trip {
    let rows = trip.rows();
    let find = |row: &String| {
        let pane = row.rfind('│').map_or(0, |bar| bar + '│'.len_utf8());
        let at = pane + row[pane..].find(words)?;
        Some(row[..at].chars().count())
    };
    let spot = rows
        .iter()
        .enumerate()
        .find_map(|(y, row)| Some((find(row)?, y)));
    let (x, y) = spot.unwrap_or_else(|| panic!("{words:?} is not there:\n{}", rows.join("\n")));
    trip.act(Action::Click {
        x: u16::try_from(x).unwrap(),
        y: u16::try_from(y).unwrap(),
    });
    trip
}

#[test]
fn each_kind_looks_as_it_did() {
    for (name, id, story) in [
        ("match", "who", "2 j"),
        ("match-marked", "who", "1 2 3 <enter> s"),
        ("order", "stages", "3 <space> j"),
        ("order-marked", "stages", "2 1 3 4 <enter> s"),
        ("sort", "bins", "1 >"),
        ("sort-marked", "bins", "1 2 r s"),
        ("gaps", "holes", "<enter> \"field\" <enter>"),
        ("gaps-written", "holes", "<enter> \"domian\""),
        (
            "gaps-marked",
            "holes",
            "<enter> \"domian\" <enter> 2 <enter> \"commodity\" <enter> s",
        ),
        ("near", "word", "<enter> \"stroming\" <enter> g"),
    ] {
        for size in [(80, 24), (40, 15)] {
            let trip = at_in(id, settings(), Start::default(), size).keys(story);
            insta::assert_snapshot!(format!("{name}-{}x{}", size.0, size.1), trip.screen());
        }
    }
}

#[test]
fn pairs_are_put_together_by_number() {
    let trip = at("who").keys("1 2 3 <enter> s");
    let (response, score) = answer(&trip);
    let Response::Placed(places) = response.clone() else {
        panic!("{response:?}")
    };
    // The cursor went on by itself, and each number is another target.
    let mut targets: Vec<_> = places.into_iter().flatten().collect();
    targets.sort_unstable();
    assert_eq!(targets, [0, 1, 2]);
    assert!(score.unwrap() < 1.0);
}

/// The digit with which a target is chosen.
fn digit(trip: &Trip, target: usize) -> String {
    let quiz = trip.app.study.as_ref().unwrap().quiz().unwrap();
    let shown = quiz.targets.iter().position(|one| *one == target);
    (shown.unwrap() + 1).to_string()
}

#[test]
fn a_match_can_be_right_and_taken_back_with_its_draft() {
    let trip = at("who");
    let (mill, bake) = (digit(&trip, 0), digit(&trip, 1));
    let trip = trip.keys(&format!("{mill} {bake} {bake} <enter> f"));
    let right = Response::Placed(vec![Some(0), Some(1), Some(1)]);
    answered(&trip, &right, 1.0);
    let trip = trip.sees("right: grinds").sees("Corn, mostly.").keys("u");
    assert!(matches!(trip.log.last().unwrap().did, Did::Undo { .. }));
    let trip = trip.misses("right: grinds").keys("<enter> f");
    answered(&trip, &right, 1.0);
    trip.keys("a").misses("right: grinds").sees("→ …");
}

#[test]
fn what_is_empty_is_told_and_can_be_shown_all_the_same() {
    let trip = at("bins").keys("1 <enter>");
    assert!(trip.log.is_empty());
    let trip = trip.sees("2 are still empty").keys("r s");
    answered(
        &trip,
        &Response::Placed(vec![Some(0), None, None]),
        1.0 / 3.0,
    );
    trip.sees("empty; right: root")
        .sees("It has seeks".replace("seeks", "seeds").as_str());
}

#[test]
fn targets_can_be_changed_one_by_one_and_emptied() {
    let trip = at("bins").keys("> > <");
    assert_eq!(draft(&trip), Response::Placed(vec![Some(0), None, None]));
    let trip = trip.keys("< j >");
    assert_eq!(draft(&trip), Response::Placed(vec![Some(2), Some(0), None]));
    let trip = trip.keys("<space>");
    assert_eq!(draft(&trip), Response::Placed(vec![Some(2), None, None]));
    trip.keys("9").sees("→ …");
}

/// What the question's draft says.
fn draft(trip: &Trip) -> Response {
    let study = trip.app.study.as_ref().unwrap();
    study
        .quiz()
        .unwrap()
        .response(study.question().unwrap())
        .unwrap()
}

/// The digits that put the items of a sequence in the right order.
fn in_order(trip: &Trip) -> String {
    let quiz = trip.app.study.as_ref().unwrap().quiz().unwrap();
    let digits = (0..quiz.order.len())
        .map(|item| quiz.order.iter().position(|one| *one == item).unwrap() + 1);
    digits
        .map(|digit| digit.to_string())
        .collect::<Vec<_>>()
        .join(" ")
}

#[test]
fn an_order_is_made_by_numbers() {
    let trip = at("stages");
    let digits = in_order(&trip);
    assert_ne!(digits, "1 2 3 4", "it is never shown as it is right");
    let trip = trip.keys(&digits).keys("<enter> s");
    answered(&trip, &Response::Ordered(vec![0, 1, 2, 3]), 1.0);
    trip.sees("in order").sees("They have met by then.");
}

#[test]
fn an_order_is_made_by_taking_up_and_putting_down() {
    let trip = at("stages").keys("<enter>").sees("Put them in order first");
    assert!(trip.log.is_empty());
    let before = trip
        .app
        .study
        .as_ref()
        .unwrap()
        .quiz()
        .unwrap()
        .order
        .clone();
    let trip = trip.keys("<space>").sees("taken up").keys("j j");
    let Response::Ordered(items) = draft(&trip) else {
        panic!()
    };
    assert_eq!(items, [before[1], before[2], before[0], before[3]]);
    // What is held is put down first, and nothing is lost.
    let trip = trip.keys("<esc>").misses("taken up").keys("<enter> s");
    answered(&trip, &Response::Ordered(items), answer(&trip).1.unwrap());
}

#[test]
fn the_mouse_takes_up_puts_down_and_chooses() {
    let trip = click(at("stages"), "norming").sees("taken up");
    let trip = click(trip, "storming").misses("taken up");
    let Response::Ordered(items) = draft(&trip) else {
        panic!()
    };
    let before = &trip.app.study.as_ref().unwrap().quiz().unwrap().order;
    assert_ne!(items, *before);

    let trip = click(at("bins"), "carrot");
    let trip = click(trip, "( ) 2 root");
    assert_eq!(draft(&trip), Response::Placed(vec![None, None, Some(1)]));

    let trip = click(at("holes"), "[2");
    let trip = click(trip, "( ) 1 practice");
    assert_eq!(draft(&trip), filled(["", "practice", ""]));
    let trip = click(trip, "[▸3").keys("\"c\"");
    assert_eq!(draft(&trip), filled(["", "practice", "c"]));
}

#[test]
fn gaps_are_filled_one_after_the_other() {
    let trip = at("holes").keys("<enter> \"Field of work\" <enter> 1 <enter> \"community\"");
    let trip = trip.sees("[2\u{a0}practice]").keys("<enter> s");
    answered(
        &trip,
        &filled(["Field of work", "practice", "community"]),
        1.0,
    );
    let trip = trip.sees("They do it.").keys("u");
    assert_eq!(
        draft(&trip),
        filled(["Field of work", "practice", "community"])
    );
}

#[test]
fn enter_in_an_empty_gap_goes_to_another_and_says_what_is_missing() {
    let trip = at("holes").keys("<enter> <enter> 1");
    assert_eq!(draft(&trip), filled(["", "practice", ""]));
    // From the third gap round to the first, and from there to the third again.
    let trip = trip.keys("<enter> <enter> \"d\" <enter> <enter>");
    assert_eq!(draft(&trip), filled(["d", "practice", ""]));
    let trip = trip
        .sees("1 is still empty")
        .keys("<enter> \"c\" <enter> g");
    assert_eq!(answer(&trip).0, &filled(["d", "practice", "c"]));
}

#[test]
fn tab_goes_from_gap_to_gap_and_then_on() {
    let trip = at("holes").keys("j j <space> \"c\" <esc> k k <space> \"d\" <tab>");
    assert_eq!(draft(&trip), filled(["d", "", "c"]));
    let trip = trip.keys("2").sees("[▸3");
    // The last gap leads to the next pane.
    let trip = trip.keys("<space> <tab>");
    assert_eq!(
        trip.app.study.as_ref().unwrap().focus,
        recto::app::layout::Pane::Contents
    );
}

#[test]
fn a_number_does_not_fall_into_a_gap_for_words() {
    let trip = at("holes").keys("3").sees("for words of your own");
    assert_eq!(draft(&trip), filled(["", "", ""]));
}

#[test]
fn drafts_of_all_kinds_survive_a_crash() {
    for (id, story) in [
        ("who", "2 1"),
        ("stages", "3 1"),
        ("bins", "1 >"),
        ("holes", "<enter> \"do\" <enter> 2"),
    ] {
        let trip = at(id).keys(story);
        let before = draft(&trip);
        let start = Start {
            desk: trip.app.desk.clone(),
            ..Start::default()
        };
        let trip = at_in(id, settings(), start, (120, 40));
        assert_eq!(draft(&trip), before, "{id}");
    }
}

#[test]
fn a_near_miss_is_counted_if_the_learner_says_so() {
    let trip = at("word").keys("<enter> \"stroming\" <enter> s");
    answered(&trip, &Response::Written("stroming".to_owned()), 0.0);
    let trip = trip.sees("Did you mean \"storming\"?").keys("y");
    let Did::Mark { points, score, .. } = &trip.log.last().unwrap().did else {
        panic!("{:?}", trip.log)
    };
    assert_eq!((&points[..], *score), (&[][..], 1.0));
    let trip = trip.sees("✓ Right").misses("Did you mean");
    let n = trip.log.len();
    let trip = trip.keys("y").sees("nothing to count");
    assert_eq!(trip.log.len(), n, "it is counted once");
    // It stays so when the learner comes back.
    let start = Start {
        progress: trip.app.progress.clone(),
        ..Start::default()
    };
    at_in("word", settings(), start, (120, 40))
        .sees("✓ Right")
        .misses("Did you mean");
}

#[test]
fn near_misses_in_gaps_are_counted_together() {
    let trip = at("holes").keys("<enter> \"domian\" <enter> 1 <enter> \"comunity\" <enter> s");
    answered(
        &trip,
        &filled(["domian", "practice", "comunity"]),
        1.0 / 3.0,
    );
    let trip = trip.sees("\"community\"? y counts it.").keys("y");
    let Did::Mark { score, .. } = trip.log.last().unwrap().did else {
        panic!("{:?}", trip.log)
    };
    assert!(score >= 1.0, "{score}");
}

#[test]
fn signs_have_an_ascii_form() {
    let ascii = || Settings {
        glyphs: Glyphs::Ascii,
        ..settings()
    };
    for (id, story) in [
        ("who", "1 2"),
        ("who", "1 2 3 <enter> s"),
        ("stages", "2 <space>"),
        ("stages", "2 1 3 4 <enter> s"),
        ("holes", "<enter> \"domian\" <enter> 2 r s"),
    ] {
        let trip = at_in(id, ascii(), Start::default(), (80, 24)).keys(story);
        let rows = trip.app.study.as_ref().unwrap().sheet_rows(1_000);
        assert!(rows.len() > 5, "{id}");
        for row in rows {
            // What stands between words is the same in both sets.
            let row = row.text().replace(['…', '·', '\u{a0}'], " ");
            assert!(row.is_ascii(), "{id}: {row}");
        }
    }
}
