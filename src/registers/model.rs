//! What a number is: pure.

use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::kernel::text::names;

/// What became of a number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum EntryStatus {
    /// It stands for a document.
    Given,
    /// It is void; it stays on record and is never given again.
    Void,
}

names!(EntryStatus: Given = "given", Void = "void");

/// A document's symbol: `209/BC-LĐLĐ`. Numbers under 10 get a zero in front (Nghị định 30/2020/NĐ-CP, Phụ lục I).
#[must_use]
pub(super) fn symbol(number: i64, series: &str, organisation: &str) -> String {
    format!("{number:02}/{series}-{organisation}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn symbols_read_as_printed() {
        assert_eq!(symbol(209, "BC", "LĐLĐ"), "209/BC-LĐLĐ");
        assert_eq!(symbol(7, "QĐ", "LĐLĐ"), "07/QĐ-LĐLĐ");
    }
}
