//! When a rule applies: what the client asked, and for some rules what the server answered. Both are judged as they came,
//! not as other rules left them.

use hyper::header::{HeaderMap, HeaderName};
use hyper::{Method, http};

use crate::proxy::host_pattern::HostPattern;
use crate::proxy::rules::glob::Pattern;
use crate::target::Host;

/// The conditions of a rule; all that are given must hold, and one of a list is enough.
#[derive(Debug, Clone, Default)]
pub struct Condition {
    pub(super) methods: Vec<Method>,
    pub(super) schemes: Vec<String>,
    pub(super) hosts: Vec<HostPattern>,
    /// Path patterns; a tunnel has no path.
    pub(super) paths: Vec<Pattern>,
    pub(super) queries: Vec<Pattern>,
    pub(super) headers: Vec<HeaderCondition>,
    pub(super) statuses: Vec<(u16, u16)>,
    pub(super) answer_headers: Vec<HeaderCondition>,
}

/// What a header must be.
#[derive(Debug, Clone)]
pub(super) struct HeaderCondition {
    pub(super) name: HeaderName,
    pub(super) wanted: Wanted,
}

/// What is wanted of a header.
#[derive(Debug, Clone)]
pub(super) enum Wanted {
    Present,
    Absent,
    /// One of its values fits one of these.
    Fits(Vec<Pattern>),
}

/// What of a request is judged.
pub(super) struct Asked<'a> {
    pub(super) method: &'a Method,
    pub(super) scheme: &'a str,
    pub(super) host: Option<Host>,
    pub(super) port: u16,
    pub(super) path: Option<&'a str>,
    pub(super) query: Option<&'a str>,
    pub(super) headers: &'a HeaderMap,
}

impl<'a> Asked<'a> {
    /// Of a request with an absolute URL, or with an authority alone for a tunnel.
    pub(super) fn of(parts: &'a http::request::Parts) -> Asked<'a> {
        let is_tunnel = parts.method == Method::CONNECT;
        let scheme = parts.uri.scheme_str().unwrap_or(if is_tunnel { "https" } else { "http" });
        let host = parts.uri.host().map(|host| host.trim_start_matches('[').trim_end_matches(']'));
        Asked {
            method: &parts.method,
            scheme,
            host: host.and_then(Host::parse),
            port: parts.uri.port_u16().unwrap_or(if scheme == "https" { 443 } else { 80 }),
            path: (!is_tunnel).then(|| parts.uri.path()),
            query: parts.uri.query(),
            headers: &parts.headers,
        }
    }
}

impl Condition {
    /// True where the rule must wait for the answer.
    pub(super) fn is_of_answer(&self) -> bool {
        !self.statuses.is_empty() || !self.answer_headers.is_empty()
    }

    /// True where what it says of requests holds.
    pub(super) fn fits_request(&self, asked: &Asked<'_>) -> bool {
        let any = |patterns: &[Pattern], text: Option<&str>| {
            patterns.is_empty() || text.is_some_and(|text| patterns.iter().any(|pattern| pattern.fits(text)))
        };
        let is_host = |host: &Host| self.hosts.iter().any(|pattern| pattern.matches(host, asked.port));
        (self.methods.is_empty() || self.methods.contains(asked.method))
            && (self.schemes.is_empty() || self.schemes.iter().any(|scheme| scheme == asked.scheme))
            && (self.hosts.is_empty() || asked.host.as_ref().is_some_and(is_host))
            && any(&self.paths, asked.path)
            && any(&self.queries, asked.query)
            && self.headers.iter().all(|header| header.holds(asked.headers))
    }

    /// True where what it says of answers holds.
    pub(super) fn fits_answer(&self, status: u16, headers: &HeaderMap) -> bool {
        (self.statuses.is_empty() || self.statuses.iter().any(|(first, last)| (*first..=*last).contains(&status)))
            && self.answer_headers.iter().all(|header| header.holds(headers))
    }
}

impl HeaderCondition {
    fn holds(&self, headers: &HeaderMap) -> bool {
        match &self.wanted {
            Wanted::Present => headers.contains_key(&self.name),
            Wanted::Absent => !headers.contains_key(&self.name),
            Wanted::Fits(patterns) => headers.get_all(&self.name).iter().any(|value| {
                let value = String::from_utf8_lossy(value.as_bytes());
                patterns.iter().any(|pattern| pattern.fits(&value))
            }),
        }
    }
}
