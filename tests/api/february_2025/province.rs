//! The province's own report: adding up, writing, printing.

use std::collections::BTreeMap;

use serde_json::{Value, json};

use super::Story;
use super::hardship::opens_to_dossiers;
use super::texts::{PLANS, PREAMBLE, RECIPIENTS, RESULTS, SLIP, TITLE};
use super::unions::{ATTENDANCES, CONFERENCES, OF_SUPPORT, SUPPORT, SUPPORTED};
use crate::reports::{
    assert_in_order, consolidate, create, february, figure, figure_path, path, with, write_item,
};

/// The deadline has passed and Đèo Gió has sent nothing. The officer begins all the same and sees who is missing.
pub async fn the_officer_begins_while_one_union_is_missing(story: &Story, round: &str) -> String {
    story.it_is("2025-02-14T10:00:01Z");
    let one = json!({ "owed": 5, "received": 4, "late": 0, "pending": 0, "missing": 1, "accepted": 4 });
    assert_eq!(story.summary(round).await, one);
    let clerk = story.as_user("p.clerk").await;
    let missing = clerk.all(&format!("{round}/obligations?standing=missing")).await;
    assert_eq!(missing.len(), 1);
    assert_eq!(missing[0]["organisation_name"], "Liên đoàn Lao động huyện Đèo Gió");
    let recipients: Vec<Value> =
        RECIPIENTS.map(|(direction, name)| json!({ "direction": direction, "name": name })).into();
    let more = json!({ "title": TITLE, "preamble": PREAMBLE, "recipients": recipients });
    let report = create(&story.app, "p", with(february(story.union("p")), more)).await;
    let done = consolidate(&story.app, "p", &report).await;
    assert_eq!(done["included"].as_array().unwrap().len(), 4);
    assert_eq!(done["missing"].as_array().unwrap().len(), 1);
    assert_eq!(done["missing"][0]["organisation_id"], story.union("dg"));
    assert_eq!(done["carried_items"], 0, "nothing was issued for January");
    assert_eq!(figure(&done["report"], story.indicator(ATTENDANCES))["value"], 17_310);
    report
}

/// With all five in, each unit has its own sum; attendances, persons and đồng are never added to one another.
pub async fn the_figures_add_up_by_unit(story: &Story, report: &str) {
    let done = consolidate(&story.app, "p", report).await;
    assert_eq!(done["included"].as_array().unwrap().len(), 5);
    assert_eq!(done["missing"], json!([]));
    let figures = done["report"]["figures"].as_array().unwrap();
    let told = |figure: &Value| {
        assert_eq!(figure["value"], figure["computed_value"]);
        (
            figure["indicator_id"].clone(),
            figure["unit"].clone(),
            figure["value"].clone(),
            figure["denominator"].clone(),
        )
    };
    let expected = [
        (ATTENDANCES, "attendance", 22_614, json!(null)),
        (CONFERENCES, "unit", 383, json!(415)),
        (SUPPORTED, "person", 9, json!(null)),
        (SUPPORT, "vnd", 29_000_000, json!(null)),
        (OF_SUPPORT[0], "unit", 3, json!(null)),
        (OF_SUPPORT[1], "person", 5, json!(null)),
        (OF_SUPPORT[2], "vnd", 21_000_000, json!(null)),
        (OF_SUPPORT[3], "person", 4, json!(null)),
        (OF_SUPPORT[4], "vnd", 8_000_000, json!(null)),
    ];
    let expected =
        expected.map(|(code, unit, value, of)| (json!(story.indicator(code)), json!(unit), json!(value), of));
    assert_eq!(figures.iter().map(told).collect::<Vec<_>>(), expected);
}

/// Behind each sum are the unions' rows, behind each row the figure of the union's own report, and behind Suối
/// Mây's those of its grassroots unions.
pub async fn every_sum_opens_to_its_rows(story: &Story, report: &str) {
    let officer = story.as_user("p.officer").await;
    let whole = officer.get(&path(report)).await.expect(200);
    for (code, rows) in [
        (ATTENDANCES, &[("sm", 2_050), ("dg", 5_304), ("bb", 7_415), ("gd", 5_960), ("vc", 1_885)][..]),
        (CONFERENCES, &[("sm", 41), ("dg", 73), ("bb", 96), ("gd", 120), ("vc", 53)]),
    ] {
        let sum = figure(&whole.json, story.indicator(code));
        opens_to(story, &sum, rows).await;
    }
    for (code, rows) in [
        (SUPPORTED, &[("sm", 3), ("bb", 4), ("vc", 2)]),
        (SUPPORT, &[("sm", 9_000_000), ("bb", 12_000_000), ("vc", 8_000_000)]),
        ("hardship_unions", &[("sm", 1), ("bb", 1), ("vc", 1)]),
    ] {
        opens_to_dossiers(story, &whole.json, code, rows).await;
    }
    let sum = figure(&whole.json, story.indicator(ATTENDANCES));
    let rows = officer.all(&format!("{}/sources", figure_path(&sum))).await;
    let row = rows.iter().find(|row| row["organisation_id"] == story.union("sm")).unwrap();
    let below = officer.get(&format!("/api/v1/report-figures/{}", row["figure_id"].as_str().unwrap())).await;
    opens_to(story, &below.json, &[("sm1", 1_180), ("sm2", 870)]).await;
}

async fn opens_to(story: &Story, sum: &Value, expected: &[(&str, i64)]) {
    let officer = story.as_user("p.officer").await;
    let mut told = BTreeMap::new();
    for row in officer.all(&format!("{}/sources?limit=2", figure_path(sum))).await {
        let text = |member: &str| row[member].as_str().unwrap();
        let figure = officer.get(&format!("/api/v1/report-figures/{}", text("figure_id"))).await.expect(200);
        assert_eq!((&figure["value"], &figure["report_id"]), (&row["value"], &row["report_id"]));
        assert_eq!(figure["indicator_id"], sum["indicator_id"]);
        let report = officer.get(&path(text("report_id"))).await.expect(200);
        assert_eq!(report["organisation_id"], row["organisation_id"]);
        told.insert(text("organisation_id").to_owned(), row["value"].as_i64().unwrap());
    }
    let expected: BTreeMap<_, _> =
        expected.iter().map(|(key, value)| (story.union(key).to_owned(), *value)).collect();
    assert_eq!(told, expected);
    assert_eq!(sum["value"], expected.values().sum::<i64>());
}

/// The officer reads what the unions tell, writes results and plans, and says with which result each figure is
/// printed. 22,614 attendances are printed as nearly 22,620.
pub async fn the_officer_writes_ten_results_and_ten_plans(story: &Story, report: &str) {
    story.it_is("2025-02-16T01:00:00Z");
    let officer = story.as_user("p.officer").await;
    let told = officer.all(&format!("{}/contributions?topic=propaganda", path(report))).await;
    assert_eq!(told.len(), 5);
    assert!(told.iter().any(|one| one["item"]["body"].as_str().unwrap().contains("7415 lượt")));
    let mut results = Vec::new();
    for (topic, body) in RESULTS {
        let item = json!({ "section": "result", "topic": topic, "body": body });
        results.push(write_item(&story.app, "p", report, item).await.id());
    }
    for (topic, body, due) in PLANS {
        let item = json!({ "section": "plan", "topic": topic, "body": body, "due_date": due });
        write_item(&story.app, "p", report, item).await;
    }
    let whole = officer.get(&path(report)).await.expect(200);
    for (code, result, more) in [
        (ATTENDANCES, 1, json!({ "printed_value": 22_620, "qualifier": "nearly" })),
        (CONFERENCES, 3, json!({})),
        (SUPPORTED, 4, json!({})),
        (SUPPORT, 4, json!({})),
    ]
    .into_iter()
    .chain(OF_SUPPORT.map(|code| (code, 4, json!({}))))
    {
        let sum = figure(&whole.json, story.indicator(code));
        let edit = with(json!({ "item_id": results[result - 1] }), more);
        let etag = officer.get(&figure_path(&sum)).await.etag();
        officer.patch(&figure_path(&sum), &etag, edit).await.expect(200);
    }
    // Adding up once more leaves what was written as it is.
    let again = consolidate(&story.app, "p", report).await;
    assert_eq!(again["report"]["items"].as_array().unwrap().len(), 20);
    let sum = figure(&again["report"], story.indicator(ATTENDANCES));
    assert_eq!((&sum["value"], &sum["printed"]), (&json!(22_614), &json!("gần 22.620 lượt")));
}

/// The plan for March 2025 names a day of 2024. The draft says so and where; it stops nobody.
pub async fn a_day_of_last_year_is_a_warning(story: &Story, report: &str) {
    let whole = story.as_user("p.officer").await.get(&path(report)).await.expect(200);
    let warnings = whole["warnings"].as_array().unwrap();
    assert_eq!(warnings.len(), 1, "{warnings:#?}");
    assert_eq!((&warnings[0]["pointer"], &warnings[0]["text"]), (&json!("/items/11/body"), &json!(SLIP)));
    let offset = usize::try_from(warnings[0]["offset"].as_i64().unwrap()).unwrap();
    let body = whole["items"][11]["body"].as_str().unwrap();
    assert!(body.chars().skip(offset).collect::<String>().starts_with(SLIP), "{body}");
}

/// Heading, number, place and date, title, preamble, ten results with their figures, ten plans, recipients,
/// signature.
pub async fn it_prints_in_the_official_order(story: &Story, report: &str) {
    let officer = story.as_user("p.officer").await;
    let printed = officer.get(&format!("{}/text", path(report))).await.expect(200).text;
    let mut parts: Vec<String> = [
        "LIÊN ĐOÀN LAO ĐỘNG TỈNH LAI CHÂU\n",
        "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM\nĐộc lập - Tự do - Hạnh phúc\n",
        "Số: 209/BC-LĐLĐ\n",
        "Lai Châu, ngày 17 tháng 02 năm 2025\n",
        "BÁO CÁO\n",
        TITLE,
        PREAMBLE,
        "I. KẾT QUẢ TRIỂN KHAI THỰC HIỆN NHIỆM VỤ THÁNG 02/2025\n",
    ]
    .map(str::to_owned)
    .into();
    for (number, (_, body)) in (1..).zip(RESULTS) {
        parts.push(format!("\n{number}. {body}\n"));
        let figures: &[&str] = match number {
            1 => &["dự tuyên truyền: gần 22.620 lượt\n"],
            3 => &["hội nghị cán bộ, công chức: 383 đơn vị, trên tổng số 415\n"],
            4 => &["hoàn cảnh khó khăn: 09 người\n", "hoàn cảnh khó khăn: 29.000.000 đồng\n"],
            _ => &[],
        };
        parts.extend(figures.iter().map(|figure| (*figure).to_owned()));
    }
    parts.push("II. NHIỆM VỤ TRỌNG TÂM THÁNG 3/2025\n".to_owned());
    parts.extend((1..).zip(PLANS).map(|(number, (_, body, _)): (i32, _)| format!("\n{number}. {body}\n")));
    parts.push("Nơi nhận:\n".to_owned());
    parts.extend(RECIPIENTS.map(|(_, name)| format!("- {name}")));
    parts.push("TM. BAN THƯỜNG VỤ\nPHÓ CHỦ TỊCH\n\nNguyễn Văn Mẫu\n".to_owned());
    assert_in_order(&printed, &parts);
    assert!(printed.ends_with("Nguyễn Văn Mẫu\n"), "{printed}");
    assert!(!printed.contains("22.614"), "{printed}");
}
