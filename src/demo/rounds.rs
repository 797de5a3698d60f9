//! Reports as the unions below write them: one round for each of the two levels and months.

use serde_json::json;

use super::cast::{self, Union};
use super::numbers::Figure;
use super::stage::{Stage, body};
use crate::identity::Role;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::reports::rounds::service as rounds;
use crate::reports::service as reports;

/// A month of the story.
#[derive(Clone, Copy)]
pub(super) struct Month {
    /// Its first and last day.
    pub(super) days: (&'static str, &'static str),
    /// What its reports are called.
    pub(super) title: &'static str,
}

/// February 2025.
pub(super) const FEBRUARY: Month =
    Month { days: ("2025-02-01", "2025-02-28"), title: "Công tác công đoàn tháng 02 năm 2025" };
/// March 2025.
pub(super) const MARCH: Month =
    Month { days: ("2025-03-01", "2025-03-31"), title: "Công tác công đoàn tháng 3 năm 2025" };

/// A round that was opened.
#[derive(Clone, Copy)]
pub(super) struct Round {
    id: Uuid,
    month: Month,
}

/// `clerk` opens a round for all direct unions of `organisation`.
pub(super) fn open(
    stage: &mut Stage<'_>,
    clerk: &str,
    at: Instant,
    (organisation, kinds): (Uuid, &[&str]),
    month: Month,
    deadline: Instant,
) -> Outcome<Round> {
    let new = body(json!({
        "organisation_id": organisation, "title": month.title, "period_kind": "month",
        "period_start": month.days.0, "period_end": month.days.1, "deadline": deadline,
        "under": {"organisation_id": organisation, "kinds": kinds},
    }))?;
    let id = stage.act(clerk, at, |w| rounds::create(w, new))?.id;
    Ok(Round { id, month })
}

/// The officer of `union` begins its report for the round.
pub(super) fn draft(stage: &mut Stage<'_>, union: &Union, at: Instant, round: Round) -> Outcome<Uuid> {
    let organisation = stage.organisation(union.key)?;
    let new = body(json!({
        "organisation_id": organisation, "round_id": round.id, "title": round.month.title,
        "recipients": [{"direction": "upward", "name": "Liên đoàn Lao động tỉnh Lai Châu"}],
    }))?;
    Ok(stage.act(&union.user(Role::Officer), at, |w| reports::create(w, new))?.id)
}

/// The officer writes what the union counted.
pub(super) fn count(
    stage: &mut Stage<'_>,
    union: &Union,
    at: Instant,
    report: Uuid,
    figures: &[Figure],
) -> Outcome<()> {
    for (code, value, denominator) in figures {
        let mut figure = json!({"indicator_id": stage.indicator(code)?, "value": value});
        if let (Some(denominator), Some(members)) = (denominator, figure.as_object_mut()) {
            members.insert("denominator".to_owned(), json!(denominator));
        }
        let figure = body(figure)?;
        stage.act(&union.user(Role::Officer), at, |w| reports::add_figure(w, report, figure))?;
    }
    Ok(())
}

/// The officer writes an item: section, topic, text.
pub(super) fn tell(
    stage: &mut Stage<'_>,
    union: &Union,
    at: Instant,
    report: Uuid,
    items: &[(&str, &str, String)],
) -> Outcome<()> {
    for (section, topic, text) in items {
        let item = body(json!({"section": section, "topic": topic, "body": text}))?;
        stage.act(&union.user(Role::Officer), at, |w| reports::add_item(w, report, item))?;
    }
    Ok(())
}

/// The union's chair sends the report.
pub(super) fn submit(stage: &mut Stage<'_>, union: &Union, at: Instant, report: Uuid) -> Outcome<()> {
    submit_as(stage, &union.user(Role::Chair), at, report)
}

/// `chair` sends the report.
pub(super) fn submit_as(stage: &mut Stage<'_>, chair: &str, at: Instant, report: Uuid) -> Outcome<()> {
    let nothing = body(json!({}))?;
    stage.act(chair, at, |w| {
        let version = reports::read(w, report)?.version;
        reports::submit(w, report, version, nothing).map(drop)
    })
}

/// `clerk` takes it.
pub(super) fn accept(stage: &mut Stage<'_>, clerk: &str, at: Instant, report: Uuid) -> Outcome<()> {
    let nothing = body(json!({}))?;
    stage.act(clerk, at, |w| {
        let version = reports::read(w, report)?.version;
        reports::accept(w, report, version, nothing).map(drop)
    })
}

/// `clerk` sends it back.
pub(super) fn send_back(
    stage: &mut Stage<'_>,
    clerk: &str,
    at: Instant,
    report: Uuid,
    reason: &str,
) -> Outcome<()> {
    let reason = body(json!({"reason": reason}))?;
    stage.act(clerk, at, |w| {
        let version = reports::read(w, report)?.version;
        reports::return_(w, report, version, reason).map(drop)
    })
}

/// `officer` sums the accepted reports below into the report.
pub(super) fn consolidate(stage: &mut Stage<'_>, officer: &str, at: Instant, report: Uuid) -> Outcome<()> {
    let nothing = body(json!({}))?;
    stage.act(officer, at, |w| {
        let version = reports::read(w, report)?.version;
        reports::consolidate(w, report, version, nothing).map(drop)
    })
}

/// The union with this key that reports to the province.
pub(super) fn direct(key: &str) -> Outcome<&'static Union> {
    cast::DIRECT
        .iter()
        .find(|union| union.key == key)
        .ok_or_else(|| crate::kernel::problem::Problem::internal(format!("the demo names no union {key}")))
}
