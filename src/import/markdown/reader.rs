//! A course while its texts are read.
//!
//! **Invariant:** a question is taken into the section in which it stands; links lead to texts of the
//! course or to the web, and to no other file.

use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

use super::front::{self, Front};
use super::parts::{self, Part};
use super::places::Placed;
use super::stem;
use crate::course::block::{Block, Definition, Figure, Inline, Target};
use crate::course::id::QuestionId;
use crate::course::problem::{Problem, quoted};
use crate::course::question::{Group, Question};
use crate::course::{Footnote, Section};
use crate::import::assembly::Assembly;
use crate::import::html::{self, Document, Guide, Node, Places};
use crate::import::web::{Album, bare};
use crate::import::{Files, Imported, LARGEST, Note, Refusal, encoding, flat};
use crate::markup::markdown;
use crate::text::Clean;

/// A question that is to be taken in.
pub struct Asked {
    /// What its id is made of.
    pub wanted: String,
    /// The question.
    pub question: Question,
    /// What it shares with others, under the name that its text has for that.
    pub group: Option<Group>,
}

/// A course while its texts are read.
pub struct Reader<'f> {
    /// The course so far.
    pub course: Assembly,
    /// Files that are texts of the course.
    pub pages: HashSet<String>,
    /// What came along.
    pub files: Option<&'f dyn Files>,
    /// The file that is read.
    pub file: String,
    /// Files that texts took in.
    pub included: HashSet<String>,
    /// Bytes that texts may still take in of other files.
    pub may_include: usize,
    /// Quizzes that were taken in.
    pub quizzes: HashSet<String>,
    album: Album<'f>,
    places: Places,
    /// Names that groups have in the course, by section and the names that their texts have for them.
    groups: HashMap<(usize, Clean), Clean>,
    /// Files that links lead to and that are not there.
    absent: BTreeSet<String>,
}

impl<'f> Reader<'f> {
    /// A reader of a course of that title; `spare` makes its id where the title gives none.
    pub fn new(title: &str, spare: &str, files: Option<&'f dyn Files>) -> Self {
        let title = if title.trim().is_empty() {
            spare
        } else {
            title
        };
        Self {
            course: Assembly::new(title, spare),
            pages: HashSet::new(),
            files,
            file: String::new(),
            included: HashSet::new(),
            may_include: LARGEST,
            quizzes: HashSet::new(),
            album: Album::new(files),
            places: Places::default(),
            groups: HashMap::new(),
            absent: BTreeSet::new(),
        }
    }

    /// The text of a file, with `\n` at the ends of its lines.
    pub fn text(&mut self, file: &str, bytes: &[u8]) -> Result<String, Refusal> {
        if bytes.len() > LARGEST {
            let what = format!("{} has more than {} MB", quoted(file), LARGEST >> 20);
            return Err(Refusal::new(what, "import a part of it"));
        }
        let decoded = encoding::read(bytes, None);
        if decoded.guess.is_some() {
            let what = "the file is not in UTF-8; it was read as Windows-1252";
            self.course.note_at(file, what);
        }
        let text = decoded.text;
        Ok(if text.contains('\r') {
            text.replace("\r\n", "\n").replace('\r', "\n")
        } else {
            text.into_owned()
        })
    }

    /// Reads a file that is a course by itself.
    pub fn single(&mut self, file: &str, text: &str) {
        let (front, body) = front::split(text);
        let body = body.as_deref().unwrap_or(text);
        let (mut parts, placed) = self.parts(file, body);
        if !front.title.is_empty() {
            self.course.rename(&front.title, stem(file));
        } else if parts[0].blocks.is_empty()
            && let Some(first) = parts.get(1).and_then(|part| part.heading.as_ref())
        {
            let is_only = parts.iter().filter(|part| part.level() == Some(1)).count() == 1;
            if first.level == 1 && is_only {
                let title = flat::words(&first.words);
                self.course.rename(&title, stem(file));
                // A title with nothing under it is the course’s alone.
                if parts[1].blocks.is_empty() && parts.len() > 2 {
                    parts.remove(1);
                }
            }
        }
        let title = self.course.course.title.to_string();
        self.about(&front);
        self.take(parts, placed, 1, &title);
    }

    /// Reads a file that is one of many; `title` is what it is called elsewhere.
    pub fn page(&mut self, file: &str, text: &str, level: u8, title: &str) {
        let (front, body) = front::split(text);
        let body = body.as_deref().unwrap_or(text);
        let (mut parts, placed) = self.parts(file, body);
        let title = if front.title.is_empty() {
            title
        } else {
            &front.title
        };
        let is_headed =
            parts[0].blocks.is_empty() && parts.get(1).is_some_and(|part| part.level() == Some(1));
        if !title.is_empty() && !is_headed && parts.iter().all(|part| part.level() != Some(1)) {
            // Its heading stands elsewhere.
            parts[0].heading = Some(parts::Heading {
                level: 1,
                slug: Clean::default(),
                words: vec![Inline::plain(Clean::words(title))],
            });
        } else if !front.title.is_empty() && is_headed {
            let same = parts[1]
                .heading
                .as_ref()
                .map(|heading| flat::words(&heading.words));
            if same.as_deref() != Some(&*front.title) {
                let what = format!("the file calls itself “{}” too", front.title);
                self.course.note_at(file, &what);
            }
        }
        self.about(&front);
        self.take(
            parts,
            placed,
            level,
            if title.is_empty() { stem(file) } else { title },
        );
    }

    /// Keeps what a text says of itself.
    fn about(&mut self, front: &Front) {
        let course = &mut self.course.course;
        for author in &front.authors {
            let author = Clean::trimmed(author);
            if !author.is_empty() && !course.authors.contains(&author) {
                course.authors.push(author);
            }
        }
        if course.language.is_empty() {
            course.language = Clean::trimmed(&front.language);
        }
        let is_single = self.files.is_none();
        let mut rest = front.rest.clone();
        if is_single {
            course.description = markdown::fragment(&front.description);
        } else if !front.description.is_empty() {
            rest.push(front.description.clone());
        }
        if !rest.is_empty() {
            let what = format!("lines above the text were left out: {}", rest.join(" / "));
            let file = self.file.clone();
            self.course.note_at(&file, &what);
        }
    }

    /// The parts of a text, and what is asked in it.
    fn parts(&mut self, file: &str, text: &str) -> (Vec<Part>, Placed) {
        file.clone_into(&mut self.file);
        let (text, mut placed) = self.place(text);
        let mut read = markdown::read_page(&text, file);
        read.blocks.retain(|block| !is_comment(block));
        self.note_all(read.problems);
        placed.footnotes = read.footnotes;
        (parts::parts(read.blocks), placed)
    }

    /// Takes the parts of a text in.
    fn take(&mut self, parts: Vec<Part>, mut placed: Placed, level: u8, title: &str) {
        let file = self.file.clone();
        let has_top = parts.iter().any(|part| part.level() == Some(1));
        // Has a section of this text begun, and one that those of the second level lie in?
        let (mut has_any, mut is_open) = (false, false);
        for part in parts {
            let at = match &part.heading {
                None if part.blocks.is_empty() => continue,
                None => {
                    self.course.open(level, title);
                    self.here()
                }
                Some(heading) => {
                    let is_below = heading.level == 2 && (has_top || is_open);
                    let words = flat::words(&heading.words);
                    self.course.open(level + u8::from(is_below), &words);
                    let at = self.here();
                    self.places.put(&file, &heading.slug, at, None);
                    at
                }
            };
            has_any = true;
            is_open = is_open || part.level() != Some(2);
            self.places.put(&file, "", at, None);
            self.fill(part.blocks, &mut placed);
        }
        if !placed.is_empty() && !has_any {
            self.course.open(level, title);
        }
        self.take_rest(placed);
    }

    /// The index of the section that is open.
    fn here(&self) -> usize {
        self.course.course.sections.len().saturating_sub(1)
    }

    /// Puts blocks into the section that is open, with their footnotes.
    fn fill(&mut self, blocks: Vec<Block>, placed: &mut Placed) {
        let file = self.file.clone();
        let at = self.here();
        let mut mentioned = HashSet::new();
        for block in &blocks {
            if let Block::Heading { slug, .. } = block {
                self.places.put(&file, slug, at, Some(slug.clone()));
            }
        }
        let mut blocks = blocks;
        for block in &mut blocks {
            block.each_line(&mut |line| {
                let targets = line.iter().filter_map(|inline| inline.target.as_ref());
                mentioned.extend(targets.filter_map(|target| match target {
                    Target::Footnote(label) => Some(label.clone()),
                    _ => None,
                }));
            });
        }
        let blocks = self.settle(blocks, placed);
        for block in self.headed(blocks) {
            self.course.push(block);
        }
        let (here, rest) = std::mem::take(&mut placed.footnotes)
            .into_iter()
            .partition(|note: &Footnote| mentioned.contains(&note.label));
        placed.footnotes = rest;
        for note in here {
            let blocks = self.settle(note.blocks, placed);
            self.course.footnote(Footnote { blocks, ..note });
        }
    }

    /// Takes in what has no place in the text.
    fn take_rest(&mut self, mut placed: Placed) {
        for note in std::mem::take(&mut placed.footnotes) {
            for block in self.settle(note.blocks, &mut placed) {
                self.course.push(block);
            }
        }
        for asked in placed.rest() {
            self.ask(asked);
        }
    }

    /// Takes a question into the section that is open; gives its name there.
    pub fn ask(&mut self, asked: Asked) -> QuestionId {
        let Asked {
            wanted,
            mut question,
            group,
        } = asked;
        if let Some(group) = group {
            // The section begins, if none has.
            self.course.section();
            let key = (self.here(), group.id.clone());
            let id = if let Some(known) = self.groups.get(&key) {
                known.clone()
            } else {
                let name = group.id.to_string();
                let id = self.course.group(&name, group);
                self.groups.insert(key, id.clone());
                id
            };
            question.group = Some(id);
        }
        self.course.take(&wanted, question)
    }

    /// Markdown that stands alone, such as a prompt of foreign make.
    pub fn blocks(&mut self, text: &str) -> Vec<Block> {
        let read = markdown::read_page(text, "");
        let notes = read.footnotes.into_iter().flat_map(|note| note.blocks);
        let blocks = read
            .blocks
            .into_iter()
            .chain(notes)
            .map(|block| match block {
                Block::Heading {
                    level,
                    slug,
                    content,
                } => Block::Heading {
                    level: level.max(2),
                    slug,
                    content,
                },
                block => block,
            });
        self.settle(blocks.collect(), &mut Placed::default())
    }

    /// Blocks with their links, pictures, HTML and questions as they are in the course.
    pub fn settle(&mut self, mut blocks: Vec<Block>, placed: &mut Placed) -> Vec<Block> {
        for block in &mut blocks {
            block.each_line(&mut |line| self.follow(line));
        }
        self.settle_all(blocks, placed)
    }

    /// The same, of all that a question says.
    pub fn settle_question(&mut self, question: &mut Question) {
        question.each_line(&mut |line| self.follow(line));
        for blocks in [
            &mut question.prompt,
            &mut question.hint,
            &mut question.answer,
            &mut question.discussion,
            &mut question.reflection,
            &mut question.feedback.always,
            &mut question.feedback.right,
            &mut question.feedback.wrong,
        ] {
            *blocks = self.settle_all(std::mem::take(blocks), &mut Placed::default());
        }
    }

    fn settle_all(&mut self, blocks: Vec<Block>, placed: &mut Placed) -> Vec<Block> {
        let mut out = Vec::with_capacity(blocks.len());
        for block in blocks {
            match block {
                Block::Code { language, text } if &*language == markdown::RAW => {
                    let document = Document::parse(&text);
                    out.extend(html::blocks(document.body().children(), self));
                }
                Block::Question(id) => {
                    if let Some(asked) = placed.take(&id) {
                        let ids = asked.into_iter().map(|asked| self.ask(asked));
                        out.extend(ids.map(Block::Question));
                    } else {
                        let what = format!("there is no question {}", quoted(id.as_str()));
                        self.course.note(&what);
                    }
                }
                Block::List { start, items } => {
                    let items = items.into_iter().map(|item| self.settle_all(item, placed));
                    let items = items.collect();
                    out.push(Block::List { start, items });
                }
                Block::Definitions(definitions) => {
                    let definitions = definitions.into_iter().map(|definition| {
                        let meanings = definition.meanings.into_iter();
                        let meanings = meanings.map(|meaning| self.settle_all(meaning, placed));
                        Definition {
                            meanings: meanings.collect(),
                            term: definition.term,
                        }
                    });
                    let definitions = definitions.collect();
                    out.push(Block::Definitions(definitions));
                }
                Block::Quote { blocks, source } => {
                    let blocks = self.settle_all(blocks, placed);
                    out.push(Block::Quote { blocks, source });
                }
                Block::Callout {
                    label,
                    title,
                    blocks,
                } => {
                    let blocks = self.settle_all(blocks, placed);
                    out.push(Block::Callout {
                        label,
                        title,
                        blocks,
                    });
                }
                Block::Figure(figure) => {
                    let path = self.show(&figure.path);
                    let description = self.settle_all(figure.description, placed);
                    out.push(Block::Figure(Figure {
                        path,
                        description,
                        ..figure
                    }));
                }
                block => out.push(block),
            }
        }
        out
    }

    /// Lets the links of a line lead where they do in the course.
    fn follow(&mut self, line: &mut [Inline]) {
        for inline in line {
            inline.target = match inline.target.take() {
                Some(Target::Web(address)) => self.target(&address),
                Some(Target::Heading(slug)) => Some(Places::link(&self.file, &slug)),
                // Sections and terms have names in courses of ours alone.
                Some(Target::Section(..) | Target::Term(_)) => None,
                target => target,
            };
        }
    }

    fn target(&mut self, address: &str) -> Option<Target> {
        if let Some(target) = html::web(address) {
            return Some(target);
        }
        let (path, id) = html::resolve(&self.file, address)?;
        let made = path.rsplit_once('.').map(|(stem, _)| format!("{stem}.md"));
        let inside = |name: &str| format!("{}/{name}", path.trim_end_matches('/'));
        let names = [
            Some(path.clone()),
            made,
            Some(inside("README.md")),
            Some(inside("index.md")),
        ];
        let page = names
            .into_iter()
            .flatten()
            .find(|name| self.pages.contains(name));
        if page.is_none() {
            self.absent.insert(Clean::trimmed(&path).to_string());
        }
        page.map(|page| Places::link(&page, &id))
    }

    /// The path in the course of a picture.
    pub fn show(&mut self, address: &str) -> Clean {
        let beside = self.album.find(&mut self.course, &self.file, address);
        beside.unwrap_or_else(|| {
            let path = address.split(['?', '#']).next().unwrap_or_default();
            Clean::trimmed(bare(path))
        })
    }

    /// Notes what is wrong in a file; what is the same is told once.
    pub fn note_all(&mut self, problems: Vec<Problem>) {
        let mut told: BTreeMap<(String, String), (usize, usize)> = BTreeMap::new();
        for problem in problems {
            let key = (problem.place.file.to_string(), problem.what);
            told.entry(key).or_insert((problem.place.line, 0)).1 += 1;
        }
        for ((file, what), (line, n)) in told {
            let place = if line > 0 {
                format!("{file}:{line}")
            } else {
                file
            };
            let more = if n > 1 {
                format!(" ({n} times)")
            } else {
                String::new()
            };
            self.course.note_at(&place, &format!("{what}{more}"));
        }
    }

    /// The course, if there is anything to study in it; `name` is the file or folder it came from.
    pub fn finish(mut self, name: &str) -> Result<Imported, Refusal> {
        let title = self.course.course.title.to_string();
        if let Some(note) = self.album.note() {
            self.course.note_at(&title, &note);
        }
        if !self.absent.is_empty() {
            let names: Vec<_> = self.absent.iter().take(5).map(String::as_str).collect();
            let more = if self.absent.len() > 5 { " …" } else { "" };
            let n = self.absent.len();
            let names = names.join(", ");
            let what = format!(
                "links to files that are no texts of the course are words now ({n}): {names}{more}"
            );
            self.course.note_at(&title, &what);
        }
        let mut imported = self.course.finish();
        let is_empty =
            |section: &Section| section.blocks.is_empty() && section.questions.is_empty();
        if imported.sections.iter().all(is_empty) {
            let what = format!("{} holds no text to study", quoted(name));
            let advice = "choose a file or folder with text in Markdown";
            return Err(Refusal::new(what, advice));
        }
        let n_lost = self.places.lead(&mut imported);
        if n_lost > 0 {
            let what = format!("links to places that are not in the text are words now ({n_lost})");
            imported.notes.push(Note {
                place: Clean::trimmed(&title),
                what: Clean::trimmed(&what),
            });
        }
        Ok(imported)
    }
}

/// What a question’s id is made of: its first words, or `spare`.
pub fn named(prompt: &[Block], spare: &str) -> String {
    /// Letters that tell questions apart.
    const LONGEST: usize = 60;
    let words = prompt.first().map(Block::text).unwrap_or_default();
    let words: String = words.chars().take(LONGEST).collect();
    if words.chars().any(char::is_alphabetic) {
        words
    } else {
        spare.to_owned()
    }
}

/// An id that stands for the one that a question gets.
pub fn unnamed() -> QuestionId {
    QuestionId::new("question").expect("letters are fit")
}

/// Is it a comment and nothing else?
fn is_comment(block: &Block) -> bool {
    match block {
        Block::Code { language, text } if &**language == markdown::RAW => {
            let inside = text
                .strip_prefix("<!--")
                .and_then(|rest| rest.split_once("-->"));
            inside.is_some_and(|(_, rest)| rest.trim().is_empty())
        }
        _ => false,
    }
}

impl Guide for Reader<'_> {
    fn link(&mut self, _node: Node, address: &str) -> Option<Target> {
        self.target(address)
    }

    fn picture(&mut self, _node: Node, address: &str) -> Clean {
        self.show(address)
    }

    fn note(&mut self, what: &str) {
        self.course.note(what);
    }
}
