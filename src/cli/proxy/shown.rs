//! What is kept of what passes, and whose TLS is looked into.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use netwhy::proxy::Recorder;
use netwhy::proxy::authority::{self, Authority};
use netwhy::proxy::host_pattern::HostPatterns;

use crate::cli::common::{Common, Format};
use crate::cli::exit::{Exit, Failure};
use crate::cli::proxy::changes::say;
use crate::cli::sink::Sink;

/// Recording, and looking into TLS.
#[derive(Debug, clap::Args)]
pub(crate) struct ShownOptions {
    /// Record what passes in FILE, which browsers' tools open (HAR 1.2); it is whole at any time
    #[arg(long, value_name = "FILE")]
    har: Option<PathBuf>,
    /// End TLS here for these hosts, with commas between them, so that its content is seen; needs --ca
    #[arg(long, value_name = "HOSTS", requires = "ca")]
    intercept: Vec<HostPatterns>,
    /// The authority (PEM) that vouches for the certificates made for --intercept; its key lies beside it
    #[arg(long, value_name = "FILE", requires = "intercept")]
    ca: Option<PathBuf>,
    /// Make an authority for --ca: its certificate in FILE, its key beside it for you alone; and end
    #[arg(long, value_name = "FILE", conflicts_with_all = ["har", "intercept", "ca"])]
    make_ca: Option<PathBuf>,
}

impl ShownOptions {
    /// Makes an authority where that is all that is asked.
    pub(crate) fn make(&self, common: &Common) -> Option<Result<Exit, Failure>> {
        self.make_ca.as_deref().map(|path| make(path, common))
    }

    /// The recorder, where one is wanted.
    pub(crate) fn recorder(&self, with_secrets: bool, common: &Common) -> Result<Option<Arc<Recorder>>, Failure> {
        let Some(path) = &self.har else { return Ok(None) };
        let lang = common.lang();
        let made = Recorder::create(path, with_secrets, move |text| say(&text, lang));
        let made = made.map_err(|error| {
            Failure::usage(format!("--har: `{}` cannot be written ({error}); name another file", path.display()))
        })?;
        Ok(Some(Arc::new(made)))
    }

    /// Whose TLS is ended here.
    pub(crate) fn intercept(&self) -> HostPatterns {
        HostPatterns(self.intercept.iter().flat_map(|patterns| patterns.0.clone()).collect())
    }

    /// Who vouches for it.
    pub(crate) fn authority(&self) -> Result<Option<Arc<Authority>>, Failure> {
        let read = self.ca.as_deref().map(Authority::load).transpose();
        Ok(read.map_err(|error| Failure::usage(format!("--ca: {error}")))?.map(Arc::new))
    }
}

fn make(path: &Path, common: &Common) -> Result<Exit, Failure> {
    if common.format() != Format::Human {
        return Err(Failure::usage("--make-ca writes two files and no document; leave out --json and --format"));
    }
    let mut sink = Sink::open(common)?;
    let made = authority::make(path).map_err(|error| Failure::usage(format!("--make-ca: {error}")))?;
    let text = format!("{}\n", made.text().get(common.lang()));
    sink.put(|out| out.write_all(text.as_bytes()))?;
    Ok(Exit::Yes)
}
