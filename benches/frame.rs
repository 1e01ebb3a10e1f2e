//! One frame of 100 rows at 160x48, after the cursor moved by a row: the program's own screen
//! beside the smallest ratatui table of the same columns and rows. `cargo bench --bench frame`.
//!
//! How to read it: divide the median of `program_frame` by the median of a table in the same run. The
//! aim is at most 0.5. `table_of_all_rows` is what a small program does: it gives all 100 rows to
//! the widget. `table_of_seen_rows` gives it only those that fit, as a careful one would: the
//! stricter measure. The program's frame also has header, search line, totals, position and footer.

mod common;

use divan::{AllocProfiler, Bencher};
use ratatui::Terminal;
use ratatui::backend::TestBackend;
use ratatui::layout::{Constraint, Size};
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Row, Table, TableState};

use common::{SIZE, now, program};
use keepnet_tui::app::model::Model;
use keepnet_tui::app::screen::layout;
use keepnet_tui::display::{Display, Support};
use keepnet_tui::domain::list::columns::{CellContext, Placed};
use keepnet_tui::ui;
use keepnet_tui::ui::companies::KeptRows;

/// Allocations are counted too.
#[global_allocator]
static ALLOCATOR: AllocProfiler = AllocProfiler::system();

fn main() {
    divan::main();
}

fn terminal() -> Terminal<TestBackend> {
    Terminal::new(TestBackend::new(SIZE.width, SIZE.height)).expect("a terminal in memory")
}

/// The cursor moves by a row: two rows show something else.
#[divan::bench]
fn program_frame(bencher: Bencher<'_, '_>) {
    frames(bencher, |model| model.companies.cursor = usize::from(model.companies.cursor == 0));
}

/// By a screen: all rows show something else.
#[divan::bench]
fn program_page(bencher: Bencher<'_, '_>) {
    frames(bencher, |model| {
        let companies = &mut model.companies;
        companies.cursor = if companies.cursor == 0 { 50 } else { 0 };
        companies.top = companies.cursor;
    });
}

/// Nothing has changed.
#[divan::bench]
fn program_same_frame(bencher: Bencher<'_, '_>) {
    frames(bencher, |_| {});
}

/// As the program does: drawn over the frame before, and compared with what the terminal shows.
fn frames(bencher: Bencher<'_, '_>, change: impl Fn(&mut Model)) {
    let mut model = program();
    let (mut rows, mut display) = (KeptRows::default(), Display::new(size(), Support::of(|_| None)));
    bencher.bench_local(|| {
        change(&mut model);
        let rows = &mut rows;
        display.next_frame(|buffer| (ui::draw(&model, buffer, rows), rows.kept())).len()
    });
}

fn size() -> Size {
    Size { width: SIZE.width, height: SIZE.height }
}

#[divan::bench]
fn table_of_all_rows(bencher: Bencher<'_, '_>) {
    minimal(bencher, usize::MAX);
}

#[divan::bench]
fn table_of_seen_rows(bencher: Bencher<'_, '_>) {
    minimal(bencher, usize::from(SIZE.height) - 1);
}

fn minimal(bencher: Bencher<'_, '_>, rows: usize) {
    let model = program();
    let columns = layout::table(&model).expect("a table").columns;
    let mut terminal = terminal();
    let mut state = TableState::new().with_selected(0);
    bencher.bench_local(|| {
        state.select(Some(usize::from(state.selected() == Some(0))));
        terminal
            .draw(|frame| frame.render_stateful_widget(table(&model, &columns, rows), frame.area(), &mut state))
            .expect("drawn");
    });
}

fn table<'a>(model: &Model, columns: &[Placed], rows: usize) -> Table<'a> {
    let today = now().local.date();
    let titles = Row::new(columns.iter().map(|c| c.column.spec().title));
    let lines = model.companies.rows().iter().take(rows).map(|company| {
        Row::new(
            columns.iter().map(|c| c.column.cell(company, CellContext::new(today, None), true)).collect::<Vec<_>>(),
        )
    });
    Table::new(lines, columns.iter().map(|c| Constraint::Length(c.width)))
        .header(titles)
        .highlight_symbol("> ")
        .row_highlight_style(Style::new().add_modifier(Modifier::REVERSED))
}
