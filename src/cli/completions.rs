//! `keepnet-tui completions`: what a shell needs to complete the command line.

use std::io::Write;

use clap::{Args, Command, ValueEnum};
use clap_complete::env::{self, CompleteEnv, EnvCompleter};

use super::exit::CommandError;
use crate::system::output::stdout;

/// Options of `completions`.
#[derive(Debug, Clone, Args)]
#[command(after_help = "\
Examples:
  # bash
  keepnet-tui completions bash > ~/.local/share/bash-completion/completions/keepnet-tui
  # zsh: a directory in its fpath
  keepnet-tui completions zsh > ~/.zfunc/_keepnet-tui
  # fish
  keepnet-tui completions fish > ~/.config/fish/completions/keepnet-tui.fish
  # PowerShell
  keepnet-tui completions powershell >> $PROFILE")]
pub struct CompletionsArgs {
    /// The shell
    #[arg(value_enum, value_name = "SHELL")]
    pub shell: Shell,
}

/// A shell that can complete.
#[derive(Debug, Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Shell {
    /// Bash, with or without bash-completion
    Bash,
    /// zsh
    Zsh,
    /// fish
    Fish,
    /// PowerShell
    #[value(name = "powershell")]
    PowerShell,
}

/// The variable by which a shell requests completions.
const VARIABLE: &str = "COMPLETE";
/// The name of the program in the scripts.
const PROGRAM: &str = env!("CARGO_PKG_NAME");

/// Answers a request for completions and exits; does nothing if there is none.
pub fn answer(program: impl Fn() -> Command) {
    CompleteEnv::with_factory(program).var(VARIABLE).bin(PROGRAM).complete();
}

/// Writes the script to standard output.
///
/// # Errors
///
/// Failed, if the output cannot be written to.
pub fn run(args: &CompletionsArgs) -> Result<(), CommandError> {
    let mut out = stdout();
    out.write_all(&script(args.shell)?)?;
    Ok(out.flush()?)
}

/// The script, which calls the program for completions.
///
/// # Errors
///
/// None in practice: it is written into memory.
pub fn script(shell: Shell) -> std::io::Result<Vec<u8>> {
    let of: &dyn EnvCompleter = match shell {
        Shell::Bash => &env::Bash,
        Shell::Zsh => &env::Zsh,
        Shell::Fish => &env::Fish,
        Shell::PowerShell => &env::Powershell,
    };
    // Into memory first: the reader may be gone.
    let mut text = Vec::new();
    of.write_registration(VARIABLE, PROGRAM, PROGRAM, PROGRAM, &mut text)?;
    Ok(if shell == Shell::Bash { with_values_after_equals(text) } else { text })
}

/// bash splits `--output=js` into three words and passes them on: the `=` is removed, so that `--output=js` is
/// completed like `--output js`.
fn with_values_after_equals(text: Vec<u8>) -> Vec<u8> {
    const BEFORE: &str = "    COMPREPLY=( $( \\\n";
    const JOIN: &str = r#"    local plain=() n
    for n in "${!words[@]}"; do
        if [[ $n -gt 1 && $n -ne $COMP_CWORD && "${words[n]}" == "=" && "${words[n - 1]}" == --* ]]; then
            ((n < COMP_CWORD)) && _CLAP_COMPLETE_INDEX=$((_CLAP_COMPLETE_INDEX - 1))
        else
            plain+=("${words[n]}")
        fi
    done
    words=("${plain[@]}")
"#;
    match String::from_utf8(text) {
        Ok(text) => text.replacen(BEFORE, &format!("{JOIN}{BEFORE}"), 1).into_bytes(),
        Err(error) => error.into_bytes(),
    }
}
