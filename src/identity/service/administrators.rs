//! Users that no signed-in person makes: the first administrator and the demo's people.

use secrecy::SecretString;
use serde_json::json;

use crate::db::AnyConnection;
use crate::identity::Hasher;
use crate::identity::model::{UserStatus, is_username};
use crate::identity::role::Role;
use crate::identity::store::grants::{self, GrantRow};
use crate::identity::store::users::{self, UserRow};
use crate::journal::{self, Entry};
use crate::kernel::clock::{Instant, local_day};
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::kernel::text::{Line, fold};

/// A user made by a command instead of a request. The journal names no actor.
#[derive(Clone, Debug)]
pub struct NewAccount {
    /// The name to sign in with.
    pub username: String,
    /// The name people see.
    pub display_name: String,
    /// The hash of the password (PHC string).
    pub password_hash: String,
    /// Whether it belongs to the demo, and so is refused where others can reach it.
    pub is_demo: bool,
    /// The first grant's role.
    pub role: Role,
    /// Where the first grant holds.
    pub organisation_id: Uuid,
}

/// The rules that the names of a new account break, the same as for one made over the API.
#[must_use]
pub fn check_names(username: &str, display_name: &str) -> Vec<Violation> {
    let mut errors = Vec::new();
    if !is_username(username) {
        errors.push(Violation::at(
            "/username",
            "malformed",
            "Tên đăng nhập gồm từ 3 đến 64 chữ thường không dấu, chữ số, dấu chấm, gạch ngang, gạch dưới, bắt đầu bằng chữ.",
            "A user name has 3 to 64 small letters, digits, dots, dashes and underscores, a letter first.",
        ));
    }
    if let Err(error) = Line::<200>::try_from(display_name) {
        errors.push(Violation::at(
            "/display_name",
            "malformed",
            "Tên hiển thị là một dòng chữ từ 1 đến 200 ký tự.",
            error.to_string(),
        ));
    }
    errors
}

/// Makes the account with its grant from the day of `now` on.
///
/// # Errors
/// `validation_failed` when a name is none, `duplicate` when the name is taken, or the database's own.
pub fn create_account(db: &mut AnyConnection, new: NewAccount, now: Instant) -> Outcome<Uuid> {
    Problem::check(check_names(&new.username, &new.display_name))?;
    let display_name =
        Line::<200>::try_from(new.display_name.as_str()).map_err(Problem::internal)?.into_inner();
    if users::by_username(db, &new.username)?.is_some() {
        return Err(Problem::new(Code::Duplicate)
            .detail("Tên đăng nhập này đã có người dùng.", "This user name is taken."));
    }
    let id = id::new(now);
    let user = UserRow {
        id,
        username: new.username,
        name_folded: fold(&display_name),
        display_name,
        status: UserStatus::Active,
        password_hash: Some(new.password_hash),
        password_changed_at: Some(now),
        must_change_password: false,
        is_demo: new.is_demo,
        suspended_from: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    users::insert(db, &user)?;
    let grant = GrantRow {
        id: id::new(now),
        user_id: id,
        organisation_id: new.organisation_id,
        role: new.role,
        valid_from: local_day(now),
        valid_to: None,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    grants::insert(db, &grant)?;
    let entries = [
        Entry::new("user.create", "user", id)
            .of(new.organisation_id)
            .changes(json!({"username": user.username})),
        super::grants::entry("grant.create", &grant),
    ];
    journal::append(db, &entries, now, None, None)?;
    Ok(id)
}

/// Whoever made the account knows its password: its owner has to set another before anything else.
///
/// # Errors
/// The database's own.
pub fn demand_password(db: &mut AnyConnection, user: Uuid) -> Outcome<()> {
    users::demand_password(db, user)
}

/// Whether anybody can sign in at all.
///
/// # Errors
/// The database's own.
pub fn has_users(db: &mut AnyConnection) -> Outcome<bool> {
    users::any(db)
}

/// Whether the demo's people are here.
///
/// # Errors
/// The database's own.
pub fn has_demo_users(db: &mut AnyConnection) -> Outcome<bool> {
    users::any_demo(db)
}

/// Whether `password` is that of the user with this name.
///
/// # Errors
/// The database's own.
pub fn opens(
    db: &mut AnyConnection,
    hasher: &Hasher,
    username: &str,
    password: &SecretString,
) -> Outcome<bool> {
    let hash = users::by_username(db, username)?.and_then(|user| user.password_hash);
    hash.map_or(Ok(false), |hash| hasher.verify_blocking(password, &hash))
}
