//! Where a submission stands.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::names;

/// Where a submission stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum SubmissionStatus {
    /// Being written.
    Draft,
    /// Numbered, signed and sent; the authority has not answered all of it.
    Signed,
    /// The authority has answered all of it.
    Answered,
    /// Taken back before the authority answered: its nominations may stand in another one.
    Recalled,
}

names!(SubmissionStatus: Draft = "draft", Signed = "signed", Answered = "answered", Recalled = "recalled");
