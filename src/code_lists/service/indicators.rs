//! Indicators.

use serde_json::json;

use super::{behind, check_validity, may_manage};
use crate::code_lists::dto::{EditIndicator, IndicatorDto, IndicatorQuery, NewIndicator};
use crate::code_lists::store::{self, IndicatorFilter, IndicatorRow};
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::kernel::text::{Line, fold, like_pattern};
use crate::usecase::{Claim, Reading, Writing};

pub(in crate::code_lists) fn list_indicators(
    r: &mut Reading<'_>,
    query: &IndicatorQuery,
    page: &Page,
) -> Outcome<Slice<IndicatorDto>> {
    let filter = IndicatorFilter {
        on: query.as_of,
        unit: query.unit,
        like: query.q.as_ref().map(|q| like_pattern(q)),
    };
    let rows = store::list_indicators(r.db, &filter, page.start()?, page.rows())?;
    let total = page.total.then(|| store::count_indicators(r.db, &filter)).transpose()?;
    let slice = Slice::cut(rows, page, |row| (row.position, row.id)).with_total(total);
    Ok(slice.map(IndicatorDto::from))
}

pub(in crate::code_lists) fn read_indicator(r: &mut Reading<'_>, id: Uuid) -> Outcome<IndicatorDto> {
    store::find_indicator(r.db, id).map(IndicatorDto::from)
}

pub(in crate::code_lists) fn create_indicator(
    w: &mut Writing<'_>,
    new: NewIndicator,
) -> Outcome<IndicatorDto> {
    may_manage(&w.who)?;
    let id = match w.claim("indicator", new.id)? {
        Claim::Known(id) => return read_indicator(w, id),
        Claim::New(id) => id,
    };
    if store::indicator_code_taken(w.db, &new.code)? {
        return Err(Problem::new(Code::Duplicate)
            .detail("Mã chỉ tiêu này đã có.", "There is an indicator with this code already."));
    }
    let position = match new.position {
        Some(position) => position,
        None => behind(store::last_indicator(w.db)?),
    };
    let row = IndicatorRow {
        id,
        code: new.code,
        name_folded: folded(&new.name_vi, &new.name_en),
        name_vi: new.name_vi.into_inner(),
        name_en: new.name_en.into_inner(),
        unit: new.unit,
        position,
        valid_from: new.valid_from.unwrap_or_else(|| w.today()),
        valid_to: new.valid_to,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    Problem::check(check_validity(row.valid_from, row.valid_to))?;
    store::insert_indicator(w.db, &row)?;
    w.record(entry("indicator.create", &row));
    Ok(row.into())
}

pub(in crate::code_lists) fn edit_indicator(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditIndicator,
) -> Outcome<IndicatorDto> {
    let mut row = store::find_indicator(w.db, id)?;
    may_manage(&w.who)?;
    Problem::check_version(row.version, version)?;
    row.name_vi = edit.name_vi.map(Line::into_inner).or(row.name_vi);
    row.name_en = edit.name_en.map(Line::into_inner).or(row.name_en);
    row.name_folded = folded(&row.name_vi, &row.name_en);
    row.position = edit.position.or(row.position);
    row.valid_from = edit.valid_from.or(row.valid_from);
    row.valid_to = edit.valid_to.or(row.valid_to);
    row.version += 1;
    row.updated_at = w.now;
    Problem::check(check_validity(row.valid_from, row.valid_to))?;
    store::update_indicator(w.db, &row, version)?;
    w.record(entry("indicator.edit", &row));
    Ok(row.into())
}

/// An indicator is found by either of its names.
pub(super) fn folded(name_vi: &str, name_en: &str) -> String {
    fold(&format!("{name_vi} {name_en}"))
}

fn entry(action: &'static str, row: &IndicatorRow) -> Entry {
    Entry::new(action, "indicator", row.id).changes(json!({
        "code": row.code, "name_vi": row.name_vi, "name_en": row.name_en, "unit": row.unit,
        "position": row.position, "valid_from": row.valid_from, "valid_to": row.valid_to,
    }))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{DatabaseUrl, establish, migrate};

    #[test]
    fn the_seed_is_folded_as_the_kernel_folds() {
        let directory = tempfile::tempdir().unwrap();
        let mut db = establish(&DatabaseUrl::Sqlite(directory.path().join("test.sqlite3"))).unwrap();
        migrate::run(&mut db).unwrap();
        let rows = store::list_indicators(&mut db, &IndicatorFilter::default(), None, 1_000).unwrap();
        assert!(rows.len() > 10);
        for row in rows {
            assert_eq!(row.name_folded, folded(&row.name_vi, &row.name_en), "{}", row.code);
        }
    }
}
