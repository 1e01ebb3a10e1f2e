//! From two frames to the bytes between them: the display against ratatui's own terminal and backend.
//!
//! Both get the same frames of the program, and write into memory.

#[allow(dead_code, reason = "every bench uses its own part of this")]
mod common;

use divan::Bencher;
use ratatui::backend::CrosstermBackend;
use ratatui::buffer::Buffer;
use ratatui::layout::{Rect, Size};
use ratatui::{Terminal, TerminalOptions, Viewport};

use common::{SIZE, program};
use keepnet_tui::display::{Display, Support};
use keepnet_tui::ui;
use keepnet_tui::ui::companies::KeptRows;

fn main() {
    divan::main();
}

/// What the person does; each is done and taken back in turn.
const ACTS: [&str; 3] = ["row_down", "scroll_by_one", "page"];

fn frames(act: &str) -> [Buffer; 2] {
    let mut model = program();
    let mut draw = |cursor: usize, top: usize| {
        (model.companies.cursor, model.companies.top) = (cursor, top);
        let mut buffer = Buffer::empty(Rect::new(0, 0, SIZE.width, SIZE.height));
        ui::draw(&model, &mut buffer, &mut KeptRows::default());
        buffer
    };
    match act {
        "row_down" => [draw(3, 0), draw(4, 0)],
        "scroll_by_one" => [draw(20, 0), draw(21, 1)],
        _ => [draw(3, 0), draw(40, 37)],
    }
}

#[divan::bench(args = ACTS)]
fn display(bencher: Bencher<'_, '_>, act: &str) {
    let frames = frames(act);
    let mut display = Display::new(Size::new(SIZE.width, SIZE.height), Support::MOST);
    let mut turn = 0;
    bencher.bench_local(|| {
        turn = 1 - turn;
        let bytes = display.frame(|buffer| {
            buffer.clone_from(&frames[turn]);
            None
        });
        bytes.len()
    });
}

#[divan::bench(args = ACTS)]
fn ratatui(bencher: Bencher<'_, '_>, act: &str) {
    let frames = frames(act);
    let backend = CrosstermBackend::new(Vec::with_capacity(1 << 16));
    let viewport = Viewport::Fixed(Rect::new(0, 0, SIZE.width, SIZE.height));
    let mut terminal = Terminal::with_options(backend, TerminalOptions { viewport }).expect("a terminal in memory");
    let mut turn = 0;
    bencher.bench_local(|| {
        turn = 1 - turn;
        terminal.draw(|frame| frame.buffer_mut().clone_from(&frames[turn])).expect("drawn");
    });
}
