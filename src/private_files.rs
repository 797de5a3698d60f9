//! Files and directories that only the user who runs the program may read, whatever that user's umask says.

use std::fs::{self, DirBuilder, File, OpenOptions};
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use aws_lc_rs::rand;

/// Makes the directory, and those above it that are missing, with mode 0700. One that is there stays as it is.
pub(crate) fn make_directory(directory: &Path) -> io::Result<()> {
    let mut builder = DirBuilder::new();
    builder.recursive(true);
    #[cfg(unix)]
    std::os::unix::fs::DirBuilderExt::mode(&mut builder, 0o700);
    builder.create(directory)
}

/// Makes an empty file with mode 0600. One that is there stays as it is.
pub(crate) fn make_file(path: &Path) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    owner_only(&mut options);
    match options.open(path) {
        Err(error) if error.kind() != io::ErrorKind::AlreadyExists => Err(error),
        _ => Ok(()),
    }
}

/// A file opened so gets mode 0600 when it is new.
#[cfg(unix)]
pub(crate) fn owner_only(options: &mut OpenOptions) {
    use std::os::unix::fs::OpenOptionsExt;
    options.mode(0o600);
}

#[cfg(not(unix))]
pub(crate) fn owner_only(_options: &mut OpenOptions) {}

/// Writes the whole file or nothing, and never over an existing one; what it answered `Ok` for outlives a power cut.
pub(crate) fn write_new(path: &Path, text: &str) -> io::Result<()> {
    let temporary = write_beside(path, text)?;
    // A link, unlike a rename, fails when somebody was faster; then theirs is the file.
    let placed = match fs::hard_link(&temporary, path) {
        Err(error) if error.kind() == io::ErrorKind::AlreadyExists => Ok(()),
        Err(error) if error.kind() == io::ErrorKind::Unsupported => fs::rename(&temporary, path),
        other => other,
    };
    let removed = match fs::remove_file(&temporary) {
        Err(error) if error.kind() != io::ErrorKind::NotFound => Err(error),
        _ => Ok(()),
    };
    placed.and(removed).and_then(|()| sync_directory(path))
}

/// Puts `text` in the place of the file, whole or not at all. Whose file it was, theirs it stays: a command may be run
/// by another user than the server.
pub(crate) fn replace(path: &Path, text: &str) -> io::Result<()> {
    // Through a link to the file itself, which the rename would put itself in the place of.
    let path = fs::canonicalize(path)?;
    let temporary = write_beside(&path, text)?;
    let placed = keep_owner(&path, &temporary).and_then(|()| fs::rename(&temporary, &path));
    if placed.is_err() {
        drop(fs::remove_file(&temporary));
    }
    placed.and_then(|()| sync_directory(&path))
}

/// A new file with a name of its own beside `path`, its content on the disk.
fn write_beside(path: &Path, text: &str) -> io::Result<PathBuf> {
    let mut suffix = [0_u8; 8];
    rand::fill(&mut suffix).map_err(|_| io::Error::other("no random bytes"))?;
    let temporary = path.with_extension(format!("{:016x}.tmp", u64::from_le_bytes(suffix)));
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    owner_only(&mut options);
    let mut file = options.open(&temporary)?;
    match file.write_all(text.as_bytes()).and_then(|()| file.sync_all()) {
        Ok(()) => Ok(temporary),
        Err(error) => {
            drop(fs::remove_file(&temporary));
            Err(error)
        }
    }
}

#[cfg(unix)]
fn keep_owner(path: &Path, temporary: &Path) -> io::Result<()> {
    use std::os::unix::fs::{MetadataExt, chown};
    let (old, new) = (fs::metadata(path)?, fs::metadata(temporary)?);
    if (old.uid(), old.gid()) == (new.uid(), new.gid()) {
        return Ok(());
    }
    chown(temporary, Some(old.uid()), Some(old.gid()))
}

#[cfg(not(unix))]
fn keep_owner(_path: &Path, _temporary: &Path) -> io::Result<()> {
    Ok(())
}

/// A file's name is on the disk only once its directory is.
#[cfg(unix)]
fn sync_directory(path: &Path) -> io::Result<()> {
    let directory = path.parent().filter(|parent| *parent != Path::new(""));
    File::open(directory.unwrap_or(Path::new(".")))?.sync_all()
}

#[cfg(not(unix))]
fn sync_directory(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// The permission bits of a file that others than its owner may read or write.
#[cfg(unix)]
pub(crate) fn open_to_others(file: &File) -> io::Result<Option<u32>> {
    use std::os::unix::fs::PermissionsExt;
    let mode = file.metadata()?.permissions().mode() & 0o7777;
    Ok((mode & 0o077 != 0).then_some(mode))
}

#[cfg(not(unix))]
pub(crate) fn open_to_others(_file: &File) -> io::Result<Option<u32>> {
    Ok(None)
}
