use aws_lc_rs::hmac;
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use super::{ME, refresh};
use crate::support::on_both_databases;

fn decoded(part: &str) -> Value {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(part).unwrap()).unwrap()
}

fn encoded(part: &Value) -> String {
    URL_SAFE_NO_PAD.encode(part.to_string())
}

on_both_databases! {
    async fn an_access_token_is_refused_after_ten_minutes(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        app.wait(599);
        officer.get(ME).await.expect(200);
        app.wait(1);
        let refused = officer.get(ME).await;
        refused.problem("unauthenticated");
        assert!(refused.header("www-authenticate").contains("error=\"invalid_token\""), "{refused}");
        refresh(&officer, officer.refresh_token(), None).await.expect(200);
    }

    async fn a_token_says_what_its_profile_asks_for(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let parts: Vec<&str> = officer.access_token().split('.').collect();
        let (header, claims) = (decoded(parts[0]), decoded(parts[1]));
        assert_eq!((&header["alg"], &header["typ"]), (&json!("EdDSA"), &json!("at+jwt")));
        assert_eq!(claims["sub"], officer.get(ME).await.id());
        assert_eq!(claims["exp"].as_i64().unwrap() - claims["iat"].as_i64().unwrap(), 600);
        for member in ["iss", "aud", "nbf", "jti"] {
            assert!(!claims[member].is_null(), "{member}");
        }
        let keys = app.anonymous().get("/.well-known/jwks.json").await.expect(200);
        assert_eq!(keys["keys"][0]["kid"], header["kid"]);
        assert!(keys["keys"][0].get("d").is_none());
    }

    async fn a_forged_token_opens_nothing(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let token = officer.access_token();
        let parts: Vec<&str> = token.split('.').collect();
        let [header, claims, signature] = parts[..] else { panic!("{token}") };
        let other = app.as_user("p.administrator").await;
        let other_claims = other.access_token().split('.').nth(1).unwrap();
        let none = |alg: &str| format!("{}.{other_claims}.", encoded(&json!({"alg": alg, "typ": "at+jwt"})));
        let key = app.anonymous().get("/.well-known/jwks.json").await.json["keys"][0].clone();
        let public = URL_SAFE_NO_PAD.decode(key["x"].as_str().unwrap()).unwrap();
        let hs256 = {
            let head = encoded(&json!({"alg": "HS256", "typ": "at+jwt", "kid": key["kid"]}));
            let message = format!("{head}.{other_claims}");
            let tag = hmac::sign(&hmac::Key::new(hmac::HMAC_SHA256, &public), message.as_bytes());
            format!("{message}.{}", URL_SAFE_NO_PAD.encode(tag))
        };
        let mut plain = decoded(header);
        plain["typ"] = json!("JWT");
        let forged = [
            none("none"),
            none("None"),
            none("EdDSA"),
            hs256,
            format!("{}.{claims}.{signature}", encoded(&plain)),
            format!("{header}.{other_claims}.{signature}"),
            format!("{header}.{claims}"),
            format!("{header}.{claims}."),
            format!("{token}."),
            format!("{token}A"),
            format!("{token}="),
            format!("{header}.{claims}.{}", &signature[..80]),
            officer.refresh_token().to_owned(),
            "x".repeat(4000),
            ".".to_owned(),
        ];
        for token in forged {
            let refused = app.anonymous().with_tokens(&token, "").get(ME).await;
            refused.problem("unauthenticated");
            assert!(refused.header("www-authenticate").contains("error=\"invalid_token\""), "{token}");
        }
    }

    async fn a_token_of_another_server_opens_nothing(app: WorldApp) {
        // The same user, session and claims, signed by nobody we know: another key in the data directory.
        let officer = app.as_user("a.officer").await;
        let keys = congdoan::identity::Keys::generate().unwrap();
        let tokens = congdoan::identity::Tokens::new(&keys, "http://127.0.0.1").unwrap();
        let claims = decoded(officer.access_token().split('.').nth(1).unwrap());
        let id = |member: &str| crate::support::world::uuid(claims[member].as_str().unwrap());
        let foreign = tokens.issue(id("sub"), id("sid"), app.clock.now()).unwrap();
        let foreign = secrecy::ExposeSecret::expose_secret(&foreign.token).to_owned();
        app.anonymous().with_tokens(&foreign, "").get(ME).await.problem("unauthenticated");
    }

    async fn the_scheme_must_be_bearer_and_given_once(app: WorldApp) {
        let officer = app.as_user("a.officer").await;
        let token = officer.access_token();
        for value in ["Basic YTpi".to_owned(), token.to_owned(), "Bearer".to_owned(), format!("Token {token}")] {
            app.anonymous().with_header("authorization", &value).get(ME).await.problem("unauthenticated");
        }
        app.anonymous().with_header("authorization", &format!("bEARER {token}")).get(ME).await.expect(200);
        let twice = app.anonymous().request(reqwest::Method::GET, ME);
        let twice = twice.header("authorization", format!("Bearer {token}"));
        let twice = twice.header("authorization", format!("Bearer {token}"));
        app.anonymous().send(twice).await.problem("unauthenticated");
    }
}
