//! The journal: one entry for every write, never changed, never missed by whoever follows it.

use serde_json::{Value, json};

use super::records::Records;
use super::support::database::Backend;
use super::support::journalled::tables_without_entries;
use super::support::world::{A, B, D1, D2, P};
use super::support::{Actor, TestApp, on_both_databases};

const JOURNAL: &str = "/api/v1/journal";

fn sequences(entries: &[Value]) -> Vec<i64> {
    entries.iter().map(|entry| entry["seq"].as_i64().unwrap()).collect()
}

/// Makes users until all of this writer's are made; each leaves two entries.
async fn write(administrator: Actor, writer: usize, count: usize) {
    for number in 0..count {
        let name = format!("writer{writer}.user{number}");
        let body = json!({"username": name, "display_name": name, "organisation_id": A, "role": "officer"});
        administrator.post("/api/v1/users", body).await.expect(201);
    }
}

/// Asks for what came after `seen` until there are `most` entries; fails when one is missed.
async fn follow(app: &TestApp, mut seen: i64, most: i64) -> Vec<Value> {
    let inspector = app.as_user("p.inspector").await;
    let mut entries = Vec::new();
    while seen < most {
        let page = inspector.get(&format!("{JOURNAL}?after={seen}&limit=200")).await.expect(200);
        for entry in page.items() {
            assert_eq!(entry["seq"], seen + 1, "an entry was missed");
            seen += 1;
            entries.push(entry.clone());
        }
    }
    entries
}

on_both_databases! {
    async fn a_follower_misses_nothing_while_many_write(app: WorldApp) {
        const WRITERS: usize = 8;
        const EACH: usize = 25;
        let administrator = app.as_user("d1.administrator").await;
        // The inspector's own sign-in is one entry more.
        let before = app.journal_top();
        let most = before + 1 + 2 * i64::try_from(WRITERS * EACH).unwrap();
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| tokio::spawn(write(administrator.clone(), writer, EACH)))
            .collect();
        let entries = follow(&app, before, most).await;
        for writer in writers {
            writer.await.unwrap();
        }
        let made = entries.iter().filter(|entry| entry["action"] == "user.create").count();
        assert_eq!(made, WRITERS * EACH);
        assert_eq!(app.journal_top(), most);
        let gaps = "SELECT max(seq) - count(*) AS n FROM journal";
        assert_eq!(app.database.count(gaps), 0);
    }

    async fn only_those_who_audit_read_it_and_only_in_their_tree(app: WorldApp) {
        for reader in ["p.officer", "p.chair", "p.clerk", "p.accountant", "d1.chair", "a.officer"] {
            app.as_user(reader).await.get(JOURNAL).await.problem("forbidden");
        }
        let above = app.as_user("p.administrator").await;
        let new = |name: &str, at: &str| json!({"username": name, "display_name": name, "organisation_id": at, "role": "officer"});
        above.post("/api/v1/users", new("for.d2", D2)).await.expect(201);
        above.post("/api/v1/users", new("for.b", B)).await.expect(201);
        for reader in ["d1.inspector", "d1.administrator"] {
            let entries = app.as_user(reader).await.all(&format!("{JOURNAL}?limit=7")).await;
            let all_below = entries.iter().all(|entry| {
                [A, B, D1].contains(&entry["organisation_id"].as_str().unwrap_or_default())
            });
            assert!(all_below, "{entries:#?}");
            assert!(entries.iter().any(|entry| entry["organisation_id"] == B && entry["actor_name"] == "Quản trị viên P"));
        }
        let everything = app.as_user("p.inspector").await.all(&format!("{JOURNAL}?limit=100")).await;
        let top = app.journal_top();
        assert_eq!(sequences(&everything), (1..=top).collect::<Vec<_>>());
        assert!(everything.iter().any(|entry| entry["organisation_id"] == P));
    }

    async fn what_a_district_does_to_its_users_stands_in_its_journal(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let path = format!("/api/v1/users/{}", app.id_of("a.officer").await);
        let name = json!({"display_name": "Tên Mới"});
        administrator.patch(&path, "\"v1\"", name).await.expect(200);
        administrator.act(&format!("{path}/reset-code"), "\"v2\"", json!({})).await.expect(200);
        let why = json!({"reason": "vì sao"});
        administrator.act(&format!("{path}/suspend"), "\"v2\"", why).await.expect(200);
        let inspector = app.as_user("d1.inspector").await;
        for action in ["user.edit", "user.issue_reset_code", "user.suspend"] {
            let entries = inspector.all(&format!("{JOURNAL}?action={action}")).await;
            assert_eq!(entries.len(), 1, "{action}");
            assert_eq!(entries[0]["organisation_id"], A);
        }
    }

    async fn it_can_be_narrowed(app: WorldApp) {
        let inspector = app.as_user("p.inspector").await;
        let grants = inspector.all(&format!("{JOURNAL}?record_type=grant&limit=9")).await;
        assert_eq!(grants.len(), 30);
        assert!(grants.iter().all(|entry| entry["action"] == "grant.create"));
        let me = inspector.get("/api/v1/auth/me").await.id();
        let own = inspector.all(&format!("{JOURNAL}?actor_id={me}")).await;
        assert_eq!(own.len(), 1);
        assert_eq!(own[0]["action"], "session.open");
        let top = app.journal_top();
        assert!(inspector.get(&format!("{JOURNAL}?after={top}")).await.items().is_empty());
    }

    async fn a_history_tells_who_when_and_from_which_state_to_which(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let path = format!("/api/v1/users/{}", app.id_of("a.officer").await);
        let request = "01950000-0000-7000-8000-0000000000aa";
        app.wait(60);
        let suspending = administrator.with_header("x-request-id", request);
        suspending.act(&format!("{path}/suspend"), "\"v1\"", json!({"reason": "vì sao"})).await.expect(200);
        let history = app.as_user("p.administrator").await.all(&format!("{path}/history")).await;
        let entry = history.iter().find(|entry| entry["action"] == "user.suspend").unwrap();
        let expected = json!({
            "seq": entry["seq"], "at": "2025-02-10T01:01:00Z", "action": "user.suspend", "record_type": "user",
            "record_id": path.rsplit('/').next(), "organisation_id": A, "reason": "vì sao", "changes": null,
            "from_state": "active", "to_state": "suspended", "request_id": request,
            "actor_id": app.id_of("d1.administrator").await, "actor_name": "Quản trị viên D1",
        });
        assert_eq!(*entry, expected);
    }

    async fn nobody_changes_what_is_written(app: WorldApp) {
        let count = "SELECT count(*) AS n FROM journal";
        let before = app.database.count(count);
        for statement in [
            "UPDATE journal SET action = 'x'",
            "UPDATE journal SET seq = seq + 1000 WHERE seq = 1",
            "DELETE FROM journal WHERE seq = 1",
            "DELETE FROM journal",
        ] {
            let refusal = app.database.try_execute(statement).unwrap_err().to_string();
            assert!(refusal.contains("append-only"), "{statement}: {refusal}");
        }
        assert_eq!(app.database.count(count), before);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM journal WHERE action = 'x'"), 0);
    }

    async fn a_refused_write_leaves_no_entry_and_no_gap(app: WorldApp) {
        let administrator = app.as_user("d1.administrator").await;
        let before = app.journal_top();
        let taken = json!({"username": "a.officer", "display_name": "X", "organisation_id": A, "role": "officer"});
        administrator.post("/api/v1/users", taken).await.problem("duplicate");
        assert_eq!(app.journal_top(), before);
        assert_eq!(app.database.count("SELECT max(seq) - count(*) AS n FROM journal"), 0);
    }

    async fn an_entry_that_cannot_be_written_takes_its_write_with_it(app: WorldApp) {
        let records = Records::of(&app).await;
        let (users, top) = ("SELECT count(*) AS n FROM users", app.journal_top());
        let before = app.database.count(users);
        // The next entry gets the number of the first.
        app.database.execute("UPDATE counters SET value = 0 WHERE name = 'journal'");
        for (collection, body) in records.creations(4) {
            let refused = records.everybody.post_once(&records.at(collection), collection, body).await;
            assert!(refused.status >= 400, "{refused}");
        }
        assert_eq!(app.database.count(users), before);
        app.database.execute(&format!("UPDATE counters SET value = {top} WHERE name = 'journal'"));
        for (collection, body) in records.creations(4) {
            let made = records.everybody.post_once(&records.at(collection), collection, body).await.expect(201);
            assert_eq!(made.header("idempotency-replayed"), "");
        }
    }

    async fn every_writing_operation_leaves_an_entry(app: WorldApp) {
        // Every story on PostgreSQL ends with the same look at what it wrote, that of the authorisation table too,
        // which does every operation there is.
        let records = Records::of(&app).await;
        records.change(3).await;
        assert_eq!(app.database.written_past_the_journal(), Vec::<String>::new());
        if app.database.backend() == Backend::Postgres {
            app.database.execute("UPDATE users SET version = version + 1 WHERE username = 'a.officer'");
            let found = tables_without_entries(&mut app.database.connect(), app.database.start());
            assert_eq!(found, ["users"]);
        }
    }
}
