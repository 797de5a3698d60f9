//! A table as text: its rows, before anything is known of what they say.

use csv::StringRecord;
use csv_core::{ReadRecordResult, Reader, ReaderBuilder};

/// The most rows of a file.
pub(in crate::awards::register) const MOST_ROWS: usize = 20_000;
/// The most values of a row, many times what is read of one: each costs memory, however little it says.
pub(in crate::awards::register) const MOST_VALUES: usize = 64;

/// Why a file is no table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(in crate::awards::register) enum TableError {
    /// Not UTF-8.
    NotText,
    /// Not even a head.
    Empty,
    /// More than [`MOST_ROWS`].
    TooManyRows,
    /// A row of more than [`MOST_VALUES`].
    TooWide,
}

/// A head and rows below it.
#[derive(Debug)]
pub(in crate::awards::register) struct Table {
    /// The names of the columns, as they came.
    pub(in crate::awards::register) head: Vec<String>,
    /// Each row with its number in the file, the head being row 1 where no empty line stands before it. Rows of nothing
    /// but blanks are left out.
    pub(in crate::awards::register) rows: Vec<(i32, StringRecord)>,
}

impl Table {
    /// Reads a file.
    pub(in crate::awards::register) fn read(bytes: &[u8]) -> Result<Self, TableError> {
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let text = std::str::from_utf8(bytes).map_err(|_| TableError::NotText)?;
        let mut reader = Rows {
            reader: ReaderBuilder::new().delimiter(delimiter(text)).build(),
            rest: text.as_bytes(),
            number: 0,
            values: vec![0; text.len() + 1],
        };
        let (mut head, mut rows) = (None, Vec::new());
        while let Some((number, row)) = reader.next()? {
            if head.is_none() {
                head = Some(row.iter().map(|name| name.trim().to_ascii_lowercase()).collect());
            } else if row.iter().any(|value| !value.trim().is_empty()) {
                if rows.len() == MOST_ROWS {
                    return Err(TableError::TooManyRows);
                }
                rows.push((number, row));
            }
        }
        Ok(Self { head: head.ok_or(TableError::Empty)?, rows })
    }
}

/// Reads row after row. The reader of `csv` would take a row of millions of values before it can be refused, and tells no
/// numbers; its core does neither.
struct Rows<'t> {
    reader: Reader,
    rest: &'t [u8],
    /// That of the last row, as a spreadsheet counts: empty lines are rows, and line breaks inside quotation marks are not.
    number: i32,
    /// Where the values of a row are put, one behind the other; no row has more than the whole text.
    values: Vec<u8>,
}

impl Rows<'_> {
    fn next(&mut self) -> Result<Option<(i32, StringRecord)>, TableError> {
        while let Some(rest) = after_line_end(self.rest) {
            self.rest = rest;
            self.number = self.number.saturating_add(1);
        }
        let (mut ends, mut written, mut count) = ([0; MOST_VALUES], 0, 0);
        loop {
            let (result, taken, put, ended) = self.reader.read_record(
                self.rest,
                self.values.get_mut(written..).unwrap_or_default(),
                ends.get_mut(count..).unwrap_or_default(),
            );
            let read;
            (read, self.rest) = self.rest.split_at(taken);
            (written, count) = (written + put, count + ended);
            match result {
                ReadRecordResult::InputEmpty => {}
                ReadRecordResult::End => return Ok(None),
                ReadRecordResult::OutputFull | ReadRecordResult::OutputEndsFull => {
                    return Err(TableError::TooWide);
                }
                ReadRecordResult::Record => {
                    if let ([.., b'\r'], [b'\n', rest @ ..]) = (read, self.rest) {
                        self.rest = rest;
                    }
                    break;
                }
            }
        }
        self.number = self.number.saturating_add(1);
        let (mut row, mut begin) = (StringRecord::new(), 0);
        for end in ends.into_iter().take(count) {
            let value = self.values.get(begin..end).unwrap_or_default();
            row.push_field(std::str::from_utf8(value).map_err(|_| TableError::NotText)?);
            begin = end;
        }
        Ok(Some((self.number, row)))
    }
}

/// What follows the end of a line that stands here.
const fn after_line_end(text: &[u8]) -> Option<&[u8]> {
    match text {
        [b'\r', b'\n', rest @ ..] | [b'\r' | b'\n', rest @ ..] => Some(rest),
        _ => None,
    }
}

/// What stands between the names of the columns, none of which holds either.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let count = |mark: char| head.chars().filter(|letter| *letter == mark).count();
    if count(';') > count(',') { b';' } else { b',' }
}
