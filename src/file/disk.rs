//! Reading a file whole, and replacing one so that a crash at any moment leaves the old one or the new one.

use std::fs::{self, File, Metadata, OpenOptions};
use std::io::{self, ErrorKind, Read, Write};
use std::path::{Path, PathBuf};
use std::vec::Vec;

use super::sections::{LONGEST, MAGIC};
use super::{Refusal, temporary};
use crate::Error;

/// All of the file at `path`, which is an ordinary one.
#[cfg(feature = "safetensors")]
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    let (mut file, length) = open(path)?;
    let mut bytes = Vec::with_capacity(length);
    file.read_to_end(&mut bytes).map_err(Error::io(path))?;
    Ok(bytes)
}

/// As [`read`], of a network's file: where its first bytes say that it is none, or has another length, the rest is not read.
pub(super) fn read_network(path: &Path) -> Result<Vec<u8>, Error> {
    let (mut file, length) = open(path)?;
    let refused = |refusal| Err(Error::at(path)(Error::File(refusal)));
    let mut bytes = Vec::new();
    Read::by_ref(&mut file).take(16).read_to_end(&mut bytes).map_err(Error::io(path))?;
    if !bytes.starts_with(&MAGIC) {
        return refused(Refusal::NotANetwork);
    }
    if let Some(expected) = bytes.get(12..).and_then(|length| length.first_chunk()) {
        let expected = u32::from_le_bytes(*expected) as usize;
        if length > LONGEST || expected != length {
            return refused(Refusal::Length { expected, found: length });
        }
    }
    bytes.reserve_exact(length.saturating_sub(bytes.len()));
    // no more, should it grow meanwhile
    let rest = length.saturating_sub(bytes.len());
    file.take(rest as u64).read_to_end(&mut bytes).map_err(Error::io(path))?;
    Ok(bytes)
}

/// An ordinary file, and its length: of a device or a pipe nobody knows where it ends.
fn open(path: &Path) -> Result<(File, usize), Error> {
    // before it is opened, for which a pipe would wait
    ordinary(path, &fs::metadata(path).map_err(Error::io(path))?)?;
    let file = File::open(path).map_err(Error::io(path))?;
    let length = file.metadata().map_err(Error::io(path))?.len();
    let length = usize::try_from(length)
        .map_err(|_| Error::Io { path: path.into(), kind: ErrorKind::FileTooLarge })?;
    Ok((file, length))
}

fn ordinary(path: &Path, metadata: &Metadata) -> Result<(), Error> {
    if metadata.is_file() {
        return Ok(());
    }
    let kind = if metadata.is_dir() { ErrorKind::IsADirectory } else { ErrorKind::InvalidInput };
    Err(Error::Io { path: path.into(), kind })
}

/// Writes `bytes` to a file beside `path`, waits until they are on the disk, then renames it. A link is followed; the new file
/// may be read and written by whom the old one was.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let target = followed(path).map_err(Error::io(path))?;
    let old = match fs::metadata(&target) {
        Ok(metadata) => Some(metadata),
        Err(error) if error.kind() == ErrorKind::NotFound => None,
        Err(error) => return Err(Error::io(path)(error)),
    };
    if let Some(old) = &old {
        ordinary(path, old)?;
    }
    let folder = folder(&target);
    temporary::clean(&target);
    let (temporary, created) = loop {
        let temporary = temporary::beside(&target);
        match create(&temporary, old.is_some()) {
            // left by a process of this number that was killed: in a container, numbers come again
            Err(error) if error.kind() == ErrorKind::AlreadyExists => {}
            created => break (temporary, created),
        }
    };
    let written = created
        .and_then(|file| write(file, bytes, old.as_ref()))
        .and_then(|()| fs::rename(&temporary, &target));
    if written.is_err() {
        // nothing is lost if this fails too: the error that counts is the first
        let _ = fs::remove_file(&temporary);
    }
    written.map_err(Error::io(path))?;
    // on Unix, a rename is on the disk once its folder is; elsewhere folders cannot be opened
    if cfg!(unix) {
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(Error::io(folder))?;
    }
    Ok(())
}

pub(super) fn folder(path: &Path) -> &Path {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."))
}

/// Where the file is that `path` links to, or would be; itself, where it is no link.
fn followed(path: &Path) -> io::Result<PathBuf> {
    let mut path = path.to_path_buf();
    // as many links as Linux follows
    for _ in 0..40 {
        match fs::symlink_metadata(&path) {
            Ok(metadata) if metadata.is_symlink() => path = folder(&path).join(fs::read_link(&path)?),
            _ => return Ok(path),
        }
    }
    Err(io::Error::from(ErrorKind::InvalidInput))
}

/// A new file; for its owner alone, until it gets the permissions of the old one.
fn create(path: &Path, guarded: bool) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    if guarded {
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    }
    #[cfg(not(unix))]
    let _ = guarded;
    options.open(path)
}

fn write(mut file: File, bytes: &[u8], old: Option<&Metadata>) -> io::Result<()> {
    file.write_all(bytes)?;
    if let Some(old) = old {
        file.set_permissions(old.permissions())?;
    }
    file.sync_all()
}
