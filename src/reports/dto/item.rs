//! An item of a report.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use serde_json::json;
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
pub struct NewItem {
    /// The client's own id for it.
    #[schema(nullable = false)]
    pub id: Option<Uuid>,
    pub section: Section,
    /// Where in its section; the others move. By default at the end.
    #[schema(nullable = false, minimum = 1, maximum = 500)]
    pub position: Option<i32>,
    /// What it is about, as a code: narrative of many unions is gathered by it.
    #[schema(nullable = false, max_length = 64, pattern = "^[a-z][a-z0-9_]{0,63}$")]
    pub topic: Option<String>,
    pub body: Prose<20000>,
    /// By when it is to be done; plan items only.
    #[schema(nullable = false)]
    pub due_date: Option<NaiveDate>,
}

/// What may change of an item. The report and the section it stands in never change.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(default, deny_unknown_fields)]
#[schema(example = json!({"position": 1}))]
pub struct EditItem {
    /// Where in its section; the others move.
    #[schema(minimum = 1, maximum = 500)]
    pub position: Patch<i32>,
    /// What it is about, as a code.
    #[schema(max_length = 64, pattern = "^[a-z][a-z0-9_]{0,63}$")]
    pub topic: Patch<Option<String>>,
    pub body: Patch<Prose<20000>>,
    /// By when it is to be done; plan items only.
    pub due_date: Patch<Option<NaiveDate>>,
}

/// An item of a report.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ItemDto {
    pub id: Uuid,
    pub report_id: Uuid,
    pub section: Section,
    /// 1..n within its section.
    #[schema(minimum = 1)]
    pub position: i32,
    /// What it is about, as a code.
    #[schema(required = true)]
    pub topic: Option<String>,
    pub body: String,
    #[schema(required = true)]
    pub due_date: Option<NaiveDate>,
    /// The task a plan item became when the report was issued, or the task a result item tells of.
    #[schema(required = true)]
    pub task_item_id: Option<Uuid>,
    /// The plan item of the last period that this result answers.
    #[schema(required = true)]
    pub source_item_id: Option<Uuid>,
    #[schema(minimum = 1)]
    pub version: i64,
    pub created_at: Instant,
    pub updated_at: Instant,
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
