//! The names of profiles, in the file and in the environment.

/// The name of the implicit profile.
pub(super) const DEFAULT_PROFILE: &str = "default";

pub(super) const SECRET: &str = "KEEPNET_CLIENT_SECRET";

/// The variable of a profile's secret: `KEEPNET_CLIENT_SECRET_` and its name in capitals, with `_` for everything but
/// ASCII letters and digits.
#[must_use]
pub fn secret_variable(profile: &str) -> String {
    let name = profile.chars().map(|c| if c.is_ascii_alphanumeric() { c.to_ascii_uppercase() } else { '_' });
    name.fold(format!("{SECRET}_"), |mut text, c| {
        text.push(c);
        text
    })
}

/// The header of the profile's section, such as `[profiles.north]`.
#[must_use]
pub fn head_of(profile: &str) -> String {
    let bare = !profile.is_empty() && profile.chars().all(|c| c.is_ascii_alphanumeric() || c == '-' || c == '_');
    if bare { format!("[profiles.{profile}]") } else { format!("[profiles.{}]", toml::Value::from(profile)) }
}
