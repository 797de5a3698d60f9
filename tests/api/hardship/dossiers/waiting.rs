//! What waits, in the order in which it has to be done, and how it ages.

use serde_json::{Value, json};

use super::{APPLICATIONS, act, draft, new_dossier, path, submit};
use crate::hardship::programmes::programme;
use crate::support::on_both_databases;
use crate::support::world::{A, B};

const DAY: i64 = 86_400;

on_both_databases! {
    async fn what_has_to_be_done_first_comes_first_and_what_has_no_day_last(app: WorldApp) {
        let programme = programme(&app).await.id();
        let mut made = Vec::new();
        for number in 1..=4 {
            let (prefix, union) = if number % 2 == 0 { ("a", A) } else { ("b", B) };
            let dossier = draft(&app, prefix, new_dossier(union, &programme, number)).await;
            made.push(submit(&app, prefix, &dossier).await.expect(200));
            // Two of them on one day, with one last day.
            app.wait(if number == 2 { 1 } else { 2 * DAY });
        }
        let chair = app.working("d1.chair").await;
        let back = json!({"reason": "Thiếu giấy tờ."});
        let returned = act(&chair, &made[0], "return", back).await.expect(200);
        assert_eq!(returned["step_due"], Value::Null);
        let unfiled = draft(&app, "a", new_dossier(A, &programme, 9)).await;
        for limit in [1, 2, 200] {
            let sorted = async |order: &str, more: &str| {
                let list = chair.all(&format!("{APPLICATIONS}?sort={order}&limit={limit}{more}")).await;
                let due: Vec<Value> = list.iter().map(|row| row["step_due"].clone()).collect();
                (list.into_iter().map(|row| row["id"].as_str().unwrap().to_owned()).collect::<Vec<_>>(), due)
            };
            let (up, due) = sorted("step_due", "").await;
            let days: Vec<&str> = due.iter().filter_map(Value::as_str).collect();
            assert!(days.is_sorted() && days.len() == 3, "{due:?}");
            assert_eq!((up.len(), &due[3], &due[4]), (5, &Value::Null, &Value::Null));
            let (down, due) = sorted("-step_due", "").await;
            assert_eq!(down[..3], [up[2].clone(), up[1].clone(), up[0].clone()]);
            assert_eq!((down.len(), &due[3], &due[4]), (5, &Value::Null, &Value::Null));
            let mut undated = down[3..].to_vec();
            undated.sort_unstable();
            let mut expected = vec![returned.id(), unfiled.id()];
            expected.sort_unstable();
            assert_eq!(undated, expected);
            let (mine, _) = sorted("step_due", "&waiting_for_me=true").await;
            assert_eq!(mine, up[..3]);
            let (others, _) = sorted("-step_due", "&waiting_for_me=false").await;
            assert_eq!(others, down[3..]);
        }
        let first = chair.get(&format!("{APPLICATIONS}?sort=step_due&limit=1")).await.expect(200);
        let cursor = first.text_of("next_cursor");
        let turned = chair.get(&format!("{APPLICATIONS}?sort=-step_due&limit=1&cursor={cursor}")).await;
        turned.problem("invalid_cursor");
    }

    async fn what_ages_is_sent_again_on_another_day(app: WorldApp) {
        let programme = programme(&app).await.id();
        let dossier = draft(&app, "a", new_dossier(A, &programme, 1)).await;
        let sent = submit(&app, "a", &dossier).await.expect(200);
        let chair = app.working("d1.chair").await;
        let read = chair.get(&path(&sent)).await.expect(200);
        assert_eq!((read.etag(), read.etag()), ("\"v2.20250210\"".to_owned(), sent.etag()));
        chair.with_header("if-none-match", &read.etag()).get(&path(&sent)).await.expect(304);
        app.wait(DAY);
        let chair = app.working("d1.chair").await;
        let later = chair.with_header("if-none-match", &read.etag()).get(&path(&sent)).await.expect(200);
        assert_eq!((&read["days_waiting"], &later["days_waiting"]), (&json!(0), &json!(1)));
        assert_eq!((later.etag(), &later["version"]), ("\"v2.20250211\"".to_owned(), &read["version"]));
        // The version is what counts for a change.
        act(&chair, &read, "endorse", json!({})).await.expect(200);
    }
}
