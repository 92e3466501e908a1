//! Reading a file whole, and replacing one so that a crash at any moment leaves the old one or the new one.

use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Write};
use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::vec::Vec;

use crate::Error;

/// All of the file at `path`.
pub(crate) fn read(path: &Path) -> Result<Vec<u8>, Error> {
    fs::read(path).map_err(Error::io(path))
}

/// Writes `bytes` to a file beside `path`, waits until they are on the disk, then renames it.
pub(crate) fn replace(path: &Path, bytes: &[u8]) -> Result<(), Error> {
    let (temporary, created) = loop {
        let temporary = beside(path);
        match File::create_new(&temporary) {
            // left by a process of this number that was killed: in a container, numbers come again
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {}
            created => break (temporary, created),
        }
    };
    let written = created.and_then(|file| write(file, bytes)).and_then(|()| fs::rename(&temporary, path));
    if written.is_err() {
        // nothing is lost if this fails too: the error that counts is the first
        let _ = fs::remove_file(&temporary);
    }
    written.map_err(Error::io(path))?;
    // on Unix, a rename is on the disk once its folder is; elsewhere folders cannot be opened
    if cfg!(unix) {
        let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
        let synced = File::open(folder).and_then(|folder| folder.sync_all());
        synced.map_err(Error::io(folder))?;
    }
    Ok(())
}

fn write(mut file: File, bytes: &[u8]) -> io::Result<()> {
    file.write_all(bytes)?;
    file.sync_all()
}

/// A name in the same folder that no other save uses, in this process or another.
fn beside(path: &Path) -> PathBuf {
    static SAVES: AtomicU32 = AtomicU32::new(0);
    let (process, save) = (std::process::id(), SAVES.fetch_add(1, Ordering::Relaxed));
    let mut name = OsString::from(".");
    name.push(path.file_name().unwrap_or_default());
    name.push(std::format!(".{process}-{save}.tmp"));
    path.with_file_name(name)
}
