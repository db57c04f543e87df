//! Path, name and time are judged each for itself, and the chain is shown whatever the judgement.

use netwhy::observation::{HandshakeEnd, PathTrust, TimeTrust};

use crate::tls::certificates::Authority;
use crate::tls::server::{handshake, serve, trusting};

const NOW: std::ops::Range<i32> = 2020..2040;

#[test]
fn a_trusted_server_is_spoken_to() {
    let authority = Authority::new("tls test");
    authority.certify("app", &["app.example.org", "127.0.0.1"], NOW);
    let Some(server) = serve(&authority, "app", &["-alpn", "http/1.1"]) else { return };
    let settings = trusting(&authority).offering(&["http/1.1"]);
    let (seen, answer) = handshake(server.at, "app.example.org", &settings);
    assert_eq!((seen.ended, seen.is_trusted()), (HandshakeEnd::Done, true), "{seen:?}");
    assert_eq!((seen.version.as_deref(), seen.alpn.as_deref()), (Some("TLSv1.3"), Some("http/1.1")));
    assert_eq!((seen.cipher.as_deref(), seen.group.as_deref()), (Some("TLS_AES_256_GCM_SHA384"), Some("X25519")));
    assert_eq!(seen.server_name.as_deref(), Some("app.example.org"));
    assert!(!seen.client_certificate_wanted);
    assert_eq!(seen.chain[0].names, ["app.example.org", "127.0.0.1"]);
    assert_eq!((seen.chain[0].subject_name(), seen.chain[0].issuer_name()), ("app.example.org", "tls test"));
    let trust = seen.trust.saw().unwrap();
    assert_eq!(trust.public.saw(), Some(&false), "a private authority is none of Mozilla's");
    assert!(answer.unwrap().starts_with("HTTP/1.0 200"));
    let (by_address, _) = handshake(server.at, "127.0.0.1", &settings);
    assert!(by_address.is_trusted() && by_address.server_name.is_none(), "{by_address:?}");
}

#[test]
fn each_fault_is_seen_beside_the_others() {
    let authority = Authority::new("tls test");
    let other = Authority::new("another authority");
    authority.certify("expired", &["app.example.org"], 2020..2021);
    authority.certify("early", &["app.example.org"], 2040..2045);
    other.certify("foreign", &["app.example.org"], 2020..2021);
    let settings = trusting(&authority);
    let judged = |authority: &Authority, file: &str, name: &str| {
        let server = serve(authority, file, &[])?;
        let (seen, answer) = handshake(server.at, name, &settings);
        assert_eq!((seen.ended, answer.is_some(), seen.chain.len()), (HandshakeEnd::Done, true, 1), "{seen:?}");
        let trust = seen.trust.saw().unwrap();
        Some((trust.path, trust.name_matches, trust.time, seen.is_trusted()))
    };
    let Some(expired) = judged(&authority, "expired", "app.example.org") else { return };
    assert_eq!(expired, (PathTrust::Trusted, true, TimeTrust::Expired, false));
    let early = judged(&authority, "early", "app.example.org").unwrap();
    assert_eq!(early, (PathTrust::Trusted, true, TimeTrust::NotYetValid, false));
    let both = judged(&authority, "expired", "other.example.org").unwrap();
    assert_eq!(both, (PathTrust::Trusted, false, TimeTrust::Expired, false));
    let all = judged(&other, "foreign", "other.example.org").unwrap();
    assert_eq!(all, (PathTrust::UnknownIssuer, false, TimeTrust::Expired, false));
}

#[test]
fn an_intermediate_that_is_not_sent_is_missed() {
    let authority = Authority::new("tls test");
    let between = authority.below("between");
    between.certify("app", &["app.example.org"], NOW);
    let settings = trusting(&authority);
    let path = |options: &[&str]| {
        let server = serve(&between, "app", options)?;
        let (seen, _) = handshake(server.at, "app.example.org", &settings);
        Some((seen.trust.saw().unwrap().path, seen.chain.len()))
    };
    let Some(without) = path(&[]) else { return };
    assert_eq!(without, (PathTrust::UnknownIssuer, 1));
    assert_eq!(path(&["-cert_chain", "between.pem"]), Some((PathTrust::Trusted, 2)));
}

/// Made as old guides make it: of version 1 where openssl still does so, and its own authority.
#[test]
fn a_self_signed_certificate_is_trusted_only_where_it_is_given_itself() {
    let authority = Authority::new("tls test");
    let script = "openssl req -newkey rsa:2048 -nodes -keyout own.key -out request.pem -subj /CN=app.example.org
        openssl x509 -req -in request.pem -signkey own.key -days 30 -out own.pem
        openssl req -x509 -newkey rsa:2048 -nodes -keyout new.key -out new.pem -days 30 -subj /CN=app.example.org \
          -addext subjectAltName=DNS:app.example.org";
    if crate::names::server::find("openssl").is_none() {
        return;
    }
    let made = std::process::Command::new("sh").args(["-euc", script]).current_dir(authority.folder.path()).output();
    assert!(made.as_ref().unwrap().status.success(), "{made:?}");
    for (file, version) in [("own", "-tls1_3"), ("own", "-tls1_2"), ("new", "-tls1_3")] {
        let server = serve(&authority, file, &[version]).unwrap();
        let (seen, answer) = handshake(server.at, "app.example.org", &trusting(&authority));
        assert_eq!((seen.ended, answer.is_some()), (HandshakeEnd::Done, true), "{seen:?}");
        assert_eq!(seen.trust.saw().unwrap().path, PathTrust::SelfSigned, "{seen:?}");
        assert!(seen.chain[0].is_self_signed && seen.chain[0].key == "RSA 2048");
    }
    let server = serve(&authority, "new", &[]).unwrap();
    let trust = netwhy::probe::tls::Trust::file(&authority.path("new.pem")).unwrap();
    let (seen, _) = handshake(server.at, "app.example.org", &netwhy::probe::tls::Settings::default().trusting(trust));
    assert!(seen.is_trusted(), "{seen:?}");
}

#[test]
fn to_ignore_trust_is_written_down() {
    let authority = Authority::new("tls test");
    authority.certify("expired", &["app.example.org"], 2020..2021);
    let Some(server) = serve(&authority, "expired", &[]) else { return };
    let settings = netwhy::probe::tls::Settings::default().trusting_anybody();
    let (seen, _) = handshake(server.at, "other.example.org", &settings);
    let trust = seen.trust.saw().unwrap();
    assert!(seen.is_trusted() && trust.ignored && trust.path == PathTrust::UnknownIssuer, "{seen:?}");
}
