//! The start screen, without credentials: where to create them and how to set them.

use crate::app::flows::profiles::can_switch;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::layout::Areas;
use crate::app::widgets::area::wrap;
use crate::ui::widgets::painter::Paint;

/// Lines from which on there are gaps.
const ROOMY: u16 = 20;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, areas: &Areas) {
    let t = paint.theme;
    let header = [("keepnet", t.strong()), ("  no credentials yet", t.warning())];
    paint.pieces(1, areas.header.y, areas.header.width.saturating_sub(1), &header);
    let config = format!("(The client ID can also be set in {}.)", model.settings.config_path);
    let lacks = &model.settings.profile_settings.missing_variables;
    let names: Vec<&str> = if lacks.is_empty() {
        vec!["KEEPNET_CLIENT_ID", "KEEPNET_CLIENT_SECRET"]
    } else {
        lacks.iter().map(String::as_str).collect()
    };
    let exports: Vec<String> = names.iter().map(|name| format!("   export {name}=...")).collect();
    let login = format!("   {}", model.settings.profile_settings.login);
    // A secret that is set takes precedence over a login, which would change nothing.
    let id_alone = matches!(names.as_slice(), ["KEEPNET_CLIENT_ID"]);
    let ways: &[(&str, bool)] = if id_alone {
        &[("2. The secret is set, its client ID is not. Set it, then start this program again:", false)]
    } else {
        &[
            ("2. Log in, then start this program again:", false),
            (login.as_str(), true),
            ("   or set ID and secret in the environment:", false),
        ]
    };
    let before =
        [("1. In Keepnet: Company > Company Settings > REST API. Create a client with Client Role = Reseller.", false)];
    let other = if can_switch(model).is_ok() {
        format!("{}profile switches to another profile.", model.describe_keys(Command::Palette, Scope::Start))
    } else {
        String::new()
    };
    let (demo, quits) =
        (model.describe_keys(Command::StartDemo, Scope::Start), model.describe_keys(Command::Close, Scope::Start));
    let demo = format!("Or try everything right away, without an account: press {demo}, or start keepnet-tui --demo");
    let quits = format!("{quits} quits.");
    let after = [
        (demo.as_str(), false),
        (other.as_str(), false),
        (quits.as_str(), false),
        // Dropped first if there is no room.
        (config.as_str(), false),
    ];
    let Some(pane) = areas.table else { return };
    if pane.is_framed {
        paint.pane(pane, true, &[("Start", t.accent())], &[]);
    }
    let area = pane.inner;
    let mut y = 1;
    let exports = exports.iter().map(|line| (line.as_str(), true));
    for (text, code) in
        before.into_iter().chain(ways.iter().copied()).chain(exports).chain(after).filter(|(text, _)| !text.is_empty())
    {
        let style = if code { t.accent() } else { t.text() };
        // Where there is room, what belongs together stands apart from the rest.
        if area.height >= ROOMY && y > 1 && !text.starts_with(' ') {
            y += 1;
        }
        for piece in wrap(text, usize::from(area.width.saturating_sub(4))) {
            let at = area.lines(y, 1);
            if at.height > 0 {
                paint.text(at.x + 2, at.y, at.width.saturating_sub(3), &piece, style);
            }
            y += 1;
        }
    }
}
