//! Everything that is tested from outside the modules, in one program.

#![allow(
    clippy::unwrap_used,
    reason = "a test that can't go on has failed, in its helpers too"
)]

mod books;
mod cartridge;
mod charts;
mod clock;
mod commands;
mod contents;
mod course_files;
mod courses;
mod encode;
mod epub;
mod events;
mod evidence;
mod exam;
mod exam_screen;
mod exam_set;
mod export;
mod field;
mod figures;
mod floors;
mod forget;
mod forgetting;
mod harness;
mod hostile;
mod hostile_imports;
mod hostile_kinds;
mod html;
mod import;
mod log;
mod markdown_import;
mod maths;
mod maths_any;
mod merge;
mod optimise;
mod outline;
mod ouxml;
mod ouxml_any;
mod ouxml_count;
mod ouxml_files;
mod page;
mod page_any;
mod page_text;
mod plain;
mod plan;
mod plan_program;
mod points;
mod pty;
mod qti;
mod queue;
mod records;
mod review;
mod shelf;
mod shipped;
mod spelling;
mod study_record;
mod trips;
mod trips_kinds;
mod wrap;
mod write_any;
mod xapi;
