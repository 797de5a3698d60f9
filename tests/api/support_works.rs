//! That the tests' own ground holds: a database and a server each, and a program that can be killed.

use std::time::Duration;

use super::support::on_both_databases;
use super::support::process::ServerProcess;

on_both_databases! {
    async fn each_test_has_a_server_that_is_ready(app: TestApp) {
        app.anonymous().get("/readyz").await.expect(200);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM users"), 0);
        app.database.execute("UPDATE counters SET value = 7 WHERE name = 'journal'");
    }

    async fn what_one_test_writes_another_does_not_see(app: TestApp) {
        // The server's start noted its data key.
        assert_eq!(app.database.count("SELECT value AS n FROM counters WHERE name = 'journal'"), 1);
    }

    async fn the_demo_province_is_there_when_asked_for(app: DemoApp) {
        assert!(app.database.count("SELECT count(*) AS n FROM users") > 0);
        assert!(app.database.count("SELECT count(*) AS n FROM organisations") > 0);
    }

    async fn a_bare_connection_hears_the_answer(app: TestApp) {
        let mut connection = app.raw().await;
        assert!(connection.send("GET /no-such-path HTTP/1.1\r\nHost: localhost\r\n\r\n").await);
        connection.answer().await.unwrap().problem("not_found");
        assert!(!connection.is_closed_within(Duration::from_millis(100)).await);
    }
}

#[test]
fn the_program_starts_again_after_it_was_killed() {
    let directory = tempfile::tempdir().unwrap();
    let program = env!("CARGO_BIN_EXE_congdoan");
    ServerProcess::start(program, directory.path(), &[], &[]).kill();
    assert!(ServerProcess::start(program, directory.path(), &[], &[]).stop().success());
}
