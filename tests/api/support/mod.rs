//! What the tests stand on: a database each, a running server each, and actors who speak to it over HTTP.
#![allow(dead_code, reason = "each helper is there for whichever test needs it")]

pub mod app;
pub mod client;
pub mod database;
pub mod document;
pub mod journalled;
pub mod postgres;
pub mod process;
pub mod raw;
pub mod world;

#[allow(unused_imports, reason = "for the domains' tests")]
pub use app::{TestApp, at_once};
#[allow(unused_imports, reason = "for the domains' tests")]
pub use client::{Actor, Answer};

/// Writes a test once and runs it as `name::sqlite` and `name::postgres`. The parameter's type says what the
/// database holds at the start: `TestApp` the migrations alone, `WorldApp` the small
/// province of `world` too, `DemoApp` the demo province.
///
/// ```ignore
/// on_both_databases! {
///     async fn a_report_is_returned_with_a_reason(app: DemoApp) {
///         let clerk = app.login("…", "…").await;
///     }
/// }
/// ```
macro_rules! on_both_databases {
    ($($(#[$attribute:meta])* async fn $name:ident($app:ident: $kind:ident) $body:block)+) => {
        $($(#[$attribute])* mod $name {
            #[allow(unused_imports)]
            use super::*;

            async fn story($app: $crate::support::TestApp) $body

            #[test]
            fn sqlite() {
                let template = on_both_databases!(@template $kind);
                $crate::support::app::run(template, $crate::support::database::Backend::Sqlite, story);
            }

            #[test]
            fn postgres() {
                let template = on_both_databases!(@template $kind);
                $crate::support::app::run(template, $crate::support::database::Backend::Postgres, story);
            }
        })+
    };
    (@template TestApp) => { $crate::support::database::Template::Empty };
    (@template WorldApp) => { $crate::support::database::Template::World };
    (@template DemoApp) => { $crate::support::database::Template::Demo };
}
pub(crate) use on_both_databases;
