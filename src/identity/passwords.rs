//! Passwords: which are good enough, and their Argon2id hashes (RFC 9106, parameters of the OWASP password
//! storage cheat sheet), a few at a time so that sign-ins cannot take all memory and cores.

use std::sync::Arc;
use std::thread::available_parallelism;

use argon2::password_hash::phc::PasswordHash;
use argon2::{Algorithm, Argon2, Params, PasswordHasher, PasswordVerifier, Version};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{OwnedSemaphorePermit, Semaphore};
use unicode_normalization::UnicodeNormalization;

use crate::kernel::problem::{Outcome, Problem, Violation};

/// The fewest characters of a password (NIST SP 800-63B: length, not composition).
pub const SHORTEST: usize = 12;
/// The most characters of a password.
pub const LONGEST: usize = 128;

/// How many may wait for their turn before the next is sent away.
const MOST_WAITING: usize = 64;
const MOST_AT_ONCE: usize = 4;

/// The twelve characters and more that guessers try first; those with one letter only are refused by rule.
const COMMON: [&str; 24] = [
    "123456789012",
    "1234567890123",
    "123456789123",
    "123123123123",
    "121212121212",
    "012345678910",
    "abcdefghijkl",
    "abcd12345678",
    "abc123456789",
    "a123456789012",
    "qwertyuiop12",
    "qwertyuiop123",
    "qwerty123456",
    "qwertyuiopasdf",
    "1q2w3e4r5t6y",
    "password1234",
    "password12345",
    "passwordpassword",
    "administrator",
    "matkhau12345",
    "matkhau123456",
    "congdoan1234",
    "congdoan12345",
    "congdoanvietnam",
];

/// Hashes and verifies passwords. Clones share their turns.
#[derive(Clone, Debug)]
pub struct Hasher {
    params: Params,
    dummy: Arc<str>,
    places: Arc<Semaphore>,
    turns: Arc<Semaphore>,
}

/// A place in the waiting room and a turn at the hashing, both given back when this is dropped.
struct Turn {
    _place: OwnedSemaphorePermit,
    _turn: OwnedSemaphorePermit,
}

impl Default for Hasher {
    fn default() -> Self {
        let cores = available_parallelism().map_or(1, usize::from);
        Self::new((cores / 2).clamp(1, MOST_AT_ONCE))
    }
}

impl Hasher {
    /// Argon2id with 19 MiB, two passes and one lane; at most `at_once` hashes at the same time (at least 1).
    #[must_use]
    pub fn new(at_once: usize) -> Self {
        Self::with(Params::DEFAULT, at_once)
    }

    /// With parameters that protect nothing, for tests.
    #[must_use]
    pub fn cheap_for_tests() -> Self {
        // The least the algorithm allows: 8 KiB, one pass.
        let least = Params::new(Params::MIN_M_COST, 1, 1, None).unwrap_or(Params::DEFAULT);
        Self::with(least, MOST_AT_ONCE)
    }

    fn with(params: Params, at_once: usize) -> Self {
        let at_once = at_once.max(1);
        // No password leads to these bytes; verifying against them costs what verifying against a real hash does.
        let dummy = format!(
            "$argon2id$v=19$m={},t={},p={}$bm8gc3VjaCBhY2NvdW50IQ$bm8gcGFzc3dvcmQgbGVhZHMgdG8gdGhpcyBoYXNoLi4",
            params.m_cost(),
            params.t_cost(),
            params.p_cost()
        );
        Self {
            params,
            dummy: dummy.into(),
            places: Arc::new(Semaphore::new(at_once + MOST_WAITING)),
            turns: Arc::new(Semaphore::new(at_once)),
        }
    }

    /// The PHC string of a password, with a fresh salt.
    ///
    /// # Errors
    /// `unavailable` when too many wait already.
    pub async fn hash(&self, password: SecretString) -> Outcome<String> {
        let hasher = self.clone();
        self.in_turn(move || hasher.hash_blocking(&password)).await
    }

    /// Whether `password` leads to `phc`. Without a `phc` (no such account) it takes as long and is `false`.
    ///
    /// # Errors
    /// `unavailable` when too many wait already; `internal_error` when `phc` is no Argon2 hash.
    pub async fn verify(&self, password: SecretString, phc: Option<String>) -> Outcome<bool> {
        let hasher = self.clone();
        self.in_turn(move || {
            let known = phc.is_some();
            let right = hasher.verify_blocking(&password, phc.as_deref().unwrap_or(&hasher.dummy))?;
            Ok(right && known)
        })
        .await
    }

    /// [`Self::hash`] on the calling thread and without waiting for a turn, for the command line and the demo.
    ///
    /// # Errors
    /// `internal_error` when the system gives no random bytes or no memory.
    pub fn hash_blocking(&self, password: &SecretString) -> Outcome<String> {
        let hash: PasswordHash = self
            .argon2()
            .hash_password(normal(password).expose_secret().as_bytes())
            .map_err(Problem::internal)?;
        Ok(hash.to_string())
    }

    /// Whether a stored hash was made with other parameters than those of now, and should be made again when its
    /// owner next signs in.
    #[must_use]
    pub fn needs_rehash(&self, phc: &str) -> bool {
        let Ok(hash) = PasswordHash::new(phc) else { return true };
        let Ok(params) = Params::try_from(&hash) else { return true };
        hash.algorithm != Algorithm::Argon2id.ident()
            || hash.version != Some(Version::V0x13.into())
            || (params.m_cost(), params.t_cost(), params.p_cost())
                != (self.params.m_cost(), self.params.t_cost(), self.params.p_cost())
    }

    /// [`Self::verify`] of a known hash, on the calling thread and without waiting for a turn.
    ///
    /// # Errors
    /// `internal_error` when the hash is not one of ours.
    pub fn verify_blocking(&self, password: &SecretString, phc: &str) -> Outcome<bool> {
        use argon2::password_hash::Error;
        match self.argon2().verify_password(normal(password).expose_secret().as_bytes(), phc) {
            Ok(()) => Ok(true),
            Err(Error::PasswordInvalid) => Ok(false),
            Err(error) => Err(Problem::internal(format!("a stored password hash: {error}"))),
        }
    }

    fn argon2(&self) -> Argon2<'static> {
        Argon2::new(Algorithm::Argon2id, Version::V0x13, self.params.clone())
    }

    async fn in_turn<T: Send + 'static>(
        &self,
        work: impl FnOnce() -> Outcome<T> + Send + 'static,
    ) -> Outcome<T> {
        let turn = self.turn().await?;
        // The turn goes with the work: a caller who hangs up does not make room while the core is still busy.
        let done = tokio::task::spawn_blocking(move || {
            let result = work();
            drop(turn);
            result
        });
        done.await.map_err(Problem::internal)?
    }

    async fn turn(&self) -> Outcome<Turn> {
        let place = Arc::clone(&self.places).try_acquire_owned();
        let place = place.map_err(|_| Problem::unavailable("too many wait for a password hash"))?;
        let turn = Arc::clone(&self.turns).acquire_owned().await.map_err(Problem::internal)?;
        Ok(Turn { _place: place, _turn: turn })
    }
}

/// The rules a new password breaks, as violations at `pointer`; `username` is whose it will be.
#[must_use]
pub fn check_strength(pointer: &str, password: &str, username: &str) -> Vec<Violation> {
    let normal: String = password.nfc().collect();
    let count = normal.chars().count();
    let folded = normal.to_lowercase();
    let refuse = |code, vi: String, en: String| Violation::at(pointer, code, vi, en);
    let mut broken = Vec::new();
    if count < SHORTEST {
        broken.push(refuse(
            "too_short",
            format!("Mật khẩu cần ít nhất {SHORTEST} ký tự"),
            format!("A password has at least {SHORTEST} characters"),
        ));
    }
    if count > LONGEST {
        broken.push(refuse(
            "too_long",
            format!("Mật khẩu có nhiều nhất {LONGEST} ký tự"),
            format!("A password has at most {LONGEST} characters"),
        ));
    }
    if normal.chars().any(char::is_control) {
        broken.push(refuse(
            "malformed",
            "Mật khẩu không được chứa ký tự điều khiển".into(),
            "A password holds no control characters".into(),
        ));
    }
    if easy_to_guess(&folded, &username.nfc().collect::<String>().to_lowercase()) {
        broken.push(refuse(
            "too_easy",
            "Mật khẩu quá dễ đoán; hãy dùng vài từ chỉ mình bạn biết".into(),
            "The password is too easy to guess; use a few words that only you know".into(),
        ));
    }
    broken
}

fn easy_to_guess(password: &str, username: &str) -> bool {
    let mut letters = password.chars();
    let first = letters.next();
    let all_alike = letters.all(|letter| Some(letter) == first);
    all_alike || password == username || COMMON.contains(&password)
}

/// A keyboard may send "ế" as one code point or as three; the hash is of the composed form (NIST SP 800-63B).
fn normal(password: &SecretString) -> SecretString {
    password.expose_secret().nfc().collect::<String>().into()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::kernel::problem::Code;

    fn codes(password: &str) -> Vec<&'static str> {
        check_strength("/password", password, "Nguyen.Van.Can")
            .iter()
            .map(|violation| violation.code)
            .collect()
    }

    #[test]
    fn length_counts_and_composition_does_not() {
        assert_eq!(codes("mười hai chữ"), [""; 0]);
        assert_eq!(codes("mười một ch"), ["too_short"]);
        assert_eq!(codes("mười một ch".nfd().collect::<String>().as_str()), ["too_short"]);
        assert_eq!(codes(&"ab".repeat(64)), [""; 0]);
        assert_eq!(codes(&("ab".repeat(64) + "a")), ["too_long"]);
        assert_eq!(codes("a bell \u{7} rings here"), ["malformed"]);
    }

    #[test]
    fn what_is_easily_guessed_is_refused() {
        for easy in ["nguyen.van.can", "aaaaaaaaaaaaa", "PasswordPassword", "congdoan1234"] {
            assert_eq!(codes(easy), ["too_easy"], "{easy}");
        }
        assert_eq!(codes(""), ["too_short", "too_easy"]);
        assert!(COMMON.iter().all(|common| common.len() >= SHORTEST && *common == common.to_lowercase()));
    }

    #[test]
    fn the_parameters_are_those_of_the_recommendation() {
        let phc = Hasher::new(1).hash_blocking(&"correct horse battery".into()).unwrap();
        assert!(phc.starts_with("$argon2id$v=19$m=19456,t=2,p=1$"), "{phc}");
        assert!(!Hasher::new(1).needs_rehash(&phc));
        assert!(Hasher::cheap_for_tests().needs_rehash(&phc));
        assert!(Hasher::new(1).needs_rehash(&phc.replace("argon2id", "argon2i")));
        assert!(Hasher::new(1).needs_rehash("not a hash"));
    }

    #[tokio::test]
    async fn a_password_verifies_against_its_own_hash_only() {
        let hasher = Hasher::cheap_for_tests();
        let phc = hasher.hash("tiếng Việt có dấu".into()).await.unwrap();
        assert_ne!(phc, hasher.hash("tiếng Việt có dấu".into()).await.unwrap(), "the salt is new each time");
        let decomposed: String = "tiếng Việt có dấu".nfd().collect();
        assert!(hasher.verify(decomposed.into(), Some(phc.clone())).await.unwrap());
        assert!(!hasher.verify("tieng Viet co dau".into(), Some(phc)).await.unwrap());
        let broken = hasher.verify("x".into(), Some("$argon2id$".into())).await.unwrap_err();
        assert_eq!(broken.code, Code::Internal);
    }

    #[tokio::test]
    async fn an_unknown_user_costs_a_whole_verification() {
        let hasher = Hasher::new(1);
        assert!(!hasher.verify("whatever it is".into(), None).await.unwrap());
        // A dummy that did not parse, or had other parameters, would answer at once.
        assert!(!hasher.needs_rehash(&hasher.dummy));
        assert!(!hasher.verify_blocking(&"x".into(), &hasher.dummy).unwrap());
        let real = PasswordHash::new(&hasher.hash_blocking(&"x".into()).unwrap()).unwrap();
        let dummy = PasswordHash::new(&hasher.dummy).unwrap();
        assert_eq!(dummy.hash.unwrap().len(), real.hash.unwrap().len());
        assert_eq!(dummy.salt.unwrap().len(), real.salt.unwrap().len());
    }

    #[tokio::test]
    async fn who_finds_the_waiting_room_full_is_sent_away() {
        let hasher = Hasher::with(Hasher::cheap_for_tests().params, 1);
        let busy = hasher.turn().await.unwrap();
        let waiting: Vec<_> = (0..MOST_WAITING)
            .map(|_| {
                let hasher = hasher.clone();
                tokio::spawn(async move { hasher.hash("a long password".into()).await })
            })
            .collect();
        while hasher.places.available_permits() > 0 {
            tokio::task::yield_now().await;
        }
        let refused = hasher.hash("one too many here".into()).await.unwrap_err();
        assert_eq!(refused.code, Code::Unavailable);
        assert!(refused.retry_after.is_some());
        drop(busy);
        for hash in waiting {
            hash.await.unwrap().unwrap();
        }
        assert_eq!(hasher.places.available_permits(), 1 + MOST_WAITING);
    }
}
