//! Tries that may be guesses: each is counted as failed before it is looked at, so that many at once cannot outrun
//! the delay, and the count is taken back when it was none.

use std::net::IpAddr;

use crate::app::App;
use crate::db::AnyConnection;
use crate::identity::OpaqueSecrets;
use crate::identity::store::throttles::{self, PREFIX};
use crate::identity::throttle::{Counted, Throttle, network_of};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Code, Outcome, Problem};

/// Under what a try is counted, always locked in this order.
#[derive(Clone)]
pub(super) struct Counters(Vec<(Counted, [u8; 32])>);

impl Counters {
    /// For one who names an account: the account, the account from this address, and the address.
    pub(super) fn of_account(secrets: &OpaqueSecrets, username: &str, address: IpAddr) -> Self {
        let network = network_of(address);
        let account = account_key(secrets, username);
        let mut pair = secrets.throttle_key(&format!("pair {network} {username}"));
        pair.iter_mut().zip(account).take(PREFIX).for_each(|(to, from)| *to = from);
        let address = secrets.throttle_key(&format!("address {network}"));
        Self(vec![(Counted::Account, account), (Counted::Pair, pair), (Counted::Address, address)])
    }

    /// For one who is signed in: what strangers do to the account is no hindrance here.
    pub(super) fn of_session(secrets: &OpaqueSecrets, session: Uuid) -> Self {
        Self(vec![(Counted::Session, secrets.throttle_key(&format!("session {session}")))])
    }
}

fn account_key(secrets: &OpaqueSecrets, username: &str) -> [u8; 32] {
    secrets.throttle_key(&format!("account {username}"))
}

/// Forgets the failed tries at an account, from everywhere.
pub(super) fn forget(db: &mut AnyConnection, secrets: &OpaqueSecrets, username: &str) -> Outcome<()> {
    throttles::forget_account(db, account_key(secrets, username))
}

/// Does `work`, unless a delay runs. `invalid_credentials` counts as a failed try; any other refusal says nothing of
/// the secret and does not count.
pub(super) async fn counted<T>(
    app: &App,
    counters: Counters,
    now: Instant,
    work: impl Future<Output = Outcome<T>>,
) -> Outcome<T> {
    let before = count(app, counters.clone(), now).await?;
    let outcome = work.await;
    match &outcome {
        Ok(_) => settle(app, counters, before, now, true).await?,
        Err(problem) if problem.code == Code::InvalidCredentials => {}
        // What is answered is why the work failed, whether or not the count could be taken back.
        Err(_) => drop(settle(app, counters, before, now, false).await),
    }
    outcome
}

/// Counts a try under each and answers what was known before.
async fn count(app: &App, counters: Counters, now: Instant) -> Outcome<Vec<Throttle>> {
    // A flood of tries that are refused anyway must not fill the writer's queue.
    let looked_at = counters.clone();
    app.db.read(move |db| known(db, &looked_at, now, throttles::read).map(drop)).await?;
    app.db
        .write(move |db| {
            let before = known(db, &counters, now, throttles::read_to_write)?;
            for ((counted, key), known) in counters.0.iter().zip(&before) {
                throttles::write(db, key, known.failed(*counted, now), now)?;
            }
            Ok(before)
        })
        .await
}

/// What is known of each; refused while one of them has to wait.
fn known(
    db: &mut AnyConnection,
    counters: &Counters,
    now: Instant,
    read: fn(&mut AnyConnection, &[u8]) -> Outcome<Throttle>,
) -> Outcome<Vec<Throttle>> {
    let known: Vec<_> = counters.0.iter().map(|(_, key)| read(db, key)).collect::<Outcome<_>>()?;
    match known.iter().filter_map(|throttle| throttle.check(now).err()).max() {
        Some(wait) => Err(Problem::new(Code::TooManyRequests).retry_after(wait)),
        None => Ok(known),
    }
}

/// Takes the try's own count back. When it was `good`, what others failed at the account is forgotten too, but never
/// what they failed at the address: an account of one's own would buy free tries at others.
async fn settle(
    app: &App,
    counters: Counters,
    before: Vec<Throttle>,
    now: Instant,
    good: bool,
) -> Outcome<()> {
    app.db
        .write(move |db| {
            for ((counted, key), before) in counters.0.iter().zip(before) {
                let present = throttles::read_to_write(db, key)?;
                let left = match counted {
                    Counted::Address => present.forgiven(before),
                    _ if good => Throttle::default(),
                    _ => present.forgiven(before),
                };
                throttles::write(db, key, left, now)?;
            }
            Ok(())
        })
        .await
}
