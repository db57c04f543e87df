//! The file that `--output` names: the body of the last answer, byte for byte.

use std::fs::File;
use std::io::{self, BufWriter, Seek, Write};
use std::path::{Path, PathBuf};

use netwhy::diagnose::http::Keep;
use netwhy::report::Saved;

use crate::cli::exit::Failure;

/// A body being written. Until it is whole it grows beside the file asked for, as FILE.part: so an interruption loses
/// neither what came nor what the file held before.
#[derive(Debug)]
pub(crate) struct BodyFile {
    name: String,
    place: Place,
    written: u64,
    error: Option<io::Error>,
}

#[derive(Debug)]
enum Place {
    /// Beside the file that it will replace.
    Part { out: BufWriter<File>, part: PathBuf, file: PathBuf },
    /// Into something that cannot be replaced: a device, a pipe.
    Device(BufWriter<File>),
    /// Standard output.
    Output(BufWriter<io::Stdout>),
}

impl BodyFile {
    /// Opens what `path` names; `-` is standard output. A mistake in its name is told before anything is tried.
    pub(crate) fn open(path: &Path) -> Result<BodyFile, Failure> {
        let name = path.display().to_string();
        let failed = |error: io::Error| {
            Failure::usage(format!("`{name}` cannot be written ({error}); give --output another path"))
        };
        let place = match path {
            path if path == Path::new("-") => Place::Output(BufWriter::new(io::stdout())),
            path if path.metadata().is_ok_and(|found| !found.is_file() && !found.is_dir()) => {
                Place::Device(BufWriter::new(File::options().write(true).open(path).map_err(failed)?))
            }
            path => {
                if path.is_dir() || path.file_name().is_none() {
                    return Err(failed(io::Error::from(io::ErrorKind::IsADirectory)));
                }
                // A link stays one; what it leads to is replaced.
                let file = path.canonicalize().unwrap_or_else(|_| path.to_owned());
                if file.exists() {
                    File::options().append(true).open(&file).map_err(failed)?;
                }
                let mut part = file.clone().into_os_string();
                part.push(".part");
                let part = PathBuf::from(part);
                Place::Part { out: BufWriter::new(File::create(&part).map_err(failed)?), part, file }
            }
        };
        Ok(BodyFile { name, place, written: 0, error: None })
    }

    /// True where the body goes to standard output.
    pub(crate) fn is_output(&self) -> bool {
        matches!(self.place, Place::Output(_))
    }

    /// Ends the writing. A body that is `complete` takes its place; another stays beside it.
    pub(crate) fn end(mut self, complete: bool) -> Result<Option<Saved>, Failure> {
        let ended = match self.error.take() {
            Some(error) => Err(error),
            None => self.flush(),
        };
        let failed = |error: io::Error| Failure::failed(format!("writing to `{}` failed: {error}", self.name));
        match (ended, &self.place) {
            // A reader who hung up is the end of the output, not a failure.
            (Err(error), Place::Output(_)) if error.kind() == io::ErrorKind::BrokenPipe => Ok(None),
            (Err(error), _) => Err(failed(error)),
            (Ok(()), Place::Output(_)) => Ok(None),
            (Ok(()), Place::Device(_)) => Ok(Some(Saved { file: self.name, bytes: self.written, complete })),
            (Ok(()), Place::Part { part, file, .. }) => {
                if complete {
                    std::fs::rename(part, file).map_err(failed)?;
                    return Ok(Some(Saved { file: self.name, bytes: self.written, complete }));
                }
                if self.written == 0 {
                    let _ = std::fs::remove_file(part);
                    return Ok(None);
                }
                let part = part.display().to_string();
                Ok(Some(Saved { file: part, bytes: self.written, complete }))
            }
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.place {
            Place::Part { out, .. } | Place::Device(out) => out.flush(),
            Place::Output(out) => out.flush(),
        }
    }

    fn put(&mut self, bytes: &[u8]) -> io::Result<()> {
        match &mut self.place {
            Place::Part { out, .. } | Place::Device(out) => out.write_all(bytes),
            Place::Output(out) => out.write_all(bytes),
        }
    }
}

impl Keep for BodyFile {
    fn begin(&mut self) {
        self.written = 0;
        let reset = match &mut self.place {
            Place::Part { out, .. } => out.rewind().and_then(|()| out.get_ref().set_len(0)),
            Place::Device(_) | Place::Output(_) => Ok(()),
        };
        self.error = self.error.take().or(reset.err());
    }

    fn bytes(&mut self, bytes: &[u8]) -> bool {
        if self.error.is_none() {
            self.written += bytes.len() as u64;
            self.error = self.put(bytes).err();
        }
        self.error.is_none()
    }
}
