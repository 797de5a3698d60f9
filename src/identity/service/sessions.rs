//! The signed-in user's own profile and sessions.

use serde_json::json;

use crate::db::AnyConnection;
use crate::identity::dto::{EndedSessions, Me, MyGrant, SessionDto, SessionList};
use crate::identity::model::MOST_SESSIONS;
use crate::identity::store::sessions::{self, Which};
use crate::identity::store::{grants, users};
use crate::journal::Entry;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::usecase::{Reading, Writing};

pub(in crate::identity) fn me(r: &mut Reading<'_>) -> Outcome<Me> {
    let user = users::own(r.db, r.who.user_id)?;
    let today = r.today();
    let grants = grants::of_user(r.db, user.id)?
        .into_iter()
        .map(|(grant, organisation_name)| MyGrant {
            id: grant.id,
            role: grant.role,
            role_label: grant.role.label_vi(),
            organisation_id: grant.organisation_id,
            organisation_name,
            valid_from: grant.valid_from,
            valid_to: grant.valid_to,
            in_force: grant.valid_from <= today && grant.valid_to.is_none_or(|to| today < to),
        })
        .collect();
    Ok(Me {
        id: user.id,
        username: user.username,
        display_name: user.display_name,
        must_change_password: user.must_change_password,
        grants,
    })
}

pub(in crate::identity) fn own_sessions(r: &mut Reading<'_>) -> Outcome<SessionList> {
    let rows = sessions::open(r.db, r.who.user_id, r.now, 0, MOST_SESSIONS)?;
    let current = r.who.session_id;
    Ok(SessionList { items: rows.into_iter().map(|row| SessionDto::of(row, current)).collect() })
}

/// Ends the session of this request.
pub(in crate::identity) fn sign_out(w: &mut Writing<'_>) -> Outcome<()> {
    let session = w.who.session_id;
    end_one(w, session, "signed_out").map(drop)
}

/// Ends one of the caller's own sessions; another's, or one that has ended, is not found.
pub(in crate::identity) fn end_own_session(w: &mut Writing<'_>, id: Uuid) -> Outcome<EndedSessions> {
    match end_one(w, id, "ended_by_user")? {
        0 => Err(Problem::not_found()),
        ended => Ok(EndedSessions { ended }),
    }
}

fn end_one(w: &mut Writing<'_>, id: Uuid, reason: &'static str) -> Outcome<usize> {
    let (user, now) = (w.who.user_id, w.now);
    let ended = sessions::end(w.db, user, Which::One(id), reason, now)?;
    if ended > 0 {
        w.record(Entry::new("session.end", "session", id).reason(reason));
    } else {
        // Signing out twice at the same moment.
        w.nothing_to_do();
    }
    Ok(ended)
}

/// Ends all the caller's sessions, this one too.
pub(in crate::identity) fn end_own_sessions(w: &mut Writing<'_>) -> Outcome<EndedSessions> {
    let (user, now, reason) = (w.who.user_id, w.now, "ended_by_user");
    let ended = sessions::end(w.db, user, Which::AllBut(None), reason, now)?;
    w.record(all_ended(user, ended, reason));
    Ok(EndedSessions { ended })
}

/// Ends all a user's sessions, except the one that is kept. The one entry tells how many there were; none was, none is.
pub(super) fn end_all(
    db: &mut AnyConnection,
    user: Uuid,
    kept: Option<Uuid>,
    reason: &'static str,
    now: Instant,
) -> Outcome<Option<Entry>> {
    let ended = sessions::end(db, user, Which::AllBut(kept), reason, now)?;
    Ok((ended > 0).then(|| all_ended(user, ended, reason)))
}

fn all_ended(user: Uuid, ended: usize, reason: &'static str) -> Entry {
    Entry::new("user.end_sessions", "user", user).reason(reason).changes(json!({"sessions": ended}))
}
