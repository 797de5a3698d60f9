//! Organisations: the tree of unions, what each was called and under whom it stood on any day, and its committees.
//!
//! `organisations` holds what is true now; `organisation_periods` holds every name, kind and parent with the days
//! they held, so each question can be asked *as of* a day. `organisation_closure` holds every pair of today's tree
//! and answers who stands under whom by one index: it is what the policy's scopes read.
//!
//! A change of name, kind or parent cites its decision and takes effect on a day that has come; it closes the
//! present period and opens the next. Changes of the tree run one after another (`store::lock`), so that two moves
//! at once cannot make a cycle. Reading reaches the caller's own unions, all below, and the line above; what stands
//! beside does not exist for the caller. Nothing is deleted.

mod dto;
pub mod model;
pub mod routes;
pub mod service;
mod store;

pub use dto::{
    CommitteeDto, CommitteeMemberDto, NewOrganisation, OrganisationDto, OrganisationPeriodDto,
    OrganisationTree, TreeNode,
};
pub use model::{CommitteeKind, MemberTitle, OrganisationKind, OrganisationStatus};
