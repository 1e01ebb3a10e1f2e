//! Writes a view of the screen into the configuration file. Nothing else in the file changes.

use std::path::Path;
use std::str::FromStr;

use toml_edit::{Decor, DocumentMut, InlineTable, Item, RawString, TableLike, TomlError, Value};

use super::error::ConfigError;
use super::file::parse;
use super::reading::{BYTES_MAX, decoded};
use crate::domain::list::named_view::{NamedView, find};
use crate::system::file::read_user_file;
use crate::system::rewrite::{Unwritten, rewrite};

const UNFIT: &str = "the view does not fit into it";
const BOM: &str = "\u{feff}";
/// The settings of a view that the screen knows; its key stays as it is in the file.
const WRITTEN: [&str; 4] = ["filter", "sort", "columns", "group"];

/// Writes the view into the file, in place of the one with its name. `known` is what the program knows of that one.
///
/// # Errors
///
/// A sentence that names the file, which is then as it was: it cannot be read or written, is wrong, or was changed
/// meanwhile.
pub fn save_view(path: &Path, view: &NamedView, known: Option<&NamedView>) -> Result<(), ConfigError> {
    let wrong = |why: &str| ConfigError(format!("{}: {why}", path.display()));
    let before = match read_user_file(path, BYTES_MAX) {
        Ok(file) if !file.is_file => return Err(wrong("it is not a regular file")),
        Ok(file) => Some(file.bytes),
        Err(refused) if refused.is_not_there() => None,
        Err(refused) => return Err(wrong(&refused.to_string())),
    };
    let text = decoded(before.clone().unwrap_or_default()).map_err(wrong)?;
    let after = with_view(&text, view, known).map_err(|why| wrong(&why))?;
    let bom = if before.as_ref().is_some_and(|bytes| bytes.starts_with(BOM.as_bytes())) { BOM } else { "" };
    rewrite(path, before.as_deref(), format!("{bom}{after}").as_bytes()).map_err(|error| match error {
        Unwritten::Changed => wrong("it was changed by another program just now; save the view again"),
        Unwritten::Failed(error) => wrong(&format!("it cannot be written: {error}")),
    })
}

/// The text of a file with this view.
///
/// # Errors
///
/// Why it would not be the same file with this view.
fn with_view(text: &str, view: &NamedView, known: Option<&NamedView>) -> Result<String, String> {
    let file = parse(text)?;
    let there = find(&file.own_views, &view.name);
    if there != known {
        return Err(format!("the view \"{}\" in it was changed meanwhile; start again to see it", view.name));
    }
    let after = match there {
        Some(there) => with_changed(text, &there.name, view)?,
        None => with_new(text, view)?,
    };
    // Nothing is written that could not be read.
    let read = parse(&after).map_err(|_| UNFIT.to_owned())?;
    let (name, key) = there.map_or((&view.name, view.key), |there| (&there.name, there.key));
    let expected = NamedView { name: name.clone(), key, ..view.clone() };
    if find(&read.own_views, name) == Some(&expected) { Ok(after) } else { Err(UNFIT.to_owned()) }
}

/// With a view that is not there yet: a table of its own at the end, or a member of an inline table.
fn with_new(text: &str, view: &NamedView) -> Result<String, String> {
    let is_inline = |document: &DocumentMut| document.get("views").is_some_and(Item::is_inline_table);
    if read::<DocumentMut>(text).is_ok_and(|document| is_inline(&document)) {
        return edited(text, |document| {
            let mut table = InlineTable::new();
            for (setting, value) in view.settings() {
                table.insert(setting, read(&value)?);
            }
            let views = document.get_mut("views").and_then(Item::as_inline_table_mut).ok_or(UNFIT)?;
            let mut table = Value::InlineTable(table);
            // What stands before the closing brace stays there.
            if let Some((_, last)) = views.iter_mut().last() {
                let end = last.decor().suffix().and_then(RawString::as_str).unwrap_or_default().to_owned();
                last.decor_mut().set_suffix("");
                *table.decor_mut() = Decor::new(" ", end);
            }
            views.insert(&view.name, table);
            Ok(())
        });
    }
    let end = if text.contains("\r\n") { "\r\n" } else { "\n" };
    let gap = match text {
        "" => String::new(),
        text if text.ends_with('\n') => end.to_owned(),
        _ => end.repeat(2),
    };
    Ok(format!("{text}{gap}{}", view.toml().replace('\n', end)))
}

/// With other settings of a view that is there: its key, its comments and its place stay.
fn with_changed(text: &str, name: &str, view: &NamedView) -> Result<String, String> {
    edited(text, |document| {
        let table = document.get_mut("views").and_then(Item::as_table_like_mut).and_then(|views| views.get_mut(name));
        let table = table.and_then(Item::as_table_like_mut).ok_or(UNFIT)?;
        for setting in WRITTEN {
            match view.settings().find(|(written, _)| *written == setting) {
                Some((_, value)) => set(table, setting, &value)?,
                None => drop(table.remove(setting)),
            }
        }
        Ok(())
    })
}

/// The text with an edit. Nothing but the edit differs: what the editor does not give back as it is, is refused.
fn edited(text: &str, edit: impl FnOnce(&mut DocumentMut) -> Result<(), String>) -> Result<String, String> {
    let mut lines = text.replace("\r\n", "\n");
    let has_end = lines.ends_with('\n');
    if !has_end {
        lines.push('\n');
    }
    let back = |mut lines: String| {
        if !has_end {
            lines.pop();
        }
        if text.contains("\r\n") { lines.replace('\n', "\r\n") } else { lines }
    };
    let mut document: DocumentMut = read(&lines)?;
    if document.to_string() != lines || back(lines) != text {
        return Err("it is written in a way that cannot be changed in one place alone".to_owned());
    }
    edit(&mut document)?;
    Ok(back(document.to_string()))
}

/// Sets a value; what stands around it, such as a comment, stays.
fn set(table: &mut dyn TableLike, setting: &str, value: &str) -> Result<(), String> {
    let mut new: Value = read(value)?;
    match table.get_mut(setting).and_then(Item::as_value_mut) {
        Some(old) => {
            *new.decor_mut() = old.decor().clone();
            *old = new;
        }
        None => drop(table.insert(setting, Item::Value(new))),
    }
    Ok(())
}

fn read<T: FromStr<Err = TomlError>>(text: &str) -> Result<T, String> {
    text.parse().map_err(|error: TomlError| error.message().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::list::columns::Column;
    use crate::domain::list::filter::parse;
    use crate::domain::list::group::GroupBy;
    use rstest::rstest;

    const FILE: &str = "# Mine.\ndefault_profile = 'b'   # the usual one\n\n[views.vips]\n# Asked for by Jane.\nfilter   =   'tag:vip' # all of them\ncolumns = [ 'company',\n  'used' ]\nkey = '7'\n\n[profiles.b]\npage_size = 50\n\t# The end.\n";

    fn view(name: &str, filter: &str) -> NamedView {
        NamedView { filter: parse::parse(filter).expect("a filter"), ..NamedView::new(name) }
    }

    fn known(text: &str, name: &str) -> Option<NamedView> {
        find(&parse(text).expect("a file").own_views, name).cloned()
    }

    #[rstest]
    #[case(FILE, "\n[views.\"a b\"]\nfilter = \"left<5 -tag:\\\"x y\\\"\"\nsort = \"left\"\n")]
    #[case("theme = 'dusk'", "\n\n[views.\"a b\"]\nfilter = \"left<5 -tag:\\\"x y\\\"\"\nsort = \"left\"\n")]
    #[case("", "[views.\"a b\"]\nfilter = \"left<5 -tag:\\\"x y\\\"\"\nsort = \"left\"\n")]
    #[case(
        "theme = 'dusk'\r\n[views]\r\n",
        "\r\n[views.\"a b\"]\r\nfilter = \"left<5 -tag:\\\"x y\\\"\"\r\nsort = \"left\"\r\n"
    )]
    #[case(
        "profiles.a.page_size = 1\ntheme = 'dusk'\nprofiles.a.read_only = true\n",
        "\n[views.\"a b\"]\nfilter = \"left<5 -tag:\\\"x y\\\"\"\nsort = \"left\"\n"
    )]
    fn new_view_is_added_and_every_other_byte_stays(#[case] text: &str, #[case] added: &str) {
        let view = NamedView { sort: Some((Column::Left, true)), ..view("a b", "left<5 -tag:\"x y\"") };
        assert_eq!(with_view(text, &view, None), Ok(format!("{text}{added}")));
    }

    #[test]
    fn view_is_added_to_an_inline_table() {
        let text = "views = { a = { key = '1' } } # mine\ntheme = 'dusk'\n";
        let after = with_view(text, &view("b", "left<5"), None).expect("fits");
        assert_eq!(after, "views = { a = { key = '1' }, b = { filter = \"left<5\" } } # mine\ntheme = 'dusk'\n");
    }

    #[rstest]
    #[case(FILE.to_owned())]
    #[case(FILE.replace('\n', "\r\n"))]
    #[case(FILE.trim_end().to_owned())]
    fn changed_view_keeps_key_comments_and_place(#[case] text: String) {
        let new = NamedView { group: Some(GroupBy::State), ..view("VIPs", "tag:vip left<5") };
        let after = with_view(&text, &new, known(&text, "vips").as_ref()).expect("fits");
        let end = if text.contains('\r') { "\r\n" } else { "\n" };
        let expected = text.replace("'tag:vip'", "\"tag:vip left<5\"");
        let columns = format!("columns = [ 'company',{end}  'used' ]{end}key = '7'");
        assert_eq!(after, expected.replace(&columns, &format!("key = '7'{end}group = \"state\"")));
    }

    #[test]
    fn view_changed_in_the_file_meanwhile_is_not_overwritten() {
        let said = with_view(FILE, &view("vips", "left<5"), None).expect_err("it is there");
        assert!(said.contains("\"vips\" in it was changed meanwhile"), "{said}");
        let known = view("vips", "tag:VIP");
        assert!(with_view(FILE, &view("vips", "left<5"), Some(&known)).is_err());
        assert!(with_view("", &view("vips", "left<5"), Some(&known)).is_err(), "it is gone");
    }

    #[rstest]
    #[case("theme = 'dusk'\nviews.a.key = '1'\ncsv_bom = true\nviews.a.filter = 'left<5'\n", "in one place")]
    #[case("[views.a]\r\nkey = '1'\nfilter = 'left<5'\r\n", "in one place")]
    #[case("theme = 'solar'\n", "line 1")]
    #[case("[views.b\n", "line 1")]
    fn file_that_would_become_another_is_refused(#[case] text: &str, #[case] why: &str) {
        let known = parse(text).ok().and_then(|file| find(&file.own_views, "a").cloned());
        let said = with_view(text, &view("a", "left<6"), known.as_ref()).expect_err("refused");
        assert!(said.contains(why), "{said}");
    }

    #[test]
    fn file_is_created_and_its_mark_stays() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("new/config.toml");
        save_view(&path, &view("a", "left<5"), None).expect("created");
        std::fs::write(&path, "\u{feff}# Mine.\n").expect("written");
        save_view(&path, &view("a", "left<5"), None).expect("written");
        let text = std::fs::read_to_string(&path).expect("text");
        assert_eq!(text, "\u{feff}# Mine.\n\n[views.a]\nfilter = \"left<5\"\n");
    }

    #[test]
    fn file_that_cannot_be_written_is_named() {
        let folder = tempfile::tempdir().expect("folder");
        let path = folder.path().join("config.toml");
        std::fs::write(&path, "").expect("written");
        let mut mode = std::fs::metadata(&path).expect("file").permissions();
        mode.set_readonly(true);
        std::fs::set_permissions(&path, mode).expect("mode");
        let said = save_view(&path, &view("a", ""), None).expect_err("refused").to_string();
        assert_eq!(said, format!("{}: it cannot be written: it is read-only", path.display()));
        assert!(save_view(folder.path(), &view("a", ""), None).is_err());
    }
}
