//! The demo: a made-up February and March 2025 of a real province, loaded through the services.
//!
//! Every act is done by the person whose work it is, at an instant of early 2025, so that every rule holds and the
//! journal tells who did what when. The places are real; the workplaces, the people and most figures are made up.
//!
//! All of it is one transaction: a database holds the whole demo or nothing of it. What people start from has fixed
//! ids: [`PROVINCE`], [`FEBRUARY`] (issued as 209), [`MARCH`] (waiting for the chair to issue it).

mod answers;
mod awards;
mod cast;
mod february;
mod founding;
mod handing_down;
mod hardship;
mod march;
mod numbers;
mod rounds;
mod stage;
mod summary;
mod texts;
mod words;

use std::sync::Arc;

use secrecy::{ExposeSecret, SecretString};

pub use summary::Summary;

use self::stage::Stage;
use crate::config::Settings;
use crate::db::{AnyConnection, Db};
use crate::identity::passwords::check_strength;
use crate::identity::service::{has_demo_users, has_users, opens};
use crate::identity::{Hasher, Role};
use crate::kernel::clock::{Clock, Instant};
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Outcome, Problem};
use crate::organisations::service::root_of;
use crate::reports::service as reports;
use crate::server;
use crate::usecase::Reading;
use crate::vault::Vault;

/// The province.
pub const PROVINCE: Uuid = id(0x00, 0x01);
/// Its report of February, number 209.
pub const FEBRUARY: Uuid = id(0x02, 0x09);
/// Its report of March, accepted and not yet issued.
pub const MARCH: Uuid = id(0x02, 0x10);

/// The password of the demo accounts where the settings name none. It protects nothing: the accounts are refused
/// where others can reach them.
pub const PASSWORD: &str = "demo-province-2025";

/// An id anybody can recognise: `01950000-0000-7000-8000-000000000209`.
const fn id(high: u8, low: u8) -> Uuid {
    Uuid::from_bytes([0x01, 0x95, 0, 0, 0, 0, 0x70, 0, 0x80, 0, 0, 0, 0, 0, high, low])
}

/// Why the demo was not loaded.
#[derive(Debug, thiserror::Error)]
pub enum DemoError {
    /// The database could not be opened.
    #[error(transparent)]
    Open(#[from] server::ServeError),
    /// It holds something else.
    #[error(
        "the demo is only loaded into an empty database, and this one holds organisations or users already"
    )]
    NotEmpty,
    /// The demo's password breaks the rules for passwords.
    #[error("the demo's password is refused: {0}")]
    Password(String),
    /// A rule refused something, or the database failed. Nothing was loaded.
    #[error("the demo could not be loaded: {0}")]
    Refused(Problem),
}

impl From<Problem> for DemoError {
    fn from(problem: Problem) -> Self {
        Self::Refused(problem)
    }
}

/// Loads the demo into an empty database; where it is loaded already, changes nothing.
///
/// # Errors
/// As [`DemoError`] says; nothing is loaded then.
pub fn load(settings: &Settings) -> Result<Summary, DemoError> {
    let db = server::open_database(settings)?;
    let vault = Arc::new(server::open_vault(settings, stage::at(1, 2, 7, 0))?);
    let password = settings.demo_password.clone().unwrap_or_else(|| SecretString::from(PASSWORD));
    let loaded_now = !db.read_blocking(has_demo_users)?;
    if loaded_now {
        load_empty(&db, &vault, &password)?;
    }
    let hasher = Hasher::default();
    let (fits, march_issued) = db.read_blocking(|connection| {
        let fits = opens(connection, &hasher, cast::CHAIR, &password)?;
        let march = reports::read(&mut onlooker(connection, Arc::clone(&vault)), MARCH)?;
        Ok((fits, march.number.is_some()))
    })?;
    Ok(Summary { loaded_now, password: fits.then(|| password.expose_secret().to_owned()), march_issued })
}

fn load_empty(db: &Db, vault: &Arc<Vault>, password: &SecretString) -> Result<(), DemoError> {
    if let Some(broken) = check_strength("", password.expose_secret(), cast::CHAIR).first() {
        return Err(DemoError::Password(broken.detail.en.to_string()));
    }
    if db.read_blocking(|connection| Ok(has_users(connection)? || root_of(connection)?.is_some()))? {
        return Err(DemoError::NotEmpty);
    }
    // All accounts share one hash: hashing takes long on purpose, and they share the password anyway.
    let hash = Hasher::default().hash_blocking(password)?;
    let vault = Arc::clone(vault);
    Ok(db.write_blocking(move |connection| tell(connection, vault, &hash))?)
}

/// The whole story, in the order of time.
fn tell(connection: &mut AnyConnection, vault: Arc<Vault>, password_hash: &str) -> Outcome<()> {
    let stage = &mut Stage::new(connection, vault);
    founding::found(stage, password_hash)?;
    let programme = hardship::set_up(stage)?;
    let approved = awards::nominate(stage)?;
    february::tell(stage, programme, &approved)?;
    let given = handing_down::hand_down(stage)?;
    let round = march::open(stage)?;
    handing_down::gather(stage, &given)?;
    march::tell(stage, round)
}

/// Nobody in particular, who sees all and does nothing.
fn onlooker(db: &mut AnyConnection, vault: Arc<Vault>) -> Reading<'_> {
    let who = stage::principal(Uuid::nil(), Role::Inspector, PROVINCE, true);
    let now: Instant = Clock::System.now();
    Reading { db, who, now, vault }
}
