#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::import::Input;
use recto::import::format::named;
use recto_fuzz::bears;

fuzz_target!(|bytes: &[u8]| {
    let format = named("html").expect("it is one of ours");
    bears(
        &format,
        &Input::File {
            name: "a.html",
            bytes,
        },
    );
});
