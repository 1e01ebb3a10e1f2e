//! Which file of `src` uses which: every `use` declaration and every path in the code, followed through re-exports to
//! the file that has the definition. What is compiled for tests alone is left out.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::LazyLock;

use super::code::{Token, tokens};
use super::files;

/// A path from the crate's root, such as `app`, `form`, `state`, `Form`.
pub type Path = Vec<String>;

/// A file of `src` without its tests.
pub struct File {
    /// Its path from the crate's root folder.
    pub name: String,
    /// The module it is.
    pub module: Path,
    /// Its tokens.
    pub tokens: Vec<Token>,
    /// The items it defines.
    items: BTreeSet<String>,
    /// What its names mean that `use` declarations bring in.
    aliases: BTreeMap<String, Path>,
    /// Whole modules whose names it has as well.
    globs: Vec<Path>,
}

/// One file uses another.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Import {
    /// The file that uses.
    pub from: String,
    /// The file that is used.
    pub to: String,
    /// The first line that does.
    pub line: usize,
    /// What is used there.
    pub name: String,
}

/// The source of the program: its modules and what they use.
pub struct Sources {
    /// Every file that is part of the library or the binary.
    pub files: Vec<File>,
    modules: BTreeMap<Path, usize>,
    /// Macros that stand at the crate's root wherever they are written.
    macros: BTreeMap<String, usize>,
}

struct Use {
    path: Path,
    alias: String,
    is_handed_on: bool,
    line: usize,
}

impl Sources {
    /// What stands in `src`, read once.
    pub fn read() -> &'static Self {
        static SOURCES: LazyLock<Sources> = LazyLock::new(|| {
            // The build script is no part of the program.
            Sources::of(files("src").into_iter().filter(|(name, _)| name != "src/build.rs").collect())
        });
        &SOURCES
    }

    /// Reads files given by name and text.
    pub fn of(files: Vec<(String, String)>) -> Self {
        let mut for_tests = BTreeSet::new();
        let mut found = Vec::new();
        for (name, source) in files {
            let (tokens, tests) = without_tests(&tokens(&source));
            let module = module(&name);
            for_tests.extend(tests.into_iter().map(|test| [module.clone(), vec![test]].concat()));
            let items = items(&tokens);
            found.push(File { name, module, tokens, items, aliases: BTreeMap::new(), globs: Vec::new() });
        }
        let is_test = |m: &Path| m.last().is_some_and(|l| l.ends_with("tests"));
        found.retain(|f| !is_test(&f.module) && !(1..=f.module.len()).any(|n| for_tests.contains(&f.module[..n])));
        let modules: BTreeMap<Path, usize> = found.iter().enumerate().map(|(at, f)| (f.module.clone(), at)).collect();
        let mut macros = BTreeMap::new();
        for (at, file) in found.iter().enumerate() {
            let exported = file.tokens.iter().any(|t| t.text == "macro_export");
            let named = file.tokens.windows(3).filter(|w| exported && w[0].text == "macro_rules");
            macros.extend(named.map(|w| (w[2].text.clone(), at)));
        }
        let mut sources = Self { files: found, modules, macros };
        for at in 0..sources.files.len() {
            let uses = uses(&sources.files[at].tokens);
            let (mut aliases, mut globs) = (BTreeMap::new(), Vec::new());
            for one in uses {
                let Some(path) = sources.absolute(at, &one.path, &BTreeMap::new()) else { continue };
                if one.alias == "*" {
                    globs.push(path);
                } else {
                    aliases.insert(one.alias, path);
                }
            }
            sources.files[at].aliases = aliases;
            sources.files[at].globs = globs;
        }
        sources
    }

    /// The path from the root that a path in a file means; none: it leads out of the crate.
    fn absolute(&self, file: usize, path: &[String], aliases: &BTreeMap<String, Path>) -> Option<Path> {
        let (first, rest) = path.split_first()?;
        let file = &self.files[file];
        let mut whole = match first.as_str() {
            "crate" | "keepnet_tui" => Vec::new(),
            "self" => file.module.clone(),
            "super" => file.module[..file.module.len().checked_sub(1)?].to_vec(),
            name => match aliases.get(name) {
                Some(alias) => alias.clone(),
                None if self.modules.contains_key(&[file.module.as_slice(), &path[..1]].concat()) => {
                    [file.module.as_slice(), &path[..1]].concat()
                }
                None => return None,
            },
        };
        for segment in rest {
            if segment == "super" {
                whole.pop()?;
            } else if segment != "self" {
                whole.push(segment.clone());
            }
        }
        Some(whole)
    }

    /// The file that defines what a path from the root names, and the names that are left of the path there. None: the
    /// path is that of a module.
    fn definition(&self, path: &[String], depth: usize) -> Option<(usize, Path)> {
        let known = (0..=path.len()).rev().find_map(|n| Some((n, *self.modules.get(&path[..n])?)));
        let (at, rest) = match known {
            Some((n, at)) => (at, &path[n..]),
            None => (*self.macros.get(path.first()?)?, path),
        };
        let name = rest.first()?;
        if let Some(at) = self.macros.get(name).filter(|_| path.len() == 1) {
            return Some((*at, rest.to_vec()));
        }
        let file = &self.files[at];
        if depth < 8 && !file.items.contains(name) {
            if let Some(alias) = file.aliases.get(name) {
                return self.definition(&[alias.as_slice(), &rest[1..]].concat(), depth + 1);
            }
            for glob in &file.globs {
                let whole = [glob.as_slice(), rest].concat();
                let found = self.definition(&whole, depth + 1);
                if let Some((at, rest)) = found.filter(|(at, rest)| self.files[*at].items.contains(&rest[0])) {
                    return Some((at, rest));
                }
            }
        }
        Some((at, rest.to_vec()))
    }

    /// What a path in the code of a file names: the file with the definition, and the names left of the path there.
    pub fn resolve(&self, file: usize, path: &[String]) -> Option<(usize, Path)> {
        let whole = self.absolute(file, path, &self.files[file].aliases)?;
        self.definition(&whole, 0)
    }

    /// Every use of one file by another, once each.
    pub fn imports(&self) -> Vec<Import> {
        let mut found: BTreeMap<(usize, usize), (usize, String)> = BTreeMap::new();
        for (at, file) in self.files.iter().enumerate() {
            let mut add = |to: usize, line: usize, name: &str| {
                if to != at {
                    found.entry((at, to)).or_insert_with(|| (line, name.to_owned()));
                }
            };
            let paths = paths(&file.tokens);
            // What is only handed on is used by nobody here.
            for one in uses(&file.tokens).iter().filter(|one| !one.is_handed_on) {
                let Some(whole) = self.absolute(at, &one.path, &BTreeMap::new()) else { continue };
                let is_named = paths.iter().any(|(path, _)| path[0] == one.alias);
                if one.alias == "*" || (!is_named && self.modules.contains_key(&whole)) {
                    // Of a name behind a glob nobody can tell where it comes from, and a module that no path begins with
                    // is named in an attribute: the module stands for it.
                    if let Some(to) = self.modules.get(&whole) {
                        add(*to, one.line, &one.alias);
                    }
                } else if let Some((to, names)) = self.definition(&whole, 0) {
                    add(to, one.line, &names[0]);
                }
            }
            for (path, line) in paths {
                if let Some((to, names)) = self.resolve(at, &path) {
                    add(to, line, &names[0]);
                }
            }
        }
        let name = |at: usize| self.files[at].name.clone();
        let import = |((from, to), (line, what))| Import { from: name(from), to: name(to), line, name: what };
        found.into_iter().map(import).collect()
    }
}

/// The module a file is: `src/api/wire/mod.rs` is `api::wire`; the root is `src/lib.rs`.
pub fn module(file: &str) -> Path {
    let path = file.trim_start_matches("src/").trim_end_matches(".rs");
    path.split('/').filter(|part| !["mod", "lib"].contains(part)).map(str::to_owned).collect()
}

/// The tokens that are not compiled for tests alone, and the names of the modules that are and stand in other files.
fn without_tests(tokens: &[Token]) -> (Vec<Token>, Vec<String>) {
    let text = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    let (mut kept, mut modules, mut at) = (Vec::new(), Vec::new(), 0);
    while at < tokens.len() {
        let end = if text(at) == "#" { after(tokens, at + 1) } else { at };
        let is_cfg = end > at && text(at + 2) == "cfg";
        let has = |word: &str| tokens[at..end].iter().any(|t| t.text == word);
        if !is_cfg || !has("test") || has("not") || has("any") {
            kept.push(tokens[at].clone());
            at += 1;
            continue;
        }
        at = end;
        while text(at) == "#" {
            at = after(tokens, at + 1);
        }
        let item = at;
        while at < tokens.len() && !matches!(text(at), ";" | "{") {
            at = if matches!(text(at), "(" | "[") { after(tokens, at) } else { at + 1 };
        }
        if text(item) == "mod" && text(at) == ";" {
            modules.push(text(item + 1).to_owned());
        }
        let is_use = (item..at).any(|i| text(i) == "use");
        at = if text(at) == "{" { after(tokens, at) } else { at + 1 };
        at += usize::from(is_use && text(at) == ";");
    }
    (kept, modules)
}

/// Behind the bracket that closes the one at `at`.
pub fn after(tokens: &[Token], at: usize) -> usize {
    let mut depth = 0_usize;
    for (i, token) in tokens.iter().enumerate().skip(at) {
        match token.text.as_str() {
            "(" | "[" | "{" => depth += 1,
            ")" | "]" | "}" => {
                depth = depth.saturating_sub(1);
                if depth == 0 {
                    return i + 1;
                }
            }
            _ => {}
        }
    }
    tokens.len()
}

/// The names of the items that are defined in these tokens.
fn items(tokens: &[Token]) -> BTreeSet<String> {
    let kinds = ["fn", "struct", "enum", "trait", "type", "const", "static", "mod", "union"];
    let items = tokens.windows(2).filter(|w| kinds.contains(&w[0].text.as_str())).map(|w| w[1].text.clone());
    let macros = tokens.windows(3).filter(|w| w[0].text == "macro_rules").map(|w| w[2].text.clone());
    items.chain(macros).collect()
}

/// For every token whether it stands in an inline module, where `super` is the file itself.
fn inline(tokens: &[Token]) -> Vec<bool> {
    let mut inline = vec![false; tokens.len()];
    for (at, _) in tokens.windows(3).enumerate().filter(|(_, w)| w[0].text == "mod" && w[2].text == "{") {
        inline[at..after(tokens, at + 2)].fill(true);
    }
    inline
}

/// Every leaf of the `use` declarations.
fn uses(tokens: &[Token]) -> Vec<Use> {
    let (mut found, inline) = (Vec::new(), inline(tokens));
    for (at, token) in tokens.iter().enumerate().filter(|(_, t)| t.text == "use") {
        let end = end_of_use(tokens, at);
        let mut leaves = Vec::new();
        leaf(&tokens[at + 1..end], &[], &mut leaves);
        let is_public = at > 0 && matches!(tokens[at - 1].text.as_str(), "pub" | ")");
        for (mut path, alias) in leaves {
            if inline[at] && path[0] == "super" {
                "self".clone_into(&mut path[0]);
            }
            let used_here = |(i, t): (usize, &Token)| t.text == alias && !in_use(tokens, i);
            let is_handed_on = is_public && !tokens.iter().enumerate().any(used_here);
            found.push(Use { path, alias, is_handed_on, line: token.line });
        }
    }
    found
}

fn end_of_use(tokens: &[Token], at: usize) -> usize {
    (at..tokens.len()).find(|i| tokens[*i].text == ";").unwrap_or(tokens.len())
}

fn in_use(tokens: &[Token], at: usize) -> bool {
    let start = tokens[..at].iter().rposition(|t| t.text == ";" || t.text == "use");
    start.is_some_and(|i| tokens[i].text == "use")
}

fn leaf(tokens: &[Token], before: &[String], found: &mut Vec<(Path, String)>) {
    let mut path = before.to_vec();
    let mut at = 0;
    while let Some(token) = tokens.get(at) {
        match token.text.as_str() {
            "::" => {}
            "{" => {
                let inside = &tokens[at + 1..tokens.len().min(after(tokens, at)) - 1];
                let mut start = 0;
                let mut depth = 0_usize;
                for (i, t) in inside.iter().enumerate() {
                    match t.text.as_str() {
                        "{" => depth += 1,
                        "}" => depth -= 1,
                        "," if depth == 0 => {
                            leaf(&inside[start..i], &path, found);
                            start = i + 1;
                        }
                        _ => {}
                    }
                }
                if start < inside.len() {
                    leaf(&inside[start..], &path, found);
                }
                return;
            }
            "as" => {
                let alias = tokens.get(at + 1).map(|t| t.text.clone()).unwrap_or_default();
                found.push((path, alias));
                return;
            }
            "*" => {
                found.push((path, "*".to_owned()));
                return;
            }
            "self" if !path.is_empty() => {}
            word => path.push(word.to_owned()),
        }
        at += 1;
    }
    if let Some(alias) = path.last().cloned() {
        found.push((path, alias));
    }
}

/// Every path of two names or more, and every macro that is called, outside `use` declarations; with its line.
pub fn paths(tokens: &[Token]) -> Vec<(Path, usize)> {
    let text = |at: usize| tokens.get(at).map_or("", |t| t.text.as_str());
    let (mut found, inline, mut at) = (Vec::new(), inline(tokens), 0);
    while at < tokens.len() {
        if text(at) == "use" {
            at = end_of_use(tokens, at);
        }
        if !tokens.get(at).is_some_and(Token::is_word) || (at > 0 && text(at - 1) == "::") {
            at += 1;
            continue;
        }
        let (start, mut path) = (at, vec![text(at).to_owned()]);
        at += 1;
        while text(at) == "::" && tokens.get(at + 1).is_some_and(Token::is_word) {
            path.push(text(at + 1).to_owned());
            at += 2;
        }
        if path.len() == 1 && text(at) == "!" {
            path.insert(0, "crate".to_owned());
        }
        if inline[start] && path[0] == "super" {
            "self".clone_into(&mut path[0]);
        }
        if path.len() > 1 {
            found.push((path, tokens[start].line));
        }
    }
    found
}
