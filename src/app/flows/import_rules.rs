//! Whether people of a file can be added, and where to; and what was pasted for that.

use crate::app::flows::marks;
use crate::app::import::dropped::{dropped_file, several_people};
use crate::app::import::imports::Offer;
use crate::app::import::run_state::{RunState, Standing};
use crate::app::import::state::Import;
use crate::app::keys::command::{Command, ImportAct};
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::overlays::overlay::Overlay;
use crate::app::screen::import_run_words::receipt;
use crate::domain::change::import::ImportSource;
use crate::domain::service::ids::CompanyId;
use crate::domain::text::count;

/// The companies whose users the people of a file would become.
///
/// # Errors
///
/// The reason why nobody can be added, for the user.
pub fn companies(model: &Model) -> Result<Vec<(CompanyId, String)>, String> {
    model.settings.profile_settings.access.write()?;
    let chosen = marks::companies(model);
    if chosen.is_empty() {
        return Err("there is no company here".to_owned());
    }
    if let Some(locked) = chosen.iter().find(|company| company.locked) {
        return Err(format!("{} has locked access; ask the customer to allow it", locked.name));
    }
    if let Some(nameless) = chosen.iter().find(|company| company.id.is_missing()) {
        return Err(format!("the service gives {} no ID: nobody can be added there", nameless.name));
    }
    Ok(chosen.iter().map(|company| (company.id.clone(), company.name.clone())).collect())
}

/// People who were pasted into a form.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PastedPeople {
    /// The paste.
    pub text: String,
    /// The company of the form, with its name.
    pub company: (CompanyId, String),
}

/// The people of the paste that is shown over a form, and the company of the form; `None` if none is shown.
///
/// # Errors
///
/// The reason why they cannot be imported, for the user.
pub fn pasted_into_form(model: &Model) -> Option<Result<PastedPeople, String>> {
    let Some(Overlay::PastePreview(preview)) = model.overlays.last() else { return None };
    let people = || {
        model.settings.profile_settings.access.write()?;
        preview.all.ok_or("the paste has no several people that can be told apart")?;
        if let Some(import) = model.import.current.as_ref().filter(|import| import.is_worth_keeping()) {
            return Err(format!("the import of {} comes first", import.name()));
        }
        if let Some(left) = model.import.left() {
            return Err(format!("the import of {} comes first", left.source.name()));
        }
        let form = model.drafts.current().filter(|form| form.id() == preview.form).ok_or("the form is closed")?;
        let company = (form.company().clone(), form.name().to_owned());
        Ok(PastedPeople { text: preview.raw.clone(), company })
    };
    Some(people())
}

/// A paste where no input is: a file or several people are offered to the next import. False for any other text.
pub fn offered(model: &mut Model, text: &str) -> bool {
    let opens = model.describe_keys(Command::Import(ImportAct::Open), Scope::Table);
    let (offer, said) = if let Some(path) = dropped_file(text) {
        let said = format!("{opens} reads {}", ImportSource::File(path.clone().into()).name());
        (Offer::File(path), said)
    } else if let Some(people) = several_people(text, model.settings.rules.region) {
        let said = format!("{} pasted: {opens} adds them", count(people, "person was", "people were"));
        (Offer::People(text.to_owned()), said)
    } else {
        return false;
    };
    if companies(model).is_err() {
        return false;
    }
    model.import.offer(offer);
    model.notices.hint(model.now, said);
    true
}

/// A command of the import can be run now.
///
/// # Errors
///
/// The reason, for the user.
pub fn available(model: &Model, act: ImportAct) -> Result<(), String> {
    let import = model.import.current.as_ref();
    let is_old = import.is_some_and(Import::is_worth_keeping) || model.import.left().is_some();
    let standing = import.and_then(Import::standing);
    let is_whole = import.and_then(Import::plan).is_some_and(|plan| plan.reading.options.reconcile);
    match act {
        ImportAct::Open if matches!(model.overlays.last(), Some(Overlay::PastePreview(_))) => {
            pasted_into_form(model).transpose().map(drop)
        }
        ImportAct::Open if is_old => model.settings.profile_settings.access.write(),
        ImportAct::Open => companies(model).map(drop),
        ImportAct::Send => {
            model.settings.profile_settings.access.write()?;
            let key = |command| model.describe_keys(command, Scope::ImportPlan);
            import.ok_or("there is no plan yet")?.sendable(key).map(drop)
        }
        ImportAct::CreateGroups => import.ok_or("there is no plan yet")?.can_create_groups(),
        ImportAct::Groups => import.ok_or("there is no plan yet")?.can_map_groups(),
        ImportAct::WholeList => import.ok_or("there is no plan yet")?.can_be_whole_list(),
        ImportAct::Leavers => import.ok_or("there is no plan yet")?.can_allow_leavers(),
        ImportAct::Reactivate if is_whole => Err("of a whole list everybody becomes active".to_owned()),
        ImportAct::Ticket if !model.settings.profile_settings.ticket.asks() => {
            Err("this profile asks for no ticket".to_owned())
        }
        ImportAct::Pause => match standing {
            Some(Standing::Going | Standing::Paused | Standing::Stopped) => Ok(()),
            Some(Standing::Beginning | Standing::Writing) => Err("it is not sending anything".to_owned()),
            Some(Standing::Over) if import.is_some_and(|import| import.rest() > 0) => Ok(()),
            Some(Standing::Over) => Err("the import has ended".to_owned()),
            None => Err("nothing is being sent".to_owned()),
        },
        ImportAct::Undo if standing != Some(Standing::Over) => Err("it can be undone when it has ended".to_owned()),
        ImportAct::Undo => model.settings.profile_settings.access.write(),
        ImportAct::Receipt if import.and_then(receipt).is_none() => {
            Err("there is a receipt when the import has ended".to_owned())
        }
        ImportAct::Discard if standing == Some(Standing::Over) => Err("the import has ended".to_owned()),
        ImportAct::Discard if standing.is_some() => {
            let rests = import.and_then(|import| import.run.as_ref()).is_some_and(RunState::is_at_rest);
            let pauses = model.describe_keys(Command::Import(ImportAct::Pause), Scope::ImportRun);
            if rests { Ok(()) } else { Err(format!("rows are being sent; {pauses} pauses first")) }
        }
        ImportAct::Source => import.ok_or("no file was read")?.has_origin(),
        ImportAct::ByRow | ImportAct::ToChosen if !import.is_some_and(Import::names_companies) => {
            Err("no column of the file names companies".to_owned())
        }
        ImportAct::ByRow
        | ImportAct::ToChosen
        | ImportAct::Complete
        | ImportAct::OtherFile
        | ImportAct::Columns
        | ImportAct::Defaults
        | ImportAct::Done
        | ImportAct::First
        | ImportAct::ShowAll
        | ImportAct::OverLimit
        | ImportAct::Reactivate
        | ImportAct::SkipUnknown
        | ImportAct::Ticket
        | ImportAct::Discard
        | ImportAct::Receipt => Ok(()),
    }
}
