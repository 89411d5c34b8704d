//! Reviews, in the learner's keys: what is due comes, is answered, put off, put away, taken back.

use jiff::SignedDuration;
use recto::study::event::{Certainty, Did, Hold, Rating};

use crate::harness::Trip;

const DAY: SignedDuration = SignedDuration::from_hours(24);

/// A learner who answered three questions a while ago, and now is in the library.
fn later(days: i32) -> Trip {
    let trip = Trip::on("every").section("ask").keys("<tab> n 1 <enter> f");
    let trip = trip.keys("n 1 2 <enter> s n 2 <enter> g L");
    assert_eq!(trip.log.len(), 3, "{:?}", trip.log);
    let mut trip = trip.wait(DAY * days);
    trip.log.clear();
    trip
}

fn answers(trip: &Trip) -> Vec<String> {
    let answered = trip.log.iter().filter_map(|event| match &event.did {
        Did::Answer(question, _) => Some(question.to_string()),
        _ => None,
    });
    answered.collect()
}

#[test]
fn what_is_due_comes_one_by_one_and_the_end_says_what_was_done() {
    let trip = later(30).keys("r").sees("Review › 1 of 3").sees("3 due");
    let trip = trip.misses("Contents").misses("Back to the top");
    let mut trip = trip;
    for n in 1..=3 {
        trip = trip
            .sees(&format!("{n} of 3"))
            .keys("x")
            .sees("Not known yet");
        trip = trip.keys("3");
    }
    let mut asked = answers(&trip);
    asked.sort();
    assert_eq!(asked, ["ask/one", "ask/so", "ask/some"]);
    trip.sees("This review is done.")
        .sees("3 questions in less than a minute. Recalled: 3. Not yet: 0.")
        .sees("Next: ")
        .keys("<esc>")
        .sees("sections read");
}

#[test]
fn what_was_not_recalled_comes_once_more() {
    let mut trip = later(30).keys("r");
    for _ in 0..3 {
        trip = trip.keys("x <enter>");
    }
    // Each of the three again, and then no more.
    for _ in 0..3 {
        trip = trip.keys("x <enter>");
    }
    let trip = trip.sees("Recalled: 0. Not yet: 3.");
    assert_eq!(answers(&trip).len(), 6);
}

#[test]
fn the_text_is_closed_and_to_open_it_is_a_hint() {
    let trip = later(30).keys("r");
    let one = |trip: &Trip| {
        let card = trip.app.in_hand().unwrap();
        card.question().unwrap().id.as_str() == "one"
    };
    let mut trip = trip;
    while !one(&trip) {
        trip = trip.keys("n");
    }
    let trip = trip
        .misses("every community of")
        .keys("<tab>")
        .sees("closed");
    let trip = trip.keys("t").sees("counts as a hint");
    let trip = trip.keys("1 <enter> s");
    let Did::Answer(_, given) = &trip.log.last().unwrap().did else {
        panic!("{:?}", trip.log)
    };
    assert!(given.hinted);
    assert_eq!(given.certainty, Some(Certainty::Sure));
    assert_eq!(given.rating, Some(Rating::Hard));
    // Behind the answer the text is no hint any more.
    trip.keys("t").misses("hint.").keys("t").sees("Question");
}

#[test]
fn undo_goes_back_question_by_question() {
    let trip = later(30).keys("r x 1 x");
    assert_eq!(answers(&trip).len(), 2);
    let second = trip.app.in_hand().unwrap().question().unwrap().id.clone();
    // The answer that shows, then the one before.
    let trip = trip.keys("u").sees("2 of 4");
    assert_eq!(trip.app.in_hand().unwrap().question().unwrap().id, second);
    let trip = trip.keys("u").sees("1 of 3");
    let first = trip.app.in_hand().unwrap().question().unwrap().id.clone();
    assert_ne!(first, second);
    let undone = trip.log.iter().filter_map(|event| match &event.did {
        Did::Undo { question, .. } => Some(question.question.clone()),
        _ => None,
    });
    assert_eq!(undone.collect::<Vec<_>>(), [second, first]);
    trip.keys("u").sees("nothing to take back");
}

#[test]
fn questions_are_put_off_until_tomorrow() {
    let trip = later(30)
        .keys("r b b x 3")
        .sees("2 questions put off or away.");
    let holds = trip.log.iter().filter_map(|event| match &event.did {
        Did::Hold { hold, .. } => Some(*hold),
        _ => None,
    });
    let next_day = "2026-12-24T04:00:00Z".parse().unwrap();
    assert_eq!(holds.collect::<Vec<_>>(), [Hold::Until(next_day); 2]);
    // Today they don't come again; tomorrow they do.
    let trip = trip
        .keys("<esc> r")
        .sees("Nothing is due.")
        .sees("Next: 2 tomorrow.");
    trip.wait(DAY).keys("<esc> r").sees("1 of 2");
}

#[test]
fn a_question_is_put_away_and_taken_up_again() {
    let trip = later(30).keys("r S").sees("Put away");
    let trip = trip
        .keys("u")
        .sees("1 of 3")
        .keys("S x 3 x 3")
        .sees("2 questions");
    let trip = trip
        .wait(DAY * 400)
        .keys("<esc> r")
        .sees("1 of 2")
        .keys("<esc> <esc>");
    // On the question itself it is taken up again.
    let away = trip.log.iter().rev().find_map(|event| match &event.did {
        Did::Hold { question, hold } if *hold == Hold::Away => Some(question.clone()),
        _ => None,
    });
    let away = away.unwrap().question;
    let mut trip = trip.section("ask").keys("<tab>");
    while trip.app.in_hand().unwrap().question().unwrap().id != away {
        trip = trip.keys("n");
    }
    let trip = trip.keys("S").sees("Taken up again");
    trip.keys("L r").sees("1 of 3");
}

#[test]
fn a_review_is_left_at_any_time_and_loses_nothing() {
    let trip = later(30)
        .section("ask")
        .keys("R")
        .sees("1 of 3")
        .keys("x 3");
    let trip = trip
        .keys("<esc>")
        .sees("This review is done.")
        .sees("2 questions left");
    // Behind it the course stands as it was.
    let trip = trip.keys("<esc>").sees("Contents").sees("Questions");
    assert_eq!(answers(&trip).len(), 1);
    trip.keys("R")
        .sees("1 of 2")
        .keys("L")
        .sees("sections read");
}

#[test]
fn a_draft_outlives_the_review() {
    let trip = Trip::on("every")
        .section("ask")
        .keys("<tab> n n n n <enter> \"storming\" <enter> s L");
    let trip = trip.wait(DAY * 30).keys("r <enter> \"form\" <esc> <esc>");
    trip.keys("r").sees("form").keys("<enter> s").sees("form");
}

#[test]
fn nothing_due_says_the_way_on() {
    let trip = Trip::on("every").keys("r").sees("Nothing is due.");
    trip.sees("New questions come from sections that you have read")
        .keys("<enter>")
        .sees("sections read");
}

#[test]
fn a_review_fits_every_window() {
    let mut trip = later(30).keys("r");
    for (width, height) in [(80, 24), (40, 15), (20, 5), (1, 1), (200, 50)] {
        trip = trip.size(width, height).keys("t x t u");
        trip = trip.size(width, height);
    }
    let trip = trip.size(120, 40).keys("<esc>");
    let mut trip = trip;
    for (width, height) in [(80, 24), (40, 15), (20, 5), (1, 1)] {
        trip = trip.size(width, height).keys("j k G g");
    }
}

#[test]
fn charts_stand_before_everything_and_lead_to_practice_and_back() {
    let trip = later(30)
        .section("ask")
        .keys("P")
        .sees("Progress · Everything");
    // The first line that can be practised is what is due.
    let trip = trip
        .keys("g <enter>")
        .sees("Review › 1 of 3")
        .keys("x 3 <esc>");
    let trip = trip
        .sees("This review is done.")
        .keys("<esc>")
        .sees("Progress · Everything");
    let trip = trip
        .keys("P")
        .sees("Progress · all courses")
        .keys("<esc>")
        .sees("Contents");
    trip.keys("P L")
        .sees("sections read")
        .keys("p")
        .sees("Progress · all courses");
}

#[test]
fn what_is_forgotten_again_and_again_is_named_with_what_to_do() {
    let mut trip = Trip::on("every").section("ask").keys("<tab> n x 1");
    for _ in 0..4 {
        trip = trip.keys("L").wait(DAY * 3).keys("r x 1");
        // Not recalled, it comes once more in the same sitting: left for another time.
        trip = trip.misses("again and again").keys("<esc> <esc>");
    }
    let trip = trip.wait(DAY * 3).keys("r x 1 n <esc>");
    trip.sees("Forgotten again and again")
        .sees("ask/one")
        .sees("Read its section again");
}
