//! What the user orders: a request, where to send it, and what is to come back.

use crate::diagnose::Options;
use crate::diagnose::http::Expect;
use crate::probe::tls;
use crate::target::{Detour, Login, Pinned, Proxy, Url};
use crate::wire::http1::{Version, Wish};

/// One run of `http`.
#[derive(Debug)]
pub struct Order {
    /// What to ask for.
    pub url: Url,
    /// What to say.
    pub say: Say,
    /// Where to go.
    pub way: Way,
    /// The most redirects to follow; none are followed where `None`.
    pub follow: Option<u32>,
    /// How many times to ask over one connection, where that is the question.
    pub repeat: Option<u32>,
    /// What the answer must be.
    pub expect: Vec<Expect>,
    /// Ask for content codings and undo them.
    pub decode: bool,
    /// Tell the beginning of the body.
    pub tell_body: bool,
    /// Tell passwords, cookies, queries and the like as they are.
    pub show_secrets: bool,
    /// How long one exchange may take in all. Silence, and what comes to as little, ends it earlier: after the timeout of
    /// `options`.
    pub max_time: std::time::Duration,
    /// For the looks that follow where it fails; and families and patience.
    pub options: Options,
}

/// What a request says, redirects aside.
#[derive(Debug, Default)]
pub struct Say {
    /// The method; decided by the body where `None`.
    pub method: Option<String>,
    /// The version.
    pub version: Version,
    /// Fields to add, replace or leave out.
    pub wishes: Vec<Wish>,
    /// The login of HTTP Basic; goes before that of the URL.
    pub login: Option<Login>,
    /// The body.
    pub body: Option<Vec<u8>>,
    /// True where the body is a form.
    pub is_form: bool,
    /// True where dot segments stay in the path.
    pub path_as_is: bool,
    /// The request target, where it is not to be made from the URL.
    pub request_target: Option<String>,
    /// The `Host` field.
    pub host: Option<String>,
    /// The whole request as bytes, where it is not to be made here.
    pub raw: Option<Vec<u8>>,
}

/// The way of a request.
#[derive(Debug, Default)]
pub struct Way {
    /// Addresses given in place of a look-up.
    pub pinned: Vec<Pinned>,
    /// Other machines to connect to.
    pub detours: Vec<Detour>,
    /// The proxy of `--proxy`.
    pub proxy: Option<Proxy>,
    /// True where proxy variables are left aside.
    pub no_proxy: bool,
    /// The login for the proxy; goes before that of its URL.
    pub proxy_login: Option<Login>,
    /// Fields for the proxy alone.
    pub proxy_wishes: Vec<Wish>,
    /// True where a tunnel is asked for, even for plain HTTP.
    pub tunnel: bool,
    /// Whom to trust, who to be, and which name to send.
    pub tls: tls::Settings,
}

impl Order {
    /// Every login that may be sent, whole or by halves.
    pub(crate) fn secret_logins(&self) -> impl Iterator<Item = &Login> {
        self.say.login.iter().chain(&self.url.login).chain(&self.way.proxy_login)
    }
}
