//! Runs one of the system's own tools for what it prints: bounded in time and octets.

use std::io::Read;
use std::path::PathBuf;
use std::process::{Command, Stdio};
use std::time::{Duration, Instant};

/// Some ten thousand rules take no longer.
const LONGEST: Duration = Duration::from_millis(800);
const MOST_OCTETS: u64 = 8 * 1024 * 1024;
/// Where such tools lie; a user's PATH often lacks the first two, and could name anything.
const FOLDERS: &[&str] = &["/usr/sbin", "/sbin", "/usr/bin", "/bin", "/usr/local/sbin", "/run/current-system/sw/bin"];

/// Why a tool told nothing.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub(crate) enum ToolError {
    /// It is not installed.
    #[error("`{0}` is not installed")]
    Missing(String),
    /// It could not be run, or failed.
    #[error("`{0}` failed")]
    Failed(String),
    /// It took too long or printed too much.
    #[error("`{0}` tells too much to be read in time")]
    TooMuch(String),
}

/// What `tool` prints.
pub(crate) fn run(tool: &str, args: &[&str]) -> Result<String, ToolError> {
    let failed = || ToolError::Failed(tool.to_owned());
    let path = FOLDERS.iter().map(|folder| PathBuf::from(folder).join(tool)).find(|path| path.exists());
    let path = path.ok_or_else(|| ToolError::Missing(tool.to_owned()))?;
    let mut command = Command::new(path);
    command.args(args).env("LC_ALL", "C").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
    let mut child = command.spawn().map_err(|_| failed())?;
    let output = child.stdout.take();
    let reader = std::thread::spawn(move || {
        let mut text = Vec::new();
        let read = output.map(|output| output.take(MOST_OCTETS).read_to_end(&mut text));
        read.and_then(Result::ok).map(|_| text)
    });
    let started = Instant::now();
    let status = loop {
        match child.try_wait() {
            Ok(Some(status)) => break Some(status),
            Ok(None) if started.elapsed() < LONGEST => std::thread::sleep(Duration::from_millis(1)),
            _ => break None,
        }
    };
    if status.is_none() {
        // A tool that ended meanwhile cannot be ended again; either way it is gone.
        let _ = child.kill();
        let _ = child.wait();
        return Err(ToolError::TooMuch(tool.to_owned()));
    }
    let text = reader.join().ok().flatten().ok_or_else(failed)?;
    match (status.is_some_and(|status| status.success()), text.len() as u64) {
        (_, MOST_OCTETS..) => Err(ToolError::TooMuch(tool.to_owned())),
        (true, _) => Ok(String::from_utf8_lossy(&text).into_owned()),
        (false, _) => Err(failed()),
    }
}
