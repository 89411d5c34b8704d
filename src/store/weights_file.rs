//! The weights that were fitted to the learner, as a small TOML file beside each device's log.
//!
//! **Invariant:** a device writes its own file only, and replaces it whole, so that machines that
//! share the folder never write one file. All read all, and take the same one. What can't be read
//! counts as not there, and is left as it is.

use std::cmp::Ordering;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use jiff::Timestamp;
use serde::Deserialize;

use crate::store::atomic::{self, Care};
use crate::store::log::Fault;
use crate::store::plain_file;
use crate::study::schedule::fit::Judged;
use crate::study::schedule::{Scheduler, Weights};

/// The newest format that this version reads.
const FORMAT: u32 = 1;
/// No such file is larger.
const LARGEST: u64 = 1 << 16;

/// Weights that were fitted, and when.
#[derive(Debug, Clone, PartialEq)]
pub struct Fitted {
    /// When.
    pub at: Timestamp,
    /// What they make.
    pub scheduler: Scheduler,
}

impl Fitted {
    /// Which of two counts: the newer one. Of two that were fitted in one moment it doesn't matter
    /// which, but it has to be the same one everywhere.
    fn compare(&self, other: &Self) -> Ordering {
        let bits = |fitted: &Self| fitted.scheduler.weights().map(f32::to_bits);
        self.at.cmp(&other.at).then(bits(self).cmp(&bits(other)))
    }
}

/// A file as it is written. What else stands in it is for people.
#[derive(Debug, Deserialize)]
struct File {
    fitted: toml::value::Datetime,
    weights: Weights,
}

/// What is asked of a file before anything else.
#[derive(Debug, Deserialize)]
struct Head {
    format: u32,
}

/// The weights in `files` that count, and what is wrong with any of them.
pub fn newest(files: &[PathBuf]) -> (Option<Fitted>, Vec<Fault>) {
    let (mut newest, mut faults) = (None::<Fitted>, Vec::new());
    for path in files {
        match read(path) {
            Ok(fitted) => {
                let is_newer = |old: &Fitted| old.compare(&fitted) == Ordering::Less;
                if newest.as_ref().is_none_or(is_newer) {
                    newest = Some(fitted);
                }
            }
            Err(what) => faults.push(Fault {
                file: path.clone(),
                line: 0,
                what,
            }),
        }
    }
    (newest, faults)
}

/// The weights in the file at `path`, or what is wrong with it.
fn read(path: &Path) -> Result<Fitted, String> {
    let words = words(path).map_err(|error| format!("it can't be read: {error}"))?;
    let unsound = "these are no weights: they are left aside; `recto optimise` makes new ones";
    let head: Head = toml::from_str(&words).map_err(|_| unsound)?;
    if head.format > FORMAT {
        return Err(newer(head.format));
    }
    let File { fitted, weights } = toml::from_str(&words).map_err(|_| unsound)?;
    let at = fitted.to_string().parse().map_err(|_| unsound)?;
    let scheduler = Scheduler::new(weights).ok_or(unsound)?;
    Ok(Fitted { at, scheduler })
}

fn newer(format: u32) -> String {
    format!(
        "it has format {format}, and this Recto reads up to {FORMAT}: update Recto; the file is left as it is"
    )
}

fn words(path: &Path) -> io::Result<String> {
    let (file, what) = plain_file::open(path)?;
    if what.len() > LARGEST {
        let what = format!("it is larger than {} kB", LARGEST >> 10);
        return Err(io::Error::new(io::ErrorKind::FileTooLarge, what));
    }
    let mut words = String::new();
    file.take(LARGEST).read_to_string(&mut words)?;
    Ok(words)
}

/// Puts `fitted` into the file at `path`, with what they were judged by; on the disk when it returns.
/// A file of a newer format is not replaced.
pub fn save(path: &Path, fitted: &Fitted, judged: &Judged) -> io::Result<()> {
    let head = words(path).ok().and_then(|old| toml::from_str(&old).ok());
    if let Some(Head { format }) = head
        && format > FORMAT
    {
        return Err(atomic::named(
            &io::Error::other(newer(format)),
            "writing",
            path,
        ));
    }
    let Fitted { at, scheduler } = fitted;
    let (n, weights) = (judged.n_reviews, scheduler.weights());
    let (before, after) = (judged.before.log_loss, judged.after.log_loss);
    let words = format!(
        "# Recto: how you remember, in numbers. `recto optimise` fits them to what you did.\n\
         format = {FORMAT}\nfitted = {at}\nreviews = {n}\n\
         loss_before = {before:?}\nloss_after = {after:?}\nweights = {weights:?}\n"
    );
    atomic::replace(path, words.as_bytes(), Care::Precious)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::study::schedule::fit::Loss;
    use proptest::prelude::*;
    use std::fs;

    fn judged() -> Judged {
        let loss = |log_loss| Loss {
            log_loss,
            rmse_bins: 0.05,
        };
        Judged {
            n_reviews: 512,
            n_judged: 102,
            before: loss(0.5),
            after: loss(0.25),
        }
    }

    fn fitted(second: i64, weight: f32) -> Fitted {
        let mut weights = *Scheduler::default().weights();
        weights[4] = weight;
        Fitted {
            at: Timestamp::from_second(1_795_428_000 + second).unwrap(),
            scheduler: Scheduler::new(weights).unwrap(),
        }
    }

    #[test]
    fn a_file_looks_like_this() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.weights");
        save(&path, &fitted(0, 6.5), &judged()).unwrap();
        let wanted = "\
# Recto: how you remember, in numbers. `recto optimise` fits them to what you did.
format = 1
fitted = 2026-11-23T10:00:00Z
reviews = 512
loss_before = 0.5
loss_after = 0.25
weights = [0.212, 1.2931, 2.3065, 8.2956, 6.5, 0.8334, 3.0194, 0.001, 1.8722, 0.1666, 0.796, \
1.4835, 0.0614, 0.2629, 1.6483, 0.6014, 1.8729, 0.5425, 0.0912, 0.0658, 0.1542]
";
        assert_eq!(fs::read_to_string(&path).unwrap(), wanted);
        assert_eq!(newest(&[path]), (Some(fitted(0, 6.5)), vec![]));
    }

    #[test]
    fn the_newest_counts_whichever_is_read_first() {
        let folder = tempfile::tempdir().unwrap();
        let file = |name: &str, fitted: &Fitted| {
            let path = folder.path().join(name);
            save(&path, fitted, &judged()).unwrap();
            path
        };
        let old = file("old.weights", &fitted(0, 9.0));
        let new = file("new.weights", &fitted(60, 5.0));
        let same = file("same.weights", &fitted(60, 5.5));
        for files in [
            [&old, &new, &same],
            [&same, &old, &new],
            [&new, &same, &old],
        ] {
            let (newest, faults) = newest(&files.map(Clone::clone));
            assert_eq!((newest, faults), (Some(fitted(60, 5.5)), vec![]));
        }
        assert_eq!(newest(&[]), (None, vec![]));
    }

    #[test]
    fn what_is_broken_is_told_and_the_next_counts() {
        let folder = tempfile::tempdir().unwrap();
        let good = folder.path().join("good.weights");
        save(&good, &fitted(0, 6.5), &judged()).unwrap();
        let whole = fs::read_to_string(&good).unwrap();
        let cases = [
            (whole.replace("6.5, ", ""), "no weights"),
            (whole.replace("6.5", "nan"), "no weights"),
            (whole.replace("6.5", "\"6.5\""), "no weights"),
            (whole.replace("0.1542", "0.0"), "no weights"),
            (whole.replace("format = 1\n", ""), "no weights"),
            (whole.replace("format = 1", "format = -1"), "no weights"),
            (whole.replace("10:00:00Z", "10:00:00"), "no weights"),
            (whole.replace("format = 1", "format = 2"), "update Recto"),
            (
                "format = 7\nweights = \"quite others\"".into(),
                "update Recto",
            ),
            ("x".repeat(70_000), "larger than 64 kB"),
            ("\0\u{1b}[2J".into(), "no weights"),
            (String::new(), "no weights"),
        ];
        let bad = folder.path().join("bad.weights");
        for (words, told) in cases {
            fs::write(&bad, &words).unwrap();
            let (newest, faults) = newest(&[bad.clone(), good.clone()]);
            assert_eq!(newest, Some(fitted(0, 6.5)), "{words}");
            assert_eq!(faults.len(), 1, "{words}");
            assert!(faults[0].what.contains(told), "{words}: {faults:?}");
        }
        fs::write(&bad, [0xff, 0xfe]).unwrap();
        assert_eq!(newest(&[bad]).1.len(), 1);
    }

    #[test]
    fn a_newer_format_is_not_overwritten() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("a.weights");
        fs::write(&path, "format = 2\n").unwrap();
        let error = save(&path, &fitted(0, 6.5), &judged()).unwrap_err();
        assert!(error.to_string().contains("update Recto"), "{error}");
        assert_eq!(fs::read_to_string(&path).unwrap(), "format = 2\n");
        fs::write(&path, "broken").unwrap();
        save(&path, &fitted(0, 6.5), &judged()).unwrap();
        assert_eq!(newest(&[path]).0, Some(fitted(0, 6.5)));
    }

    proptest! {
        #[test]
        fn weights_read_back_to_the_last_bit(weight in 1e-30_f32..10.0) {
            let folder = tempfile::tempdir().unwrap();
            let path = folder.path().join("a.weights");
            save(&path, &fitted(0, weight), &judged()).unwrap();
            prop_assert_eq!(newest(&[path]).0, Some(fitted(0, weight)));
        }
    }
}
