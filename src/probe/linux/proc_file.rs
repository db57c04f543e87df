//! Files under /proc, read whole and bounded.

use std::io::Read;

use crate::observation::Looked;

/// More than any file that netwhy reads there, a crowded /proc/net/tcp aside.
const MOST: u64 = 16 * 1024 * 1024;

/// The text of /proc/`name`. What belongs to a process or its network namespace is read of this very thread,
/// for a thread may stand in another namespace than its process.
pub(crate) fn proc_file(name: &str) -> Option<String> {
    let path = match name.starts_with("sys/") {
        true => format!("/proc/{name}"),
        false => format!("/proc/thread-self/{name}"),
    };
    let mut text = String::new();
    let file = std::fs::File::open(path).ok()?;
    let length = file.take(MOST).read_to_string(&mut text).ok()?;
    // A file cut short would tell less than there is.
    ((length as u64) < MOST).then_some(text)
}

/// The reason for a look that a file under /proc did not allow.
pub(crate) fn not_read<T>(name: &str) -> Looked<T> {
    Looked::NotLooked(format!("/proc/{name} does not tell"))
}
