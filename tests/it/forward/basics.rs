//! curl through the proxy to nginx: every way in, every way on, and who may not.

use crate::forward::Proxy;
use crate::peers::nginx::{At, Nginx};
use crate::peers::squid::{LOGIN, Squid};

#[test]
fn curl_comes_through_by_every_way() {
    let Some(nginx) = Nginx::start() else { return };
    let proxy = Proxy::start(&[]);
    let url = nginx.url(At::Plain, "/index.html");
    let (_, direct) = crate::forward::Proxy::curl(&proxy, &["--noproxy", "*", &url]);
    let socks = format!("socks5h://{}", proxy.at);
    for args in [
        &[url.as_str()][..],
        &["-0", &url],
        &["--proxytunnel", &url],
        &["--proxy", &socks, &url],
        &["-H", "Transfer-Encoding: chunked", "-d", "x", "-X", "GET", &url],
    ] {
        assert_eq!(proxy.curl(args), (Some(0), direct.clone()), "{args:?}");
    }
    let (code, kept) = proxy.curl(&["-w", "%{num_connects}", "-o", "/dev/null", &url, "-o", "/dev/null", &url]);
    assert_eq!((code, kept.as_str()), (Some(0), "10"), "the second takes the connection of the first");
    let log = proxy.log(7);
    log.iter().for_each(crate::contract::holds);
    assert_eq!(log[0]["url"], *url);
    assert_eq!(log[3]["way"], "socks5");
    assert!(log.iter().all(|line| line["ended"] == "whole"), "{log:#?}");
    assert!(log[6]["reused"].as_bool().unwrap(), "{:#}", log[6]);
}

#[test]
fn what_cannot_be_reached_is_told_with_its_cause() {
    let proxy = Proxy::start(&[]);
    let (_, refused) = proxy.curl(&["-i", "http://127.0.0.1:1/"]);
    assert!(refused.starts_with("HTTP/1.1 502 "), "{refused}");
    assert!(refused.contains("proxy-status: netwhy; error=connection_refused; details="), "{refused}");
    assert!(
        refused.contains("127.0.0.1:1 refuses the connection") && refused.contains("server.not-listening"),
        "{refused}"
    );
    let (code, tunnel) = proxy.curl(&["--proxytunnel", "http://127.0.0.1:1/"]);
    assert!(code == Some(56) && tunnel.contains("502"), "{code:?} {tunnel}");
    let socks = format!("socks5://{}", proxy.at);
    let (code, told) = proxy.curl(&["--proxy", &socks, "http://127.0.0.1:1/"]);
    assert!(code == Some(97) && told.contains("(5)"), "{code:?} {told}");
    let own = proxy.url();
    assert!(proxy.curl(&["-i", &own]).1.starts_with("HTTP/1.1 508 "));
    assert!(proxy.curl(&["-i", &own.replace("127.0.0.1", "127.0.0.2")]).1.starts_with("HTTP/1.1 502 "));
    assert!(proxy.curl(&["-i", "http://169.254.169.254/"]).1.contains("error=destination_ip_prohibited"));
    let (_, page) = proxy.curl(&["--noproxy", "*", "-i", "-H", "Accept: text/html", &own]);
    assert!(page.starts_with("HTTP/1.1 400 ") && page.contains("<p>this is a forward proxy"), "{page}");
    let log = proxy.log(6);
    log.iter().for_each(crate::contract::holds);
    assert_eq!(log[0]["cause"], "server.not-listening");
    assert_eq!((&log[2]["way"], &log[2]["cause"]), (&"socks5".into(), &"server.not-listening".into()));
}

#[test]
fn a_login_is_asked_for_by_every_way() {
    let Some(nginx) = Nginx::start() else { return };
    let proxy = Proxy::start(&["--user", "anna:s3cret"]);
    let url = nginx.url(At::Plain, "/index.html");
    let (socks, host) = (format!("socks5h://{}", proxy.at), proxy.at);
    let known = format!("socks5h://anna:s3cret@{host}");
    let wrong = format!("socks5h://anna:s3cres@{host}");
    assert!(proxy.curl(&["-i", &url]).1.starts_with("HTTP/1.1 407 "));
    let (_, answer) = proxy.curl(&["-i", "-U", "anna:wrong", &url]);
    assert!(answer.contains("proxy-authenticate: Basic realm="), "{answer}");
    assert_eq!(proxy.curl(&["-U", "anna:s3cret", &url]).0, Some(0));
    assert_eq!(proxy.curl(&["--proxytunnel", "-U", "anna:s3cret", &url]).0, Some(0));
    assert_eq!(proxy.curl(&["--proxytunnel", &url]).0, Some(56));
    assert_eq!(proxy.curl(&["--proxy", &known, &url]).0, Some(0));
    assert_eq!(proxy.curl(&["--proxy", &wrong, &url]).0, Some(97));
    assert_eq!(proxy.curl(&["--proxy", &socks, &url]).0, Some(97));
    let log = proxy.log(8);
    assert_eq!((&log[2]["user"], &log[5]["user"]), (&"anna".into(), &"anna".into()), "{log:#?}");
    assert!(!format!("{log:?}").contains("s3cre"), "{log:#?}");
}

#[test]
fn everything_goes_through_the_proxy_behind() {
    let (Some(nginx), Some(squid)) = (Nginx::start(), Squid::start(LOGIN)) else { return };
    let proxy = Proxy::start(&["--upstream", &format!("http://user:secret@{}", squid.at)]);
    let url = nginx.url(At::Plain, "/index.html");
    assert_eq!(proxy.curl(&[&url]).0, Some(0));
    assert_eq!(proxy.curl(&["--proxytunnel", &url]).0, Some(0));
    let over = Proxy::start(&["--upstream", &format!("socks5h://{}", proxy.at)]);
    assert_eq!(over.curl(&[&url]).0, Some(0));
    let log = squid.log();
    assert!(log.contains("GET http") && log.contains("CONNECT"), "{log}");
    let wrong = Proxy::start(&["--upstream", &format!("http://user:wrong@{}", squid.at)]);
    let (_, told) = wrong.curl(&["-i", &url]);
    assert!(told.starts_with("HTTP/1.1 502 ") && told.contains("--upstream"), "{told}");
    assert!(!format!("{:?}", wrong.log(1)).contains("wrong"));
}
