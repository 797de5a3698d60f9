//! An administrator, a tree of unions, and an account for everybody who works there.

use std::collections::HashMap;

use serde_json::json;

use super::Story;
use crate::support::TestApp;
use crate::support::app::instant;
use crate::support::world::PASSWORD;

/// A union to record: its key, kind and name, under whom, what its people are called after, and who they are.
pub struct Union {
    pub key: &'static str,
    pub kind: &'static str,
    pub name: &'static str,
    pub above: &'static str,
    pub short: &'static str,
    pub people: &'static [&'static str],
}

/// Who reports and who signs.
pub const TWO: &[&str] = &["officer", "chair"];
/// And who takes the reports from below.
const THREE: &[&str] = &["officer", "chair", "clerk"];

const fn union(key: &'static str, kind: &'static str, name: &'static str, short: &'static str) -> Union {
    Union { key, kind, name, above: "p", short, people: TWO }
}

const UNIONS: [Union; 7] = [
    Union {
        people: THREE,
        ..union("sm", "district_federation", "Liên đoàn Lao động huyện Suối Mây", "Suối Mây")
    },
    union("dg", "district_federation", "Liên đoàn Lao động huyện Đèo Gió", "Đèo Gió"),
    union("bb", "district_federation", "Liên đoàn Lao động thành phố Ba Bến", "Ba Bến"),
    union("gd", "sector_union", "Công đoàn ngành Giáo dục", "Giáo dục"),
    union("vc", "sector_union", "Công đoàn Viên chức tỉnh", "Viên chức"),
    Union {
        above: "sm",
        ..union("sm1", "grassroots_union", "Công đoàn Trường Trung học Suối Mây", "Trường Suối Mây")
    },
    Union {
        above: "sm", ..union("sm2", "grassroots_union", "Công đoàn Chợ Suối Mây", "Chợ Suối Mây")
    },
];

const PROVINCE: &[&str] =
    &["officer", "chair", "chair2", "clerk", "inspector", "appraiser", "approver", "accountant"];

/// On 3 February somebody installs the program; what it begins with is a province without a name and its
/// administrator, who records all the rest.
pub async fn an_administrator_records_the_province(app: &TestApp) -> Story {
    app.clock.set(instant("2025-02-03T01:00:00Z"));
    let province = app.first_administrator(app.clock.now(), "LDLD-TINH", "p.administrator");
    let mut story =
        Story { app: app.clone(), unions: HashMap::from([("p", province)]), indicators: HashMap::new() };
    name_the_province(&story).await;
    for role in PROVINCE {
        add_person(&story, "p", role, "tỉnh").await;
    }
    for union in &UNIONS {
        record(&mut story, union).await;
    }
    let officer = story.as_user("p.officer").await;
    for indicator in officer.all("/api/v1/indicators?limit=200").await {
        let text = |member: &str| indicator[member].as_str().unwrap().to_owned();
        story.indicators.insert(text("code"), text("id"));
    }
    story
}

async fn name_the_province(story: &Story) {
    let administrator = story.as_user("p.administrator").await;
    let path = format!("/api/v1/organisations/{}", story.union("p"));
    let etag = administrator.get(&path).await.expect(200).etag();
    let edit = json!({ "name": "Liên đoàn Lao động tỉnh Lai Châu", "symbol": "LĐLĐ", "place": "Lai Châu" });
    administrator.patch(&path, &etag, edit).await.expect(200);
}

/// Records a union and its people.
pub async fn record(story: &mut Story, union: &Union) {
    let administrator = story.as_user("p.administrator").await;
    let new = json!({
        "code": format!("CD-{}", union.key.to_uppercase()), "name": union.name, "kind": union.kind,
        "parent_id": story.union(union.above), "symbol": "CĐ", "place": union.short,
    });
    let made = administrator.post("/api/v1/organisations", new).await.expect(201);
    story.unions.insert(union.key, made.id());
    for role in union.people {
        add_person(story, union.key, role, union.short).await;
    }
}

/// Makes an account, hands its owner a code, and the owner sets a password with it. A second chair begins as an
/// officer and is granted the chair's role later.
async fn add_person(story: &Story, key: &str, role: &str, short: &str) {
    let administrator = story.as_user("p.administrator").await;
    let (username, organisation) = (format!("{key}.{role}"), story.union(key));
    let first = if role == "chair2" { "officer" } else { role };
    let new = json!({
        "username": username, "display_name": format!("{} {short}", title_of(role)),
        "organisation_id": organisation, "role": first,
    });
    let made = administrator.post("/api/v1/users", new).await.expect(201);
    let code_path = format!("/api/v1/users/{}/reset-code", made.id());
    let code = administrator.act(&code_path, &made.etag(), json!({})).await.expect(200);
    let own = json!({ "username": username, "code": code["code"], "new_password": PASSWORD });
    story.app.anonymous().post("/api/v1/auth/reset", own).await.expect(204);
    if role == "chair2" {
        let grant = json!({ "user_id": made.id(), "organisation_id": organisation, "role": "chair" });
        administrator.post("/api/v1/grants", grant).await.expect(201);
    }
}

fn title_of(role: &str) -> &'static str {
    match role {
        "officer" => "Cán bộ",
        "chair" => "Chủ tịch",
        "chair2" => "Phó Chủ tịch",
        "clerk" => "Văn thư",
        "inspector" => "Kiểm tra viên",
        "appraiser" => "Người thẩm định",
        "approver" => "Người phê duyệt",
        "accountant" => "Kế toán",
        other => panic!("nobody is called {other}"),
    }
}
