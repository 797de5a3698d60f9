//! Rows as they are shown.

use chrono::NaiveDate;

use crate::organisations::dto::{
    AncestorDto, CommitteeDto, CommitteeMemberDto, OrganisationDto, OrganisationPeriodDto,
};
use crate::organisations::store::OrganisationRow;
use crate::organisations::store::committees::{CommitteeRow, MemberRow};
use crate::organisations::store::periods::PeriodRow;

impl OrganisationDto {
    pub(super) fn of(row: OrganisationRow, as_of: Option<NaiveDate>) -> Self {
        Self {
            id: row.id,
            code: row.code,
            name: row.name,
            kind: row.kind,
            kind_label: row.kind.label_vi(),
            parent_id: row.parent_id,
            symbol: row.symbol,
            place: row.place,
            status: row.status,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
            as_of,
        }
    }
}

impl From<OrganisationRow> for AncestorDto {
    fn from(row: OrganisationRow) -> Self {
        Self { id: row.id, name: row.name, kind: row.kind, kind_label: row.kind.label_vi() }
    }
}

impl From<PeriodRow> for OrganisationPeriodDto {
    fn from(row: PeriodRow) -> Self {
        Self {
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            name: row.name,
            kind: row.kind,
            kind_label: row.kind.label_vi(),
            parent_id: row.parent_id,
            decision_number: row.decision_number,
            decision_date: row.decision_date,
        }
    }
}

impl From<CommitteeRow> for CommitteeDto {
    fn from(row: CommitteeRow) -> Self {
        Self {
            id: row.id,
            organisation_id: row.organisation_id,
            kind: row.kind,
            kind_label: row.kind.label_vi(),
            term_from: row.term_from,
            term_to: row.term_to,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl From<MemberRow> for CommitteeMemberDto {
    fn from(row: MemberRow) -> Self {
        Self {
            id: row.id,
            committee_id: row.committee_id,
            full_name: row.full_name,
            title: row.title,
            title_label: row.title.label_vi(),
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            decision_number: row.decision_number,
            decision_date: row.decision_date,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}
