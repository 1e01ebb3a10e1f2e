//! Opens an address in the browser.
//!
//! The desktop's own command is started directly. Crates for this start the browser with all of this program's
//! environment, secrets among it, and on Windows through its shell.

use std::time::Duration;

use super::clipboard::find;
use crate::app::core::msg::Msg;
use crate::system::child::{ChildSpec, Environment, ProcessGroup};
use crate::system::launch::launch;

/// A command that still runs after this time has succeeded: some run as long as the browser.
const TIMEOUT: Duration = Duration::from_secs(3);

/// A command that opens the address that follows its arguments.
type Opener = (&'static str, &'static [&'static str]);

const OPENERS: &[Opener] = if cfg!(target_os = "macos") {
    &[("/usr/bin/open", &[])]
} else if cfg!(windows) {
    &[("rundll32", &["url.dll,FileProtocolHandler"])]
} else {
    &[("xdg-open", &[]), ("gio", &["open"]), ("wslview", &[])]
};

/// Why there is no browser here; `None` if there is one.
pub(super) fn missing() -> Option<&'static str> {
    missing_in(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

fn missing_in(is_set: impl Fn(&str) -> bool) -> Option<&'static str> {
    if is_set("SSH_CONNECTION") || is_set("SSH_TTY") {
        return Some("there is no browser over ssh");
    }
    let has_display = cfg!(any(target_os = "macos", windows))
        || ["DISPLAY", "WAYLAND_DISPLAY", "WSL_DISTRO_NAME"].into_iter().any(is_set);
    (!has_display).then_some("there is no display here")
}

/// Opens addresses of something, one after another, and says which were not opened.
pub(super) fn opened(what: String, addresses: Vec<String>) -> Msg {
    for (n, address) in addresses.iter().enumerate() {
        if let Err(why) = open(address) {
            return Msg::Browsed { what, addresses: addresses.iter().skip(n).cloned().collect(), failed: Some(why) };
        }
    }
    Msg::Browsed { what, addresses, failed: None }
}

/// Opens the address.
///
/// # Errors
///
/// Why it was not opened: the end of a sentence.
fn open(address: &str) -> Result<(), String> {
    let mut why = "no program that opens addresses was found".to_owned();
    for (program, before) in OPENERS.iter().filter(|(program, _)| program.starts_with('/') || find(program)) {
        let arguments: Vec<&str> = before.iter().copied().chain([address]).collect();
        let order = ChildSpec {
            arguments: Some(&arguments),
            program,
            environment: Environment::Person,
            group: ProcessGroup::Background,
            input: None,
            wants_line: false,
            timeout: TIMEOUT,
        };
        match launch(&order) {
            Ok(()) => return Ok(()),
            Err(error) => why = format!("{program} {error}"),
        }
    }
    Err(why)
}

#[cfg(test)]
mod tests {
    use super::missing_in;

    #[test]
    fn there_is_a_browser_only_with_a_display_and_without_ssh() {
        let missing = |set: &'static [&'static str]| missing_in(|name| set.contains(&name));
        for set in [&["SSH_TTY"][..], &["SSH_CONNECTION", "DISPLAY"], &["SSH_TTY", "WAYLAND_DISPLAY"]] {
            assert_eq!(missing(set), Some("there is no browser over ssh"));
        }
        if cfg!(target_os = "linux") {
            assert_eq!(missing(&[]), Some("there is no display here"));
            for set in [&["DISPLAY"][..], &["WAYLAND_DISPLAY"], &["WSL_DISTRO_NAME"]] {
                assert_eq!(missing(set), None);
            }
        }
    }
}
