//! No password, token or code is written anywhere as it is: not into the journal, the log, a kept answer, nor any
//! other file of the server. The log has no body and no query either.

use std::fs;
use std::path::Path;

use reqwest::Method;
use reqwest::header::CONTENT_TYPE;
use serde_json::json;

use super::support::process::ServerProcess;
use super::support::world::PASSWORD;
use super::support::{Actor, on_both_databases};

const WRONG: &str = "khong-phai-mat-khau-nay";
const NEW: &str = "mat-khau-moi-thu-nhat";
const NEWER: &str = "mat-khau-moi-thu-hai";
const SEARCHED: &str = "dieu-nguoi-ta-tim";
const WRITTEN: &str = "dieu-nguoi-ta-viet";

/// Everything that is told or sent as a secret while people sign in, refresh, mistype and set passwords.
async fn use_secrets(server: &ServerProcess) -> Vec<String> {
    let nobody = Actor::anonymous(server.address);
    let officer = nobody.signed_in("a.officer", PASSWORD).await;
    let mut secrets = [PASSWORD, WRONG, NEW, NEWER].map(str::to_owned).to_vec();
    let mut keep = |actor: &Actor| {
        secrets.push(actor.access_token().rsplit('.').next().unwrap().to_owned());
        secrets.push(actor.refresh_token().to_owned());
    };
    keep(&officer);
    let login = |password: &str| json!({"username": "a.officer", "password": password});
    nobody.post("/api/v1/auth/login", login(WRONG)).await.problem("invalid_credentials");
    let refresh = json!({"refresh_token": officer.refresh_token()});
    let pair = nobody.post_once("/api/v1/auth/refresh", "key", refresh.clone()).await.expect(200);
    let officer = officer.with_tokens(pair.text_of("access_token"), pair.text_of("refresh_token"));
    keep(&officer);
    let change = json!({"current_password": PASSWORD, "new_password": NEW});
    officer.post_once("/api/v1/auth/password", "key", change).await.expect(204);
    nobody.post("/api/v1/auth/refresh", refresh).await.problem("invalid_refresh_token");

    let administrator = nobody.signed_in("d1.administrator", PASSWORD).await;
    keep(&administrator);
    let user = format!("/api/v1/users/{}", id_of(&administrator).await);
    let etag = administrator.get(&user).await.expect(200).etag();
    let made = administrator.act(&format!("{user}/reset-code"), &etag, json!({})).await.expect(200);
    let code = made.text_of("code").to_owned();
    let reset = json!({"username": "a.officer", "code": code, "new_password": NEWER});
    nobody.post("/api/v1/auth/reset", reset).await.expect(204);
    keep(&nobody.signed_in("a.officer", NEWER).await);
    secrets.extend([code.replace('-', ""), code]);
    secrets
}

async fn id_of(administrator: &Actor) -> String {
    let users = administrator.all("/api/v1/users?limit=200").await;
    let found = users.iter().find(|user| user["username"] == "a.officer").unwrap();
    found["id"].as_str().unwrap().to_owned()
}

/// Requests whose bodies and queries hold what is nobody's but the sender's, most of them refused.
async fn say_private_things(server: &ServerProcess) {
    let nobody = Actor::anonymous(server.address);
    let clerk = nobody.signed_in("p.clerk", PASSWORD).await;
    clerk.get(&format!("/api/v1/task-items?q={SEARCHED}")).await.expect(200);
    clerk.get(&format!("/api/v1/task-items?{SEARCHED}={SEARCHED}")).await.problem("invalid_query");
    nobody.get(&format!("/nowhere?q={SEARCHED}")).await.problem("not_found");
    let body = json!({"username": WRITTEN, WRITTEN: WRITTEN, "password": [WRITTEN]});
    nobody.post("/api/v1/auth/login", body).await.problem("validation_failed");
    let broken = nobody.request(Method::POST, "/api/v1/auth/login").header(CONTENT_TYPE, "application/json");
    nobody.send(broken.body(format!("{{\"{WRITTEN}\": {WRITTEN}}}"))).await.problem("malformed_body");
    let forged = nobody.with_tokens(WRITTEN, WRITTEN);
    forged.get("/api/v1/auth/me").await.problem("unauthenticated");
}

/// The files of the directory with what is in them.
fn files(directory: &Path) -> Vec<(String, String)> {
    let entries = fs::read_dir(directory).unwrap().map(|entry| entry.unwrap().path());
    let files = entries.filter(|path| path.is_file());
    files
        .map(|path| {
            let name = path.file_name().unwrap().to_string_lossy().into_owned();
            (name, String::from_utf8_lossy(&fs::read(&path).unwrap()).into_owned())
        })
        .collect()
}

on_both_databases! {
    async fn no_password_no_token_and_no_code_is_written_anywhere(app: WorldApp) {
        let server = app.as_process(&[("CONGDOAN_LOG", "trace")]).await;
        let secrets = use_secrets(&server).await;
        say_private_things(&server).await;
        let inspector = Actor::anonymous(server.address).signed_in("p.inspector", PASSWORD).await;
        let journal = serde_json::to_string(&inspector.all("/api/v1/journal?limit=200").await).unwrap();
        assert!(journal.contains("user.change_password") && journal.contains("user.reset_password"), "{journal}");
        assert!(server.stop().success());
        let files = files(app.database.directory());
        let log = &files.iter().find(|(name, _)| name == "server.log").unwrap().1;
        assert!(log.lines().filter(|line| line.contains("answered")).count() > 15, "{log}");
        for secret in &secrets {
            assert!(!journal.contains(secret.as_str()), "the journal holds {secret}");
            for (name, text) in &files {
                assert!(!text.contains(secret.as_str()), "{name} holds {secret}");
            }
        }
        for private in [SEARCHED, WRITTEN] {
            assert!(!log.contains(private), "the log holds {private}:\n{log}");
        }
        let kept = "SELECT count(*) AS n FROM idempotency_keys WHERE body LIKE '%token%' OR body LIKE '%code\"%'";
        assert_eq!(app.database.count(kept), 0);
    }
}
