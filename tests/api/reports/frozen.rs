//! What is issued stays as it was issued, past the API too.

use serde_json::json;

use super::{
    accept, accepted_for_round, add_figure, add_item, consolidate, create, february, february_round,
    indicator, issue, issued_in_house, path, submit, with,
};
use crate::support::on_both_databases;
use crate::support::world::{D1, P};

on_both_databases! {
    async fn the_database_refuses_to_change_an_issued_report(app: WorldApp) {
        let counted = indicator(&app, "test_rows_frozen", "person").await;
        let round = february_round(&app).await.id();
        accepted_for_round(&app, "d1", D1, &round, &[(&counted, 3)]).await;
        let recipients = json!({ "recipients": [{ "direction": "archive", "name": "Lưu: VT" }] });
        let id = create(&app, "p", with(february(P), recipients)).await;
        add_item(&app, "p", &id, "plan", "Việc.").await;
        consolidate(&app, "p", &id).await;
        submit(&app, "p", &id).await;
        accept(&app, "p.clerk", &id).await;
        let issued = issue(&app, "p", &id).await;
        let own = "report_id IN (SELECT id FROM reports WHERE status = 'issued')";
        for statement in [
            "UPDATE reports SET title = 'x' WHERE status = 'issued'".to_owned(),
            "UPDATE reports SET status = 'draft', number = NULL WHERE status = 'issued'".to_owned(),
            "DELETE FROM reports WHERE status = 'issued'".to_owned(),
            format!("UPDATE report_items SET body = 'x' WHERE {own}"),
            format!("DELETE FROM report_items WHERE {own}"),
            format!("UPDATE report_figures SET value = 9 WHERE {own}"),
            format!("DELETE FROM report_figures WHERE {own}"),
            format!("UPDATE report_recipients SET name = 'x' WHERE {own}"),
            format!("DELETE FROM report_recipients WHERE {own}"),
            "INSERT INTO report_recipients (report_id, position, direction, name) \
             SELECT id, 9, 'archive', 'x' FROM reports WHERE status = 'issued'".to_owned(),
            "UPDATE report_headings SET organisation_name = 'x'".to_owned(),
            "DELETE FROM report_headings".to_owned(),
            "UPDATE figure_sources SET value = 9".to_owned(),
            "DELETE FROM figure_sources".to_owned(),
        ] {
            let refusal = app.database.try_execute(&statement).unwrap_err().to_string();
            assert!(refusal.contains("an issued report is frozen"), "{statement}: {refusal}");
        }
        assert_eq!(app.as_user("p.officer").await.get(&path(&id)).await.json, issued.json);
        app.database.execute("UPDATE report_figures SET value = 4 WHERE report_id IN (SELECT id FROM reports WHERE status = 'accepted')");
    }

    async fn what_was_printed_stays_when_names_change(app: WorldApp) {
        let (first, second) = (indicator(&app, "test_first", "person").await, indicator(&app, "test_second", "person").await);
        let id = create(&app, "d1", february(D1)).await;
        for counted in [&first, &second] {
            add_figure(&app, "d1", &id, json!({ "indicator_id": counted, "value": 12 })).await;
        }
        let officer = app.as_user("d1.officer").await;
        let (text, rename) = (format!("{}/text", path(&id)), |name: &str| {
            app.database.execute(&format!("UPDATE organisations SET name = '{name}' || code"));
            app.database.execute(&format!("UPDATE indicators SET name_vi = '{name}' || code, position = position + 1 WHERE code = 'test_first'"));
        });
        rename("Trước ");
        let draft = officer.get(&text).await.text;
        assert!(draft.starts_with("TRƯỚC LDLD-TINH\nTRƯỚC LDLD-D1\n"), "a draft prints today's names: {draft}");
        submit(&app, "d1", &id).await;
        accept(&app, "d1.clerk", &id).await;
        let issued = issue(&app, "d1", &id).await;
        let printed = officer.get(&text).await.text;
        assert!(printed.contains("- Chỉ tiêu test_second: 12 người\n- Trước test_first: 12 người\n"), "{printed}");
        rename("Sau ");
        app.database.execute("UPDATE indicators SET position = 950 WHERE code = 'test_second'");
        assert_eq!(officer.get(&text).await.text, printed);
        assert_eq!(officer.get(&path(&id)).await.json, issued.json);
    }

    async fn an_amendment_says_what_it_amends(app: WorldApp) {
        let id = issued_in_house(&app).await;
        let officer = app.as_user("p.officer").await;
        let amendment = officer.post(&format!("{}/amend", path(&id)), json!({})).await.expect(201).id();
        let line = "\nCông tác công đoàn tháng 02 năm 2025\n(Sửa đổi, bổ sung Báo cáo số 01/BC-LĐLĐ ngày 10 tháng 02 năm 2025)\n";
        let text = officer.get(&format!("{}/text", path(&amendment))).await.text;
        assert!(text.contains(line), "{text}");
        submit(&app, "p", &amendment).await;
        accept(&app, "p.clerk", &amendment).await;
        issue(&app, "p", &amendment).await;
        let text = officer.get(&format!("{}/text", path(&amendment))).await.text;
        assert!(text.contains(line), "{text}");
        assert!(!officer.get(&format!("{}/text", path(&id))).await.text.contains("Sửa đổi"));
    }
}
