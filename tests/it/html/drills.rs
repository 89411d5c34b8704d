//! Choices and pairs of OpenLearn's pages, in the shapes that its scripts work on.

use recto::course::question::{Kind, Question};
use recto::study::words::line;

use recto::course::block::Block;

use super::{page, questions};

fn text(blocks: &[Block]) -> String {
    super::text(blocks).trim_end().to_owned()
}

/// A page with a question of that text, in which stands `drill`.
fn asked(drill: &str) -> Vec<Question> {
    let source = format!(
        "<html><body class=oucontent-view><div class=oucontent-content><h1>1.1 Flour</h1><p>It is ground.</p>\
         <div class='oucontent-saq oucontent-s-heavybox1'><div class=oucontent-outer-box><h3>SAQ 1</h3>\
         <div class=oucontent-inner-box><div class=oucontent-saq-question><p>What is it?</p></div>{drill}\
         <div class=oucontent-saq-interactiveanswer><h4>Answer</h4><p>See the mill.</p></div>\
         <div class=oucontent-saq-interactivediscussion><h4>Discussion</h4><p>So it goes.</p></div>\
         </div></div></div></div></body></html>"
    );
    let imported = page("flour.html", &source);
    questions(&imported).into_iter().cloned().collect()
}

fn one(drill: &str) -> Question {
    let questions = asked(drill);
    assert_eq!(questions.len(), 1);
    questions.into_iter().next().unwrap()
}

/// The options with what is said to each; a star before those that are right.
fn options(question: &Question) -> Vec<String> {
    let (Kind::Choice(options) | Kind::Choices(options)) = &question.kind else {
        panic!("{:?}", question.kind)
    };
    let choices = options.choices.iter().map(|choice| {
        let star = if choice.correct { "*" } else { "" };
        format!("{star}{}|{}", line(&choice.text), text(&choice.feedback))
    });
    choices.collect()
}

const FORM: &str = "<div class=oucontent-saq-interactivecontent><form class=oucontent-singlechoice-form id=formx1>\
     <p>Choose one.</p><ol><li><input type=radio name=choicex1 id=c1><label for=c1>A <b>stone</b></label>\
     <div id=f1 style='display:none'><p>No, softer.</p></div></li>\
     <li><input type=radio name=choicex1 id=c2><label for=c2>A powder</label><div id=f2><p>Yes.</p></div></li></ol>\
     <div><input type=button name=answerbutton value='Check your answer' \
     onclick=\"M.mod_oucontent.process_single_choice('x1', 'a1', '2', ['f1', 'f2']); return false;\">\
     <input type=button name=revealbutton value='Reveal answer'></div>\
     <div id=a1 class=oucontent-choice-feedback></div></form></div>\
     <div class=oucontent-interaction-print><p>a. A stone</p><p>b. A powder</p><p>The answer is b.</p></div>";

#[test]
fn a_choice_is_one_by_what_its_button_does() {
    let question = one(FORM);
    assert!(matches!(question.kind, Kind::Choice(_)));
    assert_eq!(
        options(&question),
        ["A stone|No, softer.", "*A powder|Yes."]
    );
    assert_eq!(text(&question.prompt), "What is it?\nChoose one.");
    assert_eq!(text(&question.answer), "See the mill.");
    assert_eq!(text(&question.discussion), "So it goes.");
    let several = FORM
        .replace("radio", "checkbox")
        .replace("singlechoice", "multichoice")
        .replace("process_single_choice", "process_multiple_choice")
        .replace("'2', [", "[1, 2], [");
    let question = one(&several);
    assert!(matches!(question.kind, Kind::Choices(_)));
    assert_eq!(
        options(&question),
        ["*A stone|No, softer.", "*A powder|Yes."]
    );
}

#[test]
fn options_without_labels_are_what_stands_around_them() {
    let bare = FORM
        .replace("<label for=c1>A <b>stone</b></label>", "A stone")
        .replace("<label for=c2>A powder</label>", "A powder");
    assert_eq!(
        options(&one(&bare)),
        ["A stone|No, softer.", "*A powder|Yes."]
    );
    let around = FORM
        .replace(
            "<input type=radio name=choicex1 id=c1><label for=c1>",
            "<label><input type=radio>",
        )
        .replace(
            "<input type=radio name=choicex1 id=c2><label for=c2>",
            "<label><input type=radio>",
        );
    assert_eq!(
        options(&one(&around)),
        ["A stone|No, softer.", "*A powder|Yes."]
    );
}

#[test]
fn a_choice_without_a_key_is_words() {
    for broken in [
        FORM.replace("process_single_choice", "process"),
        FORM.replace("'2', [", "'3', ["),
        FORM.replace("'2', [", "'0', ["),
        FORM.replace("'2', [", "'two', ["),
        FORM.replace("'2', ['f1', 'f2']", "'2"),
        FORM.replace("<ol><li>", "")
            .replace("<li>", "")
            .replace("<label for=c1>", "")
            .replace("<label for=c2>", ""),
        format!("<div>{FORM}</div>").replace(
            "</form>",
            "</form><form class=oucontent-singlechoice-form></form>",
        ),
    ] {
        let question = one(&broken);
        assert!(matches!(question.kind, Kind::Open { .. }), "{broken}");
        let prompt = text(&question.prompt);
        assert!(
            prompt.contains("A stone") && prompt.contains("A powder"),
            "{prompt}"
        );
    }
}

/// Each item with what it belongs to.
fn pairs(question: &Question) -> Vec<String> {
    let Kind::Match(key) = &question.kind else {
        panic!("{:?}", question.kind)
    };
    let items = key.items.iter();
    items
        .map(|item| format!("{} = {}", line(&item.text), line(&key.targets[item.target])))
        .collect()
}

const PRINTED: &str = "<div class=oucontent-interaction-print><p>Match them.</p>\
     <ol class=oucontent-matching-options><li><span class=oucontent-listmarker>1</span> rye</li>\
     <li><span class=oucontent-listmarker>2</span> oats</li><li><span class=oucontent-listmarker>3</span> rice</li></ol>\
     <ol class=oucontent-matching-matches><li><span class=oucontent-listmarker>3</span> sushi</li>\
     <li><span class=oucontent-listmarker>1</span> black bread</li>\
     <li><span class=oucontent-listmarker>2</span> porridge</li></ol>\
     <ul class=oucontent-matching-answers><li>1 = </li><li>2 = </li><li>3 = </li></ul></div>";

const WHOLE: [&str; 3] = ["rice = sushi", "rye = black bread", "oats = porridge"];

#[test]
fn pairs_are_told_by_their_numbers() {
    let question = one(PRINTED);
    assert_eq!(pairs(&question), WHOLE);
    assert_eq!(text(&question.prompt), "What is it?");
    let container = "<div id=matchingm1 class=oucontent-matching-container><div>rye</div><div>sushi</div></div>";
    let question = one(&format!("{container}{PRINTED}"));
    assert_eq!(pairs(&question), WHOLE);
    assert_eq!(text(&question.prompt), "What is it?");
    assert_eq!(text(&question.answer), "See the mill.");
}

#[test]
fn pairs_are_told_by_a_script() {
    let scripted = "<div id=matchingm1 class=oucontent-matching-container><div id=o1>rye</div><div id=o2>oats</div>\
         <div id=n1>black bread</div><div id=n2>porridge</div></div>\
         <script>pairs('m1', [{option: 'o1', match: 'n1'}, {\"option\": \"o2\", \"match\" : \"n2\"}]);</script>";
    assert_eq!(
        pairs(&one(scripted)),
        ["rye = black bread", "oats = porridge"]
    );
}

#[test]
fn pairs_that_do_not_fit_are_words() {
    for broken in [
        PRINTED.replace("<span class=oucontent-listmarker>3</span> sushi", "sushi"),
        PRINTED.replace(
            "<span class=oucontent-listmarker>3</span> sushi",
            "<span class=oucontent-listmarker>9</span> sushi",
        ),
        PRINTED.replace(
            "<li><span class=oucontent-listmarker>3</span> rice</li>",
            "",
        ),
        "<div id=m class=oucontent-matching-container><div>rye</div><div>sushi</div></div>"
            .to_owned(),
    ] {
        let question = one(&broken);
        assert!(matches!(question.kind, Kind::Open { .. }), "{broken}");
        assert!(text(&question.prompt).contains("rye"), "{broken}");
    }
}

#[test]
fn very_many_options_are_words_and_take_no_time() {
    let many = "<li><input type=radio><label>x</label></li>".repeat(30_000);
    let question = one(&FORM.replace("<ol>", &format!("<ol>{many}")));
    assert!(matches!(question.kind, Kind::Open { .. }));
}
