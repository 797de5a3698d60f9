//! The register of awards: files of 10,000 rows read in one after another.

use std::fmt::Write;
use std::time::{Duration, Instant};

use super::client::{Connection, write_file};
use super::floor::Floor;
use super::measure::median;
use super::setup::{Prepared, ask, json, sign_in};

/// Rows of a file.
pub const ROWS: u64 = 10_000;
/// What reading it in takes at the most.
pub const READ_IN: Duration = Duration::from_secs(5);
/// Files that are read in: the first is not counted.
const FILES: u64 = 4;
/// So often it is asked how far it has come.
const PAUSE: Duration = Duration::from_millis(10);

const CLERK: &str = "province.clerk";

/// How long each file took until the answer said it was done, and the floor just before it.
pub struct Results(pub Vec<(Duration, Duration)>);

impl Results {
    pub fn median(&self) -> Duration {
        median(self.0.iter().map(|(reading, _)| *reading).collect())
    }

    pub fn worst(&self) -> Duration {
        self.0.iter().map(|(reading, _)| *reading).max().unwrap_or_default()
    }

    pub fn floor(&self) -> Duration {
        median(self.0.iter().map(|(_, floor)| *floor).collect())
    }

    pub fn ratio(&self) -> f64 {
        median(self.0.iter().map(|(reading, floor)| reading.as_secs_f64() / floor.as_secs_f64()).collect())
    }
}

/// Measures it on a prepared database.
pub async fn measure(prepared: &Prepared) -> Results {
    eprintln!("{}: reading in {FILES} files of {ROWS} awards", prepared.backend.name());
    let server = prepared.start();
    let mut connection = Connection::open(server.address).await.unwrap();
    let token = sign_in(&mut connection, CLERK).await;
    let me = json(&ask(&mut connection, "GET", "/api/v1/auth/me", &token, None, 200).await);
    let home = me["grants"][0]["organisation_id"].as_str().unwrap().to_owned();
    let union =
        ask(&mut connection, "GET", &format!("/api/v1/organisations/{home}"), &token, None, 200).await;
    let code = json(&union)["code"].as_str().unwrap().to_owned();
    let mut floor = Floor::new(prepared, "register", 0);
    let mut read = Vec::new();
    for number in 0..FILES {
        let least = floor.insert(ROWS);
        read.push((read_in(&mut connection, &token, &home, &file(&code, number)).await, least));
    }
    server.stop();
    Results(read.split_off(1))
}

/// Sends a file and asks until it is done.
async fn read_in(connection: &mut Connection, token: &str, home: &str, file: &str) -> Duration {
    let mut request = Vec::new();
    write_file(&mut request, &format!("/api/v1/award-imports?organisation_id={home}"), token, file);
    let begun = Instant::now();
    let response = connection.exchange(&request).await.unwrap();
    assert_eq!(response.status, 201, "{}", String::from_utf8_lossy(response.body));
    let begun_with = json(&String::from_utf8_lossy(response.body));
    let path = format!("/api/v1/award-imports/{}", begun_with["id"].as_str().unwrap());
    loop {
        let now = json(&ask(connection, "GET", &path, token, None, 200).await);
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
