//! The whole policy as a table: role × action × relation.

use std::fmt::Write;

use congdoan::identity::Role;
use congdoan::identity::policy::{Action, Relation, allows};

use super::golden::assert_golden;

#[test]
fn the_policy_is_the_table_that_was_agreed() {
    let mut table = String::from(
        "Who may do what to a record of the own organisation (O), of one below (B), above (A) or beside (S).\n\n",
    );
    write!(table, "{:20}", "").unwrap();
    for role in Role::ALL {
        write!(table, " {:>13}", role.as_str()).unwrap();
    }
    table.push('\n');
    for action in Action::ALL {
        write!(table, "{:20}", format!("{action:?}")).unwrap();
        for role in Role::ALL {
            let mark =
                |relation: Relation, letter: char| if allows(role, action, relation) { letter } else { '-' };
            let marks: String =
                Relation::ALL.into_iter().zip("OBAS".chars()).map(|(r, c)| mark(r, c)).collect();
            write!(table, " {marks:>13}").unwrap();
        }
        table.push('\n');
    }
    assert_golden("tests/golden/policy.txt", &table);
}

#[test]
fn nobody_reaches_beside_their_own_line_of_organisations() {
    for role in Role::ALL {
        for action in Action::ALL {
            assert!(!allows(role, action, Relation::Beside), "{role:?} {action:?}");
        }
    }
}

#[test]
fn an_inspector_changes_nothing() {
    for action in Action::ALL {
        let reads = matches!(
            action,
            Action::OrganisationRead
                | Action::ReportRead
                | Action::TaskRead
                | Action::JournalRead
                | Action::HardshipRead
                | Action::HardshipPersonal
                | Action::ProgrammeRead
                | Action::AwardRead
                | Action::AwardRoundRead
                | Action::AwardHoldRead
        );
        for relation in Relation::ALL {
            assert!(reads || !allows(Role::Inspector, action, relation), "{action:?} {relation:?}");
        }
    }
}
