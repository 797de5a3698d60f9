//! Reporting rounds.

use congdoan::identity::Action::{ReportRead, RoundManage};
use congdoan::identity::Role::Clerk;
use serde_json::{Value, json};

use super::super::access::{list, names, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, row};
use crate::support::Answer;
use crate::support::world::{A, B, D1};

const ROUNDS: &str = "/api/v1/reporting-rounds";

pub fn rows() -> Vec<Row> {
    let managed = || record(ReportRead).may(RoundManage);
    vec![
        row("list_reporting_rounds", list(ReportRead), |s| async move { listed(&opened(&s, D1, B).await) }),
        row("create_reporting_round", names().may(RoundManage), |s| async move {
            Case::new().with(new_round(&s, D1, B))
        }),
        row("read_reporting_round", record(ReportRead), owed_by_another),
        row("update_reporting_round", managed(), owed_by_another),
        row("close_reporting_round", managed(), owed_by_another),
        row("read_reporting_round_history", record(ReportRead), owed_by_another),
        row("list_round_obligations", record(ReportRead), owed_by_another),
        row("read_round_summary", record(ReportRead), owed_by_another),
    ]
    .into_iter()
    .chain(owed())
    .collect()
}

/// Those who owe a round see it.
fn owed() -> Vec<Row> {
    let seen = || record(ReportRead).also_seen(ReportRead, A);
    let managed = || seen().may(RoundManage);
    let when = "owed by those below";
    vec![
        row("list_reporting_rounds", list(ReportRead).also_seen(ReportRead, A), |s| async move {
            listed(&opened(&s, D1, A).await)
        })
        .when(when),
        row("read_reporting_round", seen(), owed_by_a).when(when),
        row("update_reporting_round", managed(), owed_by_a).when(when),
        row("close_reporting_round", managed(), owed_by_a).when(when),
        row("read_reporting_round_history", seen(), owed_by_a).when(when),
        row("list_round_obligations", seen(), owed_by_a).when(when),
        row("read_round_summary", seen(), owed_by_a).when(when),
    ]
}

/// A round of one day, so that no two are for the same period.
fn new_round(s: &Stage, opener: &str, owing: &str) -> Value {
    let day = s.day();
    json!({
        "organisation_id": opener, "title": "Báo cáo đột xuất", "period_kind": "ad_hoc", "period_start": day,
        "period_end": day, "deadline": format!("{day}T10:00:00Z"), "organisation_ids": [owing],
    })
}

/// A round that `opener` opens and `owing` owes.
pub async fn opened(s: &Stage, opener: &'static str, owing: &str) -> Answer {
    s.at(opener, Clerk).post(ROUNDS, new_round(s, opener, owing)).await.expect(201)
}

fn listed(round: &Answer) -> Case {
    Case::new().filter(format!("?period_start={}", round.text_of("period_start"))).shows(round.id())
}

async fn owed_by_another(s: Stage) -> Case {
    Case::of(&opened(&s, D1, B).await)
}

async fn owed_by_a(s: Stage) -> Case {
    Case::of(&opened(&s, D1, A).await)
}
