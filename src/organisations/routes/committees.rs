//! Committees and their members over HTTP.

use actix_web::{get, patch, post};
use utoipa_actix_web::service_config::ServiceConfig;

use crate::http::api::{Api, HistoryQuery, Reply};
use crate::http::body::Body;
use crate::http::conditional::{IfMatch, Resource};
use crate::http::page::Listing;
use crate::http::path::Id;
use crate::http::query::Query;
use crate::journal::EntryDto;
use crate::kernel::problem::Outcome;
use crate::organisations::dto::{
    CommitteeDto, CommitteeMemberDto, CommitteeMemberQuery, CommitteeQuery, EditCommittee,
    EditCommitteeMember, NewCommittee, NewCommitteeMember,
};
use crate::organisations::service;

/// Lists an organisation's committees, newest term first.
#[utoipa::path(tag = "committees", params(CommitteeQuery), responses((status = 200, body = Listing<CommitteeDto>)))]
#[get("/organisations/{id}/committees")]
async fn list_organisation_committees(
    api: Api,
    id: Id,
    query: Query<CommitteeQuery>,
) -> Outcome<Listing<CommitteeDto>> {
    api.list(query, move |r, query, page| service::list_committees(r, id.0, query, page)).await
}

/// Records a committee of an organisation.
#[utoipa::path(tag = "committees", request_body = NewCommittee, responses((status = 201, body = CommitteeDto)))]
#[post("/organisations/{id}/committees")]
async fn create_organisation_committee(api: Api, id: Id, body: Body<NewCommittee>) -> Outcome<Reply> {
    api.create("/api/v1/committees", body, move |w, new| service::create_committee(w, id.0, &new)).await
}

/// Reads a committee.
#[utoipa::path(tag = "committees", responses((status = 200, body = CommitteeDto)))]
#[get("/committees/{id}")]
async fn read_committee(api: Api, id: Id) -> Outcome<Resource<CommitteeDto>> {
    api.resource(move |r| service::read_committee(r, id.0)).await
}

/// Changes a committee's term.
#[utoipa::path(tag = "committees", request_body = EditCommittee, responses((status = 200, body = CommitteeDto)))]
#[patch("/committees/{id}")]
async fn update_committee(api: Api, id: Id, version: IfMatch, body: Body<EditCommittee>) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit_committee(w, id.0, version.0, edit)).await
}

/// Reads what was done to a committee's record.
#[utoipa::path(tag = "committees", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/committees/{id}/history")]
async fn read_committee_history(api: Api, id: Id, query: Query<HistoryQuery>) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read_committee(r, id).map(drop)).await
}

/// Lists a committee's members by their first day.
#[utoipa::path(tag = "committees", params(CommitteeMemberQuery), responses((status = 200, body = Listing<CommitteeMemberDto>)))]
#[get("/committees/{id}/members")]
async fn list_committee_members(
    api: Api,
    id: Id,
    query: Query<CommitteeMemberQuery>,
) -> Outcome<Listing<CommitteeMemberDto>> {
    api.list(query, move |r, query, page| service::list_members(r, id.0, query, page)).await
}

/// Records a member of a committee.
#[utoipa::path(tag = "committees", request_body = NewCommitteeMember, responses((status = 201, body = CommitteeMemberDto)))]
#[post("/committees/{id}/members")]
async fn create_committee_member(api: Api, id: Id, body: Body<NewCommitteeMember>) -> Outcome<Reply> {
    api.create("/api/v1/committee-members", body, move |w, new| service::create_member(w, id.0, new)).await
}

/// Reads a member of a committee.
#[utoipa::path(tag = "committees", responses((status = 200, body = CommitteeMemberDto)))]
#[get("/committee-members/{id}")]
async fn read_committee_member(api: Api, id: Id) -> Outcome<Resource<CommitteeMemberDto>> {
    api.resource(move |r| service::read_member(r, id.0)).await
}

/// Changes a member of a committee.
#[utoipa::path(tag = "committees", request_body = EditCommitteeMember, responses((status = 200, body = CommitteeMemberDto)))]
#[patch("/committee-members/{id}")]
async fn update_committee_member(
    api: Api,
    id: Id,
    version: IfMatch,
    body: Body<EditCommitteeMember>,
) -> Outcome<Reply> {
    api.change(body, move |w, edit| service::edit_member(w, id.0, version.0, edit)).await
}

/// Reads what was done to a member's record.
#[utoipa::path(tag = "committees", params(HistoryQuery), responses((status = 200, body = Listing<EntryDto>)))]
#[get("/committee-members/{id}/history")]
async fn read_committee_member_history(
    api: Api,
    id: Id,
    query: Query<HistoryQuery>,
) -> Outcome<Listing<EntryDto>> {
    api.history(query, id.0, |r, id| service::read_member(r, id).map(drop)).await
}

pub(super) fn configure(config: &mut ServiceConfig) {
    config
        .service(list_organisation_committees)
        .service(create_organisation_committee)
        .service(read_committee)
        .service(update_committee)
        .service(read_committee_history)
        .service(list_committee_members)
        .service(create_committee_member)
        .service(read_committee_member)
        .service(update_committee_member)
        .service(read_committee_member_history);
}
