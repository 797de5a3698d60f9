//! What identity sends and receives.

use chrono::NaiveDate;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

use super::model::{UserSort, UserStatus};
use super::role::Role;
use super::store::grants::GrantRow;
use super::store::sessions::SessionRow;
use super::store::users::UserRow;
use crate::http::api::Identified;
use crate::http::conditional::Versioned;
use crate::http::page::{CursorText, Include, Limit};
use crate::kernel::clock::Instant;
use crate::kernel::id::Uuid;
use crate::kernel::patch::Patch;
use crate::kernel::text::Line;

/// A user name and a password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "demo.clerk", "password": "correct horse battery"}))]
pub struct SignIn {
    /// The user name, as the administrator gave it.
    #[schema(min_length = 1, max_length = 64, pattern = "^[^\\u0000-\\u001F\\u007F]+$")]
    pub username: String,
    /// The password.
    #[schema(min_length = 1, max_length = 128, pattern = "^[^\\u0000-\\u001F\\u007F]+$", format = Password)]
    pub password: String,
}

/// A refresh token to be changed for a new pair.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"refresh_token": "rt_k0Xv1bq0cO3m4Hq0u3o2Vb2l0Q5m7nT1w8yZx9aBcDe"}))]
pub struct Refresh {
    /// The refresh token of the last answer.
    #[schema(min_length = 1, max_length = 128, pattern = "^[A-Za-z0-9_-]+$")]
    pub refresh_token: String,
}

/// A pair of tokens. Never cached, never logged.
#[derive(Serialize, ToSchema)]
pub struct TokenPair {
    /// Goes into `Authorization: Bearer`.
    pub access_token: String,
    /// Always `Bearer`.
    #[schema(example = "Bearer")]
    pub token_type: &'static str,
    /// Seconds until the access token is refused.
    #[schema(minimum = 1, example = 600)]
    pub expires_in: u32,
    /// Good for one use within 30 days.
    pub refresh_token: String,
    /// The session these tokens belong to.
    pub session_id: Uuid,
    /// Only the password can be changed with this access token until it has been.
    pub must_change_password: bool,
}

/// The password as it is and as it shall be.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"current_password": "correct horse battery", "new_password": "staple under the bridge"}))]
pub struct PasswordChange {
    /// The password as it is.
    #[schema(min_length = 1, max_length = 128, pattern = "^[^\\u0000-\\u001F\\u007F]+$", format = Password)]
    pub current_password: String,
    /// The new one: 12 to 128 characters, not a common one, not the user name.
    #[schema(min_length = 12, max_length = 128, pattern = "^[^\\u0000-\\u001F\\u007F]+$", format = Password)]
    pub new_password: String,
}

/// A one-time code from the administrator, and a new password.
#[derive(Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "demo.clerk", "code": "7K3QX-9MZ2A", "new_password": "staple under the bridge"}))]
pub struct PasswordReset {
    /// The user name.
    #[schema(min_length = 1, max_length = 64, pattern = "^[^\\u0000-\\u001F\\u007F]+$")]
    pub username: String,
    /// The code.
    #[schema(min_length = 10, max_length = 16, pattern = "^[0-9A-Za-z -]+$")]
    pub code: String,
    /// The new password: 12 to 128 characters, not a common one, not the user name.
    #[schema(min_length = 12, max_length = 128, pattern = "^[^\\u0000-\\u001F\\u007F]+$", format = Password)]
    pub new_password: String,
}

/// A one-time code by which a user sets a new password.
#[derive(Serialize, ToSchema)]
pub struct ResetCode {
    /// Shown once; the database keeps a keyed hash.
    #[schema(example = "7K3QX-9MZ2A")]
    pub code: String,
    /// When it stops working.
    pub expires_at: Instant,
}

/// No members.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({}))]
pub struct Empty {}

/// The signed-in user.
#[derive(Serialize, ToSchema)]
pub struct Me {
    /// The user.
    pub id: Uuid,
    /// The user name.
    pub username: String,
    /// The name people see.
    pub display_name: String,
    /// Only the password can be changed until it has been.
    pub must_change_password: bool,
    /// The grants, also those of the past and the future.
    #[schema(max_items = 1000)]
    pub grants: Vec<MyGrant>,
}

/// One of the signed-in user's grants.
#[derive(Serialize, ToSchema)]
pub struct MyGrant {
    /// The grant.
    pub id: Uuid,
    /// The role.
    pub role: Role,
    /// The role's Vietnamese name.
    pub role_label: &'static str,
    /// Where: this organisation and all below it.
    pub organisation_id: Uuid,
    /// The organisation's name.
    pub organisation_name: String,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The day from which it no longer holds; null for open-ended.
    #[schema(required = true)]
    pub valid_to: Option<NaiveDate>,
    /// Whether it holds today.
    pub in_force: bool,
}

/// A session: one sign-in on one device.
#[derive(Serialize, ToSchema)]
pub struct SessionDto {
    /// The session.
    pub id: Uuid,
    /// Whether this request belongs to it.
    pub current: bool,
    /// When it began.
    pub created_at: Instant,
    /// When its tokens were last changed.
    pub last_used_at: Instant,
    /// When it ends at the latest.
    pub expires_at: Instant,
    /// What the device called itself.
    #[schema(required = true)]
    pub user_agent: Option<String>,
}

impl SessionDto {
    pub(super) fn of(row: SessionRow, current: Uuid) -> Self {
        Self {
            current: row.id == current,
            id: row.id,
            created_at: row.created_at,
            last_used_at: row.last_used_at,
            expires_at: row.expires_at,
            user_agent: row.user_agent,
        }
    }
}

/// The sessions of the signed-in user that are still open.
#[derive(Serialize, ToSchema)]
pub struct SessionList {
    /// Newest first. One sign-in more than fit here ends the oldest.
    #[schema(max_items = 50)]
    pub items: Vec<SessionDto>,
}

/// How many sessions were ended.
#[derive(Serialize, ToSchema)]
pub struct EndedSessions {
    /// The number of sessions that were open and are no more.
    #[schema(minimum = 0)]
    pub ended: usize,
}

/// A user, as administrators see it.
#[derive(Debug, Serialize, ToSchema)]
pub struct UserDto {
    /// The user.
    pub id: Uuid,
    /// The name to sign in with.
    pub username: String,
    /// The name people see.
    pub display_name: String,
    /// Whether the user may sign in.
    pub status: UserStatus,
    /// Whether a password was ever set; a new user sets one with a reset code.
    pub has_password: bool,
    /// Rises with every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}

impl From<UserRow> for UserDto {
    fn from(row: UserRow) -> Self {
        Self {
            id: row.id,
            username: row.username,
            display_name: row.display_name,
            status: row.status,
            has_password: row.password_hash.is_some(),
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl Versioned for UserDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for UserDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A user to be made, with the first grant.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"username": "an.officer", "display_name": "Cán bộ Mẫu", "organisation_id":
    "01951234-0000-7000-8000-000000000001", "role": "officer", "valid_from": "2025-02-01"}))]
pub struct NewUser {
    /// The id, when the client makes it.
    pub id: Option<Uuid>,
    /// The name to sign in with; it never changes.
    #[schema(min_length = 3, max_length = 64, pattern = "^[a-z][a-z0-9._-]{2,63}$")]
    pub username: String,
    /// The name people see.
    pub display_name: Line<200>,
    /// Where the first grant holds.
    pub organisation_id: Uuid,
    /// The first grant's role.
    pub role: Role,
    /// The first grant's first day; today when absent.
    pub valid_from: Option<NaiveDate>,
    /// The day from which the first grant no longer holds.
    pub valid_to: Option<NaiveDate>,
}

/// What of a user can be changed.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"display_name": "Cán bộ Mẫu"}))]
pub struct EditUser {
    /// The name people see.
    #[serde(default)]
    pub display_name: Patch<Line<200>>,
}

/// Why something is done.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"reason": "Chuyển công tác"}))]
pub struct Reason {
    /// In a sentence; it stays in the journal.
    pub reason: Line<500>,
}

/// What a list of users is narrowed by.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct UserQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// What to add to the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub include: Option<Include>,
    /// In the name or the user name, without regard to accents and case.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub q: Option<Line<100>>,
    /// In which order.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub sort: Option<UserSort>,
    /// Only users in this state.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub status: Option<UserStatus>,
    /// Only users with a grant of exactly this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
}

/// A role of a user in an organisation and all below it.
#[derive(Debug, Serialize, ToSchema)]
pub struct GrantDto {
    /// The grant.
    pub id: Uuid,
    /// Whose.
    pub user_id: Uuid,
    /// Where.
    pub organisation_id: Uuid,
    /// What.
    pub role: Role,
    /// The first day.
    pub valid_from: NaiveDate,
    /// The day from which it no longer holds; null for open-ended.
    #[schema(required = true)]
    pub valid_to: Option<NaiveDate>,
    /// Rises with every change.
    #[schema(minimum = 1)]
    pub version: i64,
    /// When it was made.
    pub created_at: Instant,
    /// When it last changed.
    pub updated_at: Instant,
}

impl From<GrantRow> for GrantDto {
    fn from(row: GrantRow) -> Self {
        Self {
            id: row.id,
            user_id: row.user_id,
            organisation_id: row.organisation_id,
            role: row.role,
            valid_from: row.valid_from,
            valid_to: row.valid_to,
            version: row.version,
            created_at: row.created_at,
            updated_at: row.updated_at,
        }
    }
}

impl Versioned for GrantDto {
    fn version(&self) -> i64 {
        self.version
    }
}

impl Identified for GrantDto {
    fn id(&self) -> Uuid {
        self.id
    }
}

/// A grant to be made.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"user_id": "01951234-0000-7000-8000-000000000002", "organisation_id":
    "01951234-0000-7000-8000-000000000001", "role": "clerk", "valid_from": "2025-02-01"}))]
pub struct NewGrant {
    /// The id, when the client makes it.
    pub id: Option<Uuid>,
    /// Whose.
    pub user_id: Uuid,
    /// Where.
    pub organisation_id: Uuid,
    /// What.
    pub role: Role,
    /// The first day; today when absent.
    pub valid_from: Option<NaiveDate>,
    /// The day from which it no longer holds.
    pub valid_to: Option<NaiveDate>,
}

/// What of a grant can be changed: only its end. Who needs another role gets another grant.
#[derive(Debug, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
#[schema(example = json!({"valid_to": "2026-01-01"}))]
pub struct EditGrant {
    /// The day from which it no longer holds; null for open-ended.
    #[serde(default)]
    #[schema(value_type = Option<NaiveDate>)]
    pub valid_to: Patch<Option<NaiveDate>>,
}

/// What a list of grants is narrowed by.
#[derive(Debug, Serialize, Deserialize, ToSchema, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct GrantQuery {
    /// How many rows a page holds.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub limit: Option<Limit>,
    /// The `next_cursor` of the page before.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub cursor: Option<CursorText>,
    /// What to add to the page.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[param(inline)]
    pub include: Option<Include>,
    /// Only this user's.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub user_id: Option<Uuid>,
    /// Only those of exactly this organisation.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub organisation_id: Option<Uuid>,
}
