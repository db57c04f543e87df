//! The options of commands that speak TLS.

use std::path::PathBuf;

use netwhy::probe::tls::{Identity, ServerName, Settings, Trust};
use netwhy::target::Host;

use crate::cli::exit::Failure;

/// Whom to trust, who to be, and which name to send.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct TlsOptions {
    /// Trust the certificate authorities in this PEM file, and no others
    #[arg(long, value_name = "FILE")]
    cacert: Option<PathBuf>,
    /// The own certificate with its chain (PEM), for servers that ask for one
    #[arg(long, value_name = "FILE")]
    cert: Option<PathBuf>,
    /// The private key of --cert, where that file does not hold it
    #[arg(long, value_name = "FILE", requires = "cert")]
    key: Option<PathBuf>,
    /// Go on with a server that is not trusted; the result says so
    #[arg(short = 'k', long)]
    insecure: bool,
    /// Go on with an https proxy that is not trusted, and give it the login; the result says so
    #[arg(long)]
    proxy_insecure: bool,
    /// Send this server name in TLS, and expect its certificate; an empty one sends none
    #[arg(long, value_name = "NAME")]
    sni: Option<String>,
}

impl TlsOptions {
    /// The settings that the options amount to. The system's authorities are read only when a handshake needs them.
    pub(crate) fn settings(&self) -> Result<Settings, Failure> {
        let mut settings = Settings::default();
        if let Some(path) = &self.cacert {
            let trust = Trust::file(path).map_err(|error| Failure::usage(format!("--cacert: {error}")))?;
            settings = settings.trusting(trust);
        }
        if let Some(path) = &self.cert {
            let identity = Identity::read(path, self.key.as_deref());
            settings = settings.being(identity.map_err(|error| Failure::usage(format!("--cert: {error}")))?);
        }
        if self.insecure {
            settings = settings.trusting_anybody();
        }
        settings.insecure_proxy = self.proxy_insecure;
        Ok(match &self.sni {
            None => settings,
            Some(name) if name.is_empty() => settings.naming(ServerName::Unsent),
            Some(name) => settings.naming(ServerName::Other(server_name(name)?)),
        })
    }
}

/// A name that TLS can send: no address, and nothing that no host is called.
fn server_name(text: &str) -> Result<String, Failure> {
    let name = Host::parse(text).filter(|host| host.fault().is_none()).and_then(|host| host.name().map(str::to_owned));
    name.ok_or_else(|| {
        Failure::usage(format!("--sni: `{text}` is not a server name; write a name such as app.example.org"))
    })
}
