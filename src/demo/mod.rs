//! The demo province.
use crate::config::Settings;
/// Loads it.
///
/// # Errors
/// None yet.
pub fn load(_settings: &Settings) -> Result<String, crate::server::ServeError> {
    Ok(String::new())
}
