//! What has failed is asked for again by itself once its turn has come.

use crate::app::core::effect::Effect;
use crate::app::core::owner::Retried;
use crate::app::model::Model;
use crate::cx;

/// After every message: asks what has its turn.
pub(in crate::app) fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    let is_lost = model.link.is_lost();
    let stand = model.companies.stand();
    if model.again.has_come(Retried::Companies, &stand, is_lost, cx!(model, out)) {
        if stand.is_promised() {
            model.companies.ask_failed_by_itself(cx!(model, out));
        } else {
            model.companies.refresh_by_itself(cx!(model, out));
        }
    }
    let stand = model.users.stand();
    if model.again.has_come(Retried::Users, &stand, is_lost, cx!(model, out)) {
        if stand.is_promised() {
            model.users.list.ask_failed(cx!(model, out));
        } else {
            model.users.list.reload_by_itself(cx!(model, out));
        }
    }
    let stand = model.company.stand();
    if model.again.has_come(Retried::Company, &stand, is_lost, cx!(model, out)) {
        model.company.ask_failed(cx!(model, out));
    }
    let look_ups = model.changes.stand();
    if model.again.look_ups_have_come(&look_ups, is_lost, model.now.millis) && model.changes.look_again(cx!(model, out))
    {
        model.notices.info(model.now, "The service answers again; what is not known is being looked up.");
    }
}
