//! A file of entries that is whole JSON at every moment, even where the program is killed while it writes.
//!
//! Two files take turns: entries are written to the one that nobody sees, and then the two change names, which the system
//! does at once or not at all. Each entry is written twice, and none is ever written again. Where the system cannot change
//! names so, one file is written in place, and a kill at the wrong moment may cut it.

use std::fs::File;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};

use crate::report::har_frame;

/// The largest file, in bytes.
const MOST: u64 = 2 << 30;

/// One of the two files.
struct Half {
    file: File,
    /// Where the next entry goes.
    end: u64,
    /// Entries that the other has already.
    missing: Vec<u8>,
}

/// The file.
pub(super) struct HarFile {
    path: PathBuf,
    /// The name of the file that nobody sees.
    other: PathBuf,
    seen: Half,
    /// None where the system cannot change names.
    hidden: Option<Half>,
    is_empty: bool,
    close: &'static str,
}

impl HarFile {
    /// Makes the file at `path`, readable by its owner alone, in the place of what is there.
    pub(super) fn create(path: &Path) -> std::io::Result<HarFile> {
        if std::fs::metadata(path).is_ok_and(|meta| !meta.is_file()) {
            return Err(std::io::Error::other("it is no regular file"));
        }
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        let other = path.with_file_name(format!(".{name}.{}.part", std::process::id()));
        let seen = half(&other)?;
        std::fs::rename(&other, path).inspect_err(|_| remove(&other))?;
        let mut file =
            HarFile { path: path.to_owned(), other, seen, hidden: None, is_empty: true, close: har_frame().1 };
        let hidden = half(&file.other)?;
        match exchange(&file.path, &file.other) {
            Ok(()) => {
                let seen = std::mem::replace(&mut file.seen, hidden);
                file.hidden = Some(seen);
            }
            Err(_) => remove(&file.other),
        }
        Ok(file)
    }

    /// Adds entries; what the file was stays whole where it fails.
    pub(super) fn add(&mut self, entries: &[String]) -> std::io::Result<()> {
        let mut text = Vec::new();
        for entry in entries {
            text.extend_from_slice(if self.is_empty { b"\n" } else { b",\n" });
            text.extend_from_slice(entry.as_bytes());
            self.is_empty = false;
        }
        if self.seen.end + text.len() as u64 > MOST {
            return Err(std::io::Error::other("it has grown to 2 GiB"));
        }
        let Some(hidden) = &mut self.hidden else { return self.seen.write(&text, self.close) };
        hidden.missing.extend_from_slice(&text);
        let missing = std::mem::take(&mut hidden.missing);
        hidden.write(&missing, self.close)?;
        exchange(&self.path, &self.other)?;
        std::mem::swap(&mut self.seen, hidden);
        hidden.missing = text;
        Ok(())
    }
}

impl Drop for HarFile {
    fn drop(&mut self) {
        if self.hidden.is_some() {
            remove(&self.other);
        }
    }
}

impl Half {
    /// Writes entries over the closing brackets, and these behind them.
    fn write(&mut self, text: &[u8], close: &str) -> std::io::Result<()> {
        self.file.seek(SeekFrom::Start(self.end))?;
        let written = self.file.write_all(&[text, close.as_bytes()].concat());
        if written.is_err() {
            // The brackets fitted before: the disk is full, mostly.
            let _ = self.file.seek(SeekFrom::Start(self.end)).and_then(|_| self.file.write_all(close.as_bytes()));
            let _ = self.file.set_len(self.end + close.len() as u64);
            return written;
        }
        self.end += text.len() as u64;
        Ok(())
    }
}

/// A new file without an entry.
fn half(path: &Path) -> std::io::Result<Half> {
    let (open, close) = har_frame();
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let mut file = options.open(path)?;
    file.write_all(format!("{open}{close}").as_bytes()).inspect_err(|_| remove(path))?;
    Ok(Half { file, end: open.len() as u64, missing: Vec::new() })
}

/// Removes a file of this program's own; one that cannot be removed is left.
fn remove(path: &Path) {
    let _ = std::fs::remove_file(path);
}

/// Lets two files change names at once.
#[cfg(all(target_os = "linux", target_env = "gnu", not(portable)))]
fn exchange(one: &Path, other: &Path) -> std::io::Result<()> {
    use nix::fcntl::{AT_FDCWD, RenameFlags, renameat2};
    Ok(renameat2(AT_FDCWD, one, AT_FDCWD, other, RenameFlags::RENAME_EXCHANGE)?)
}

#[cfg(not(all(target_os = "linux", target_env = "gnu", not(portable))))]
fn exchange(_: &Path, _: &Path) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn entries(path: &Path) -> Vec<serde_json::Value> {
        let text = std::fs::read_to_string(path).expect("there");
        let read: serde_json::Value = serde_json::from_str(&text).unwrap_or_else(|error| panic!("{error}: {text}"));
        assert_eq!(read["log"]["version"], "1.2");
        read["log"]["entries"].as_array().expect("entries").clone()
    }

    #[test]
    fn the_file_is_whole_after_every_entry_and_alone_at_the_end() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("a.har");
        std::fs::write(&path, "old").expect("written");
        for in_place in [false, true] {
            let mut file = HarFile::create(&path).expect("made");
            if in_place {
                file.hidden = None;
                remove(&file.other);
            }
            assert_eq!(entries(&path).len(), 0);
            let mut wanted = Vec::new();
            for at in 0..20_u32 {
                let some: Vec<String> = (0..at % 3).map(|nth| format!("{{\"at\":{}}}", at * 10 + nth)).collect();
                wanted.extend(some.iter().map(|one| serde_json::from_str::<serde_json::Value>(one).expect("json")));
                file.add(&some).expect("added");
                assert_eq!(entries(&path), wanted);
            }
            drop(file);
            assert_eq!(entries(&path), wanted);
            assert_eq!(std::fs::read_dir(folder.path()).expect("listed").count(), 1);
        }
        #[cfg(unix)]
        {
            let mode = std::os::unix::fs::PermissionsExt::mode(&std::fs::metadata(&path).expect("there").permissions());
            assert_eq!(mode & 0o777, 0o600);
        }
        assert!(HarFile::create(folder.path()).is_err());
    }
}
