//! What those who run the server rely on: private files, an orderly end, a docs page that asks nobody else.

use std::os::unix::fs::PermissionsExt;
use std::path::Path;
use std::time::{Duration, Instant};

use serde_json::json;

use super::support::process::{ServerProcess, command};
use super::support::{Actor, on_both_databases};

const PROGRAM: &str = env!("CARGO_BIN_EXE_congdoan");
/// A data directory that is not there yet.
const DATA: (&str, &str) = ("CONGDOAN_DATA_DIR", "data");

fn mode(path: &Path) -> u32 {
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[track_caller]
fn expect_private(data: &Path) {
    assert_eq!(mode(data), 0o700);
    let inside = std::fs::read_dir(data).unwrap().map(|entry| entry.unwrap().path());
    let open: Vec<_> =
        inside.filter(|path| mode(path) != if path.is_dir() { 0o700 } else { 0o600 }).collect();
    assert!(open.is_empty(), "{open:?}");
    assert!(data.join("congdoan.sqlite3").is_file());
}

#[test]
fn what_commands_make_is_for_their_user_alone() {
    const CREATE: &[&str] = &["admin", "create", "--username", "mot.nguoi", "--display-name", "Một Người"];
    for arguments in [&["migrate"], &["demo"], CREATE] {
        let directory = tempfile::tempdir().unwrap();
        let environment = [DATA, ("CONGDOAN_ADMIN_PASSWORD", "mot mat khau dai")];
        let output = command(PROGRAM, directory.path(), &environment).args(arguments).output().unwrap();
        assert!(output.status.success(), "{arguments:?}: {output:?}");
        expect_private(&directory.path().join("data"));
    }
}

#[tokio::test]
async fn the_first_administrator_says_since_when_the_province_is_there() {
    let directory = tempfile::tempdir().unwrap();
    let environment = [DATA, ("CONGDOAN_ADMIN_PASSWORD", "mot mat khau dai")];
    let create = [
        "admin",
        "create",
        "--username",
        "mot.nguoi",
        "--display-name",
        "Một Người",
        "--founded",
        "1950-02-01",
    ];
    let output = command(PROGRAM, directory.path(), &environment).args(create).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    let server = ServerProcess::start(PROGRAM, directory.path(), &[], &[DATA]);
    let administrator = Actor::anonymous(server.address).signed_in("mot.nguoi", "mot mat khau dai").await;
    let me = administrator.get("/api/v1/auth/me").await.expect(200).json;
    let province = &me["grants"][0]["organisation_id"];
    let union = |code: &str, day: &str| json!({"code": code, "name": "Công đoàn cũ", "kind": "grassroots_union", "parent_id": province, "established_on": day});
    administrator.post("/api/v1/organisations", union("CU-1", "1950-02-01")).await.expect(201);
    let older = administrator.post("/api/v1/organisations", union("CU-2", "1950-01-31")).await;
    assert_eq!(older.violations().len(), 1, "{older}");
    assert!(server.stop().success());
}

#[test]
fn what_the_server_makes_is_for_its_user_alone() {
    let directory = tempfile::tempdir().unwrap();
    let server = ServerProcess::start(PROGRAM, directory.path(), &[], &[DATA]);
    let data = directory.path().join("data");
    assert!(data.join("congdoan.sqlite3-wal").is_file());
    expect_private(&data);
    assert!(server.stop().success());
}

#[tokio::test]
async fn a_server_that_drains_answers_all_but_its_readiness() {
    let directory = tempfile::tempdir().unwrap();
    let server = ServerProcess::start(PROGRAM, directory.path(), &["--drain-seconds", "3"], &[]);
    let somebody = Actor::anonymous(server.address);
    somebody.get("/readyz").await.expect(200);
    server.tell_to_stop();
    let told = Instant::now();
    while somebody.get("/readyz").await.status == 200 {
        assert!(told.elapsed() < Duration::from_secs(2), "it is still ready");
    }
    somebody.get("/readyz").await.problem("unavailable");
    somebody.get("/livez").await.expect(200);
    assert!(server.gone().success());
    assert!(told.elapsed() >= Duration::from_secs(3));
}

on_both_databases! {
    async fn the_docs_page_asks_nobody_else(app: TestApp) {
        let anonymous = app.anonymous();
        let page = anonymous.get("/docs/").await.expect(200);
        assert!(page.text.contains("swagger-ui"));
        for path in ["/docs/", "/docs/swagger-ui-bundle.js", "/docs/swagger-initializer.js"] {
            let policy = anonymous.get(path).await.expect(200).header("content-security-policy").to_owned();
            assert!(policy.starts_with("default-src 'self';"), "{path}: {policy}");
            assert!(!policy.contains("script-src"), "scripts come from here and from nowhere else");
        }
        assert!(!page.text.contains("<script>") && !page.text.contains("<style>"));
        let settings = anonymous.get("/docs/swagger-initializer.js").await.expect(200).text;
        assert!(settings.contains(r#""validatorUrl": "none""#), "{settings}");
        assert_eq!(anonymous.get("/livez").await.expect(200).header("content-security-policy"), "");
    }
}
