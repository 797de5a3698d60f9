//! February 2025 from an empty database to the March draft, played over HTTP by the people whose work it is.
//!
//! An administrator records the province, its unions and their people. The unions report, the province adds up,
//! writes, signs number 209, and finds in March what became of the ten tasks it had set itself.

mod founding;
mod hardship;
mod march;
mod numbers;
mod province;
mod texts;
mod told;
mod unions;

use std::collections::HashMap;

use serde_json::{Value, json};

use super::support::app::instant;
use super::support::{Actor, TestApp, on_both_databases};

/// The stage: the server, and the ids of who and what is on it. A union is known by the key with which the names
/// of its users begin: `sm.officer`.
pub struct Story {
    app: TestApp,
    unions: HashMap<&'static str, String>,
    indicators: HashMap<String, String>,
}

impl Story {
    fn union(&self, key: &str) -> &str {
        &self.unions[key]
    }

    fn indicator(&self, code: &str) -> &str {
        &self.indicators[code]
    }

    async fn as_user(&self, username: &str) -> Actor {
        self.app.working(username).await
    }

    /// The next scene plays at this instant.
    fn it_is(&self, at: &str) {
        self.app.clock.set(instant(at));
    }

    /// Opens a round of the union `key`, owed by all of these kinds below it; answers its path.
    async fn open_round(&self, key: &str, month: &Month, deadline: &str, kinds: &[&str]) -> String {
        let body = json!({
            "organisation_id": self.union(key), "title": format!("Báo cáo {}", month.name),
            "period_kind": "month", "period_start": month.start, "period_end": month.end, "deadline": deadline,
            "under": { "organisation_id": self.union(key), "kinds": kinds },
        });
        let clerk = self.as_user(&format!("{key}.clerk")).await;
        let round = clerk.post("/api/v1/reporting-rounds", body).await.expect(201);
        round.header("location").to_owned()
    }

    /// How the unions stand, as the province's clerk sees it.
    async fn summary(&self, round: &str) -> Value {
        self.as_user("p.clerk").await.get(&format!("{round}/summary")).await.expect(200).json
    }
}

/// A month that is reported on.
struct Month {
    name: &'static str,
    start: &'static str,
    end: &'static str,
}

const FEBRUARY: Month = Month { name: "tháng 02 năm 2025", start: "2025-02-01", end: "2025-02-28" };
const MARCH: Month = Month { name: "tháng 3 năm 2025", start: "2025-03-01", end: "2025-03-31" };

/// The kinds of union that report to the province.
const DIRECT: [&str; 3] = ["district_federation", "sector_union", "direct_upper_union"];

fn id_of(path: &str) -> &str {
    path.rsplit('/').next().unwrap()
}

on_both_databases! {
    async fn the_province_issues_report_209_and_begins_march(app: TestApp) {
        let mut story = founding::an_administrator_records_the_province(&app).await;

        let round = unions::the_clerk_opens_february(&story).await;
        unions::a_union_made_afterwards_owes_nothing(&mut story, &round).await;
        unions::a_district_gathers_from_its_grassroots_unions(&story, &round).await;
        let returned = unions::four_unions_report_in_time(&story, &round).await;
        unions::one_report_is_returned_and_sent_again(&story, &round, &returned).await;

        hardship::nine_dossiers_become_one_decision(&story).await;
        let report = province::the_officer_begins_while_one_union_is_missing(&story, &round).await;
        unions::the_missing_union_reports_late(&story, &round).await;
        province::the_figures_add_up_by_unit(&story, &report).await;
        province::every_sum_opens_to_its_rows(&story, &report).await;
        province::the_officer_writes_ten_results_and_ten_plans(&story, &report).await;
        province::a_day_of_last_year_is_a_warning(&story, &report).await;

        let register = numbers::the_clerk_continues_the_paper_register_at_209(&story).await;
        numbers::the_chair_signs_number_209(&story, &report).await;
        numbers::nothing_of_it_changes_any_more(&story, &report).await;
        province::it_prints_in_the_official_order(&story, &report).await;
        numbers::twenty_signed_at_once_follow_without_a_gap(&story).await;
        let amendment = numbers::an_amendment_has_a_number_of_its_own(&story, &report).await;
        numbers::the_register_tells_every_number_once(&story, &register, &[&report, &amendment]).await;

        let tasks = march::the_ten_plans_are_ten_tasks(&story, &report).await;
        march::the_unions_answer(&story, &tasks).await;
        march::the_province_sees_how_far_they_are(&story, &tasks).await;
        march::the_march_draft_finds_the_ten_tasks(&story, &amendment, &tasks).await;

        told::who_did_what_stands_in_the_histories(&story, &report, &returned).await;
        told::the_journal_misses_nothing(&story, &register).await;
    }
}
