//! Users, grants and the journal.

use congdoan::identity::Action::{JournalRead, UserManage};
use congdoan::identity::Role::{Administrator, Officer};
use serde_json::json;

use super::super::access::{Person, list, names, record, signed_in};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, own, row};
use crate::support::world::{D1, P};
use crate::support::{Actor, Answer};

const USERS: &str = "/api/v1/users";

pub fn rows() -> Vec<Row> {
    of_users().into_iter().chain(of_users_of_the_province()).chain(of_grants()).collect()
}

fn of_users() -> Vec<Row> {
    let managed = || record(UserManage).may(UserManage);
    vec![
        row("list_users", list(UserManage).only_for(UserManage), |s| async move {
            let user = user(&s).await;
            Case::new().filter(format!("?q={}", user.text_of("display_name"))).shows(user.id())
        }),
        row("create_user", names().may(UserManage).only_for(UserManage), |s| async move {
            Case::new().with(new_user(&s))
        }),
        row("read_user", record(UserManage), reading),
        own("read_user", signed_in(), oneself).when("oneself"),
        row("update_user", managed(), renaming),
        own("update_user", signed_in().only_for(UserManage), |s, who| async move {
            oneself(s, who).await.with(json!({ "display_name": "Một tên khác" }))
        })
        .when("oneself"),
        row("suspend_user", managed(), |s| async move { Case::of(&user(&s).await).with(why()) }),
        row("reinstate_user", managed(), |s| async move {
            let user = user(&s).await;
            let path = format!("{USERS}/{}/suspend", user.id());
            Case::of(&administrator(&s).act(&path, &user.etag(), why()).await.expect(200)).with(why())
        }),
        row("create_reset_code", managed(), reading),
        row("read_user_history", record(UserManage), reading),
    ]
}

fn of_users_of_the_province() -> Vec<Row> {
    let managed = || record(UserManage).may_at(UserManage, P);
    let when = "in the province too";
    vec![
        row("read_user", record(UserManage), of_both).when(when),
        row("update_user", managed(), |s| async move {
            of_both(s).await.with(json!({ "display_name": "Một tên khác" }))
        })
        .when(when),
        row("suspend_user", managed(), |s| async move { of_both(s).await.with(why()) }).when(when),
        row("create_reset_code", managed(), of_both).when(when),
    ]
}

fn of_grants() -> Vec<Row> {
    let managed = || record(UserManage).may(UserManage);
    vec![
        row("list_grants", list(UserManage).only_for(UserManage), |s| async move {
            let grant = grant(&s).await;
            Case::new().filter(format!("?user_id={}", grant.text_of("user_id"))).shows(grant.id())
        }),
        row("create_grant", names().may(UserManage).only_for(UserManage), |s| async move {
            Case::new().with(new_grant(&user(&s).await.id(), D1))
        }),
        row("read_grant", record(UserManage), granted),
        row("update_grant", managed(), |s| async move {
            granted(s).await.with(json!({ "valid_to": "2026-01-01" }))
        }),
        row("end_grant", managed(), granted),
        row("read_grant_history", record(UserManage), granted),
        row("list_journal", list(JournalRead).only_for(JournalRead), |s| async move {
            let before = s.app.journal_top();
            let user = user(&s).await.id();
            Case::new().filter(format!("?record_type=user&after={before}")).shows(user)
        }),
    ]
}

fn administrator(s: &Stage) -> &Actor {
    s.at(D1, Administrator)
}

fn new_user(s: &Stage) -> serde_json::Value {
    let name = format!("user{:04}", s.number());
    json!({ "username": name, "display_name": name, "organisation_id": D1, "role": Officer })
}

/// A new officer of D1.
pub async fn user(s: &Stage) -> Answer {
    administrator(s).post(USERS, new_user(s)).await.expect(201)
}

async fn reading(s: Stage) -> Case {
    Case::of(&user(&s).await)
}

async fn renaming(s: Stage) -> Case {
    reading(s).await.with(json!({ "display_name": "Một tên khác" }))
}

fn why() -> serde_json::Value {
    json!({ "reason": "Chuyển công tác" })
}

/// An officer of D1 who is one of the province too.
async fn of_both(s: Stage) -> Case {
    let user = user(&s).await;
    let province = s.at(P, Administrator);
    province.post("/api/v1/grants", new_grant(&user.id(), P)).await.expect(201);
    Case::of(&user)
}

async fn oneself(s: Stage, who: Person) -> Case {
    let actor = s.actor(who);
    let id = actor.get("/api/v1/auth/me").await.expect(200).id();
    Case::of(&actor.get(&format!("{USERS}/{id}")).await.expect(200))
}

fn new_grant(user: &str, organisation: &str) -> serde_json::Value {
    json!({ "user_id": user, "organisation_id": organisation, "role": "clerk" })
}

/// A new user's second grant at D1.
async fn grant(s: &Stage) -> Answer {
    let user = user(s).await.id();
    administrator(s).post("/api/v1/grants", new_grant(&user, D1)).await.expect(201)
}

async fn granted(s: Stage) -> Case {
    Case::of(&grant(&s).await)
}
