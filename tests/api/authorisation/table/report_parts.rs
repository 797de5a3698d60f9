//! Items and figures of reports.

use congdoan::identity::Action::{ReportDraft, ReportRead};
use congdoan::identity::Role::Officer;
use serde_json::json;

use super::super::access::record;
use super::super::case::Case;
use super::super::stage::Stage;
use super::reports::{begun, new_item};
use super::{Row, row};
use crate::reports::{february, path};
use crate::support::world::D1;

pub fn rows() -> Vec<Row> {
    let drafted = || record(ReportRead).may(ReportDraft);
    vec![
        row("read_report_item", record(ReportRead), item),
        row(
            "update_report_item",
            drafted(),
            |s| async move { item(s).await.with(json!({ "body": "Việc." })) },
        ),
        row("delete_report_item", drafted(), item),
        row("read_report_item_history", record(ReportRead), item),
        row("read_report_figure", record(ReportRead), figure),
        row(
            "update_report_figure",
            drafted(),
            |s| async move { figure(s).await.with(json!({ "value": 8 })) },
        ),
        row("delete_report_figure", drafted(), figure),
        row("read_report_figure_history", record(ReportRead), figure),
        row("list_report_figure_sources", record(ReportRead), figure),
        row("list_report_figure_records", record(ReportRead), figure),
    ]
}

async fn item(s: Stage) -> Case {
    let report = path(&begun(&s, february(D1)).await.id());
    Case::of(&s.at(D1, Officer).post(&format!("{report}/items"), new_item()).await.expect(201))
}

async fn figure(s: Stage) -> Case {
    let report = path(&begun(&s, february(D1)).await.id());
    let new = json!({ "indicator_id": s.indicator, "value": 7 });
    Case::of(&s.at(D1, Officer).post(&format!("{report}/figures"), new).await.expect(201))
}
