#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::text::maths;

fuzz_target!(|bytes: &[u8]| {
    if let Ok(tex) = std::str::from_utf8(bytes) {
        let _ = maths::readable(tex);
    }
});
