//! Whose schema it is, and what a connection is set to.

use std::time::Duration;

use diesel::connection::SimpleConnection;

use super::text;
use crate::support::database::{Backend, Database, Template};
use crate::support::on_both_databases;

on_both_databases! {
    async fn an_older_program_refuses_a_newer_schema(app: TestApp) {
        app.anonymous().get("/readyz").await.expect(200);
        app.database.execute("INSERT INTO __diesel_schema_migrations (version) VALUES ('9999')");
        app.anonymous().get("/readyz").await.problem("unavailable");
        let refusal = app.database.open().unwrap_err().to_string();
        assert!(refusal.contains("9999"), "{refusal}");
    }

    async fn a_program_with_a_pending_migration_is_not_ready(app: TestApp) {
        app.database.execute("DELETE FROM __diesel_schema_migrations WHERE version = '0007'");
        app.anonymous().get("/readyz").await.problem("unavailable");
    }
}

#[test]
fn migrating_waits_longer_than_a_request_may() {
    let Some(database) = Database::copy_of(Template::Empty, Backend::Postgres) else { return };
    let (mut other, mut ours) = (database.connect(), database.connect());
    ours.batch_execute("SET lock_timeout = '100ms'; SET statement_timeout = '100ms'").unwrap();
    // The lock under which another process migrates.
    other.batch_execute("SELECT pg_advisory_lock(7160190209)").unwrap();
    let waiting = std::thread::spawn(move || {
        congdoan::db::migrate::run(&mut ours).map(|_| ours).map_err(|refusal| refusal.to_string())
    });
    std::thread::sleep(Duration::from_millis(600));
    drop(other);
    let mut ours = waiting.join().unwrap().map_err(|refusal| panic!("{refusal}")).unwrap();
    assert_eq!(text(&mut ours, "SELECT current_setting('lock_timeout') AS t"), "10s");
    assert_eq!(text(&mut ours, "SELECT current_setting('statement_timeout') AS t"), "30s");
}

#[test]
fn postgresql_speaks_english_to_us() {
    let Some(database) = Database::copy_of(Template::Empty, Backend::Postgres) else { return };
    database.execute(
        "DO $$ BEGIN \
         EXECUTE format('ALTER DATABASE %I SET lc_messages = %L', current_database(), 'POSIX'); END $$",
    );
    assert_eq!(text(&mut database.connect(), "SELECT current_setting('lc_messages') AS t"), "C");
}
