//! What lists tell of nominations: names beside codes, where each stands, and for whom it waits.

use serde_json::{Value, json};

use super::{NOMINATIONS, act, appraisal, endorsed, new_nomination, nomination, path, submitted, why};
use crate::awards::council::{concluded, session};
use crate::awards::submissions::{answered, award, sign};
use crate::awards::{CERTIFICATE, COMMENDATION, COUNCIL, MEDAL, round, submissions};
use crate::support::world::{A, C, D1, P};
use crate::support::{Actor, on_both_databases};

/// The names of the nominees that a list shows.
async fn names(by: &Actor, query: &str) -> Vec<String> {
    let rows = by.all(&format!("{NOMINATIONS}?{query}")).await;
    rows.iter().map(|row| row["nominee_name"].as_str().unwrap().to_owned()).collect()
}

on_both_databases! {
    async fn names_stand_beside_codes_and_achievements_in_the_nomination_alone(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let up = endorsed(&app, &round.id, CERTIFICATE, "Nguyễn Văn Mẫu", 1).await;
        let seen = act(&app.working("p.appraiser").await, &up, "appraise", appraisal()).await.expect(200);
        let reader = app.working("a.officer").await;
        let row = reader.all(NOMINATIONS).await.remove(0);
        let mut whole = reader.get(&path(&seen)).await.expect(200).json;
        assert_eq!(whole, seen.json);
        assert_eq!(whole.as_object_mut().unwrap().remove("achievements"), Some(json!("Hoàn thành xuất sắc nhiệm vụ năm 2024.")));
        assert_eq!(row, whole);
        for (member, told) in [
            ("organisation_name", "Công đoàn cơ sở A"), ("form_name", "Bằng khen của Chủ tịch Ủy ban nhân dân tỉnh"),
            ("nominee_kind_label", "Cá nhân"), ("status_label", "Chờ hội đồng xét"), ("appraisal_label", "Đồng ý"),
        ] {
            assert_eq!(row[member], told, "{member}");
        }
    }

    async fn a_union_reads_how_far_its_nomination_came(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        let one = endorsed(&app, &round.id, CERTIFICATE, "Nguyễn Văn Mẫu", 1).await;
        let reader = app.working("a.officer").await;
        let trail = async || {
            let row = reader.all(NOMINATIONS).await.remove(0);
            let members = ["council", "submission_id", "submission_symbol", "decision_id", "decision_symbol", "award_id"];
            let told = reader.get(&path(&one)).await.expect(200);
            members.map(|member| {
                assert_eq!(row[member], told[member], "{member}");
                told[member].clone()
            })
        };
        let nothing = [const { Value::Null }; 6];
        assert_eq!(trail().await, nothing);
        let session = session(&app, &round, &[one.id()], "totals").await;
        assert_eq!(trail().await, nothing, "not before it is concluded");
        concluded(&app, &session, &[[9, 0, 0]]).await;
        let council = json!({"session_id": session, "held_on": "2025-02-10", "result": "approved"});
        assert_eq!(trail().await[0], council);
        let paper = submissions::draft(&app, &round, &[one.id()]).await;
        assert_eq!(trail().await[1..], nothing[1..], "not before it is signed");
        let signed = sign(&app.working("p.approver").await, &paper).await.expect(200);
        assert_eq!(trail().await[..3], [council.clone(), json!(paper), signed["symbol"].clone()]);
        answered(&app, &paper, &[award(&one.id())]).await.expect(200);
        let told = trail().await;
        assert_eq!(told[..3], [council, json!(paper), signed["symbol"].clone()]);
        assert_eq!(told[4], "215/QĐ-UBND");
        let entry = reader.get(&format!("/api/v1/awards/{}", told[5].as_str().unwrap())).await.expect(200);
        assert_eq!((&entry["decision_id"], &entry["nomination_id"]), (&told[3], &json!(one.id())));
    }

    async fn each_sees_what_waits_for_them(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        nomination(&app, "a", new_nomination(A, &round.id, COMMENDATION, "Người Soạn")).await;
        submitted(&app, "a", new_nomination(A, &round.id, COMMENDATION, "Người Gửi")).await;
        submitted(&app, "d1", new_nomination(D1, &round.id, COMMENDATION, "Người Huyện")).await;
        endorsed(&app, &round.id, COMMENDATION, "Người Chờ", 1).await;
        let up = endorsed(&app, &round.id, COMMENDATION, "Người Xong", 2).await;
        act(&app.working("p.appraiser").await, &up, "appraise", appraisal()).await.expect(200);
        let held = nomination(&app, "a", new_nomination(A, &round.id, COMMENDATION, "Người Dừng")).await;
        act(&app.working("p.appraiser").await, &held, "hold", why()).await.expect(200);
        for (who, mine) in [
            ("a.officer", vec!["Người Soạn"]), ("a.chair", vec!["Người Soạn"]), ("d1.chair", vec!["Người Gửi"]),
            ("p.chair", vec!["Người Huyện"]), ("p.appraiser", vec!["Người Chờ"]), ("p.clerk", vec!["Người Xong"]),
            ("d1.officer", vec![]), ("p.inspector", vec![]),
        ] {
            let by = app.working(who).await;
            assert_eq!(names(&by, "waiting_for_me=true").await, mine, "{who}");
            let (all, others) = (names(&by, "limit=2").await.len(), names(&by, "waiting_for_me=false").await);
            assert_eq!(others.len(), all - mine.len(), "{who}");
        }
        let session = session(&app, &round, &[up.id()], "totals").await;
        concluded(&app, &session, &[[9, 0, 0]]).await;
        assert_eq!(names(&app.working("p.clerk").await, "waiting_for_me=true").await, ["Người Xong"]);
    }

    async fn a_tree_is_listed_and_a_form_by_its_ranks(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        for (name, rank) in [("Người Ba", 3), ("Người Một", 1), ("Người Hai", 2)] {
            endorsed(&app, &round.id, CERTIFICATE, name, rank).await;
        }
        submitted(&app, "a", new_nomination(A, &round.id, CERTIFICATE, "Người Chưa")).await;
        submitted(&app, "d1", new_nomination(D1, &round.id, MEDAL, "Người Huyện")).await;
        submitted(&app, "c", new_nomination(C, &round.id, MEDAL, "Người Nơi Khác")).await;
        let reader = app.working("p.officer").await;
        for limit in [1, 2, 200] {
            let ranked = format!("round_id={}&form_id={CERTIFICATE}&sort=rank&limit={limit}", round.id);
            assert_eq!(names(&reader, &ranked).await, ["Người Một", "Người Hai", "Người Ba", "Người Chưa"], "{limit}");
        }
        assert_eq!(names(&reader, &format!("under={D1}")).await.len(), 5);
        assert_eq!(names(&reader, &format!("under={P}")).await.len(), 6);
        assert_eq!(names(&reader, &format!("organisation_id={D1}")).await, ["Người Huyện"]);
        assert!(names(&app.working("d1.officer").await, &format!("under={C}")).await.is_empty());
    }
}
