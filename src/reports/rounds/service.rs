//! Use cases of rounds.

use serde_json::json;

use super::dto::{
    CloseRound, EditRound, NewRound, ObligationDto, ObligationQuery, RoundDto, RoundQuery, RoundSort,
    RoundSummaryDto, Under,
};
use super::store::{self, Changes, Filter, ObligationFilter, ObligationRow, Owed, RoundRow};
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::clock::{Instant, local_day};
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::period::Period;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};

use crate::reports::model::{ReportStatus, RoundStatus, Standing, standing};
use crate::reports::service::{checks, neighbours};
use crate::usecase::{Claim, Reading, Writing};

/// Opens a round and fixes who owes it.
pub(crate) fn create(w: &mut Writing<'_>, new: NewRound) -> Outcome<RoundDto> {
    neighbours::check_visible(w, new.organisation_id)?;
    w.require(Action::RoundManage, new.organisation_id)?;
    let id = match w.claim("reporting_round", new.id)? {
        Claim::Known(id) => return read(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    let mut errors = Vec::new();
    let period = checks::period(new.period_kind, new.period_start, new.period_end, &mut errors);
    errors.extend(deadline_error(new.deadline, period.as_ref()));
    let owing = owing(w, &new, &mut errors)?;
    Problem::check(errors)?;
    let period = (new.period_start, new.period_end);
    if store::of_period(w.db, new.organisation_id, new.period_kind, period)?.is_some() {
        return Err(Problem::new(Code::Duplicate)
            .detail("Đã có đợt báo cáo cho kỳ này.", "There is a round for this period already."));
    }
    let row = RoundRow {
        id,
        organisation_id: new.organisation_id,
        title: new.title.into_inner(),
        period_kind: new.period_kind,
        period_start: new.period_start,
        period_end: new.period_end,
        deadline: new.deadline,
        status: RoundStatus::Open,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    let owed: Vec<ObligationRow> = owing
        .into_iter()
        .map(|one| ObligationRow {
            round_id: id,
            organisation_id: one.id,
            organisation_name: one.name,
            organisation_kind: one.kind.as_str().to_owned(),
        })
        .collect();
    store::insert(w.db, &row, &owed)?;
    w.record(Entry::new("reporting_round.open", "reporting_round", id).of(row.organisation_id).changes(
        json!({
            "title": row.title, "period_kind": row.period_kind, "period_start": row.period_start,
            "period_end": row.period_end, "deadline": row.deadline, "owed": owed.len(),
        }),
    ));
    Ok(dto(row))
}

fn owing(
    w: &mut Writing<'_>,
    new: &NewRound,
    errors: &mut Vec<Violation>,
) -> Outcome<Vec<neighbours::Union>> {
    match (&new.under, &new.organisation_ids) {
        (Some(under), None) => owing_under(w, new.organisation_id, under, errors),
        (None, Some(ids)) => owing_named(w, new.organisation_id, ids, errors),
        _ => {
            errors.push(Violation::at(
                "/under",
                "missing",
                "Cần đúng một trong hai: under hoặc organisation_ids.",
                "Exactly one of under and organisation_ids is needed.",
            ));
            Ok(Vec::new())
        }
    }
}

fn owing_under(
    w: &mut Writing<'_>,
    to: Uuid,
    under: &Under,
    errors: &mut Vec<Violation>,
) -> Outcome<Vec<neighbours::Union>> {
    if !neighbours::is_within(w, to, under.organisation_id)? {
        errors.push(not_below("/under/organisation_id"));
        return Ok(Vec::new());
    }
    let found = neighbours::active_below(w, under.organisation_id, &under.kinds)?;
    if found.is_empty() {
        errors.push(Violation::at(
            "/under",
            "not_found",
            "Không có đơn vị nào thuộc các loại này.",
            "There is no union of these kinds.",
        ));
    }
    Ok(found)
}

fn owing_named(
    w: &mut Writing<'_>,
    to: Uuid,
    ids: &[Uuid],
    errors: &mut Vec<Violation>,
) -> Outcome<Vec<neighbours::Union>> {
    let below = neighbours::active_below(w, to, &[])?;
    let mut found: Vec<neighbours::Union> = Vec::new();
    for (index, id) in ids.iter().enumerate() {
        let pointer = format!("/organisation_ids/{index}");
        match below.iter().find(|one| one.id == *id) {
            None => errors.push(not_below(pointer)),
            Some(_) if found.iter().any(|one| one.id == *id) => {
                errors.push(Violation::at(pointer, "duplicate", "Bị lặp lại.", "It is named twice."));
            }
            Some(one) => found.push(one.clone()),
        }
    }
    Ok(found)
}

fn not_below(pointer: impl Into<String>) -> Violation {
    Violation::at(
        pointer,
        "not_found",
        "Không có đơn vị đang hoạt động này ở dưới đơn vị nhận báo cáo.",
        "There is no such active organisation below the one the reports are owed to.",
    )
}

/// A deadline lies between the period's first day and a year after its last.
fn deadline_error(deadline: Instant, period: Option<&Period>) -> Option<Violation> {
    let day = local_day(deadline);
    let (start, end) = period.map(|period| (period.start(), period.end()))?;
    let fits = day >= start && (day - end).num_days() <= 366;
    (!fits).then(|| {
        Violation::at(
            "/deadline",
            "out_of_range",
            "Hạn nộp phải nằm từ ngày đầu kỳ đến một năm sau ngày cuối kỳ.",
            "The deadline lies between the first day of the period and a year after its last.",
        )
    })
}

/// Reads one round.
pub(crate) fn read(r: &mut Reading<'_>, id: Uuid) -> Outcome<RoundDto> {
    find(r, id).map(dto)
}

/// The round, if the caller may see it.
pub(crate) fn find(r: &mut Reading<'_>, id: Uuid) -> Outcome<RoundRow> {
    let scope = r.who.scope(Action::ReportRead);
    store::find(r.db, &scope, id)
}

/// The round this organisation opened for exactly this period.
pub(crate) fn of_period(
    r: &mut Reading<'_>,
    organisation: Uuid,
    period: &Period,
) -> Outcome<Option<RoundRow>> {
    store::of_period(r.db, organisation, period.kind(), (period.start(), period.end()))
}

/// Who opened a round that a report of the caller's scope points at.
pub(crate) fn opened_by(r: &mut Reading<'_>, round: Uuid) -> Outcome<Uuid> {
    store::opened_by(r.db, round)
}

/// Whether an organisation owes the round a report.
pub(crate) fn owes(r: &mut Reading<'_>, round: Uuid, organisation: Uuid) -> Outcome<bool> {
    store::owes(r.db, round, organisation)
}

/// Lists rounds.
pub(crate) fn list(r: &mut Reading<'_>, query: &RoundQuery, page: &Page) -> Outcome<Slice<RoundDto>> {
    let scope = r.who.scope(Action::ReportRead);
    let filter = Filter {
        organisation_id: query.organisation_id,
        status: query.status,
        period_kind: query.period_kind,
        period_start: query.period_start,
        descending: query.sort == Some(RoundSort::CreatedAtDescending),
    };
    let rows = store::list(r.db, &scope, &filter, page)?;
    let total = if page.total { Some(store::count(r.db, &scope, &filter)?) } else { None };
    let slice = Slice::cut(rows, page, |row| (row.created_at, row.id));
    Ok(slice.map(dto).with_total(total))
}

/// Edits an open round.
pub(crate) fn edit(w: &mut Writing<'_>, id: Uuid, version: i64, edit: EditRound) -> Outcome<RoundDto> {
    let row = open_for_change(w, id, version)?;
    let title = edit.title.into_option().map(|title| title.into_inner());
    let changes = Changes { title, ..Changes::default() };
    let entry = Entry::new("reporting_round.edit", "reporting_round", id)
        .of(row.organisation_id)
        .changes(json!({"title": changes.title}));
    write(w, id, version, &changes, entry)
}

/// Closes a round: no report can be begun or first sent any more.
pub(crate) fn close(w: &mut Writing<'_>, id: Uuid, version: i64, _: CloseRound) -> Outcome<RoundDto> {
    let row = open_for_change(w, id, version)?;
    let entry = Entry::new("reporting_round.close", "reporting_round", id)
        .of(row.organisation_id)
        .states(RoundStatus::Open.as_str(), RoundStatus::Closed.as_str());
    let changes = Changes { status: Some(RoundStatus::Closed), ..Changes::default() };
    write(w, id, version, &changes, entry)
}

fn open_for_change(w: &mut Writing<'_>, id: Uuid, version: i64) -> Outcome<RoundRow> {
    let row = find(w, id)?;
    w.require(Action::RoundManage, row.organisation_id)?;
    Problem::check_version(row.version, version)?;
    if row.status != RoundStatus::Open {
        return Err(Problem::new(Code::WrongState));
    }
    Ok(row)
}

fn write(w: &mut Writing<'_>, id: Uuid, version: i64, changes: &Changes, entry: Entry) -> Outcome<RoundDto> {
    let now = w.now;
    let row = store::update(w.db, id, version, changes, now)?.ok_or(Problem::stale(version + 1))?;
    w.record(entry);
    Ok(dto(row))
}

/// Who owes the round and how they stand with it.
pub(crate) fn obligations(
    r: &mut Reading<'_>,
    id: Uuid,
    query: &ObligationQuery,
    page: &Page,
) -> Outcome<Slice<ObligationDto>> {
    let round = find(r, id)?;
    let after = page.start()?;
    let rows = owed(r, &round, query.standing, after, Some(page.rows()))?;
    let total = if page.total {
        let all = owed(r, &round, query.standing, None, None)?;
        i64::try_from(all.len()).ok()
    } else {
        None
    };
    let slice = Slice::cut(rows, page, |row| (row.organisation_name.clone(), row.organisation_id));
    let now = r.now;
    let items = slice.items.into_iter().map(|row| obligation(row, &round, now)).collect::<Outcome<_>>()?;
    Ok(Slice { items, next: slice.next, total })
}

/// How many stand how.
pub(crate) fn summary(r: &mut Reading<'_>, id: Uuid) -> Outcome<RoundSummaryDto> {
    let round = find(r, id)?;
    let mut summary = RoundSummaryDto::default();
    for row in owed(r, &round, None, None, None)? {
        summary.owed += 1;
        match standing(row.first_submitted_at, round.deadline, r.now) {
            Standing::Received => summary.received += 1,
            Standing::Late => summary.late += 1,
            Standing::Pending => summary.pending += 1,
            Standing::Missing => summary.missing += 1,
        }
        if matches!(row.report_status, Some(ReportStatus::Accepted | ReportStatus::Issued)) {
            summary.accepted += 1;
        }
    }
    Ok(summary)
}

fn owed(
    r: &mut Reading<'_>,
    round: &RoundRow,
    standing: Option<Standing>,
    after: Option<(String, Uuid)>,
    limit: Option<i64>,
) -> Outcome<Vec<Owed>> {
    let scope = r.who.scope(Action::ReportRead);
    let now = r.now;
    store::obligations(r.db, ObligationFilter { scope: &scope, round, standing, now, after, limit })
}

fn obligation(row: Owed, round: &RoundRow, now: Instant) -> Outcome<ObligationDto> {
    Ok(ObligationDto {
        organisation_id: row.organisation_id,
        organisation_name: row.organisation_name,
        organisation_kind: row.organisation_kind.parse().map_err(Problem::internal)?,
        report_id: row.report_id,
        report_status: row.report_status,
        submitted_at: row.first_submitted_at,
        standing: standing(row.first_submitted_at, round.deadline, now),
    })
}

fn dto(row: RoundRow) -> RoundDto {
    RoundDto {
        id: row.id,
        organisation_id: row.organisation_id,
        title: row.title,
        period_kind: row.period_kind,
        period_start: row.period_start,
        period_end: row.period_end,
        deadline: row.deadline,
        status: row.status,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
