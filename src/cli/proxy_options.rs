//! The options about proxies, of every subcommand that connects. The others do not have them, and say so.

use netwhy::target::{Proxy, Target};

use crate::cli::exit::Failure;

/// Through which proxy, if any.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct ProxyOptions {
    /// Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or
    /// socks5h
    #[arg(long, value_name = "URL", conflicts_with = "no_proxy")]
    proxy: Option<String>,
    /// Leave the proxy variables of the environment aside
    #[arg(long)]
    pub(crate) no_proxy: bool,
}

impl ProxyOptions {
    /// True where `--proxy` is given.
    pub(crate) fn is_given(&self) -> bool {
        self.proxy.is_some()
    }

    /// The proxy of `--proxy`. Read here and not by clap, whose messages would show the password.
    pub(crate) fn proxy(&self) -> Result<Option<Proxy>, Failure> {
        let read = self.proxy.as_deref().map(str::parse::<Proxy>).transpose();
        let proxy = read.map_err(|error| Failure::usage(format!("--proxy: {error}")))?;
        match proxy.as_ref().and_then(|proxy| proxy.host.fault()) {
            Some(_) => Err(Failure::usage(format!(
                "--proxy: `{}` holds no host name or address; write `http://HOST:PORT`",
                proxy.map(|proxy| proxy.to_string()).unwrap_or_default()
            ))),
            None => Ok(proxy),
        }
    }

    /// `target`, by the way that the options ask for.
    pub(crate) fn lead(&self, target: Target) -> Result<Target, Failure> {
        Ok(match self.proxy()? {
            Some(proxy) => Target { route: netwhy::target::Route::Via(proxy), ..target },
            None => target,
        })
    }
}
