//! The keys that personal data are sealed with: changed while the program serves, cut off and gone on with, lost, mixed
//! up, shown to others. Everything over the program itself.

use std::collections::BTreeMap;
use std::os::unix::fs::PermissionsExt;
use std::path::PathBuf;
use std::process::{Command, Output};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use congdoan::db::schema::housing_surveys as surveys;
use congdoan::kernel::id::{self, Uuid};
use congdoan::vault::{self, Place, Vault};
use diesel::prelude::*;
use serde_json::{Value, json};

use super::hardship::surveys::{SURVEYS, new_survey, path};
use super::support::process::command;
use super::support::world::{A, PASSWORD, uuid};
use super::support::{Actor, TestApp, on_both_databases};

const PROGRAM: &str = env!("CARGO_BIN_EXE_congdoan");

fn program(app: &TestApp, arguments: &[&str]) -> Command {
    let environment = [("DATABASE_URL", app.database.url()), ("CONGDOAN_LISTEN", "127.0.0.1:0")];
    let mut command = command(PROGRAM, app.database.directory(), &environment);
    command.args(arguments);
    command
}

fn run(app: &TestApp, arguments: &[&str]) -> Output {
    program(app, arguments).output().unwrap()
}

/// What `congdoan keys …` says when it succeeds.
pub fn keys(app: &TestApp, what: &str) -> String {
    let output = run(app, &["keys", what]);
    let said = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{said}{}", String::from_utf8_lossy(&output.stderr));
    said
}

fn key_file(app: &TestApp) -> PathBuf {
    app.database.directory().join(vault::FILE_NAME)
}

/// The ids of the keys in the file.
fn in_file(app: &TestApp) -> Vec<String> {
    let content: Value = serde_json::from_str(&std::fs::read_to_string(key_file(app)).unwrap()).unwrap();
    assert_eq!(std::fs::metadata(key_file(app)).unwrap().permissions().mode() & 0o777, 0o600);
    content["data_keys"].as_object().unwrap().keys().cloned().collect()
}

/// The key file of another installation.
fn another_key_file() -> String {
    let directory = tempfile::tempdir().unwrap();
    assert!(
        command(PROGRAM, directory.path(), &[]).args(["keys", "status"]).output().unwrap().status.success()
    );
    std::fs::read_to_string(directory.path().join(vault::FILE_NAME)).unwrap()
}

/// How many values each key of the database holds.
fn values(app: &TestApp) -> BTreeMap<i64, i64> {
    let status = vault::status(&mut app.database.connect(), &key_file(app)).unwrap();
    status.into_iter().filter(|key| key.made_at.is_some()).map(|key| (key.id, key.values)).collect()
}

fn journalled(app: &TestApp, action: &str) -> i64 {
    app.database.count(&format!("SELECT count(*) AS n FROM journal WHERE action = '{action}'"))
}

/// Puts entries into the database past the API, each with a phone number of its own.
fn fill(app: &TestApp, count: u32) {
    let (mut db, now) = (app.database.connect(), app.clock.now());
    let vault = Vault::open(&key_file(app), &mut db, now).unwrap();
    db.transaction(|db| -> QueryResult<()> {
        let sealer = vault.sealer(db).unwrap();
        let creator: Uuid = congdoan::db::schema::users::table
            .filter(congdoan::db::schema::users::username.eq("a.officer"))
            .select(congdoan::db::schema::users::id)
            .first(db)?;
        for number in 0..count {
            let row = id::new(now);
            let seal = |column, text: String| {
                sealer.seal(Place { table: "housing_surveys", column, row }, text).unwrap()
            };
            diesel::insert_into(surveys::table)
                .values((
                    surveys::id.eq(row),
                    surveys::organisation_id.eq(uuid(A)),
                    surveys::year.eq(2025),
                    surveys::householder_name.eq(format!("Nhà {number}")),
                    surveys::householder_folded.eq(format!("nha {number}")),
                    surveys::phone.eq(Some(seal("phone", format!("+849120{number:05}")))),
                    surveys::address.eq(Some(seal("address", format!("Bản số {number}")))),
                    surveys::condition.eq("makeshift"),
                    surveys::work.eq("visit"),
                    surveys::estimate_vnd.eq(1_i64),
                    surveys::surveyed_on.eq(chrono::NaiveDate::from_ymd_opt(2025, 2, 1).unwrap()),
                    surveys::status.eq("surveyed"),
                    surveys::created_by.eq(creator),
                    surveys::version.eq(1_i64),
                    surveys::created_at.eq(now),
                    surveys::updated_at.eq(now),
                ))
                .execute(db)?;
        }
        Ok(())
    })
    .unwrap();
}

/// Makes entries and gives each another number, until told to stop; answers the masks they must have.
async fn write_until(stop: Arc<AtomicBool>, officer: Actor, writer: u32) -> BTreeMap<String, String> {
    let mut written = BTreeMap::new();
    for number in 0..90 {
        if stop.load(Ordering::SeqCst) {
            break;
        }
        let made = officer.post(SURVEYS, new_survey(A, &format!("Viết {writer}.{number}"))).await.expect(201);
        let edit = json!({"phone": format!("+849130000{:02}", 10 + number)});
        officer.patch(&path(&made), &made.etag(), edit).await.expect(200);
        written.insert(made.id(), format!("+84 *** *** *{}", 10 + number));
    }
    written
}

/// Every entry opens, with the number it was given.
async fn expect_all_open(officer: &Actor, filled: usize, written: &BTreeMap<String, String>) {
    let all = officer.all(&format!("{SURVEYS}?limit=200")).await;
    assert_eq!(all.len(), filled + written.len());
    for entry in all {
        let mask = entry["phone_masked"].as_str().unwrap();
        if let Some(expected) = written.get(entry["id"].as_str().unwrap()) {
            assert_eq!(mask, expected);
            continue;
        }
        let number: u32 = entry["householder_name"].as_str().unwrap()["Nhà ".len()..].parse().unwrap();
        assert_eq!(mask, format!("+84 *** *** *{:02}", number % 100));
    }
}

/// The program refuses to start: exit code 1, what it says, and no key in it.
fn expect_refusal(app: &TestApp, secrets: &[&str], says: &str) {
    let output = run(app, &["serve"]);
    let said =
        String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert_eq!(output.status.code(), Some(1), "{said}");
    assert!(said.contains(says) && said.contains(vault::FILE_NAME), "{said}");
    for text in secrets {
        let content: Value = serde_json::from_str(text).unwrap();
        let keys = content["data_keys"].as_object().unwrap().values().chain([&content["lookup_key"]]);
        for key in keys {
            assert!(!said.contains(key.as_str().unwrap()), "{said}");
        }
    }
}

on_both_databases! {
    async fn a_key_is_changed_while_a_server_writes(app: WorldApp) {
        fill(&app, 250);
        let server = app.as_process(&[]).await;
        let officer = Actor::anonymous(server.address).signed_in("a.officer", PASSWORD).await;
        let stop = Arc::new(AtomicBool::new(false));
        let writers: Vec<_> =
            (0..2).map(|one| tokio::spawn(write_until(Arc::clone(&stop), officer.clone(), one))).collect();
        let rotating = app.clone();
        let said = tokio::task::spawn_blocking(move || keys(&rotating, "rotate")).await.unwrap();
        assert!(said.contains("sealing anew with data key 2"), "{said}");
        // They go on with the new key, which their server has not been told of.
        tokio::time::sleep(Duration::from_millis(300)).await;
        stop.store(true, Ordering::SeqCst);
        let mut written = BTreeMap::new();
        for writer in writers {
            written.extend(writer.await.unwrap());
        }
        assert!(written.len() > 3, "{}", written.len());
        assert_eq!(values(&app)[&1], 0);
        assert!(values(&app)[&2] > 500);
        expect_all_open(&officer, 250, &written).await;
        assert_eq!((journalled(&app, "data_key.rotate_begin"), journalled(&app, "data_key.rotate_end")), (1, 1));
        assert_eq!(in_file(&app), ["1", "2"]);
        assert!(keys(&app, "prune").contains("removed data key 1"));
        assert_eq!((in_file(&app), values(&app).into_keys().collect::<Vec<_>>()), (vec!["2".to_owned()], vec![2]));
        assert!(keys(&app, "prune").contains("every key is in use"));
        officer.post(SURVEYS, new_survey(A, "Viết sau")).await.expect(201);
        assert!(server.stop().success());
        let server = app.as_process(&[]).await;
        let officer = Actor::anonymous(server.address).signed_in("a.officer", PASSWORD).await;
        let last = officer.get(&format!("{SURVEYS}?q=viet+sau")).await.expect(200);
        assert_eq!(last.items()[0]["phone_masked"], "+84 *** *** *45");
    }

    async fn a_change_of_keys_that_was_killed_is_gone_on_with(app: WorldApp) {
        app.stop().await;
        fill(&app, 600);
        let mut cut_off = 0;
        for _ in 0..3 {
            let mut rotation = program(&app, &["keys", "rotate"]).stdout(std::process::Stdio::null()).spawn().unwrap();
            let before = values(&app).get(&2).copied().unwrap_or(0);
            while rotation.try_wait().unwrap().is_none() && values(&app).get(&2).copied().unwrap_or(0) <= before {
                tokio::time::sleep(Duration::from_millis(5)).await;
            }
            rotation.kill().unwrap();
            rotation.wait().unwrap();
            let now = values(&app);
            cut_off += usize::from(now[&1] > 0 && now[&2] > 0);
            assert_eq!(now.values().sum::<i64>(), 1200);
        }
        assert!(cut_off > 0, "it was never cut off in the middle");
        let said = keys(&app, "rotate");
        assert!(said.contains("going on with data key 2"), "{said}");
        assert_eq!(values(&app), BTreeMap::from([(1, 0), (2, 1200)]));
        assert_eq!((journalled(&app, "data_key.rotate_begin"), journalled(&app, "data_key.rotate_end")), (1, 1));
        let server = app.as_process(&[]).await;
        let officer = Actor::anonymous(server.address).signed_in("a.officer", PASSWORD).await;
        expect_all_open(&officer, 600, &BTreeMap::new()).await;
    }

    async fn a_key_that_is_in_use_stays_and_one_that_was_added_comes_next(app: WorldApp) {
        app.stop().await;
        fill(&app, 3);
        assert!(keys(&app, "add").contains("added data key 2"));
        assert!(keys(&app, "status").contains("data key 2: 0 values, in the file only"));
        assert!(keys(&app, "prune").contains("every key is in use"));
        assert_eq!(in_file(&app), ["1", "2"]);
        assert!(keys(&app, "rotate").contains("sealing anew with data key 2"));
        // One value comes back under the old key, as from a transaction that began before.
        fill_with_first(&app);
        assert!(keys(&app, "prune").contains("every key is in use"));
        assert!(keys(&app, "rotate").contains("going on with data key 2"));
        assert!(keys(&app, "prune").contains("removed data key 1"));
        let said = keys(&app, "status");
        assert!(said.contains("data key 2: 8 values, present") && said.lines().count() == 1, "{said}");
    }

    async fn a_wrong_a_lost_and_an_open_key_file_each_refuse_the_start(app: WorldApp) {
        app.stop().await;
        fill(&app, 1);
        let file = key_file(&app);
        let own = std::fs::read_to_string(&file).unwrap();
        std::fs::set_permissions(&file, PermissionsExt::from_mode(0o640)).unwrap();
        expect_refusal(&app, &[&own], "other users may read these keys (mode 0640)");
        std::fs::remove_file(&file).unwrap();
        expect_refusal(&app, &[&own], "docs/keys.md");
        assert!(!file.exists(), "no key is made for a database that has one");
        let other = another_key_file();
        let write = |text: &str| {
            std::fs::write(&file, text).unwrap();
            std::fs::set_permissions(&file, PermissionsExt::from_mode(0o600)).unwrap();
        };
        write(&other);
        expect_refusal(&app, &[&own, &other], "sealed with data key 1, which this file does not hold");
        // The right data key beside a wrong key of the look-up hashes finds nobody.
        let mut mixed: Value = serde_json::from_str(&own).unwrap();
        mixed["lookup_key"] = serde_json::from_str::<Value>(&other).unwrap()["lookup_key"].clone();
        write(&mixed.to_string());
        expect_refusal(&app, &[&own, &other], "which this file does not hold");
        write(&own[..own.len() / 2]);
        expect_refusal(&app, &[&own], "not a file of data keys");
        write(&own);
        let server = app.as_process(&[]).await;
        assert!(server.stop().success());
    }

    async fn a_server_whose_key_file_is_exchanged_seals_nothing_with_it(app: WorldApp) {
        fill(&app, 1);
        let server = app.as_process(&[]).await;
        let officer = Actor::anonymous(server.address).signed_in("a.officer", PASSWORD).await;
        let own = std::fs::read_to_string(key_file(&app)).unwrap();
        keys(&app, "rotate");
        let right = std::fs::read_to_string(key_file(&app)).unwrap();
        let mut mixed: Value = serde_json::from_str(&own).unwrap();
        mixed["data_keys"]["2"] = mixed["data_keys"]["1"].clone();
        std::fs::write(key_file(&app), mixed.to_string()).unwrap();
        officer.post(SURVEYS, new_survey(A, "Lò Văn Thử")).await.problem("unavailable");
        std::fs::write(key_file(&app), right).unwrap();
        officer.post(SURVEYS, new_survey(A, "Lò Văn Thử")).await.expect(201);
        assert!(server.stop().success());
    }
}

/// One more entry, as if the first key were still the present one.
fn fill_with_first(app: &TestApp) {
    let retired = |first: &str, second: &str| {
        app.database.execute(&format!(
            "UPDATE data_keys SET retired_at = {second} WHERE id = 2; UPDATE data_keys SET retired_at = {first} WHERE id = 1"
        ));
    };
    retired("NULL", "made_at");
    fill(app, 1);
    retired("made_at", "NULL");
}
