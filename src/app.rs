//! What all requests share.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use tokio::sync::Semaphore;

use crate::db::Db;
use crate::files::Files;
use crate::http::DigestKey;
use crate::identity::{Hasher, Keys, OpaqueSecrets, Tokens};
use crate::kernel::clock::Clock;
use crate::kernel::cursor::CursorKey;
use crate::kernel::problem::Outcome;
use crate::vault::Vault;

/// The running application: the database, the clock and the secrets. It keeps no other state than how many imports it
/// works on, so several can run beside each other on one database.
#[derive(Debug)]
pub struct App {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// Access tokens.
    pub tokens: Tokens,
    /// Refresh tokens and reset codes.
    pub secrets: OpaqueSecrets,
    /// Passwords.
    pub hasher: Hasher,
    /// What seals and opens personal data.
    pub vault: Arc<Vault>,
    /// What tells a repeated request from another one.
    pub digests: Arc<DigestKey>,
    /// Where attached files lie.
    pub files: Arc<Files>,
    /// Page cursors.
    pub cursors: CursorKey,
    /// The public keys, as `/.well-known/jwks.json` answers them.
    pub jwks: serde_json::Value,
    /// How many proxies in front append to `X-Forwarded-For` is not guessed: only these addresses are believed.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Places for the imports of awards that this server works on.
    pub imports: Imports,
    /// Whether the demo's accounts are let in. Their password is printed, so only where nobody else can reach them.
    pub admits_demo: bool,
    draining: AtomicBool,
}

/// How many imports there may be at once.
#[derive(Debug)]
pub struct Imports {
    /// Files that are in memory, from their first byte on.
    pub held: Arc<Semaphore>,
    /// Those of them that are worked on; the others wait their turn. SQLite has one writer, and more at once would only
    /// wait for one another.
    pub at_work: Semaphore,
}

impl Default for Imports {
    fn default() -> Self {
        Self { held: Arc::new(Semaphore::new(4)), at_work: Semaphore::new(1) }
    }
}

/// What an application is put together from.
#[derive(Debug)]
pub struct Parts {
    /// The database.
    pub db: Db,
    /// The time.
    pub clock: Clock,
    /// What seals and opens personal data.
    pub vault: Vault,
    /// Where attached files lie.
    pub files: Files,
    /// Passwords.
    pub hasher: Hasher,
}

impl App {
    /// Puts the application together.
    ///
    /// # Errors
    /// `internal_error` when the keys cannot be prepared.
    pub fn new(
        parts: Parts,
        keys: &Keys,
        issuer: &str,
        trusted_proxies: Vec<std::net::IpAddr>,
        admits_demo: bool,
    ) -> Outcome<Self> {
        let Parts { db, clock, vault, files, hasher } = parts;
        Ok(Self {
            db,
            clock,
            tokens: Tokens::new(keys, issuer)?,
            secrets: OpaqueSecrets::new(keys),
            hasher,
            vault: Arc::new(vault),
            digests: Arc::new(DigestKey::new(&keys.derive("request digests"))),
            files: Arc::new(files),
            cursors: CursorKey::derive(&keys.derive("page cursors")),
            jwks: keys.jwks(),
            trusted_proxies,
            imports: Imports::default(),
            admits_demo,
            draining: AtomicBool::new(false),
        })
    }

    /// From now on `/readyz` says no, so that no new work is sent here.
    pub fn drain(&self) {
        self.draining.store(true, Ordering::SeqCst);
    }

    /// Whether the server is stopping.
    #[must_use]
    pub fn is_draining(&self) -> bool {
        self.draining.load(Ordering::SeqCst)
    }
}
