//! Counting what happened to awards.

use std::collections::BTreeMap;

use crate::awards::NomineeKind;
use crate::kernel::id::Uuid;

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Event {
    /// It was submitted to an authority.
    Proposed,
    /// It was given.
    Awarded,
    /// The authority declined it.
    Declined,
    /// It was taken back.
    Revoked,
}

/// How often one thing happened to awards that are alike.
#[derive(Clone, Debug)]
pub(super) struct Count {
    pub(super) event: Event,
    pub(super) organisation_id: Uuid,
    pub(super) organisation_name: String,
    pub(super) nominee: NomineeKind,
    pub(super) form: String,
    pub(super) authority: String,
    pub(super) year: i32,
    pub(super) number: i64,
    /// The rewards of what was given, whole đồng.
    pub(super) reward: i64,
}

/// What some counts come to.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) proposed: i64,
    pub(super) awarded: i64,
    pub(super) declined: i64,
    pub(super) revoked: i64,
    pub(super) reward: i64,
}

impl Tally {
    fn add(&mut self, count: &Count) {
        let place = match count.event {
            Event::Proposed => &mut self.proposed,
            Event::Awarded => &mut self.awarded,
            Event::Declined => &mut self.declined,
            Event::Revoked => &mut self.revoked,
        };
        *place += count.number;
        if count.event == Event::Awarded {
            self.reward = self.reward.saturating_add(count.reward);
        }
    }
}

pub(super) fn tally(counts: &[Count]) -> Tally {
    let mut sum = Tally::default();
    for count in counts {
        sum.add(count);
    }
    sum
}

/// Sums by what `key` says of each.
pub(super) fn grouped<K: Ord>(counts: &[Count], key: impl Fn(&Count) -> K) -> BTreeMap<K, Tally> {
    let mut groups: BTreeMap<K, Tally> = BTreeMap::new();
    for count in counts {
        groups.entry(key(count)).or_default().add(count);
    }
    groups
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_was_given_brings_money() {
        let count = |event, form: &str, number, reward| Count {
            event,
            organisation_id: Uuid::nil(),
            organisation_name: String::new(),
            nominee: NomineeKind::Individual,
            form: form.to_owned(),
            authority: String::new(),
            year: 2024,
            number,
            reward,
        };
        let counts = [
            count(Event::Proposed, "a", 3, 0),
            count(Event::Awarded, "a", 2, 500),
            count(Event::Revoked, "a", 1, 250),
            count(Event::Declined, "b", 1, 0),
        ];
        assert_eq!(tally(&counts), Tally { proposed: 3, awarded: 2, declined: 1, revoked: 1, reward: 500 });
        let forms = grouped(&counts, |count| count.form.clone());
        assert_eq!(forms["b"], Tally { declined: 1, ..Tally::default() });
    }
}
