//! What the codes mean: `GET /problems` and `GET /problems/{code}`, open to everyone.

use actix_web::http::header;
use actix_web::{HttpRequest, HttpResponse, get};
use serde::Serialize;
use utoipa::ToSchema;
use utoipa_actix_web::service_config::ServiceConfig;

use super::path::path_text;
use super::problem::type_of;
use crate::kernel::problem::{Code, Outcome, Problem};

/// The routes of this module.
pub fn routes(config: &mut ServiceConfig) {
    config.service(list_problems).service(read_problem);
}

/// A kind of problem, explained.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemKind {
    /// The `type` of such problems.
    #[schema(example = "/problems/precondition-failed", max_length = 100)]
    pub r#type: String,
    /// The `code` of such problems.
    #[schema(example = "precondition_failed", max_length = 60, pattern = "^[a-z][a-z0-9_]*$")]
    pub code: &'static str,
    /// The HTTP status they come with.
    #[schema(example = 412, minimum = 400, maximum = 599)]
    pub status: u16,
    /// The title in both languages.
    pub title: ProblemTitle,
    /// What it means and what the caller can do about it.
    #[schema(example = "Somebody changed the record since it was read.", max_length = 2000)]
    pub meaning: &'static str,
}

/// A title in both languages.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemTitle {
    /// Vietnamese.
    #[schema(example = "Phiên bản đã cũ", max_length = 200)]
    pub vi: &'static str,
    /// English.
    #[schema(example = "The version is stale", max_length = 200)]
    pub en: &'static str,
}

/// Every kind of problem.
#[derive(Debug, Serialize, ToSchema)]
pub struct ProblemKinds {
    /// In the order of their status.
    #[schema(max_items = 200)]
    pub items: Vec<ProblemKind>,
}

impl ProblemKind {
    fn of(code: Code) -> Self {
        let (vi, en) = code.title();
        Self {
            r#type: type_of(code),
            code: code.as_str(),
            status: code.status(),
            title: ProblemTitle { vi, en },
            meaning: code.meaning(),
        }
    }
}

/// Lists the problem codes.
///
/// Every `code` that a problem document of this API can carry, with its status and its meaning.
#[utoipa::path(tag = "problems", responses((status = 200, description = "Every code.", body = ProblemKinds)))]
#[get("/problems")]
pub(crate) async fn list_problems() -> HttpResponse {
    lasting(&ProblemKinds { items: Code::ALL.iter().copied().map(ProblemKind::of).collect() })
}

/// Explains a problem code.
///
/// The code may be written with dashes, as in a problem's `type`, or with underscores, as in its `code`.
#[utoipa::path(
    tag = "problems",
    params(("code" = String, Path, description = "The code.", max_length = 60, pattern = "^[a-z_-]+$", example = "precondition-failed")),
    responses((status = 200, description = "The code explained.", body = ProblemKind))
)]
#[get("/problems/{code}")]
pub(crate) async fn read_problem(request: HttpRequest) -> Outcome<HttpResponse> {
    let name = path_text(&request, "code")?.replace('-', "_");
    let code = Code::parse(&name).ok_or(Problem::not_found())?;
    Ok(lasting(&ProblemKind::of(code)))
}

/// An answer that changes only with a release.
fn lasting(value: &impl Serialize) -> HttpResponse {
    HttpResponse::Ok().insert_header((header::CACHE_CONTROL, "public, max-age=3600")).json(value)
}
