//! Retries failed requests when they are due.

use crate::app::core::effect::Effect;
use crate::app::core::owner::Retried;
use crate::app::model::Model;
use crate::cx;

/// After every message: sends the requests that are due.
pub(in crate::app) fn follow(model: &mut Model, out: &mut Vec<Effect>) {
    let is_lost = model.connection.is_lost();
    let stand = model.companies.request_state();
    if model.retries.has_come(Retried::Companies, &stand, is_lost, cx!(model, out)) {
        if stand.is_promised() {
            model.companies.retry_failed_now(cx!(model, out));
        } else {
            model.companies.auto_refresh(cx!(model, out));
        }
    }
    let stand = model.users.request_state();
    if model.retries.has_come(Retried::Users, &stand, is_lost, cx!(model, out)) {
        if stand.is_promised() {
            model.users.list.retry_failed(cx!(model, out));
        } else {
            model.users.list.auto_reload(cx!(model, out));
        }
    }
    let stand = model.company.request_state();
    if model.retries.has_come(Retried::Company, &stand, is_lost, cx!(model, out)) {
        model.company.retry_failed(cx!(model, out));
    }
    let look_ups = model.changes.request_state();
    if model.retries.look_ups_have_come(&look_ups, is_lost, model.now.millis)
        && model.changes.look_up_all(cx!(model, out))
    {
        model.notices.info(model.now, "The service answers again; unknown outcomes are being looked up.");
    }
}
