//! The real proxies of these tests, as curl sees them: what they do is no matter of netwhy's opinion.

use std::process::Command;

use crate::peers::dante::Dante;
use crate::peers::nginx::{At, Nginx};
use crate::peers::squid::{LOGIN, ONLY_443, Squid};
use crate::peers::tinyproxy::Tinyproxy;

/// curl's exit code, and the status of the proxy's answer to CONNECT or of the answer itself.
fn curl(args: &[&str]) -> (Option<i32>, String) {
    let output = Command::new("curl")
        .env_clear()
        .args(["-s", "-o", "/dev/null", "-w", "%{http_connect} %{http_code}", "--max-time", "20"])
        .args(args)
        .output()
        .expect("curl");
    (output.status.code(), String::from_utf8(output.stdout).expect("text"))
}

fn outcome(code: i32, status: &str) -> (Option<i32>, String) {
    (Some(code), status.to_owned())
}

#[test]
fn squid_stands() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start("")) else { return };
    let url = nginx.url(At::Plain, "/");
    let ca = squid.certificates.path("ca.pem");
    let tls = format!("https://{}", squid.tls);
    assert_eq!(curl(&["-x", &squid.at.to_string(), &url]), outcome(0, "000 200"));
    assert_eq!(curl(&["-p", "-x", &squid.at.to_string(), &url]), outcome(0, "200 200"));
    assert_eq!(curl(&["-p", "-x", &tls, "--proxy-cacert", &ca, &url]), outcome(0, "200 200"));
    assert!(squid.log().contains("GET"), "{}", squid.log());
    let Some(squid) = Squid::start(&format!("{LOGIN}\n{ONLY_443}")) else { return };
    assert_eq!(curl(&["-x", &squid.at.to_string(), &url]), outcome(0, "000 407"));
    assert_eq!(curl(&["-x", &format!("user:secret@{}", squid.at), &url]), outcome(0, "000 200"));
    assert_eq!(curl(&["-p", "-x", &format!("user:secret@{}", squid.at), &url]), outcome(56, "403 000"));
}

#[test]
fn tinyproxy_stands() {
    let (Some(nginx), Some(tiny)) = (Nginx::start(), Tinyproxy::start("BasicAuth user secret\nConnectPort 443")) else {
        return;
    };
    let (url, proxy) = (nginx.url(At::Plain, "/"), format!("user:secret@{}", tiny.at));
    assert_eq!(curl(&["-x", &tiny.at.to_string(), &url]), outcome(0, "000 407"));
    assert_eq!(curl(&["-x", &proxy, &url]), outcome(0, "000 200"), "{}", tiny.peer.text("log"));
    assert_eq!(curl(&["-p", "-x", &proxy, &url]), outcome(56, "403 000"));
}

#[test]
fn dante_stands() {
    let (Some(nginx), Some(dante), Some(closed)) =
        (Nginx::start(), Dante::start("none", ""), Dante::start("username", ""))
    else {
        return;
    };
    let url = nginx.url(At::Plain, "/");
    assert_eq!(
        curl(&["-x", &format!("socks5://{}", dante.at), &url]),
        outcome(0, "000 200"),
        "{}",
        dante.peer.text("log")
    );
    assert_eq!(
        curl(&["-x", &format!("socks4://{}", dante.at), &url]),
        outcome(0, "000 200"),
        "{}",
        dante.peer.text("log")
    );
    assert_eq!(curl(&["-x", &format!("socks5://{}", closed.at), &url]), outcome(97, "000 000"));
    assert_eq!(curl(&["-x", &format!("socks5://user:secret@{}", closed.at), &url]), outcome(0, "000 200"));
}
