//! What a folder of pages is called, and which of its pages are read.

use super::course;

#[test]
fn pages_of_a_site_are_called_as_their_titles_end() {
    let page =
        |title: &str| format!("<title>{title}</title><body><h1>Part</h1><p>Something to read.</p>");
    let files = |ends: [&str; 2]| {
        let [one, other] = ["Start", "Flour"].map(str::to_owned);
        let pages = [page(&(one + ends[0])), page(&(other + ends[1]))];
        course(&[("index.html", &pages[0]), ("flour.html", &pages[1])])
    };
    for (ends, name) in [
        ([" - The Bread Book", " - The Bread Book"], "The Bread Book"),
        ([" | Bread", " | Bread"], "Bread"),
        ([" - The Bread Book", " - Others"], "Start - The Bread Book"),
        ([" - OpenLearn", " - OpenLearn"], "Start - OpenLearn"),
        (["", ""], "Start"),
    ] {
        assert_eq!(&*files(ends).course.title, name);
    }
}

#[test]
fn what_mdbook_made_to_be_printed_is_not_read_twice() {
    let page = "<title>Bread</title><body><main><h1>Flour</h1><p>It is ground.</p></main>";
    let whole = [
        ("index.html", page),
        ("flour.html", page),
        ("print.html", page),
        ("toc.html", "<body>"),
    ];
    let imported = course(&whole);
    assert_eq!(imported.course.sections.len(), 1);
    assert!(
        imported
            .notes
            .iter()
            .any(|note| note.what.contains("once more"))
    );
    assert_eq!(
        course(&whole[..3]).course.sections.len(),
        2,
        "a page of that name"
    );
}
