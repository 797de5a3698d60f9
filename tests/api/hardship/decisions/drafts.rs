//! Drafts and their lines.

use serde_json::json;

use super::{DECISIONS, draft, line_path, lines, many_appraised, path, signed};
use crate::hardship::programmes::programme;
use crate::support::on_both_databases;

on_both_databases! {
    async fn a_draft_and_its_lines_are_edited_and_removed(app: WorldApp) {
        let programme = programme(&app).await.id();
        let applications = many_appraised(&app, &programme, 2).await;
        let decision = draft(&app, &programme, &[(&applications[0], 3_000_000), (&applications[1], 2_000_000)]).await;
        let approver = app.working("p.approver").await;
        let rows = lines(&approver, &decision).await;
        let (first, second) = (rows[0]["id"].as_str().unwrap(), rows[1]["id"].as_str().unwrap());
        approver.patch(&line_path(first), "\"v1\"", json!({"amount_vnd": 1_000_000})).await.expect(200);
        approver.patch(&line_path(first), "\"v1\"", json!({"amount_vnd": 1})).await.problem("precondition_failed");
        let foreign = approver.patch(&line_path(first), "\"v2\"", json!({"reason": "Vì"})).await;
        assert_eq!(foreign.violations(), [("/reason".to_owned(), "not_allowed".to_owned())]);
        approver.delete(&line_path(second), "\"v1\"").await.expect(204);
        let seen = approver.get(&path(&decision)).await.expect(200);
        assert_eq!((&seen["line_count"], &seen["total_vnd"]), (&json!(1), &json!(1_000_000)));
        let edited = approver.patch(&path(&decision), &seen.etag(), json!({"title": "Tên khác"})).await.expect(200);
        approver.delete(&path(&decision), &seen.etag()).await.problem("precondition_failed");
        approver.delete(&path(&decision), &edited.etag()).await.expect(204);
        approver.get(&path(&decision)).await.problem("not_found");
        assert_eq!(app.database.count("SELECT count(*) AS n FROM support_decision_lines"), 0);
    }

    async fn decisions_are_found_by_state_programme_year_and_day(app: WorldApp) {
        let programme = programme(&app).await.id();
        let (_, done, _) = signed(&app, &programme).await;
        app.wait(1);
        let open = draft(&app, &programme, &[]).await;
        let approver = app.working("p.approver").await;
        for (query, expected) in [
            ("", vec![&open, &done]),
            ("?sort=created_at", vec![&done, &open]),
            ("?status=signed", vec![&done]),
            ("?status=draft", vec![&open]),
            ("?year=2025", vec![&open, &done]),
            ("?year=2024", vec![]),
            ("?signed_from=2025-02-10&signed_to=2025-02-10", vec![&done]),
            ("?signed_from=2025-02-11", vec![]),
            (&format!("?programme_id={programme}&status=signed"), vec![&done]),
        ] {
            let found = approver.all(&format!("{DECISIONS}{query}")).await;
            let found: Vec<_> = found.iter().map(|row| row["id"].as_str().unwrap()).collect();
            assert_eq!(found, expected, "{query}");
        }
        assert_eq!(app.as_user("a.chair").await.all(DECISIONS).await.len(), 0);
    }
}
