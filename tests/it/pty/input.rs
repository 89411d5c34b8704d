//! Whatever is typed or pasted: any bytes, and very many of them.

use super::*;

/// Bytes that anybody can make again (a linear congruence, Knuth's numbers).
struct Dice(u64);

impl Dice {
    fn throw(&mut self) -> u8 {
        self.0 = self
            .0
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        u8::try_from(self.0 >> 56).unwrap()
    }
}

/// Seconds of work that the process has done.
fn worked(id: u32) -> f64 {
    let stat = process(id, "stat");
    let numbers: Vec<&str> = stat.rsplit(") ").next().unwrap().split(' ').collect();
    let ticks: f64 = numbers[11].parse::<f64>().unwrap() + numbers[12].parse::<f64>().unwrap();
    ticks / 100.0
}

#[test]
fn any_bytes_at_all_are_lived_through() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = Terminal::start(home.path(), &["how-teams-work", "1.4"]);
    terminal.until("Wenger");
    // Without what quits, stops, or starts an editor.
    let leaves = b"\x03\x1a\x1c\x11\x13\x0fqQe";
    let mut dice = Dice(3);
    let bytes: Vec<u8> = std::iter::repeat_with(|| dice.throw())
        .filter(|byte| !leaves.contains(byte))
        .take(1 << 20)
        .collect();
    for piece in bytes.chunks(1 << 16) {
        terminal.pour(piece);
        assert!(terminal.is_alive(), "{}", terminal.contents());
    }
    // Half a paste may be open; its end is the end of it.
    terminal.press("\x1b[201~");
    terminal.quiet();
    // On a busy machine it may still be at the last of it; then it rests.
    if has_proc() {
        wait_for("a rest with nothing to do", || {
            let before = worked(terminal.id());
            std::thread::sleep(Duration::from_millis(500));
            worked(terminal.id()) - before < 0.1
        });
    }
    terminal.press("\x03");
    terminal.end();
    terminal.is_whole();
    terminal.asked_nothing();
}

#[test]
fn bytes_that_may_end_it_end_it_well() {
    let mut dice = Dice(11);
    for _ in 0..6 {
        let home = tempfile::tempdir().unwrap();
        let editor = Path::new("true");
        let setting = Setting {
            args: &["how-teams-work", "1.4"],
            env: &[("EDITOR", editor)],
            ..Setting::default()
        };
        let mut terminal = Terminal::set(home.path(), &setting);
        terminal.until("Wenger");
        let mut rounds = 0;
        while terminal.is_alive() && rounds < 50 {
            let bytes: Vec<u8> = std::iter::repeat_with(|| dice.throw()).take(400).collect();
            // It may have been told to stop.
            terminal.pour_and(&bytes, Terminal::go_on);
            terminal.go_on();
            rounds += 1;
        }
        if terminal.is_alive() {
            terminal.press("\x1b[201~\x03\x03");
        }
        let status = terminal.end();
        let shown = terminal.contents();
        // Stopped, it leaves Ctrl-C to the system, which makes a signal of it.
        assert!(
            status.success() || status.signal().is_some(),
            "{status:?}: {shown}"
        );
        assert!(!shown.contains("panicked"), "{shown}");
        terminal.is_whole();
    }
}

#[test]
fn a_paste_of_a_megabyte_is_one_step() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = writing(home.path(), &Setting::default(), "before ");
    let words = "Words that were pasted, one after another.\r".repeat(24_000);
    terminal.pour(format!("\x1b[200~{words}\x1b[201~").as_bytes());
    terminal.press(" the end of it");
    terminal.until("the end of it");
    // The paste goes as it came, in one step, and comes back in one.
    terminal.press("\x1a\x1a");
    terminal.until_it("the field before", |contents| {
        contents.contains("before") && !contents.contains("pasted")
    });
    terminal.press("\x19\x19");
    terminal.until("the end of it");
    terminal.press("\x03");
    terminal.end();
    terminal.is_whole();
    let kept = file(home.path(), "desk");
    assert_eq!(kept.matches("one after another.").count(), 24_000);
    assert!(kept.contains("the end of it"));
}

#[test]
fn a_megabyte_without_the_marks_of_a_paste_comes_in_too() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = writing(home.path(), &Setting::default(), "before ");
    let words = "Words that were pasted, one after another.\r".repeat(24_000);
    terminal.pour(words.as_bytes());
    terminal.press("the end of it");
    terminal.until("the end of it");
    terminal.press("\x03");
    terminal.end();
    terminal.is_whole();
    let kept = file(home.path(), "desk");
    assert_eq!(kept.matches("one after another.").count(), 24_000);
}

#[test]
fn answers_that_nobody_asked_for_are_no_letters() {
    let home = tempfile::tempdir().unwrap();
    let mut terminal = writing(home.path(), &Setting::default(), "before ");
    // A terminal may be slow to answer the program that had it before.
    terminal.press("\x1b[?62;22c\x1b[12;40R\x1b[?2026;2$y\x1b[0n\x1b[I");
    terminal.press("and behind");
    terminal.until("before and behind");
    terminal.press("\x03");
    assert!(terminal.end().success());
    assert!(file(home.path(), "desk").contains("\"before and behind\""));
}
