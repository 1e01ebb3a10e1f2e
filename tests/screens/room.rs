//! However long the names are and however small the screen: what is asked, what answers it, and the key that does
//! something about it are in sight.

use keepnet_tui::app::changes::change::OtherProfileChange;
use keepnet_tui::app::changes::created_users::{CreatedUser, UndoState};
use keepnet_tui::app::core::msg::{MouseAct, Msg};
use keepnet_tui::app::form::focus::Focus;
use keepnet_tui::app::form::state::Form;
use keepnet_tui::app::overlays::batch_undo::BatchUndo;
use keepnet_tui::app::overlays::overlay::{Confirmation, Overlay};
use keepnet_tui::app::screen::form_layout;
use keepnet_tui::app::screen::layout;
use keepnet_tui::app::screen::overlay_layout;
use keepnet_tui::domain::change::outcome::{CreateEnd, DeleteEnd};
use keepnet_tui::domain::change::recovered::Recovered;
use keepnet_tui::domain::change::ticket::{BatchId, TicketNumber};
use keepnet_tui::domain::change::update::{Conflict, FieldChange, Update};
use keepnet_tui::domain::change::user_plan::{UserAction, UserPlan};
use keepnet_tui::domain::change::write::{FoundUser, Intent, SendContext, WriteId, WriteKind};
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::desk::own_command::{ProgramCall, SubjectCall};
use keepnet_tui::domain::form::draft::{Draft, DraftId, Stage};
use keepnet_tui::domain::form::entry::Entry;
use keepnet_tui::domain::form::fields::FieldId;
use keepnet_tui::domain::form::gate::GateKind;
use keepnet_tui::domain::form::subject::Subject;
use keepnet_tui::domain::service::failure::{Applied, Failure, Remedy};
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::text::cells::width;
use keepnet_tui::domain::user::detail::{StoredValue, UserField};
use keepnet_tui::domain::user::existing::TargetUser;
use rstest::rstest;

use super::visibility::text;
use super::{check, draw};
use crate::common::{Story, company, custom, failure, now, people, typed};

const GATES: [GateKind; 9] = [
    GateKind::FirstMatch,
    GateKind::Expired,
    GateKind::Locked,
    GateKind::Synced,
    GateKind::NoSeat,
    GateKind::OtherCustomer,
    GateKind::AlreadyThere,
    GateKind::WithoutCustomFields,
    GateKind::NotRecorded,
];

/// A name of 256 characters, each of which takes two cells.
fn long_name(n: usize) -> String {
    format!("{n}").chars().chain("上海雲端網路安全科技有限公司".chars().cycle()).take(256).collect()
}

/// The longest address there is.
fn long_email(n: usize) -> String {
    let label = "subsidiary".repeat(6);
    format!("{n}{}doe@{label}.{label}.{label}.ex", "josephine.".repeat(6))
}

fn drafts(companies: &[Company], stage: &Stage) -> Vec<Draft> {
    let entry = |n: usize| Entry::default().with(FieldId::Email, &long_email(n));
    let draft = |(n, company): (usize, &Company)| Draft { stage: stage.clone(), ..typed(company, entry(n)) };
    companies.iter().enumerate().map(draft).collect()
}

/// Everything that any question can name: users under way, queued and to be deleted, drafts of nine companies, other
/// profiles, and users who were created or found.
fn crowded(size: (u16, u16)) -> Story {
    let list: Vec<_> = (0..9).map(|n| company(n, &long_name(n), 5, Limit::Of(50))).collect();
    let mut s = Story::with(list.clone(), size, |settings| settings.cache_limit = 2_000);
    s.settle();
    s.press("a").settle().type_text(&long_email(0)).press("tab").type_text("+442079460018").press("ctrl-s");
    let delete = Stage::Change(WriteKind::Delete(UserId::new("u9")), WriteId::new("earlier", 1));
    let all = drafts(&list, &Stage::Typing).into_iter().chain(drafts(&list[..1], &delete)).enumerate();
    let numbered = |(n, draft)| Draft { id: DraftId::new(u32::try_from(n).expect("few") + 10), ..draft };
    s.send(Msg::Restored(Box::new(Recovered { drafts: all.map(numbered).collect(), ..Recovered::default() })));
    let intent = |n: usize| Intent {
        id: WriteId::new("before", n as u64),
        kind: WriteKind::Create,
        company: list[n].id.clone(),
        company_name: list[n].name.clone(),
        entry: Entry::default().with(FieldId::Email, &long_email(n)),
        at: now(0).utc,
        sending: SendContext::default(),
        ticket: TicketNumber::default(),
        batch: None,
    };
    for n in 0..7 {
        let left = OtherProfileChange {
            profile: format!("{n}{}", "profile-of-another-reseller-".repeat(2)),
            intent: intent(n),
        };
        s.model.other_profile_changes.insert(WriteId::new("elsewhere", n as u64), left);
    }
    let change = FieldChange {
        field: UserField::Field(FieldId::Department),
        name: String::new(),
        from: StoredValue::new(long_name(3)),
        to: StoredValue::new(long_name(4)),
    };
    let update = Update::new(UserId::new("u7"), vec![change.clone()]);
    let (id, kind) = (WriteId::new("before", 9), WriteKind::Update(update));
    s.model.changes.enqueue_change(Intent { id: id.clone(), kind, ..intent(8) }, DraftId::new(99), now(0));
    s.model.changes.conflicts_with(&id, &[Conflict { change, now: StoredValue::new(long_name(5)) }]);
    let sighting = FoundUser { id: UserId::new("u5e4d3c2b1a0"), name: long_name(1), created: Some(now(0).utc) };
    for (n, found) in [(1, None), (2, Some(sighting))] {
        let user = UserId::new("u5e4d3c2b1a0");
        s.model.created_users.add(CreatedUser {
            intent: intent(n),
            user,
            at: now(0),
            seats: None,
            undo_state: UndoState::Created,
            found,
        });
    }
    s
}

/// The undo of many changes of users with long names.
fn long_undo() -> BatchUndo {
    BatchUndo {
        batch: BatchId::from(&WriteId::new("before", 1)),
        company: long_name(0),
        creates: (0..7).map(|n| WriteId::new("before", n)).collect(),
        updates: (7..9).map(|n| WriteId::new("before", n)).collect(),
        left_out: (0..3).map(|n| format!("{} was changed since", long_email(n))).collect(),
        ticket: TicketNumber::default(),
    }
}

/// Every question, with what is asked, the end of its text, and the answers.
fn questions(s: &Story) -> Vec<(Confirmation, [&'static str; 3])> {
    let forms: Vec<_> = s.model.drafts.drafts().map(Form::id).collect();
    let (form, write) = (forms[0], WriteId::new("before", 1));
    let mut all = vec![
        (Confirmation::Quit, ["Quit?", ".", "[y] Quit [n] Stay"]),
        (
            Confirmation::MarkNotCreated { form, write: write.clone() },
            ["as not created?", "it can be sent again.", "[y] Mark [n] Leave open"],
        ),
        (Confirmation::Undo(write), ["Delete ", "cannot be undone.", "[y] Delete [n] Keep"]),
        (Confirmation::Undo(WriteId::new("before", 2)), ["Delete ", "cannot be undone.", "[y] Delete [n] Keep"]),
        (Confirmation::Discard(form), ["Discard the draft?", "will be lost.", "[y] Discard [n] Keep"]),
        (
            Confirmation::RunCommand {
                name: "ticket".to_owned(),
                what: long_name(0),
                calls: vec![SubjectCall {
                    name: long_name(0),
                    call: ProgramCall {
                        program: "/opt/desk/ticket".to_owned(),
                        arguments: vec![long_name(0), "--end".to_owned()],
                    },
                }],
            },
            ["Run ticket?", "--end", "[y] Run [n] Do not run"],
        ),
        (
            Confirmation::OpenAddress {
                what: long_name(0),
                addresses: vec!["https://desk.example/customers/7".to_owned()],
            },
            ["Open ", "customers/7", "[y] Open [n] Do not open"],
        ),
        (Confirmation::Switch("south-of-the-river-".repeat(4)), ["Switch to ", ".", "[y] Switch [n] Stay"]),
    ];
    let decides = ["Put your values for ", "is wanted.", "[y] Put mine [n] Keep theirs"];
    all.push((Confirmation::Conflict(WriteId::new("before", 9)), decides));
    for (action, users, last, answers) in [
        (UserAction::Delete, 1, "keeps the history.", "[y] Delete [n] Keep"),
        (UserAction::Delete, 7, "keeps the history.", "[y] Delete [n] Keep"),
        (UserAction::Deactivate, 7, "can be undone.", "[y] Deactivate [n] Leave"),
        (UserAction::Activate, 7, "takes a seat.", "[y] Activate [n] Leave"),
    ] {
        let people = people(users).into_iter().enumerate();
        let named = |(n, user)| TargetUser { email: long_email(n), first_name: Some(long_name(n)), ..user };
        let users = people.map(named).collect();
        let (company, company_name) = (s.list[0].id.clone(), long_name(0));
        let (subject, ticket, left_out) = (Subject::TargetUser, TicketNumber::default(), Vec::new());
        let plan = UserPlan { action, subject, company, company_name, users, ticket, left_out };
        all.push((Confirmation::ChangeUsers(Box::new(plan)), [action.verb(), last, answers]));
    }
    all.push((Confirmation::UndoBatch(Box::new(long_undo())), ["Undo 9 changes?", "more.", "[y] Undo [n] Leave"]));
    // A question that is added here is to be looked at above as well.
    for (question, _) in &all {
        match question {
            Confirmation::Quit
            | Confirmation::MarkNotCreated { .. }
            | Confirmation::PassAll { .. }
            | Confirmation::Undo(_)
            | Confirmation::Discard(_)
            | Confirmation::RunCommand { .. }
            | Confirmation::OpenAddress { .. }
            | Confirmation::ChangeUsers(_)
            | Confirmation::Conflict(_)
            | Confirmation::UndoBatch(_)
            | Confirmation::Import(_)
            | Confirmation::Switch(_) => {}
        }
    }
    let together = GATES.map(|gate| {
        let said = ["Create them all anyway?", ".", "[y] Create [n] Hold back"];
        (Confirmation::PassAll { forms: forms.clone(), gate }, said)
    });
    all.extend(together);
    all
}

/// What stands in the box over the panes, in one line.
fn boxed(s: &Story) -> String {
    let frame = overlay_layout::list(&s.model).expect("a box").frame;
    let terminal = draw(&s.model);
    let mut said = String::new();
    for y in frame.y..frame.y + frame.height {
        let mut x = frame.x;
        while x < frame.x + frame.width {
            let symbol = terminal.backend().buffer()[(x, y)].symbol();
            said.push_str(symbol);
            // The second half of a wide letter is none.
            x += u16::try_from(width(symbol)).unwrap_or(1).max(1);
        }
    }
    said.replace('│', " ").split_whitespace().collect::<Vec<_>>().join(" ")
}

#[rstest]
fn every_question_shows_what_it_asks_its_last_sentence_and_the_answers(
    #[values((60, 15), (80, 24))] size: (u16, u16),
    #[values(false, true)] disk_is_full: bool,
) {
    let mut s = crowded(size);
    if disk_is_full {
        s.send(Msg::DraftSaved(DraftId::new(10), Err(failure(Applied::No, Remedy::Nothing))));
    }
    for (question, [asked, last, answers]) in questions(&s) {
        s.model.overlays = vec![Overlay::confirm(question.clone())];
        let shown = boxed(&s);
        let at = |words: &str| shown.rfind(words).unwrap_or_else(|| panic!("{words:?} of {question:?}: {shown}"));
        let asked = shown.find(asked).unwrap_or_else(|| panic!("what {question:?} asks: {shown}"));
        assert!(asked < at(last) && at(last) < at(answers), "{shown}");
    }
}

/// What becomes of what is not sent is said whole: only names are cut.
#[rstest]
fn a_question_before_the_end_says_all_of_it(#[values((60, 15), (80, 24))] size: (u16, u16)) {
    let mut s = crowded(size);
    s.model.overlays = vec![Overlay::confirm(Confirmation::Quit)];
    let shown = boxed(&s);
    for part in [
        "1 change is under way; the next start reports the outcome.",
        "1 change (1 delete) is not sent yet and kept for the next start, which sends it.",
        " more is still under way; the next start of that profile reports the outcome.",
        " more is not created; it is kept as a draft for seven days.",
    ] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}

#[rstest]
fn who_is_created_by_one_answer_is_named(#[values((60, 15), (80, 24))] size: (u16, u16)) {
    let list = vec![company(0, "Cobalt Shipping and Logistics International", 50, Limit::Of(50))];
    let mut s = Story::with(list.clone(), size, |settings| settings.cache_limit = 2_000);
    s.settle().press("a").settle();
    let email = |n: usize| format!("josephine.doe{n}@cobalt-shipping.example");
    for n in 0..8 {
        s.press("end ctrl-u").type_text(&email(n)).press("tab end ctrl-u").type_text("+442079460018").press("ctrl-n");
    }
    s.press("esc f9");
    let shown = boxed(&s);
    let named: Vec<_> = (0..8).filter(|n| shown.contains(&email(*n))).collect();
    assert_eq!(named, [0, 1, 2, 3, 4], "{shown}");
    assert!(shown.contains("8 users would go over the licence limit") && shown.contains("and 3 more."), "{shown}");
    assert!(shown.contains("[y] Create [n] Hold back"), "{shown}");
}

/// The name of a company and an address of 60 characters each.
fn desk(size: (u16, u16), used: u64) -> Story {
    let name = format!("{:a<60}", "The Northern Company of Carriers and Couriers, Incorporated ");
    let list = vec![company(0, &name, used, Limit::Of(60))];
    let mut s = Story::with(list, size, |settings| settings.cache_limit = 2_000);
    s.settle();
    s
}

fn email(n: usize) -> String {
    format!("josephine.alexandra.maria{n}@contoso-northern-carriers.example")
}

fn long_refusal(done: Applied) -> Failure {
    let why = "The service said at some length that this cannot be done at this time, for reasons of which it named three, \
               and that whoever wants it all the same is to write to the address that it named as well.";
    Failure {
        what: "The target user was not created".to_owned(),
        why: why.to_owned(),
        ..failure(done, Remedy::Nothing)
    }
}

fn sent(s: &mut Story) -> WriteId {
    s.press("a").settle().press("end ctrl-u").type_text(&email(1)).press("tab end ctrl-u").type_text("+442079460018");
    s.press("ctrl-s");
    s.orders().pop().expect("a create").intent.id
}

/// What happens, and what has to be in sight after it.
type Case = (&'static str, u64, fn(&mut Story), &'static [&'static str]);

const NOTICES: &[Case] = &[
    ("refused", 5, |s| drop(after(s, CreateEnd::Refused(long_refusal(Applied::No)))), &["(F9 opens it)"]),
    ("unknown", 5, |s| drop(after(s, CreateEnd::Unknown(long_refusal(Applied::Maybe)))), &["(F9 opens it)"]),
    ("not yet", 5, |s| drop(after(s, CreateEnd::Pending)), &["(F9 opens it)"]),
    ("absent", 5, |s| drop(after(s, CreateEnd::Absent)), &["(F9 opens it)"]),
    ("found", 5, |s| drop(after(s, CreateEnd::Found(Box::new(people(1).remove(0))))), &["(F9 opens it)"]),
    ("there before", 5, |s| drop(after(s, CreateEnd::WasThere(Box::new(people(1).remove(0))))), &["(F9 opens it)"]),
    ("not recorded", 5, |s| drop(after(s, CreateEnd::Unrecorded(long_refusal(Applied::No)))), &["(F9 opens it)"]),
    ("held by a gate", 60, held, &["(F9 opens it)"]),
    ("to fix", 5, to_fix, &["(F9 opens it)"]),
    ("taken back", 5, taken_back, &["(F9 opens it)"]),
    ("left", 5, left, &["a opens it again"]),
    ("custom fields", 5, customs_came, &["(F9)"]),
    ("delete in doubt", 5, |s| delete_ends(s, DeleteEnd::Pending), &["Z tries again."]),
    ("delete not done", 5, |s| delete_ends(s, DeleteEnd::StillThere), &["Z tries again."]),
    ("back", 5, back, &["(marked *, a opens it)", "(F9)"]),
];

fn after(s: &mut Story, end: CreateEnd) -> WriteId {
    let id = sent(s);
    s.ends(&id, end);
    id
}

fn held(s: &mut Story) {
    s.press("a").settle().type_text(&email(1)).press("tab").type_text("+442079460018").press("ctrl-n");
}

fn to_fix(s: &mut Story) {
    s.press("a").settle().type_text(&email(1)).press("ctrl-n");
}

fn taken_back(s: &mut Story) {
    sent(s);
    s.press("a").settle().press("end ctrl-u").type_text(&email(2)).press("tab end ctrl-u").type_text("+442079460019");
    s.press("ctrl-s Z");
}

fn left(s: &mut Story) {
    s.press("a").settle().type_text(&email(1)).press("esc");
}

fn customs_came(s: &mut Story) {
    s.press("a").type_text(&email(1)).press("tab").type_text("+442079460018").press("ctrl-s");
    let asked = s.fetched_custom_fields();
    let required = custom("f1", "Crew", keepnet_tui::domain::form::custom_field::DataType::String, true);
    s.send(Msg::CustomFields(asked[0], Ok(vec![required])));
}

fn delete_ends(s: &mut Story, end: DeleteEnd) {
    after(s, CreateEnd::Created(UserId::new("u1")));
    s.press("Z y");
    let id = s.model.changes.under_way().next().expect("the delete").id.clone();
    s.ends(&id, end);
}

fn back(s: &mut Story) {
    let entry = |n| Entry::default().with(FieldId::Email, &email(n));
    let company = s.list[0].clone();
    let delete = Stage::Change(WriteKind::Delete(UserId::new("u1")), WriteId::new("earlier", 1));
    let stages = [Stage::Waiting, delete, Stage::Typing, Stage::NeedsYou("Phone Number is short.".to_owned())];
    let draft = |(n, stage): (u32, Stage)| Draft { id: DraftId::new(n), stage, ..typed(&company, entry(n as usize)) };
    let drafts = (1..).zip(stages).map(draft).collect();
    s.send(Msg::Restored(Box::new(Recovered { drafts, ..Recovered::default() })));
}

#[rstest]
fn every_notice_shows_the_key_it_names(#[values((60, 15), (80, 24))] size: (u16, u16)) {
    for (what, used, happens, wanted) in NOTICES {
        let mut s = desk(size, *used);
        happens(&mut s);
        let shown = text(&s);
        for key in *wanted {
            assert!(shown.contains(key), "{what}: {key}\n{shown}");
        }
        if layout::notice_is_cut(&s.model) {
            assert!(shown.contains("shows all)"), "{what}: {shown}");
        }
    }
}

/// The form of a company without a seat left.
fn gated(size: (u16, u16)) -> Story {
    let mut s = desk(size, 60);
    s.press("a").settle().type_text("jane@contoso.com").press("tab").type_text("+442079460018").press("shift-tab");
    s
}

fn in_sight(s: &Story) {
    let (areas, form) = (form_layout::form(&s.model).expect("a form"), s.form());
    let is_button = matches!(form.focus(), Focus::Create | Focus::CreateNext | Focus::Leave);
    assert!(
        is_button || areas.lines.iter().any(|line| line.has(form.focus())),
        "{:?}: {:?}",
        form.focus(),
        areas.lines
    );
    let shown = text(s);
    assert!(shown.contains("! No seat is left (60/60)") && shown.contains("[ Create"), "{shown}");
    match form.focus() {
        Focus::Field(FieldId::FirstName | FieldId::LastName) => assert!(shown.contains("First, last"), "{shown}"),
        Focus::Field(FieldId::ManagerFirstName | FieldId::ManagerLastName) => {
            assert!(shown.contains("First, last") && shown.contains("▾ Manager"), "{shown}");
        }
        Focus::Field(_) => assert!(shown.contains(&form.label(form.focus())), "{shown}"),
        Focus::Custom(_) | Focus::Ticket | Focus::Create | Focus::CreateNext | Focus::Leave => {}
    }
}

#[test]
fn at_a_gate_the_focused_field_the_gate_and_the_buttons_are_in_sight() {
    let mut s = gated((60, 15));
    check("gate", &s);
    for _ in 0..s.form().places().count() + 3 {
        in_sight(&s);
        s.press("tab");
    }
    s.press("ctrl-s");
    assert!(text(&s).contains("Ctrl-S again creates it anyway"), "{}", text(&s));
    check("gate_pressed", &s);
    for _ in 0..s.form().places().count() + 3 {
        s.press("ctrl-s");
        in_sight(&s);
        s.press("tab");
    }
}

#[rstest]
#[case::the_same_key_once_more("ctrl-s", true)]
#[case::for_the_day("alt-s", false)]
fn a_gate_is_passed_on_the_smallest_screen(#[case] key: &str, #[case] twice: bool) {
    let mut s = gated((60, 15));
    if twice {
        s.press("ctrl-s").confirm();
    } else {
        s.press(key);
    }
    assert_eq!(s.creates().len(), 1);
    assert!(s.model.drafts.current().is_none());
}

#[test]
fn the_buttons_below_a_gate_take_a_click() {
    let mut s = gated((60, 15));
    let screen = draw(&s.model).backend().to_string();
    let (y, line) = screen.lines().enumerate().find(|(_, line)| line.contains("[ Create")).expect("the button");
    let x = line[..line.find("[ Create").expect("it")].chars().count();
    s.send(Msg::Mouse(MouseAct::Click, u16::try_from(x).expect("on it"), u16::try_from(y).expect("on it")));
    assert!(s.said().contains("again creates"), "{}", s.said());
}

#[test]
fn several_gates_leave_room_for_the_form() {
    let mut s = Story::with(
        vec![Company { expired: true, ..company(0, &long_name(0), 60, Limit::Of(60)) }],
        (60, 15),
        |settings| settings.cache_limit = 2_000,
    );
    s.people = people(1);
    let email = s.people[0].email.clone();
    s.settle().press("a").settle().type_text(&email).press("tab").type_text("+442079460018").wait().answer_users();
    s.press("ctrl-s");
    let shown = text(&s);
    for part in ["! The licence of", "already exists", "! No seat is left", "[ Create", "Phone"] {
        assert!(shown.contains(part), "{part}: {shown}");
    }
}
