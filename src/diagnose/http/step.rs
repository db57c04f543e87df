//! One request of a run: what is said of the order to whom, and where a redirect leads from there.

use crate::diagnose::http::Order;
use crate::report::Redirect;
use crate::target::{Login, Proxy, Url, is_downgrade, method_after};
use crate::text::Text;
use crate::wire::http1::{Draft, Form, Head, RequestError, Wish, Written, is_secret, method_of, without_dots};

/// The name netwhy gives itself (RFC 9110 section 10.1.5).
const AGENT: &str = concat!("netwhy/", env!("CARGO_PKG_VERSION"));
/// The content codings that can be undone here.
const CODINGS: &str = "gzip, deflate, br, zstd";

/// Where a run stands.
#[derive(Debug, Clone)]
pub(crate) struct Step {
    /// What is asked for now.
    pub(crate) url: Url,
    /// The method that a redirect changed it to.
    method: Option<String>,
    /// False once a redirect left the body behind.
    with_body: bool,
    /// False once a redirect led to another origin: from there on nothing secret goes along.
    pub(crate) is_own: bool,
    /// True before any redirect.
    is_first: bool,
}

impl Step {
    /// The beginning.
    pub(crate) fn first(order: &Order) -> Step {
        Step { url: order.url.clone(), method: None, with_body: true, is_own: true, is_first: true }
    }

    /// The bytes to send; `proxy` where they go to an HTTP proxy and not through a tunnel.
    ///
    /// # Errors
    /// Where a part would break out of its place.
    pub(crate) fn write(&self, order: &Order, proxy: Option<&Proxy>) -> Result<Written, RequestError> {
        let say = &order.say;
        if let Some(raw) = &say.raw {
            return Ok(Written { method: method_of(raw), head: raw.clone(), body: Vec::new() });
        }
        let mut url = self.url.clone();
        if !say.path_as_is {
            url.path = without_dots(&url.path);
        }
        let whole = url.whole();
        let method = self.method.as_deref().or(say.method.as_deref());
        let authority = url.target.to_string();
        let form = match &say.request_target {
            Some(written) if self.is_first => Form::Written(written),
            _ if method == Some("CONNECT") => Form::Authority(&authority),
            _ if proxy.is_some() => Form::Absolute(&whole),
            _ => Form::Origin(&url.path),
        };
        let mut wishes: Vec<Wish> = say.wishes.clone();
        if !self.is_own {
            wishes.retain(|wish| !is_secret(wish.name()) && !wish.is("Host"));
        }
        if proxy.is_some() {
            wishes.extend(order.way.proxy_wishes.iter().cloned());
        }
        let body = say.body.as_deref().filter(|_| self.with_body);
        if body.is_none() {
            // What speaks of a body stays behind with it.
            wishes.retain(|wish| {
                self.with_body
                    || !["Content-Type", "Content-Length", "Transfer-Encoding"].iter().any(|name| wish.is(name))
            });
        }
        let own = self.url.target.authority();
        let login = say.login.as_ref().filter(|_| self.is_own).or(self.url.login.as_ref());
        let keeps = order.repeat.is_some_and(|times| times > 1) && say.version == crate::wire::http1::Version::V10;
        let coding = order.decode.then_some(("Accept-Encoding", CODINGS));
        let keep = keeps.then_some(("Connection", "keep-alive"));
        let defaults: Vec<(&str, &str)> = coding.into_iter().chain(keep).collect();
        let pair = |login: &'_ Login| (login.user.clone(), login.password.clone());
        let login = login.map(pair);
        let proxy_login = proxy.and_then(|proxy| proxy.login.as_ref()).map(pair);
        Draft {
            method,
            form,
            version: say.version,
            host: say.host.as_deref().filter(|_| self.is_own).unwrap_or(&own),
            agent: AGENT,
            login: login.as_ref().map(|(user, password)| (user.as_str(), password.as_str())),
            proxy_login: proxy_login.as_ref().map(|(user, password)| (user.as_str(), password.as_str())),
            wishes: &wishes,
            defaults: &defaults,
            body,
            is_form: say.is_form,
        }
        .write()
    }

    /// Where the redirect `head`, in answer to `method`, leads; `None` in place of the step where it cannot be followed.
    pub(crate) fn redirected(&self, order: &Order, method: &str, head: &Head) -> (Redirect, Option<Step>) {
        let shown = |url: &Url| if order.show_secrets { url.whole() } else { url.to_string() };
        let mut told =
            Redirect { status: head.status, from: shown(&self.url), to: None, followed: false, notes: Vec::new() };
        let to = match self.url.redirected(head.field("location").unwrap_or_default()) {
            Ok(to) => to,
            Err(why) => {
                told.notes.push(Text::new(format!("Not followed: {why}."), format!("未跟随：{why}。")));
                return (told, None);
            }
        };
        told.to = Some(shown(&to));
        if is_downgrade(&self.url, &to) {
            told.notes.push(Text::fixed(
                "It gives TLS up: from here on everything goes in the clear.",
                "放弃了 TLS：此后全部以明文传输。",
            ));
        }
        let is_same = to.origin() == self.url.origin();
        let has_secrets = order.say.login.is_some()
            || self.url.login.is_some()
            || order.say.wishes.iter().any(|wish| is_secret(wish.name()));
        if self.is_own && !is_same && has_secrets {
            told.notes.push(Text::fixed(
                "It leads to another origin, so login and cookies stay behind.",
                "目标不同源，登录信息和 Cookie 不再发送。",
            ));
        }
        let next = method_after(head.status, method);
        let with_body = self.with_body && next == method;
        if next != method && order.follow.is_some() {
            told.notes.push(Text::new(
                format!("{method} becomes {next}, as in browsers."),
                format!("{method} 按浏览器的做法变为 {next}。"),
            ));
        }
        let method = if next == method { self.method.clone() } else { Some(next.to_owned()) };
        let step = Step { url: to, method, with_body, is_own: self.is_own && is_same, is_first: false };
        (told, Some(step))
    }
}
