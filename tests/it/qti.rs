//! Quizzes in QTI 1.2, as course packages hold them, become questions with their keys.

use std::path::Path;

use recto::course::block::{Block, Inline};
use recto::course::check;
use recto::course::question::{GapKey, Kind, NumberKey, Question, TextKey, Tolerance};
use recto::import::{Imported, Input, cartridge};

use crate::ouxml_files::Folder;

/// A package with one quiz.
fn quiz(text: &str) -> Imported {
    let list = "<manifest><organizations><organization><item identifierref='q'><title>Test</title></item>\
        </organization></organizations><resources><resource identifier='q' \
        type='imsqti_xmlv1p2/imscc_xmlv1p1/assessment'><file href='q.xml'/></resource></resources></manifest>";
    let files = [("imsmanifest.xml", list), ("q.xml", text), ("a.png", "PNG")];
    let folder = Folder::of(files.map(|(name, text)| (name, text.as_bytes())));
    cartridge::read(&Input::Files {
        name: "quiz",
        files: &folder,
    })
    .unwrap()
}

fn items(items: &str) -> Imported {
    let imported = quiz(&format!(
        "<questestinterop xmlns='http://www.imsglobal.org/xsd/ims_qtiasiv1p2'><assessment title='Test'><section \
         ident='s'>{items}</section></assessment></questestinterop>"
    ));
    let course = &imported.course;
    let problems: Vec<_> = imported
        .sections
        .iter()
        .flat_map(|section| {
            check::section(
                course,
                &check::Known::of(course),
                section,
                &check::Marks::default(),
            )
        })
        .collect();
    assert!(problems.is_empty(), "{problems:#?}");
    imported
}

#[track_caller]
fn one(item: &str) -> (Question, String) {
    let imported = items(item);
    let notes = imported.notes.iter().map(|note| note.what.to_string());
    let notes = notes.collect::<Vec<_>>().join("\n");
    let [question] = &imported.sections[0].questions[..] else {
        panic!("{:#?}", imported.sections)
    };
    (question.clone(), notes)
}

/// An item of a sort, with what it shows, how it is marked and what is said of answers.
fn item(sort: &str, shows: &str, marks: &str, said: &str) -> String {
    format!(
        "<item ident='i' title='Question'><itemmetadata><qtimetadata><qtimetadatafield><fieldlabel>question_type\
         </fieldlabel><fieldentry>{sort}</fieldentry></qtimetadatafield></qtimetadata></itemmetadata><presentation>\
         {shows}</presentation><resprocessing><outcomes><decvar maxvalue='100' varname='SCORE'/></outcomes>{marks}\
         </resprocessing>{said}</item>"
    )
}

fn words(text: &str) -> String {
    format!("<material><mattext texttype='text/html'>{text}</mattext></material>")
}

fn label(ident: &str, text: &str) -> String {
    let text = words(text);
    format!("<response_label ident='{ident}'>{text}</response_label>")
}

/// Something to choose from.
fn choose(ident: &str, many: &str, labels: &[(&str, &str)]) -> String {
    let labels: String = labels
        .iter()
        .map(|(ident, text)| label(ident, text))
        .collect();
    format!(
        "<response_lid ident='{ident}' rcardinality='{many}'><render_choice>{labels}</render_choice></response_lid>"
    )
}

const WRITE: &str = "<response_str ident='r' rcardinality='Single'><render_fib><response_label ident='a'/></render_fib>\
    </response_str>";

fn same(response: &str, value: &str) -> String {
    format!("<varequal respident='{response}'>{value}</varequal>")
}

/// A condition that gives a score.
fn gives(action: &str, score: &str, when: &str) -> String {
    format!(
        "<respcondition continue='No'><conditionvar>{when}</conditionvar><setvar action='{action}' \
         varname='SCORE'>{score}</setvar></respcondition>"
    )
}

/// A condition on which something is said.
fn says(ident: &str, when: &str) -> String {
    format!(
        "<respcondition continue='Yes'><conditionvar>{when}</conditionvar><displayfeedback \
         feedbacktype='Response' linkrefid='{ident}'/></respcondition>"
    )
}

fn feedback(ident: &str, text: &str) -> String {
    let text = words(text);
    format!("<itemfeedback ident='{ident}'><flow_mat>{text}</flow_mat></itemfeedback>")
}

fn line(line: &[Inline]) -> String {
    line.iter().map(|inline| &*inline.text).collect()
}

fn text(blocks: &[Block]) -> String {
    let text: String = blocks.iter().map(Block::text).collect();
    text.trim().replace('\n', " / ")
}

#[test]
fn one_of_several_has_its_key_and_what_is_said() {
    let shows = words(
        "&lt;p&gt;What rises?&lt;/p&gt;&lt;p&gt;&lt;img src=\"$IMS-CC-FILEBASE$/a.png\" alt=\"A\"&gt;&lt;/p&gt;",
    ) + &choose(
        "r",
        "Single",
        &[("1", "Stone"), ("2", "&lt;b&gt;Dough&lt;/b&gt;"), ("3", "")],
    );
    let marks = says("1_fb", &same("r", "1"))
        + &says("general_fb", "<other/>")
        + &says("correct_fb", &same("r", "2"))
        + &gives("Set", "100", &same("r", "2"))
        + &says("general_incorrect_fb", "<other/>");
    let said = feedback("1_fb", "It is heavy.")
        + &feedback("general_fb", "Think of yeast.")
        + &feedback("correct_fb", "It does.")
        + &feedback("general_incorrect_fb", "It doesn't.")
        + "<itemfeedback ident='s'><hint><hintmaterial><material><mattext>Warm.</mattext></material></hintmaterial>\
           </hint></itemfeedback>";
    let (question, notes) = one(&item("multiple_choice_question", &shows, &marks, &said));
    let Kind::Choice(options) = &question.kind else {
        panic!("{:?}", question.kind)
    };
    let options: Vec<_> = options
        .choices
        .iter()
        .map(|choice| (line(&choice.text), choice.correct, text(&choice.feedback)))
        .collect();
    assert_eq!(
        options,
        [
            ("Stone".into(), false, "It is heavy.".into()),
            ("Dough".into(), true, String::new()),
            ("3".into(), false, String::new())
        ]
    );
    assert_eq!(text(&question.prompt), "What rises? / A");
    let said = &question.feedback;
    assert_eq!(text(&said.always), "Think of yeast.");
    assert_eq!(text(&said.right), "It does.");
    assert_eq!(text(&said.wrong), "It doesn't.");
    assert_eq!(text(&question.hint), "Warm.");
    assert_eq!((question.id.as_str(), notes.as_str()), ("question-1", ""));
}

#[test]
fn some_of_several_are_those_that_are_not_denied() {
    let shows = words("Which?") + &choose("r", "Multiple", &[("1", "a"), ("2", "b"), ("3", "c")]);
    let all = format!(
        "<and>{}<not>{}</not>{}</and>",
        same("r", "1"),
        same("r", "2"),
        same("r", "3")
    );
    let each = gives("Add", "50", &same("r", "1"))
        + &gives("Add", "50", &same("r", "3"))
        + &gives("Subtract", "50", &same("r", "2"));
    for marks in [gives("Set", "100", &all), each] {
        let (question, _) = one(&item("multiple_answers_question", &shows, &marks, ""));
        let Kind::Choices(options) = question.kind else {
            panic!("{:?}", question.kind)
        };
        let right: Vec<_> = options
            .choices
            .iter()
            .map(|choice| choice.correct)
            .collect();
        assert_eq!(right, [true, false, true]);
    }
}

#[test]
fn words_and_numbers_have_their_keys() {
    let range = format!(
        "<or>{}<and><vargte respident='r'>4.9</vargte><varlte respident='r'>5.1</varlte></and></or>",
        same("r", "5")
    );
    let accept = |words: &[&str], case| {
        Kind::Text(TextKey {
            accept: words
                .iter()
                .map(|words| recto::text::Clean::words(words))
                .collect(),
            reject: vec![],
            case,
        })
    };
    let number = |value, by| {
        Kind::Number(NumberKey {
            value,
            tolerance: Tolerance::Absolute(by),
            unit: None,
            also: vec![],
        })
    };
    for (sort, when, expected) in [
        (
            "short_answer_question",
            same("r", "yeast") + &same("r", " leaven ") + &same("r", "yeast"),
            accept(&["yeast", "leaven"], false),
        ),
        (
            "cc.pattern_match.v0p1",
            "<varsubstring respident='r'>yeast*</varsubstring>".into(),
            accept(&["*yeast\\**"], false),
        ),
        (
            "x",
            "<varequal respident='r' case='Yes'>pH</varequal>".into(),
            accept(&["pH"], true),
        ),
        ("numerical_question", same("r", "42"), number(42.0, 0.0)),
        (
            "numerical_question",
            "<vargte respident='r'>2</vargte><varlte respident='r'>4</varlte>".into(),
            number(3.0, 1.0),
        ),
        (
            "numerical_question",
            same("r", "5") + &same("r", "15"),
            accept(&["5", "15"], false),
        ),
    ] {
        let item = item(
            sort,
            &(words("Name it.") + WRITE),
            &gives("Set", "100", &when),
            "",
        );
        assert_eq!(one(&item).0.kind, expected, "{when}");
    }
    let item = item(
        "numerical_question",
        &(words("5?") + WRITE),
        &gives("Set", "100", &range),
        "",
    );
    let Kind::Number(key) = one(&item).0.kind else {
        panic!()
    };
    let Tolerance::Absolute(by) = key.tolerance else {
        panic!()
    };
    let is_near = |value: f64, to: f64| (value - to).abs() < 1e-9;
    assert!(is_near(key.value, 5.0) && is_near(by, 0.1), "{key:?}");
}

#[test]
fn rows_are_matched() {
    let options = [("1", "rises"), ("2", "burns"), ("3", "sinks")];
    let row = |ident: &str, text: &str| {
        choose(ident, "Single", &options).replacen('>', &format!(">{}", words(text)), 1)
    };
    let shows = words("What does it do?") + &row("r1", "Dough") + &row("r2", "Toast");
    let marks = gives("Add", "50", &same("r1", "1")) + &gives("Add", "50", &same("r2", "2"));
    let (question, _) = one(&item("matching_question", &shows, &marks, ""));
    let Kind::Match(key) = &question.kind else {
        panic!("{:?}", question.kind)
    };
    let pairs: Vec<_> = key
        .items
        .iter()
        .map(|item| (line(&item.text), line(&key.targets[item.target])))
        .collect();
    assert_eq!(
        pairs,
        [
            ("Dough".into(), "rises".into()),
            ("Toast".into(), "burns".into())
        ]
    );
    assert_eq!(key.targets.len(), 3);
    assert_eq!(text(&question.prompt), "What does it do?");

    let marks = gives("Add", "50", &same("r1", "1"));
    let (question, notes) = one(&item("matching_question", &shows, &marks, ""));
    assert_eq!(question.kind, Kind::Open { points: vec![] });
    assert_eq!(
        text(&question.prompt),
        "What does it do? / Dough / rises / burns / sinks / Toast / rises / burns / sinks"
    );
    assert_eq!(text(&question.answer), "rises");
    assert!(notes.contains("does not say what is right"), "{notes}");
}

#[test]
fn gaps_stand_where_the_text_names_them() {
    let gap = |ident: &str, name: &str, labels: &[(&str, &str)]| {
        choose(ident, "Single", labels).replacen('>', &format!(">{}", words(name)), 1)
    };
    let shows = words("&lt;p&gt;[b] makes [gas], not [x].&lt;/p&gt;")
        + &gap("response_gas", "gas", &[("1", "gas"), ("2", "CO2")])
        + &gap("response_b", "b", &[("3", "Yeast"), ("4", "Salt")]);
    let marks = gives("Add", "50", &same("response_gas", "1"))
        + &gives("Add", "50", &same("response_b", "3"));
    for (sort, expected) in [
        (
            "fill_in_multiple_blanks_question",
            ["Yeast Salt", "gas CO2"],
        ),
        ("multiple_dropdowns_question", ["Yeast", "gas"]),
    ] {
        let (question, _) = one(&item(sort, &shows, &marks, ""));
        let Kind::Gaps(gaps) = &question.kind else {
            panic!("{:?}", question.kind)
        };
        assert_eq!(text(&gaps.text), "{{gap 1}} makes {{gap 2}}, not [x].");
        let right: Vec<_> = gaps
            .gaps
            .iter()
            .map(|gap| match &gap.key {
                GapKey::Typed(key) => key
                    .accept
                    .iter()
                    .map(|words| &**words)
                    .collect::<Vec<_>>()
                    .join(" "),
                GapKey::Chosen(options) => {
                    assert_eq!(options.len(), 2);
                    gap.right()
                }
            })
            .collect();
        assert_eq!(right, expected);
    }
    let lost = shows.replace("[b]", "it");
    let (question, notes) = one(&item("multiple_dropdowns_question", &lost, &marks, ""));
    assert!(question.kind.is_written());
    assert!(notes.contains("gap without a place"), "{notes}");

    let write = |ident: &str| WRITE.replace("ident='r'", &format!("ident='{ident}'"));
    let flow = words("Yeast makes") + &write("g1") + &words("and salt") + &write("g2");
    let marks = gives("Add", "50", &same("g1", "gas")) + &gives("Add", "50", &same("g2", "taste"));
    let (question, _) = one(&item("cc.fib.v0p1", &flow, &marks, ""));
    let Kind::Gaps(gaps) = &question.kind else {
        panic!("{:?}", question.kind)
    };
    assert_eq!(text(&gaps.text), "Yeast makes {{gap 1}} and salt {{gap 2}}");
}

#[test]
fn what_has_no_key_is_answered_in_writing() {
    let sample = "<itemfeedback ident='s'><solution><solutionmaterial><material><mattext>Because of gas.</mattext>\
        </material></solutionmaterial></solution></itemfeedback>";
    let shows = words("Why?") + WRITE;
    let other = "<respcondition><conditionvar><other/></conditionvar></respcondition>";
    let (question, notes) = one(&item("essay_question", &shows, other, sample));
    assert_eq!(question.kind, Kind::Open { points: vec![] });
    assert_eq!(
        (text(&question.answer), notes.as_str()),
        ("Because of gas.".into(), "")
    );
    let (question, _) = one(&item("essay_question", &shows, other, ""));
    assert_eq!(question.kind, Kind::Activity);
    let (question, _) = one(&item("cc.fib.v0p1", &shows, other, ""));
    assert_eq!(question.kind, Kind::Activity);

    let two = choose("r", "Single", &[("1", "a"), ("2", "b")]);
    for (sort, shows, marks, why) in [
        (
            "x",
            two.clone(),
            gives("Set", "0", &same("r", "1")),
            "does not say",
        ),
        (
            "x",
            two.clone(),
            gives("Set", "100", &(same("r", "1") + &same("r", "2"))),
            "several right",
        ),
        (
            "x",
            choose("r", "Single", &[("1", "a")]),
            gives("Set", "100", &same("r", "1")),
            "fewer than two",
        ),
        (
            "calculated_question",
            WRITE.into(),
            String::new(),
            "change each time",
        ),
        (
            "x",
            WRITE.into(),
            gives(
                "Set",
                "1",
                "<varsubstring respident='r'>Z[u]rich</varsubstring>",
            ),
            "pattern",
        ),
        (
            "numerical_question",
            WRITE.into(),
            gives("Set", "1", "<vargte respident='r'>NaN</vargte>"),
            "no number",
        ),
        (
            "x",
            two.clone() + WRITE,
            gives("Set", "1", &same("r", "1")),
            "several ways",
        ),
    ] {
        let (question, notes) = one(&item(
            sort,
            &(words("Say.") + &shows),
            &marks,
            &feedback("1_fb", "Said."),
        ));
        assert!(question.kind.is_written(), "{why}");
        assert!(text(&question.prompt).starts_with("Say."), "{why}");
        let all = text(&question.answer) + &text(&question.discussion);
        assert!(all.contains("Said."), "{why}: {all}");
        assert!(notes.contains(why), "{why}: {notes}");
    }
}

#[test]
fn a_quiz_keeps_its_words_and_its_parts() {
    let ask = item("essay_question", &(words("Why?") + WRITE), "", "");
    let told = item("text_only_question", &words("Read this."), "", "");
    let empty = "<item ident='e'><itemmetadata/></item>";
    let named = ask.replace("title='Question'", "title='Yeast 3'");
    let imported = quiz(&format!(
        "<questestinterop><assessment title='Test'><presentation_material><flow_mat><material><mattext>Begin.\
         </mattext></material></flow_mat></presentation_material><section ident='root_section'><section \
         title='Part one'><selection_ordering><selection><selection_number>1</selection_number></selection>\
         </selection_ordering>{told}{ask}</section>{ask}{empty}{named}</section></assessment></questestinterop>"
    ));
    let section = &imported.sections[0];
    assert_eq!(text(&section.blocks), "Begin. / Part one / Read this.");
    let ids: Vec<_> = section
        .questions
        .iter()
        .map(|question| question.id.as_str())
        .collect();
    assert_eq!(ids, ["question-2", "question-3", "yeast-3"]);
    let notes: Vec<_> = imported.notes.iter().map(|note| &*note.what).collect();
    assert_eq!(
        notes,
        [
            "some of the questions would be drawn by chance; all of them are here",
            "question 4 asks nothing; it was left out"
        ]
    );
}

#[test]
fn texts_that_say_they_are_plain_may_be_html() {
    let plain = |text: &str| {
        format!("<material><mattext texttype='text/plain'>{text}</mattext></material>")
    };
    for (said, expected) in [
        ("&lt;p&gt;a&lt;/p&gt;&lt;p&gt;b&lt;/p&gt;", "a / b"),
        ("a &lt; b\n\n c", "a < b / c"),
        ("<p>a</p><p>b</p>", "a / b"),
        ("x&#x9b;31my&#x202e;", "xy"),
        ("&#x9b;31m", "Question 1"),
    ] {
        let shows = plain(said) + WRITE;
        let (question, _) = one(&item("essay_question", &shows, "", ""));
        assert_eq!(text(&question.prompt), expected);
    }
}

/// Very many options, rows and tests cost time in step with their number.
#[test]
fn large_questions_take_little_time() {
    let n = 20_000;
    let labels: String = (0..n)
        .map(|n| label(&format!("l{n}"), &format!("o{n}")))
        .collect();
    let said: String = (0..n).map(|n| feedback(&format!("l{n}_fb"), "x")).collect();
    let marks: String = (0..n)
        .map(|n| says(&format!("l{n}_fb"), &same("r", &format!("l{n}"))))
        .collect();
    let many =
        format!("<response_lid ident='r'><render_choice>{labels}</render_choice></response_lid>");
    let marks = marks + &gives("Set", "1", &same("r", "l7"));
    let rows: String = (0..n)
        .map(|n| format!("<response_lid ident='r{n}'>{}</response_lid>", words("row")))
        .collect();
    let adds: String = (0..n)
        .map(|n| gives("Add", "1", &same(&format!("r{n}"), "x")))
        .collect();
    let brackets = words(&"[".repeat(1 << 20));
    let deep = format!("{}{}", "<flow>".repeat(50_000), "</flow>".repeat(50_000));
    let start = std::time::Instant::now();
    let (question, _) = one(&item(
        "multiple_choice_question",
        &(words("a") + &many),
        &marks,
        &said,
    ));
    assert!(matches!(question.kind, Kind::Choice(_)));
    one(&item("matching_question", &(words("a") + &rows), &adds, ""));
    one(&item(
        "multiple_dropdowns_question",
        &(brackets + &rows),
        &adds,
        "",
    ));
    one(&item(
        "essay_question",
        &(deep + &words("a") + WRITE),
        "",
        "",
    ));
    assert!(start.elapsed().as_secs() < 60, "{:?}", start.elapsed());
}

/// What Blackboard writes, where it is at hand.
#[test]
fn a_blackboard_pool_becomes_questions() {
    let path = "../shared/fixtures/qti/qti12-blackboard/sample_blackboard_qti.dat";
    let path = Path::new(env!("CARGO_MANIFEST_DIR")).join(path);
    let Ok(source) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let imported = quiz(&source);
    let kinds: Vec<_> = imported.sections[0]
        .questions
        .iter()
        .map(|question| question.kind.name())
        .collect();
    println!("{:#?}", imported.notes);
    println!("{kinds:?}");
    assert_eq!(kinds.len(), 6);
    assert_eq!(kinds[..3], ["true-false", "choice", "choices"]);
}
