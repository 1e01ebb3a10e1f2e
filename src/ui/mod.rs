//! The screen, drawn from the model alone.
//!
//! [`draw`] decides nothing: the layout comes from [`crate::app::screen::layout`], the content
//! from the model. Drawing twice gives the same cells.

pub mod companies;
pub mod company;
pub mod form;
pub mod import;
pub mod overlays;
pub mod owner_search;
pub mod paged_list;
pub mod shell;
pub mod theme;
pub mod user;
pub mod users;
pub mod widgets;

use ratatui::buffer::Buffer;
use ratatui::layout::Position;

use crate::app::model::Model;
use crate::app::screen::layout::{SMALLEST, areas};
use crate::app::screen::overlay_layout;
use crate::ui::companies::KeptRows;
use crate::ui::widgets::painter::Paint;

/// Draws the whole screen into a buffer of its size; returns where the terminal's cursor is shown.
///
/// The buffer is empty at first and then holds what was drawn last, which `rows` knows: rows that show the same are left
/// as they are.
pub fn draw(model: &Model, buffer: &mut Buffer, rows: &mut KeptRows) -> Option<Position> {
    let area = buffer.area;
    let mut paint = Paint::new(model, buffer);
    rows.begin(model, area, paint.theme);
    paint.ground(rows.kept());
    let fits = area.width == model.size.width && area.height == model.size.height;
    let Some(areas) = areas(model).filter(|_| fits) else {
        too_small(&mut paint, area.width, area.height);
        return None;
    };
    if model.settings.connection.is_none() {
        shell::start::draw(&mut paint, model, &areas);
    } else {
        shell::header::draw(&mut paint, model);
        companies::table::draw(&mut paint, model, rows);
        companies::groups::draw(&mut paint, model);
        users::list::draw(&mut paint, model);
        company::details::draw(&mut paint, model);
        form::pane::draw(&mut paint, model);
        form::card::draw(&mut paint, model);
    }
    if let Some(areas) = overlay_layout::behind(model) {
        import::pane::draw(&mut paint, model, &areas);
    }
    if overlay_layout::list(model).is_some() {
        paint.recede();
        // The last lines are about what is in front.
        let ground = paint.theme.ground();
        for area in [areas.notice, areas.footer] {
            paint.clear(area, ground);
        }
    }
    shell::footer::draw(&mut paint, model, &areas);
    overlays::overlay::draw(&mut paint, model);
    paint.cursor.map(Position::from)
}

fn too_small(paint: &mut Paint<'_>, width: u16, height: u16) {
    let said = [
        format!("This screen is {width} x {height};"),
        format!("{} x {} is needed.", SMALLEST.width, SMALLEST.height),
        "Nothing is lost.".to_owned(),
    ];
    for (y, line) in (0..height).zip(&said) {
        let style = paint.theme.text();
        paint.text(0, y, width, line, style);
    }
}
