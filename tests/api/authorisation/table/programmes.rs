//! Support programmes and their norms.

use congdoan::identity::Action::{ProgrammeManage, ProgrammeRead};
use congdoan::identity::Role::Accountant;
use serde_json::json;

use super::super::access::{list, names, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, row};
use crate::hardship::programmes::{new_norm, new_programme};
use crate::support::Answer;
use crate::support::world::D1;

const PROGRAMMES: &str = "/api/v1/support-programmes";

pub fn rows() -> Vec<Row> {
    let seen = || record(ProgrammeRead);
    let managed = || seen().may(ProgrammeManage);
    vec![
        row("list_support_programmes", list(ProgrammeRead), |s| async move {
            let programme = opened(&s).await;
            Case::new().filter(format!("?q={}", programme.text_of("name"))).shows(programme.id())
        }),
        row("create_support_programme", names().may(ProgrammeManage), |s| async move {
            Case::new().with(new_programme(D1, &format!("chuongtrinh{:04}", s.number())))
        }),
        row("read_support_programme", seen(), programme),
        row("update_support_programme", managed(), |s| async move {
            Case::of(&opened(&s).await).with(json!({"retention_years": 12}))
        }),
        row("delete_support_programme", managed(), programme),
        row("read_support_programme_balance", seen(), programme),
        row("read_support_programme_history", seen(), programme),
        row("list_support_norms", seen(), programme),
        row("create_support_norm", managed(), |s| async move {
            Case::of(&opened(&s).await).with(new_norm("visit", 500_000, "2025-01-01"))
        }),
        row("read_support_norm", seen(), norm),
        row("update_support_norm", managed(), |s| async move {
            norm(s).await.with(json!({"valid_to": "2026-01-01"}))
        }),
    ]
}

/// A programme of D1.
pub async fn opened(s: &Stage) -> Answer {
    let body = new_programme(D1, &format!("chuongtrinh{:04}", s.number()));
    s.at(D1, Accountant).post(PROGRAMMES, body).await.expect(201)
}

async fn programme(s: Stage) -> Case {
    Case::of(&opened(&s).await)
}

async fn norm(s: Stage) -> Case {
    let norms = format!("{PROGRAMMES}/{}/norms", opened(&s).await.id());
    let body = new_norm("visit", 500_000, "2025-01-01");
    Case::of(&s.at(D1, Accountant).post(&norms, body).await.expect(201))
}
