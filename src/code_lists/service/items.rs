//! Code lists and their entries.

use serde_json::json;

use super::{behind, check_validity, may_manage};
use crate::code_lists::dto::{
    CodeItemDto, CodeItemQuery, CodeListDto, CodeListQuery, EditCodeItem, NewCodeItem,
};
use crate::code_lists::store::{self, CodeItemRow};
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::{Outcome, Problem, Violation};
use crate::kernel::text::Line;
use crate::usecase::{Claim, Reading, Writing};

pub(in crate::code_lists) fn list_lists(
    r: &mut Reading<'_>,
    query: &CodeListQuery,
    page: &Page,
) -> Outcome<Slice<CodeListDto>> {
    let after: Option<(String,)> = page.start()?;
    let after = after.as_ref().map(|(code,)| code.as_str());
    let rows = store::lists(r.db, query.code.as_deref(), after, page.rows())?;
    Ok(Slice::cut(rows, page, |row| (row.code.clone(),)).map(CodeListDto::from))
}

pub(in crate::code_lists) fn read_list(r: &mut Reading<'_>, id: Uuid) -> Outcome<CodeListDto> {
    store::find_list(r.db, id).map(CodeListDto::from)
}

pub(in crate::code_lists) fn list_items(
    r: &mut Reading<'_>,
    list: Uuid,
    query: &CodeItemQuery,
    page: &Page,
) -> Outcome<Slice<CodeItemDto>> {
    store::find_list(r.db, list)?;
    let rows = store::items(r.db, list, query.as_of, page.start()?, page.rows())?;
    Ok(Slice::cut(rows, page, |row| (row.position, row.id)).map(CodeItemDto::from))
}

pub(in crate::code_lists) fn read_item(r: &mut Reading<'_>, id: Uuid) -> Outcome<CodeItemDto> {
    store::find_item(r.db, id).map(CodeItemDto::from)
}

pub(in crate::code_lists) fn create_item(
    w: &mut Writing<'_>,
    list: Uuid,
    new: NewCodeItem,
) -> Outcome<CodeItemDto> {
    store::find_list(w.db, list)?;
    may_manage(&w.who)?;
    let id = match w.claim("code_item", new.id)? {
        Claim::Known(id) => return read_item(w, id),
        Claim::New(id) => id,
    };
    store::lock_list(w.db, list)?;
    let position = match new.position {
        Some(position) => position,
        None => behind(store::last_item(w.db, list)?),
    };
    let row = CodeItemRow {
        id,
        code_list_id: list,
        code: new.code,
        name_vi: new.name_vi.into_inner(),
        name_en: new.name_en.into_inner(),
        abbreviation: new.abbreviation.map(Line::into_inner),
        position,
        valid_from: new.valid_from.unwrap_or_else(|| w.today()),
        valid_to: new.valid_to,
        version: 1,
        created_at: w.now,
        updated_at: w.now,
    };
    check(w, &row)?;
    store::insert_item(w.db, &row)?;
    w.record(entry("code_item.create", &row));
    Ok(row.into())
}

pub(in crate::code_lists) fn edit_item(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditCodeItem,
) -> Outcome<CodeItemDto> {
    let list = store::find_item(w.db, id)?.code_list_id;
    may_manage(&w.who)?;
    store::lock_list(w.db, list)?;
    let mut row = store::find_item(w.db, id)?;
    Problem::check_version(row.version, version)?;
    row.name_vi = edit.name_vi.map(Line::into_inner).or(row.name_vi);
    row.name_en = edit.name_en.map(Line::into_inner).or(row.name_en);
    row.abbreviation = edit.abbreviation.map(|text| text.map(Line::into_inner)).or(row.abbreviation);
    row.position = edit.position.or(row.position);
    row.valid_from = edit.valid_from.or(row.valid_from);
    row.valid_to = edit.valid_to.or(row.valid_to);
    row.version += 1;
    row.updated_at = w.now;
    check(w, &row)?;
    store::update_item(w.db, &row, version)?;
    w.record(entry("code_item.edit", &row));
    Ok(row.into())
}

fn check(w: &mut Writing<'_>, row: &CodeItemRow) -> Outcome<()> {
    let mut errors = check_validity(row.valid_from, row.valid_to);
    if errors.is_empty() && store::item_overlaps(w.db, row)? {
        errors.push(Violation::at(
            "/valid_from",
            "period_overlaps",
            "Mã này đã có trong danh mục vào thời gian đó.",
            "The list has an entry with this code at that time.",
        ));
    }
    Problem::check(errors)
}

fn entry(action: &'static str, row: &CodeItemRow) -> Entry {
    Entry::new(action, "code_item", row.id).changes(json!({
        "code_list_id": row.code_list_id, "code": row.code, "name_vi": row.name_vi, "name_en": row.name_en,
        "abbreviation": row.abbreviation, "position": row.position,
        "valid_from": row.valid_from, "valid_to": row.valid_to,
    }))
}
