//! A table as text: its rows, before anything is known of what they say.

use csv::{ReaderBuilder, StringRecord};

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
        let mark = delimiter(text);
        let mut reader = ReaderBuilder::new()
            .has_headers(false)
            .flexible(true)
            .delimiter(mark)
            .from_reader(text.as_bytes());
        let (mut head, mut rows) = (None, Vec::new());
        for row in (Rows { rest: text.as_bytes(), mark, number: 0 }) {
            if row.values > MOST_VALUES {
                return Err(TableError::TooWide);
            }
            let mut record = StringRecord::new();
            if !reader.read_record(&mut record).map_err(|_| TableError::NotText)? {
                break;
            }
            if head.is_none() {
                head = Some(record.iter().map(|name| name.trim().to_ascii_lowercase()).collect());
            } else if record.iter().any(|value| !value.trim().is_empty()) {
                if rows.len() == MOST_ROWS {
                    return Err(TableError::TooManyRows);
                }
                rows.push((row.number, record));
            }
        }
        Ok(Self { head: head.ok_or(TableError::Empty)?, rows })
    }
}

/// A row before it is read.
struct Row {
    /// Its number as a spreadsheet counts: empty lines are rows, and line breaks inside quotation marks are not.
    number: i32,
    /// How many values it has.
    values: usize,
}

/// The rows of a text that are not empty: as the reader of CSV finds them, which tells neither their numbers nor, before
/// it has read all of them, how many values they have.
struct Rows<'t> {
    rest: &'t [u8],
    mark: u8,
    number: i32,
}

impl Rows<'_> {
    /// Takes the end of a line, if one stands here.
    fn ends_line(&mut self) -> bool {
        let rest = match self.rest {
            [b'\r', b'\n', rest @ ..] | [b'\r' | b'\n', rest @ ..] => rest,
            _ => return false,
        };
        self.rest = rest;
        self.number = self.number.saturating_add(1);
        true
    }

    /// Takes what stands between quotation marks, the first of which was taken; two of them are one inside.
    fn quoted(&mut self) {
        loop {
            match self.rest {
                [b'"', b'"', rest @ ..] => self.rest = rest,
                [b'"', rest @ ..] => {
                    self.rest = rest;
                    return;
                }
                [_, rest @ ..] => self.rest = rest,
                [] => return,
            }
        }
    }
}

impl Iterator for Rows<'_> {
    type Item = Row;

    fn next(&mut self) -> Option<Row> {
        while self.ends_line() {}
        if self.rest.is_empty() {
            return None;
        }
        let mut row = Row { number: self.number.saturating_add(1), values: 1 };
        let mut begins = true;
        while !self.ends_line() {
            let Some((byte, rest)) = self.rest.split_first() else { break };
            self.rest = rest;
            if *byte == b'"' && begins {
                self.quoted();
            }
            begins = *byte == self.mark;
            row.values += usize::from(begins);
        }
        Some(row)
    }
}

/// What stands between the names of the columns, none of which holds either.
fn delimiter(text: &str) -> u8 {
    let head = text.lines().next().unwrap_or_default();
    let count = |mark: char| head.chars().filter(|letter| *letter == mark).count();
    if count(';') > count(',') { b';' } else { b',' }
}
