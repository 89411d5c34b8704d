//! Pages become trees, and trees blocks.

use super::*;
use crate::course::block::Block;

/// What a page says, block by block.
fn read(source: &str) -> Vec<Block> {
    let document = Document::parse(source);
    blocks(document.body().children(), &mut Plain)
}

fn words(blocks: &[Block]) -> String {
    blocks.iter().map(Block::text).collect()
}

#[test]
fn tags_that_close_themselves_close_in_xhtml_alone() {
    for tag in [
        "script", "title", "iframe", "textarea", "a id='x'", "div", "p", "style",
    ] {
        let body = format!("<p>one</p><{tag}/><p>two</p>");
        let page = format!("<html xmlns='http://www.w3.org/1999/xhtml'><body>{body}</body></html>");
        assert_eq!(words(&read(&page)), "one\ntwo\n", "{tag}");
    }
    assert_eq!(words(&read("<p>one</p><script/><p>two</p>")), "one\n");
    let page = "<?xml version='1.0'?><!DOCTYPE html [<!ENTITY x 'y'>]><html><body><!-- <p/> --><p><![CDATA[a < b]]></p>\
        <m:math xmlns:m='u'><m:msup><m:mi>x</m:mi><m:mn>2</m:mn></m:msup></m:math></body></html>";
    assert_eq!(words(&read(page)), "a < b\nx²\n");
}

#[test]
fn words_keep_their_faces_and_their_blanks() {
    let blocks =
        read("<p>  a <b>b </b> <i>\n c</i><br> d&nbsp;&eacute; <a href='javascript:x'>e</a></p>");
    assert_eq!(words(&blocks), "a b c\nd\u{a0}é e\n");
    let Block::Paragraph(line) = &blocks[0] else {
        panic!("{blocks:?}")
    };
    assert!(line[1].face.strong && line.iter().all(|inline| inline.target.is_none()));
    let blocks = read("<p><a href=' https://a.b/c'>x</a><ruby>漢<rp>(</rp><rt>kan</rt></ruby></p>");
    assert_eq!(words(&blocks), "x漢 (kan)\n");
}

#[test]
fn elements_become_blocks() {
    let cases = [
        (
            "<ol start=3><li>a<ol type=a><li>b</ol><li>c</ol>",
            "a\n(a) b\nc\n",
        ),
        ("<li>a</li> <li>b</li>", "a\nb\n"),
        ("<ul>x<li>a</li><ul><li>b</li></ul></ul>", "x\na\nb\n"),
        ("<dl><dt>a<dt>b<dd>c<dd>d</dl>", "a, b\nc\nd\n"),
        (
            "<blockquote><p>a</p><footer>b</footer></blockquote>",
            "a\nb\n",
        ),
        (
            "<pre><code class=language-rust>fn a() {\n    b\n}</code></pre>",
            "fn a() {\n    b\n}\n",
        ),
        ("<details><summary>a</summary>b</details>", "a\nb\n"),
        (
            "<table><caption>t<tr><th>a<th>b<tr><td colspan=2>c</table>",
            "t\na\nb\nc\n\n",
        ),
        (
            "<table><tr><td><h2>a</h2><p>b</p></td><td>c</td></tr></table>",
            "a\nb\nc\n",
        ),
        (
            "<figure><img src=x alt=a><figcaption>b</figcaption></figure>",
            "a\nb\n",
        ),
        ("<p>a <img src=x alt=b> c</p>", "a b c\n"),
        (
            "<script>a</script><style>b</style><template>c</template><noscript>d</noscript>",
            "d\n",
        ),
        ("<p>a<p hidden>b<p style='display: none'>c", "a\nb\nc\n"),
        ("<svg><title>a</title><desc>b</desc></svg>", "a · b\n"),
        (
            "<video src=https://a.b/c.mp4>d</video>",
            "d\nhttps://a.b/c.mp4\n",
        ),
        ("<p>a<p> &nbsp; <p>b", "a\nb\n"),
    ];
    for (source, expected) in cases {
        assert_eq!(
            words(&read(source)),
            expected,
            "{source}: {:?}",
            read(source)
        );
    }
}

#[test]
fn headings_part_a_page() {
    let source = "<p>0</p><div><h1>A</h1><p>1</p><section><h2>B</h2><div>2</div></section></div>\
        <ul><li><h2>no</h2></li></ul><h3>C</h3>3";
    let document = Document::parse(source);
    let parts: Vec<_> = sections(document.body(), 2, |_| false)
        .into_iter()
        .map(|part| {
            let heading = part.heading.map(|heading| heading.words().to_string());
            (
                part.level,
                heading.unwrap_or_default(),
                words(&blocks(part.nodes, &mut Plain)),
            )
        })
        .collect();
    let expected = [(0, "", "0\n"), (1, "A", "1\n"), (2, "B", "2\nno\nC\n3\n")];
    assert_eq!(
        parts,
        expected.map(|(level, heading, text)| (level, heading.to_owned(), text.to_owned()))
    );
}

#[test]
fn what_is_deep_is_flattened() {
    for tag in [
        "div",
        "ul><li",
        "blockquote",
        "b",
        "table><tr><td",
        "span",
        "a",
        "m:x",
        "p><a",
    ] {
        let n = 20_000;
        let source = format!(
            "<p>before</p>{}in{}<p>after",
            format!("<{tag}>").repeat(n),
            "</div>".repeat(n)
        );
        let document = Document::parse(&source);
        let deepest = document
            .root()
            .descendants()
            .map(|node| node.ancestors().count())
            .max();
        assert!(deepest.unwrap() <= DEEPEST + 2, "{tag}");
        let text = words(&blocks(document.body().children(), &mut Plain));
        assert!(
            text.contains("before") && text.contains("in") && text.contains("after"),
            "{tag}"
        );
    }
}
