//! What whoever starts the demo is told.

use std::fmt;

use super::{FEBRUARY, MARCH, cast};

/// The demo as it stands, with its sign-ins.
#[derive(Clone, Debug)]
pub struct Summary {
    /// Whether it was loaded just now; otherwise it was there before and nothing was changed.
    pub loaded_now: bool,
    /// The password of the demo accounts; `None` when the database was loaded with another than the settings name.
    pub password: Option<String>,
    /// Whether the March report has been issued meanwhile.
    pub march_issued: bool,
}

impl fmt::Display for Summary {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(
            f,
            "{}",
            if self.loaded_now {
                "demo province loaded"
            } else {
                "demo province is there already; nothing was changed"
            }
        )?;
        match &self.password {
            Some(password) => writeln!(f, "password of every demo account: {password}")?,
            None => writeln!(
                f,
                "password of every demo account: the one it was loaded with, which CONGDOAN_DEMO_PASSWORD is not"
            )?,
        }
        writeln!(f, "\n  Liên đoàn Lao động tỉnh Lai Châu")?;
        for (username, role, _) in cast::PROVINCE {
            writeln!(f, "    {username:<24} {}", role.as_str())?;
        }
        for union in cast::with_people() {
            let names: Vec<String> = cast::roles_of(union).iter().map(|role| union.user(*role)).collect();
            writeln!(f, "  {}\n    {}", union.name, names.join("  "))?;
        }
        writeln!(f, "\nreport of February (209)  /api/v1/reports/{FEBRUARY}")?;
        let march = if self.march_issued { "issued" } else { "accepted; province.chair can issue it" };
        write!(f, "report of March           /api/v1/reports/{MARCH}  ({march})")
    }
}
