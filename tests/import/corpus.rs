//! Every file of `tests/import/files`: its form, its columns, and the plan at a company with a few users.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::path::{Path, PathBuf};

use keepnet_tui::domain::form::fields::{FIELDS, FieldId, Kind, Rules};
use keepnet_tui::domain::service::ids::UserId;
use keepnet_tui::domain::user::email;
use keepnet_tui::domain::user::existing::{TargetUser, UserStatus};
use keepnet_tui::domain::user::phone::PhoneRegion;
use keepnet_tui::domain::user::target_user::Priority;
use keepnet_tui::roster::{Facts, Hints, Judged, Options, Reading, check, counts, people, read, summary};

fn folder(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/import").join(name)
}

fn there(address: &str, status: UserStatus) -> (String, Vec<TargetUser>) {
    let user = TargetUser { status, ..TargetUser::active(UserId::new("u1"), address) };
    (email::key(address), vec![user])
}

/// A company that has some of the people already.
pub fn company() -> Facts<'static> {
    let users = [
        there("john.roe@quartz.example", UserStatus::Active),
        there("eve.lin@quartz.example", UserStatus::Inactive),
        there("finn.black@quartz.example", UserStatus::Deleted),
    ];
    Facts {
        name: "Quartz Accounting".to_owned(),
        rules: Rules { region: PhoneRegion::new("TR"), require_phone: true },
        users: Cow::Owned(users.into_iter().collect()),
        seats: Some(3),
        ..Facts::default()
    }
}

fn person(out: &mut String, one: &Judged) {
    let entry = &one.person.entry;
    let _ = write!(out, "{} {}:", one.person.number, one.action.word());
    for field in FIELDS.iter().filter(|field| field.kind == Kind::Text) {
        let text = entry.sent(field.id);
        if !text.is_empty() {
            let _ = write!(out, " {}={text}", field.flag);
        }
    }
    if let Some(user) = &one.user {
        let _ = write!(out, " sent={}", user.phone);
    }
    for (flag, text) in [("language", &one.person.language), ("time-zone", &one.person.time_zone)] {
        if !text.is_empty() {
            let _ = write!(out, " {flag}={text}");
        }
    }
    if !one.person.groups.is_empty() {
        let _ = write!(out, " group={}", one.person.groups.join("+"));
    }
    if !one.person.company.is_empty() {
        let _ = write!(out, " company={}", one.person.company);
    }
    if entry.priority() != Priority::default() {
        let _ = write!(out, " priority={}", entry.priority().wire());
    }
    if !entry.is_active() {
        out.push_str(" active=no");
    }
    out.push('\n');
    for reason in &one.reasons {
        let _ = writeln!(out, "    {reason}");
    }
}

/// What is understood of a file.
pub fn understood(bytes: &[u8]) -> String {
    let sheet = match read(bytes, &Hints::default()) {
        Ok(sheet) => sheet,
        Err(said) => return format!("refused: {said}\n"),
    };
    let mut out = format!("{}\n", sheet.form);
    let (sheet, layout) = match Reading::of(bytes, String::new(), Options::default()) {
        Ok(reading) => (reading.sheet, reading.layout),
        Err(said) => return format!("{out}refused: {said}\n"),
    };
    // It may be no table after all.
    out = format!("{}\n", sheet.form);
    for column in &layout.columns {
        match &column.meaning {
            Some(meaning) => writeln!(out, "  {} -> {}", column.title, meaning.label()),
            None if column.why.is_empty() => writeln!(out, "  {} not used", column.title),
            None => writeln!(out, "  {} not used: {}", column.title, column.why),
        }
        .expect("text");
    }
    for note in sheet.notes.iter().chain(&layout.notes) {
        let _ = writeln!(out, "note: {note}");
    }
    let facts = company();
    let judged = check(people(&sheet, &layout, facts.rules.region), &sheet, |id: FieldId| layout.place(id), &facts);
    let _ = writeln!(out, "{}", summary(&counts(&judged)));
    for one in &judged {
        person(&mut out, one);
    }
    out
}

#[test]
fn every_file_is_understood_as_wanted() {
    let mut files = BTreeMap::new();
    for entry in std::fs::read_dir(folder("files")).expect("the files") {
        let path = entry.expect("a file").path();
        let name = path.file_name().expect("a name").to_string_lossy().into_owned();
        files.insert(name, understood(&std::fs::read(&path).expect("read")));
    }
    assert!(files.len() >= 30, "{} files", files.len());
    let wanted = folder("wanted");
    if std::env::var_os("KEEPNET_UPDATE_IMPORT").is_some() {
        std::fs::create_dir_all(&wanted).expect("a folder");
        for (name, text) in &files {
            std::fs::write(wanted.join(format!("{name}.txt")), text).expect("written");
        }
    }
    for (name, text) in &files {
        let expected = std::fs::read_to_string(wanted.join(format!("{name}.txt"))).unwrap_or_default();
        assert_eq!(*text, expected.replace("\r\n", "\n"), "{name}");
    }
    let known = std::fs::read_dir(&wanted).expect("what is wanted").count();
    assert_eq!(known, files.len(), "each file in `wanted` belongs to one in `files`");
}
