//! Links of the documents lead to files and headings that exist.

use std::path::{Component, Path};

use super::pages::{Page, page, pages, root};

/// What stands before and behind the destination of a link or picture, in Markdown and in HTML.
const MARKS: [(&str, char); 4] = [("](", ')'), (" href=\"", '"'), (" src=\"", '"'), (" srcset=\"", '"')];

/// The destinations of the links and pictures of a line, code left out.
fn links(line: &str) -> Vec<&str> {
    let between = |(before, behind): (&'static str, char)| {
        let outside_code = line.split('`').step_by(2);
        outside_code.flat_map(move |text| text.split(before).skip(1)).filter_map(move |rest| rest.split(behind).next())
    };
    MARKS.into_iter().flat_map(between).collect()
}

/// The anchor of a heading, as GitHub and mdBook make it.
fn anchor(heading: &str) -> String {
    let kept = heading.trim().chars().filter(|c| c.is_alphanumeric() || [' ', '-', '_'].contains(c));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect::<String>().to_lowercase()
}

fn has_heading(page: &Page, wanted: &str) -> bool {
    let headings = page.prose().filter_map(|line| line.strip_prefix('#')).map(|rest| rest.trim_start_matches('#'));
    headings.map(anchor).any(|found| found == wanted)
}

/// A path from the top of the repository, without `..`.
fn resolved(from: &str, link: &str) -> String {
    let mut parts: Vec<String> = Vec::new();
    for part in Path::new(from).parent().expect("a folder").join(link).components() {
        match part {
            Component::ParentDir => drop(parts.pop()),
            Component::Normal(name) => parts.push(name.to_string_lossy().into_owned()),
            _ => {}
        }
    }
    parts.join("/")
}

/// Why a link of the page is wrong.
fn wrong(from: &Page, link: &str) -> Option<String> {
    let (path, heading) = link.split_once('#').map_or((link, None), |(path, heading)| (path, Some(heading)));
    let name = if path.is_empty() { from.name.clone() } else { resolved(&from.name, path) };
    if !root().join(&name).exists() {
        return Some(format!("{}: {link}: no such file", from.name));
    }
    // mdBook publishes the chapters and nothing else.
    if from.name.starts_with("docs/src/") && !name.starts_with("docs/src/") {
        return Some(format!("{}: {link} leads out of the book", from.name));
    }
    let missing = heading.is_some_and(|heading| !has_heading(&page(&name), heading));
    missing.then(|| format!("{}: {link}: no such heading", from.name))
}

#[test]
fn relative_links_lead_to_files_and_headings() {
    let (mut seen, mut found) = (0, Vec::new());
    for page in pages() {
        for link in page.prose().flat_map(links).filter(|link| !link.contains("://")) {
            seen += 1;
            found.extend(wrong(&page, link));
        }
    }
    assert!(seen > 30, "{seen} links were found");
    assert!(found.is_empty(), "\n{}", found.join("\n"));
}

#[test]
fn broken_links_are_found() {
    let page = Page { name: "docs/src/tour.md".to_owned(), text: "# A tour\n```\n# No heading\n```\n".to_owned() };
    assert_eq!(links("[a](b.md) `[c](d.md)` ![e](f.png)"), ["b.md", "f.png"]);
    assert_eq!(links(r#"<source media="x" srcset="g.svg"><img src="h.svg" alt="i">"#), ["h.svg", "g.svg"]);
    assert_eq!(anchor(" Fault by fault: 503 & `x_y`"), "fault-by-fault-503--x_y");
    assert!(has_heading(&page, "a-tour") && !has_heading(&page, "no-heading"));
    for (link, is_right) in [
        ("keys.md", true),
        ("keys.md#company-table", true),
        ("keys.md#company-chair", false),
        ("kyes.md", false),
        ("../../README.md", false),
    ] {
        assert_eq!(wrong(&page, link).is_none(), is_right, "{link}");
    }
}

#[test]
fn every_picture_is_in_a_document() {
    let pages = pages();
    let shown: Vec<_> =
        pages.iter().flat_map(|page| page.prose().flat_map(links).map(|link| resolved(&page.name, link))).collect();
    let folder = "docs/src/pictures";
    let entries =
        std::fs::read_dir(root().join(folder)).expect("a folder").map(|entry| entry.expect("an entry").path());
    let names = entries.filter(|path| path.extension().is_some_and(|ending| ending == "svg"));
    let names = names.map(|path| format!("{folder}/{}", path.file_name().expect("a name").to_string_lossy()));
    let pictures: Vec<_> = names.collect();
    let unseen: Vec<_> = pictures.iter().filter(|name| !shown.contains(name)).collect();
    assert!(pictures.len() > 8 && unseen.is_empty(), "of {} pictures no document shows {unseen:?}", pictures.len());
}

/// mdBook leaves out a chapter that the summary does not name.
#[test]
fn summary_names_every_chapter_once() {
    let summary = page("docs/src/SUMMARY.md");
    let mut named: Vec<String> = summary.prose().flat_map(links).map(|link| format!("docs/src/{link}")).collect();
    named.sort();
    let chapters = pages().into_iter().map(|page| page.name).filter(|name| name.starts_with("docs/src/"));
    let chapters: Vec<_> = chapters.filter(|name| *name != summary.name).collect();
    assert_eq!(named, chapters);
}

#[test]
fn summary_titles_are_the_chapter_headings() {
    for line in page("docs/src/SUMMARY.md").prose().filter_map(|line| line.strip_prefix("- [")) {
        let (title, rest) = line.split_once("](").expect("a link");
        let chapter = page(&format!("docs/src/{}", rest.trim_end_matches(')')));
        assert_eq!(chapter.text.lines().next(), Some(format!("# {title}").as_str()), "{}", chapter.name);
    }
}
