#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::store::log::entry;

fuzz_target!(|bytes: &[u8]| {
    let Ok(piece) = std::str::from_utf8(bytes) else {
        return;
    };
    let Ok(entry) = entry::read(piece) else {
        return;
    };
    // What was understood whole is written as something that is understood in the same way.
    if let Some(event) = entry.event.filter(|_| !entry.unknown) {
        let written = entry::write(&event);
        let again = entry::read(written.trim_start()).expect("it was written by us");
        assert_eq!(again.event, Some(event), "{written}");
    }
});
