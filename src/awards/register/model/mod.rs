//! Where an award and an import stand, what a file of past years' awards is made of, and how the register is written out.

mod check;
mod sheet;
mod table;

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::names;

pub(in crate::awards::register) use check::{Checker, FormFacts, Good, Identity, Known};
pub(in crate::awards::register) use sheet::{Cell, as_csv, as_xlsx};
pub(in crate::awards::register) use table::{Table, TableError};

/// Whether an award holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardState {
    /// It holds.
    Valid,
    /// It was taken back.
    Revoked,
    /// It was entered in error, and counts for nothing.
    Struck,
}

names!(AwardState: Valid = "valid", Revoked = "revoked", Struck = "struck");

/// Where an import stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum AwardImportStatus {
    /// Its rows are being checked.
    Checking,
    /// Its rows are being written.
    Writing,
    /// All rows are in the register, or, in a dry run, could be.
    Done,
    /// Some row is bad: nothing was written.
    Refused,
    /// The server stopped before it was done: nothing was written.
    Interrupted,
}

names!(AwardImportStatus: Checking = "checking", Writing = "writing", Done = "done", Refused = "refused", Interrupted = "interrupted");

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(in crate::awards::register) enum FaultCode {
    /// A needed column or value is not there.
    Missing,
    /// The head names a column that is not known.
    UnknownColumn,
    /// The head names a column twice.
    RepeatedColumn,
    /// The row has more or fewer values than the head.
    WrongFields,
    /// The value is not of the documented form.
    Malformed,
    /// The text is too long.
    TooLong,
    /// The number or date lies outside what is possible.
    OutOfRange,
    /// The value names nothing that is there.
    NotFound,
    /// Such a recipient has no such value.
    NotAllowed,
    /// The same award stands in an earlier row.
    RepeatedRow,
    /// The same award stands in the register.
    InRegister,
}

names!(FaultCode: Missing = "missing", UnknownColumn = "unknown_column", RepeatedColumn = "repeated_column", WrongFields = "wrong_fields", Malformed = "malformed", TooLong = "too_long", OutOfRange = "out_of_range", NotFound = "not_found", NotAllowed = "not_allowed", RepeatedRow = "repeated_row", InRegister = "in_register");

impl FaultCode {
    /// In words, Vietnamese first.
    pub(in crate::awards::register) const fn texts(self) -> (&'static str, &'static str) {
        match self {
            Self::Missing => ("Thiếu cột hoặc giá trị này.", "This column or value is missing."),
            Self::UnknownColumn => ("Không có cột nào tên như vậy.", "There is no column of this name."),
            Self::RepeatedColumn => ("Cột này có hai lần.", "This column is there twice."),
            Self::WrongFields => {
                ("Số ô của dòng khác số cột.", "The row has more or fewer values than there are columns.")
            }
            Self::Malformed => {
                ("Giá trị không đúng dạng quy định.", "The value is not of the documented form.")
            }
            Self::TooLong => ("Giá trị quá dài.", "The value is too long."),
            Self::OutOfRange => {
                ("Giá trị nằm ngoài khoảng cho phép.", "The value lies outside what is possible.")
            }
            Self::NotFound => ("Không có giá trị này.", "There is no such value."),
            Self::NotAllowed => {
                ("Giá trị này không dành cho đối tượng như vậy.", "The value is not for such a recipient.")
            }
            Self::RepeatedRow => {
                ("Khen thưởng này đã có ở một dòng phía trên.", "The same award stands in an earlier row.")
            }
            Self::InRegister => (
                "Khen thưởng này đã có trong sổ khen thưởng.",
                "The same award stands in the register already.",
            ),
        }
    }
}

#[cfg(test)]
mod tests;
