//! The picker of groups.

use crate::app::keys::command::Command;
use crate::app::keys::scope::Scope;
use crate::app::model::Model;
use crate::app::screen::overlay_layout::{ListAreas, list_top};
use crate::app::screen::user_groups::{title, to_send};
use crate::app::user::group_picker::{GroupPicker, Mark, PickerRow};
use crate::app::widgets::area::Area;
use crate::domain::list::columns::Align;
use crate::domain::text::cells::width;
use crate::domain::user::target_group::TargetGroup;
use crate::ui::widgets::filter_list::{filter, instead, line, select, visible};
use crate::ui::widgets::painter::Paint;

pub(in crate::ui) fn draw(paint: &mut Paint<'_>, model: &Model, areas: &ListAreas) {
    let Some(picker) = model.user.picker() else { return };
    let t = paint.theme;
    let (title, send) = (title(model), to_send(model));
    let right: &[_] = if send.is_empty() { &[] } else { &[(send.as_str(), t.accent())] };
    paint.overlay_with(areas.frame, &[(&title, t.strong())], right);
    filter(paint, areas, &picker.list.filter);
    let own = model.user.groups_of_picked();
    let rows = picker.rows();
    if rows.is_empty() {
        instead(paint, areas, &empty(model, picker));
        return;
    }
    // What is missing stands on the last line: the groups can be used without it.
    let remark = own.and_then(|own| match (&own.error, own.value.is_none() && own.slow) {
        (Some(failure), _) => Some(model.settings.keys.failure(failure, Scope::UserGroups)),
        (None, true) => Some("loading which of them the user is in".to_owned()),
        (None, false) => None,
    });
    let mut at = *areas;
    if let Some(remark) = &remark {
        let last = areas.rows.lines(areas.rows.height.saturating_sub(1), 1);
        let style = if own.is_some_and(|own| own.error.is_some()) { t.warning() } else { t.dim() };
        paint.cell(last.x, last.y, last.width, remark, Align::Left, style);
        at.rows.height = at.rows.height.saturating_sub(1);
    }
    let own = own.and_then(|own| own.value.as_deref());
    for (area, index) in visible(&at, list_top(&picker.list, at.rows), rows.len()) {
        if let Some(row) = rows.get(index) {
            one(paint, picker, area, row, (own, index == picker.list.cursor));
        }
    }
}

/// What stands in place of groups.
fn empty(model: &Model, picker: &GroupPicker) -> String {
    let all = &picker.all;
    let again = model.describe_keys(Command::Reload, Scope::UserGroups);
    match (&all.error, all.value.is_some()) {
        (Some(failure), false) => model.settings.keys.failure(failure, Scope::UserGroups),
        (None, false) if all.slow => "loading the groups".to_owned(),
        (None, false) if all.waiting.is_some() => String::new(),
        (None, false) => format!("The groups were not loaded. {again} loads them."),
        (_, true) if picker.list.filter.value().trim().is_empty() => {
            format!("{} has no groups yet: type the name of a new one.", picker.company_name)
        }
        (_, true) => "No group matches.".to_owned(),
    }
}

fn one(
    paint: &mut Paint<'_>,
    picker: &GroupPicker,
    at: Area,
    row: &PickerRow,
    (own, selected): (Option<&[TargetGroup]>, bool),
) {
    let t = paint.theme;
    line(paint, at, "", selected);
    let (mark, style, name, remark) = match row {
        PickerRow::Group(group) => {
            let mark = picker.mark(&group.id, own);
            let (sign, style) = match mark {
                Mark::In => ("[x]", t.text()),
                Mark::Out => ("[ ]", t.text()),
                Mark::AsItIs => ("[.]", t.text()),
                Mark::Joins => ("[+]", t.good()),
                Mark::Leaves => ("[-]", t.warning()),
            };
            let remark = match (&group.filled_by, mark, group.users) {
                (Some(by), ..) => by.reason(),
                (None, Mark::Joins, _) => "goes in".to_owned(),
                (None, Mark::Leaves, _) => "goes out".to_owned(),
                (None, Mark::In | Mark::Out | Mark::AsItIs, Some(1)) => "1 user".to_owned(),
                (None, Mark::In | Mark::Out | Mark::AsItIs, Some(n)) => format!("{n} users"),
                (None, Mark::In | Mark::Out | Mark::AsItIs, None) => String::new(),
            };
            (sign, if group.filled_by.is_some() { t.dim() } else { style }, group.name.clone(), remark)
        }
        PickerRow::New(name) => ("[+]", t.good(), name.clone(), "new, goes in".to_owned()),
        PickerRow::Create(name) => (" + ", t.accent(), format!("Create group \"{name}\""), String::new()),
    };
    let (x, end) = (at.x + 2, at.x + at.width);
    paint.text(x, at.y, 3, mark, style);
    let said = u16::try_from(width(&remark)).unwrap_or(u16::MAX).min(at.width / 2);
    let room = end.saturating_sub(x + 4).saturating_sub(if said > 0 { said + 2 } else { 0 });
    let style = if selected && style == t.text() { t.strong() } else { style };
    paint.cell(x + 4, at.y, room, &name, Align::Left, style);
    paint.cell(end.saturating_sub(said), at.y, said, &remark, Align::Left, t.dim());
    if selected {
        select(paint, at);
    }
}
