//! Versions on the wire (RFC 9110 §8.8 and §13): `ETag`, `If-Match`, `If-None-Match`.

use std::borrow::Cow;
use std::future::{Ready, ready};

use actix_web::body::BoxBody;
use actix_web::dev::Payload;
use actix_web::http::Method;
use actix_web::http::header::{self, HeaderValue};
use actix_web::{FromRequest, HttpRequest, HttpResponse, Responder};
use chrono::NaiveDate;
use serde::Serialize;

use crate::kernel::problem::{Bilingual, Code, Outcome, Place, Problem, Violation};

/// The form of the entity tags of this API, as documented for `If-Match`.
pub const ETAG_PATTERN: &str = r#"^"v[1-9][0-9]{0,15}(\.[a-z0-9-]{1,40})?"$"#;

/// How a resource that may be kept by its reader, and must be asked about before it is used again, is sent.
pub(crate) const PRIVATE: HeaderValue = HeaderValue::from_static("private, no-cache");

/// A resource with a version that rises at every change.
pub trait Versioned {
    /// The version, from 1.
    fn version(&self) -> i64;

    /// Tells answers apart that one version has for different readers, e.g. with and without restricted
    /// members, or on different days. Lower case letters, digits and dashes.
    fn variant(&self) -> Option<Cow<'static, str>> {
        None
    }
}

/// The variant of what is another thing on another day: `20250210`.
#[must_use]
pub fn variant_of_day(day: NaiveDate) -> Cow<'static, str> {
    day.format("%Y%m%d").to_string().into()
}

/// The entity tag: `"v7"`, or `"v7.variant"`.
pub fn etag(of: &impl Versioned) -> String {
    match of.variant() {
        Some(variant) => format!("\"v{}.{variant}\"", of.version()),
        None => format!("\"v{}\"", of.version()),
    }
}

/// The version in `If-Match`, which every change of an existing record must carry.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct IfMatch(pub i64);

impl FromRequest for IfMatch {
    type Error = Problem;
    type Future = Ready<Outcome<Self>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let mut values = request.headers().get_all(header::IF_MATCH);
        ready(match (values.next(), values.next()) {
            (None, _) => Err(Problem::new(Code::PreconditionRequired)),
            (Some(value), None) => version_of(value).map(Self).ok_or_else(bad_if_match),
            (Some(_), Some(_)) => Err(bad_if_match()),
        })
    }
}

/// Reads one strong tag of [`ETAG_PATTERN`].
fn version_of(value: &HeaderValue) -> Option<i64> {
    let inner = value.to_str().ok()?.trim().strip_prefix("\"v")?.strip_suffix('"')?;
    let (digits, variant) =
        inner.split_once('.').map_or((inner, None), |(digits, rest)| (digits, Some(rest)));
    let letters = |text: &str| {
        (1..=40).contains(&text.len())
            && text.bytes().all(|b| b.is_ascii_lowercase() || b.is_ascii_digit() || b == b'-')
    };
    let well_formed = (1..=16).contains(&digits.len())
        && digits.bytes().all(|b| b.is_ascii_digit())
        && !digits.starts_with('0')
        && variant.is_none_or(letters);
    if well_formed { digits.parse().ok() } else { None }
}

fn bad_if_match() -> Problem {
    Problem::new(Code::InvalidHeader).errors(vec![Violation {
        place: Place::Header("If-Match"),
        code: "malformed",
        detail: Bilingual::new(
            "Cần đúng một ETag đã nhận khi đọc, ví dụ \"v7\".",
            "Exactly one ETag as it was read is needed, for example \"v7\".",
        ),
    }])
}

/// A resource as an answer: 200 with its `ETag`, or 304 when the reader has this version already.
#[derive(Debug)]
pub struct Resource<T>(pub T);

impl<T: Serialize + Versioned> Responder for Resource<T> {
    type Body = BoxBody;

    fn respond_to(self, request: &HttpRequest) -> HttpResponse {
        let tag = etag(&self.0);
        if request.method() == Method::GET && is_known(request, &tag) {
            return HttpResponse::NotModified()
                .insert_header((header::ETAG, tag))
                .insert_header((header::CACHE_CONTROL, PRIVATE))
                .finish();
        }
        match serde_json::to_vec(&self.0) {
            Ok(bytes) => HttpResponse::Ok()
                .insert_header((header::CONTENT_TYPE, JSON))
                .insert_header((header::ETAG, tag))
                .insert_header((header::CACHE_CONTROL, PRIVATE))
                .body(bytes),
            Err(fault) => HttpResponse::from_error(Problem::internal(fault)),
        }
    }
}

/// The media type of every answer that is no problem.
pub(crate) const JSON: HeaderValue = HeaderValue::from_static("application/json");

/// Whether `If-None-Match` names `tag`: a list, compared weakly, or `*`.
pub(crate) fn is_known(request: &HttpRequest, tag: &str) -> bool {
    let values = request.headers().get_all(header::IF_NONE_MATCH);
    // Our tags hold no comma, so a tag that does is another's and cannot match in pieces.
    values.filter_map(|value| value.to_str().ok()).flat_map(|text| text.split(',')).any(|entry| {
        let entry = entry.trim();
        entry == "*" || entry.strip_prefix("W/").unwrap_or(entry) == tag
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use actix_web::test::TestRequest;

    #[derive(Serialize)]
    struct Thing {
        version: i64,
        #[serde(skip)]
        variant: Option<&'static str>,
    }

    impl Versioned for Thing {
        fn version(&self) -> i64 {
            self.version
        }
        fn variant(&self) -> Option<Cow<'static, str>> {
            self.variant.map(Cow::Borrowed)
        }
    }

    fn if_match(header: &str) -> Result<i64, Code> {
        let request = TestRequest::default().insert_header(("If-Match", header)).to_http_request();
        let read = IfMatch::from_request(&request, &mut Payload::None).into_inner();
        read.map(|version| version.0).map_err(|problem| problem.code)
    }

    #[test]
    fn if_match_takes_one_strong_tag_and_nothing_else() {
        assert_eq!(if_match("\"v7\""), Ok(7));
        assert_eq!(if_match("\"v12.restricted\""), Ok(12));
        assert_eq!(if_match("\"v12.20250210\""), Ok(12));
        for bad in [
            "v7",
            "7",
            "*",
            "W/\"v7\"",
            "\"v7\", \"v8\"",
            "\"v07\"",
            "\"v0\"",
            "\"v-1\"",
            "\"v7.\"",
            "\"v7.A\"",
            "",
        ] {
            assert_eq!(if_match(bad), Err(Code::InvalidHeader), "{bad}");
        }
        let request = TestRequest::default().to_http_request();
        let absent = IfMatch::from_request(&request, &mut Payload::None).into_inner();
        assert_eq!(absent.map_err(|problem| problem.code), Err(Code::PreconditionRequired));
        let twice = TestRequest::default()
            .append_header(("If-Match", "\"v1\""))
            .append_header(("If-Match", "\"v2\""));
        let twice = IfMatch::from_request(&twice.to_http_request(), &mut Payload::None).into_inner();
        assert_eq!(twice.map_err(|problem| problem.code), Err(Code::InvalidHeader));
    }

    fn read(thing: Thing, if_none_match: &str) -> (u16, String) {
        let request = TestRequest::get().insert_header(("If-None-Match", if_none_match)).to_http_request();
        let response = Resource(thing).respond_to(&request);
        let tag = response.headers().get("etag").unwrap().to_str().unwrap().to_owned();
        assert_eq!(response.headers().get("cache-control").unwrap(), "private, no-cache");
        (response.status().as_u16(), tag)
    }

    #[test]
    fn the_version_the_reader_has_is_not_sent_again() {
        let thing = |variant| Thing { version: 7, variant };
        assert_eq!(read(thing(None), "\"v7\""), (304, "\"v7\"".to_owned()));
        assert_eq!(read(thing(None), "\"v6\", W/\"v7\"").0, 304);
        assert_eq!(read(thing(None), "*").0, 304);
        assert_eq!(read(thing(None), "\"v6\"").0, 200);
        assert_eq!(read(thing(Some("full")), "\"v7\""), (200, "\"v7.full\"".to_owned()));
        assert_eq!(read(thing(Some("full")), "\"v7.full\"").0, 304);
    }
}
