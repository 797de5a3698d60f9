//! Rows as they are shown and as the journal tells of them.

use serde_json::{Value, json};

use crate::awards::rounds::dto::{AwardQuotaDto, AwardRoundDto, CouncilMemberDto};
use crate::awards::rounds::store::{self, CouncilMemberRow, QuotaRow, RoundFormRow, RoundRow};
use crate::db::AnyConnection;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;

/// What belongs to rounds, each in its order.
#[derive(Clone, Default)]
pub(super) struct Parts {
    pub(super) forms: Vec<RoundFormRow>,
    pub(super) quotas: Vec<QuotaRow>,
    pub(super) council: Vec<CouncilMemberRow>,
}

impl Parts {
    /// Of these rounds.
    pub(super) fn of(db: &mut AnyConnection, rounds: &[Uuid]) -> Outcome<Self> {
        Ok(Self {
            forms: store::forms_of(db, rounds)?,
            quotas: store::quotas_of(db, rounds)?,
            council: store::council_of(db, rounds)?,
        })
    }

    /// Those of one round.
    pub(super) fn take(&mut self, round: Uuid) -> Self {
        Self {
            forms: self.forms.extract_if(.., |one| one.round_id == round).collect(),
            quotas: self.quotas.extract_if(.., |one| one.round_id == round).collect(),
            council: self.council.extract_if(.., |one| one.round_id == round).collect(),
        }
    }

    /// The ids of the forms.
    pub(super) fn form_ids(&self) -> Vec<Uuid> {
        self.forms.iter().map(|form| form.form_id).collect()
    }
}

pub(super) fn shown(row: RoundRow, parts: Parts) -> AwardRoundDto {
    AwardRoundDto {
        forms: parts.form_ids(),
        quotas: parts.quotas.into_iter().map(quota).collect(),
        council: parts.council.into_iter().map(member).collect(),
        id: row.id,
        organisation_id: row.organisation_id,
        year: row.year,
        name: row.name,
        movement_id: row.movement_id,
        opens_on: row.opens_on,
        closes_on: row.closes_on,
        created_by: row.created_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

const fn quota(row: QuotaRow) -> AwardQuotaDto {
    AwardQuotaDto {
        form_id: row.form_id,
        organisation_id: row.organisation_id,
        maximum: row.maximum,
        members: row.members,
        share_basis_points: row.share_basis_points,
        used: row.used,
        left: row.maximum.saturating_sub(row.used),
    }
}

fn member(row: CouncilMemberRow) -> CouncilMemberDto {
    CouncilMemberDto { user_id: row.user_id, name: row.name, function: row.function }
}

pub(super) fn entry(action: &'static str, row: &RoundRow, parts: &Parts) -> Entry {
    let quota = |one: &QuotaRow| {
        json!({
            "form_id": one.form_id, "organisation_id": one.organisation_id, "maximum": one.maximum,
            "members": one.members, "share_basis_points": one.share_basis_points,
        })
    };
    let member = |one: &CouncilMemberRow| json!({"user_id": one.user_id, "function": one.function});
    let quotas: Vec<Value> = parts.quotas.iter().map(quota).collect();
    let council: Vec<Value> = parts.council.iter().map(member).collect();
    Entry::new(action, "award_round", row.id).of(row.organisation_id).changes(json!({
        "name": row.name, "year": row.year, "movement_id": row.movement_id, "opens_on": row.opens_on,
        "closes_on": row.closes_on, "forms": parts.form_ids(), "quotas": quotas, "council": council,
    }))
}
