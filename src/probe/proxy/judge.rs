//! Who answered a request with the whole URL (RFC 9112 section 3.2.2): the proxy, or the target through it?

use std::net::SocketAddr;

use crate::observation::{ProxyAnswer, ProxyEnd, ProxySource, ProxyWay, Purpose};
use crate::probe::proxy::answered;
use crate::target::Proxy;
use crate::wire::http1::Head;
use crate::wire::proxy_signs::Signs;

/// What was asked of the proxy.
#[derive(Debug, Clone, Copy)]
pub struct Asked<'a> {
    /// The proxy.
    pub proxy: &'a Proxy,
    /// What named it.
    pub from: &'a ProxySource,
    /// Where it is.
    pub at: SocketAddr,
    /// Why it was asked.
    pub purpose: Purpose,
    /// The URL; its query is left out of the fact.
    pub url: &'a str,
    /// True where a login was given.
    pub login_given: bool,
    /// From the request to its answer, in milliseconds.
    pub took_ms: Option<f64>,
}

/// Who says it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Speaker {
    Proxy,
    Target,
    Unknown,
}

/// The proxy's own answer, where it is the proxy that says no: by `head` and the beginning of the body, `page`. `None`
/// where the answer is the target's. [`ProxyAnswer::unsure`] is true where it might be the target's just as well.
pub fn judge(asked: &Asked<'_>, head: &Head, page: &[u8]) -> Option<ProxyAnswer> {
    let signs = Signs::read(head);
    let speaker = speaker(head, &signs);
    let mut answer = blank(asked);
    answered::note(&mut answer, head, &signs, page);
    answer.unsure = speaker == Speaker::Unknown;
    answer.ended = answered::error_end(head, &signs);
    (speaker != Speaker::Target).then_some(answer)
}

fn speaker(head: &Head, signs: &Signs) -> Speaker {
    if head.status < 400 {
        return Speaker::Target;
    }
    // No target asks for the login of a proxy; one behind a further proxy does not either.
    if head.status == 407 {
        return Speaker::Proxy;
    }
    // A gateway at the target's side tells codes as well (RFC 9209 section 2), and not all proxies add a `Via`.
    let is_coded = signs.error_code.is_some() || signs.proxy_status.last().is_some_and(|entry| entry.error.is_some());
    match (signs.is_of_a_proxy() || is_coded, signs.hops()) {
        // A proxy at the target's side may say so as well, and is then named before the one asked.
        (true, 0 | 1) if signs.is_of_a_proxy() => Speaker::Proxy,
        (true, _) => Speaker::Unknown,
        // Passed on, so that it was said behind.
        (false, 1..) => Speaker::Target,
        // What proxies say that do not tell their name, or are a web server made to forward.
        (false, 0) if matches!(head.status, 403 | 502..=504 | 511) => Speaker::Unknown,
        (false, 0) => Speaker::Target,
    }
}

/// That asking ended so, where no answer of the proxy's own tells more: it passed the target's on, or gave none.
pub fn ended(asked: &Asked<'_>, ended: ProxyEnd) -> ProxyAnswer {
    ProxyAnswer { ended, ..blank(asked) }
}

fn blank(asked: &Asked<'_>) -> ProxyAnswer {
    ProxyAnswer {
        proxy: asked.proxy.to_string(),
        from: asked.from.clone(),
        address: asked.at.ip(),
        port: asked.at.port(),
        purpose: asked.purpose,
        way: ProxyWay::AbsoluteForm,
        asked_for: crate::target::without_any_secret(asked.url.split(['?', '#']).next().unwrap_or_default()),
        ended: ProxyEnd::Silent,
        status: None,
        reason: None,
        reply: None,
        login_given: asked.login_given,
        login_ways: Vec::new(),
        realm: None,
        via: None,
        server: None,
        proxy_status: Vec::new(),
        error_code: None,
        excerpt: None,
        spoken: None,
        unsure: false,
        took_ms: asked.took_ms,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn judged(answer: &str) -> Option<(ProxyEnd, bool)> {
        let proxy = "http://u:secret@proxy:3128".parse().expect("a proxy");
        let asked = Asked {
            proxy: &proxy,
            from: &ProxySource::Option,
            at: ([192, 0, 2, 1], 3128).into(),
            purpose: Purpose::Asked,
            url: "http://u:secret@x.test/path?token=secret",
            login_given: true,
            took_ms: None,
        };
        let text = format!("HTTP/1.1 {}\r\n\r\n", answer.replace("; ", "\r\n"));
        let answer = judge(&asked, &Head::parse(text.as_bytes()).expect("a head"), b"<p>why")?;
        assert!(!format!("{answer:?}").contains("secret"), "{answer:?}");
        assert_eq!(answer.excerpt.as_deref(), Some("why"));
        Some((answer.ended, answer.unsure))
    }

    #[test]
    fn the_proxy_and_the_target_are_told_apart() {
        for (answer, expected) in [
            ("200 OK; Via: 1.1 a", None),
            ("302 Found; Server: squid", None),
            ("407 x; Proxy-Authenticate: Basic", Some((ProxyEnd::LoginRequired, false))),
            (
                "503 x; Server: squid/5.7; X-Squid-Error: ERR_DNS_FAIL 0; Via: 1.1 s (squid/5.7)",
                Some((ProxyEnd::TargetFailed, false)),
            ),
            ("500 Unable to connect; Server: tinyproxy/1.11", Some((ProxyEnd::TargetFailed, false))),
            ("403 Filtered; Server: tinyproxy/1.11", Some((ProxyEnd::Denied, false))),
            ("500 Internal; Server: nginx; Via: 1.1 s (squid/5.7)", None),
            ("404 Not Found; Via: 1.1 tinyproxy", None),
            ("502 Bad Gateway; Server: nginx", Some((ProxyEnd::TargetFailed, true))),
            ("502 Bad Gateway", Some((ProxyEnd::TargetFailed, true))),
            ("404 Not Found", None),
            // squid before the origin server, behind the proxy that was asked.
            (
                "503 x; X-Squid-Error: ERR_CONNECT_FAIL 111; Via: 1.1 far (squid), 1.1 near (tinyproxy)",
                Some((ProxyEnd::TargetFailed, true)),
            ),
            // Codes are told at the target's side as well.
            ("504 x; Proxy-Status: p;error=connection_timeout", Some((ProxyEnd::TargetFailed, true))),
            (
                "504 x; Proxy-Status: ExampleCDN;error=connection_timeout; Via: 1.1 tinyproxy (tinyproxy/1.11.1)",
                Some((ProxyEnd::TargetFailed, true)),
            ),
            ("503 x; X-Squid-Error: ERR_CONNECT_FAIL 111; Via: 1.1 near", Some((ProxyEnd::TargetFailed, true))),
            ("403 x; X-Error-Code: E_ACCOUNT_LOCKED; Via: 1.1 tinyproxy (tinyproxy/1.11.1)", None),
        ] {
            assert_eq!(judged(answer), expected, "{answer}");
        }
    }
}
