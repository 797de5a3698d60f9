//! Hardship support: applications read and listed by the province, and decisions of 200 lines signed one after another.

use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Connection, write_step};
use super::floor::Floor;
use super::measure::{self, Measured, Plan};
use super::operation::{Ids, Operation, Records};
use super::process::ServerProcess;
use super::seed::{self, Dialect};
use super::setup::{self, Prepared, ask, create, home, sign_in};

/// Lines of a decision.
pub const LINES: u64 = 200;
/// What signing them takes at the most.
pub const SIGNED_IN: Duration = Duration::from_millis(250);
/// Decisions that are signed: the first is not counted.
const DECISIONS: u64 = 11;

const OFFICER: &str = "pt-xa.officer";
const APPROVER: &str = "province.approver";
const ACCOUNTANT: &str = "province.accountant";
const PROGRAMME: &str = "Chương trình để đo";

/// Applications of a grassroots union, as the province sees them.
const APPLICATIONS: Records = Records {
    path: "/api/v1/hardship-applications",
    ids: Ids::Seeded { group: GROUP, count: COUNT },
    reader: APPROVER,
    another: None,
    words: None,
};
const GROUP: u8 = 16;
const COUNT: u64 = DECISIONS * LINES;

/// What was measured on one database.
pub struct Results {
    pub operations: Vec<Measured>,
    /// How long each signing took, and the floor just before it.
    pub signed: Vec<(Duration, Duration)>,
}

impl Results {
    pub fn is_sound(&self) -> bool {
        self.operations.iter().all(|operation| operation.errors == 0)
    }
}

/// Measures it on a prepared database.
pub async fn measure(prepared: &Prepared, plan: &Plan) -> Results {
    eprintln!("{}: filing {} applications", prepared.backend.name(), COUNT);
    let server = prepared.start();
    let programme = file(&server).await;
    server.stop();
    prepared.fill(appraised);
    let server = prepared.start();
    let operations = [Operation::ReadOne, Operation::ListFifty];
    let operations = measure::all(&operations, &server, APPLICATIONS, prepared, plan).await;
    eprintln!("{}: signing {DECISIONS} decisions", prepared.backend.name());
    let signed = sign_all(&server, prepared, &programme).await;
    server.stop();
    Results { operations, signed }
}

/// Sets up a programme and files the applications as drafts, with all that is sealed; the programme's id.
async fn file(server: &ServerProcess) -> String {
    let mut connection = Connection::open(server.address).await.unwrap();
    let token = sign_in(&mut connection, ACCOUNTANT).await;
    let place = home(&mut connection, &token).await;
    let new = json!({
        "organisation_id": place, "year": 2025, "name": PROGRAMME, "ceiling_vnd": 9_000_000_000_000_i64,
        "opens_on": "2025-01-01", "closes_on": "2099-12-31",
    });
    let programme = create(&mut connection, "/api/v1/support-programmes", &token, &new).await;
    let norm = json!({
        "category": "critical_illness", "maximum_vnd": 5_000_000, "legal_basis": "Nghị quyết mẫu", "valid_from": "2025-01-01",
    });
    create(&mut connection, &format!("/api/v1/support-programmes/{programme}/norms"), &token, &norm).await;
    let token = sign_in(&mut connection, OFFICER).await;
    let union = home(&mut connection, &token).await;
    for n in 1..=COUNT {
        let new = json!({
            "id": seed::id(GROUP, n), "organisation_id": union, "programme_id": programme,
            "category": "critical_illness", "relation": "member", "beneficiary_name": format!("Người Mẫu Số {n}"),
            "citizen_id": format!("012090{n:06}"), "birth_date": "1990-05-04", "phone": "+84912000089",
            "address": "Bản Mẫu, xã Mẫu", "circumstances": "Hoàn cảnh mẫu, kể vừa đủ dài như một hồ sơ thật.",
            "requested_vnd": 3_000_000,
        });
        create(&mut connection, APPLICATIONS.path, &token, &new).await;
    }
    programme
}

/// The steps from a draft to a dossier that waits for a decision, as far as signing looks at them.
fn appraised(dialect: Dialect) -> String {
    let filed_on = dialect.date("2025-03-01");
    format!(
        "UPDATE hardship_applications SET status = 'appraised', filed_on = {filed_on}, proposed_vnd = 3000000, \
         submitted_by = created_by, endorsed_by = created_by, appraised_by = created_by, version = 4, \
         norm_id = (SELECT id FROM support_norms WHERE programme_id = hardship_applications.programme_id) \
         WHERE status = 'draft' AND programme_id = (SELECT id FROM support_programmes WHERE name = '{PROGRAMME}');"
    )
}

/// Signs the decisions one after another, each beside its floor.
async fn sign_all(server: &ServerProcess, prepared: &Prepared, programme: &str) -> Vec<(Duration, Duration)> {
    let mut connection = Connection::open(server.address).await.unwrap();
    let token = sign_in(&mut connection, APPROVER).await;
    let mut drafts = Vec::new();
    for number in 0..DECISIONS {
        drafts.push(draft(&mut connection, &token, programme, number).await);
    }
    let mut floor = Floor::new(prepared, "signing", LINES);
    let (mut signed, mut request) = (Vec::new(), Vec::new());
    for (decision, version) in drafts {
        let least = floor.run();
        write_step(&mut request, &format!("/api/v1/support-decisions/{decision}/sign"), &token, version);
        let begun = Instant::now();
        let response = connection.exchange(&request).await.unwrap();
        let time = begun.elapsed();
        assert_eq!(response.status, 200, "{}", String::from_utf8_lossy(response.body));
        signed.push((time, least));
    }
    signed.split_off(1)
}

/// A decision of the next 200 applications; its id and version.
async fn draft(connection: &mut Connection, token: &str, programme: &str, number: u64) -> (String, u64) {
    let new = json!({
        "programme_id": programme, "title": format!("Quyết định để đo số {number}"), "legal_bases": "Căn cứ mẫu;",
        "place": "Lai Châu", "signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ",
        "signer_position": "PHÓ CHỦ TỊCH", "signer_name": "Người Mẫu Hai",
    });
    let id = create(connection, "/api/v1/support-decisions", token, &new).await;
    let application = |n: u64| json!({"application_id": seed::id(GROUP, n), "amount_vnd": 3_000_000});
    let first = number * LINES + 1;
    let lines: Vec<Value> = (first..first + LINES).map(application).collect();
    let body = json!({ "lines": lines }).to_string();
    let path = format!("/api/v1/support-decisions/{id}/lines");
    let added = ask(connection, "POST", &path, token, Some(&body), 200).await;
    (id, setup::json(&added)["decision_version"].as_u64().unwrap())
}
