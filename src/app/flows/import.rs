//! The import where it meets companies, users and changes: it is opened, its keys are run, it is carried out.

use crate::app::core::effect::Effect;
use crate::app::core::folder::Folder;
use crate::app::core::remote::Ticket;
use crate::app::flows::import_rules::{PastedPeople, companies, pasted_into_form};
use crate::app::flows::import_run::{drop_import, on_import};
use crate::app::flows::{import_run, tickets};
use crate::app::import::editing::PlanChoice;
use crate::app::import::imports::Offer;
use crate::app::import::path_prompt::{PathPrompt, Taken};
use crate::app::import::state::{Import, View};
use crate::app::keys::command::{Command, ImportAct};
use crate::app::keys::press::KeyPress;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::{Confirmation, ImportQuestion, Overlay};
use crate::app::overlays::ticket_prompt::AfterTicket;
use crate::app::widgets::area::Area;
use crate::cx;
use crate::domain::change::import::ImportSource;
use crate::domain::change::ticket::{BatchId, TicketNumber, TicketPolicy};
use crate::domain::service::ids::CompanyId;

/// Opens the import that was begun, the one that an earlier run of the program has left, or a new one.
fn open(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(pasted) = pasted_into_form(model) {
        if let Ok(PastedPeople { text, company }) = pasted {
            model.overlays.pop();
            model.overlays.push(Overlay::Import);
            begin(model, vec![company], Some(Offer::People(text)), out);
        }
        return;
    }
    let offer = model.import.take_offer();
    let is_old = model.import.current.as_ref().is_some_and(Import::is_worth_keeping);
    let left = if is_old { None } else { model.import.take_left() };
    model.overlays.push(Overlay::Import);
    if is_old || left.is_some() {
        if let Some(record) = left {
            let import = Import::left(record, model.settings.rules);
            model.import.begin(import).make(cx!(model, out));
        }
        if offer.is_some() {
            let name = model.import.current.as_ref().map(Import::name).unwrap_or_default();
            let said = format!("the import of {name} comes first; what was pasted was not taken");
            model.notices.hint(model.now, said);
        }
        return;
    }
    let Ok(companies) = companies(model) else { return };
    if offer.is_none() && keeps_plan(model, &companies) {
        return;
    }
    begin(model, companies, offer, out);
}

/// Begins an import into these companies.
fn begin(model: &mut Model, companies: Vec<(CompanyId, String)>, offer: Option<Offer>, out: &mut Vec<Effect>) {
    let before = model.import.current.as_ref().map(|import| import.prompt.input.value().to_owned());
    model.import.drop_current(cx!(model, out));
    let batch = BatchId::from(&model.changes.next_id());
    let import = model.import.begin(Import::new(companies, batch, model.settings.rules));
    match offer {
        Some(Offer::People(text)) => import.read(ImportSource::Text(text), cx!(model, out)),
        Some(Offer::File(path)) => import.prompt_with(PathPrompt::with(&path)),
        // The next file is likely in the same folder.
        None => import.prompt_with(PathPrompt::beside(before.as_deref().unwrap_or_default())),
    }
    want_folder(model, out);
}

/// The plan that was closed is for the same companies and was not carried out.
fn keeps_plan(model: &Model, companies: &[(CompanyId, String)]) -> bool {
    let Some(import) = &model.import.current else { return false };
    let is_open = matches!(import.view(), View::Plan | View::Reading | View::Columns | View::Choice | View::Row);
    is_open && import.companies.iter().map(|(id, _)| id).eq(companies.iter().map(|(id, _)| id))
}

/// Asks what is in the folder of the prompt, if it is on the screen.
fn want_folder(model: &mut Model, out: &mut Vec<Effect>) {
    if let Some(import) = model.import.current_mut().filter(|import| import.view() == View::File) {
        import.prompt.want(cx!(model, out));
    }
}

/// Shows why something cannot be done.
fn hint(model: &mut Model, end: Option<Result<(), String>>) {
    if let Some(Err(why)) = end {
        model.notices.hint(model.now, why);
    }
}

/// A command of the import.
pub fn run(model: &mut Model, act: ImportAct, out: &mut Vec<Effect>) {
    match act {
        ImportAct::Open => open(model, out),
        ImportAct::Complete => {
            if on_import!(model, out, (import, cx) => import.prompt.complete(cx)) == Some(false) {
                model.notices.hint(model.now, "nothing in this folder matches");
            }
        }
        ImportAct::OtherFile => {
            on_import!(model, out, (import, cx) => import.other_file(cx));
        }
        ImportAct::Columns => {
            on_import!(model, out, (import, _cx) => import.open_columns());
        }
        ImportAct::Source => {
            on_import!(model, out, (import, _cx) => import.open_sources());
        }
        ImportAct::ByRow | ImportAct::ToChosen => {
            on_import!(model, out, (import, cx) => import.set_by_row(act == ImportAct::ByRow, cx));
        }
        ImportAct::Defaults => {
            on_import!(model, out, (import, _cx) => import.edit_all());
        }
        ImportAct::Done => leave_part(model, out),
        ImportAct::ShowAll => {
            on_import!(model, out, (import, _cx) => import.show_all());
        }
        ImportAct::OverLimit => choose(model, PlanChoice::OverLimit, out),
        ImportAct::Reactivate => choose(model, PlanChoice::Reactivate, out),
        ImportAct::SkipUnknown => choose(model, PlanChoice::SkipUnknown, out),
        ImportAct::First => {
            on_import!(model, out, (import, cx) => import.next_first(cx));
        }
        ImportAct::CreateGroups => {
            let end = on_import!(model, out, (import, cx) => import.toggle_create_groups(cx));
            hint(model, end);
        }
        ImportAct::Groups => {
            on_import!(model, out, (import, _cx) => import.open_groups());
        }
        ImportAct::WholeList => {
            on_import!(model, out, (import, cx) => import.toggle_whole_list(cx));
        }
        ImportAct::Leavers => {
            on_import!(model, out, (import, cx) => import.toggle_leavers(cx));
        }
        ImportAct::Ticket => tickets::ask(model, AfterTicket::Import),
        ImportAct::Send => ask(model, ImportQuestion::Send),
        ImportAct::Discard => discard(model, out),
        ImportAct::Pause => import_run::pause(model, out),
        ImportAct::Receipt => import_run::copy_receipt(model, out),
        ImportAct::Undo => import_run::undo(model, out),
    }
}

fn choose(model: &mut Model, choice: PlanChoice, out: &mut Vec<Effect>) {
    let end = on_import!(model, out, (import, cx) => import.toggle_choice(choice, cx));
    hint(model, end);
}

fn ask(model: &mut Model, question: ImportQuestion) {
    if question == ImportQuestion::Send {
        let offered = tickets::offered(model);
        let Some(import) = model.import.current_mut() else { return };
        import.offer_ticket(offered);
        let ticket = import.ticket.clone();
        if tickets::is_missing(model, &ticket) {
            tickets::ask(model, AfterTicket::Import);
            return;
        }
    }
    model.overlays.push(Overlay::confirm(Confirmation::Import(question)));
}

/// Drops the plan, after a question if somebody has worked on it; ends a run that rests.
fn discard(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(import) = &model.import.current else { return };
    match import.view() {
        View::Run => import_run::end_here(model, out),
        View::File | View::Reading | View::Columns | View::Choice | View::Plan | View::Row => {
            if import.is_worth_keeping() {
                ask(model, ImportQuestion::Discard);
            } else {
                drop_import(model, out);
            }
        }
    }
}

/// Leaves the cells of a row, the columns or the groups; false if neither is open.
fn leave_part(model: &mut Model, out: &mut Vec<Effect>) {
    let end = on_import!(model, out, (import, cx) => match import.view() {
        View::Row => import.close_row(cx),
        View::Columns | View::Choice => {
            let closed = if import.close_sources() { Ok(true) } else { import.close_groups(cx) };
            if closed == Ok(false) {
                import.close_columns(cx);
            }
            closed.map(drop)
        }
        View::File | View::Reading | View::Plan | View::Run => Ok(()),
    });
    hint(model, end);
    want_folder(model, out);
}

/// Esc in the import: back one level. False if the box is to be closed.
pub fn back(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    if !matches!(model.overlays.last(), Some(Overlay::Import)) {
        return false;
    }
    match model.import.current.as_ref().map(Import::view) {
        Some(View::Row | View::Columns | View::Choice) => leave_part(model, out),
        Some(View::Reading) => {
            // A plan that is made again is still there.
            on_import!(model, out, (import, cx) => import.stop_making(cx));
            want_folder(model, out);
        }
        Some(View::Plan) => {
            let again = model.describe_keys(Command::Import(ImportAct::Open), Scope::Table);
            model.notices.hint(model.now, format!("nothing was sent; {again} opens the plan again"));
            return false;
        }
        Some(View::File) => {
            on_import!(model, out, (import, cx) => import.prompt.cancel(cx));
            return false;
        }
        Some(View::Run) | None => return false,
    }
    true
}

/// Enter in the import.
pub fn enter(model: &mut Model, out: &mut Vec<Effect>) {
    match model.import.current.as_ref().map(Import::view) {
        Some(View::File) => {
            let taken = on_import!(model, out, (import, _cx) => import.prompt.accept());
            follow_path(model, taken, out);
        }
        Some(View::Columns | View::Choice) => {
            let taken = on_import!(model, out, (import, cx) => import.take_choice(cx));
            if matches!(taken, Some(Ok(false))) {
                model.notices.hint(model.now, "nothing matches");
            }
            hint(model, taken.map(|taken| taken.map(drop)));
        }
        Some(View::Plan) => {
            let end = on_import!(model, out, (import, _cx) => import.edit_row());
            hint(model, end);
        }
        Some(View::Row) => {
            if on_import!(model, out, (import, _cx) => import.next_cell(1)) == Some(false) {
                leave_part(model, out);
            }
        }
        Some(View::Reading | View::Run) | None => {}
    }
}

fn follow_path(model: &mut Model, taken: Option<Taken>, out: &mut Vec<Effect>) {
    match taken {
        Some(Taken::File(path)) => {
            on_import!(model, out, (import, cx) => import.read(ImportSource::File(path), cx));
        }
        Some(Taken::Empty) => model.notices.hint(model.now, "type the path of a file, or drop the file here"),
        Some(Taken::Nothing) | None => want_folder(model, out),
    }
}

/// What a folder has in it.
pub fn folder_listed(model: &mut Model, ticket: Ticket, folder: Folder, out: &mut Vec<Effect>) {
    let taken = on_import!(model, out, (import, _cx) => import.prompt.folder_listed(ticket, folder));
    follow_path(model, taken, out);
}

/// Space in the import.
pub fn mark(model: &mut Model, out: &mut Vec<Effect>) {
    let end = on_import!(model, out, (import, cx) => import.toggle_row(cx));
    hint(model, end);
}

/// Moves the cursor.
pub fn move_by(model: &mut Model, by: isize) {
    let Some(import) = model.import.current_mut() else { return };
    import.move_by(by);
}

/// To the next or the previous cell of a row; false if none is open.
pub fn stepped(model: &mut Model, command: Command) -> bool {
    let is_open = matches!(model.overlays.last(), Some(Overlay::Import));
    let Some(import) = model.import.current_mut().filter(|import| is_open && import.view() == View::Row) else {
        return false;
    };
    import.next_cell(if command == Command::PreviousField { -1 } else { 1 });
    true
}

/// Its changes have this ticket; a plan without one waits for the question.
pub fn with_ticket(model: &mut Model, ticket: TicketNumber) {
    let Some(import) = model.import.current_mut() else { return };
    let asks = import.ticket.is_empty() && model.settings.profile_settings.ticket == TicketPolicy::Required;
    import.set_ticket(ticket);
    if asks {
        model.overlays.push(Overlay::confirm(Confirmation::Import(ImportQuestion::Send)));
    }
}

/// A key that is no command.
pub fn typed(model: &mut Model, press: KeyPress, out: &mut Vec<Effect>) {
    on_import!(model, out, (import, cx) => import.press(press, cx));
}

/// A paste into an input of the import.
pub fn pasted(model: &mut Model, text: &str, out: &mut Vec<Effect>) {
    on_import!(model, out, (import, cx) => import.paste(text, cx));
}

/// Reads the file again.
pub fn reload(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    if !matches!(model.overlays.last(), Some(Overlay::Import)) {
        return false;
    }
    on_import!(model, out, (import, cx) => import.read_again(cx));
    true
}

/// A click on a line of the rows.
pub fn click(model: &mut Model, rows: Area, line: usize) {
    if let Some(import) = model.import.current_mut() {
        import.click(rows, line);
    }
}
