//! Which lines of a text are code between fences, and mean nothing else.
//!
//! **Invariant:** a fence is closed by one of its own sort that is no shorter.

/// The fence that is open, if one is.
#[derive(Default)]
pub struct Fence(Option<(u8, usize)>);

impl Fence {
    /// Does the next line stand behind a fence that is open?
    pub fn is_open(&self) -> bool {
        self.0.is_some()
    }

    /// Is the next line code, or a fence itself?
    pub fn holds(&mut self, line: &str) -> bool {
        let words = line.trim_start();
        let sign = words
            .bytes()
            .next()
            .filter(|sign| matches!(sign, b'`' | b'~'));
        let n = words.bytes().take_while(|byte| Some(*byte) == sign).count();
        let rest = &words[n..];
        match (self.0, sign) {
            (Some((open, least)), _) => {
                if sign == Some(open) && n >= least && rest.trim().is_empty() {
                    self.0 = None;
                }
                true
            }
            (None, Some(sign)) if n >= 3 && !(sign == b'`' && rest.contains('`')) => {
                self.0 = Some((sign, n));
                true
            }
            (None, _) => false,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn code_is_between_fences() {
        let text = "a\n```rust\n~~~\n``\n````\nb\n~~~~\n```\n~~~~\n``x``` c\n```x`\n";
        let mut fence = Fence::default();
        let code: Vec<_> = text.lines().map(|line| fence.holds(line)).collect();
        let expected = [
            false, true, true, true, true, false, true, true, true, false, false,
        ];
        assert_eq!(code, expected);
    }
}
