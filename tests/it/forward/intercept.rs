//! TLS looked into, for the named hosts alone.

use std::io::Write;
use std::process::{Command, Stdio};

use crate::forward::Proxy;
use crate::forward::har::installed;
use crate::peers::nginx::{At, Nginx};

/// An authority in a folder of its own: the folder, and the certificate's path.
pub(super) fn authority() -> (tempfile::TempDir, String) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("ca.pem").display().to_string();
    let made = crate::run::netwhy(&format!("proxy --make-ca {path}"));
    assert_eq!(made.code, Some(0), "{made:?}");
    assert!(made.stdout.contains("never share it") && made.stdout.contains(&path), "{made:?}");
    let key = std::fs::metadata(folder.path().join("ca.key")).unwrap();
    assert_eq!(std::os::unix::fs::PermissionsExt::mode(&key.permissions()) & 0o777, 0o600);
    (folder, path)
}

#[test]
fn named_hosts_are_looked_into_and_no_others() {
    let Some(nginx) = Nginx::start() else { return };
    let (folder, ca) = authority();
    let origin = nginx.certificates.path("ca.pem");
    let (at, host) = (nginx.at(At::Tls), nginx.at(At::Tls).ip().to_string());
    let har = folder.path().join("a.har").display().to_string();
    let map = format!("shown.test=https://{at}");
    let named = format!("{host}:{},shown.test", at.port());
    let mut proxy = Proxy::start(&[
        "--ca",
        &ca,
        "--intercept",
        &named,
        "--cacert",
        &origin,
        "--har",
        &har,
        "--map",
        &map,
        "--set-header",
        "X-Mark: seen",
    ]);
    let head = format!("https://{at}/head");
    let (code, text) = proxy.curl(&["--cacert", &ca, &head, &head]);
    assert_eq!(code, Some(0), "{text}");
    assert_eq!(text.to_lowercase().matches("x-mark: seen").count(), 2, "{text}");
    let (code, text) = proxy.curl(&["--cacert", &ca, "https://shown.test/head"]);
    assert!(code == Some(0) && text.to_lowercase().contains("x-mark: seen"), "{text}");
    let socks = format!("socks5h://{}", proxy.at);
    let (code, text) = proxy.curl(&["--proxy", &socks, "--cacert", &ca, "https://shown.test/head"]);
    assert!(code == Some(0) && text.to_lowercase().contains("x-mark: seen"), "{text}");
    // Another port of the same host is not named: the origin's own certificate is seen, and nothing is changed.
    let other = nginx.url(At::Tls12, "/head");
    let (code, text) = proxy.curl(&["--cacert", &origin, &other]);
    assert!(code == Some(0) && !text.to_lowercase().contains("x-mark"), "{text}");
    assert_ne!(proxy.curl(&["--cacert", &ca, &other]).0, Some(0));
    // What is no TLS passes as it is.
    let plain = format!("http://{at}/");
    let (_, text) = proxy.curl(&["--proxytunnel", &plain]);
    assert!(text.contains("The plain HTTP request was sent to HTTPS port"), "{text}");
    let log = proxy.log(10);
    let shown: Vec<_> = log.iter().filter(|line| line["url"] == head).collect();
    assert_eq!(shown.len(), 2, "{log:?}");
    assert!(shown.iter().all(|line| line["intercepted"] == true && line["status"] == 200 && line["way"] == "request"));
    assert_eq!(shown[1]["reused"], true);
    proxy.end();
    let text = std::fs::read_to_string(&har).unwrap();
    assert!(text.contains(&format!("\"url\":\"{head}\"")) && text.contains("\"url\":\"https://shown.test/head\""));
    assert!(!text.contains(&other));
}

#[test]
fn nothing_is_looked_into_unless_that_is_asked() {
    let Some(nginx) = Nginx::start() else { return };
    let proxy = Proxy::start(&[]);
    let (code, text) = proxy.curl(&["--cacert", &nginx.certificates.path("ca.pem"), &nginx.url(At::Tls, "/")]);
    assert_eq!((code, text.as_str()), (Some(0), "hello from nginx\n"));
    assert_eq!(proxy.log(1)[0]["intercepted"], false);
}

#[test]
fn an_origin_that_is_not_trusted_is_told_with_the_cause() {
    let Some(nginx) = Nginx::start() else { return };
    let (_folder, ca) = authority();
    let origin = nginx.certificates.path("ca.pem");
    let args = ["--ca", &ca, "--intercept", "*", "--cacert", &origin];
    let behind = Proxy::start(&[]);
    let url = behind.url();
    // What is behind another proxy is judged by what the handshake showed: nothing else can be looked at.
    for proxy in [Proxy::start(&args), Proxy::start(&[&args[..], &["--upstream", &url]].concat())] {
        for (at, cause) in [
            (At::Expired, "protocol.tls-expired"),
            (At::Early, "protocol.tls-not-yet-valid"),
            (At::OtherName, "protocol.tls-wrong-name"),
            (At::SelfSigned, "protocol.tls-untrusted"),
            (At::Untrusted, "protocol.tls-untrusted"),
        ] {
            let (code, text) = proxy.curl(&["-i", "--cacert", &ca, &nginx.url(at, "/")]);
            assert_eq!(code, Some(0), "{text}");
            assert!(text.contains(" 502 ") && text.contains(cause) && !text.contains("hello"), "{at:?}: {text}");
        }
        let log = proxy.log(10);
        let causes =
            log.iter().filter(|line| line["cause"].as_str().is_some_and(|cause| cause.starts_with("protocol.tls")));
        assert_eq!(causes.count(), 5, "{log:?}");
    }
}

#[test]
fn a_client_that_does_not_trust_is_told_of() {
    let Some(nginx) = Nginx::start() else { return };
    let (_folder, ca) = authority();
    let proxy = Proxy::start(&["--ca", &ca, "--intercept", "*"]);
    let (code, _) = proxy.curl(&["--cacert", &nginx.certificates.path("ca.pem"), &nginx.url(At::Tls, "/")]);
    assert_eq!(code, Some(60));
    let line = &proxy.log(1)[0];
    assert!(
        line["summary"].as_str().unwrap().contains("does not trust the certificate made here (alert unknown_ca)"),
        "{line}"
    );
}

#[test]
fn openssl_and_requests_take_the_chain() {
    let Some(nginx) = Nginx::start() else { return };
    let (folder, ca) = authority();
    let origin = nginx.certificates.path("ca.pem");
    let at = nginx.at(At::Tls).to_string();
    let map = format!("shown.test=https://{at}");
    let proxy = Proxy::start(&["--ca", &ca, "--intercept", "*", "--cacert", &origin, "--map", &map]);
    for (place, name) in [(at.as_str(), None), ("shown.test:443", Some("shown.test"))] {
        let mut openssl = Command::new("openssl");
        openssl.args(["s_client", "-proxy", &proxy.at.to_string(), "-connect", place, "-CAfile", &ca, "-x509_strict"]);
        openssl.args(["-verify_return_error", "-showcerts"]);
        match name {
            Some(name) => openssl.args(["-servername", name, "-verify_hostname", name]),
            None => openssl.args(["-noservername", "-verify_ip", at.split(':').next().unwrap()]),
        };
        let ran = openssl.stdin(Stdio::null()).output().unwrap();
        let text = String::from_utf8_lossy(&ran.stdout).into_owned();
        assert!(ran.status.success() && text.contains("Verify return code: 0 (ok)"), "{place}: {text}");
        let leaf = &text[text.find("-----BEGIN CERT").unwrap()..text.find("-----END CERT").unwrap() + 25];
        let file = folder.path().join("leaf.pem");
        std::fs::write(&file, leaf).unwrap();
        let mut openssl = Command::new("openssl");
        openssl.args(["verify", "-x509_strict", "-purpose", "sslserver", "-CAfile", &ca]).arg(&file);
        let ran = openssl.output().unwrap();
        assert!(ran.status.success(), "{}", String::from_utf8_lossy(&ran.stderr));
    }
    let script = "import sys, requests\ns = requests.Session()\ns.trust_env = False\ns.proxies = {'https': sys.argv[1]}\n\
                  s.verify = sys.argv[2]\nprint(*(s.get(u).text.strip() for u in sys.argv[3:]))";
    let Some(python) = installed("pip/bin/python") else { return };
    let mut python = Command::new(python);
    python.args(["-c", script, &proxy.url(), &ca, &nginx.url(At::Tls, "/"), "https://shown.test/"]);
    let ran = python.output().unwrap();
    let text = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert_eq!(text, "hello from nginx hello from nginx\n");
}

/// An origin that switches to an echo over TLS, on a free port that it prints.
const ECHO: &str = "
import socket, ssl, sys
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(sys.argv[1], sys.argv[2])
listener = socket.create_server((sys.argv[3], 0))
print(listener.getsockname()[1], flush=True)
stream = context.wrap_socket(listener.accept()[0], server_side=True)
head = b''
while b'\\r\\n\\r\\n' not in head:
    head += stream.recv(4096)
assert b'upgrade: websocket' in head.lower(), head
stream.sendall(b'HTTP/1.1 101 Switching Protocols\\r\\nUpgrade: websocket\\r\\nConnection: Upgrade\\r\\n\\r\\nfirst')
while data := stream.recv(4096):
    stream.sendall(data.upper())
";

/// A client that switches, and speaks over what it becomes.
const SWITCH: &str = "
import socket, ssl, sys
stream = socket.create_connection((sys.argv[1].split(':')[0], int(sys.argv[1].split(':')[1])))
stream.sendall(f'CONNECT {sys.argv[2]} HTTP/1.1\\r\\nHost: {sys.argv[2]}\\r\\n\\r\\n'.encode())
assert b' 200 ' in stream.recv(4096)
context = ssl.create_default_context(cafile=sys.argv[3])
stream = context.wrap_socket(stream, server_hostname=sys.argv[2].split(':')[0])
stream.sendall(b'GET / HTTP/1.1\\r\\nHost: x\\r\\nConnection: Upgrade\\r\\nUpgrade: websocket\\r\\n\\r\\n')
said = b''
while b'first' not in said:
    said += stream.recv(4096)
stream.sendall(b'hello')
print(said.split()[1].decode(), stream.recv(4096).decode())
";

#[test]
fn a_web_socket_works_inside() {
    let Some(nginx) = Nginx::start() else { return };
    let (_folder, ca) = authority();
    let path = |name: &str| nginx.certificates.path(name);
    let host = nginx.at(At::Tls).ip().to_string();
    let mut origin = Command::new("python3");
    origin.args(["-c", ECHO, &path("good.pem"), &path("good.key"), &host]).stdout(Stdio::piped());
    let mut origin = origin.spawn().unwrap();
    let mut port = String::new();
    std::io::BufRead::read_line(&mut std::io::BufReader::new(origin.stdout.take().unwrap()), &mut port).unwrap();
    let proxy = Proxy::start(&["--ca", &ca, "--intercept", &host, "--cacert", &path("ca.pem")]);
    let place = format!("{host}:{}", port.trim());
    let ran = Command::new("python3").args(["-c", SWITCH, &proxy.at.to_string(), &place, &ca]).output().unwrap();
    let text = String::from_utf8_lossy(&ran.stdout).into_owned() + &String::from_utf8_lossy(&ran.stderr);
    assert_eq!(text, "101 HELLO\n");
    let log = proxy.log(2);
    assert!(log.iter().any(|line| line["status"] == 101 && line["intercepted"] == true), "{log:?}");
    // It may have ended with its client.
    let _ = origin.kill();
    origin.wait().unwrap();
}

#[test]
fn an_authority_that_others_may_read_is_refused() {
    let (folder, ca) = authority();
    let key = folder.path().join("ca.key");
    std::fs::set_permissions(&key, std::os::unix::fs::PermissionsExt::from_mode(0o644)).unwrap();
    let ran = crate::run::netwhy(&format!("proxy --listen 127.0.0.1:0 --ca {ca} --intercept *"));
    assert!(ran.code == Some(2) && ran.stderr.contains("chmod 600"), "{ran:?}");
    let again = crate::run::netwhy(&format!("proxy --make-ca {ca}"));
    assert!(again.code == Some(2) && again.stderr.contains("is not overwritten"), "{again:?}");
    let mut file = std::fs::OpenOptions::new().append(true).open(&key).unwrap();
    file.write_all(b"\n").unwrap();
    let ran = crate::run::netwhy(&format!("proxy --make-ca {} --json", folder.path().join("b.pem").display()));
    assert!(ran.code == Some(2) && !folder.path().join("b.pem").exists(), "{ran:?}");
}
