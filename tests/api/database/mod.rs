//! The ground below the API: what a read sees, what the one writer does when the disk or a lock fails it, and whose
//! schema it is.

mod migrations;
mod writer;

use congdoan::db::AnyConnection;
use congdoan::kernel::problem::Outcome;
use diesel::connection::SimpleConnection;
use diesel::prelude::*;
use serde_json::json;

use crate::support::database::Backend;
use crate::support::on_both_databases;
use crate::support::world::P;

#[derive(QueryableByName)]
struct Number {
    #[diesel(sql_type = diesel::sql_types::BigInt)]
    n: i64,
}

#[derive(QueryableByName)]
struct Text {
    #[diesel(sql_type = diesel::sql_types::Text)]
    t: String,
}

const COUNTER: &str = "SELECT value AS n FROM counters WHERE name = 'journal'";
const COUNT: &str = "UPDATE counters SET value = value + 1 WHERE name = 'journal'";

fn counter(connection: &mut AnyConnection) -> Outcome<i64> {
    Ok(diesel::sql_query(COUNTER).get_result::<Number>(connection)?.n)
}

fn count(connection: &mut AnyConnection) -> Outcome<()> {
    Ok(connection.batch_execute(COUNT)?)
}

fn text(connection: &mut AnyConnection, query: &str) -> String {
    diesel::sql_query(query).get_result::<Text>(connection).unwrap().t
}

on_both_databases! {
    async fn a_read_sees_one_state_of_the_database(app: TestApp) {
        let db = app.database.open().unwrap();
        let (before, after) = db
            .read_blocking(|connection| {
                let before = counter(connection)?;
                app.database.execute(COUNT);
                Ok((before, counter(connection)?))
            })
            .unwrap();
        assert_eq!(before, after);
        assert_eq!(db.read_blocking(counter).unwrap(), before + 1);
    }

    async fn a_read_does_not_write_on_postgresql(app: TestApp) {
        let db = app.database.open().unwrap();
        let refused = app.database.backend() == Backend::Postgres;
        assert_eq!(db.read_blocking(count).is_err(), refused);
    }

    async fn a_counter_that_is_missing_is_a_fault_of_ours(app: WorldApp) {
        let officer = app.as_user("p.officer").await;
        app.database.execute("DELETE FROM counters WHERE name = 'journal'");
        officer.post("/api/v1/task-items", json!({"organisation_id": P, "title": "Tháng Công nhân"}))
            .await.problem("internal_error");
        assert_eq!(app.database.count("SELECT count(*) AS n FROM task_items"), 0);
    }
}
