//! Files beside records.

mod at_rest;
mod content;
mod files;
mod forms;
pub mod samples;
mod upkeep;
mod uploads;

use std::path::{Path, PathBuf};

use aws_lc_rs::digest::{SHA256, digest};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::{Method, RequestBuilder};
use serde_json::json;

use super::support::{Actor, Answer, TestApp};

pub const UPLOADS: &str = "/api/v1/uploads";
pub const ATTACHMENTS: &str = "/api/v1/attachments";
/// An id that names nothing.
const NOBODY: &str = "01940000-0000-7000-8000-0000000000ff";

/// A record: its kind and its id.
type Record<'r> = (&'r str, &'r str);

/// `Upload-Metadata` of a file.
pub fn metadata(name: &str, record: Record<'_>) -> String {
    let pairs = [("filename", name), ("record_type", record.0), ("record_id", record.1)];
    pairs.map(|(key, value)| format!("{key} {}", STANDARD.encode(value))).join(",")
}

/// A request that begins an upload.
pub fn creation(actor: &Actor, name: &str, record: Record<'_>, length: usize) -> RequestBuilder {
    let request = actor.request(Method::POST, UPLOADS).header("tus-resumable", "1.0.0");
    request.header("upload-length", length).header("upload-metadata", metadata(name, record))
}

/// Begins an upload; answers its address.
pub async fn begin(actor: &Actor, name: &str, record: Record<'_>, length: usize) -> String {
    let begun = actor.send(creation(actor, name, record, length)).await.expect(201);
    begun.header("location").to_owned()
}

/// A request that goes on with an upload.
pub fn piece(actor: &Actor, upload: &str, offset: usize, bytes: &[u8]) -> RequestBuilder {
    let request = actor.request(Method::PATCH, upload).header("tus-resumable", "1.0.0");
    let request = request.header("content-type", "application/offset+octet-stream");
    request.header("upload-offset", offset).body(bytes.to_vec())
}

pub async fn go_on(actor: &Actor, upload: &str, offset: usize, bytes: &[u8]) -> Answer {
    actor.send(piece(actor, upload, offset, bytes)).await
}

/// How far an upload has come.
async fn look(actor: &Actor, upload: &str) -> Answer {
    actor.send(actor.request(Method::HEAD, upload).header("tus-resumable", "1.0.0")).await
}

async fn offset(actor: &Actor, upload: &str) -> usize {
    look(actor, upload).await.expect(200).header("upload-offset").parse().unwrap()
}

async fn end(actor: &Actor, upload: &str) -> Answer {
    actor.send(actor.request(Method::DELETE, upload).header("tus-resumable", "1.0.0")).await
}

/// The file of an upload.
fn file_of(upload: &str) -> String {
    upload.replace("/uploads/", "/attachments/")
}

/// Sends a whole file; answers what is known of it then.
pub async fn send(actor: &Actor, name: &str, record: Record<'_>, bytes: &[u8]) -> Answer {
    let upload = begin(actor, name, record, bytes.len()).await;
    go_on(actor, &upload, 0, bytes).await.expect(204);
    actor.get(&file_of(&upload)).await.expect(200)
}

pub fn content_of(file: &Answer) -> String {
    format!("{ATTACHMENTS}/{}/content", file.id())
}

/// A new task item of an organisation, by its officer.
async fn task(actor: &Actor, organisation: &str) -> String {
    let body = json!({"organisation_id": organisation, "title": "Nhiệm vụ có tệp"});
    actor.post("/api/v1/task-items", body).await.expect(201).id()
}

fn sha256(bytes: &[u8]) -> String {
    congdoan::kernel::hex::hex(digest(&SHA256, bytes).as_ref())
}

/// One part of a form.
pub enum Part<'p> {
    Text(&'p str, &'p str),
    File(&'p str, &'p [u8]),
}

/// A form with these parts.
pub fn form(actor: &Actor, parts: &[Part<'_>]) -> RequestBuilder {
    let mut body = Vec::new();
    for part in parts {
        body.extend_from_slice(b"--limit\r\nContent-Disposition: form-data; ");
        match part {
            Part::Text(name, value) => {
                body.extend_from_slice(format!("name=\"{name}\"\r\n\r\n{value}").as_bytes());
            }
            Part::File(name, bytes) => {
                let head = format!("name=\"file\"; filename=\"{name}\"\r\nContent-Type: text/html\r\n\r\n");
                body.extend_from_slice(head.as_bytes());
                body.extend_from_slice(bytes);
            }
        }
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(b"--limit--\r\n");
    let request = actor.request(Method::POST, ATTACHMENTS);
    request.header("content-type", "multipart/form-data; boundary=limit").body(body)
}

/// A form with a file for a record.
pub fn form_for(actor: &Actor, name: &str, record: Record<'_>, bytes: &[u8]) -> RequestBuilder {
    let parts =
        [Part::Text("record_type", record.0), Part::Text("record_id", record.1), Part::File(name, bytes)];
    form(actor, &parts)
}

/// Everything that lies in the folder of files.
pub fn objects(app: &TestApp) -> Vec<PathBuf> {
    let mut found = Vec::new();
    collect(&app.database.directory().join("files"), &mut found);
    found
}

fn collect(folder: &Path, found: &mut Vec<PathBuf>) {
    for entry in std::fs::read_dir(folder).into_iter().flatten().flatten() {
        if entry.path().is_dir() {
            collect(&entry.path(), found);
        } else {
            found.push(entry.path());
        }
    }
}
