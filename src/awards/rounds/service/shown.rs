//! Rows as they are shown and as the journal tells of them.

use std::collections::HashSet;

use serde_json::{Value, json};

use crate::awards::rounds::dto::{AwardQuotaDto, AwardRoundDto, AwardRoundSummaryDto, CouncilMemberDto};
use crate::awards::rounds::store::{self, CouncilMemberRow, QuotaRow, RoundFormRow, RoundRow};
use crate::db::AnyConnection;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::usecase::Reading;

/// What belongs to a round, each in its order.
#[derive(Clone, Default)]
pub(super) struct Parts {
    pub(super) forms: Vec<RoundFormRow>,
    pub(super) quotas: Vec<QuotaRow>,
    pub(super) council: Vec<CouncilMemberRow>,
}

impl Parts {
    /// Of this round.
    pub(super) fn of(db: &mut AnyConnection, round: Uuid) -> Outcome<Self> {
        Ok(Self {
            forms: store::forms_of(db, &[round])?,
            quotas: store::quotas_of(db, round)?,
            council: store::council_of(db, round)?,
        })
    }

    /// The ids of the forms.
    pub(super) fn form_ids(&self) -> Vec<Uuid> {
        self.forms.iter().map(|form| form.form_id).collect()
    }
}

/// A round in whole. What is used of its quotas is told to who sees the nominations of their organisations, and of those
/// on the caller's own line: it tells when others are put forward.
pub(super) fn whole(r: &mut Reading<'_>, row: RoundRow, parts: Parts) -> Outcome<AwardRoundDto> {
    let scope = r.who.scope(Action::AwardRead);
    let seen = store::quotas_seen(r.db, &scope, row.id)?;
    Ok(AwardRoundDto {
        summary: summary(row, parts.form_ids()),
        quotas: parts.quotas.into_iter().map(|one| quota(one, &seen)).collect(),
        council: parts.council.into_iter().map(member).collect(),
    })
}

/// A round in short.
pub(super) fn summary(row: RoundRow, forms: Vec<Uuid>) -> AwardRoundSummaryDto {
    AwardRoundSummaryDto {
        forms,
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

fn quota(row: QuotaRow, seen: &HashSet<Uuid>) -> AwardQuotaDto {
    let used = seen.contains(&row.id).then_some(row.used);
    AwardQuotaDto {
        form_id: row.form_id,
        organisation_id: row.organisation_id,
        maximum: row.maximum,
        members: row.members,
        share_basis_points: row.share_basis_points,
        used,
        left: used.map(|used| row.maximum.saturating_sub(used)),
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
