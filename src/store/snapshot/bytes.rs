//! Numbers and strings as bytes, and back.
//!
//! **Invariant:** whatever the bytes are, reading them ends, takes no more memory than they are long,
//! and gives `None` for what can't be.

use jiff::Timestamp;

/// A number: seven bits a byte, the lowest first.
pub fn put_number(out: &mut Vec<u8>, mut number: u64) {
    while number >= 0x80 {
        out.push(number.to_le_bytes()[0] | 0x80);
        number >>= 7;
    }
    out.push(number.to_le_bytes()[0]);
}

/// A number of things.
pub fn put_count(out: &mut Vec<u8>, n: usize) {
    put_number(out, n as u64);
}

/// A number that may be below zero: small ones are short either way.
pub fn put_signed(out: &mut Vec<u8>, number: i64) {
    put_number(
        out,
        (number.wrapping_shl(1) ^ (number >> 63)).cast_unsigned(),
    );
}

/// A string.
pub fn put_text(out: &mut Vec<u8>, text: &str) {
    put_bytes(out, text.as_bytes());
}

/// Bytes of any sort.
pub fn put_bytes(out: &mut Vec<u8>, bytes: &[u8]) {
    put_count(out, bytes.len());
    out.extend_from_slice(bytes);
}

/// Moments, each told from the one before.
#[derive(Debug, Clone, Copy, Default)]
pub struct Clock(i64);

impl Clock {
    /// `at`, to the millisecond.
    pub fn put(&mut self, out: &mut Vec<u8>, at: Timestamp) {
        let now = at.as_millisecond();
        put_signed(out, now.wrapping_sub(self.0));
        self.0 = now;
    }

    /// The next moment.
    pub fn get(&mut self, bytes: &mut Bytes<'_>) -> Option<Timestamp> {
        self.0 = self.0.wrapping_add(bytes.signed()?);
        // The last moment of all is no whole millisecond.
        if self.0 == Timestamp::MAX.as_millisecond() {
            return Some(Timestamp::MAX);
        }
        Timestamp::from_millisecond(self.0).ok()
    }
}

/// Bytes that are read from their start.
#[derive(Debug, Clone, Copy)]
pub struct Bytes<'a>(pub &'a [u8]);

impl<'a> Bytes<'a> {
    /// Is nothing left?
    pub fn is_over(&self) -> bool {
        self.0.is_empty()
    }

    /// The next `n` bytes.
    pub fn take(&mut self, n: usize) -> Option<&'a [u8]> {
        let (taken, rest) = self.0.split_at_checked(n)?;
        self.0 = rest;
        Some(taken)
    }

    /// The next byte.
    pub fn byte(&mut self) -> Option<u8> {
        let (first, rest) = self.0.split_first()?;
        self.0 = rest;
        Some(*first)
    }

    /// What [`put_number`] wrote.
    pub fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7f) << shift;
            if byte < 0x80 {
                return Some(number);
            }
        }
        None
    }

    /// What [`put_signed`] wrote.
    pub fn signed(&mut self) -> Option<i64> {
        let number = self.number()?;
        Some((number >> 1).cast_signed() ^ -(number & 1).cast_signed())
    }

    /// A number of things, each of which takes a byte at least: no more than there can be.
    pub fn count(&mut self) -> Option<usize> {
        let n = usize::try_from(self.number()?).ok()?;
        (n <= self.0.len()).then_some(n)
    }

    /// What [`put_bytes`] wrote.
    pub fn bytes(&mut self) -> Option<&'a [u8]> {
        let n = self.count()?;
        self.take(n)
    }

    /// What [`put_text`] wrote.
    pub fn text(&mut self) -> Option<&'a str> {
        std::str::from_utf8(self.bytes()?).ok()
    }

    /// As many bytes as `N`.
    pub fn array<const N: usize>(&mut self) -> Option<[u8; N]> {
        self.take(N)?.try_into().ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_written_reads_back() {
        let numbers = [0, 1, 127, 128, 300, u64::from(u32::MAX), u64::MAX];
        let signed = [0, 1, -1, 63, -64, 1_600_000_000_000, i64::MIN, i64::MAX];
        let times =
            [0, 5, -7, 1_795_428_000_123].map(|at| Timestamp::from_millisecond(at).unwrap());
        let mut out = Vec::new();
        for number in numbers {
            put_number(&mut out, number);
        }
        for number in signed {
            put_signed(&mut out, number);
        }
        put_text(&mut out, "né 日");
        let mut clock = Clock::default();
        let times = times.into_iter().chain([Timestamp::MAX]);
        times.clone().for_each(|at| clock.put(&mut out, at));
        let mut bytes = Bytes(&out);
        assert!(numbers.iter().all(|number| bytes.number() == Some(*number)));
        assert!(signed.iter().all(|number| bytes.signed() == Some(*number)));
        assert_eq!(bytes.text(), Some("né 日"));
        let mut clock = Clock::default();
        for at in times {
            assert_eq!(clock.get(&mut bytes), Some(at));
        }
        assert!(bytes.is_over());
    }

    #[test]
    fn what_cannot_be_is_nothing() {
        assert_eq!(Bytes(&[0xff; 30]).number(), None, "it has no end");
        assert_eq!(Bytes(&[0x80]).number(), None, "it is cut");
        assert_eq!(
            Bytes(&[0xff, 0xff, 0x7f, 1]).bytes(),
            None,
            "it says more than there is"
        );
        assert_eq!(Bytes(&[2, 0xff, 0xfe]).text(), None);
        assert_eq!(Bytes(&[1]).take(2), None);
        let mut far = Vec::new();
        put_signed(&mut far, i64::MIN);
        assert_eq!(Clock::default().get(&mut Bytes(&far)), None);
    }
}
