//! Reports on the wire.

mod consolidation;
mod figure;
mod item;
mod query;
mod report;

pub use consolidation::{ConsolidationDto, ContributionDto, ContributionQuery, ContributorDto, Consolidate};
pub use figure::{EditFigure, FigureDto, FigureSourceDto, NewFigure, SourceQuery};
pub use item::{EditItem, ItemDto, NewItem};
pub use query::{ReportQuery, ReportSort};
pub use report::{
    AcceptReport, AmendReport, EditReport, IssueReport, NewReport, Recipient, ReportDto, ReportSummaryDto,
    ReturnReport, SubmitReport, WarningDto,
};
