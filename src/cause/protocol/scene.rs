//! Handshakes built by hand, for the unit tests of causes.

use crate::cause::scene::{Scene, ip};
use crate::finding::Confidence;
use crate::observation::{
    Alert, Certificate, Clock, Handshake, HandshakeEnd, Looked, PathTrust, Purpose, TimeTrust, Trust,
};

const NOW: &str = "2026-11-22T12:00:00Z";

/// A handshake with app.example.org at 192.0.2.9 that was completed; `change` alters the judgement and the certificate.
pub(crate) fn shaken(change: impl FnOnce(&mut Trust, &mut Certificate)) -> Handshake {
    let mut own = Certificate {
        subject: "CN=app.example.org".to_owned(),
        issuer: "O=Example Authority, CN=Example CA".to_owned(),
        names: vec!["app.example.org".to_owned()],
        not_before: "2026-09-01T00:00:00Z".to_owned(),
        not_after: "2027-09-01T00:00:00Z".to_owned(),
        key: "EC P-256".to_owned(),
        signature: "ECDSA with SHA-256".to_owned(),
        serial: "01".to_owned(),
        sha256: "00".repeat(32),
        is_authority: false,
        is_self_signed: false,
    };
    let mut trust = Trust {
        path: PathTrust::Trusted,
        detail: None,
        name_matches: true,
        time: TimeTrust::Valid,
        checked_at: NOW.to_owned(),
        store: "system".to_owned(),
        public: Looked::Saw(true),
        ignored: false,
    };
    change(&mut trust, &mut own);
    if trust.path != PathTrust::Trusted {
        trust.public = Looked::Saw(false);
    }
    Handshake {
        address: ip("192.0.2.9"),
        port: 443,
        purpose: Purpose::Asked,
        via: None,
        server_name: Some("app.example.org".to_owned()),
        expected_name: "app.example.org".to_owned(),
        offered: vec!["TLSv1.3".to_owned(), "TLSv1.2".to_owned()],
        ended: HandshakeEnd::Done,
        alert: None,
        alert_sent: None,
        version: Some("TLSv1.3".to_owned()),
        cipher: Some("TLS_AES_256_GCM_SHA384".to_owned()),
        group: None,
        alpn: None,
        chain: vec![own],
        trust: Looked::Saw(trust),
        client_certificate_wanted: false,
        client_certificate_given: false,
        client_authorities: Vec::new(),
        spoken: None,
        excerpt: None,
        detail: None,
        took_ms: Some(2.0),
    }
}

/// A handshake that ended so before anything was shown.
pub(crate) fn ended(ended: HandshakeEnd) -> Handshake {
    let trust = Looked::NotLooked("no certificate was shown".to_owned());
    Handshake { ended, chain: Vec::new(), trust, version: None, cipher: None, ..shaken(|_, _| {}) }
}

/// A handshake that the server ended with this alert.
pub(crate) fn alert(code: u8) -> Handshake {
    Handshake { alert: Some(Alert::of(code)), ..ended(HandshakeEnd::Alert) }
}

/// The answer to an older hello.
pub(crate) fn older(version: &str, cipher: &str) -> Handshake {
    Handshake {
        ended: HandshakeEnd::Answered,
        purpose: Purpose::Again,
        version: Some(version.to_owned()),
        cipher: Some(cipher.to_owned()),
        ..shaken(|_, _| {})
    }
}

/// What the server's `Date` says, where this machine's clock says [`NOW`].
pub(crate) fn clock(server_time: &str) -> Clock {
    let seconds = |time: &str| time.parse::<jiff::Timestamp>().expect("a time").as_second();
    Clock {
        source: "192.0.2.9:443".parse().expect("a source"),
        server_time: server_time.to_owned(),
        own_time: NOW.to_owned(),
        skew_s: seconds(NOW) - seconds(server_time),
    }
}

/// What is told of a scene about TLS.
pub(crate) fn told(scene: &Scene) -> Vec<(String, Confidence)> {
    scene.told()
}
