//! `keepnet-tui man`: the manual, with a page for the program and for each command, from the same definitions as
//! `--help`.

use std::io::Write;
use std::path::PathBuf;

use clap::builder::Resettable;
use clap::{Args, Command, ValueHint};
use clap_mangen::Man;
use clap_mangen::roff::{Roff, bold, roman};

use super::exit::{Code, CommandError};
use super::profile_args::path;
use crate::system::file::{self, Readers};
use crate::system::output::stdout;

/// A longer description of the program than in its help.
const DESCRIPTION: &str = "\
Without a command it opens a terminal screen: the customer companies of a Keepnet reseller with their seats, and \
a form that adds users to them. On every screen ? shows the keys, and : runs any action by name.\n\n\
The commands do the same work in scripts. Standard output carries data only; notes, progress and errors go to \
standard error. Every outcome has an exit status of its own.\n\n\
With --demo the program uses an embedded server, needs no account and sends nothing out of this machine. To use \
your own service, run keepnet-tui login once. If something does not work, keepnet-tui doctor checks configuration, \
network, credentials and terminal, and says how to fix what it finds.";
/// The sections that help has after the options, with their names in the manual.
const SECTIONS: [(&str, &str); 4] =
    [("Exit codes", "EXIT STATUS"), ("Environment", "ENVIRONMENT"), ("Files", "FILES"), (EXAMPLES, "EXAMPLES")];
const EXAMPLES: &str = "Examples";
/// Commands with this option read the configuration, so the environment matters to them.
const READS_CONFIGURATION: &str = "config";

/// Options of `man`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  # All pages, where man finds them
  keepnet-tui man --out ~/.local/share/man/man1
  # Only the page of the program
  keepnet-tui man > keepnet-tui.1")]
pub struct ManArgs {
    /// Write the pages of all commands into this directory
    #[arg(long, value_name = "DIR", value_parser = path(), value_hint = ValueHint::DirPath)]
    pub out: Option<PathBuf>,
}

/// A page of the manual.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Page {
    /// `keepnet-tui-users-add.1`
    pub file: String,
    /// In troff.
    pub text: Vec<u8>,
}

/// Writes the manual of `program`.
///
/// # Errors
///
/// Failed, if it cannot be written.
pub fn run(args: &ManArgs, program: Command) -> Result<(), CommandError> {
    let pages = pages(program)?;
    let Some(folder) = &args.out else {
        let mut out = stdout();
        out.write_all(pages.first().map_or(&[][..], |page| &page.text))?;
        return Ok(out.flush()?);
    };
    let failed = |path: &PathBuf, error| CommandError::new(Code::Failed, format!("{}: {error}", path.display()));
    file::folder(folder).map_err(|error| failed(folder, error))?;
    for page in pages {
        let path = folder.join(&page.file);
        file::replace(&path, &page.text, Readers::All, ".man-").map_err(|error| failed(&path, error))?;
    }
    Ok(())
}

/// All pages, that of the program first.
///
/// # Errors
///
/// None in practice: it is written into memory.
pub fn pages(program: Command) -> std::io::Result<Vec<Page>> {
    // Pages for "help" would be useless.
    let mut program = program.disable_help_subcommand(true);
    program.build();
    let mut pages = Vec::new();
    add(&mut pages, &program, &program, &[])?;
    Ok(pages)
}

/// Adds the page of a command and those of its subcommands.
fn add(pages: &mut Vec<Page>, program: &Command, command: &Command, above: &[&Command]) -> std::io::Result<()> {
    pages.push(page(program, command, above)?);
    let above = [above, &[command]].concat();
    command.get_subcommands().try_for_each(|below| add(pages, program, below, &above))
}

fn page(program: &Command, command: &Command, above: &[&Command]) -> std::io::Result<Page> {
    let mut shown = command.clone().after_help(Resettable::Reset).version(None::<&'static str>);
    if above.is_empty() {
        shown = shown.long_about(format!("{}.\n\n{DESCRIPTION}", about(command)));
    }
    let usage = shown.render_usage().to_string();
    let source = format!("{} {}", program.get_name(), env!("CARGO_PKG_VERSION"));
    // An empty date would be left out, and the next argument taken for it.
    let man = Man::new(shown).date(" ").source(source).manual("Keepnet for the terminal");
    let mut text = Vec::new();
    man.render_title(&mut text)?;
    man.render_name_section(&mut text)?;
    synopsis(&usage).to_writer(&mut text)?;
    man.render_description_section(&mut text)?;
    man.render_options_section(&mut text)?;
    if command.has_subcommands() {
        man.render_subcommands_section(&mut text)?;
    }
    let mut roff = Roff::new();
    let own = after_help(command);
    let of_all = after_help(program);
    let reads = command.get_arguments().any(|arg| arg.get_id() == READS_CONFIGURATION);
    for (title, heading) in SECTIONS {
        let from = if title == EXAMPLES || !reads { &own } else { &of_all };
        let lines: Vec<_> = section(from, title).collect();
        if !lines.is_empty() {
            roff.control("SH", [heading]);
            if title == EXAMPLES { listing(&mut roff, &lines) } else { terms(&mut roff, &lines) }
        }
    }
    see_also(&mut roff, command, above);
    roff.to_writer(&mut text)?;
    Ok(Page { file: man.get_filename(), text })
}

/// The synopsis, from the usage lines of its help.
fn synopsis(usage: &str) -> Roff {
    let mut roff = Roff::new();
    roff.control("SH", ["SYNOPSIS"]).control("nf", []);
    for line in usage.lines() {
        roff.text([bold(line.trim_start_matches("Usage:").trim())]);
    }
    roff.control("fi", []);
    roff
}

fn about(command: &Command) -> String {
    command.get_about().map(ToString::to_string).unwrap_or_default()
}

fn after_help(command: &Command) -> String {
    command.get_after_help().map(ToString::to_string).unwrap_or_default()
}

/// The lines below this title of a help text, without indentation, up to the next title.
pub fn section<'a>(help: &'a str, title: &str) -> impl Iterator<Item = &'a str> {
    let is_title = move |line: &str| line.strip_suffix(':') == Some(title);
    let rest = help.lines().skip_while(move |line| !is_title(line)).skip(1);
    rest.take_while(|line| line.is_empty() || line.starts_with(' ')).filter_map(|line| line.strip_prefix("  "))
}

/// Lines of a term and its description. A line without a term continues the one before.
fn terms(roff: &mut Roff, lines: &[&str]) {
    for line in lines {
        match line.split_once("  ") {
            Some(("", more)) => roff.text([roman(more.trim())]),
            Some((term, meaning)) => roff.control("TP", []).text([bold(term)]).text([roman(meaning.trim())]),
            None => roff.control("TP", []).text([bold(*line)]),
        };
    }
}

/// Literal lines; those that begin with # describe the next one.
fn listing(roff: &mut Roff, lines: &[&str]) {
    let mut after_note = false;
    for line in lines {
        let note = line.strip_prefix("# ");
        match note {
            Some(note) => roff.control("PP", []).text([roman(format!("{note}:"))]),
            None if after_note => roff,
            None => roff.control("PP", []),
        };
        if note.is_none() {
            roff.control("RS", ["4"]).control("nf", []).text([roman(*line)]).control("fi", []).control("RE", []);
        }
        after_note = note.is_some();
    }
}

/// The parent pages, siblings and subcommands.
fn see_also(roff: &mut Roff, command: &Command, above: &[&Command]) {
    let name = |command: &Command| command.get_display_name().unwrap_or(command.get_name()).to_owned();
    let beside =
        above.last().into_iter().skip(usize::from(above.len() == 1)).flat_map(|parent| parent.get_subcommands());
    let others = above.iter().copied().chain(beside).chain(command.get_subcommands());
    let names: Vec<_> = others.map(name).filter(|other| *other != name(command)).collect();
    if names.is_empty() {
        return;
    }
    // A name must not be broken.
    roff.control("SH", ["SEE ALSO"]).control("nh", []).control("ad", ["l"]);
    let mut words = Vec::new();
    for (n, name) in names.into_iter().enumerate() {
        words.extend([roman(if n == 0 { "" } else { ", " }), bold(name), roman("(1)")]);
    }
    roff.text(words);
}

#[cfg(test)]
mod tests {
    use super::*;

    const HELP: &str = "Environment:\n  HOME  where\n        you live\n\nExamples:\n  # So\n  x --a\n  x\n";

    #[test]
    fn help_section_ends_at_the_next_title() {
        assert_eq!(section(HELP, "Environment").collect::<Vec<_>>(), ["HOME  where", "      you live"]);
        assert_eq!(section(HELP, "Examples").collect::<Vec<_>>(), ["# So", "x --a", "x"]);
        assert_eq!(section(HELP, "Files").count(), 0);
    }

    #[test]
    fn every_command_has_a_page_with_its_sections() {
        let config = || clap::Arg::new("config").long("config");
        let leaf = Command::new("leaf").arg(config()).about("A leaf").after_help("Examples:\n  tree twig leaf");
        let twig = Command::new("twig").subcommand(leaf).subcommand(Command::new("bud"));
        let program = Command::new("tree").version("9").about("A tree").after_help(HELP).subcommand(twig);
        let pages = pages(program).expect("memory");
        let files: Vec<_> = pages.iter().map(|page| page.file.as_str()).collect();
        assert_eq!(files, ["tree.1", "tree-twig.1", "tree-twig-leaf.1", "tree-twig-bud.1"]);
        let text = |n: usize| String::from_utf8(pages[n].text.clone()).expect("text");
        assert!(text(0).contains(".SH ENVIRONMENT\n.TP\n\\fBHOME\\fR\nwhere\nyou live\n"), "{}", text(0));
        assert!(text(0).contains("So:\n.RS 4\n.nf\nx \\-\\-a\n.fi\n.RE\n.PP\n.RS 4\n.nf\nx\n"), "{}", text(0));
        assert!(text(2).contains(".SH ENVIRONMENT") && text(2).contains("tree twig leaf"), "{}", text(2));
        assert!(!text(3).contains("ENVIRONMENT") && !text(3).contains("EXAMPLES"), "{}", text(3));
        assert!(
            text(2).ends_with("\\fBtree\\fR(1), \\fBtree\\-twig\\fR(1), \\fBtree\\-twig\\-bud\\fR(1)\n"),
            "{}",
            text(2)
        );
    }
}
