#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::import::Input;
use recto::import::format::named;
use recto_fuzz::{Map, bears};

fuzz_target!(|bytes: &[u8]| {
    let format = named("epub").expect("it is one of ours");
    let files = Map::of(bytes);
    bears(
        &format,
        &Input::Files {
            name: "a.epub",
            files: &files,
        },
    );
});
