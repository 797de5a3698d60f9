//! Rows as they are shown.

use crate::awards::nominations::dto::{AwardNominationDto, KnownAwardDto, KnownNominationDto};
use crate::awards::nominations::store::NominationRow;
use crate::awards::register::service::AwardRow;

/// A nomination.
pub(super) fn shown(row: NominationRow) -> AwardNominationDto {
    AwardNominationDto {
        id: row.id,
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        form_id: row.form_id,
        nominee_kind: row.nominee_kind,
        nominee_name: row.nominee_name,
        nominee_title: row.nominee_title,
        workplace: row.workplace,
        whole_organisation: row.whole_organisation,
        namesake: row.namesake,
        earlier_award_id: row.earlier_award_id,
        achievements: row.achievements,
        status: row.status,
        on_hold: row.on_hold,
        rank: row.rank,
        appraisal: row.appraisal,
        submitted_on: row.submitted_on,
        created_by: row.created_by,
        submitted_by: row.submitted_by,
        endorsed_by: row.endorsed_by,
        appraised_by: row.appraised_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// An award, in short.
pub(super) fn award(row: AwardRow) -> KnownAwardDto {
    KnownAwardDto {
        id: row.id,
        organisation_id: row.organisation_id,
        recipient_name: row.recipient_name,
        kind: row.kind,
        authority: row.authority,
        year: row.year,
        symbol: row.symbol,
        state: row.state,
    }
}

/// A nomination, in short.
pub(super) fn nomination(row: NominationRow) -> KnownNominationDto {
    KnownNominationDto {
        id: row.id,
        organisation_id: row.organisation_id,
        round_id: row.round_id,
        form_id: row.form_id,
        nominee_name: row.nominee_name,
        status: row.status,
    }
}
