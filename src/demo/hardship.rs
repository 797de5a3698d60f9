//! Hardship support: the province's programme of 2025, nine dossiers of three unions, one decision of 29 million đồng.
//! Every person in it is made up; the citizen ids have the right form and belong to nobody.

use serde_json::{Value, json};

use super::PROVINCE;
use super::cast::{self, CHAIR};
use super::stage::{Stage, at, body};
use crate::hardship::applications::service as applications;
use crate::hardship::decisions::service as decisions;
use crate::hardship::programmes::service as programmes;
use crate::hardship::surveys::service as surveys;
use crate::identity::Role;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

const APPRAISER: &str = "province.appraiser";
const APPROVER: &str = "province.approver";
const ACCOUNTANT: &str = "province.accountant";

const ILLNESS: &str = "critical_illness";
const INFERTILITY: &str = "infertility_treatment";

/// Whom a dossier is for and what is given.
struct Dossier {
    /// The union that files it.
    union: &'static str,
    category: &'static str,
    name: &'static str,
    /// The member whose child it is.
    member: Option<&'static str>,
    citizen_id: Option<&'static str>,
    birth_date: &'static str,
    asked: i64,
    given: i64,
}

const fn of_member(
    union: &'static str,
    category: &'static str,
    name: &'static str,
    (citizen_id, birth_date): (&'static str, &'static str),
    (asked, given): (i64, i64),
) -> Dossier {
    Dossier { union, category, name, member: None, citizen_id: Some(citizen_id), birth_date, asked, given }
}

const fn of_child(
    union: &'static str,
    name: &'static str,
    member: &'static str,
    birth_date: &'static str,
    (asked, given): (i64, i64),
) -> Dossier {
    Dossier {
        union,
        category: ILLNESS,
        name,
        member: Some(member),
        citizen_id: None,
        birth_date,
        asked,
        given,
    }
}

/// Five critical illnesses, two of them of members' children, and four infertility treatments: 29 million đồng.
#[rustfmt::skip]
static DOSSIERS: [Dossier; 9] = [
    of_member("pt-truong", ILLNESS, "Người Mẫu Hồ Sơ Một", ("012085000001", "1985-03-02"), (5_000_000, 5_000_000)),
    of_child("pt-truong", "Người Mẫu Hồ Sơ Hai", "Người Mẫu Đoàn Viên Hai", "2016-07-11", (5_000_000, 4_000_000)),
    of_member("pt-truong", INFERTILITY, "Người Mẫu Hồ Sơ Ba", ("012190000003", "1990-09-23"), (3_000_000, 3_000_000)),
    of_member("tp-cho", ILLNESS, "Người Mẫu Hồ Sơ Bốn", ("012078000004", "1978-12-30"), (5_000_000, 5_000_000)),
    of_child("tp-cho", "Người Mẫu Hồ Sơ Năm", "Người Mẫu Đoàn Viên Năm", "2019-01-19", (4_000_000, 3_000_000)),
    of_member("tp-cho", INFERTILITY, "Người Mẫu Hồ Sơ Sáu", ("012192000006", "1992-05-14"), (3_000_000, 2_000_000)),
    of_member("vc-so", ILLNESS, "Người Mẫu Hồ Sơ Bảy", ("012183000007", "1983-08-08"), (4_000_000, 3_000_000)),
    of_member("vc-so", INFERTILITY, "Người Mẫu Hồ Sơ Tám", ("012191000008", "1991-02-27"), (2_000_000, 2_000_000)),
    of_member("vc-so", INFERTILITY, "Người Mẫu Hồ Sơ Chín", ("012089000009", "1989-11-05"), (2_000_000, 2_000_000)),
];

/// Who reads a dossier after its union: the chair of the union above.
fn above(dossier: &Dossier) -> String {
    let above = cast::GRASSROOTS.iter().find(|(_, union)| union.key == dossier.union);
    above.map_or_else(|| CHAIR.to_owned(), |(above, _)| format!("{above}.{}", Role::Chair.as_str()))
}

fn by(dossier: &Dossier, role: Role) -> String {
    format!("{}.{}", dossier.union, role.as_str())
}

/// January: the accountant sets the programme up, with a norm for each of its two categories.
pub(super) fn set_up(stage: &mut Stage<'_>) -> Outcome<Uuid> {
    let now = at(1, 6, 8, 0);
    let new = body(json!({
        "organisation_id": PROVINCE, "year": 2025, "name": "Hỗ trợ đoàn viên có hoàn cảnh khó khăn năm 2025",
        "legal_basis": "Nghị quyết mẫu của Ban Chấp hành Liên đoàn Lao động tỉnh", "ceiling_vnd": 300_000_000,
        "opens_on": "2025-01-02", "closes_on": "2025-12-31",
        "funds": [{"name": "Quỹ mẫu hỗ trợ đoàn viên", "amount_vnd": 300_000_000}],
    }))?;
    let programme = stage.act(ACCOUNTANT, now, |w| programmes::create(w, new))?.id;
    for (category, maximum) in [(ILLNESS, 5_000_000), (INFERTILITY, 3_000_000)] {
        let norm = body(json!({
            "category": category, "maximum_vnd": maximum, "legal_basis": "Nghị quyết mẫu", "valid_from": "2025-01-01",
        }))?;
        stage.act(ACCOUNTANT, now, |w| programmes::create_norm(w, programme, norm))?;
    }
    Ok(programme)
}

/// February: from nine dossiers on the 3rd to the decision on the 5th; the first five are paid on the 6th.
pub(super) fn tell(stage: &mut Stage<'_>, programme: Uuid) -> Outcome<()> {
    let mut filed = Vec::new();
    for (minute, dossier) in (0..).zip(&DOSSIERS) {
        filed.push((dossier, begin(stage, at(2, 3, 10, minute), programme, dossier)?));
    }
    for (minute, (dossier, id)) in (0..).zip(&filed) {
        let version = 1;
        stage.act(&by(dossier, Role::Chair), at(2, 3, 14, minute), |w| {
            applications::submit(w, *id, version)
        })?;
    }
    for (minute, (dossier, id)) in (0..).zip(&filed) {
        let opinion = body(json!({"opinion": "Đúng như hồ sơ mẫu."}))?;
        stage.act(&above(dossier), at(2, 4, 8, minute), |w| {
            let version = applications::read(w, *id)?.version;
            applications::endorse(w, *id, version, opinion)
        })?;
    }
    for (minute, (dossier, id)) in (0..).zip(&filed) {
        let found = body(json!({"opinion": "Đủ điều kiện.", "proposed_vnd": dossier.given}))?;
        stage.act(APPRAISER, at(2, 4, 14, minute), |w| {
            let version = applications::read(w, *id)?.version;
            applications::appraise(w, *id, version, found)
        })?;
    }
    let lines = decide(stage, programme, &filed)?;
    pay(stage, lines.get(..5).unwrap_or_default())?;
    survey(stage)
}

fn begin(stage: &mut Stage<'_>, now: Instant, programme: Uuid, dossier: &Dossier) -> Outcome<Uuid> {
    let new = body(json!({
        "organisation_id": stage.organisation(dossier.union)?, "programme_id": programme,
        "category": dossier.category, "relation": if dossier.member.is_some() { "child" } else { "member" },
        "beneficiary_name": dossier.name, "member_name": dossier.member, "citizen_id": dossier.citizen_id,
        "birth_date": dossier.birth_date, "address": "Bản Mẫu, xã Mẫu", "circumstances": "Hoàn cảnh mẫu.",
        "requested_vnd": dossier.asked,
    }))?;
    Ok(stage.act(&by(dossier, Role::Officer), now, |w| applications::create(w, new))?.id)
}

/// The approver puts all nine into one decision and signs it.
fn decide(stage: &mut Stage<'_>, programme: Uuid, filed: &[(&Dossier, Uuid)]) -> Outcome<Vec<Uuid>> {
    let new = body(json!({
        "programme_id": programme, "title": "Về việc hỗ trợ đoàn viên, con đoàn viên có hoàn cảnh khó khăn",
        "legal_bases": "Căn cứ Nghị quyết mẫu của Ban Chấp hành Liên đoàn Lao động tỉnh;",
        "signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ",
        "signer_position": "PHÓ CHỦ TỊCH", "signer_name": cast::SIGNER,
    }))?;
    let decision = stage.act(APPROVER, at(2, 5, 8, 0), |w| decisions::create(w, new))?.id;
    let line = |(dossier, id): &(&Dossier, Uuid)| json!({"application_id": id, "amount_vnd": dossier.given});
    let lines: Vec<Value> = filed.iter().map(line).collect();
    let lines = body(json!({ "lines": lines }))?;
    let added = stage.act(APPROVER, at(2, 5, 8, 30), |w| decisions::add(w, decision, lines))?;
    let nothing = body(json!({}))?;
    stage.act(APPROVER, at(2, 5, 9, 0), |w| decisions::sign(w, decision, added.decision_version, nothing))?;
    Ok(added.items.into_iter().map(|line| line.id).collect())
}

fn pay(stage: &mut Stage<'_>, lines: &[Uuid]) -> Outcome<()> {
    for (minute, line) in (1..).zip(lines) {
        let paid = body(json!({
            "paid_on": "2025-02-05", "voucher": format!("PC-MẪU-{minute}"), "payer": "Người Mẫu Tám", "method": "cash",
        }))?;
        stage.act(ACCOUNTANT, at(2, 5, 15, minute), |w| {
            let version = decisions::read_line(w, *line)?.version;
            decisions::disburse(w, *line, version, paid)
        })?;
    }
    Ok(())
}

/// Two families in housing difficulty that were found on the way.
fn survey(stage: &mut Stage<'_>) -> Outcome<()> {
    for (union, name, condition, work, estimate) in [
        ("pt-xa", "Người Mẫu Nhà Một", "makeshift", "house_building", 60_000_000),
        ("tp-cho", "Người Mẫu Nhà Hai", "dilapidated", "house_repair", 25_000_000),
    ] {
        let found = body(json!({
            "organisation_id": stage.organisation(union)?, "year": 2025, "householder_name": name,
            "condition": condition, "work": work, "estimate_vnd": estimate, "surveyed_on": "2025-02-05",
        }))?;
        stage.act(&format!("{union}.officer"), at(2, 5, 16, 0), |w| surveys::create(w, found))?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn nine_dossiers_of_three_unions_are_given_29_million() {
        let unions: std::collections::BTreeSet<_> = DOSSIERS.iter().map(|dossier| dossier.union).collect();
        assert_eq!((DOSSIERS.len(), unions.len()), (9, 3));
        assert_eq!(DOSSIERS.iter().map(|dossier| dossier.given).sum::<i64>(), 29_000_000);
    }
}
