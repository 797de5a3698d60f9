//! `congdoan serve`: migrates, then answers requests until it is told to stop.

use super::Done;
use crate::config::Settings;
use crate::server;

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
    Ok(actix_web::rt::System::new().block_on(server::serve(settings, arguments.demo))?)
}
