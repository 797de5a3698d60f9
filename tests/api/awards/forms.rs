//! Forms of award.

use serde_json::{Value, json};

use super::{FORMS, ROUNDS, expected, form, new_form, new_round, seeded_form, set_up};
use crate::reports::with;
use crate::support::app::at_once;
use crate::support::world::P;
use crate::support::{Answer, on_both_databases};

fn path(form: &Answer) -> String {
    format!("{FORMS}/{}", form.id())
}

on_both_databases! {
    async fn an_administrator_of_the_root_adds_a_form_and_all_read_it(app: WorldApp) {
        let conditions = json!([
            {"condition": "prerequisite", "kind": "commendation", "authority": "provincial_federation", "within_years": 5},
            {"condition": "exclusion", "kind": "emulation_flag", "authority": null, "within_years": null},
        ]);
        let administrator = app.as_user("p.administrator").await;
        let body = with(new_form("medal_of_the_test"), json!({"conditions": conditions, "reward_individual_vnd": 585_000}));
        let made = administrator.post(FORMS, body.clone()).await.expect(201);
        assert_eq!(made["conditions"], conditions);
        assert_eq!(made["threshold"], json!({"numerator": 2, "denominator": 3}), "two thirds by default");
        assert_eq!((&made["reward_collective_vnd"], &made["reward_individual_vnd"]), (&json!(0), &json!(585_000)));
        for reader in ["a.officer", "c.clerk", "s.chair", "p.inspector"] {
            let read = app.as_user(reader).await.get(&path(&made)).await.expect(200);
            assert_eq!(read.json, made.json, "{reader}");
        }
        for other in ["d1.administrator", "p.clerk", "p.approver"] {
            app.as_user(other).await.post(FORMS, new_form("other")).await.problem("forbidden");
        }
        let history = administrator.get(&format!("{}/history", path(&made))).await.expect(200);
        assert_eq!(history.items()[0]["action"], "award_form.create");
        assert_eq!(history.items()[0]["changes"]["conditions"], conditions);
    }

    async fn all_that_is_wrong_with_a_form_is_told_at_once(app: WorldApp) {
        let administrator = app.as_user("p.administrator").await;
        let body = with(new_form("wrong"), json!({
            "kind": "no_such_kind", "authority": "no_such_authority", "for_collectives": false, "for_individuals": false,
            "threshold": {"numerator": 3, "denominator": 2}, "valid_to": "2000-01-01",
            "conditions": [
                {"condition": "prerequisite", "kind": "commendation"},
                {"condition": "exclusion", "kind": "no_such_kind", "within_years": 1},
                {"condition": "exclusion", "kind": "commendation", "authority": "confederation"},
                {"condition": "prerequisite", "kind": "commendation", "authority": "nobody", "within_years": 1},
            ],
        }));
        let refused = administrator.post(FORMS, body).await;
        assert_eq!(refused.violations(), expected([
            ("/valid_to", "out_of_range"), ("/threshold/numerator", "out_of_range"), ("/for_individuals", "out_of_range"),
            ("/kind", "not_found"), ("/authority", "not_found"), ("/conditions/0/within_years", "missing"),
            ("/conditions/1/kind", "not_found"), ("/conditions/1/within_years", "not_allowed"),
            ("/conditions/2/authority", "not_allowed"), ("/conditions/3/authority", "not_found"),
        ]));
    }

    async fn the_list_is_narrowed_by_day_kind_authority_and_nominee(app: WorldApp) {
        form(&app, "ended", json!({"valid_to": "2020-01-01", "kind": "commemorative_medal"})).await;
        let reader = app.as_user("a.officer").await;
        let codes = async |query: &str| -> Vec<Value> {
            let forms = reader.all(&format!("{FORMS}?{query}")).await;
            forms.into_iter().map(|form| form["code"].clone()).collect()
        };
        assert_eq!(codes("kind=commemorative_medal").await, ["commemorative_medal_confederation", "ended"]);
        assert_eq!(codes("kind=commemorative_medal&valid_on=2019-12-31").await, ["commemorative_medal_confederation", "ended"]);
        assert_eq!(codes("kind=commemorative_medal&valid_on=2020-01-01").await, ["commemorative_medal_confederation"]);
        let of_committee = ["emulation_flag_peoples_committee", "certificate_of_merit_peoples_committee"];
        assert_eq!(codes("authority=peoples_committee").await, of_committee);
        assert_eq!(codes("authority=peoples_committee&for=individual").await, of_committee[1..]);
        assert_eq!(codes("kind=commemorative_medal&for=collective").await, ["ended"]);
    }

    async fn what_decides_is_fixed_once_a_round_uses_the_form(app: WorldApp) {
        let administrator = app.as_user("p.administrator").await;
        let mut made = form(&app, "used", json!({})).await;
        let deciding = [
            json!({"kind": "emulation_flag"}), json!({"authority": "confederation"}), json!({"for_collectives": false}),
            json!({"threshold": {"numerator": 1, "denominator": 2}}),
            json!({"conditions": [{"condition": "exclusion", "kind": "emulation_flag"}]}),
        ];
        for edit in &deciding {
            made = administrator.patch(&path(&made), &made.etag(), edit.clone()).await.expect(200);
        }
        set_up(&app, &[&made.id()], json!({})).await;
        let back = [
            json!({"kind": "commendation"}), json!({"authority": "provincial_federation"}), json!({"for_collectives": true}),
            json!({"threshold": {"numerator": 2, "denominator": 3}}), json!({"conditions": []}),
        ];
        for edit in back {
            administrator.patch(&path(&made), &made.etag(), edit).await.problem("in_use");
        }
        for edit in deciding {
            made = administrator.patch(&path(&made), &made.etag(), edit).await.expect(200);
        }
        let free = json!({
            "name_vi": "Tên khác", "position": 5, "legal_basis": "Quy chế mới", "reward_collective_vnd": 1_000_000,
            "reward_individual_vnd": 500_000, "valid_to": "2030-01-01",
        });
        let edited = administrator.patch(&path(&made), &made.etag(), free.clone()).await.expect(200);
        for (member, value) in free.as_object().unwrap() {
            assert_eq!(edited[member.as_str()], *value, "{member}");
        }
        let fixed = json!({"valid_from": "2001-01-01"});
        let refused = administrator.patch(&path(&made), &edited.etag(), fixed).await;
        assert_eq!(refused.violations(), expected([("/valid_from", "unknown_member")]));
        administrator.patch(&path(&made), &made.etag(), json!({"kind": "commendation"})).await.problem("precondition_failed");
    }

    async fn a_new_version_ends_the_one_before_and_none_overlaps(app: WorldApp) {
        let administrator = app.as_user("p.administrator").await;
        let first = form(&app, "twice", json!({})).await;
        let second = form(&app, "twice", json!({"valid_from": "2025-07-01", "threshold": {"numerator": 4, "denominator": 5}})).await;
        let ended = administrator.get(&path(&first)).await.expect(200);
        assert_eq!((&ended["valid_to"], &ended["version"]), (&json!("2025-07-01"), &json!(2)));
        let history = administrator.get(&format!("{}/history", path(&first))).await.expect(200);
        assert_eq!(history.items()[1]["action"], "award_form.end");
        for from in ["2025-07-01", "2025-06-30", "1999-01-01"] {
            let refused = administrator.post(FORMS, with(new_form("twice"), json!({"valid_from": from}))).await;
            assert!(refused.violations().contains(&("/valid_from".to_owned(), "period_overlaps".to_owned())), "{from}");
        }
        let reopened = administrator.patch(&path(&first), &ended.etag(), json!({"valid_to": null})).await;
        assert_eq!(reopened.violations(), expected([("/valid_from", "period_overlaps")]));
        let on = async |day: &str| {
            let forms = administrator.all(&format!("{FORMS}?valid_on={day}&q=Form+twice")).await;
            forms.into_iter().map(|form| form["id"].clone()).collect::<Vec<_>>()
        };
        assert_eq!(on("2025-06-30").await, [json!(first.id())]);
        assert_eq!(on("2025-07-01").await, [json!(second.id())]);
    }

    async fn a_version_begins_on_the_day_the_one_before_ends_and_no_sooner(app: WorldApp) {
        let administrator = app.working("p.administrator").await;
        form(&app, "in_turn", json!({"valid_to": "2025-07-01"})).await;
        let beginning = |day: &str| with(new_form("in_turn"), json!({"valid_from": day}));
        let sooner = administrator.post(FORMS, beginning("2025-06-30")).await;
        assert_eq!(sooner.violations(), expected([("/valid_from", "period_overlaps")]));
        administrator.post(FORMS, beginning("2025-07-01")).await.expect(201);
    }

    async fn of_versions_added_at_once_one_is_there(app: WorldApp) {
        let administrator = app.working("p.administrator").await;
        let adding = |number: i64| {
            let body = with(new_form("at_once"), json!({"reward_individual_vnd": number}));
            let administrator = administrator.clone();
            async move { administrator.post(FORMS, body).await.status }
        };
        let mut statuses = at_once((0..6).map(adding)).await;
        statuses.sort_unstable();
        assert_eq!(statuses, [201, 422, 422, 422, 422, 422]);
    }

    /// Whichever comes first, no round has a form that changed under it.
    async fn a_form_is_used_or_changed_but_not_both_at_once(app: WorldApp) {
        let (administrator, clerk) = (app.working("p.administrator").await, app.working("p.clerk").await);
        for number in 0..5 {
            let made = form(&app, &format!("race_{number}"), json!({})).await;
            let body = new_round(P, "Đợt", &[&made.id()]);
            let (one, other) = (administrator.clone(), clerk.clone());
            let (at, etag) = (path(&made), made.etag());
            let answers = at_once([true, false].map(|edits| {
                let (one, other, at, etag, body) = (one.clone(), other.clone(), at.clone(), etag.clone(), body.clone());
                async move {
                    if edits {
                        one.patch(&at, &etag, json!({"kind": "emulation_flag"})).await
                    } else {
                        other.post(ROUNDS, body).await
                    }
                }
            })).await;
            assert_eq!(answers[1].status, 201, "{}", answers[1]);
            if answers[0].status != 200 {
                answers[0].problem("in_use");
            }
            let again = administrator.get(&path(&made)).await.expect(200);
            administrator.patch(&path(&made), &again.etag(), json!({"kind": "commemorative_medal"})).await.problem("in_use");
        }
    }

    async fn the_seed_has_no_flag_beside_a_certificate_of_the_same_level(app: WorldApp) {
        let reader = app.as_user("a.officer").await;
        for code in ["certificate_of_merit_peoples_committee", "certificate_of_merit_confederation"] {
            let form = reader.get(&format!("{FORMS}/{}", seeded_form(&app, code).await)).await.expect(200);
            let excludes = json!([{"condition": "exclusion", "kind": "emulation_flag", "authority": null, "within_years": null}]);
            assert_eq!(form["conditions"], excludes, "{code}");
        }
    }
}
