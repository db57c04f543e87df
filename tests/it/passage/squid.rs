//! What squid answers.

use std::net::SocketAddr;
use std::process::Command;

use netwhy::observation::{PathTrust, ProxyAnswer, ProxyEnd, ProxyWay};
use netwhy::probe::tls::{Settings, Trust};

use crate::passage::ask::{Crowded, Greeter, ask, ask_with, closed, no_name};
use crate::peers::nginx::{At, Nginx};
use crate::peers::squid::{LOGIN, ONLY_443, Squid};
use crate::peers::{Peer, folder, own_address, start};

fn code(answer: &ProxyAnswer) -> (ProxyEnd, Option<u16>, Option<&str>) {
    (answer.ended, answer.status, answer.error_code.as_deref())
}

#[test]
fn the_way_is_open() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start("")) else { return };
    let web = nginx.at(At::Plain).to_string();
    let came = ask(&format!("http://{}", squid.at), &web);
    assert_eq!(code(&came.answer), (ProxyEnd::Opened, Some(200), None));
    assert_eq!((came.answer.way, came.answer.asked_for.as_str()), (ProxyWay::Connect, web.as_str()));
    assert_eq!((came.answer.login_given, came.answer.proxy), (false, format!("http://{}", squid.at)));
    assert!(came.said.unwrap().contains("hello from nginx"));
}

#[test]
fn a_target_that_greets_at_once_is_heard() {
    let (greeter, Some(squid)) = (Greeter::new("220 greeted at once\r\n"), Squid::start("")) else { return };
    let came = ask(&format!("http://{}", squid.at), &greeter.at.to_string());
    assert_eq!(came.said.as_deref(), Some("220 greeted at once\r\n"));
}

#[test]
fn the_target_fails() {
    let Some(squid) = Squid::start("") else { return };
    let (proxy, crowded) = (format!("http://{}", squid.at), Crowded::new());
    let refused = ask(&proxy, &closed().to_string()).answer;
    let failed = |error| (ProxyEnd::TargetFailed, Some(503), Some(error));
    assert_eq!(code(&refused), failed("X-Squid-Error: ERR_CONNECT_FAIL 111"));
    assert_eq!(refused.server.as_deref().map(|server| server.starts_with("squid/")), Some(true));
    assert!(refused.excerpt.as_ref().unwrap().contains("(111) Connection refused"), "{refused:?}");
    let silent = ask(&proxy, &crowded.at.to_string()).answer;
    assert_eq!(code(&silent), failed("X-Squid-Error: ERR_CONNECT_FAIL 110"));
}

/// A name server that knows no name at all; `None` where this process may not take port 53.
fn nothing_known() -> Option<(Peer, std::net::IpAddr)> {
    let ip = own_address();
    if let Err(error) = std::net::TcpListener::bind((ip, 53)) {
        crate::skip::skipped(&format!("port 53: {error}"));
        return None;
    }
    let listen = format!("--listen-address={ip}");
    let args =
        ["--no-daemon", "--conf-file=/dev/null", "--no-resolv", "--no-hosts", "--pid-file=", "--bind-interfaces"];
    let args = [&args[..], &["--user=", "--group=", "--address=/#/", "--log-queries", &listen]].concat();
    Some((start("dnsmasq", &args, &[SocketAddr::new(ip, 53)], folder())?, ip))
}

#[test]
fn the_name_is_not_known() {
    let Some((names, ip)) = nothing_known() else { return };
    let Some(squid) = Squid::start(&format!("dns_nameservers {ip}")) else { return };
    let answer = ask(&format!("http://{}", squid.at), "nowhere.test:80").answer;
    assert_eq!(answer.ended, ProxyEnd::TargetFailed, "{}", names.text("log"));
    assert_eq!(answer.asked_for, "nowhere.test:80");
    // Which of its errors it takes differs: ERR_DNS_FAIL, or ERR_CANNOT_FORWARD as there is no way left.
    assert!(answer.error_code.as_ref().unwrap().starts_with("X-Squid-Error: ERR_"), "{answer:?}");
    assert!(matches!(answer.status, Some(500..=504)), "{answer:?}");
    assert!(names.text("log").contains("nowhere.test"));
}

#[test]
fn its_own_parent_is_dead() {
    let Some(nginx) = Nginx::start() else { return };
    let parent = closed();
    let directives =
        format!("cache_peer {} parent {} 0 no-query default\nnever_direct allow all", parent.ip(), parent.port());
    let Some(squid) = Squid::start(&directives) else { return };
    let answer = ask(&format!("http://{}", squid.at), &nginx.at(At::Plain).to_string()).answer;
    let expected = (ProxyEnd::TargetFailed, Some(500), Some("X-Squid-Error: ERR_CANNOT_FORWARD 0"));
    assert_eq!(code(&answer), expected);
}

#[test]
fn a_login_is_wanted() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start(LOGIN)) else { return };
    let web = nginx.at(At::Plain).to_string();
    for (login, given) in [("", false), ("user:wrong@", true), ("nobody:secret@", true)] {
        let answer = ask(&format!("http://{login}{}", squid.at), &web).answer;
        let expected = (ProxyEnd::LoginRequired, Some(407), Some("X-Squid-Error: ERR_CACHE_ACCESS_DENIED 0"));
        assert_eq!(code(&answer), expected, "{login}");
        assert_eq!((answer.login_ways.join(" "), answer.realm.as_deref()), ("Basic".to_owned(), Some("the squid")));
        assert_eq!(answer.via.as_deref().map(|via| via.starts_with("1.1 squid.test (squid/")), Some(true));
        assert_eq!(answer.login_given, given, "{login}");
        assert!(!format!("{answer:?}").contains("wrong"), "{answer:?}");
    }
    let right = ask(&format!("http://user:secret@{}", squid.at), &web);
    assert_eq!(code(&right.answer), (ProxyEnd::Opened, Some(200), None));
    assert!(right.answer.login_given && right.said.is_some());
}

#[test]
fn a_port_is_denied() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start(ONLY_443)) else { return };
    let answer = ask(&format!("http://{}", squid.at), &nginx.at(At::Plain).to_string()).answer;
    assert_eq!(code(&answer), (ProxyEnd::Denied, Some(403), Some("X-Squid-Error: ERR_ACCESS_DENIED 0")));
    let allowed = ask(&format!("http://{}", squid.at), &format!("{}:443", closed().ip())).answer;
    assert_eq!(code(&allowed), (ProxyEnd::TargetFailed, Some(503), Some("X-Squid-Error: ERR_CONNECT_FAIL 111")));
}

#[test]
fn its_own_certificate_is_judged() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start(LOGIN)) else { return };
    let (web, proxy) = (nginx.at(At::Plain).to_string(), format!("https://user:secret@{}", squid.tls));
    let patience = std::time::Duration::from_secs(8);
    let ca = Trust::file(std::path::Path::new(&squid.certificates.path("ca.pem"))).unwrap();
    let trusted = ask_with(&proxy, &web, &Settings::default().trusting(ca), patience);
    assert_eq!(code(&trusted.answer), (ProxyEnd::Opened, Some(200), None));
    assert!(trusted.said.unwrap().contains("hello from nginx"));
    assert_eq!(trusted.handshake.unwrap().expected_name, squid.tls.ip().to_string());
    // The login is not given to one that is not trusted.
    let foreign = ask(&proxy, &web);
    assert_eq!((foreign.answer.ended, foreign.answer.login_given), (ProxyEnd::TlsFailed, false));
    let trust = foreign.handshake.unwrap().trust.saw().map(|trust| trust.path);
    assert_eq!(trust, Some(PathTrust::UnknownIssuer));
    let anybody = ask_with(&proxy, &web, &Settings::default().trusting_anybody(), patience);
    assert_eq!((anybody.answer.ended, anybody.answer.login_given), (ProxyEnd::TlsFailed, false));
    // The trusted one; what ended with the connection may not be logged yet.
    assert!(squid.log().matches(" user ").count() <= 1, "{}", squid.log());
}

#[test]
fn curl_comes_to_the_same() {
    let (Some(nginx), Some(squid), Some(login)) = (Nginx::start(), Squid::start(ONLY_443), Squid::start(LOGIN)) else {
        return;
    };
    let web = nginx.at(At::Plain).to_string();
    let named = |proxy: &Squid, login: &str| format!("http://{login}{}", proxy.at);
    for (proxy, target) in [
        (named(&squid, ""), web.clone()),
        (named(&login, ""), web.clone()),
        (named(&login, "user:wrong@"), web.clone()),
        (named(&login, "user:secret@"), web.clone()),
        (named(&login, "user:secret@"), closed().to_string()),
        (named(&login, "user:secret@"), no_name()),
    ] {
        let args = ["-s", "-p", "-o", "/dev/null", "-w", "%{http_connect}", "-x", &proxy, &format!("http://{target}/")];
        let curl = Command::new("curl").env_clear().args(args).output().expect("curl");
        let status = ask(&proxy, &target).answer.status.unwrap().to_string();
        assert_eq!(status, String::from_utf8_lossy(&curl.stdout), "{proxy} {target}");
    }
}
