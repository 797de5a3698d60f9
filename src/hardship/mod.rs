//! Hardship support: from a family's dossier to money paid.
//!
//! A **programme** of the province has a ceiling, norms for each category and a time in which dossiers are taken. A
//! grassroots union files an **application** for a member or a member's family; the union above endorses it, the
//! province appraises it, and a **decision** approves many at once: signing it draws the programme's fund for all of
//! its lines or for none. Then each line is paid out, closed, or reclaimed.
//!
//! A **survey** finds families in housing difficulty; an entry that was put forward is turned into a dossier.
//!
//! A person may ask what is held on them, and have it corrected or, when its time is over, erased: a **request**.
//!
//! What is known of a person lies sealed in `hardship_persons` and `hardship_notes`; everybody who works on a dossier
//! sees it masked, and reading it in full leaves an entry in the journal.

pub(crate) mod applications;
pub(crate) mod decisions;
pub(crate) mod figures;
mod persons;
pub(crate) mod programmes;
mod purpose;
pub(crate) mod requests;
pub mod routes;
pub(crate) mod surveys;
