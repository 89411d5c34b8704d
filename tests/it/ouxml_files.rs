//! Several OU-XML files become one course.

use std::borrow::Cow;
use std::collections::BTreeMap;

use recto::course::block::{Block, Target};
use recto::import::{Files, Imported, Input, Refusal, ouxml};

/// Files in memory.
pub struct Folder {
    names: Vec<String>,
    files: BTreeMap<String, Vec<u8>>,
}

impl Folder {
    pub fn of<'f>(files: impl IntoIterator<Item = (&'f str, &'f [u8])>) -> Self {
        let files = files.into_iter();
        let files: BTreeMap<_, _> = files
            .map(|(name, bytes)| (name.to_owned(), bytes.to_vec()))
            .collect();
        let names = files.keys().cloned().collect();
        Self { names, files }
    }
}

impl Files for Folder {
    fn names(&self) -> &[String] {
        &self.names
    }

    fn read(&self, name: &str) -> Result<Cow<'_, [u8]>, String> {
        let bytes = self.files.get(name).ok_or("there is no such file")?;
        Ok(Cow::Borrowed(bytes))
    }
}

fn read(files: &[(&str, &str)]) -> Result<Imported, Refusal> {
    let folder = Folder::of(files.iter().map(|(name, text)| (*name, text.as_bytes())));
    ouxml::read(&Input::Files {
        name: "my-bread",
        files: &folder,
    })
}

fn unit(title: &str, inner: &str) -> String {
    format!(
        "<Item><CourseCode>B1</CourseCode><CourseTitle>Bread</CourseTitle><ItemTitle>{title}</ItemTitle>\
         <Unit>{inner}</Unit></Item>"
    )
}

fn titles(imported: &Imported) -> Vec<(u8, String)> {
    let sections = imported.course.sections.iter();
    sections
        .map(|section| (section.level, section.full_title()))
        .collect()
}

fn notes(imported: &Imported) -> Vec<&str> {
    imported.notes.iter().map(|note| &*note.what).collect()
}

#[test]
fn each_file_is_a_section_of_one_course() {
    let last = unit("Baking", "<Session><Title>Heat</Title>Hot.</Session>");
    let second = unit("Rising", "<Session><Title>Warmth</Title>Warm.</Session>");
    let first = unit(
        "Dough",
        "<Session><Title>Flour</Title>Rye.<Section><Title>Sorts</Title>Many.</Section></Session>",
    );
    let imported = read(&[
        ("unit 10.xml", &last),
        ("unit 2.xml", &second),
        ("unit 1.xml", &first),
        ("unit 2 again.xml", &second),
        ("notes.pdf", "%PDF"),
    ])
    .unwrap();
    assert_eq!(&*imported.course.title, "Bread");
    let expected = [
        (1, "Dough"),
        (2, "Flour"),
        (3, "Sorts"),
        (1, "Rising"),
        (2, "Warmth"),
        (1, "Baking"),
        (2, "Heat"),
    ];
    let expected = expected.map(|(level, title)| (level, title.to_owned()));
    assert_eq!(titles(&imported), expected);
    let expected = [
        "it is the same as a file before it; it was left out",
        "another file was not read: “notes.pdf”",
    ];
    assert_eq!(notes(&imported), expected);
    assert!(imported.course.description.is_empty());
}

#[test]
fn what_files_share_comes_in_once() {
    let back = |own: &str| {
        format!(
            "<Session><Title>S {own}</Title>s</Session><BackMatter><Glossary><GlossaryItem><Term>crumb\
             </Term><Definition>the inside</Definition></GlossaryItem><GlossaryItem><Term>{own}</Term>\
             <Definition>a word</Definition></GlossaryItem></Glossary><References><Reference>Baker \
             (1999)</Reference><Reference>{own} (2001)</Reference></References><Acknowledgements>\
             <Paragraph>Thanks to all.</Paragraph><Paragraph>And to {own}.</Paragraph>\
             </Acknowledgements></BackMatter>"
        )
    };
    let [first, second] = ["Dough", "Rising"].map(|own| unit(own, &back(own)));
    let imported = read(&[("1.xml", &first), ("2.xml", &second)]).unwrap();
    let course = imported.course;
    let terms: Vec<_> = course.glossary.iter().map(|term| &*term.term).collect();
    assert_eq!(terms, ["crumb", "Dough", "Rising"]);
    assert!(
        course
            .glossary
            .iter()
            .all(|term| term.definition.len() == 1)
    );
    let references = course.references.iter();
    let references: Vec<_> = references
        .map(|reference| (&*reference.id, &*reference.text[0].text))
        .collect();
    let expected = [
        ("reference-1", "Baker (1999)"),
        ("reference-2", "Dough (2001)"),
        ("reference-3", "Rising (2001)"),
    ];
    assert_eq!(references, expected);
    let thanks: String = course.acknowledgements.iter().map(Block::text).collect();
    assert_eq!(thanks, "Thanks to all.\nAnd to Dough.\nAnd to Rising.\n");
}

#[test]
fn a_link_leads_into_another_file() {
    let link = |document: &str, id: &str| {
        format!(
            "<Paragraph><olink targetdoc='{document}' targetptr='{id}'>there</olink></Paragraph>"
        )
    };
    let own = "<Paragraph><CrossRef idref='s'>here</CrossRef></Paragraph>";
    let first = unit(
        "Dough",
        &format!(
            "<Session><Title>A</Title>{}{}{}{own}</Session>",
            link("Rising", "s"),
            link("2", ""),
            link("Elsewhere", "s"),
        ),
    );
    let second = unit(
        "Rising",
        "<Session><Title>B</Title>b</Session><Session id='s'><Title>C</Title>c</Session>",
    );
    let imported = read(&[("1.xml", &first), ("2.xml", &second)]).unwrap();
    let targets: Vec<_> = imported.sections[1]
        .blocks
        .iter()
        .map(|block| match block {
            Block::Paragraph(line) => match &line[0].target {
                Some(Target::Section(id, None)) => id.as_str(),
                None => "words",
                other => panic!("{other:?}"),
            },
            other => panic!("{other:?}"),
        })
        .collect();
    assert_eq!(targets, ["c", "rising", "words", "words"]);
    let expected = [
        "a reference to s leads nowhere; it is words now",
        "a link to the document elsewhere, which is not here, is words now",
    ];
    assert_eq!(notes(&imported), expected);
}

#[test]
fn files_of_different_courses_are_told() {
    let [one, other] = ["Bread", "Beer"].map(|course| {
        format!(
            "<Item><CourseTitle>{course}</CourseTitle><ItemTitle>Yeast</ItemTitle><Session><Title>T\
             </Title>x</Session></Item>"
        )
    });
    let imported = read(&[("a.xml", &one), ("b.xml", &other)]).unwrap();
    // What all are called tells none of them.
    assert_eq!(&*imported.course.title, "my-bread");
    let files: Vec<_> = titles(&imported).into_iter().step_by(2).collect();
    assert_eq!(files, [(1, "a".to_owned()), (1, "b".to_owned())]);
    let [note] = &notes(&imported)[..] else {
        panic!("{:?}", imported.notes);
    };
    assert!(note.contains("“Bread”, “Beer”"), "{note}");
}

#[test]
fn pictures_that_lie_beside_are_taken() {
    let hash = "0123456789".repeat(4);
    let name = format!("Items/_{hash}_loaf.tif.jpg");
    let text = "<Item><ItemTitle>T</ItemTitle><Session><Title>S</Title><Figure><Image \
                src='https://bread.example/loaf.tif' x_imagesrc='loaf.tif.jpg'/></Figure><Figure><Image \
                src='https://bread.example/crumb.png'/></Figure><Figure><Image \
                src='https://bread.example/loaf.tif.jpg'/></Figure></Session></Item>";
    let folder = Folder::of([
        ("bread.xml", text.as_bytes()),
        (&*name, b"\xff\xd8".as_slice()),
        ("unused.png", b"\x89PNG"),
    ]);
    let imported = ouxml::read(&Input::Files {
        name: "bread.zip",
        files: &folder,
    })
    .unwrap();
    let [picture] = &imported.pictures[..] else {
        panic!("{:?}", imported.pictures);
    };
    assert_eq!(
        (&*picture.path, &*picture.bytes),
        ("figures/loaf-tif.jpg", &b"\xff\xd8"[..])
    );
    let paths = imported.sections[0].blocks.iter().map(|block| match block {
        Block::Figure(figure) => &*figure.path,
        other => panic!("{other:?}"),
    });
    let expected = [
        "figures/loaf-tif.jpg",
        "https://bread.example/crumb.png",
        "figures/loaf-tif.jpg",
    ];
    assert_eq!(paths.collect::<Vec<_>>(), expected);
    assert_eq!(&*imported.course.title, "T");
    let expected = [
        "another file was not read: “unused.png”",
        "a picture is not in the file; its text tells it, and where it is",
    ];
    assert_eq!(notes(&imported), expected);
}

#[test]
fn a_file_that_is_broken_leaves_the_others() {
    let good = unit("Dough", "<Session><Title>A</Title>a</Session>");
    let bad = "<Item><Unit><b><i></b></Unit></Item>";
    let imported = read(&[("1.xml", bad), ("2.xml", &good)]).unwrap();
    assert_eq!(titles(&imported).len(), 2);
    assert!(notes(&imported)[0].contains("in Item/Unit/b/i"));
    let refusal = read(&[("1.xml", bad)]).unwrap_err();
    assert!(refusal.what.starts_with("1.xml: "), "{}", refusal.what);
}

#[test]
fn a_package_is_left_to_its_own_format() {
    let good = unit("Dough", "<Session><Title>A</Title>a</Session>");
    let is_known = |files: &[(&str, &str)]| {
        let folder = Folder::of(files.iter().map(|(name, text)| (*name, text.as_bytes())));
        ouxml::knows(&Input::Files {
            name: "x",
            files: &folder,
        })
    };
    assert!(is_known(&[("a/1.XML", &good), ("a/b.html", "<html>")]));
    assert!(!is_known(&[
        ("1.xml", &good),
        ("imsmanifest.xml", "<manifest/>")
    ]));
    assert!(!is_known(&[
        ("1.xml", &good),
        ("META-INF/container.xml", "")
    ]));
    assert!(!is_known(&[("1.html", &good), ("2.xml", "<rss/>")]));
}
