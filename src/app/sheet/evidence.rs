//! What Recto took for a key point, marked in what the learner wrote and in the point.
//!
//! **Invariant:** what is underlined is also told by a number or in quotation marks.

use crate::app::rows::{self, ACCENT, PLAIN};
use crate::course::question::Point;
use crate::page::{Glyphs, Line, Look, Run};
use crate::study::points::{Evidence, Wording};

/// The lines of a response, in which what speaks for a point is underlined and followed by the
/// point's number.
pub(super) fn marked(response: &str, found: &[Option<Evidence>]) -> Vec<Vec<Run>> {
    let marks: Vec<(usize, &Evidence)> = (1..)
        .zip(found)
        .filter_map(|(number, found)| Some((number, found.as_ref()?)))
        .collect();
    let mut start = 0;
    response
        .split_inclusive('\n')
        .map(|line| {
            let runs = marked_line(response, start, line.trim_end_matches(['\r', '\n']), &marks);
            start += line.len();
            runs
        })
        .collect()
}

/// One line, which starts at that byte of the response.
fn marked_line(response: &str, start: usize, line: &str, marks: &[(usize, &Evidence)]) -> Vec<Run> {
    let end = start + line.len();
    let mut cuts: Vec<usize> = marks
        .iter()
        .flat_map(|(_, found)| [found.range.start, found.range.end])
        .filter(|cut| (start..end).contains(cut))
        .chain([start, end])
        .collect();
    cuts.sort_unstable();
    cuts.dedup();
    let mut runs = Vec::new();
    for part in cuts.windows(2) {
        let is_found = marks
            .iter()
            .any(|(_, found)| found.range.contains(&part[0]));
        let look = if is_found { underlined(PLAIN) } else { PLAIN };
        runs.push(rows::run(&response[part[0]..part[1]], look));
        let ends = marks.iter().filter(|(_, found)| found.range.end == part[1]);
        runs.extend(ends.map(|(number, _)| rows::run(format!("[{number}]"), ACCENT)));
    }
    runs
}

/// A point's own words; those that the response met are underlined.
pub(super) fn point(point: &Point, found: Option<&Evidence>, look: Look) -> Vec<Run> {
    let met = match found.map(|found| &found.of) {
        Some(Wording::Text(met)) => met.as_slice(),
        _ => &[],
    };
    let mut runs = Vec::new();
    let mut at = 0;
    for range in met {
        runs.push(rows::run(&point.text[at..range.start], look));
        runs.push(rows::run(&point.text[range.clone()], underlined(look)));
        at = range.end;
    }
    runs.push(rows::run(&point.text[at..], look));
    runs
}

/// `in yours: "help each other" · accepted: "help one another"`: the words in both texts.
pub(super) fn told(point: &Point, found: &Evidence, response: &str, glyphs: Glyphs) -> String {
    let dot = match glyphs {
        Glyphs::Unicode => "·",
        Glyphs::Ascii => "-",
    };
    let words = response.get(found.range.clone()).unwrap_or_default();
    format!("in yours: \"{words}\" {dot} {}", met(point, found))
}

/// `accepted: "help one another"`, `for: "members … learn"`: which words of the author's were met.
pub fn met(point: &Point, found: &Evidence) -> String {
    match &found.of {
        Wording::Accepted(index) => {
            let wording = point.accept.get(*index).map_or("", |wording| wording);
            format!("accepted: \"{wording}\"")
        }
        Wording::Text(met) => {
            let mut words = String::new();
            let mut end = None;
            for range in met {
                let between = end.map_or("", |end| match &point.text[end..range.start] {
                    " " => " ",
                    _ => " … ",
                });
                words.push_str(between);
                words.push_str(&point.text[range.clone()]);
                end = Some(range.end);
            }
            format!("for: \"{words}\"")
        }
    }
}

fn underlined(look: Look) -> Look {
    Look {
        line: Line::Under,
        ..look
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::text::Clean;

    fn found(range: std::ops::Range<usize>, of: Wording) -> Evidence {
        Evidence { range, of }
    }

    /// The runs with `_` around what is underlined.
    fn shown(runs: &[Run]) -> String {
        let run = |run: &Run| match run.look.line {
            Line::Under => format!("_{}_", run.text),
            _ => run.text.clone(),
        };
        runs.iter().map(run).collect()
    }

    #[test]
    fn evidence_is_underlined_and_numbered() {
        let response = "they help\neach other, so\n\nthey learn";
        let marks = [
            Some(found(5..20, Wording::Accepted(0))),
            None,
            Some(found(10..20, Wording::Accepted(0))),
            Some(found(31..36, Wording::Accepted(0))),
        ];
        let lines = marked(response, &marks);
        let lines: Vec<_> = lines.iter().map(|runs| shown(runs)).collect();
        assert_eq!(
            lines,
            [
                "they _help_",
                "_each other_[1][3], so",
                "",
                "they _learn_[4]"
            ]
        );
        assert_eq!(shown(&marked("", &marks).concat()), "");
    }

    #[test]
    fn both_texts_are_quoted() {
        let idea = Point {
            text: Clean::words("members learn from one another"),
            accept: vec![Clean::words("help each other")],
        };
        let text = found(0..2, Wording::Text(vec![0..7, 8..13, 19..30]));
        let quote = told(&idea, &text, "So it is", Glyphs::Unicode);
        assert_eq!(
            quote,
            "in yours: \"So\" · for: \"members learn … one another\""
        );
        let runs = point(&idea, Some(&text), PLAIN);
        assert_eq!(shown(&runs), "_members_ _learn_ from _one another_");
        let accepted = found(0..2, Wording::Accepted(0));
        let quote = told(&idea, &accepted, "So it is", Glyphs::Ascii);
        assert_eq!(quote, "in yours: \"So\" - accepted: \"help each other\"");
        assert_eq!(
            shown(&point(&idea, Some(&accepted), PLAIN)),
            idea.text.to_string()
        );
    }
}
