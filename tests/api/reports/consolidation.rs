//! Consolidation: sums, what is behind them, overrides, amendments, carrying over.

use serde_json::{Value, json};

use super::{
    OWING, accept, accepted_for_round, add_figure, add_item, consolidate, create, february, february_round,
    figure, figure_path, for_round, indicator, issue, issued_in_house, path, round_of, step, submit, with,
};
use crate::support::TestApp;
use crate::support::app::instant;
use crate::support::on_both_databases;
use crate::support::world::{D1, D2, P, S};

/// The province opens March's round and begins its own report.
pub(super) async fn march(app: &TestApp) -> String {
    app.clock.set(instant("2025-03-20T01:00:00Z"));
    let round = round_of("2025-03-01", "2025-03-31", "2025-03-25T10:00:00Z");
    app.as_user("p.clerk").await.post("/api/v1/reporting-rounds", round).await.expect(201);
    let march =
        json!({ "period_start": "2025-03-01", "period_end": "2025-03-31", "title": "Công tác tháng 3" });
    create(app, "p", with(february(P), march)).await
}

on_both_databases! {
    async fn figures_are_summed_and_open_to_their_rows(app: WorldApp) {
        let (attendances, persons) = (indicator(&app, "test_sum", "attendance").await, indicator(&app, "test_two", "person").await);
        let round = february_round(&app).await.id();
        let first = accepted_for_round(&app, "d1", D1, &round, &[(&attendances, 12_000), (&persons, 4)]).await;
        accepted_for_round(&app, "d2", D2, &round, &[(&attendances, 10_000)]).await;
        // Submitted is not accepted: it does not count.
        let third = create(&app, "s", for_round(S, &round)).await;
        add_figure(&app, "s", &third, json!({ "indicator_id": attendances, "value": 617, "denominator": 700 })).await;
        submit(&app, "s", &third).await;
        let id = create(&app, "p", february(P)).await;
        let done = app.journalled(consolidate(&app, "p", &id)).await;
        let ids = |list: &Value| -> Vec<String> {
            list.as_array().unwrap().iter().map(|one| one["organisation_id"].as_str().unwrap().to_owned()).collect()
        };
        assert_eq!(ids(&done["included"]), [D2, D1]);
        assert_eq!(ids(&done["missing"]), [S]);
        assert_eq!((&done["figures"], &done["carried_items"]), (&json!(2), &json!(0)));
        let sum = figure(&done["report"], &attendances);
        assert_eq!((&sum["value"], &sum["computed_value"], &sum["unit"]), (&json!(22_000), &json!(22_000), &json!("attendance")));
        assert_eq!(figure(&done["report"], &persons)["value"], 4);
        accept(&app, "p.clerk", &third).await;
        let done = consolidate(&app, "p", &id).await;
        let sum = figure(&done["report"], &attendances);
        assert_eq!((&sum["value"], &sum["denominator"], &sum["version"]), (&json!(22_617), &json!(null), &json!(2)));
        assert_eq!(done["report"]["figures"].as_array().unwrap().len(), 2);
        let officer = app.as_user("p.officer").await;
        let sources = officer.all(&format!("{}/sources?limit=2", figure_path(&sum))).await;
        let mut rows: Vec<_> = sources.iter().map(|row| (row["organisation_id"].as_str().unwrap(), row["value"].as_i64().unwrap())).collect();
        rows.sort_unstable();
        assert_eq!(rows, [(D1, 12_000), (D2, 10_000), (S, 617)]);
        let row = sources.iter().find(|row| row["organisation_id"] == D1).unwrap();
        assert_eq!((&row["report_id"], &row["organisation_name"]), (&json!(first), &json!("Liên đoàn Lao động huyện Một")));
        let below = officer.get(&format!("/api/v1/report-figures/{}", row["figure_id"].as_str().unwrap())).await.expect(200);
        assert_eq!(below["value"], 12_000);
        assert_eq!(officer.get(&format!("{}/sources?include=total&limit=1", figure_path(&sum))).await["total"], 3);
        app.as_user("d1.officer").await.get(&format!("{}/sources", figure_path(&sum))).await.problem("not_found");
        let edit = json!({ "printed_value": 22_620, "qualifier": "nearly" });
        let etag = officer.get(&figure_path(&sum)).await.etag();
        let printed = officer.patch(&figure_path(&sum), &etag, edit).await.expect(200);
        assert_eq!(printed["printed"], "gần 22.620 lượt");
        let again = consolidate(&app, "p", &id).await;
        assert_eq!(figure(&again["report"], &attendances), printed.json, "nothing new below changes nothing");
    }

    async fn an_override_needs_a_reason_and_shows_both(app: WorldApp) {
        let counted = indicator(&app, "test_override", "person").await;
        let round = february_round(&app).await.id();
        accepted_for_round(&app, "d1", D1, &round, &[(&counted, 10)]).await;
        let id = create(&app, "p", february(P)).await;
        let sum = figure(&consolidate(&app, "p", &id).await["report"], &counted);
        let officer = app.as_user("p.officer").await;
        let refused = officer.patch(&figure_path(&sum), "\"v1\"", json!({ "value": 12 })).await;
        assert_eq!(refused.violations(), [("/override_reason".to_owned(), "missing".to_owned())]);
        let refused = officer.patch(&figure_path(&sum), "\"v1\"", json!({ "override_reason": "Vì" })).await;
        assert_eq!(refused.violations(), [("/override_reason".to_owned(), "not_allowed".to_owned())]);
        let edit = json!({ "value": 12, "override_reason": "Cộng hai đơn vị báo qua điện thoại" });
        let overridden = officer.patch(&figure_path(&sum), "\"v1\"", edit).await.expect(200);
        assert_eq!((&overridden["value"], &overridden["computed_value"]), (&json!(12), &json!(10)));
        accepted_for_round(&app, "d2", D2, &round, &[(&counted, 5)]).await;
        let after = figure(&consolidate(&app, "p", &id).await["report"], &counted);
        assert_eq!((&after["value"], &after["computed_value"]), (&json!(12), &json!(15)));
        assert_eq!(after["override_reason"], "Cộng hai đơn vị báo qua điện thoại");
        let sources = officer.all(&format!("{}/sources", figure_path(&after))).await;
        assert_eq!(sources.len(), 2);
        let etag = officer.get(&figure_path(&after)).await.etag();
        let back = officer.patch(&figure_path(&after), &etag, json!({ "value": 15 })).await.expect(200);
        assert_eq!(back["override_reason"], json!(null));
    }

    async fn what_is_printed_goes_with_the_value_it_was_printed_for(app: WorldApp) {
        let counted = indicator(&app, "test_stale_print", "person").await;
        let round = february_round(&app).await.id();
        accepted_for_round(&app, "d1", D1, &round, &[(&counted, 98)]).await;
        let id = create(&app, "p", february(P)).await;
        let sum = figure(&consolidate(&app, "p", &id).await["report"], &counted);
        let edit = json!({ "printed_value": 100, "qualifier": "nearly" });
        app.as_user("p.officer").await.patch(&figure_path(&sum), "\"v1\"", edit).await.expect(200);
        accepted_for_round(&app, "d2", D2, &round, &[(&counted, 1)]).await;
        let after = figure(&consolidate(&app, "p", &id).await["report"], &counted);
        assert_eq!((&after["printed_value"], &after["qualifier"], &after["printed"]), (&json!(null), &json!(null), &json!("99 người")));
    }

    async fn an_issued_amendment_takes_the_place_of_its_original(app: WorldApp) {
        let counted = indicator(&app, "test_replaced", "person").await;
        let gone = indicator(&app, "test_gone", "person").await;
        let round = february_round(&app).await.id();
        let first = accepted_for_round(&app, "d1", D1, &round, &[(&counted, 10), (&gone, 3)]).await;
        issue(&app, "d1", &first).await;
        let id = create(&app, "p", february(P)).await;
        let done = consolidate(&app, "p", &id).await;
        assert_eq!(figure(&done["report"], &counted)["value"], 10, "issued counts like accepted");
        let officer = app.as_user("d1.officer").await;
        let amendment = officer.post(&format!("{}/amend", path(&first)), json!({})).await.expect(201);
        let (changed, dropped) = (figure(&amendment.json, &counted), figure(&amendment.json, &gone));
        officer.patch(&figure_path(&changed), "\"v1\"", json!({ "value": 8 })).await.expect(200);
        officer.delete(&figure_path(&dropped), "\"v1\"").await.expect(204);
        submit(&app, "d1", &amendment.id()).await;
        accept(&app, "p.clerk", &amendment.id()).await;
        let done = consolidate(&app, "p", &id).await;
        assert_eq!(figure(&done["report"], &counted)["value"], 10, "not before it is issued");
        issue(&app, "d1", &amendment.id()).await;
        let done = consolidate(&app, "p", &id).await;
        assert_eq!(done["included"][0]["report_id"], amendment.id());
        let sum = figure(&done["report"], &counted);
        assert_eq!(sum["value"], 8);
        let sources = app.as_user("p.officer").await.all(&format!("{}/sources", figure_path(&sum))).await;
        assert_eq!(sources.len(), 1);
        assert_eq!(sources[0]["report_id"], amendment.id());
        let nothing = figure(&done["report"], &gone);
        assert_eq!((&nothing["value"], &nothing["computed_value"]), (&json!(0), &json!(0)), "nobody counts it any more");
        let sources = app.as_user("p.officer").await.all(&format!("{}/sources", figure_path(&nothing))).await;
        assert_eq!(sources, Vec::<Value>::new());
    }

    async fn only_who_writes_a_report_with_a_round_consolidates_it(app: WorldApp) {
        let id = create(&app, "p", february(P)).await;
        let officer = app.as_user("p.officer").await;
        step(&officer, &id, "consolidate", json!({})).await.problem("wrong_state");
        officer.get(&format!("{}/contributions", path(&id))).await.problem("wrong_state");
        february_round(&app).await;
        step(&app.as_user("p.clerk").await, &id, "consolidate", json!({})).await.problem("forbidden");
        officer.act(&format!("{}/consolidate", path(&id)), "\"v9\"", json!({})).await.problem("precondition_failed");
        app.as_user("d1.officer").await.act(&format!("{}/consolidate", path(&id)), "\"v1\"", json!({})).await.problem("not_found");
        let done = consolidate(&app, "p", &id).await;
        assert_eq!(done["missing"].as_array().unwrap().len(), OWING.len());
        add_item(&app, "p", &id, "result", "Việc.").await;
        submit(&app, "p", &id).await;
        step(&officer, &id, "consolidate", json!({})).await.problem("wrong_state");
    }

    async fn a_sum_beyond_what_json_holds_is_refused(app: WorldApp) {
        let counted = indicator(&app, "test_beyond", "vnd").await;
        let round = february_round(&app).await.id();
        let most = 9_007_199_254_740_991;
        accepted_for_round(&app, "d1", D1, &round, &[(&counted, most)]).await;
        let id = create(&app, "p", february(P)).await;
        assert_eq!(figure(&consolidate(&app, "p", &id).await["report"], &counted)["value"], most);
        accepted_for_round(&app, "d2", D2, &round, &[(&counted, 1)]).await;
        let refused = step(&app.as_user("p.officer").await, &id, "consolidate", json!({})).await;
        assert_eq!(refused.violations(), [(String::new(), "out_of_range".to_owned())]);
    }

    async fn narrative_below_is_read_by_topic(app: WorldApp) {
        let round = february_round(&app).await.id();
        for (prefix, organisation) in OWING {
            app.wait(1);
            let id = create(&app, prefix, for_round(organisation, &round)).await;
            let officer = app.as_user(&format!("{prefix}.officer")).await;
            for (section, topic, body) in [("result", json!("propaganda"), "tuyên truyền"), ("plan", json!("care_support"), "chăm lo"), ("result", json!(null), "khác")] {
                let body = json!({ "section": section, "topic": topic, "body": format!("{prefix} {body}") });
                officer.post(&format!("{}/items", path(&id)), body).await.expect(201);
            }
            submit(&app, prefix, &id).await;
            if prefix != "s" {
                accept(&app, "p.clerk", &id).await;
            }
        }
        let id = create(&app, "p", february(P)).await;
        let officer = app.as_user("p.officer").await;
        let contributions = format!("{}/contributions", path(&id));
        let bodies = |items: Vec<Value>| -> Vec<String> {
            items.iter().map(|one| one["item"]["body"].as_str().unwrap().to_owned()).collect()
        };
        let expected = ["d1 khác", "d2 khác", "d1 chăm lo", "d2 chăm lo", "d1 tuyên truyền", "d2 tuyên truyền"];
        assert_eq!(bodies(officer.all(&format!("{contributions}?limit=1")).await), expected);
        assert_eq!(bodies(officer.all(&format!("{contributions}?topic=propaganda")).await), expected[4..]);
        assert_eq!(bodies(officer.all(&format!("{contributions}?section=plan")).await), expected[2..4]);
        let first = officer.get(&format!("{contributions}?limit=1")).await;
        assert_eq!(first.items()[0]["organisation_name"], "Liên đoàn Lao động huyện Một");
        app.as_user("d1.officer").await.get(&contributions).await.problem("not_found");
    }

    async fn preambles_below_are_read_before_the_items(app: WorldApp) {
        let round = february_round(&app).await.id();
        for (prefix, organisation) in OWING {
            app.wait(1);
            let body = with(for_round(organisation, &round), json!({ "preamble": format!("Mở đầu {prefix}") }));
            let id = create(&app, prefix, if prefix == "s" { for_round(organisation, &round) } else { body }).await;
            add_item(&app, prefix, &id, "plan", &format!("Việc {prefix}")).await;
            submit(&app, prefix, &id).await;
            accept(&app, "p.clerk", &id).await;
        }
        let id = create(&app, "p", february(P)).await;
        let officer = app.as_user("p.officer").await;
        let contributions = format!("{}/contributions", path(&id));
        for limit in [1, 3, 200] {
            let all = officer.all(&format!("{contributions}?limit={limit}")).await;
            let told: Vec<_> = all.iter().map(|one| one["preamble"].as_str().or(one["item"]["body"].as_str()).unwrap()).collect();
            assert_eq!(told, ["Mở đầu d1", "Mở đầu d2", "Việc d1", "Việc d2", "Việc s"], "{limit}");
            assert_eq!((&all[0]["kind"], &all[0]["item"], &all[2]["kind"]), (&json!("preamble"), &json!(null), &json!("item")));
            assert_eq!(all[2]["report_id"], all[2]["item"]["report_id"]);
        }
        assert_eq!(officer.all(&format!("{contributions}?section=plan&limit=2")).await.len(), 3);
        let first = officer.get(&format!("{contributions}?limit=2")).await;
        assert_eq!(first.items()[1]["organisation_id"], D2);
    }

    async fn last_months_plans_come_back_as_results_once(app: WorldApp) {
        let id = create(&app, "p", february(P)).await;
        add_item(&app, "p", &id, "plan", "Gặp mặt nữ đoàn viên.").await;
        add_item(&app, "p", &id, "plan", "Rà soát hồ sơ.").await;
        add_item(&app, "p", &id, "result", "Việc tháng hai.").await;
        submit(&app, "p", &id).await;
        accept(&app, "p.clerk", &id).await;
        let issued = issue(&app, "p", &id).await;
        let plan = issued["items"].as_array().unwrap().iter().find(|item| item["body"] == "Gặp mặt nữ đoàn viên.").unwrap().clone();
        let officer = app.as_user("p.officer").await;
        let task = format!("/api/v1/task-items/{}", plan["task_item_id"].as_str().unwrap());
        officer.act(&format!("{task}/start"), "\"v1\"", json!({})).await.expect(200);
        officer.act(&format!("{task}/complete"), "\"v2\"", json!({ "result": "Đã gặp mặt 120 người." })).await.expect(200);
        let march = march(&app).await;
        let done = consolidate(&app, "p", &march).await;
        assert_eq!(done["carried_items"], 2);
        let items = done["report"]["items"].as_array().unwrap().clone();
        assert_eq!(items[0]["section"], "result");
        assert_eq!(items[0]["body"], "Gặp mặt nữ đoàn viên.\nKết quả: đã hoàn thành. Đã gặp mặt 120 người.");
        assert_eq!((&items[0]["source_item_id"], &items[0]["task_item_id"]), (&plan["id"], &plan["task_item_id"]));
        assert_eq!(items[1]["body"], "Rà soát hồ sơ.\nKết quả: chưa thực hiện.");
        let officer = app.as_user("p.officer").await;
        let edited = format!("/api/v1/report-items/{}", items[0]["id"].as_str().unwrap());
        officer.patch(&edited, "\"v1\"", json!({ "body": "Viết lại." })).await.expect(200);
        let again = consolidate(&app, "p", &march).await;
        assert_eq!(again["carried_items"], 0);
        let bodies: Vec<_> = again["report"]["items"].as_array().unwrap().iter().map(|item| item["body"].as_str().unwrap()).collect();
        assert_eq!(bodies, ["Viết lại.", "Rà soát hồ sơ.\nKết quả: chưa thực hiện."]);
        // What nobody wrote over tells what has become of its task since.
        let open = format!("/api/v1/task-items/{}", items[1]["task_item_id"].as_str().unwrap());
        officer.act(&format!("{open}/start"), "\"v1\"", json!({})).await.expect(200);
        let again = consolidate(&app, "p", &march).await;
        assert_eq!(again["carried_items"], 0);
        let bodies: Vec<_> = again["report"]["items"].as_array().unwrap().iter().map(|item| item["body"].as_str().unwrap()).collect();
        assert_eq!(bodies, ["Viết lại.", "Rà soát hồ sơ.\nKết quả: đang thực hiện."]);
        // An amendment of February copies its plan: it is known already, only what is new comes over.
        let amendment = officer.post(&format!("{}/amend", path(&id)), json!({})).await.expect(201).id();
        add_item(&app, "p", &amendment, "plan", "Việc thêm.").await;
        submit(&app, "p", &amendment).await;
        accept(&app, "p.clerk", &amendment).await;
        issue(&app, "p", &amendment).await;
        let again = consolidate(&app, "p", &march).await;
        assert_eq!(again["carried_items"], 1);
        assert_eq!(again["report"]["items"].as_array().unwrap().len(), 3);
    }

    async fn a_second_report_of_last_month_does_not_hide_the_plans_of_the_first(app: WorldApp) {
        let plans = [issued_in_house(&app).await, issued_in_house(&app).await];
        let officer = app.as_user("p.officer").await;
        let mut planned = Vec::new();
        for report in plans {
            planned.push(officer.get(&path(&report)).await["items"][1]["id"].clone());
        }
        let march = march(&app).await;
        let done = consolidate(&app, "p", &march).await;
        assert_eq!(done["carried_items"], 2);
        let sources: Vec<_> = done["report"]["items"].as_array().unwrap().iter().map(|item| &item["source_item_id"]).collect();
        assert_eq!(sources, planned.iter().collect::<Vec<_>>(), "in the order they were issued");
    }

    async fn the_share_of_unions_done_stands_in_the_result(app: WorldApp) {
        let id = issued_in_house(&app).await;
        let officer = app.as_user("p.officer").await;
        let report = officer.get(&path(&id)).await;
        let task = report["items"][1]["task_item_id"].as_str().unwrap().to_owned();
        let assignments = format!("/api/v1/task-items/{task}/assignments");
        let version = officer.get(&format!("/api/v1/task-items/{task}")).await.etag();
        let named = json!({ "organisation_ids": [D1, D2] });
        officer.act(&assignments, &version, named).await;
        app.database.execute("UPDATE task_assignments SET status = 'done', progress = 100 WHERE organisation_id = (SELECT id FROM organisations WHERE code = 'LDLD-D1')");
        let march = march(&app).await;
        let done = consolidate(&app, "p", &march).await;
        let body = done["report"]["items"][0]["body"].as_str().unwrap().to_owned();
        assert!(body.contains("01/02 đơn vị đã thực hiện xong (50%)"), "{body}");
    }
}
