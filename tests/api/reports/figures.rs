//! Figures.

use serde_json::json;

use super::{add_figure, add_item, create, february, indicator, path, with};
use crate::support::on_both_databases;
use crate::support::world::D1;

fn at(place: &str, code: &str) -> Vec<(String, String)> {
    vec![(place.to_owned(), code.to_owned())]
}

fn figure_path(id: &str) -> String {
    format!("/api/v1/report-figures/{id}")
}

on_both_databases! {
    async fn a_figure_is_printed_as_official_text_does(app: WorldApp) {
        let counted = indicator(&app, "test_attendances", "attendance").await;
        let id = create(&app, "d1", february(D1)).await;
        let item = add_item(&app, "d1", &id, "result", "Tuyên truyền.").await;
        let body = json!({
            "indicator_id": counted, "value": 22617, "printed_value": 22620, "qualifier": "nearly",
            "denominator": 30000, "item_id": item.id(),
        });
        let figure = app.journalled(add_figure(&app, "d1", &id, body)).await;
        assert_eq!(figure.header("location"), figure_path(&figure.id()));
        assert_eq!(figure["printed"], "gần 22.620 lượt");
        assert_eq!((&figure["unit"], &figure["denominator"]), (&json!("attendance"), &json!(30000)));
        assert_eq!((&figure["computed_value"], &figure["override_reason"]), (&json!(null), &json!(null)));
        let officer = app.as_user("d1.officer").await;
        let edit = json!({ "value": 22635, "qualifier": "over" });
        let edited = app.journalled(officer.patch(&figure_path(&figure.id()), &figure.etag(), edit)).await.expect(200);
        assert_eq!(edited["printed"], "trên 22.620 lượt");
        officer.patch(&figure_path(&figure.id()), &figure.etag(), json!({ "value": 1 })).await.problem("precondition_failed");
        let report = officer.get(&path(&id)).await.expect(200);
        assert_eq!(report["figures"], json!([edited.json]));
        app.journalled(officer.delete(&figure_path(&figure.id()), &edited.etag())).await.expect(204);
        officer.get(&figure_path(&figure.id())).await.problem("not_found");
    }

    async fn what_is_printed_fits_the_value(app: WorldApp) {
        let counted = indicator(&app, "test_printed", "person").await;
        let id = create(&app, "d1", february(D1)).await;
        let officer = app.as_user("d1.officer").await;
        let figures = format!("{}/figures", path(&id));
        for (qualifier, printed) in [
            (json!("nearly"), 100),
            (json!("nearly"), 1_000),
            (json!("over"), 100),
            (json!("over"), 1),
            (json!("about"), 200),
            (json!(null), 101),
        ] {
            let body = json!({ "indicator_id": counted, "value": 100, "printed_value": printed, "qualifier": qualifier });
            assert_eq!(officer.post(&figures, body).await.violations(), at("/printed_value", "out_of_range"), "{qualifier}");
        }
        let bare = json!({ "indicator_id": counted, "value": 100, "qualifier": "nearly" });
        assert_eq!(officer.post(&figures, bare).await.violations(), at("/printed_value", "missing"));
        let body = json!({ "indicator_id": counted, "value": 101, "printed_value": 100, "qualifier": "over" });
        let figure = officer.post(&figures, body).await.expect(201);
        for (edit, code) in [(json!({ "value": 100 }), "out_of_range"), (json!({ "printed_value": null }), "missing")] {
            let refused = officer.patch(&figure_path(&figure.id()), &figure.etag(), edit).await;
            assert_eq!(refused.violations(), at("/printed_value", code));
        }
    }

    async fn a_count_is_not_more_than_what_it_is_out_of(app: WorldApp) {
        let (counted, paid) = (indicator(&app, "test_part", "unit").await, indicator(&app, "test_paid", "vnd").await);
        let id = create(&app, "d1", february(D1)).await;
        let officer = app.as_user("d1.officer").await;
        let figures = format!("{}/figures", path(&id));
        let body = json!({ "indicator_id": counted, "value": 41, "denominator": 40 });
        assert_eq!(officer.post(&figures, body).await.violations(), at("/denominator", "out_of_range"));
        let figure = add_figure(&app, "d1", &id, json!({ "indicator_id": counted, "value": 40, "denominator": 40 })).await;
        let refused = officer.patch(&figure_path(&figure.id()), &figure.etag(), json!({ "value": 41 })).await;
        assert_eq!(refused.violations(), at("/denominator", "out_of_range"));
        add_figure(&app, "d1", &id, json!({ "indicator_id": paid, "value": 41, "denominator": 40 })).await;
    }

    async fn a_report_has_one_figure_of_an_indicator(app: WorldApp) {
        let counted = indicator(&app, "test_once", "unit").await;
        let id = create(&app, "d1", february(D1)).await;
        let officer = app.as_user("d1.officer").await;
        let figures = format!("{}/figures", path(&id));
        officer.post(&figures, json!({ "indicator_id": counted, "value": 1 })).await.expect(201);
        officer.post(&figures, json!({ "indicator_id": counted, "value": 2 })).await.problem("duplicate");
    }

    async fn a_figure_that_breaks_rules_is_refused(app: WorldApp) {
        let counted = indicator(&app, "test_rules", "vnd").await;
        let (id, other) = (create(&app, "d1", february(D1)).await, create(&app, "d1", february(D1)).await);
        let elsewhere = add_item(&app, "d1", &other, "result", "Khác.").await;
        let officer = app.as_user("d1.officer").await;
        let figures = format!("{}/figures", path(&id));
        let good = json!({ "indicator_id": counted, "value": 1 });
        for (change, place, code) in [
            (json!({ "indicator_id": id }), "/indicator_id", "not_found"),
            (json!({ "item_id": elsewhere.id() }), "/item_id", "not_found"),
            (json!({ "value": -1 }), "/value", "out_of_range"),
            (json!({ "value": 9_007_199_254_740_992_i64 }), "/value", "out_of_range"),
            (json!({ "value": 1.5 }), "/value", "wrong_type"),
            (json!({ "unit": "person" }), "/unit", "unknown_member"),
            (json!({ "computed_value": 1 }), "/computed_value", "unknown_member"),
        ] {
            let refused = officer.post(&figures, with(good.clone(), change)).await;
            assert_eq!(refused.violations(), at(place, code));
        }
        let figure = officer.post(&figures, good).await.expect(201);
        let refused = officer.patch(&figure_path(&figure.id()), &figure.etag(), json!({ "override_reason": "Vì" })).await;
        assert_eq!(refused.violations(), at("/override_reason", "not_allowed"), "nothing is computed yet");
        let refused = officer.patch(&figure_path(&figure.id()), &figure.etag(), json!({ "indicator_id": id })).await;
        assert_eq!(refused.violations(), at("/indicator_id", "unknown_member"));
    }

    async fn an_indicator_that_has_ended_counts_nothing_new(app: WorldApp) {
        let counted = indicator(&app, "test_ended", "person").await;
        app.database.execute("UPDATE indicators SET valid_to = '2025-01-01' WHERE code = 'test_ended'");
        let id = create(&app, "d1", february(D1)).await;
        let officer = app.as_user("d1.officer").await;
        let refused = officer.post(&format!("{}/figures", path(&id)), json!({ "indicator_id": counted, "value": 1 })).await;
        assert_eq!(refused.violations(), at("/indicator_id", "not_found"));
    }

    async fn figures_are_only_written_by_the_own_union(app: WorldApp) {
        let counted = indicator(&app, "test_rights", "person").await;
        let id = create(&app, "d1", february(D1)).await;
        let figure = add_figure(&app, "d1", &id, json!({ "indicator_id": counted, "value": 1 })).await;
        let figures = format!("{}/figures", path(&id));
        for (user, code) in [("p.officer", "forbidden"), ("d1.clerk", "forbidden"), ("s.officer", "not_found")] {
            let user = app.as_user(user).await;
            user.post(&figures, json!({ "indicator_id": counted, "value": 1 })).await.problem(code);
            user.patch(&figure_path(&figure.id()), &figure.etag(), json!({ "value": 2 })).await.problem(code);
            user.delete(&figure_path(&figure.id()), &figure.etag()).await.problem(code);
        }
        app.as_user("s.officer").await.get(&figure_path(&figure.id())).await.problem("not_found");
    }

    async fn a_figure_outlives_the_item_it_is_printed_with(app: WorldApp) {
        let counted = indicator(&app, "test_outlives", "person").await;
        let id = create(&app, "d1", february(D1)).await;
        let item = add_item(&app, "d1", &id, "result", "Việc.").await;
        let figure = add_figure(&app, "d1", &id, json!({ "indicator_id": counted, "value": 1, "item_id": item.id() })).await;
        let officer = app.as_user("d1.officer").await;
        officer.delete(&format!("/api/v1/report-items/{}", item.id()), &item.etag()).await.expect(204);
        let figure = officer.get(&figure_path(&figure.id())).await.expect(200);
        assert_eq!((&figure["item_id"], &figure["version"]), (&json!(null), &json!(2)));
    }
}
