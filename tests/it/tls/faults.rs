//! How handshakes end that do not come to an end: each way has its own word.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener};

use netwhy::observation::HandshakeEnd;
use netwhy::probe::tls::{Identity, Settings};

use crate::tls::certificates::Authority;
use crate::tls::server::{handshake, older, serve, trusting};

const NOW: std::ops::Range<i32> = 2020..2040;

#[test]
fn a_server_of_old_is_known_by_its_answer_to_an_older_hello() {
    let authority = Authority::new("tls test");
    authority.certify("app", &["app.example.org"], NOW);
    let settings = trusting(&authority);
    for (option, version) in [("-tls1_1", "TLSv1.1"), ("-tls1", "TLSv1.0")] {
        let options = [option, "-cipher", "ALL:@SECLEVEL=0"];
        let Some(server) = serve(&authority, "app", &options) else { return };
        let (seen, answer) = handshake(server.at, "app.example.org", &settings);
        assert_eq!((seen.ended, answer), (HandshakeEnd::Alert, None), "{seen:?}");
        assert_eq!(seen.alert.map(|alert| alert.name).as_deref(), Some("protocol_version"));
        let old = older(server.at, "app.example.org", &settings);
        assert_eq!((old.ended, old.version.as_deref()), (HandshakeEnd::Answered, Some(version)), "{old:?}");
        assert!(old.is_trusted() && old.chain[0].names == ["app.example.org"], "{old:?}");
    }
}

#[test]
fn odd_ciphers_of_todays_version_are_told_from_old_versions() {
    let authority = Authority::new("tls test");
    authority.certify("app", &["app.example.org"], NOW);
    let options = ["-tls1_2", "-cipher", "ECDHE-ECDSA-AES128-SHA"];
    let Some(server) = serve(&authority, "app", &options) else { return };
    let (seen, _) = handshake(server.at, "app.example.org", &trusting(&authority));
    assert_eq!(seen.alert.map(|alert| alert.name).as_deref(), Some("handshake_failure"));
    let old = older(server.at, "app.example.org", &trusting(&authority));
    assert_eq!(old.version.as_deref(), Some("TLSv1.2"));
    assert_eq!(old.cipher.as_deref(), Some("TLS_ECDHE_ECDSA_WITH_AES_128_CBC_SHA"));
}

#[test]
fn a_wish_for_a_client_certificate_is_seen_in_each_version() {
    let authority = Authority::new("tls test");
    authority.certify("app", &["app.example.org"], NOW);
    authority.certify("client", &["somebody"], NOW);
    let identity = Identity::read(&authority.path("client.pem"), Some(&authority.path("client.key"))).unwrap();
    for version in ["-tls1_2", "-tls1_3"] {
        let options = [version, "-Verify", "1", "-verify_return_error", "-CAfile", "ca.pem"];
        let Some(server) = serve(&authority, "app", &options) else { return };
        let (seen, answer) = handshake(server.at, "app.example.org", &trusting(&authority));
        assert!(seen.client_certificate_wanted && !seen.client_certificate_given, "{seen:?}");
        assert_eq!((seen.ended, answer), (HandshakeEnd::Alert, None), "{seen:?}");
        assert!(seen.client_authorities.iter().any(|name| name.contains("tls test")), "{seen:?}");
        assert!(!seen.chain.is_empty(), "what the server showed is kept");
        let settings = trusting(&authority).being(identity.clone());
        let (seen, answer) = handshake(server.at, "app.example.org", &settings);
        assert!(seen.client_certificate_given && seen.is_trusted(), "{seen:?}");
        assert!(answer.unwrap().starts_with("HTTP/1.0 200"));
    }
}

/// A server that reads a hello and then does `then`.
fn peer(then: impl FnOnce(std::net::TcpStream) + Send + 'static) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        let (mut stream, _) = listener.accept().unwrap();
        let mut hello = [0; 2048];
        let read = stream.read(&mut hello).unwrap();
        assert!(read > 5 && hello[0] == 22);
        then(stream);
    });
    at
}

#[test]
fn reset_closed_and_silent_are_told_apart() {
    let settings = Settings::default();
    let closed = peer(drop);
    assert_eq!(handshake(closed, "app.example.org", &settings).0.ended, HandshakeEnd::Closed);
    let reset = peer(|stream| {
        let linger = nix::libc::linger { l_onoff: 1, l_linger: 0 };
        nix::sys::socket::setsockopt(&stream, nix::sys::socket::sockopt::Linger, &linger).unwrap();
    });
    assert_eq!(handshake(reset, "app.example.org", &settings).0.ended, HandshakeEnd::Reset);
    let silent = peer(|_stream| std::thread::sleep(std::time::Duration::from_secs(20)));
    assert_eq!(handshake(silent, "app.example.org", &settings).0.ended, HandshakeEnd::Silent);
}

#[test]
fn what_is_not_tls_is_shown() {
    let rows = [
        ("HTTP/1.1 400 Bad Request\r\n\r\n\x1b[2J", Some("HTTP")),
        ("SSH-2.0-OpenSSH_9\r\n", Some("SSH")),
        ("no", None),
    ];
    for (text, spoken) in rows {
        let at = peer(move |mut stream| stream.write_all(text.as_bytes()).unwrap());
        let (seen, _) = handshake(at, "app.example.org", &Settings::default());
        assert_eq!(seen.ended, HandshakeEnd::NotTls, "{seen:?}");
        assert_eq!(seen.spoken.map(netwhy::observation::Spoken::name), spoken);
        let excerpt = seen.excerpt.unwrap();
        assert!(excerpt.starts_with(&text[..2]) && !excerpt.contains('\x1b'), "{excerpt}");
    }
}

#[test]
fn the_own_alert_is_not_the_servers() {
    // A ServerHello of TLS 1.1 although none was offered: this side ends it.
    let mut hello = vec![22, 3, 2, 0, 42, 2, 0, 0, 38, 3, 2];
    hello.extend([9; 32]);
    hello.extend([0, 0, 0x2f, 0]);
    let at = peer(move |mut stream| {
        stream.write_all(&hello).unwrap();
        let _ = stream.read(&mut [0; 100]);
    });
    let (seen, _) = handshake(at, "app.example.org", &Settings::default());
    assert_eq!((seen.ended, seen.alert.is_some()), (HandshakeEnd::Failed, false), "{seen:?}");
    assert_eq!(seen.alert_sent.map(|alert| alert.name).as_deref(), Some("protocol_version"));
    assert_eq!(seen.version.as_deref(), Some("TLSv1.1"));
}
