//! Who sees which organisations, and how lists go on.

use std::collections::BTreeSet;

use congdoan::identity::Role;
use serde_json::json;

use super::{Province, at, names, one, union};
use crate::support::on_both_databases;

on_both_databases! {
    async fn a_union_is_recorded_and_found_again(app: TestApp) {
        let world = Province::found(&app).await;
        let sent = json!({
            "code": "SO-NV", "name": "  Công đoàn Sở Nội vụ ", "kind": "grassroots_union",
            "parent_id": world.top, "symbol": "CĐCS", "place": "Lai Châu",
        });
        let made = world.admin.post("/api/v1/organisations", sent).await.expect(201);
        assert_eq!(made.header("location"), at(&made.id()));
        assert_eq!(made["name"], "Công đoàn Sở Nội vụ");
        assert_eq!(made["kind_label"], "Công đoàn cơ sở");
        let read = world.read(&made.id()).await;
        assert_eq!((&read.json, read.etag()), (&made.json, made.etag()));
        let history = world.admin.get(&format!("{}/history", at(&made.id()))).await.expect(200);
        assert_eq!(history.items()[0]["action"], "organisation.create");
        assert_eq!(history.items()[0]["changes"]["symbol"], "CĐCS");
    }

    async fn what_stands_beside_does_not_exist(app: TestApp) {
        let world = Province::found(&app).await;
        let officer = world.person("officer", Role::Officer, &world.school).await;
        for (id, status) in [
            (&world.school, 200), (&world.district, 200), (&world.top, 200),
            (&world.sector, 404), (&world.hospital, 404),
        ] {
            for path in ["", "/children", "/subtree", "/ancestors", "/periods", "/history", "/committees"] {
                let answer = officer.get(&format!("{}{path}", at(id))).await;
                assert_eq!(answer.status, status, "{path} {answer}");
            }
        }
        let seen = ["Liên đoàn Lao động tỉnh", "LĐLĐ huyện Mẫu", "Công đoàn Trường Tiểu học"];
        let subtree = officer.get(&format!("{}/subtree", at(&world.top))).await.expect(200);
        assert_eq!(names(subtree.items()), seen);
        let children = officer.get(&format!("{}/children", at(&world.top))).await.expect(200);
        assert_eq!(names(children.items()), [seen[1]]);
        let list = officer.get("/api/v1/organisations?include=total").await.expect(200);
        assert_eq!(list["total"], 3);
        let found: BTreeSet<&str> = names(list.items()).into_iter().collect();
        assert_eq!(found, BTreeSet::from(seen));
        let under_sector = officer.get(&format!("/api/v1/organisations?parent_id={}", world.sector)).await;
        assert!(under_sector.expect(200).items().is_empty());
        let past = officer.get("/api/v1/organisations?as_of=2015-01-01&include=total").await.expect(200);
        assert_eq!(past["total"], 3);
    }

    async fn the_tree_is_nested_as_far_as_the_caller_sees(app: TestApp) {
        let world = Province::found(&app).await;
        let whole = world.admin.get("/api/v1/organisations/tree").await.expect(200);
        assert_eq!(whole["truncated"], false);
        let top = &whole["roots"][0];
        assert_eq!(names(top["children"].as_array().unwrap()), ["Công đoàn ngành Y tế", "LĐLĐ huyện Mẫu"]);
        assert_eq!(top["children"][1]["children"][0]["name"], "Công đoàn Trường Tiểu học");
        let officer = world.person("officer", Role::Officer, &world.school).await;
        for path in ["tree", "tree?as_of=2015-01-01"] {
            let part = officer.get(&format!("/api/v1/organisations/{path}")).await.expect(200);
            assert_eq!(part["roots"].as_array().unwrap().len(), 1, "{part}");
            assert_eq!(names(part["roots"][0]["children"].as_array().unwrap()), ["LĐLĐ huyện Mẫu"]);
        }
    }

    async fn ancestors_come_nearest_first(app: TestApp) {
        let world = Province::found(&app).await;
        let above = world.admin.get(&format!("{}/ancestors", at(&world.school))).await.expect(200);
        assert_eq!(names(above.items()), ["LĐLĐ huyện Mẫu", "Liên đoàn Lao động tỉnh"]);
        let then = world.admin.get(&format!("{}/ancestors?as_of=2012-01-01", at(&world.school))).await;
        assert_eq!(names(then.expect(200).items()), ["LĐLĐ huyện Mẫu", "Liên đoàn Lao động tỉnh"]);
    }

    async fn lists_go_on_page_by_page_in_every_order(app: TestApp) {
        let world = Province::found(&app).await;
        for number in 0..5 {
            // Two share a name, so that the id decides between them.
            let name = format!("Đơn vị {}", number / 2);
            world.add(&format!("DV-{number}"), &name, "grassroots_union", &world.top).await;
        }
        for as_of in ["", "&as_of=2024-01-01"] {
            let list = |sort: &str| format!("/api/v1/organisations?limit=2&sort={sort}{as_of}");
            for sort in ["name", "created_at"] {
                let up = world.admin.all(&list(sort)).await;
                assert_eq!(up.len(), 10);
                let mut down = world.admin.all(&list(&format!("-{sort}"))).await;
                down.reverse();
                assert_eq!(up, down, "{sort}{as_of}");
            }
            let found = world.admin.all(&list("name")).await;
            let mut folded: Vec<_> = names(&found).into_iter().map(congdoan::kernel::text::fold).collect();
            let listed = folded.clone();
            folded.sort();
            assert_eq!(listed, folded);
            let subtree = format!("{}/subtree?limit=3{as_of}", at(&world.top));
            let whole = world.admin.all(&subtree).await;
            let ids: BTreeSet<_> = whole.iter().map(|item| item["id"].as_str().unwrap()).collect();
            assert_eq!((whole.len(), ids.len()), (10, 10));
            let depths: Vec<_> = whole.iter().map(|item| item["depth"].as_i64().unwrap()).collect();
            assert!(depths.is_sorted() && depths.first() == Some(&0) && depths.last() == Some(&2));
        }
    }

    async fn filters_narrow_and_search_forgets_accents(app: TestApp) {
        let world = Province::found(&app).await;
        let count = async |query: &str| {
            let path = format!("/api/v1/organisations?include=total&{query}");
            world.admin.get(&path).await.expect(200)["total"].as_i64().unwrap()
        };
        for day in ["", "&as_of=2024-06-01"] {
            assert_eq!(count(&format!("kind=grassroots_union{day}")).await, 2);
            assert_eq!(count(&format!("q=cong+doan+NGANH{day}")).await, 1);
            assert_eq!(count(&format!("q=%25{day}")).await, 0);
            assert_eq!(count(&format!("parent_id={}{day}", world.top)).await, 2);
            assert_eq!(count(&format!("status=active{day}")).await, 5);
            assert_eq!(count(&format!("status=ended{day}")).await, 0);
        }
        world.admin.get("/api/v1/organisations?colour=red").await.problem("invalid_query");
        world.admin.get("/api/v1/organisations?sort=code").await.problem("invalid_query");
    }

    async fn only_administrators_above_manage(app: TestApp) {
        let world = Province::found(&app).await;
        let officer = world.person("officer", Role::Officer, &world.district).await;
        let local = world.person("local", Role::Administrator, &world.district).await;
        let new = |code: &str, parent: &str| union(code, "Công đoàn Mới", "grassroots_union", parent);
        let post = "/api/v1/organisations";
        officer.post(post, new("M-1", &world.district)).await.problem("forbidden");
        local.post(post, new("M-2", &world.top)).await.problem("forbidden");
        let hidden = local.post(post, new("M-3", &world.sector)).await;
        hidden.problem("validation_failed");
        assert_eq!(hidden.violations(), one("/parent_id", "not_found"));
        let absent = local.post(post, new("M-4", "01951234-0000-7000-8000-00000000dead")).await;
        assert_eq!(absent.violations(), hidden.violations());
        local.post(post, new("M-5", &world.district)).await.expect(201);

        let etag = world.read(&world.school).await.etag();
        officer.patch(&at(&world.school), &etag, json!({"place": "Mẫu"})).await.problem("forbidden");
        let up = json!({ "parent_id": world.top });
        local.patch(&at(&world.school), &etag, up).await.problem("forbidden");
        let beside = local.patch(&at(&world.school), &etag, json!({ "parent_id": world.sector })).await;
        assert_eq!(beside.violations(), one("/parent_id", "not_found"));
        local.patch(&at(&world.hospital), &etag, json!({"place": "Mẫu"})).await.problem("not_found");
        local.patch(&at(&world.school), &etag, json!({"place": "Mẫu"})).await.expect(200);
    }

    async fn nobody_reads_without_signing_in(app: TestApp) {
        let world = Province::found(&app).await;
        for path in ["/api/v1/organisations", "/api/v1/organisations/tree", &at(&world.school)] {
            app.anonymous().get(path).await.problem("unauthenticated");
        }
    }
}
