//! Which process holds a socket: found by walking the descriptors under /proc.

use std::collections::HashMap;
use std::fs;
use std::path::Path;
use std::time::{Duration, Instant};

/// The walk ends here whatever is left: a name is a help, not a fact that a cause rests on.
const LONGEST: Duration = Duration::from_millis(150);

/// A process.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Process {
    /// Its number.
    pub(crate) pid: u32,
    /// Its command's name, as it calls itself.
    pub(crate) name: String,
}

/// The process behind each of the sockets with these inodes, as far as this user may see.
pub(crate) fn owners(inodes: &[u32]) -> HashMap<u32, Process> {
    let mut found = HashMap::new();
    let started = Instant::now();
    let Ok(all) = fs::read_dir("/proc") else { return found };
    for entry in all.flatten() {
        if found.len() == inodes.len() || started.elapsed() > LONGEST {
            break;
        }
        let Some(pid) = entry.file_name().to_str().and_then(|name| name.parse::<u32>().ok()) else { continue };
        let Ok(descriptors) = fs::read_dir(entry.path().join("fd")) else { continue };
        for descriptor in descriptors.flatten() {
            let socket = fs::read_link(descriptor.path()).ok().and_then(|to| inode(&to));
            if let Some(socket) = socket.filter(|socket| inodes.contains(socket)) {
                found.entry(socket).or_insert_with(|| Process { pid, name: name(&entry.path()) });
            }
            if started.elapsed() > LONGEST {
                break;
            }
        }
    }
    found
}

/// The inode in `socket:[12345]`.
fn inode(link: &Path) -> Option<u32> {
    link.to_str()?.strip_prefix("socket:[")?.strip_suffix(']')?.parse().ok()
}

fn name(process: &Path) -> String {
    fs::read_to_string(process.join("comm")).map(|name| name.trim().to_owned()).unwrap_or_default()
}
