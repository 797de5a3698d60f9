//! The nested tree, and walks through the tree of a day.

use std::collections::{HashMap, HashSet};

use super::reading;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::organisations::dto::{AsOf, OrganisationTree, TreeNode};
use crate::organisations::model::{MAX_LEVELS, MAX_NODES};
use crate::organisations::store::{self, OrganisationRow, as_of, closure};
use crate::usecase::Reading;

/// All that the caller sees, nested.
pub(in crate::organisations) fn tree(r: &mut Reading<'_>, query: &AsOf) -> Outcome<OrganisationTree> {
    let scope = reading(r);
    let most = i64::try_from(MAX_NODES).unwrap_or(0) + 1;
    let mut rows = match query.as_of {
        Some(day) => as_of::everything(r.db, &scope, day, most)?,
        None => match store::root(r.db)? {
            Some(root) => {
                let rows = closure::subtree(r.db, &scope, root, None, most)?;
                rows.into_iter().map(|(_, row)| row).collect()
            }
            None => Vec::new(),
        },
    };
    let truncated = rows.len() > MAX_NODES;
    rows.truncate(MAX_NODES);
    Ok(OrganisationTree { roots: nested(rows, truncated), truncated })
}

/// Who stands under whom among `rows`. Those whose parent is not among them are tops under `None`.
fn by_parent(rows: Vec<OrganisationRow>) -> HashMap<Option<Uuid>, Vec<OrganisationRow>> {
    let known: HashSet<Uuid> = rows.iter().map(|row| row.id).collect();
    let mut under: HashMap<Option<Uuid>, Vec<OrganisationRow>> = HashMap::new();
    for row in rows {
        let parent = row.parent_id.filter(|parent| known.contains(parent));
        under.entry(parent).or_default().push(row);
    }
    for siblings in under.values_mut() {
        siblings.sort_by(|one, other| (&one.name_folded, one.id).cmp(&(&other.name_folded, other.id)));
    }
    under
}

/// Where rows were cut off, one without its parent is a leftover and no top.
fn nested(rows: Vec<OrganisationRow>, truncated: bool) -> Vec<TreeNode> {
    let mut under = by_parent(rows);
    let mut tops = under.remove(&None).unwrap_or_default();
    if truncated {
        tops.retain(|row| row.parent_id.is_none());
    }
    nodes(tops, &mut under, MAX_LEVELS)
}

fn nodes(
    rows: Vec<OrganisationRow>,
    under: &mut HashMap<Option<Uuid>, Vec<OrganisationRow>>,
    levels: i32,
) -> Vec<TreeNode> {
    if levels == 0 {
        return Vec::new();
    }
    let node = |row: OrganisationRow| {
        let below = under.remove(&Some(row.id)).unwrap_or_default();
        TreeNode {
            id: row.id,
            code: row.code,
            name: row.name,
            kind: row.kind,
            kind_label: row.kind.label_vi(),
            children: nodes(below, under, levels - 1),
        }
    };
    rows.into_iter().map(node).collect()
}

/// `top` and all below it among `rows`, with their depths, by depth, then by name and id.
pub(super) fn under(rows: Vec<OrganisationRow>, top: Uuid) -> Vec<(i32, OrganisationRow)> {
    let Some(first) = rows.iter().find(|row| row.id == top).cloned() else { return Vec::new() };
    let mut under = by_parent(rows);
    let mut found = Vec::new();
    let mut level = vec![first];
    for depth in 0..MAX_LEVELS {
        let below: Vec<OrganisationRow> =
            level.iter().flat_map(|row| under.remove(&Some(row.id)).unwrap_or_default()).collect();
        level.sort_by(|one, other| (&one.name_folded, one.id).cmp(&(&other.name_folded, other.id)));
        found.extend(level.into_iter().map(|row| (depth, row)));
        level = below;
    }
    found
}
