//! What nominations and sessions of the council hold a round to.

use congdoan::db::schema::{award_nominations as nominations, council_sessions as sessions};
use congdoan::kernel::id;
use congdoan::kernel::id::Uuid;
use diesel::prelude::*;
use serde_json::{Value, json};

use super::{council, expected, round_path, seeded_form, set_up};
use crate::support::world::{A, C, D1, P, uuid};
use crate::support::{Answer, TestApp, on_both_databases};

fn path(round: &Answer) -> String {
    round_path(&round.id())
}

/// A nomination of a union that stands so.
async fn nominate(app: &TestApp, round: &Answer, form: &str, union: &str, status: &str) -> Uuid {
    let (now, author) = (app.clock.now(), uuid(&app.id_of("a.officer").await));
    let id = id::new(now);
    diesel::insert_into(nominations::table)
        .values((
            nominations::id.eq(id),
            nominations::organisation_id.eq(uuid(union)),
            nominations::round_id.eq(uuid(&round.id())),
            nominations::form_id.eq(uuid(form)),
            nominations::nominee_kind.eq("collective"),
            nominations::nominee_name.eq("Tổ Thử Nghiệm"),
            nominations::nominee_folded.eq("to thu nghiem"),
            nominations::whole_organisation.eq(false),
            nominations::namesake.eq(false),
            nominations::achievements.eq("Thành tích thử nghiệm."),
            nominations::status.eq(status),
            nominations::on_hold.eq(false),
            nominations::created_by.eq(author),
            nominations::version.eq(1_i64),
            nominations::created_at.eq(now),
            nominations::updated_at.eq(now),
        ))
        .execute(&mut app.database.connect())
        .unwrap();
    id
}

/// A session of the round's council that is open.
async fn sit(app: &TestApp, round: &Answer) {
    let (now, author) = (app.clock.now(), uuid(&app.id_of("p.clerk").await));
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(id::new(now)),
            sessions::organisation_id.eq(uuid(P)),
            sessions::round_id.eq(uuid(&round.id())),
            sessions::ballot.eq("totals"),
            sessions::status.eq("open"),
            sessions::council_size.eq(6),
            sessions::ballot_count.eq(0),
            sessions::created_by.eq(author),
            sessions::version.eq(1_i64),
            sessions::created_at.eq(now),
            sessions::updated_at.eq(now),
        ))
        .execute(&mut app.database.connect())
        .unwrap();
}

/// A round for certificates and flags, with two endorsed for the certificate and others that are not.
async fn nominated(app: &TestApp) -> (Answer, String, String) {
    let merit = seeded_form(app, "certificate_of_merit_confederation").await;
    let flag = seeded_form(app, "emulation_flag_confederation").await;
    let round = set_up(app, &[&merit, &flag], json!({})).await;
    for (union, status) in
        [(A, "endorsed"), (C, "council_rejected"), (A, "draft"), (A, "submitted"), (C, "withdrawn")]
    {
        nominate(app, &round, &merit, union, status).await;
    }
    (round, merit, flag)
}

/// Quotas as (organisation, maximum, used, left).
fn quotas(round: &Answer) -> Vec<Value> {
    let told = |one: &Value| json!([one["organisation_id"], one["maximum"], one["used"], one["left"]]);
    round["quotas"].as_array().unwrap().iter().map(told).collect()
}

on_both_databases! {
    async fn a_quota_counts_what_is_endorsed_under_it(app: WorldApp) {
        let (made, merit, flag) = nominated(&app).await;
        let clerk = app.as_user("p.clerk").await;
        let set = json!({"quotas": [
            {"form_id": merit, "maximum": 3}, {"form_id": merit, "organisation_id": D1, "maximum": 1},
            {"form_id": merit, "organisation_id": C, "members": 1500, "share_basis_points": 10},
        ]});
        let edited = clerk.patch(&path(&made), &made.etag(), set.clone()).await.expect(200);
        let counted = [json!([P, 3, 2, 1]), json!([D1, 1, 1, 0]), json!([C, 1, 1, 0])];
        assert_eq!(quotas(&edited), counted);
        let edited = clerk.patch(&path(&made), &edited.etag(), json!({"quotas": [{"form_id": flag, "maximum": 3}]})).await.expect(200);
        assert_eq!(quotas(&edited), [json!([P, 3, 0, 3])], "another form");
        let edited = clerk.patch(&path(&made), &edited.etag(), set.clone()).await.expect(200);
        assert_eq!(quotas(&edited), counted, "set anew");
        let edited = clerk.patch(&path(&made), &edited.etag(), set).await.expect(200);
        assert_eq!(quotas(&edited), counted, "kept");
        assert_eq!(app.database.count("SELECT count(*) AS n FROM award_quota_places"), 4);
    }

    async fn a_quota_does_not_fall_below_what_is_used(app: WorldApp) {
        let (made, merit, _) = nominated(&app).await;
        let clerk = app.as_user("p.clerk").await;
        let low = json!({"quotas": [
            {"form_id": merit, "maximum": 1}, {"form_id": merit, "organisation_id": C, "members": 999, "share_basis_points": 10},
        ]});
        let below = expected([("/quotas/0/maximum", "below_used"), ("/quotas/1/share_basis_points", "below_used")]);
        assert_eq!(clerk.patch(&path(&made), &made.etag(), low.clone()).await.violations(), below, "set");
        let enough = json!({"quotas": [{"form_id": merit, "maximum": 2}, {"form_id": merit, "organisation_id": C, "maximum": 1}]});
        let edited = clerk.patch(&path(&made), &made.etag(), enough).await.expect(200);
        assert_eq!(clerk.patch(&path(&made), &edited.etag(), low).await.violations(), below, "lowered");
        assert_eq!(quotas(&clerk.get(&path(&made)).await.expect(200)), [json!([P, 2, 2, 0]), json!([C, 1, 1, 0])]);
    }

    async fn what_is_nominated_for_stays(app: WorldApp) {
        let (made, merit, flag) = nominated(&app).await;
        let clerk = app.as_user("p.clerk").await;
        for edit in [json!({"year": 2023}), json!({"forms": [flag]})] {
            clerk.patch(&path(&made), &made.etag(), edit).await.problem("in_use");
        }
        clerk.delete(&path(&made), &made.etag()).await.problem("in_use");
        clerk.delete(&path(&made), "\"v9\"").await.problem("precondition_failed");
        let edit = json!({"year": 2024, "forms": [merit], "name": "Tên mới", "closes_on": "2025-02-28"});
        let edited = clerk.patch(&path(&made), &made.etag(), edit).await.expect(200);
        assert_eq!(edited["forms"], json!([merit]));
    }

    async fn the_council_stays_while_it_sits(app: WorldApp) {
        let (made, ..) = nominated(&app).await;
        sit(&app, &made).await;
        let clerk = app.as_user("p.clerk").await;
        let members = council(&app).await;
        for other in [json!([]), json!(members[1..]), json!(members.iter().rev().collect::<Vec<_>>())] {
            clerk.patch(&path(&made), &made.etag(), json!({"council": other})).await.problem("wrong_state");
        }
        let edited = clerk.patch(&path(&made), &made.etag(), json!({"council": members, "name": "Tên mới"})).await.expect(200);
        assert_eq!(edited["council"], made["council"]);
    }
}
