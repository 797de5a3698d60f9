//! Organisations and their committees.

use congdoan::identity::Action::{OrganisationManage, OrganisationRead};
use congdoan::identity::Role::Administrator;
use serde_json::{Value, json};

use super::super::access::{list, names, record};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, row};
use crate::organisations::{at, union};
use crate::support::Answer;
use crate::support::world::D1;

pub fn rows() -> Vec<Row> {
    of_organisations().into_iter().chain(of_committees()).chain(of_members()).collect()
}

fn of_organisations() -> Vec<Row> {
    vec![
        row("list_organisations", list(OrganisationRead), |_| async {
            Case::new().filter("?kind=district_federation").shows(D1)
        }),
        row("read_organisation_tree", list(OrganisationRead), |_| async { Case::new().shows(D1) }),
        row(
            "create_organisation",
            names().may(OrganisationManage).only_for(OrganisationManage),
            |s| async move {
                let mut new =
                    union(&format!("CDCS-{}", s.number()), "Công đoàn cơ sở", "grassroots_union", D1);
                new["established_on"] = json!("2025-02-01");
                Case::new().with(new)
            },
        ),
        row("read_organisation", record(OrganisationRead), district),
        row("update_organisation", record(OrganisationRead).may(OrganisationManage), |s| async move {
            district(s).await.with(json!({ "place": "Lai Châu" }))
        }),
        row("list_organisation_ancestors", record(OrganisationRead), district),
        row("list_organisation_children", record(OrganisationRead), district),
        row("list_organisation_subtree", record(OrganisationRead), district),
        row("list_organisation_periods", record(OrganisationRead), district),
        row("read_organisation_history", record(OrganisationRead), district),
        row("list_organisation_committees", record(OrganisationRead), district),
        row(
            "create_organisation_committee",
            record(OrganisationRead).may(OrganisationManage),
            |s| async move { Case::at(D1).with(new_committee(&s)) },
        ),
    ]
}

fn of_committees() -> Vec<Row> {
    vec![
        row("read_committee", record(OrganisationRead), elected),
        row("update_committee", record(OrganisationRead).may(OrganisationManage), elected),
        row("read_committee_history", record(OrganisationRead), elected),
        row("list_committee_members", record(OrganisationRead), elected),
        row("create_committee_member", record(OrganisationRead).may(OrganisationManage), |s| async move {
            let committee = committee(&s).await;
            Case::at(committee.id()).with(new_member(&committee))
        }),
    ]
}

fn of_members() -> Vec<Row> {
    vec![
        row("read_committee_member", record(OrganisationRead), member),
        row("update_committee_member", record(OrganisationRead).may(OrganisationManage), |s| async move {
            member(s).await.with(json!({ "decision_number": "29/QĐ-LĐLĐ" }))
        }),
        row("read_committee_member_history", record(OrganisationRead), member),
    ]
}

/// D1 itself.
async fn district(s: Stage) -> Case {
    Case::of(&s.at(D1, Administrator).get(&at(D1)).await.expect(200))
}

/// A committee with a term of one day, so that no two overlap.
fn new_committee(s: &Stage) -> Value {
    let day = s.day();
    json!({ "kind": "executive_committee", "term_from": day, "term_to": day.succ_opt() })
}

async fn committee(s: &Stage) -> Answer {
    let path = format!("{}/committees", at(D1));
    s.at(D1, Administrator).post(&path, new_committee(s)).await.expect(201)
}

async fn elected(s: Stage) -> Case {
    Case::of(&committee(&s).await)
}

fn new_member(committee: &Answer) -> Value {
    json!({
        "full_name": "Nguyễn Văn Mẫu", "title": "member", "valid_from": committee["term_from"],
        "decision_number": "28/QĐ-LĐLĐ", "decision_date": committee["term_from"],
    })
}

async fn member(s: Stage) -> Case {
    let committee = committee(&s).await;
    let path = format!("/api/v1/committees/{}/members", committee.id());
    Case::of(&s.at(D1, Administrator).post(&path, new_member(&committee)).await.expect(201))
}
