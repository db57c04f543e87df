//! Scenes with proxies, for the unit tests of this family and of `restriction.proxy-required`.

use crate::cause::scene::{ip, open, reset};
use crate::observation::{
    Candidate, Connection, ProxyAnswer, ProxyChoice, ProxyEnd, ProxySource, ProxyWay, Purpose, Subject,
};

/// A proxy that variables or the option name.
pub(crate) const PROXY: &str = "http://192.0.2.3:3128";

/// The choice of that proxy by `http_proxy`.
pub(crate) fn chosen() -> ProxyChoice {
    let from = ProxySource::Variable("http_proxy".to_owned());
    let candidate = Candidate { proxy: PROXY.to_owned(), from, used: true };
    ProxyChoice { candidates: vec![candidate], bypass: None, ignored: Vec::new() }
}

/// What is seen of it stands under this subject.
pub(crate) fn about() -> Subject {
    Subject::Proxy(PROXY.to_owned())
}

/// Its port opens.
pub(crate) fn up() -> Connection {
    open("192.0.2.3", 3128)
}

/// Its port is closed.
pub(crate) fn down() -> Connection {
    reset("192.0.2.3", 3128)
}

/// What it answered, asked by CONNECT.
pub(crate) fn answer(ended: ProxyEnd, status: Option<u16>) -> ProxyAnswer {
    ProxyAnswer {
        proxy: PROXY.to_owned(),
        from: ProxySource::Variable("http_proxy".to_owned()),
        address: ip("192.0.2.3"),
        port: 3128,
        purpose: Purpose::Asked,
        way: ProxyWay::Connect,
        asked_for: "example.org:443".to_owned(),
        ended,
        status,
        reason: None,
        reply: None,
        login_given: false,
        login_ways: Vec::new(),
        realm: None,
        via: None,
        server: None,
        proxy_status: Vec::new(),
        error_code: None,
        excerpt: None,
        spoken: None,
        unsure: false,
        took_ms: Some(1.0),
    }
}
