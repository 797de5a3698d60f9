//! A round with its council, and nominations that the union above has endorsed.

use std::sync::atomic::{AtomicI32, Ordering};

use congdoan::db::schema::{
    award_council_members as council, award_nomination_hands as hands_of, award_nominations as nominations,
    award_round_forms as forms, award_rounds as rounds,
};
use congdoan::kernel::id::{self, Uuid};
use diesel::prelude::*;
use serde_json::json;

use super::{CERTIFICATE, COMMENDATION, MEDAL, step};
use crate::support::TestApp;
use crate::support::world::{A, P};

const NOMINATIONS: &str = "/api/v1/award-nominations";

/// Makes every nominee another one, and every rank.
static NOMINEES: AtomicI32 = AtomicI32::new(1);

/// A round of the province for 2024.
pub struct Round {
    pub id: String,
}

pub fn uuid(text: &str) -> Uuid {
    text.parse().unwrap()
}

/// A round of the province whose council are these.
pub async fn round(app: &TestApp, members: &[&str]) -> Round {
    round_for(app, members, &[CERTIFICATE, COMMENDATION, MEDAL]).await
}

/// The same for these forms.
pub async fn round_for(app: &TestApp, members: &[&str], forms: &[&str]) -> Round {
    let mut council = Vec::new();
    for member in members {
        let user = app.working(member).await.get("/api/v1/auth/me").await.expect(200).id();
        council.push(json!({"user_id": user, "function": "member"}));
    }
    let body = json!({
        "organisation_id": P, "year": 2024, "name": "Khen thưởng năm 2024", "opens_on": "2025-01-01",
        "closes_on": "2025-12-31", "forms": forms, "council": council,
    });
    Round { id: app.working("p.clerk").await.post("/api/v1/award-rounds", body).await.expect(201).id() }
}

/// A round of an organisation, set up by this clerk, with this council.
pub fn round_of(app: &TestApp, organisation: &str, clerk: Uuid, members: &[Uuid]) -> Round {
    let now = app.clock.now();
    let round = id::new(now);
    let mut db = app.database.connect();
    let day = |text: &str| text.parse::<chrono::NaiveDate>().unwrap();
    let values = (
        rounds::id.eq(round),
        rounds::organisation_id.eq(uuid(organisation)),
        rounds::year.eq(2024),
        rounds::name.eq("Khen thưởng năm 2024"),
        rounds::name_folded.eq("khen thuong nam 2024"),
        rounds::opens_on.eq(day("2025-01-01")),
        rounds::closes_on.eq(day("2025-12-31")),
        rounds::created_by.eq(clerk),
        rounds::version.eq(1_i64),
        rounds::created_at.eq(now),
        rounds::updated_at.eq(now),
    );
    diesel::insert_into(rounds::table).values(values).execute(&mut db).unwrap();
    for (position, form) in (1..).zip([CERTIFICATE, COMMENDATION, MEDAL]) {
        let values = (forms::round_id.eq(round), forms::position.eq(position), forms::form_id.eq(uuid(form)));
        diesel::insert_into(forms::table).values(values).execute(&mut db).unwrap();
    }
    for (position, user) in (1..).zip(members) {
        let values = (
            council::round_id.eq(round),
            council::position.eq(position),
            council::user_id.eq(user),
            council::name.eq(format!("Thành viên {position}")),
            council::function.eq("member"),
        );
        diesel::insert_into(council::table).values(values).execute(&mut db).unwrap();
    }
    Round { id: round.to_string() }
}

/// An endorsed nomination of A for this form.
pub async fn endorsed(app: &TestApp, round: &Round, form: &str) -> String {
    endorsed_by(app, round, form, ["a.officer", "a.chair", "d1.chair"]).await
}

/// One that was begun, submitted and endorsed by these.
pub async fn endorsed_by(app: &TestApp, round: &Round, form: &str, hands: [&str; 3]) -> String {
    let number = NOMINEES.fetch_add(1, Ordering::Relaxed);
    let [writes, submits, endorses] = hands;
    let body = json!({
        "organisation_id": A, "round_id": round.id, "form_id": form, "nominee_kind": "individual",
        "nominee_name": format!("Nguyễn Văn Mẫu {number}"), "achievements": "Hoàn thành xuất sắc nhiệm vụ.",
    });
    let id = app.working(writes).await.post(NOMINATIONS, body).await.expect(201).id();
    let path = format!("{NOMINATIONS}/{id}");
    step(&app.working(submits).await, &path, "submit", json!({})).await.expect(200);
    step(&app.working(endorses).await, &path, "endorse", json!({"rank": number % 1000 + 1}))
        .await
        .expect(200);
    id
}

/// A nomination of A that stands here, begun, submitted and endorsed by these.
pub fn nomination_of(app: &TestApp, round: &Round, form: &str, status: &str, hands: [Uuid; 3]) -> String {
    let now = app.clock.now();
    let nomination = id::new(now);
    let number = NOMINEES.fetch_add(1, Ordering::Relaxed);
    let values = (
        nominations::id.eq(nomination),
        nominations::organisation_id.eq(uuid(A)),
        nominations::round_id.eq(uuid(&round.id)),
        nominations::form_id.eq(uuid(form)),
        nominations::nominee_kind.eq("individual"),
        nominations::nominee_name.eq(format!("Nguyễn Văn Mẫu {number}")),
        nominations::nominee_folded.eq(format!("nguyen van mau {number}")),
        nominations::whole_organisation.eq(false),
        nominations::namesake.eq(false),
        nominations::achievements.eq("Hoàn thành xuất sắc nhiệm vụ."),
        nominations::status.eq(status),
        nominations::on_hold.eq(false),
        nominations::rank.eq(Some(number % 1000 + 1)),
        nominations::created_by.eq(hands[0]),
        nominations::submitted_by.eq(Some(hands[1])),
        nominations::endorsed_by.eq(Some(hands[2])),
        nominations::version.eq(1_i64),
        nominations::created_at.eq(now),
        nominations::updated_at.eq(now),
    );
    let mut db = app.database.connect();
    diesel::insert_into(nominations::table).values(values).execute(&mut db).unwrap();
    let mut deeds = vec![(hands[0], "wrote"), (hands[1], "wrote"), (hands[2], "endorsed")];
    deeds.dedup();
    for (user, deed) in deeds {
        let values =
            (hands_of::nomination_id.eq(nomination), hands_of::user_id.eq(user), hands_of::deed.eq(deed));
        diesel::insert_into(hands_of::table).values(values).execute(&mut db).unwrap();
    }
    nomination.to_string()
}

/// The appraiser puts a nomination on hold.
pub async fn hold(app: &TestApp, nomination: &str) {
    let reason = json!({"reason": "Đang xem xét đơn phản ánh."});
    let path = format!("{NOMINATIONS}/{nomination}");
    step(&app.working("p.appraiser").await, &path, "hold", reason).await.expect(200);
}

/// It goes on again.
pub async fn release(app: &TestApp, nomination: &str) {
    let reason = json!({"reason": "Không có vi phạm."});
    let path = format!("{NOMINATIONS}/{nomination}");
    step(&app.working("p.appraiser").await, &path, "release", reason).await.expect(200);
}

/// The union above sends a nomination back; its achievements are written anew, and it is submitted and endorsed again.
pub async fn rewritten(app: &TestApp, nomination: &str) {
    let path = format!("{NOMINATIONS}/{nomination}");
    let above = app.working("d1.chair").await;
    step(&above, &path, "return", json!({"reason": "Thiếu báo cáo thành tích."})).await.expect(200);
    let officer = app.working("a.officer").await;
    let etag = officer.get(&path).await.expect(200).etag();
    officer.patch(&path, &etag, json!({"achievements": "Thành tích khác hẳn."})).await.expect(200);
    step(&app.working("a.chair").await, &path, "submit", json!({})).await.expect(200);
    let rank = NOMINEES.fetch_add(1, Ordering::Relaxed) % 1000 + 1;
    step(&above, &path, "endorse", json!({"rank": rank})).await.expect(200);
}

/// A nomination is taken back, past the program, which allows it before the council has voted only.
pub async fn withdraw(app: &TestApp, nomination: &str) {
    let row = nominations::table.find(uuid(nomination));
    diesel::update(row)
        .set(nominations::status.eq("withdrawn"))
        .execute(&mut app.database.connect())
        .unwrap();
}
