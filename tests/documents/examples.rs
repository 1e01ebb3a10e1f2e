//! Every example of the documents is a command line that the program takes.

use clap::Parser;
use keepnet_tui::cli::args::Cli;

use super::pages::{Page, pages};

/// Why the program does not take this line.
fn refused(line: &str) -> Option<String> {
    let words = shlex::split(line).unwrap_or_else(|| panic!("not a line for a shell: {line}"));
    // Up to where the shell redirects or pipes it.
    let words = words.into_iter().take_while(|word| !["|", ">", ">>", "<", "&&"].contains(&word.as_str()));
    let words = words.skip_while(|word| word.contains('='));
    let error = Cli::try_parse_from(words).err().filter(clap::Error::use_stderr)?;
    Some(format!("{line}\n{error}"))
}

/// The lines that call the program: in blocks for a shell, and between backticks.
fn lines(page: &Page) -> Vec<String> {
    let (mut found, mut block) = (Vec::new(), None::<&str>);
    for line in page.text.lines() {
        if let Some(language) = line.trim_start().strip_prefix("```") {
            block = if block.is_some() { None } else { Some(language) };
        } else if block == Some("sh") {
            let line = line.trim().replace("cargo run --release --", "keepnet-tui");
            found.push(line.replace("cargo run --", "keepnet-tui"));
        }
    }
    found.extend(page.code().map(str::to_owned));
    let calls = |line: &String| line.split_whitespace().find(|word| !word.contains('=')) == Some("keepnet-tui");
    found.retain(calls);
    found
}

#[test]
fn every_example_is_taken_by_the_program() {
    let lines: Vec<_> = pages().iter().flat_map(lines).collect();
    assert!(lines.len() > 30, "{lines:?}");
    let refused: Vec<_> = lines.iter().filter_map(|line| refused(line)).collect();
    assert!(refused.is_empty(), "{}", refused.join("\n"));
}

#[test]
fn wrong_examples_are_found() {
    assert!(refused("keepnet-tui companies list --sort nonsense").is_some());
    assert!(refused("KEEPNET_LOG=debug keepnet-tui --nonsense").is_some());
    assert!(refused("keepnet-tui --version").is_none());
    assert_eq!(refused("keepnet-tui companies list --all --output csv | less --nonsense"), None);
    let text = "`x` and `keepnet-tui a`\n```sh\nA=1 keepnet-tui b\ncargo run --release -- c\ncargo run -- d\n```\n\
                ```toml\nkeepnet-tui e\n```";
    let page = Page { name: String::new(), text: text.to_owned() };
    assert_eq!(lines(&page), ["A=1 keepnet-tui b", "keepnet-tui c", "keepnet-tui d", "keepnet-tui a"]);
}
