//! A program with 100 companies on its screen, for the benchmarks.

use jiff::civil::date;
use keepnet_tui::app::core::effect::{Effect, Read};
use keepnet_tui::app::core::msg::Msg;
use keepnet_tui::app::core::settings::{Connection, OwnCommands, ProfileSettings, Settings, Size};
use keepnet_tui::app::keys::keymap::KeyMap;
use keepnet_tui::app::model::Model;
use keepnet_tui::app::shell::update::update;
use keepnet_tui::domain::company::seats::{Limit, Seats};
use keepnet_tui::domain::company::summary::Company;
use keepnet_tui::domain::form::fields::Rules;
use keepnet_tui::domain::list::columns::Column;
use keepnet_tui::domain::list::page::Page;
use keepnet_tui::domain::service::ids::CompanyId;
use keepnet_tui::domain::terminal::appearance::Appearance;
use keepnet_tui::domain::time::now::Now;

/// Companies on the page.
pub const ROWS: u32 = 100;
/// The screen.
pub const SIZE: Size = Size { width: 160, height: 48 };

/// Names of several scripts, because their width is part of the work.
const NAMES: [&str; 5] =
    ["Acme Logistics GmbH", "株式会社みなと物流", "Ålesund Fjord Energi AS", "شركة الخليج للتجارة", "Lumen Optics"];

/// The moment everything happens.
#[must_use]
pub fn now() -> Now {
    Now { millis: 1_000_000, local: date(2026, 11, 23).at(12, 41, 0, 0), utc: jiff::Timestamp::UNIX_EPOCH }
}

fn company(n: u32) -> Company {
    let name = NAMES[n as usize % NAMES.len()];
    Company {
        id: CompanyId::new(format!("company{n:04}")),
        name: format!("{name} {n}"),
        reseller: Some("Northwind MSP".to_owned()),
        industry: Some("Transport".to_owned()),
        license_type: Some("Enterprise".to_owned()),
        seats: Seats { used: u64::from(n) * 7, limit: Limit::Of(400) },
        inactive: 14,
        deleted: 31,
        monthly: 6,
        renews: Some(date(2026, 12, 1)),
        created: Some(date(2024, 2, 19)),
        expired: n.is_multiple_of(17),
        locked: false,
        tags: vec!["uk".to_owned(), "public".to_owned()],
        desk: None,
    }
}

/// The program with its first page of 100 companies.
#[must_use]
pub fn program() -> Model {
    let settings = Settings {
        connection: Some(Connection { badge: None, base_url: "https://api.example".to_owned() }),
        run: "run".to_owned(),
        profile: "default".to_owned(),
        config_path: "config.toml".to_owned(),
        page_size: ROWS,
        cache_limit: 0,
        columns: Column::all().collect(),
        rules: Rules::default(),
        profile_settings: ProfileSettings::default(),
        ascii: false,
        csv_bom: false,
        own_commands: OwnCommands::default(),
        appearance: Appearance::default(),
        keys: KeyMap::default(),
        mouse: true,
    };
    let (mut model, effects) = Model::start(settings, SIZE, now());
    for effect in effects {
        if let Effect::Fetch(ticket, Read::Companies(_)) = effect {
            let items = (0..ROWS).map(company).collect();
            let page = Page {
                items,
                number: 1,
                pages: 1,
                total: u64::from(ROWS),
                over_limit: Some(40),
                seats: None,
                unchecked: 0,
            };
            let _ = update(&mut model, now(), Msg::Companies(ticket, Ok(page)));
        }
    }
    assert_eq!(model.companies.rows().len(), ROWS as usize);
    model
}
