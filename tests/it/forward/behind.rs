//! Proxies behind (`--upstream`) that fail: it is told that it is they, and why, and never that it is who was asked for.

use serde_json::Value;

use crate::forward::Proxy;
use crate::hostile::server::Hostile;
use crate::peers::dante::Dante;
use crate::peers::nginx::{At, Nginx};
use crate::peers::squid::{LOGIN, Squid};
use crate::peers::tinyproxy::Tinyproxy;

/// Where nobody listens.
const NOBODY: &str = "127.0.0.1:9";

/// What a client hears of a failing way to `place`, and the line of the log: by a request, by CONNECT and by SOCKS.
fn failures(proxy: &Proxy, place: &str) -> Vec<(String, Value)> {
    let (plain, tls, socks) =
        (format!("http://{place}/x"), format!("https://{place}/x"), format!("socks5h://{}", proxy.at));
    let before = proxy.log(0).len();
    let ways: [&[&str]; 3] = [&["-i", &plain], &["-i", &tls], &["--proxy", &socks, &plain]];
    let told = ways.map(|args| proxy.curl(args).1);
    told.into_iter().zip(proxy.log(before + 3).split_off(before)).collect()
}

/// Every failure must name the proxy behind, this cause, and be told as its fault.
fn all_blame(told: &[(String, Value)], behind: &str, cause: &str, word: &str) {
    for (heard, line) in told {
        let summary = line["summary"].as_str().unwrap_or_default();
        assert_eq!(line["cause"], cause, "{line}");
        assert!(summary.starts_with("the proxy behind, ") && summary.contains(behind), "{line}");
        assert!(summary.contains(word), "{word}: {line}");
        if line["way"] != "socks5" {
            let status = heard.lines().find(|field| field.to_ascii_lowercase().starts_with("proxy-status: netwhy"));
            let status = status.unwrap_or_else(|| panic!("no Proxy-Status in {heard}"));
            assert!(status.contains(&format!("next-hop=\"{behind}\"")), "{status}");
            assert!(status.contains("details=\"the proxy behind, "), "{status}");
        }
        if line["way"] == "request" && line["ended"] == "answered" {
            let page = heard.split("\r\n\r\n").last().unwrap_or_default();
            assert!(page.starts_with("the proxy behind, ") && page.contains(cause), "{page}");
        }
    }
}

#[test]
fn one_that_cannot_be_reached() {
    for (upstream, place, word) in [
        ("http://127.0.0.1:1", "127.0.0.1:1", "cannot be reached"),
        ("socks5h://127.0.0.1:1", "127.0.0.1:1", "cannot be reached"),
        ("http://nosuch.netwhy.invalid:3128", "nosuch.netwhy.invalid:3128", "cannot be reached"),
    ] {
        let plain = Proxy::start(&["--no-diagnose", "--upstream", upstream]);
        all_blame(&failures(&plain, NOBODY), place, "proxy.unreachable", word);
    }
    let proxy = Proxy::start(&["--upstream", "http://127.0.0.1:1"]);
    let told = failures(&proxy, NOBODY);
    all_blame(&told, "127.0.0.1:1", "proxy.unreachable", "(server.not-listening)");
    assert!(told.iter().all(|(_, line)| !line["summary"].to_string().contains(NOBODY)), "{told:?}");
}

#[test]
fn one_that_is_no_proxy() {
    let silent = Hostile::start(|talk| {
        talk.request();
        talk.wait();
    });
    let proxy = Proxy::start(&["--timeout", "1s", "--stall", "2s", "--upstream", &silent.url("")]);
    all_blame(&failures(&proxy, NOBODY), &silent.at.to_string(), "proxy.wrong-protocol", "does not answer");
    let closing = Hostile::start(|talk| {
        talk.request();
    });
    let proxy = Proxy::start(&["--upstream", &closing.url("")]);
    all_blame(&failures(&proxy, NOBODY), &closing.at.to_string(), "proxy.wrong-protocol", " the connection");
    let ssh = Hostile::answering("SSH-2.0-x\r\n");
    let proxy = Proxy::start(&["--upstream", &ssh.url("")]);
    all_blame(&failures(&proxy, NOBODY), &ssh.at.to_string(), "proxy.wrong-protocol", "is no http proxy");
    let Some(nginx) = Nginx::start() else { return };
    let proxy = Proxy::start(&["--upstream", &nginx.url(At::Plain, "")]);
    let told = failures(&proxy, NOBODY);
    all_blame(&told[1..], &nginx.at(At::Plain).to_string(), "proxy.wrong-protocol", "ordinary web server");
}

#[test]
fn one_that_is_there_and_does_not_come_back() {
    let slow = Hostile::start(|talk| {
        if talk.request().contains(NOBODY) {
            talk.wait();
        } else {
            talk.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
        }
    });
    let proxy = Proxy::start(&["--timeout", "1s", "--stall", "2s", "--upstream", &slow.url("")]);
    all_blame(
        &failures(&proxy, NOBODY),
        &slow.at.to_string(),
        "proxy.target-failed",
        "is there, and did not come back",
    );
}

#[test]
fn one_that_wants_a_login() {
    let (Some(squid), Some(nginx)) = (Squid::start(LOGIN), Nginx::start()) else { return };
    let place = nginx.at(At::Plain).to_string();
    let none = Proxy::start(&["--upstream", &format!("http://{}", squid.at)]);
    let at = squid.at.to_string();
    all_blame(
        &failures(&none, &place),
        &at,
        "proxy.login-required",
        "asks for a login, and --upstream gives none (407",
    );
    let wrong = Proxy::start(&["--upstream", &format!("http://user:wrong@{}", squid.at)]);
    let told = failures(&wrong, &place);
    all_blame(&told, &at, "proxy.login-required", "wants another login than --upstream gives (407");
    assert!(told.iter().all(|(heard, line)| !format!("{heard}{line}").contains("wrong")), "{told:?}");
    let right = Proxy::start(&["--upstream", &format!("http://user:secret@{}", squid.at)]);
    assert_eq!(right.curl(&[&nginx.url(At::Plain, "/")]), (Some(0), "hello from nginx\n".to_owned()));
    assert_eq!(right.curl(&["--proxytunnel", &nginx.url(At::Plain, "/")]), (Some(0), "hello from nginx\n".to_owned()));
    assert!(right.log(2).iter().all(|line| line["cause"].is_null()), "{:?}", right.log(2));
    // What squid says of another is passed on, and told in the log.
    let told = failures(&right, NOBODY);
    all_blame(&told, &at, "proxy.target-failed", "the target refuses the connection");
    assert!(told[0].0.contains("ERR_CONNECT_FAIL") && told[0].1["ended"] == "whole", "{told:?}");
}

#[test]
fn one_that_forbids() {
    let folder = crate::peers::folder();
    let filter = folder.path().join("filter");
    std::fs::write(&filter, "forbidden\n").expect("written");
    let lines = format!("ConnectPort 443\nFilter \"{}\"", filter.display());
    let Some(tiny) = Tinyproxy::start(&lines) else { return };
    let proxy = Proxy::start(&["--upstream", &format!("http://{}", tiny.at)]);
    let told = failures(&proxy, "forbidden.test:80");
    all_blame(&told, &tiny.at.to_string(), "proxy.denied", "(403");
    assert_eq!((&told[0].1["status"], &told[0].1["ended"]), (&403.into(), &"whole".into()), "{told:?}");
    // CONNECT is answered by this proxy; that it is forbidden is told in its status, too.
    let (heard, line) = &told[1];
    assert_eq!((&line["status"], &line["error"]), (&403.into(), &"http_request_denied".into()), "{line}");
    assert!(heard.starts_with("HTTP/1.1 403 ") && heard.contains("; received-status=403; "), "{heard}");
}

#[test]
fn one_that_speaks_socks() {
    let rules = "socks block { from: 0.0.0.0/0 to: 127.0.0.9/32 }";
    let Some(dante) = Dante::start("none", rules) else { return };
    let at = dante.at.to_string();
    let proxy = Proxy::start(&["--upstream", &format!("socks5h://{at}")]);
    all_blame(
        &failures(&proxy, "127.0.0.9:80"),
        &at,
        "proxy.denied",
        "does not let 127.0.0.9:80 through (SOCKS reply 2)",
    );
    let told = failures(&proxy, "127.0.0.9:80");
    assert!(told[0].0.starts_with("HTTP/1.1 403 ") && told[1].0.starts_with("HTTP/1.1 403 "), "{told:?}");
    assert!(told.iter().all(|(_, line)| line["error"] == "http_request_denied"), "{told:?}");
    assert!(told[2].0.contains("(2)"), "{told:?}");
    let told = failures(&proxy, NOBODY);
    all_blame(&told, &at, "proxy.target-failed", "the target refuses the connection");
    assert!(told.iter().all(|(_, line)| line["error"] == "connection_refused"), "{told:?}");
    let Some(dante) = Dante::start("username", "") else { return };
    let proxy = Proxy::start(&["--upstream", &format!("socks5h://{}", dante.at)]);
    let told = failures(&proxy, NOBODY);
    all_blame(&told, &dante.at.to_string(), "proxy.login-required", "asks for a login, and --upstream gives none");
}

#[test]
fn the_proxys_own_port_is_a_loop_whichever_way_it_is_asked_for() {
    let behind = Hostile::answering("HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n");
    let proxy = Proxy::start(&["--upstream", &behind.url("")]);
    for host in ["127.0.0.1", "localhost", "0x7f.1"] {
        for (heard, line) in failures(&proxy, &format!("{host}:{}", proxy.at.port())) {
            assert_eq!(line["error"], "proxy_loop_detected", "{host}: {line}");
            assert!(line["way"] == "socks5" || heard.contains(" 508 "), "{host}: {heard}");
        }
    }
    assert_eq!(behind.heard(), [] as [String; 0]);
}
