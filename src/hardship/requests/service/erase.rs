//! Erasing what is held on a person, once nothing of it must be kept.

use chrono::NaiveDate;
use serde_json::json;

use super::answer::conclude;
use super::find_open_of;
use crate::files::service as files;
use crate::hardship::applications::store as application_rows;
use crate::hardship::applications::store::ApplicationRow;
use crate::hardship::programmes::service as programmes;
use crate::hardship::requests::dto::DataSubjectRequestDto;
use crate::hardship::requests::model::{
    DataRequestKind, DataRequestStatus, ERASED_NAME, Keeping, SURVEY_YEARS, keeping,
};
use crate::hardship::requests::store;
use crate::hardship::surveys::store::SurveyRow;
use crate::identity::policy::Action;
use crate::journal::Entry;
use crate::kernel::id::Uuid;
use crate::kernel::period::date_short_vi;
use crate::kernel::problem::{Code, Outcome, Problem};
use crate::kernel::text::fold;
use crate::usecase::{Reading, Writing, forget_answers_about};

/// Erases the dossiers and survey entries of the citizen id of a request in the caller's part of the union tree; all of
/// them, or none while one must still be kept. What was erased before is found by nothing any more, so asking again does
/// no harm.
pub(in crate::hardship::requests) fn erase(
    w: &mut Writing<'_>,
    id: Uuid,
    version: i64,
) -> Outcome<DataSubjectRequestDto> {
    let request = find_open_of(w, id, version, DataRequestKind::Erase)?;
    let scope = w.who.scope(Action::DataRequestManage);
    let dossiers = store::applications_of(w.db, &scope, &request.citizen_hash)?;
    let surveys = store::surveys_of(w.db, &scope, &request.citizen_hash)?;
    let today = w.today();
    let mut kept: Vec<Keeping> = dossiers.iter().map(|(row, years)| of_dossier(row, *years, today)).collect();
    for row in &surveys {
        kept.push(of_survey(w, row, today)?);
    }
    refuse_kept(&kept)?;
    for (row, _) in &dossiers {
        erase_dossier(w, id, row)?;
    }
    for row in &surveys {
        erase_survey(w, id, row)?;
    }
    let (applications, housing_surveys) = (dossiers.len(), surveys.len());
    let told =
        format!("Đã xóa thông tin cá nhân trong {applications} hồ sơ và {housing_surveys} phiếu khảo sát.");
    let changes = json!({"applications": applications, "housing_surveys": housing_surveys});
    conclude(w, &request, "data_subject_request.erase", DataRequestStatus::Answered, &told, changes)
}

fn of_dossier(row: &ApplicationRow, years: i32, today: NaiveDate) -> Keeping {
    keeping(row.finished_on, years, row.on_hold, today)
}

/// An entry that became a dossier is kept as long as the dossier is.
fn of_survey(r: &mut Reading<'_>, row: &SurveyRow, today: NaiveDate) -> Outcome<Keeping> {
    let turned: Vec<Uuid> = row.application_id.into_iter().collect();
    let Some(dossier) = application_rows::of_ids(r.db, &turned)?.into_iter().next() else {
        return Ok(keeping(Some(row.surveyed_on), SURVEY_YEARS, false, today));
    };
    if dossier.erased_at.is_some() {
        return Ok(Keeping::Over);
    }
    let years = programmes::of(r.db, dossier.programme_id)?.retention_years;
    Ok(of_dossier(&dossier, years, today))
}

/// Refuses while anything must be kept, and tells the last day where there is one.
fn refuse_kept(kept: &[Keeping]) -> Outcome<()> {
    let problem = || Problem::new(Code::RetentionRuns);
    if kept.contains(&Keeping::OnHold) {
        return Err(problem().detail(
            "Có hồ sơ đang được giữ lại; phải bỏ lệnh giữ trước khi xóa.",
            "A dossier is on hold; it must be released before it is erased.",
        ));
    }
    if kept.contains(&Keeping::UnderWay) {
        return Err(problem().detail(
            "Có hồ sơ đang được giải quyết nên thời hạn lưu trữ chưa bắt đầu.",
            "A dossier is under way, so that the time for which it is kept has not begun.",
        ));
    }
    let until = |one: &Keeping| if let Keeping::Until(day) = one { Some(*day) } else { None };
    match kept.iter().filter_map(until).max() {
        None => Ok(()),
        Some(day) => Err(problem().detail(
            format!("Thông tin phải được lưu đến hết ngày {}.", date_short_vi(day)),
            format!("The data must be kept until the end of {day}."),
        )),
    }
}

fn erase_dossier(w: &mut Writing<'_>, request: Uuid, row: &ApplicationRow) -> Outcome<()> {
    let now = w.now;
    store::erase_application(w.db, row, (ERASED_NAME, &fold(ERASED_NAME)), now)?;
    files::erase_of_record(w, "hardship_application", row.id)?;
    forget_answers_about(w.db, row.id)?;
    w.record(
        Entry::new("hardship_application.erase", "hardship_application", row.id)
            .of(row.organisation_id)
            .changes(json!({"data_subject_request_id": request})),
    );
    Ok(())
}

fn erase_survey(w: &mut Writing<'_>, request: Uuid, row: &SurveyRow) -> Outcome<()> {
    let now = w.now;
    store::erase_survey(w.db, row, (ERASED_NAME, &fold(ERASED_NAME)), now)?;
    files::erase_of_record(w, "housing_survey", row.id)?;
    forget_answers_about(w.db, row.id)?;
    w.record(
        Entry::new("housing_survey.erase", "housing_survey", row.id)
            .of(row.organisation_id)
            .changes(json!({"data_subject_request_id": request})),
    );
    Ok(())
}
