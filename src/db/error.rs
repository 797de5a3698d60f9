//! From a database's error to the problem the caller is told.

use diesel::result::{DatabaseErrorKind, Error};

use crate::kernel::problem::{Code, Problem};

impl From<Error> for Problem {
    fn from(error: Error) -> Self {
        match &error {
            Error::NotFound => Self::not_found(),
            Error::DatabaseError(kind, info) => from_kind(*kind, info.message(), &error),
            Error::BrokenTransactionManager | Error::AlreadyInTransaction | Error::NotInTransaction => {
                Self::unavailable(&error)
            }
            _ => Self::internal(&error),
        }
    }
}

/// SQLite names the column and PostgreSQL the constraint, so neither is passed on; services check first and say
/// more, this is what is left for two who write at the same moment.
fn from_kind(kind: DatabaseErrorKind, message: &str, error: &Error) -> Problem {
    const PASSING: [&str; 9] = [
        "disk is full",
        "disk I/O error",
        "database is locked",
        "readonly database",
        "unable to open database file",
        "deadlock",
        "No space left",
        "lock timeout",
        "statement timeout",
    ];
    match kind {
        DatabaseErrorKind::UniqueViolation => Problem::new(Code::Duplicate),
        DatabaseErrorKind::ForeignKeyViolation => Problem::new(Code::InUse),
        DatabaseErrorKind::SerializationFailure
        | DatabaseErrorKind::ReadOnlyTransaction
        | DatabaseErrorKind::ClosedConnection
        | DatabaseErrorKind::UnableToSendCommand => Problem::unavailable(error),
        _ if PASSING.iter().any(|sign| message.contains(sign)) => Problem::unavailable(error),
        _ => Problem::internal(error),
    }
}
