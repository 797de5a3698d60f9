//! `congdoan openapi`: prints the document, or says whether a file is it.

use std::fs;
use std::io::{self, Write};
use std::path::PathBuf;

use super::Done;

#[derive(clap::Args)]
pub(super) struct Arguments {
    /// Print nothing; fail when this file differs from the document
    #[arg(long, value_name = "FILE")]
    check: Option<PathBuf>,
}

pub(super) fn run(arguments: &Arguments) -> Done {
    let document = crate::openapi::to_json(&crate::server::document());
    let Some(file) = &arguments.check else {
        io::stdout().write_all(document.as_bytes())?;
        return Ok(());
    };
    let kept = fs::read_to_string(file).map_err(|error| format!("{}: {error}", file.display()))?;
    if kept == document {
        return Ok(());
    }
    let same = kept.lines().zip(document.lines()).take_while(|(kept, now)| kept == now).count();
    Err(format!(
        "{} is not current from line {}; write it anew with `congdoan openapi > {0}`",
        file.display(),
        same + 1
    )
    .into())
}
