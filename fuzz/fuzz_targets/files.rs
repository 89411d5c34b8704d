#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::import::Input;
use recto::import::format::FORMATS;
use recto_fuzz::{Map, bears};

fuzz_target!(|bytes: &[u8]| {
    let files = Map::of(bytes);
    let input = Input::Files {
        name: "a.zip",
        files: &files,
    };
    for format in &FORMATS {
        bears(format, &input);
    }
});
