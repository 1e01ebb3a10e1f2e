//! Whose is this? The real look-ups in many companies.
//!
//! `KEEPNET_WHOLE_WALK=1 cargo test --test service engine::whose -- --nocapture` walks through all 2,000 companies.

use std::time::{Duration, Instant};

use keepnet_tui::app::model::Model;
use keepnet_tui::app::owner_search::crawl::{CompanyCrawl, Match};
use keepnet_tui::demo::Options;

use super::support::{Program, World, say};

/// Where users are searched and looked up.
const USERS: &str = "POST /api/target-users/search";

fn hits(model: &Model) -> &[Match] {
    model.owner_search.crawl.as_ref().map_or(&[], |walk| &walk.matches)
}

fn has_ended(model: &Model) -> bool {
    model.owner_search.crawl.as_ref().is_some_and(|walk| !CompanyCrawl::is_under_way(walk))
}

fn whole(world: &World) -> Program {
    let mut program = world.start();
    program.until("all companies", |m| m.companies.source.is_cached());
    program
}

#[test]
fn an_address_in_one_of_137_companies_is_found() {
    let world = World::new(Options::instant());
    // A company whose name says nothing about the domain of this person.
    let id = world.server.company_id("Zephyr Couriers").expect("a company");
    let email = world.server.users(&id)[3].email.clone();
    let mut program = whole(&world);
    world.server.watch_open();
    program.press("w");
    program.type_text(&email);
    program.press("enter");
    program.until("the end of the walk", has_ended);
    let found: Vec<_> = hits(program.model()).iter().map(|hit| (hit.company.name.as_str(), &hit.user.email)).collect();
    assert_eq!(found, [("Zephyr Couriers", &email)]);
    assert_eq!(world.server.asked(USERS), 137);
    assert!(world.server.most_open() <= 4, "{} at once", world.server.most_open());
}

#[test]
fn owner_search_in_2000_companies_asks_likely_first_and_four() {
    let latency = Duration::from_millis(100);
    let world = World::new(Options { companies: 2_000, latency, ..Options::instant() });
    let id = world.server.company_id("Lumen Optics").expect("a company");
    let email = world.server.users(&id)[0].email.clone();
    let mut program = whole(&world);
    assert_eq!(program.model().companies.index().len(), 2_000);
    world.server.watch_open();
    let begun = Instant::now();
    program.press("w");
    program.type_text(&email);
    program.press("enter");
    program.until("the person", |m| !hits(m).is_empty());
    let first = begun.elapsed();
    assert_eq!(hits(program.model())[0].company.name, "Lumen Optics");
    assert!(world.server.asked(USERS) <= 8, "{} were asked before", world.server.asked(USERS));
    program.until("some more", |_| world.server.asked(USERS) >= 40);
    let whole = std::env::var_os("KEEPNET_WHOLE_WALK").is_some();
    if whole {
        while !has_ended(program.model()) {
            program.breathe(Duration::from_secs(1));
        }
        assert_eq!(world.server.asked(USERS), 2_000);
    } else {
        program.press("esc");
    }
    assert!(has_ended(program.model()));
    assert!(world.server.most_open() <= 4, "{} at once", world.server.most_open());
    let asked = world.server.asked(USERS);
    say(&format!("the first hit after {first:?}; {asked} companies in {:?}", begun.elapsed()));
}
