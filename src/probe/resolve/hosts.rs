//! What the hosts file says of a name.

use std::io::{ErrorKind, Read};
use std::path::PathBuf;

use crate::observation::{HostsFile, Looked};

/// Some people block thousands of names in their hosts file; more than this is not read.
const MOST: u64 = 16 * 1024 * 1024;

/// Looks `name` up in the hosts file.
pub fn hosts(name: &str) -> HostsFile {
    let path = path();
    let mut text = Vec::new();
    let read = std::fs::File::open(&path).and_then(|file| file.take(MOST).read_to_end(&mut text));
    let addresses = match read {
        Ok(_) => Looked::Saw(crate::wire::hosts::addresses(&String::from_utf8_lossy(&text), name)),
        Err(error) if error.kind() == ErrorKind::NotFound => Looked::Saw(Vec::new()),
        Err(error) => Looked::NotLooked(error.to_string()),
    };
    HostsFile { path: path.display().to_string(), name: name.to_owned(), addresses }
}

fn path() -> PathBuf {
    if cfg!(windows) {
        let root = std::env::var_os("SystemRoot").unwrap_or_else(|| "C:\\Windows".into());
        PathBuf::from(root).join("System32\\drivers\\etc\\hosts")
    } else {
        PathBuf::from("/etc/hosts")
    }
}
