//! Users, as administrators manage them.

use chrono::NaiveDate;
use serde_json::json;

use super::grants::{check_period, manageable_organisation};
use super::sessions::end_all;
use crate::db::AnyConnection;
use crate::identity::dto::{EditUser, NewUser, UserDto, UserQuery};
use crate::identity::model::{UserAction, UserStatus, next};
use crate::identity::store::grants::GrantRow;
use crate::identity::store::users::{Filter, UserRow};
use crate::identity::store::{grants, users};
use crate::identity::{Action, Principal};
use crate::journal::Entry;
use crate::kernel::id::{self, Uuid};
use crate::kernel::page::{Page, Slice};
use crate::kernel::patch::Patch;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::kernel::text::{fold, like_pattern};
use crate::usecase::{Claim, Reading, Writing};

pub(in crate::identity) fn list_users(
    r: &mut Reading<'_>,
    query: &UserQuery,
    page: &Page,
) -> Outcome<Slice<UserDto>> {
    let scope = r.who.scope(Action::UserManage);
    if scope.is_empty() {
        return Err(Problem::forbidden());
    }
    let filter = Filter {
        status: query.status,
        like: query.q.as_ref().map(|q| like_pattern(q)),
        organisation: query.organisation_id,
    };
    if let Some(organisation) = query.organisation_id
        && !scope.covers(r.db, organisation)?
    {
        // Whom the caller knows from elsewhere must not be found at a place the caller may not see.
        return Ok(Slice { items: Vec::new(), next: None, total: page.total.then_some(0) });
    }
    let sort = query.sort.unwrap_or_default();
    let rows = users::list(r.db, &scope, &filter, sort, page)?;
    let total = page.total.then(|| users::count(r.db, &scope, &filter)).transpose()?;
    let slice = if sort.is_by_name() {
        Slice::cut(rows, page, |row| (row.username.clone(),))
    } else {
        Slice::cut(rows, page, |row| (row.created_at, row.id))
    };
    Ok(slice.map(UserDto::from).with_total(total))
}

/// A user is seen by administrators of an organisation where the user holds or held a grant, and by the user.
pub(in crate::identity) fn read_user(r: &mut Reading<'_>, id: Uuid) -> Outcome<UserDto> {
    visible(r, id).map(UserDto::from)
}

pub(super) fn visible(r: &mut Reading<'_>, id: Uuid) -> Outcome<UserRow> {
    if id == r.who.user_id {
        return users::own(r.db, id);
    }
    let scope = r.who.scope(Action::UserManage);
    users::find(r.db, &scope, id)
}

/// A user whom the caller may manage.
pub(super) struct Managed {
    pub user: UserRow,
    /// Whose journal tells what is done to the user.
    home: Option<Uuid>,
}

impl Managed {
    pub(super) fn entry(&self, action: &'static str) -> Entry {
        self.placed(Entry::new(action, "user", self.user.id))
    }

    fn placed(&self, entry: Entry) -> Entry {
        match self.home {
            Some(organisation) => entry.of(organisation),
            None => entry,
        }
    }
}

/// Whether `who` may manage the holder of these grants. Every one in force or to come must lie in reach, so that a
/// district's administrator has no power over somebody of the province; where none is left, every past one.
pub(super) fn covers(
    db: &mut AnyConnection,
    who: &Principal,
    grants: &[(GrantRow, String)],
    today: NaiveDate,
) -> Outcome<bool> {
    let all_past = !grants.iter().any(|(grant, _)| lives(grant, today));
    for (grant, _) in grants.iter().filter(|(grant, _)| all_past || lives(grant, today)) {
        if !who.may(db, Action::UserManage, grant.organisation_id)? {
            return Ok(false);
        }
    }
    Ok(!who.scope(Action::UserManage).is_empty())
}

fn lives(grant: &GrantRow, today: NaiveDate) -> bool {
    grant.valid_to.is_none_or(|to| today < to)
}

pub(super) fn manageable(w: &mut Writing<'_>, id: Uuid) -> Outcome<Managed> {
    let user = visible(w, id)?;
    let (today, who) = (w.today(), w.who.clone());
    let grants = grants::of_user(w.db, id)?;
    if !covers(w.db, &who, &grants, today)? {
        return Err(Problem::forbidden());
    }
    let home = grants.iter().find(|(grant, _)| lives(grant, today)).or(grants.last());
    Ok(Managed { user, home: home.map(|(grant, _)| grant.organisation_id) })
}

/// Makes a user with a first grant; the password comes with a reset code.
pub(in crate::identity) fn create_user(w: &mut Writing<'_>, new: NewUser) -> Outcome<UserDto> {
    let mut errors = Vec::from_iter(manageable_organisation(w, new.organisation_id)?);
    let valid_from = new.valid_from.unwrap_or_else(|| w.today());
    errors.extend(check_period(valid_from, new.valid_to));
    Problem::check(errors)?;
    let id = match w.claim("user", new.id)? {
        Claim::Known(id) => return read_user(w, id).map_err(|_| Problem::new(Code::IdTaken)),
        Claim::New(id) => id,
    };
    if users::by_username(w.db, &new.username)?.is_some() {
        return Err(Problem::new(Code::Duplicate)
            .detail("Tên đăng nhập này đã có người dùng.", "This user name is taken."));
    }
    let now = w.now;
    let user = UserRow {
        id,
        username: new.username,
        name_folded: fold(&new.display_name),
        display_name: new.display_name.into_inner(),
        status: UserStatus::Active,
        password_hash: None,
        password_changed_at: None,
        must_change_password: false,
        is_demo: false,
        suspended_from: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    users::insert(w.db, &user)?;
    let grant = GrantRow {
        id: id::new(now),
        user_id: id,
        organisation_id: new.organisation_id,
        role: new.role,
        valid_from,
        valid_to: new.valid_to,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    grants::insert(w.db, &grant)?;
    w.record(
        Entry::new("user.create", "user", id)
            .of(new.organisation_id)
            .changes(json!({"username": user.username})),
    );
    w.record(super::grants::entry("grant.create", &grant));
    Ok(user.into())
}

pub(in crate::identity) fn edit_user(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    edit: EditUser,
) -> Outcome<UserDto> {
    let managed = manageable(w, id)?;
    let mut user = managed.user.clone();
    Problem::check_version(user.version, version)?;
    if let Patch::Set(name) = edit.display_name {
        user.name_folded = fold(&name);
        user.display_name = name.into_inner();
    }
    user.updated_at = w.now;
    let user = users::update(w.db, &user, version)?;
    w.record(managed.entry("user.edit").changes(json!({"display_name": user.display_name})));
    Ok(user.into())
}

/// Suspends a user, whose sessions end at once, or lets one in again. Nobody suspends themselves, and whom somebody
/// above has suspended is let in by nobody below: the caller's reach must begin where the suspender's did, or above.
pub(in crate::identity) fn set_user_status(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
    action: UserAction,
    reason: &str,
) -> Outcome<UserDto> {
    users::lock(w.db, id)?;
    let managed = manageable(w, id)?;
    let mut user = managed.user.clone();
    Problem::check_version(user.version, version)?;
    if id == w.who.user_id {
        return Err(Problem::new(Code::OwnWork));
    }
    let from = user.status;
    user.status = next(from, action).ok_or_else(|| Problem::new(Code::WrongState))?;
    user.updated_at = w.now;
    let who = w.who.clone();
    let name = match action {
        UserAction::Suspend => {
            let home = managed.home.ok_or_else(Problem::forbidden)?;
            user.suspended_from = who.highest(w.db, Action::UserManage, home)?;
            "user.suspend"
        }
        UserAction::Reinstate => {
            if let Some(above) = user.suspended_from.take() {
                who.require(w.db, Action::UserManage, above)?;
            }
            "user.reinstate"
        }
    };
    let user = users::update(w.db, &user, version)?;
    w.record(managed.entry(name).states(from.as_str(), user.status.as_str()).reason(reason));
    if user.status == UserStatus::Suspended {
        let now = w.now;
        if let Some(entry) = end_all(w.db, id, None, "suspended", now)? {
            w.record(managed.placed(entry));
        }
    }
    Ok(user.into())
}
