//! What a row of a file must say to become an award.

use std::collections::{HashMap, HashSet};

use chrono::{Datelike, NaiveDate};
use csv::StringRecord;

use super::FaultCode;
use super::sheet::undefused;
use crate::awards::NomineeKind;
use crate::kernel::id::Uuid;
use crate::kernel::text::{Line, TextError, fold};

/// So many faults are kept of one file.
const MOST_FAULTS: usize = 1000;
/// What JSON numbers can tell exactly.
const MOST_MONEY: i64 = 9_007_199_254_740_991;

/// The columns, the needed ones first.
const NAMES: [&str; 12] = [
    "organisation_code",
    "recipient_kind",
    "recipient_name",
    "form_code",
    "year",
    "symbol",
    "decided_on",
    "signer_name",
    "recipient_title",
    "workplace",
    "reward_vnd",
    "namesake",
];
/// How many of them are needed.
const NEEDED: usize = 8;

/// A fault of a row.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(in crate::awards::register) struct Fault {
    pub(in crate::awards::register) row: i32,
    /// Nothing: the whole row.
    pub(in crate::awards::register) column: Option<String>,
    pub(in crate::awards::register) code: FaultCode,
}

/// A form, as far as a row is checked against it.
#[derive(Clone, Debug)]
pub(in crate::awards::register) struct FormFacts {
    pub(in crate::awards::register) id: Uuid,
    pub(in crate::awards::register) code: String,
    pub(in crate::awards::register) kind: String,
    pub(in crate::awards::register) authority: String,
    pub(in crate::awards::register) for_collectives: bool,
    pub(in crate::awards::register) for_individuals: bool,
    pub(in crate::awards::register) valid_from: NaiveDate,
    pub(in crate::awards::register) valid_to: Option<NaiveDate>,
}

/// What rows are checked against.
#[derive(Debug)]
pub(in crate::awards::register) struct Known {
    /// Living unions at or below the importing one, by their codes.
    pub(in crate::awards::register) unions: HashMap<String, Uuid>,
    /// Every version of every form, by code.
    pub(in crate::awards::register) forms: HashMap<String, Vec<FormFacts>>,
    pub(in crate::awards::register) today: NaiveDate,
}

/// What makes two rows the same award: recipient, form, year and decision.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub(in crate::awards::register) struct Identity {
    pub(in crate::awards::register) organisation: Uuid,
    pub(in crate::awards::register) kind: NomineeKind,
    /// The folded name.
    pub(in crate::awards::register) recipient: String,
    /// Another person than the one of this name and union.
    pub(in crate::awards::register) namesake: bool,
    /// The code of the form, whichever version.
    pub(in crate::awards::register) form: String,
    pub(in crate::awards::register) year: i32,
    /// The folded symbol.
    pub(in crate::awards::register) symbol: String,
}

/// A row that can become an award.
#[derive(Clone, Debug)]
pub(in crate::awards::register) struct Good {
    pub(in crate::awards::register) row: i32,
    pub(in crate::awards::register) identity: Identity,
    pub(in crate::awards::register) form: FormFacts,
    pub(in crate::awards::register) name: String,
    pub(in crate::awards::register) title: Option<String>,
    pub(in crate::awards::register) workplace: Option<String>,
    pub(in crate::awards::register) symbol: String,
    pub(in crate::awards::register) decided_on: NaiveDate,
    pub(in crate::awards::register) signer: String,
    pub(in crate::awards::register) reward: i64,
}

/// Goes through the rows of a file, and gathers what is good and what is not.
#[derive(Debug)]
pub(in crate::awards::register) struct Checker {
    known: Known,
    /// Where each of [`NAMES`] stands.
    places: HashMap<&'static str, usize>,
    width: usize,
    seen: HashSet<Identity>,
    pub(in crate::awards::register) good: Vec<Good>,
    pub(in crate::awards::register) faults: Vec<Fault>,
    bad: HashSet<i32>,
}

impl Checker {
    /// Looks at the head. Where that has a fault, no row can be read.
    pub(in crate::awards::register) fn new(known: Known, head: &[String]) -> Self {
        let mut checker = Self {
            known,
            places: HashMap::new(),
            width: head.len(),
            seen: HashSet::new(),
            good: Vec::new(),
            faults: Vec::new(),
            bad: HashSet::new(),
        };
        for (place, name) in head.iter().enumerate() {
            match NAMES.iter().find(|known| *known == name) {
                None => checker.fault(1, Some(name), FaultCode::UnknownColumn),
                Some(known) if checker.places.insert(known, place).is_some() => {
                    checker.fault(1, Some(name), FaultCode::RepeatedColumn);
                }
                Some(_) => {}
            }
        }
        for name in NAMES.iter().take(NEEDED) {
            if !checker.places.contains_key(name) {
                checker.fault(1, Some(name), FaultCode::Missing);
            }
        }
        checker
    }

    /// How many rows have a fault.
    pub(in crate::awards::register) fn bad_rows(&self) -> usize {
        self.bad.len()
    }

    /// Notes a fault; of one file only the first are kept, all are counted.
    pub(in crate::awards::register) fn fault(&mut self, row: i32, column: Option<&str>, code: FaultCode) {
        self.bad.insert(row);
        if self.faults.len() < MOST_FAULTS {
            // A name out of somebody's file: no more of it than a column's name takes.
            let column =
                column.map(|name| name.chars().filter(|letter| !letter.is_control()).take(64).collect());
            self.faults.push(Fault { row, column, code });
        }
    }

    /// Looks at one row.
    pub(in crate::awards::register) fn row(&mut self, number: i32, record: &StringRecord) {
        if record.len() != self.width {
            return self.fault(number, None, FaultCode::WrongFields);
        }
        let mut faults = Vec::new();
        let good = self.read(number, record, &mut faults);
        for (column, code) in &faults {
            self.fault(number, Some(column), *code);
        }
        let Some(good) = good.filter(|_| faults.is_empty()) else { return };
        if self.seen.insert(good.identity.clone()) {
            self.good.push(good);
        } else {
            self.fault(number, None, FaultCode::RepeatedRow);
        }
    }

    fn read(&self, row: i32, record: &StringRecord, faults: &mut Faults) -> Option<Good> {
        let cells = Cells { record, places: &self.places };
        let organisation = cells.needed("organisation_code", faults).and_then(|code| {
            found(self.known.unions.get(&code).copied(), "organisation_code", FaultCode::NotFound, faults)
        });
        let kind = cells
            .needed("recipient_kind", faults)
            .and_then(|text| found(kind_of(&text), "recipient_kind", FaultCode::Malformed, faults));
        let name = cells.line::<200>("recipient_name", faults);
        let decided_on = cells.needed("decided_on", faults).and_then(|text| {
            let day = found(day_of(&text), "decided_on", FaultCode::Malformed, faults)?;
            // What is decided this year is decided here, or recorded as an authority's answer.
            let possible = (1900..self.known.today.year()).contains(&day.year());
            found(possible.then_some(day), "decided_on", FaultCode::OutOfRange, faults)
        });
        let year = cells.needed("year", faults).and_then(|text| {
            let year = found(text.parse::<i32>().ok(), "year", FaultCode::Malformed, faults)?;
            let last = decided_on.map_or(self.known.today.year(), |day| day.year());
            found((1900..=last).contains(&year).then_some(year), "year", FaultCode::OutOfRange, faults)
        });
        let form = cells.needed("form_code", faults).and_then(|code| self.form(&code, decided_on, faults));
        if let (Some(form), Some(kind)) = (&form, kind) {
            let allowed = match kind {
                NomineeKind::Collective => form.for_collectives,
                NomineeKind::Individual => form.for_individuals,
            };
            found(allowed.then_some(()), "recipient_kind", FaultCode::NotAllowed, faults);
        }
        let (symbol, signer) =
            (cells.line::<100>("symbol", faults), cells.line::<200>("signer_name", faults));
        let title = cells.optional_line::<200>("recipient_title", faults);
        let workplace = cells.optional_line::<200>("workplace", faults);
        let reward = cells.reward(faults);
        let namesake = cells.namesake(faults);
        if namesake && kind == Some(NomineeKind::Collective) {
            faults.push(("namesake", FaultCode::NotAllowed));
        }
        let (name, symbol, form) = (name?, symbol?, form?);
        let identity = Identity {
            organisation: organisation?,
            kind: kind?,
            recipient: fold(&name),
            namesake,
            form: form.code.clone(),
            year: year?,
            symbol: fold(&symbol),
        };
        let (signer, decided_on) = (signer?, decided_on?);
        Some(Good { row, identity, form, name, title, workplace, symbol, decided_on, signer, reward })
    }

    /// The version of a form that was in force on a day.
    fn form(&self, code: &str, day: Option<NaiveDate>, faults: &mut Faults) -> Option<FormFacts> {
        let versions = found(self.known.forms.get(code), "form_code", FaultCode::NotFound, faults)?;
        let day = day?;
        let holds = |form: &&FormFacts| form.valid_from <= day && form.valid_to.is_none_or(|end| day < end);
        found(versions.iter().find(holds).cloned(), "form_code", FaultCode::NotFound, faults)
    }
}

type Faults = Vec<(&'static str, FaultCode)>;

/// What was found, or a fault.
fn found<T>(value: Option<T>, column: &'static str, code: FaultCode, faults: &mut Faults) -> Option<T> {
    if value.is_none() {
        faults.push((column, code));
    }
    value
}

/// The values of one row by their columns.
struct Cells<'r> {
    record: &'r StringRecord,
    places: &'r HashMap<&'static str, usize>,
}

impl Cells<'_> {
    fn text(&self, column: &str) -> Option<String> {
        let text = self.places.get(column).and_then(|place| self.record.get(*place))?;
        let text = undefused(text.trim());
        (!text.is_empty()).then(|| text.to_owned())
    }

    fn needed(&self, column: &'static str, faults: &mut Faults) -> Option<String> {
        found(self.text(column), column, FaultCode::Missing, faults)
    }

    fn line<const MAX: usize>(&self, column: &'static str, faults: &mut Faults) -> Option<String> {
        clean::<MAX>(&self.needed(column, faults)?, column, faults)
    }

    fn optional_line<const MAX: usize>(&self, column: &'static str, faults: &mut Faults) -> Option<String> {
        clean::<MAX>(&self.text(column)?, column, faults)
    }

    fn namesake(&self, faults: &mut Faults) -> bool {
        let Some(text) = self.text("namesake") else { return false };
        let told = match fold(&text).as_str() {
            "true" | "co" => Some(true),
            "false" | "khong" => Some(false),
            _ => None,
        };
        found(told, "namesake", FaultCode::Malformed, faults).unwrap_or_default()
    }

    fn reward(&self, faults: &mut Faults) -> i64 {
        let Some(text) = self.text("reward_vnd") else { return 0 };
        let digits = text.bytes().all(|byte| byte.is_ascii_digit()).then_some(text);
        let Some(digits) = found(digits, "reward_vnd", FaultCode::Malformed, faults) else { return 0 };
        let amount = digits.parse().ok().filter(|amount| *amount <= MOST_MONEY);
        found(amount, "reward_vnd", FaultCode::OutOfRange, faults).unwrap_or_default()
    }
}

fn clean<const MAX: usize>(text: &str, column: &'static str, faults: &mut Faults) -> Option<String> {
    match Line::<MAX>::try_from(text) {
        Ok(line) => Some(line.into_inner()),
        Err(error) => {
            let code = match error {
                TextError::TooLong(_) => FaultCode::TooLong,
                TextError::Blank => FaultCode::Missing,
                TextError::Control => FaultCode::Malformed,
            };
            faults.push((column, code));
            None
        }
    }
}

/// The code of a kind, or the words for it in Vietnamese.
fn kind_of(text: &str) -> Option<NomineeKind> {
    match fold(text).as_str() {
        "collective" | "tap the" => Some(NomineeKind::Collective),
        "individual" | "ca nhan" => Some(NomineeKind::Individual),
        _ => None,
    }
}

/// `2020-02-03`, or as it is written in Vietnamese: `03/02/2020`.
fn day_of(text: &str) -> Option<NaiveDate> {
    let written = |format| NaiveDate::parse_from_str(text, format).ok();
    written("%Y-%m-%d").or_else(|| written("%d/%m/%Y"))
}
