//! The register: looking into it, taking an award back, the money with it, and writing it out.

use std::io::Read;

use serde_json::{Value, json};

use super::imports::{AWARDS, FLAG, MERIT, OWN, imported, over, person, row, send};
use super::{COUNCIL, awarded, round, standing};
use crate::support::app::at_once;
use crate::support::database::Backend;
use crate::support::world::{A, D1, P};
use crate::support::{Actor, Answer, TestApp, on_both_databases};

pub(super) fn path(award: &Value) -> String {
    format!("{AWARDS}/{}", award["id"].as_str().unwrap())
}

pub(super) fn revocation(due: i64) -> Value {
    json!({
        "symbol": "99/QĐ-TH", "revoked_on": "2025-02-10", "signer_name": "Người Ký Mẫu",
        "reason": "Kê khai thành tích không đúng.", "due_back_vnd": due,
    })
}

pub(super) async fn revoke(by: &Actor, award: &Value, body: Value) -> Answer {
    let etag = by.get(&path(award)).await.expect(200).etag();
    by.act(&format!("{}/revoke", path(award)), &etag, body).await
}

pub(super) fn repayment(amount: i64) -> Value {
    json!({"amount_vnd": amount, "paid_on": "2025-02-10", "voucher": "PT-1"})
}

pub(super) async fn repay(by: &Actor, award: &Value, body: Value) -> Answer {
    by.post(&format!("{}/repayments", path(award)), body).await
}

/// Names by a search of the register.
async fn found(by: &Actor, query: &str) -> Vec<String> {
    let rows = by.all(&format!("{AWARDS}?sort=created_at&{query}")).await;
    rows.iter().map(|one| one["recipient_name"].as_str().unwrap().to_owned()).collect()
}

/// A certificate of merit of A's with a reward of a million.
pub(super) async fn one(app: &TestApp) -> Value {
    imported(app, &[person("CDCS-A", "Nguyễn Thị Mẫu")]).await.remove(0)
}

async fn four(app: &TestApp) -> Vec<Value> {
    imported(
        app,
        &[
            person("CDCS-A", "Nguyễn Thị Mẫu"),
            row("CDCS-A", ("collective", "Đội Ví Dụ"), FLAG, 2021, 5_000_000),
            row("CDCS-C", ("individual", "Trần Văn Thử"), MERIT, 2022, 0),
            row("LDLD-TINH", ("collective", "Văn phòng"), OWN, 2023, 300_000),
        ],
    )
    .await
}

/// A file inside a workbook: its local head says how it is packed and how long it is.
fn inside(workbook: &[u8], name: &str) -> String {
    let place = workbook.windows(name.len()).position(|bytes| bytes == name.as_bytes()).unwrap();
    let extra = usize::from(u16::from_le_bytes([workbook[place - 2], workbook[place - 1]]));
    let mut text = String::new();
    let packed = &workbook[place + name.len() + extra..];
    flate2::read::DeflateDecoder::new(packed).read_to_string(&mut text).unwrap();
    text
}

on_both_databases! {
    async fn the_register_is_searched_without_accents_and_filtered(app: WorldApp) {
        let awards = four(&app).await;
        let clerk = app.working("p.clerk").await;
        for (query, expected) in [
            ("", vec!["Nguyễn Thị Mẫu", "Đội Ví Dụ", "Trần Văn Thử", "Văn phòng"]),
            ("q=thi%20mau", vec!["Nguyễn Thị Mẫu"]),
            ("q=DOI", vec!["Đội Ví Dụ"]),
            ("q=%25", vec![]),
            ("recipient_kind=collective", vec!["Đội Ví Dụ", "Văn phòng"]),
            ("year=2022", vec!["Trần Văn Thử"]),
            ("kind=certificate_of_merit", vec!["Nguyễn Thị Mẫu", "Trần Văn Thử"]),
            ("authority=peoples_committee", vec!["Đội Ví Dụ"]),
            (&format!("organisation_id={D1}"), vec!["Nguyễn Thị Mẫu", "Đội Ví Dụ"]),
            (&format!("form_id={}", awards[3]["form_id"].as_str().unwrap()), vec!["Văn phòng"]),
            ("state=revoked", vec![]),
        ] {
            assert_eq!(found(&clerk, query).await, expected, "{query}");
        }
        assert_eq!(found(&app.working("a.officer").await, "").await, ["Nguyễn Thị Mẫu", "Đội Ví Dụ"]);
        assert_eq!(found(&app.working("d2.chair").await, "").await, ["Trần Văn Thử"]);
        assert_eq!(found(&app.working("b.officer").await, "").await.len(), 0);
    }

    async fn an_award_is_seen_where_its_union_is(app: WorldApp) {
        let award = one(&app).await;
        for who in ["a.officer", "d1.chair", "p.inspector"] {
            assert_eq!(app.working(who).await.get(&path(&award)).await.expect(200)["recipient_name"], "Nguyễn Thị Mẫu");
        }
        for more in ["", "/history", "/repayments", "/revocation"] {
            app.working("d2.chair").await.get(&format!("{}{more}", path(&award))).await.problem("not_found");
        }
        for change in ["DELETE FROM awards", "UPDATE awards SET recipient_name = 'Khác'", "UPDATE awards SET reward_vnd = 0"] {
            app.database.try_execute(change).unwrap_err();
        }
    }

    async fn an_award_is_taken_back_by_the_authoritys_decision(app: WorldApp) {
        let award = one(&app).await;
        let approver = app.working("p.approver").await;
        for who in ["p.clerk", "p.chair", "p.accountant", "a.chair"] {
            revoke(&app.working(who).await, &award, revocation(0)).await.problem("forbidden");
        }
        approver.act(&format!("{}/revoke", path(&award)), "\"v7\"", revocation(0)).await.problem("precondition_failed");
        let place = |answer: Answer| answer.violations().remove(0);
        let with = |member: &str, value: Value| {
            let mut body = revocation(0);
            body[member] = value;
            body
        };
        for (body, pointer, code) in [
            (with("symbol", Value::Null), "/symbol", "missing"),
            (with("revoked_on", json!("2025-02-11")), "/revoked_on", "out_of_range"),
            (with("revoked_on", json!("2021-02-02")), "/revoked_on", "out_of_range"),
            (with("due_back_vnd", json!(1_000_001)), "/due_back_vnd", "out_of_range"),
        ] {
            assert_eq!(place(revoke(&approver, &award, body).await), (pointer.to_owned(), code.to_owned()));
        }
        let done = app.journalled(revoke(&approver, &award, revocation(1_000_000))).await.expect(200);
        assert_eq!((&done["state"], &done["revocation_symbol"], &done["revoked_on"], &done["due_back_vnd"]), (&json!("revoked"), &json!("99/QĐ-TH"), &json!("2025-02-10"), &json!(1_000_000)));
        assert_eq!((&done["recipient_name"], &done["symbol"]), (&award["recipient_name"], &award["symbol"]), "the entry stays");
        revoke(&approver, &award, revocation(0)).await.problem("wrong_state");
        assert_eq!(found(&approver, "state=revoked").await, ["Nguyễn Thị Mẫu"]);
        let history = approver.all(&format!("{}/history", path(&award))).await;
        assert_eq!((&history[1]["action"], &history[1]["from_state"], &history[1]["to_state"]), (&json!("award.revoke"), &json!("valid"), &json!("revoked")));
    }

    async fn why_it_was_taken_back_is_told_to_few(app: WorldApp) {
        let award = one(&app).await;
        let approver = app.working("p.approver").await;
        let (reason, address) = ("Kê khai thành tích không đúng.", format!("{}/revocation", path(&award)));
        approver.get(&address).await.problem("not_found");
        let done = revoke(&approver, &award, revocation(0)).await.expect(200);
        assert!(!done.text.contains(reason), "{done}");
        for who in ["p.approver", "p.clerk", "p.accountant", "p.appraiser", "p.inspector", "d1.inspector"] {
            let told = app.working(who).await.get(&address).await.expect(200);
            assert_eq!((&told["reason"], told.header("cache-control")), (&json!(reason), "no-store"), "{who}");
        }
        for who in ["a.chair", "a.officer", "d1.clerk", "p.officer"] {
            app.working(who).await.get(&address).await.problem("forbidden");
        }
        let everywhere = approver.all(&format!("{}/history", path(&award))).await;
        assert!(!json!(everywhere).to_string().contains(reason));
        let cast = if app.database.backend() == Backend::Postgres { "changes::text" } else { "changes" };
        let leaks = format!("SELECT count(*) AS n FROM journal WHERE {cast} LIKE '%Kê khai%' OR reason LIKE '%Kê khai%'");
        assert_eq!(app.database.count(&leaks), 0);
    }

    async fn what_the_union_awarded_itself_is_taken_back_under_its_own_number(app: WorldApp) {
        let awards = four(&app).await;
        let approver = app.working("p.approver").await;
        let refused = revoke(&approver, &awards[3], revocation(0)).await;
        assert_eq!(refused.violations(), [("/symbol".to_owned(), "not_allowed".to_owned())]);
        let mut body = revocation(0);
        body.as_object_mut().unwrap().remove("symbol");
        let done = revoke(&approver, &awards[3], body).await.expect(200);
        assert_eq!(done["revocation_symbol"], "01/QĐ-LĐLĐ");
        assert_eq!(app.database.count("SELECT count(*) AS n FROM register_entries WHERE record_type = 'award'"), 1);
    }

    async fn the_nomination_goes_with_its_award(app: WorldApp) {
        let round = round(&app, &COUNCIL).await;
        awarded(&app, &round, 1).await;
        let approver = app.working("p.approver").await;
        let award = approver.all(AWARDS).await.remove(0);
        let chair = app.working("d1.chair").await;
        let id = chair.get("/api/v1/auth/me").await.id();
        let grant = json!({"user_id": id, "organisation_id": P, "role": "approver"});
        app.working("p.administrator").await.post("/api/v1/grants", grant).await.expect(201);
        revoke(&chair, &award, revocation(0)).await.problem("own_work");
        assert_eq!((standing(&app, "awarded"), standing(&app, "revoked")), (1, 0));
        revoke(&approver, &award, revocation(0)).await.expect(200);
        assert_eq!((standing(&app, "awarded"), standing(&app, "revoked")), (0, 1));
        assert_eq!(app.database.count("SELECT count(*) AS n FROM award_notes WHERE kind = 'revocation'"), 1);
        assert_eq!(app.database.count("SELECT count(*) AS n FROM journal WHERE action = 'award_nomination.revoke'"), 1);
    }

    async fn who_imported_an_award_does_not_take_it_back(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let id = clerk.get("/api/v1/auth/me").await.id();
        let grant = json!({"user_id": id, "organisation_id": P, "role": "approver"});
        app.working("p.administrator").await.post("/api/v1/grants", grant).await.expect(201);
        let award = one(&app).await;
        revoke(&clerk, &award, revocation(0)).await.problem("own_work");
        revoke(&app.working("p.approver").await, &award, revocation(0)).await.expect(200);
    }

    async fn a_reward_comes_back_and_no_more_than_is_due(app: WorldApp) {
        let award = one(&app).await;
        let accountant = app.working("p.accountant").await;
        repay(&accountant, &award, repayment(1)).await.problem("wrong_state");
        revoke(&app.working("p.approver").await, &award, revocation(1_000_000)).await.expect(200);
        for who in ["p.clerk", "p.approver", "a.chair"] {
            repay(&app.working(who).await, &award, repayment(1)).await.problem("forbidden");
        }
        for day in ["2025-02-11", "2025-02-09"] {
            let misdated = repay(&accountant, &award, json!({"amount_vnd": 1, "paid_on": day, "voucher": "PT-1"})).await;
            assert_eq!(misdated.violations(), [("/paid_on".to_owned(), "out_of_range".to_owned())]);
        }
        let paid = at_once((0..5).map(|_| {
            let (accountant, award) = (accountant.clone(), award.clone());
            async move { repay(&accountant, &award, repayment(300_000)).await }
        })).await;
        let entered: Vec<_> = paid.iter().filter(|one| one.status == 201).collect();
        assert_eq!(entered.len(), 3);
        for refused in paid.iter().filter(|one| one.status != 201) {
            assert_eq!(refused.violations(), [("/amount_vnd".to_owned(), "above_due".to_owned())]);
        }
        let whole = accountant.get(&path(&award)).await.expect(200);
        assert_eq!((&whole["paid_back_vnd"], &whole["due_back_vnd"]), (&json!(900_000), &json!(1_000_000)));
        let listed = accountant.get(&format!("{}/repayments?include=total&limit=2", path(&award))).await.expect(200);
        assert_eq!((&listed["total"], listed.items().len()), (&json!(3), 2));
        let first = accountant.get(entered[0].header("location")).await.expect(200);
        assert_eq!((&first["amount_vnd"], first.id()), (&json!(300_000), entered[0].id()));
        app.working("d2.chair").await.get(entered[0].header("location")).await.problem("not_found");
        for change in ["DELETE FROM award_repayments", "UPDATE award_repayments SET amount_vnd = 1"] {
            app.database.try_execute(change).unwrap_err();
        }
    }

    async fn a_repayment_sent_again_is_entered_once(app: WorldApp) {
        let award = one(&app).await;
        revoke(&app.working("p.approver").await, &award, revocation(1_000_000)).await.expect(200);
        let accountant = app.working("p.accountant").await;
        let mut body = repayment(400_000);
        body["id"] = json!("01950000-0000-7000-8000-00000000aaaa");
        let first = repay(&accountant, &award, body.clone()).await.expect(201);
        assert_eq!(repay(&accountant, &award, body.clone()).await.expect(201).json, first.json);
        body["amount_vnd"] = json!(1);
        repay(&accountant, &award, body).await.problem("id_taken");
        assert_eq!(accountant.get(&path(&award)).await.expect(200)["paid_back_vnd"], 400_000);
    }

    async fn who_took_it_back_does_not_take_the_money(app: WorldApp) {
        let award = one(&app).await;
        let approver = app.working("p.approver").await;
        let id = approver.get("/api/v1/auth/me").await.id();
        let grant = json!({"user_id": id, "organisation_id": P, "role": "accountant"});
        app.working("p.administrator").await.post("/api/v1/grants", grant).await.expect(201);
        revoke(&approver, &award, revocation(10)).await.expect(200);
        repay(&approver, &award, repayment(1)).await.problem("own_work");
    }

    async fn the_register_is_written_out_as_text_that_can_be_read_in_again(app: WorldApp) {
        let rows = [person("CDCS-A", "=SUM(A1:A9)"), person("CDCS-C", "\"Mẫu, Thị \"\"Hai\"\"\""), person("CDCS-A", "@x")];
        imported(&app, &rows).await;
        let clerk = app.working("p.clerk").await;
        let answer = clerk.get(&format!("{AWARDS}/export?format=csv&sort=created_at")).await.expect(200);
        assert_eq!(answer.header("content-type"), "text/csv; charset=utf-8");
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"awards.csv\"");
        let text = answer.text.strip_prefix('\u{FEFF}').unwrap();
        assert_eq!(text.lines().count(), 4, "{text}");
        assert!(text.contains("individual,'=SUM(A1:A9),") && text.contains("individual,'@x,"), "{text}");
        assert!(text.contains("\"Mẫu, Thị \"\"Hai\"\"\""), "{text}");
        // Two columns more than an import takes, and the states: without them it is read as what stands there already.
        let known = ["organisation_code", "recipient_kind", "recipient_name", "form_code", "year", "symbol", "decided_on", "signer_name"];
        let mut reader = csv::Reader::from_reader(text.as_bytes());
        let head = reader.headers().unwrap().clone();
        let places: Vec<_> = known.iter().map(|name| head.iter().position(|one| one == *name).unwrap()).collect();
        let mut writer = csv::Writer::from_writer(Vec::new());
        writer.write_record(known).unwrap();
        for record in reader.records() {
            let record = record.unwrap();
            writer.write_record(places.iter().map(|place| &record[*place])).unwrap();
        }
        let again = send(&clerk, P, true, writer.into_inner().unwrap()).await.expect(201);
        let again = over(&clerk, &again.id()).await;
        assert_eq!((&again["row_count"], &again["bad_rows"]), (&json!(3), &json!(3)), "all of them are known");
        let own = app.working("a.officer").await.get(&format!("{AWARDS}/export?format=csv&q=x")).await.expect(200);
        assert_eq!(own.text.lines().count(), 2);
        let district = app.working("d2.officer").await.get(&format!("{AWARDS}/export?format=csv&organisation_id={A}")).await;
        assert_eq!(district.expect(200).text.lines().count(), 1, "what is not seen is not written out");
    }

    async fn the_register_is_written_out_as_a_workbook(app: WorldApp) {
        imported(&app, &[person("CDCS-A", "=1+1")]).await;
        let clerk = app.working("p.clerk").await;
        let answer = clerk.get(&format!("{AWARDS}/export?format=xlsx")).await.expect(200);
        assert_eq!(answer.header("content-type"), "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet");
        assert_eq!(answer.header("content-disposition"), "attachment; filename=\"awards.xlsx\"");
        let texts = inside(&answer.bytes, "xl/sharedStrings.xml");
        assert!(texts.contains("recipient_name") && texts.contains("'=1+1"), "{texts}");
        let sheet = inside(&answer.bytes, "xl/worksheets/sheet1.xml");
        assert!(sheet.contains("<v>1000000</v>") && !sheet.contains("<f>"), "{sheet}");
        let refused = clerk.get(&format!("{AWARDS}/export")).await;
        assert_eq!(refused.violations(), [("format".to_owned(), "missing".to_owned())]);
    }

    async fn a_file_holds_fifty_thousand_awards_and_no_more(app: WorldApp) {
        let rows: Vec<_> = (0..25).map(|number| person("CDCS-A", &format!("Người Mẫu {number}"))).collect();
        imported(&app, &rows).await;
        let id = if app.database.backend() == Backend::Postgres { "gen_random_uuid()" } else { "randomblob(16)" };
        let columns = "organisation_id, recipient_kind, recipient_name, recipient_folded, namesake, form_id, kind, authority, year, symbol, \
            decided_on, signer_name, reward_vnd, import_id, state, due_back_vnd, paid_back_vnd, version, created_at, updated_at";
        let copy = |limit: i64| format!("INSERT INTO awards (id, {columns}) SELECT {id}, {columns} FROM awards LIMIT {limit}");
        for _ in 0..10 {
            app.database.execute(&copy(50_000));
        }
        app.database.execute(&copy(50_000 - 25 * 1024));
        let clerk = app.working("p.clerk").await;
        let address = format!("{AWARDS}/export?format=csv");
        assert_eq!(clerk.get(&address).await.expect(200).text.lines().count(), 50_001);
        app.database.execute(&copy(1));
        clerk.get(&address).await.problem("too_many_rows");
        let fewer = clerk.get(&format!("{address}&q=mau%2024")).await.expect(200);
        assert!(fewer.text.lines().count() > 1);
    }
}
