//! March: most unions have reported, and the province's report waits for the chair to issue it.

use super::cast::{self, CHAIR, CLERK, OFFICER};
use super::rounds::{self, Round};
use super::stage::{Stage, at};
use super::{MARCH, PROVINCE, february, numbers, texts, words};
use crate::kernel::problem::Outcome;

/// How far the unions are that are not accepted yet: sent, begun, and not even begun.
const SENT: &str = "cong-thuong";
const BEGUN: &str = "vien-chuc";
const MISSING: &str = "nam-nhun";

/// The clerk opens the round.
pub(super) fn open(stage: &mut Stage<'_>) -> Outcome<Round> {
    let kinds = ["district_federation", "sector_union"];
    rounds::open(stage, CLERK, at(3, 3, 8, 0), (PROVINCE, &kinds), rounds::MARCH, at(3, 14, 17, 0))
}

/// The unions report, and the province's report comes as far as it goes.
pub(super) fn tell(stage: &mut Stage<'_>, round: Round) -> Outcome<()> {
    let mut accepted = Vec::new();
    for (step, union) in (0..).zip(&cast::DIRECT).filter(|(_, union)| union.key != MISSING) {
        let now = at(3, 12, 9 + step / 3, step % 3 * 20);
        let report = rounds::draft(stage, union, now, round)?;
        let figures = numbers::march(union.key);
        rounds::count(stage, union, now, report, &figures)?;
        rounds::tell(stage, union, now, report, &words::march(&figures))?;
        if union.key != BEGUN {
            rounds::submit(stage, union, now + chrono::Duration::minutes(15), report)?;
        }
        if ![SENT, BEGUN].contains(&union.key) {
            accepted.push(report);
        }
    }
    for report in accepted {
        rounds::accept(stage, CLERK, at(3, 14, 9, 0), report)?;
    }
    let days = rounds::MARCH.days;
    let begin = (days, texts::MARCH_TITLE, texts::MARCH_PREAMBLE);
    february::begin(stage, at(3, 15, 8, 0), MARCH, begin, "2025-03-17")?;
    rounds::consolidate(stage, OFFICER, at(3, 15, 8, 30), MARCH)?;
    february::plan(stage, at(3, 15, 9, 0), MARCH, &texts::APRIL_PLANS)?;
    rounds::submit_as(stage, CHAIR, at(3, 17, 8, 0), MARCH)?;
    rounds::accept(stage, CLERK, at(3, 17, 9, 0), MARCH)
}
