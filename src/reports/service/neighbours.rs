//! What reports ask of the other domains, each through its `service`.

use chrono::NaiveDate;

use crate::kernel::figure::Unit;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome};
use crate::organisations::{OrganisationKind, service as organisations};
use crate::reports::store::ItemRow;
use crate::usecase::{Reading, Writing};

/// An organisation as far as a document shows it.
#[derive(Clone, Debug)]
pub(crate) struct Brief {
    pub(crate) name: String,
    pub(crate) symbol: Option<String>,
    pub(crate) place: Option<String>,
    pub(crate) parent_name: Option<String>,
}

pub(crate) use organisations::Union;

/// Whether there is such an organisation that the caller sees.
pub(crate) fn exists(r: &mut Reading<'_>, id: Uuid) -> Outcome<bool> {
    match organisations::find_visible(r, id) {
        Ok(_) => Ok(true),
        Err(problem) if problem.code == Code::NotFound => Ok(false),
        Err(problem) => Err(problem),
    }
}

/// An organisation whose reports the caller sees.
pub(crate) fn brief(r: &mut Reading<'_>, id: Uuid) -> Outcome<Brief> {
    let found = organisations::find_visible(r, id)?;
    let parent_name = found.parent_id.map(|parent| organisations::name_of(r.db, parent)).transpose()?;
    Ok(Brief { name: found.name, symbol: found.symbol, place: found.place, parent_name })
}

/// Whether `id` is `top` or stands below it today.
pub(crate) fn is_within(r: &mut Reading<'_>, top: Uuid, id: Uuid) -> Outcome<bool> {
    organisations::below(r.db, id, top)
}

/// The living organisations below `top`, of these kinds where any is named.
pub(crate) fn active_below(
    r: &mut Reading<'_>,
    top: Uuid,
    kinds: &[OrganisationKind],
) -> Outcome<Vec<Union>> {
    let mut found = organisations::of_kind_under(r.db, top, None)?;
    found.retain(|one| kinds.is_empty() || kinds.contains(&one.kind));
    Ok(found)
}
