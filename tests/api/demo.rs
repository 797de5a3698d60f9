//! The demo province: what it holds, that it obeys the rules, and that it is loaded once.

use std::collections::BTreeSet;

use serde_json::{Value, json};

use crate::golden::assert_golden;
use crate::support::app::{DEMO_PASSWORD, load_demo};
use crate::support::{Actor, TestApp, on_both_databases};

const PROVINCE: &str = "01950000-0000-7000-8000-000000000001";
const FEBRUARY: &str = "/api/v1/reports/01950000-0000-7000-8000-000000000209";
const MARCH: &str = "/api/v1/reports/01950000-0000-7000-8000-000000000210";

async fn read(actor: &Actor, path: &str) -> Value {
    actor.get(path).await.expect(200).json
}

fn list<'a>(of: &'a Value, member: &str) -> &'a Vec<Value> {
    of[member].as_array().unwrap()
}

fn in_section<'a>(report: &'a Value, section: &str) -> Vec<&'a Value> {
    list(report, "items").iter().filter(|item| item["section"] == section).collect()
}

/// The figures of a report by the codes of their indicators.
async fn figure(actor: &Actor, report: &Value, code: &str) -> Value {
    let indicators = actor.all("/api/v1/indicators?limit=200").await;
    let indicator = indicators.iter().find(|indicator| indicator["code"] == code).unwrap();
    let figures = list(report, "figures");
    figures.iter().find(|figure| figure["indicator_id"] == indicator["id"]).unwrap().clone()
}

async fn round_of(actor: &Actor, start: &str) -> String {
    let path = format!("/api/v1/reporting-rounds?organisation_id={PROVINCE}&period_start={start}");
    let rounds = actor.all(&path).await;
    assert_eq!(rounds.len(), 1);
    format!("/api/v1/reporting-rounds/{}", rounds[0]["id"].as_str().unwrap())
}

on_both_databases! {
    async fn a_server_that_others_can_reach_lets_nobody_of_the_demo_in(app: DemoApp) {
        let chair = app.demo_login("province.chair").await;
        let public = app.in_public().await;
        let body = json!({"username": "province.chair", "password": DEMO_PASSWORD});
        public.anonymous.post("/api/v1/auth/login", body).await.problem("invalid_credentials");
        let token = json!({"refresh_token": chair.refresh_token()});
        let refresh = "/api/v1/auth/refresh";
        public.anonymous.post(refresh, token.clone()).await.problem("invalid_refresh_token");
        chair.signed_out().post(refresh, token).await.expect(200);
        public.stop().await;
    }

    async fn the_february_report_is_number_209_and_prints_in_the_official_order(app: DemoApp) {
        let chair = app.demo_login("province.chair").await;
        let report = read(&chair, FEBRUARY).await;
        assert_eq!(report["status"], "issued");
        assert_eq!((&report["number"], &report["symbol"]), (&json!(209), &json!("209/BC-LĐLĐ")));
        assert_eq!(report["document_date"], "2025-02-17");
        assert_eq!(in_section(&report, "result").len(), 10);
        assert_eq!(in_section(&report, "plan").len(), 10);
        assert_eq!(list(&report, "recipients").len(), 7);
        let text = chair.get(&format!("{FEBRUARY}/text")).await.expect(200).text;
        assert_golden("tests/golden/february-report.txt", &text);
    }

    async fn the_day_of_2024_in_the_plan_of_2025_is_the_one_warning(app: DemoApp) {
        let report = read(&app.demo_login("province.chair").await, FEBRUARY).await;
        let warnings = list(&report, "warnings");
        assert_eq!(warnings.len(), 1, "{warnings:#?}");
        assert_eq!(warnings[0]["text"], "08/3/2024");
        let pointer = warnings[0]["pointer"].as_str().unwrap().trim_end_matches("/body");
        let item = report.pointer(pointer).unwrap();
        assert_eq!((&item["section"], &item["position"]), (&json!("plan"), &json!(2)));
    }

    async fn the_figures_add_up_to_the_rows_behind_them(app: DemoApp) {
        let chair = app.demo_login("province.chair").await;
        let report = read(&chair, FEBRUARY).await;
        let attendances = figure(&chair, &report, "propaganda_attendances").await;
        assert_eq!((&attendances["value"], &attendances["printed_value"]), (&json!(22_614), &json!(22_620)));
        assert_eq!(attendances["printed"], "gần 22.620 lượt");
        let mut computed = 0;
        for figure in list(&report, "figures").iter().filter(|figure| !figure["computed_value"].is_null()) {
            let path = format!("/api/v1/report-figures/{}", figure["id"].as_str().unwrap());
            let mut rows = chair.all(&format!("{path}/sources")).await;
            rows.extend(chair.all(&format!("{path}/records")).await);
            let sum: i64 = rows.iter().map(|row| row["value"].as_i64().unwrap()).sum();
            assert_eq!(figure["value"], sum, "{figure:#}");
            if figure["id"] == attendances["id"] {
                assert_eq!(rows.len(), 12);
            }
            computed += 1;
        }
        assert_eq!(computed, 24);
    }

    async fn eight_collectives_and_thirteen_persons_are_behind_the_figures_of_awards(app: DemoApp) {
        let chair = app.demo_login("province.chair").await;
        let report = read(&chair, FEBRUARY).await;
        for (code, value) in [
            ("award_collectives", 8),
            ("award_individuals", 13),
            ("award_emulation_flag_peoples_committee_collectives", 1),
            ("award_emulation_flag_confederation_collectives", 1),
            ("award_certificate_of_merit_peoples_committee_collectives", 3),
            ("award_certificate_of_merit_peoples_committee_individuals", 6),
            ("award_certificate_of_merit_confederation_collectives", 3),
            ("award_certificate_of_merit_confederation_individuals", 7),
        ] {
            let counted = figure(&chair, &report, code).await;
            assert_eq!((&counted["value"], &counted["computed_value"]), (&json!(value), &json!(value)), "{code}");
            let path = format!("/api/v1/report-figures/{}/records", counted["id"].as_str().unwrap());
            let records = chair.all(&path).await;
            assert_eq!(records.len(), value, "{code}");
            for record in records {
                let nomination = format!("/api/v1/award-nominations/{}", record["record_id"].as_str().unwrap());
                assert_eq!(read(&chair, &nomination).await["status"], "forwarded");
            }
        }
        let submissions = chair.all("/api/v1/award-submissions").await;
        let lines: BTreeSet<i64> = submissions.iter().map(|one| one["line_count"].as_i64().unwrap()).collect();
        assert_eq!(lines, BTreeSet::from([10, 11]));
        let movement = &chair.all("/api/v1/emulation-movements").await[0];
        let unions = format!("/api/v1/emulation-movements/{}/registrations", movement["id"].as_str().unwrap());
        assert_eq!(chair.all(&unions).await.len(), 12);
        let statistics = format!("/api/v1/statistics/awards?organisation_id={PROVINCE}&from=2025-02-01&to=2025-02-28");
        assert_eq!(read(&chair, &statistics).await["total"]["proposed"], 21);
    }

    async fn nine_dossiers_of_three_unions_are_behind_the_figures_of_hardship(app: DemoApp) {
        let chair = app.demo_login("province.chair").await;
        let report = read(&chair, FEBRUARY).await;
        for (code, value, lines) in [
            ("hardship_dossiers", 9, 9),
            ("hardship_amount", 29_000_000, 9),
            ("hardship_unions", 3, 9),
            ("hardship_critical_illness_persons", 5, 5),
            ("hardship_critical_illness_amount", 20_000_000, 5),
            ("hardship_infertility_treatment_persons", 4, 4),
            ("hardship_infertility_treatment_amount", 9_000_000, 4),
            ("housing_cases", 2, 2),
        ] {
            let counted = figure(&chair, &report, code).await;
            assert_eq!((&counted["value"], &counted["computed_value"]), (&json!(value), &json!(value)), "{code}");
            let path = format!("/api/v1/report-figures/{}/records", counted["id"].as_str().unwrap());
            assert_eq!(chair.all(&path).await.len(), lines, "{code}");
        }
        let decisions = chair.all("/api/v1/support-decisions").await;
        assert_eq!(decisions.len(), 1);
        assert_eq!((&decisions[0]["status"], &decisions[0]["total_vnd"]), (&json!("signed"), &json!(29_000_000)));
        let february = "/api/v1/statistics/hardship?from=2025-02-01&to=2025-02-28&group_by=organisation";
        let counted = read(&chair, &format!("{february}&organisation_id={PROVINCE}")).await;
        assert_eq!((&counted["total"]["persons"], &counted["total"]["unions"]), (&json!(9), &json!(3)));
        assert_eq!(counted["total"]["amount_vnd"], 29_000_000);
        let dossiers = chair.all("/api/v1/hardship-applications").await;
        let children = dossiers.iter().filter(|dossier| dossier["relation"] == "child").count();
        assert_eq!((dossiers.len(), children), (9, 2));
        let paid = dossiers.iter().filter(|dossier| dossier["status"] == "disbursed").count();
        assert_eq!(paid, 5);
    }

    async fn phong_tho_sums_its_own_grassroots_unions(app: DemoApp) {
        let chair = app.demo_login("phong-tho.chair").await;
        let reports = chair.all("/api/v1/reports?period_start_from=2025-02-01&period_start_to=2025-02-01").await;
        assert_eq!(reports.len(), 4, "its own and three below");
        let own = chair.get("/api/v1/auth/me").await.json["grants"][0]["organisation_id"].clone();
        let own = reports.iter().find(|report| report["organisation_id"] == own).unwrap();
        let report = read(&chair, &format!("/api/v1/reports/{}", own["id"].as_str().unwrap())).await;
        let attendances = figure(&chair, &report, "propaganda_attendances").await;
        assert_eq!(attendances["computed_value"], 2050);
    }

    async fn one_union_was_sent_back_and_one_was_late(app: DemoApp) {
        let clerk = app.demo_login("province.clerk").await;
        let round = round_of(&clerk, "2025-02-01").await;
        let summary = read(&clerk, &format!("{round}/summary")).await;
        let counts = ["owed", "received", "late", "accepted"].map(|name| summary[name].as_i64().unwrap());
        assert_eq!(counts, [12, 11, 1, 12]);
        let owed = clerk.all(&format!("{round}/obligations")).await;
        let mut sent_back = 0;
        for one in &owed {
            let report = one["report_id"].as_str().unwrap();
            let history = clerk.all(&format!("/api/v1/reports/{report}/history")).await;
            let returned = history.iter().filter(|entry| entry["action"] == "report.return").count();
            let sent = history.iter().filter(|entry| entry["action"] == "report.submit").count();
            assert_eq!(sent, returned + 1);
            sent_back += returned;
        }
        assert_eq!(sent_back, 1);
    }

    async fn the_ten_plan_items_became_ten_tasks(app: DemoApp) {
        let officer = app.demo_login("province.officer").await;
        let report = read(&officer, FEBRUARY).await;
        let mut partners = 0;
        for item in in_section(&report, "plan") {
            let task = read(&officer, &format!("/api/v1/task-items/{}", item["task_item_id"].as_str().unwrap())).await;
            assert_eq!(task["source_report_item_id"], item["id"]);
            assert_eq!(task["due_date"], item["due_date"]);
            partners += i32::from(!task["partner"].is_null());
        }
        assert_eq!(partners, 1);
        let tasks = officer.get("/api/v1/task-items?include=total").await.expect(200).json;
        assert_eq!(tasks["total"], 10);
        let declined = officer.all("/api/v1/task-assignments?status=declined").await;
        assert_eq!(declined.len(), 1);
        assert!(declined[0]["decline_reason"].is_string());
        for status in ["done", "in_progress", "accepted", "assigned"] {
            let some = officer.all(&format!("/api/v1/task-assignments?status={status}")).await;
            assert!(!some.is_empty(), "none is {status}");
        }
    }

    async fn every_role_signs_in(app: DemoApp) {
        for role in
            ["administrator", "chair", "officer", "clerk", "inspector", "appraiser", "approver", "accountant"]
        {
            let me = app.demo_login(&format!("province.{role}")).await.get("/api/v1/auth/me").await.expect(200).json;
            assert_eq!((&me["grants"][0]["role"], &me["grants"][0]["organisation_id"]), (&json!(role), &json!(PROVINCE)));
        }
        for user in ["phong-tho.clerk", "thanh-pho.chair", "vien-chuc.officer", "sin-ho.officer"] {
            let me = app.demo_login(user).await.get("/api/v1/auth/me").await.expect(200).json;
            assert_ne!(me["grants"][0]["organisation_id"], PROVINCE);
        }
    }

    async fn the_journal_tells_who_did_what_in_the_order_of_time(app: DemoApp) {
        let inspector = app.demo_login("province.inspector").await;
        let entries: Vec<Value> = inspector.all("/api/v1/journal?limit=200").await;
        let instants: Vec<&str> = entries.iter().map(|entry| entry["at"].as_str().unwrap()).collect();
        // The last entries are of this test's own sign-in.
        assert!(instants.is_sorted(), "{:?}", instants.windows(2).find(|two| two[0] > two[1]));
        let of_february: Vec<(&str, &str)> = entries
            .iter()
            .filter(|entry| FEBRUARY.ends_with(entry["record_id"].as_str().unwrap()))
            .map(|entry| (entry["action"].as_str().unwrap(), entry["actor_name"].as_str().unwrap()))
            .collect();
        assert_eq!(of_february, [
            ("report.create", "Người Mẫu Ba"),
            ("report.consolidate", "Người Mẫu Ba"),
            ("report.submit", "Người Mẫu Hai"),
            ("report.accept", "Người Mẫu Bốn"),
            ("report.issue", "Người Mẫu Hai"),
        ]);
        let nobody = entries.iter().filter(|entry| entry["actor_id"].is_null());
        let founding = ["data_key.note", "organisation.create", "user.create", "grant.create"];
        assert!(nobody.into_iter().all(|entry| founding.contains(&entry["action"].as_str().unwrap())));
    }

    async fn one_call_issues_the_march_report(app: DemoApp) {
        let chair = app.demo_login("province.chair").await;
        let round = round_of(&chair, "2025-03-01").await;
        let summary = read(&chair, &format!("{round}/summary")).await;
        let counts = ["owed", "received", "missing", "accepted"].map(|name| summary[name].as_i64().unwrap());
        assert_eq!(counts, [12, 10, 2, 9]);
        let march = chair.get(MARCH).await.expect(200);
        assert_eq!(march.json["status"], "accepted");
        let february = read(&chair, FEBRUARY).await;
        let carried: Vec<&Value> = in_section(&march.json, "result").iter().map(|item| &item["source_item_id"]).collect();
        let planned: Vec<&Value> = in_section(&february, "plan").iter().map(|item| &item["id"]).collect();
        assert_eq!(carried, planned);
        let issued = chair.act(&format!("{MARCH}/issue"), &march.etag(), json!({})).await.expect(200).json;
        assert_eq!((&issued["symbol"], &issued["document_date"]), (&json!("210/BC-LĐLĐ"), &json!("2025-03-17")));
    }

    async fn loading_it_again_changes_nothing(app: DemoApp) {
        let before = rows(&app);
        assert!(before.iter().all(|rows| *rows > 0), "{before:?}");
        let said = load_again(&app).await.unwrap();
        assert!(said.contains("nothing was changed"), "{said}");
        for word in ["province.chair", "vien-chuc.officer", DEMO_PASSWORD, "000000000209", "can issue it"] {
            assert!(said.contains(word), "{word} is not in {said}");
        }
        assert_eq!(rows(&app), before);
    }

    async fn it_is_not_loaded_among_other_data(app: WorldApp) {
        let before = rows(&app);
        let refusal = load_again(&app).await.unwrap_err();
        assert!(refusal.contains("empty database"), "{refusal}");
        assert_eq!(rows(&app), before);
    }
}

fn rows(app: &TestApp) -> Vec<i64> {
    let tables = [
        "organisations",
        "users",
        "grants",
        "committees",
        "reports",
        "report_items",
        "report_figures",
        "task_items",
        "task_assignments",
        "number_registers",
        "register_entries",
        "journal",
        "client_ids",
        "hardship_applications",
        "support_decision_lines",
        "figure_records",
        "housing_surveys",
    ];
    tables.iter().map(|table| app.database.count(&format!("SELECT COUNT(*) AS n FROM {table}"))).collect()
}

/// On a thread of its own: loading waits for the database.
async fn load_again(app: &TestApp) -> Result<String, String> {
    let (url, directory) = (app.database.url().to_owned(), app.database.directory().to_owned());
    tokio::task::spawn_blocking(move || load_demo(&url, &directory)).await.unwrap()
}
