//! Statistics.

use congdoan::identity::Action::{HardshipRead, OrganisationRead};

use super::super::access::record;
use super::super::case::Case;
use super::{Row, row};
use crate::support::world::D1;

pub fn rows() -> Vec<Row> {
    vec![row("read_hardship_statistics", record(OrganisationRead).may(HardshipRead), |_| async {
        Case::new().filter(format!("?organisation_id={D1}&from=2025-01-01&to=2025-01-31"))
    })]
}
