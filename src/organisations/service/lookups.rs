//! What other domains ask of the tree.

use super::reading;
use crate::db::AnyConnection;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::organisations::dto::OrganisationDto;
use crate::organisations::model::OrganisationKind;
use crate::organisations::store::{self, closure, periods};
use crate::usecase::Reading;

/// A union in short.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Union {
    /// The organisation.
    pub id: Uuid,
    /// Its name.
    pub name: String,
    /// Its kind.
    pub kind: OrganisationKind,
}

/// An organisation as far as a document shows it.
#[derive(Clone, Debug)]
pub(crate) struct Brief {
    /// Its name.
    pub name: String,
    /// The letters it has in the symbol of a document.
    pub symbol: Option<String>,
    /// Where it issues documents.
    pub place: Option<String>,
    /// The name of the one above it.
    pub parent_name: Option<String>,
}

fn unions(rows: Vec<(Uuid, String, OrganisationKind)>) -> Vec<Union> {
    rows.into_iter().map(|(id, name, kind)| Union { id, name, kind }).collect()
}

/// The organisation when the caller sees it.
///
/// # Errors
/// `not_found` when it is not there or lies outside what the caller sees.
pub(crate) fn find_visible(r: &mut Reading<'_>, id: Uuid) -> Outcome<OrganisationDto> {
    let scope = reading(r);
    store::find(r.db, &scope, id).map(|row| OrganisationDto::of(row, None))
}

/// `Ok` when the caller sees the organisation that a body names; what is not there and what may not be seen are not
/// told apart.
pub(crate) fn check_visible(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    match find_visible(r, id) {
        Err(problem) if problem.code == Code::NotFound => Err(Problem::invalid_at(
            "/organisation_id",
            "not_found",
            "Không có đơn vị này.",
            "There is no such organisation.",
        )),
        found => found.map(drop),
    }
}

/// Living unions of a kind (of any, without one) anywhere below `top` today, `top` left out, by name. The caller has
/// shown that `top` and all below it may be seen.
pub(crate) fn of_kind_under(
    db: &mut AnyConnection,
    top: Uuid,
    kind: Option<OrganisationKind>,
) -> Outcome<Vec<Union>> {
    closure::of_kind_under(db, top, kind).map(unions)
}

/// The living organisations at or below `top` by their codes. The caller has shown that all of them may be seen.
pub(crate) fn codes_within(db: &mut AnyConnection, top: Uuid) -> Outcome<Vec<(String, Uuid)>> {
    closure::codes_within(db, top)
}

/// Which of `targets` live and are one of `tops` or stand below one.
pub(crate) fn active_within(db: &mut AnyConnection, tops: &[Uuid], targets: &[Uuid]) -> Outcome<Vec<Uuid>> {
    closure::active_within(db, tops, targets)
}

/// The organisation of a record that the caller was shown to see.
pub(crate) fn of(db: &mut AnyConnection, id: Uuid) -> Outcome<OrganisationDto> {
    store::get(db, id).map(|row| OrganisationDto::of(row, None))
}

/// What a document shows of the organisation of a record that the caller was shown to see.
pub(crate) fn brief(db: &mut AnyConnection, id: Uuid) -> Outcome<Brief> {
    let row = store::get(db, id)?;
    let parent_name = row.parent_id.map(|parent| name_of(db, parent)).transpose()?;
    Ok(Brief { name: row.name, symbol: row.symbol, place: row.place, parent_name })
}

/// Today's name of an organisation.
pub(crate) fn name_of(db: &mut AnyConnection, id: Uuid) -> Outcome<String> {
    store::get(db, id).map(|row| row.name)
}

/// Every name that an organisation has borne, in the form it is searched in.
pub(crate) fn folded_names_of(db: &mut AnyConnection, id: Uuid) -> Outcome<Vec<String>> {
    periods::folded_names(db, id)
}

/// Whether `id` is `top` or stands below it today.
pub(crate) fn below(db: &mut AnyConnection, id: Uuid, top: Uuid) -> Outcome<bool> {
    closure::is_within(db, id, top)
}

/// An organisation with all above it today, for a record that the caller was shown to see.
pub(crate) fn line_of(db: &mut AnyConnection, id: Uuid) -> Outcome<Vec<Uuid>> {
    let above = closure::ancestors(db, id)?;
    Ok(std::iter::once(id).chain(above.into_iter().map(|row| row.id)).collect())
}

/// The nearest organisation of a kind above `id` today, for a record that the caller was shown to see.
pub(crate) fn above_of_kind(db: &mut AnyConnection, id: Uuid, kind: &str) -> Outcome<Option<Uuid>> {
    let above = closure::ancestors(db, id)?;
    Ok(above.into_iter().find(|row| row.kind.as_str() == kind).map(|row| row.id))
}

/// The organisation with this code.
pub(crate) fn coded(db: &mut AnyConnection, code: &str) -> Outcome<Option<Uuid>> {
    store::coded(db, code)
}

/// The root of the tree, where there is one yet.
pub(crate) fn root_of(db: &mut AnyConnection) -> Outcome<Option<Uuid>> {
    store::root(db)
}

/// Each of these organisations with the one above it today, for records that the caller was shown to see.
pub(crate) fn parents_of(db: &mut AnyConnection, ids: &[Uuid]) -> Outcome<Vec<(Uuid, Option<Uuid>)>> {
    store::parents_of(db, ids)
}
