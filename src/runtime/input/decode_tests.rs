//! Scripted reads on a clock of our own.

use proptest::prelude::*;
use rstest::rstest;

use super::*;
use crate::app::core::msg::MouseAct;

const DELAY: Duration = Duration::from_millis(35);

/// What came, in the notation of the screen.
fn name(msg: Msg) -> String {
    match msg {
        Msg::Key(press) => press.to_string(),
        Msg::Paste(text) => format!("paste {text:?}"),
        Msg::Mouse(act, x, y) => format!("{act:?} {x},{y}"),
        other => panic!("{other:?}"),
    }
}

/// Reads these bytes at these milliseconds, as the thread does: what is overdue by then is told first.
fn told(reads: &[(u64, &[u8])]) -> Vec<String> {
    let start = Instant::now();
    let mut decoder = Decoder::new(DELAY);
    let mut found = Vec::new();
    for (millis, bytes) in reads {
        let now = start + Duration::from_millis(*millis);
        decoder.expire(now);
        found.extend(std::iter::from_fn(|| decoder.next()).map(name));
        decoder.feed(bytes, now);
        found.extend(std::iter::from_fn(|| decoder.next()).map(name));
    }
    found
}

/// The same, with all the time there is after them.
fn read(reads: &[(u64, &[u8])]) -> Vec<String> {
    let long = reads.last().map_or(0, |(millis, _)| millis + 60_000);
    let reads: Vec<(u64, &[u8])> = reads.iter().copied().chain([(long, &b""[..])]).collect();
    told(&reads)
}

#[rstest]
#[case::escape(b"\x1b", "Esc")]
#[case::twice(b"\x1b\x1b", "Esc Esc")]
#[case::alt(b"\x1bx", "Alt-X")]
#[case::alt_dot(b"\x1b.", "Alt-.")]
#[case::alt_letter_of_two_bytes("\x1bü".as_bytes(), "Alt-Ü")]
#[case::alt_that_begins_sequences(b"\x1b[", "Alt-[")]
#[case::alt_o(b"\x1bO", "Alt-O")]
#[case::alt_bracket(b"\x1b]", "Alt-]")]
#[case::alt_backspace(b"\x1b\x7f", "Alt-Backspace")]
#[case::arrows(b"\x1b[A\x1b[B\x1bOC\x1bOD", "Up Down Right Left")]
#[case::arrows_held(b"\x1b[1;5C\x1b[1;3D\x1b[1;2A", "Ctrl-Right Alt-Left Shift-Up")]
#[case::alt_as_escape(b"\x1b\x1b[A", "Alt-Up")]
#[case::back_tab(b"\x1b[Z", "Shift-Tab")]
#[case::functions(b"\x1bOP\x1b[[A\x1b[15~\x1b[19~\x1b[24~", "F1 F1 F5 F8 F12")]
#[case::home_end(b"\x1b[H\x1b[F\x1b[1~\x1b[4~\x1b[5~\x1b[6~\x1b[3~", "Home End Home End PgUp PgDn Del")]
#[case::control(b"\x13\x00\x1f", "Ctrl-S Ctrl-Space Ctrl-7")]
#[case::plain(b"\r\t\x7f\x0a", "Enter Tab Backspace Ctrl-J")]
#[case::csi_u(b"\x1b[97;5u\x1b[13;1u\x1b[9;2u\x1b[27u\x1b[97u", "Ctrl-A Enter Shift-Tab Esc a")]
#[case::kitty(b"\x1b[97:65;2u\x1b[57414u\x1b[97;1:3u", "A Enter")]
#[case::modify_other_keys(b"\x1b[27;5;115~\x1b[27;2;65~\x1b[27;5;9~", "Ctrl-S A Ctrl-Tab")]
#[case::mouse(b"\x1b[<0;10;5M\x1b[<0;10;5m\x1b[<64;1;1M\x1b[<65;300;200M", "Click 9,4 WheelUp 0,0 WheelDown 299,199")]
#[case::old_mouse(b"\x1b[M !!x", "Click 0,0 x")]
#[case::paste(b"\x1b[200~a\r\nb\x1b[Z\x1b[201~x", r#"paste "a\r\nb\u{1b}[Z" x"#)]
#[case::utf8("zü€😀".as_bytes(), "z ü € 😀")]
#[case::what_is_no_text(b"a\xffb\xc3(c\x80d\xe2\x82e", "a b ( c d e")]
#[case::answers(b"\x1b]11;rgb:00/00/00\x07\x1b[?62;22c\x1bP1$r0m\x1b\\\x1b[24;80R\x1b[>41;1c\x1b[It", "t")]
#[case::unknown(b"\x1b[99;1Xa\x1b[;5Ab\x1bOzc\x1b[999999999;9~d", "a b c d")]
#[case::cut_by_a_key(b"\x1b[12\rx", "Enter x")]
fn keys_are_what_a_terminal_sends(#[case] bytes: &[u8], #[case] wanted: &str) {
    assert_eq!(read(&[(0, bytes)]).join(" "), wanted);
    // And when each byte comes alone.
    let apart: Vec<(u64, &[u8])> = (0..).step_by(20).zip(bytes.chunks(1)).collect();
    assert_eq!(read(&apart).join(" "), wanted, "a byte every 20 ms");
}

#[test]
fn an_escape_is_believed_after_its_time() {
    assert_eq!(told(&[(0, b"\x1b"), (34, b"")]), [""; 0]);
    assert_eq!(told(&[(0, b"\x1b"), (35, b"")]), ["Esc"]);
    assert_eq!(told(&[(0, b"\x1b"), (34, b"[B"), (99, b"")]), ["Down"]);
    assert_eq!(told(&[(0, b"\x1b"), (40, b"[B")]), ["Esc", "[", "B"], "later than anybody waits");
    assert_eq!(told(&[(0, b"\x1b"), (40, b"q")]), ["Esc", "q"]);
}

#[test]
fn incomplete_sequence_is_awaited_and_never_typed() {
    assert_eq!(told(&[(0, b"\x1b"), (30, b"["), (700, b"B")]), ["Down"]);
    assert_eq!(told(&[(0, b"\x1b[1;"), (900, b"5"), (1_800, b"C")]), ["Ctrl-Right"]);
    assert_eq!(told(&[(0, b"\x1b[1;5"), (1_100, b"x")]), ["x"]);
}

#[test]
fn a_paste_may_be_cut_anywhere() {
    let whole = "\x1b[200~Jané\r+44 20\x1b[201~".as_bytes();
    for at in 1..whole.len() {
        let (one, other) = whole.split_at(at);
        let pause = if at == 1 { 30 } else { 900 };
        assert_eq!(read(&[(0, one), (pause, other)]), [r#"paste "Jané\r+44 20""#], "cut at {at}");
    }
}

#[test]
fn unterminated_paste_is_reported_and_keys_work_again() {
    let cut = &b"\x1b[200~half a"[..];
    assert_eq!(told(&[(0, cut), (2_999, b"")]), [""; 0]);
    assert_eq!(told(&[(0, cut), (3_000, b"")]), [r#"paste "half a""#]);
    assert_eq!(told(&[(0, cut), (3_000, b"\x1b"), (3_100, b"q")]), [r#"paste "half a""#, "Esc", "q"], "a hand");
    // Its rest, late, is no keys.
    let rest = &b" paste\r\x1b[201~x"[..];
    assert_eq!(read(&[(0, cut), (5_000, rest)]), [r#"paste "half a""#, r#"paste " paste\r""#, "x"]);
    assert_eq!(read(&[(0, cut), (5_000, b"\x1b[201~x")]), [r#"paste "half a""#, "x"]);
}

#[test]
fn a_paste_of_any_size_is_bounded_and_linear() {
    let start = Instant::now();
    let mut decoder = Decoder::new(DELAY);
    decoder.feed(b"\x1b[200~", start);
    let piece = "ü".repeat(5_000);
    for _ in 0..1_000 {
        decoder.feed(piece.as_bytes(), start);
        assert!(decoder.bytes.len() < 16 && decoder.paste.as_ref().is_some_and(|p| p.text.len() <= PASTE_LIMIT));
    }
    decoder.feed(b"\x1b[201~x", start);
    let Some(Msg::Paste(text)) = decoder.next() else { panic!("no paste") };
    assert!(text.len() > PASTE_MAX && text.len() <= PASTE_LIMIT + 3, "{}", text.len());
    assert_eq!(decoder.next().map(name).as_deref(), Some("x"));
}

#[test]
fn input_larger_than_a_read_is_complete() {
    let many = "abc\t".repeat(20_000);
    assert_eq!(read(&[(0, many.as_bytes())]).len(), many.len());
}

#[test]
fn sequences_are_bounded() {
    let start = Instant::now();
    let mut decoder = Decoder::new(DELAY);
    decoder.feed(b"\x1b]", start);
    for _ in 0..10_000 {
        decoder.feed(&[b'x'; 100], start);
    }
    assert!(decoder.bytes.len() <= LONGEST + 100);
}

/// Bytes as terminals, lines and mischief send them.
fn bytes() -> impl Strategy<Value = Vec<u8>> {
    let piece = prop_oneof![
        Just(b"\x1b".to_vec()),
        Just(PASTE_BEGIN.to_vec()),
        Just(PASTE_END.to_vec()),
        Just(b"\x1b[".to_vec()),
        Just(b"\x1b]11;".to_vec()),
        Just(b"\x1bP".to_vec()),
        Just(b"\x1b\\".to_vec()),
        "\\PC{1,3}".prop_map(String::into_bytes),
        "\x1b\\[[0-9;:<?]{0,8}[A-Za-z~]".prop_map(String::into_bytes),
        prop::collection::vec(any::<u8>(), 1..6),
    ];
    prop::collection::vec(piece, 0..12).prop_map(|pieces| pieces.concat())
}

proptest! {
    /// Where the reads are cut makes no difference, as long as no time passes between them.
    #[test]
    fn cutting_changes_nothing(bytes in bytes(), cuts in prop::collection::vec(0_usize..60, 0..6)) {
        let mut cuts: Vec<usize> = cuts.into_iter().map(|at| at.min(bytes.len())).chain([0, bytes.len()]).collect();
        cuts.sort_unstable();
        let reads: Vec<(u64, &[u8])> = cuts.windows(2).map(|two| (0, &bytes[two[0]..two[1]])).collect();
        prop_assert_eq!(read(&reads), read(&[(0, &bytes)]));
    }

    /// Nothing stays waiting for ever, and no key is heard that was not there.
    #[test]
    fn everything_ends(bytes in bytes()) {
        let start = Instant::now();
        let mut decoder = Decoder::new(DELAY);
        decoder.feed(&bytes, start);
        let mut turns = 0;
        while let Some(at) = decoder.deadline() {
            decoder.expire(at);
            turns += 1;
            prop_assert!(turns < 8, "it waits for ever");
        }
        prop_assert!(decoder.bytes.len() < PASTE_END.len());
        let keys = std::iter::from_fn(|| decoder.next()).count();
        prop_assert!(keys <= bytes.len());
    }

    /// What is printed and typed is typed.
    #[test]
    fn text_is_itself(text in "[^\\x00-\\x1f\\x7f-\\x9f]{0,40}") {
        let typed: String = read(&[(0, text.as_bytes())]).concat();
        prop_assert_eq!(typed.replace("Space", " "), text.replace("Space", " "));
    }
}

#[test]
fn click_is_reported_once() {
    let mut decoder = Decoder::new(DELAY);
    decoder.feed(b"\x1b[<0;3;4M", Instant::now());
    assert!(matches!(decoder.next(), Some(Msg::Mouse(MouseAct::Click, 2, 3))));
    assert!(decoder.next().is_none());
}

#[test]
fn modifiers_of_the_mouse_are_told_apart() {
    let mut decoder = Decoder::new(DELAY);
    let cases: [(&[u8], MouseAct); 6] = [
        (b"\x1b[<16;3;4M", MouseAct::Mark),
        (b"\x1b[<4;3;4M", MouseAct::MarkRange),
        (b"\x1b[<66;3;4M", MouseAct::WheelLeft),
        (b"\x1b[<67;3;4M", MouseAct::WheelRight),
        (b"\x1b[<68;3;4M", MouseAct::WheelLeft),
        (b"\x1b[<69;3;4M", MouseAct::WheelRight),
    ];
    for (bytes, act) in cases {
        decoder.feed(bytes, Instant::now());
        assert!(matches!(decoder.next(), Some(Msg::Mouse(seen, 2, 3)) if seen == act), "{act:?}");
    }
}

/// The same after the terminal was asked for its background; what it has said comes beside the keys.
fn asked(reads: &[(u64, &[u8])]) -> (String, Vec<TerminalReport>) {
    let start = Instant::now();
    let mut decoder = Decoder::new(DELAY);
    decoder.expect_background(start);
    let (mut keys, mut reports) = (Vec::new(), Vec::new());
    for (millis, bytes) in reads {
        let now = start + Duration::from_millis(*millis);
        decoder.expire(now);
        decoder.feed(bytes, now);
        keys.extend(std::iter::from_fn(|| decoder.next()).map(name));
        reports.extend(std::iter::from_fn(|| decoder.report()));
    }
    (keys.join(" "), reports)
}

#[rstest]
#[case::bell(b"\x1b]11;rgb:fafa/f6f6/ecec\x07", Some(Background::Light))]
#[case::string_end(b"\x1b]11;rgb:1717/1b1b/2626\x1b\\", Some(Background::Dark))]
#[case::short(b"\x1b]11;rgb:ff/ff/ff\x07", Some(Background::Light))]
#[case::foreground(b"\x1b]10;rgb:ffff/ffff/ffff\x07", None)]
#[case::no_colour(b"\x1b]11;\x07", None)]
#[case::not_known(b"", None)]
fn background_is_what_the_terminal_says(#[case] bytes: &[u8], #[case] wanted: Option<Background>) {
    let whole = [b"a", bytes, b"b\x1b[?62;22cc"].concat();
    let wanted: Vec<_> = wanted.map(TerminalReport::Is).into_iter().chain([TerminalReport::End]).collect();
    assert_eq!(asked(&[(0, &whole)]), ("a b c".to_owned(), wanted.clone()));
    // Late, and each byte alone.
    for pause in [20, 250] {
        let apart: Vec<(u64, &[u8])> = (2_000..).step_by(pause).zip(whole.chunks(1)).collect();
        let (keys, reports) = asked(&apart);
        assert_eq!(keys, "a b c", "a byte every {pause} ms");
        assert_eq!(reports, wanted, "a byte every {pause} ms");
    }
    // Nobody has asked.
    assert_eq!(read(&[(0, &whole)]), ["a", "b", "c"]);
}

#[rstest]
#[case::repeated(b"\x1b[2;5R", true)]
#[case::once(b"\x1b[2;2R", false)]
fn place_of_the_cursor_tells_what_was_repeated(#[case] bytes: &[u8], #[case] works: bool) {
    let whole = [b"a", bytes, b"b\x1b[?6c"].concat();
    let (keys, reports) = asked(&[(0, &whole)]);
    assert_eq!(reports, [TerminalReport::Repeats(works), TerminalReport::End]);
    assert_eq!(keys, "a b");
}

#[test]
fn answer_that_was_cut_takes_no_key_along() {
    assert_eq!(read(&[(0, b"\x1b]11;rgb:1e1e/1e"), (300, b"\r"), (400, b"x")]), ["Enter", "x"]);
    assert_eq!(read(&[(0, b"\x1b]11;rgb:1e1e/1e"), (300, b"\x1b[A"), (400, b"x")]), ["Up", "x"]);
    assert_eq!(read(&[(0, b"\x1b]11;"), (300, b"maya")]), ["m", "a", "y", "a"]);
}

#[test]
fn an_escape_takes_longer_only_while_an_answer_is_expected() {
    let esc = |reads: &[(u64, &[u8])]| asked(reads).0;
    assert_eq!(esc(&[(0, b"\x1b"), (299, b"")]), "");
    assert_eq!(esc(&[(0, b"\x1b"), (300, b"")]), "Esc");
    assert_eq!(esc(&[(0, b"\x1b[?6c\x1b"), (35, b"")]), "Esc", "it has come");
    assert_eq!(esc(&[(5_000, b"\x1b"), (5_035, b"")]), "Esc", "it does not come");
}
