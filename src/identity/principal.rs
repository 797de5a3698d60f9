//! Who is asking: read from the database at every request, so that a suspended user, an ended grant or an ended
//! session counts from the next request on.

use crate::kernel::id::Uuid;
use chrono::NaiveDate;
use diesel::dsl::Nullable;
use diesel::prelude::*;

use super::role::Role;
use crate::db::AnyConnection;
use crate::db::schema::{grants, organisations, sessions, users};
use crate::kernel::clock::{Instant, local_day};
use crate::kernel::problem::{Code, Outcome, Problem};

/// A role in an organisation and all below it, in force today.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActiveGrant {
    /// What its holder may do.
    pub role: Role,
    /// Where.
    pub organisation_id: Uuid,
    /// Whether that organisation is the root of the tree.
    pub at_root: bool,
}

/// A signed-in person with what they may do today.
#[derive(Clone, Debug)]
pub struct Principal {
    /// The user.
    pub user_id: Uuid,
    /// The session the access token belongs to.
    pub session_id: Uuid,
    /// Must set a new password before anything else.
    pub must_change_password: bool,
    /// The grants in force today.
    pub grants: Vec<ActiveGrant>,
}

#[derive(Queryable)]
struct Row {
    status: String,
    must_change_password: bool,
    ended_at: Option<Instant>,
    expires_at: Instant,
    held: Held,
}

/// A grant of the user's, or nothing at all where there is none.
#[derive(Queryable)]
struct Held {
    role: Option<Role>,
    organisation_id: Option<Uuid>,
    valid_from: Option<NaiveDate>,
    valid_to: Option<NaiveDate>,
    parent_id: Option<Uuid>,
}

type HeldColumns = (
    Nullable<grants::role>,
    Nullable<grants::organisation_id>,
    Nullable<grants::valid_from>,
    Nullable<grants::valid_to>,
    Nullable<organisations::parent_id>,
);

fn held() -> HeldColumns {
    (
        grants::role.nullable(),
        grants::organisation_id.nullable(),
        grants::valid_from.nullable(),
        grants::valid_to.nullable(),
        organisations::parent_id.nullable(),
    )
}

impl Principal {
    /// Reads the session, its user and the user's grants in one query.
    ///
    /// # Errors
    /// `unauthenticated` when the session has ended or the user is suspended.
    pub fn load(
        connection: &mut AnyConnection,
        user_id: Uuid,
        session_id: Uuid,
        now: Instant,
    ) -> Outcome<Self> {
        let rows: Vec<Row> = sessions::table
            .inner_join(users::table.left_join(grants::table.left_join(organisations::table)))
            .filter(sessions::id.eq(session_id))
            .filter(sessions::user_id.eq(user_id))
            .select((
                users::status,
                users::must_change_password,
                sessions::ended_at,
                sessions::expires_at,
                held(),
            ))
            .load(connection)?;
        let refused = || Problem::new(Code::Unauthenticated);
        let first = rows.first().ok_or_else(refused)?;
        if first.status != "active" || first.ended_at.is_some() || first.expires_at <= now {
            return Err(refused());
        }
        let must_change_password = first.must_change_password;
        let today = local_day(now);
        let grants = rows.into_iter().filter_map(|row| row.held.grant_on(today)).collect();
        Ok(Self { user_id, session_id, must_change_password, grants })
    }

    /// Somebody on whose word something is done now without their asking; nobody when they are suspended.
    ///
    /// # Errors
    /// The database's own.
    pub fn absent(connection: &mut AnyConnection, user_id: Uuid, now: Instant) -> Outcome<Option<Self>> {
        let rows: Vec<(String, Held)> = users::table
            .left_join(grants::table.left_join(organisations::table))
            .filter(users::id.eq(user_id))
            .select((users::status, held()))
            .load(connection)?;
        if rows.iter().any(|(status, _)| status != "active") {
            return Ok(None);
        }
        let today = local_day(now);
        let grants = rows.into_iter().filter_map(|(_, held)| held.grant_on(today)).collect();
        Ok(Some(Self { user_id, session_id: Uuid::nil(), must_change_password: false, grants }))
    }
}

impl Held {
    fn grant_on(self, today: NaiveDate) -> Option<ActiveGrant> {
        let (role, organisation_id, from) = (self.role?, self.organisation_id?, self.valid_from?);
        let in_force = from <= today && self.valid_to.is_none_or(|to| today < to);
        in_force.then_some(ActiveGrant { role, organisation_id, at_root: self.parent_id.is_none() })
    }
}
