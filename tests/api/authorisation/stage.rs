//! The people who ask, and what the rows of the table make their records with.

use std::ops::Deref;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};

use chrono::{Days, NaiveDate};
use congdoan::identity::Role;
use serde_json::json;

use super::access::Person;
use crate::organisations::{PASSWORD, person};
use crate::support::world::D1;
use crate::support::{Actor, TestApp};

/// A server with everybody signed in. Clones are the same one.
#[derive(Clone)]
pub struct Stage(Arc<Inner>);

pub struct Inner {
    pub app: TestApp,
    people: Vec<(Person, Actor)>,
    numbers: AtomicU32,
    registers: AtomicU32,
    /// The id of the list of report topics.
    pub topics: String,
    /// The id of an indicator.
    pub indicator: String,
}

impl Deref for Stage {
    type Target = Inner;

    fn deref(&self) -> &Inner {
        &self.0
    }
}

impl Stage {
    /// Signs everybody in.
    pub async fn set(app: &TestApp) -> Self {
        let administrator = app.as_user("p.administrator").await;
        let mut people = Vec::new();
        for who in Person::all() {
            people.push((who, enter(app, &administrator, &who.username(), who).await));
        }
        let first = |list: crate::support::Answer| list.items()[0]["id"].as_str().unwrap().to_owned();
        let topics = first(administrator.get("/api/v1/code-lists?code=report_topics").await.expect(200));
        let indicator = first(administrator.get("/api/v1/indicators?limit=1").await.expect(200));
        let (numbers, registers) = (AtomicU32::new(1), AtomicU32::new(0));
        Self(Arc::new(Inner { app: app.clone(), people, numbers, registers, topics, indicator }))
    }
}

impl Inner {
    /// The session of `who`.
    pub fn actor(&self, who: Person) -> &Actor {
        &self.people.iter().find(|(person, _)| *person == who).unwrap().1
    }

    /// Who has this role at this organisation.
    pub fn at(&self, organisation: &'static str, role: Role) -> &Actor {
        self.actor(Person { role, at: Some(organisation) })
    }

    /// Another session of `who`.
    pub async fn sign_in(&self, who: Person) -> Actor {
        self.app.login(&who.username(), PASSWORD).await
    }

    /// Somebody new who may what `who` may.
    pub async fn newcomer(&self, who: Person) -> Actor {
        let administrator = self.at(D1, Role::Administrator);
        enter(&self.app, administrator, &format!("{}{}", who.username(), self.number()), who).await
    }

    /// A number that was not taken before.
    pub fn number(&self) -> u32 {
        self.numbers.fetch_add(1, Ordering::Relaxed)
    }

    /// A day that was not taken before.
    pub fn day(&self) -> NaiveDate {
        NaiveDate::from_ymd_opt(1990, 1, 1).unwrap() + Days::new(self.number().into())
    }

    /// The series and the year of a register that is not there yet.
    pub fn series(&self) -> (&'static str, u32) {
        const SERIES: [&str; 4] = ["QD", "TTr", "KH", "HD"];
        let number = self.registers.fetch_add(1, Ordering::Relaxed);
        (SERIES[number as usize % SERIES.len()], 2024 - number / 4)
    }
}

/// Signs somebody new in. Who is to be nowhere had a grant that ends today, and has one from tomorrow on.
async fn enter(app: &TestApp, administrator: &Actor, username: &str, who: Person) -> Actor {
    let actor = person(app, username, who.role, who.at.unwrap_or(D1)).await;
    if who.at.is_none() {
        let user = actor.get("/api/v1/auth/me").await.expect(200).id();
        let grants = administrator.get(&format!("/api/v1/grants?user_id={user}")).await.expect(200);
        let grant = grants.items()[0]["id"].as_str().unwrap();
        let end = format!("/api/v1/grants/{grant}/end");
        administrator.act(&end, "\"v1\"", json!({})).await.expect(200);
        let tomorrow = json!({
            "user_id": user, "organisation_id": D1, "role": who.role, "valid_from": "2025-02-11",
        });
        administrator.post("/api/v1/grants", tomorrow).await.expect(201);
    }
    actor
}
