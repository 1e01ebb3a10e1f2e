//! Which panes are open, which one has the focus, and where closing one leads.

use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::layout;
use crate::app::screen::layout::areas;
use crate::cx;
use crate::domain::company::summary::Company;
use crate::domain::form::fields::FieldId;
use crate::domain::form::subject::Subject;

/// The open panes in the order of Tab.
#[must_use]
pub fn open_panes(model: &Model) -> Vec<Pane> {
    let company = model.company.is_open.then_some(Pane::Company);
    let form = model.drafts.current().map(|_| Pane::Form);
    let list = if model.users.is_open { Pane::Users } else { Pane::Table };
    std::iter::once(list).chain(company).chain(form).collect()
}

/// Goes to the next or previous pane.
pub fn go(model: &mut Model, forward: bool) {
    let panes = open_panes(model);
    let at = panes.iter().position(|p| *p == model.pane).unwrap_or(0);
    let step = if forward { 1 } else { panes.len().saturating_sub(1) };
    if let Some(pane) = panes.get((at + step) % panes.len().max(1)) {
        model.pane = *pane;
    }
}

/// The form is closed: the focus returns to where it was opened from.
pub fn after_form(model: &mut Model) {
    let from = model.form_from;
    let open = open_panes(model);
    model.pane = if open.contains(&from) { from } else { open.first().copied().unwrap_or(Pane::Table) };
}

/// The company that a command in this pane applies to.
#[must_use]
pub fn target_company(model: &Model) -> Option<&Company> {
    match model.pane {
        Pane::Company => model.company.company.as_ref(),
        Pane::Users => model.users.company.as_ref(),
        Pane::Table | Pane::Form => model.companies.selected().map(AsRef::as_ref),
    }
}

/// The company pane is shown beside the table.
#[must_use]
pub fn company_is_beside(model: &Model) -> bool {
    areas(model).is_some_and(|a| a.company.is_some() && a.table.is_some())
}

/// Enter on a row: opens the pane, and focuses it unless it is shown beside the table.
pub fn enter_company(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(company) = model.companies.selected().cloned() else { return };
    let was_there = company_is_beside(model);
    model.company.open(&company, cx!(model, out));
    model.companies.history.mark_visited();
    model.lookups.want(cx!(model, out));
    if was_there || !company_is_beside(model) {
        model.pane = Pane::Company;
    }
}

/// Shows a company, wherever it was found, and selects it in the list if it is there.
pub(in crate::app) fn show_company(model: &mut Model, company: &Company, out: &mut Vec<Effect>) {
    model.users.hide();
    model.groups.close();
    model.companies.go_to(company, cx!(model, out));
    model.company.open(company, cx!(model, out));
    model.companies.history.mark_visited();
    model.lookups.want(cx!(model, out));
    model.pane = Pane::Company;
}

/// Goes to the previous company; an open pane shows it.
pub fn previous_company(model: &mut Model, out: &mut Vec<Effect>) {
    if model.pane == Pane::Users {
        // The user list of the other company would hide this one.
        close_users(model, out);
        model.pane = Pane::Table;
    }
    model.groups.close();
    model.companies.go_back(cx!(model, out));
    if model.pane != Pane::Company {
        return;
    }
    if let Some(company) = model.companies.selected().filter(|_| model.companies.load.waiting.is_none()) {
        model.company.open(company, cx!(model, out));
    } else {
        model.users.hide();
        model.pane = Pane::Table;
    }
}

/// Closes the company pane.
pub fn close_company(model: &mut Model, out: &mut Vec<Effect>) {
    model.company.close(cx!(model, out));
    if model.pane == Pane::Company {
        model.pane = open_panes(model).first().copied().unwrap_or(Pane::Table);
    }
}

/// Opens these users of the company of this pane.
pub fn open_users(model: &mut Model, subject: Subject, out: &mut Vec<Effect>) {
    let Some(company) = target_company(model).cloned() else { return };
    let from = if model.pane == Pane::Users { model.users.from } else { model.pane };
    model.companies.history.mark_visited();
    model.users.open((&company, subject), from, "", cx!(model, out));
    model.pane = Pane::Users;
}

/// Closes the users: the focus returns to where they were opened from.
pub fn close_users(model: &mut Model, out: &mut Vec<Effect>) {
    model.users.close(cx!(model, out));
    let from = model.users.from;
    model.pane = if open_panes(model).contains(&from) { from } else { Pane::Table };
}

/// `q` without an open overlay: closes the pane; false at the root.
pub fn close(model: &mut Model, out: &mut Vec<Effect>) -> bool {
    match model.pane {
        Pane::Company => close_company(model, out),
        Pane::Users => close_users(model, out),
        Pane::Form => leave_form(model),
        Pane::Table if model.drafts.current().is_some() => leave_form(model),
        Pane::Table if company_is_beside(model) && !model.company.is_default => close_company(model, out),
        Pane::Table => return model.groups.close(),
    }
    true
}

/// After every message: the pane follows the cursor of the table beside it, and changes made by the
/// list and by this program.
pub fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    model.users.renew(model.companies.rows());
    if model.pane == Pane::Table && !model.groups.is_open() && model.companies.selected().is_some() {
        model.company.fit(model.size.width >= layout::DETAILS_BESIDE, cx!(model, out));
    }
    if !model.company.is_open {
        return;
    }
    if model.pane == Pane::Table && company_is_beside(model) {
        model.company.follow(model.companies.selected().map(AsRef::as_ref), cx!(model, out));
    }
    model.company.renew(model.companies.rows());
    if areas(model).is_some_and(|a| a.company.is_some()) {
        model.company.refresh_stale(cx!(model, out));
    }
    model.company.scroll_by(0, layout::company_scroll(model));
}

/// The distance of a movement command in a pane of `height` lines; `None` if it goes to an end.
#[must_use]
#[expect(clippy::wildcard_enum_match_arm, reason = "of all commands it is about these")]
pub(in crate::app) fn distance(command: Command, height: usize) -> Option<isize> {
    let screen = isize::try_from(height).unwrap_or(1).max(1);
    match command {
        Command::RowDown => Some(1),
        Command::RowUp => Some(-1),
        Command::HalfDown => Some((screen / 2).max(1)),
        Command::HalfUp => Some(-(screen / 2).max(1)),
        Command::ScreenDown => Some(screen),
        Command::ScreenUp => Some(-screen),
        _ => None,
    }
}

/// Scrolls the company pane.
pub fn scroll_company(model: &mut Model, command: Command) {
    let height = layout::company(model).map_or(1, |a| usize::from(a.body.height));
    let by = match (distance(command, height), command) {
        (Some(by), _) => by,
        (None, Command::FirstRow) => isize::MIN,
        (None, _) => isize::MAX,
    };
    scroll_by(model, by);
}

/// Scrolls the company pane by lines.
pub fn scroll_by(model: &mut Model, by: isize) {
    let last = layout::company_scroll(model);
    model.company.scroll_by(by, last);
}

/// Leaves the form; its content stays as a draft.
pub fn leave_form(model: &mut Model) {
    let again = model
        .drafts
        .current()
        .map(|f| match f.edits() {
            Some(_) => model.describe_keys(Command::EditUser, Scope::Users),
            None => model.describe_keys(Command::opening(f.subject()), Scope::Table),
        })
        .unwrap_or_default();
    let next = model.describe_keys(Command::NextNeeding, Scope::Table);
    let kept = model.drafts.current().map(|f| {
        let whose = if f.edits().is_some() { f.initial().text(FieldId::Email) } else { f.name() };
        (f.is_worth_saving(), f.parked().is_some(), whose.to_owned())
    });
    model.drafts.leave();
    after_form(model);
    match kept {
        Some((true, true, _)) => model.notices.hint(model.now, format!("kept; {next} opens it again")),
        Some((true, false, name)) => {
            model.notices.hint(model.now, format!("draft kept for {name}; {again} opens it again"));
        }
        Some((false, _, _)) | None => {}
    }
}
