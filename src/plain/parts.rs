//! Answers in parts, line by line: items and what they belong to, an order, the gaps of a text.
//!
//! **Invariant:** a line that can't be understood is asked for again; what was said before it stands.

use std::io::{self, BufRead, Write};

use crate::app::quiz::{self, Answered, Quiz};
use crate::course::question::{Gap, Gaps, Kind, Pairing, Question, Sequence};
use crate::plain::table::{Said, Table};
use crate::study::event::Response;
use crate::study::words::line;
use crate::text::Clean;

/// What leaves an item or a gap empty.
const NOTHING: &str = "-";

impl<R: BufRead, W: Write> Table<'_, R, W> {
    /// The items, what they belong to, and how to answer.
    pub(super) fn say_parts(&mut self, question: &Question, quiz: &Quiz) -> io::Result<()> {
        match &question.kind {
            Kind::Match(key) | Kind::Sort(key) => {
                for (shown, at) in quiz.order.iter().enumerate() {
                    self.say(&format!("Item {}. {}", shown + 1, item(key, *at)))?;
                }
                let n = quiz.targets.len();
                for (shown, at) in quiz.targets.iter().enumerate() {
                    let words = key
                        .targets
                        .get(*at)
                        .map_or(String::new(), |target| line(target));
                    self.say(&format!("{}. {words}", name(shown, n)))?;
                }
            }
            Kind::Order(key) => {
                for (shown, at) in quiz.order.iter().enumerate() {
                    let words = key
                        .items
                        .get(*at)
                        .map_or(String::new(), |item| line(&item.text));
                    self.say(&format!("{}. {words}", shown + 1))?;
                }
            }
            Kind::Gaps(key) => {
                self.say_blocks(&key.filled(|gap| Clean::words(&format!("[gap {}]", gap + 1))))?;
                self.say_gap(quiz, question, 0)?;
            }
            _ => {}
        }
        Ok(())
    }

    fn say_gap(&mut self, quiz: &Quiz, question: &Question, gap: usize) -> io::Result<()> {
        let Kind::Gaps(key) = &question.kind else {
            return Ok(());
        };
        let n = key.gaps.len();
        if gap >= n {
            return Ok(());
        }
        let Some(options) = quiz::gap_options(question, gap) else {
            return self.say(&format!("Gap {} of {n}: a word or a few.", gap + 1));
        };
        self.say(&format!("Gap {} of {n}: one number.", gap + 1))?;
        for (shown, at) in quiz.gap_order(gap).iter().enumerate() {
            let words = options.get(*at).copied().unwrap_or_default();
            self.say(&format!("{}. {words}", shown + 1))?;
        }
        Ok(())
    }

    /// What the first line, and those that are asked for after it, say. `None`: it can't be
    /// understood.
    pub(super) fn parts(
        &mut self,
        question: &Question,
        quiz: &Quiz,
        first: &str,
    ) -> io::Result<Option<Response>> {
        match &question.kind {
            Kind::Match(key) | Kind::Sort(key) => self.places(key, quiz, first),
            Kind::Order(key) => Ok(order(key, quiz, first)),
            Kind::Gaps(key) => self.gaps(key, quiz, question, first),
            _ => Ok(None),
        }
    }

    /// All in one line, or one by one.
    fn places(&mut self, key: &Pairing, quiz: &Quiz, first: &str) -> io::Result<Option<Response>> {
        let n = quiz.order.len();
        let Some(mut given) = places(first, &quiz.targets).filter(|given| given.len() <= n) else {
            return Ok(None);
        };
        while given.len() < n {
            let item = item(key, quiz.order[given.len()]);
            self.say(&format!(
                "Item {} of {n}: {item}. A letter; {NOTHING} leaves it empty.",
                given.len() + 1
            ))?;
            let Said::Line(line) = self.hear()? else {
                break;
            };
            let more = places(&line, &quiz.targets);
            given.extend(
                more.filter(|more| given.len() + more.len() <= n)
                    .unwrap_or_default(),
            );
        }
        let mut placed = vec![None; n];
        for (at, target) in quiz.order.iter().zip(given) {
            placed[*at] = target;
        }
        Ok(Some(Response::Placed(placed)))
    }

    fn gaps(
        &mut self,
        key: &Gaps,
        quiz: &Quiz,
        question: &Question,
        first: &str,
    ) -> io::Result<Option<Response>> {
        let Some(words) = gap(quiz, question, 0, first) else {
            return Ok(None);
        };
        let mut filled = vec![words];
        while filled.len() < key.gaps.len() {
            let at = filled.len();
            self.say_gap(quiz, question, at)?;
            let Said::Line(line) = self.hear()? else {
                break;
            };
            filled.extend(gap(quiz, question, at, &line));
        }
        filled.resize(key.gaps.len(), String::new());
        Ok(Some(Response::Filled(filled)))
    }

    /// What became of each part.
    pub(super) fn tell_parts(
        &mut self,
        question: &Question,
        quiz: &Quiz,
        answered: &Answered,
    ) -> io::Result<()> {
        if let Kind::Gaps(key) = &question.kind {
            let right = |at: usize| key.gaps.get(at).map_or(String::new(), Gap::right);
            self.say_blocks(&key.filled(|at| Clean::words(&format!("[{}]", right(at)))))?;
        }
        for part in quiz::told(question, quiz, answered) {
            self.say(&format!("{}: {}.", line(&part.item), part.words))?;
            self.say_blocks(part.feedback)?;
        }
        Ok(())
    }
}

fn item(key: &Pairing, at: usize) -> String {
    key.items
        .get(at)
        .map_or(String::new(), |item| line(&item.text))
}

/// `b`; a number where there are more than letters.
pub(super) fn name(shown: usize, n: usize) -> String {
    match u8::try_from(shown) {
        Ok(at) if n <= 26 => char::from(b'a' + at).to_string(),
        _ => (shown + 1).to_string(),
    }
}

/// The place that a letter or a number, from 1, stands for.
pub(super) fn place(word: &str) -> Option<usize> {
    if let Ok(number) = word.parse::<usize>() {
        return number.checked_sub(1);
    }
    let letter = word.strip_suffix('.').unwrap_or(word).to_ascii_lowercase();
    match letter.as_bytes() {
        [byte @ b'a'..=b'z'] => Some(usize::from(byte - b'a')),
        _ => None,
    }
}

/// The words of a line, with blanks or commas between.
pub(super) fn split(line: &str) -> impl Iterator<Item = &str> {
    line.split(|c: char| c.is_whitespace() || c == ',')
        .filter(|word| !word.is_empty())
}

/// `b a - c`: for each item in the order shown, the target, by its index in the author's order.
fn places(line: &str, targets: &[usize]) -> Option<Vec<Option<usize>>> {
    let places = split(line).map(|word| match word {
        NOTHING => Some(None),
        word => targets.get(place(word)?).copied().map(Some),
    });
    let places: Vec<_> = places.collect::<Option<_>>()?;
    (!places.is_empty()).then_some(places)
}

/// `3 1 2`: every item once.
fn order(key: &Sequence, quiz: &Quiz, line: &str) -> Option<Response> {
    let items = split(line).map(|word| quiz.order.get(place(word)?).copied());
    let items: Vec<_> = items.collect::<Option<_>>()?;
    let mut sorted = items.clone();
    sorted.sort_unstable();
    sorted
        .into_iter()
        .eq(0..key.items.len())
        .then_some(Response::Ordered(items))
}

/// What a line puts into a gap: words, or an option by its number or its words.
fn gap(quiz: &Quiz, question: &Question, gap: usize, line: &str) -> Option<String> {
    let line = line.trim();
    if line == NOTHING || line.is_empty() {
        return Some(String::new());
    }
    let Some(options) = quiz::gap_options(question, gap) else {
        return Some(line.to_owned());
    };
    let by_number = place(line).and_then(|shown| options.get(*quiz.gap_order(gap).get(shown)?));
    let by_words = || {
        options
            .iter()
            .find(|option| option.to_lowercase() == line.to_lowercase())
    };
    by_number.or_else(by_words).map(|words| (*words).to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_named_by_letter_or_number_in_the_order_shown() {
        let targets = [2, 0, 1];
        for (line, wanted) in [
            ("a", Some(vec![Some(2)])),
            ("b, A c.", Some(vec![Some(0), Some(2), Some(1)])),
            ("1 - 3", Some(vec![Some(2), None, Some(1)])),
            ("a a", Some(vec![Some(2), Some(2)])),
            ("d", None),
            ("0", None),
            ("a ab", None),
            ("", None),
        ] {
            assert_eq!(places(line, &targets), wanted, "{line:?}");
        }
        assert_eq!(
            (name(1, 26), name(1, 27), name(300, 400)),
            ("b".into(), "2".into(), "301".into())
        );
    }
}
