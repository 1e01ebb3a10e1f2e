//! Completion: bash really completes, and the others where they are installed; every script is read by its shell
//! where it is there.

use std::path::Path;
use std::process::{Command, Output};

use keepnet_tui::cli::completions::{Shell, script};

use super::tree::leaves;

/// Loads the script, then asks for each line of standard input, as bash does when Tab is pressed at its
/// end. Lines of answers end with a line that has a dot alone.
#[cfg(unix)]
const ASK: &str = r#"
source "./$1"
# It works in a completion that bash itself has begun, and is about how a file name is shown.
compopt() { :; }
function=$(complete -p keepnet-tui)
function=${function#*-F }
function=${function%% *}
while IFS= read -r line; do
    COMPREPLY=()
    # A word ends at a space, and before and after a sign of equality.
    IFS=' ' read -ra COMP_WORDS <<<"${line//=/ = }"
    [[ $line == *' ' ]] && COMP_WORDS+=('')
    COMP_CWORD=$((${#COMP_WORDS[@]} - 1))
    COMP_LINE=$line COMP_POINT=${#line}
    word=${COMP_WORDS[COMP_CWORD]}
    [[ $word == = ]] && word=
    "$function" keepnet-tui "$word" "${COMP_WORDS[COMP_CWORD - 1]}"
    printf '%s\n' "${COMPREPLY[@]}" .
done
"#;

fn generated(shell: Shell) -> String {
    String::from_utf8(script(shell).expect("memory")).expect("text")
}

/// Where the shells find the program and their own tools.
fn path() -> std::ffi::OsString {
    let program = Path::new(env!("CARGO_BIN_EXE_keepnet-tui")).parent().expect("a folder").to_owned();
    let others = std::env::var_os("PATH").unwrap_or_default();
    std::env::join_paths(std::iter::once(program).chain(std::env::split_paths(&others))).expect("folders")
}

/// What bash offers at the end of each line, in a folder that has one file.
#[cfg(unix)]
fn offered(lines: &[String]) -> Vec<Vec<String>> {
    use std::io::Write;
    use std::process::Stdio;
    let folder = tempfile::tempdir().expect("a folder");
    let file = |name: &str, text: &str| std::fs::write(folder.path().join(name), text).expect("written");
    file("script", &generated(Shell::Bash));
    file("ask", ASK);
    let mut bash = Command::new("bash");
    bash.args(["--norc", "--noprofile", "ask", "script"]).current_dir(folder.path()).env("PATH", path());
    bash.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut bash = bash.spawn().expect("bash");
    let input = lines.join("\n") + "\n";
    // Small enough for a pipe, and read before anything is written.
    bash.stdin.take().expect("an input").write_all(input.as_bytes()).expect("bash listens");
    let said = bash.wait_with_output().expect("bash ends");
    assert_eq!(String::from_utf8_lossy(&said.stderr), "");
    let said = String::from_utf8(said.stdout).expect("text");
    let answers: Vec<_> = said.lines().collect::<Vec<_>>().split(|line| *line == ".").map(<[_]>::to_vec).collect();
    assert_eq!(answers.len(), lines.len() + 1, "{said}");
    let words = |answer: &Vec<&str>| answer.iter().filter(|w| !w.is_empty()).map(|w| (*w).to_owned()).collect();
    answers.iter().take(lines.len()).map(words).collect()
}

#[cfg(unix)]
#[test]
fn bash_completes_commands_and_closed_sets_of_values() {
    let expected: [(&str, &[&str]); 18] = [
        ("keepnet-tui comp", &["companies", "completions"]),
        ("keepnet-tui --de", &["--demo", "--department"]),
        ("keepnet-tui companies s", &["show"]),
        ("keepnet-tui companies list --output ", &["table", "json", "jsonl", "csv"]),
        ("keepnet-tui doctor -o js", &["json", "jsonl"]),
        ("keepnet-tui companies list --sort re", &["renews", "reseller"]),
        ("keepnet-tui users list --company x --sort ", &["name", "email", "status", "department", "phone", "created"]),
        ("keepnet-tui companies list --columns us", &["used", "use_percent"]),
        ("keepnet-tui companies list --columns company,us", &["company,used", "company,use_percent"]),
        ("keepnet-tui companies list --output=", &["table", "json", "jsonl", "csv"]),
        ("keepnet-tui companies list --output=js", &["json", "jsonl"]),
        ("keepnet-tui companies list --sort=used --output=js", &["json", "jsonl"]),
        ("keepnet-tui users add --priority very", &["very-low", "very-high"]),
        ("keepnet-tui users add --active ", &["yes", "no"]),
        ("keepnet-tui login --store k", &["keyring"]),
        // A file where one is wanted, and none in place of a company.
        ("keepnet-tui --config scr", &["script"]),
        ("keepnet-tui users list --company scr", &[]),
        ("keepnet-tui users list --company ", &[]),
    ];
    let lines: Vec<_> = expected.iter().map(|(line, _)| (*line).to_owned()).collect();
    for ((line, expected), offered) in expected.iter().zip(offered(&lines)) {
        assert_eq!(offered, *expected, "{line}");
    }
    let shells = &offered(&["keepnet-tui completions ".to_owned()])[0];
    assert!(["bash", "zsh", "fish", "powershell"].iter().all(|shell| shells.iter().any(|s| s == shell)), "{shells:?}");
}

#[cfg(unix)]
#[test]
fn bash_knows_every_flag_of_every_command() {
    let leaves = leaves();
    let lines: Vec<_> = leaves.iter().map(|(path, _)| format!("keepnet-tui {} --", path.join(" "))).collect();
    for ((path, command), offered) in leaves.iter().zip(offered(&lines)) {
        for long in command.get_arguments().filter_map(clap::Arg::get_long) {
            assert!(offered.contains(&format!("--{long}")), "--{long} of {path:?}: {offered:?}");
        }
    }
}

/// What the shell says to its script: nothing where it is not installed.
fn read_by(shell: &str, file: &Path) -> Option<Output> {
    Command::new(shell).arg("-n").arg(file).output().ok()
}

#[test]
fn every_shell_reads_its_script() {
    let folder = tempfile::tempdir().expect("a folder");
    // PowerShell has no way to read without running.
    for (shell, program) in [(Shell::Bash, "bash"), (Shell::Zsh, "zsh"), (Shell::Fish, "fish")] {
        let file = folder.path().join("script");
        std::fs::write(&file, generated(shell)).expect("written");
        if let Some(said) = read_by(program, &file) {
            assert!(said.status.success() && said.stderr.is_empty(), "{shell:?}: {said:?}");
        }
    }
}

/// Where fish is installed; for it as for zsh the scripts are looked at above in any case.
#[test]
fn fish_completes_if_installed() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("keepnet-tui.fish");
    std::fs::write(&file, generated(Shell::Fish)).expect("written");
    for (line, expected) in [
        ("keepnet-tui comp", &["companies", "completions"][..]),
        ("keepnet-tui companies list --output js", &["json", "jsonl"]),
        ("keepnet-tui companies list --columns company,us", &["company,used", "company,use_percent"]),
        ("keepnet-tui users add --priority very", &["very-low", "very-high"]),
        ("keepnet-tui users list --company ", &[]),
        ("keepnet-tui --profile ", &[]),
        ("keepnet-tui completions b", &["bash"]),
    ] {
        let mut fish = Command::new("fish");
        fish.args(["--no-config", "-c", "source $argv[1]; complete -C $argv[2]"]).arg(&file).arg(line);
        fish.env("PATH", path());
        let Ok(said) = fish.env("HOME", folder.path()).current_dir(folder.path()).output() else { return };
        let said = String::from_utf8(said.stdout).expect("text");
        let offered: Vec<_> = said.lines().filter_map(|line| line.split('\t').next()).collect();
        assert_eq!(offered, expected, "{line}");
    }
}

#[test]
fn the_command_prints_the_script() {
    for (name, shell) in
        [("bash", Shell::Bash), ("zsh", Shell::Zsh), ("fish", Shell::Fish), ("powershell", Shell::PowerShell)]
    {
        let said =
            Command::new(env!("CARGO_BIN_EXE_keepnet-tui")).args(["completions", name]).output().expect("it runs");
        assert!(said.status.success() && said.stderr.is_empty(), "{name}");
        assert_eq!(String::from_utf8(said.stdout).expect("text"), generated(shell), "{name}");
    }
}
