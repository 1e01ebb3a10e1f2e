//! An import: the file, its columns, the plan, a row of it, the run and its result.

use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::service::failure::{Applied, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::service::lookup::Choice;
use keepnet_tui::domain::user::existing::{TargetUser, UserStatus};
use keepnet_tui::roster::Ended;
use rstest::rstest;

use super::snapshot::{check, check_plain};
use super::story;
use crate::common::{Story, failure, people};

/// Starters, and rows that need somebody: one is there, one has no address, one is there twice.
const FILE: &str = "\
Email,First name,Last name,Phone,Cost centre
lena@x.example,Lena,Krüger,+442079460001,4711
user000@x.example,First0,Last0,+442079460002,4711
user001@x.example,First1,Last1,+442079460003,4711
nobody,Jo,Doe,+442079460004,4712
lena@x.example,Lena,Krüger,+442079460001,4711
\u{674e}\u{96f7}@x.example,\u{96f7},\u{674e},+442079460005,
layla@x.example,\u{644}\u{64a}\u{644}\u{649},\u{627}\u{644}\u{62d}\u{633}\u{646},+442079460006,
";

fn asked(size: (u16, u16)) -> Story {
    let mut s = story(size.0, size.1);
    s.people = people(3);
    s.press("j j A").answer_folder(&["people/", "photo.png", "starters.csv", "leavers.xlsx"]);
    s
}

#[rstest]
fn imports(#[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16)) {
    let mut s = asked(size);
    check("import_file", &s);
    s.type_text("sta").press("enter");
    check("import_reading", &s);
    s.answer_plan(FILE);
    check("import_plan", &s);
    s.press("j j enter");
    check("import_row", &s);
    s.press("esc c");
    check("import_columns", &s);
    s.press("esc ctrl-s");
    check("import_question", &s);
    s.press("y").run_ready();
    check("import_run", &s);
    let mut sent = s.rows_sent();
    let refused = failure(Applied::No, Remedy::Nothing);
    s.row_ends(sent.remove(0), Ended::of_create(CreateEnd::Refused(refused)));
    s.press("p");
    check("import_paused", &s);
    for row in sent {
        s.row_ends(row, Ended::created(&UserId::new("new"), ""));
    }
    s.press("p").create_rows();
    s.answer_result();
    check("import_result", &s);
}

#[rstest]
fn import_with_values_for_all_rows(#[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16)) {
    let file = "Email,Name,Priority\nlena@x.example,Lena Kr\u{fc}ger,high\njo@x.example,Jo Doe,\n";
    let mut s = asked(size);
    s.type_text("sta").press("enter").answer_plan(file);
    check("import_sourceless", &s);
    s.press("v").type_text("+44 20 7946 0018").press("tab").type_text("Sales");
    check("import_values", &s);
}

#[rstest]
fn import_that_names_companies(#[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16)) {
    let file = "Email,Name,Phone,Customer\nlena@x.example,Lena Kr\u{fc}ger,+442079460001,\u{674e}\u{96f7} Ltd\n\
        jo@x.example,Jo Doe,+442079460002,Amber Insurance\n";
    let mut s = asked(size);
    s.type_text("sta").press("enter").answer_plan(file);
    check("import_companies", &s);
    s.press("s").type_text("win");
    check("import_encodings", &s);
}

#[rstest]
fn several_people_pasted_into_a_form(#[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16)) {
    let mut s = story(size.0, size.1);
    s.press("a").settle();
    s.send(Msg::Paste("Ann Lee <ann@x.example>; Bob Roy <bob@x.example>; Eve Lin <eve@x.example>".to_owned()));
    check("import_of_a_paste", &s);
}

#[test]
fn import_without_columns_of_addresses() {
    let mut s = asked((80, 24));
    s.press("enter").answer_plan("Name,Nummer\nLena,4711\nJo,4712\n");
    check("import_no_address", &s);
}

#[test]
fn plain_import() {
    let mut s = asked((80, 24));
    s.type_text("sta").press("enter").answer_plan(FILE);
    check_plain("import_plan_plain", &s);
}

/// Everybody there, but for two; one of three has another name.
fn roster() -> String {
    let row = |n: usize| format!("user{n:03}@x.example,,,,\n");
    let rows: String = (0..6).map(row).collect();
    format!(
        "Email,First name,Last name,Phone,Cost centre\nuser006@x.example,,Roe,,\n{rows}lena@x.example,Lena,Krüger,+442079460001,\n"
    )
}

#[rstest]
fn whole_list(#[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16)) {
    let mut s = asked(size);
    let active = |user| TargetUser { status: UserStatus::Active, ..user };
    s.people = people(9).into_iter().map(active).collect();
    s.type_text("sta").press("enter").answer_plan(&roster()).press("e").answer_plan(&roster());
    check("import_whole_list", &s);
    s.press("l space ctrl-s");
    check("import_whole_list_question", &s);
}

#[rstest]
fn import_groups(#[values((60, 15), (80, 24), (120, 40), (160, 48))] size: (u16, u16)) {
    let mut s = asked(size);
    let group = |name: &str| Choice { id: name.to_owned(), name: name.to_owned(), detail: String::new() };
    s.target_groups = ["All staff", "Finance", "Sales"].map(group).to_vec();
    let row = |n: usize, group: &str| format!("n{n}@x.example,N{n},Doe,+4420794600{},{group}\n", 10 + n);
    let rows = row(1, "Vertrieb") + &row(2, "Night shift") + &row(3, "Sales");
    s.type_text("sta").press("enter").answer_plan(&format!("Email,First name,Last name,Phone,Group\n{rows}"));
    check("import_no_group", &s);
    s.press("m");
    check("import_which_group", &s);
    s.press("esc n 1 ctrl-s");
    check("import_trial_question", &s);
    s.press("y").run_ready();
    s.create_rows();
    s.answer_result();
    check("import_trial", &s);
}
