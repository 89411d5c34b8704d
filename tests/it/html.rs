//! Web pages become a course: OpenLearn's download whole, a saved page, any page, a feed.

mod drills;
mod sites;

use std::path::{Path, PathBuf};

use recto::course::block::{Block, Target};
use recto::course::question::{Kind, Question};
use recto::import::{Imported, Input, html, web};

use crate::ouxml_count::{bag, imported_text, recall};
use crate::ouxml_files::Folder;

fn page(name: &str, text: &str) -> Imported {
    web::read(&Input::File {
        name,
        bytes: text.as_bytes(),
    })
    .unwrap()
}

fn course(files: &[(&str, &str)]) -> Imported {
    let folder = Folder::of(files.iter().map(|(name, text)| (*name, text.as_bytes())));
    web::read(&Input::Files {
        name: "bread",
        files: &folder,
    })
    .unwrap()
}

fn titles(imported: &Imported) -> Vec<(u8, String)> {
    let sections = imported.course.sections.iter();
    sections
        .map(|section| (section.level, section.full_title()))
        .collect()
}

fn text(blocks: &[Block]) -> String {
    blocks.iter().map(Block::text).collect()
}

fn questions(imported: &Imported) -> Vec<&Question> {
    let sections = imported.sections.iter();
    sections.flat_map(|section| &section.questions).collect()
}

/// The folder of a course as it was downloaded, if it is there.
#[expect(clippy::print_stderr, reason = "a test that looks at nothing says so")]
fn downloaded() -> Option<PathBuf> {
    let path = "../shared/fixtures/html-zip/company_law_in_context";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    if !path.is_dir() {
        eprintln!("skipped: {} is not there", path.display());
        return None;
    }
    Some(path)
}

fn folder(path: &Path) -> Folder {
    let mut files = Vec::new();
    for inner in ["", "Items"] {
        for entry in std::fs::read_dir(path.join(inner)).unwrap() {
            let entry = entry.unwrap().path();
            if entry.is_file() {
                let name = entry.strip_prefix(path).unwrap().to_str().unwrap();
                files.push((name.to_owned(), std::fs::read(&entry).unwrap()));
            }
        }
    }
    Folder::of(files.iter().map(|(name, bytes)| (&**name, &**bytes)))
}

/// What a reader of a page's source sees between two marks, without any code of ours: tags are cut out, and so is
/// all in scripts.
fn seen(source: &str, from: &str, to: &str) -> String {
    let start = source.find(from).unwrap_or(0);
    let end = source[start..]
        .find(to)
        .map_or(source.len(), |at| start + at);
    let mut out = String::new();
    let mut rest = &source[start..end];
    while let Some(at) = rest.find('<') {
        out.push_str(&rest[..at]);
        rest = &rest[at..];
        if rest.starts_with("<script") {
            rest = &rest[rest.find("</script>").unwrap_or(rest.len())..];
        }
        let end = rest.find('>').map_or(rest.len(), |end| end + 1);
        let name = rest[1..end].trim_start_matches('/');
        let name = &name[..name
            .find(|c: char| !c.is_alphanumeric())
            .unwrap_or(name.len())];
        if !["a", "i", "b", "strong", "span", "sub", "sup"].contains(&name) {
            out.push('\n');
        }
        rest = &rest[end..];
    }
    out.push_str(rest);
    for (name, sign) in [
        ("&amp;", "&"),
        ("&lt;", "<"),
        ("&gt;", ">"),
        ("&nbsp;", " "),
    ] {
        out = out.replace(name, sign);
    }
    out
}

/// How many tables and quotations there are.
fn count(blocks: &[Block], census: &mut (usize, usize)) {
    for block in blocks {
        census.0 += usize::from(matches!(block, Block::Table(_)));
        census.1 += usize::from(matches!(block, Block::Quote { .. }));
        block
            .children()
            .for_each(|inner| count(std::slice::from_ref(inner), census));
    }
}

#[test]
fn a_download_comes_in_whole() {
    let Some(path) = downloaded() else {
        return;
    };
    let imported = web::read(&Input::Files {
        name: "company_law_in_context",
        files: &folder(&path),
    })
    .unwrap();
    let mut source = String::new();
    let (mut n_questions, mut n_tables, mut n_quotes) = (0, 0, 0);
    let (mut n_answers, mut n_pages) = (0, 0);
    for entry in std::fs::read_dir(path.join("Items")).unwrap() {
        let page = std::fs::read_to_string(entry.unwrap().path()).unwrap();
        source.push_str(&seen(&page, "<h1", "<div class=\"oucontent-next\""));
        n_questions += page.matches("oucontent-activity").count();
        n_answers += page.matches("\"oucontent-saq-discussion").count();
        n_tables += page.matches("<table").count();
        n_quotes += page.matches("<blockquote").count();
        n_pages += 1;
    }
    let came = imported_text(&imported);
    let (share, missing) = recall(&bag(&source), &bag(&came));
    assert!(share >= 0.995, "{share} {missing:?}");
    let questions = questions(&imported);
    assert_eq!(questions.len(), n_questions);
    let answered = questions
        .iter()
        .filter(|question| !question.discussion.is_empty());
    assert_eq!(answered.count(), n_answers);
    assert!(questions.iter().all(|question| question.minutes.is_some()));
    let mut census = (0, 0);
    for section in &imported.sections {
        count(&section.blocks, &mut census);
        for question in &section.questions {
            count(&question.prompt, &mut census);
            count(&question.discussion, &mut census);
        }
    }
    assert_eq!(census, (n_tables, n_quotes));
    // Two pages have places of their own, and so has the notice; five units have no page.
    assert_eq!(
        imported.sections.len(),
        n_pages - 3 + 5,
        "{:?}",
        titles(&imported)
    );
    assert_eq!(imported.course.outcomes.len(), 7);
    assert_eq!(&*imported.course.licence, "CC BY-NC-SA 4.0");
    assert_eq!(&*imported.course.title, "Company law in context");
}

/// Text with its `&#xA3;` as signs.
fn numbered(text: &str) -> String {
    let mut parts = text.split("&#x");
    let mut out = parts.next().unwrap().to_owned();
    for part in parts {
        let (number, rest) = part.split_once(';').unwrap();
        out.push(char::from_u32(u32::from_str_radix(number, 16).unwrap()).unwrap());
        out.push_str(rest);
    }
    out
}

#[test]
fn a_feed_comes_in_whole() {
    let Some(path) = downloaded() else {
        return;
    };
    let bytes = std::fs::read(path.join("company_law_in_context_rss.xml")).unwrap();
    let imported = web::read_feed(&Input::File {
        name: "company_law_in_context_rss.xml",
        bytes: &bytes,
    })
    .unwrap();
    let xml = roxmltree::Document::parse(str::from_utf8(&bytes).unwrap()).unwrap();
    let mut source = String::new();
    for item in xml.descendants().filter(|node| node.has_tag_name("item")) {
        for name in ["title", "description"] {
            let part = item
                .children()
                .find(|child| child.has_tag_name(name))
                .unwrap();
            let html = part
                .text()
                .unwrap()
                .replace("<span class=\"oucontent-hidespace\"> </span>", "");
            source.push_str(&numbered(&seen(&html, "", "\0")));
            source.push('\n');
        }
    }
    let (share, missing) = recall(&bag(&source), &bag(&imported_text(&imported)));
    assert!(share >= 0.995, "{share} {missing:?}");
    assert_eq!(&*imported.course.title, "Company law in context");
    assert_eq!(questions(&imported).len(), 9);
    assert_eq!(imported.sections.len(), 21);
}

#[test]
fn a_saved_page_of_a_course_is_its_text_alone() {
    let imported = page("live.html", include_str!("../fixtures/html/live.html"));
    let course = &imported.course;
    assert_eq!(&*course.title, "Bread at home");
    assert_eq!(&*course.language, "en-GB");
    assert_eq!(
        &*course.source,
        "https://courses.example.org/bread/section-2.1"
    );
    assert_eq!(
        titles(&imported),
        [(1, "2.1 Making dough".to_owned()), (2, "Salt".to_owned())]
    );
    let all = imported_text(&imported);
    for unseen in [
        "cookies",
        "Skip",
        "Sign in",
        "Free courses",
        "Previous",
        "Next",
        "About",
        "Reveal",
        "never",
        "red",
        "Timing",
    ] {
        assert!(!all.contains(unseen), "{unseen}: {all}");
    }
    let [knead, salt, sugar] = questions(&imported)[..] else {
        panic!("{:?}", questions(&imported))
    };
    assert_eq!(knead.title.as_deref(), Some("Activity 1 Kneading"));
    assert_eq!(
        (knead.minutes, &*knead.prefill),
        (Some(15), "At first:\nIn the end:")
    );
    assert_eq!(
        text(&knead.prompt),
        "Allow about 15 minutes\nKnead a dough and write down how it changes.\n"
    );
    assert_eq!(text(&knead.discussion), "It gets smooth.\n");
    assert_eq!(text(&knead.reflection), "I once forgot the water.\n");
    assert_eq!(knead.kind, Kind::Activity);
    assert_eq!(
        (text(&salt.prompt), text(&salt.answer)),
        (
            "What does salt do?\n".into(),
            "It slows the yeast.\n".into()
        )
    );
    assert_eq!(
        (salt.label.as_deref(), sugar.label.as_deref()),
        (Some("a"), Some("b"))
    );
    assert!(matches!(sugar.kind, Kind::Open { .. }) && sugar.group.is_some());
    assert_eq!(
        imported.sections[1].groups[0].title.as_deref(),
        Some("SAQ 1")
    );
    let [
        Block::Paragraph(start),
        Block::Figure(figure),
        Block::Question(_),
    ] = &imported.sections[0].blocks[..]
    else {
        panic!("{:?}", imported.sections[0].blocks)
    };
    let links: Vec<_> = start
        .iter()
        .filter_map(|inline| inline.target.as_ref())
        .collect();
    let id = course.sections[1].id.clone();
    assert!(
        matches!(links[..], [Target::Section(section, None), Target::Web(_)] if *section == id),
        "{links:?}"
    );
    assert_eq!(figure.alternative, "Dough in a bowl");
    assert_eq!(
        text(&[Block::Paragraph(figure.caption.clone())]),
        "Figure 1 Rested dough A baker\n"
    );
    let said = text(&imported.sections[1].blocks);
    assert_eq!(
        said,
        "Salt slows the yeast down.\nTable 1 Doughs\nDough\nWater\nCiabatta\n80%\nFrom a bakery\n\
         Bread waits for nobody.\nA saying\nOvens\nHot ones.\n"
    );
}

#[test]
fn pages_come_in_the_order_of_the_contents() {
    let imported = course(&[
        (
            "index.html",
            "<title>Bread</title><body class=oucontent-view><h2>Contents</h2><ul><li><a href='Items/b.html'>Start</a></li>\
             <li>1 Dough<ul><li><a href='Items/a.html'>1.1 Flour</a></li><li><a href='Items/gone.html'>1.2 Gone</a></li></ul></li>\
             <li><a href='Items/o.html'>Learning outcomes</a></li></ul>",
        ),
        (
            "Items/a.html",
            "<div class=oucontent-content><h1>1.1 Flour</h1><p>Back to <a href='b.html#x'>the start</a>, on to <a href='no.html'>none</a>.</p>\
             <img src='_0123456789abcdef0123456789abcdef01234567_mill.png' alt='A mill'><p><a href='a_transcript1.html'>Transcript</a></p></div>",
        ),
        (
            "Items/a_transcript1.html",
            "<div class=oucontent-content><p>Someone speaks.</p></div>",
        ),
        (
            "Items/_0123456789abcdef0123456789abcdef01234567_mill.png",
            "png",
        ),
        (
            "Items/b.html",
            "<div class=oucontent-content><h1>Start</h1><p id=x>Hello.</p></div>",
        ),
        (
            "Items/o.html",
            "<div class=oucontent-content><h1>Learning outcomes</h1><p>You can:</p><li>bake</li><li>knead</li></div>",
        ),
        (
            "Items/z.html",
            "<div class=oucontent-content><h1>Copyright notice</h1><p>Ours.</p></div>",
        ),
    ]);
    let expected = [
        (1, "Start"),
        (1, "1 Dough"),
        (2, "1.1 Flour"),
        (2, "1.2 Gone"),
    ];
    let expected = expected.map(|(level, title)| (level, title.to_owned()));
    assert_eq!(titles(&imported), expected);
    let course = &imported.course;
    let outcomes: Vec<_> = course.outcomes.iter().map(|aim| &*aim.text).collect();
    assert_eq!(outcomes, ["bake", "knead"]);
    assert_eq!(text(&course.description), "You can:\n");
    assert_eq!(text(&course.acknowledgements), "Ours.\n");
    let [
        Block::Paragraph(line),
        Block::Figure(mill),
        Block::Callout { label, blocks, .. },
    ] = &imported.sections[2].blocks[..]
    else {
        panic!("{:?}", imported.sections[2].blocks)
    };
    assert_eq!(
        line[1].target,
        Some(Target::Section(course.sections[0].id.clone(), None))
    );
    assert_eq!(
        line.iter().filter(|inline| inline.target.is_some()).count(),
        1
    );
    assert_eq!(mill.path, "figures/mill.png");
    assert_eq!(imported.pictures.len(), 1);
    assert_eq!(
        (&**label, &*text(blocks)),
        ("Transcript", "Someone speaks.\n")
    );
    let notes: Vec<_> = imported.notes.iter().map(|note| &*note.what).collect();
    assert!(
        notes.iter().any(|note| note.contains("Items/no.html")),
        "{notes:?}"
    );
}

#[test]
fn any_page_is_parted_by_its_headings() {
    let imported = page(
        "x.html",
        "<!doctype html><title>On tea – A site</title><header>Logo</header><nav>Menu</nav><main><h1>On tea</h1><p>Tea is a leaf.</p>\
         <h2 id=b>Black</h2><p>It is oxidised.</p><h3>Assam</h3><p>From the north-east.</p><h4>Gardens</h4>Many.\
         <h2>Green</h2><p>See <a href='#b'>black</a> <a href='javascript:alert(1)'>this</a>.</main><footer>Contact</footer>",
    );
    assert_eq!(&*imported.course.title, "On tea");
    let expected = [(1, "On tea"), (1, "Black"), (2, "Assam"), (1, "Green")];
    let expected = expected.map(|(level, title)| (level, title.to_owned()));
    assert_eq!(titles(&imported), expected);
    assert_eq!(
        text(&imported.sections[2].blocks),
        "From the north-east.\nGardens\nMany.\n"
    );
    let all = imported_text(&imported);
    assert!(!all.contains("Menu") && !all.contains("Logo") && !all.contains("Contact"));
    assert_eq!(page("y.html", "<p>Only this.").sections.len(), 1);
    let bytes = b"<html><head><meta charset=iso-8859-1></head><body><p>caf\xe9</p>";
    let latin = web::read(&Input::File {
        name: "l.html",
        bytes,
    })
    .unwrap();
    assert_eq!(text(&latin.sections[0].blocks), "café\n");
}

#[test]
fn questions_of_any_page_are_known_by_their_headings() {
    let imported = page(
        "x.html",
        "<!doctype html><main><h1>On tea</h1><h2>Black</h2><p>Oxidised.</p><h3>Activity 1 Tasting</h3><p>Taste it.</p>\
         <h4>Discussion</h4><p>Malty.</p><h3>Exercise 2</h3><p>Where is Assam?</p><h4>Answer</h4><p>In India.</p>\
         <h2>Green</h2><p>Not so.</p></main>",
    );
    let expected = [(1, "Black"), (1, "Green")].map(|(level, title)| (level, title.to_owned()));
    assert_eq!(titles(&imported), expected);
    let [taste, place] = questions(&imported)[..] else {
        panic!("{:?}", questions(&imported))
    };
    assert_eq!(
        (text(&taste.prompt), text(&taste.discussion)),
        ("Taste it.\n".into(), "Malty.\n".into())
    );
    assert_eq!(
        (text(&place.prompt), text(&place.answer)),
        ("Where is Assam?\n".into(), "In India.\n".into())
    );
    assert!(matches!(place.kind, Kind::Open { .. }));
}

#[test]
fn a_feed_is_decoded_once() {
    let feed = "<?xml version='1.0'?><rss version='2.0'><channel><title>RSS feed for Bread</title><link>https://a.b/c</link>\
        <item><title>1 Flour &amp;amp; water</title><link>https://a.b/1</link><description>&lt;p&gt;a &amp;lt;b&amp;gt; &lt;i&gt;c&lt;/i&gt;&lt;/p&gt;\
        </description></item><item><title>1.1 More</title><description><![CDATA[<p>See <a href='https://a.b/1#x'>flour</a></p>]]></description>\
        </item></channel></rss>";
    let input = Input::File {
        name: "f.xml",
        bytes: feed.as_bytes(),
    };
    assert!(web::knows_feed(&input) && !web::knows(&input));
    let imported = web::read_feed(&input).unwrap();
    assert_eq!(&*imported.course.title, "Bread");
    assert_eq!(
        titles(&imported),
        [
            (1, "1 Flour & water".to_owned()),
            (2, "1.1 More".to_owned())
        ]
    );
    assert_eq!(text(&imported.sections[0].blocks), "a <b> c\n");
    let Block::Paragraph(line) = &imported.sections[1].blocks[0] else {
        panic!("{:?}", imported.sections[1].blocks)
    };
    assert!(
        matches!(line[1].target, Some(Target::Section(..))),
        "{line:?}"
    );
    let atom = "<feed xmlns='http://www.w3.org/2005/Atom'><title>T</title><entry><title>E</title><link href='https://a.b/2'/>\
        <content type='xhtml'><div xmlns='http://www.w3.org/1999/xhtml'><p/><p>x</p></div></content></entry></feed>";
    let input = Input::File {
        name: "a.xml",
        bytes: atom.as_bytes(),
    };
    assert!(web::knows_feed(&input));
    assert_eq!(
        text(&web::read_feed(&input).unwrap().sections[0].blocks),
        "x\n"
    );
}

#[test]
fn hostile_pages_harm_nobody() {
    let deep = "<div>".repeat(50_000) + "text";
    let wide = "<p><b>x".repeat(50_000);
    let tables = "<table><tr><td>".repeat(5000) + "text";
    let spans =
        "<table><tr><td colspan=99999999 rowspan=99999999>x".to_owned() + &"<tr><td>y".repeat(500);
    let control = "<p>a\u{9b}31m\u{1b}[31m\u{202e}b&#27;[2J&#x9b;c<title>\u{1b}]0;x\u{7}</title>";
    for source in [
        &*deep,
        &wide,
        &tables,
        &spans,
        control,
        "<p>x<a href='../../../../etc/passwd'>y</a>",
    ] {
        let source = format!("<!doctype html><body><h1>Title</h1>{source}");
        let start = std::time::Instant::now();
        let imported = page("x.html", &source);
        assert!(start.elapsed().as_secs() < 10, "{}", &source[..60]);
        let all = imported_text(&imported);
        assert!(
            !all.contains(|c: char| c.is_control() && c != '\n'),
            "{}",
            &source[..60]
        );
    }
    for bytes in [&b""[..], b"<html></html>", b"<!doctype html><script>x"] {
        assert!(
            web::read(&Input::File {
                name: "x.html",
                bytes
            })
            .is_err()
        );
    }
    for bytes in [
        &b"plain words"[..],
        b"# A heading\n<b>x</b>",
        b"<Item><ItemTitle>x</ItemTitle></Item>",
        b"",
    ] {
        assert!(!web::knows(&Input::File {
            name: "x.txt",
            bytes
        }));
    }
    let entities = "<?xml version='1.0'?><!DOCTYPE rss [<!ENTITY a 'b'>]><rss><channel><title>&a;</title></channel></rss>";
    assert!(
        web::read_feed(&Input::File {
            name: "x",
            bytes: entities.as_bytes()
        })
        .is_err()
    );
}

#[test]
fn long_pages_take_time_in_step_with_their_length() {
    let n = 60_000;
    let cases = [
        "<p".to_owned() + &" a".repeat(n) + ">",
        "<p".to_owned() + &(0..n).map(|n| format!(" a{n}=x")).collect::<String>() + ">",
        "<table>".to_owned() + &"x<b>".repeat(n),
        "<a>".repeat(n),
        "<a><div>".repeat(n),
        "</p>".repeat(n),
        "<p><b a=1><b a=2><b a=3><b a=4></p>".repeat(n / 10),
        "<li>".repeat(n),
        "<select><option>".repeat(n),
        "<svg><g>".repeat(n),
        "<math><mi>".repeat(n),
        "<b><p>x</b>".repeat(n),
        "<form><table><form>".repeat(n),
    ];
    for source in cases {
        let start = std::time::Instant::now();
        let document = html::Document::parse(&source);
        let _ = html::blocks(document.body().children(), &mut html::Plain);
        let _ = html::sections(document.body(), 3, |_| false);
        let seconds = start.elapsed().as_secs();
        assert!(seconds < 10, "{} took {seconds} s", &source[..20]);
    }
}
