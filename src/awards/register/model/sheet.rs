//! The register written out: the columns of an import, and what became of each award.

use std::borrow::Cow;

use rust_xlsxwriter::{Format, Workbook, XlsxError};

/// The columns. Those that an import takes have the same names there.
pub(in crate::awards::register) const COLUMNS: [&str; 20] = [
    "organisation_code",
    "organisation_name",
    "recipient_kind",
    "recipient_name",
    "recipient_title",
    "workplace",
    "namesake",
    "form_code",
    "form_name",
    "authority",
    "year",
    "symbol",
    "decided_on",
    "signer_name",
    "reward_vnd",
    "state",
    "revocation_symbol",
    "revoked_on",
    "due_back_vnd",
    "paid_back_vnd",
];

/// One value.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::awards::register) enum Cell {
    /// Nothing for a text that is not there.
    Text(String),
    /// A number.
    Number(i64),
}

/// What a spreadsheet would take for a formula.
const FORMULA: [char; 6] = ['=', '+', '-', '@', '\t', '\r'];

/// A text that no spreadsheet reckons with: an apostrophe before what would be a formula.
fn defused(text: &str) -> Cow<'_, str> {
    if text.starts_with(FORMULA) { Cow::Owned(format!("'{text}")) } else { Cow::Borrowed(text) }
}

/// The text that was defused, so that what was written out can be read in again.
pub(super) fn undefused(text: &str) -> &str {
    text.strip_prefix('\'').filter(|rest| rest.starts_with(FORMULA)).unwrap_or(text)
}

/// As text with commas, with the mark by which spreadsheets know UTF-8.
pub(in crate::awards::register) fn as_csv(rows: &[Vec<Cell>]) -> csv::Result<Vec<u8>> {
    let mut writer =
        csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(b"\xEF\xBB\xBF".to_vec());
    writer.write_record(COLUMNS)?;
    for row in rows {
        for cell in row {
            match cell {
                Cell::Text(text) => writer.write_field(defused(text).as_ref())?,
                Cell::Number(number) => writer.write_field(number.to_string())?,
            }
        }
        writer.write_record(None::<&[u8]>)?;
    }
    writer.into_inner().map_err(|error| error.into_error().into())
}

/// As a workbook. Texts are texts there; they are defused all the same, for what is copied out of it.
pub(in crate::awards::register) fn as_xlsx(rows: &[Vec<Cell>]) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("awards")?;
    let head = Format::new().set_bold();
    for (column, name) in (0_u16..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &head)?;
    }
    sheet.set_freeze_panes(1, 0)?;
    for (line, row) in (1_u32..).zip(rows) {
        for (column, cell) in (0_u16..).zip(row) {
            match cell {
                Cell::Text(text) => sheet.write_string(line, column, defused(text).as_ref())?,
                // Whole numbers below 2^53 are told exactly.
                #[expect(clippy::cast_precision_loss, reason = "money and years are far below 2^53")]
                Cell::Number(number) => sheet.write_number(line, column, *number as f64)?,
            };
        }
    }
    book.save_to_buffer()
}
