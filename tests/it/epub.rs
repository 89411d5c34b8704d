//! Books in EPUB come in.

use std::borrow::Cow;
use std::collections::{BTreeMap, HashMap};
use std::fs::File;
use std::path::{Path, PathBuf};

use recto::course::block::{Block, Target};
use recto::course::check::{blocks_of, each_block};
use recto::course::question::Kind;
use recto::import::archive::Archive;
use recto::import::{Files, Imported, Input, Refusal, epub, format};
use recto::text::Clean;

use crate::ouxml_count::imported_text;

/// Files of a package, in memory.
struct Package {
    names: Vec<String>,
    files: BTreeMap<String, String>,
}

impl Package {
    fn of(files: &[(&str, &str)]) -> Self {
        let files: BTreeMap<_, _> = files
            .iter()
            .map(|(name, text)| ((*name).to_owned(), (*text).to_owned()))
            .collect();
        Self {
            names: files.keys().cloned().collect(),
            files,
        }
    }
}

impl Files for Package {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        let text = self.files.get(name).ok_or("it is not there")?;
        Ok(Cow::Borrowed(text.as_bytes()))
    }
}

fn read(package: &Package) -> Result<Imported, Refusal> {
    epub::read(&Input::Files {
        name: "bread.epub",
        files: package,
    })
}

const CONTAINER: (&str, &str) = (
    "META-INF/container.xml",
    "<?xml version='1.0'?><container xmlns='urn:oasis:names:tc:opendocument:xmlns:container'><rootfiles>\
     <rootfile full-path='OEBPS/book.opf' media-type='application/oebps-package+xml'/></rootfiles></container>",
);

const PACKAGE: &str = "<?xml version='1.0'?><package xmlns='http://www.idpf.org/2007/opf' version='3.0'>\
<metadata xmlns:dc='http://purl.org/dc/elements/1.1/'><dc:title>Why bread rises</dc:title>\
<dc:creator>Ada Miller</dc:creator><dc:language>en-GB</dc:language><dc:rights>Share it.</dc:rights>\
<dc:identifier>https://bread.example/book</dc:identifier></metadata><manifest>\
<item id='nav' href='nav.xhtml' media-type='application/xhtml+xml' properties='nav'/>\
<item id='c1' href='text/one.xhtml' media-type='application/xhtml+xml'/>\
<item id='c2' href='text/two%20ovens.xhtml' media-type='application/xhtml+xml'/>\
<item id='c3' href='text/gone.xhtml' media-type='application/xhtml+xml'/>\
<item id='out' href='../../out.xhtml' media-type='application/xhtml+xml'/>\
<item id='end' href='text/end.xhtml' media-type='application/xhtml+xml'/>\
<item id='p' href='loaf.png' media-type='image/png'/></manifest><spine><itemref idref='nav'/>\
<itemref idref='end' linear='no'/><itemref idref='c1'/><itemref idref='c2'/><itemref idref='c2'/>\
<itemref idref='c3'/><itemref idref='out'/><itemref idref='nobody'/></spine></package>";

const NAV: &str = "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:epub='http://www.idpf.org/2007/ops'><body>\
<nav epub:type='toc'><h1>Contents</h1><ol><li><a href='text/one.xhtml'>Dough</a><ol><li>\
<a href='text/two%20ovens.xhtml#top'>Ovens</a></li></ol></li></ol></nav></body></html>";

const ONE: &str = "<?xml version='1.0' encoding='utf-8'?><!DOCTYPE html><html xmlns='http://www.w3.org/1999/xhtml' \
xmlns:epub='http://www.idpf.org/2007/ops'><head><title/><script src='x.js'/></head><body><section><h1>1 Dough</h1>\
<p>Flour &amp; water&nbsp;meet.<a epub:type='noteref' href='#n1'>1</a> <span epub:type='pagebreak' title='7'/>See \
<a href='two%20ovens.xhtml#crust'>the crust</a>.</p><figure><img src='../loaf.png' alt='A loaf'/><figcaption>Figure 1\
</figcaption></figure><aside epub:type='footnote' id='n1'><p>Salt comes later.</p></aside><h2>1.1 Yeast</h2>\
<p>It is alive.</p><div class='section' id='saq-1'><h3>SAQ 1</h3><p>Allow about 5 minutes</p><div class='section'>\
<span id='id1'></span><h4>Question</h4><p>Why does it rise?</p></div><div class='section'><h4>Answer</h4>\
<p>Yeast makes gas.</p></div></div><p>It goes on behind the question.</p></section></body></html>";

const TWO: &str = "<html xmlns='http://www.w3.org/1999/xhtml'><body><h1>Ovens</h1><table><tr><td rowspan>hot</td></tr>\
</table><h3 id='crust'>Crust</h3><p>A crust is dry.</p><h3>Activity 2 Watch</h3><p>Watch it.</p><h4>Discussion</h4>\
<p>It browns.<div class='section'><h4>2.1 Steam</h4><p>Steam is water.</p></div></body></html>";

fn bread() -> Package {
    Package::of(&[
        CONTAINER,
        ("OEBPS/book.opf", PACKAGE),
        ("OEBPS/nav.xhtml", NAV),
        ("OEBPS/text/one.xhtml", ONE),
        ("OEBPS/text/two ovens.xhtml", TWO),
        (
            "OEBPS/text/end.xhtml",
            "<html><body><p>The end notes.</p></body></html>",
        ),
        ("OEBPS/loaf.png", "\u{fffd}PNG"),
    ])
}

fn words_in(blocks: &[Block]) -> String {
    let text: String = blocks.iter().map(Block::text).collect();
    text.trim().replace('\n', " / ")
}

#[test]
fn a_book_has_its_parts_in_their_places() {
    let package = bread();
    let input = Input::Files {
        name: "bread.epub",
        files: &package,
    };
    assert_eq!(
        format::sniff(&input).map(|format| format.name),
        Some("epub")
    );
    let imported = read(&package).unwrap();
    let course = &imported.course;
    assert_eq!(&*course.title, "Why bread rises");
    assert_eq!(
        (&*course.language, &*course.licence, &*course.source),
        ("en-GB", "Share it.", "https://bread.example/book")
    );
    assert_eq!(
        course
            .authors
            .iter()
            .map(|author| &**author)
            .collect::<Vec<_>>(),
        ["Ada Miller"]
    );
    let headings: Vec<_> = course
        .sections
        .iter()
        .map(|heading| (heading.level, heading.full_title()))
        .collect();
    let expected = [
        (1, "1 Dough"),
        (2, "1.1 Yeast"),
        (2, "Ovens"),
        (1, "Untitled"),
    ];
    assert_eq!(
        headings,
        expected.map(|(level, title)| (level, title.to_owned()))
    );

    let dough = &imported.sections[0];
    let text = words_in(&dough.blocks);
    assert!(
        text.starts_with("Flour & water\u{a0}meet.1 See the crust."),
        "{text}"
    );
    assert!(!text.contains("Salt") && !text.contains('7'));
    assert_eq!(words_in(&dough.footnotes[0].blocks), "Salt comes later.");
    assert_eq!(imported.pictures[0].path, "figures/loaf.png");
    assert!(
        format!("{:?}", dough.blocks).contains("Section(SectionId(\"ovens\")"),
        "links lead to sections"
    );

    let yeast = &imported.sections[1];
    let [saq] = &yeast.questions[..] else {
        panic!("{:#?}", yeast.questions)
    };
    assert_eq!((saq.id.as_str(), saq.minutes), ("saq-1", Some(5)));
    assert_eq!(saq.kind, Kind::Open { points: vec![] });
    assert_eq!(
        words_in(&saq.prompt),
        "Allow about 5 minutes / Why does it rise?"
    );
    assert_eq!(words_in(&saq.answer), "Yeast makes gas.");
    assert_eq!(
        words_in(&yeast.blocks),
        "It is alive. / It goes on behind the question."
    );

    let ovens = &imported.sections[2];
    let [activity] = &ovens.questions[..] else {
        panic!()
    };
    assert_eq!(
        (words_in(&activity.prompt), words_in(&activity.discussion)),
        ("Watch it.".into(), "It browns.".into())
    );
    assert!(words_in(&ovens.blocks).ends_with("2.1 Steam / Steam is water."));
    assert!(words_in(&ovens.blocks).starts_with("hot"));
    let notes: Vec<_> = imported.notes.iter().map(|note| &*note.what).collect();
    for what in ["gone.xhtml", "nobody", "comes last"] {
        assert!(
            notes.iter().any(|note| note.contains(what)),
            "{what}: {notes:#?}"
        );
    }
}

#[test]
fn what_is_locked_or_broken_is_refused() {
    let opf = |text: &'static str| Package::of(&[CONTAINER, ("OEBPS/book.opf", text)]);
    let locked = "<encryption><EncryptedData><EncryptionMethod Algorithm='http://www.w3.org/2001/04/xmlenc#aes128-cbc'/>\
                  </EncryptedData></encryption>";
    for (package, what) in [
        (Package::of(&[CONTAINER]), "book.opf"),
        (
            Package::of(&[("META-INF/container.xml", "<container/>")]),
            "names no package",
        ),
        (
            Package::of(&[(
                "META-INF/container.xml",
                "<!DOCTYPE a [<!ENTITY b 'c'>]><a>&b;</a>",
            )]),
            "broken",
        ),
        (opf("<package><spine/></package>"), "no chapter"),
        (opf("<package>"), "broken"),
        (
            Package::of(&[CONTAINER, ("META-INF/encryption.xml", locked)]),
            "locked",
        ),
    ] {
        let refusal = read(&package).unwrap_err();
        assert!(refusal.what.contains(what), "{refusal:?}");
        assert!(!refusal.advice.is_empty());
    }
    let input = Input::File {
        name: "x.epub",
        bytes: b"no zip",
    };
    assert!(epub::read(&input).is_err());
}

/// A book of one chapter; its contents list `entries`.
fn book(entries: &str, chapter: &str) -> Imported {
    let nav = NAV.replace("<ol>", &format!("<ol>{entries}"));
    let chapter = format!(
        "<html xmlns='http://www.w3.org/1999/xhtml' xmlns:epub='http://www.idpf.org/2007/ops'><body>{chapter}\
         </body></html>"
    );
    read(&Package::of(&[
        CONTAINER,
        ("OEBPS/book.opf", PACKAGE),
        ("OEBPS/nav.xhtml", &nav),
        ("OEBPS/text/one.xhtml", &chapter),
    ]))
    .unwrap()
}

fn titles(imported: &Imported) -> Vec<String> {
    let headings = imported.course.sections.iter();
    headings
        .map(|heading| format!("{} {}", heading.level, heading.full_title()))
        .collect()
}

#[test]
fn what_the_contents_list_is_a_section() {
    let entries = "<li><a href='text/one.xhtml'>Dough</a><ol><li><a href='text/one.xhtml#yeast'>Yeast</a></li>\
        <li><a href='text/one.xhtml#salt'>Salt</a></li></ol></li>";
    let imported = book(
        entries,
        "<h1>Dough</h1><p>See <a href='#sorts'>sorts</a>.</p><section id='yeast'><h3>Yeast</h3><p>It lives.</p>\
         <h4 id='sorts'>Sorts of it</h4><p>Fresh and dry. <a href='#sorts'>Here</a>.</p></section>\
         <h3 id='salt'>Salt</h3><p>It slows.</p><h3>Fat</h3><p>It softens.</p>",
    );
    assert_eq!(titles(&imported), ["1 Dough", "2 Yeast", "2 Salt"]);
    let [dough, yeast, salt] = &imported.sections[..] else {
        panic!()
    };
    assert_eq!(words_in(&salt.blocks), "It slows. / Fat / It softens.");
    let slug = Clean::words("sorts-of-it");
    let target = |block: &Block| {
        let line = block.lines().concat();
        line.into_iter().find_map(|inline| inline.target)
    };
    assert_eq!(
        target(&dough.blocks[0]),
        Some(Target::Section(yeast.id.clone(), Some(slug.clone())))
    );
    assert_eq!(target(&yeast.blocks[2]), Some(Target::Heading(slug)));
}

#[test]
fn headings_with_nothing_below_them_find_their_place() {
    for (chapter, expected) in [
        (
            "<h2>Chapter 2</h2><h1>Ovens</h1><p>Hot.</p>",
            &["1 Chapter 2: Ovens"][..],
        ),
        (
            "<h1>Ovens</h1><h1>Gas</h1><p>Hot.</p><h1>Wood</h1><p>Hot, too.</p>",
            &["1 Ovens", "2 Gas", "2 Wood"],
        ),
        (
            "<h1>Ovens</h1><p>Hot.</p><h2>Later</h2><h2>Never</h2>",
            &["1 Ovens"],
        ),
        (
            "<h1>Ovens</h1><h2>Gas</h2><p>Hot.</p>",
            &["1 Ovens", "2 Gas"],
        ),
    ] {
        let imported = book("", chapter);
        assert_eq!(titles(&imported), expected, "{chapter}");
        let text: String = imported
            .sections
            .iter()
            .map(|section| words_in(&section.blocks))
            .collect();
        assert_eq!(text.contains("Later / Never"), chapter.contains("Later"));
    }
    let package = bread();
    let mut package = Package::of(
        &package
            .files
            .iter()
            .map(|(name, text)| (&**name, &**text))
            .collect::<Vec<_>>(),
    );
    package.files.insert(
        "OEBPS/text/end.xhtml".into(),
        "<body><h1>Index</h1> </body>".into(),
    );
    let imported = read(&package).unwrap();
    assert!(!titles(&imported).contains(&"1 Index".to_owned()));
    assert!(
        imported
            .notes
            .iter()
            .any(|note| note.what.contains("says nothing"))
    );
}

#[test]
fn a_glossary_goes_where_terms_are_looked_up() {
    let imported = book(
        "",
        "<h1>Dough</h1><p>It is a <a href='#t1'>mix</a>.</p><section epub:type='glossary'><h2>Glossary</h2><dl>\
         <dt id='t1'>dough</dt><dd><p>Flour and water.</p></dd><dt>yeast</dt><dd>It lives in \
         <a href='#t1'>dough</a>.</dd><dt>Dough</dt><dd>Money.</dd></dl></section>",
    );
    assert_eq!(titles(&imported), ["1 Dough"]);
    let terms: Vec<_> = imported
        .course
        .glossary
        .iter()
        .map(|term| (&*term.term, words_in(&term.definition)))
        .collect();
    assert_eq!(
        terms,
        [
            ("dough", "Flour and water. / Money.".into()),
            ("yeast", "It lives in dough.".into())
        ]
    );
    let target = Some(Target::Term(Clean::words("dough")));
    for block in [
        &imported.sections[0].blocks[0],
        &imported.course.glossary[1].definition[0],
    ] {
        let line = block.lines().concat();
        assert!(
            line.iter().any(|inline| inline.target == target),
            "{line:?}"
        );
    }
    let mixed = book(
        "",
        "<h1>Words</h1><section epub:type='glossary'><p>Some.</p><dl><dt>a</dt><dd>b</dd></dl></section>",
    );
    assert!(mixed.course.glossary.is_empty());
    assert_eq!(words_in(&mixed.sections[0].blocks), "Some. / a / b");
}

#[test]
fn a_note_is_told_by_its_own_mark() {
    let imported = book(
        "",
        "<h1>Dough</h1><p>Rise<a href='#n'>*</a> and see <a href='#p'>below</a>.</p><p id='p'>Below.</p>\
         <aside epub:type='footnote' id='n'><p><a epub:type='backlink' href='#r'>back</a>Slowly.</p></aside>",
    );
    let [section] = &imported.sections[..] else {
        panic!()
    };
    assert_eq!(words_in(&section.blocks), "Rise1 and see below. / Below.");
    assert_eq!(words_in(&section.footnotes[0].blocks), "Slowly.");
}

#[test]
fn questions_are_told_by_the_marks_of_the_book() {
    let imported = book(
        "",
        "<h1>Dough</h1><p>Before.</p><section epub:type='qna'><h3>Ask yourself</h3><p epub:type='question'>Why?</p>\
         <div epub:type='answer'><p>Gas.</p></div><p>Between.</p><ol><li><p epub:type='question'>When?</p>\
         <p epub:type='answer'>Soon.</p></li><li><p epub:type='question'>Where?</p></li></ol></section>\
         <section epub:type='general-problem'><h4>Warm or cold</h4><p>Which is faster?</p><p epub:type='answer'>Warm.\
         </p></section><p>After.</p>",
    );
    let [section] = &imported.sections[..] else {
        panic!("{:?}", titles(&imported))
    };
    assert_eq!(
        words_in(&section.blocks),
        "Before. / Ask yourself / Between. / After."
    );
    let questions: Vec<_> = section
        .questions
        .iter()
        .map(|question| {
            let (prompt, answer) = (words_in(&question.prompt), words_in(&question.answer));
            format!("{}: {prompt} {answer}", question.id)
        })
        .collect();
    assert_eq!(
        questions,
        [
            "question-1: Why? Gas.",
            "question-2: When? Soon.",
            "question-3: Where? ",
            "warm-or-cold: Which is faster? Warm.",
        ]
    );
    let places = section
        .blocks
        .iter()
        .filter(|block| matches!(block, Block::Question(_)));
    assert_eq!(places.count(), 4);
}

/// How often each word comes, in small letters.
fn bag(text: &str) -> HashMap<String, usize> {
    let mut bag = HashMap::new();
    let text = text.replace('\u{ad}', "");
    for word in text
        .split(|c: char| !c.is_alphanumeric())
        .filter(|word| !word.is_empty())
    {
        *bag.entry(word.to_lowercase()).or_default() += 1;
    }
    bag
}

/// The words between the tags of a page's body, but for scripts, styles and formulas.
fn shown(page: &str) -> String {
    let mut body = &page[page.find("<body").unwrap_or(0)..];
    let mut out = String::new();
    while let Some(at) = body.find('<') {
        out.push_str(&body[..at]);
        let rest = &body[at..];
        let until = |end: &str| rest.find(end).map_or(rest.len(), |at| at + end.len());
        let skip = if rest.starts_with("<!--") {
            until("-->")
        } else if rest.starts_with("<script") {
            until("</script>").min(until("/>").max(until("</script>")))
        } else if rest.starts_with("<style") {
            until("</style>")
        } else if rest.starts_with("<math") || rest.starts_with("<m:math") {
            until("math>")
        } else {
            until(">")
        };
        let name: String = rest[1..]
            .chars()
            .take_while(char::is_ascii_alphanumeric)
            .collect();
        let is_inline = [
            "span", "b", "i", "em", "strong", "a", "sup", "sub", "small", "code", "u",
        ]
        .contains(&&*name)
            || rest.starts_with("</")
                && [
                    "span", "b>", "i>", "em>", "strong", "a>", "sup", "sub", "small", "code", "u>",
                ]
                .iter()
                .any(|end| rest[2..].starts_with(end));
        if !is_inline {
            out.push(' ');
        }
        body = &rest[skip.max(1)..];
    }
    out.push_str(body);
    let decoded = recto::markup::markdown::inline(
        &out.replace(['*', '_', '`', '[', '\\', '$', '~', '^', '|'], " "),
    );
    decoded.iter().map(|inline| &*inline.text).collect()
}

/// Real books, where they are at hand.
#[expect(clippy::print_stderr, reason = "a test that looks at nothing says so")]
fn real_books() -> Vec<(String, Archive<File>)> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../shared/fixtures/epub");
    let Ok(entries) = folder.read_dir() else {
        eprintln!("skipped: there are no ../shared/fixtures");
        return Vec::new();
    };
    let mut paths: Vec<PathBuf> = entries.map(|entry| entry.unwrap().path()).collect();
    paths.sort();
    let books = paths.into_iter().map(|path| {
        let name = path.file_name().unwrap().to_str().unwrap().to_owned();
        (name, Archive::open(File::open(&path).unwrap()).unwrap())
    });
    books.collect()
}

fn imported(name: &str, archive: &Archive<File>) -> Imported {
    let input = Input::Files {
        name,
        files: archive,
    };
    (format::sniff(&input).unwrap().read)(&input).unwrap()
}

/// The pages of a book, but for the list of its contents.
fn pages(archive: &Archive<File>) -> impl Iterator<Item = String> {
    let names = archive.names().iter();
    let names = names.filter(|name| name.ends_with("html") && !name.contains("nav."));
    names.map(|name| String::from_utf8_lossy(&archive.read(name).unwrap()).into_owned())
}

/// Nearly every word that a browser would show comes in.
#[test]
fn real_books_keep_their_words() {
    for (name, archive) in real_books() {
        let found = bag(&imported_text(&imported(&name, &archive)));
        let (mut lost, mut all) = (HashMap::new(), 0);
        for page in pages(&archive) {
            for (word, n) in bag(&shown(&page)) {
                all += n;
                *lost.entry(word).or_insert(0) += n;
            }
        }
        lost.retain(|word, n| {
            *n = n.saturating_sub(found.get(word).copied().unwrap_or(0));
            *n > 0
        });
        let n_lost: usize = lost.values().sum();
        let mut most: Vec<_> = lost.iter().collect();
        most.sort_by_key(|(_, n)| std::cmp::Reverse(**n));
        most.truncate(12);
        println!("{name}: {n_lost} of {all} words lost; {most:?}");
        assert!(n_lost * 200 <= all, "{name}: {n_lost} of {all}: {most:?}");
    }
}

/// What a book has of each sort, counted by its elements, where its pages are whole.
#[test]
fn real_books_keep_their_counts() {
    for (name, archive) in real_books() {
        let [mut tables, mut pictures, mut asked] = [0; 3];
        let mut is_whole = true;
        for page in pages(&archive) {
            let page = page.replacen("<!DOCTYPE html>", "", 1);
            let Ok(tree) = roxmltree::Document::parse(&page) else {
                is_whole = false;
                continue;
            };
            for node in tree.descendants() {
                let inner = |names: &'static [&str]| {
                    let inner = node.descendants().skip(1);
                    inner.filter(|inner| names.contains(&inner.tag_name().name()))
                };
                match node.tag_name().name() {
                    // A table of one cell is none.
                    "table" if inner(&["td", "th"]).count() > 1 => tables += 1,
                    "img" if node.parent().unwrap().tag_name().name() == "figure" => pictures += 1,
                    "h2" | "h3" => {
                        let words: String =
                            node.descendants().filter_map(|text| text.text()).collect();
                        let is_asked = words.starts_with("Activity ") || words.starts_with("SAQ ");
                        asked += usize::from(is_asked);
                    }
                    _ => {}
                }
            }
        }
        let imported = imported(&name, &archive);
        let mut blocks = Vec::new();
        for section in &imported.sections {
            each_block(blocks_of(section), &mut |block| blocks.push(block));
        }
        let count = |is_it: fn(&Block) -> bool| blocks.iter().filter(|block| is_it(block)).count();
        let came_tables = count(|block| matches!(block, Block::Table(_)));
        // A page that is not XML can't be counted here.
        assert!(
            came_tables >= tables && (!is_whole || came_tables == tables),
            "{name}: {came_tables}"
        );
        assert!(
            count(|block| matches!(block, Block::Figure(_))) >= pictures,
            "{name}"
        );
        let came: usize = imported
            .sections
            .iter()
            .map(|section| {
                let alone = section
                    .questions
                    .iter()
                    .filter(|question| question.group.is_none());
                alone.count() + section.groups.len()
            })
            .sum();
        assert!(
            came >= asked && (!is_whole || came == asked),
            "{name}: {came}"
        );
        println!("{name}: {tables} tables, {pictures} pictures, {asked} questions");
    }
}

#[test]
fn ids_stay_when_the_book_is_made_anew() {
    let ids = |imported: &Imported| -> Vec<String> {
        let sections = imported.sections.iter();
        sections
            .flat_map(|section| {
                let questions = section
                    .questions
                    .iter()
                    .map(|question| format!("{}/{}", section.id, question.id));
                std::iter::once(section.id.to_string())
                    .chain(questions)
                    .collect::<Vec<_>>()
            })
            .collect()
    };
    let one = read(&bread()).unwrap();
    let mut package = bread();
    for text in package.files.values_mut() {
        *text = text
            .replace("id='c1'", "id='x77'")
            .replace("idref='c1'", "idref='x77'")
            .replace("<p>", "\n  <p class='new'>");
    }
    let other = read(&package).unwrap();
    assert_eq!(ids(&one), ids(&other));
}
