//! Ends of TLS that are none, or never come to an end.

use std::sync::Arc;
use std::time::Duration;

use crate::hostile::judged;
use crate::hostile::server::{Hostile, Talk};

/// A record (RFC 8446 section 5.1).
fn record(kind: u8, body: &[u8]) -> Vec<u8> {
    let [high, low] = u16::try_from(body.len()).expect("a short record").to_be_bytes();
    [&[kind, 3, 3, high, low], body].concat()
}

const ALERT: u8 = 21;
const HANDSHAKE: u8 = 22;

/// Reads the ClientHello and does `script`; the run must end with one of `causes`.
fn ends(causes: &[&str], script: impl Fn(&mut Talk) + Send + Sync + 'static) {
    let server = Hostile::start(move |talk| {
        let header = talk.bytes(5);
        let length = header.get(3..5).map_or(0, |two| usize::from(two[0]) << 8 | usize::from(two[1]));
        talk.bytes(length);
        script(talk);
    });
    let url = format!("https://{}/", server.at);
    for more in [&["--insecure"][..], &[]] {
        let ran = crate::hostile::measured::run(
            &[&["http", "--json", "--max-time", "3s", "--timeout", "2s"], more, &[&url]].concat(),
        );
        let cause = ran.document()["verdict"]["cause"].as_str().unwrap_or("-").to_owned();
        assert!(causes.contains(&cause.as_str()), "{cause}: {ran:?}");
        judged(&[more, &[&url]].concat(), (1, &cause, "-"));
    }
}

#[test]
fn plain_http_answers() {
    ends(&["protocol.mismatch"], |talk| {
        talk.say("HTTP/1.1 400 Bad Request\r\nContent-Length: 2\r\n\r\nno");
    });
}

#[test]
fn garbage_answers() {
    ends(&["protocol.mismatch"], |talk| {
        talk.say([0xde, 0xad, 0xbe, 0xef].repeat(1000));
    });
}

#[test]
fn garbage_in_records() {
    ends(&["protocol.tls-failed"], |talk| {
        talk.say(record(HANDSHAKE, &[0xde; 200]));
        talk.wait();
    });
}

#[test]
fn an_endless_flood_of_garbage() {
    ends(&["protocol.mismatch"], |talk| talk.forever([0xaa; 4096]));
}

#[test]
fn an_endless_flood_of_warnings() {
    // Level 1: a warning; 90: user_canceled.
    ends(&["protocol.tls-failed", "protocol.silent"], |talk| talk.forever(record(ALERT, &[1, 90])));
}

#[test]
fn an_endless_flood_of_empty_records() {
    ends(&["protocol.tls-failed", "protocol.silent", "protocol.closes-at-once"], |talk| {
        talk.forever(record(HANDSHAKE, &[]))
    });
}

#[test]
fn a_handshake_message_of_16_megabytes() {
    ends(&["protocol.tls-failed"], |talk| {
        talk.say(record(HANDSHAKE, &[&[2, 0xff, 0xff, 0xff][..], &[3; 1000]].concat()));
        talk.forever(record(HANDSHAKE, &[3; 16_000]));
    });
}

#[test]
fn a_fatal_alert() {
    ends(&["protocol.tls-failed"], |talk| {
        talk.say(record(ALERT, &[2, 80]));
    });
}

#[test]
fn an_alert_that_nobody_knows() {
    ends(&["protocol.tls-failed"], |talk| {
        talk.say(record(ALERT, &[2, 250]));
    });
}

#[test]
fn silence() {
    ends(&["protocol.silent"], |talk| talk.wait());
}

#[test]
fn one_byte_a_second() {
    ends(&["protocol.silent"], |talk| talk.drip(record(HANDSHAKE, &[2; 100]), Duration::from_secs(1)));
}

#[test]
fn closes_after_the_hello() {
    ends(&["protocol.closes-at-once"], |_| {});
}

#[test]
fn resets_after_the_hello() {
    ends(&["protocol.closes-at-once"], Talk::reset);
}

#[test]
fn closes_within_its_own_hello() {
    ends(&["protocol.tls-failed", "protocol.closes-at-once"], |talk| {
        talk.say(&record(HANDSHAKE, &[2, 0, 0, 90, 3, 3, 1, 2])[..9]);
    });
}

/// A chain of certificates of two megabytes, by a real TLS library.
#[test]
fn a_huge_chain() {
    let key = rcgen::KeyPair::generate().expect("a key");
    let names: Vec<String> = (0..1000).map(|n| format!("host-{n}.example.org")).collect();
    let own = rcgen::CertificateParams::new(names).expect("names").self_signed(&key).expect("a certificate");
    let chain = vec![own.der().clone(); 2_000_000 / own.der().len()];
    let key = rustls::pki_types::PrivateKeyDer::Pkcs8(key.serialize_der().into());
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = rustls::ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_no_client_auth()
        .with_single_cert(chain, key)
        .expect("a certificate");
    let config = Arc::new(config);
    let server = Hostile::start(move |talk| {
        let mut tls = rustls::ServerConnection::new(config.clone()).expect("a server");
        while tls.is_handshaking() {
            if tls.wants_write() {
                let mut out = Vec::new();
                if tls.write_tls(&mut out).is_err() || !talk.say(&out) {
                    return;
                }
                continue;
            }
            let header = talk.bytes(5);
            let Some(length) = header.get(3..5).map(|two| usize::from(two[0]) << 8 | usize::from(two[1])) else {
                return;
            };
            let whole = [header, talk.bytes(length)].concat();
            if tls.read_tls(&mut &whole[..]).is_err() || tls.process_new_packets().is_err() {
                return;
            }
        }
    });
    let url = format!("https://{}/", server.at);
    let ran =
        crate::hostile::measured::run(&["http", "--json", "--max-time", "3s", "--timeout", "2s", "--insecure", &url]);
    crate::contract::holds(&ran.document());
    assert_eq!(ran.code, Some(1), "{:.2000}", ran.stdout);
    assert!(ran.stdout.len() < 1_000_000, "{} bytes of document", ran.stdout.len());
}
