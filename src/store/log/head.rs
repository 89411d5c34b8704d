//! The head of a log: what stands before its first entry.
//!
//! **Invariant:** what isn't understood in it is left as it is.

use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom};

use jiff::Timestamp;

use super::entry::BOUNDARY;

/// What stands at the top of a new log.
pub const HEAD: &str =
    "# Recto: what was done, one entry for each thing. Only ever appended to.\nformat = 1\n";
/// The newest format that this version reads.
pub const FORMAT: u32 = 1;

/// The key that says when entries were last taken out of a log on purpose.
const FORGOTTEN: &str = "forgotten";
/// No head is longer.
const LONGEST: u64 = 4096;

/// What a head says.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Head {
    /// The format of the log, if it is newer than [`FORMAT`]: what such a log means nobody here can
    /// know.
    pub newer: Option<u32>,
    /// When entries were last taken out of it on purpose.
    pub forgotten: Option<Timestamp>,
}

/// Reads the head of a log. The file is left at its start.
pub fn read(file: &mut File) -> io::Result<Head> {
    let mut head = Vec::new();
    file.seek(SeekFrom::Start(0))?;
    file.take(LONGEST).read_to_end(&mut head)?;
    file.seek(SeekFrom::Start(0))?;
    let end = memchr::memmem::find(&head, BOUNDARY.as_bytes()).unwrap_or(head.len());
    let head = String::from_utf8_lossy(&head[..end]);
    let newer = value(&head, "format").and_then(|value| {
        let end = value.find(|c: char| !c.is_ascii_digit());
        value[..end.unwrap_or(value.len())].parse().ok()
    });
    Ok(Head {
        newer: newer.filter(|format| *format > FORMAT),
        forgotten: value(&head, FORGOTTEN).and_then(|value| value.parse().ok()),
    })
}

fn value<'a>(head: &'a str, key: &str) -> Option<&'a str> {
    head.lines().find_map(|line| {
        let value = line.trim().strip_prefix(key)?.trim_start();
        Some(value.strip_prefix('=')?.trim())
    })
}

/// The head `lead`, saying that entries were taken out at `at`. Nothing else of it changes.
pub fn forgetting(lead: &[u8], at: Timestamp) -> Vec<u8> {
    let mut out = Vec::with_capacity(lead.len() + 64);
    let is_old = |line: &[u8]| line.starts_with(FORGOTTEN.as_bytes());
    let lines = lead.split_inclusive(|byte| *byte == b'\n');
    for line in lines.filter(|line| !is_old(line)) {
        out.extend_from_slice(line);
    }
    // Before the blank lines, which belong to the entry that follows.
    let end = out.trim_ascii_end().len();
    let rest = out.split_off(end);
    if end > 0 {
        out.push(b'\n');
    }
    out.extend(format!("{FORGOTTEN} = {at:.3}\n").bytes());
    let skip = usize::from(rest.starts_with(b"\n") && end > 0);
    out.extend_from_slice(&rest[skip..]);
    out
}

#[cfg(test)]
mod tests {
    use std::io::Write as _;

    use super::*;

    fn head(words: &[u8]) -> Head {
        let mut file = tempfile::tempfile().unwrap();
        file.write_all(words).unwrap();
        read(&mut file).unwrap()
    }

    const AT: Timestamp = Timestamp::constant(1_795_428_000, 0);

    #[test]
    fn a_head_says_what_it_says() {
        for (words, newer, forgotten) in [
            ("", None, false),
            ("format = 1\n", None, false),
            (" format=9 # new\n\n[[event]]\n", Some(9), false),
            ("[[event]]\nformat = 9\n", None, false),
            ("formats = 9\nforgotten = soon\n", None, false),
            ("forgotten = 2026-11-23T10:00:00.000Z\n", None, true),
        ] {
            let expected = Head {
                newer,
                forgotten: forgotten.then_some(AT),
            };
            assert_eq!(head(words.as_bytes()), expected, "{words}");
        }
    }

    #[test]
    fn that_entries_were_taken_out_is_written_once() {
        let line = "forgotten = 2026-11-23T10:00:00.000Z\n";
        for (lead, expected) in [
            ("", line.to_owned()),
            ("format = 1\n\n", format!("format = 1\n{line}\n")),
            ("\n", format!("{line}\n")),
            (
                "# a\nforgotten = 1\nb = 2\n\n\n",
                format!("# a\nb = 2\n{line}\n\n"),
            ),
        ] {
            let made = forgetting(lead.as_bytes(), AT);
            assert_eq!(
                String::from_utf8(made.clone()).unwrap(),
                expected,
                "{lead:?}"
            );
            assert_eq!(forgetting(&made, AT), made);
            assert_eq!(head(&made).forgotten, Some(AT));
        }
    }
}
