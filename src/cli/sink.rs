//! Where results go: standard output or a file, with a reader who may hang up.

use std::fs::File;
use std::io::{self, BufWriter, Write};

use crate::cli::common::Common;
use crate::cli::exit::Failure;

/// The results' destination.
pub(crate) struct Sink {
    name: String,
    out: BufWriter<Box<dyn Write>>,
    hung_up: bool,
}

impl Sink {
    /// Opens what the options name. An output file is made at once, so that a mistake in its name is told
    /// before anything is tried.
    pub(crate) fn open(common: &Common) -> Result<Sink, Failure> {
        let (name, out): (String, Box<dyn Write>) = match &common.output {
            None => ("standard output".to_owned(), Box::new(io::stdout())),
            Some(path) => {
                let name = path.display().to_string();
                let file = File::create(path).map_err(|error| {
                    Failure::usage(format!("`{name}` cannot be written ({error}); give --output another path"))
                })?;
                (name, Box::new(file))
            }
        };
        Ok(Sink { name, out: BufWriter::new(out), hung_up: false })
    }

    /// Standard error, where something else has standard output to itself.
    pub(crate) fn error() -> Sink {
        Sink { name: "standard error".to_owned(), out: BufWriter::new(Box::new(io::stderr())), hung_up: false }
    }

    /// True once the reader has gone; further output is for nobody.
    pub(crate) fn is_closed(&self) -> bool {
        self.hung_up
    }

    /// Writes what `write` makes and hands it on at once. A reader who hung up (`| head`) is the end of
    /// the output, not a failure; a full disk is one.
    pub(crate) fn put(&mut self, write: impl FnOnce(&mut dyn Write) -> io::Result<()>) -> Result<(), Failure> {
        if self.hung_up {
            return Ok(());
        }
        match write(&mut self.out).and_then(|()| self.out.flush()) {
            Ok(()) => Ok(()),
            Err(error) if error.kind() == io::ErrorKind::BrokenPipe => {
                self.hung_up = true;
                Ok(())
            }
            Err(error) => Err(Failure::failed(format!("writing to {} failed: {error}", self.name))),
        }
    }
}
