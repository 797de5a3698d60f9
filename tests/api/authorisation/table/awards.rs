//! The register of D1 and its imports, and what awards come to.

use congdoan::identity::Action::{
    AwardAppraise, AwardManage, AwardPay, AwardRead, AwardRevoke, JournalRead, OrganisationRead,
};
use congdoan::identity::Role::{Accountant, Approver, Clerk};
use serde_json::{Value, json};

use super::super::access::{list, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, row};
use crate::awards::imports::{AWARDS, file, over, person, send};
use crate::support::Answer;
use crate::support::world::D1;

pub fn rows() -> Vec<Row> {
    let seen = || record(AwardRead);
    vec![
        row("list_awards", list(AwardRead), |s| async move {
            let award = entered(&s).await;
            let import = award["import_id"].as_str().unwrap();
            Case::new().filter(format!("?import_id={import}")).shows(award["id"].as_str().unwrap())
        }),
        row("export_awards", list(AwardRead), |s| async move {
            let award = entered(&s).await;
            let import = award["import_id"].as_str().unwrap();
            Case::new()
                .filter(format!("?format=csv&import_id={import}"))
                .shows(award["recipient_name"].as_str().unwrap())
        }),
        row("read_award", seen(), award),
        row("read_award_history", seen(), award),
        row("revoke_award", seen().may(AwardRevoke), |s| async move { award(s).await.with(revocation()) }),
        row("strike_award", seen().may(AwardRevoke), |s| async move {
            award(s).await.with(json!({"reason": "Ghi nhầm."}))
        }),
        row(
            "read_award_strike",
            seen().may(AwardManage).may(AwardAppraise).may(AwardRevoke).may(AwardPay).may(JournalRead),
            |s| async move {
                let id = entered(&s).await["id"].as_str().unwrap().to_owned();
                let body = json!({"reason": "Ghi nhầm."});
                let approver = s.at(D1, Approver);
                Case::of(&approver.act(&format!("{AWARDS}/{id}/strike"), "\"v1\"", body).await.expect(200))
            },
        ),
        row(
            "read_award_revocation",
            seen().may(AwardManage).may(AwardAppraise).may(AwardRevoke).may(AwardPay).may(JournalRead),
            |s| async move { Case::of(&revoked(&s).await) },
        ),
        row("list_award_repayments", seen(), |s| async move { Case::of(&revoked(&s).await) }),
        row("create_award_repayment", seen().may(AwardPay), |s| async move {
            Case::of(&revoked(&s).await).with(repayment())
        }),
        row("read_award_repayment", seen(), |s| async move {
            let award = revoked(&s).await.id();
            let path = format!("{AWARDS}/{award}/repayments");
            Case::of(&s.at(D1, Accountant).post(&path, repayment()).await.expect(201))
        }),
        row("read_award_statistics", record(OrganisationRead).may(AwardRead), |_| async {
            Case::new().filter(format!("?organisation_id={D1}&year=2020"))
        }),
    ]
    .into_iter()
    .chain(imports())
    .collect()
}

fn imports() -> Vec<Row> {
    let seen = || record(AwardRead);
    vec![
        row("create_award_import", record(OrganisationRead).may(AwardManage), |_| async {
            Case::new().filter(format!("?organisation_id={D1}&dry_run=true")).sends_table()
        }),
        row("list_award_imports", list(AwardRead), |s| async move {
            Case::new().filter(format!("?organisation_id={D1}")).shows(imported(&s).await.id())
        }),
        row("read_award_import", seen(), |s| async move { Case::of(&imported(&s).await) }),
        row("read_award_import_history", seen(), |s| async move { Case::of(&imported(&s).await) }),
        row("list_award_import_faults", seen(), |s| async move { Case::of(&imported(&s).await) }),
    ]
}

/// An import of D1 that has entered one award.
async fn imported(s: &Stage) -> Answer {
    let clerk = s.at(D1, Clerk);
    let text = file(&[person("LDLD-D1", &format!("Người Mẫu {}", s.number()))]);
    let begun = send(clerk, D1, false, text).await.expect(201);
    let done = over(clerk, &begun.id()).await;
    assert_eq!(done["status"], "done", "{done}");
    done
}

async fn entered(s: &Stage) -> Value {
    let import = imported(s).await.id();
    s.at(D1, Clerk).all(&format!("{AWARDS}?import_id={import}")).await.remove(0)
}

async fn award(s: Stage) -> Case {
    let id = entered(&s).await["id"].as_str().unwrap().to_owned();
    Case::of(&s.at(D1, Clerk).get(&format!("{AWARDS}/{id}")).await.expect(200))
}

fn revocation() -> Value {
    json!({
        "symbol": "9/QĐ", "revoked_on": "2025-02-10", "signer_name": "Người Ký Mẫu", "reason": "Không đúng.",
        "due_back_vnd": 1000,
    })
}

fn repayment() -> Value {
    json!({"amount_vnd": 1, "paid_on": "2025-02-10", "voucher": "PT-1"})
}

async fn revoked(s: &Stage) -> Answer {
    let id = entered(s).await["id"].as_str().unwrap().to_owned();
    s.at(D1, Approver).act(&format!("{AWARDS}/{id}/revoke"), "\"v1\"", revocation()).await.expect(200)
}
