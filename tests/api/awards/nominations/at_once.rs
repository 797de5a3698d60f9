//! Quotas and ranks, when many endorse at the same moment.

use serde_json::{Value, json};

use super::{act, endorsed, new_nomination, nomination, open_round, path, submitted, used, why};
use crate::awards::{COMMENDATION, MEDAL, form};
use crate::support::app::at_once;
use crate::support::world::{A, C, D1, D2};
use crate::support::{Actor, Answer, TestApp, on_both_databases};

/// A round with so many places in all, and so many of them for D1 and below.
async fn rationed(app: &TestApp, total: i32, of_d1: i32) -> String {
    let quotas = json!({"quotas": [
        {"form_id": COMMENDATION, "maximum": total},
        {"form_id": COMMENDATION, "organisation_id": D1, "maximum": of_d1},
    ]});
    open_round(app, &[COMMENDATION], quotas).await
}

async fn endorse(by: Actor, nomination: Answer, rank: i32) -> Answer {
    act(&by, &nomination, "endorse", json!({"rank": rank})).await
}

fn done(answers: &[Answer]) -> usize {
    answers.iter().filter(|answer| answer.status == 200).count()
}

on_both_databases! {
    async fn fifty_endorsed_at_once_never_pass_a_quota(app: WorldApp) {
        let round = rationed(&app, 20, 12).await;
        let (mut waiting, districts) = (Vec::new(), [("a", A, "d1.chair"), ("c", C, "d2.chair")]);
        for number in 1..=25 {
            for (prefix, union, chair) in districts {
                let body = new_nomination(union, &round, COMMENDATION, &format!("Người {prefix} {number}"));
                let sent = submitted(&app, prefix, body).await;
                waiting.push((prefix, app.working(chair).await, sent, number));
            }
        }
        let asked = waiting.into_iter().map(|(prefix, chair, sent, rank)| async move {
            (prefix, endorse(chair, sent, rank).await)
        });
        let answers = at_once(asked).await;
        for (_, refused) in answers.iter().filter(|(_, answer)| answer.status != 200) {
            refused.problem("quota_exhausted");
        }
        let done = |prefix: &str| answers.iter().filter(|(of, answer)| *of == prefix && answer.status == 200).count();
        assert_eq!(done("a") + done("c"), 20);
        assert!(done("a") <= 12, "{}", done("a"));
        assert_eq!(used(&app), 20 + i64::try_from(done("a")).unwrap());
        let stand = app.database.count("SELECT count(*) AS n FROM award_nominations WHERE status = 'endorsed'");
        assert_eq!(stand, 20);
    }

    async fn one_rank_is_given_once_among_many_at_once(app: WorldApp) {
        let round = rationed(&app, 20, 20).await;
        let mut waiting = Vec::new();
        for number in 0..10 {
            let body = new_nomination(A, &round, COMMENDATION, &format!("Người Mẫu {number}"));
            waiting.push((app.working("d1.chair").await, submitted(&app, "a", body).await));
        }
        let answers = at_once(waiting.into_iter().map(|(chair, sent)| endorse(chair, sent, 1))).await;
        assert_eq!(done(&answers), 1);
        for refused in answers.iter().filter(|answer| answer.status != 200) {
            refused.problem("rank_taken");
        }
        assert_eq!(used(&app), 2, "who was refused has taken no place");
        let other = submitted(&app, "c", new_nomination(C, &round, COMMENDATION, "Người Khác")).await;
        endorse(app.working("d2.chair").await, other, 1).await.expect(200);
    }

    async fn of_two_who_submit_the_same_person_at_once_one_does(app: WorldApp) {
        let round = rationed(&app, 20, 20).await;
        for turn in 0..5 {
            let mut drafts = Vec::new();
            for name in ["Nguyễn Thị Mẫu", "NGUYEN THI MAU"] {
                let body = new_nomination(A, &round, COMMENDATION, &format!("{name} {turn}"));
                drafts.push((app.working("a.chair").await, nomination(&app, "a", body).await));
            }
            let answers = at_once(drafts.into_iter().map(|(chair, draft)| async move { act(&chair, &draft, "submit", json!({})).await })).await;
            assert_eq!(done(&answers), 1);
            answers.iter().find(|answer| answer.status != 200).unwrap().problem("duplicate_nomination");
        }
    }

    async fn of_two_that_exclude_one_another_endorsed_at_once_one_is(app: WorldApp) {
        let excludes = json!({"kind": "certificate_of_merit", "conditions": [{"condition": "exclusion", "kind": "commendation"}]});
        let excluding = form(&app, "excludes_commendations", excludes).await.id();
        let round = open_round(&app, &[&excluding, COMMENDATION], json!({})).await;
        for turn in 0..8 {
            let mut sent = Vec::new();
            for form in [COMMENDATION, &excluding] {
                let body = new_nomination(A, &round, form, &format!("Người Mẫu {turn}"));
                sent.push((app.working("d1.chair").await, submitted(&app, "a", body).await));
            }
            let answers = at_once(sent.into_iter().map(|(chair, sent)| endorse(chair, sent, turn + 1))).await;
            assert_eq!(done(&answers), 1);
            answers.iter().find(|answer| answer.status != 200).unwrap().problem("not_eligible");
        }
    }

    async fn of_a_hold_and_an_endorsement_at_once_neither_is_overlooked(app: WorldApp) {
        let round = open_round(&app, &[COMMENDATION, MEDAL], json!({})).await;
        for turn in 0..8 {
            let name = format!("Người Mẫu {turn}");
            let held = nomination(&app, "a", new_nomination(A, &round, MEDAL, &name)).await;
            let sent = submitted(&app, "a", new_nomination(A, &round, COMMENDATION, &name)).await;
            let (appraiser, chair) = (app.working("p.appraiser").await, app.working("d1.chair").await);
            let tasks = [(appraiser, held, "hold", why()), (chair.clone(), sent.clone(), "endorse", json!({"rank": turn + 1}))];
            let answers = at_once(tasks.into_iter().map(|(by, on, step, body)| async move { act(&by, &on, step, body).await })).await;
            answers[0].clone().expect(200);
            if answers[1].status != 200 {
                answers[1].problem("discipline_hold");
                act(&chair, &sent, "endorse", json!({"rank": turn + 1})).await.problem("discipline_hold");
            }
        }
    }

    async fn places_and_ranks_come_back_on_return_and_withdrawal_wherever_the_union_stands(app: WorldApp) {
        let round = rationed(&app, 3, 2).await;
        let first = endorsed(&app, &round, COMMENDATION, "Người Một", 1).await;
        let second = endorsed(&app, &round, COMMENDATION, "Người Hai", 2).await;
        assert_eq!(used(&app), 4);
        let third = submitted(&app, "a", new_nomination(A, &round, COMMENDATION, "Người Ba")).await;
        let chair = app.working("d1.chair").await;
        let full = endorse(chair.clone(), third.clone(), 3).await;
        assert!(full.problem("quota_exhausted")["detail"].as_str().unwrap().contains("huyện Một"), "{full}");

        let back = act(&chair, &first, "return", why()).await.expect(200);
        assert_eq!((&back["status"], &back["rank"], &back["endorsed_by"]), (&json!("draft"), &Value::Null, &Value::Null));
        assert_eq!(used(&app), 2);
        let third = endorse(chair.clone(), third, 1).await.expect(200);
        assert_eq!((&third["rank"], used(&app)), (&json!(1), 4));

        // The union moves to D2; what it holds of D1's quota is given back there.
        let administrator = app.working("p.administrator").await;
        let union = format!("/api/v1/organisations/{A}");
        let etag = administrator.get(&union).await.expect(200).etag();
        administrator.patch(&union, &etag, json!({"parent_id": D2})).await.expect(200);
        let taken = act(&app.working("a.officer").await, &second, "withdraw", why()).await.expect(200);
        assert_eq!((&taken["status"], &taken["rank"], used(&app)), (&json!("withdrawn"), &Value::Null, 2));
        chair.get(&path(&third)).await.problem("not_found");
        act(&app.working("d2.chair").await, &third, "return", why()).await.expect(200);
        assert_eq!(used(&app), 0);
    }
}
