//! Signing in, and changing a refresh token for a new pair.

use std::net::IpAddr;

use chrono::Duration;
use secrecy::{ExposeSecret, SecretString};

use crate::app::App;
use crate::db::AnyConnection;
use crate::identity::dto::TokenPair;
use crate::identity::model::UserStatus;
use crate::identity::store::sessions::{self, SessionRow, TokenRow, Which};
use crate::identity::store::users::UserRow;
use crate::identity::store::{throttles, users};
use crate::identity::throttle::{Counted, Throttle};
use crate::journal::{self, Entry};
use crate::kernel::clock::Instant;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Code, Outcome, Problem};

/// A session ends this long after its sign-in, however much it is used.
const SESSION: Duration = Duration::days(90);
/// A refresh token that is not used ends its session after this long.
const IDLE: Duration = Duration::days(30);

/// Who knocks, before anybody knows who it is.
#[derive(Clone, Debug)]
pub struct Visitor {
    /// The address, as far as it can be believed.
    pub address: IpAddr,
    /// What the device calls itself, cut to 200 characters.
    pub user_agent: Option<String>,
    /// For the journal.
    pub request_id: Option<Uuid>,
}

/// Signs in. Unknown user, wrong password and suspended account get the same answer after the same work.
pub(in crate::identity) async fn sign_in(
    app: &App,
    visitor: Visitor,
    username: String,
    password: SecretString,
) -> Outcome<TokenPair> {
    let user = verified(app, &visitor, username, password).await?;
    let now = app.clock.now();
    let refresh = app.secrets.fresh()?;
    let hash = app.secrets.hash_refresh(refresh.expose_secret());
    let session = id::new(now);
    let (user_id, must_change_password) = (user.id, user.must_change_password);
    app.db
        .write(move |db| {
            // What was verified may have ended meanwhile; a new session must not outlive that.
            let present = users::own(db, user_id)?;
            if present.status != UserStatus::Active || present.password_hash != user.password_hash {
                return Err(Problem::new(Code::InvalidCredentials));
            }
            let row = SessionRow {
                id: session,
                user_id,
                created_at: now,
                last_used_at: now,
                expires_at: now + SESSION,
                ended_at: None,
                end_reason: None,
                user_agent: visitor.user_agent,
                version: 1,
            };
            sessions::insert(db, &row)?;
            sessions::insert_token(db, &token_row(&hash, &row, now))?;
            let entry = Entry::new("session.open", "session", session);
            journal::append(db, &[entry], now, Some(user_id), visitor.request_id)
        })
        .await?;
    pair(app, user_id, session, &refresh, must_change_password, now)
}

/// The active user with this name and password. A try is counted before the password is looked at, so that many
/// tries at once cannot outrun the delay.
pub(super) async fn verified(
    app: &App,
    visitor: &Visitor,
    username: String,
    password: SecretString,
) -> Outcome<UserRow> {
    let now = app.clock.now();
    let before = count_try(app, visitor, &username, now).await?;
    let name = username.clone();
    let user = app.db.read(move |db| users::by_username(db, &name)).await?;
    let hash = user.as_ref().and_then(|user| user.password_hash.clone());
    let right = app.hasher.verify(password, hash).await?;
    match user {
        Some(user) if right && user.status == UserStatus::Active => {
            forgive_try(app, visitor, &username, before, now).await?;
            Ok(user)
        }
        _ => Err(Problem::new(Code::InvalidCredentials)),
    }
}

fn keys(app: &App, visitor: &Visitor, username: &str) -> ([u8; 32], [u8; 32]) {
    let account = app.secrets.hash_code(&format!("account {username}"));
    let address = app.secrets.hash_code(&format!("address {}", visitor.address));
    (account, address)
}

/// Refuses while a delay runs; else counts this try as failed until it turns out otherwise. Answers what the
/// address's count was before.
pub(super) async fn count_try(app: &App, visitor: &Visitor, name: &str, now: Instant) -> Outcome<Throttle> {
    let (account, address) = keys(app, visitor, name);
    app.db
        .write(move |db| {
            let mut count = |key: &[u8], counted| -> Outcome<Throttle> {
                let known = throttles::read(db, key)?;
                known.check(now).map_err(|wait| Problem::new(Code::TooManyRequests).retry_after(wait))?;
                throttles::write(db, key, known.failed(counted, now), now)?;
                Ok(known)
            };
            count(&account, Counted::Account)?;
            count(&address, Counted::Address)
        })
        .await
}

/// The try was good after all.
pub(super) async fn forgive_try(
    app: &App,
    visitor: &Visitor,
    name: &str,
    before: Throttle,
    now: Instant,
) -> Outcome<()> {
    let (account, address) = keys(app, visitor, name);
    app.db
        .write(move |db| {
            throttles::read(db, &account)?;
            throttles::write(db, &account, Throttle::default(), now)?;
            let forgiven = throttles::read(db, &address)?.forgiven(before);
            throttles::write(db, &address, forgiven, now)
        })
        .await
}

fn token_row(hash: &[u8; 32], session: &SessionRow, now: Instant) -> TokenRow {
    TokenRow {
        token_hash: hash.to_vec(),
        session_id: session.id,
        issued_at: now,
        expires_at: (now + IDLE).min(session.expires_at),
        used_at: None,
        successor_hash: None,
    }
}

fn pair(
    app: &App,
    user: Uuid,
    session_id: Uuid,
    refresh: &SecretString,
    must_change_password: bool,
    now: Instant,
) -> Outcome<TokenPair> {
    let access = app.tokens.issue(user, session_id, now)?;
    Ok(TokenPair {
        access_token: access.token.expose_secret().to_owned(),
        token_type: "Bearer",
        expires_in: access.expires_in,
        refresh_token: refresh.expose_secret().to_owned(),
        session_id,
        must_change_password,
    })
}

/// Changes a refresh token for a new pair. A token that was used before ends its session (RFC 9700 §4.14.2),
/// except when the same request is sent again with the same `Idempotency-Key` because its answer was lost.
pub(in crate::identity) async fn refresh(
    app: &App,
    visitor: Visitor,
    token: SecretString,
    key: Option<String>,
) -> Outcome<TokenPair> {
    let now = app.clock.now();
    let new = match &key {
        Some(key) => app.secrets.successor(&token, key),
        None => app.secrets.fresh()?,
    };
    let change = Change {
        old: app.secrets.hash_refresh(token.expose_secret()),
        new: app.secrets.hash_refresh(new.expose_secret()),
        repeatable: key.is_some(),
        now,
        request_id: visitor.request_id,
    };
    let refused = || Problem::new(Code::InvalidRefreshToken);
    // The end of a session must be committed, so a reused token is no error inside the transaction.
    let (user, session) = app.db.write(move |db| change.run(db)).await?.ok_or_else(refused)?;
    let must_change = app.db.read(move |db| users::own(db, user)).await?.must_change_password;
    pair(app, user, session, &new, must_change, now)
}

struct Change {
    old: [u8; 32],
    new: [u8; 32],
    repeatable: bool,
    now: Instant,
    request_id: Option<Uuid>,
}

impl Change {
    /// The user and the session, or nothing when the token is no longer good.
    fn run(&self, db: &mut AnyConnection) -> Outcome<Option<(Uuid, Uuid)>> {
        let Some((token, session, status)) = sessions::by_token(db, &self.old)? else { return Ok(None) };
        let over =
            session.ended_at.is_some() || session.expires_at <= self.now || token.expires_at <= self.now;
        if over || status != UserStatus::Active {
            return Ok(None);
        }
        let known = Some((session.user_id, session.id));
        if sessions::use_token(db, &self.old, self.repeatable.then_some(&self.new[..]), self.now)? {
            sessions::insert_token(db, &token_row(&self.new, &session, self.now))?;
            sessions::touch(db, session.id, self.now)?;
            self.note(db, "session.refresh", &session)?;
            return Ok(known);
        }
        // Asked again, because whoever was faster may be the same request on another connection.
        if self.repeatable && sessions::is_unused_successor(db, &self.old, &self.new)? {
            return Ok(known);
        }
        sessions::end(db, session.user_id, Which::One(session.id), "refresh_token_reused", self.now)?;
        self.note(db, "session.end_reused", &session)?;
        Ok(None)
    }

    fn note(&self, db: &mut AnyConnection, action: &'static str, session: &SessionRow) -> Outcome<()> {
        let entry = Entry::new(action, "session", session.id);
        journal::append(db, &[entry], self.now, Some(session.user_id), self.request_id)
    }
}
