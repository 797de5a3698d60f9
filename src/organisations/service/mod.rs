//! Use cases of organisations.

mod attach;
mod committees;
mod create;
mod edit;
mod lookups;
mod members;
mod read;
mod shown;
mod tree;

use crate::identity::{Action, Scope};
use crate::kernel::problem::Violation;
use crate::usecase::Reading;

pub(crate) use attach::{hold, see};
pub(crate) use committees::create_committee;
pub(in crate::organisations) use committees::{edit_committee, list_committees, read_committee};
pub(crate) use create::create;
pub use create::{create_first, create_root};
pub(in crate::organisations) use edit::edit;
pub(crate) use lookups::{
    Brief, Union, above_of_kind, active_within, below, brief, check_visible, coded, codes_within,
    find_visible, folded_names_of, line_of, name_of, of, of_kind_under, parents_of, root_of,
};
pub(crate) use members::create_member;
pub(in crate::organisations) use members::{edit_member, list_members, read_member};
pub(in crate::organisations) use read::{ancestors, children, list, periods, read, subtree};
pub(in crate::organisations) use tree::tree;

/// What the caller sees.
fn reading(r: &Reading<'_>) -> Scope {
    r.who.scope(Action::OrganisationRead)
}

fn no_such_parent() -> Violation {
    Violation::at(
        "/parent_id",
        "not_found",
        "Không có tổ chức cấp trên này.",
        "There is no such organisation to stand under.",
    )
}

fn not_in_future(pointer: &str) -> Violation {
    Violation::at(
        pointer,
        "out_of_range",
        "Ngày có hiệu lực không được ở tương lai.",
        "The day must have come: what is decided for later is recorded then.",
    )
}
