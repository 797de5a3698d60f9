//! Who may call which operation, asked of the server for every operation, role and place in the tree, and kept as a
//! table one can read in `tests/golden/authorisation.txt`. A new operation needs its row in `table`.

mod access;
mod case;
mod stage;
mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use access::Person;
use case::{Case, Operation, Outcome, operations};
use congdoan::identity::Role;
use reqwest::Method;
use stage::Stage;
use table::{Row, rows};

use super::golden::assert_golden;
use super::identity::without_instance;
use super::support::world::{D1, D2};
use super::support::{Actor, Answer, TestApp, at_once, on_both_databases};

const GOLDEN: &str = "tests/golden/authorisation.txt";
/// How many ask at the same time.
const ASKING: usize = 4;

#[test]
fn every_operation_is_in_the_table() {
    let (documented, rows) = (operations(), rows());
    let known: BTreeSet<&str> = rows.iter().map(|row| row.operation).collect();
    let missing: Vec<_> = documented.keys().filter(|id| !known.contains(id.as_str())).collect();
    assert!(missing.is_empty(), "no row in tests/api/authorisation/table for {missing:?}");
    let mut names = BTreeSet::new();
    for row in &rows {
        let operation = documented.get(row.operation);
        let operation = operation.unwrap_or_else(|| panic!("there is no operation {}", row.operation));
        assert_eq!(operation.public, row.access.is_public(), "{} is public in one place only", row.name());
        assert!(names.insert(row.name()), "{} stands twice", row.name());
    }
}

#[test]
fn the_table_is_what_the_policy_makes_of_it() {
    let of = |row: &Row| Person::all().map(|who| row.access.outcome(who)).collect();
    let rows = rows();
    let lines = rows.iter().map(|row| (row.name(), row.access.is_public(), of(row)));
    assert_golden(GOLDEN, &access::text(lines));
}

on_both_databases! {
    async fn every_role_may_do_what_the_table_says(app: WorldApp) {
        let questions = Arc::new((Stage::set(&app).await, operations(), rows()));
        let asking = (0..ASKING).map(|first| {
            let questions = Arc::clone(&questions);
            async move {
                let (stage, operations, rows) = &*questions;
                let mut answered = BTreeMap::new();
                for (place, row) in rows.iter().enumerate().skip(first).step_by(ASKING) {
                    answered.insert(place, ask_everybody(stage, &operations[row.operation], row).await);
                }
                answered
            }
        });
        let answered: BTreeMap<usize, Vec<(Outcome, Option<String>)>> =
            at_once(asking).await.into_iter().flatten().collect();
        let wrong: Vec<&str> = answered.values().flatten().filter_map(|(_, wrong)| wrong.as_deref()).collect();
        let first = wrong.iter().take(20).copied().collect::<Vec<_>>().join("\n");
        assert!(wrong.is_empty(), "{} answers are not those of the table, first of all:\n{first}", wrong.len());
        let lines = answered.into_iter().map(|(place, answers)| {
            let row = &questions.2[place];
            (row.name(), row.access.is_public(), answers.into_iter().map(|(outcome, _)| outcome).collect())
        });
        assert_golden(GOLDEN, &access::text(lines));
    }

    async fn every_operation_refuses_who_has_no_token(app: WorldApp) {
        let strangers = strangers(&app).await;
        let (stage, operations) = (Stage::set(&app).await, operations());
        for row in rows() {
            let operation = &operations[row.operation];
            if operation.public {
                for stranger in &strangers {
                    let case = row.case(&stage, CHAIR).await;
                    assert!(case.send_as(&stranger.actor, operation).await.status < 300, "{}", row.name());
                }
                continue;
            }
            let case = row.case(&stage, CHAIR).await;
            let before = app.journal_top();
            for stranger in &strangers {
                assert_refused(stranger, &case, operation, &row).await;
                if stranger.is_refused_at_the_door {
                    assert_refused(stranger, &Case::default().about_nothing(), operation, &row).await;
                }
            }
            assert_eq!(app.journal_top(), before, "{} left something in the journal", row.name());
        }
    }

    async fn nobody_can_tell_a_record_they_may_not_see_from_none(app: WorldApp) {
        let (stage, operations) = (Stage::set(&app).await, operations());
        for row in rows().iter().filter(|row| !row.personal) {
            let operation = &operations[row.operation];
            let Some(who) = strongest_stranger(row) else { continue };
            let (actor, real) = (stage.actor(who), row.case(&stage, who).await);
            assert_alike(actor, &real, operation).await;
            if operation.method == Method::POST || operation.method == Method::PATCH {
                assert_alike(actor, &real.clone().with(serde_json::json!({ "nonsense": 1 })), operation).await;
            }
            if operation.conditional {
                for etag in ["", "v1", "\"v9999\""] {
                    assert_alike(actor, &real.clone().etag(etag), operation).await;
                }
            }
        }
    }
}

/// Whose request makes the case where it does not matter.
const CHAIR: Person = Person { role: Role::Chair, at: Some(D1) };

/// What came of a row for each of [`Person::all`], and what is wrong with it.
async fn ask_everybody(stage: &Stage, operation: &Operation, row: &Row) -> Vec<(Outcome, Option<String>)> {
    if operation.public {
        let case = row.case(stage, CHAIR).await;
        let answer = case.send_as(&stage.app.anonymous(), operation).await;
        return vec![judged(row, None, &answer, Outcome::of(&answer, &case, operation))];
    }
    let (mut answers, mut kept) = (Vec::new(), None);
    for who in Person::all() {
        let case = match kept.take() {
            Some(case) if !row.personal => case,
            _ => row.case(stage, who).await,
        };
        let answer = case.send(stage.actor(who), operation).await;
        let outcome = Outcome::of(&answer, &case, operation);
        answers.push(judged(row, Some(who), &answer, outcome));
        // What is done is done: the next one needs a fresh record.
        if operation.method == Method::GET || answer.status >= 300 {
            kept = Some(case);
        }
    }
    answers
}

fn judged(row: &Row, who: Option<Person>, answer: &Answer, outcome: Outcome) -> (Outcome, Option<String>) {
    let expected = who.map_or(Outcome::Done, |who| row.access.outcome(who));
    let asked = || who.map_or("anybody".to_owned(), Person::username);
    let wrong = (outcome != expected)
        .then(|| format!("{} for {}: not {expected:?} but {outcome:?}: {answer}", row.name(), asked()));
    (outcome, wrong)
}

/// Somebody whose token is none, or no longer one.
struct Stranger {
    with: &'static str,
    actor: Actor,
    /// Before the rest of the request is looked at: the token itself is bad, whatever the database says.
    is_refused_at_the_door: bool,
}

async fn assert_refused(stranger: &Stranger, case: &Case, operation: &Operation, row: &Row) {
    let answer = case.send_as(&stranger.actor, operation).await;
    assert_eq!(answer.status, 401, "{} with {}: {answer}", row.name(), stranger.with);
    answer.problem("unauthenticated");
    assert!(answer.header("www-authenticate").starts_with("Bearer"), "{answer}");
}

async fn strangers(app: &TestApp) -> Vec<Stranger> {
    let expired = app.as_user("p.administrator").await;
    app.wait(601);
    let (ended, suspended) = (app.as_user("p.chair").await, app.as_user("d2.chair").await);
    ended.post("/api/v1/auth/logout", serde_json::json!({})).await.expect(204);
    let path = format!("/api/v1/users/{}", suspended.get("/api/v1/auth/me").await.id());
    let administrator = app.as_user("p.administrator").await;
    let why = serde_json::json!({ "reason": "Chuyển công tác" });
    administrator.act(&format!("{path}/suspend"), "\"v1\"", why).await.expect(200);
    let changed = administrator.access_token().replace('.', "x.");
    let sending = |value: &str| app.anonymous().with_header("authorization", value);
    let at_the_door = [
        ("nothing", app.anonymous()),
        ("an expired token", expired),
        ("no bearer token", sending("Basic cC5hZG1pbmlzdHJhdG9y")),
        ("garbage", sending("Bearer garbage")),
        ("a changed token", sending(&format!("Bearer {changed}"))),
    ];
    let inside = [("a token of an ended session", ended), ("a token of somebody suspended", suspended)];
    let stranger = |is_refused_at_the_door| {
        move |(with, actor): (&'static str, Actor)| Stranger { with, actor, is_refused_at_the_door }
    };
    at_the_door.into_iter().map(stranger(true)).chain(inside.into_iter().map(stranger(false))).collect()
}

/// Somebody of D2 who may do this at D2 but to whom D1's record does not show, where there is anybody.
fn strongest_stranger(row: &Row) -> Option<Person> {
    let unseen = |who: &Person| matches!(row.access.outcome(*who), Outcome::NotFound | Outcome::Unknown);
    let own = |role| Person { role, at: Some(D1) };
    let may = Role::ALL.into_iter().filter(|role| row.access.outcome(own(*role)) == Outcome::Done);
    may.map(|role| Person { role, at: Some(D2) }).find(unseen)
}

/// The same request about what is there and about what is not gets the same answer.
async fn assert_alike(actor: &Actor, real: &Case, operation: &Operation) {
    let there = real.send_as(actor, operation).await;
    let nowhere = real.about_nothing().send_as(actor, operation).await;
    assert!(there.status >= 400, "{there}");
    assert_eq!(without_instance(&there), without_instance(&nowhere), "{there}");
}
