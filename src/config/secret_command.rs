//! `secret_command`: a command of the user's that prints the secret, such as `pass show keepnet`.

use std::fmt;
use std::time::Duration;

use secrecy::SecretString;
use serde::{Deserialize, Deserializer, de::Error};

use crate::domain::text::setting;
use crate::system::child::{self, ChildError, ChildSpec, Environment, ProcessGroup};

/// The command as it was written. `Debug` hides it: it may contain a secret.
#[derive(Clone, PartialEq, Eq)]
pub struct CommandLine(String);

impl fmt::Debug for CommandLine {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("secret_command")
    }
}

impl<'de> Deserialize<'de> for CommandLine {
    fn deserialize<D: Deserializer<'de>>(d: D) -> Result<Self, D::Error> {
        let command = String::deserialize(d)?;
        if command.trim().is_empty() {
            return Err(D::Error::custom(
                "secret_command is empty; a command such as \"pass show keepnet\" is expected",
            ));
        }
        Ok(Self(command))
    }
}

/// Who uses the terminal while a secret is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Terminal {
    /// Nobody: a command may prompt there.
    Free,
    /// The screen: a command that prompts is killed and gets no key.
    Taken,
}

/// Runs the command in the system's shell. The secret is the first line of its output, which is used once the command
/// has exited, whatever it leaves running. It gets no input and none of this program's secrets. If it fails, its own
/// message is shown, cleaned: the screen may be in use.
///
/// # Errors
///
/// The end of a sentence that begins with the command's name, without any of its output.
pub(super) fn run(command: &CommandLine, terminal: Terminal, patience: Duration) -> Result<SecretString, String> {
    let order = ChildSpec {
        arguments: None,
        program: &command.0,
        environment: Environment::Person,
        group: match terminal {
            Terminal::Free => ProcessGroup::Foreground,
            Terminal::Taken => ProcessGroup::Background,
        },
        input: None,
        wants_line: true,
        timeout: patience,
    };
    let line = child::run(&order).map_err(|why| match why {
        ChildError::WantsTerminal => {
            format!("{why}, which the screen is using; start the program with this profile, or use a command that prompts in a window")
        }
        why => why.to_string(),
    })?;
    let text = std::str::from_utf8(&line).map_err(|_| "printed no text".to_owned())?;
    match setting(text) {
        "" => Err("printed nothing in its first line".to_owned()),
        secret => Ok(SecretString::from(secret)),
    }
}

#[cfg(all(test, unix))]
mod tests {
    use super::*;
    use rstest::rstest;
    use secrecy::ExposeSecret;

    const LONG: Duration = Duration::from_secs(60);

    fn run_free(command: &str) -> Result<SecretString, String> {
        run(&CommandLine(command.to_owned()), Terminal::Free, LONG)
    }

    #[test]
    fn first_line_of_output_is_the_secret() {
        let got = run_free("echo noise >&2; printf ' hunter2 \\nuser: x\\n'").expect("a secret");
        assert_eq!(got.expose_secret(), "hunter2");
    }

    #[rstest]
    #[case("echo hunter2; echo no such entry >&2; exit 3", "exit status: 3: no such entry")]
    #[case("true", "printed nothing")]
    #[case("printf '\\n hunter2'", "printed nothing")]
    #[case("printf 'hunter2\\377'", "no text")]
    #[case("no-such-command-anywhere", "exit status: 127")]
    fn secret_command_error_hides_its_output(#[case] command: &str, #[case] expected: &str) {
        let said = run_free(command).map(drop).expect_err("refused");
        assert!(said.contains(expected) && !said.contains("hunter2"), "{said}");
    }

    #[test]
    fn secret_command_prompting_under_the_screen_fails() {
        let command = CommandLine("kill -STOP $$".to_owned());
        let said = run(&command, Terminal::Taken, LONG).map(drop).expect_err("refused");
        assert!(said.contains("prompts on the terminal, which the screen is using"), "{said}");
    }

    #[test]
    fn the_command_does_not_print() {
        let command = CommandLine("echo hunter2".to_owned());
        assert!(!format!("{command:?}").contains("hunter2"));
    }
}
