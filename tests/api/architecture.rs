//! The import rule of `src/lib.rs`, read off the `use` lines.

use std::fs;
use std::path::{Path, PathBuf};

const DOMAINS: [&str; 5] = ["organisations", "code_lists", "tasks", "reports", "documents"];
const LAYERS: [&str; 5] = ["model", "store", "service", "dto", "routes"];

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
