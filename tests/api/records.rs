//! A record of every kind in the small province, with what lists hold about them, and somebody who may see and write
//! them all: for the tests that go over every operation of the document.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::attachments::{self, samples::pdf};
use super::awards::council::{new_session, path as session_path, with_totals};
use super::awards::decisions::new_decision as new_award_decision;
use super::awards::imports::{AWARDS, file, imported, over, person, send};
use super::awards::movements::new_movement;
use super::awards::nominations::new_nomination;
use super::awards::submissions::new_submission;
use super::awards::{CERTIFICATE, COMMENDATION, COUNCIL, Round, endorsed, new_form, new_round, round};
use super::hardship::decisions::{add, many_appraised, new_decision};
use super::hardship::requests::new_request;
use super::hardship::surveys::new_survey;
use super::reports::{
    accepted_for_round, create, february, february_round, indicator, issued_in_house, path, step, with,
};
use super::support::world::{A, D1, D2, P, S};
use super::support::{Actor, Answer, TestApp};

/// How many of each kind there are at least, where the API can make them.
const EACH: u32 = 3;

/// Categories of hardship, each with a norm of its own.
const CATEGORIES: [&str; 8] = [
    "infertility_treatment",
    "critical_illness",
    "work_accident",
    "natural_disaster",
    "house_building",
    "house_repair",
    "visit",
    "other_hardship",
];

/// A form of the seed that rounds take.
const FORM: &str = "01940000-0000-7009-8000-000000000004";

/// Unions that can register for a movement, each once.
const UNIONS: [&str; 5] = [P, D1, D2, S, A];

/// One record of each kind.
pub struct Records {
    /// Somebody with every role at the top.
    pub everybody: Actor,
    /// A report that is issued, of the top.
    pub issued: String,
    /// By the collection they stand in, e.g. `task-items`.
    ids: BTreeMap<String, String>,
    /// Indicators of the seed.
    counted: Vec<String>,
    /// A round of awards, with a nomination that waits for the council for each number.
    awards: Round,
    nominated: Vec<String>,
}

impl Records {
    /// Makes them.
    pub async fn of(app: &TestApp) -> Self {
        let everybody = with_every_role(app).await;
        let counted = everybody.all("/api/v1/indicators").await;
        let counted = counted.iter().map(|one| one["id"].as_str().unwrap().to_owned()).collect();
        let issued = issued_in_house(app).await;
        let (awards, nominated) = nominated(app).await;
        let mut records = Self { everybody, issued, ids: BTreeMap::new(), counted, awards, nominated };
        records.ids.insert("organisations".to_owned(), P.to_owned());
        records.find_seeded(app).await;
        records.consolidate(app).await;
        records.register(app).await;
        for number in 1..=EACH {
            // Anew for each, since later ones stand in what was made first.
            for index in 0..records.creations(number).len() {
                let (collection, body) = records.creations(number).swap_remove(index);
                let made = records.everybody.post(&records.at(collection), body).await.expect(201);
                records.keep(&made);
            }
        }
        records.decide(app).await;
        records.award(app).await;
        records.attach().await;
        records.assign().await;
        records.change(1).await;
        records.change(2).await;
        records.void().await;
        records
    }

    /// The address of an operation on these records.
    pub fn at(&self, path: &str) -> String {
        let known = path.split('/').zip(path.split('/').skip(1)).find(|(_, next)| next.starts_with('{'));
        match known {
            None => path.to_owned(),
            Some((_, name @ "{code}")) => path.replace(name, "not-found"),
            Some((collection, name)) => path.replace(name, &self.ids[collection]),
        }
    }

    /// One more of each kind: where to post it, and a body that meets no other of another `number` below 10.
    #[expect(clippy::too_many_lines, reason = "one table, read as one")]
    pub fn creations(&self, number: u32) -> Vec<(&'static str, Value)> {
        let (year, day) = (2000 + number, format!("2025-05-0{number}"));
        let (term, end) = (format!("{}-01-01", 2030 + number), format!("{}-01-01", 2031 + number));
        let one = |kind: &str| self.ids.get(kind).cloned().unwrap_or_default();
        vec![
            (
                "/api/v1/organisations",
                json!({"code": format!("THEM-{number}"), "name": format!("Công đoàn Thêm {number}"), "kind": "grassroots_union", "parent_id": P}),
            ),
            (
                "/api/v1/organisations/{id}/committees",
                json!({"kind": "standing_committee", "term_from": term, "term_to": end}),
            ),
            (
                "/api/v1/committees/{id}/members",
                json!({"full_name": format!("Người {number}"), "title": "member", "valid_from": "2031-02-01", "decision_number": "1/QĐ", "decision_date": "2025-01-10"}),
            ),
            (
                "/api/v1/code-lists/{id}/items",
                json!({"code": format!("them_{number}"), "name_vi": "Chủ đề thêm", "name_en": "One more topic"}),
            ),
            (
                "/api/v1/indicators",
                json!({"code": format!("them_{number}"), "name_vi": format!("Chỉ tiêu thêm {number}"), "name_en": "One more", "unit": "person"}),
            ),
            (
                "/api/v1/users",
                json!({"username": format!("nguoi.{number}"), "display_name": format!("Người {number}"), "organisation_id": P, "role": "officer"}),
            ),
            (
                "/api/v1/grants",
                json!({"user_id": one("users"), "organisation_id": D1, "role": "clerk", "valid_from": format!("2026-0{number}-01"), "valid_to": format!("2026-0{number}-02")}),
            ),
            (
                "/api/v1/number-registers",
                json!({"organisation_id": P, "series": "KH", "year": year, "first_number": 1, "reason": "Sổ giấy cũ"}),
            ),
            (
                "/api/v1/number-registers/{id}/entries",
                json!({"title": format!("Kế hoạch {number}"), "document_date": "2001-03-01"}),
            ),
            (
                "/api/v1/reporting-rounds",
                json!({"organisation_id": P, "title": "Báo cáo nhanh", "period_kind": "ad_hoc", "period_start": day, "period_end": day, "deadline": "2025-06-01T00:00:00Z", "organisation_ids": [D1, D2, S]}),
            ),
            (
                "/api/v1/reports",
                json!({"organisation_id": P, "title": format!("Báo cáo nhanh {number}"), "period_kind": "ad_hoc", "period_start": day, "period_end": day}),
            ),
            ("/api/v1/reports/{id}/items", json!({"section": "plan", "body": format!("Việc {number}.")})),
            (
                "/api/v1/reports/{id}/figures",
                json!({"indicator_id": self.counted[number as usize], "value": number}),
            ),
            ("/api/v1/task-items", json!({"organisation_id": P, "title": format!("Nhiệm vụ {number}")})),
            (
                "/api/v1/support-programmes",
                json!({"organisation_id": P, "year": year, "name": format!("Chương trình {number}"), "ceiling_vnd": 900_000_000, "opens_on": "2025-01-01", "closes_on": "2025-12-31"}),
            ),
            ("/api/v1/housing-surveys", new_survey(D1, &format!("Chủ nhà {number}"))),
            ("/api/v1/data-subject-requests", new_request(P, "export", number)),
            (
                "/api/v1/support-programmes/{id}/norms",
                json!({"category": CATEGORIES[number as usize % CATEGORIES.len()], "maximum_vnd": 5_000_000, "legal_basis": "Nghị quyết thử", "valid_from": format!("2025-01-0{number}")}),
            ),
            (
                "/api/v1/hardship-applications",
                json!({
                    "organisation_id": D1, "programme_id": one("support-programmes"), "category": CATEGORIES[1], "relation": "child",
                    "beneficiary_name": format!("Người {number}"), "member_name": "Người Mẫu", "citizen_id": "012210000001", "birth_date": "2010-01-01",
                    "address": "Bản Thử", "circumstances": "Cần chữa bệnh.", "requested_vnd": 1_000_000,
                }),
            ),
            ("/api/v1/hardship-applications/{id}/comments", json!({"text": format!("Ý kiến {number}.")})),
            ("/api/v1/support-decisions", decision(&one("support-programmes"), number)),
            (
                "/api/v1/council-sessions",
                new_session(&self.awards, &self.nominated[number as usize..=number as usize], "totals"),
            ),
            (
                "/api/v1/awards/{id}/repayments",
                json!({"amount_vnd": number, "paid_on": "2025-02-10", "voucher": format!("PT-{number}")}),
            ),
            (
                "/api/v1/award-nominations",
                new_nomination(D1, &self.awards.id, CERTIFICATE, &format!("Người Mẫu {number}")),
            ),
            ("/api/v1/award-submissions", titled(new_submission(&self.awards, &[]), number)),
            ("/api/v1/award-decisions", titled(new_award_decision(&self.awards, &[]), number)),
            (
                "/api/v1/award-forms",
                with(
                    new_form(&format!("them_{number}")),
                    json!({"name_vi": format!("Hình thức {number}"), "name_en": "One more"}),
                ),
            ),
            ("/api/v1/award-rounds", new_round(P, &format!("Đợt {number}"), &[FORM])),
            ("/api/v1/emulation-movements", new_movement(P, &format!("Phong trào {number}"))),
            (
                "/api/v1/emulation-movements/{id}/registrations",
                json!({"organisation_id": UNIONS[number as usize % UNIONS.len()]}),
            ),
        ]
    }

    /// Changes each record that can be changed, so that its history grows; `number` is below 10.
    pub async fn change(&self, number: u32) {
        for (record, edit) in edits(number) {
            let address = self.at(record);
            let etag = self.everybody.get(&address).await.expect(200).etag();
            self.everybody.patch(&address, &etag, edit).await.expect(200);
        }
    }

    /// Notes a new record under its collection, unless there is one already.
    fn keep(&mut self, made: &Answer) {
        let (collection, id) = made.header("location").rsplit_once('/').unwrap();
        let collection = collection.rsplit('/').next().unwrap();
        self.ids.entry(collection.to_owned()).or_insert_with(|| id.to_owned());
    }

    /// A code list, and a session other than the one everything is done in.
    async fn find_seeded(&mut self, app: &TestApp) {
        let lists = self.everybody.get("/api/v1/code-lists?code=report_topics").await.expect(200);
        self.ids.insert("code-lists".to_owned(), lists.items()[0]["id"].as_str().unwrap().to_owned());
        app.as_user("p.administrator").await;
        let sessions = self.everybody.get("/api/v1/auth/sessions").await.expect(200);
        let other = sessions.items().iter().find(|session| session["current"] == false).unwrap();
        self.ids.insert("sessions".to_owned(), other["id"].as_str().unwrap().to_owned());
    }

    /// The round of February and the report of the top for it, with a sum of three reports.
    async fn consolidate(&mut self, app: &TestApp) {
        let counted = indicator(app, "summed", "person").await;
        let round = february_round(app).await.id();
        for (prefix, organisation) in [("d1", D1), ("d2", D2), ("s", S)] {
            accepted_for_round(app, prefix, organisation, &round, &[(&counted, 20)]).await;
        }
        let report = create(app, "p", february(P)).await;
        let done = step(&self.everybody, &report, "consolidate", json!({})).await.expect(200);
        let figure = done["report"]["figures"][0]["id"].as_str().unwrap().to_owned();
        self.ids.extend(
            [("reporting-rounds", round), ("reports", report), ("report-figures", figure)]
                .map(|(collection, id)| (collection.to_owned(), id)),
        );
    }

    /// Gives the decision lines, on applications that others brought so far.
    async fn decide(&mut self, app: &TestApp) {
        let applications = many_appraised(app, &self.ids["support-programmes"], EACH as usize).await;
        let lines: Vec<_> = applications.iter().map(|id| (id.as_str(), 1_000_000)).collect();
        let added = add(&self.everybody, &self.ids["support-decisions"], &lines).await.expect(200);
        let line = added.items()[0]["id"].as_str().unwrap().to_owned();
        self.ids.insert("support-decision-lines".to_owned(), line);
    }

    /// Awards of past years, the first of them taken back, and imports with faults.
    async fn register(&mut self, app: &TestApp) {
        let rows: Vec<_> = (0..EACH).map(|number| person("CDCS-A", &format!("Người Mẫu {number}"))).collect();
        let award = imported(app, &rows).await[0]["id"].as_str().unwrap().to_owned();
        let revocation = json!({
            "symbol": "9/QĐ", "revoked_on": "2025-02-10", "signer_name": "Người Ký Mẫu", "reason": "Không đúng.",
            "due_back_vnd": 1000,
        });
        let approver = app.working("p.approver").await;
        approver.act(&format!("{AWARDS}/{award}/revoke"), "\"v1\"", revocation).await.expect(200);
        self.ids.insert("awards".to_owned(), award);
        let clerk = app.working("p.clerk").await;
        for _ in 0..EACH {
            let bad: Vec<_> =
                (0..EACH).map(|number| person("KHONG-CO", &format!("Người {number}"))).collect();
            let import = send(&clerk, P, true, file(&bad)).await.expect(201).id();
            over(&clerk, &import).await;
            self.ids.insert("award-imports".to_owned(), import);
        }
    }

    /// Brings nominations through the council, and names them in the submission and the decision.
    async fn award(&mut self, app: &TestApp) {
        for (collection, form) in [("award-submissions", CERTIFICATE), ("award-decisions", COMMENDATION)] {
            let mut named = Vec::new();
            for _ in 0..EACH {
                named.push(endorsed(app, &self.awards, form).await);
            }
            let clerk = app.working("p.clerk").await;
            let body = new_session(&self.awards, &named, "totals");
            let session = clerk.post("/api/v1/council-sessions", body).await.expect(201).id();
            let approver = app.working("p.approver").await;
            let body = with_totals(&approver, &session, &[[9, 0, 0]; EACH as usize]).await;
            let at = format!("{}/conclude", session_path(&session));
            approver.act(&at, "\"v1\"", body).await.expect(200);
            let paper = format!("/api/v1/{collection}/{}", self.ids[collection]);
            let etag = clerk.get(&paper).await.expect(200).etag();
            clerk.patch(&paper, &etag, json!({"nomination_ids": named})).await.expect(200);
            // A session that has ended has two entries in its history.
            self.ids.insert("council-sessions".to_owned(), session);
        }
    }

    /// Puts files beside the task item, and begins an upload.
    async fn attach(&mut self) {
        let item = self.ids["task-items"].clone();
        for _ in 0..EACH {
            let file = attachments::send(&self.everybody, "a.pdf", ("task_item", &item), &pdf(100)).await;
            self.ids.entry("attachments".to_owned()).or_insert_with(|| file.id());
        }
        let upload = attachments::begin(&self.everybody, "a.pdf", ("task_item", &item), 100).await;
        self.ids.insert("uploads".to_owned(), upload.rsplit('/').next().unwrap().to_owned());
    }

    /// The parameters that a list cannot do without.
    pub fn needed(&self, path: &str) -> String {
        match path {
            "/api/v1/attachments" => format!("record_type=task_item&record_id={}&", self.ids["task-items"]),
            "/api/v1/council-candidates" => format!("organisation_id={P}&"),
            _ => String::new(),
        }
    }

    /// Assigns the task item to the top itself and two below; the top has begun.
    async fn assign(&mut self) {
        let assignments = self.at("/api/v1/task-items/{id}/assignments");
        let named = json!({"organisation_ids": [P, D1, D2]});
        let made = self.everybody.post(&assignments, named).await.expect(200);
        let own = made.items()[0]["id"].as_str().unwrap().to_owned();
        self.ids.insert("task-assignments".to_owned(), own);
        let assignment = self.at("/api/v1/task-assignments/{id}");
        self.everybody.act(&format!("{assignment}/accept"), "\"v1\"", json!({})).await.expect(200);
    }

    async fn void(&self) {
        let entry = self.at("/api/v1/register-entries/{id}");
        let reason = json!({"reason": "Cấp nhầm"});
        self.everybody.act(&format!("{entry}/void"), "\"v1\"", reason).await.expect(200);
    }
}

/// The administrator of the top, who gets the other roles as well.
async fn with_every_role(app: &TestApp) -> Actor {
    let everybody = app.as_user("p.administrator").await;
    let id = everybody.get("/api/v1/auth/me").await.id();
    for role in ["officer", "chair", "clerk", "inspector", "appraiser", "approver", "accountant"] {
        let grant = json!({"user_id": id, "organisation_id": P, "role": role});
        everybody.post("/api/v1/grants", grant).await.expect(201);
    }
    // What is filed comes from below the top.
    let below = json!({"user_id": id, "organisation_id": D1, "role": "chair"});
    everybody.post("/api/v1/grants", below).await.expect(201);
    for union in [D2, S, A] {
        let registers = json!({"user_id": id, "organisation_id": union, "role": "officer"});
        everybody.post("/api/v1/grants", registers).await.expect(201);
    }
    everybody
}

/// A round of the province, with enough nominations for every number.
async fn nominated(app: &TestApp) -> (Round, Vec<String>) {
    let round = round(app, &COUNCIL).await;
    let mut nominations = Vec::new();
    for _ in 0..10 {
        nominations.push(endorsed(app, &round, CERTIFICATE).await);
    }
    (round, nominations)
}

fn titled(mut new: Value, number: u32) -> Value {
    new["title"] = json!(format!("Văn bản {number}"));
    new
}

fn decision(programme: &str, number: u32) -> Value {
    let mut new = new_decision(programme);
    new["title"] = json!(format!("Quyết định {number}"));
    new
}

fn edits(number: u32) -> Vec<(&'static str, Value)> {
    let name = format!("Tên {number}");
    vec![
        ("/api/v1/organisations/{id}", json!({"name": name, "effective_on": format!("2025-02-0{number}")})),
        ("/api/v1/committees/{id}", json!({"term_to": format!("2031-12-1{number}")})),
        ("/api/v1/committee-members/{id}", json!({"full_name": name})),
        ("/api/v1/code-items/{id}", json!({"name_en": name})),
        ("/api/v1/indicators/{id}", json!({"name_en": name})),
        ("/api/v1/users/{id}", json!({"display_name": name})),
        ("/api/v1/grants/{id}", json!({"valid_to": format!("2026-01-1{number}")})),
        ("/api/v1/reporting-rounds/{id}", json!({"title": name})),
        ("/api/v1/reports/{id}", json!({"title": name})),
        ("/api/v1/report-items/{id}", json!({"body": name})),
        ("/api/v1/report-figures/{id}", json!({"printed_value": 60 + number, "qualifier": "nearly"})),
        ("/api/v1/task-items/{id}", json!({"title": name})),
        ("/api/v1/task-assignments/{id}", json!({"progress": 10 + number})),
        ("/api/v1/support-programmes/{id}", json!({"name": name})),
        ("/api/v1/housing-surveys/{id}", json!({"householder_name": name})),
        ("/api/v1/support-norms/{id}", json!({"legal_basis": name})),
        ("/api/v1/hardship-applications/{id}", json!({"beneficiary_name": name})),
        ("/api/v1/support-decisions/{id}", json!({"title": name})),
        ("/api/v1/award-forms/{id}", json!({"name_en": name})),
        ("/api/v1/award-rounds/{id}", json!({"name": name})),
        ("/api/v1/emulation-movements/{id}", json!({"name": name})),
        ("/api/v1/support-decision-lines/{id}", json!({"amount_vnd": 1_000_000 + number})),
        ("/api/v1/award-nominations/{id}", json!({"workplace": name})),
        ("/api/v1/award-submissions/{id}", json!({"title": name})),
        ("/api/v1/award-decisions/{id}", json!({"title": name})),
    ]
}

/// Amends the issued report: a creation that can be made once only.
pub fn amendment(records: &Records, number: u32) -> (String, Value) {
    (format!("{}/amend", path(&records.issued)), json!({"title": format!("Sửa đổi {number}")}))
}
