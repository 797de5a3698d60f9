//! Who asks, what a row of the table says about who may, and what the policy makes of the two.

use std::fmt::Write;

use congdoan::identity::policy::{Relation, allows};
use congdoan::identity::{Action, Role};

use super::case::Outcome;
use crate::support::world::{A, D1, D2, P, line};

/// Somebody with one role at one place.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Person {
    pub role: Role,
    /// The organisation of the grant; nothing for who has had the role and will have it again, but not today.
    pub at: Option<&'static str>,
}

/// Where people stand, and the letter of their column: the records of the table are those of D1, so for people of D1
/// they are their own, for people of the province they lie below, for people of A above and for people of D2 beside.
const PLACES: [(Option<&str>, char); 5] =
    [(Some(D1), 'O'), (Some(P), 'B'), (Some(A), 'A'), (Some(D2), 'S'), (None, 'N')];

impl Person {
    /// Every role at every place, role by role.
    pub fn all() -> impl Iterator<Item = Self> {
        Role::ALL.into_iter().flat_map(|role| PLACES.map(|(at, _)| Self { role, at }))
    }

    /// A name to sign in with.
    pub fn username(self) -> String {
        let letter = PLACES.iter().find(|(at, _)| *at == self.at).unwrap().1.to_ascii_lowercase();
        format!("{}.{letter}", self.role)
    }

    /// Whether the policy lets this person do `action` to a record of `organisation`.
    fn may(self, action: Action, organisation: &str) -> bool {
        self.at.is_some_and(|at| allows(self.role, action, relation(at, organisation)))
    }

    /// Whether this person may do `action` anywhere at all.
    fn holds(self, action: Action) -> bool {
        self.at.is_some_and(|at| self.may(action, at))
    }
}

/// Where a record's organisation stands, seen from that of a grant.
fn relation(grant: &str, record: &str) -> Relation {
    if grant == record {
        Relation::Own
    } else if line(record).contains(&grant) {
        Relation::Below
    } else if line(grant).contains(&record) {
        Relation::Above
    } else {
        Relation::Beside
    }
}

/// What a row says about who may.
#[derive(Clone, Debug)]
pub struct Access {
    to: Readers,
    /// Any of these is needed, where there are any.
    needs: Vec<(Action, &'static str)>,
    /// Who may not do this anywhere is told so before anything is looked for.
    holders: Option<Action>,
    /// What they are told who may not see the record.
    unseen: Outcome,
}

#[derive(Clone, Debug, PartialEq, Eq)]
enum Readers {
    Everybody,
    SignedIn,
    /// Who may do any of this.
    These(Vec<(Action, &'static str)>),
}

impl Access {
    const fn new(to: Readers, unseen: Outcome) -> Self {
        Self { to, needs: Vec::new(), holders: None, unseen }
    }

    /// Also seen by who may do this at another organisation than D1.
    pub fn also_seen(mut self, action: Action, organisation: &'static str) -> Self {
        if let Readers::These(readers) = &mut self.to {
            readers.push((action, organisation));
        }
        self
    }

    /// Done by who sees it and may do this to records of D1.
    pub fn may(self, action: Action) -> Self {
        self.may_at(action, D1)
    }

    /// The same at another organisation; called again, either is enough.
    pub fn may_at(mut self, action: Action, organisation: &'static str) -> Self {
        self.needs.push((action, organisation));
        self
    }

    /// Forbidden, whatever it is about, to who may not do this anywhere.
    pub const fn only_for(mut self, action: Action) -> Self {
        self.holders = Some(action);
        self
    }

    /// Whether no token is needed.
    pub fn is_public(&self) -> bool {
        self.to == Readers::Everybody
    }

    /// What the policy makes of it.
    pub fn outcome(&self, who: Person) -> Outcome {
        let may = |(action, organisation): &(Action, &'static str)| who.may(*action, organisation);
        if self.holders.is_some_and(|action| !who.holds(action)) {
            return Outcome::Forbidden;
        }
        if let Readers::These(readers) = &self.to
            && !readers.iter().any(may)
        {
            return self.unseen;
        }
        if self.needs.is_empty() || self.needs.iter().any(may) { Outcome::Done } else { Outcome::Forbidden }
    }
}

/// Without a token.
pub const fn public() -> Access {
    Access::new(Readers::Everybody, Outcome::NotFound)
}

/// With any token that is good.
pub const fn signed_in() -> Access {
    Access::new(Readers::SignedIn, Outcome::NotFound)
}

/// Not even with the highest role.
pub const fn nobody() -> Access {
    Access::new(Readers::These(Vec::new()), Outcome::NotFound)
}

/// A record of D1, for who may do this to it; for others it is not there.
pub fn record(action: Action) -> Access {
    Access::new(Readers::These(vec![(action, D1)]), Outcome::NotFound)
}

/// A list with a record of D1, which stands in it for who may do this.
pub fn list(action: Action) -> Access {
    Access::new(Readers::These(vec![(action, D1)]), Outcome::Hidden)
}

/// A body that names D1, for who may see D1; for others there is no such organisation.
pub fn names() -> Access {
    Access::new(Readers::These(vec![(Action::OrganisationRead, D1)]), Outcome::Unknown)
}

const HEAD: &str = "\
Who gets what from which operation, by role and place. The good request is about a record of the own organisation
(O), of one below (B), above (A) or beside (S), or comes from somebody whose grants have ended or not begun (N).

y  done: 2xx                 h  200 without the record, which the list does not show
f  403: seen, not done       n  404: not seen, or not there
u  422: the body names an organisation that is not seen, or not there

Who has no good token gets 401 from every operation that is not public.

";

/// How wide the column of names is.
const NAME: usize = 52;

/// The table as text: of each row its name, whether it is public, and an outcome for each of [`Person::all`].
pub fn text(rows: impl IntoIterator<Item = (String, bool, Vec<Outcome>)>) -> String {
    let mut text = String::from(HEAD);
    write!(text, "{:NAME$}", "").unwrap();
    for role in Role::ALL {
        write!(text, " {:>13}", role.as_str()).unwrap();
    }
    text.push('\n');
    for (name, public, outcomes) in rows {
        write!(text, "{name:NAME$}").unwrap();
        if public {
            text.push_str(" public\n");
            continue;
        }
        for of_role in outcomes.chunks(PLACES.len()) {
            let letters: String = of_role.iter().map(|outcome| outcome.letter()).collect();
            write!(text, " {letters:>13}").unwrap();
        }
        text.push('\n');
    }
    text
}
