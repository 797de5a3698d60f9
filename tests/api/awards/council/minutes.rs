//! Who reads the minutes.

use serde_json::json;

use super::{conclude, conclusion, path, session, with_totals};
use crate::awards::{CERTIFICATE, endorsed, round};
use crate::support::on_both_databases;

on_both_databases! {
    async fn minutes_are_read_by_the_council_and_who_works_on_awards_and_each_reading_is_on_record(app: WorldApp) {
        let round = round(&app, &["p.chair2", "p.officer", "p.inspector"]).await;
        let all = [endorsed(&app, &round, CERTIFICATE).await];
        let session = session(&app, &round, &all, "totals").await;
        let approver = app.working("p.approver").await;
        let mut body = with_totals(&approver, &session, &[[3, 0, 0]]).await;
        body["present"] = json!(3);
        conclude(&approver, &session, body).await.expect(200);
        let at = format!("{}/minutes", path(&session));
        let readers = [
            "p.clerk", "p.appraiser", "p.approver", "p.accountant", "p.chair2", "p.officer", "p.inspector",
            "p.administrator",
        ];
        for reader in readers {
            let read = app.journalled(app.working(reader).await.get(&at)).await.expect(200);
            assert_eq!(read["minutes"], conclusion()["minutes"], "{reader}");
            assert_eq!((read.header("cache-control"), read.header("etag")), ("no-store", ""));
        }
        // A chair who does not sit on the council, and unions below whose nominations it votes on.
        for (reader, refusal) in [("p.chair", "forbidden"), ("d1.chair", "not_found"), ("a.officer", "not_found")] {
            app.working(reader).await.get(&at).await.problem(refusal);
        }
        let history = approver.all(&format!("{}/history", path(&session))).await;
        let read = history.iter().filter(|entry| entry["action"] == "council_session.read_minutes");
        assert_eq!(read.count(), readers.len());
    }
}
