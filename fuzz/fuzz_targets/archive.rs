#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::import::Files;
use recto::import::archive::Archive;

fuzz_target!(|bytes: &[u8]| {
    let Ok(archive) = Archive::open(std::io::Cursor::new(bytes)) else {
        return;
    };
    for name in archive.names() {
        assert!(
            !name.starts_with('/') && !name.split('/').any(|part| matches!(part, "" | "." | ".."))
        );
        let _ = archive.read(name);
    }
});
