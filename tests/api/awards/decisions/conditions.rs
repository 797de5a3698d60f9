//! Conditions of forms are held against the register once more when a paper is signed.

use serde_json::{Value, json};

use super::{draft, preview, previewed, refused, sign};
use crate::awards::imports::{AWARDS, FLAG, OWN, imported, row};
use crate::awards::nominations::{act, endorsed, new_nomination, submitted};
use crate::awards::submissions::{answered, award, draft as submission, path, sign as submit};
use crate::awards::{CERTIFICATE, COUNCIL, Round, approve, form, pairs, round_for, standing};
use crate::support::world::A;
use crate::support::{TestApp, on_both_databases};

const NAME: &str = "Nguyễn Thị Mẫu";
const UNIT: &str = "Tổ Mẫu";

/// A form of the province that asks for one of its commendations within three years, and a round for it.
async fn demanding(app: &TestApp) -> (String, Round) {
    let condition = json!({"condition": "prerequisite", "kind": "commendation", "within_years": 3});
    let more = json!({"kind": "certificate_of_merit", "conditions": [condition]});
    let form = form(app, "needs_commendation", more).await.id();
    let round = round_for(app, &COUNCIL, &[&form]).await;
    (form, round)
}

/// The province takes back what it gave.
async fn revoke(app: &TestApp, award: &Value) {
    let body = json!({
        "revoked_on": "2025-02-10", "signer_name": "Người Ký Mẫu", "reason": "Kê khai không đúng.", "due_back_vnd": 0,
    });
    let at = format!("{AWARDS}/{}", award["id"].as_str().unwrap());
    let approver = app.working("p.approver").await;
    let etag = approver.get(&at).await.expect(200).etag();
    approver.act(&format!("{at}/revoke"), &etag, body).await.expect(200);
}

/// A unit of A that the council has approved for the certificate of the People's Committee.
async fn unit_approved(app: &TestApp) -> (Round, String) {
    let round = round_for(app, &COUNCIL, &[CERTIFICATE]).await;
    let mut body = new_nomination(A, &round.id, CERTIFICATE, UNIT);
    (body["nominee_kind"], body["nominee_title"], body["workplace"]) =
        (json!("collective"), Value::Null, Value::Null);
    let sent = submitted(app, "a", body).await;
    let put_forward = act(&app.working("d1.chair").await, &sent, "endorse", json!({"rank": 1})).await;
    let nomination = approve(app, &round, &put_forward.expect(200).id()).await;
    (round, nomination)
}

/// The unit's flag of the People's Committee for the year of the round.
async fn flag(app: &TestApp) -> Value {
    imported(app, &[row("CDCS-A", ("collective", "TO MAU"), FLAG, 2024, 0)]).await.remove(0)
}

on_both_databases! {
    async fn what_a_nominee_needed_and_lost_stops_the_decision(app: WorldApp) {
        let (form, round) = demanding(&app).await;
        let given = imported(&app, &[row("CDCS-A", ("individual", NAME), OWN, 2022, 0)]).await.remove(0);
        let nomination = endorsed(&app, &round.id, &form, NAME, 1).await.id();
        let decision = draft(&app, &round, &[approve(&app, &round, &nomination).await]).await;
        assert_eq!(preview(&app, "p.approver", &decision).await["ready"], true);
        revoke(&app, &given).await;
        refused(&app, &decision, &[("/nomination_ids/0", "not_eligible")]).await;
        let told = preview(&app, "p.approver", &decision).await;
        let detail = told["lines"][0]["problems"][0]["detail"].as_str().unwrap().to_owned();
        assert!(detail.contains(given["id"].as_str().unwrap()) && detail.contains("2022"), "{detail}");
        assert_eq!((standing(&app, "council_approved"), standing(&app, "awarded")), (1, 0));
        // Another one that counts, and it goes on.
        imported(&app, &[row("CDCS-A", ("individual", NAME), OWN, 2023, 0)]).await;
        assert_eq!(previewed(&preview(&app, "p.approver", &decision).await), Vec::new());
        sign(&app.working("p.approver").await, &decision).await.expect(200);
    }

    async fn what_was_given_meanwhile_stops_the_submission(app: WorldApp) {
        let (round, nomination) = unit_approved(&app).await;
        let submission = submission(&app, &round, &[nomination]).await;
        let approver = app.working("p.approver").await;
        let at = format!("{}/preview", path(&submission));
        assert_eq!(approver.get(&at).await.expect(200)["ready"], true);
        let flag = flag(&app).await;
        let expected = pairs(&[("/nomination_ids/0", "not_eligible")]);
        let told = approver.get(&at).await.expect(200);
        assert_eq!((&told["ready"], previewed(&told)), (&json!(false), expected.clone()));
        let top = app.journal_top();
        let refused = submit(&approver, &submission).await;
        assert_eq!(refused.violations(), expected);
        assert!(refused["errors"][0]["detail"].as_str().unwrap().contains(flag["id"].as_str().unwrap()), "{refused}");
        assert_eq!((app.journal_top(), standing(&app, "council_approved")), (top, 1));
    }

    async fn what_an_authority_has_decided_is_recorded_as_it_is(app: WorldApp) {
        let (round, nomination) = unit_approved(&app).await;
        let submission = submission(&app, &round, std::slice::from_ref(&nomination)).await;
        submit(&app.working("p.approver").await, &submission).await.expect(200);
        flag(&app).await;
        answered(&app, &submission, &[award(&nomination)]).await.expect(200);
        assert_eq!(standing(&app, "awarded"), 1);
    }
}
