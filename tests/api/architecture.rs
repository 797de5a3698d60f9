//! The rules of `docs/architecture.md`: who may import whom, and who reads which tables.

use std::fs;
use std::path::{Path, PathBuf};

const DOMAINS: [&str; 10] = [
    "organisations",
    "code_lists",
    "registers",
    "files",
    "tasks",
    "hardship",
    "awards",
    "reports",
    "attachments",
    "documents",
];
const LAYERS: [&str; 5] = ["model", "store", "service", "dto", "routes"];

/// Whose each table is. Only the store of its owner writes it.
const TABLES: [(&str, &[&str]); 12] = [
    (
        "organisations",
        &["organisations", "organisation_periods", "organisation_closure", "committees", "committee_members"],
    ),
    ("code_lists", &["code_lists", "code_items", "indicators"]),
    ("registers", &["number_registers", "register_entries"]),
    ("files", &["attachments", "upload_parts", "erased_objects"]),
    ("tasks", &["task_items", "task_assignments"]),
    (
        "reports",
        &[
            "reports",
            "report_items",
            "report_figures",
            "report_headings",
            "report_recipients",
            "figure_sources",
            "figure_records",
            "reporting_rounds",
            "round_obligations",
        ],
    ),
    (
        "hardship",
        &[
            "support_programmes",
            "programme_funds",
            "support_norms",
            "hardship_counters",
            "hardship_applications",
            "hardship_persons",
            "hardship_notes",
            "support_decisions",
            "support_decision_lines",
            "support_payments",
            "housing_surveys",
            "data_subject_requests",
        ],
    ),
    (
        "awards",
        &[
            "award_forms",
            "award_form_conditions",
            "emulation_movements",
            "movement_registrations",
            "award_rounds",
            "award_round_forms",
            "award_quotas",
            "award_council_members",
            "award_nominations",
            "award_nomination_hands",
            "award_quota_places",
            "award_notes",
            "council_sessions",
            "council_votes",
            "council_ballots",
            "award_submissions",
            "award_submission_lines",
            "award_decisions",
            "award_decision_lines",
            "awards",
            "award_repayments",
            "award_imports",
            "award_import_faults",
        ],
    ),
    ("identity", &["users", "grants", "sessions", "refresh_tokens", "reset_codes", "throttles"]),
    ("journal", &["journal"]),
    ("usecase", &["client_ids", "idempotency_keys"]),
    ("vault", &["data_keys"]),
];

/// Whose tables are read by somebody else, to show a name beside a record or, by identity, to know the tree.
const BORROWED: [(&str, &str); 7] = [
    ("tasks", "organisations"),
    ("reports", "indicators"),
    ("hardship", "organisations"),
    ("awards", "organisations"),
    ("journal", "users"),
    ("identity", "organisations"),
    ("identity", "organisation_closure"),
];

struct Source {
    path: String,
    text: String,
}

fn sources() -> Vec<Source> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("src");
    let mut found = Vec::new();
    let mut folders: Vec<PathBuf> = vec![root.clone()];
    while let Some(folder) = folders.pop() {
        for entry in fs::read_dir(folder).unwrap().map(|entry| entry.unwrap().path()) {
            if entry.is_dir() {
                folders.push(entry);
            } else if entry.extension().is_some_and(|ending| ending == "rs") {
                let path = entry.strip_prefix(&root).unwrap().to_str().unwrap().to_owned();
                found.push(Source { path, text: fs::read_to_string(&entry).unwrap() });
            }
        }
    }
    found
}

/// The layer a file of a domain belongs to: `reports/service/create.rs` is `service`.
fn layer(path: &str) -> Option<&'static str> {
    let parts: Vec<&str> = path.split('/').collect();
    LAYERS
        .into_iter()
        .find(|layer| parts.iter().skip(1).any(|part| part.strip_suffix(".rs").unwrap_or(part) == *layer))
}

fn domain(path: &str) -> Option<&'static str> {
    let first = path.split('/').next()?;
    DOMAINS.into_iter().find(|domain| *domain == first)
}

fn mentions(source: &Source, name: &str) -> bool {
    source.text.lines().filter(|line| !line.trim_start().starts_with("//")).any(|line| line.contains(name))
}

#[test]
fn models_and_the_kernel_see_neither_the_web_nor_a_database() {
    for source in sources() {
        if source.path.starts_with("kernel/") || layer(&source.path) == Some("model") {
            for other in ["actix_web", "diesel", "crate::http", "crate::db"] {
                assert!(!mentions(&source, other), "{} mentions {other}", source.path);
            }
        }
    }
}

#[test]
fn routes_never_see_a_database() {
    for source in sources() {
        if layer(&source.path) == Some("routes") {
            for other in ["diesel", "crate::db", "::store"] {
                assert!(!mentions(&source, other), "{} mentions {other}", source.path);
            }
        }
    }
}

#[test]
fn stores_see_neither_the_web_nor_services() {
    for source in sources() {
        if layer(&source.path) == Some("store") {
            for other in ["actix_web", "crate::http", "::service", "::routes"] {
                assert!(!mentions(&source, other), "{} mentions {other}", source.path);
            }
        }
    }
}

#[test]
fn services_do_not_see_the_framework() {
    for source in sources() {
        if layer(&source.path) == Some("service") {
            for other in ["actix_web", "::routes"] {
                assert!(!mentions(&source, other), "{} mentions {other}", source.path);
            }
        }
    }
}

/// Its rows are turned into what is shown by the service.
#[test]
fn wire_types_know_no_rows() {
    for source in sources() {
        // Still to come.
        let excused = source.path == "identity/dto.rs";
        if layer(&source.path) == Some("dto") && !excused {
            for other in ["store::", "::service", "::routes", "crate::db", "diesel"] {
                assert!(!mentions(&source, other), "{} mentions {other}", source.path);
            }
        }
    }
}

/// The first part of a path, without its ending.
fn part(path: &str) -> &str {
    path.split(['/', '.']).next().unwrap()
}

/// The tables that a file imports from the schema.
fn tables(source: &Source) -> Vec<String> {
    let imports = source.text.split("use crate::db::schema::").skip(1);
    let names = imports.flat_map(|import| import.split(';').next().unwrap().split(['{', '}', ',']));
    names
        .map(|name| name.split_whitespace().next().unwrap_or_default().to_owned())
        .filter(|name| !name.is_empty() && name != "counters")
        .collect()
}

#[test]
fn tables_are_read_by_their_own_domain() {
    let owner =
        |table: &str| TABLES.iter().find(|(_, tables)| tables.contains(&table)).map(|(owner, _)| *owner);
    let mut borrowed = Vec::new();
    for source in sources().into_iter().filter(|source| part(&source.path) != "db") {
        let own = part(&source.path);
        for table in tables(&source) {
            let owner = owner(&table).unwrap_or_else(|| panic!("{table} of {} is nobody's", source.path));
            if owner != own {
                let known = BORROWED.iter().find(|(who, what)| *who == own && *what == table);
                borrowed.push(
                    known.unwrap_or_else(|| panic!("{} reads {table}, which is {owner}'s", source.path)),
                );
            }
        }
        let place = layer(&source.path) == Some("store") || ["identity", "usecase"].contains(&own);
        assert!(place || tables(&source).is_empty(), "{} reads tables and is no store", source.path);
    }
    for one in &BORROWED {
        assert!(borrowed.contains(&one), "{one:?} is no longer borrowed");
    }
}

/// From an id that a caller names there is no way to a record but through a scope. Code lists belong to all.
#[test]
fn whoever_finds_a_record_says_in_which_scope() {
    let mut found = 0;
    for source in sources() {
        if layer(&source.path) != Some("store") || part(&source.path) == "code_lists" {
            continue;
        }
        for function in source.text.split("fn find").skip(1) {
            let signature = function.split('{').next().unwrap();
            assert!(signature.contains("&Scope"), "{}: fn find{signature}", source.path);
            found += 1;
        }
    }
    assert!(found > 8);
}

#[test]
fn a_domain_calls_only_services_of_domains_before_it() {
    for source in sources() {
        let Some(own) = domain(&source.path) else { continue };
        let place = |name: &str| DOMAINS.iter().position(|domain| *domain == name);
        for other in DOMAINS.into_iter().filter(|other| *other != own) {
            let uses = mentions(&source, &format!("crate::{other}"));
            assert!(!uses || place(other) < place(own), "{} uses {other}, which comes after it", source.path);
            for inside in ["store", "model", "routes"] {
                let reach = format!("crate::{other}::{inside}");
                assert!(!mentions(&source, &reach), "{} reaches into {reach}", source.path);
            }
        }
    }
}

#[test]
fn databases_differ_in_one_file_only() {
    for source in sources() {
        if !source.path.starts_with("db/") {
            for variant in ["AnyConnection::Pg", "AnyConnection::Sqlite", "PgConnection", "SqliteConnection"]
            {
                assert!(!mentions(&source, variant), "{} mentions {variant}", source.path);
            }
        }
    }
}
