//! Files that mean harm, or are broken, or are something else: each is refused with a sentence, or read
//! clean, by every format that there is, in little time.

use std::fmt::Write as _;
use std::time::{Duration, Instant};

use recto::import::format::{FORMATS, Format};
use recto::import::{Imported, Input, Refusal, ouxml};

/// Far more than any of them takes.
const PATIENCE: Duration = Duration::from_secs(20);

/// What must come in nowhere, as it is printed for a programmer.
const FORBIDDEN: [&str; 10] = [
    "\\u{1b}",
    "\\u{9b}",
    "\\u{9d}",
    "\\u{7}",
    "\\0",
    "\\u{202e}",
    "\\u{2066}",
    "\\u{200f}",
    "\\u{7f}",
    "\\r",
];

#[track_caller]
fn is_clean(name: &str, imported: &Imported) {
    let all = format!("{imported:?}");
    for sign in FORBIDDEN {
        assert!(!all.contains(sign), "{name}: {sign} came in");
    }
    assert!(
        !all.contains("root:x:"),
        "{name}: a file of this machine came in"
    );
}

#[track_caller]
fn is_sentence(name: &str, refusal: &Refusal) {
    for text in [&refusal.what, &refusal.advice] {
        assert!((5..600).contains(&text.len()), "{name}: {text}");
        assert!(!text.contains(|c: char| c.is_control()), "{name}: {text:?}");
        assert!(!text.ends_with('.'), "{name}: {text}");
    }
}

#[track_caller]
fn read(format: &Format, name: &str, bytes: &[u8]) -> Result<Imported, Refusal> {
    let start = Instant::now();
    let result = (format.read)(&Input::File { name, bytes });
    let passed = start.elapsed();

    assert!(passed < PATIENCE, "{name} as {}: {passed:?}", format.name);
    match &result {
        Ok(imported) => is_clean(name, imported),
        Err(refusal) => is_sentence(name, refusal),
    }
    result
}

#[track_caller]
fn every_format_bears(name: &str, bytes: &[u8]) {
    for format in FORMATS {
        read(&format, name, bytes).ok();
    }
}

fn ouxml(name: &str, source: &str) -> Result<Imported, Refusal> {
    every_format_bears(name, source.as_bytes());
    ouxml::read(&Input::File {
        name,
        bytes: source.as_bytes(),
    })
}

#[track_caller]
fn is_refused(name: &str, source: &str, what: &str) {
    let refusal = ouxml(name, source).expect_err(name);
    assert!(refusal.what.contains(what), "{name}: {}", refusal.what);
}

fn item(inner: &str) -> String {
    format!(
        "<Item><ItemTitle>T</ItemTitle><Unit><Session><Title>S</Title>{inner}</Session></Unit></Item>"
    )
}

#[test]
fn what_a_file_declares_is_never_expanded() {
    let body = item("<Paragraph>&z;</Paragraph>");
    let mut bomb = String::from("<!DOCTYPE Item [<!ENTITY a 'ha'>");
    for (outer, inner) in ('b'..='z').zip('a'..) {
        let many = format!("&{inner};").repeat(10);
        write!(bomb, "<!ENTITY {outer} '{many}'>").unwrap();
    }
    let quadratic = format!("<!DOCTYPE Item [<!ENTITY z '{}'>", "x".repeat(100_000));
    let uses = "&z;".repeat(10_000);
    for (name, source) in [
        ("bomb", format!("{bomb}]>{body}")),
        ("quadratic", format!("{quadratic}]>{}", item(&uses))),
        (
            "file",
            format!("<!DOCTYPE Item [<!ENTITY z SYSTEM 'file:///etc/passwd'>]>{body}"),
        ),
        (
            "parameter",
            format!("<!DOCTYPE Item [<!ENTITY % z SYSTEM 'http://x/'>%z;]>{body}"),
        ),
        (
            "external",
            format!("<!DOCTYPE Item SYSTEM 'file:///etc/passwd'>{body}"),
        ),
        (
            "late",
            format!("<?xml version='1.0'?><!-- --><!DOCTYPE Item [<!ENTITY z 'x'>]>{body}"),
        ),
    ] {
        is_refused(name, &source, "document type");
    }
}

#[test]
fn nothing_is_fetched() {
    let include = "<xi:include href='file:///etc/passwd' parse='text'/>";
    let source = item(&format!("<Paragraph>a {include} b</Paragraph>"));
    is_refused("xinclude", &source, "in Item/Unit/Session/Paragraph");
    let declared = source.replacen(
        "<Item",
        "<Item xmlns:xi='http://www.w3.org/2001/XInclude'",
        1,
    );
    let styled = format!("<?xml-stylesheet href='file:///etc/passwd'?>{declared}");
    for source in [declared, styled] {
        let imported = ouxml("xinclude", &source).unwrap();
        assert_eq!(imported.sections[0].blocks[0].text(), "a  b\n");
    }
    let links = item(
        "<Paragraph><a href='javascript:x'>j</a><a href='file:///etc/passwd'>f</a></Paragraph><Figure>\
         <Image src='file:///etc/passwd'/></Figure><Figure><Image src='../../x.png'/></Figure>",
    );
    let all = format!("{:?}", ouxml("links", &links).unwrap());
    for gone in ["javascript", "file:///", "/etc", "../"] {
        assert!(!all.contains(gone), "{gone}");
    }
}

#[test]
fn what_is_deep_or_wide_is_bounded() {
    for name in [
        "b",
        "Box",
        "Session",
        "SubListItem",
        "Unit",
        "x:Session",
        "math",
    ] {
        let deep = "<".to_owned() + name + ">";
        let ends = format!("</{name}>").repeat(100_000);
        let deep = deep.repeat(100_000);
        ouxml("deep", &item(&format!("{deep}x{ends}"))).unwrap_err();
        ouxml("deep and torn", &format!("<Item>{deep}x")).unwrap_err();
    }
    let bearable = format!("{}x{}", "<Box>".repeat(200), "</Box>".repeat(200));
    assert!(ouxml("bearable", &item(&bearable)).is_ok());
    let value = "x".repeat(2_000_000);
    let huge = item(&format!(
        "<Paragraph id='{value}'><a href='http://{value}'>a</a></Paragraph>"
    ));
    let imported = ouxml("attribute", &huge).unwrap();
    assert!(format!("{imported:?}").len() < 10_000);
    let attributes = |n: usize| (0..n).map(|n| format!(" a{n}='x'")).collect::<String>();
    assert!(
        ouxml(
            "thousand",
            &item(&format!("<Box{}>x</Box>", attributes(1000)))
        )
        .is_ok()
    );
    let crowd = item(&format!("<Box{}>x</Box>", attributes(100_000)));
    is_refused("crowd", &crowd, "thousands of attributes");
}

#[test]
fn what_says_little_in_much_is_refused() {
    let sessions = "<Session/>".repeat(60_000);
    for (source, what) in [
        (item(&"<br/>".repeat(1_800_000)), "too many elements"),
        (item(&"<SAQ/>".repeat(60_000)), "sections and questions"),
        (format!("<Item>{sessions}</Item>"), "sections and questions"),
    ] {
        let bytes = source.as_bytes();
        let Err(refusal) = ouxml::read(&Input::File {
            name: "x.xml",
            bytes,
        }) else {
            panic!("{what}");
        };
        assert!(refusal.what.contains(what), "{}", refusal.what);
    }
}

#[test]
fn no_control_character_comes_in() {
    let signs = "\u{9b}31m\u{9d}0;title\u{9c}\u{202e}evil\u{2066}\u{200f}\u{7f}&#x9b;2J&#x202e;";
    let source = format!(
        "<Item><ItemTitle>T {signs}</ItemTitle><meta name='dc:source' content='http://x/{signs}'/><Session \
         id='{signs}'><Title>S {signs}</Title><Paragraph><a href='http://x/{signs}'>a{signs}</a><CrossRef \
         idref='{signs}'>c</CrossRef></Paragraph><Activity><Heading>{signs}</Heading><Question>{signs}q\
         </Question><Interaction><FreeResponse>{signs}</FreeResponse></Interaction></Activity>\
         <ProgramListing>{signs}\tx</ProgramListing><Equation><TeX>{signs}x</TeX></Equation><Figure><Image \
         src='{signs}.png' alt='{signs}'/></Figure></Session></Item>"
    );
    ouxml(&format!("{signs}.xml"), &source).unwrap();
    let escapes = "\u{1b}]0;title\u{7}\u{1b}[31m&#27;[2J\0&#0;\u{ffff}";
    let source = item(&format!("<Paragraph>a{escapes}b</Paragraph>"));
    let imported = ouxml("escapes", &source).unwrap();
    assert_eq!(imported.sections[0].blocks[0].text(), "ab\n");
    // What is said of a broken file quotes it.
    is_refused(
        "name",
        &format!("<Item><b{signs}><c></b></Item>"),
        "well-formed",
    );
    is_refused("root", "<Itém/>", "Itém");
}

#[test]
fn what_is_something_else_is_refused() {
    for (name, bytes) in [
        ("empty", &b""[..]),
        ("blank", b" \r\n\t "),
        (
            "a.pdf",
            b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type /Catalog>> endobj",
        ),
        ("a.png", b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x01"),
        ("a.zip", b"PK\x03\x04\x14\0\0\0\x08\0"),
        ("a.gz", b"\x1f\x8b\x08\0\0\0\0\0"),
        ("nul", &[0; 1000]),
        ("high", &[0xff; 1001]),
        ("mark", b"\xff\xfe"),
        ("half a mark", b"\xfe\xff<"),
        ("odd", b"\xff\xfe<\0I"),
        ("lone surrogate", b"\xff\xfe<\0\x00\xd8>\0"),
        ("json", b"{\"a\": [1, 2]}"),
        (
            "a feed",
            b"<?xml version='1.0'?><rss version='2.0'><channel a=\x1b[2J'></channel></rss>",
        ),
        (
            "a torn feed",
            b"<rss version='2.0'><channel>\x07</chan\xc2\x9bnel></rss>",
        ),
    ] {
        every_format_bears(name, bytes);
        let refusal = ouxml::read(&Input::File { name, bytes }).expect_err(name);
        is_sentence(name, &refusal);
    }
}

#[test]
fn a_file_may_end_anywhere() {
    const BREAD: &str = include_str!("../fixtures/ouxml/bread.xml");
    let whole = BREAD.as_bytes();
    let marked: Vec<u8> = std::iter::once(0xfeff)
        .chain(BREAD.encode_utf16())
        .flat_map(u16::to_le_bytes)
        .collect();
    let mut n_words = 0;
    for part in 0..=50 {
        every_format_bears("wide.xml", &marked[..marked.len() * part / 50]);
        let bytes = &whole[..whole.len() * part / 50];
        every_format_bears("bread.xml", bytes);
        let Ok(imported) = ouxml::read(&Input::File {
            name: "bread.xml",
            bytes,
        }) else {
            // Only where nothing to study has come yet.
            assert!(part < 10, "{part}");
            continue;
        };
        let blocks = imported.sections.iter().flat_map(|section| &section.blocks);
        let n = blocks.map(|block| block.text().len()).sum();
        // The longer the file, the more is saved.
        assert!(n + 400 >= n_words, "{part}: {n} after {n_words}");
        n_words = n_words.max(n);
        let is_told = imported
            .notes
            .iter()
            .any(|note| note.what.starts_with("it ends too early"));
        assert_eq!(is_told, part < 50, "{part}");
    }
}

#[test]
fn nothing_takes_longer_than_it_is_long() {
    let n = 200_000;
    let sessions = |inner: &str| {
        format!(
            "<Item>{}</Item>",
            format!("<Session>{inner}</Session>").repeat(n / 10)
        )
    };
    for (name, source) in [
        ("signs", "<".repeat(n)),
        ("references", format!("<Item>{}", "&".repeat(n))),
        ("names", format!("<Item>{}", "&nbsp;&lol;".repeat(n / 8))),
        ("comments", "<!--".repeat(n)),
        ("instructions", format!("<Item>{}", "<?".repeat(n))),
        ("sections", format!("<Item>{}", "<![CDATA[".repeat(n / 4))),
        ("quotes", format!("<Item>{}", "<a b=\"".repeat(n))),
        ("open", format!("<Item>{}", "<Session>".repeat(n))),
        ("ends", format!("<Item>{}", "</Session>".repeat(n))),
        ("empty", sessions("")),
        ("titles", sessions("<Title>T</Title>&nbsp;")),
        (
            "ids",
            item(&"<Paragraph id='a'><CrossRef idref='b'>c</CrossRef></Paragraph>".repeat(n / 20)),
        ),
        ("breaks", item(&"<br/>".repeat(n))),
        (
            "cells",
            item(&format!("<Table><tr>{}</tr></Table>", "<td/>".repeat(n))),
        ),
        (
            "spans",
            item(&format!(
                "<Table>{}</Table>",
                "<tr><td rowspan='9999' colspan='9999'/></tr>".repeat(n / 100)
            )),
        ),
        (
            "formula",
            item(&format!(
                "<InlineEquation><MathML><math>{}</math></MathML></InlineEquation>",
                "<mi>x</mi>".repeat(n)
            )),
        ),
        (
            "tex",
            item(&format!(
                "<InlineEquation><TeX>{}</TeX></InlineEquation>",
                "\\frac{".repeat(n)
            )),
        ),
        (
            "stray",
            item(&format!("<Table>{}</Table>", "x<tr/>".repeat(n / 4))),
        ),
        (
            "marks",
            item(&format!("<Paragraph>a{}</Paragraph>", "\u{301}".repeat(n))),
        ),
        (
            "title",
            format!(
                "<Item><ItemTitle>{}</ItemTitle><Session>x</Session></Item>",
                "T ".repeat(n)
            ),
        ),
        (
            "pairs",
            item(&format!(
                "<Activity><Interaction><Matching>{}</Matching></Interaction></Activity>",
                (0..n / 100)
                    .map(|n| format!("<Option>o</Option><Match x_letter='{n}'>{n}</Match>"))
                    .collect::<String>()
            )),
        ),
        (
            "terms",
            format!(
                "<Item><Session>x</Session><BackMatter><Glossary>{}</Glossary></BackMatter></Item>",
                "<GlossaryItem><Term>t</Term><Definition>d</Definition></GlossaryItem>"
                    .repeat(n / 20)
            ),
        ),
        // What stands around each piece would be copied again and again.
        (
            "around",
            format!(
                "<Item a='{}'>{}</Item>",
                "x".repeat(60_000),
                "<Session>x</Session>".repeat(n / 4)
            ),
        ),
    ] {
        every_format_bears(name, source.as_bytes());
    }
}
