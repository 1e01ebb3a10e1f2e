//! The screen, drawn from the model alone.
//!
//! [`draw`] decides nothing: what is where comes from [`crate::app::layout`], what is said comes
//! from the model. Drawing twice gives the same cells.

pub mod bar;
mod company;
mod custom;
mod field;
mod footer;
mod form;
mod header;
mod list;
mod listing;
mod menu;
mod overlay;
mod paint;
mod preview;
mod start;
mod table;
pub mod theme;
mod users;
mod whose;

use ratatui::Frame;

use crate::app::layout::{SMALLEST, areas};
use crate::app::model::Model;
use paint::Paint;

/// Draws the whole screen.
pub fn draw(model: &Model, frame: &mut Frame<'_>) {
    let area = frame.area();
    let mut paint = Paint::new(model, frame.buffer_mut());
    paint.ground();
    let fits = area.width == model.size.width && area.height == model.size.height;
    let Some(areas) = areas(model).filter(|_| fits) else {
        too_small(&mut paint, area.width, area.height);
        return;
    };
    if model.settings.connection.is_none() {
        start::draw(&mut paint, model, &areas);
    } else {
        header::draw(&mut paint, model, areas.header);
        table::draw(&mut paint, model);
        users::draw(&mut paint, model);
        company::draw(&mut paint, model);
        form::draw(&mut paint, model);
    }
    footer::draw(&mut paint, model, &areas);
    overlay::draw(&mut paint, model);
    if let Some((x, y)) = paint.cursor {
        frame.set_cursor_position((x, y));
    }
}

fn too_small(paint: &mut Paint<'_>, width: u16, height: u16) {
    let said = [
        format!("This screen is {width} x {height};"),
        format!("{} x {} is needed.", SMALLEST.width, SMALLEST.height),
        "Nothing is lost.".to_owned(),
    ];
    for (y, line) in (0..height).zip(&said) {
        let style = paint.theme.plain();
        paint.text(0, y, width, line, style);
    }
}
