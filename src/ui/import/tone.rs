//! Tones of an import as styles.

use crate::app::screen::import_line::Tone;
use crate::ui::theme::Theme;
use ratatui::style::Style;

/// How something of this tone is drawn.
pub(super) fn style(t: Theme, tone: Tone) -> Style {
    match tone {
        Tone::Plain => t.text(),
        Tone::Strong => t.strong(),
        Tone::Dim => t.dim(),
        Tone::Good => t.good(),
        Tone::Warning => t.warning(),
        Tone::Danger => t.danger(),
    }
}
