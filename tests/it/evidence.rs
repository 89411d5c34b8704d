//! “Show me where”, where the answer stands in another section.

use recto::app::action::Context;
use recto::app::exam::Wanted;
use recto::app::{App, Start};
use recto::study::event::Did;

use crate::harness::Trip;
use crate::plain;

/// The place that is lit, as text.
fn lit(app: &App) -> Option<String> {
    let study = app.in_hand().unwrap();
    let lit = study.reader.lit?;
    let texts = recto::course::passage::texts(study.text());
    let text = &texts[lit.start.block as usize];
    Some(text[lit.start.offset as usize..lit.end as usize].to_owned())
}

/// At the questions of the last section, the first of them answered.
fn answered() -> Trip {
    Trip::on("quiz")
        .keys("<enter> ] ] ] <enter> 2 <enter> s")
        .sees("out of\", in 1 Salt   w")
}

#[test]
fn the_text_of_the_other_section_shows_beside_the_question() {
    let trip = answered().keys("w");
    assert_eq!(lit(&trip.app).as_deref(), Some("draws water out of"));
    let trip = trip
        .sees("Lit in 1 Salt.")
        .sees("Salt draws water out of what it lies on.")
        .sees("Where it says so")
        .misses("Three questions on all");
    // The text is looked at, and left: the answer still stands there.
    let trip = trip.keys("<tab> <tab> <backspace>");
    assert_eq!(trip.app.context(), Context::Shown);
    let trip = trip.sees("Three questions on all").misses("Lit in");
    // It can be asked for again, and goes with the question.
    let trip = trip.keys("w").sees("Salt draws water out of");
    trip.keys("n").sees("Three questions on all");
}

#[test]
fn a_heading_of_another_section_is_found() {
    let trip = answered().keys("n 2 <enter> s w");
    assert_eq!(lit(&trip.app).as_deref(), Some("Where it is made"));
    trip.sees("it is made\", in 1.1 Sea salt");
}

#[test]
fn looking_something_up_is_not_reading() {
    let trip = answered().keys("w <tab> <tab> G g G").keys("[ ]");
    let read = trip.log.iter().filter_map(|event| match &event.did {
        Did::Read(section) | Did::Place(section, _) => Some(section.as_str()),
        _ => None,
    });
    assert!(
        read.into_iter().all(|section| section != "1"),
        "{:?}",
        trip.log
    );
    assert!(
        !trip
            .app
            .desk
            .places
            .keys()
            .any(|(_, id)| id.as_str() == "1")
    );
    trip.sees("Three questions on all");
}

#[test]
fn one_pane_turns_to_the_text_and_back() {
    let trip = answered().size(40, 20).keys("w");
    assert_eq!(trip.app.context(), Context::Text);
    let trip = trip.sees("Salt draws water").keys("<backspace>");
    assert_eq!(trip.app.context(), Context::Shown);
    // Finding looks in the text that shows.
    let found = trip.keys("w / \"lies\" <enter>");
    let search = found.app.in_hand().unwrap().reader.search.as_ref();
    assert_eq!(search.map(|search| search.hits.len()), Some(1));
}

#[test]
fn a_course_that_is_read_again_shows_its_own_text() {
    let mut trip = answered().keys("w");
    let course = trip.app.study.as_ref().unwrap().course.clone();
    let now = trip.now();
    let effects = trip.app.renew(course, now);
    trip.perform(effects);
    trip.sees("Three questions on all");
}

#[test]
fn a_card_of_a_review_shows_it_too() {
    let answered = answered();
    let mut trip = Trip::with(
        "quiz",
        recto::app::settings::Settings::default(),
        Start {
            progress: answered.app.progress.clone(),
            ..Start::default()
        },
    );
    let id = trip.app.library.cards[0].id.clone();
    let question = recto::course::id::FullId::parse("3/water").unwrap();
    let scope = recto::study::session::Scope::Questions(vec![(id, question)]);
    trip.perform(vec![recto::app::effect::Effect::Review(scope)]);
    let trip = trip
        .keys("t")
        .sees("Salt draws water out of what it lies on.");
    assert_eq!(lit(&trip.app).as_deref(), Some("draws water out of"));
    let trip = trip.keys("t").misses("Salt draws water out of what");
    trip.keys("2 <enter> s w")
        .sees("Salt draws water out of what");
}

#[test]
fn it_is_told_line_by_line() {
    let sitting = plain::quiz("quiz", "3", &[":text", "f", "s", "q"]);
    for words in [
        "Where it says so: \"draws water out of\", in 1 Salt. That counts as a hint.",
        "Where it says so: \"draws water out of\", in 1 Salt.\n",
    ] {
        assert!(sitting.said.contains(words), "{words}: {}", sitting.said);
    }
}

#[test]
fn the_report_of_an_exam_shows_it_too() {
    let mut trip = Trip::on("quiz").keys("<enter> ] ] ]");
    trip.exam(Wanted::default());
    let trip = trip
        .keys("<enter> H H <enter> w")
        .sees("Lit in")
        .sees("Where it says so");
    assert!(lit(&trip.app).is_some());
    trip.keys("n").misses("Lit in");
}
