//! What the pictures show, and the keys that lead there.
//!
//! A step waits for the names and addresses in the data: they stay when the look of a screen changes.

use super::hand::Hand;

/// A picture: its name, its size in cells, and how it comes about.
pub struct Scene {
    pub name: &'static str,
    pub size: (u16, u16),
    pub play: fn(&mut Hand),
}

/// The recording, which shows the whole job.
pub const TICKET: Scene = Scene { name: "ticket", size: (100, 24), play: ticket };

pub const TABLE: Scene = Scene { name: "table", size: (100, 28), play: |_| {} };
pub const FORM: Scene = Scene { name: "form", size: (120, 32), play: form };
pub const COMPANY: Scene = Scene { name: "company", size: (100, 32), play: company };
pub const ACTIVITY: Scene = Scene { name: "activity", size: (100, 24), play: activity };

/// Not the one that a form gives as an example.
const PHONE: &str = "+44 20 7946 0147";
const MAYA: &str = "maya.okafor@lumenoptics.example";

/// The company is found, the user added, with a mail domain that is mended, and the receipt copied.
fn ticket(hand: &mut Hand) {
    hand.look("companies", 1_400);
    find(hand, "lumen", "Lumen Optics");
    hand.look("company", 900);
    open_form(hand);
    hand.look("form", 700);
    hand.type_text("maya.okafor@lumenoptic.example");
    hand.press("tab");
    hand.type_text(PHONE);
    hand.see("the domain that was meant", |screen| screen.contains("lumenoptics.example"));
    hand.look("wrong domain", 2_000);
    hand.press("ctrl-t");
    hand.see("the address that was meant", |screen| !screen.contains("lumenoptic."));
    hand.look("right domain", 1_000);
    create(hand, MAYA);
    hand.look("created", 2_400);
    hand.press("y m");
    hand.see("the receipt", |screen| screen.contains("receipt") && screen.contains(MAYA));
    hand.look("receipt", 3_200);
    hand.look("end", 0);
}

/// A form with a domain that the company does not have.
fn form(hand: &mut Hand) {
    find(hand, "lumen", "Lumen Optics");
    open_form(hand);
    hand.type_text("maya.okafor@lumenoptic.example");
    for text in [PHONE, "Maya", "Okafor", "Finance"] {
        hand.press("tab");
        hand.type_text(text);
    }
    hand.press("shift-tab shift-tab shift-tab shift-tab");
    hand.see("the domain that was meant", |screen| screen.contains("lumenoptics.example"));
}

/// Everything about a company, after a user was added.
fn company(hand: &mut Hand) {
    find(hand, "lumen", "Lumen Optics");
    open_form(hand);
    fill_in(hand, MAYA);
    create(hand, MAYA);
    hand.press("enter");
    hand.see("the mail domains", |screen| screen.contains("lumenoptics-events.example"));
}

/// One user is created, one is created and deleted again, and one waits for a seat.
fn activity(hand: &mut Hand) {
    find(hand, "lumen", "Lumen Optics");
    open_form(hand);
    fill_in(hand, MAYA);
    create(hand, MAYA);
    let tom = "tom.reid@quartzaccounting.example";
    find(hand, "quartz", "Quartz Accounting");
    open_form(hand);
    fill_in(hand, tom);
    create(hand, tom);
    hand.press("Z");
    hand.see("the question", |screen| screen.contains('?') && screen.contains(tom));
    hand.press("y");
    // As many users as before them.
    hand.see("the free seat", |screen| screen.contains(" 39") && screen.contains(tom));
    let ines = "ines.duarte@cobaltinsurance.example";
    find(hand, "cobalt", "Cobalt Insurance Brokers");
    open_form(hand);
    fill_in(hand, ines);
    hand.press("ctrl-n");
    hand.see("the next form", |screen| screen.contains("Phone") && !screen.contains(PHONE));
    hand.press("esc");
    hand.see("the table", |screen| !screen.contains("Phone"));
    hand.press("J");
    hand.see("the activity", |screen| [MAYA, tom, ines].iter().all(|email| screen.contains(&email[..20])));
}

fn find(hand: &mut Hand, text: &str, name: &str) {
    hand.press("/ ctrl-u");
    hand.type_text(text);
    hand.see(name, |screen| screen.contains(name) && !screen.contains("Acme Logistics"));
    hand.press("enter");
    hand.see(name, |screen| screen.contains(name));
}

fn open_form(hand: &mut Hand) {
    hand.press("a");
    hand.see("the form", |screen| screen.contains("Email") && screen.contains("Phone"));
}

fn fill_in(hand: &mut Hand, email: &str) {
    hand.type_text(email);
    hand.press("tab");
    hand.type_text(PHONE);
}

fn create(hand: &mut Hand, email: &str) {
    hand.press("ctrl-s");
    hand.see("the outcome", |screen| {
        !screen.contains("Phone") && screen.contains("reated") && screen.contains(&email[..20])
    });
}
