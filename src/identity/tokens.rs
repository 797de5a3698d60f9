//! Access tokens: JSON Web Tokens of the profile RFC 9068, signed with Ed25519, good for ten minutes.
//!
//! There is exactly one header this server writes, and it is the only one it reads: a token's header is compared
//! with it byte for byte. That fixes algorithm, type and key at once, and nothing a stranger put there is parsed.

use crate::kernel::id::Uuid;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chrono::TimeDelta;
use jsonwebtoken::{Algorithm, DecodingKey, EncodingKey, Header, crypto};
use secrecy::SecretString;
use serde::{Deserialize, Serialize};

use super::keys::Keys;
use crate::kernel::clock::Instant;
use crate::kernel::id;
use crate::kernel::problem::{Code, Outcome, Problem};

/// How long an access token is good, in seconds.
pub const LIFETIME_SECONDS: u32 = 600;

/// The longest token that is looked at, in bytes; ours have about 600.
const LONGEST: usize = 2048;
/// How far, in seconds, another server's clock may be ahead of ours.
const LEEWAY: i64 = 30;
/// RFC 9068 asks for a client; people sign in with this one.
const CLIENT: &str = "congdoan";

/// A new access token.
#[derive(Debug)]
pub struct AccessToken {
    /// The token, as it goes into `Authorization: Bearer`.
    pub token: SecretString,
    /// Seconds until it is refused.
    pub expires_in: u32,
}

/// What a verified token says.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Claims {
    /// Whose it is (`sub`).
    pub user_id: Uuid,
    /// The session it belongs to (`sid`).
    pub session_id: Uuid,
    /// When it is refused (`exp`).
    pub expires_at: Instant,
}

/// The claims as they stand in the token.
#[derive(Serialize, Deserialize)]
struct Wire<'a> {
    iss: &'a str,
    aud: &'a str,
    client_id: &'a str,
    sub: Uuid,
    sid: Uuid,
    iat: i64,
    nbf: i64,
    exp: i64,
    jti: Uuid,
}

/// Issues and verifies access tokens. Made once, with the keys prepared.
pub struct Tokens {
    signing: EncodingKey,
    verifying: DecodingKey,
    header: String,
    issuer: String,
    audience: String,
}

impl std::fmt::Debug for Tokens {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Tokens").field("issuer", &self.issuer).finish_non_exhaustive()
    }
}

impl Tokens {
    /// For the server whose public address is `issuer`; the audience is its API.
    ///
    /// # Errors
    /// `internal_error` when the header cannot be written.
    pub fn new(keys: &Keys, issuer: &str) -> Outcome<Self> {
        let mut header = Header::new(Algorithm::EdDSA);
        header.typ = Some("at+jwt".into());
        header.kid = Some(keys.kid().into());
        let header = serde_json::to_vec(&header).map_err(Problem::internal)?;
        Ok(Self {
            signing: EncodingKey::from_ed_der(keys.pkcs8()),
            verifying: DecodingKey::from_ed_der(keys.public()),
            header: URL_SAFE_NO_PAD.encode(header),
            issuer: issuer.into(),
            audience: format!("{issuer}/api/v1"),
        })
    }

    /// A token for this user in this session, good from `now`.
    ///
    /// # Errors
    /// `internal_error` when it cannot be signed.
    pub fn issue(&self, user_id: Uuid, session_id: Uuid, now: Instant) -> Outcome<AccessToken> {
        let iat = now.timestamp();
        let claims = Wire {
            iss: &self.issuer,
            aud: &self.audience,
            client_id: CLIENT,
            sub: user_id,
            sid: session_id,
            iat,
            nbf: iat,
            exp: iat + i64::from(LIFETIME_SECONDS),
            jti: id::new(now),
        };
        let claims = serde_json::to_vec(&claims).map_err(Problem::internal)?;
        let message = format!("{}.{}", self.header, URL_SAFE_NO_PAD.encode(claims));
        let signature =
            crypto::sign(message.as_bytes(), &self.signing, Algorithm::EdDSA).map_err(Problem::internal)?;
        Ok(AccessToken { token: format!("{message}.{signature}").into(), expires_in: LIFETIME_SECONDS })
    }

    /// What the token says, when it is ours and good at `now`.
    ///
    /// # Errors
    /// `unauthenticated` in every other case; the log is told which.
    pub fn verify(&self, token: &str, now: Instant) -> Outcome<Claims> {
        self.read(token, now).map_err(|why| {
            let mut problem = Problem::new(Code::Unauthenticated);
            problem.cause = Some(format!("access token: {why}"));
            problem
        })
    }

    fn read(&self, token: &str, now: Instant) -> Result<Claims, &'static str> {
        if token.len() > LONGEST {
            return Err("too long");
        }
        let (message, signature) = token.rsplit_once('.').ok_or("not three parts")?;
        let (header, payload) = message.split_once('.').ok_or("not three parts")?;
        if header != self.header {
            return Err("another header than ours");
        }
        let signed = crypto::verify(signature, message.as_bytes(), &self.verifying, Algorithm::EdDSA);
        if !signed.unwrap_or(false) {
            return Err("the signature is wrong");
        }
        let payload = URL_SAFE_NO_PAD.decode(payload).map_err(|_| "the claims are not base64url")?;
        let claims: Wire<'_> =
            serde_json::from_slice(&payload).map_err(|_| "the claims are not as we write them")?;
        self.check(&claims, now)
    }

    fn check(&self, claims: &Wire<'_>, now: Instant) -> Result<Claims, &'static str> {
        if claims.iss != self.issuer {
            return Err("another issuer");
        }
        if claims.aud != self.audience {
            return Err("another audience");
        }
        let expires_at = Instant::from_seconds(claims.exp).ok_or("exp is no instant")?;
        let not_before = Instant::from_seconds(claims.nbf).ok_or("nbf is no instant")?;
        if now >= expires_at {
            return Err("expired");
        }
        if now + TimeDelta::seconds(LEEWAY) < not_before {
            return Err("not yet valid");
        }
        Ok(Claims { user_id: claims.sub, session_id: claims.sid, expires_at })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;
    use serde_json::{Value, json};

    const ISSUER: &str = "https://congdoan.example";

    fn numbered(number: u8) -> Uuid {
        Uuid::from_bytes([number; 16])
    }

    struct Bench {
        keys: Keys,
        tokens: Tokens,
        now: Instant,
    }

    impl Bench {
        fn new() -> Self {
            let keys = Keys::generate().unwrap();
            let tokens = Tokens::new(&keys, ISSUER).unwrap();
            Self { keys, tokens, now: Instant::utc(2025, 2, 17, 1, 0) }
        }

        fn token(&self) -> String {
            let token = self.tokens.issue(numbered(1), numbered(2), self.now).unwrap();
            assert_eq!(token.expires_in, 600);
            token.token.expose_secret().to_owned()
        }

        /// The text of the one header we accept, to be changed in one place by a test.
        fn header(&self) -> String {
            String::from_utf8(URL_SAFE_NO_PAD.decode(&self.tokens.header).unwrap()).unwrap()
        }

        fn claims(&self) -> Value {
            let at = self.now.timestamp();
            json!({"iss": ISSUER, "aud": format!("{ISSUER}/api/v1"), "client_id": "c", "sub": numbered(1),
                "sid": numbered(2), "iat": at, "nbf": at, "exp": at + 600, "jti": numbered(3)})
        }

        /// A token with this header and these claims, rightly signed with our key.
        fn forge(&self, header: &str, claims: &Value) -> String {
            let message = unsigned(header, claims);
            let key = EncodingKey::from_ed_der(self.keys.pkcs8());
            let signature = crypto::sign(message.as_bytes(), &key, Algorithm::EdDSA).unwrap();
            format!("{message}.{signature}")
        }

        fn refusal(&self, token: &str) -> String {
            let problem = self.tokens.verify(token, self.now).expect_err("must be refused");
            assert_eq!(problem.code, Code::Unauthenticated);
            problem.cause.unwrap()
        }
    }

    fn unsigned(header: &str, claims: &Value) -> String {
        format!("{}.{}", URL_SAFE_NO_PAD.encode(header), URL_SAFE_NO_PAD.encode(claims.to_string()))
    }

    fn with(mut object: Value, member: &str, value: Value) -> Value {
        object[member] = value;
        object
    }

    #[test]
    fn our_own_token_is_read() {
        let bench = Bench::new();
        let claims = bench.tokens.verify(&bench.token(), bench.now).unwrap();
        let expected = Claims {
            user_id: numbered(1),
            session_id: numbered(2),
            expires_at: bench.now + TimeDelta::seconds(600),
        };
        assert_eq!(claims, expected);
    }

    /// Anybody else can verify it with a plain library and the published key.
    #[test]
    fn it_is_a_standard_token_under_the_published_key() {
        let bench = Bench::new();
        let jwks: jsonwebtoken::jwk::JwkSet = serde_json::from_value(bench.keys.jwks()).unwrap();
        let token = bench.token();
        let header = jsonwebtoken::decode_header(&token).unwrap();
        assert_eq!((header.typ.as_deref(), header.alg), (Some("at+jwt"), Algorithm::EdDSA));
        let key = DecodingKey::from_jwk(jwks.find(&header.kid.unwrap()).unwrap()).unwrap();
        let mut validation = jsonwebtoken::Validation::new(Algorithm::EdDSA);
        validation.validate_exp = false;
        validation.set_audience(&[format!("{ISSUER}/api/v1")]);
        validation.set_issuer(&[ISSUER]);
        let claims = jsonwebtoken::decode::<Value>(&token, &key, &validation).unwrap().claims;
        for name in ["iss", "aud", "client_id", "sub", "sid", "iat", "nbf", "exp", "jti"] {
            assert!(claims.get(name).is_some(), "{name}");
        }
    }

    /// The forger's tool makes good tokens, so that the refusals below are each for the one thing changed.
    #[test]
    fn the_same_claims_with_our_header_are_accepted() {
        let bench = Bench::new();
        assert_eq!(
            bench.header(),
            format!(r#"{{"typ":"at+jwt","alg":"EdDSA","kid":"{}"}}"#, bench.keys.kid())
        );
        assert!(bench.tokens.verify(&bench.forge(&bench.header(), &bench.claims()), bench.now).is_ok());
    }

    #[test]
    fn other_headers_are_refused() {
        let bench = Bench::new();
        let changes = [
            ("at+jwt", "JWT"),
            ("EdDSA", "ES256"),
            (bench.keys.kid(), "another"),
            ("{", r#"{"crit":["exp"],"#),
            ("{", r#"{"jku":"https://elsewhere.example","#),
        ];
        for (ours, theirs) in changes {
            let header = bench.header().replacen(ours, theirs, 1);
            assert_ne!(header, bench.header());
            assert!(bench.refusal(&bench.forge(&header, &bench.claims())).contains("header"), "{header}");
        }
    }

    #[test]
    fn without_a_signature_or_with_the_public_key_as_secret_it_is_refused() {
        let bench = Bench::new();
        let none = unsigned(&bench.header().replace("EdDSA", "none"), &bench.claims());
        assert!(bench.refusal(&format!("{none}.")).contains("header"));
        let message = unsigned(&bench.header().replace("EdDSA", "HS256"), &bench.claims());
        let secret = EncodingKey::from_secret(bench.keys.public());
        let signature = crypto::sign(message.as_bytes(), &secret, Algorithm::HS256).unwrap();
        assert!(bench.refusal(&format!("{message}.{signature}")).contains("header"));
        // The same under our own header: an HMAC where the signature should be.
        let token = bench.token();
        let (message, _) = token.rsplit_once('.').unwrap();
        let signature = crypto::sign(message.as_bytes(), &secret, Algorithm::HS256).unwrap();
        assert!(bench.refusal(&format!("{message}.{signature}")).contains("signature"));
        assert!(bench.refusal(&format!("{message}.")).contains("signature"));
    }

    #[test]
    fn a_foreign_key_and_a_changed_token_are_refused() {
        let bench = Bench::new();
        let token = bench.token();
        let mut foreign = Tokens::new(&Keys::generate().unwrap(), ISSUER).unwrap();
        foreign.header.clone_from(&bench.tokens.header);
        let theirs = foreign.issue(numbered(1), numbered(2), bench.now).unwrap();
        assert!(bench.refusal(theirs.token.expose_secret()).contains("signature"));
        for position in 0..token.len() {
            let mut bytes = token.clone().into_bytes();
            bytes[position] = if bytes[position] == b'A' { b'B' } else { b'A' };
            let changed = String::from_utf8(bytes).unwrap();
            assert!(bench.tokens.verify(&changed, bench.now).is_err(), "byte {position}");
        }
    }

    #[test]
    fn other_claims_are_refused_even_when_we_signed_them() {
        let bench = Bench::new();
        let at = bench.now.timestamp();
        let cases = [
            ("iss", json!("https://elsewhere.example"), "issuer"),
            ("aud", json!("https://congdoan.example"), "audience"),
            ("aud", json!([format!("{ISSUER}/api/v1")]), "claims"),
            ("exp", json!(at), "expired"),
            ("exp", json!(i64::MAX), "exp"),
            ("exp", json!(null), "claims"),
            ("nbf", json!(at + 31), "not yet"),
            ("sub", json!("admin"), "claims"),
        ];
        for (member, value, why) in cases {
            let refusal = bench.refusal(&bench.forge(&bench.header(), &with(bench.claims(), member, value)));
            assert!(refusal.contains(why), "{member}: {refusal}");
        }
    }

    #[test]
    fn the_clock_it_is_given_decides() {
        let bench = Bench::new();
        let token = bench.token();
        let at = |seconds| bench.tokens.verify(&token, bench.now + TimeDelta::seconds(seconds));
        assert!(at(599).is_ok());
        assert!(at(600).is_err());
        assert!(at(-30).is_ok());
        assert!(at(-31).is_err());
    }

    #[test]
    fn what_is_no_token_is_refused() {
        let bench = Bench::new();
        for text in ["", ".", "..", "a.b", "a.b.c.d", "é.é.é", &format!("{}.x.y", bench.tokens.header)] {
            bench.refusal(text);
        }
        let claims = with(bench.claims(), "padding", json!("x".repeat(LONGEST)));
        assert!(bench.refusal(&bench.forge(&bench.header(), &claims)).contains("too long"));
    }
}
