//! Signing in, and changing a refresh token for a new pair.

use std::net::IpAddr;

use secrecy::{ExposeSecret, SecretString};

use super::tries::{Counters, counted};
use crate::app::App;
use crate::db::AnyConnection;
use crate::identity::dto::TokenPair;
use crate::identity::model::{IDLE, MOST_SESSIONS, SESSION, UserStatus};
use crate::identity::store::sessions::{self, SessionRow, TokenRow, Which};
use crate::identity::store::users::{self, UserRow};
use crate::journal::{self, Entry};
use crate::kernel::clock::Instant;
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Code, Outcome, Problem};

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
    let counters = Counters::of_account(&app.secrets, &username, visitor.address);
    counted(app, counters, app.clock.now(), enter(app, visitor, username, password)).await
}

async fn enter(app: &App, visitor: Visitor, username: String, password: SecretString) -> Outcome<TokenPair> {
    let user = app.db.read(move |db| users::by_username(db, &username)).await?;
    let user = verified(app, user, password.clone()).await?;
    let fresh_hash = rehashed(app, &user, password).await;
    let now = app.clock.now();
    let refresh = app.secrets.fresh()?;
    let hash = app.secrets.hash_refresh(refresh.expose_secret());
    let session = id::new(now);
    let (user_id, must_change_password) = (user.id, user.must_change_password);
    app.db
        .write(move |db| {
            // What was verified may have ended meanwhile; a new session must not outlive that.
            users::lock(db, user_id)?;
            let present = users::own(db, user_id)?;
            if present.status != UserStatus::Active || present.password_hash != user.password_hash {
                return Err(Problem::new(Code::InvalidCredentials));
            }
            if let Some(phc) = fresh_hash {
                users::rehash(db, user_id, &phc)?;
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
            let mut entries = vec![Entry::new("session.open", "session", session)];
            entries.extend(end_surplus(db, user_id, now)?);
            journal::append(db, &entries, now, Some(user_id), visitor.request_id)
        })
        .await?;
    pair(app, user_id, session, &refresh, must_change_password, now)
}

/// Ends the oldest sessions beyond those a user can have open.
fn end_surplus(db: &mut AnyConnection, user: Uuid, now: Instant) -> Outcome<Vec<Entry>> {
    const REASON: &str = "too_many_sessions";
    let mut entries = Vec::new();
    for oldest in sessions::open(db, user, now, MOST_SESSIONS, MOST_SESSIONS)? {
        sessions::end(db, user, Which::One(oldest.id), REASON, now)?;
        entries.push(Entry::new("session.end", "session", oldest.id).reason(REASON));
    }
    Ok(entries)
}

/// The user, when active and let in here, and `password` is theirs. For nobody it takes as long.
pub(super) async fn verified(app: &App, user: Option<UserRow>, password: SecretString) -> Outcome<UserRow> {
    let hash = user.as_ref().and_then(|user| user.password_hash.clone());
    let right = app.hasher.verify(password, hash).await?;
    user.filter(|user| right && user.status == UserStatus::Active && (app.admits_demo || !user.is_demo))
        .ok_or_else(|| Problem::new(Code::InvalidCredentials))
}

/// The right password's hash with the parameters of now, where the stored one has others. While too many wait for
/// theirs, the next sign-in is early enough.
async fn rehashed(app: &App, user: &UserRow, password: SecretString) -> Option<String> {
    let old = user.password_hash.as_deref().is_some_and(|phc| app.hasher.needs_rehash(phc));
    if old { app.hasher.hash(password).await.ok() } else { None }
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
        admits_demo: app.admits_demo,
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
    admits_demo: bool,
    now: Instant,
    request_id: Option<Uuid>,
}

impl Change {
    /// The user and the session, or nothing when the token is no longer good.
    fn run(&self, db: &mut AnyConnection) -> Outcome<Option<(Uuid, Uuid)>> {
        let Some((token, session, status, is_demo)) = sessions::by_token(db, &self.old)? else {
            return Ok(None);
        };
        let over =
            session.ended_at.is_some() || session.expires_at <= self.now || token.expires_at <= self.now;
        if over || status != UserStatus::Active || (is_demo && !self.admits_demo) {
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
