//! What is on disk: courses, the library of them, settings, and what the learner did.
//!
//! **Invariant:** file shapes stay in here; what comes out is the domain's, cleaned, with its
//! problems beside it.

pub mod atomic;
pub mod bundled;
pub mod check;
pub mod course_file;
pub mod course_folder;
pub mod desk_file;
pub mod device;
pub mod folders;
pub mod library;
pub mod log;
pub mod paths;
pub mod plain_file;
pub mod records;
pub mod scaffold;
pub mod settings_file;
pub mod snapshot;
pub mod source;
pub mod weights_file;
