//! The peers themselves, asked by curl: what the other tests rest on.

use std::process::Command;

use crate::peers::nginx::{At, Nginx};
use crate::peers::node::Node;
use crate::peers::openssh::OpenSsh;

/// curl's exit code and what it printed.
fn curl(args: &[&str]) -> (Option<i32>, String) {
    let mut command = Command::new("curl");
    for setting in crate::run::SETTINGS {
        command.env_remove(setting);
    }
    let output = command.args(["-q", "-sS", "--max-time", "20"]).args(args).output().expect("curl");
    (output.status.code(), String::from_utf8_lossy(&output.stdout).into_owned())
}

#[test]
fn nginx_answers_as_its_pages_say() {
    let Some(nginx) = Nginx::start() else { return };
    let url = |path| nginx.url(At::Plain, path);
    assert_eq!(curl(&[&url("/")]), (Some(0), "hello from nginx\n".to_owned()));
    assert_eq!(curl(&["-d", "a=b", &url("/body")]), (Some(0), "a=b".to_owned()));
    assert_eq!(curl(&["-L", &url("/hops/4")]), (Some(0), "hello from nginx\n".to_owned()));
    assert_eq!(curl(&["-L", &url("/relative/a"), "-d", "x", "--post302"]), (Some(0), "x".to_owned()));
    assert_eq!(curl(&["-u", "user:pass word", &url("/login")]), (Some(0), "a small file here\n".to_owned()));
    assert_eq!(curl(&[&url("/chunked")]), (Some(0), "first\nsecond\n".to_owned()));
    for coded in ["/page.gz", "/page.br", "/page.zst"] {
        let page = String::from_utf8(nginx.file("files/page")).expect("text");
        assert_eq!(curl(&["--compressed", &url(coded)]), (Some(0), page), "{coded}");
    }
    let asked = nginx.asked(14);
    let first = asked[0]["head"].as_str().expect("a head");
    assert!(first.starts_with("GET / HTTP/1.1\r\nHost: "), "{first:?}");
    assert_eq!(asked[1]["body"], "a=b");
    assert_eq!(asked.len(), 14, "{asked:?}");
}

#[test]
fn nginx_speaks_tls_with_each_certificate() {
    let Some(nginx) = Nginx::start() else { return };
    let ca = nginx.certificates.path("ca.pem");
    let (client, key) = (nginx.certificates.path("client.pem"), nginx.certificates.path("client.key"));
    for (at, code) in [
        (At::Tls, 0),
        (At::Tls12, 0),
        (At::Expired, 60),
        (At::Early, 60),
        (At::OtherName, 60),
        (At::SelfSigned, 60),
        (At::Untrusted, 60),
        (At::Tls11, 35),
    ] {
        let (url, place) = nginx.named(at, "/");
        assert_eq!(curl(&["--cacert", &ca, "--resolve", &place, &url]).0, Some(code), "{at:?}");
        assert_eq!(curl(&["--cacert", &ca, &nginx.url(at, "/")]).0, Some(code), "{at:?} by address");
    }
    let url = nginx.url(At::ClientWanted, "/");
    let status = ["-o", "/dev/null", "-w", "%{http_code}", "--cacert", &ca];
    assert_eq!(curl(&[&status[..], &[&url]].concat()).1, "400");
    assert_eq!(curl(&[&status[..], &["--cert", &client, "--key", &key, &url]].concat()).1, "200");
}

#[test]
fn nginx_closes_when_it_says_so() {
    let Some(nginx) = Nginx::start() else { return };
    for (at, connects) in [(At::Plain, "1000"), (At::Twice, "1010"), (At::Once, "1111")] {
        let url = nginx.url(at, "/");
        let said = curl(&["-w", "%{num_connects}", "-o", "/dev/null", &url, "-o", "/dev/null", &url]).1;
        assert_eq!(said, &connects[..2], "{at:?}");
    }
}

#[test]
fn node_answers_before_it_answers() {
    let Some(node) = Node::start() else { return };
    let (code, hints) = curl(&["-i", &node.url("/hints")]);
    assert!(code == Some(0) && hints.starts_with("HTTP/1.1 103 Early Hints\r\n"), "{hints}");
    assert!(hints.contains("HTTP/1.1 200 OK\r\n") && hints.ends_with("after the hints\n"), "{hints}");
    let (_, twice) = curl(&["-i", &node.url("/processing")]);
    assert_eq!(twice.matches("HTTP/1.1 102 Processing\r\n").count(), 2, "{twice}");
    let (_, trailers) = curl(&["--raw", "-i", &node.url("/trailers")]);
    assert!(trailers.ends_with("X-Sum: 14\r\n\r\n"), "{trailers:?}");
}

#[test]
fn openssh_is_a_proxy_of_every_socks_version() {
    let (Some(nginx), Some(ssh)) = (Nginx::start(), OpenSsh::start()) else { return };
    for scheme in ["socks4", "socks4a", "socks5", "socks5h"] {
        let proxy = format!("{scheme}://{}", ssh.socks);
        let said = curl(&["--proxy", &proxy, &nginx.url(At::Plain, "/")]);
        assert_eq!(said, (Some(0), "hello from nginx\n".to_owned()), "{scheme}");
    }
    let (code, banner) = curl(&["--http0.9", "-m", "1", &format!("http://{}", ssh.at)]);
    assert!(code.is_some() && banner.starts_with("SSH-2.0-OpenSSH"), "{banner}");
}
