//! Rows as they are shown.

use crate::kernel::id::Uuid;
use crate::registers::dto::{RegisterDto, RegisterEntryDto};
use crate::registers::store::{EntryRow, RegisterRow};

/// The report that bears the number, if it is one.
pub(super) fn report_of(row: &EntryRow) -> Option<Uuid> {
    row.record_id.filter(|_| row.record_type.as_deref() == Some("report"))
}

/// A register as it is shown.
pub(super) fn dto(row: RegisterRow) -> RegisterDto {
    RegisterDto {
        id: row.id,
        organisation_id: row.organisation_id,
        series: row.series,
        year: row.year,
        first_number: row.first_number,
        next_number: row.next_number,
        first_number_reason: row.first_number_reason,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

/// A number as it is shown.
pub(super) fn entry_dto(row: EntryRow) -> RegisterEntryDto {
    let report_id = report_of(&row);
    RegisterEntryDto {
        id: row.id,
        register_id: row.register_id,
        number: row.number,
        symbol: row.symbol,
        title: row.title,
        document_date: row.document_date,
        report_id,
        record_type: row.record_type,
        record_id: row.record_id,
        status: row.status,
        void_reason: row.void_reason,
        version: row.version,
        created_at: row.created_at,
        updated_at: row.updated_at,
    }
}

#[cfg(test)]
mod tests {
    use chrono::NaiveDate;

    use super::*;
    use crate::kernel::clock::Instant;
    use crate::kernel::id;
    use crate::registers::model::EntryStatus;

    #[test]
    fn only_a_report_is_shown_as_a_report() {
        let now = Instant::utc(2025, 2, 17, 1, 0);
        let record = id::new(now);
        let shown = |kind: Option<&str>| {
            let row = EntryRow {
                id: id::new(now),
                register_id: id::new(now),
                number: 9,
                symbol: "09/QĐ-LĐLĐ".to_owned(),
                title: "Văn bản".to_owned(),
                document_date: NaiveDate::default(),
                record_type: kind.map(str::to_owned),
                record_id: kind.map(|_| record),
                status: EntryStatus::Given,
                void_reason: None,
                version: 1,
                created_at: now,
                updated_at: now,
            };
            let entry = entry_dto(row);
            (entry.report_id, entry.record_id)
        };
        assert_eq!(shown(Some("report")), (Some(record), Some(record)));
        assert_eq!(shown(Some("support_decision")), (None, Some(record)));
        assert_eq!(shown(None), (None, None));
    }
}
