//! Files and standard input that the options name, each read once and within bounds.

use std::fs::File;
use std::io::Read;
use std::path::Path;

use crate::cli::exit::Failure;

/// The most that is read of one file, in bytes: all of it is held in memory.
const MOST: u64 = 256 * 1024 * 1024;

/// Keeps two options from reading standard input both.
#[derive(Debug, Default)]
pub(crate) struct Input {
    taken_by: Option<String>,
}

impl Input {
    /// The bytes of the file at `path`, or of standard input where that is `-`.
    pub(crate) fn read(&mut self, option: &str, path: &Path) -> Result<Vec<u8>, Failure> {
        let failed = |error: std::io::Error| {
            Failure::usage(format!("{option}: `{}` cannot be read ({error}); give the path of a file", path.display()))
        };
        let mut bytes = Vec::new();
        if path == Path::new("-") {
            if let Some(first) = self.taken_by.replace(option.to_owned()) {
                return Err(Failure::usage(format!(
                    "{first} and {option} both read standard input; give one of them a file"
                )));
            }
            std::io::stdin().take(MOST + 1).read_to_end(&mut bytes).map_err(failed)?;
        } else {
            let file = File::open(path).map_err(failed)?;
            file.take(MOST + 1).read_to_end(&mut bytes).map_err(failed)?;
        }
        if bytes.len() as u64 > MOST {
            return Err(Failure::usage(format!(
                "{option}: `{}` is larger than {} MiB; no request made here is",
                path.display(),
                MOST >> 20
            )));
        }
        Ok(bytes)
    }
}
