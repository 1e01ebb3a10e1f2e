//! Which functions of `app` a piece of code calls, and those in turn: how far one key goes.
//!
//! It reads tokens and knows no types but those that stand in fields and parameters. A method is followed when the
//! type of what it is called on is written there, or when only one type of `app` has a method of that name.

use std::collections::{BTreeMap, BTreeSet};

use super::code::Token;
use super::imports::{Path, Sources, after, paths};

/// Methods of the standard library; on an unknown type nobody can tell them from ours.
const OF_STD: &[&str] = &[
    "all", "any", "as_ref", "chars", "clear", "clone", "contains", "drain", "entry", "extend", "filter", "find",
    "first", "get", "get_mut", "insert", "is_empty", "iter", "join", "keys", "last", "len", "lines", "map", "max",
    "min", "next", "pop", "position", "push", "remove", "replace", "retain", "rev", "skip", "split", "start", "take",
    "then", "trim", "values", "zip",
];

/// A function of `app`.
struct Function {
    file: usize,
    /// The type whose method it is, or the trait that defines it.
    owner: Option<String>,
    /// It is the method of a trait.
    is_of_trait: bool,
    name: String,
    /// Its tokens from `fn` to the end of the signature.
    head: Vec<Token>,
    body: Vec<Token>,
}

/// The functions of `app` and what is needed to tell which one is called.
pub struct Calls<'a> {
    sources: &'a Sources,
    functions: Vec<Function>,
    /// The types that stand in fields of this name.
    fields: BTreeMap<String, BTreeSet<String>>,
}

impl<'a> Calls<'a> {
    /// Reads every function of `app`.
    pub fn of(sources: &'a Sources) -> Self {
        let (mut functions, mut fields) = (Vec::new(), BTreeMap::<String, BTreeSet<String>>::new());
        for (at, file) in sources.files.iter().enumerate().filter(|(_, f)| f.name.starts_with("src/app/")) {
            // Who reads a field through a getter goes no further than who reads the field.
            functions.extend(read(at, &file.tokens).into_iter().filter(|function| !is_getter(&function.body)));
            for (name, types) in named_types(&file.tokens) {
                fields.entry(name).or_default().extend(types);
            }
        }
        Self { sources, functions, fields }
    }

    /// The functions outside `flows` and `shell` that may change the whole model.
    pub fn with_the_whole_model(&self) -> usize {
        let is_below = |f: &&Function| {
            let name = &self.sources.files[f.file].name;
            !["src/app/flows/", "src/app/shell/"].iter().any(|room| name.starts_with(room))
        };
        let takes_it = |f: &&Function| {
            let mutable = |word: &str| {
                let is_it = |w: &[Token]| w[0].text == "mut" && w[1].text == word;
                f.head.windows(2).any(is_it)
            };
            mutable("Model") || (f.owner.as_deref() == Some("Model") && mutable("self"))
        };
        self.functions.iter().filter(is_below).filter(takes_it).count()
    }

    /// The files of `app` that are entered from the match arms of these patterns, such as `Command::AddUser`, in the
    /// functions of `shell` of these names.
    pub fn entered(&self, arms: &[(&str, &str)]) -> BTreeSet<String> {
        let mut seen = BTreeSet::new();
        let mut open = Vec::new();
        for (function, pattern) in arms {
            let pattern: Vec<&str> = pattern.split("::").collect();
            let mut found = false;
            for (at, f) in self.functions.iter().enumerate() {
                if f.name == *function && self.sources.files[f.file].name.starts_with("src/app/shell/") {
                    for body in arms_of(&f.body, &pattern) {
                        found = true;
                        seen.insert(at);
                        open.extend(self.called(f, &body));
                    }
                }
            }
            assert!(found, "no fn {function} of src/app/shell has an arm for {pattern:?}: see figures.rs");
        }
        while let Some(at) = open.pop() {
            if seen.insert(at) {
                let function = &self.functions[at];
                open.extend(self.called(function, &function.body));
            }
        }
        seen.into_iter().map(|at| self.sources.files[self.functions[at].file].name.clone()).collect()
    }

    /// The functions that `body`, a part of `function`, calls.
    fn called(&self, function: &Function, body: &[Token]) -> Vec<usize> {
        let mut found = Vec::new();
        for (path, _) in paths(body) {
            let (owner, name) = (&path[path.len() - 2], &path[path.len() - 1]);
            if owner == "Self" {
                found.extend(self.named(|f| f.owner == function.owner && f.name == *name));
            } else if let Some((file, rest)) = self.sources.resolve(function.file, &path) {
                found.extend(self.at(file, &rest));
            } else {
                found.extend(
                    self.named(|f| f.file == function.file && f.owner.as_ref() == Some(owner) && f.name == *name),
                );
            }
        }
        let text = |at: usize| body.get(at).map_or("", |t| t.text.as_str());
        for at in (0..body.len()).filter(|at| body[*at].is_word() && text(at + 1) == "(") {
            let (name, before) = (text(at), at.checked_sub(1).map_or("", text));
            if before == "." {
                let on = at.checked_sub(2).map_or("", text);
                if on.starts_with(char::is_uppercase) && at >= 4 && text(at - 3) == "::" {
                    // A variant or a constant of the type before it.
                    found.extend(self.named(|f| f.owner.as_deref() == Some(text(at - 4)) && f.name == name));
                } else {
                    found.extend(self.methods(function, on, name));
                }
            } else if before != "::" && before != "fn" {
                let own = self.named(|f| f.file == function.file && f.owner.is_none() && f.name == name);
                if own.is_empty() {
                    let path = [name.to_owned()];
                    found.extend(self.sources.resolve(function.file, &path).iter().flat_map(|(f, p)| self.at(*f, p)));
                }
                found.extend(own);
            }
        }
        found
    }

    fn named(&self, is_it: impl Fn(&Function) -> bool) -> Vec<usize> {
        self.functions.iter().enumerate().filter(|(_, f)| is_it(f)).map(|(at, _)| at).collect()
    }

    /// The function that the names left of a path mean in a file.
    fn at(&self, file: usize, rest: &Path) -> Vec<usize> {
        match rest.as_slice() {
            [name] => self.named(|f| f.file == file && f.owner.is_none() && f.name == *name),
            [owner, name] => self.named(|f| f.owner.as_ref() == Some(owner) && f.name == *name),
            _ => Vec::new(),
        }
    }

    /// The methods that `on.name(…)` may mean.
    fn methods(&self, function: &Function, on: &str, name: &str) -> Vec<usize> {
        if on == "self" {
            return self.named(|f| f.owner == function.owner && f.name == name);
        }
        let parameters = named_types(&function.head);
        let parameter = parameters.iter().find(|(n, _)| n == on).map(|(_, types)| types);
        if let Some(types) = parameter.or_else(|| self.fields.get(on)) {
            let of_type = |f: &Function| f.name == name && f.owner.as_ref().is_some_and(|o| types.contains(o));
            // As in Rust, a method of the type itself comes before one of a trait.
            let own = self.named(|f| of_type(f) && !f.is_of_trait);
            let known = if own.is_empty() { self.named(of_type) } else { own };
            if !known.is_empty() {
                return known;
            }
            if parameter.is_some() {
                return self.named(|f| f.name == name && f.is_of_trait);
            }
        }
        let all = self.named(|f| f.name == name && f.owner.is_some());
        let owners: BTreeSet<_> = all.iter().map(|at| &self.functions[*at].owner).collect();
        if owners.len() == 1 && !OF_STD.contains(&name) { all } else { Vec::new() }
    }
}

/// The functions of a file.
fn read(file: usize, tokens: &[Token]) -> Vec<Function> {
    let text = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    let mut owners: Vec<(usize, String, bool)> = Vec::new();
    let mut found = Vec::new();
    for at in 0..tokens.len() {
        owners.retain(|(end, ..)| *end > at);
        let starts_item = at == 0 || matches!(text(at - 1), "}" | ";" | "]" | "unsafe");
        if (text(at) == "impl" && starts_item) || text(at) == "trait" {
            let Some(open) = (at..tokens.len()).find(|i| text(*i) == "{") else { continue };
            let is_trait = text(at) == "trait" || tokens[at..open].iter().any(|token| token.text == "for");
            owners.push((after(tokens, open), implemented(&tokens[at + 1..open]), is_trait));
        }
        if text(at) != "fn" || !tokens.get(at + 1).is_some_and(Token::is_word) {
            continue;
        }
        let mut open = at;
        while open < tokens.len() && !matches!(text(open), "{" | ";") {
            open = if matches!(text(open), "(" | "[") { after(tokens, open) } else { open + 1 };
        }
        if text(open) == "{" {
            let body = tokens[open..after(tokens, open)].to_vec();
            let (owner, is_of_trait) = owners.last().map_or((None, false), |(_, of, is)| (Some(of.clone()), *is));
            let head = tokens[at..open].to_vec();
            found.push(Function { file, owner, is_of_trait, name: text(at + 1).to_owned(), head, body });
        }
    }
    found
}

/// The body only reads a field, such as `{ &self.field }` or `{ self.field.as_ref() }`.
fn is_getter(body: &[Token]) -> bool {
    let words: Vec<&str> = body.iter().map(|token| token.text.as_str()).filter(|text| *text != "&").collect();
    matches!(
        words.as_slice(),
        ["{", "self", ".", _, "}"] | ["{", "self", ".", _, ".", "as_ref" | "as_deref", "(", ")", "}"]
    )
}

/// The type of `impl<T> Trait for some::Type<T>`, without its path and its parameters.
fn implemented(head: &[Token]) -> String {
    let start = head.iter().position(|t| t.text == "for").map_or(0, |at| at + 1);
    let (mut depth, mut name) = (0_usize, String::new());
    for token in &head[start..] {
        match token.text.as_str() {
            "<" => depth += 1,
            ">" => depth = depth.saturating_sub(1),
            "where" => break,
            word if depth == 0 && token.is_word() => word.clone_into(&mut name),
            _ => {}
        }
    }
    name
}

/// What stands as `name: Type` in the fields of structs and enums, or in the parameters of a function: each name with the
/// types in what follows it.
pub fn named_types(tokens: &[Token]) -> Vec<(String, BTreeSet<String>)> {
    let text = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    let mut found = Vec::new();
    for at in (1..tokens.len()).filter(|at| text(*at) == ":" && tokens[at - 1].is_word()) {
        let (mut depth, mut types, mut end) = (0_usize, BTreeSet::new(), at + 1);
        while end < tokens.len() && !(depth == 0 && matches!(text(end), "," | ")" | "}" | ";" | "=" | "{")) {
            match text(end) {
                "<" | "(" | "[" => depth += 1,
                ">" | ")" | "]" => depth = depth.saturating_sub(1),
                word if word.starts_with(char::is_uppercase) => {
                    types.insert(word.to_owned());
                }
                _ => {}
            }
            end += 1;
        }
        if !types.is_empty() {
            found.push((text(at - 1).to_owned(), types));
        }
    }
    found
}

/// What stands behind the `=>` of each match arm that has this path among its patterns.
fn arms_of(body: &[Token], pattern: &[&str]) -> Vec<Vec<Token>> {
    let text = |at: usize| body.get(at).map_or("", |t| t.text.as_str());
    let is_at = |at: usize| pattern.iter().enumerate().all(|(n, p)| text(at + 2 * n) == *p);
    let mut found = Vec::new();
    for at in (0..body.len()).filter(|at| is_at(*at)) {
        // The rest of the pattern and its guard, whose calls count as well.
        let mut arrow = at;
        while arrow + 1 < body.len() && !(text(arrow) == "=" && text(arrow + 1) == ">") {
            if matches!(text(arrow), ";" | "}" | ",") {
                break;
            }
            arrow = if matches!(text(arrow), "(" | "[" | "{") { after(body, arrow) } else { arrow + 1 };
        }
        if text(arrow) != "=" {
            continue;
        }
        let mut end = arrow + 2;
        if text(end) == "{" {
            end = after(body, end);
        } else {
            while end < body.len() && !matches!(text(end), "," | "}") {
                end = if matches!(text(end), "(" | "[" | "{") { after(body, end) } else { end + 1 };
            }
        }
        found.push(body[at..end].to_vec());
    }
    found
}

#[test]
fn calls_are_followed_by_path_name_and_type() {
    let file = |name: &str, text: &str| (format!("src/app/{name}.rs"), text.to_owned());
    let sources = Sources::of(vec![
        ("src/lib.rs".to_owned(), "mod app;".to_owned()),
        file("mod", "mod shell; mod a; mod b; mod c; mod d; mod e; mod model;"),
        file("model", "pub struct Model { list: Vec<List>, other: Other }"),
        file("shell/mod", "mod run;"),
        file(
            "shell/run",
            "use crate::app::b::named; use crate::app::a; fn run(c: Command, model: &mut Model) { match c { \
             Command::Quit => crate::app::e::never(), Command::Add | Command::AddOther if a::guard() => add(model), \
             _ => {} } } fn add(model: &mut Model) { named(); model.list.step(); }",
        ),
        file("a", "pub fn guard() -> bool { true }"),
        file("b", "pub fn named() {} fn unused(model: &mut Model) { super::e::never(); }"),
        file(
            "c",
            "pub struct List; impl List { pub fn step(&self) { self.deeper() } fn deeper(&self) { only().apart(); } }",
        ),
        file(
            "d",
            "pub struct Other; impl Other { fn step(&self) {} fn apart(self) {} } impl Model { fn m(&mut self) {} }",
        ),
        file("e", "pub fn never() {}"),
    ]);
    let calls = Calls::of(&sources);
    let entered: Vec<String> = calls.entered(&[("run", "Command::Add")]).into_iter().collect();
    let short = |name: &str| format!("src/app/{name}.rs");
    assert_eq!(entered, ["a", "b", "c", "d", "shell/run"].map(short));
    assert_eq!(calls.with_the_whole_model(), 2);
}
