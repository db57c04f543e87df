//! Leading a request to another URL than it asked for.

use hyper::http::uri::{Authority, PathAndQuery, Scheme};
use hyper::{Method, Uri, http};

use crate::proxy::rules::edit::captures_exist;
use crate::proxy::rules::glob::Pattern;
use crate::proxy::rules::table::shown;

/// Where requests go instead. What it leaves out stays as it was asked for.
#[derive(Debug, Clone)]
pub(super) struct Rewrite {
    origin: Option<(Scheme, Authority)>,
    /// With a query where it has a `?`; `$1` is what the rule's path pattern captured.
    path: Option<String>,
}

impl Rewrite {
    /// Reads `http://HOST[:PORT]`, `/PATH`, or both; `patterns` are those of the rule's path.
    pub(super) fn read(text: &str, patterns: &[Pattern]) -> Result<Rewrite, String> {
        let whole = shown(text);
        let such = "write `http://HOST:PORT`, `/PATH`, or both";
        let (origin, path) = match text.split_once("://") {
            _ if text.starts_with('/') => (None, text),
            None => return Err(format!("`{whole}` is no URL and no path; {such}")),
            Some((scheme, rest)) => {
                let scheme = match scheme.to_ascii_lowercase().as_str() {
                    "http" => Scheme::HTTP,
                    "https" => Scheme::HTTPS,
                    _ => return Err(format!("`{whole}` has a scheme that is not passed on; write http or https")),
                };
                let (place, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
                if place.contains('@') {
                    return Err("the URL holds a login; set the header `Authorization` instead".to_owned());
                }
                let authority: Authority = place.parse().map_err(|_| format!("`{whole}` has no host; {such}"))?;
                let host = authority.host().trim_start_matches('[').trim_end_matches(']');
                let is_host = crate::target::Host::parse(host).is_some_and(|host| host.fault().is_none());
                let is_port = authority.port().is_none() && !place.ends_with(':')
                    || authority.port_u16().is_some_and(|port| port > 0);
                if !is_host || !is_port {
                    return Err(format!("`{whole}` has no host, or no port from 1 to 65535; {such}"));
                }
                (Some((scheme, authority)), path)
            }
        };
        if path.contains('#') {
            return Err(format!("`{whole}` has a fragment, which is never sent; leave out what stands behind `#`"));
        }
        let path = match path {
            "" => None,
            path if path.starts_with('/') => Some(path.to_owned()),
            path => Some(format!("/{path}")),
        };
        if let Some(path) = &path {
            let fewest = patterns.iter().map(|pattern| pattern.0.captures_len()).min().unwrap_or(1);
            let first = patterns.first().map(|pattern| pattern.0.capture_names().flatten().collect::<Vec<_>>());
            captures_exist(path, fewest, &first.unwrap_or_default())?;
            let plain = path.replace(['$', '{', '}'], "");
            if plain.parse::<PathAndQuery>().is_err() || !path.is_ascii() || path.contains(' ') {
                return Err(format!("`{whole}` holds what no URL holds; write it as `%20` is written for a space"));
            }
        }
        Ok(Rewrite { origin, path })
    }

    /// Leads the request elsewhere; of a tunnel, only its host and port. True where it goes elsewhere now.
    pub(super) fn apply(&self, parts: &mut http::request::Parts, patterns: &[Pattern], asked: &Uri) -> bool {
        let is_tunnel = parts.method == Method::CONNECT;
        let Some(made) = self.made(&parts.uri, patterns, asked, is_tunnel) else { return false };
        let is_other = made != parts.uri;
        let is_elsewhere = made.authority() != parts.uri.authority() || made.scheme() != parts.uri.scheme();
        if let Some(host) = made.authority().filter(|_| is_elsewhere && !is_tunnel) {
            let host = crate::proxy::rules::header::value(host.as_str());
            host.into_iter().for_each(|host| {
                parts.headers.insert(hyper::header::HOST, host);
            });
        }
        parts.uri = made;
        is_other
    }

    fn made(&self, now: &Uri, patterns: &[Pattern], asked: &Uri, is_tunnel: bool) -> Option<Uri> {
        if is_tunnel {
            let (scheme, authority) = self.origin.as_ref()?;
            let port = authority.port_u16().unwrap_or(if *scheme == Scheme::HTTPS { 443 } else { 80 });
            return Uri::builder().authority(format!("{}:{port}", authority.host())).build().ok();
        }
        let mut made = now.clone().into_parts();
        if let Some((scheme, authority)) = &self.origin {
            (made.scheme, made.authority) = (Some(scheme.clone()), Some(authority.clone()));
        }
        if let Some(path) = &self.path {
            let mut out = String::new();
            match patterns.iter().find_map(|pattern| pattern.0.captures(asked.path())) {
                Some(captures) => captures.expand(path, &mut out),
                None => out.clone_from(&path.replace("$$", "$")),
            }
            if let Some(query) = now.query().filter(|_| !path.contains('?')) {
                out.push('?');
                out.push_str(query);
            }
            made.path_and_query = Some(out.parse::<PathAndQuery>().ok()?);
        }
        Uri::from_parts(made).ok()
    }
}
