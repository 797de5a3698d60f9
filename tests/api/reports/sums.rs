//! What a sum is made of, and what it does to figures that are there already.

use serde_json::{Value, json};

use super::{
    OWING, accept, accepted_for_round, add_figure, consolidate, create, february, february_round, figure,
    figure_path, for_round, indicator, issue, path, step, submit,
};
use crate::support::TestApp;
use crate::support::app::at_once;
use crate::support::on_both_databases;
use crate::support::world::{D1, D2, P, S};

/// A report of one figure for the round, accepted by the province.
async fn accepted_with(app: &TestApp, prefix: &str, organisation: &str, round: &str, body: Value) {
    let id = create(app, prefix, for_round(organisation, round)).await;
    add_figure(app, prefix, &id, body).await;
    submit(app, prefix, &id).await;
    accept(app, "p.clerk", &id).await;
}

on_both_databases! {
    async fn a_sum_has_a_denominator_where_every_row_has_one(app: WorldApp) {
        let counted = indicator(&app, "test_whole", "unit").await;
        let of = |value: i64, all: Value| json!({ "indicator_id": counted, "value": value, "denominator": all });
        let round = february_round(&app).await.id();
        accepted_with(&app, "d1", D1, &round, of(10, json!(12))).await;
        accepted_with(&app, "d2", D2, &round, of(5, json!(9))).await;
        let id = create(&app, "p", february(P)).await;
        let sum = figure(&consolidate(&app, "p", &id).await["report"], &counted);
        assert_eq!((&sum["value"], &sum["denominator"]), (&json!(15), &json!(21)));
        let officer = app.as_user("p.officer").await;
        let rows = officer.all(&format!("{}/sources", figure_path(&sum))).await;
        let all: i64 = rows.iter().map(|row| row["denominator"].as_i64().unwrap()).sum();
        assert_eq!(all, 21, "the whole opens like the part");
        accepted_with(&app, "s", S, &round, json!({ "indicator_id": counted, "value": 30 })).await;
        let sum = figure(&consolidate(&app, "p", &id).await["report"], &counted);
        assert_eq!((&sum["value"], &sum["denominator"]), (&json!(45), &json!(null)), "45 of 21 would be printed");
    }

    async fn a_denominator_set_by_hand_outlives_the_next_sum(app: WorldApp) {
        let counted = indicator(&app, "test_by_hand", "unit").await;
        let round = february_round(&app).await.id();
        accepted_with(&app, "d1", D1, &round, json!({ "indicator_id": counted, "value": 10, "denominator": 12 })).await;
        let id = create(&app, "p", february(P)).await;
        let sum = figure(&consolidate(&app, "p", &id).await["report"], &counted);
        let officer = app.as_user("p.officer").await;
        officer.patch(&figure_path(&sum), "\"v1\"", json!({ "denominator": 40 })).await.expect(200);
        accepted_with(&app, "d2", D2, &round, json!({ "indicator_id": counted, "value": 5, "denominator": 9 })).await;
        let sum = figure(&consolidate(&app, "p", &id).await["report"], &counted);
        assert_eq!((&sum["value"], &sum["denominator"]), (&json!(15), &json!(40)));
    }

    async fn what_was_typed_in_before_the_first_sum_stays_as_an_override(app: WorldApp) {
        let (typed, alike) = (indicator(&app, "test_typed", "person").await, indicator(&app, "test_alike", "person").await);
        let round = february_round(&app).await.id();
        accepted_for_round(&app, "d1", D1, &round, &[(&typed, 10), (&alike, 4)]).await;
        let id = create(&app, "p", february(P)).await;
        let print = json!({ "indicator_id": typed, "value": 12, "printed_value": 13, "qualifier": "nearly", "denominator": 20 });
        add_figure(&app, "p", &id, print).await;
        add_figure(&app, "p", &id, json!({ "indicator_id": alike, "value": 4 })).await;
        let done = consolidate(&app, "p", &id).await;
        let kept = figure(&done["report"], &typed);
        assert_eq!((&kept["value"], &kept["computed_value"]), (&json!(12), &json!(10)));
        assert_eq!(kept["override_reason"], "Số liệu nhập trước khi tổng hợp.");
        assert_eq!((&kept["printed"], &kept["denominator"]), (&json!("gần 13 người"), &json!(20)));
        let same = figure(&done["report"], &alike);
        assert_eq!((&same["computed_value"], &same["override_reason"]), (&json!(4), &json!(null)));
        let again = figure(&consolidate(&app, "p", &id).await["report"], &typed);
        assert_eq!(again, kept);
        let back = app.as_user("p.officer").await.patch(&figure_path(&kept), "\"v2\"", json!({ "value": 10, "printed_value": null, "qualifier": null })).await;
        assert_eq!(back.expect(200)["override_reason"], json!(null));
    }

    async fn a_sum_is_not_removed_to_be_typed_in_anew(app: WorldApp) {
        let counted = indicator(&app, "test_removed", "person").await;
        let round = february_round(&app).await.id();
        let below = accepted_for_round(&app, "d1", D1, &round, &[(&counted, 10)]).await;
        let id = create(&app, "p", february(P)).await;
        let sum = figure(&consolidate(&app, "p", &id).await["report"], &counted);
        let officer = app.as_user("p.officer").await;
        officer.delete(&figure_path(&sum), "\"v1\"").await.problem("computed_figure");
        assert_eq!(officer.get(&figure_path(&sum)).await.expect(200).json, sum);
        // Once nobody below counts it, there is nothing it would have to be the sum of.
        issue(&app, "d1", &below).await;
        let below_officer = app.as_user("d1.officer").await;
        let amendment = below_officer.post(&format!("{}/amend", path(&below)), json!({})).await.expect(201);
        let dropped = figure(&amendment.json, &counted);
        below_officer.delete(&figure_path(&dropped), "\"v1\"").await.expect(204);
        submit(&app, "d1", &amendment.id()).await;
        accept(&app, "p.clerk", &amendment.id()).await;
        issue(&app, "d1", &amendment.id()).await;
        let nothing = figure(&consolidate(&app, "p", &id).await["report"], &counted);
        assert_eq!(nothing["value"], 0);
        officer.delete(&figure_path(&nothing), "\"v2\"").await.expect(204);
    }

    async fn a_sum_beyond_64_bits_is_refused_like_one_beyond_json(app: WorldApp) {
        let counted = indicator(&app, "test_far_beyond", "vnd").await;
        let round = february_round(&app).await.id();
        accepted_for_round(&app, "d1", D1, &round, &[(&counted, 1)]).await;
        accepted_for_round(&app, "d2", D2, &round, &[(&counted, 1)]).await;
        app.database.execute("UPDATE report_figures SET value = 9223372036854775807");
        let id = create(&app, "p", february(P)).await;
        let refused = step(&app.as_user("p.officer").await, &id, "consolidate", json!({})).await;
        assert_eq!(refused.violations(), [(String::new(), "out_of_range".to_owned())]);
    }

    async fn a_sum_and_its_rows_are_of_one_moment(app: WorldApp) {
        let counted = indicator(&app, "test_moment", "person").await;
        let round = february_round(&app).await.id();
        let id = create(&app, "p", february(P)).await;
        let mut accepting = Vec::new();
        for (prefix, organisation) in OWING {
            let below = create(&app, prefix, for_round(organisation, &round)).await;
            add_figure(&app, prefix, &below, json!({ "indicator_id": counted, "value": 1 })).await;
            accepting.push((below.clone(), submit(&app, prefix, &below).await.etag()));
        }
        let (clerk, officer) = (app.as_user("p.clerk").await, app.as_user("p.officer").await);
        let report = path(&id);
        let consolidating = tokio::spawn(async move {
            let mut seen = Vec::new();
            for _ in 0..8 {
                let etag = officer.get(&report).await.etag();
                let done = officer.act(&format!("{report}/consolidate"), &etag, json!({})).await.expect(200);
                let Some(sum) = done["report"]["figures"].get(0).cloned() else { continue };
                let rows = officer.all(&format!("{}/sources", figure_path(&sum))).await;
                seen.push((sum["value"].as_u64(), rows.len(), done["included"].as_array().unwrap().len()));
            }
            seen
        });
        at_once(accepting.into_iter().map(|(below, etag)| {
            let clerk = clerk.clone();
            async move { clerk.act(&format!("{}/accept", path(&below)), &etag, json!({})).await.expect(200) }
        })).await;
        for (value, rows, included) in consolidating.await.unwrap() {
            assert_eq!((value, rows), (Some(included as u64), included));
        }
    }
}
