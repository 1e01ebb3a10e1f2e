//! Properties over random keys, pastes, clicks, sizes and answer orders.

mod display;
mod marks;
mod places;
mod service;
mod simulation;
mod tokens;
mod typed;

use keepnet_tui::app::keys::press::KeyPress;
use keepnet_tui::app::screen::layout::{self, MARK};
use keepnet_tui::domain::company::summary::CompanyStatus;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::text::cells;
use keepnet_tui::ui;
use keepnet_tui::ui::companies::KeptRows;
use proptest::prelude::*;
use ratatui::Terminal;
use ratatui::backend::TestBackend;

use crate::common::walk::{Step, Walk};
use crate::common::{Story, companies};

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let text = prop_oneof!["[a-z@.+0-9 ]{1,6}", "\\PC{1,3}"];
    let step = prop_oneof![
        12 => any::<usize>().prop_map(Step::Key),
        4 => text.clone().prop_map(Step::Text),
        1 => "[\\x00-\\x7f\\n]{0,40}".prop_map(Step::Paste),
        2 => (0..170u16, 0..50u16).prop_map(|(x, y)| Step::Click(x, y)),
        2 => (0..170u16, 0..50u16, any::<bool>()).prop_map(|(x, y, range)| Step::MarkingClick(x, y, range)),
        1 => (0..170u16, 0..50u16, any::<bool>()).prop_map(|(x, y, up)| Step::Wheel(x, y, up)),
        1 => (0..200u16, 0..60u16).prop_map(|(w, h)| Step::Size(w, h)),
        8 => (any::<usize>(), any::<u8>()).prop_map(|(n, how)| Step::Answer(n, how)),
        2 => Just(Step::Timers),
        1 => any::<bool>().prop_map(Step::News),
        1 => (0..300usize).prop_map(Step::Change),
        1 => any::<bool>().prop_map(Step::Disk),
    ];
    proptest::collection::vec(step, 1..120)
}

/// Writing notes, while another program writes as well and the disk refuses now and then.
fn while_writing_notes() -> impl Strategy<Value = Step> {
    let keys =
        prop::sample::select(vec!["N", "tab", "enter", "esc", "ctrl-s", "up", "home", "backspace", "j", "r", "ctrl-c"]);
    prop_oneof![
        6 => "[a-z, ]{1,9}".prop_map(Step::Text),
        1 => "[\\x00-\\x7f\\n]{0,40}".prop_map(Step::Paste),
        6 => keys.prop_map(|key| Step::Press(KeyPress::parse(key).expect("a key"))),
        4 => Just(Step::Timers),
        1 => (0..300usize).prop_map(Step::Change),
        1 => any::<bool>().prop_map(Step::Disk),
        2 => (0..9usize, 0..255u8).prop_map(|(n, how)| Step::Answer(n, how)),
    ]
}

/// Typing on, answers, and now and then anything else.
fn while_creating() -> impl Strategy<Value = Step> {
    prop_oneof![
        6 => "[a-z0-9@. ]{1,9}".prop_map(Step::Text),
        3 => (0..9usize, 0..255u8).prop_map(|(n, how)| Step::Answer(n, how)),
        1 => Just(Step::Timers),
        1 => (0..1_000usize).prop_map(Step::Key),
    ]
}

/// Keys one after the other, as somebody presses them who knows what they want.
fn presses(keys: &str) -> Vec<Step> {
    keys.split_whitespace().map(|key| Step::Press(KeyPress::parse(key).expect("a key"))).collect()
}

/// Something that is done to an existing user, from its key to the one that sends it.
fn deeds() -> impl Strategy<Value = Vec<Step>> {
    let answers = || [Step::Answer(0, 1), Step::Answer(0, 1), Step::Answer(0, 1)];
    let typed = ("[a-z]{1,5}", 0..6usize, any::<bool>(), prop::sample::select(vec!["ctrl-s", "ctrl-s", "esc"]));
    let edit = typed.prop_map(move |(text, tabs, is_read, end)| {
        let read = if is_read { answers().to_vec() } else { Vec::new() };
        // The first field is the phone.
        let text = if tabs == 0 { "+442079460018".to_owned() } else { text };
        [presses("e"), read, presses(&"tab ".repeat(tabs)), vec![Step::Text(text)], presses(end)].concat()
    });
    let groups = prop::sample::select(vec!["space", "down space", "space down enter"]);
    let groups = groups.prop_map(move |marks| [presses("T"), answers().to_vec(), presses(marks)].concat());
    let keys = [
        "m y",
        "R y",
        "D y",
        "x",
        "* x y",
        "f9 y",
        "f9 n",
        "f9 enter",
        "J Z",
        "Z",
        "f9 ctrl-s",
        "esc esc",
        "j",
        "u",
        "S",
    ];
    prop_oneof![
        4 => edit,
        2 => groups.prop_map(|steps| [steps, presses("ctrl-s")].concat()),
        6 => prop::sample::select(keys.to_vec()).prop_map(presses),
        5 => any::<u8>().prop_map(|how| vec![Step::End(how)]),
        2 => Just([Step::Answer(0, 1), Step::Answer(0, 1)].to_vec()),
    ]
}

/// Editing users, changing their groups, and writing to system users, who are changed by others meanwhile.
fn while_changing_users() -> impl Strategy<Value = Vec<Step>> {
    let keys = "e = S u T I x D m R space j k g enter enter tab shift-tab esc ctrl-s ctrl-n y n f9 f5 r Z J \
                ctrl-u backspace delete ctrl-z alt-. home end left right down up ctrl-c";
    let step = prop_oneof![
        3 => "[a-z0-9@+. ]{1,6}".prop_map(Step::Text),
        6 => prop::sample::select(presses(keys)),
        4 => (0..9usize, any::<u8>()).prop_map(|(n, how)| Step::Answer(n, how)),
        2 => Just(Step::Timers),
        2 => (0..4usize, any::<u8>()).prop_map(|(n, how)| Step::Person(n, how)),
        1 => "[\\x20-\\x7f\n]{0,40}".prop_map(Step::Paste),
        1 => (0..80u16, 0..24u16).prop_map(|(x, y)| Step::Click(x, y)),
        1 => any::<bool>().prop_map(Step::Disk),
    ];
    let steps = prop_oneof![1 => step.prop_map(|step| vec![step]), 1 => deeds()];
    prop::collection::vec(steps, 1..24).prop_map(|all| all.concat())
}

/// Where such a walk begins: the list, and the keys that open something in it.
const AMONG_USERS: [(&str, &str); 7] =
    [("u", ""), ("u", "e"), ("u", "="), ("u", "T"), ("u", "enter"), ("S", ""), ("S", "e")];

/// So many cases, or as many as the variable of proptest says.
fn config(cases: u32) -> ProptestConfig {
    let usual = ProptestConfig { failure_persistence: None, max_shrink_iters: 2_000, ..ProptestConfig::default() };
    if std::env::var_os("PROPTEST_CASES").is_some() { usual } else { ProptestConfig { cases, ..usual } }
}

fn walk(mut walk: Walk, steps: &[Step]) -> Result<(), TestCaseError> {
    let walked = steps.iter().try_for_each(|step| walk.step(step)).and_then(|()| walk.end());
    prop_assert_eq!(walked, Ok(()));
    Ok(())
}

#[test]
fn form_with_unknown_outcome_stays_on_disk_when_emptied() {
    let press = |key| Step::Press(KeyPress::parse(key).expect("a key"));
    let steps = [press("f9"), Step::Text("@".into()), press("ctrl-u"), press("esc")];
    let mut walk = Walk::restored();
    let walked = steps.iter().try_for_each(|step| walk.step(step)).and_then(|()| walk.end());
    assert_eq!(walked, Ok(()));
}

/// The department is in the next form as well, where nobody typed it.
#[test]
fn department_taken_over_from_the_last_user_is_not_typed() {
    let press = |key| Step::Press(KeyPress::parse(key).expect("a key"));
    let keys = ["enter", "tab", "enter", "down"].map(press);
    let steps = [Step::Text("a".into())]
        .into_iter()
        .chain(keys)
        .chain([Step::Answer(3_956_786_547_307_019_173, 1), Step::Answer(0, 0)]);
    let steps = steps.chain([press("j"), press("ctrl-n")]);
    let mut walk = Walk::restored();
    let walked = steps.into_iter().try_for_each(|step| walk.step(&step)).and_then(|()| walk.end());
    assert_eq!(walked, Ok(()));
}

/// A new user is to be like another, who is read when something is typed already.
#[test]
fn what_a_user_like_another_takes_over_is_not_typed() {
    let press = |key| Step::Press(KeyPress::parse(key).expect("a key"));
    let mut walk = Walk::new();
    let mut take = |step: Step| assert_eq!(walk.step(&step), Ok(()));
    (0..30).for_each(|_| take(Step::Answer(0, 1)));
    take(press("u"));
    (0..30).for_each(|_| take(Step::Answer(0, 1)));
    take(press("="));
    take(Step::Text("0".into()));
    (0..30).for_each(|_| take(Step::Answer(0, 1)));
    assert_eq!(walk.end(), Ok(()));
}

/// Written before the first of them is saved.
#[test]
fn notes_of_three_companies_are_saved_one_after_the_other() {
    let press = |key| Step::Press(KeyPress::parse(key).expect("a key"));
    let text = |text: &str| Step::Text(text.to_owned());
    let mut walk = Walk::writing_a_note();
    let steps = [
        text("a"),
        press("ctrl-c"),
        text(" "),
        Step::Change(0),
        press("N"),
        text("a"),
        press("ctrl-c"),
        text(" "),
        press("N"),
        text("a"),
    ];
    let walked = steps.iter().try_for_each(|step| walk.step(step)).and_then(|()| walk.end());
    assert_eq!(walked, Ok(()));
}

// Two tests, because there are two cores at least.
proptest! {
    #![proptest_config(config(40))]

    #[test]
    fn no_note_is_lost(steps in prop::collection::vec(while_writing_notes(), 1..120)) {
        walk(Walk::writing_a_note(), &steps)?;
    }

    #[test]
    fn whatever_happens(steps in steps()) {
        walk(Walk::new(), &steps)?;
    }

    #[test]
    fn whatever_happens_after_another_run(steps in steps()) {
        walk(Walk::restored(), &steps)?;
    }
}

proptest! {
    #![proptest_config(config(60))]

    #[test]
    fn whatever_happens_while_a_user_is_created(steps in proptest::collection::vec(while_creating(), 1..40)) {
        walk(Walk::sending(), &steps)?;
    }
}

proptest! {
    #![proptest_config(config(20))]

    #[test]
    fn whatever_happens_to_existing_users(
        (list, keys) in prop::sample::select(AMONG_USERS.to_vec()),
        steps in while_changing_users(),
    ) {
        walk(Walk::among_users(list, keys), &steps)?;
    }
}

proptest! {
    #![proptest_config(config(80))]

    #[test]
    fn whatever_the_service_calls_a_company_its_row_stays_aligned(name in "\\PC{0,60}", width in 60..200u16) {
        let mut list = companies(3);
        for company in &mut list {
            company.seats.used = 10;
        }
        list[1].name = keepnet_tui::domain::text::clean(&name, 512);
        let mut story = Story::sized(list, 100, width, 20);
        story.settle();
        let areas = layout::table(&story.model).expect("a table");
        let rows = areas.rows;
        let seats = areas.columns.iter().find(|p| p.column == Column::Seats).expect("seats").x;
        let mut terminal = Terminal::new(TestBackend::new(width, 20)).expect("terminal");
        terminal.draw(|f| _ = ui::draw(&story.model, f.buffer_mut(), &mut KeptRows::default())).expect("drawn");
        let buffer = terminal.backend().buffer();
        // All but the name is the same in the three rows.
        let start = rows.x + MARK + seats;
        let rest = |y: u16| (start..rows.x + rows.width).map(|x| buffer[(x, rows.y + y)].symbol()).collect::<String>();
        prop_assert!(rest(0).contains("10/30"), "{}", rest(0));
        prop_assert_eq!(rest(0), rest(1));
        prop_assert_eq!(rest(1), rest(2));
    }

    /// A name is cut only where no cell is free, and numbers never.
    #[test]
    fn nothing_is_cut_while_cells_are_free(
        names in prop::collection::vec("\\PC{1,70}", 1..8),
        used in prop::collection::vec(0..2_000_000u64, 8),
        width in 60..260u16,
    ) {
        let mut list = companies(names.len());
        for ((company, name), used) in list.iter_mut().zip(&names).zip(used) {
            (company.name, company.seats.used) = (keepnet_tui::domain::text::clean(name, 512), used);
        }
        let mut story = Story::sized(list, 100, width, 24);
        story.settle();
        let areas = layout::table(&story.model).expect("a table");
        let last = areas.columns.last().expect("a column");
        let free = areas.rows.width - MARK - 1 - last.x - last.width;
        let of = |column| areas.columns.iter().find(|p| p.column == column).map_or(0, |p| usize::from(p.width));
        let is_shown = |column| areas.columns.iter().any(|p| p.column == column);
        for company in story.model.companies.rows() {
            let badge = match company.company_status() {
                CompanyStatus::Fine => 0,
                status => status.word().len() + 4,
            };
            let takes = cells::width(&company.name) + if is_shown(Column::State) { 0 } else { badge };
            prop_assert!(takes <= of(Column::Company) || free == 0, "{takes} of {}, {free} free", of(Column::Company));
            let numbers = format!("{}/30", company.seats.used);
            prop_assert!(numbers.len() <= of(Column::Seats), "{numbers}");
            let left = company.seats.left().map_or(0, |left| left.to_string().len());
            prop_assert!(left <= of(Column::Left), "{left}");
        }
    }
}
