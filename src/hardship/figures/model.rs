//! Counting lines, and what an outside reader may see of the counts.

use std::collections::{BTreeMap, HashSet};

use chrono::{Datelike, NaiveDate};

use crate::kernel::id::Uuid;

/// Groups of fewer persons are not shown to readers outside.
pub(super) const SMALL: i64 = 5;

/// Who a line is for. The same person in two dossiers counts once.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(super) enum Person {
    /// A keyed hash of the citizen id, or else of name and birth date.
    Known(Vec<u8>),
    /// Nothing is held any more, or was never: the dossier stands for its person.
    Dossier(Uuid),
}

impl Person {
    /// The citizen id tells persons apart; without one, name and birth date do.
    pub(super) fn of(citizen: Option<Vec<u8>>, person: Option<Vec<u8>>, application: Uuid) -> Self {
        citizen.or(person).map_or(Self::Dossier(application), Self::Known)
    }
}

/// A line in force of a signed decision.
#[derive(Clone, Debug)]
pub(super) struct Line {
    pub(super) id: Uuid,
    /// The union that filed it.
    pub(super) organisation_id: Uuid,
    pub(super) organisation_name: String,
    pub(super) programme_id: Uuid,
    pub(super) category: String,
    /// The date of the decision.
    pub(super) on: NaiveDate,
    pub(super) amount: i64,
    /// What came back.
    pub(super) reclaimed: i64,
    pub(super) person: Person,
}

/// `2025-02`.
pub(super) fn month_of(day: NaiveDate) -> String {
    format!("{:04}-{:02}", day.year(), day.month())
}

/// What some lines come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) persons: i64,
    pub(super) unions: i64,
    pub(super) lines: i64,
    pub(super) amount: i64,
    pub(super) reclaimed: i64,
}

/// Counts lines: each person and each union once.
pub(super) fn tally<'a>(lines: impl IntoIterator<Item = &'a Line>) -> Tally {
    let (mut persons, mut unions, mut sum) = (HashSet::new(), HashSet::new(), Tally::default());
    for line in lines {
        sum.persons += i64::from(persons.insert(&line.person));
        sum.unions += i64::from(unions.insert(line.organisation_id));
        sum.lines += 1;
        sum.amount = sum.amount.saturating_add(line.amount);
        sum.reclaimed = sum.reclaimed.saturating_add(line.reclaimed);
    }
    sum
}

/// Counts lines by what `key` says of each.
pub(super) fn grouped<K: Ord>(lines: &[Line], key: impl Fn(&Line) -> K) -> BTreeMap<K, Tally> {
    let mut groups: BTreeMap<K, Vec<&Line>> = BTreeMap::new();
    for line in lines {
        groups.entry(key(line)).or_default().push(line);
    }
    groups.into_iter().map(|(key, lines)| (key, tally(lines))).collect()
}

/// What each line adds to a count of what `key` says of it: one where it is the first to say so.
pub(super) fn firsts<'a, K: std::hash::Hash + Eq>(
    lines: &[&'a Line],
    key: impl Fn(&'a Line) -> K,
) -> Vec<(&'a Line, i64)> {
    let mut known = HashSet::new();
    lines.iter().map(|line| (*line, i64::from(known.insert(key(line))))).collect()
}

/// Which groups of one table an outside reader sees, by their numbers of persons; nothing where not even the total may
/// be shown.
///
/// The total tells the sum of what is hidden. So that no hidden number follows from it, the smallest of the larger
/// groups (all of that size) are hidden with the small ones: whichever two of the hidden groups changed places, the
/// reader would be shown the same. Where all groups are small, there is none to hide them with, and the total goes.
pub(super) fn shown(groups: &[i64]) -> Option<Vec<bool>> {
    if groups.iter().all(|persons| *persons >= SMALL) {
        return Some(vec![true; groups.len()]);
    }
    let smallest = groups.iter().copied().filter(|persons| *persons >= SMALL).min()?;
    Some(groups.iter().map(|persons| *persons > smallest).collect())
}

/// The same for every table that shares a total: where one of them must hide it, all do, for they would tell it.
pub(super) fn shown_together<const N: usize>(total: i64, tables: [&[i64]; N]) -> Option<[Vec<bool>; N]> {
    if total < SMALL {
        return None;
    }
    let mut flags: [Vec<bool>; N] = [const { Vec::new() }; N];
    for (place, table) in flags.iter_mut().zip(tables) {
        *place = shown(table)?;
    }
    Some(flags)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn line(number: u8, organisation: u8, person: u8, amount: i64, day: &str) -> Line {
        let uuid = |kind: u8, last: u8| {
            let mut bytes = [kind; 16];
            bytes[15] = last;
            Uuid::from_bytes(bytes)
        };
        Line {
            id: uuid(1, number),
            organisation_id: uuid(2, organisation),
            organisation_name: format!("Đơn vị {organisation}"),
            programme_id: uuid(3, 1),
            category: "critical_illness".to_owned(),
            on: day.parse().unwrap(),
            amount,
            reclaimed: 0,
            person: Person::Known(vec![person]),
        }
    }

    #[test]
    fn a_person_and_a_union_count_once_and_a_line_counts_each_time() {
        let lines = [
            line(1, 1, 1, 5, "2025-02-14"),
            line(2, 1, 1, 3, "2025-03-01"),
            line(3, 2, 2, 4, "2025-02-28"),
            Line { reclaimed: 2, ..line(4, 1, 3, 2, "2025-02-28") },
        ];
        let all = tally(&lines);
        assert_eq!(all, Tally { persons: 3, unions: 2, lines: 4, amount: 14, reclaimed: 2 });
        let months = grouped(&lines, |line| month_of(line.on));
        let persons: Vec<(&str, i64)> =
            months.iter().map(|(month, tally)| (month.as_str(), tally.persons)).collect();
        assert_eq!(persons, [("2025-02", 3), ("2025-03", 1)]);
        let refs: Vec<&Line> = lines.iter().collect();
        let added: Vec<i64> =
            firsts(&refs, |line| &line.person).into_iter().map(|(_, added)| added).collect();
        assert_eq!(added, [1, 0, 1, 1]);
    }

    #[test]
    fn the_citizen_id_tells_persons_apart_before_their_names_do() {
        let nobody = Uuid::nil();
        let of = |citizen: Option<&[u8]>, person: Option<&[u8]>| {
            Person::of(citizen.map(<[u8]>::to_vec), person.map(<[u8]>::to_vec), nobody)
        };
        assert_eq!(of(Some(b"1"), Some(b"n")), of(Some(b"1"), Some(b"m")));
        assert_ne!(of(Some(b"1"), Some(b"n")), of(Some(b"2"), Some(b"n")));
        assert_eq!(of(None, Some(b"n")), Person::Known(b"n".to_vec()));
        assert_eq!(of(None, None), Person::Dossier(nobody));
    }

    #[test]
    fn small_groups_are_hidden_together_with_the_smallest_of_the_others() {
        assert_eq!(shown(&[]), Some(vec![]));
        assert_eq!(shown(&[5, 6]), Some(vec![true, true]));
        assert_eq!(shown(&[5, 4]), Some(vec![false, false]));
        assert_eq!(shown(&[9, 4, 7, 12]), Some(vec![true, false, false, true]));
        assert_eq!(
            shown(&[7, 4, 7, 12]),
            Some(vec![false, false, false, true]),
            "one of two alike would tell"
        );
        assert_eq!(shown(&[4]), None);
        assert_eq!(shown(&[4, 4]), None, "the total of eight would tell both");
        assert_eq!(shown_together(8, [&[8], &[4, 4]]), None, "the one group is the total");
        assert_eq!(shown_together(4, [&[5]]), None);
        assert_eq!(shown_together(9, [&[9], &[5, 4]]), Some([vec![true], vec![false, false]]));
    }

    /// What an outside reader is shown of a table.
    fn told(groups: &[i64]) -> Option<(i64, Vec<Option<i64>>)> {
        let flags = shown(groups)?;
        let cells = groups.iter().zip(flags).map(|(persons, shown)| shown.then_some(*persons)).collect();
        Some((groups.iter().sum(), cells))
    }

    proptest! {
        #[test]
        fn no_hidden_number_follows_from_what_is_told(groups in prop::collection::vec(1..12_i64, 1..8)) {
            let Some((total, cells)) = told(&groups) else {
                prop_assert!(groups.iter().any(|persons| *persons < SMALL));
                return Ok(());
            };
            prop_assert!(cells.iter().flatten().all(|persons| *persons >= SMALL));
            let hidden: Vec<usize> = (0..groups.len()).filter(|place| cells[*place].is_none()).collect();
            for &place in &hidden {
                // Another world, with another number in this place, that is told in the same words.
                let other = hidden.iter().find(|other| groups[**other] != groups[place]);
                let other = other.expect("a hidden group has company of another size");
                let mut world = groups.clone();
                world.swap(place, *other);
                prop_assert_eq!(told(&world), Some((total, cells.clone())));
            }
        }
    }
}
