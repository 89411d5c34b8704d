#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::import::{Input, ouxml};
use recto_fuzz::is_sound;

fuzz_target!(|bytes: &[u8]| {
    let Ok(formula) = std::str::from_utf8(bytes) else {
        return;
    };
    let course = format!(
        "<Item><Session><Equation><MathML><math>{formula}</math></MathML></Equation></Session></Item>"
    );
    let bytes = course.as_bytes();
    if let Ok(imported) = ouxml::read(&Input::File {
        name: "a.xml",
        bytes,
    }) {
        is_sound(imported);
    }
});
