//! Why somebody reads what is sealed: a word of a list, because the journal keeps it and free text may tell of people.

use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// What personal data are read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum Purpose {
    /// To work on the dossier or the survey entry.
    Processing,
    /// To reach the person.
    Contact,
    /// To pay the money out.
    Payment,
    /// To answer what the person asked about the own data.
    DataRequest,
    /// To inspect how the work is done.
    Inspection,
}

/// What personal data are asked for with.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct PurposeQuery {
    /// What they are read for. It stands in the journal beside who read them.
    #[param(inline)]
    pub purpose: Purpose,
}
