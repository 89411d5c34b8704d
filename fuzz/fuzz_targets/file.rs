#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::import::Input;
use recto::import::format::FORMATS;
use recto_fuzz::bears;

fuzz_target!(|bytes: &[u8]| {
    let [first, bytes @ ..] = bytes else {
        return;
    };
    let format = &FORMATS[usize::from(*first) % FORMATS.len()];
    bears(format, &Input::File { name: "a.b", bytes });
});
