//! The wire form of a problem (RFC 9457): `application/problem+json` in the caller's language.
//!
//! A handler returns `Outcome<…>`; the outermost middleware (`http::finish`) renders the problem, because
//! only there the request's id and language are known.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, HeaderMap, HeaderValue, LanguageTag, Preference, Quality, QualityItem};
use actix_web::{HttpResponse, ResponseError};
use serde::Serialize;
use utoipa::ToSchema;

use crate::kernel::id::Uuid;
use crate::kernel::problem::{Bilingual, Code, Place, Problem, Violation};

/// The media type of every problem.
pub const PROBLEM_JSON: &str = "application/problem+json";

/// The language a caller reads.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Language {
    /// Vietnamese, the default.
    Vi,
    /// English.
    En,
}

impl Language {
    /// The best language for an `Accept-Language` header (RFC 9110 §12.5.4), q-values respected. A header
    /// that names neither language, or cannot be read, gets Vietnamese.
    #[must_use]
    pub fn negotiate(accept_language: Option<&HeaderValue>) -> Self {
        let Some(text) = accept_language.and_then(|value| value.to_str().ok()) else { return Self::Vi };
        let mut best = (Quality::ZERO, Self::Vi);
        for item in text.split(',') {
            let Ok(item) = item.trim().parse::<QualityItem<Preference<LanguageTag>>>() else { continue };
            let language = match item.item {
                Preference::Any => Self::Vi,
                Preference::Specific(tag) => match tag.primary_language() {
                    primary if primary.eq_ignore_ascii_case("vi") => Self::Vi,
                    primary if primary.eq_ignore_ascii_case("en") => Self::En,
                    _ => continue,
                },
            };
            if item.quality > best.0 {
                best = (item.quality, language);
            }
        }
        best.1
    }

    /// Its tag for `Content-Language`.
    #[must_use]
    pub const fn tag(self) -> &'static str {
        match self {
            Self::Vi => "vi",
            Self::En => "en",
        }
    }

    /// The sentence in this language.
    #[must_use]
    pub fn of(self, sentence: &Bilingual) -> &str {
        match self {
            Self::Vi => &sentence.vi,
            Self::En => &sentence.en,
        }
    }
}

/// A problem as it is sent (RFC 9457).
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemDocument {
    /// Where the kind of problem is explained: `/problems/{code}` with dashes.
    #[schema(example = "/problems/validation-failed", format = "uri-reference", max_length = 100)]
    pub r#type: String,
    /// The kind of problem in the caller's language.
    #[schema(example = "Dữ liệu không hợp lệ", max_length = 200)]
    pub title: String,
    /// The HTTP status, repeated.
    #[schema(example = 422, minimum = 400, maximum = 599)]
    pub status: u16,
    /// The kind of problem for programs. It never changes.
    #[schema(example = "validation_failed", pattern = "^[a-z][a-z0-9_]*$", max_length = 60)]
    pub code: String,
    /// What happened this time, in the caller's language.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "Một trường vượt giới hạn.", max_length = 2000, nullable = false)]
    pub detail: Option<String>,
    /// The request's id, to quote when asking for help.
    #[schema(example = "urn:uuid:01952a3e-7c00-7000-8000-000000000001", format = "uri", max_length = 60)]
    pub instance: String,
    /// Every broken rule. Present for 400 and 422 only.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    #[schema(required = false, max_items = 1000)]
    pub errors: Vec<ProblemError>,
    /// The version the record has now. Present for 412 only.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = 8, minimum = 1, nullable = false)]
    pub current_version: Option<i64>,
}

/// One broken rule. Exactly one of `pointer`, `parameter` and `header` is there.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemError {
    /// A JSON pointer into the body (RFC 6901); empty for the whole body.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "/figures/0/value", max_length = 2000, nullable = false)]
    pub pointer: Option<String>,
    /// The name of a query parameter.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "limit", max_length = 100, nullable = false)]
    pub parameter: Option<String>,
    /// The name of a request header.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(example = "If-Match", max_length = 100, nullable = false)]
    pub header: Option<String>,
    /// The kind of rule, for programs.
    #[schema(example = "out_of_range", pattern = "^[a-z][a-z0-9_]*$", max_length = 60)]
    pub code: String,
    /// The rule in the caller's language.
    #[schema(example = "Giá trị lớn nhất là 200.", max_length = 2000)]
    pub detail: String,
}

impl ProblemError {
    fn of(violation: &Violation, language: Language) -> Self {
        let (mut pointer, mut parameter, mut header) = (None, None, None);
        match &violation.place {
            Place::Body(at) => pointer = Some(at.clone()),
            Place::Query(name) => parameter = Some(name.clone()),
            Place::Header(name) => header = Some((*name).to_owned()),
        }
        let detail = language.of(&violation.detail).to_owned();
        Self { pointer, parameter, header, code: violation.code.to_owned(), detail }
    }
}

impl ProblemDocument {
    /// The document for `problem`, in `language`, answering the request `request_id`.
    #[must_use]
    pub fn of(problem: &Problem, language: Language, request_id: Uuid) -> Self {
        let (vi, en) = problem.code.title();
        let title = match language {
            Language::Vi => vi,
            Language::En => en,
        };
        Self {
            r#type: type_of(problem.code),
            title: title.to_owned(),
            status: problem.code.status(),
            code: problem.code.as_str().to_owned(),
            detail: problem.detail.as_ref().map(|detail| language.of(detail).to_owned()),
            instance: request_id.urn().to_string(),
            errors: problem.errors.iter().map(|error| ProblemError::of(error, language)).collect(),
            current_version: problem.current_version,
        }
    }
}

/// The path that explains a code.
pub(crate) fn type_of(code: Code) -> String {
    format!("/problems/{}", code.as_str().replace('_', "-"))
}

/// What of the request a problem's answer depends on, kept aside before the request is handed on.
#[derive(Clone, Debug)]
pub(crate) struct Asker {
    pub(crate) request_id: Uuid,
    accept_language: Option<HeaderValue>,
    sent_token: bool,
}

impl Asker {
    pub(crate) fn new(request_id: Uuid, headers: &HeaderMap) -> Self {
        Self {
            request_id,
            accept_language: headers.get(header::ACCEPT_LANGUAGE).cloned(),
            sent_token: headers.contains_key(header::AUTHORIZATION),
        }
    }
}

/// The complete answer for a problem.
pub(crate) fn render(problem: &Problem, asker: &Asker) -> HttpResponse {
    let language = Language::negotiate(asker.accept_language.as_ref());
    let mut response = HttpResponse::build(problem.status_code());
    response
        .insert_header((header::CONTENT_TYPE, PROBLEM_JSON))
        .insert_header((header::CONTENT_LANGUAGE, language.tag()))
        .insert_header((header::VARY, "Accept-Language"))
        .insert_header((header::CACHE_CONTROL, "no-store"));
    if let Some(seconds) = problem.retry_after {
        response.insert_header((header::RETRY_AFTER, seconds.to_string()));
    }
    if problem.code.status() == 401 {
        response.insert_header((header::WWW_AUTHENTICATE, challenge(problem.code, asker.sent_token)));
    }
    // The rest of such a body is unread, or not worth reading: the connection cannot be used again.
    if matches!(problem.code, Code::RequestTimeout | Code::PayloadTooLarge) {
        response.force_close();
    }
    let document = ProblemDocument::of(problem, language, asker.request_id);
    // Strings and integers only: serialising cannot fail.
    response.body(serde_json::to_vec(&document).unwrap_or_default())
}

/// The `WWW-Authenticate` challenge (RFC 6750 §3): an error code only when a token was sent.
const fn challenge(code: Code, sent_token: bool) -> &'static str {
    if sent_token && matches!(code, Code::Unauthenticated) {
        r#"Bearer realm="congdoan", error="invalid_token""#
    } else {
        r#"Bearer realm="congdoan""#
    }
}

impl ResponseError for Problem {
    fn status_code(&self) -> StatusCode {
        StatusCode::from_u16(self.code.status()).unwrap_or(StatusCode::INTERNAL_SERVER_ERROR)
    }

    /// The bare status: the outermost middleware makes the document.
    fn error_response(&self) -> HttpResponse {
        HttpResponse::new(self.status_code())
    }
}

/// The problem of an answer that the framework, and not one of our handlers, refused with `status`.
pub(crate) fn of_status(status: StatusCode) -> Problem {
    let code = match status.as_u16() {
        401 => Code::Unauthenticated,
        403 => Code::Forbidden,
        404 => Code::NotFound,
        405 => Code::MethodNotAllowed,
        406 => Code::NotAcceptable,
        408 => Code::RequestTimeout,
        412 => Code::PreconditionFailed,
        413 => Code::PayloadTooLarge,
        414 => Code::UriTooLong,
        415 => Code::UnsupportedMediaType,
        416 => Code::RangeNotSatisfiable,
        422 => Code::ValidationFailed,
        429 => Code::TooManyRequests,
        400..=499 => Code::BadRequest,
        503 => return Problem::unavailable("the framework's own refusal"),
        _ => Code::Internal,
    };
    Problem::new(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn language(header: &str) -> Language {
        Language::negotiate(Some(&HeaderValue::from_str(header).unwrap()))
    }

    #[test]
    fn the_language_follows_the_q_values() {
        assert_eq!(Language::negotiate(None), Language::Vi);
        assert_eq!(language("en"), Language::En);
        assert_eq!(language("en-GB, vi;q=0.9"), Language::En);
        assert_eq!(language("en;q=0.3, vi-VN;q=0.8"), Language::Vi);
        assert_eq!(language("vi;q=0.2, fr, en;q=0.5"), Language::En);
        assert_eq!(language("en;q=0"), Language::Vi);
        assert_eq!(language("fr, de"), Language::Vi);
        assert_eq!(language("*"), Language::Vi);
        assert_eq!(language(";;,=?"), Language::Vi);
    }

    #[test]
    fn the_document_says_where_each_error_sits() {
        let mut problem = Problem::invalid_at("/name", "too_long", "Dài quá.", "Too long.");
        problem.errors.push(Violation {
            place: Place::Query("limit".into()),
            code: "out_of_range",
            detail: Bilingual::new("Tối đa 200.", "At most 200."),
        });
        let document = ProblemDocument::of(&problem, Language::En, Uuid::nil());
        let value = serde_json::to_value(&document).unwrap();
        assert_eq!(value["type"], "/problems/validation-failed");
        assert_eq!(value["instance"], "urn:uuid:00000000-0000-0000-0000-000000000000");
        assert_eq!(
            value["errors"],
            serde_json::json!([
                {"pointer": "/name", "code": "too_long", "detail": "Too long."},
                {"parameter": "limit", "code": "out_of_range", "detail": "At most 200."},
            ])
        );
        assert!(value.get("detail").is_none() && value.get("current_version").is_none());
    }

    #[test]
    fn a_refused_token_is_called_invalid_and_a_missing_one_is_not() {
        let with = Asker { request_id: Uuid::nil(), accept_language: None, sent_token: true };
        let without = Asker { sent_token: false, ..with.clone() };
        let header = |asker: &Asker, code| {
            let response = render(&Problem::new(code), asker);
            response.headers().get("www-authenticate").unwrap().to_str().unwrap().to_owned()
        };
        assert!(header(&with, Code::Unauthenticated).contains("invalid_token"));
        assert!(!header(&without, Code::Unauthenticated).contains("error"));
        assert!(!header(&with, Code::InvalidCredentials).contains("error"));
    }
}
