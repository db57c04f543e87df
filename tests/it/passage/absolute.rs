//! Whole URLs asked of real proxies: who answered, the proxy or the target?

use std::net::SocketAddr;
use std::process::Command;

use netwhy::observation::{ProxyEnd, ProxySource, Purpose};
use netwhy::probe::proxy::{Asked, judge};
use netwhy::wire::http1::Head;

use crate::passage::ask::{closed, no_name};
use crate::peers::nginx::{At, Nginx};
use crate::peers::squid::{LOGIN, Squid};
use crate::peers::tinyproxy::Tinyproxy;

/// What is made of the answer that curl gets: the end and the status where the proxy speaks for itself.
fn judged(proxy: SocketAddr, login: &str, url: &str) -> Option<(ProxyEnd, Option<u16>, bool)> {
    let named = format!("http://{login}{proxy}");
    let curl = Command::new("curl").env_clear().args(["-s", "-i", "-x", &named, url]).output().expect("curl");
    let asked = Asked {
        proxy: &named.parse().unwrap(),
        from: &ProxySource::Option,
        at: proxy,
        purpose: Purpose::Asked,
        url,
        login_given: !login.is_empty(),
        took_ms: None,
    };
    let head = Head::parse(&curl.stdout).expect("a head");
    let body = String::from_utf8_lossy(&curl.stdout).split_once("\r\n\r\n").expect("a body").1.to_owned();
    let answer = judge(&asked, &head, body.as_bytes())?;
    Some((answer.ended, answer.status, answer.unsure))
}

#[test]
fn squid_and_the_target_are_told_apart() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start(LOGIN)) else { return };
    let ask = |login: &str, url: &str| judged(squid.at, login, url);
    let login = "user:secret@";
    for path in ["/", "/404", "/403", "/500", "/503", "/302"] {
        assert_eq!(ask(login, &nginx.url(At::Plain, path)), None, "{path}");
    }
    let required = Some((ProxyEnd::LoginRequired, Some(407), false));
    assert_eq!(ask("", &nginx.url(At::Plain, "/")), required);
    assert_eq!(ask("user:wrong@", &nginx.url(At::Plain, "/")), required);
    let refused = Some((ProxyEnd::TargetFailed, Some(503), false));
    assert_eq!(ask(login, &format!("http://{}/", closed())), refused);
    assert_eq!(
        ask(login, &format!("http://{}/", no_name())).map(|end| (end.0, end.2)),
        Some((ProxyEnd::TargetFailed, false))
    );
}

#[test]
fn tinyproxy_and_the_target_are_told_apart() {
    let (Some(nginx), Some(tiny)) = (Nginx::start(), Tinyproxy::start("BasicAuth user secret")) else { return };
    let ask = |login: &str, url: &str| judged(tiny.at, login, url);
    let login = "user:secret@";
    for path in ["/", "/404", "/403", "/500", "/503", "/302"] {
        assert_eq!(ask(login, &nginx.url(At::Plain, path)), None, "{path}");
    }
    assert_eq!(ask("", &nginx.url(At::Plain, "/")), Some((ProxyEnd::LoginRequired, Some(407), false)));
    assert_eq!(ask("user:wrong@", &nginx.url(At::Plain, "/")), Some((ProxyEnd::LoginRequired, Some(401), false)));
    assert_eq!(ask(login, &format!("http://{}/", closed())), Some((ProxyEnd::TargetFailed, Some(500), false)));
}
