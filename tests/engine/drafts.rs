//! Drafts on a disk that does not do what is wanted of it.

use std::fs;
use std::path::PathBuf;

use keepnet_tui::demo::Options;
use keepnet_tui::domain::fields::FieldId;

use super::support::World;

/// The file of the only draft.
fn file(world: &World) -> Option<PathBuf> {
    let drafts = fs::read_dir(world.folder().join("1").join("drafts")).ok()?;
    let mut files = drafts.filter_map(|entry| Some(entry.ok()?.path()));
    files.find(|path| path.extension().is_some_and(|e| e == "json"))
}

/// The disk does not let the draft go while the program runs; at its end it does.
#[test]
fn what_could_not_be_forgotten_is_forgotten_at_the_end() {
    let world = World::new(Options { companies: 0, ..Options::instant() });
    let mut program = world.start().loaded();
    program.press("a");
    program.type_text("j");
    while file(&world).is_none() {
        program.breathe(std::time::Duration::from_millis(50));
    }
    let path = file(&world).expect("a draft");
    let text = fs::read(&path).expect("a draft");
    // In its place is something that cannot be removed as a file.
    fs::remove_file(&path).expect("removed");
    fs::create_dir(&path).expect("a folder");
    program.press("backspace");
    program.until("the failure", |m| m.keeper.is_in_trouble());
    fs::remove_dir(&path).expect("removed");
    fs::write(&path, text).expect("as it was");
    assert_eq!(program.model().forms.current().map(|f| f.text(FieldId::Email)), Some(""));
    program.quit();
    assert_eq!(file(&world), None);
    assert!(world.left().drafts.is_empty());
}
