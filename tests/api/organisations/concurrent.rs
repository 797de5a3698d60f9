//! Two who change the tree or a committee at once.

use serde_json::json;

use super::{Province, at, one};
use crate::support::on_both_databases;

on_both_databases! {
    async fn two_moves_at_once_make_no_cycle(app: TestApp) {
        let world = Province::found(&app).await;
        let mut pairs = Vec::new();
        for round in 0..10 {
            let first = world.add(&format!("A-{round}"), "Một", "grassroots_union", &world.district).await;
            let second = world.add(&format!("B-{round}"), "Hai", "grassroots_union", &world.district).await;
            pairs.push((first, second));
        }
        // All at once, so that the connections are there and the moves meet.
        let moved = pairs.iter().map(async |(first, second)| {
            let (path, other) = (at(first), at(second));
            tokio::join!(
                world.admin.patch(&path, "\"v1\"", json!({ "parent_id": second })),
                world.admin.patch(&other, "\"v1\"", json!({ "parent_id": first })),
            )
        });
        for (first, second) in futures_util::future::join_all(moved).await {
            let (won, lost) = if first.status == 200 { (first, second) } else { (second, first) };
            won.expect(200);
            assert_eq!(lost.violations(), one("/parent_id", "cycle"));
        }
        assert_eq!(world.cycles(), 0);
    }

    async fn of_many_moves_of_one_union_one_wins(app: TestApp) {
        let world = Province::found(&app).await;
        let path = at(&world.school);
        let moves = (0..8).map(|number| {
            let parent = if number % 2 == 0 { &world.sector } else { &world.top };
            world.admin.patch(&path, "\"v1\"", json!({ "parent_id": parent }))
        });
        let answers = futures_util::future::join_all(moves).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert!(answers.iter().all(|answer| [200, 412].contains(&answer.status)), "{answers:?}");
        let closure = "SELECT count(*) AS n FROM organisation_closure c JOIN organisations o ON o.id = c.descendant_id \
             WHERE c.depth = 1 AND o.code = 'TRUONG' AND c.ancestor_id = o.parent_id";
        assert_eq!(app.database.count(closure), 1);
    }

    async fn two_committees_at_once_do_not_overlap(app: TestApp) {
        let world = Province::found(&app).await;
        let path = format!("{}/committees", at(&world.district));
        for round in 0..8 {
            let new = |month: i32| json!({
                "kind": "standing_committee",
                "term_from": format!("{}-0{month}-01", 2030 + round),
                "term_to": format!("{}-01-01", 2031 + round),
            });
            let posts = (1..=6).map(|month| world.admin.post(&path, new(month)));
            let answers = futures_util::future::join_all(posts).await;
            assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
            for lost in answers.iter().filter(|answer| answer.status != 201) {
                assert_eq!(lost.violations(), one("/term_from", "period_overlaps"));
            }
        }
    }

    async fn two_chairs_at_once_are_one(app: TestApp) {
        let world = Province::found(&app).await;
        let committee = json!({ "kind": "executive_committee", "term_from": "2023-01-01", "term_to": "2028-01-01" });
        let committees = format!("{}/committees", at(&world.district));
        let committee = world.admin.post(&committees, committee).await.expect(201);
        let path = format!("/api/v1/committees/{}/members", committee.id());
        for month in 1..=8 {
            let new = |number: i32| json!({
                "full_name": format!("Người {number}"), "title": "chair",
                "valid_from": format!("2023-0{month}-01"), "valid_to": format!("2023-0{}-01", month + 1),
                "decision_number": "1/QĐ", "decision_date": "2023-05-20",
            });
            let posts = (1..=6).map(|number| world.admin.post(&path, new(number)));
            let answers = futures_util::future::join_all(posts).await;
            assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
            for lost in answers.iter().filter(|answer| answer.status != 201) {
                assert_eq!(lost.violations(), one("/title", "period_overlaps"));
            }
        }
    }
}
