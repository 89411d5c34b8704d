//! An exam in a real terminal: it outlives its program.

use super::{Terminal, file, log, wait_for};

#[test]
fn an_exam_outlives_being_killed_and_being_left() {
    let home = tempfile::tempdir().unwrap();
    let args = [
        "exam",
        "how-teams-work",
        "--minutes",
        "30",
        "-n",
        "5",
        "--seed",
        "7",
    ];
    let mut terminal = Terminal::start(home.path(), &args);
    terminal.until("Enter begins");
    terminal.press("\r");
    terminal.until("Question 1 of 5");
    terminal.press("nf");
    terminal.until("▸2 ·⚑");
    wait_for("the flag on the disk", || {
        file(home.path(), "desk").contains("flag = true")
    });
    terminal.signal("KILL");
    drop(terminal);
    let mut terminal = Terminal::start(home.path(), &["exam", "how-teams-work"]);
    terminal.until("▸2 ·⚑");
    terminal.press("q");
    terminal.end();
    terminal.until("its clock goes on");
    terminal.is_whole();
    let mut terminal = Terminal::start(home.path(), &["exam", "how-teams-work"]);
    terminal.until("▸2 ·⚑");
    terminal.press("HH");
    terminal.until("0 of 5 marks");
    terminal.press("q");
    terminal.end();
    let log = log(home.path());
    assert_eq!(log.matches("did = \"exam\"").count(), 1, "{log}");
    assert_eq!(log.matches("did = \"hand-in\"").count(), 1, "{log}");
    let desk = file(home.path(), "desk");
    assert!(
        !desk.contains("[[exam]]"),
        "what was handed in is let go:\n{desk}"
    );
}
