//! The register of awards: search, import, export, revocation over HTTP.

use actix_web::http::header::{self, CACHE_CONTROL};
use actix_web::web::Payload;
use actix_web::{HttpRequest, HttpResponse, get, post};
use utoipa_actix_web::service_config::ServiceConfig;

use super::dto::{
    AwardDto, AwardExportFormat, AwardExportQuery, AwardImportDto, AwardImportFaultDto,
    AwardImportFaultQuery, AwardImportQuery, AwardQuery, AwardRepaymentDto, AwardRepaymentQuery,
    AwardRevocationDto, AwardStrikeDto, AwardTable, AwardWorkbook, NewAwardImportQuery, NewAwardRepayment,
    RevokeAward, StrikeAward,
};
use super::{receive, running, service};
use crate::http::api::{Api, Disclosed, HistoryQuery, Reply};
use crate::http::body::Body;
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::{Outcome, Problem};

/// Lists what stands in the register.
#[utoipa::path(tag = "awards", params(AwardQuery), responses((status = 200, body = Listing<AwardDto>)))]
#[get("/awards")]
async fn list_awards(api: Api, query: Query<AwardQuery>) -> Outcome<Listing<AwardDto>> {
    api.list(query, service::list).await
}

/// Writes the register out as a file, as far as the list of the same parameters shows it; at most 50,000 rows. What a
/// spreadsheet would take for a formula has an apostrophe before it.
#[utoipa::path(tag = "awards", params(AwardExportQuery), responses(
    (status = 200, description = "The file.", headers(
        ("Content-Disposition" = String, description = "`attachment`, with its name (RFC 6266)."),
    ), content((String = "text/csv"), (AwardWorkbook = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"))),
    (status = 409, description = "There are more rows than one file holds."),
))]
#[get("/awards/export")]
async fn export_awards(api: Api, query: Query<AwardExportQuery>) -> Outcome<HttpResponse> {
    let (format, query) = (query.format, query.0);
    let sheet = api.read(move |r| service::export(r, &query)).await?;
    let written = tokio::task::spawn_blocking(move || service::written(format, &sheet));
    let bytes = written.await.map_err(Problem::internal)??;
    let (kind, name) = match format {
        AwardExportFormat::Csv => ("text/csv; charset=utf-8", "awards.csv"),
        AwardExportFormat::Xlsx => {
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", "awards.xlsx")
        }
    };
    Ok(HttpResponse::Ok()
        .insert_header((header::CONTENT_TYPE, kind))
        .insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")))
        .insert_header((CACHE_CONTROL, "no-store"))
        .body(bytes))
}

/// Reads an award.
#[utoipa::path(tag = "awards", responses((status = 200, body = AwardDto)))]
#[get("/awards/{id}")]
async fn read_award(api: Api, id: Id) -> Outcome<Resource<AwardDto>> {
    api.resource(move |r| service::read(r, id.0)).await
}

/// What was done to an award, oldest first.
#[utoipa::path(tag = "awards", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/awards/{id}/history")]
async fn read_award_history(api: Api, id: Id, query: Query<HistoryQuery>) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read(r, id).map(drop)).await
}

/// Takes an award back by a decision, where it was decided or imported, or above. Not by who worked on its nomination or
/// imported it.
#[utoipa::path(tag = "awards", request_body = RevokeAward, responses((status = 200, body = AwardDto)))]
#[post("/awards/{id}/revoke")]
async fn revoke_award(api: Api, id: Id, version: IfMatch, body: Body<RevokeAward>) -> Outcome<Reply> {
    api.change(body, move |w, body| service::revoke(w, id.0, version.0, body)).await
}

/// Reads why and how an award was taken back: for those who work on awards where it was decided, and who inspect.
#[utoipa::path(tag = "awards", responses((status = 200, body = AwardRevocationDto)))]
#[get("/awards/{id}/revocation")]
async fn read_award_revocation(api: Api, id: Id) -> Outcome<Disclosed<AwardRevocationDto>> {
    api.read(move |r| service::read_revocation(r, id.0)).await.map(Disclosed)
}

/// Strikes an award that was imported in error: it stays in the register, and counts for nothing. Not by who imported it.
#[utoipa::path(tag = "awards", request_body = StrikeAward, responses((status = 200, body = AwardDto)))]
#[post("/awards/{id}/strike")]
async fn strike_award(api: Api, id: Id, version: IfMatch, body: Body<StrikeAward>) -> Outcome<Reply> {
    api.change(body, move |w, body| service::strike(w, id.0, version.0, body)).await
}

/// Reads why an award was struck: for those who read why one was taken back.
#[utoipa::path(tag = "awards", responses((status = 200, body = AwardStrikeDto)))]
#[get("/awards/{id}/strike")]
async fn read_award_strike(api: Api, id: Id) -> Outcome<Disclosed<AwardStrikeDto>> {
    api.read(move |r| service::read_strike(r, id.0)).await.map(Disclosed)
}

/// Lists what came back of the reward, oldest first.
#[utoipa::path(tag = "awards", params(AwardRepaymentQuery), responses((status = 200, body = Listing<AwardRepaymentDto>)))]
#[get("/awards/{id}/repayments")]
async fn list_award_repayments(
    api: Api,
    id: Id,
    query: Query<AwardRepaymentQuery>,
) -> Outcome<Listing<AwardRepaymentDto>> {
    api.list(query, move |r, query, page| service::list_repayments(r, id.0, query, page)).await
}

/// Notes that money of the reward came back. Not by who took the award back.
#[utoipa::path(tag = "awards", request_body = NewAwardRepayment, responses((status = 201, body = AwardRepaymentDto)))]
#[post("/awards/{id}/repayments")]
async fn create_award_repayment(api: Api, id: Id, body: Body<NewAwardRepayment>) -> Outcome<Reply> {
    api.create("/api/v1/award-repayments", body, move |w, new| service::repay(w, id.0, new)).await
}

/// Reads a repayment.
#[utoipa::path(tag = "awards", responses((status = 200, body = AwardRepaymentDto)))]
#[get("/award-repayments/{id}")]
async fn read_award_repayment(api: Api, id: Id) -> Outcome<Resource<AwardRepaymentDto>> {
    api.resource(move |r| service::read_repayment(r, id.0)).await
}

/// Begins to read past years' awards in from a file: all of its rows or none. The answer comes at once; how far it has
/// come is told by its address. A server reads one file after the other; where too many wait, the answer is 503 with
/// `Retry-After`.
#[utoipa::path(
    tag = "award-imports",
    params(NewAwardImportQuery),
    request_body(content = AwardTable, content_type = "text/csv"),
    responses((status = 201, body = AwardImportDto), (status = 404, description = "There is no such organisation, or the caller may not see it."))
)]
#[post("/award-imports")]
async fn create_award_import(
    api: Api,
    query: Query<NewAwardImportQuery>,
    request: HttpRequest,
    payload: Payload,
) -> Outcome<Reply> {
    let api = api.with_good_key()?;
    let later = api.for_later();
    let (new, table, place) = receive::read(&api, query.0, &request, payload.into_inner()).await?;
    let id = new.value.id;
    let begun = api.create("/api/v1/award-imports", new, service::begin).await?;
    if !begun.is_replayed() {
        actix_web::rt::spawn(running::run(later, id, table, place));
    }
    Ok(begun)
}

/// Lists imports.
#[utoipa::path(tag = "award-imports", params(AwardImportQuery), responses((status = 200, body = Listing<AwardImportDto>)))]
#[get("/award-imports")]
async fn list_award_imports(api: Api, query: Query<AwardImportQuery>) -> Outcome<Listing<AwardImportDto>> {
    api.list(query, service::list_imports).await
}

/// Reads an import: how far it has come, and what became of it.
#[utoipa::path(tag = "award-imports", responses((status = 200, body = AwardImportDto)))]
#[get("/award-imports/{id}")]
async fn read_award_import(api: Api, id: Id) -> Outcome<Resource<AwardImportDto>> {
    api.resource(move |r| service::read_import(r, id.0)).await
}

/// What was done to an import, oldest first.
#[utoipa::path(tag = "award-imports", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/award-imports/{id}/history")]
async fn read_award_import_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read_import(r, id).map(drop)).await
}

/// Lists the faults of an import's rows, once all of them were looked at; at most 1,000 are kept.
#[utoipa::path(tag = "award-imports", params(AwardImportFaultQuery), responses((status = 200, body = Listing<AwardImportFaultDto>)))]
#[get("/award-imports/{id}/faults")]
async fn list_award_import_faults(
    api: Api,
    id: Id,
    query: Query<AwardImportFaultQuery>,
) -> Outcome<Listing<AwardImportFaultDto>> {
    api.list(query, move |r, query, page| service::faults(r, id.0, query, page)).await
}

pub(in crate::awards) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_awards)
        .service(export_awards)
        .service(read_award)
        .service(read_award_history)
        .service(revoke_award)
        .service(read_award_revocation)
        .service(strike_award)
        .service(read_award_strike)
        .service(list_award_repayments)
        .service(create_award_repayment)
        .service(read_award_repayment)
        .service(create_award_import)
        .service(list_award_imports)
        .service(read_award_import)
        .service(read_award_import_history)
        .service(list_award_import_faults);
}
