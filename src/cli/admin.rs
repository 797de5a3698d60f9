//! `congdoan admin create`: the first administrator, and any later one when nobody can sign in any more.

use std::io::{self, BufRead};

use chrono::NaiveDate;
use secrecy::{ExposeSecret, SecretString};

use super::{Done, say};
use crate::config::Settings;
use crate::db::AnyConnection;
use crate::identity::passwords::check_strength;
use crate::identity::service::{NewAccount, check_names};
use crate::identity::{self, Hasher, Role};
use crate::kernel::clock::{Clock, Instant};
use crate::kernel::problem::{Outcome, Problem};
use crate::{organisations, server};

/// Where the password may be instead of standard input. It is never a flag: those are seen by other users.
const PASSWORD_VARIABLE: &str = "CONGDOAN_ADMIN_PASSWORD";
/// The root that is made for the first administrator of an empty database.
const ROOT_CODE: &str = "LDLD-TINH";
/// More than any allowed password takes in UTF-8.
const LONGEST_LINE: u64 = 1024;

#[derive(clap::Subcommand)]
pub(super) enum Command {
    /// Create an administrator; the password is the first line of standard input, or `CONGDOAN_ADMIN_PASSWORD`
    Create(Create),
}

#[derive(clap::Args)]
pub(super) struct Create {
    /// Name to sign in with
    #[arg(long)]
    username: String,
    /// Name that others see
    #[arg(long)]
    display_name: String,
    /// Code of the organisation to administer [default: the root]
    #[arg(long, value_name = "CODE")]
    organisation: Option<String>,
    /// On an empty database: the first day of the organisation at the top, before which no union can have been founded
    /// [default: today]
    #[arg(long, value_name = "YYYY-MM-DD")]
    founded: Option<NaiveDate>,
    /// The account is somebody else's, who must set another password at the first sign-in
    #[arg(long)]
    must_change_password: bool,
}

pub(super) fn run(command: Command, settings: &Settings) -> Done {
    let Command::Create(create) = command;
    let from_environment = std::env::var(PASSWORD_VARIABLE).ok().filter(|password| !password.is_empty());
    let password = match from_environment {
        Some(password) => password.into(),
        None => first_line(io::stdin().lock())?,
    };
    let mut errors = check_names(&create.username, &create.display_name);
    errors.extend(check_strength("/password", password.expose_secret(), &create.username));
    Problem::check(errors)?;
    let username = create.username.clone();
    let db = server::open_database(settings)?;
    let password_hash = Hasher::default().hash_blocking(&password)?;
    db.write_blocking(move |db| make(db, create, password_hash, Clock::System.now()))?;
    say(format_args!("created administrator {username}"))?;
    Ok(())
}

/// On an empty database the root organisation is made first; its name can be corrected later.
fn make(db: &mut AnyConnection, create: Create, password_hash: String, now: Instant) -> Outcome<()> {
    let known = match &create.organisation {
        Some(code) => organisations::service::coded(db, code)?,
        None => organisations::service::root_of(db)?,
    };
    let organisation_id = match known {
        Some(id) => id,
        None if organisations::service::root_of(db)?.is_none() => {
            let code = create.organisation.as_deref().unwrap_or(ROOT_CODE);
            organisations::service::create_first(db, now, code, create.founded)?
        }
        None => {
            return Err(
                Problem::not_found().detail("Không có tổ chức có mã này.", "No organisation has this code.")
            );
        }
    };
    let account = NewAccount {
        username: create.username,
        display_name: create.display_name,
        password_hash,
        is_demo: false,
        role: Role::Administrator,
        organisation_id,
    };
    let id = identity::service::create_account(db, account, now)?;
    if create.must_change_password { identity::service::demand_password(db, id) } else { Ok(()) }
}

/// The first line without its line end, so that `echo` and files written in Windows serve as well.
fn first_line(input: impl BufRead) -> Result<SecretString, String> {
    let mut line = String::new();
    input
        .take(LONGEST_LINE)
        .read_line(&mut line)
        .map_err(|error| format!("the password cannot be read from standard input: {error}"))?;
    let password = line.strip_suffix('\n').unwrap_or(&line);
    let password = password.strip_suffix('\r').unwrap_or(password);
    if password.is_empty() {
        return Err(format!("give the password on standard input or in {PASSWORD_VARIABLE}"));
    }
    Ok(password.to_owned().into())
}

#[cfg(test)]
mod tests {
    use super::*;
    use secrecy::ExposeSecret;

    #[test]
    fn the_password_is_the_first_line_as_it_stands() {
        for input in ["  mật khẩu dài ", "  mật khẩu dài \n", "  mật khẩu dài \r\nnext\n"] {
            assert_eq!(first_line(input.as_bytes()).unwrap().expose_secret(), "  mật khẩu dài ");
        }
        assert!(first_line("".as_bytes()).is_err());
        assert!(first_line("\nlater".as_bytes()).is_err());
    }
}
