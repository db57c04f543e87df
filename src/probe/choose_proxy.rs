//! Chooses the proxy for a target by curl's rules, and says why.
//!
//! The rules are those of curl(1), "ENVIRONMENT": `SCHEME_proxy` for the target's scheme goes before `all_proxy`, lower
//! case before capitals, an empty value is as good as none, `HTTP_PROXY` is not read in capitals, and what `no_proxy`
//! names is asked straight.

use crate::observation::{Bypass, Candidate, ProxyChoice, ProxySource};
use crate::probe::no_proxy::{self, Listed};
use crate::target::{Proxy, Service, Target};

/// The schemes that curl knows of those that a target can have.
const CURL_KNOWS: &[&str] = &["http", "https", "ftp", "smtp", "imap", "pop3", "ldap", "telnet", "mqtt", "smb"];

/// Variables that name a proxy for others of their kind, in the order in which they are offered.
const OTHERS: &[&str] = &["https_proxy", "http_proxy", "all_proxy", "ftp_proxy", "socks_proxy"];

/// Chooses for `target` from `--proxy`, `--no-proxy` and `variables`, which hold values as they were set, logins
/// included. The proxies come in the order of the candidates. Not even a proxy set aside is lost: it may be the way out.
pub fn choose(
    option: Option<&Proxy>,
    no_proxy_option: bool,
    variables: &[(String, String)],
    target: &Target,
) -> (ProxyChoice, Vec<(Proxy, ProxySource)>) {
    let mut choice = ProxyChoice { candidates: Vec::new(), bypass: None, ignored: Vec::new() };
    let mut proxies: Vec<(Proxy, ProxySource)> = Vec::new();
    let settings = Settings { variables };
    if no_proxy_option {
        let named = variables.iter().filter(|(name, value)| names_a_proxy(name) && !value.is_empty());
        choice.ignored.extend(named.map(|(name, _)| format!("{name}: --no-proxy is given")));
        return (choice, proxies);
    }
    if let Some(option) = option {
        proxies.push((option.clone(), ProxySource::Option));
    }
    let decider = settings.decider(target.service);
    let names = decider.iter().map(String::as_str).chain(settings.others(decider.as_deref()));
    let mut used = option.is_some();
    for name in names.collect::<Vec<_>>() {
        let decides = decider.as_deref() == Some(name) && option.is_none();
        match settings.read(name) {
            Err(why) => choice.ignored.push(format!("{name}: {why}")),
            Ok((proxy, note)) => {
                choice.ignored.extend(note.map(|note| format!("{name}: {note}")));
                used |= decides;
                if !decides {
                    choice.ignored.push(format!("{name}: {}", settings.why_not(name, target, &decider, option)));
                }
                if !proxies.iter().any(|(known, _)| *known == proxy) {
                    proxies.push((proxy, ProxySource::Variable(name.to_owned())));
                }
            }
        }
    }
    if let Some(bypass) = settings.bypass(target, &mut choice.ignored) {
        if option.is_some() {
            let (entry, from) = (&bypass.entry, bypass.from.call());
            choice
                .ignored
                .push(format!("{from}: `{entry}` matches the target, but --proxy is given; curl goes straight"));
        } else {
            used = false;
            choice.bypass = Some(bypass);
        }
    }
    choice.candidates = proxies
        .iter()
        .enumerate()
        .map(|(number, (proxy, from))| Candidate {
            proxy: proxy.to_string(),
            from: from.clone(),
            used: used && number == 0,
        })
        .collect();
    (choice, proxies)
}

/// True for the variables that name a proxy, in any case.
fn names_a_proxy(name: &str) -> bool {
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
struct Settings<'a> {
    variables: &'a [(String, String)],
}

impl<'a> Settings<'a> {
    fn value(&self, name: &str) -> Option<&'a str> {
        self.variables.iter().find(|row| row.0 == name).map(|row| row.1.as_str()).filter(|value| !value.is_empty())
    }

    /// The variable that decides for a service, if one does.
    fn decider(&self, service: Service) -> Option<String> {
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
    fn others(&self, decider: Option<&str>) -> Vec<&'a str> {
        let set = self.variables.iter().filter(|row| names_a_proxy(&row.0) && !row.1.is_empty());
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
    fn read(&self, name: &str) -> Result<(Proxy, Option<String>), String> {
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
    fn why_not(&self, name: &str, target: &Target, decider: &Option<String>, option: Option<&Proxy>) -> String {
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
    fn bypass(&self, target: &Target, ignored: &mut Vec<String>) -> Option<Bypass> {
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

#[cfg(test)]
mod tests {
    use super::*;

    fn choose_for(target: &str, option: Option<&str>, variables: &[(&str, &str)]) -> ProxyChoice {
        let variables: Vec<_> = variables.iter().map(|(name, value)| (name.to_string(), value.to_string())).collect();
        let option = option.map(|option| option.parse::<Proxy>().expect("a proxy"));
        let (choice, proxies) = choose(option.as_ref(), false, &variables, &target.parse().expect("a target"));
        assert_eq!(choice.candidates.len(), proxies.len());
        for (candidate, (proxy, from)) in choice.candidates.iter().zip(&proxies) {
            assert_eq!((&candidate.proxy, &candidate.from), (&proxy.to_string(), from));
        }
        choice
    }

    fn used(target: &str, variables: &[(&str, &str)]) -> Option<String> {
        choose_for(target, None, variables).used().map(|candidate| candidate.from.call().to_owned())
    }

    #[test]
    fn the_variable_that_decides_is_named() {
        let all = ("all_proxy", "http://all:1");
        for (target, variables, expected) in [
            ("http://x.test", vec![("HTTP_PROXY", "http://a:1")], None),
            ("http://x.test", vec![("http_proxy", ""), ("HTTP_PROXY", "http://a:1"), all], Some("all_proxy")),
            ("https://x.test", vec![("HTTPS_PROXY", "http://a:1"), all], Some("HTTPS_PROXY")),
            ("https://x.test", vec![("HTTPS_PROXY", "http://a:1"), ("https_proxy", "http://b:1")], Some("https_proxy")),
            ("https://x.test", vec![("http_proxy", "http://a:1")], None),
            ("ssh://x.test", vec![("https_proxy", "http://a:1"), ("ssh_proxy", "http://a:1")], None),
            ("ssh://x.test", vec![("https_proxy", "http://a:1"), ("ALL_PROXY", "http://b:1")], Some("ALL_PROXY")),
            ("ftp://x.test", vec![("FTP_PROXY", "http://a:1"), all], Some("FTP_PROXY")),
            ("http://x.test", vec![("Http_Proxy", "http://a:1"), ("socks_proxy", "a:1")], None),
            // An invalid value fails in curl; another does not step in for it.
            ("http://x.test", vec![("http_proxy", "ftp://a:1"), all], None),
        ] {
            assert_eq!(used(target, &variables).as_deref(), expected, "{target} {variables:?}");
        }
    }

    #[test]
    fn every_other_proxy_is_a_candidate_and_told() {
        let variables = [("https_proxy", "http://a:1"), ("HTTP_PROXY", "http://b:1"), ("SOCKS_PROXY", "c:1")];
        let choice = choose_for("ssh://x.test", None, &variables);
        let shown: Vec<_> = choice.candidates.iter().map(|one| (one.proxy.as_str(), one.used)).collect();
        assert_eq!(shown, [("http://a:1", false), ("http://b:1", false), ("socks5h://c:1", false)]);
        assert_eq!(choice.ignored.len(), 3, "{:?}", choice.ignored);
        // The same proxy named twice is one.
        let both = choose_for("https://x.test", None, &[("https_proxy", "http://a:1"), ("all_proxy", "a:1/")]);
        assert_eq!(both.candidates.len(), 1);
    }

    #[test]
    fn the_option_goes_before_all() {
        let variables = [("http_proxy", "http://a:1"), ("no_proxy", "x.test")];
        let choice = choose_for("http://x.test", Some("socks5://o:1"), &variables);
        assert_eq!(choice.used().map(|one| &one.from), Some(&ProxySource::Option));
        assert_eq!(choice.bypass, None);
        assert!(choice.ignored.iter().any(|note| note.contains("curl goes straight")), "{:?}", choice.ignored);
    }

    #[test]
    fn a_bypass_uses_none_and_keeps_the_candidates() {
        let choice = choose_for("http://x.test", None, &[("http_proxy", "http://a:1"), ("NO_PROXY", "x.test")]);
        assert_eq!(choice.used(), None);
        assert_eq!(choice.candidates.len(), 1);
        assert_eq!(choice.bypass.map(|bypass| bypass.rule), Some("name".to_owned()));
    }

    #[test]
    fn without_proxies_none_is_offered() {
        let variables = vec![("http_proxy".to_owned(), "http://a:1".to_owned())];
        let (choice, proxies) = choose(None, true, &variables, &"http://x.test".parse().expect("a target"));
        assert!(choice.candidates.is_empty() && proxies.is_empty());
        assert_eq!(choice.ignored, ["http_proxy: --no-proxy is given"]);
    }

    #[test]
    fn no_secret_is_told() {
        for value in ["ftp://u:secret@a", "http://u:secret@", "u:secret@a b", "http://u:secret@a:x", "u:sec@secret@a:1"]
        {
            let choice = choose_for("http://x.test", None, &[("http_proxy", value)]);
            assert!(!choice.ignored.is_empty(), "{value}");
            assert!(!format!("{choice:?}").contains("secret"), "{choice:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_values_are_survived(proxy: String, list: String) {
            choose_for("http://x.test", None, &[("http_proxy", proxy.as_str()), ("no_proxy", list.as_str())]);
        }
    }
}
