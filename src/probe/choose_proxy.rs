//! Chooses the proxy for a target by curl's rules, and says why.
//!
//! The rules are those of curl(1), "ENVIRONMENT": `SCHEME_proxy` for the target's scheme goes before `all_proxy`, lower
//! case before capitals, an empty value is as good as none, `HTTP_PROXY` is not read in capitals, and what `no_proxy`
//! names is asked straight.

use crate::observation::{Candidate, ProxyChoice, ProxySource};
use crate::probe::proxy_variables::{Variables, names_a_proxy};
use crate::target::{Proxy, Target};

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
    let settings = Variables { all: variables };
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
