//! Submit: a form is checked, then held by a gate, parked until its data is loaded, or queued. The user can go on
//! in any case.

use crate::app::changes::change::ChangeState;
use crate::app::core::effect::Effect;
use crate::app::core::focus::Pane;
use crate::app::core::owner::{Owner, TimerId};
use crate::app::core::remote::Ticket;
use crate::app::flows::keep_form::busy;
use crate::app::flows::panes;
use crate::app::form::focus::Focus;
use crate::app::form::gates::Gate;
use crate::app::form::next_step::{Facts, InDoubt, NextStep, Order, problem_names, problems_sentence};
use crate::app::form::parked::{AttentionReason, Parked};
use crate::app::form::state::Form;
use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::cx;
use crate::domain::change::write::{Intent, SendContext, WriteId, WriteKind};
use crate::domain::form::custom_field::CustomField;
use crate::domain::form::draft::DraftId;
use crate::domain::form::gate::GateKind;
use crate::domain::service::failure::Failure;
use crate::domain::service::ids::UserId;
use crate::domain::text::count;

/// A key that is held down repeats within this time.
const HELD_DOWN: std::time::Duration = std::time::Duration::from_millis(150);

/// What opens after a submit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum AfterCreate {
    /// The form closes.
    Close,
    /// The form of the next user of the same company opens.
    Next,
}

/// The next step of this form.
#[must_use]
pub fn next_step(model: &Model, form: &Form) -> NextStep {
    let facts = Facts { rules: model.settings.rules, passes: &model.drafts.passes, today: model.now.local.date() };
    let in_doubt = InDoubt {
        create: |email: &str| in_doubt(model, form, email),
        change: |user: &UserId| busy(model, user, "the user").err(),
    };
    form.next_step(facts, in_doubt)
}

/// Why this user is not sent now: an earlier attempt may have created it, or it is under way.
fn in_doubt(model: &Model, form: &Form, email: &str) -> Option<String> {
    let change = model.changes.about(&form.key(), email)?;
    match change.state {
        // An update is no attempt to create.
        ChangeState::NotVisible { .. } | ChangeState::Conflict(_) => None,
        ChangeState::Queued | ChangeState::Sent => Some(format!("{email} is already on the way")),
        ChangeState::Checking { .. } => {
            Some(format!("whether the first try created {email} is being looked up; its outcome is reported"))
        }
        ChangeState::Unknown { since, .. } => Some(format!(
            "since {} it is not known whether {email} was created; it is being looked up again",
            since.clock()
        )),
    }
}

/// Ctrl-S, Ctrl-N or `[Create]`: submits the open form. With [`AfterCreate::Next`] the form of the next user
/// opens in any case.
pub fn submit(model: &mut Model, after: AfterCreate, out: &mut Vec<Effect>) {
    let now = model.now;
    let Some(form) = model.drafts.current_mut() else { return };
    form.close_picker();
    if let Err(reason) = model.settings.profile_settings.access.write() {
        model.notices.hint(now, reason);
        return;
    }
    if after == AfterCreate::Next && form.is_blank() {
        model.notices.hint(now, "nothing is filled in yet");
        return;
    }
    form.visit_all();
    let Some(form) = model.drafts.current() else { return };
    match next_step(model, form) {
        NextStep::Fix(place) => to_fix(model, place, after, out),
        NextStep::Blocked(reason) => blocked(model, &reason, after, out),
        NextStep::Wait => wait(model, after, out),
        NextStep::Gates(gates) => at_gates(model, &gates, after, out),
        NextStep::Unchanged => model.notices.hint(now, "nothing is changed, so there is nothing to send"),
        NextStep::Enqueue(order) => enqueue_open(model, order, after, out),
    }
}

/// The form has problems: moves the cursor to the first field to fix.
fn to_fix(model: &mut Model, place: Focus, after: AfterCreate, out: &mut Vec<Effect>) {
    let rules = model.settings.rules;
    let Some(form) = model.drafts.current_mut() else { return };
    form.go(place);
    let problems = form.problems(rules);
    let said = problems_sentence(form, &problems, &model.settings.keys);
    let names = problem_names(form, &problems);
    match after {
        AfterCreate::Close => model.notices.hint(model.now, said),
        AfterCreate::Next => {
            park(model, Parked::NeedsYou(AttentionReason::Fix), &format!("{names} to fix"), after, out);
        }
    }
}

fn blocked(model: &mut Model, reason: &str, after: AfterCreate, out: &mut Vec<Effect>) {
    // Retries what can be retried, at once.
    model.changes.look_up_all(cx!(model, out));
    match after {
        AfterCreate::Close => {
            let done = model.drafts.current().map_or("created", Form::done_verb);
            model.notices.hint(model.now, format!("not {done}: {reason}"));
        }
        AfterCreate::Next => park(model, Parked::NeedsYou(AttentionReason::Unknown), reason, after, out),
    }
}

fn wait(model: &mut Model, after: AfterCreate, out: &mut Vec<Effect>) {
    let Model { drafts: forms, now, tickets, notices, settings, .. } = model;
    if let Some(form) = forms.current_mut() {
        form.fetch_custom_fields(
            false,
            &mut crate::app::core::context::Context { now: *now, tickets, keys: &settings.keys, notices, out },
        );
    }
    let why = match model.drafts.current().and_then(Form::edits) {
        Some(_) => "it is changed once the user is read",
        None => "it is created once the custom fields are loaded",
    };
    park(model, Parked::Waiting, why, after, out);
}

fn at_gates(model: &mut Model, gates: &[Gate], after: AfterCreate, out: &mut Vec<Effect>) {
    let now = model.now;
    let Some(first) = gates.first() else { return };
    if after == AfterCreate::Next {
        park(model, Parked::NeedsYou(AttentionReason::Gate(first.kind)), &first.text, after, out);
        return;
    }
    let Some(form) = model.drafts.current_mut() else { return };
    if form.press_at_gates(gates, now.millis) {
        let timer = model.tickets.issue(Owner::Timer(TimerId::Gate));
        form.confirm_at(timer);
        out.push(Effect::Timer(timer, HELD_DOWN));
        return;
    }
    let create = model.describe_keys(Command::Create, Scope::Form);
    let today = if gates.iter().all(|gate| gate.kind.is_of_company()) {
        format!("; {} for all users of this company today", model.describe_keys(Command::PassToday, Scope::Form))
    } else {
        String::new()
    };
    let edits = model.drafts.current().is_some_and(|form| form.edits().is_some());
    let (done, does) = if edits { ("changed", "changes") } else { ("created", "creates") };
    model.notices.hint(now, format!("not {done} yet: {create} again {does} it anyway{today}"));
}

/// The key that passes the gates was not held down: submits the open form.
pub fn confirmed(model: &mut Model, out: &mut Vec<Effect>) {
    let Some(form) = model.drafts.current() else { return };
    if form.confirming().is_none() {
        return;
    }
    let kinds: Vec<_> =
        form.closed_gates(&model.drafts.passes, model.now.local.date()).iter().map(|g| g.kind).collect();
    let company = form.company().clone();
    model.drafts.passes.passed(&company, kinds.iter().copied());
    if let Some(form) = model.drafts.current_mut() {
        form.pass_gates(kinds);
    }
    submit(model, AfterCreate::Close, out);
}

/// A timer expired.
pub fn timer(model: &mut Model, ticket: Ticket, out: &mut Vec<Effect>) {
    if model.drafts.current().is_some_and(|form| form.confirming() == Some(ticket)) {
        confirmed(model, out);
    }
}

/// Passes the gates of the open form for its company for the rest of the day, and submits it.
pub fn pass_today(model: &mut Model, out: &mut Vec<Effect>) {
    let today = model.now.local.date();
    let Some(form) = model.drafts.current() else { return };
    let company = form.company().clone();
    for gate in form.closed_gates(&model.drafts.passes, today) {
        if gate.kind.is_of_company() {
            model.drafts.passes.add(&company, gate.kind, today);
        }
    }
    submit(model, AfterCreate::Close, out);
}

/// These forms pass this gate and are queued, except those held by something else.
pub fn pass_all(model: &mut Model, forms: &[DraftId], gate: GateKind, out: &mut Vec<Effect>) {
    let mut sent = 0_u64;
    for id in forms {
        if let Some(form) = model.drafts.get_mut(*id) {
            form.pass_gates([gate]);
            let company = form.company().clone();
            model.drafts.passes.passed(&company, [gate]);
            sent += u64::from(send_parked(model, *id, out));
        }
    }
    let said = format!("{} on the way", count(sent, "user", "users"));
    model.notices.info(model.now, said);
}

/// Parks the open form and goes on.
fn park(model: &mut Model, parked: Parked, why: &str, after: AfterCreate, out: &mut Vec<Effect>) {
    let now = model.now;
    let next = model.describe_keys(Command::NextNeeding, Scope::Form);
    let Some(form) = model.drafts.current_mut() else { return };
    let who = who(form);
    let said = match parked {
        Parked::Waiting => format!("{who}: {why}"),
        Parked::NeedsYou(_) => format!("{who} kept, not {}: {why} ({next} opens it)", form.done_verb()),
    };
    form.park(parked, now.utc);
    let begin = form.entry().next();
    go_on(model, begin, after, out);
    model.notices.log_only(now, said.clone());
    model.notices.hint(now, said);
}

/// The email of a form, or another name for it.
fn who(form: &Form) -> String {
    let email = form.text(crate::domain::form::fields::FieldId::Email);
    if email.is_empty() { "this user".to_owned() } else { email.to_owned() }
}

/// Closes the open form, or opens the next one.
fn go_on(model: &mut Model, begin: crate::domain::form::entry::Entry, after: AfterCreate, out: &mut Vec<Effect>) {
    match after {
        AfterCreate::Next => model.drafts.open_next(begin, cx!(model, out)),
        AfterCreate::Close => {
            model.submitted_at = Some(model.now.millis);
            model.drafts.leave();
            panes::after_form(model);
        }
    }
}

/// Queues the open form.
fn enqueue_open(model: &mut Model, order: Order, after: AfterCreate, out: &mut Vec<Effect>) {
    let Some(form) = model.drafts.current() else { return };
    let (id, who, name, begin) = (form.id(), who(form), form.name().to_owned(), form.entry().next());
    let doing = if matches!(order, Order::Update(_)) { "changing" } else { "creating" };
    model.notices.clear_line();
    go_on(model, begin, after, out);
    enqueue(model, id, order);
    model.notices.hint(model.now, format!("{doing} {who} in {name}"));
}

/// Turns this form into a queued change.
fn enqueue(model: &mut Model, id: DraftId, order: Order) {
    let Some(form) = model.drafts.remove(id) else { return };
    let ticket = form.ticket_number();
    model.changes.used_ticket(&ticket);
    let (kind, entry, before) = match &order {
        Order::Create(_) => (WriteKind::Create, form.entry().as_sent(), form.duplicate().before()),
        // It is based on the user as it was before.
        Order::Update(update) => {
            (WriteKind::Update(update.clone()), form.initial().clone(), SendContext::default().before)
        }
    };
    let intent = Intent {
        id: model.changes.next_id(),
        kind,
        company: form.company().clone(),
        company_name: form.name().to_owned(),
        entry,
        at: model.now.utc,
        sending: SendContext { before, ..SendContext::default() },
        ticket,
        batch: None,
    };
    match order {
        Order::Create(user) => {
            model.drafts.remember(&intent.company, intent.entry.clone());
            model.changes.enqueue(intent, *user, form.goes_unrecorded(), id, model.now);
        }
        Order::Update(_) => model.changes.enqueue_change(intent, id, model.now),
    }
}

/// Queues a parked form if nothing holds it; else parks it again with the reason. True if it was queued.
pub fn send_parked(model: &mut Model, id: DraftId, out: &mut Vec<Effect>) -> bool {
    let Some(form) = model.drafts.get(id) else { return false };
    let why = match next_step(model, form) {
        NextStep::Enqueue(order) => {
            if model.drafts.is_open(id) {
                model.drafts.leave();
                panes::after_form(model);
            }
            enqueue(model, id, order);
            return true;
        }
        NextStep::Wait => {
            let Model { drafts: forms, now, tickets, notices, settings, .. } = model;
            if let Some(form) = forms.get_mut(id) {
                form.park(Parked::Waiting, now.utc);
            }
            let keys = &settings.keys;
            let cx = &mut crate::app::core::context::Context { now: *now, tickets, keys, notices, out };
            forms.fetch_custom_fields(id, cx);
            forms.fetch_user(id, cx);
            return false;
        }
        NextStep::Fix(_) | NextStep::Unchanged => AttentionReason::Fix,
        NextStep::Blocked(_) => AttentionReason::Unknown,
        NextStep::Gates(gates) => gates.first().map_or(AttentionReason::Fix, |gate| AttentionReason::Gate(gate.kind)),
    };
    let now = model.now.utc;
    if let Some(form) = model.drafts.get_mut(id) {
        form.park(Parked::NeedsYou(why), now);
        form.visit_all();
    }
    false
}

/// Queues every waiting form that is ready.
pub fn send_waiting(model: &mut Model, out: &mut Vec<Effect>) {
    let waiting: Vec<_> = model.drafts.waiting().map(Form::id).collect();
    for id in waiting {
        send_parked(model, id, out);
    }
}

/// The custom fields of a company arrived or failed to: forms that waited for them are queued, or need the user.
pub fn custom_fields_loaded(
    model: &mut Model,
    ticket: Ticket,
    answer: &Result<Vec<CustomField>, Failure>,
    out: &mut Vec<Effect>,
) {
    let now = model.now;
    let Some(came) = model.drafts.settle_custom_fields(ticket, answer, now.millis) else { return };
    let name = &came.name;
    if !came.lost.is_empty() {
        let lost = came.lost.join("; ");
        model
            .notices
            .error(now, format!("{name} no longer has these custom fields; what was typed will not be sent: {lost}"));
    }
    if let Err(failure) = answer {
        model.notices.record(now, format!("{name}: {failure}"));
    }
    let mut kept = 0_u64;
    for id in came.waiting {
        let in_sight = model.drafts.is_open(id) && model.pane == Pane::Form;
        if in_sight {
            // The user has opened it again and will submit it.
            if let Some(form) = model.drafts.get_mut(id) {
                form.resume();
            }
        } else if !send_parked(model, id, out) {
            kept += 1;
        }
    }
    if kept > 0 {
        let next = model.describe_keys(Command::NextNeeding, Scope::Table);
        let said = format!("{name}: {} you before being created ({next})", count(kept, "user needs", "users need"));
        model.notices.info(now, said);
    }
}

/// Discards a draft, after a Yes.
pub fn discard(model: &mut Model, form: DraftId) {
    let was_open = model.drafts.is_open(form);
    model.drafts.remove(form);
    if was_open {
        panes::after_form(model);
    }
}

/// The user has marked the create as not carried out: it may be sent again.
pub fn not_there(model: &mut Model, form: DraftId, write: &WriteId, out: &mut Vec<Effect>) {
    let Some(change) = model.changes.finish(write) else { return };
    out.push(Effect::MarkNotCreated(write.clone()));
    if let Some(form) = model.drafts.get_mut(form).filter(|form| form.uncertain_write() == Some(write)) {
        form.was_not_created();
    }
    let again = model.describe_keys(Command::Create, Scope::Form);
    model
        .notices
        .info(model.now, format!("Noted: {} was not created. {again} sends it again.", change.intent.user_label()));
}
