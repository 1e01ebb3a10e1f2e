//! In which country's form a phone is read: the profile's, else the company's own, as soon as it is known. Nothing
//! waits for it: a phone without a country code is told to need one until then.

use crate::app::core::context::Context;
use crate::app::core::effect::{Effect, Question};
use crate::app::core::owner::Owner;
use crate::app::core::remote::{Remote, Ticket};
use crate::app::form::drafts::Forms;
use crate::app::form::state::Form;
use crate::app::model::Model;
use crate::cx;
use crate::domain::company::detail::CompanyDetail;
use crate::domain::form::fields::{FieldId, Rules};
use crate::domain::service::failure::Failure;
use crate::domain::user::phone;
use crate::domain::user::phone::PhoneRegion;

/// The country of a form's company.
#[derive(Debug, Clone, Default)]
pub struct Country {
    region: Option<PhoneRegion>,
    remote: Remote<()>,
}

impl Country {
    /// Takes an answer of the service, when it was asked for here.
    fn settle(&mut self, ticket: Ticket, answer: &Result<CompanyDetail, Failure>) {
        if self.remote.settle(ticket, answer.as_ref().map(|_| ()).map_err(Clone::clone))
            && let Ok(detail) = answer
        {
            self.region = detail.region;
        }
    }
}

impl Form {
    /// The rules of the profile, with the company's country where the profile names none.
    #[must_use]
    pub fn rules(&self, rules: Rules) -> Rules {
        Rules { region: rules.region.or(self.country.region), ..rules }
    }
}

impl Forms {
    /// The page of a company arrived, or failed to.
    pub fn settle_country(&mut self, ticket: Ticket, answer: &Result<CompanyDetail, Failure>) {
        for form in self.drafts_mut() {
            form.country.settle(ticket, answer);
        }
    }
}

/// After every message: the open form takes the country that the pane has, and asks for it once a phone needs it.
pub fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    if model.settings.rules.region.is_some() {
        return;
    }
    let Some(form) = model.forms.current_mut() else { return };
    if form.country.region.is_some() {
        return;
    }
    if let Some(detail) = model.company.parts_of(&form.company).and_then(|parts| parts.detail.value.as_ref()) {
        form.country.region = detail.region;
        // What has no country there has none here either.
        form.country.remote.value = Some(());
        return;
    }
    if form.country.remote.is_wanted()
        && form.country.remote.error.is_none()
        && phone::is_national(form.text(FieldId::Phone))
    {
        ask(form, cx!(model, out));
    }
}

fn ask(form: &mut Form, cx: &mut Context<'_>) {
    let ticket = cx.tickets.draw(Owner::Forms);
    form.country.remote.ask(ticket);
    cx.out.push(Effect::Ask(ticket, Question::Company(form.company.clone())));
}
