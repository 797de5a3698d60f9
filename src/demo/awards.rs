//! Awards for the achievements of 2024: a movement with its unions, and a round in which twelve unions put 8 collectives
//! and 13 persons forward to two authorities. Every nominee but the unions themselves is made up.

use serde_json::{Value, json};

use super::PROVINCE;
use super::cast::{self, CHAIR, CLERK};
use super::stage::{Stage, at, body};
use crate::awards::council::service as council;
use crate::awards::forms::service as forms;
use crate::awards::movements::service as movements;
use crate::awards::nominations::service as nominations;
use crate::awards::rounds::service as rounds;
use crate::awards::submissions::service as submissions;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

const APPRAISER: &str = "province.appraiser";
const APPROVER: &str = "province.approver";

/// Who votes, and as what.
const COUNCIL: [(&str, &str); 6] = [
    (CHAIR, "chair"),
    (CLERK, "secretary"),
    ("province.officer", "member"),
    ("province.inspector", "member"),
    ("province.appraiser", "member"),
    ("province.accountant", "member"),
];

const FLAG_PROVINCE: &str = "emulation_flag_peoples_committee";
const FLAG_CONFEDERATION: &str = "emulation_flag_confederation";
const MERIT_PROVINCE: &str = "certificate_of_merit_peoples_committee";
const MERIT_CONFEDERATION: &str = "certificate_of_merit_confederation";

/// The two authorities with what they are asked for.
const AUTHORITIES: [(&str, &str); 2] = [
    ("peoples_committee", "Về việc đề nghị Chủ tịch Ủy ban nhân dân tỉnh khen thưởng năm 2024"),
    ("confederation", "Về việc đề nghị Tổng Liên đoàn khen thưởng năm 2024"),
];

/// Who is put forward for what.
struct Nominee {
    /// The union that nominates.
    union: &'static str,
    form: &'static str,
    who: Who,
}

enum Who {
    /// The union itself.
    Union,
    /// A unit of it.
    Unit(&'static str),
    /// A person, with what they are.
    Person(&'static str, &'static str),
}

const fn nominee(union: &'static str, form: &'static str, who: Who) -> Nominee {
    Nominee { union, form, who }
}

#[rustfmt::skip]
static NOMINEES: [Nominee; 21] = [
    nominee("than-uyen", FLAG_PROVINCE, Who::Union),
    nominee("tam-duong", FLAG_CONFEDERATION, Who::Union),
    nominee("thanh-pho", MERIT_PROVINCE, Who::Union),
    nominee("phong-tho", MERIT_PROVINCE, Who::Unit("Ban Nữ công Mẫu Một")),
    nominee("giao-duc", MERIT_PROVINCE, Who::Unit("Tổ công đoàn Mẫu Hai")),
    nominee("sin-ho", MERIT_CONFEDERATION, Who::Union),
    nominee("y-te", MERIT_CONFEDERATION, Who::Union),
    nominee("tan-uyen", MERIT_CONFEDERATION, Who::Unit("Tổ công đoàn Mẫu Ba")),
    nominee("phong-tho", MERIT_PROVINCE, Who::Person("Người Mẫu Khen Một", "Chủ tịch công đoàn cơ sở")),
    nominee("sin-ho", MERIT_PROVINCE, Who::Person("Người Mẫu Khen Hai", "Ủy viên Ban Chấp hành")),
    nominee("muong-te", MERIT_PROVINCE, Who::Person("Người Mẫu Khen Ba", "Giáo viên")),
    nominee("nam-nhun", MERIT_PROVINCE, Who::Person("Người Mẫu Khen Bốn", "Chuyên viên")),
    nominee("cong-thuong", MERIT_PROVINCE, Who::Person("Người Mẫu Khen Năm", "Công nhân")),
    nominee("vien-chuc", MERIT_PROVINCE, Who::Person("Người Mẫu Khen Sáu", "Chuyên viên")),
    nominee("tam-duong", MERIT_CONFEDERATION, Who::Person("Người Mẫu Khen Bảy", "Chủ tịch công đoàn cơ sở")),
    nominee("tan-uyen", MERIT_CONFEDERATION, Who::Person("Người Mẫu Khen Tám", "Công nhân")),
    nominee("than-uyen", MERIT_CONFEDERATION, Who::Person("Người Mẫu Khen Chín", "Giáo viên")),
    nominee("thanh-pho", MERIT_CONFEDERATION, Who::Person("Người Mẫu Khen Mười", "Ủy viên Ban Chấp hành")),
    nominee("giao-duc", MERIT_CONFEDERATION, Who::Person("Người Mẫu Khen Mười Một", "Giáo viên")),
    nominee("y-te", MERIT_CONFEDERATION, Who::Person("Người Mẫu Khen Mười Hai", "Bác sĩ")),
    nominee("cong-thuong", MERIT_CONFEDERATION, Who::Person("Người Mẫu Khen Mười Ba", "Công nhân")),
];

/// What the council has approved.
pub(super) struct Approved {
    round: Uuid,
    /// Each nominee's nomination, in their order.
    nominations: Vec<Uuid>,
}

/// January: the movement of the year, then the round from its opening to the session of its council.
pub(super) fn nominate(stage: &mut Stage<'_>) -> Outcome<Approved> {
    launch(stage)?;
    let round = open(stage)?;
    let mut all = Vec::new();
    for (minute, nominee) in (0..).zip(&NOMINEES) {
        all.push(put_forward(stage, minute, round.0, form(&round.1, nominee.form)?, nominee)?);
    }
    for (minute, (nominee, id)) in (0..).zip(NOMINEES.iter().zip(&all)) {
        let chair = format!("{}.chair", nominee.union);
        stage.act(&chair, at(1, 15, 8, minute), |w| nominations::submit(w, *id, 1))?;
    }
    for (minute, (nominee, id)) in (0..).zip(NOMINEES.iter().zip(&all)) {
        endorse(stage, minute, nominee, *id)?;
    }
    for (minute, id) in (0..).zip(&all) {
        appraise(stage, minute, *id)?;
    }
    vote(stage, round.0, &all)?;
    Ok(Approved { round: round.0, nominations: all })
}

/// The movement of 2025, and the unions that take part from the first day.
fn launch(stage: &mut Stage<'_>) -> Outcome<()> {
    let new = body(json!({
        "organisation_id": PROVINCE, "name": "Phong trào thi đua mẫu năm 2025", "starts_on": "2025-01-02",
        "ends_on": "2025-12-31", "criteria": "Có kế hoạch, có kết quả đo được, có báo cáo cuối năm.",
    }))?;
    let movement = stage.act(CLERK, at(1, 7, 8, 0), |w| movements::create(w, new))?.summary.id;
    for (minute, union) in (0..).zip(&cast::DIRECT) {
        let own = body(json!({"organisation_id": stage.organisation(union.key)?}))?;
        let officer = format!("{}.officer", union.key);
        stage.act(&officer, at(1, 7, 9, minute), |w| movements::register(w, movement, own))?;
    }
    Ok(())
}

/// The round for 2024 with a quota for each of its forms, and its council.
fn open(stage: &mut Stage<'_>) -> Outcome<(Uuid, Vec<(String, Uuid)>)> {
    let now = at(1, 8, 8, 0);
    let known = forms::coded(stage.reading(CLERK, now)?.db)?;
    let quota =
        |(code, maximum): (&str, i32)| Ok(json!({"form_id": form(&known, code)?, "maximum": maximum}));
    let quotas: Vec<Value> =
        [(FLAG_PROVINCE, 1), (FLAG_CONFEDERATION, 1), (MERIT_PROVINCE, 10), (MERIT_CONFEDERATION, 10)]
            .into_iter()
            .map(quota)
            .collect::<Outcome<_>>()?;
    let mut members = Vec::new();
    for (user, function) in COUNCIL {
        let user = stage.reading(user, now)?.who.user_id;
        members.push(json!({"user_id": user, "function": function}));
    }
    let of_round: Vec<&Value> = quotas.iter().filter_map(|quota| quota.get("form_id")).collect();
    let new = body(json!({
        "organisation_id": PROVINCE, "year": 2024, "name": "Khen thưởng thành tích năm 2024", "opens_on": "2025-01-08",
        "closes_on": "2025-01-24", "forms": of_round, "quotas": quotas, "council": members,
    }))?;
    Ok((stage.act(CLERK, now, |w| rounds::create(w, new))?.summary.id, known))
}

fn form(known: &[(String, Uuid)], code: &str) -> Outcome<Uuid> {
    let found = known.iter().find(|(known, _)| known == code).map(|(_, id)| *id);
    found.ok_or_else(|| Problem::internal(format!("the demo knows no form {code}")))
}

/// The union's officer writes a nomination.
fn put_forward(
    stage: &mut Stage<'_>,
    minute: u32,
    round: Uuid,
    form: Uuid,
    nominee: &Nominee,
) -> Outcome<Uuid> {
    let mut new = json!({
        "organisation_id": stage.organisation(nominee.union)?, "round_id": round, "form_id": form,
        "nominee_kind": "collective", "achievements": "Hoàn thành xuất sắc nhiệm vụ năm 2024, theo báo cáo mẫu.",
    });
    let more = match nominee.who {
        Who::Union => json!({"whole_organisation": true}),
        Who::Unit(name) => json!({"nominee_name": name}),
        Who::Person(name, title) => json!({
            "nominee_kind": "individual", "nominee_name": name, "nominee_title": title, "workplace": "Đơn vị mẫu",
        }),
    };
    if let (Some(new), Value::Object(more)) = (new.as_object_mut(), more) {
        new.extend(more);
    }
    let new = body(new)?;
    let officer = format!("{}.officer", nominee.union);
    Ok(stage.act(&officer, at(1, 13, 8, minute), |w| nominations::create(w, new))?.summary.id)
}

/// The province's chair ranks what a union puts forward for a form in the order in which it came.
fn endorse(stage: &mut Stage<'_>, minute: u32, nominee: &Nominee, id: Uuid) -> Outcome<()> {
    let same = |other: &&Nominee| other.union == nominee.union && other.form == nominee.form;
    let rank =
        NOMINEES.iter().filter(same).position(|other| std::ptr::eq(other, nominee)).unwrap_or_default() + 1;
    let ranked = body(json!({"rank": rank}))?;
    stage.act(CHAIR, at(1, 20, 8, minute), |w| {
        let version = nominations::read(w, id)?.summary.version;
        nominations::endorse(w, id, version, ranked)
    })?;
    Ok(())
}

/// The appraiser gives an opinion.
fn appraise(stage: &mut Stage<'_>, minute: u32, id: Uuid) -> Outcome<()> {
    let opinion = body(json!({"appraisal": "favourable", "opinion": "Đủ điều kiện theo hồ sơ mẫu."}))?;
    stage.act(APPRAISER, at(1, 21, 8, minute), |w| {
        let version = nominations::read(w, id)?.summary.version;
        nominations::appraise(w, id, version, opinion)
    })?;
    Ok(())
}

/// The council meets; one member is absent.
fn vote(stage: &mut Stage<'_>, round: Uuid, all: &[Uuid]) -> Outcome<()> {
    let new = body(json!({"round_id": round, "nomination_ids": all, "ballot": "totals"}))?;
    let session = stage.act(CLERK, at(1, 22, 8, 0), |w| council::create(w, new))?;
    let votes: Vec<Value> = all
        .iter()
        .map(|id| json!({"nomination_id": id, "votes_for": 5, "votes_against": 0, "abstained": 0, "in_writing": 0}))
        .collect();
    let held = body(json!({
        "held_on": "2025-01-22", "present": 5, "minutes": "Biên bản mẫu của Hội đồng.", "votes": votes,
    }))?;
    stage.act(APPROVER, at(1, 22, 15, 0), |w| council::conclude(w, session.id, session.version, held))?;
    Ok(())
}

/// February: a submission to each authority, signed on the 10th.
pub(super) fn submit(stage: &mut Stage<'_>, approved: &Approved) -> Outcome<()> {
    for (minute, (authority, title)) in (0..).map(|step| step * 10).zip(AUTHORITIES) {
        let asked = NOMINEES
            .iter()
            .zip(&approved.nominations)
            .filter(|(nominee, _)| nominee.form.ends_with(authority));
        let ids: Vec<Uuid> = asked.map(|(_, id)| *id).collect();
        let new = body(json!({
            "round_id": approved.round, "authority": authority, "nomination_ids": ids, "title": title,
            "legal_bases": "Căn cứ Luật Thi đua, khen thưởng năm 2022;",
            "signing_capacity": "on_behalf_of_committee", "signing_body": "BAN THƯỜNG VỤ",
            "signer_position": "PHÓ CHỦ TỊCH", "signer_name": cast::SIGNER,
        }))?;
        let draft = stage.act(CLERK, at(2, 10, 7, minute), |w| submissions::create(w, new))?;
        let nothing = body(json!({}))?;
        stage.act(APPROVER, at(2, 10, 7, minute + 5), |w| {
            submissions::sign(w, draft.id, draft.version, nothing)
        })?;
    }
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn eight_collectives_and_thirteen_persons_are_put_forward_to_two_authorities() {
        let persons = NOMINEES.iter().filter(|nominee| matches!(nominee.who, Who::Person(..))).count();
        assert_eq!((NOMINEES.len() - persons, persons), (8, 13));
        let to =
            |authority: &str| NOMINEES.iter().filter(|nominee| nominee.form.ends_with(authority)).count();
        assert_eq!(AUTHORITIES.map(|(authority, _)| to(authority)), [10, 11]);
    }
}
