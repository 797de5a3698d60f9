//! Changing an organisation: its name, kind or parent from a day on, its symbol and place at once.

use chrono::NaiveDate;
use serde_json::{Map, Value, json};

use super::create::{check_parent, misplaced, too_deep};
use super::{no_such_parent, not_in_future, reading};
use crate::db::AnyConnection;
use crate::identity::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::period::check_date;
use crate::kernel::problem::{Outcome, Problem, Violation};
use crate::kernel::text::{Line, fold};
use crate::organisations::dto::{EditOrganisation, OrganisationDto};
use crate::organisations::model::{Effect, EffectError, MAX_LEVELS, effect_of};
use crate::organisations::store::periods::PeriodRow;
use crate::organisations::store::{self, OrganisationRow, closure, periods};
use crate::usecase::Writing;

/// Changes an organisation that the caller manages.
pub(in crate::organisations) fn edit(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditOrganisation,
) -> Outcome<OrganisationDto> {
    let (who, scope) = (w.who.clone(), reading(w));
    store::find(w.db, &scope, id)?;
    who.require(w.db, Action::OrganisationManage, id)?;
    store::lock(w.db)?;
    let before = store::get(w.db, id)?;
    Problem::check_version(before.version, version)?;
    if let Patch::Set(parent) = edit.parent_id {
        if store::find(w.db, &scope, parent).is_err() {
            return Err(Problem::invalid(vec![no_such_parent()]));
        }
        who.require(w.db, Action::OrganisationManage, parent)?;
    }
    let mut row = before.clone();
    let decision = (edit.decision_number.map(Line::into_inner), edit.decision_date);
    row.name = edit.name.map(Line::into_inner).or(row.name);
    row.name_folded = fold(&row.name);
    row.kind = edit.kind.or(row.kind);
    row.parent_id = edit.parent_id.map(Some).or(row.parent_id);
    row.symbol = edit.symbol.map(|text| text.map(Line::into_inner)).or(row.symbol);
    row.place = edit.place.map(|text| text.map(Line::into_inner)).or(row.place);
    row.version += 1;
    row.updated_at = w.now;
    let change = Change { before, row, effective_on: edit.effective_on, decision };
    let today = w.today();
    let entry = change.write(w.db, today)?;
    w.record(entry);
    Ok(OrganisationDto::of(change.row, None))
}

/// An organisation before and after.
struct Change {
    before: OrganisationRow,
    row: OrganisationRow,
    effective_on: Option<NaiveDate>,
    decision: (Option<String>, Option<NaiveDate>),
}

impl Change {
    /// Whether something changes that periods remember.
    fn of_period(&self) -> bool {
        let (before, row) = (&self.before, &self.row);
        (&before.name, before.kind, before.parent_id) != (&row.name, row.kind, row.parent_id)
    }

    fn moves(&self) -> bool {
        self.before.parent_id != self.row.parent_id
    }

    fn write(&self, db: &mut AnyConnection, today: NaiveDate) -> Outcome<Entry> {
        let present = periods::present(db, self.row.id)?;
        let effect = self.check(db, &present, today)?;
        if let Some(effect) = effect {
            self.write_period(db, &present, effect)?;
        }
        if self.moves()
            && let Some(parent) = self.row.parent_id
        {
            closure::move_tree(db, self.row.id, parent)?;
        }
        store::update(db, &self.row, self.before.version)?;
        Ok(self.entry(&present, effect))
    }

    /// What becomes of the present period, if anything, once every rule holds.
    fn check(
        &self,
        db: &mut AnyConnection,
        present: &PeriodRow,
        today: NaiveDate,
    ) -> Outcome<Option<Effect>> {
        let mut errors = Vec::new();
        errors.extend(self.decision.1.and_then(|date| check_date("/decision_date", date)));
        let touches = self.of_period();
        // A decision alone puts the present period right.
        let default = if touches { today } else { present.valid_from };
        let day = self.effective_on.unwrap_or(default);
        let effect = effect_of(day, present.valid_from, today);
        match effect {
            Err(EffectError::Future) => errors.push(not_in_future("/effective_on")),
            Err(EffectError::Overlaps) => errors.push(overlaps()),
            Ok(Effect::Begin(_)) if !touches => errors.push(nothing_new()),
            Ok(_) => {}
        }
        let from = day.max(present.valid_from);
        if touches {
            self.check_place(db, from, &mut errors)?;
        }
        Problem::check(errors)?;
        let decided = self.decision.0.is_some() || self.decision.1.is_some();
        Ok(effect.ok().filter(|_| touches || decided))
    }

    fn check_place(
        &self,
        db: &mut AnyConnection,
        from: NaiveDate,
        errors: &mut Vec<Violation>,
    ) -> Outcome<()> {
        let id = self.row.id;
        let above = self.row.parent_id.map(|parent| store::get(db, parent)).transpose()?;
        if self.moves()
            && let Some(above) = &above
        {
            if closure::is_within(db, above.id, id)? || was_within(db, above.id, id, from)? {
                errors.push(cycle());
                return Ok(());
            }
            errors.extend(check_parent(db, above, from, "/effective_on")?);
            if closure::depth_of(db, above.id)? + closure::height_of(db, id)? + 2 > MAX_LEVELS {
                errors.push(too_deep());
            }
        }
        let pointer = if self.moves() { "/parent_id" } else { "/kind" };
        if !self.row.kind.fits_under(above.map(|above| above.kind)) {
            errors.push(misplaced(pointer));
        }
        let below = store::kinds_under(db, id)?;
        if !below.iter().all(|kind| kind.fits_under(Some(self.row.kind))) {
            errors.push(misplaced("/kind"));
        }
        Ok(())
    }

    fn write_period(&self, db: &mut AnyConnection, present: &PeriodRow, effect: Effect) -> Outcome<()> {
        let (number, date) = self.decision.clone();
        let mut next = PeriodRow {
            name: self.row.name.clone(),
            name_folded: self.row.name_folded.clone(),
            kind: self.row.kind,
            parent_id: self.row.parent_id,
            ..present.clone()
        };
        match effect {
            Effect::Correct => {
                next.decision_number = number.or(next.decision_number);
                next.decision_date = date.or(next.decision_date);
                periods::correct(db, &next)
            }
            Effect::Begin(day) => {
                next.valid_from = day;
                (next.decision_number, next.decision_date) = (number, date);
                periods::succeed(db, present, &next)
            }
        }
    }

    fn entry(&self, present: &PeriodRow, effect: Option<Effect>) -> Entry {
        let (before, row) = (&self.before, &self.row);
        let mut changes = Map::new();
        let mut note = |name: &str, changed: bool, value: Value| {
            if changed {
                changes.insert(name.to_owned(), value);
            }
        };
        note("name", before.name != row.name, json!(row.name));
        note("kind", before.kind != row.kind, json!(row.kind));
        note("parent_id", self.moves(), json!(row.parent_id));
        note("symbol", before.symbol != row.symbol, json!(row.symbol));
        note("place", before.place != row.place, json!(row.place));
        note("decision_number", self.decision.0.is_some(), json!(self.decision.0));
        note("decision_date", self.decision.1.is_some(), json!(self.decision.1));
        let day = match effect {
            Some(Effect::Begin(day)) => day,
            _ => present.valid_from,
        };
        note("effective_on", effect.is_some(), json!(day));
        Entry::new("organisation.edit", "organisation", row.id).of(row.id).changes(Value::Object(changes))
    }
}

/// Whether `id` stood below `top` on some day from `from` on, by the periods: a change that counts from a day in the
/// past must not make a cycle on any day since.
fn was_within(db: &mut AnyConnection, id: Uuid, top: Uuid, from: NaiveDate) -> Outcome<bool> {
    let mut open = vec![(id, from, None, 0)];
    while let Some((id, from, to, level)) = open.pop() {
        for (parent, from, to) in periods::parents_within(db, id, from, to)? {
            if parent == top {
                return Ok(true);
            }
            if level < MAX_LEVELS {
                open.push((parent, from, to, level + 1));
            }
        }
    }
    Ok(false)
}

fn cycle() -> Violation {
    Violation::at(
        "/parent_id",
        "cycle",
        "Tổ chức không thể trực thuộc chính mình hoặc cấp dưới của mình.",
        "An organisation cannot stand under itself or under one below it.",
    )
}

fn overlaps() -> Violation {
    Violation::at(
        "/effective_on",
        "period_overlaps",
        "Ngày này thuộc một giai đoạn trước của tổ chức.",
        "An earlier period of the organisation holds on this day.",
    )
}

fn nothing_new() -> Violation {
    Violation::at(
        "/effective_on",
        "not_allowed",
        "Không có tên, loại hay cấp trên mới để bắt đầu một giai đoạn.",
        "There is no new name, kind or parent for a period to begin with.",
    )
}
