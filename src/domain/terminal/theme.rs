//! Colours by role: what a theme is made of, and whether it can be read.

/// What a colour is for. The same everywhere on the screen.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Role {
    /// The background.
    Ground,
    /// The background of fields.
    Surface,
    /// The background of what lies above the panes.
    Raised,
    /// Ordinary text.
    Text,
    /// What the eye looks for.
    Strong,
    /// Labels, units, what repeats in every row.
    Dim,
    /// Focus, keys, the mark of the selection.
    Accent,
    /// Text on the accent or on another colour of meaning, as in a badge.
    AccentText,
    /// The background of the selected row.
    Selection,
    /// The same in a pane without focus.
    SelectionUnfocused,
    /// Over the limit, refused, failed.
    Danger,
    /// Low, ends soon, not verified.
    Warning,
    /// Expired, locked.
    Blocked,
    /// Created, verified.
    Good,
    /// The empty part of a gauge.
    Track,
    /// The frame of a pane.
    Frame,
}

impl Role {
    /// Every role, in the order of [`Colours`].
    pub const ALL: [Self; 16] = [
        Self::Ground,
        Self::Surface,
        Self::Raised,
        Self::Text,
        Self::Strong,
        Self::Dim,
        Self::Accent,
        Self::AccentText,
        Self::Selection,
        Self::SelectionUnfocused,
        Self::Danger,
        Self::Warning,
        Self::Blocked,
        Self::Good,
        Self::Track,
        Self::Frame,
    ];

    /// Its name in the configuration.
    #[must_use]
    pub fn name(self) -> &'static str {
        match self {
            Self::Ground => "ground",
            Self::Surface => "surface",
            Self::Raised => "raised",
            Self::Text => "text",
            Self::Strong => "strong",
            Self::Dim => "dim",
            Self::Accent => "accent",
            Self::AccentText => "accent_text",
            Self::Selection => "selection",
            Self::SelectionUnfocused => "selection_unfocused",
            Self::Danger => "danger",
            Self::Warning => "warning",
            Self::Blocked => "blocked",
            Self::Good => "good",
            Self::Track => "track",
            Self::Frame => "frame",
        }
    }

    /// The role with this name.
    #[must_use]
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|role| role.name() == name)
    }

    /// What it is for, for people who write a theme.
    #[must_use]
    pub fn purpose(self) -> &'static str {
        match self {
            Self::Ground => "background",
            Self::Surface => "background of fields",
            Self::Raised => "background of what lies above the panes",
            Self::Text => "ordinary text",
            Self::Strong => "what the eye looks for",
            Self::Dim => "labels, units, what repeats in every row",
            Self::Accent => "focus, keys, mark of the selection",
            Self::AccentText => "text on the accent or on another colour of meaning, as in a badge",
            Self::Selection => "background of the selected row",
            Self::SelectionUnfocused => "background of the selected row of a pane without focus",
            Self::Danger => "over the limit, refused, failed",
            Self::Warning => "low, ends soon, not verified",
            Self::Blocked => "expired, locked",
            Self::Good => "created, verified",
            Self::Track => "empty part of a gauge",
            Self::Frame => "frame of a pane",
        }
    }

    /// Backgrounds that text is written on.
    pub const GROUNDS: [Self; 5] =
        [Self::Ground, Self::Surface, Self::Raised, Self::Selection, Self::SelectionUnfocused];

    /// Colours that text is written in.
    pub const INKS: [Self; 8] =
        [Self::Text, Self::Strong, Self::Dim, Self::Accent, Self::Danger, Self::Warning, Self::Blocked, Self::Good];

    /// Colours that [`Role::AccentText`] is written on.
    pub const BADGES: [Self; 5] = [Self::Accent, Self::Danger, Self::Warning, Self::Blocked, Self::Good];
}

/// A 24-bit colour, `0xRRGGBB`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Rgb(pub u32);

impl Rgb {
    /// A colour written as `#1c2130`.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        let digits = text.strip_prefix('#')?;
        let is_one = digits.len() == 6 && digits.bytes().all(|b| b.is_ascii_hexdigit());
        is_one.then(|| u32::from_str_radix(digits, 16).ok().map(Self)).flatten()
    }

    fn channels(self) -> [u32; 3] {
        [self.0 >> 16 & 0xff, self.0 >> 8 & 0xff, self.0 & 0xff]
    }

    /// The colour between this one and `other`: all of this one at 0, all of the other at 100.
    #[must_use]
    pub fn mixed(self, other: Self, percent: u32) -> Self {
        let percent = percent.min(100);
        let ([r, g, b], [or, og, ob]) = (self.channels(), other.channels());
        let mix = |one: u32, two: u32| (one * (100 - percent) + two * percent + 50) / 100;
        Self(mix(r, or) << 16 | mix(g, og) << 8 | mix(b, ob))
    }

    /// Relative luminance as WCAG 2 defines it, 0 for black and 1 for white.
    fn luminance(self) -> f64 {
        let [r, g, b] = self.channels().map(|channel| {
            let part = f64::from(channel) / 255.0;
            if part <= 0.040_45 { part / 12.92 } else { ((part + 0.055) / 1.055).powf(2.4) }
        });
        0.2126 * r + 0.7152 * g + 0.0722 * b
    }

    /// The contrast ratio of WCAG 2: 1 for equal colours, 21 for black on white.
    #[must_use]
    pub fn contrast(self, other: Self) -> f64 {
        let (one, other) = (self.luminance(), other.luminance());
        (one.max(other) + 0.05) / (one.min(other) + 0.05)
    }
}

/// One theme: the colour of each role, in the order of [`Role::ALL`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Colours(pub [Rgb; Role::ALL.len()]);

/// The least contrast of text.
pub const TEXT_CONTRAST: f64 = 4.5;

/// Two roles that occur together and are hard to tell apart.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct LowContrast {
    /// The colour in front.
    pub ink: Role,
    /// The colour behind it.
    pub ground: Role,
    /// Their contrast ratio.
    pub ratio: f64,
}

impl Colours {
    const fn of(rgb: [u32; Role::ALL.len()]) -> Self {
        let mut colours = [Rgb(0); Role::ALL.len()];
        let mut n = 0;
        while n < rgb.len() {
            colours[n] = Rgb(rgb[n]);
            n += 1;
        }
        Self(colours)
    }

    /// The colour of a role.
    #[must_use]
    pub fn get(&self, role: Role) -> Rgb {
        self.0[role as usize]
    }

    /// Sets the colour of a role.
    pub fn set(&mut self, role: Role, colour: Rgb) {
        self.0[role as usize] = colour;
    }

    /// Every pair of text and background that occurs, with less contrast than [`TEXT_CONTRAST`].
    #[must_use]
    pub fn unreadable(&self) -> Vec<LowContrast> {
        let written = Role::GROUNDS.into_iter().flat_map(|ground| Role::INKS.map(|ink| (ink, ground)));
        let badges = Role::BADGES.into_iter().map(|ground| (Role::AccentText, ground));
        let pairs = written.chain(badges);
        let measured =
            pairs.map(|(ink, ground)| LowContrast { ink, ground, ratio: self.get(ink).contrast(self.get(ground)) });
        measured.filter(|pair| pair.ratio < TEXT_CONTRAST).collect()
    }
}

/// Soft light on blue slate.
pub const DUSK: Colours = Colours::of([
    0x17_1b26, 0x27_2f42, 0x1f_2534, 0xd3_d9e6, 0xf6_f8fc, 0x9d_a7be, 0x8a_b8ff, 0x10_141d, 0x2c_3a57, 0x24_2c3d,
    0xff_9891, 0xf0_c66e, 0xd5_aaf2, 0x9a_d48a, 0x45_506b, 0x4a_5570,
]);

/// Ink on warm paper.
pub const PAPER: Colours = Colours::of([
    0xfa_f6ec, 0xf0_e9d8, 0xff_fdf8, 0x2e_3138, 0x0e_1014, 0x58_5c66, 0x1a_5596, 0xff_fdf8, 0xd6_e4f2, 0xea_e6da,
    0xa6_1c1c, 0x76_4f00, 0x76_2a80, 0x24_602a, 0xcb_c3b0, 0xb8_af9a,
]);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn own_themes_can_be_read() {
        for (name, colours) in [("dusk", DUSK), ("paper", PAPER)] {
            assert_eq!(colours.unreadable(), [], "{name}");
            for role in [Role::Track, Role::Frame] {
                let ratio = colours.get(role).contrast(colours.get(Role::Ground));
                assert!((1.5..3.5).contains(&ratio), "{name}: {role:?} is seen and does not shout: {ratio:.2}");
            }
        }
    }

    #[test]
    fn contrast_is_that_of_wcag() {
        assert!((Rgb(0).contrast(Rgb(0xff_ffff)) - 21.0).abs() < 1e-9);
        assert!((Rgb(0x77_7777).contrast(Rgb(0xff_ffff)) - 4.478).abs() < 1e-3);
        assert!((Rgb(0x12_3456).contrast(Rgb(0x12_3456)) - 1.0).abs() < 1e-9);
    }

    #[test]
    fn low_contrast_names_the_pair() {
        let mut colours = DUSK;
        colours.set(Role::Warning, colours.get(Role::Selection));
        let found = colours.unreadable();
        assert!(found.iter().any(|pair| (pair.ink, pair.ground) == (Role::Warning, Role::Selection)), "{found:?}");
        assert!(found.iter().any(|pair| (pair.ink, pair.ground) == (Role::AccentText, Role::Warning)), "{found:?}");
        assert!(found.iter().all(|pair| pair.ink == Role::Warning || pair.ground == Role::Warning), "{found:?}");
    }

    #[test]
    fn mixed_colour_lies_between() {
        let (one, two) = (Rgb(0x10_2030), Rgb(0x30_4050));
        assert_eq!(
            [0, 50, 100, 200].map(|percent| one.mixed(two, percent).0),
            [0x10_2030, 0x20_3040, 0x30_4050, 0x30_4050]
        );
    }

    #[test]
    fn roles_are_in_the_order_of_the_table() {
        for (n, role) in Role::ALL.into_iter().enumerate() {
            assert_eq!(role as usize, n);
            assert_eq!(Role::named(role.name()), Some(role));
        }
    }

    #[test]
    fn colours_are_six_hexadecimal_digits() {
        assert_eq!(Rgb::parse("#1c2130"), Some(Rgb(0x1c_2130)));
        assert_eq!(Rgb::parse("#FFb454"), Some(Rgb(0xff_b454)));
        for wrong in ["", "#", "1c2130", "#1c213", "#1c21300", "#1c213g", "#+c2130", "red", "#ääa"] {
            assert_eq!(Rgb::parse(wrong), None, "{wrong}");
        }
    }
}
