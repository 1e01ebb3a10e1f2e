//! The texts of questions: what is asked, what a yes would do, and the verbs of both answers.

use std::collections::BTreeSet;

use crate::app::changes::created_users::CreatedUser;
use crate::app::form::state::Form;
use crate::app::model::Model;
use crate::app::overlays::overlay::Confirmation;
use crate::app::screen::{change_users, import_words};
use crate::app::widgets::area::{wrap, wrap_within};
use crate::domain::change::write::FoundUser;
use crate::domain::form::draft::DraftId;
use crate::domain::form::fields::FieldId;
use crate::domain::form::gate::GateKind;
use crate::domain::form::subject::Subject;
use crate::domain::text::cells::shortened;
use crate::domain::text::count;

/// Limits of cells per name and names per list, tried one after the other until the question fits.
const ROOM: [(usize, usize); 8] = [(usize::MAX, 5), (80, 5), (48, 5), (32, 5), (24, 5), (24, 3), (16, 3), (12, 2)];

/// A question in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// What is asked.
    pub asked: String,
    /// What follows from a yes.
    pub text: String,
    /// The verb of a yes.
    pub yes: &'static str,
    /// The verb of a no.
    pub no: &'static str,
}

/// A question in lines.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuestionLines {
    /// What is asked.
    pub asked: Vec<String>,
    /// What follows from a yes.
    pub text: Vec<String>,
    /// The verbs of a yes and a no.
    pub verbs: (&'static str, &'static str),
}

/// The full text of a question.
#[must_use]
pub fn in_full(model: &Model, question: &Confirmation) -> Question {
    let [(room, most), ..] = ROOM;
    Words { model, room, most }.written(question)
}

/// A question in at most so many lines: if it is too long, names are cut in the middle and lists are cut shorter.
/// What is asked is always shown.
#[must_use]
pub fn lines(model: &Model, question: &Confirmation, width: usize, lines: usize) -> QuestionLines {
    let mut said = in_full(model, question);
    for (room, most) in ROOM {
        said = Words { model, room, most }.written(question);
        if wrap(&said.asked, width).len() + wrap(&said.text, width).len() <= lines {
            break;
        }
    }
    let asked = wrap_within(&said.asked, width, lines.saturating_sub(1).max(1));
    let text = wrap_within(&said.text, width, lines.saturating_sub(asked.len()));
    QuestionLines { asked, text, verbs: (said.yes, said.no) }
}

/// The first of several, and how many follow.
fn first_of(mut all: impl ExactSizeIterator<Item = String>) -> String {
    let first = all.next().unwrap_or_default();
    match all.len() {
        0 => first,
        more => format!("{first}; then {more} more, one after another"),
    }
}

/// Writes the text of questions within limits.
#[derive(Clone, Copy)]
struct Words<'a> {
    model: &'a Model,
    /// Maximum cells per name.
    room: usize,
    /// Maximum names per list; the number of further ones is added.
    most: usize,
}

impl Words<'_> {
    fn written(self, question: &Confirmation) -> Question {
        let Self { model, room, .. } = self;
        let (asked, text, yes, no) = match question {
            Confirmation::Quit => ("Quit?".to_owned(), self.unsent(), "Quit", "Stay"),
            Confirmation::PassAll { forms, gate } => {
                ("Create them all anyway?".to_owned(), self.pass_all(forms, *gate), "Create", "Hold back")
            }
            Confirmation::MarkNotCreated { .. } => (
                "Mark the user as not created?".to_owned(),
                "The first attempt got no clear answer, and the user could not be looked up. If it does not exist, it can be sent again.".to_owned(),
                "Mark",
                "Leave open",
            ),
            Confirmation::RunCommand { name, what, calls } => {
                let of = if calls.len() > 1 { format!(" for {what}") } else { String::new() };
                let text = first_of(calls.iter().map(|one| one.call.to_string()));
                (format!("Run {}{of}?", shortened(name, room)), text, "Run", "Do not run")
            }
            Confirmation::OpenAddress { what, addresses } => {
                (format!("Open {}?", shortened(what, room)), first_of(addresses.iter().cloned()), "Open", "Do not open")
            }
            Confirmation::Switch(profile) => {
                (format!("Switch to {}?", shortened(profile, room)), self.switching(), "Switch", "Stay")
            }
            Confirmation::Undo(create) => match model.created_users.get(create) {
                Some(job) => {
                    let email = shortened(job.intent.email(), room);
                    (format!("Delete {email}?"), undo_text(job, room), "Delete", "Keep")
                }
                None => ("Delete the user?".to_owned(), String::new(), "Delete", "Keep"),
            },
            Confirmation::UndoBatch(undo) => change_users::undo_batch(model, undo, (room, self.most)),
            Confirmation::Conflict(change) => change_users::conflict(model, change, room),
            Confirmation::ChangeUsers(plan) => change_users::question(model, plan, (room, self.most)),
            Confirmation::Import(question) => import_words::question(model, *question),
            Confirmation::Discard(form) => {
                let name = self.cut_name(*form);
                ("Discard the draft?".to_owned(), format!("What you typed for {name} will be lost."), "Discard", "Keep")
            }
        };
        Question { asked, text, yes, no }
    }

    fn cut_name(self, form: DraftId) -> String {
        let name =
            self.model.drafts.get(form).map(|form| self.model.companies.distinct_name(form.company(), form.name()));
        shortened(&name.unwrap_or_default(), self.room).into_owned()
    }

    /// The first of these names, without repetition, and how many more there are.
    fn cut_list<'n>(self, names: impl IntoIterator<Item = &'n str>) -> String {
        let names: Vec<_> = names.into_iter().collect();
        let first = names.iter().take(self.most).map(|name| shortened(name, self.room)).collect::<Vec<_>>().join(", ");
        match names.len().saturating_sub(self.most) {
            0 => first,
            more => format!("{first} and {more} more"),
        }
    }

    /// The question about several users at once.
    fn pass_all(self, forms: &[DraftId], gate: GateKind) -> String {
        let users = count(forms.len() as u64, "user", "users");
        let name = forms.first().map(|form| self.cut_name(*form)).unwrap_or_default();
        let said = match gate {
            GateKind::NoSeat => format!("{users} would go over the licence limit at {name}"),
            GateKind::Expired => format!("The licence of {name} has ended; the service may refuse {users}"),
            GateKind::Synced => {
                format!("The users of {name} come from a directory; {users} added by hand may be there twice")
            }
            GateKind::Locked => format!("{name} has locked access; the service may refuse {users}"),
            GateKind::OtherCustomer => format!("The mail domains of {users} for {name} belong to other customers"),
            GateKind::AlreadyThere => format!("{users} already exist in {name}; the service will refuse them"),
            GateKind::FirstMatch => format!("{users} were typed for {name}, the first of several that match"),
            GateKind::WithoutCustomFields => format!(
                "The custom fields of {name} could not be loaded; what was typed for them is not sent for {users}"
            ),
            GateKind::NotRecorded => format!("{users} for {name} cannot be recorded on this machine"),
        };
        let emails: Vec<_> =
            forms.iter().filter_map(|id| self.model.drafts.get(*id)).map(|form| form.text(FieldId::Email)).collect();
        format!("{said}: {}.", self.cut_list(emails))
    }

    fn unsent(self) -> String {
        let Self { model, .. } = self;
        let under_way = u64::try_from(model.changes.under_way().count()).unwrap_or(u64::MAX);
        let sending = match under_way {
            0 => String::new(),
            n => format!("{} under way; the next start reports the outcome. ", count(n, "change is", "changes are")),
        };
        let queued = match not_sent_yet(model) {
            None => String::new(),
            Some((said, _)) if model.autosave.is_failing() => format!("{said} and will be lost. "),
            Some((said, them)) => format!("{said} and kept for the next start, which sends {them}. "),
        };
        let import = import_words::unsent(model);
        let typed = self.cut_list(typed(model));
        let typed = if typed.is_empty() {
            String::new()
        } else if model.autosave.is_failing() {
            format!("What you typed for {typed} is not created and will be lost. ")
        } else {
            format!("What you typed for {typed} is not created; it is kept as a draft for seven days. ")
        };
        let elsewhere = match self
            .cut_list(model.other_profile_changes.values().map(|l| l.profile.as_str()).collect::<BTreeSet<_>>())
        {
            profiles if profiles.is_empty() => String::new(),
            profiles => format!(
                "What was sent in profile {profiles} is still under way; the next start of that profile reports the outcome. "
            ),
        };
        format!("{sending}{queued}{import}{elsewhere}{typed}").trim_end().to_owned()
    }

    fn switching(self) -> String {
        let Self { model, room, .. } = self;
        let names = model.changes.under_way().map(|intent| intent.company_name.as_str()).collect::<BTreeSet<_>>();
        let sending = match self.cut_list(names) {
            names if names.is_empty() => String::new(),
            names => format!("What was sent for {names} is still under way; its outcome is reported here. "),
        };
        let here = shortened(&model.settings.profile, room);
        let queued = match not_sent_yet(model) {
            None => String::new(),
            Some((said, _)) if model.would_lose_work() => format!("{said} and will be lost. "),
            Some((said, _)) => format!("{said} and kept until you are back in profile {here}. "),
        };
        let lost = if model.would_lose_work() {
            "Drafts cannot be kept on disk now: what you typed will be lost."
        } else {
            "Drafts are kept."
        };
        format!("{sending}{queued}{}{lost}", import_words::unsent(model))
    }
}

/// What an undo does, with names of at most so many cells.
fn undo_text(job: &CreatedUser, room: usize) -> String {
    let company = shortened(&job.intent.company_name, room);
    if let Some(sighting) = &job.found {
        let sighting = FoundUser { name: shortened(&sighting.name, room).into_owned(), ..sighting.clone() };
        return format!(
            "This user of {company} may be somebody else's: your create got no clear answer, and it is not certain that it created this user. The service says: {sighting}. Deleting cannot be undone.",
        );
    }
    if job.intent.entry.subject == Subject::SystemUser {
        return format!(
            "The system user of {company} (id {}) can no longer log in. Deleting cannot be undone.",
            job.user
        );
    }
    format!(
        "The user leaves {company} (id {}) and the seat is free again; this month's usage still counts it. Deleting cannot be undone.",
        job.user
    )
}

/// The companies of drafts that are not queued, each once.
fn typed(model: &Model) -> BTreeSet<&str> {
    let forms = model
        .drafts
        .drafts()
        .filter(|form| form.is_worth_saving() && model.drafts.waiting().all(|waiting| waiting.id() != form.id()));
    forms.map(Form::name).collect()
}

/// Changes that the next start sends: `3 changes (1 delete) are not sent yet`, and the
/// pronoun for them.
fn not_sent_yet(model: &Model) -> Option<(String, &'static str)> {
    let all = u64::try_from(model.changes.queued().count() + model.drafts.waiting().count()).unwrap_or(u64::MAX);
    let deletes = match u64::try_from(model.changes.queued_undos().count()).unwrap_or(u64::MAX) {
        0 => String::new(),
        n => format!(" ({})", count(n, "delete", "deletes")),
    };
    let (are, them) = if all == 1 { ("is", "it") } else { ("are", "them") };
    (all > 0).then(|| (format!("{}{deletes} {are} not sent yet", count(all, "change", "changes")), them))
}
