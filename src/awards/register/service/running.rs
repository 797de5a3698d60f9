//! The steps of an import at work, each in a transaction of its own.

use std::collections::{HashMap, HashSet};

use chrono::{Duration, NaiveDate};
use serde_json::json;

use super::{AwardRow, AwardState};
use crate::awards::register::model::{
    AwardImportStatus, Checker, FaultCode, FormFacts, Good, Identity, Known, Table,
};
use crate::awards::register::store::{self, FaultRow, ImportRow, Progress};
use crate::db::{AnyConnection, dialect};
use crate::identity::policy::Action;
use crate::journal::{self, Entry};
use crate::kernel::clock::Instant;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Outcome, Problem};
use crate::kernel::text::fold;
use crate::organisations::service as organisations;
use crate::usecase::Writing;

/// An import of which nothing was heard for so long is not worked on any more; one that is says so more often.
const PATIENCE: Duration = Duration::seconds(20);
/// Two imports look for the same awards one after the other.
const LOCK: &[u8] = b"imports of awards";

/// An import at its start, and what looks at its rows.
pub(in crate::awards::register) fn start(
    db: &mut AnyConnection,
    id: Uuid,
    head: &[String],
    today: NaiveDate,
) -> Outcome<(ImportRow, Checker)> {
    let import = store::import_of(db, id)?;
    let known = known(db, import.organisation_id, today)?;
    Ok((import, Checker::new(known, head)))
}

/// What rows are checked against: two queries for all of them.
fn known(db: &mut AnyConnection, top: Uuid, today: NaiveDate) -> Outcome<Known> {
    let unions = organisations::codes_within(db, top)?.into_iter().collect();
    let mut forms: HashMap<String, Vec<FormFacts>> = HashMap::new();
    for (id, code, kind, authority, for_collectives, for_individuals, valid_from, valid_to) in
        store::every_form(db)?
    {
        let version = FormFacts {
            id,
            code: code.clone(),
            kind,
            authority,
            for_collectives,
            for_individuals,
            valid_from,
            valid_to,
        };
        forms.entry(code).or_default().push(version);
    }
    Ok(Known { unions, forms, today })
}

/// Looks at some of the rows.
pub(in crate::awards::register) fn piece(
    db: &mut AnyConnection,
    mut checker: Checker,
    table: &Table,
    rows: std::ops::Range<usize>,
) -> Outcome<Checker> {
    let good = checker.good.len();
    for (number, record) in table.rows.get(rows).unwrap_or_default() {
        checker.row(*number, record);
    }
    refuse_standing(db, &mut checker, good)?;
    Ok(checker)
}

/// Marks the good rows from `begin` on that stand in the register already.
fn refuse_standing(db: &mut AnyConnection, checker: &mut Checker, begin: usize) -> Outcome<()> {
    let new = checker.good.get(begin..).unwrap_or_default();
    let mut names: Vec<String> = new.iter().map(|good| good.identity.recipient.clone()).collect();
    names.sort_unstable();
    names.dedup();
    let codes: HashMap<Uuid, String> =
        store::every_form(db)?.into_iter().map(|form| (form.0, form.1)).collect();
    let standing: HashSet<Identity> = store::standing(db, &names)?
        .into_iter()
        .filter_map(|(organisation, kind, recipient, namesake, form, year, symbol)| {
            let form = codes.get(&form)?.clone();
            Some(Identity { organisation, kind, recipient, namesake, form, year, symbol: fold(&symbol) })
        })
        .collect();
    let twice: Vec<i32> =
        new.iter().filter(|good| standing.contains(&good.identity)).map(|good| good.row).collect();
    for row in twice {
        checker.fault(row, None, FaultCode::InRegister);
    }
    Ok(())
}

/// How far it has come, in numbers.
pub(in crate::awards::register) fn progress(
    status: AwardImportStatus,
    seen: usize,
    checker: &Checker,
) -> Outcome<Progress> {
    Ok(Progress {
        status,
        rows_checked: i32::try_from(seen).map_err(Problem::internal)?,
        bad_rows: i32::try_from(checker.bad_rows()).map_err(Problem::internal)?,
    })
}

/// Notes how far it has come. One that was given up meanwhile does not go on.
pub(in crate::awards::register) fn note(
    db: &mut AnyConnection,
    id: Uuid,
    progress: Progress,
    now: Instant,
) -> Outcome<()> {
    if store::note_progress(db, id, progress, now)? {
        return Ok(());
    }
    Err(Problem::internal("the import was given up already"))
}

/// Tells that an import is worked on, or waits its turn.
pub(in crate::awards::register) fn beat(db: &mut AnyConnection, id: Uuid, now: Instant) -> Outcome<()> {
    store::beat(db, id, now)
}

/// Ends an import that writes nothing: it was a dry run, or some row is bad.
pub(in crate::awards::register) fn finish(
    w: &mut Writing<'_>,
    import: &ImportRow,
    seen: usize,
    checker: &Checker,
) -> Outcome<()> {
    for (fault, position) in checker.faults.iter().zip(1..) {
        let row = FaultRow {
            import_id: import.id,
            position,
            row_number: fault.row,
            column_name: fault.column.clone(),
            code: fault.code.as_str().to_owned(),
        };
        store::insert_fault(w.db, &row)?;
    }
    let status = if checker.bad_rows() == 0 { AwardImportStatus::Done } else { AwardImportStatus::Refused };
    end(w, import, progress(status, seen, checker)?)
}

fn end(w: &mut Writing<'_>, import: &ImportRow, progress: Progress) -> Outcome<()> {
    let now = w.now;
    note(w.db, import.id, progress, now)?;
    w.record(
        Entry::new("award_import.finish", "award_import", import.id)
            .of(import.organisation_id)
            .states(import.status.as_str(), progress.status.as_str())
            .changes(json!({"rows_checked": progress.rows_checked, "bad_rows": progress.bad_rows})),
    );
    Ok(())
}

/// Enters every row. The rights and the register are looked at once more: both may have changed meanwhile.
pub(in crate::awards::register) fn write(
    w: &mut Writing<'_>,
    import: &ImportRow,
    seen: usize,
    mut checker: Checker,
) -> Outcome<()> {
    w.require(Action::AwardManage, import.organisation_id)?;
    dialect::lock(w.db, LOCK)?;
    refuse_standing(w.db, &mut checker, 0)?;
    if checker.bad_rows() > 0 {
        return finish(w, import, seen, &checker);
    }
    // Of one moment their ids are in no order; the register has them in the order of the file.
    let mut ids: Vec<Uuid> = checker.good.iter().map(|_| id::new(w.now)).collect();
    ids.sort_unstable();
    for (good, id) in std::mem::take(&mut checker.good).into_iter().zip(ids) {
        let row = award(good, id, import.id, w.now);
        store::insert(w.db, &row)?;
        w.record(
            Entry::new("award.enter", "award", row.id)
                .of(row.organisation_id)
                .changes(json!({"import_id": import.id})),
        );
    }
    end(w, import, progress(AwardImportStatus::Done, seen, &checker)?)
}

fn award(good: Good, id: Uuid, import: Uuid, now: Instant) -> AwardRow {
    AwardRow {
        id,
        organisation_id: good.identity.organisation,
        recipient_kind: good.identity.kind,
        recipient_name: good.name,
        recipient_folded: good.identity.recipient,
        recipient_title: good.title,
        workplace: good.workplace,
        namesake: good.identity.namesake,
        form_id: good.form.id,
        kind: good.form.kind,
        authority: good.form.authority,
        year: good.identity.year,
        symbol: good.symbol,
        decided_on: good.decided_on,
        signer_name: good.signer,
        reward_vnd: good.reward,
        decision_id: None,
        nomination_id: None,
        import_id: Some(import),
        state: AwardState::Valid,
        revocation_symbol: None,
        revoked_on: None,
        revocation_signer: None,
        revocation_reason: None,
        due_back_vnd: 0,
        paid_back_vnd: 0,
        version: 1,
        created_at: now,
        updated_at: now,
    }
}

/// Marks an import that was broken off.
pub(in crate::awards::register) fn break_off(db: &mut AnyConnection, id: Uuid, now: Instant) -> Outcome<()> {
    let row = store::import_of(db, id)?;
    interrupt(db, &row, now)
}

/// Marks an import that nobody works on any more. The system itself does, so no user stands in the journal.
fn interrupt(db: &mut AnyConnection, row: &ImportRow, now: Instant) -> Outcome<()> {
    let status = AwardImportStatus::Interrupted;
    let progress = Progress { status, rows_checked: row.rows_checked, bad_rows: row.bad_rows };
    if !store::note_progress(db, row.id, progress, now)? {
        return Ok(());
    }
    let said = Entry::new("award_import.interrupt", "award_import", row.id)
        .of(row.organisation_id)
        .states(row.status.as_str(), status.as_str());
    journal::append(db, &[said], now, None, None)
}

/// Marks imports that were cut off, at most `limit` of them; answers whether there may be more.
///
/// # Errors
/// The database's own.
pub(crate) fn interrupt_stuck(db: &mut AnyConnection, now: Instant, limit: i64) -> Outcome<bool> {
    interrupt_before(db, now - PATIENCE, now, limit)
}

/// The same before this server works on any. Where nobody else can work on the database, whatever runs was cut off.
///
/// # Errors
/// The database's own.
pub(crate) fn interrupt_left(db: &mut AnyConnection, now: Instant, limit: i64) -> Outcome<bool> {
    let patience = if dialect::is_alone(db) { Duration::zero() } else { PATIENCE };
    interrupt_before(db, now - patience, now, limit)
}

fn interrupt_before(db: &mut AnyConnection, before: Instant, now: Instant, limit: i64) -> Outcome<bool> {
    let stuck = store::stuck(db, before, limit)?;
    for row in &stuck {
        interrupt(db, row, now)?;
    }
    Ok(i64::try_from(stuck.len()).is_ok_and(|found| found == limit))
}
