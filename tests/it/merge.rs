//! The laws that let two machines share a folder: progress is the same whatever the order in which
//! events come, however they are parted among devices, and however often each is seen.

use std::collections::BTreeSet;

use proptest::prelude::*;
use recto::course::id::CourseId;
use recto::study::event::Event;
use recto::study::progress::Progress;
use recto::study::schedule::Scheduler;

use crate::events::{COURSES, events, scheduler};

fn fold(events: &[Event]) -> Progress {
    let mut progress = Progress::default();
    progress.record_all(events.iter().cloned());
    progress
}

proptest! {
    #[test]
    fn order_does_not_matter((events, shuffled) in events(60).prop_flat_map(|events| {
        (Just(events.clone()), Just(events).prop_shuffle())
    })) {
        prop_assert_eq!(fold(&events), fold(&shuffled));
    }

    #[test]
    fn one_by_one_is_all_at_once(events in events(40)) {
        let mut progress = Progress::default();
        for event in &events {
            progress.record(event);
        }
        prop_assert_eq!(progress, fold(&events));
    }

    #[test]
    fn repetition_does_not_matter(events in events(40), again in any::<prop::sample::Index>()) {
        let mut twice = events.clone();
        twice.extend_from_slice(&events[..again.index(events.len() + 1)]);
        prop_assert_eq!(fold(&twice), fold(&events));
    }

    #[test]
    fn devices_may_be_read_in_any_order(a in events(20), b in events(20), c in events(20)) {
        let all = [a.as_slice(), &b, &c].concat();
        let mut by_device = Progress::default();
        for device in [&c, &a, &b] {
            by_device.record_all(device.iter().cloned());
        }
        prop_assert_eq!(by_device, fold(&all));
    }

    /// Whoever reads which log first, and whatever the learner's memory is like.
    #[test]
    fn every_device_comes_to_the_same_schedules(
        scheduler in scheduler(),
        before in scheduler(),
        (a, b) in (events(30), events(30)),
    ) {
        let fold = |devices: [&[Event]; 2], scheduler: Scheduler| {
            let mut progress = Progress::new(scheduler);
            for device in devices {
                progress.record_all(device.iter().cloned());
            }
            progress
        };
        let here = fold([&a, &b], scheduler.clone());
        prop_assert_eq!(&here, &fold([&b, &a], scheduler.clone()));
        prop_assert_eq!(here.scheduler(), &scheduler);
        let mut anew = fold([&b, &a], before);
        anew.reschedule(scheduler);
        prop_assert_eq!(here, anew);
    }

    #[test]
    fn the_facts_of_a_progress_make_it_again(events in events(60)) {
        let progress = fold(&events);
        let facts = progress.courses().flat_map(|(id, state)| state.facts(id));
        let mut again = Progress::default();
        again.record_all(facts);
        prop_assert_eq!(again, progress);
    }

    #[test]
    fn what_was_promised_is_delivered(before in events(40), meanwhile in events(10)) {
        let whole = fold(&[before.as_slice(), &meanwhile].concat());
        let kept = fold(&before);
        let mut lazy = Progress::default();
        for (id, summary) in kept.summaries() {
            lazy.promise(id.clone(), summary.clone());
            prop_assert!(lazy.course(id).is_none());
            prop_assert_eq!(lazy.summary(id), kept.summary(id));
        }
        lazy.record_all(meanwhile);
        let promised: BTreeSet<CourseId> = COURSES
            .iter()
            .filter_map(|id| CourseId::new(id))
            .filter(|id| lazy.is_promised(id))
            .collect();
        for id in &promised {
            lazy.deliver(id, kept.course(id).unwrap().clone());
        }
        prop_assert_eq!(lazy, whole);
    }

    #[test]
    fn what_one_lacks_of_another_makes_them_one(a in events(40), b in events(40)) {
        let (mut one, two) = (fold(&a), fold(&b));
        let lacking = one.lacks(&two);
        one.record_all(lacking);
        prop_assert_eq!(one.clone(), fold(&[a.as_slice(), &b].concat()));
        prop_assert_eq!(one.lacks(&two), vec![]);
    }
}
