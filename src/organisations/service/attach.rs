//! What the domain of files asks before one is put beside an organisation.

use super::reading;
use crate::identity::Action;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::organisations::store;
use crate::usecase::{Reading, Writing};

/// `Ok` when the caller sees the organisation.
pub(crate) fn see(r: &mut Reading<'_>, id: Uuid) -> Outcome<()> {
    let scope = reading(r);
    store::find(r.db, &scope, id).map(drop)
}

/// Holds an organisation whose files the caller may change; answers its id.
pub(crate) fn hold(w: &mut Writing<'_>, id: Uuid) -> Outcome<Uuid> {
    let (who, scope) = (w.who.clone(), reading(w));
    store::find(w.db, &scope, id)?;
    who.require(w.db, Action::OrganisationManage, id)?;
    store::lock(w.db)?;
    Ok(id)
}
