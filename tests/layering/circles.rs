//! No file uses another that uses it, however long the way round: what can only be understood together is one thing.

use std::collections::{BTreeMap, BTreeSet};

use super::imports::{Import, Sources};
use super::none;

/// The circles: groups of files, each of which reaches all others of its group. Tarjan's algorithm.
pub fn circles(imports: &[Import]) -> Vec<BTreeSet<String>> {
    struct Walk<'a> {
        uses: BTreeMap<&'a str, Vec<&'a str>>,
        index: BTreeMap<&'a str, usize>,
        lowest: BTreeMap<&'a str, usize>,
        stack: Vec<&'a str>,
        found: Vec<BTreeSet<String>>,
    }
    impl<'a> Walk<'a> {
        fn visit(&mut self, file: &'a str) {
            let index = self.index.len();
            self.index.insert(file, index);
            self.lowest.insert(file, index);
            self.stack.push(file);
            for used in self.uses.get(file).cloned().unwrap_or_default() {
                let lowest = if !self.index.contains_key(used) {
                    self.visit(used);
                    self.lowest[used]
                } else if self.stack.contains(&used) {
                    self.index[used]
                } else {
                    continue;
                };
                let lowest = lowest.min(self.lowest[file]);
                self.lowest.insert(file, lowest);
            }
            if self.lowest[file] == index {
                let start = self.stack.iter().position(|f| *f == file).expect("it was put there");
                let group = self.stack.split_off(start);
                if group.len() > 1 {
                    self.found.push(group.into_iter().map(str::to_owned).collect());
                }
            }
        }
    }
    let mut uses: BTreeMap<&str, Vec<&str>> = BTreeMap::new();
    for import in imports {
        uses.entry(&import.from).or_default().push(&import.to);
    }
    let files: Vec<&str> = uses.keys().copied().collect();
    let mut walk = Walk { uses, index: BTreeMap::new(), lowest: BTreeMap::new(), stack: Vec::new(), found: Vec::new() };
    for file in files {
        if !walk.index.contains_key(file) {
            walk.visit(file);
        }
    }
    walk.found
}

#[test]
fn no_file_is_in_a_circle() {
    let imports = Sources::read().imports();
    let circles = circles(&imports);
    let mut wrong = Vec::new();
    for circle in &circles {
        for file in circle {
            wrong.push(format!("{file} is in a circle of {} files:", circle.len()));
            let ties = |i: &&Import| circle.contains(&i.from) && circle.contains(&i.to);
            let its = imports.iter().filter(ties).filter(|i| i.from == *file || i.to == *file);
            wrong.extend(its.map(|i| format!("    {}:{} uses {} of {}", i.from, i.line, i.name, i.to)));
        }
    }
    none(&wrong);
}

#[test]
fn a_circle_is_found_however_it_is_tied() {
    let names = |files: &[(&str, &str)]| {
        let files = files.iter().map(|(name, text)| (format!("src/{name}.rs"), (*text).to_owned())).collect();
        let circles = circles(&Sources::of(files).imports());
        circles.iter().map(|c| c.iter().cloned().collect::<Vec<_>>().join(" ")).collect::<Vec<_>>()
    };
    let two = ["src/x/a.rs src/x/b.rs"];
    let root = ("lib", "mod x;");
    let x = ("x/mod", "mod a; mod b; mod c;");
    // By declarations, by paths, by an alias, through a re-export, through a glob.
    assert_eq!(names(&[root, x, ("x/a", "use super::b::B; struct A;"), ("x/b", "use crate::x::a::A; struct B;")]), two);
    assert_eq!(names(&[root, x, ("x/a", "fn a() { super::b::b(); }"), ("x/b", "fn b() { crate::x::a::a(); }")]), two);
    assert_eq!(
        names(&[root, x, ("x/a", "use super::b; fn a() { b::b(); }"), ("x/b", "use super::a::a; fn b() {}")]),
        two
    );
    let attribute = ("x/a", "use super::b; #[with = \"b::b\"] struct A;");
    assert_eq!(names(&[root, x, attribute, ("x/b", "use super::a::A; fn b() {}")]), two);
    let handed = ("x/mod", "mod a; mod b; pub use a::A; pub use b::*;");
    assert_eq!(names(&[root, handed, ("x/a", "use super::B; struct A;"), ("x/b", "use crate::x::A; struct B;")]), two);
    // A module that has something of its own is a file like any other.
    let own = ("x/mod", "mod a; pub struct X; fn f() { a::f(); }");
    assert_eq!(names(&[root, own, ("x/a", "use super::X; fn f() {}")]), ["src/x/a.rs src/x/mod.rs"]);
    let used = ("x/mod", "mod a; pub use a::A; struct X(A);");
    assert_eq!(names(&[root, used, ("x/a", "use super::X; struct A;")]), ["src/x/a.rs src/x/mod.rs"]);
    // By a macro, and inside an inline module.
    let defined = ("x/a", "#[macro_export] macro_rules! m { () => {} } fn a() { super::b::b(); }");
    assert_eq!(names(&[root, x, defined, ("x/b", "fn b() { m!(); }")]), two);
    let inline = ("x/a", "mod os { use super::super::b::b; } fn a() {}");
    assert_eq!(names(&[root, x, inline, ("x/b", "mod os { fn f() { super::super::a::a(); } } fn b() {}")]), two);
    // The long way round is one circle.
    let long = [root, x, ("x/a", "use super::b::b;"), ("x/b", "use super::c::c;"), ("x/c", "use super::a::a;")];
    assert_eq!(names(&long), ["src/x/a.rs src/x/b.rs src/x/c.rs"]);
    // What is for tests alone, in a comment or in a string ties nothing.
    let tests = ("x/a", "#[cfg(test)] use super::b::b; #[cfg(test)] mod tests { use super::super::b::b; } fn a() {}");
    let text = ("x/b", "use super::a::a; fn b() { \"crate::x::b::b\"; }");
    assert!(names(&[root, x, tests, text]).is_empty());
    let beside = ("x/a", "#[cfg(test)] #[path = \"b.rs\"] mod b; fn a() {}");
    assert!(names(&[root, x, beside, ("x/b", "use super::a::a; // crate::x::b::b")]).is_empty());
}
