//! Passwords: changing one's own, and setting a new one with a code from the administrator.

use chrono::Duration;
use secrecy::{ExposeSecret, SecretString};

use super::sessions::end_all;
use super::sign_in::{Visitor, verified};
use super::tries::{self, Counters, counted};
use super::users::{covers, manageable};
use crate::app::App;
use crate::db::AnyConnection;
use crate::identity::dto::ResetCode;
use crate::identity::passwords::check_strength;
use crate::identity::store::{grants, users};
use crate::identity::{OpaqueSecrets, Principal};
use crate::journal::{self, Entry};
use crate::kernel::clock::{Instant, local_day};
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
    let (now, request_id) = (app.clock.now(), visitor.request_id);
    let counters = Counters::of_session(&app.secrets, session);
    let old = user.password_hash.clone();
    let looked_at = counted(app, counters, now, verified(app, Some(user), current)).await;
    looked_at.map_err(|problem| match problem.code {
        Code::InvalidCredentials => wrong_current_password(),
        _ => problem,
    })?;
    let phc = app.hasher.hash(new).await?;
    app.db
        .write(move |db| {
            // Session and password were good before the hashes were made; whoever set another one meanwhile wins.
            users::lock(db, user_id)?;
            Principal::load(db, user_id, session, now)?;
            if users::own(db, user_id)?.password_hash != old {
                return Err(wrong_current_password());
            }
            set(db, request_id, user_id, Some(session), &phc, "user.change_password", now)
        })
        .await
}

fn wrong_current_password() -> Problem {
    Problem::invalid_at(
        "/current_password",
        "wrong",
        "Mật khẩu hiện tại không đúng.",
        "The current password is wrong.",
    )
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
    entries.extend(end_all(db, user, kept, "password_changed", now)?);
    journal::append(db, &entries, now, Some(user), request_id)
}

/// Issues a one-time code for a user whom the administrator manages. Failed tries at the account are forgotten: the
/// code is also the way back for who was locked out by a stranger's. Nobody issues one for themselves, or a stolen
/// access token could become a password.
pub(in crate::identity) fn issue_reset_code(
    w: &mut Writing<'_>,
    secrets: &OpaqueSecrets,
    user: Uuid,
    version: i64,
) -> Outcome<ResetCode> {
    users::lock(w.db, user)?;
    let managed = manageable(w, user)?;
    let user = &managed.user;
    Problem::check_version(user.version, version)?;
    if user.id == w.who.user_id {
        return Err(Problem::new(Code::OwnWork));
    }
    let code = secrets.fresh_code()?;
    let hash = secrets.hash_code(code.expose_secret());
    let (by, expires_at) = (w.who.user_id, w.now + CODE);
    users::keep_reset_code(w.db, user.id, &hash, by, expires_at)?;
    tries::forget(w.db, secrets, &user.username)?;
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
    let counters = Counters::of_account(&app.secrets, &username, visitor.address);
    let code = app.secrets.hash_code(code);
    let work = async {
        // The hash is made first and for everybody: the code is used up in the transaction that sets the password.
        let phc = app.hasher.hash(new).await?;
        app.db
            .write(move |db| {
                let user = redeem(db, &username, &code, now)?;
                set(db, visitor.request_id, user, None, &phc, "user.reset_password", now)
            })
            .await
    };
    counted(app, counters, now, work).await
}

/// Uses the code up. It is only as good as the reach of who issued it is now.
fn redeem(db: &mut AnyConnection, username: &str, code: &[u8], now: Instant) -> Outcome<Uuid> {
    let refused = || Problem::new(Code::InvalidCredentials);
    let user = users::by_username(db, username)?.ok_or_else(refused)?.id;
    users::lock(db, user)?;
    let issuer = users::take_reset_code(db, user, code, now)?.ok_or_else(refused)?;
    let issuer = Principal::absent(db, issuer, now)?.ok_or_else(refused)?;
    let grants = grants::of_user(db, user)?;
    if covers(db, &issuer, &grants, local_day(now))? { Ok(user) } else { Err(refused()) }
}
