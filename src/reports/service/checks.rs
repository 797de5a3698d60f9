//! Rules that several use cases share.

use chrono::NaiveDate;

use crate::kernel::period::{Period, PeriodError, PeriodKind, check_date};
use crate::kernel::problem::{Outcome, Problem, Violation};
use crate::reports::model::ReportStatus;
use crate::reports::store::ReportRow;

/// The date a report bears: not before the period it tells of.
pub(crate) fn document_date(date: NaiveDate, period_start: Option<NaiveDate>) -> Option<Violation> {
    if period_start.is_some_and(|start| date < start) {
        return Some(Violation::at(
            "/document_date",
            "before_period",
            "Ngày ban hành không được trước ngày đầu kỳ báo cáo.",
            "The document is dated before the first day of the period it reports on.",
        ));
    }
    check_date("/document_date", date)
}

/// The period of these days; what is wrong with them goes to `errors`.
pub(crate) fn period(
    kind: PeriodKind,
    start: NaiveDate,
    end: NaiveDate,
    errors: &mut Vec<Violation>,
) -> Option<Period> {
    let known = errors.len();
    errors.extend(check_date("/period_start", start));
    errors.extend(check_date("/period_end", end));
    if errors.len() > known {
        return None;
    }
    match Period::new(kind, start, end) {
        Ok(period) => Some(period),
        Err(error) => {
            errors.push(period_error(error));
            None
        }
    }
}

fn period_error(error: PeriodError) -> Violation {
    let (vi, en) = match error {
        PeriodError::Reversed => {
            ("Ngày cuối kỳ không được trước ngày đầu kỳ.", "The period ends before it starts.")
        }
        PeriodError::NotWhole(_) => (
            "Ngày đầu và ngày cuối phải là của trọn một kỳ theo loại đã chọn.",
            "The days must be those of one whole calendar period of this kind.",
        ),
        PeriodError::TooLong => ("Kỳ dài quá 366 ngày.", "The period is longer than 366 days."),
    };
    Violation::at("/period_end", "out_of_range", vi, en)
}

/// The period of days that were checked when they were stored.
pub(crate) fn kept_period(kind: PeriodKind, start: NaiveDate, end: NaiveDate) -> Outcome<Period> {
    Period::new(kind, start, end).map_err(Problem::internal)
}

/// A report's period.
pub(crate) fn period_of(report: &ReportRow) -> Outcome<Period> {
    kept_period(report.period_kind, report.period_start, report.period_end)
}

/// Why a report's content may not change: `frozen` when it is issued, else `wrong_state`.
pub(super) fn not_editable(status: ReportStatus) -> Problem {
    use crate::kernel::problem::Code;
    Problem::new(if status == ReportStatus::Issued { Code::Frozen } else { Code::WrongState })
}
