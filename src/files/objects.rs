//! The file store: objects by their ids, encrypted before they leave and decrypted once they are back.

use std::ops::Range;
use std::path::{Path as FilePath, PathBuf};
use std::sync::Arc;

use futures_util::{Stream, StreamExt, stream};
use object_store::aws::AmazonS3Builder;
use object_store::local::LocalFileSystem;
use object_store::path::Path;
use object_store::prefix::PrefixStore;
use object_store::{Error, ObjectStore, ObjectStoreExt};
use secrecy::{ExposeSecret, SecretString};
use tokio::sync::{Semaphore, SemaphorePermit};

use super::cipher::{FileKey, SEGMENT, place_of, segments};
use crate::kernel::clock::{Clock, Instant};
use crate::kernel::id::{self, Uuid};
use crate::kernel::problem::{Outcome, Problem};
use crate::private_files;

/// How many whole files are held in memory at once, to be read through.
const HELD: usize = 2;

/// Where files are kept.
#[derive(Clone, Debug)]
pub enum FileStore {
    /// In a folder.
    Folder(PathBuf),
    /// In an S3-compatible store.
    S3(S3),
}

/// An S3-compatible store.
#[derive(Clone, Debug)]
pub struct S3 {
    /// The bucket.
    pub bucket: String,
    /// What every object's name begins with; empty for nothing.
    pub prefix: String,
    /// Its address, where it is not Amazon's own.
    pub endpoint: Option<String>,
    /// Its region.
    pub region: String,
    /// Who asks.
    pub access_key: Option<String>,
    /// What only they know.
    pub secret_key: Option<SecretString>,
}

/// What files may cost.
#[derive(Clone, Copy, Debug)]
pub struct FileLimits {
    /// The most bytes of a file.
    pub max_bytes: usize,
    /// The most files beside one record.
    pub max_files: i64,
    /// How long an upload may take, and how long an object that no row names is left alone.
    pub kept: chrono::Duration,
}

/// The file store of a running program.
pub struct Files {
    store: Box<dyn ObjectStore>,
    /// Where the store is a folder.
    folder: Option<PathBuf>,
    /// What files may cost.
    pub limits: FileLimits,
    held: Semaphore,
}

impl std::fmt::Debug for Files {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Files").field("store", &self.store.to_string()).finish_non_exhaustive()
    }
}

/// An object that no row may know.
#[derive(Clone, Copy, Debug)]
pub(super) struct Found {
    pub(super) id: Uuid,
    pub(super) written_at: Instant,
}

impl Files {
    /// Opens the store; a folder is made where it is missing, for this user alone.
    ///
    /// # Errors
    /// Why it cannot be used.
    pub fn open(store: &FileStore, limits: FileLimits) -> Result<Self, String> {
        let path = match store {
            FileStore::Folder(path) => Some(path.clone()),
            FileStore::S3(_) => None,
        };
        let store: Box<dyn ObjectStore> = match store {
            FileStore::Folder(path) => {
                Box::new(folder(path).map_err(|why| format!("{}: {why}", path.display()))?)
            }
            FileStore::S3(s3) => s3_store(s3).map_err(|error| error.to_string())?,
        };
        Ok(Self { store, folder: path, limits, held: Semaphore::new(HELD) })
    }

    /// Waits for room in memory for a whole file.
    ///
    /// # Errors
    /// `unavailable` when the program ends.
    pub(crate) async fn hold(&self) -> Outcome<SemaphorePermit<'_>> {
        self.held.acquire().await.map_err(Problem::unavailable)
    }

    /// Writes a new object; answers its id once it is safe.
    ///
    /// # Errors
    /// `unavailable` when the store fails.
    pub(crate) async fn put(&self, key: &FileKey, content: &[u8]) -> Outcome<Uuid> {
        // Real time, not the clock's: the age of what a crash leaves is told by the store.
        let object = id::new(Clock::System.now());
        let sealed = key.of_object(object)?.seal(content)?;
        self.store.put(&path_of(object), sealed.into()).await.map_err(failed)?;
        Ok(object)
    }

    /// Reads a whole object of `size` bytes.
    ///
    /// # Errors
    /// `unavailable` when the store fails, `internal_error` when the object is gone or altered.
    pub(crate) async fn whole(&self, key: &FileKey, object: Uuid, size: usize) -> Outcome<Vec<u8>> {
        let found = self.store.get(&path_of(object)).await.map_err(failed)?;
        let sealed = found.bytes().await.map_err(failed)?;
        let (key, mut content) = (key.of_object(object)?, Vec::with_capacity(size));
        for number in 0..segments(size) {
            content.extend(key.open(number, size, within(&sealed, place_of(number, size)))?);
        }
        Ok(content)
    }

    /// The bytes of `range` of an object of `size` bytes, read segment by segment as they are asked for. The first is
    /// read at once, so that a store that fails is noticed before anything is answered.
    ///
    /// # Errors
    /// As [`Files::whole`].
    pub(crate) async fn stream(
        self: Arc<Self>,
        key: FileKey,
        object: Uuid,
        size: usize,
        range: Range<usize>,
    ) -> Outcome<impl Stream<Item = Outcome<Vec<u8>>>> {
        let numbers = range.start / SEGMENT..range.end.div_ceil(SEGMENT);
        let cut = move |number: usize, mut segment: Vec<u8>| {
            let begin = number * SEGMENT;
            segment.truncate(range.end.saturating_sub(begin));
            segment.drain(..range.start.saturating_sub(begin).min(segment.len()));
            segment
        };
        let first = match numbers.clone().next() {
            Some(number) => Some(cut(number, self.segment(&key, object, number, size).await?)),
            None => None,
        };
        let rest = stream::iter(numbers.skip(1)).then(move |number| {
            let (files, key, cut) = (Arc::clone(&self), key.clone(), cut);
            async move { files.segment(&key, object, number, size).await.map(|segment| cut(number, segment)) }
        });
        Ok(stream::iter(first.map(Ok)).chain(rest))
    }

    async fn segment(&self, key: &FileKey, object: Uuid, number: usize, size: usize) -> Outcome<Vec<u8>> {
        let sealed = self.store.get_range(&path_of(object), place_of(number, size)).await.map_err(failed)?;
        key.of_object(object)?.open(number, size, &sealed)
    }

    /// Deletes these objects; one that is gone already is no failure. What cannot be deleted now stays for the upkeep.
    pub(crate) async fn delete(&self, objects: &[Uuid]) -> bool {
        let mut all = true;
        for object in objects {
            match self.store.delete(&path_of(*object)).await {
                Ok(()) | Err(Error::NotFound { .. }) => {}
                Err(error) => {
                    tracing::warn!(%object, %error, "an object was not deleted");
                    all = false;
                }
            }
        }
        all
    }

    /// Removes what a crash left half written in a folder, which the store itself does not list. Blocks.
    pub(super) fn remove_unfinished(&self) {
        let before = Clock::System.now() - self.limits.kept;
        let shelves = self.folder.iter().flat_map(std::fs::read_dir).flatten().flatten();
        let entries = shelves.flat_map(|shelf| std::fs::read_dir(shelf.path())).flatten().flatten();
        for entry in entries.filter(|entry| entry.file_name().to_string_lossy().contains('#')) {
            let written = entry.metadata().and_then(|known| known.modified());
            if written.is_ok_and(|at| Instant::new(at.into()) < before) {
                drop(std::fs::remove_file(entry.path()));
            }
        }
    }

    /// Every object that is older than the limits leave alone.
    pub(super) fn old(&self) -> impl Stream<Item = Outcome<Found>> {
        let before = Clock::System.now() - self.limits.kept;
        self.store.list(None).filter_map(move |found| async move {
            match found {
                Ok(found) => {
                    let id = found.location.filename()?.parse().ok()?;
                    let written_at = Instant::new(found.last_modified);
                    (written_at < before).then_some(Ok(Found { id, written_at }))
                }
                Err(error) => Some(Err(failed(error))),
            }
        })
    }
}

fn folder(path: &FilePath) -> Result<LocalFileSystem, String> {
    private_files::make_directory(path).map_err(|error| error.to_string())?;
    let store = LocalFileSystem::new_with_prefix(path).map_err(|error| error.to_string())?;
    Ok(store.with_fsync(true))
}

fn s3_store(s3: &S3) -> Result<Box<dyn ObjectStore>, Error> {
    let mut builder = AmazonS3Builder::new().with_bucket_name(&s3.bucket).with_region(&s3.region);
    if let Some(endpoint) = &s3.endpoint {
        builder = builder.with_endpoint(endpoint).with_allow_http(endpoint.starts_with("http://"));
    }
    if let (Some(access), Some(secret)) = (&s3.access_key, &s3.secret_key) {
        builder = builder.with_access_key_id(access).with_secret_access_key(secret.expose_secret());
    }
    let store = builder.build()?;
    Ok(if s3.prefix.is_empty() {
        Box::new(store)
    } else {
        Box::new(PrefixStore::new(store, s3.prefix.as_str()))
    })
}

/// By the last letters of its id, which are random: no folder grows large.
fn path_of(object: Uuid) -> Path {
    let name = object.to_string();
    let shelf = name.get(name.len().saturating_sub(2)..).unwrap_or_default().to_owned();
    Path::from_iter([shelf, name])
}

fn within(sealed: &[u8], place: Range<u64>) -> &[u8] {
    let number = |number: u64| usize::try_from(number).unwrap_or(usize::MAX);
    sealed.get(number(place.start)..number(place.end)).unwrap_or_default()
}

/// An object that a row names must be there; all else may be better in a moment.
fn failed(error: Error) -> Problem {
    match error {
        Error::NotFound { .. } => Problem::internal(format!("the file store lacks an object: {error}")),
        error => Problem::unavailable(format!("the file store: {error}")),
    }
}
