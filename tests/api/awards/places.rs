//! How many imports a server works on, what it says of them meanwhile, and what is no table.

use std::time::Duration;

use super::imports::{at, file, imported, over, person, send};
use crate::support::world::P;
use crate::support::{TestApp, on_both_databases};

/// A file of one person.
fn of_one(name: &str) -> String {
    file(&[person("CDCS-A", name)])
}

fn unheard_of(app: &TestApp) -> i64 {
    app.database.count("SELECT count(*) AS n FROM award_imports WHERE updated_at = created_at")
}

on_both_databases! {
    async fn four_files_are_held_at_once_and_a_fifth_is_told_to_come_back(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let busy = app.busy_importing().await;
        let mut begun = Vec::new();
        for number in 0..4 {
            let import = send(&clerk, P, false, of_one(&format!("Người Mẫu {number}"))).await.expect(201);
            assert_eq!(import["status"], "checking");
            begun.push(import.id());
        }
        let refused = send(&clerk, P, false, of_one("Người Mẫu 5")).await;
        refused.problem("unavailable");
        assert_eq!(refused.header("retry-after"), "5");
        send(&app.working("p.officer").await, P, false, of_one("Người Mẫu 6")).await.problem("forbidden");
        drop(busy);
        for import in begun {
            assert_eq!(over(&clerk, &import).await["status"], "done");
        }
        imported(&app, &[person("CDCS-A", "Người Mẫu 5")]).await;
    }

    async fn an_import_that_waits_its_turn_says_that_it_is_there(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let busy = app.busy_importing().await;
        let import = send(&clerk, P, false, of_one("Nguyễn Thị Mẫu")).await.expect(201).id();
        app.wait(60);
        while unheard_of(&app) == 1 {
            tokio::time::sleep(Duration::from_millis(100)).await;
        }
        app.tidy().await;
        let clerk = app.working("p.clerk").await;
        assert_eq!(clerk.get(&at(&import)).await.expect(200)["status"], "checking");
        drop(busy);
        assert_eq!(over(&clerk, &import).await["status"], "done");
    }

    async fn a_file_of_commas_is_refused_before_it_is_read(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        for text in [",".repeat(1 << 20), format!("{}{}", of_one("Nguyễn Thị Mẫu"), ",".repeat(64))] {
            send(&clerk, P, true, text).await.problem("payload_too_large");
        }
        assert_eq!(app.database.count("SELECT count(*) AS n FROM award_imports"), 0);
    }

    async fn a_column_whose_name_no_database_keeps_is_a_fault_like_any(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let text = of_one("Nguyễn Thị Mẫu").replacen("reward_vnd", "re\u{0}ward\u{1b}_vnd", 1);
        let import = send(&clerk, P, false, text).await.expect(201).id();
        assert_eq!(over(&clerk, &import).await["status"], "refused");
        let faults = clerk.all(&format!("{}/faults", at(&import))).await;
        assert_eq!((&faults[0]["row"], &faults[0]["column"], &faults[0]["code"]), (&1.into(), &"reward_vnd".into(), &"unknown_column".into()));
    }

    async fn a_fault_names_the_row_as_a_spreadsheet_counts(app: WorldApp) {
        let clerk = app.working("p.clerk").await;
        let text = of_one("Nguyễn Thị Mẫu") + "\n\r\n" + &person("CDCS-A", "\"Trần\nVăn\nThử\"") + "\n" + &person("KHONG-CO", "Lê Thị Ví Dụ");
        let import = send(&clerk, P, true, text).await.expect(201).id();
        over(&clerk, &import).await;
        let faults = clerk.all(&format!("{}/faults", at(&import))).await;
        let told: Vec<_> = faults.iter().map(|one| (one["row"].as_i64().unwrap(), one["code"].as_str().unwrap())).collect();
        assert_eq!(told, [(5, "malformed"), (6, "not_found")]);
    }
}
