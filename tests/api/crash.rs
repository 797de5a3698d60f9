//! The real program, killed at any moment: what it has answered is there when it starts again, and what it has not is
//! done wholly or not at all.

use std::collections::BTreeMap;
use std::time::Duration;

use reqwest::Method;
use reqwest::header::IF_MATCH;
use serde_json::{Value, json};
use tokio::sync::mpsc::{self, UnboundedSender};

use super::reports::{accepted_in_house, path};
use super::support::process::ServerProcess;
use super::support::world::{P, PASSWORD};
use super::support::{Actor, TestApp, on_both_databases};

const TASKS: &str = "/api/v1/task-items";

async fn sign_in(server: &ServerProcess, username: &str) -> Actor {
    Actor::anonymous(server.address).signed_in(username, PASSWORD).await
}

/// Creates task items until the server is gone; answers the ids and titles of those it has acknowledged.
async fn create_until_cut_off(officer: Actor, writer: String) -> Vec<(String, String)> {
    let mut acknowledged = Vec::new();
    for number in 0.. {
        let title = format!("{writer}.{number}");
        let body = json!({"organisation_id": P, "title": title});
        let Ok(answer) = officer.request(Method::POST, TASKS).json(&body).send().await else { break };
        let status = answer.status();
        let Ok(made) = answer.json::<Value>().await else { break };
        assert_eq!(status, 201, "{made}");
        acknowledged.push((made["id"].as_str().unwrap().to_owned(), title));
    }
    acknowledged
}

/// Reports that wait to be issued, each with the version it has.
async fn accepted(app: &TestApp, count: usize) -> Vec<(String, String)> {
    let chair = app.as_user("p.chair").await;
    let mut waiting = Vec::new();
    for _ in 0..count {
        let report = accepted_in_house(app).await;
        let etag = chair.get(&path(&report)).await.expect(200).etag();
        waiting.push((report, etag));
    }
    waiting
}

/// Issues these reports one after the other, each under a key of its own, until the server is gone; tells their numbers.
async fn issue_until_cut_off(
    chair: Actor,
    reports: Vec<(String, String)>,
    told: UnboundedSender<(String, i64)>,
) {
    for (report, etag) in reports {
        let request = chair.request(Method::POST, &format!("{}/issue", path(&report)));
        let request = request.header(IF_MATCH, etag).header("idempotency-key", &report);
        let Ok(answer) = request.json(&json!({"document_date": "2025-02-17"})).send().await else { break };
        let status = answer.status();
        let Ok(issued) = answer.json::<Value>().await else { break };
        // PostgreSQL may not have noticed yet that the server before is gone.
        if issued["code"] == "operation_in_progress" {
            continue;
        }
        assert_eq!(status, 200, "{issued}");
        told.send((report, issued["number"].as_i64().unwrap())).unwrap();
    }
}

/// The register has no gap, and every number has its report and every issued report its number.
fn check_register(app: &TestApp) {
    let count = |query: &str| app.database.count(query);
    let given = count("SELECT count(*) AS n FROM register_entries");
    assert_eq!(count("SELECT coalesce(max(number), 0) AS n FROM register_entries"), given);
    assert_eq!(count("SELECT coalesce(max(next_number), 1) AS n FROM number_registers"), given + 1);
    assert_eq!(count("SELECT count(*) AS n FROM reports WHERE status = 'issued'"), given);
    let matched = "SELECT count(*) AS n FROM reports r JOIN register_entries e \
         ON e.id = r.register_entry_id AND e.number = r.number AND e.record_id = r.id";
    assert_eq!(count(matched), given);
    assert_eq!(count("SELECT count(*) AS n FROM task_items"), given, "each has one plan item");
    assert_eq!(count("SELECT count(*) AS n FROM journal WHERE action = 'report.issue'"), given);
}

on_both_databases! {
    async fn what_was_acknowledged_is_there_after_a_kill(app: WorldApp) {
        let mut acknowledged = Vec::new();
        for round in 0..3 {
            let server = app.as_process(&[]).await;
            let officer = sign_in(&server, "p.officer").await;
            let writers: Vec<_> = (0..4)
                .map(|writer| tokio::spawn(create_until_cut_off(officer.clone(), format!("{round}.{writer}"))))
                .collect();
            tokio::time::sleep(Duration::from_millis(200 + 130 * round)).await;
            server.kill();
            for writer in writers {
                acknowledged.extend(writer.await.unwrap());
            }
        }
        assert!(acknowledged.len() > 20, "{}", acknowledged.len());
        let server = app.as_process(&[]).await;
        let officer = sign_in(&server, "p.officer").await;
        let kept = officer.all(&format!("{TASKS}?limit=200")).await;
        let kept: BTreeMap<_, _> =
            kept.iter().map(|task| (task["id"].as_str().unwrap(), task["title"].as_str().unwrap())).collect();
        for (id, title) in &acknowledged {
            assert_eq!(kept.get(id.as_str()), Some(&title.as_str()));
        }
        let created = "SELECT count(*) AS n FROM journal WHERE action = 'task_item.create'";
        assert_eq!(app.database.count(created), i64::try_from(kept.len()).unwrap());
        assert_eq!(app.database.count("SELECT max(seq) - count(*) AS n FROM journal"), 0);
        assert!(server.stop().success());
    }

    async fn an_issue_that_was_cut_off_leaves_no_gap(app: WorldApp) {
        let mut waiting = accepted(&app, 24).await;
        let mut told = BTreeMap::new();
        for enough in [1, 2, 3, 4, 5, 24] {
            let server = app.as_process(&[]).await;
            check_register(&app);
            let chair = sign_in(&server, "p.chair").await;
            let (sender, mut heard) = mpsc::unbounded_channel();
            let quarter = waiting.len().div_ceil(4).max(1);
            for share in waiting.chunks(quarter) {
                tokio::spawn(issue_until_cut_off(chair.clone(), share.to_vec(), sender.clone()));
            }
            drop(sender);
            for _ in 0..enough {
                told.extend(heard.recv().await);
            }
            // The other three are being issued at this moment.
            server.kill();
            while let Some(late) = heard.recv().await {
                told.extend([late]);
            }
            waiting.retain(|(report, _)| !told.contains_key(report));
        }
        check_register(&app);
        assert!(waiting.is_empty(), "{waiting:?}");
        let mut numbers: Vec<_> = told.values().copied().collect();
        numbers.sort_unstable();
        assert_eq!(numbers, (1..=24).collect::<Vec<_>>());
        let server = app.as_process(&[]).await;
        let chair = sign_in(&server, "p.chair").await;
        for (report, number) in told {
            assert_eq!(chair.get(&path(&report)).await.expect(200)["number"], number);
        }
    }
}
