#![no_main]

use libfuzzer_sys::fuzz_target;
use recto::course::Section;
use recto::course::id::SectionId;
use recto::markup::{decode, markdown};
use recto::text::Clean;
use recto_fuzz::is_read_as_written;

fuzz_target!(|bytes: &[u8]| {
    let text = markdown::read_decoded(&decode::decode(bytes), "a.md");
    is_read_as_written(Section {
        id: SectionId::new("a").expect("letters are fit"),
        title: Clean::default(),
        blocks: text.blocks,
        footnotes: text.footnotes,
        questions: Vec::new(),
        groups: Vec::new(),
    });
});
