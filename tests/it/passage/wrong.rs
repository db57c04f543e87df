//! What is met where a proxy of another kind was meant, or none stands.

use std::net::SocketAddr;
use std::time::Duration;

use netwhy::observation::ProxyEnd;
use netwhy::probe::tls::Settings;
use netwhy::wire::spoken::Spoken;

use crate::passage::ask::{ask, ask_with, closed};
use crate::peers::certificates::Certificates;
use crate::peers::dante::Dante;
use crate::peers::squid::Squid;
use crate::peers::tinyproxy::Tinyproxy;
use crate::peers::{Peer, folder, own_address, start};

fn met(scheme: &str, at: SocketAddr) -> (ProxyEnd, Option<Spoken>) {
    met_within(Duration::from_secs(2), scheme, at)
}

fn met_within(patience: Duration, scheme: &str, at: SocketAddr) -> (ProxyEnd, Option<Spoken>) {
    let target = closed().to_string();
    let answer = ask_with(&format!("{scheme}://{at}"), &target, &Settings::default(), patience).answer;
    assert!(answer.spoken.is_none() || answer.excerpt.is_some(), "{answer:?}");
    (answer.ended, answer.spoken)
}

const HTTP: (ProxyEnd, Option<Spoken>) = (ProxyEnd::WrongProtocol, Some(Spoken::Http));

#[test]
fn squid_and_tinyproxy_speak_http() {
    let Some(squid) = Squid::start("") else { return };
    assert_eq!(met("https", squid.at), HTTP);
    assert_eq!(met("socks5", squid.at), HTTP);
    // It waits for the end of what it takes for a line.
    assert_eq!(met("socks4", squid.at), (ProxyEnd::Silent, None));
    let (ended, _) = met("http", squid.tls);
    assert!(matches!(ended, ProxyEnd::Reset | ProxyEnd::Closed), "{ended:?}");
    let Some(tiny) = Tinyproxy::start("") else { return };
    // It waits twice for the end of a line, two seconds each here.
    let patience = Duration::from_secs(20);
    assert_eq!(met_within(patience, "https", tiny.at), HTTP);
    assert_eq!(met_within(patience, "socks4", tiny.at), (ProxyEnd::Closed, None));
}

#[test]
fn dante_speaks_socks() {
    let Some(dante) = Dante::start("none", "") else { return };
    assert_eq!(met("http", dante.at), (ProxyEnd::Closed, None));
    assert_eq!(met("https", dante.at), (ProxyEnd::Closed, None));
}

/// A plain nginx without modules: 8000 is HTTP, 8443 is HTTPS.
fn nginx() -> Option<(Peer, SocketAddr, SocketAddr)> {
    let (ip, folder) = (own_address(), folder());
    Certificates::make(folder.path(), ip);
    let own = folder.path().display().to_string();
    let conf = format!(
        "daemon off; master_process off; pid {own}/pid; error_log stderr; events {{}}
         http {{ access_log off; server {{ listen {ip}:8000; listen {ip}:8443 ssl;
           ssl_certificate {own}/good.pem; ssl_certificate_key {own}/good.key; }} }}"
    );
    std::fs::write(folder.path().join("conf"), conf).expect("written");
    let (plain, tls) = (SocketAddr::new(ip, 8000), SocketAddr::new(ip, 8443));
    Some((start("nginx", &["-p", &own, "-e", "stderr", "-c", "conf"], &[plain, tls], folder)?, plain, tls))
}

#[test]
fn web_servers_are_no_proxies() {
    let Some((_peer, plain, tls)) = nginx() else { return };
    for scheme in ["http", "https", "socks4", "socks5h"] {
        assert_eq!(met(scheme, plain), HTTP, "{scheme}");
    }
    let answer = ask(&format!("http://{plain}"), &closed().to_string()).answer;
    assert_eq!(
        (answer.status, answer.excerpt.as_deref().map(|text| text.starts_with("400 Bad Request"))),
        (Some(400), Some(true))
    );
    assert_eq!(met("https", tls), (ProxyEnd::TlsFailed, None));
    let at = SocketAddr::new(own_address(), 8000);
    let (port, ip) = (at.port().to_string(), at.ip().to_string());
    let Some(_python) = start("python3", &["-m", "http.server", "--bind", &ip, &port], &[at], folder()) else { return };
    assert_eq!(met("http", at), HTTP);
    assert_eq!(ask(&format!("http://{at}"), &closed().to_string()).answer.status, Some(501));
}

#[test]
fn redis_hangs_up() {
    let at = SocketAddr::new(own_address(), 6379);
    let (port, ip) = (at.port().to_string(), at.ip().to_string());
    let args = ["--port", &port, "--bind", &ip, "--save", "", "--appendonly", "no"];
    let Some(_redis) = start("redis-server", &args, &[at], folder()) else { return };
    // It takes a request of HTTP's for an attack, and hangs up.
    assert_eq!(met("http", at), (ProxyEnd::Closed, None));
}
