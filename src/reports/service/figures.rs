//! Figures of a report.

use serde_json::json;

use super::{neighbours, touch, view};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::figure::{Qualifier, Unit};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::reports::dto::{EditFigure, FigureDto, FigureSourceDto, NewFigure, SourceQuery};
use crate::reports::model::{is_part_of, prints_truly};
use crate::reports::store::{self, FigureRow, FigureState, ReportRow};
use crate::usecase::{Claim, Reading, Writing};

/// The most figures of one report.
const MOST: i64 = 500;

/// Reads one figure.
pub(crate) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<FigureDto> {
    find(r, id).map(|(row, _)| view::figure(row))
}

pub(super) fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<(FigureRow, ReportRow)> {
    let scope = r.who.scope(Action::ReportRead);
    store::find_figure(r.db, &scope, id)
}

/// Adds a figure; a report has one for each indicator.
pub(crate) fn add(w: &mut Writing<'_>, report_id: Uuid, new: NewFigure) -> Outcome<FigureDto> {
    let report = super::find(w, report_id)?;
    w.require(Action::ReportDraft, report.organisation_id)?;
    let id = match w.claim("report_figure", new.id)? {
        Claim::Known(id) => return read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    touch(w, &report)?;
    let unit = unit_of_new(w, &report, &new)?;
    if store::figure_of_indicator(w.db, report_id, new.indicator_id)?.is_some() {
        return Err(Problem::new(Code::Duplicate).detail(
            "Báo cáo đã có số liệu của chỉ tiêu này.",
            "The report has a figure of this indicator already.",
        ));
    }
    let row = FigureRow {
        id,
        report_id,
        item_id: new.item_id,
        indicator_id: new.indicator_id,
        unit,
        value: new.value,
        computed_value: None,
        override_reason: None,
        printed_value: new.printed_value,
        qualifier: new.qualifier,
        denominator: new.denominator,
        computed_denominator: None,
        printed_name: None,
        printed_position: None,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    store::insert_figure(w.db, &row)?;
    w.record(Entry::new("report_figure.create", "report_figure", id).of(report.organisation_id).changes(
        json!({
            "report_id": report_id, "indicator_id": row.indicator_id, "value": row.value,
            "printed_value": row.printed_value, "qualifier": row.qualifier, "denominator": row.denominator,
        }),
    ));
    Ok(view::figure(row))
}

/// The unit of a figure to add, once every rule holds.
fn unit_of_new(w: &mut Writing<'_>, report: &ReportRow, new: &NewFigure) -> Outcome<Unit> {
    let mut errors = Vec::new();
    if store::count_figures(w.db, report.id)? >= MOST {
        errors.push(Violation::at(
            "",
            "too_many",
            format!("Mỗi báo cáo có nhiều nhất {MOST} số liệu."),
            format!("A report holds at most {MOST} figures."),
        ));
    }
    let unit = neighbours::indicator_unit(w, new.indicator_id, report.period_end)?;
    match unit {
        Some(unit) => errors.extend(denominator_error(new.value, new.denominator, unit)),
        None => errors.push(Violation::at(
            "/indicator_id",
            "not_found",
            "Không có chỉ tiêu này trong kỳ báo cáo.",
            "There is no such indicator in the period of the report.",
        )),
    }
    errors.extend(item_error(w, report.id, new.item_id)?);
    errors.extend(print_error(new.value, new.printed_value, new.qualifier));
    Problem::check(errors)?;
    unit.ok_or_else(|| Problem::internal("an indicator without an error"))
}

/// The item a figure is printed with is one of the same report.
fn item_error(r: &mut Reading<'_>, report: Uuid, item: Option<Uuid>) -> Outcome<Option<Violation>> {
    let Some(item) = item else { return Ok(None) };
    let scope = r.who.scope(Action::ReportRead);
    match store::find_item(r.db, &scope, item) {
        Ok((row, _)) if row.report_id == report => return Ok(None),
        Ok(_) => {}
        Err(problem) if problem.code == Code::NotFound => {}
        Err(problem) => return Err(problem),
    }
    Ok(Some(Violation::at(
        "/item_id",
        "not_found",
        "Báo cáo không có mục này.",
        "The report has no such item.",
    )))
}

fn print_error(value: i64, printed: Option<i64>, qualifier: Option<Qualifier>) -> Option<Violation> {
    let Some(printed) = printed else {
        return qualifier.map(|_| {
            Violation::at(
                "/printed_value",
                "missing",
                "Từ «gần», «trên», «khoảng» cần số in ra đi kèm.",
                "A qualifier needs the printed value it stands before.",
            )
        });
    };
    (!prints_truly(value, printed, qualifier)).then(|| {
        Violation::at(
            "/printed_value",
            "out_of_range",
            "Số in ra phải khớp với giá trị: «gần» lớn hơn, «trên» nhỏ hơn, «khoảng» gần bằng, lệch không quá 10%; không có từ đi kèm thì phải bằng.",
            "What is printed must fit the value: nearly is more, over less, about close, all within 10 %; without a qualifier they are the same.",
        )
    })
}

fn denominator_error(value: i64, denominator: Option<i64>, unit: Unit) -> Option<Violation> {
    let all = denominator?;
    (!is_part_of(value, all, unit)).then(|| {
        Violation::at(
            "/denominator",
            "out_of_range",
            "Tổng số không được nhỏ hơn giá trị.",
            "The denominator is not less than the value.",
        )
    })
}

/// Edits a figure. A value that is not the computed one needs a reason, and both are kept.
pub(crate) fn edit(w: &mut Writing<'_>, id: Uuid, version: i64, edit: EditFigure) -> Outcome<FigureDto> {
    let (row, report) = find(w, id)?;
    w.require(Action::ReportDraft, report.organisation_id)?;
    Problem::check_version(row.version, version)?;
    touch(w, &report)?;
    let mut state = FigureState {
        item_id: edit.item_id.or(row.item_id),
        value: edit.value.or(row.value),
        computed_value: row.computed_value,
        override_reason: edit
            .override_reason
            .map(|reason| reason.map(|reason| reason.into_inner()))
            .or(row.override_reason.clone()),
        printed_value: edit.printed_value.or(row.printed_value),
        qualifier: edit.qualifier.or(row.qualifier),
        denominator: edit.denominator.or(row.denominator),
        computed_denominator: row.computed_denominator,
    };
    let overridden = state.computed_value.is_some_and(|computed| computed != state.value);
    if !overridden && row.override_reason == state.override_reason {
        // The value went back to the computed one: the reason went with it.
        state.override_reason = None;
    }
    let mut errors: Vec<Violation> = item_error(w, report.id, state.item_id)?.into_iter().collect();
    errors.extend(print_error(state.value, state.printed_value, state.qualifier));
    errors.extend(denominator_error(state.value, state.denominator, row.unit));
    errors.extend(override_error(overridden, state.override_reason.is_some()));
    Problem::check(errors)?;
    let now = w.now;
    let row = store::update_figure(w.db, id, version, &state, now)?.ok_or(Problem::stale(version + 1))?;
    w.record(Entry::new("report_figure.edit", "report_figure", id).of(report.organisation_id).changes(
        json!({
            "value": row.value, "computed_value": row.computed_value, "override_reason": row.override_reason,
            "printed_value": row.printed_value, "qualifier": row.qualifier, "denominator": row.denominator,
            "item_id": row.item_id,
        }),
    ));
    Ok(view::figure(row))
}

fn override_error(overridden: bool, reasoned: bool) -> Option<Violation> {
    match (overridden, reasoned) {
        (true, false) => Some(Violation::at(
            "/override_reason",
            "missing",
            "Giá trị khác số tổng hợp nên cần lý do.",
            "The value is not the computed one, so it needs a reason.",
        )),
        (false, true) => Some(Violation::at(
            "/override_reason",
            "not_allowed",
            "Chỉ cần lý do khi giá trị khác số tổng hợp.",
            "There is a reason only where the value is not the computed one.",
        )),
        _ => None,
    }
}

/// Removes a figure. A sum stays as long as there are rows or records behind it: removed and typed in anew it would be an
/// override that gives no reason.
pub(crate) fn remove(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<()> {
    let (row, report) = find(w, id)?;
    w.require(Action::ReportDraft, report.organisation_id)?;
    Problem::check_version(row.version, version)?;
    touch(w, &report)?;
    let behind = store::count_sources(w.db, id)? + store::records_behind(w.db, id)?;
    if row.computed_value.is_some() && behind > 0 {
        return Err(Problem::new(Code::ComputedFigure));
    }
    if !store::delete_figure(w.db, id, version)? {
        return Err(Problem::stale(version + 1));
    }
    w.record(
        Entry::new("report_figure.delete", "report_figure", id)
            .of(report.organisation_id)
            .changes(json!({"report_id": report.id, "indicator_id": row.indicator_id, "value": row.value})),
    );
    Ok(())
}

/// The rows behind a computed figure.
pub(crate) fn sources(
    r: &mut Reading<'_>,
    id: Uuid,
    _: &SourceQuery,
    page: &Page,
) -> Outcome<Slice<FigureSourceDto>> {
    let (row, _) = find(r, id)?;
    let after = page.start()?.map(|(id,)| id);
    let rows = store::sources(r.db, row.id, after, page.rows())?;
    let total = if page.total { Some(store::count_sources(r.db, row.id)?) } else { None };
    let slice = Slice::cut(rows, page, |row| (row.figure_id,));
    Ok(slice
        .map(|row| FigureSourceDto {
            figure_id: row.figure_id,
            report_id: row.report_id,
            organisation_id: row.organisation_id,
            organisation_name: row.organisation_name,
            value: row.value,
            denominator: row.denominator,
        })
        .with_total(total))
}
