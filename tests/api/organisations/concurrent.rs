//! Two who change the tree or a committee at once.

use serde_json::json;

use super::{Province, at, one};
use crate::support::on_both_databases;

on_both_databases! {
    async fn two_moves_at_once_make_no_cycle(app: TestApp) {
        let world = Province::found(&app).await;
        for round in 0..6 {
            let one_id = world.add(&format!("A-{round}"), "Một", "grassroots_union", &world.district).await;
            let other_id = world.add(&format!("B-{round}"), "Hai", "grassroots_union", &world.district).await;
            let (path, other_path) = (at(&one_id), at(&other_id));
            let (first, second) = tokio::join!(
                world.admin.patch(&path, "\"v1\"", json!({ "parent_id": other_id })),
                world.admin.patch(&other_path, "\"v1\"", json!({ "parent_id": one_id })),
            );
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
            let parent = if number % 2 == 0 { &world.sector } else { &world.province };
            world.admin.patch(&path, "\"v1\"", json!({ "parent_id": parent }))
        });
        let answers = futures_util::future::join_all(moves).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 200).count(), 1);
        assert!(answers.iter().all(|answer| [200, 412].contains(&answer.status)), "{answers:?}");
        let closure = format!(
            "SELECT count(*) AS n FROM organisation_closure c JOIN organisations o ON o.id = c.descendant_id \
             WHERE c.depth = 1 AND o.code = 'TRUONG' AND c.ancestor_id = o.parent_id"
        );
        assert_eq!(app.database.count(&closure), 1);
    }

    async fn two_committees_at_once_do_not_overlap(app: TestApp) {
        let world = Province::found(&app).await;
        let path = format!("{}/committees", at(&world.district));
        let new = |from: &str| json!({ "kind": "standing_committee", "term_from": from, "term_to": "2028-06-01" });
        let posts = (1..=6).map(|month| world.admin.post(&path, new(&format!("2023-0{month}-01"))));
        let answers = futures_util::future::join_all(posts).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        for lost in answers.iter().filter(|answer| answer.status != 201) {
            assert_eq!(lost.violations(), one("/term_from", "period_overlaps"));
        }
    }

    async fn two_chairs_at_once_are_one(app: TestApp) {
        let world = Province::found(&app).await;
        let committee = json!({ "kind": "executive_committee", "term_from": "2023-06-01", "term_to": "2028-06-01" });
        let committee = world.admin.post(&format!("{}/committees", at(&world.district)), committee).await.expect(201);
        let path = format!("/api/v1/committees/{}/members", committee.id());
        let new = |name: &str| json!({
            "full_name": name, "title": "chair", "valid_from": "2023-06-01",
            "decision_number": "1/QĐ", "decision_date": "2023-05-20",
        });
        let people = ["Người Một", "Người Hai", "Người Ba", "Người Tư"];
        let answers =
            futures_util::future::join_all(people.map(|name| world.admin.post(&path, new(name)))).await;
        assert_eq!(answers.iter().filter(|answer| answer.status == 201).count(), 1);
        for lost in answers.iter().filter(|answer| answer.status != 201) {
            assert_eq!(lost.violations(), one("/title", "period_overlaps"));
        }
    }
}
