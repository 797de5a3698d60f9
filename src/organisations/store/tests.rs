//! That today's tree and its closure stay the same thing, whatever moves come.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use proptest::prelude::*;

use super::*;
use crate::db::schema::organisation_closure as closure_table;
use crate::db::{DatabaseUrl, establish, migrate};
use crate::kernel::id;

fn empty_database() -> (tempfile::TempDir, AnyConnection) {
    let directory = tempfile::tempdir().unwrap();
    let url = DatabaseUrl::Sqlite(directory.path().join("test.sqlite3"));
    let mut db = establish(&url).unwrap();
    migrate::run(&mut db).unwrap();
    (directory, db)
}

fn plant(db: &mut AnyConnection, code: usize, parent: Option<Uuid>) -> Uuid {
    let now = Instant::utc(2025, 2, 17, 1, 0);
    let row = OrganisationRow {
        id: id::new(now),
        code: format!("C{code}"),
        name: "Đơn vị".to_owned(),
        name_folded: "don vi".to_owned(),
        kind: OrganisationKind::GrassrootsUnion,
        parent_id: parent,
        symbol: None,
        place: None,
        status: OrganisationStatus::Active,
        version: 1,
        created_at: now,
        updated_at: now,
    };
    insert(db, &row).unwrap();
    closure::insert_leaf(db, row.id, parent).unwrap();
    row.id
}

fn stored(db: &mut AnyConnection) -> BTreeSet<(Uuid, Uuid, i32)> {
    let pairs: Vec<(Uuid, Uuid, i32)> = closure_table::table.load(db).unwrap();
    pairs.into_iter().collect()
}

/// The pairs that walking up from every organisation gives.
fn walked(parents: &BTreeMap<Uuid, Option<Uuid>>) -> BTreeSet<(Uuid, Uuid, i32)> {
    let mut pairs = BTreeSet::new();
    for &start in parents.keys() {
        let (mut above, mut depth) = (Some(start), 0);
        while let Some(one) = above {
            pairs.insert((one, start, depth));
            above = parents[&one];
            depth += 1;
        }
    }
    pairs
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, ..ProptestConfig::default() })]

    #[test]
    fn the_closure_is_what_walking_up_gives(
        births in prop::collection::vec(any::<prop::sample::Index>(), 1..14),
        moves in prop::collection::vec((any::<prop::sample::Index>(), any::<prop::sample::Index>()), 0..20),
    ) {
        let (_directory, mut db) = empty_database();
        let root = plant(&mut db, 0, None);
        let mut parents = BTreeMap::from([(root, None)]);
        let mut all = vec![root];
        for (number, birth) in births.iter().enumerate() {
            let parent = all[birth.index(all.len())];
            let id = plant(&mut db, number + 1, Some(parent));
            parents.insert(id, Some(parent));
            all.push(id);
        }
        prop_assert_eq!(stored(&mut db), walked(&parents));
        for (what, under) in moves {
            let (what, under) = (all[what.index(all.len())], all[under.index(all.len())]);
            if closure::is_within(&mut db, under, what).unwrap() {
                continue;
            }
            closure::move_tree(&mut db, what, under).unwrap();
            parents.insert(what, Some(under));
            prop_assert_eq!(stored(&mut db), walked(&parents));
        }
        for &one in &all {
            let depth = walked(&parents).iter().filter(|pair| pair.1 == one).count() - 1;
            prop_assert_eq!(closure::depth_of(&mut db, one).unwrap(), i32::try_from(depth).unwrap());
        }
    }
}
