//! Sums over the reports below, in one query however many they are.
//!
//! A report counts for its round when it is accepted or issued and nothing that was issued amends it; an
//! amendment counts once it is issued itself.

use std::collections::HashMap;

use diesel::dsl::{exists, not, sql};
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

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

/// The reports that count for the round `$1`.
const COUNTING: &str = "FROM reports AS r WHERE r.round_id = $1 \
    AND (r.status = 'issued' OR (r.status = 'accepted' AND r.amends_id IS NULL)) \
    AND NOT EXISTS (SELECT 1 FROM reports AS a WHERE a.amends_id = r.id AND a.status = 'issued')";

#[derive(QueryableByName)]
struct Counting {
    #[diesel(sql_type = UuidSql)]
    organisation_id: Uuid,
    #[diesel(sql_type = UuidSql)]
    id: Uuid,
}

/// The reports that count for `round`.
fn counting(db: &mut AnyConnection, round: Uuid) -> Outcome<Vec<Counting>> {
    Ok(diesel::sql_query(format!("SELECT r.organisation_id, r.id {COUNTING}"))
        .bind::<UuidSql, _>(round)
        .load(db)?)
}

fn counting_ids(db: &mut AnyConnection, round: Uuid) -> Outcome<Vec<Uuid>> {
    Ok(counting(db, round)?.into_iter().map(|one| one.id).collect())
}

/// What one indicator comes to.
#[derive(Clone, Copy, Debug, Queryable)]
pub(in crate::reports) struct Sum {
    pub(in crate::reports) indicator_id: Uuid,
    pub(in crate::reports) unit: Unit,
    pub(in crate::reports) value: Option<i64>,
    pub(in crate::reports) denominator: Option<i64>,
}

/// The sums over the reports that count for `round`, one for each indicator.
pub(in crate::reports) fn sums(db: &mut AnyConnection, round: Uuid) -> Outcome<Vec<Sum>> {
    let counting = counting_ids(db, round)?;
    Ok(report_figures::table
        .filter(report_figures::report_id.eq_any(counting))
        .group_by((report_figures::indicator_id, report_figures::unit))
        .order(report_figures::indicator_id)
        .select((
            report_figures::indicator_id,
            report_figures::unit,
            sql::<Nullable<BigInt>>("CAST(SUM(report_figures.value) AS BIGINT)"),
            sql::<Nullable<BigInt>>("CAST(SUM(report_figures.denominator) AS BIGINT)"),
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
pub(in crate::reports) fn contributors(db: &mut AnyConnection, round: Uuid) -> Outcome<Vec<Contributor>> {
    let owed: Vec<(Uuid, String)> = round_obligations::table
        .filter(round_obligations::round_id.eq(round))
        .order((round_obligations::organisation_name, round_obligations::organisation_id))
        .select((round_obligations::organisation_id, round_obligations::organisation_name))
        .load(db)?;
    let counting: HashMap<Uuid, Uuid> =
        counting(db, round)?.into_iter().map(|one| (one.organisation_id, one.id)).collect();
    Ok(owed
        .into_iter()
        .map(|(organisation_id, organisation_name)| Contributor {
            organisation_id,
            organisation_name,
            report_id: counting.get(&organisation_id).copied(),
        })
        .collect())
}

/// Writes anew which rows are behind each figure of `report`.
pub(in crate::reports) fn replace_sources(db: &mut AnyConnection, report: Uuid, round: Uuid) -> Outcome<()> {
    let own = report_figures::table.filter(report_figures::report_id.eq(report)).select(report_figures::id);
    diesel::delete(figure_sources::table.filter(figure_sources::figure_id.eq_any(own))).execute(db)?;
    diesel::sql_query(format!(
        "INSERT INTO figure_sources (figure_id, source_figure_id, source_report_id, organisation_id, value) \
         SELECT mine.id, theirs.id, c.id, c.organisation_id, theirs.value \
         FROM (SELECT r.organisation_id, r.id {COUNTING}) AS c \
         JOIN report_figures AS theirs ON theirs.report_id = c.id \
         JOIN report_figures AS mine ON mine.indicator_id = theirs.indicator_id \
         WHERE mine.report_id = $2"
    ))
    .bind::<UuidSql, _>(round)
    .bind::<UuidSql, _>(report)
    .execute(db)?;
    Ok(())
}

/// Puts the rows behind the figure `from` behind its copy `to` as well.
pub(in crate::reports) fn copy_sources(db: &mut AnyConnection, from: Uuid, to: Uuid) -> Outcome<()> {
    diesel::sql_query(
        "INSERT INTO figure_sources (figure_id, source_figure_id, source_report_id, organisation_id, value) \
         SELECT $1, source_figure_id, source_report_id, organisation_id, value \
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

/// The items of the reports that count for `round`, by topic, report and position.
pub(in crate::reports) fn contributions(
    db: &mut AnyConnection,
    round: Uuid,
    (section, topic): (Option<Section>, Option<&str>),
    after: Option<ContributionKey>,
    limit: i64,
) -> Outcome<Vec<Contribution>> {
    let counting = counting_ids(db, round)?;
    let mut rows = report_items::table
        .inner_join(
            reports::table.inner_join(
                round_obligations::table.on(reports::round_id
                    .eq(round_obligations::round_id.nullable())
                    .and(reports::organisation_id.eq(round_obligations::organisation_id))),
            ),
        )
        .filter(report_items::report_id.eq_any(counting))
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
