//! The table: every operation of the document, who may, and a request that is done for whoever may.

mod attachments;
mod auth;
mod award_rounds;
mod awards;
mod code_lists;
mod council;
mod decisions;
mod hardship;
mod nominations;
mod organisations;
mod programmes;
mod registers;
mod report_parts;
mod reports;
mod requests;
mod rounds;
mod statistics;
mod surveys;
mod tasks;
mod users;

use std::pin::Pin;

use super::access::{Access, Person};
use super::case::Case;
use super::stage::Stage;

type Making = Pin<Box<dyn Future<Output = Case> + Send>>;

/// One operation, or one of the ways it can stand to who asks.
pub struct Row {
    pub operation: &'static str,
    when: &'static str,
    pub access: Access,
    /// Whether the request is made anew for each who asks.
    pub personal: bool,
    make: Box<dyn Fn(Stage, Person) -> Making + Send + Sync>,
}

impl Row {
    /// Tells this row from another of the same operation.
    fn when(self, when: &'static str) -> Self {
        Self { when, ..self }
    }

    pub fn name(&self) -> String {
        if self.when.is_empty() {
            self.operation.to_owned()
        } else {
            format!("{} ({})", self.operation, self.when)
        }
    }

    /// A good request with a fresh record behind it.
    pub async fn case(&self, stage: &Stage, who: Person) -> Case {
        (self.make)(stage.clone(), who).await
    }
}

/// An operation whose request is the same for all.
fn row<F, Made>(operation: &'static str, access: Access, make: F) -> Row
where
    F: Fn(Stage) -> Made + Send + Sync + 'static,
    Made: Future<Output = Case> + Send + 'static,
{
    let make = Box::new(move |stage, _| Box::pin(make(stage)) as Making);
    Row { operation, when: "", access, personal: false, make }
}

/// An operation on what belongs to the person who asks.
fn own<F, Made>(operation: &'static str, access: Access, make: F) -> Row
where
    F: Fn(Stage, Person) -> Made + Send + Sync + 'static,
    Made: Future<Output = Case> + Send + 'static,
{
    let make = Box::new(move |stage, who| Box::pin(make(stage, who)) as Making);
    Row { operation, when: "", access, personal: true, make }
}

/// A request that needs nothing.
async fn nothing(_: Stage) -> Case {
    Case::new()
}

pub fn rows() -> Vec<Row> {
    [
        auth::rows(),
        users::rows(),
        organisations::rows(),
        code_lists::rows(),
        rounds::rows(),
        reports::rows(),
        report_parts::rows(),
        registers::rows(),
        tasks::rows(),
        programmes::rows(),
        hardship::rows(),
        attachments::rows(),
        surveys::rows(),
        decisions::rows(),
        statistics::rows(),
        requests::rows(),
        council::rows(),
        awards::rows(),
        nominations::rows(),
        award_rounds::rows(),
    ]
    .into_iter()
    .flatten()
    .collect()
}
