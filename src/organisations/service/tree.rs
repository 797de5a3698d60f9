//! The nested tree.

use std::collections::{HashMap, HashSet};

use super::reading;
use crate::kernel::id::Uuid;
use crate::kernel::problem::Outcome;
use crate::organisations::dto::{AsOf, OrganisationTree, TreeNode};
use crate::organisations::model::{MAX_LEVELS, MAX_NODES};
use crate::organisations::store::{self, OrganisationRow, as_of, closure};
use crate::usecase::Reading;

/// All that the caller sees, nested; where it is too much, the lowest are left out.
pub(in crate::organisations) fn tree(r: &mut Reading<'_>, query: &AsOf) -> Outcome<OrganisationTree> {
    let scope = reading(r);
    let most = i64::try_from(MAX_NODES).unwrap_or(0) + 1;
    let mut rows = match (store::root(r.db)?, query.as_of) {
        (None, _) => Vec::new(),
        (Some(root), Some(day)) => as_of::subtree(r.db, &scope, day, root, None, most)?,
        (Some(root), None) => closure::subtree(r.db, &scope, root, None, most)?,
    };
    let truncated = rows.len() > MAX_NODES;
    // By depth: whoever is left out stood below, or beside, all who stay.
    rows.truncate(MAX_NODES);
    let mut under = by_parent(rows.into_iter().map(|(_, row)| row).collect());
    let tops = under.remove(&None).unwrap_or_default();
    Ok(OrganisationTree { roots: nodes(tops, &mut under, MAX_LEVELS), truncated })
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
