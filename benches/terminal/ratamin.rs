//! The smallest program of the toolkit: a ratatui table of the rows of a CSV file, as one writes it first.
//! `cargo run --release --example ratamin companies.csv`; `j`, `k`, `g`, `G`, `q`, and the keys beside the letters.

use std::env;
use std::error::Error;
use std::io;
use std::time::Duration;

use crossterm::event::{self, Event, KeyCode, KeyEventKind};
use ratatui::layout::Constraint;
use ratatui::style::{Modifier, Style};
use ratatui::widgets::{Row, Table, TableState};
use ratatui::{DefaultTerminal, Frame};
use unicode_width::UnicodeWidthStr;

/// What the file holds, and which row is selected.
struct Program {
    titles: Vec<String>,
    rows: Vec<Vec<String>>,
    widths: Vec<Constraint>,
    table: TableState,
    /// Rows of a screen.
    page: u16,
}

fn main() -> Result<(), Box<dyn Error>> {
    let path = env::args_os().nth(1).ok_or("usage: ratamin FILE.csv")?;
    let mut program = Program::read(csv::Reader::from_path(path)?)?;
    let mut terminal = ratatui::init();
    let ended = program.run(&mut terminal);
    ratatui::restore();
    Ok(ended?)
}

impl Program {
    fn read(mut file: csv::Reader<std::fs::File>) -> Result<Self, csv::Error> {
        let owned = |record: &csv::StringRecord| record.iter().map(str::to_owned).collect::<Vec<_>>();
        let titles = owned(file.headers()?);
        let rows = file.records().map(|record| Ok(owned(&record?))).collect::<Result<Vec<_>, csv::Error>>()?;
        let width = |column: usize| {
            let cells = rows.iter().chain([&titles]).map(|row| row[column].width());
            Constraint::Length(cells.max().and_then(|width| u16::try_from(width).ok()).unwrap_or(u16::MAX))
        };
        let widths = (0..titles.len()).map(width).collect();
        Ok(Self { titles, rows, widths, table: TableState::new().with_selected(0), page: 1 })
    }

    fn run(&mut self, terminal: &mut DefaultTerminal) -> io::Result<()> {
        loop {
            terminal.draw(|frame| self.draw(frame))?;
            // One frame for all keys that have come.
            loop {
                if self.is_quit(&event::read()?) {
                    return Ok(());
                }
                if !event::poll(Duration::ZERO)? {
                    break;
                }
            }
        }
    }

    fn draw(&mut self, frame: &mut Frame<'_>) {
        let table = Table::new(self.rows.iter().map(|cells| row(cells)), &self.widths)
            .header(row(&self.titles))
            .highlight_symbol("> ")
            .row_highlight_style(Style::new().add_modifier(Modifier::REVERSED));
        self.page = frame.area().height.saturating_sub(1);
        frame.render_stateful_widget(table, frame.area(), &mut self.table);
    }

    fn is_quit(&mut self, event: &Event) -> bool {
        let Event::Key(key) = event else { return false };
        if key.kind != KeyEventKind::Release {
            match key.code {
                KeyCode::Char('j') | KeyCode::Down => self.table.select_next(),
                KeyCode::Char('k') | KeyCode::Up => self.table.select_previous(),
                KeyCode::Char('g') | KeyCode::Home => self.table.select_first(),
                KeyCode::Char('G') | KeyCode::End => self.table.select_last(),
                KeyCode::PageDown => self.table.scroll_down_by(self.page),
                KeyCode::PageUp => self.table.scroll_up_by(self.page),
                KeyCode::Char('q') => return true,
                _ => {}
            }
        }
        false
    }
}

fn row(cells: &[String]) -> Row<'_> {
    cells.iter().map(String::as_str).collect()
}
