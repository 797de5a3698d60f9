//! The province before the story begins: its organisations, its people, its committees. 2 January 2025.

use serde_json::json;

use super::cast::{self, Union};
use super::stage::{Stage, at, body};
use super::{PROVINCE, numbers};
use crate::code_lists::service::indicator_by_code;
use crate::identity::Role;
use crate::identity::service::{NewAccount, create_account};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::organisations::service as organisations;

/// Makes them. `password_hash` opens every account.
pub(super) fn found(stage: &mut Stage<'_>, password_hash: &str) -> Outcome<()> {
    let begin = at(1, 2, 8, 0);
    let root = body(json!({
        "id": PROVINCE, "code": "LDLD-LAI-CHAU", "name": "Liên đoàn Lao động tỉnh Lai Châu",
        "kind": "provincial_federation", "symbol": "LĐLĐ", "place": "Lai Châu", "established_on": "2004-01-01",
    }))?;
    organisations::create_root(stage.db, begin, root)?;
    stage.place("province", PROVINCE);
    for (username, role, display_name) in cast::PROVINCE {
        account(stage, username, role, display_name, PROVINCE, password_hash, begin)?;
    }
    unions(stage)?;
    people_of_unions(stage, password_hash)?;
    committees(stage)?;
    for code in numbers::INDICATORS {
        let found = indicator_by_code(stage.db, code)?;
        let id = found.ok_or_else(|| Problem::internal(format!("no indicator {code}")))?.id;
        stage.count_by(code, id);
    }
    Ok(())
}

fn account(
    stage: &mut Stage<'_>,
    username: &str,
    role: Role,
    display_name: &str,
    organisation_id: Uuid,
    password_hash: &str,
    now: Instant,
) -> Outcome<()> {
    let account = NewAccount {
        username: username.to_owned(),
        display_name: display_name.to_owned(),
        password_hash: password_hash.to_owned(),
        is_demo: true,
        role,
        organisation_id,
    };
    let user_id = create_account(stage.db, account, now)?;
    stage.enter(username, user_id, role, organisation_id);
    Ok(())
}

/// The administrator records the unions, those above first.
fn unions(stage: &mut Stage<'_>) -> Outcome<()> {
    let direct = cast::DIRECT.iter().map(|union| ("province", union));
    let below = cast::GRASSROOTS.iter().map(|(above, union)| (*above, union));
    for (minute, (above, union)) in (0..).zip(direct.chain(below)) {
        let parent = stage.organisation(above)?;
        let id = stage
            .act(cast::ADMINISTRATOR, at(1, 2, 9, minute), |w| {
                let Union { code, name, kind, symbol, place, since, .. } = union;
                let new = body(json!({
                    "code": code, "name": name, "kind": kind, "parent_id": parent, "symbol": symbol,
                    "place": place, "established_on": since,
                }))?;
                organisations::create(w, new)
            })?
            .id;
        stage.place(union.key, id);
    }
    Ok(())
}

/// Who writes and who sends for each union whose reports are part of the story; at some also who reviews.
fn people_of_unions(stage: &mut Stage<'_>, password_hash: &str) -> Outcome<()> {
    let mut number = cast::PROVINCE.len();
    for union in cast::with_people() {
        let organisation_id = stage.organisation(union.key)?;
        for &role in cast::roles_of(union) {
            number += 1;
            let (username, display_name) = (union.user(role), format!("Người Mẫu {number}"));
            account(stage, &username, role, &display_name, organisation_id, password_hash, at(1, 2, 10, 0))?;
        }
    }
    Ok(())
}

/// A committee of the province: kind, then title and name of each member.
type Committee = (&'static str, &'static [(&'static str, &'static str)]);

static COMMITTEES: [Committee; 3] = [
    (
        "executive_committee",
        &[
            ("chair", "Người Mẫu Chín"),
            ("vice_chair", cast::SIGNER),
            ("vice_chair", "Người Mẫu Mười"),
            ("member", "Người Mẫu Ba"),
            ("member", "Người Mẫu Bốn"),
            ("member", "Người Mẫu Năm"),
            ("member", "Người Mẫu Tám"),
        ],
    ),
    (
        "standing_committee",
        &[
            ("chair", "Người Mẫu Chín"),
            ("vice_chair", cast::SIGNER),
            ("vice_chair", "Người Mẫu Mười"),
            ("standing_member", "Người Mẫu Năm"),
        ],
    ),
    (
        "inspection_committee",
        &[("head", "Người Mẫu Năm"), ("deputy_head", "Người Mẫu Sáu"), ("member", "Người Mẫu Tám")],
    ),
];

/// The committees of the term 2023–2028, with made-up decisions.
fn committees(stage: &mut Stage<'_>) -> Outcome<()> {
    for (minute, (kind, members)) in (0..).zip(COMMITTEES) {
        let new = body(json!({"kind": kind, "term_from": "2023-10-10", "term_to": "2028-10-10"}))?;
        let committee = stage
            .act(cast::ADMINISTRATOR, at(1, 3, 8, minute), |w| {
                organisations::create_committee(w, PROVINCE, &new)
            })?
            .id;
        for (title, name) in members {
            let member = body(json!({
                "full_name": name, "title": title, "valid_from": "2023-10-10",
                "decision_number": "01/QĐ-MẪU", "decision_date": "2023-10-10",
            }))?;
            stage.act(cast::ADMINISTRATOR, at(1, 3, 8, minute), |w| {
                organisations::create_member(w, committee, member)
            })?;
        }
    }
    Ok(())
}
