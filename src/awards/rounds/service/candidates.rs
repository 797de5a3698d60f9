//! Who can be named to a council.

use crate::awards::rounds::dto::{CouncilCandidateDto, CouncilCandidateQuery};
use crate::identity::policy::Action;
use crate::identity::service as identity;
use crate::kernel::page::{Page, Slice};
use crate::kernel::problem::Outcome;
use crate::kernel::text::like_pattern;
use crate::organisations::service as organisations;
use crate::usecase::Reading;

/// Those who hold a role in an organisation today, for who sets up its rounds; nothing but their names.
pub(in crate::awards::rounds) fn candidates(
    r: &mut Reading<'_>,
    query: &CouncilCandidateQuery,
    page: &Page,
) -> Outcome<Slice<CouncilCandidateDto>> {
    let organisation = query.organisation_id;
    organisations::find_visible(r, organisation)?;
    r.who.require(r.db, Action::AwardManage, organisation)?;
    let today = r.today();
    let like = query.q.as_ref().map(|q| like_pattern(q));
    let holders = identity::holders(r.db, (organisation, today), like, page)?;
    Ok(holders.map(|(user_id, name)| CouncilCandidateDto { user_id, name }))
}
