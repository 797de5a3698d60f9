//! Rows of the register as they are shown.

use std::collections::HashMap;

use super::AwardRow;
use crate::awards::forms::store as forms;
use crate::awards::register::dto::{AwardDto, AwardImportDto, AwardRepaymentDto};
use crate::awards::register::store::{self, ImportRow, RepaymentRow};
use crate::db::AnyConnection;
use crate::kernel::hex::hex;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};

/// What the ids of awards stand for: codes and names of unions and of forms.
pub(super) struct Names {
    unions: HashMap<Uuid, (String, String)>,
    forms: HashMap<Uuid, (String, String)>,
}

impl Names {
    /// Those of these awards.
    pub(super) fn of(db: &mut AnyConnection, rows: &[AwardRow]) -> Outcome<Self> {
        let distinct = |mut ids: Vec<Uuid>| {
            ids.sort_unstable();
            ids.dedup();
            ids
        };
        let unions = distinct(rows.iter().map(|row| row.organisation_id).collect());
        let form_ids = distinct(rows.iter().map(|row| row.form_id).collect());
        let forms = forms::of_ids(db, &form_ids)?;
        Ok(Self {
            unions: store::unions(db, &unions)?,
            forms: forms.into_iter().map(|form| (form.id, (form.code, form.name_vi))).collect(),
        })
    }

    /// An award with them.
    pub(super) fn award(&self, row: AwardRow) -> Outcome<AwardDto> {
        let union = self.unions.get(&row.organisation_id).cloned();
        let form = self.forms.get(&row.form_id).cloned();
        let ((organisation_code, organisation_name), (form_code, form_name)) =
            union.zip(form).ok_or_else(|| Problem::internal("an award without its union or form"))?;
        Ok(AwardDto {
            id: row.id,
            organisation_id: row.organisation_id,
            organisation_code,
            organisation_name,
            recipient_kind: row.recipient_kind,
            recipient_name: row.recipient_name,
            recipient_title: row.recipient_title,
            workplace: row.workplace,
            namesake: row.namesake,
            form_id: row.form_id,
            form_code,
            form_name,
            kind: row.kind,
            authority: row.authority,
            year: row.year,
            symbol: row.symbol,
            decided_on: row.decided_on,
            signer_name: row.signer_name,
            reward_vnd: row.reward_vnd,
            decision_id: row.decision_id,
            nomination_id: row.nomination_id,
            import_id: row.import_id,
            state: row.state,
            revocation_symbol: row.revocation_symbol,
            revoked_on: row.revoked_on,
            revocation_signer: row.revocation_signer,
            due_back_vnd: row.due_back_vnd,
            paid_back_vnd: row.paid_back_vnd,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        })
    }
}

pub(super) fn awards(db: &mut AnyConnection, rows: Vec<AwardRow>) -> Outcome<Vec<AwardDto>> {
    let names = Names::of(db, &rows)?;
    rows.into_iter().map(|row| names.award(row)).collect()
}

pub(super) fn award(db: &mut AnyConnection, row: AwardRow) -> Outcome<AwardDto> {
    let names = Names::of(db, std::slice::from_ref(&row))?;
    names.award(row)
}

pub(super) fn repayment(row: RepaymentRow) -> AwardRepaymentDto {
    AwardRepaymentDto {
        id: row.id,
        award_id: row.award_id,
        amount_vnd: row.amount_vnd,
        paid_on: row.paid_on,
        voucher: row.voucher,
        created_by: row.created_by,
        version: 1,
        created_at: row.created_at,
    }
}

pub(super) fn import(row: ImportRow) -> AwardImportDto {
    AwardImportDto {
        id: row.id,
        organisation_id: row.organisation_id,
        dry_run: row.dry_run,
        status: row.status,
        sha256: hex(&row.sha256),
        row_count: row.row_count,
        rows_checked: row.rows_checked,
        bad_rows: row.bad_rows,
        created_by: row.created_by,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}
