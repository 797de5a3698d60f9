//! The command line: one file a command. `main` only calls [`run`].

mod admin;
mod demo;
mod keys;
mod migrate;
mod openapi;
mod serve;

use std::error::Error;
use std::io::{self, Write};
use std::process::ExitCode;

use clap::{Parser, Subcommand};

use crate::config::{Options, Settings};
use crate::logging;

/// What a command ends with; an error is told to the user in one line.
type Done = Result<(), Box<dyn Error + Send + Sync>>;

/// The settings are wrong, as clap answers for wrong flags.
const WRONG_USE: u8 = 2;

/// Back end of a provincial trade-union federation.
#[derive(Parser)]
#[command(name = "congdoan", version, max_term_width = 110)]
struct Cli {
    #[command(flatten)]
    options: Options,
    #[command(subcommand)]
    command: Command,
}

#[derive(Subcommand)]
enum Command {
    /// Migrate the database and serve the API
    Serve(serve::Arguments),
    /// Bring the database to the current schema and stop
    Migrate,
    /// Print the `OpenAPI` document
    Openapi(openapi::Arguments),
    /// Load the demo province and stop
    Demo,
    /// Manage administrators
    #[command(subcommand)]
    Admin(admin::Command),
    /// Manage the keys that personal data are sealed with
    #[command(subcommand)]
    Keys(keys::Command),
}

/// Runs the command of this process's arguments: 0 when it succeeded, 1 when it failed, 2 when flags or settings
/// are wrong.
#[must_use]
pub fn run() -> ExitCode {
    let cli = Cli::parse();
    // The document depends on no setting, so it is there even where the settings are wrong.
    if let Command::Openapi(arguments) = &cli.command {
        return ended(openapi::run(arguments));
    }
    let settings = match Settings::load(&cli.options, &|name| std::env::var_os(name)) {
        Ok(settings) => settings,
        Err(wrong) => {
            complain(&wrong);
            return ExitCode::from(WRONG_USE);
        }
    };
    ended(dispatch(cli.command, settings))
}

fn dispatch(command: Command, settings: Settings) -> Done {
    logging::init(&settings)?;
    match command {
        Command::Serve(arguments) => serve::run(&arguments, settings),
        Command::Migrate => migrate::run(&settings),
        Command::Openapi(arguments) => openapi::run(&arguments),
        Command::Demo => demo::run(&settings),
        Command::Admin(command) => admin::run(command, &settings),
        Command::Keys(command) => keys::run(&command, &settings),
    }
}

fn ended(done: Done) -> ExitCode {
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            complain(&error);
            ExitCode::FAILURE
        }
    }
}

fn complain(error: &impl std::fmt::Display) {
    // Nobody is left to tell when standard error is closed.
    let _ = writeln!(io::stderr(), "congdoan: {error}");
}

/// Writes a line to standard output; a closed pipe is an error like any other.
fn say(text: impl std::fmt::Display) -> io::Result<()> {
    writeln!(io::stdout(), "{text}")
}

#[cfg(test)]
mod tests {
    use super::*;
    use clap::CommandFactory;
    use clap::error::ErrorKind;

    fn parse(line: &str) -> Result<Cli, ErrorKind> {
        Cli::try_parse_from(line.split(' ')).map_err(|error| error.kind())
    }

    #[test]
    fn the_definition_is_sound() {
        Cli::command().debug_assert();
    }

    #[test]
    fn the_commands_of_the_readme_are_understood() {
        let cli = parse("congdoan serve --demo --listen 127.0.0.1:0").ok().unwrap();
        assert_eq!(cli.options.listen.as_deref(), Some("127.0.0.1:0"));
        assert!(matches!(cli.command, Command::Serve(serve::Arguments { demo: true })));
        assert!(matches!(parse("congdoan --data-dir d migrate"), Ok(Cli { command: Command::Migrate, .. })));
        for line in [
            "congdoan openapi --check openapi/openapi.json",
            "congdoan demo",
            "congdoan keys rotate",
            "congdoan admin create --username a --display-name b --organisation c",
        ] {
            assert!(parse(line).is_ok(), "{line}");
        }
    }

    #[test]
    fn a_password_is_never_a_flag() {
        let line = "congdoan admin create --username a --display-name b --password c";
        assert!(matches!(parse(line), Err(ErrorKind::UnknownArgument)));
        assert!(matches!(parse("congdoan --demo-password c demo"), Err(ErrorKind::UnknownArgument)));
    }
}
