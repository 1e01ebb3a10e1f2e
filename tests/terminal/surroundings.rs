//! What is around a program in a terminal of the tests: nothing of whoever runs them.

use std::ffi::OsStr;
use std::path::{Path, PathBuf};

use portable_pty::CommandBuilder;

/// A program in this home, without any credentials.
pub fn command(program: impl AsRef<OsStr>, home: &Path) -> CommandBuilder {
    let mut command = CommandBuilder::new(program);
    command.cwd(home);
    command.env_clear();
    let path = std::env::var("PATH").unwrap_or_default();
    let path_of = |path: &Path| path.to_string_lossy().into_owned();
    let set = [
        ("PATH", path),
        ("HOME", path_of(home)),
        ("XDG_STATE_HOME", path_of(&state_of(home))),
        ("LANG", "C.UTF-8".into()),
        ("TERM", "xterm-256color".into()),
        // Never the keyring of whoever runs the tests.
        ("DBUS_SESSION_BUS_ADDRESS", "unix:path=/nonexistent/bus".into()),
    ];
    for (name, value) in set {
        command.env(name, value);
    }
    command
}

/// Not where it would be without the variable, so that it is seen to be obeyed.
pub fn state_of(home: &Path) -> PathBuf {
    home.join("state")
}
