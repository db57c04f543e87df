//! The options about proxies, of every subcommand that connects. The others do not have them, and say so.

use netwhy::target::{Login, Proxy, Service, Target};

use crate::cli::exit::Failure;
use crate::cli::http::request::login;

/// Through which proxy, if any.
#[derive(Debug, Clone, Default, clap::Args)]
pub(crate) struct ProxyOptions {
    /// Go through this proxy, [SCHEME://][USER:PASSWORD@]HOST[:PORT]; SCHEME is http, https, socks4, socks4a, socks5 or
    /// socks5h
    #[arg(long, value_name = "URL", conflicts_with = "no_proxy")]
    proxy: Option<String>,
    /// User and password for the proxy, in place of those in its URL
    #[arg(long, value_name = "USER[:PASSWORD]", conflicts_with = "no_proxy")]
    proxy_user: Option<String>,
    /// Leave the proxy variables of the environment aside
    #[arg(long)]
    pub(crate) no_proxy: bool,
}

impl ProxyOptions {
    /// True where `--proxy` is given.
    pub(crate) fn is_given(&self) -> bool {
        self.proxy.is_some()
    }

    /// True where any of them is given.
    pub(crate) fn is_any_given(&self) -> bool {
        self.is_given() || self.no_proxy || self.proxy_user.is_some()
    }

    /// The login of `--proxy-user`.
    pub(crate) fn login(&self) -> Option<Login> {
        self.proxy_user.as_deref().map(login)
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
            None => Ok(proxy.map(|proxy| Proxy { login: self.login().or(proxy.login), ..proxy })),
        }
    }

    /// The same where no variable can name a proxy for the login.
    pub(crate) fn needed(&self) -> Result<Option<Proxy>, Failure> {
        match self.proxy()? {
            Some(proxy) => Ok(Some(proxy)),
            None if self.proxy_user.is_some() => {
                Err(Failure::usage("--proxy-user is for the proxy of --proxy; give that too"))
            }
            None => Ok(None),
        }
    }

    /// `target`, by the way that the options ask for.
    pub(crate) fn lead(&self, target: Target) -> Result<Target, Failure> {
        Ok(match self.needed()? {
            Some(_) if target.service == Service::Bedrock => {
                return Err(Failure::usage(format!(
                    "`{target}` is asked over UDP, which no proxy carries; leave --proxy out"
                )));
            }
            Some(proxy) => Target { route: netwhy::target::Route::Via(proxy), ..target },
            None => target,
        })
    }
}
