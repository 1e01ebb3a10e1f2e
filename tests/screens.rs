//! Screens as text with styles, at five sizes. `cargo insta review`, or `INSTA_UPDATE=always`,
//! takes a change over after it was looked at.

mod chrome;
mod contrast;
mod custom_keys;
mod desk;
mod form;
mod imports;
mod kept;
mod mouse;
mod notes;
mod one_user;
mod room;
mod search_line;
mod snapshot;
mod table;
mod themes;
mod user_changes;
mod views;
mod visibility;

use keepnet_tui::app::core::effect::Read;
use keepnet_tui::app::core::msg::{ConnectionEvent, Msg};
use keepnet_tui::app::keys::scope::Scope;
use keepnet_tui::app::keys::table::ROWS;
use keepnet_tui::app::model::Model;
use keepnet_tui::app::shell::available::refusal;
use keepnet_tui::domain::change::outcome::CreateEnd;
use keepnet_tui::domain::company::domains::Domains;
use keepnet_tui::domain::company::seats::Limit;
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::list::user_query::UserQuery;
use keepnet_tui::domain::service::access::{Access, ReadOnlyReason};
use keepnet_tui::domain::service::failure::{Applied, Failure, Remedy};
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::domain::service::profile::ProfileInfo;
use keepnet_tui::domain::service::session::Session;
use keepnet_tui::domain::terminal::appearance::ThemeName;
use keepnet_tui::ui;
use keepnet_tui::ui::companies::KeptRows;
use ratatui::Frame;
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::style::{Color, Modifier};
use rstest::rstest;

use self::snapshot::{check, check_plain};
use crate::common::{Story, company, custom_fields, failure, people};

/// Names of many scripts, and every standing.
fn names() -> Vec<Company> {
    let mut list: Vec<Company> = [
        ("Acme Logistics GmbH", 512, Limit::Of(500)),
        ("上海雲端網路安全科技有限公司", 75, Limit::Of(75)),
        ("شركة الأمل للتجارة والمقاولات", 249, Limit::Of(250)),
        ("👨\u{200d}👩\u{200d}👧 Happy Families ❤\u{fe0f}", 10, Limit::Of(900)),
        ("Ze\u{301}phyr Cafe\u{301} Couriers", 149, Limit::Of(150)),
        ("บริษัท กรุงเทพ จำกัด", 0, Limit::Of(0)),
        ("Işık Tekstil A.Ş.", 341, Limit::Unlimited),
        ("A company whose name is far longer than any column could ever hold, Incorporated", 1999, Limit::Of(2000)),
        ("No Limit Told", 12, Limit::Unknown),
    ]
    .into_iter()
    .enumerate()
    .map(|(n, (name, used, limit))| company(n, name, used, limit))
    .collect();
    list[5].expired = true;
    list[6].locked = true;
    list[7].renews = None;
    list
}

fn story(width: u16, height: u16) -> Story {
    let mut s = Story::with(names(), (width, height), |settings| settings.cache_limit = 2_000);
    let session = Session {
        role: Some("Reseller".into()),
        reseller_access: Some(true),
        company: Some("Northwind MSP".into()),
        permissions: Vec::new(),
        lifetime: std::time::Duration::from_secs(3_600),
    };
    s.send(Msg::Connection(ConnectionEvent::Token(session))).send(Msg::Connection(ConnectionEvent::Reached(84, None)));
    s.settle();
    s
}

fn refused() -> Failure {
    let mut failure = failure(Applied::No, Remedy::Nothing);
    failure.why = "The company has not allowed access.".into();
    failure.hint = "Ask the customer to allow access.".into();
    failure
}

fn draw(model: &Model) -> Terminal<TestBackend> {
    let mut terminal = Terminal::new(TestBackend::new(model.size.width, model.size.height)).expect("terminal");
    let draw = |f: &mut Frame<'_>| {
        if let Some(cursor) = ui::draw(model, f.buffer_mut(), &mut KeptRows::default()) {
            f.set_cursor_position(cursor);
        }
    };
    terminal.draw(draw).expect("drawn");
    terminal
}

/// What one company asks for besides, and the form of a system user.
#[rstest]
fn other_fields(#[values((60, 15), (80, 24), (120, 40), (160, 48), (200, 60))] size: (u16, u16)) {
    let new = || story(size.0, size.1);
    let mut s = new();
    s.custom = custom_fields();
    s.custom[1].name = "Crew number as it stands on the badge, with the letter".into();
    s.press("a").settle().type_text("maya@lumen.example").press("tab").type_text("+44 20 7946 0018");
    s.press("tab tab").type_text("01/12/2026").press("shift-tab");
    check("custom_fields", &s);
    for _ in 0..17 {
        s.press("tab");
    }
    check("custom_fields_below", &s);

    let mut s = new();
    s.fill_system().press("tab").type_text("fin").press("enter shift-tab shift-tab ctrl-e");
    check("system_user", &s);
    s.press("ctrl-s");
    let (id, ..) = s.system_creates().remove(0);
    s.ends(&id, CreateEnd::Unknown(failure(Applied::Maybe, Remedy::Nothing))).reopen();
    check("system_user_unknown", &s);

    let mut s = new();
    s.press("a");
    let asked = s.fetched_custom_fields();
    s.settle();
    s.send(Msg::CustomFields(asked[0], Err(refused())));
    check("custom_fields_not_loaded", &s);
}

#[rstest]
fn screens(#[values((60, 15), (80, 24), (120, 40), (160, 48), (200, 60))] size: (u16, u16)) {
    let new = || story(size.0, size.1);
    check("table", &new());

    let mut s = new();
    s.press("a").settle().type_text("maya@lumen").press("tab").type_text("020 7946").press("tab");
    check("form", &s);

    let mut s = new();
    s.press("j j a").settle().press("tab tab tab tab tab f4 space");
    check("picker", &s);

    let mut s = new();
    let owner = Domains { verified: vec!["lumen.example".to_owned()], unverified: Vec::new() };
    s.model.drafts.learn_domains(&CompanyId::new("another"), "Lumen Optics", &owner);
    s.press("g a").settle().type_text("maya@lumen.example").press("tab").type_text("+442079460018").press("ctrl-s");
    check("wrong_customer", &s);

    let mut s = new();
    s.fill().press("ctrl-s");
    check("over_limit", &s);
    s.confirm();
    check("queued", &s);
    let (id, ..) = s.creates().remove(0);
    let messages = vec!["A user with this email already exists.".to_owned(), "The moon is full.".to_owned()];
    s.ends(&id, CreateEnd::Refused(failure(Applied::No, Remedy::Correct(messages))));
    check("needs_you", &s);
    s.press("J");
    check("activity", &s);
    s.press("esc");
    s.reopen();
    check("refused", &s);

    let mut s = new();
    s.fill().press("alt-s");
    let (id, ..) = s.creates().remove(0);
    s.ends(&id, CreateEnd::Unknown(failure(Applied::No, Remedy::Retry))).reopen();
    check("unknown", &s);
    s.press("f1").type_text("not created").press("enter");
    check("marked_not_created", &s);

    let mut s = new();
    s.press("a").settle().type_text("jane@").send(Msg::Paste(
        "Maya Okafor\nFinance Business Partner\n東京光学 | M: +44 7700 900123\nmaya.okafor@lumenoptics.example\n12 Canal St".into(),
    ));
    check("preview", &s);
    // Somebody else than the form is about, and a number with more behind it.
    s.press("esc")
        .type_text("lumen.example")
        .send(Msg::Paste("Maya Okafor\nM: +44 7700 900123 ext. 5\nmaya.okafor@lumenoptics.example".into()));
    check("preview_other", &s);

    let mut s = new();
    s.press("?");
    check("keys", &s);

    let mut s = new();
    s.press("s").wait();
    check("sort_menu", &s);

    let mut s = new();
    s.press("r");
    let (ticket, _) = s.fetched().remove(0);
    s.send(Msg::Companies(ticket, Err(failure(Applied::No, Remedy::Retry)))).press("J");
    check("messages", &s);

    let mut s = new();
    s.press("/").type_text("zzz").wait().settle();
    check("no_match", &s);
}

/// Two resellers, one of them over its limits, and companies without one.
#[rstest]
fn groups(#[values((60, 15), (80, 24), (120, 40), (160, 48), (200, 60))] size: (u16, u16)) {
    let new = || {
        let mut s = story(size.0, size.1);
        for (n, company) in s.list.iter_mut().enumerate() {
            company.reseller = ["Northwind MSP", "Southgate Güvenlik", ""].get(n % 3).map(ToString::to_string);
            company.tags = ["vip", "de"].iter().take(n % 3).map(ToString::to_string).collect();
            company.monthly = company.seats.used;
        }
        s.press("r").settle();
        s
    };
    let mut s = new();
    s.press("b").wait();
    check("group_menu", &s);
    s.press("r j");
    check("groups", &s);
    s.press("e").wait();
    check("groups_export_menu", &s);
    let mut s = new();
    s.press("b g s u l");
    check("groups_tags", &s);
    s.press("enter");
    check("groups_entered", &s);
    s.press("esc /").type_text("zzz");
    check("groups_none", &s);
}

/// Marked rows, the cursor on one of them, and columns that are scrolled; without colours in the theme that has none.
#[rstest]
fn marked_rows(#[values((60, 15), (80, 24), (120, 40), (160, 48), (200, 60))] size: (u16, u16)) {
    let mut s = story(size.0, size.1);
    s.press("space j space space k");
    check("marked", &s);
    s.press("/").type_text("a").press("enter V j");
    check("marked_range", &s);
    s.press("esc esc esc");
    s.model.columns = Column::all().collect();
    s.press("L L");
    check("scrolled", &s);
    s.press("C j K j + +");
    check("column_menu", &s);

    if size == (80, 24) {
        let mut s = story(size.0, size.1);
        s.press("space j space space k");
        check_plain("marked_80x24_plain", &s);
    }
    let mut s = story(size.0, size.1);
    s.people = people(12);
    s.press("u").answer_users().press("space space j space");
    check("marked_users", &s);
}

#[rstest]
fn companies_and_users(#[values((60, 15), (80, 24), (120, 40), (160, 48), (200, 60))] size: (u16, u16)) {
    let new = || story(size.0, size.1);
    let mut s = new();
    s.people = people(60);
    let names = ["Işık Öztürk", "上海 陳", "شركة أحمد", "👩\u{200d}💻 Zoë"];
    for (user, name) in s.people.iter_mut().zip(names) {
        let (first, last) = name.split_once(' ').expect("two");
        (user.first_name, user.last_name) = (Some(first.into()), Some(last.into()));
    }
    s.press("u").answer_users().press("j j");
    check("users", &s);
    s.press("enter");
    check("user", &s);
    s.press("esc /").type_text("zzz").wait().answer_users();
    check("users_none", &s);

    let mut s = new();
    s.people = people(60);
    s.press("w").type_text("jane@acmelogistics.example");
    check("owner_search", &s);
    s.press("enter");
    for (n, (ticket, ..)) in s.fetched_users().into_iter().enumerate() {
        let mut page = s.users_page(&UserQuery::default());
        page.items.truncate(3);
        for user in &mut page.items {
            "jane@acmelogistics.example".clone_into(&mut user.email);
        }
        s.send(Msg::Users(ticket, if n == 0 { Ok(page) } else { Err(refused()) }));
    }
    check("owner_search_found", &s);

    let mut s = new();
    s.press("enter").settle();
    check("company", &s);
    s.press("esc").press("j j j j j j enter");
    if size.0 >= 120 {
        s.press("enter");
    }
    let privacy = |what: &str| Failure { what: what.into(), ..refused() };
    for (ticket, question) in s.parts() {
        let answer = match question {
            Read::Counts(_) => Msg::Counts(ticket, Err(privacy("The users could not be counted"))),
            Read::Company(_) => Msg::Company(ticket, Err(privacy("The company could not be loaded"))),
            _ => Msg::Domains(ticket, Err(privacy("The mail domains could not be loaded"))),
        };
        s.send(answer);
    }
    s.settle();
    check("company_refused", &s);
}

#[rstest]
fn start_screen(#[values((60, 15), (80, 24), (120, 40), (160, 48), (200, 60))] size: (u16, u16)) {
    let mut s = story(size.0, size.1);
    s.model.settings.connection = None;
    check("start", &s);
}

#[test]
fn a_list_that_never_came_says_once_how_to_try_again() {
    let mut s = Story::sized(names(), 100, 80, 24);
    let (ticket, _) = s.fetched().remove(0);
    let mut told = failure(Applied::No, Remedy::Retry);
    told.hint = "Check the network.".into();
    s.send(Msg::Companies(ticket, Err(told))).press("esc");
    assert_eq!(draw(&s.model).backend().to_string().matches("r tries again").count(), 1);
}

#[rstest]
fn desks(#[values((60, 15), (80, 24), (120, 40), (160, 48), (200, 60))] size: (u16, u16)) {
    let mut s = story(size.0, size.1);
    if let Some(connection) = &mut s.model.settings.connection {
        connection.badge = None;
    }
    s.model.settings.profile_settings.production = true;
    check("production", &s);
    s.model.settings.profile_settings.access = Access::ReadOnly(ReadOnlyReason::Flag);
    s.fill().press("ctrl-s");
    check("read_only", &s);
}

#[rstest]
fn menus(#[values((60, 15), (80, 24), (120, 40), (160, 48), (200, 60))] size: (u16, u16)) {
    let new = || story(size.0, size.1);
    for prefix in ["f", "y"] {
        let mut s = new();
        s.press(prefix).wait();
        check(&format!("prefix_{prefix}"), &s);
    }
    // Rows that are not yet the answer: every row is there, with the reason beside it.
    let mut s = new();
    s.press("!");
    let _ = s.fetched();
    s.press("y").wait();
    check("prefix_refused", &s);
    let mut s = new();
    s.press("C j space j");
    check("columns", &s);
    let mut s = new();
    s.model.settings.profile = "north".into();
    if let Some(connection) = &mut s.model.settings.connection {
        connection.badge = None;
    }
    let line = |name: &str, production, read_only, lacks: &[&str]| ProfileInfo {
        name: name.into(),
        service: format!("https://{name}.keepnet.example"),
        production,
        read_only,
        missing_variables: lacks.iter().map(|l| (*l).into()).collect(),
    };
    s.model.settings.profile_settings.profiles = vec![
        line("east", false, false, &["KEEPNET_CLIENT_SECRET_EAST"]),
        line("north", true, false, &[]),
        line("north-look", true, true, &[]),
        line("south", false, true, &[]),
    ];
    s.model.settings.profile_settings.production = true;
    s.press(":").type_text("profile").press("enter j");
    check("profiles", &s);
    s.press("esc j j j").fill().press("ctrl-s esc").press(":").type_text("profile").press("enter j enter");
    check("switch", &s);
    s.press("y");
    check("opening", &s);
}

/// Every row of a prefix shows, at every size.
#[rstest]
fn prefixes_show_all_their_rows(
    #[values((60, 15), (80, 24), (120, 40), (160, 48), (200, 60))] size: (u16, u16),
    #[values("s", "f", "y")] prefix: &str,
    #[values(false, true)] refused: bool,
) {
    let mut s = story(size.0, size.1);
    if refused {
        s.press("!");
        let _ = s.fetched();
    }
    s.press(prefix).wait();
    let text = draw(&s.model).backend().to_string();
    // The text as it is read, over the ends of lines; behind the menu there may be a frame.
    let inside = text.lines().map(|line| line.trim_matches(['"', ' ', '│']).rsplit('│').next().unwrap_or_default());
    let inside = inside.flat_map(str::split_whitespace);
    let words = inside.collect::<Vec<_>>().join(" ");
    let mut seen = 0;
    let rows = ROWS.iter().filter(|r| r.scope == Scope::Table);
    for (row, keys) in rows.flat_map(|r| r.keys.iter().map(move |k| (r, k))) {
        if let [first, then] = keys.as_slice()
            && first.to_string() == prefix
        {
            let shown = format!("│ {:<4}{}", then.to_string(), &row.help[..row.help.len().min(30)]);
            assert!(text.contains(&shown), "{shown:?} is not in\n{text}");
            if let Some(reason) = refusal(row.command, row.scope, &s.model) {
                assert!(words.contains(&reason), "{reason} is not in\n{text}");
            }
            seen += 1;
        }
    }
    assert!(seen >= 2, "{prefix}");
}

#[test]
fn too_small() {
    check("too_small", &story(50, 10));
}

#[test]
fn ascii_draws_nothing_else() {
    let mut s = story(80, 24);
    s.model.settings.ascii = true;
    s.list = vec![company(1, "Plain", 30, Limit::Of(40))];
    s.press("r").settle();
    for keys in ["h", "enter", "y", "esc", "u", "esc", "esc", "a", "tab", "f1", "esc"] {
        s.press(keys).settle();
        let text = draw(&s.model).backend().to_string();
        // The ü is one of the service's own words.
        let odd: Vec<char> = text.chars().filter(|c| !c.is_ascii() && *c != 'ü').collect();
        assert!(odd.is_empty(), "{odd:?} after {keys}");
    }
}

#[test]
fn without_colour_no_cell_has_one_and_the_selection_still_shows() {
    let mut s = story(160, 48);
    s.model.settings.appearance.palette = ThemeName::Mono.palette();
    for keys in ["h", "enter", "u", "esc", "a", "ctrl-s", "f1"] {
        s.press(keys).settle();
        let terminal = draw(&s.model);
        let cells = &terminal.backend().buffer().content;
        assert!(cells.iter().all(|c| c.fg == Color::Reset && c.bg == Color::Reset), "after {keys}");
        assert!(cells.iter().any(|c| c.modifier.contains(Modifier::REVERSED)), "after {keys}");
    }
}

#[test]
fn the_selected_row_has_a_mark_beside_its_colour() {
    let s = story(80, 24);
    let text = draw(&s.model).backend().to_string();
    assert!(text.lines().any(|l| l.contains("▌  Acme")), "{text}");
}
