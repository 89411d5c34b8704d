#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::import::encoding;

fuzz_target!(|bytes: &[u8]| {
    const LABELS: [Option<&str>; 4] = [None, Some("utf-8"), Some("ISO-8859-1"), Some("utf-16")];
    for label in LABELS {
        let text = encoding::read(bytes, label).text;
        assert!(text.len() <= 3 * bytes.len() + 3);
        if label.is_none()
            && let Ok(same) = std::str::from_utf8(bytes)
        {
            let is_wide = bytes.starts_with(b"<\0") || bytes.starts_with(b"\0<");
            assert!(is_wide || text == same.strip_prefix('\u{feff}').unwrap_or(same));
        }
    }
});
