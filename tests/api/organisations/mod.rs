//! Organisations, their periods and their committees.

mod as_of;
mod changes;
mod committees;
mod concurrent;
mod reading;

use congdoan::identity::service::{NewAccount, create_account};
use congdoan::identity::{Hasher, Role};
use serde_json::{Value, json};

use super::support::app::instant;
use super::support::{Actor, Answer, TestApp};

/// The password of [`person`].
pub const PASSWORD: &str = "a password of these tests";

/// A small province, recorded as established on 1 January 2010:
/// the province over a district, a sector and a grassroots union of its own; a grassroots union under each of the two.
pub struct Province {
    app: TestApp,
    /// Administrator of the province.
    pub admin: Actor,
    pub top: String,
    pub district: String,
    pub sector: String,
    pub school: String,
    pub hospital: String,
}

/// A signed-in person with one role in one organisation.
pub async fn person(app: &TestApp, username: &str, role: Role, organisation: &str) -> Actor {
    let account = NewAccount {
        username: username.to_owned(),
        display_name: "Người Mẫu".to_owned(),
        password_hash: Hasher::cheap_for_tests().hash_blocking(&PASSWORD.to_owned().into()).unwrap(),
        is_demo: false,
        role,
        organisation_id: organisation.parse().unwrap(),
    };
    create_account(&mut app.database.connect(), account, app.clock.now()).unwrap();
    app.login(username, PASSWORD).await
}

pub fn union(code: &str, name: &str, kind: &str, parent: &str) -> Value {
    json!({ "code": code, "name": name, "kind": kind, "parent_id": parent, "established_on": "2010-01-01" })
}

impl Province {
    pub async fn found(app: &TestApp) -> Self {
        let province = app.first_administrator(instant("2009-12-31T17:00:00Z"), "LDLD", "admin");
        let admin = app.as_user("admin").await;
        let mut made = Self {
            app: app.clone(),
            admin,
            district: String::new(),
            sector: String::new(),
            school: String::new(),
            hospital: String::new(),
            top: province,
        };
        let top = made.top.clone();
        made.district = made.add("HUYEN", "LĐLĐ huyện Mẫu", "district_federation", &top).await;
        made.sector = made.add("NGANH", "Công đoàn ngành Y tế", "sector_union", &top).await;
        made.school =
            made.add("TRUONG", "Công đoàn Trường Tiểu học", "grassroots_union", &made.district).await;
        made.hospital = made.add("BENH-VIEN", "Công đoàn Bệnh viện", "grassroots_union", &made.sector).await;
        made
    }

    pub async fn add(&self, code: &str, name: &str, kind: &str, parent: &str) -> String {
        self.admin.post("/api/v1/organisations", union(code, name, kind, parent)).await.expect(201).id()
    }

    pub async fn person(&self, username: &str, role: Role, organisation: &str) -> Actor {
        person(&self.app, username, role, organisation).await
    }

    pub async fn read(&self, id: &str) -> Answer {
        self.admin.get(&at(id)).await.expect(200)
    }

    /// The administrator changes the organisation as it is now.
    pub async fn change(&self, id: &str, edit: Value) -> Answer {
        let etag = self.read(id).await.etag();
        self.admin.patch(&at(id), &etag, edit).await
    }

    /// Pairs of the closure whose two ends are each other's ancestors: there must never be one.
    pub fn cycles(&self) -> i64 {
        self.app.database.count(
            "SELECT count(*) AS n FROM organisation_closure a JOIN organisation_closure b \
             ON a.ancestor_id = b.descendant_id AND a.descendant_id = b.ancestor_id AND a.depth > 0",
        )
    }
}

pub fn at(id: &str) -> String {
    format!("/api/v1/organisations/{id}")
}

pub fn names(items: &[Value]) -> Vec<&str> {
    items.iter().map(|item| item["name"].as_str().unwrap()).collect()
}

pub fn one(place: &str, code: &str) -> Vec<(String, String)> {
    vec![(place.to_owned(), code.to_owned())]
}
