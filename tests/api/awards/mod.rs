//! Awards over HTTP.

pub mod council;
pub mod decisions;
pub mod forms;
pub mod imports;
pub mod movements;
pub mod nominations;
mod places;
mod quotas;
mod reasons;
mod register;
mod repaid;
pub mod rounds;
pub mod seed;
mod statistics;
mod struck;
pub mod submissions;

use serde_json::{Value, json};

use self::council::{concluded, session};
pub use self::seed::{Round, endorsed, round, round_for};
use self::submissions::{answered, submitted};
use crate::reports::with;
use crate::support::world::P;
use crate::support::{Actor, Answer, TestApp};

pub const FORMS: &str = "/api/v1/award-forms";
pub const MOVEMENTS: &str = "/api/v1/emulation-movements";
pub const ROUNDS: &str = "/api/v1/award-rounds";

/// The council of [`set_up`]; two thirds of it are four.
pub const MEMBERS: [(&str, &str); 6] = [
    ("p.chair", "chair"),
    ("p.chair2", "vice_chair"),
    ("p.clerk", "secretary"),
    ("p.officer", "member"),
    ("p.accountant", "member"),
    ("p.inspector", "member"),
];

/// A form for collectives and individuals, awarded by the provincial federation, without conditions.
pub fn new_form(code: &str) -> Value {
    json!({
        "code": code, "kind": "commendation", "authority": "provincial_federation",
        "name_vi": format!("Hình thức {code}"), "name_en": format!("Form {code}"),
        "for_collectives": true, "for_individuals": true, "legal_basis": "Quy chế thử nghiệm",
        "valid_from": "2000-01-01",
    })
}

/// A form that differs from [`new_form`] in `more`.
pub async fn form(app: &TestApp, code: &str, more: Value) -> Answer {
    let administrator = app.working("p.administrator").await;
    administrator.post(FORMS, with(new_form(code), more)).await.expect(201)
}

/// The id of the seed's form with this code, e.g. `certificate_of_merit_confederation`.
pub async fn seeded_form(app: &TestApp, code: &str) -> String {
    let forms = app.working("p.officer").await.all(FORMS).await;
    let form = forms.iter().find(|form| form["code"] == code).unwrap();
    form["id"].as_str().unwrap().to_owned()
}

/// A round for 2024 that is open all of 2025.
pub fn new_round(organisation: &str, name: &str, forms: &[&str]) -> Value {
    json!({
        "organisation_id": organisation, "year": 2024, "name": name, "opens_on": "2025-01-01",
        "closes_on": "2025-12-31", "forms": forms,
    })
}

/// A round of the province for these forms, with [`MEMBERS`], that differs from [`new_round`] in `more`: quotas, days.
pub async fn set_up(app: &TestApp, forms: &[&str], more: Value) -> Answer {
    let council = json!({"council": council(app).await});
    let body = with(new_round(P, "Khen thưởng năm 2024", forms), with(council, more));
    app.working("p.clerk").await.post(ROUNDS, body).await.expect(201)
}

/// [`MEMBERS`] as a body has it.
pub async fn council(app: &TestApp) -> Vec<Value> {
    let mut members = Vec::new();
    for (username, function) in MEMBERS {
        let user = app.working(username).await.get("/api/v1/auth/me").await.expect(200).id();
        members.push(json!({"user_id": user, "function": function}));
    }
    members
}

/// Where a round is.
pub fn round_path(round: &str) -> String {
    format!("{ROUNDS}/{round}")
}

/// A form of the seed that the People's Committee awards.
pub const CERTIFICATE: &str = "01940000-0000-7009-8000-000000000003";
/// One that the confederation awards.
pub const MEDAL: &str = "01940000-0000-7009-8000-000000000006";
/// One that the province awards itself.
pub const COMMENDATION: &str = "01940000-0000-7009-8000-000000000005";

/// Everybody at the province but the approver, who concludes and signs.
pub const COUNCIL: [&str; 9] = [
    "p.chair",
    "p.chair2",
    "p.officer",
    "p.clerk",
    "p.clerk2",
    "p.appraiser",
    "p.accountant",
    "p.inspector",
    "p.administrator",
];

/// Violations as a test expects them.
pub fn pairs(expected: &[(&str, &str)]) -> Vec<(String, String)> {
    expected.iter().map(|(at, code)| ((*at).to_owned(), (*code).to_owned())).collect()
}

/// Takes one step with the version the record has now.
pub async fn step(by: &Actor, path: &str, step: &str, body: Value) -> Answer {
    let etag = by.get(path).await.expect(200).etag();
    by.act(&format!("{path}/{step}"), &etag, body).await
}

/// Gives somebody another role, at this organisation.
pub async fn appoint(app: &TestApp, username: &str, organisation: &str, role: &str) {
    let id = app.working(username).await.get("/api/v1/auth/me").await.id();
    let grant = json!({"user_id": id, "organisation_id": organisation, "role": role});
    app.working("p.administrator").await.post("/api/v1/grants", grant).await.expect(201);
}

/// Nominations of this form that the council has approved.
pub async fn approved(app: &TestApp, round: &Round, form: &str, count: usize) -> Vec<String> {
    let mut all = Vec::new();
    for _ in 0..count {
        all.push(endorsed(app, round, form).await);
    }
    let session = session(app, round, &all, "totals").await;
    concluded(app, &session, &vec![[9, 0, 0]; count]).await;
    all
}

/// The council approves what was endorsed.
pub async fn approve(app: &TestApp, round: &Round, nomination: &str) -> String {
    let session = session(app, round, &[nomination.to_owned()], "totals").await;
    concluded(app, &session, &[[9, 0, 0]]).await;
    nomination.to_owned()
}

/// Nominations for the certificate that were submitted to the People's Committee; answers the submission too.
pub async fn forwarded(app: &TestApp, round: &Round, count: usize) -> (String, Vec<String>) {
    let nominations = approved(app, round, CERTIFICATE, count).await;
    let submission = submitted(app, round, &nominations).await;
    (submission, nominations)
}

/// Nominations for the certificate that the People's Committee has awarded.
pub async fn awarded(app: &TestApp, round: &Round, count: usize) -> Vec<String> {
    let (submission, nominations) = forwarded(app, round, count).await;
    let lines: Vec<Value> =
        nominations.iter().map(|id| json!({"nomination_id": id, "outcome": "awarded"})).collect();
    answered(app, &submission, &lines).await.expect(200);
    nominations
}

/// Where so many nominations of the database stand.
pub fn standing(app: &TestApp, status: &str) -> i64 {
    app.database.count(&format!("SELECT count(*) AS n FROM award_nominations WHERE status = '{status}'"))
}

/// All of a paper took effect, or nothing did.
pub fn check_whole(app: &TestApp) {
    let count = |query: &str| app.database.count(query);
    for (table, series, record) in
        [("award_submissions", "TTr", "award_submission"), ("award_decisions", "QD", "award_decision")]
    {
        let numbered = count(&format!("SELECT count(*) AS n FROM {table} WHERE number IS NOT NULL"));
        let given = format!("SELECT count(*) AS n FROM register_entries WHERE record_type = '{record}'");
        assert_eq!(count(&given), numbered, "{record}");
        let highest = format!(
            "SELECT coalesce(max(number), 0) AS n FROM register_entries e JOIN number_registers r ON r.id = e.register_id \
             WHERE r.series = '{series}'"
        );
        assert_eq!(count(&highest), numbered, "a gap in {series}");
        let signed = format!("SELECT count(*) AS n FROM journal WHERE action = '{record}.sign'");
        assert_eq!(count(&signed), numbered, "{record}");
    }
    let awards = count("SELECT count(*) AS n FROM awards WHERE state = 'valid'");
    assert_eq!(standing(app, "awarded"), awards);
    let lines = "SELECT count(*) AS n FROM award_decision_lines l JOIN award_decisions d ON d.id = l.decision_id \
         WHERE d.status = 'signed' AND l.outcome = 'awarded'";
    assert_eq!(count(lines), awards);
    let waiting = "SELECT count(*) AS n FROM award_submission_lines l JOIN award_submissions s ON s.id = l.submission_id \
         WHERE s.status <> 'draft' AND l.answer IS NULL AND NOT l.recalled";
    assert_eq!(count(waiting), standing(app, "forwarded"));
}

/// Places and codes as `Answer::violations` has them.
pub fn expected<const N: usize>(wrong: [(&str, &str); N]) -> Vec<(String, String)> {
    let mut wrong = wrong.map(|(at, code)| (at.to_owned(), code.to_owned()));
    wrong.sort();
    wrong.into()
}
