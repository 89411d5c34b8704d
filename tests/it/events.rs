//! Events made up by chance: a few questions of a few courses, on devices whose clocks disagree.

use jiff::Timestamp;
use proptest::collection::vec;
use proptest::prelude::*;
use recto::course::id::{CourseId, FullId, SectionId};
use recto::course::passage::Anchor;
use recto::study::event::{Certainty, Did, Event, Given, Hold, Paper, Rating, Response, Stand};
use recto::study::schedule::Scheduler;
use recto::text::Clean;

/// A course that events are made for.
pub const COURSES: [&str; 2] = ["how-teams-work", "日本語"];

/// So many events in no order.
pub fn events(most: usize) -> impl Strategy<Value = Vec<Event>> {
    vec(event(), 0..most)
}

/// A learner who remembers otherwise than most: each weight up to half or twice the usual one.
pub fn scheduler() -> impl Strategy<Value = Scheduler> {
    vec(0.5_f32..2.0, 21).prop_map(|factors| {
        let mut weights = *Scheduler::default().weights();
        for (weight, factor) in weights.iter_mut().zip(factors) {
            *weight *= factor;
        }
        weights[..4].sort_by(f32::total_cmp);
        weights[20] = weights[20].max(0.1);
        Scheduler::new(weights).unwrap()
    })
}

/// One event. Times are few, so that many events speak of the same answer.
pub fn event() -> impl Strategy<Value = Event> {
    (moment(), prop::sample::select(&COURSES[..]), did()).prop_map(|(at, course, did)| Event {
        at,
        course: CourseId::new(course).unwrap(),
        did,
    })
}

/// A moment by one of three clocks, the second an hour slow and the third two years fast.
fn moment() -> impl Strategy<Value = Timestamp> {
    let skews = prop::sample::select(&[0, -3_600, 63_072_000][..]);
    (0..6_i64, skews, 0..2_i64).prop_map(|(step, skew, millis)| {
        let second = 1_795_428_000 + step * 50_000 + skew;
        Timestamp::from_millisecond(second * 1_000 + millis).unwrap()
    })
}

fn question() -> impl Strategy<Value = FullId> {
    const NAMES: [&str; 4] = ["1.4/conditions", "1.4/roles", "2/yours", "10/φύλλο"];
    prop::sample::select(&NAMES[..]).prop_map(|name| FullId::parse(name).unwrap())
}

fn did() -> impl Strategy<Value = Did> {
    let of = moment;
    let section = prop::sample::select(&["1.4", "2", "summary"][..]);
    let section = section.prop_map(|id| SectionId::new(id).unwrap());
    let anchor = (0..9_u32, 0..9_u32).prop_map(|(block, offset)| Anchor { block, offset });
    prop_oneof![
        4 => (question(), given()).prop_map(|(question, given)| Did::Answer(question, given)),
        2 => (question(), of(), vec(any::<bool>(), 0..4), 0.0..=1.0).prop_map(
            |(question, of, points, score)| Did::Mark { question, of, points, score }
        ),
        2 => (question(), of(), rating()).prop_map(
            |(question, of, rating)| Did::Rate { question, of, rating }
        ),
        1 => (question(), of(), text()).prop_map(
            |(question, of, text)| Did::Note { question, of, text }
        ),
        1 => (question(), of()).prop_map(|(question, of)| Did::Undo { question, of }),
        2 => (question(), hold()).prop_map(|(question, hold)| Did::Hold { question, hold }),
        1 => prop::sample::select(&[Stand::Open, Stand::Away][..]).prop_map(Did::Shelve),
        1 => paper().prop_map(Did::Exam),
        1 => of().prop_map(|exam| Did::HandIn { exam }),
        1 => section.clone().prop_map(Did::Read),
        1 => (section, anchor).prop_map(|(section, anchor)| Did::Place(section, anchor)),
    ]
}

fn hold() -> impl Strategy<Value = Hold> {
    prop_oneof![
        Just(Hold::Free),
        moment().prop_map(Hold::Until),
        Just(Hold::Away),
    ]
}

fn paper() -> impl Strategy<Value = Paper> {
    let limit = prop::option::of(0..9_999_u32);
    let title = prop::option::of(text()).prop_map(|title| {
        let title = title.map(|title| Clean::trimmed(&title));
        title.filter(|title| !title.is_empty())
    });
    let questions = vec(question(), 0..3);
    (title, questions, any::<u32>(), limit, 0..=100_u8).prop_map(
        |(title, questions, seed, limit, pass)| Paper {
            title,
            questions,
            seed,
            limit,
            pass,
        },
    )
}

fn given() -> impl Strategy<Value = Given> {
    let certainty = prop::option::of(prop::sample::select(&Certainty::ALL[..]));
    (
        response(),
        prop::option::of(0.0..=1.0),
        prop::option::of(rating()),
        certainty,
        any::<bool>(),
        prop::option::of(any::<u32>()),
        prop::option::of(moment()),
    )
        .prop_map(
            |(response, score, rating, certainty, hinted, seconds, exam)| Given {
                response,
                score,
                rating,
                certainty,
                hinted,
                seconds,
                exam,
            },
        )
}

fn response() -> impl Strategy<Value = Response> {
    prop_oneof![
        text().prop_map(Response::Written),
        vec(0..5_usize, 0..3).prop_map(Response::Picked),
        any::<bool>().prop_map(Response::Said),
        vec(prop::option::of(0..5_usize), 0..3).prop_map(Response::Placed),
        vec(0..5_usize, 0..3).prop_map(Response::Ordered),
        vec(text(), 0..3).prop_map(Response::Filled),
        Just(Response::DontKnow),
    ]
}

fn rating() -> impl Strategy<Value = Rating> {
    prop::sample::select(&Rating::ALL[..])
}

/// Any text at all, and what is hard on a file of lines.
pub fn text() -> impl Strategy<Value = String> {
    prop_oneof![
        any::<String>(),
        "[ -~]{0,40}",
        Just("\n[[event]]\nat = 1\n\r\n\"'''\\".to_owned()),
        Just("\u{0}\u{1b}[2J\u{7f}\u{85}\u{202e}\u{2028}\u{feff}".to_owned()),
    ]
}
