//! Reports.

use congdoan::identity::Action::{ReportDraft, ReportIssue, ReportRead, ReportReview, ReportSubmit};
use congdoan::identity::Role::{Chair, Clerk, Officer};
use serde_json::{Value, json};

use super::super::access::{list, names, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::rounds::opened;
use super::{Row, row};
use crate::reports::{february, for_round, path, step};
use crate::support::Answer;
use crate::support::world::{B, D1, P};

const REPORTS: &str = "/api/v1/reports";

pub fn rows() -> Vec<Row> {
    read().into_iter().chain(written()).chain(decided()).collect()
}

fn read() -> Vec<Row> {
    vec![
        row("list_reports", list(ReportRead), |s| async move {
            let report = owed(&s).await;
            Case::new().filter(format!("?round_id={}", report.text_of("round_id"))).shows(report.id())
        }),
        row("read_report", record(ReportRead), draft),
        row("read_report_history", record(ReportRead), draft),
        row("print_report_text", record(ReportRead), draft),
        row("list_report_contributions", record(ReportRead), summing),
    ]
}

fn written() -> Vec<Row> {
    let drafted = || record(ReportRead).may(ReportDraft);
    vec![
        row("create_report", names().may(ReportDraft), |_| async { Case::new().with(february(D1)) }),
        row(
            "update_report",
            drafted(),
            |s| async move { draft(s).await.with(json!({ "place": "Lai Châu" })) },
        ),
        row("delete_report", drafted(), draft),
        row("create_report_item", drafted(), |s| async move { draft(s).await.with(new_item()) }),
        row("create_report_figure", drafted(), |s| async move {
            let figure = json!({ "indicator_id": s.indicator, "value": 7 });
            draft(s).await.with(figure)
        }),
        row("consolidate_report", drafted(), summing),
        row("amend_report", drafted(), |s| async move {
            let report = accepted(&s).await;
            Case::of(&step(s.at(D1, Chair), &report.id(), "issue", json!({})).await.expect(200))
        }),
    ]
}

fn decided() -> Vec<Row> {
    let reviewed = || record(ReportRead).may(ReportReview);
    let reviewed_above = || record(ReportRead).may_at(ReportReview, P);
    let when = "owed to the province";
    vec![
        row("submit_report", record(ReportRead).may(ReportSubmit), |s| async move {
            let report = filled(&s, begun(&s, february(D1)).await).await;
            Case::of(&s.at(D1, Officer).get(&path(&report)).await.expect(200))
        }),
        row("return_report", reviewed(), |s| async move {
            Case::of(&submitted(&s, begun(&s, february(D1)).await).await).with(why())
        }),
        row("return_report", reviewed_above(), |s| async move {
            Case::of(&submitted(&s, owed(&s).await).await).with(why())
        })
        .when(when),
        row("accept_report", reviewed(), |s| async move {
            Case::of(&submitted(&s, begun(&s, february(D1)).await).await)
        }),
        row(
            "accept_report",
            reviewed_above(),
            |s| async move { Case::of(&submitted(&s, owed(&s).await).await) },
        )
        .when(when),
        row(
            "issue_report",
            record(ReportRead).may(ReportIssue),
            |s| async move { Case::of(&accepted(&s).await) },
        ),
    ]
}

/// A report of D1 that its officer has begun.
pub async fn begun(s: &Stage, body: Value) -> Answer {
    s.at(D1, Officer).post(REPORTS, body).await.expect(201)
}

async fn draft(s: Stage) -> Case {
    Case::of(&begun(&s, february(D1)).await)
}

/// The same for a round of the province.
async fn owed(s: &Stage) -> Answer {
    let round = opened(s, P, D1).await.id();
    begun(s, for_round(D1, &round)).await
}

/// A draft of D1 with a round of its own for the same period.
async fn summing(s: Stage) -> Case {
    let round = opened(&s, D1, B).await;
    let mut body = february(D1);
    for member in ["period_kind", "period_start", "period_end"] {
        body[member] = round[member].clone();
    }
    Case::of(&begun(&s, body).await)
}

pub fn new_item() -> Value {
    json!({ "section": "result", "body": "Tuyên truyền đến đoàn viên." })
}

/// The report's id, once it says something.
async fn filled(s: &Stage, report: Answer) -> String {
    let items = format!("{}/items", path(&report.id()));
    s.at(D1, Officer).post(&items, new_item()).await.expect(201);
    report.id()
}

async fn submitted(s: &Stage, report: Answer) -> Answer {
    let id = filled(s, report).await;
    step(s.at(D1, Chair), &id, "submit", json!({})).await.expect(200)
}

/// A report of D1 that its own clerk has accepted.
async fn accepted(s: &Stage) -> Answer {
    let report = submitted(s, begun(s, february(D1)).await).await;
    step(s.at(D1, Clerk), &report.id(), "accept", json!({})).await.expect(200)
}

fn why() -> Value {
    json!({ "reason": "Thiếu số liệu" })
}
