//! Secrets that mean nothing but themselves: refresh tokens and one-time reset codes. The database keeps only
//! their HMAC, so that a copy of it signs nobody in.

use aws_lc_rs::{hmac, rand};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use secrecy::{ExposeSecret, SecretString};

use super::keys::{Keys, tag};
use crate::kernel::problem::{Outcome, Problem};

const PREFIX: &str = "rt_";
/// Crockford's base 32: no I, L, O or U, so that a code can be read out over the telephone.
const ALPHABET: &[u8; 32] = b"0123456789ABCDEFGHJKMNPQRSTVWXYZ";
const CODE_LENGTH: usize = 10;

/// Makes and hashes refresh tokens and reset codes.
#[derive(Clone, Debug)]
pub struct OpaqueSecrets {
    refresh: hmac::Key,
    successor: hmac::Key,
    code: hmac::Key,
    throttle: hmac::Key,
}

impl OpaqueSecrets {
    /// With peppers derived from the server's key.
    #[must_use]
    pub fn new(keys: &Keys) -> Self {
        let key = |label| hmac::Key::new(hmac::HMAC_SHA256, &keys.derive(label));
        Self {
            refresh: key("refresh-token"),
            successor: key("refresh-successor"),
            code: key("reset-code"),
            throttle: key("throttle"),
        }
    }

    /// A new refresh token: `rt_` and 32 random bytes in base64url.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn fresh(&self) -> Outcome<SecretString> {
        Ok(encode(random::<32>()?))
    }

    /// The refresh token that follows `old` for the request with this idempotency key: always the same, so that a
    /// client whose answer got lost can ask again and is not taken for a thief. Without the server's key nobody
    /// can work it out from `old`.
    #[must_use]
    pub fn successor(&self, old: &SecretString, idempotency_key: &str) -> SecretString {
        // A refresh token holds no zero byte, so the two parts cannot be shifted into each other.
        let parts = [old.expose_secret().as_bytes(), &[0], idempotency_key.as_bytes()];
        encode(tag(&self.successor, &parts))
    }

    /// What the database keeps of a refresh token.
    #[must_use]
    pub fn hash_refresh(&self, token: &str) -> [u8; 32] {
        tag(&self.refresh, &[token.as_bytes()])
    }

    /// A new one-time reset code, 50 random bits as `XXXXX-XXXXX`.
    ///
    /// # Errors
    /// The system gives no random bytes.
    pub fn fresh_code(&self) -> Outcome<SecretString> {
        // 256 is a multiple of 32: the low five bits of a random byte are evenly spread.
        let bytes = random::<CODE_LENGTH>()?;
        let mut code = String::with_capacity(CODE_LENGTH + 1);
        for (position, byte) in bytes.iter().enumerate() {
            if position == CODE_LENGTH / 2 {
                code.push('-');
            }
            code.extend(ALPHABET.get(usize::from(byte & 31)).map(|letter| char::from(*letter)));
        }
        Ok(code.into())
    }

    /// What the database keeps of a reset code. Case, dashes and spaces do not count, and O, I and L are read as
    /// 0, 1 and 1 (Crockford).
    #[must_use]
    pub fn hash_code(&self, code: &str) -> [u8; 32] {
        let read: String = code
            .chars()
            .filter(|c| !matches!(c, '-' | ' '))
            .map(|c| read_letter(c.to_ascii_uppercase()))
            .collect();
        tag(&self.code, &[read.as_bytes()])
    }

    /// Under which the database counts the tries of `whom`. The text counts as it stands: what is alike to a reader
    /// is still another account.
    #[must_use]
    pub fn throttle_key(&self, whom: &str) -> [u8; 32] {
        tag(&self.throttle, &[whom.as_bytes()])
    }
}

fn read_letter(letter: char) -> char {
    match letter {
        'O' => '0',
        'I' | 'L' => '1',
        other => other,
    }
}

fn encode(bytes: [u8; 32]) -> SecretString {
    format!("{PREFIX}{}", URL_SAFE_NO_PAD.encode(bytes)).into()
}

fn random<const N: usize>() -> Outcome<[u8; N]> {
    let mut bytes = [0; N];
    rand::fill(&mut bytes).map_err(|_| Problem::internal("the system gives no random bytes"))?;
    Ok(bytes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::collections::HashSet;

    fn secrets() -> OpaqueSecrets {
        OpaqueSecrets::new(&Keys::generate().unwrap())
    }

    #[test]
    fn fresh_tokens_have_the_form_and_differ() {
        let secrets = secrets();
        let many: HashSet<String> =
            (0..100).map(|_| secrets.fresh().unwrap().expose_secret().to_owned()).collect();
        assert_eq!(many.len(), 100);
        let has_the_form = |token: &String| {
            token.strip_prefix(PREFIX).is_some_and(|rest| URL_SAFE_NO_PAD.decode(rest).unwrap().len() == 32)
        };
        assert!(many.iter().all(has_the_form), "{many:?}");
    }

    #[test]
    fn the_successor_depends_on_token_request_and_server_and_repeats() {
        let (here, elsewhere) = (secrets(), secrets());
        let (one, two) = (here.fresh().unwrap(), here.fresh().unwrap());
        let next = |secrets: &OpaqueSecrets, old, key| secrets.successor(old, key).expose_secret().to_owned();
        assert_eq!(next(&here, &one, "k1"), next(&here, &one, "k1"));
        let all = [
            next(&here, &one, "k1"),
            next(&here, &one, "k2"),
            next(&here, &two, "k1"),
            next(&elsewhere, &one, "k1"),
        ];
        assert_eq!(all.iter().collect::<HashSet<_>>().len(), 4);
    }

    #[test]
    fn hashes_are_peppered() {
        let (here, elsewhere) = (secrets(), secrets());
        assert_eq!(here.hash_refresh("rt_x"), here.hash_refresh("rt_x"));
        assert_ne!(here.hash_refresh("rt_x"), elsewhere.hash_refresh("rt_x"));
        assert_ne!(here.hash_refresh("rt_x"), here.hash_refresh("rt_y"));
        assert_ne!(here.hash_code("X"), here.hash_refresh("X"));
        assert_ne!(here.throttle_key("X"), elsewhere.throttle_key("X"));
        assert_ne!(here.throttle_key("X"), here.hash_code("X"));
    }

    #[test]
    fn accounts_that_read_alike_are_counted_apart() {
        let secrets = secrets();
        for other in ["account LE.LAI", "account 1e.lai", "account le-lai", "account  le.lai"] {
            assert_ne!(secrets.throttle_key("account le.lai"), secrets.throttle_key(other), "{other}");
        }
    }

    #[test]
    fn a_code_is_read_as_people_write_it() {
        let secrets = secrets();
        let code = secrets.fresh_code().unwrap().expose_secret().to_owned();
        assert_eq!((code.len(), code.find('-')), (11, Some(5)));
        assert!(code.bytes().all(|b| b == b'-' || ALPHABET.contains(&b)), "{code}");
        assert_eq!(secrets.hash_code("01ABC-DEFGH"), secrets.hash_code(" oiabc defgh"));
        assert_eq!(secrets.hash_code("01ABC-DEFGH"), secrets.hash_code("OLABCDEFGH"));
        assert_ne!(secrets.hash_code("01ABC-DEFGH"), secrets.hash_code("01ABC-DEFGJ"));
    }
}
