//! Through proxies: what is sent to whom, why that proxy, and who failed.

use crate::http::document;
use crate::http::ear::{answer, listen};
use crate::peers::dante::Dante;
use crate::peers::nginx::{At, Nginx};
use crate::peers::squid::{LOGIN, ONLY_443, Squid};
use crate::run::{Ran, command};

fn kinds(document: &serde_json::Value) -> Vec<&str> {
    document["observations"].as_array().unwrap().iter().map(|seen| seen["kind"].as_str().unwrap()).collect()
}

#[test]
fn answers_come_through_every_kind() {
    let (Some(nginx), Some(squid), Some(dante)) = (Nginx::start(), Squid::start(""), Dante::start("none", "")) else {
        return;
    };
    let ca = nginx.certificates.path("ca.pem");
    let (http, socks) = (format!("http://{}", squid.at), dante.at);
    let (plain, tls) = (nginx.url(At::Plain, "/"), nginx.url(At::Tls, "/"));
    let socks5 = format!("socks5://{socks}");
    for args in [
        &[plain.as_str(), "--proxy", &http][..],
        &[&plain, "--proxy", &http, "--tunnel"],
        &[&tls, "--proxy", &http, "--cacert", &ca],
        &[&plain, "--proxy", &socks5],
        &[&plain, "--proxy", &format!("socks4a://{socks}")],
        &[&tls, "--proxy", &format!("socks5h://{socks}"), "--cacert", &ca],
    ] {
        let told = document(&[args, &["--expect-body", "hello from nginx"][..]].concat(), 0);
        assert_eq!(
            (&told["outcome"], &told["verdict"]["cause"]),
            (&"reachable".into(), &serde_json::Value::Null),
            "{told:#}"
        );
        assert_eq!(told["proxy"]["candidates"][0]["from"], "option", "{args:?}");
        assert!(kinds(&told).contains(&"proxy-answer") && kinds(&told).contains(&"http-answer"), "{told:#}");
    }
}

#[test]
fn the_variable_that_chose_it_is_told_and_what_it_says_is_obeyed() {
    let (proxy, heard) = listen(vec![answer("200 OK", "", "by the proxy")]);
    let run = |args: &[&str], variables: &[(&str, &str)]| -> serde_json::Value {
        let ran: Ran =
            command().arg("http").args(args).arg("--json").envs(variables.iter().copied()).output().unwrap().into();
        ran.document()
    };
    let url = "http://target.test/path?q=1";
    let place = format!("http://user:s3cret@{proxy}");
    let told = run(&[url, "--proxy-header", "X-Proxy: 1", "-H", "X-Both: 2"], &[("http_proxy", &place)]);
    assert_eq!(told["proxy"]["candidates"][0]["from"]["variable"], "http_proxy", "{told:#}");
    assert!(!told.to_string().contains("s3cret"), "{told:#}");
    let sent = heard.texts().pop().unwrap();
    assert!(sent.starts_with("GET http://target.test/path?q=1 HTTP/1.1\r\nHost: target.test\r\n"), "{sent}");
    assert!(sent.contains("Proxy-Authorization: Basic dXNlcjpzM2NyZXQ=\r\n"), "{sent}");
    assert!(sent.contains("X-Proxy: 1\r\n") && sent.contains("X-Both: 2\r\n"), "{sent}");
    let own = ("user-of-option:own".to_owned(), "Basic dXNlci1vZi1vcHRpb246b3du");
    run(&[url, "--proxy-user", &own.0], &[("http_proxy", &place)]);
    assert!(heard.texts().pop().unwrap().contains(own.1), "{:?}", heard.texts());
    // A tunnel hears what is for it alone.
    run(&[url, "--tunnel", "--proxy-header", "X-Proxy: 1", "-H", "X-Both: 2"], &[("http_proxy", &place)]);
    let sent = heard.texts().pop().unwrap();
    assert!(sent.starts_with("CONNECT target.test:80 HTTP/1.1\r\n") && sent.contains("X-Proxy: 1\r\n"), "{sent}");
    assert!(!sent.contains("X-Both"), "{sent}");
    // One that cannot be reached is told by the name of its variable.
    let told = run(&[url], &[("http_proxy", "http://127.0.0.1:1")]);
    assert_eq!(told["verdict"]["cause"], "proxy.unreachable", "{told:#}");
    assert!(told["findings"][0].to_string().contains("http_proxy"), "{told:#}");
    assert!(!told["findings"][0].to_string().contains("--proxy asks"), "{told:#}");
    // no_proxy leads past it, and says so.
    let (direct, _) = listen(vec![answer("200 OK", "", "direct")]);
    let told = run(&[&format!("http://{direct}/")], &[("http_proxy", &place), ("no_proxy", "127.0.0.0/8")]);
    assert_eq!(told["proxy"]["bypass"]["entry"], "127.0.0.0/8", "{told:#}");
    assert!(told["exchanges"][0]["proxy"].is_null());
    let told = run(&[&format!("http://{direct}/"), "--no-proxy"], &[("http_proxy", &place)]);
    assert!(told["exchanges"][0]["proxy"].is_null());
}

#[test]
fn failures_name_who_failed() {
    let (Some(nginx), Some(squid), Some(only), Some(login)) =
        (Nginx::start(), Squid::start(""), Squid::start(ONLY_443), Squid::start(LOGIN))
    else {
        return;
    };
    let place = |squid: &Squid| format!("http://{}", squid.at);
    let plain = nginx.url(At::Plain, "/");
    let closed = format!("http://{}:1/", nginx.at(At::Plain).ip());
    for (args, cause, role) in [
        (&[closed.as_str(), "--proxy", &place(&squid)][..], "proxy.target-failed", "proxy"),
        (&[&closed, "--proxy", &place(&squid), "--tunnel"], "proxy.target-failed", "proxy"),
        (&[&plain, "--proxy", &place(&only), "--tunnel"], "proxy.denied", "proxy"),
        (&[&plain, "--proxy", &place(&login)], "proxy.login-required", "proxy"),
        (&[&plain, "--proxy", &place(&login), "--proxy-user", "user:wrong"], "proxy.login-required", "proxy"),
        (&[&plain, "--proxy", &format!("socks5://{}", squid.at)], "proxy.wrong-protocol", "proxy"),
        (&[&plain, "--proxy", "http://127.0.0.1:1"], "proxy.unreachable", "this-machine"),
        (&[&nginx.url(At::Plain, "/503"), "--proxy", &place(&squid)], "protocol.http-error", "target"),
    ] {
        let told = document(args, 1);
        assert_eq!(
            (&told["verdict"]["cause"], &told["verdict"]["at"]["role"]),
            (&cause.into(), &role.into()),
            "{args:?} {told:#}"
        );
    }
    let own = ["-H", "X-Both: 2", "--proxy-header", "X-Proxy: 1", "--tunnel"];
    document(&[&[&plain, "--proxy", &place(&login), "--proxy-user", "user:secret"][..], &own].concat(), 0);
    let asked = nginx.asked(2);
    let head = asked[1]["head"].as_str().unwrap();
    assert!(head.starts_with("GET / HTTP/1.1\r\n") && head.contains("X-Both: 2\r\n"), "{asked:#?}");
    assert!(!head.contains("Proxy"), "{asked:#?}");
}

#[test]
fn what_chose_the_proxy_is_what_is_to_be_changed() {
    let Some(nginx) = Nginx::start() else { return };
    let run = |variables: &[(&str, &str)]| -> serde_json::Value {
        let url = nginx.url(At::Plain, "/");
        let ran: Ran =
            command().args(["http", &url, "--json"]).envs(variables.iter().copied()).output().unwrap().into();
        ran.document()
    };
    let told = run(&[("http_proxy", "http://127.0.0.1:1")]);
    assert_eq!(told["verdict"]["cause"], "proxy.stale-setting", "{told:#}");
    let first = told["findings"][0].to_string();
    assert!(first.contains("unset http_proxy") && !first.contains("--proxy"), "{told:#}");
    // A setting that cannot be used is told, and is not taken for none.
    let told = run(&[("all_proxy", "bogus://x")]);
    let check = told["checks"].as_array().unwrap().iter().find(|one| one["question"] == "proxy").unwrap();
    assert!(check["summary"].to_string().contains("all_proxy"), "{told:#}");
}

#[test]
fn an_error_that_nobody_passed_on_may_be_the_proxys() {
    let summary = |fields: &str| {
        let (proxy, _) = listen(vec![answer("404 Not Found", fields, "")]);
        let told = document(&["http://target.test/", "--proxy", &format!("http://{proxy}")], 0);
        told["verdict"]["summary"].to_string()
    };
    assert!(summary("").contains("or the proxy itself"));
    assert!(!summary("Via: 1.1 squid\r\n").contains("or the proxy itself"));
}
