//! An item of a report.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::ToSchema;

use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::Prose;
use crate::reports::model::Section;

/// An item to add.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"section": "plan", "topic": "propaganda", "body": "Tổ chức gặp mặt nữ đoàn viên.", "due_date": "2025-03-08"}))]
pub(crate) struct NewItem {
    /// The client's own id for it.
    pub(crate) id: Option<Uuid>,
    /// What was done, or what comes next.
    pub(crate) section: Section,
    /// Where in its section; the others move. By default at the end.
    #[schema(minimum = 1, maximum = 500)]
    pub(crate) position: Option<i32>,
    /// A code of the code list `report_topics`: narrative of many unions is gathered by it.
    #[schema(max_length = 64, pattern = "^[a-z][a-z0-9_]{0,63}$")]
    pub(crate) topic: Option<String>,
    /// The paragraph.
    pub(crate) body: Prose<20000>,
    /// By when it is to be done; plan items only.
    pub(crate) due_date: Option<NaiveDate>,
}

/// What may change of an item. The report and the section it stands in never change.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"position": 1}))]
pub(crate) struct EditItem {
    /// Where in its section; the others move.
    #[serde(default)]
    #[schema(value_type = i32, minimum = 1, maximum = 500)]
    pub(crate) position: Patch<i32>,
    /// A code of the code list `report_topics`.
    #[serde(default)]
    #[schema(value_type = Option<String>, max_length = 64, pattern = "^[a-z][a-z0-9_]{0,63}$")]
    pub(crate) topic: Patch<Option<String>>,
    /// The paragraph.
    #[serde(default)]
    pub(crate) body: Patch<Prose<20000>>,
    /// By when it is to be done; plan items only.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub(crate) due_date: Patch<Option<NaiveDate>>,
}

/// An item of a report.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub(crate) struct ItemDto {
    /// Its id.
    pub(crate) id: Uuid,
    /// The report it belongs to.
    pub(crate) report_id: Uuid,
    /// What was done, or what comes next.
    pub(crate) section: Section,
    /// 1..n within its section.
    #[schema(minimum = 1)]
    pub(crate) position: i32,
    /// A code of the code list `report_topics`.
    #[schema(required = true)]
    pub(crate) topic: Option<String>,
    /// The paragraph.
    pub(crate) body: String,
    /// By when it is to be done, of a plan.
    #[schema(required = true)]
    pub(crate) due_date: Option<NaiveDate>,
    /// The task a plan item became when the report was issued, or the task a result item tells of.
    #[schema(required = true)]
    pub(crate) task_item_id: Option<Uuid>,
    /// The plan item of the last period that this result answers.
    #[schema(required = true)]
    pub(crate) source_item_id: Option<Uuid>,
    /// Rises at every change.
    #[schema(minimum = 1)]
    pub(crate) version: i64,
    /// When it was made.
    pub(crate) created_at: Instant,
    /// When it was changed last.
    pub(crate) updated_at: Instant,
}

impl Versioned for ItemDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for ItemDto {
    fn id(&self) -> Uuid {
        self.id
    }
}
