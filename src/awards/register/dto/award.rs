//! What the register shows of an award.

use std::borrow::Cow;

use aws_lc_rs::digest;
use chrono::NaiveDate;
use serde::Serialize;
use utoipa::ToSchema;

use crate::awards::NomineeKind;
use crate::awards::register::AwardState;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::kernel::clock::Instant;
use crate::kernel::hex::hex;
use crate::kernel::id::Uuid;

/// What a person or a collective was given. It never changes, but for what takes it back or strikes it.
#[derive(Debug, Serialize, ToSchema)]
#[schema(example = json!({
    "id": "01952a3e-7c00-7000-8000-000000000041", "organisation_id": "01952a3e-7c00-7000-8000-000000000001",
    "organisation_code": "CDCS-VD", "organisation_name": "Công đoàn cơ sở Ví Dụ", "recipient_kind": "individual",
    "recipient_name": "Nguyễn Văn Ví Dụ", "recipient_title": "Tổ trưởng", "workplace": "Phân xưởng Ví Dụ",
    "namesake": false, "form_id": "01952a3e-7c00-7000-8000-000000000042",
    "form_code": "certificate_of_merit_confederation", "form_name": "Bằng khen của Tổng Liên đoàn",
    "kind": "certificate_of_merit", "authority": "confederation", "year": 2024, "symbol": "12/QĐ-VD",
    "decided_on": "2025-02-03", "signer_name": "Trần Thị Ví Dụ", "reward_vnd": 1_000_000, "decision_id": null,
    "nomination_id": null, "import_id": "01952a3e-7c00-7000-8000-000000000043", "state": "valid",
    "revocation_symbol": null, "revoked_on": null, "revocation_signer": null, "due_back_vnd": 0, "paid_back_vnd": 0,
    "version": 1, "created_at": "2025-02-10T01:00:00Z", "updated_at": "2025-02-10T01:00:00Z"
}))]
pub(crate) struct AwardDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The union of the person or collective.
    pub(crate) organisation_id: Uuid,
    /// Its code.
    pub(crate) organisation_code: String,
    /// Its name today.
    pub(crate) organisation_name: String,
    /// Whether a person or a collective was awarded.
    pub(crate) recipient_kind: NomineeKind,
    /// Who was.
    pub(crate) recipient_name: String,
    /// What a person was then.
    #[schema(required = true)]
    pub(crate) recipient_title: Option<String>,
    /// Where.
    #[schema(required = true)]
    pub(crate) workplace: Option<String>,
    /// Whether it is another person than the one of the same name and union.
    pub(crate) namesake: bool,
    /// The form of the award.
    pub(crate) form_id: Uuid,
    /// Its code.
    pub(crate) form_code: String,
    /// Its name.
    pub(crate) form_name: String,
    /// A code of the code list `award_kinds`.
    pub(crate) kind: String,
    /// A code of the code list `award_authorities`.
    pub(crate) authority: String,
    /// The year of achievement.
    #[schema(minimum = 1900, maximum = 2100)]
    pub(crate) year: i32,
    /// Number and symbol of the decision.
    pub(crate) symbol: String,
    /// Its date.
    pub(crate) decided_on: NaiveDate,
    /// Who signed it.
    pub(crate) signer_name: String,
    /// The money with it, whole đồng.
    #[schema(minimum = 0)]
    pub(crate) reward_vnd: i64,
    /// The decision, where it was made or recorded here.
    #[schema(required = true)]
    pub(crate) decision_id: Option<Uuid>,
    /// The nomination that led to it.
    #[schema(required = true)]
    pub(crate) nomination_id: Option<Uuid>,
    /// The import that brought it.
    #[schema(required = true)]
    pub(crate) import_id: Option<Uuid>,
    /// Whether it holds.
    pub(crate) state: AwardState,
    /// Number and symbol of the decision that took it back.
    #[schema(required = true)]
    pub(crate) revocation_symbol: Option<String>,
    /// Its date.
    #[schema(required = true)]
    pub(crate) revoked_on: Option<NaiveDate>,
    /// Who signed that.
    #[schema(required = true)]
    pub(crate) revocation_signer: Option<String>,
    /// What of the reward is due back.
    #[schema(minimum = 0)]
    pub(crate) due_back_vnd: i64,
    /// What of that came.
    #[schema(minimum = 0)]
    pub(crate) paid_back_vnd: i64,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was entered.
    pub(crate) created_at: Instant,
    /// When it was last changed.
    pub(crate) updated_at: Instant,
}

impl Versioned for AwardDto {
    fn version(&self) -> i64 {
        self.version
    }

    /// Codes and names of union and form are those of today, whatever the version.
    fn variant(&self) -> Option<Cow<'static, str>> {
        let names = [&self.organisation_code, &self.organisation_name, &self.form_code, &self.form_name];
        let digest = digest::digest(&digest::SHA256, names.map(String::as_str).join("\n").as_bytes());
        Some(hex(digest.as_ref()).chars().take(16).collect::<String>().into())
    }
}

impl Identified for AwardDto {
    fn id(&self) -> Uuid {
        self.id
    }
}
