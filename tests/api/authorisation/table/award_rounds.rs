//! Forms of award, emulation movements and award rounds.

use congdoan::identity::Action::{AwardDraft, AwardManage, AwardRoundRead, CodeListManage, OrganisationRead};
use congdoan::identity::Role::{Administrator, Clerk, Officer};
use serde_json::json;

use super::super::access::{list, names, record, signed_in};
use super::super::case::Case;
use super::super::stage::Stage;
use super::{Row, nothing, row};
use crate::awards::movements::{new_movement, register};
use crate::awards::{FORMS, MOVEMENTS, ROUNDS, new_form, new_round};
use crate::support::Answer;
use crate::support::world::{D1, P};

/// A form of the seed.
const FORM: &str = "01940000-0000-7009-8000-000000000004";

pub fn rows() -> Vec<Row> {
    forms().into_iter().chain(movements()).chain(rounds()).collect()
}

fn forms() -> Vec<Row> {
    let edited = || signed_in().may_at(CodeListManage, P);
    vec![
        row("list_award_forms", signed_in(), nothing),
        row("create_award_form", edited(), |s| async move {
            Case::new().with(new_form(&format!("form_{}", s.number())))
        }),
        row("read_award_form", signed_in(), form),
        row(
            "update_award_form",
            edited(),
            |s| async move { form(s).await.with(json!({"name_en": "Other"})) },
        ),
        row("read_award_form_history", signed_in(), form),
    ]
}

fn movements() -> Vec<Row> {
    let seen = || record(AwardRoundRead);
    let managed = || seen().may(AwardManage);
    let own = || seen().may(AwardDraft);
    vec![
        row("list_emulation_movements", list(AwardRoundRead), |s| async move {
            let movement = started(&s).await;
            Case::new().filter(format!("?q={}", movement.text_of("name"))).shows(movement.id())
        }),
        row("create_emulation_movement", names().may(AwardManage), |s| async move {
            Case::new().with(new_movement(D1, &name(&s)))
        }),
        row("read_emulation_movement", seen(), movement),
        row("update_emulation_movement", managed(), |s| async move {
            movement(s).await.with(json!({"ends_on": "2025-06-30"}))
        }),
        row("delete_emulation_movement", managed(), movement),
        row("read_emulation_movement_history", seen(), movement),
        row("list_movement_registrations", seen(), movement),
        row("create_movement_registration", own(), |s| async move {
            movement(s).await.with(json!({"organisation_id": D1}))
        }),
        row("read_movement_registration", seen(), registration),
        row("delete_movement_registration", own(), registration),
    ]
}

fn rounds() -> Vec<Row> {
    let seen = || record(AwardRoundRead);
    let managed = || seen().may(AwardManage);
    vec![
        row("list_award_rounds", list(AwardRoundRead), |s| async move {
            let round = opened(&s).await;
            Case::new().filter(format!("?q={}", round.text_of("name"))).shows(round.id())
        }),
        row("create_award_round", names().may(AwardManage), |s| async move {
            Case::new().with(new_round(D1, &name(&s), &[FORM]))
        }),
        row("read_award_round", seen(), round),
        row("update_award_round", managed(), |s| async move {
            round(s).await.with(json!({"closes_on": "2025-06-30"}))
        }),
        row("delete_award_round", managed(), round),
        row("read_award_round_history", seen(), round),
        row("list_council_candidates", record(OrganisationRead).may(AwardManage), |_| async {
            Case::new().filter(format!("?organisation_id={D1}"))
        }),
    ]
}

/// A name that no other record has.
fn name(s: &Stage) -> String {
    format!("khenthuong{:04}", s.number())
}

async fn form(s: Stage) -> Case {
    let body = new_form(&format!("form_{}", s.number()));
    Case::of(&s.at(P, Administrator).post(FORMS, body).await.expect(201))
}

/// A movement of D1.
async fn started(s: &Stage) -> Answer {
    s.at(D1, Clerk).post(MOVEMENTS, new_movement(D1, &name(s))).await.expect(201)
}

async fn movement(s: Stage) -> Case {
    Case::of(&started(&s).await)
}

async fn registration(s: Stage) -> Case {
    let movement = started(&s).await;
    Case::of(&register(s.at(D1, Officer), &movement, D1).await.expect(201))
}

/// A round of D1.
async fn opened(s: &Stage) -> Answer {
    s.at(D1, Clerk).post(ROUNDS, new_round(D1, &name(s), &[FORM])).await.expect(201)
}

async fn round(s: Stage) -> Case {
    Case::of(&opened(&s).await)
}
