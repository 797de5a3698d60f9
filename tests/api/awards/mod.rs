//! Awards over HTTP.

pub mod forms;
pub mod movements;
mod quotas;
pub mod rounds;

use serde_json::{Value, json};

use crate::reports::with;
use crate::support::world::P;
use crate::support::{Answer, TestApp};

pub const FORMS: &str = "/api/v1/award-forms";
pub const MOVEMENTS: &str = "/api/v1/emulation-movements";
pub const ROUNDS: &str = "/api/v1/award-rounds";

/// The council of [`round`]; two thirds of it are four.
pub const COUNCIL: [(&str, &str); 6] = [
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

/// A round of the province for these forms, with [`COUNCIL`], that differs from [`new_round`] in `more`: quotas, days.
pub async fn round(app: &TestApp, forms: &[&str], more: Value) -> Answer {
    let council = json!({"council": council(app).await});
    let body = with(new_round(P, "Khen thưởng năm 2024", forms), with(council, more));
    app.working("p.clerk").await.post(ROUNDS, body).await.expect(201)
}

/// [`COUNCIL`] as a body has it.
pub async fn council(app: &TestApp) -> Vec<Value> {
    let mut members = Vec::new();
    for (username, function) in COUNCIL {
        let user = app.working(username).await.get("/api/v1/auth/me").await.expect(200).id();
        members.push(json!({"user_id": user, "function": function}));
    }
    members
}

/// Where a round is.
pub fn round_path(round: &str) -> String {
    format!("{ROUNDS}/{round}")
}

/// Places and codes as `Answer::violations` has them.
pub fn expected<const N: usize>(wrong: [(&str, &str); N]) -> Vec<(String, String)> {
    let mut wrong = wrong.map(|(at, code)| (at.to_owned(), code.to_owned()));
    wrong.sort();
    wrong.into()
}
