//! A fault in the program itself: the terminal, the answers and the drafts outlive it.

use super::*;

#[test]
fn a_fault_in_drawing_leaves_everything_whole() {
    let home = tempfile::tempdir().unwrap();
    let fault = home.path().join("fault");
    let setting = Setting {
        env: &[("RECTO_TEST_FAULT", &fault)],
        ..Setting::default()
    };
    let mut terminal = writing(home.path(), &setting, "half a sentence");
    std::fs::write(&fault, "").unwrap();
    terminal.press("!");
    let status = terminal.end();
    assert_eq!(status.exit_code(), 2);
    terminal.is_whole();
    let said = terminal.contents();
    assert!(said.contains("drawing was asked to fail"), "{said}");
    assert!(said.contains("your answers and drafts are kept"), "{said}");
    // On the learner's own screen, each line from its start.
    assert!(
        said.lines().any(|line| line.starts_with("recto: ")),
        "{said}"
    );
    assert!(file(home.path(), "desk").contains("half a sentence!"));
}

#[test]
fn a_fault_costs_no_answer() {
    let home = tempfile::tempdir().unwrap();
    let fault = home.path().join("fault");
    let setting = Setting {
        args: &["quiz", "how-teams-work", "introduction"],
        env: &[("RECTO_TEST_FAULT", &fault)],
        ..Setting::default()
    };
    let mut terminal = Terminal::set(home.path(), &setting);
    terminal.until("Questions");
    std::fs::write(&fault, "").unwrap();
    terminal.press("x");
    assert!(!terminal.end().success());
    terminal.is_whole();
    assert_eq!(n_answers(home.path()), 1);
}
