//! A table as text: its rows, before anything is known of what they say.

use csv::{ReaderBuilder, StringRecord};

/// The most rows of a file.
pub(in crate::awards::register) const MOST_ROWS: usize = 20_000;

/// Why a file is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::awards::register) enum TableError {
    /// Not UTF-8.
    NotText,
    /// Not even a head.
    Empty,
    /// More than [`MOST_ROWS`].
    TooManyRows,
}

/// A head and rows below it.
#[derive(Debug)]
pub(in crate::awards::register) struct Table {
    /// The names of the columns, as they came.
    pub(in crate::awards::register) head: Vec<String>,
    /// Each row with its number in the file, the head being row 1. Rows of nothing but blanks are left out.
    pub(in crate::awards::register) rows: Vec<(i32, StringRecord)>,
}

impl Table {
    /// Reads a file.
    pub(in crate::awards::register) fn read(bytes: &[u8]) -> Result<Self, TableError> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|_| TableError::NotText)?;
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(delimiter(text))
            .from_reader(text.as_bytes());
        let mut records = reader.records().zip(1_i32..);
        let (head, _) = records.next().ok_or(TableError::Empty)?;
        let head = head.map_err(|_| TableError::NotText)?;
        let mut rows = Vec::new();
        for (record, number) in records {
            let record = record.map_err(|_| TableError::NotText)?;
            if record.iter().all(|value| value.trim().is_empty()) {
                continue;
            }
            if rows.len() == MOST_ROWS {
                return Err(TableError::TooManyRows);
            }
            rows.push((number, record));
        }
        Ok(Self { head: head.iter().map(|name| name.trim().to_ascii_lowercase()).collect(), rows })
    }
}

/// What stands between the names of the columns, none of which holds either.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let count = |mark: char| head.chars().filter(|letter| *letter == mark).count();
    if count(';') > count(',') { b';' } else { b',' }
}
