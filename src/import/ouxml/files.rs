//! Several OU-XML files as one course: each is a section at its top.
//!
//! **Invariant:** files come in the order of the numbers in their names. What they have in common comes
//! in once; what differs, and what is not read, is told.

use std::borrow::Cow;
use std::cmp::Ordering;
use std::collections::HashSet;

use super::figure::Album;
use super::merge::Merge;
use super::source::{LARGEST, Source, is_item, mend, parse, stem};
use super::{Reader, Xml, child, elements, name, pieces, text};
use crate::course::problem::quoted;
use crate::import::{Files, Imported, Refusal};
use crate::text::Clean;

/// Are there OU-XML files among these, and no package that they are only a part of?
pub fn are_ours(files: &dyn Files) -> bool {
    const PACKAGES: [&str; 2] = ["imsmanifest.xml", "META-INF/container.xml"];
    let names = files.names();
    let is_package = |name: &String| PACKAGES.iter().any(|package| name.ends_with(package));
    !names.iter().any(is_package) && names.iter().any(|name| is_ours(files, name))
}

fn is_ours(files: &dyn Files, name: &str) -> bool {
    let end = name.rsplit('.').next().unwrap_or_default();
    end.eq_ignore_ascii_case("xml") && files.read(name).is_ok_and(|bytes| is_item(&bytes))
}

/// Reads all OU-XML files among these as one course.
pub fn read(folder: &str, files: &dyn Files) -> Result<Imported, Refusal> {
    let mut names: Vec<&str> = files.names().iter().map(String::as_str).collect();
    names.retain(|name| is_ours(files, name));
    names.sort_by(|a, b| in_order(a, b));
    let mut reader = Reader::new(stem(folder));
    reader.album = Album::of(files);
    let all = load(files, &names, &mut reader)?;
    let mut sources = Vec::new();
    let mut refusals = Vec::new();
    for (name, bytes) in &all {
        match Source::of(name, bytes) {
            Ok(source) => sources.push(source),
            Err(refusal) => refusals.push((*name, refusal)),
        }
    }
    let heads: Vec<_> = sources.iter().map(Head::of).collect();
    if sources.len() > 1 {
        let title = title(&heads, folder, &mut reader);
        reader.course.rename(&title, stem(folder));
    }
    let mut merge = Merge::default();
    for (source, head) in sources.iter().zip(&heads) {
        let title = (sources.len() > 1).then(|| head.title(&heads, source.name));
        let result = reader.file(source, title.as_deref());
        for name in &head.names {
            reader.links.call(name);
        }
        merge.take(&mut reader.course.course);
        refusals.extend(result.err().map(|refusal| (source.name, refusal)));
    }
    for (name, refusal) in &refusals {
        let what = format!("{}; what follows there is missing", refusal.what);
        reader.course.note_at(name, &what);
    }
    tell_others(files, &names, &mut reader);
    if !reader.course.is_open()
        && let Some((name, refusal)) = refusals.into_iter().next()
    {
        let what = format!("{}: {}", Clean::trimmed(name), refusal.what);
        return Err(Refusal { what, ..refusal });
    }
    reader.finish()
}

/// A file's name and its bytes.
type Loaded<'n> = (&'n str, Cow<'n, [u8]>);

/// The files of these names, but for those that are the same as another.
fn load<'n>(
    files: &'n dyn Files,
    names: &[&'n str],
    reader: &mut Reader,
) -> Result<Vec<Loaded<'n>>, Refusal> {
    let mut all: Vec<Loaded> = Vec::new();
    let mut size = 0;
    for name in names {
        let bytes = match files.read(name) {
            Ok(bytes) => bytes,
            Err(what) => {
                reader.course.note_at(name, &what);
                continue;
            }
        };
        size += bytes.len();
        if size > LARGEST {
            let what = format!("the files have more than {} MB together", LARGEST >> 20);
            return Err(Refusal::new(what, "import some of them at a time"));
        }
        all.push((name, bytes));
    }
    let mut seen = HashSet::new();
    let is_new: Vec<_> = all.iter().map(|(_, bytes)| seen.insert(&**bytes)).collect();
    let mut is_new = is_new.into_iter();
    all.retain(|(name, _)| {
        let is_new = is_new.next().unwrap_or(true);
        if !is_new {
            let what = "it is the same as a file before it; it was left out";
            reader.course.note_at(name, what);
        }
        is_new
    });
    Ok(all)
}

/// Tells of the files that are neither OU-XML nor a picture of the course.
fn tell_others(files: &dyn Files, names: &[&str], reader: &mut Reader) {
    const MOST: usize = 5;
    let read: HashSet<_> = names.iter().copied().collect();
    let others: Vec<_> = files
        .names()
        .iter()
        .filter(|name| !read.contains(&***name) && !reader.album.has_taken(name))
        .collect();
    if others.is_empty() {
        return;
    }
    let shown: Vec<_> = others.iter().take(MOST).map(|name| quoted(name)).collect();
    let more = if others.len() > MOST { " …" } else { "" };
    let what = match others.len() {
        1 => format!("another file was not read: {}", shown[0]),
        n => format!("{n} other files were not read: {}{more}", shown.join(", ")),
    };
    let place = reader.course.course.title.to_string();
    reader.course.note_at(&place, &what);
}

/// What a file says of itself before it is read.
#[derive(Debug, Default)]
struct Head {
    /// The course that it is of, and its code.
    course: [Clean; 2],
    /// What it may be called itself, the best first.
    titles: Vec<Clean>,
    /// By what other files may call it.
    names: Vec<String>,
}

impl Head {
    /// The head of a file; of one that is broken, little is known.
    fn of(source: &Source) -> Self {
        let mut head = Self::default();
        head.names.push(stem(source.name).to_owned());
        // Without the sessions little is left to parse.
        let (frame, _) = pieces::cut(source.text(), pieces::WHOLE_SESSIONS);
        match parse(&frame, source.budget()) {
            Ok(document) => head.fill(document.root_element()),
            Err(error) => {
                let mended = mend(&frame, &error);
                let document = mended
                    .as_ref()
                    .map(|mended| parse(&mended.text, source.budget()));
                if let Ok(Ok(document)) = document {
                    head.fill(document.root_element());
                }
            }
        }
        head
    }

    fn fill(&mut self, item: Xml) {
        let words = |node: Xml, wanted| {
            let words = child(node, wanted).map(|node| Clean::trimmed(&text(node)));
            words.unwrap_or_default()
        };
        self.course = [words(item, "CourseTitle"), words(item, "CourseCode")];
        let mut units = elements(item).filter(|node| name(*node) == "Unit");
        let sole = units.next().filter(|_| units.next().is_none());
        let of_unit = |wanted| sole.map(|unit| words(unit, wanted)).unwrap_or_default();
        self.titles = vec![words(item, "ItemTitle"), of_unit("UnitTitle")];
        let ids = [words(item, "ItemID"), of_unit("UnitID")];
        let names = ids.iter().chain(&self.titles);
        self.names.extend(names.map(Clean::to_string));
    }

    /// The title that tells this file from all others.
    fn title(&self, all: &[Self], name: &str) -> String {
        let is_own = |title: &&Clean| {
            let bearers = all.iter().filter(|head| head.titles.contains(title));
            !title.is_empty() && bearers.count() == 1
        };
        let own = self.titles.iter().find(is_own);
        own.map_or_else(|| stem(name).to_owned(), Clean::to_string)
    }
}

/// What the course is called: what all its files call it, else as the folder.
fn title(heads: &[Head], folder: &str, reader: &mut Reader) -> String {
    let [titles, codes] = [0, 1].map(|at| names(heads.iter().map(|head| &head.course[at])));
    let items = names(heads.iter().filter_map(|head| head.titles.first()));
    if let ([title], _) | ([], [title]) = (&titles[..], &items[..]) {
        return title.to_string();
    }
    if titles.len() > 1 || codes.len() > 1 {
        let which = if titles.len() > 1 { titles } else { codes };
        let which: Vec<_> = which.iter().map(|name| quoted(name)).collect();
        let what = format!(
            "these files seem to be of different courses: {}; import them one by one if they are",
            which.join(", ")
        );
        reader.course.note_at(folder, &what);
    }
    stem(folder).to_owned()
}

/// All names that are there, each once.
fn names<'h>(names: impl Iterator<Item = &'h Clean>) -> Vec<&'h Clean> {
    let mut seen = HashSet::new();
    names
        .filter(|name| !name.is_empty() && seen.insert(*name))
        .collect()
}

/// By their letters, but numbers by their size: `Unit 2` comes before `Unit 10`.
fn in_order(first: &str, second: &str) -> Ordering {
    let (mut one, mut other) = (first, second);
    loop {
        let (Some(x), Some(y)) = (one.chars().next(), other.chars().next()) else {
            return one.len().cmp(&other.len()).then_with(|| first.cmp(second));
        };
        let order = if x.is_ascii_digit() && y.is_ascii_digit() {
            let (size, other_size);
            (size, one) = number(one);
            (other_size, other) = number(other);
            (size.len(), size).cmp(&(other_size.len(), other_size))
        } else {
            one = &one[x.len_utf8()..];
            other = &other[y.len_utf8()..];
            // A folder comes before what has its name and more.
            let rank = |c: char| (c != '/', c.to_lowercase().next());
            rank(x).cmp(&rank(y))
        };
        if order != Ordering::Equal {
            return order;
        }
    }
}

/// The number that a text starts with, without zeros before it, and the rest.
fn number(text: &str) -> (&str, &str) {
    let end = text
        .find(|c: char| !c.is_ascii_digit())
        .unwrap_or(text.len());
    let (number, rest) = text.split_at(end);
    (number.trim_start_matches('0'), rest)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_come_in_the_order_of_their_numbers() {
        let mut names = [
            "unit 10.xml",
            "Unit 2.xml",
            "unit 02b.xml",
            "a/2.xml",
            "a b/1.xml",
            "a/10.xml",
            "unit 1.xml",
        ];
        names.sort_by(|a, b| in_order(a, b));
        let expected = [
            "a/2.xml",
            "a/10.xml",
            "a b/1.xml",
            "unit 1.xml",
            "Unit 2.xml",
            "unit 02b.xml",
            "unit 10.xml",
        ];
        assert_eq!(names, expected);
    }
}
