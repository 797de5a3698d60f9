//! Conditions of forms, held against the register.

use serde_json::{Value, json};

use super::{NOMINATIONS, act, new_nomination, nomination, open_round, path, submitted, whole_union, why};
use crate::awards::imports::{FLAG, MERIT, OWN, imported, row};
use crate::awards::{CERTIFICATE, COMMENDATION, pairs};
use crate::support::world::{A, D1, D2};
use crate::support::{Answer, TestApp, on_both_databases};

/// A form of the province that asks for a commendation within three years.
async fn demanding(app: &TestApp, code: &str, condition: Value) -> String {
    let form = json!({
        "code": code, "kind": "certificate_of_merit", "authority": "provincial_federation",
        "name_vi": "Hình thức có điều kiện", "name_en": "Form with a condition", "for_collectives": true,
        "for_individuals": true, "legal_basis": "Quy chế thử nghiệm", "valid_from": "2000-01-01",
        "conditions": [condition],
    });
    app.working("p.administrator").await.post("/api/v1/award-forms", form).await.expect(201).id()
}

fn within(years: i32) -> Value {
    json!({"condition": "prerequisite", "kind": "commendation", "within_years": years})
}

fn person(union: &str, name: &str, form: &str, year: i32) -> String {
    row(union, ("individual", name), form, year, 0)
}

async fn submit(app: &TestApp, prefix: &str, draft: &Answer) -> Answer {
    act(&app.working(&format!("{prefix}.chair")).await, draft, "submit", json!({})).await
}

async fn checked(app: &TestApp, who: &str, nomination: &Answer) -> Answer {
    app.working(who).await.get(&format!("{}/eligibility", path(nomination))).await.expect(200)
}

/// Whether somebody with this award of this year may be nominated for 2024.
async fn eligible(app: &TestApp, form: &str, round: &str, name: &str) -> bool {
    let draft = nomination(app, "a", new_nomination(A, round, form, name)).await;
    let told = checked(app, "a.officer", &draft).await["eligible"].as_bool().unwrap();
    let answer = submit(app, "a", &draft).await;
    assert_eq!(answer.status == 200, told, "{answer}");
    if !told {
        answer.problem("not_eligible");
    }
    told
}

/// Takes an award back.
async fn revoke(app: &TestApp, award: &Value) {
    let mut body = json!({
        "symbol": "99/QĐ-TH", "revoked_on": "2025-02-10", "signer_name": "Người Ký Mẫu",
        "reason": "Kê khai không đúng.", "due_back_vnd": 0,
    });
    // What the province gave it takes back under a number of its own.
    if award["authority"] == "provincial_federation" {
        body.as_object_mut().unwrap().remove("symbol");
    }
    let at = format!("/api/v1/awards/{}", award["id"].as_str().unwrap());
    let approver = app.working("p.approver").await;
    let etag = approver.get(&at).await.expect(200).etag();
    approver.act(&format!("{at}/revoke"), &etag, body).await.expect(200);
}

on_both_databases! {
    async fn a_prerequisite_counts_from_its_first_year_to_the_year_before(app: WorldApp) {
        let form = demanding(&app, "needs_commendation", within(3)).await;
        let round = open_round(&app, &[&form], json!({})).await;
        for (year, expected) in [(2020, false), (2021, true), (2022, true), (2023, true), (2024, false)] {
            imported(&app, &[person("CDCS-A", &format!("Nguyễn Thị Mẫu {year}"), OWN, year)]).await;
            // As a phone without a Vietnamese keyboard writes it.
            assert_eq!(eligible(&app, &form, &round, &format!("NGUYEN THI  MAU {year}")).await, expected, "{year}");
        }
        assert!(!eligible(&app, &form, &round, "Người Chưa Có").await);
        imported(&app, &[person("CDCS-A", "Người Loại Khác", MERIT, 2022)]).await;
        assert!(!eligible(&app, &form, &round, "Người Loại Khác").await);
        imported(&app, &[person("CDCS-B", "Người Nơi Khác", OWN, 2022)]).await;
        assert!(!eligible(&app, &form, &round, "Người Nơi Khác").await);
    }

    async fn what_fails_a_condition_is_named(app: WorldApp) {
        let form = demanding(&app, "needs_commendation", within(3)).await;
        let round = open_round(&app, &[&form], json!({})).await;
        let old = imported(&app, &[person("CDCS-A", "Nguyễn Thị Mẫu", OWN, 2020)]).await.remove(0);
        let draft = nomination(&app, "a", new_nomination(A, &round, &form, "nguyen thi mau")).await;
        let refused = submit(&app, "a", &draft).await;
        refused.problem("not_eligible");
        assert_eq!(refused.violations(), pairs(&[("", "prerequisite")]));
        let detail = refused["errors"][0]["detail"].as_str().unwrap();
        assert!(detail.contains(old["id"].as_str().unwrap()) && detail.contains("2020"), "{detail}");
        let told = checked(&app, "d1.chair", &draft).await;
        let condition = &told["conditions"][0];
        assert_eq!((&condition["holds"], &condition["award"]["id"], &condition["within_years"]), (&json!(false), &old["id"], &json!(3)));

        let recent = imported(&app, &[person("CDCS-A", "Nguyễn Thị Mẫu", OWN, 2021)]).await.remove(0);
        assert_eq!(checked(&app, "d1.chair", &draft).await["conditions"][0]["award"]["id"], recent["id"]);
        let sent = submit(&app, "a", &draft).await.expect(200);
        revoke(&app, &recent).await;
        // What was there at the submission is asked for again.
        act(&app.working("d1.chair").await, &sent, "endorse", json!({"rank": 1})).await.problem("not_eligible");
    }

    async fn a_prerequisite_of_an_authority_is_met_by_its_awards_alone(app: WorldApp) {
        let condition = json!({"condition": "prerequisite", "kind": "certificate_of_merit", "authority": "confederation", "within_years": 3});
        let form = demanding(&app, "needs_the_confederation", condition).await;
        let round = open_round(&app, &[&form], json!({})).await;
        for (name, given, expected) in [("Người Một", "certificate_of_merit_peoples_committee", false), ("Người Hai", MERIT, true)] {
            imported(&app, &[person("CDCS-A", name, given, 2022)]).await;
            assert_eq!(eligible(&app, &form, &round, name).await, expected, "{given}");
        }
    }

    async fn an_exclusion_counts_for_its_year_and_level_alone(app: WorldApp) {
        let round = open_round(&app, &[CERTIFICATE], json!({})).await;
        // Flags of the People's Committee and of the confederation; the form is the committee's.
        for (number, form, year, expected) in [
            (1, FLAG, 2024, false),
            (2, FLAG, 2023, true),
            (3, "emulation_flag_confederation", 2024, true),
        ] {
            let unit = format!("Tổ Mẫu {number}");
            let given = imported(&app, &[row("CDCS-A", ("collective", &unit), form, year, 0)]).await.remove(0);
            let mut body = new_nomination(A, &round, CERTIFICATE, &unit.to_uppercase());
            (body["nominee_kind"], body["nominee_title"], body["workplace"]) = (json!("collective"), Value::Null, Value::Null);
            let draft = nomination(&app, "a", body).await;
            let answer = submit(&app, "a", &draft).await;
            assert_eq!(answer.status == 200, expected, "{form} {year}: {answer}");
            if !expected {
                answer.problem("not_eligible");
                assert_eq!(answer.violations(), pairs(&[("", "exclusion")]));
                revoke(&app, &given).await;
                submit(&app, "a", &draft).await.expect(200);
            }
        }
    }

    async fn of_two_that_exclude_one_another_one_is_put_forward(app: WorldApp) {
        let flag = "01940000-0000-7009-8000-000000000001";
        let round = open_round(&app, &[CERTIFICATE, flag], json!({})).await;
        let one = submitted(&app, "a", whole_union(A, &round, CERTIFICATE)).await;
        let other = submitted(&app, "a", whole_union(A, &round, flag)).await;
        let chair = app.working("d1.chair").await;
        let one = act(&chair, &one, "endorse", json!({"rank": 1})).await.expect(200);
        let refused = act(&chair, &other, "endorse", json!({"rank": 1})).await;
        assert!(refused.problem("not_eligible")["errors"][0]["detail"].as_str().unwrap().contains(&one.id()));
        assert_eq!(checked(&app, "d1.chair", &other).await["conditions"][0]["nomination_id"], one.id());
        act(&chair, &one, "return", why()).await.expect(200);
        act(&chair, &other, "endorse", json!({"rank": 1})).await.expect(200);
    }

    async fn what_is_under_way_for_another_year_or_level_is_not_in_the_way(app: WorldApp) {
        let (flag, higher) = ("01940000-0000-7009-8000-000000000001", "01940000-0000-7009-8000-000000000002");
        let round = open_round(&app, &[CERTIFICATE, higher], json!({})).await;
        let before = open_round(&app, &[flag], json!({"year": 2023})).await;
        let chair = app.working("d1.chair").await;
        for (round, form) in [(&round, higher), (&before, flag), (&round, CERTIFICATE)] {
            let sent = submitted(&app, "a", whole_union(A, round, form)).await;
            act(&chair, &sent, "endorse", json!({"rank": 1})).await.expect(200);
        }
    }

    async fn what_another_form_excludes_is_refused_as_well(app: WorldApp) {
        let excluding = demanding(&app, "excludes_commendations", json!({"condition": "exclusion", "kind": "commendation"})).await;
        let elsewhere = json!({"authority": "sector_union", "kind": "commendation"});
        let elsewhere = crate::awards::form(&app, "elsewhere", elsewhere).await.id();
        let round = open_round(&app, &[&excluding, COMMENDATION, &elsewhere], json!({})).await;
        for (number, year, form, expected) in
            [(1, 2024, COMMENDATION, false), (2, 2023, COMMENDATION, true), (3, 2024, &elsewhere, true)]
        {
            let name = format!("Người Mẫu {number}");
            let given = imported(&app, &[person("CDCS-A", &name, "excludes_commendations", year)]).await.remove(0);
            let draft = nomination(&app, "a", new_nomination(A, &round, form, &name)).await;
            let answer = submit(&app, "a", &draft).await;
            assert_eq!(answer.status == 200, expected, "{number}: {answer}");
            if !expected {
                answer.problem("not_eligible");
                assert_eq!(answer.violations(), pairs(&[("", "exclusion")]));
                assert!(answer["errors"][0]["detail"].as_str().unwrap().contains(given["id"].as_str().unwrap()), "{answer}");
                revoke(&app, &given).await;
                submit(&app, "a", &draft).await.expect(200);
            }
        }
        // On its way, too: the one with the condition first, the one without it second.
        let chair = app.working("d1.chair").await;
        let one = submitted(&app, "a", new_nomination(A, &round, &excluding, "Người Đang Xét")).await;
        let other = submitted(&app, "a", new_nomination(A, &round, COMMENDATION, "NGUOI DANG XET")).await;
        let apart = submitted(&app, "a", new_nomination(A, &round, &elsewhere, "NGUOI DANG XET")).await;
        act(&chair, &one, "endorse", json!({"rank": 1})).await.expect(200);
        let refused = act(&chair, &other, "endorse", json!({"rank": 1})).await;
        assert!(refused.problem("not_eligible")["errors"][0]["detail"].as_str().unwrap().contains(&one.id()), "{refused}");
        let told = checked(&app, "d1.chair", &other).await;
        let condition = &told["conditions"][0];
        assert_eq!((&told["eligible"], &condition["holds"]), (&json!(false), &json!(false)));
        assert_eq!((&condition["form_id"], &condition["nomination_id"]), (&json!(excluding), &json!(one.id())));
        act(&chair, &apart, "endorse", json!({"rank": 1})).await.expect(200);
    }

    async fn an_earlier_award_elsewhere_counts_once_it_is_named(app: WorldApp) {
        let form = demanding(&app, "needs_commendation", within(3)).await;
        let round = open_round(&app, &[&form], json!({})).await;
        let given = imported(&app, &[person("CDCS-B", "Nguyễn Thị Mẫu", OWN, 2022), person("CDCS-B", "Người Khác", OWN, 2022)]).await;
        let draft = nomination(&app, "d1", new_nomination(D1, &round, &form, "Nguyen Thi Mau")).await;
        submit(&app, "d1", &draft).await.problem("not_eligible");
        let told = checked(&app, "d1.officer", &draft).await;
        assert_eq!((told["other_awards"].as_array().unwrap().len(), &told["other_awards"][0]["id"]), (1, &given[0]["id"]));
        let officer = app.working("d1.officer").await;
        let wrong = officer.patch(&path(&draft), &draft.etag(), json!({"earlier_award_id": given[1]["id"]})).await;
        assert_eq!(wrong.violations(), pairs(&[("/earlier_award_id", "other_recipient")]));
        let named = officer.patch(&path(&draft), &draft.etag(), json!({"earlier_award_id": given[0]["id"]})).await.expect(200);
        let told = checked(&app, "d1.officer", &named).await;
        assert_eq!((&told["eligible"], told["other_awards"].as_array().unwrap().len()), (&json!(true), 0));
        submit(&app, "d1", &named).await.expect(200);
        // Who does not see it cannot name it.
        let mut body = new_nomination(A, &round, &form, "Nguyễn Thị Mẫu");
        body["earlier_award_id"] = given[0]["id"].clone();
        let unseen = app.working("a.officer").await.post(NOMINATIONS, body).await;
        assert_eq!(unseen.violations(), pairs(&[("/earlier_award_id", "not_found")]));
    }

    async fn a_person_names_no_award_of_a_collective(app: WorldApp) {
        let form = demanding(&app, "needs_commendation", within(3)).await;
        let round = open_round(&app, &[&form], json!({})).await;
        let given = imported(&app, &[row("CDCS-A", ("collective", "Bình Minh"), OWN, 2022, 0)]).await.remove(0);
        let mut body = new_nomination(A, &round, &form, "Bình Minh");
        body["earlier_award_id"] = given["id"].clone();
        let refused = app.working("a.officer").await.post(NOMINATIONS, body).await;
        assert_eq!(refused.violations(), pairs(&[("/earlier_award_id", "other_recipient")]));
    }

    async fn a_namesake_is_another_person(app: WorldApp) {
        let form = demanding(&app, "needs_commendation", within(3)).await;
        let round = open_round(&app, &[&form], json!({})).await;
        imported(&app, &[person("CDCS-A", "Nguyễn Thị Mẫu", OWN, 2022)]).await;
        let mut body = new_nomination(A, &round, &form, "Nguyễn Thị Mẫu");
        body["namesake"] = json!(true);
        let namesake = nomination(&app, "a", body).await;
        submit(&app, "a", &namesake).await.problem("not_eligible");
        submitted(&app, "a", new_nomination(A, &round, &form, "Nguyễn Thị Mẫu")).await;
    }

    async fn a_renamed_union_is_the_same_nominee(app: WorldApp) {
        let round = open_round(&app, &[CERTIFICATE], json!({})).await;
        imported(&app, &[row("CDCS-A", ("collective", "Cong doan co so A"), FLAG, 2024, 0)]).await;
        let administrator = app.working("p.administrator").await;
        let union = format!("/api/v1/organisations/{A}");
        let etag = administrator.get(&union).await.expect(200).etag();
        administrator.patch(&union, &etag, json!({"name": "Công đoàn cơ sở Bình Minh"})).await.expect(200);
        let draft = nomination(&app, "a", whole_union(A, &round, CERTIFICATE)).await;
        assert_eq!(draft["nominee_name"], "Công đoàn cơ sở Bình Minh");
        let refused = submit(&app, "a", &draft).await;
        refused.problem("not_eligible");
        assert_eq!(refused.violations(), pairs(&[("", "exclusion")]));
    }

    async fn a_union_renamed_and_moved_between_its_nominations_is_nominated_once(app: WorldApp) {
        let round = open_round(&app, &[CERTIFICATE], json!({})).await;
        let first = submitted(&app, "a", whole_union(A, &round, CERTIFICATE)).await;
        let administrator = app.working("p.administrator").await;
        let union = format!("/api/v1/organisations/{A}");
        let etag = administrator.get(&union).await.expect(200).etag();
        let renamed = json!({"name": "Công đoàn cơ sở Bình Minh", "parent_id": D2});
        administrator.patch(&union, &etag, renamed).await.expect(200);
        let second = nomination(&app, "a", whole_union(A, &round, CERTIFICATE)).await;
        let refused = submit(&app, "a", &second).await;
        assert!(refused.problem("duplicate_nomination")["detail"].as_str().unwrap().contains(&first.id()));
    }

    async fn others_of_the_name_are_shown_where_the_caller_sees_them(app: WorldApp) {
        let form = demanding(&app, "needs_nothing", within(50)).await;
        let round = open_round(&app, &[&form], json!({})).await;
        imported(&app, &[person("CDCS-A", "Nguyễn Thị Mẫu", OWN, 2022), person("CDCS-C", "Nguyen Thi Mau", MERIT, 2021)]).await;
        let own = nomination(&app, "a", new_nomination(A, &round, &form, "Nguyễn Thị Mẫu")).await;
        let other = nomination(&app, "c", new_nomination(crate::support::world::C, &round, &form, "NGUYEN THI MAU")).await;
        let told = checked(&app, "p.officer", &own).await;
        let names = |list: &Value, member: &str| list.as_array().unwrap().iter().map(|one| one[member].as_str().unwrap().to_owned()).collect::<Vec<_>>();
        assert_eq!(names(&told["other_awards"], "recipient_name"), ["Nguyen Thi Mau"]);
        assert_eq!(names(&told["other_nominations"], "id"), [other.id()]);
        let near = checked(&app, "d1.officer", &own).await;
        assert_eq!((&near["other_awards"], &near["other_nominations"]), (&json!([]), &json!([])));
    }
}
