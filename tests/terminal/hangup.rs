//! A terminal that goes away and tells nobody.

use std::fs::File;
use std::process::Command;

use rustix::event::{PollFd, PollFlags, Timespec, poll};
use rustix::process::{Pid, Signal, kill_process};
use rustix::pty::{OpenptFlags, grantpt, openpt, ptsname, unlockpt};
use rustix::termios::{Winsize, tcsetwinsize};

use super::pty::DEADLINE;
use super::support::Desk;

/// A terminal that does not control the process sends it no signal, and reading one that is gone gives
/// nothing, again and again. Idle, the program writes nothing either, so no write tells it.
#[test]
fn a_terminal_that_is_gone_without_a_signal_ends_it() {
    let desk = Desk::new();
    let master = openpt(OpenptFlags::RDWR | OpenptFlags::NOCTTY | OpenptFlags::CLOEXEC).expect("a pseudo-terminal");
    grantpt(&master).and_then(|()| unlockpt(&master)).expect("the other side");
    let path = ptsname(&master, Vec::new()).expect("a name").into_string().expect("text");
    let side = || File::options().read(true).write(true).open(&path).expect("the other side");
    let window = Winsize { ws_row: 24, ws_col: 80, ws_xpixel: 0, ws_ypixel: 0 };
    tcsetwinsize(&master, window).expect("a size");
    let template = desk.command(&[]);
    let mut command = Command::new("setsid");
    command.args(template.get_argv()).env_clear();
    for (name, value) in template.iter_extra_env_as_str() {
        command.env(name, value);
    }
    let mut child = command.stdin(side()).stdout(side()).stderr(side()).spawn().expect("the program starts");
    drop(command);
    // Its first screen, to the end.
    let mut parser = vt100::Parser::default();
    let quiet = Timespec { tv_sec: 0, tv_nsec: 500_000_000 };
    while {
        let idle = poll(&mut [PollFd::new(&master, PollFlags::IN)], Some(&quiet)).expect("a terminal") == 0;
        !idle || !parser.screen().contents().contains("1/137")
    } {
        let mut bytes = [0; 4096];
        let read = rustix::io::read(&master, &mut bytes).expect("the program runs");
        parser.process(&bytes[..read]);
    }
    drop(master);
    let (ended, end) = std::sync::mpsc::channel();
    let killer = Pid::from_child(&child);
    std::thread::spawn(move || ended.send(child.wait()));
    let Ok(status) = end.recv_timeout(DEADLINE) else {
        let _ = kill_process(killer, Signal::KILL);
        panic!("it does not end");
    };
    assert_eq!(status.expect("an exit status").code(), Some(129));
}
