//! What a terminal can do, as far as its name tells.

/// The sequences that not every terminal has. Without one, more bytes say the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Support {
    /// Repeats the last character (REP).
    pub repeat: bool,
    /// Erases with the background of the pen (bce), not with the default one.
    pub colored_erase: bool,
}

/// Names of terminals that have both, up to a hyphen: what the terminfo database says of them.
const BOTH: [&str; 8] = ["alacritty", "contour", "foot", "ghostty", "kitty", "st", "wezterm", "xterm"];

impl Support {
    /// What every terminal has.
    pub const LEAST: Self = Self { repeat: false, colored_erase: false };
    /// What the common ones have.
    pub const MOST: Self = Self { repeat: true, colored_erase: true };

    /// By the environment.
    #[must_use]
    pub fn of(variable: impl Fn(&str) -> Option<String>) -> Self {
        // Inside another one, whatever it is called: tmux 3.3 repeats only ASCII.
        if ["TMUX", "STY"].into_iter().any(|name| variable(name).is_some_and(|value| !value.is_empty())) {
            return Self::LEAST;
        }
        let term = variable("TERM").unwrap_or_default();
        // What runs at the other end, tmux perhaps, does not come with the name. It may say so when it is asked.
        let is_far = ["SSH_CONNECTION", "SSH_TTY"].into_iter().any(|name| variable(name).is_some());
        let name = term.split('-').next().unwrap_or_default();
        match name {
            // It calls itself xterm, and repeats nothing.
            "xterm" if variable("TERM_PROGRAM").as_deref() == Some("Apple_Terminal") => {
                Self { repeat: false, ..Self::MOST }
            }
            name if BOTH.contains(&name) => Self { repeat: !is_far, ..Self::MOST },
            "linux" | "konsole" | "putty" | "rxvt" | "vte" => Self { repeat: false, colored_erase: true },
            _ => Self::LEAST,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use rstest::rstest;

    #[rstest]
    #[case("xterm-256color", "", Support::MOST)]
    #[case("xterm-kitty", "", Support::MOST)]
    #[case("foot", "", Support::MOST)]
    #[case("xterm-256color", "Apple_Terminal", Support { repeat: false, colored_erase: true })]
    #[case("tmux-256color", "tmux", Support::LEAST)]
    #[case("screen-256color", "", Support::LEAST)]
    #[case("linux", "", Support { repeat: false, colored_erase: true })]
    #[case("", "", Support::LEAST)]
    #[case("unheard-of", "", Support::LEAST)]
    fn terminal_name_says_what_it_can(#[case] term: &str, #[case] program: &str, #[case] wanted: Support) {
        let of = |name: &str| match name {
            "TERM" => Some(term.to_owned()),
            "TERM_PROGRAM" => Some(program.to_owned()),
            _ => None,
        };
        assert_eq!(Support::of(of), wanted);
    }

    #[rstest]
    #[case("TMUX", "/tmp/tmux-1000/default,1,0", Support::LEAST)]
    #[case("STY", "1.pts-0.desk", Support::LEAST)]
    #[case("TMUX", "", Support::MOST)]
    fn terminal_inside_another_can_the_least(#[case] name: &str, #[case] value: &str, #[case] wanted: Support) {
        let of = |asked: &str| match asked {
            "TERM" => Some("xterm-256color".to_owned()),
            asked if asked == name => Some(value.to_owned()),
            _ => None,
        };
        assert_eq!(Support::of(of), wanted);
    }

    #[test]
    fn far_terminal_repeats_nothing_by_its_name() {
        let of = |name: &str| match name {
            "TERM" => Some("xterm-256color".to_owned()),
            "SSH_TTY" => Some("/dev/pts/1".to_owned()),
            _ => None,
        };
        assert_eq!(Support::of(of), Support { repeat: false, colored_erase: true });
    }
}
