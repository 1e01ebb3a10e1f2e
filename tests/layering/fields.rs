//! A field of `app` is written by its own room alone: other rooms call a verb, or build and read values.
//!
//! The types of local variables are unknown here. A field is that of the struct which the name before it stands for
//! elsewhere; if that is no help, it may be any of that name, unless a struct of the writing room or of `domain` has one.

use std::collections::{BTreeMap, BTreeSet};

use super::calls::named_types;
use super::code::Token;
use super::imports::{Sources, after};
use super::none;

/// Methods of the standard library that change what they are called on.
const CHANGES: &[&str] = &[
    "append",
    "as_deref_mut",
    "as_mut",
    "clear",
    "clone_from",
    "dedup",
    "drain",
    "entry",
    "extend",
    "first_mut",
    "get_mut",
    "get_or_insert_default",
    "get_or_insert_with",
    "insert",
    "iter_mut",
    "last_mut",
    "pop",
    "push",
    "push_str",
    "remove",
    "replace",
    "retain",
    "sort",
    "sort_by_key",
    "swap",
    "take",
    "truncate",
    "values_mut",
];

/// The whole model belongs to the rooms that put the features together, and a context is a handful of borrows.
const SHARED: &[&str] = &["Model", "Prefix", "Context"];

/// The room of a file of `app`: its folder.
fn room(file: &str) -> Option<&str> {
    file.strip_prefix("src/app/")?.split_once('/').map(|(room, _)| room)
}

/// The fields of the structs in these tokens that other rooms can reach, and all names of fields.
fn fields(tokens: &[Token]) -> (Vec<(String, String)>, BTreeSet<String>) {
    let text = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    let (mut open_fields, mut names) = (Vec::new(), BTreeSet::new());
    for at in (0..tokens.len()).filter(|at| text(*at) == "struct") {
        let Some(open) = (at..tokens.len()).find(|i| matches!(text(*i), "{" | ";" | "(")) else { continue };
        if text(open) != "{" {
            continue;
        }
        let mut field = open + 1;
        while field < after(tokens, open) - 1 {
            // Attributes stand before the field.
            while text(field) == "#" {
                field = after(tokens, field + 1);
            }
            let is_pub = text(field) == "pub";
            let scope = if is_pub && text(field + 1) == "(" { after(tokens, field + 1) } else { field + 1 };
            let name = if is_pub { scope } else { field };
            let scope: Vec<&str> = tokens[field + 1..scope].iter().map(|token| token.text.as_str()).collect();
            names.insert(text(name).to_owned());
            // `pub`, `pub(crate)` and `pub(in crate::app)`, but not `pub(super)` or `pub(in crate::app::form)`.
            if is_pub
                && (scope.is_empty() || scope.last() == Some(&")") && matches!(scope[scope.len() - 2], "crate" | "app"))
            {
                open_fields.push((text(at + 1).to_owned(), text(name).to_owned()));
            }
            field = name;
            let mut depth = 0_usize;
            while field < tokens.len() && !(depth == 0 && matches!(text(field), "," | "}")) {
                match text(field) {
                    "<" | "(" | "[" => depth += 1,
                    ">" | ")" | "]" => depth = depth.saturating_sub(1),
                    _ => {}
                }
                field += 1;
            }
            field += 1;
        }
    }
    (open_fields, names)
}

/// The fields that the code in these tokens assigns, borrows mutably or changes: what each is a field of, its name and
/// its line.
fn written(tokens: &[Token]) -> Vec<(String, String, usize)> {
    let text = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    let mut found = Vec::new();
    for at in (2..tokens.len()).filter(|at| tokens[*at].is_word() && text(at - 1) == "." && text(at + 1) != "(") {
        let end = if text(at + 1) == "[" { after(tokens, at + 1) } else { at + 1 };
        let called = (text(end) == "." && text(end + 2) == "(").then(|| text(end + 1));
        let is_compound = matches!(text(end), "+" | "-" | "|" | "&") && text(end + 1) == "=";
        let is_assigned = is_compound || text(end) == "=" && !matches!(text(end + 1), "=" | ">");
        let mut start = at;
        while start >= 2 && text(start - 1) == "." && tokens[start - 2].is_word() {
            start -= 2;
        }
        let is_borrowed = start >= 2 && text(start - 1) == "mut" && text(start - 2) == "&" && text(end) != ".";
        if is_assigned || is_borrowed || called.is_some_and(|name| CHANGES.contains(&name)) {
            found.push((text(at - 2).to_owned(), text(at).to_owned(), tokens[at].line));
        }
    }
    found
}

/// Each field that another room writes, as `Struct.field in room`, with the first place.
fn written_elsewhere(sources: &Sources) -> BTreeMap<String, String> {
    let mut reachable: BTreeMap<String, BTreeSet<(String, &str)>> = BTreeMap::new();
    let (mut own, mut types) = (BTreeMap::<&str, BTreeSet<String>>::new(), BTreeMap::<_, BTreeSet<_>>::new());
    for file in sources.files.iter().filter(|file| file.name.starts_with("src/app/")) {
        let room = room(&file.name).unwrap_or_default();
        let (open, names) = fields(&file.tokens);
        own.entry(room).or_default().extend(names);
        for (owner, field) in open {
            reachable.entry(field).or_default().insert((owner, room));
        }
        for (name, of) in named_types(&file.tokens) {
            types.entry(name).or_default().extend(of);
        }
    }
    let is_of_domain = |file: &&super::imports::File| file.name.starts_with("src/domain/");
    let domain: BTreeSet<_> = sources.files.iter().filter(is_of_domain).flat_map(|f| fields(&f.tokens).1).collect();
    let mut found = BTreeMap::new();
    for file in &sources.files {
        let Some(here) = room(&file.name) else { continue };
        for (of, field, line) in written(&file.tokens) {
            let all = reachable.get(&field).into_iter().flatten();
            let stands_for = |owner: &String| types.get(&of).is_some_and(|types| types.contains(owner));
            let mut owners: Vec<_> = all.clone().filter(|(owner, _)| stands_for(owner)).collect();
            if owners.is_empty() && of != "self" && !own[here].contains(&field) && !domain.contains(&field) {
                owners = all.collect();
            }
            if owners.iter().any(|(owner, room)| *room == here || SHARED.contains(&owner.as_str())) {
                continue;
            }
            let owners: Vec<_> = owners.iter().map(|(owner, _)| owner.as_str()).collect();
            if !owners.is_empty() {
                let what = format!("{}.{field} in {here}", owners.join("|"));
                found.entry(what).or_insert_with(|| format!("{}:{line}", file.name));
            }
        }
    }
    found
}

#[test]
fn fields_are_written_in_their_own_room() {
    let found = written_elsewhere(Sources::read());
    none(&found.iter().map(|(what, place)| format!("{place}: {what}; give its room a verb")).collect::<Vec<_>>());
}

#[test]
fn a_write_from_another_room_is_seen_however_it_is_written() {
    let form =
        "pub struct Form { pub open: bool, pub(super) own: bool, pub(in crate::app) list: Vec<u8>, text: String }";
    for (code, writes) in [
        ("form.open = true;", 1),
        ("form.open |= true; form.open = false;", 1),
        ("let list = &mut form.list;", 1),
        ("form.list.push(1); form.open = true;", 2),
        ("form.list[0] = 1;", 1),
        ("if form.open == true { form.list.len(); }", 0),
        ("match form.open { x if form.open => x }", 0),
        ("form.own = true; form.text = x; form.open();", 0),
    ] {
        let file = |name: &str, text: &str| (name.to_owned(), text.to_owned());
        let sources = Sources::of(vec![
            file("src/lib.rs", "mod app;"),
            file("src/app/mod.rs", "mod form; mod flows;"),
            file("src/app/form/mod.rs", form),
            file("src/app/flows/mod.rs", &format!("struct Flow {{ x: u8 }} fn f(form: &mut Form) {{ {code} }}")),
        ]);
        assert_eq!(written_elsewhere(&sources).len(), writes, "{code}");
    }
}
