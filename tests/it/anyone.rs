//! Programs of the build where any user can run them: the build folder may be closed to others.

use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::sync::Mutex;

/// The copies made so far.
static COPIES: Mutex<Vec<(PathBuf, PathBuf)>> = Mutex::new(Vec::new());

/// A copy of `program` that any user can run; it goes when this process ends, however it ends.
pub(crate) fn runnable(program: &Path) -> PathBuf {
    let mut copies = COPIES.lock().unwrap();
    if let Some((_, copy)) = copies.iter().find(|(original, _)| original == program) {
        return copy.clone();
    }
    let folder = tempfile::Builder::new().prefix("netwhy-test-").tempdir().unwrap().keep();
    remove_after_this_process(&folder);
    std::fs::set_permissions(&folder, std::fs::Permissions::from_mode(0o755)).unwrap();
    let copy = folder.join(program.file_name().unwrap());
    std::fs::copy(program, &copy).unwrap();
    copies.push((program.to_owned(), copy.clone()));
    copy
}

/// What a static holds is never dropped, so a shell waits for the pipe to this process to close.
fn remove_after_this_process(folder: &Path) {
    let child = Command::new("sh")
        .args(["-c", "trap '' INT TERM HUP; read -r _; rm -rf -- \"$1\"", "sh"])
        .arg(folder)
        .stdin(Stdio::piped())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    // The pipe stays open as long as this process lives.
    std::mem::forget(child);
}
