//! Reports on the wire.

mod consolidation;
mod figure;
mod item;
mod query;
mod report;

pub(crate) use consolidation::{
    Consolidate, ConsolidationDto, ContributionDto, ContributionKind, ContributionQuery, ContributorDto,
};
pub(crate) use figure::{
    AwardNominationRecordDto, AwardRecordDto, EditFigure, FigureDto, FigureRecordDto, FigureSourceDto,
    HousingSurveyRecordDto, NewFigure, SourceQuery, SupportLineRecordDto,
};
pub(crate) use item::{EditItem, ItemDto, NewItem};
pub(crate) use query::{ReportQuery, ReportSort};
pub(crate) use report::{
    AcceptReport, AmendReport, EditReport, IssueReport, NewReport, Recipient, RecipientDto, ReportDto,
    ReportSummaryDto, ReturnReport, SubmitReport, WarningDto,
};
