//! Passwords: changing one's own, and setting a new one with a code from the administrator.

use chrono::Duration;
use secrecy::{ExposeSecret, SecretString};

use super::sign_in::{Visitor, count_try, forgive_try, verified};
use super::users::manageable;
use crate::app::App;
use crate::db::AnyConnection;
use crate::identity::dto::ResetCode;
use crate::identity::passwords::check_strength;
use crate::identity::store::sessions::Which;
use crate::identity::store::{sessions, users};
use crate::journal::{self, Entry};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem, Violation};
use crate::usecase::Writing;

/// How long a reset code works.
const CODE: Duration = Duration::hours(24);

/// Sets the caller's own password and ends the caller's other sessions.
pub(in crate::identity) async fn change_password(
    app: &App,
    visitor: Visitor,
    (user_id, session): (Uuid, Uuid),
    current: SecretString,
    new: SecretString,
) -> Outcome<()> {
    let user = app.db.read(move |db| users::own(db, user_id)).await?;
    let mut errors = check_strength("/new_password", new.expose_secret(), &user.username);
    if new.expose_secret() == current.expose_secret() {
        errors.push(Violation::at(
            "/new_password",
            "not_allowed",
            "Mật khẩu mới phải khác mật khẩu cũ.",
            "The new password must differ from the old one.",
        ));
    }
    Problem::check(errors)?;
    verified(app, &visitor, user.username, current).await.map_err(|problem| match problem.code {
        Code::InvalidCredentials => Problem::invalid_at(
            "/current_password",
            "wrong",
            "Mật khẩu hiện tại không đúng.",
            "The current password is wrong.",
        ),
        _ => problem,
    })?;
    let phc = app.hasher.hash(new).await?;
    let (now, request_id) = (app.clock.now(), visitor.request_id);
    app.db
        .write(move |db| set(db, request_id, user_id, Some(session), &phc, "user.change_password", now))
        .await
}

/// Sets the password and ends the sessions, except the one that is kept.
fn set(
    db: &mut AnyConnection,
    request_id: Option<Uuid>,
    user: Uuid,
    kept: Option<Uuid>,
    phc: &str,
    action: &'static str,
    now: Instant,
) -> Outcome<()> {
    users::set_password(db, user, phc, false, now)?;
    let mut entries = vec![Entry::new(action, "user", user)];
    for ended in sessions::end(db, user, Which::AllBut(kept), "password_changed", now)? {
        entries.push(Entry::new("session.end", "session", ended).reason("password_changed"));
    }
    journal::append(db, &entries, now, Some(user), request_id)
}

/// Issues a one-time code for a user whose every grant the administrator covers.
pub(in crate::identity) fn issue_reset_code(
    w: &mut Writing<'_>,
    user: Uuid,
    version: i64,
    code: &SecretString,
    hash: &[u8],
) -> Outcome<ResetCode> {
    let managed = manageable(w, user)?;
    let user = &managed.user;
    Problem::check_version(user.version, version)?;
    let (by, expires_at) = (w.who.user_id, w.now + CODE);
    users::keep_reset_code(w.db, user.id, hash, by, expires_at)?;
    w.record(managed.entry("user.issue_reset_code"));
    Ok(ResetCode { code: code.expose_secret().to_owned(), expires_at })
}

/// Sets a password with a one-time code and ends all the user's sessions. Tries count as sign-ins do.
pub(in crate::identity) async fn reset_password(
    app: &App,
    visitor: Visitor,
    username: String,
    code: &str,
    new: SecretString,
) -> Outcome<()> {
    Problem::check(check_strength("/new_password", new.expose_secret(), &username))?;
    let now = app.clock.now();
    let before = count_try(app, &visitor, &username, now).await?;
    let code = app.secrets.hash_code(code);
    let (name, request_id) = (username.clone(), visitor.request_id);
    // The hash is made first and for everybody: the code is used up in the transaction that sets the password.
    let phc = app.hasher.hash(new).await?;
    app.db
        .write(move |db| {
            let refused = || Problem::new(Code::InvalidCredentials);
            let user = users::by_username(db, &name)?.ok_or_else(refused)?.id;
            if !users::take_reset_code(db, user, &code, now)? {
                return Err(refused());
            }
            set(db, request_id, user, None, &phc, "user.reset_password", now)
        })
        .await?;
    forgive_try(app, &visitor, &username, before, now).await
}
