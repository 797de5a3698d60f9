//! `congdoan serve`: migrates, then answers requests until it is told to stop.

use std::net::SocketAddr;

use super::{Done, say};
use crate::config::Settings;
use crate::identity::{Hasher, service};
use crate::kernel::clock::Clock;
use crate::{demo, server};

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Load the demo province first; only on a loopback address
    #[arg(long)]
    pub(super) demo: bool,
}

pub(super) fn run(arguments: &Arguments, settings: Settings) -> Done {
    if arguments.demo && !settings.listen.ip().is_loopback() {
        return Err(format!(
            "demo accounts are refused on {}, which others can reach; listen on a loopback address such as 127.0.0.1:8080",
            settings.listen
        )
        .into());
    }
    let loaded = if arguments.demo { Some(demo::load(&settings)?) } else { None };
    let app = server::open(&settings, Clock::System, Hasher::default())?;
    if !app.db.read_blocking(service::has_users)? {
        say(NOBODY)?;
    }
    let announce = move |address: SocketAddr| {
        // Nobody is left to tell when standard output is closed.
        let _ = say(format_args!("listening on http://{address}\ndocs page    http://{address}/docs/"));
        if let Some(loaded) = loaded {
            let _ = say(loaded);
        }
    };
    Ok(actix_web::rt::System::new().block_on(server::serve(settings, app, announce))?)
}

const NOBODY: &str = "nobody can sign in yet; create the first administrator with:\n\
    \x20   echo 'a long password' | congdoan admin create --username NAME --display-name 'FULL NAME'";
