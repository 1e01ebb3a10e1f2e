//! Any file of people is read, or refused with a sentence. Nothing of it is lost on the way, and everybody has a row.

use keepnet_tui::domain::text::is_unsafe;
use keepnet_tui::roster::{Action, Facts, Hints, MAX_COLUMNS, MAX_ROWS, check, layout, people, read};

/// Where a search begins: a file of each kind.
pub const SEEDS: &[&[u8]] = &[
    include_bytes!("../import/files/knowbe4.csv"),
    include_bytes!("../import/files/mixed-trouble.csv"),
    include_bytes!("../import/files/excel-turkish-1254.csv"),
    include_bytes!("../import/files/excel-unicode-text-utf16.txt"),
    include_bytes!("../import/files/no-titles.csv"),
    include_bytes!("../import/files/sep-line.csv"),
    include_bytes!("../import/files/phone-vcard21.vcf"),
    include_bytes!("../import/files/apple-vcard3.vcf"),
    include_bytes!("../import/files/excel-formulas.xlsx"),
    include_bytes!("../import/files/excel-97.xls"),
    b"sep=|\nEmail|\"a\n\"\"\n",
    b"\xff\xfeE\0m\0",
    b"BEGIN:VCARD\nTEL;TYPE=\"a:b\":=\nEND:VCARD",
];

pub fn run(bytes: &[u8]) {
    let sheet = match read(bytes, &Hints::default()) {
        Ok(sheet) => sheet,
        Err(said) => return assert!(!said.trim().is_empty()),
    };
    assert!((1..=MAX_ROWS).contains(&sheet.lines.len()));
    assert!(sheet.lines.iter().all(|line| (1..=MAX_COLUMNS).contains(&line.cells.len())));
    assert!(sheet.lines.windows(2).all(|pair| pair[0].number < pair[1].number), "rows are in order");
    let layout = match layout(&sheet, &[]) {
        Ok(layout) => layout,
        Err(said) => return assert!(!said.trim().is_empty()),
    };
    let people = people(&sheet, &layout, None);
    assert!(people.iter().all(|person| person.at >= layout.first && person.at < sheet.lines.len()));
    let judged = check(people.clone(), &sheet, |id| layout.place(id), &Facts::default());
    assert_eq!(judged.len(), people.len());
    for one in &judged {
        assert_eq!(one.user.is_some(), one.action == Action::Create);
        assert!(one.action == Action::Create || !one.reasons.is_empty(), "{one:?}");
        let sent =
            one.user.iter().flat_map(|user| [Some(&user.email), user.first_name.as_ref(), user.last_name.as_ref()]);
        assert!(sent.flatten().all(|text| !text.contains(is_unsafe)), "{one:?}");
    }
}
