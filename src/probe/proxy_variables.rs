//! The variables that name proxies, and which of them decides for a target by curl's rules.

use crate::observation::{Bypass, ProxySource};
use crate::probe::no_proxy::{self, Listed};
use crate::target::{Proxy, Service, Target};

/// The schemes that curl knows of those that a target can have.
const CURL_KNOWS: &[&str] = &["http", "https", "ftp", "smtp", "imap", "pop3", "ldap", "telnet", "mqtt", "smb"];

/// Variables that name a proxy for others of their kind, in the order in which they are offered.
const OTHERS: &[&str] = &["https_proxy", "http_proxy", "all_proxy", "ftp_proxy", "socks_proxy"];

/// True for the variables that name a proxy, in any case.
pub(crate) fn names_a_proxy(name: &str) -> bool {
    let lower = name.to_ascii_lowercase();
    lower != "no_proxy"
        && lower
            .strip_suffix("_proxy")
            .is_some_and(|scheme| CURL_KNOWS.contains(&scheme) || matches!(scheme, "all" | "socks"))
}

/// True where curl would read a variable of this name for some target.
fn is_read(name: &str) -> bool {
    let one_case = name == name.to_ascii_lowercase() || name == name.to_ascii_uppercase();
    one_case && name != "HTTP_PROXY" && !name.eq_ignore_ascii_case("socks_proxy")
}

/// The variables as they were set.
pub(crate) struct Variables<'a> {
    pub(crate) all: &'a [(String, String)],
}

impl<'a> Variables<'a> {
    fn value(&self, name: &str) -> Option<&'a str> {
        self.all.iter().find(|row| row.0 == name).map(|row| row.1.as_str()).filter(|value| !value.is_empty())
    }

    /// The variable that decides for a service, if one does.
    pub(crate) fn decider(&self, service: Service) -> Option<String> {
        let scheme = Some(service.scheme()).filter(|scheme| CURL_KNOWS.contains(scheme));
        scheme.into_iter().chain(["all"]).find_map(|scheme| {
            let lower = format!("{scheme}_proxy");
            [lower.to_ascii_uppercase(), lower]
                .into_iter()
                .rev()
                .find(|name| is_read(name) && self.value(name).is_some())
        })
    }

    /// The other variables that name a proxy: what curl reads first.
    pub(crate) fn others(&self, decider: Option<&str>) -> Vec<&'a str> {
        let set = self.all.iter().filter(|row| names_a_proxy(&row.0) && !row.1.is_empty());
        let mut names: Vec<&str> = set.map(|row| row.0.as_str()).filter(|name| Some(*name) != decider).collect();
        let rank = |name: &str| {
            let lower = name.to_ascii_lowercase();
            let kind = OTHERS.iter().position(|other| *other == lower).unwrap_or(OTHERS.len());
            (!is_read(name), kind, name != lower)
        };
        names.sort_by_key(|name| (rank(name), *name));
        names.dedup();
        names
    }

    /// The proxy that a variable names, and what is remarkable about it; or why it names none.
    pub(crate) fn read(&self, name: &str) -> Result<(Proxy, Option<String>), String> {
        let value = self.value(name).unwrap_or_default();
        if value.chars().any(|c| c.is_whitespace() || c.is_control()) {
            // Such as the CR of a file that was written on Windows.
            return Err("its value has a space or a control character in it, which curl refuses".to_owned());
        }
        let lower = name.to_ascii_lowercase();
        let whole = match value.contains("://") {
            // What is called so is no HTTP proxy.
            false if lower == "socks_proxy" => format!("socks5h://{value}"),
            _ => value.to_owned(),
        };
        let proxy = without_path(&whole).parse::<Proxy>().map_err(|error| format!("{error}; curl fails with it"))?;
        let authority = whole.split_once("://").map_or(whole.as_str(), |(_, rest)| rest);
        let escaped = authority.matches('@').count() <= 1;
        let note = (!escaped).then(|| "its password holds an `@`, which curl wants written `%40`".to_owned());
        Ok((proxy, note))
    }

    /// Why a variable that names a proxy does not decide.
    pub(crate) fn why_not(
        &self,
        name: &str,
        target: &Target,
        decider: &Option<String>,
        option: Option<&Proxy>,
    ) -> String {
        let (lower, scheme) = (name.to_ascii_lowercase(), target.service.scheme());
        if option.is_some() {
            return "--proxy is given".to_owned();
        }
        if lower == "socks_proxy" {
            return "curl does not read it; some programs do".to_owned();
        }
        if name == "HTTP_PROXY" {
            // https://httpoxy.org: a web server sets it for CGI programs from the field `Proxy` of a request.
            return "in capitals it is not read, since a request to a web server could set it; write http_proxy"
                .to_owned();
        }
        if !is_read(name) {
            return "it is read in lower case or in capitals only".to_owned();
        }
        if name != lower && self.value(&lower).is_some() {
            return format!("{lower} goes before it");
        }
        match decider {
            Some(decider) if lower == "all_proxy" => format!("{decider} goes before it"),
            _ => {
                let for_whom = lower.strip_suffix("_proxy").unwrap_or(&lower);
                format!("it is for {for_whom} targets, and this one is {scheme}")
            }
        }
    }

    /// The entry that leads past every proxy, if one does.
    pub(crate) fn bypass(&self, target: &Target, ignored: &mut Vec<String>) -> Option<Bypass> {
        let name = ["no_proxy", "NO_PROXY"].into_iter().find(|name| self.value(name).is_some())?;
        if name == "no_proxy" && self.value("NO_PROXY").is_some_and(|other| Some(other) != self.value(name)) {
            ignored.push("NO_PROXY: no_proxy goes before it".to_owned());
        }
        let Listed { entry, near } = no_proxy::listed(&target.host, self.value(name).unwrap_or_default());
        ignored.extend(near.into_iter().map(|near| format!("{name}: {near}")));
        let (entry, rule) = entry?;
        Some(Bypass { from: ProxySource::Variable(name.to_owned()), entry, rule: rule.to_owned() })
    }
}

/// curl leaves out whatever stands behind the port.
fn without_path(value: &str) -> &str {
    let start = value.find("://").map_or(0, |at| at + 3);
    let start = value.rfind('@').map_or(start, |at| start.max(at + 1));
    let end = value[start..].find(['/', '?', '#']).map_or(value.len(), |at| start + at);
    &value[..end]
}
