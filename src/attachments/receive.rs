//! Bytes that arrive: written to the file store piece by piece, so that memory holds little of them, and noted as they
//! come, so that a connection that breaks costs little. The last piece is noted together with the whole file.

use std::sync::Arc;
use std::time::Duration;

use aws_lc_rs::digest;
use tokio::time::timeout;

use super::dto::AttachmentDto;
use super::service;
use super::tus::Checksum;
use crate::app::App;
use crate::db::Db;
use crate::files::service::{self as files, Placed, Upload};
use crate::files::{FileKey, Files, check, upkeep};
use crate::http::api::Api;
use crate::http::body::Arriving;
use crate::kernel::id::Uuid;
use crate::kernel::problem::{Bilingual, Code, Outcome, Place, Problem, Violation};

/// So many bytes are held in memory and written at once.
const PIECE: usize = 256 * 1024;
/// What has come is written after so long even if it is less.
const PATIENCE: Duration = Duration::from_secs(10);

/// Bytes in the file store that nothing names yet. What is not taken over is deleted.
pub(super) struct Spool {
    files: Arc<Files>,
    pub(super) key: FileKey,
    buffer: Vec<u8>,
    unnamed: Vec<(Uuid, usize)>,
}

impl Spool {
    pub(super) fn new(files: &Arc<Files>, key: FileKey) -> Self {
        Self { files: Arc::clone(files), key, buffer: Vec::new(), unnamed: Vec::new() }
    }

    /// Takes more bytes; writes once there are enough.
    pub(super) async fn take(&mut self, bytes: &[u8]) -> Outcome<()> {
        self.buffer.extend_from_slice(bytes);
        if self.buffer.len() >= PIECE { self.flush().await } else { Ok(()) }
    }

    /// Writes what is held.
    pub(super) async fn flush(&mut self) -> Outcome<()> {
        if !self.buffer.is_empty() {
            let object = self.files.put(&self.key, &self.buffer).await?;
            self.unnamed.push((object, self.buffer.len()));
            self.buffer.clear();
        }
        Ok(())
    }

    fn length(&self) -> usize {
        self.unnamed.iter().map(|(_, length)| length).sum()
    }

    /// Deletes what nothing names; the sweep finds what is left if this fails.
    pub(super) async fn discard(&mut self) {
        let objects: Vec<Uuid> = self.unnamed.drain(..).map(|(object, _)| object).collect();
        self.files.delete(&objects).await;
    }

    /// Reads `before` and what is here as one, looks through it, and places what is kept.
    pub(super) async fn place(
        &self,
        before: &[(Uuid, usize)],
        sha256: Option<&[u8]>,
        at: Place,
    ) -> Outcome<Placed> {
        let _room = self.files.hold().await?;
        let mut bytes = Vec::new();
        for (object, length) in before.iter().chain(&self.unnamed) {
            bytes.append(&mut self.files.whole(&self.key, *object, *length).await?);
        }
        if sha256.is_some_and(|expected| hash(&bytes) != expected) {
            return Err(Problem::new(Code::ChecksumMismatch));
        }
        let checked = tokio::task::spawn_blocking(move || check(bytes)).await.map_err(Problem::internal)?;
        let checked = checked.map_err(|refusal| {
            let (vi, en) = refusal.texts();
            let detail = Bilingual::new(vi, en);
            Problem::invalid(vec![Violation { place: at, code: refusal.code(), detail }])
        })?;
        let object = self.files.put(&self.key, &checked.bytes).await?;
        Ok(Placed {
            key: self.key.clone(),
            object,
            media_type: checked.media_type,
            size: checked.bytes.len(),
            sha256: hash(&checked.bytes),
        })
    }
}

pub(super) fn hash(bytes: &[u8]) -> Vec<u8> {
    digest::digest(&digest::SHA256, bytes).as_ref().to_vec()
}

/// The bytes of one request of an upload.
pub(super) struct Receiving {
    api: Api,
    upload: Upload,
    checksum: Option<Checksum>,
    spool: Spool,
}

impl Receiving {
    /// Goes on with `upload`.
    pub(super) fn new(api: Api, upload: Upload, checksum: Option<Checksum>) -> Outcome<Self> {
        let key = upload.key.clone().ok_or_else(|| Problem::new(Code::WrongState))?;
        let spool = Spool::new(&api.app().files, key);
        Ok(Self { api, upload, checksum, spool })
    }

    /// Takes all that comes; answers the offset it has come to, and the file when it is whole.
    pub(super) async fn run(mut self, mut arriving: Arriving) -> Outcome<(i64, Option<AttachmentDto>)> {
        let received = self.receive(&mut arriving).await;
        let outcome = match received {
            Ok(()) => self.end().await,
            // What came before it broke off is kept, unless a checksum was to tell whether it is good.
            Err(problem) if self.checksum.is_none() => match self.spool.flush().await {
                Ok(()) => self.name().await.and(Err(problem)),
                Err(_) => Err(problem),
            },
            Err(problem) => Err(problem),
        };
        self.spool.discard().await;
        outcome
    }

    async fn receive(&mut self, arriving: &mut Arriving) -> Outcome<()> {
        loop {
            let bytes = match timeout(PATIENCE, arriving.next()).await {
                Ok(next) => next?,
                Err(_) if self.checksum.is_none() => {
                    self.spool.flush().await?;
                    self.name().await?;
                    continue;
                }
                Err(_) => continue,
            };
            let Some(bytes) = bytes else { return Ok(()) };
            if let Some(checksum) = &mut self.checksum {
                checksum.update(&bytes);
            }
            self.spool.take(&bytes).await?;
            if self.checksum.is_none() {
                self.name().await?;
            }
        }
    }

    /// Whether all is there, named or not.
    fn is_whole(&self) -> bool {
        i64::try_from(self.spool.length()).is_ok_and(|new| self.upload.received + new == self.upload.length)
    }

    /// Notes the pieces that were written, unless they are the last.
    async fn name(&mut self) -> Outcome<()> {
        if self.is_whole() {
            return Ok(());
        }
        while let Some((object, length)) = self.spool.unnamed.first().copied() {
            let (id, begin) = (self.upload.id, self.upload.received);
            let noting = move |db: &mut _| files::add_part(db, id, begin, length, object);
            self.db().write(noting).await?;
            self.spool.unnamed.remove(0);
            self.upload.parts.push((object, length));
            self.upload.received += i64::try_from(length).map_err(Problem::internal)?;
        }
        Ok(())
    }

    fn db(&self) -> &Db {
        &self.api.app().db
    }

    async fn end(&mut self) -> Outcome<(i64, Option<AttachmentDto>)> {
        self.spool.flush().await?;
        if self.checksum.take().is_some_and(|checksum| !checksum.matches()) {
            return Err(Problem::new(Code::ChecksumMismatch));
        }
        if !self.is_whole() {
            self.name().await?;
            return Ok((self.upload.received, None));
        }
        let file = self.complete().await?;
        Ok((self.upload.length, Some(file)))
    }

    async fn complete(&mut self) -> Outcome<AttachmentDto> {
        let at = Place::Header("Upload-Metadata");
        let placed = self.spool.place(&self.upload.parts, self.upload.sha256.as_deref(), at).await;
        let placed = match placed {
            Ok(placed) => placed,
            Err(problem) => {
                // Sent again it would be refused again.
                if matches!(problem.code, Code::ValidationFailed | Code::ChecksumMismatch) {
                    let id = self.upload.id;
                    self.api.note(move |w| service::discard(w, id)).await?;
                    self.tidy().await;
                }
                return Err(problem);
            }
        };
        let (upload, object) = (self.upload.clone(), placed.object);
        let stored = self.api.note(move |w| service::complete(w, &upload, &placed)).await;
        match &stored {
            Ok(_) => self.tidy().await,
            Err(_) => drop(self.spool.files.delete(&[object]).await),
        }
        stored
    }

    async fn tidy(&self) {
        tidy(self.api.app()).await;
    }
}

/// Deletes now what a commit made useless; the upkeep does it if this fails.
pub(super) async fn tidy(app: &App) {
    if let Err(problem) = upkeep::delete_erased(&app.files, &app.db).await {
        tracing::warn!(%problem, "erased files are deleted later");
    }
}
