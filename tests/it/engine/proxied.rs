//! Exchanges through real proxies.

use netwhy::observation::{Exchange, ExchangeEnd, ProxyEnd, ProxySource, ProxyWay};
use netwhy::probe::http::{Request, Settings};
use netwhy::probe::tls::{self, Trust};
use netwhy::target::Proxy;

use crate::engine::{exchanges, request};
use crate::peers::dante::Dante;
use crate::peers::nginx::{At, Nginx};
use crate::peers::squid::{LOGIN, ONLY_443, Squid};
use crate::peers::tinyproxy::Tinyproxy;

fn through(proxy: &str) -> Settings {
    let proxy: Proxy = proxy.parse().expect(proxy);
    Settings { proxy: Some((proxy, ProxySource::Option)), ..Settings::default() }
}

/// A request for `url` in absolute form, with `more` lines in its head.
fn absolute(url: &str, more: &str) -> Request {
    let mut request = request("GET", url, more);
    let head = String::from_utf8(request.head).expect("text");
    let path = head.split(' ').nth(1).expect("a target").to_owned();
    request.head = head.replacen(&path, url, 1).into_bytes();
    request
}

fn told(exchange: &Exchange) -> (ExchangeEnd, Option<u16>, Option<(ProxyWay, ProxyEnd)>) {
    let answer = exchange.proxy_answer.as_ref().map(|answer| (answer.way, answer.ended));
    (exchange.ended, exchange.head.as_ref().map(|head| head.status), answer)
}

#[test]
fn a_proxy_is_asked_in_absolute_form_and_for_tunnels() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start("")) else { return };
    let (url, secure) = (nginx.url(At::Plain, "/"), nginx.url(At::Tls, "/"));
    let settings = through(&format!("http://{}", squid.at));
    let all = exchanges(settings.clone(), &[absolute(&url, ""), absolute(&nginx.url(At::Twice, "/"), "")]);
    assert_eq!(told(&all[0].0), (ExchangeEnd::Answered, Some(200), None));
    assert_eq!((all[0].0.address, all[0].0.phases.proxy_ms), (Some(squid.at), None));
    assert!(all[1].0.reused && all[1].1 == b"hello from nginx\n", "one connection to the proxy serves for any target");

    let tunnel = Settings { tunnel: true, ..settings.clone() };
    let (exchange, body) = exchanges(tunnel, &[request("GET", &url, "")]).remove(0);
    let opened = Some((ProxyWay::Connect, ProxyEnd::Opened));
    assert_eq!(told(&exchange), (ExchangeEnd::Answered, Some(200), opened));
    assert!(exchange.phases.proxy_ms.is_some() && body == b"hello from nginx\n");

    let secured = Settings { tls: settings.tls.clone().trusting_anybody(), ..settings };
    let all = exchanges(secured, &[request("GET", &secure, ""), request("GET", &secure, "")]);
    assert_eq!(told(&all[0].0), (ExchangeEnd::Answered, Some(200), opened));
    assert!(all[0].0.tls.is_some() && all[1].0.reused);
}

#[test]
fn a_proxy_over_tls_is_shaken_hands_with_first() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start("")) else { return };
    let url = nginx.url(At::Plain, "/");
    let wary = through(&format!("https://{}", squid.tls));
    let refused = exchanges(wary.clone(), &[absolute(&url, "")]).remove(0).0;
    assert_eq!((refused.ended, refused.sent.bytes), (ExchangeEnd::ProxyFailed, 0));
    assert!(refused.proxy_tls.is_some_and(|handshake| !handshake.chain.is_empty()));
    let authority = Trust::file(std::path::Path::new(&squid.certificates.path("ca.pem"))).expect("an authority");
    let settings = Settings { tls: tls::Settings::default().trusting(authority), ..wary };
    let (exchange, body) = exchanges(settings, &[absolute(&url, "")]).remove(0);
    assert_eq!((told(&exchange).0, body.as_slice()), (ExchangeEnd::Answered, &b"hello from nginx\n"[..]));
    assert!(exchange.phases.proxy_ms.is_some() && exchange.tls.is_none());
}

#[test]
fn what_a_proxy_refuses_is_its_own_answer() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start(LOGIN)) else { return };
    let url = nginx.url(At::Plain, "/");
    let settings = through(&format!("http://{}", squid.at));
    let wanted = exchanges(settings.clone(), &[absolute(&url, "")]).remove(0).0;
    let login = Some((ProxyWay::AbsoluteForm, ProxyEnd::LoginRequired));
    assert_eq!(told(&wanted), (ExchangeEnd::Answered, Some(407), login));
    let answer = wanted.proxy_answer.expect("an answer");
    assert_eq!((answer.login_given, answer.realm.as_deref()), (false, Some("the squid")));
    let tunnel = Settings { tunnel: true, ..settings };
    let shut = exchanges(tunnel, &[request("GET", &url, "")]).remove(0).0;
    assert_eq!(told(&shut), (ExchangeEnd::ProxyFailed, None, Some((ProxyWay::Connect, ProxyEnd::LoginRequired))));
    let given = through(&format!("http://user:secret@{}", squid.at));
    let given = Settings { tunnel: true, ..given };
    assert_eq!(told(&exchanges(given, &[request("GET", &url, "")]).remove(0).0).1, Some(200));

    let Some(strict) = Squid::start(ONLY_443) else { return };
    let denied = Settings { tunnel: true, ..through(&format!("http://{}", strict.at)) };
    let denied = exchanges(denied, &[request("GET", &url, "")]).remove(0).0;
    assert_eq!(told(&denied), (ExchangeEnd::ProxyFailed, None, Some((ProxyWay::Connect, ProxyEnd::Denied))));
}

#[test]
fn an_error_of_the_target_is_not_the_proxys() {
    let (Some(nginx), Some(proxy)) = (Nginx::start(), Tinyproxy::start("")) else { return };
    let settings = through(&format!("http://{}", proxy.at));
    let exchange = exchanges(settings, &[absolute(&nginx.url(At::Plain, "/404"), "")]).remove(0).0;
    assert_eq!(told(&exchange), (ExchangeEnd::Answered, Some(404), None));
}

#[test]
fn socks_leads_to_the_target() {
    let (Some(nginx), Some(dante)) = (Nginx::start(), Dante::start("none", "")) else { return };
    let url = nginx.url(At::Plain, "/");
    for (scheme, way) in [("socks4", ProxyWay::Socks4), ("socks5", ProxyWay::Socks5), ("socks5h", ProxyWay::Socks5h)] {
        let requests = [request("GET", &url, ""), request("GET", &url, "")];
        let all = exchanges(through(&format!("{scheme}://{}", dante.at)), &requests);
        assert_eq!(told(&all[0].0), (ExchangeEnd::Answered, Some(200), Some((way, ProxyEnd::Opened))), "{scheme}");
        assert!(all[1].0.reused, "{scheme}");
    }
}

#[test]
fn a_proxy_that_is_not_there_is_told_by_the_attempt() {
    let Some(nginx) = Nginx::start() else { return };
    let settings = through("http://127.0.0.1:9");
    let exchange = exchanges(settings, &[absolute(&nginx.url(At::Plain, "/"), "")]).remove(0).0;
    assert_eq!((exchange.ended, exchange.tried[0].port), (ExchangeEnd::NotConnected, 9));
}
