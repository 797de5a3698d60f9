//! Awards: nominations begun, read and listed, files of 10,000 rows read into the register one after another, and the
//! register read, listed and searched when it holds them.

use std::fmt::Write;
use std::time::{Duration, Instant};

use serde_json::{Value, json};

use super::client::{Connection, write_file};
use super::floor::Floor;
use super::measure::{self, Measured, Plan};
use super::operation::{Ids, Operation, Records};
use super::seed;
use super::setup::{self, Prepared, ask, create, home, sign_in};

/// Rows of a file.
pub const ROWS: u64 = 10_000;
/// What reading it in takes at the most.
pub const READ_IN: Duration = Duration::from_secs(5);
/// Files that are read in: the first is not counted.
const FILES: u64 = 4;
/// So often it is asked how far it has come.
const PAUSE: Duration = Duration::from_millis(10);

const CLERK: &str = "province.clerk";
const OFFICER: &str = "pt-xa.officer";
/// The form of the seed that the People's Committee awards.
const FORM: &str = "01940000-0000-7009-8000-000000000003";

/// Nominations of a grassroots union, which its officer begins.
const NOMINATIONS: Records = Records {
    path: "/api/v1/award-nominations",
    ids: Ids::Seeded { group: GROUP, count: COUNT },
    reader: OFFICER,
    another: Some(another_nomination),
    words: None,
};
const GROUP: u8 = 17;
const COUNT: u64 = 2000;

/// The whole register, as the province sees it.
const REGISTER: Records = Records {
    path: "/api/v1/awards",
    ids: Ids::Listed,
    reader: CLERK,
    another: None,
    words: Some(|number| format!("nguoi mau so {}", 1 + number % ROWS)),
};

/// What was measured on one database.
pub struct Results {
    pub nominations: Vec<Measured>,
    /// How long each file took until the answer said it was done, and the floor just before it.
    pub read_in: Vec<(Duration, Duration)>,
    pub register: Vec<Measured>,
}

impl Results {
    pub fn is_sound(&self) -> bool {
        self.nominations.iter().chain(&self.register).all(|operation| operation.errors == 0)
    }
}

/// Measures it on a prepared database.
pub async fn measure(prepared: &Prepared, plan: &Plan) -> Results {
    eprintln!("{}: beginning {COUNT} nominations", prepared.backend.name());
    let server = prepared.start();
    let mut connection = Connection::open(server.address).await.unwrap();
    let clerk = sign_in(&mut connection, CLERK).await;
    nominate(&mut connection, &clerk).await;
    let nominations = measure::all(
        &[Operation::ReadOne, Operation::ListFifty, Operation::Create],
        &server,
        NOMINATIONS,
        prepared,
        plan,
    )
    .await;
    eprintln!("{}: reading in {FILES} files of {ROWS} awards", prepared.backend.name());
    // A new connection: the server has closed the one that was idle meanwhile.
    let mut connection = Connection::open(server.address).await.unwrap();
    let clerk = sign_in(&mut connection, CLERK).await;
    let read_in = read_all_in(&mut connection, &clerk, prepared).await;
    let register = measure::all(
        &[Operation::ReadOne, Operation::ListFifty, Operation::Search],
        &server,
        REGISTER,
        prepared,
        plan,
    )
    .await;
    server.stop();
    Results { nominations, read_in, register }
}

/// A round of the province, and the nominations for it.
async fn nominate(connection: &mut Connection, clerk: &str) {
    let new = json!({
        "organisation_id": home(connection, clerk).await, "year": 2024, "name": "Đợt để đo", "opens_on": "2025-01-01",
        "closes_on": "2099-12-31", "forms": [FORM],
    });
    let round = create(connection, "/api/v1/award-rounds", clerk, &new).await;
    let officer = sign_in(connection, OFFICER).await;
    let one =
        json!({ "organisation_id": home(connection, &officer).await, "round_id": round, "form_id": FORM });
    for n in 1..=COUNT {
        let mut new = another_nomination(&one, n);
        new["id"] = seed::id(GROUP, n).into();
        create(connection, NOMINATIONS.path, &officer, &new).await;
    }
}

fn another_nomination(one: &Value, number: u64) -> Value {
    json!({
        "organisation_id": one["organisation_id"], "round_id": one["round_id"], "form_id": one["form_id"],
        "nominee_kind": "individual", "nominee_name": format!("Người Mẫu Số {number}"),
        "nominee_title": "Tổ trưởng", "workplace": "Phân xưởng Mẫu",
        "achievements": "Thành tích mẫu, kể vừa đủ dài như một bản đề nghị thật.",
    })
}

/// How long each file takes, and the floor just before it.
async fn read_all_in(
    connection: &mut Connection,
    clerk: &str,
    prepared: &Prepared,
) -> Vec<(Duration, Duration)> {
    let home = home(connection, clerk).await;
    let union = ask(connection, "GET", &format!("/api/v1/organisations/{home}"), clerk, None, 200).await;
    let code = setup::json(&union)["code"].as_str().unwrap().to_owned();
    let mut floor = Floor::new(prepared, "register", 0);
    let mut read = Vec::new();
    for number in 0..FILES {
        let least = floor.insert(ROWS);
        read.push((read_in(connection, clerk, &home, &file(&code, number)).await, least));
    }
    read.split_off(1)
}

/// Sends a file and asks until it is done.
async fn read_in(connection: &mut Connection, token: &str, home: &str, file: &str) -> Duration {
    let mut request = Vec::new();
    write_file(&mut request, &format!("/api/v1/award-imports?organisation_id={home}"), token, file);
    let begun = Instant::now();
    let response = connection.exchange(&request).await.unwrap();
    assert_eq!(response.status, 201, "{}", String::from_utf8_lossy(response.body));
    let begun_with = setup::json(&String::from_utf8_lossy(response.body));
    let path = format!("/api/v1/award-imports/{}", begun_with["id"].as_str().unwrap());
    loop {
        let now = setup::json(&ask(connection, "GET", &path, token, None, 200).await);
        match now["status"].as_str().unwrap() {
            "checking" | "writing" => tokio::time::sleep(PAUSE).await,
            "done" => return begun.elapsed(),
            other => panic!("{other}: {now}"),
        }
    }
}

fn file(union: &str, number: u64) -> String {
    let mut text =
        "organisation_code,recipient_kind,recipient_name,recipient_title,workplace,form_code,year,symbol,\
        decided_on,signer_name,reward_vnd\n"
            .to_owned();
    for row in 1..=ROWS {
        writeln!(
            text,
            "{union},individual,Người Mẫu Số {row},Tổ trưởng,Phân xưởng Mẫu,certificate_of_merit_confederation,2019,\
             {number}/QĐ-MẪU,2020-02-03,Người Ký Mẫu,1000000"
        )
        .unwrap();
    }
    text
}
