//! What the reports below hold, in one query however many they are.
//!
//! A report counts for its round when it is accepted or issued and nothing that was issued amends it; an
//! amendment counts once it is issued itself.

use std::collections::HashMap;

use diesel::dsl::{exists, not, sql};
use diesel::prelude::*;

use super::ItemRow;
use crate::db::schema::{figure_sources, report_figures, report_items, reports, round_obligations};
use crate::db::types::Uuid as UuidSql;
use crate::db::{AnyConnection, MultiBackend};
use crate::kernel::figure::Unit;
use crate::kernel::id::Uuid;
use crate::kernel::period::Period;
use crate::kernel::problem::Outcome;
use crate::reports::model::{ReportStatus, Section};

diesel::alias!(reports as amendments: Amendments);

diesel::alias!(report_figures as mine: Mine);

/// The reports that count for the round `$1`.
const COUNTING: &str = "SELECT r.organisation_id, r.id FROM reports AS r WHERE r.round_id = $1 \
    AND (r.status = 'issued' OR (r.status = 'accepted' AND r.amends_id IS NULL)) \
    AND NOT EXISTS (SELECT 1 FROM reports AS a WHERE a.amends_id = r.id AND a.status = 'issued')";

/// A report that counts for a round.
#[derive(Clone, Copy, Debug, QueryableByName)]
pub(in crate::reports) struct Counting {
    #[diesel(sql_type = UuidSql)]
    pub(in crate::reports) organisation_id: Uuid,
    #[diesel(sql_type = UuidSql)]
    pub(in crate::reports) id: Uuid,
}

/// The reports that count for `round`. Who consolidates asks once and goes on with the answer: what is accepted
/// meanwhile is then in none of the sums and the rows behind them, or in all.
pub(in crate::reports) fn counting(db: &mut AnyConnection, round: Uuid) -> Outcome<Vec<Counting>> {
    Ok(diesel::sql_query(COUNTING).bind::<UuidSql, _>(round).load(db)?)
}

fn ids(counting: &[Counting]) -> Vec<Uuid> {
    counting.iter().map(|one| one.id).collect()
}

/// One figure of a report that counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Queryable)]
pub(in crate::reports) struct Counted {
    pub(in crate::reports) indicator_id: Uuid,
    pub(in crate::reports) unit: Unit,
    pub(in crate::reports) value: i64,
    pub(in crate::reports) denominator: Option<i64>,
}

/// The figures of the reports that count, those of one indicator after one another.
pub(in crate::reports) fn counted(db: &mut AnyConnection, counting: &[Counting]) -> Outcome<Vec<Counted>> {
    Ok(report_figures::table
        .filter(report_figures::report_id.eq_any(ids(counting)))
        .order((report_figures::indicator_id, report_figures::unit))
        .select((
            report_figures::indicator_id,
            report_figures::unit,
            report_figures::value,
            report_figures::denominator,
        ))
        .load(db)?)
}

/// A union that owes the round, with the report that counts for it.
#[derive(Clone, Debug)]
pub(in crate::reports) struct Contributor {
    pub(in crate::reports) organisation_id: Uuid,
    pub(in crate::reports) organisation_name: String,
    pub(in crate::reports) report_id: Option<Uuid>,
}

/// Who owes `round`, by name, each with the report that counts.
pub(in crate::reports) fn contributors(
    db: &mut AnyConnection,
    round: Uuid,
    counting: &[Counting],
) -> Outcome<Vec<Contributor>> {
    let owed: Vec<(Uuid, String)> = round_obligations::table
        .filter(round_obligations::round_id.eq(round))
        .order((round_obligations::organisation_name, round_obligations::organisation_id))
        .select((round_obligations::organisation_id, round_obligations::organisation_name))
        .load(db)?;
    let counting: HashMap<Uuid, Uuid> = counting.iter().map(|one| (one.organisation_id, one.id)).collect();
    Ok(owed
        .into_iter()
        .map(|(organisation_id, organisation_name)| Contributor {
            organisation_id,
            organisation_name,
            report_id: counting.get(&organisation_id).copied(),
        })
        .collect())
}

/// Writes anew which rows are behind each figure of `report`, but for those of `others`, which are no sums of them.
pub(in crate::reports) fn replace_sources(
    db: &mut AnyConnection,
    report: Uuid,
    counting: &[Counting],
    others: &[Uuid],
) -> Outcome<()> {
    let own = report_figures::table.filter(report_figures::report_id.eq(report)).select(report_figures::id);
    diesel::delete(figure_sources::table.filter(figure_sources::figure_id.eq_any(own))).execute(db)?;
    let behind = report_figures::table
        .inner_join(reports::table)
        .inner_join(mine.on(mine.field(report_figures::indicator_id).eq(report_figures::indicator_id)))
        .filter(mine.field(report_figures::report_id).eq(report))
        .filter(report_figures::report_id.eq_any(ids(counting)))
        .filter(report_figures::indicator_id.ne_all(others.to_vec()))
        .select((
            mine.field(report_figures::id),
            report_figures::id,
            report_figures::report_id,
            reports::organisation_id,
            report_figures::value,
            report_figures::denominator,
        ));
    diesel::insert_into(figure_sources::table)
        .values(behind)
        .into_columns((
            figure_sources::figure_id,
            figure_sources::source_figure_id,
            figure_sources::source_report_id,
            figure_sources::organisation_id,
            figure_sources::value,
            figure_sources::denominator,
        ))
        .execute(db)?;
    Ok(())
}

/// Puts the rows behind the figure `from` behind its copy `to` as well.
pub(in crate::reports) fn copy_sources(db: &mut AnyConnection, from: Uuid, to: Uuid) -> Outcome<()> {
    diesel::sql_query(
        "INSERT INTO figure_sources (figure_id, source_figure_id, source_report_id, organisation_id, value, \
         denominator) SELECT $1, source_figure_id, source_report_id, organisation_id, value, denominator \
         FROM figure_sources WHERE figure_id = $2",
    )
    .bind::<UuidSql, _>(to)
    .bind::<UuidSql, _>(from)
    .execute(db)?;
    Ok(())
}

/// The issued reports of an organisation for a period, each in its last version, in the order they were issued.
pub(in crate::reports) fn issued_of_period(
    db: &mut AnyConnection,
    organisation: Uuid,
    period: &Period,
) -> Outcome<Vec<Uuid>> {
    let replaced = amendments
        .filter(amendments.field(reports::amends_id).eq(reports::id.nullable()))
        .filter(amendments.field(reports::status).eq(ReportStatus::Issued.as_str()));
    Ok(reports::table
        .filter(reports::organisation_id.eq(organisation))
        .filter(reports::period_kind.eq(period.kind().as_str()))
        .filter(reports::period_start.eq(period.start()))
        .filter(reports::status.eq(ReportStatus::Issued.as_str()))
        .filter(not(exists(replaced)))
        .order((reports::issued_at, reports::number))
        .select(reports::id)
        .load(db)?)
}

/// An item of a report below, as a page of contributions shows it.
#[derive(Clone, Debug, Queryable)]
pub(in crate::reports) struct Contribution {
    pub(in crate::reports) item: ItemRow,
    pub(in crate::reports) organisation_id: Uuid,
    pub(in crate::reports) organisation_name: String,
}

/// Where a page of contributions starts: topic (empty for none), report, position and id of the last one shown.
pub(in crate::reports) type ContributionKey = (String, Uuid, i32, Uuid);

/// What stands before the first section of a report below.
#[derive(Clone, Debug, Queryable)]
pub(in crate::reports) struct Preamble {
    pub(in crate::reports) report_id: Uuid,
    pub(in crate::reports) text: String,
    pub(in crate::reports) organisation_id: Uuid,
    pub(in crate::reports) organisation_name: String,
}

/// The preambles of the reports that count for `round`, by report.
pub(in crate::reports) fn preambles(
    db: &mut AnyConnection,
    round: Uuid,
    counting: &[Counting],
    after: Option<Uuid>,
    limit: i64,
) -> Outcome<Vec<Preamble>> {
    let mut rows = reports::table
        .inner_join(
            round_obligations::table.on(round_obligations::organisation_id.eq(reports::organisation_id)),
        )
        .filter(round_obligations::round_id.eq(round))
        .filter(reports::id.eq_any(ids(counting)))
        .filter(reports::preamble.is_not_null())
        .select((
            reports::id,
            reports::preamble.assume_not_null(),
            reports::organisation_id,
            round_obligations::organisation_name,
        ))
        .order(reports::id)
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(after) = after {
        rows = rows.filter(reports::id.gt(after));
    }
    Ok(rows.load(db)?)
}

/// The items of the reports that count, by topic, report and position.
pub(in crate::reports) fn contributions(
    db: &mut AnyConnection,
    counting: &[Counting],
    (section, topic): (Option<Section>, Option<&str>),
    after: Option<ContributionKey>,
    limit: i64,
) -> Outcome<Vec<Contribution>> {
    let mut rows = report_items::table
        .inner_join(
            reports::table.inner_join(
                round_obligations::table.on(reports::round_id
                    .eq(round_obligations::round_id.nullable())
                    .and(reports::organisation_id.eq(round_obligations::organisation_id))),
            ),
        )
        .filter(report_items::report_id.eq_any(ids(counting)))
        .select((report_items::all_columns, reports::organisation_id, round_obligations::organisation_name))
        .order((by_topic(), report_items::report_id, report_items::position, report_items::id))
        .limit(limit)
        .into_boxed::<MultiBackend>();
    if let Some(section) = section {
        rows = rows.filter(report_items::section.eq(section));
    }
    if let Some(topic) = topic {
        rows = rows.filter(report_items::topic.eq(topic.to_owned()));
    }
    if let Some((topic, report, position, id)) = after {
        let later_place = report_items::position
            .gt(position)
            .or(report_items::position.eq(position).and(report_items::id.gt(id)));
        let later_report =
            report_items::report_id.gt(report).or(report_items::report_id.eq(report).and(later_place));
        rows = rows.filter(by_topic().gt(topic.clone()).or(by_topic().eq(topic).and(later_report)));
    }
    Ok(rows.load(db)?)
}

fn by_topic() -> diesel::expression::SqlLiteral<diesel::sql_types::Text> {
    sql("COALESCE(report_items.topic, '')")
}
