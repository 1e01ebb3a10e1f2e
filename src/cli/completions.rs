//! `keepnet-tui completions`: what a shell needs to complete the command line.

use std::io::Write;

use clap::{Arg, Args, Command, ValueEnum, ValueHint};

use super::exit::Stop;

/// Options of `completions`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  # For bash, at its next start
  keepnet-tui completions bash > ~/.local/share/bash-completion/completions/keepnet-tui
  # For zsh: into a folder that is in its fpath
  keepnet-tui completions zsh > ~/.zfunc/_keepnet-tui
  keepnet-tui completions fish > ~/.config/fish/completions/keepnet-tui.fish
  # For PowerShell, at its next start
  keepnet-tui completions powershell >> $PROFILE")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// A shell that can complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// bash, with or without bash-completion
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    #[value(name = "powershell")]
    PowerShell,
}

/// Writes the script for what `program` defines to standard output.
///
/// # Errors
///
/// Failed, when the output cannot be written to.
pub fn run(args: &CompletionsArgs, program: Command) -> Result<(), Stop> {
    let mut out = std::io::stdout();
    out.write_all(&script(args.shell, program))?;
    Ok(out.flush()?)
}

/// The script.
#[must_use]
pub fn script(shell: Shell, program: Command) -> Vec<u8> {
    use clap_complete::Shell as Of;
    let shell = match shell {
        Shell::Bash => Of::Bash,
        Shell::Zsh => Of::Zsh,
        Shell::Fish => Of::Fish,
        Shell::PowerShell => Of::PowerShell,
    };
    let mut program = without_files(program);
    let name = program.get_name().to_owned();
    // Into memory first: written to a reader that is gone it would panic.
    let mut text = Vec::new();
    clap_complete::generate(shell, &mut program, &name, &mut text);
    if shell == Of::Bash { one_name(text, &name) } else { text }
}

/// The script for bash calls a program with a hyphen by two names, and so knows nothing after its first
/// command: <https://github.com/clap-rs/clap/issues/6421>.
fn one_name(text: Vec<u8>, name: &str) -> Vec<u8> {
    match String::from_utf8(text) {
        Ok(text) => text.replace(&name.replace('-', "__subcmd__"), &name.replace('-', "__")).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}

/// A shell offers the files of the folder for a value it knows nothing about. A company is none of them.
fn without_files(command: Command) -> Command {
    let hinted = |arg: Arg| {
        let unknown = arg.get_value_hint() == ValueHint::Unknown && arg.get_possible_values().is_empty();
        if unknown && arg.get_action().takes_values() { arg.value_hint(ValueHint::Other) } else { arg }
    };
    command.mut_args(hinted).mut_subcommands(without_files)
}
