//! Reading a log on from a mark, piece by piece, a block of the file at a time.
//!
//! **Invariant:** what is in memory at a time is one block and one entry, and the mark goes on over
//! whole entries only.

use std::io::{self, Read};

use memchr::memmem::Finder;

use super::entry::{self, BOUNDARY};
use super::mark::{Mark, count_lines};
use super::tail::whole_part;
use crate::study::event::Event;

/// So much is read at once.
const BLOCK: usize = 1 << 18;
/// So many events are handed on at once.
const BATCH: usize = 1024;

/// Something that is wrong in a log: a line, and a sentence.
pub type Flaw = (usize, String);

/// Reads what is behind `mark`, whose bytes `source` gives; hands on the events in their order.
/// Gives back what is wrong there. What is wrong with whole entries is kept with the mark too.
pub fn read_on(
    source: impl Read,
    mark: &mut Mark,
    mut take: impl FnMut(Vec<Event>),
) -> io::Result<Vec<Flaw>> {
    let mut pieces = Pieces::new(source);
    let mut reading = Reading {
        mark,
        flaws: Vec::new(),
        events: Vec::new(),
    };
    loop {
        let is_last = pieces.find_next()?;
        if is_last {
            reading.take_last(pieces.lead(), pieces.piece());
            break;
        }
        let (lead, piece) = (pieces.lead(), pieces.piece());
        reading.take_whole(lead, piece);
        if reading.events.len() >= BATCH {
            take(std::mem::take(&mut reading.events));
        }
    }
    take(reading.events);
    Ok(reading.flaws)
}

struct Reading<'a> {
    mark: &'a mut Mark,
    flaws: Vec<Flaw>,
    events: Vec<Event>,
}

impl Reading<'_> {
    /// An entry, and what stands before it where no entry was before.
    fn take_whole(&mut self, lead: &[u8], piece: &[u8]) {
        if self.mark.bytes == 0 && lead.contains(&0) {
            let what = "it starts with bytes that are no text; they are kept and skipped";
            self.be_wrong(1, what.to_owned());
        }
        self.mark.pass(lead);
        let line = self.mark.lines + 1;
        match read(piece) {
            Ok(entry) => {
                self.mark.entries += 1;
                self.mark.unknown += usize::from(entry.unknown || entry.event.is_none());
                self.events.extend(entry.event);
            }
            Err((at, what)) => {
                let below = count_lines(&piece[..at.min(piece.len())]);
                self.be_wrong(line + below, what);
            }
        }
        self.mark.pass(piece);
    }

    /// The last entry of the file, which may be torn.
    fn take_last(&mut self, lead: &[u8], piece: &[u8]) {
        if piece.is_empty() {
            // A head alone, or what no entry comes behind yet, is looked at again the next time.
            if self.mark.bytes == 0 && lead.contains(&0) {
                let what = "it starts with bytes that are no text; they are kept and skipped";
                self.flaws.push((1, what.to_owned()));
            }
            return;
        }
        let part = whole_part(piece);
        if part > 0 {
            self.take_whole(lead, &piece[..part]);
        }
        if part < piece.len() {
            let before = if part > 0 { 0 } else { count_lines(lead) };
            let line = self.mark.lines + before + 1;
            let what = "the last entry is torn; it is set aside when the next one is written";
            self.flaws.push((line, what.to_owned()));
        }
    }

    fn be_wrong(&mut self, line: usize, what: String) {
        self.mark.note(line, &what);
        self.flaws.push((line, what));
    }
}

/// The entry, or the byte where it is broken and what becomes of it.
fn read(piece: &[u8]) -> Result<entry::Entry, (usize, String)> {
    let words = std::str::from_utf8(piece).map_err(|error| {
        let what = "an entry is no UTF-8 text; it is kept and skipped";
        (error.valid_up_to(), what.to_owned())
    })?;
    entry::read(words).map_err(|flaw| {
        let what = format!("an entry is broken ({}); it is kept and skipped", flaw.what);
        (flaw.at, what)
    })
}

/// The file, cut at its boundaries.
pub(super) struct Pieces<R> {
    source: R,
    finder: Finder<'static>,
    buffer: Vec<u8>,
    /// The piece that was found last, and what stands before it: nothing, but at the start.
    lead: usize,
    start: usize,
    end: usize,
    is_over: bool,
}

impl<R: Read> Pieces<R> {
    pub(super) fn new(source: R) -> Self {
        Self {
            source,
            finder: Finder::new(BOUNDARY),
            buffer: Vec::new(),
            lead: 0,
            start: 0,
            end: 0,
            is_over: false,
        }
    }

    /// What stands before the piece: nothing, but at the start of the file.
    pub(super) fn lead(&self) -> &[u8] {
        &self.buffer[self.lead..self.start]
    }

    /// The piece that was found last.
    pub(super) fn piece(&self) -> &[u8] {
        &self.buffer[self.start..self.end]
    }

    /// Finds the next piece. Is it the last?
    pub(super) fn find_next(&mut self) -> io::Result<bool> {
        let is_first = self.end == 0;
        self.lead = self.end;
        self.start = self.end;
        if is_first {
            let first = self.boundary_from(0)?;
            self.start = first.unwrap_or(self.buffer.len());
        }
        let next = self.boundary_from(self.start + 1)?;
        self.end = next.unwrap_or(self.buffer.len());
        Ok(next.is_none())
    }

    /// Where a boundary starts a line, at `from` or behind it; reads on until there is one. Where the
    /// buffer is moved, so is `start`.
    fn boundary_from(&mut self, from: usize) -> io::Result<Option<usize>> {
        let mut from = from;
        loop {
            while let Some(found) = self
                .finder
                .find(&self.buffer[from.min(self.buffer.len())..])
            {
                let at = from + found;
                if at == 0 || self.buffer[at - 1] == b'\n' {
                    return Ok(Some(at));
                }
                from = at + 1;
            }
            if self.is_over {
                return Ok(None);
            }
            // A boundary may be cut by the block's end.
            from = from.max((self.buffer.len() + 1).saturating_sub(BOUNDARY.len()));
            let moved = self.lead;
            self.read_block()?;
            from -= moved;
        }
    }

    /// Forgets what was handed on, and reads one block more.
    fn read_block(&mut self) -> io::Result<()> {
        self.buffer.drain(..self.lead);
        self.start -= self.lead;
        self.end = self.end.saturating_sub(self.lead);
        self.lead = 0;
        // A long entry is read in larger and larger blocks, so that it is searched once.
        let block = BLOCK.max(self.buffer.len()) as u64;
        let n = self
            .source
            .by_ref()
            .take(block)
            .read_to_end(&mut self.buffer)?;
        self.is_over = n == 0;
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Gives a few bytes at a time.
    struct Trickle<'a>(&'a [u8], usize);

    impl Read for Trickle<'_> {
        fn read(&mut self, into: &mut [u8]) -> io::Result<usize> {
            let n = self.1.min(self.0.len()).min(into.len());
            into[..n].copy_from_slice(&self.0[..n]);
            self.0 = &self.0[n..];
            Ok(n)
        }
    }

    fn entry(n: usize) -> String {
        format!(
            "\n[[event]]\nat = 2026-11-23T10:04:11.123Z\ncourse = \"c\"\nsection = \"s{n}\"\ndid = \"read\"\n"
        )
    }

    fn read_all(words: &[u8], mark: &mut Mark) -> (usize, Vec<Flaw>) {
        let mut n = 0;
        let flaws = read_on(words, mark, |events| n += events.len()).unwrap();
        (n, flaws)
    }

    #[test]
    fn a_long_log_is_read_block_by_block() {
        let entries: String = (0..12_000).map(entry).collect();
        assert!(entries.len() > 3 * BLOCK);
        let words = format!("# [[event]]\nformat = 1\n{entries}");
        let mut mark = Mark::default();
        assert_eq!(read_all(words.as_bytes(), &mut mark), (12_000, vec![]));
        assert_eq!((mark.bytes, mark.entries), (words.len() as u64, 12_000));
        assert_eq!(mark.lines, words.lines().count());
        let mut whole = Mark::default();
        whole.pass(words.as_bytes());
        assert_eq!(mark.hash, whole.hash);
    }

    #[test]
    fn it_is_read_on_where_it_was_left_wherever_that_was() {
        let words = format!("format = 1\n{}{}{}", entry(1), entry(2), entry(3));
        let words = words.as_bytes();
        let mut whole = Mark::default();
        whole.pass(words);
        whole.entries = 3;
        for cut in 0..=words.len() {
            let mut mark = Mark::default();
            let (before, _) = read_all(&words[..cut], &mut mark);
            let rest = &words[usize::try_from(mark.bytes).unwrap()..];
            let (after, flaws) = read_all(rest, &mut mark);
            assert_eq!((before + after, flaws), (3, vec![]), "{cut}");
            // An entry’s blank line may count to it or to the next one.
            assert!(
                mark.bytes == whole.bytes && mark.hash == whole.hash,
                "{cut}"
            );
            assert_eq!(mark, whole, "{cut}");
        }
        for step in [1, 7] {
            let mut mark = Mark::default();
            let mut n = 0;
            read_on(Trickle(words, step), &mut mark, |events| n += events.len()).unwrap();
            assert_eq!((n, mark), (3, whole.clone()));
        }
    }

    #[test]
    fn a_boundary_in_a_string_or_across_blocks_is_none_or_one() {
        let long = "x".repeat(BLOCK - 3);
        for words in [
            format!("# {long}\n{}{}", entry(1), entry(2)),
            format!("# {long}[[event]]{}{}", entry(1), entry(2)),
            format!("{}# {long}\n{}", entry(1), entry(2)),
            format!("{}# {}\n{}", entry(1), long.repeat(5), entry(2)),
        ] {
            let mut mark = Mark::default();
            assert_eq!(read_all(words.as_bytes(), &mut mark), (2, vec![]));
            assert_eq!(mark.bytes, words.len() as u64);
        }
    }
}
