//! Names for files on their way, and what dead processes left of them.

use std::ffi::OsStr;
use std::format;
use std::fs;
use std::path::{Path, PathBuf};
use std::string::{String, ToString};
use std::sync::OnceLock;
use std::sync::atomic::{AtomicU32, Ordering};
use std::time::Duration;

use super::checksum::crc32;
use super::disk::folder;

/// How many saves this process has begun.
static SAVES: AtomicU32 = AtomicU32::new(0);
/// The age at which a file is left over whoever wrote it: no save takes so long.
const OLD: Duration = Duration::from_secs(24 * 60 * 60);
/// The longest file name that is taken over: most file systems take 255 bytes.
const LONGEST: usize = 200;

/// A name in the same folder that no other save uses, in this process or another.
pub(super) fn beside(path: &Path) -> PathBuf {
    let save = SAVES.fetch_add(1, Ordering::Relaxed);
    path.with_file_name(format!("{}{}-{}-{save}.tmp", begin(path), machine(), std::process::id()))
}

/// Removes what saves of this file left that are not under way any more.
pub(super) fn clean(path: &Path) {
    let begin = begin(path);
    let Ok(entries) = fs::read_dir(folder(path)) else { return };
    for entry in entries.flatten() {
        let name = entry.file_name();
        let Some(writer) = writer(&name, &begin) else { continue };
        let age = entry
            .metadata()
            .and_then(|metadata| metadata.modified())
            .ok()
            .and_then(|time| time.elapsed().ok());
        if is_dead(writer) || age.is_some_and(|age| age > OLD) {
            // who cannot remove it leaves it
            let _ = fs::remove_file(entry.path());
        }
    }
}

/// How the names of this file's begin.
fn begin(path: &Path) -> String {
    let name = path.file_name().unwrap_or_default();
    match name.to_str() {
        Some(name) if name.len() <= LONGEST => format!(".{name}."),
        _ => format!(".{:08x}.", crc32::<true>(0, name.as_encoded_bytes())),
    }
}

/// The machine, process and save in the name of a file on its way.
fn writer<'a>(name: &'a OsStr, begin: &str) -> Option<(&'a str, u32, u32)> {
    let rest = name.to_str()?.strip_prefix(begin)?.strip_suffix(".tmp")?;
    let mut parts = rest.rsplitn(3, '-');
    let (save, process) = (parts.next()?.parse().ok()?, parts.next()?.parse().ok()?);
    // names of earlier versions have no machine
    Some((parts.next().unwrap_or(""), process, save))
}

/// Whether the process that wrote it is gone, as far as this one can know: of another machine it knows nothing.
fn is_dead((machine, process, save): (&str, u32, u32)) -> bool {
    if machine != self::machine() || machine.is_empty() {
        return false;
    }
    if process == std::process::id() {
        // another that had this number: this one has not come so far
        return save >= SAVES.load(Ordering::Relaxed);
    }
    !Path::new(&format!("/proc/{process}")).exists()
}

/// What tells machines, and containers on one, apart; empty where nobody can say which processes live.
fn machine() -> &'static str {
    static MACHINE: OnceLock<String> = OnceLock::new();
    MACHINE.get_or_init(|| {
        let boot = fs::read("/proc/sys/kernel/random/boot_id").unwrap_or_default();
        let processes = fs::read_link("/proc/self/ns/pid").unwrap_or_default();
        if boot.is_empty() || !Path::new("/proc/self").exists() {
            return String::new();
        }
        let sum = crc32::<true>(crc32::<true>(0, &boot), processes.as_os_str().as_encoded_bytes());
        format!("{sum:08x}").to_string()
    })
}
