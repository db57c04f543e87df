//! Where it fails: the same findings as in `diagnose`, and the exit codes of the contract.

use crate::http::document;
use crate::http::ear::{answer, listen, trickle};
use crate::peers::nginx::{At, Nginx};

#[test]
fn failures_of_the_way_have_their_causes() {
    for (args, outcome, cause) in [
        (&["http://127.0.0.1:1/"][..], "refused", "server.not-listening"),
        (&["http://a..b/"], "unresolved", "name.malformed"),
        (
            &["http://nowhere.example/", "--resolve", "nowhere.example:80:127.0.0.1", "--connect-to", "::127.0.0.1:1"],
            "refused",
            "server.not-listening",
        ),
        (&["http://nowhere.example:1/", "--resolve", "nowhere.example:1:127.0.0.1"], "refused", "server.not-listening"),
    ] {
        let told = document(args, 1);
        assert_eq!((&told["outcome"], &told["verdict"]["cause"]), (&outcome.into(), &cause.into()), "{told:#}");
        assert_eq!(told["findings"][0]["cause"], cause);
        let id = &told["findings"][0]["evidence"][0];
        assert!(told["observations"].as_array().unwrap().iter().any(|seen| seen["id"] == *id), "{told:#}");
    }
}

#[test]
fn failures_of_the_answer_have_theirs() {
    for (bytes, outcome, cause) in [
        (&b""[..], "reset", "protocol.closes-at-once"),
        (b"SSH-2.0-OpenSSH_9.2p1\r\n", "wrong-service", "protocol.mismatch"),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            "service-failed",
            "protocol.http-malformed",
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nab", "service-failed", "protocol.http-malformed"),
        (b"HTTP/1.1 503 Busy\r\nContent-Length: 4\r\n\r\nbusy", "service-failed", "protocol.http-error"),
    ] {
        let (at, _) = listen(vec![bytes.to_vec()]);
        let told = document(&[&format!("http://{at}/")], 1);
        assert_eq!((&told["outcome"], &told["verdict"]["cause"]), (&outcome.into(), &cause.into()), "{told:#}");
    }
}

#[test]
fn certificates_have_theirs() {
    let Some(nginx) = Nginx::start() else { return };
    let ca = nginx.certificates.path("ca.pem");
    for (at, cause) in [
        (At::Expired, "protocol.tls-expired"),
        (At::Early, "protocol.tls-not-yet-valid"),
        (At::OtherName, "protocol.tls-wrong-name"),
        (At::SelfSigned, "protocol.tls-untrusted"),
        (At::Tls11, "protocol.tls-version"),
    ] {
        let (url, place) = nginx.named(at, "/");
        let told = document(&[&url, "--resolve", &place, "--cacert", &ca], 1);
        assert_eq!(
            (&told["outcome"], &told["verdict"]["cause"]),
            (&"service-failed".into(), &cause.into()),
            "{told:#}"
        );
        let chain = told["exchanges"][0]["tls"]["chain"].as_array().unwrap();
        assert_eq!(chain.is_empty(), at == At::Tls11, "{told:#}");
        if at != At::Tls11 {
            let told = document(&[&url, "--resolve", &place, "--cacert", &ca, "-k"], 0);
            assert_eq!(told["exchanges"][0]["tls"]["trust"]["saw"]["ignored"], true, "{told:#}");
        }
    }
}

#[test]
fn what_cannot_be_decoded_is_missed_where_that_was_asked_for() {
    let coded = answer("200 OK", "Content-Encoding: gzip\r\n", "this is no gzip");
    let (at, _) = listen(vec![coded]);
    let url = format!("http://{at}/");
    document(&[&url], 0);
    let told = document(&[&url, "--decode"], 1);
    assert_eq!(told["verdict"]["cause"], "protocol.http-malformed", "{told:#}");
    assert!(told["verdict"]["summary"].as_str().unwrap().contains("cannot be undone"), "{told:#}");
}

#[test]
fn silence_is_told_within_its_time() {
    let Some(nginx) = Nginx::start() else { return };
    let told = document(&[&nginx.url(At::Plain, "/silent"), "--timeout", "500ms"], 1);
    assert_eq!(
        (&told["outcome"], &told["verdict"]["cause"]),
        (&"no-answer".into(), &"protocol.silent".into()),
        "{told:#}"
    );
    assert!(told["took_ms"].as_f64().unwrap() < 5000.0, "{told:#}");
}

#[test]
fn statuses_are_no_only_where_they_are_errors_of_the_server_or_not_expected() {
    let Some(nginx) = Nginx::start() else { return };
    for (path, extra, code) in [
        ("/", &[][..], 0),
        ("/404", &[], 0),
        ("/500", &[], 1),
        ("/500", &["--expect-status", "5xx"], 0),
        ("/404", &["--expect-status", "2xx,301"], 1),
        ("/404", &["--expect-status", "404"], 0),
        ("/", &["--expect-body", "hello", "--expect-header", "Server: /nginx/"], 0),
        ("/", &["--expect-body", "bye"], 1),
        ("/", &["--expect-header", "X-Not-There"], 1),
    ] {
        let told = document(&[&[nginx.url(At::Plain, path).as_str()], extra].concat(), code);
        let cause = &told["verdict"]["cause"];
        match code {
            0 => assert!(cause.is_null(), "{path} {extra:?}: {told:#}"),
            _ => assert_eq!(cause, "protocol.http-error", "{path} {extra:?}: {told:#}"),
        }
    }
}

#[test]
fn reuse_is_told_as_it_was() {
    let Some(nginx) = Nginx::start() else { return };
    for (at, reused, why) in
        [(At::Plain, 3, None), (At::Twice, 2, Some("Connection: close")), (At::Once, 0, Some("Connection: close"))]
    {
        let told = document(&[&nginx.url(at, "/"), "--keep-alive", "4"], 0);
        let reuse = &told["reuse"];
        assert_eq!((&reuse["reused"], &reuse["answered"]), (&reused.into(), &4.into()), "{at:?}: {told:#}");
        assert_eq!(reuse["connections"], 4 - reused, "{at:?}");
        let said = reuse["why_not"].as_str();
        assert!(
            said.is_none() == why.is_none() && said.unwrap_or_default().contains(why.unwrap_or_default()),
            "{told:#}"
        );
    }
    let asked = nginx.asked(12);
    let connections: std::collections::BTreeSet<String> =
        asked.iter().map(|one| one["connection"].to_string()).collect();
    assert_eq!(connections.len(), 1 + 2 + 4, "{asked:#?}");
    // A version that ends the connection by itself is asked to keep it.
    let old = document(&[&nginx.url(At::Plain, "/"), "--keep-alive", "2", "--http1.0"], 0);
    assert_eq!(old["reuse"]["reused"], 1, "{old:#}");
    let (at, _) = listen(vec![answer("200 OK", "", "x")]);
    let ends = document(&[&format!("http://{at}/"), "--keep-alive", "2"], 0);
    assert!(ends["reuse"]["why_not"].as_str().unwrap().contains("would have let it stay open"), "{ends:#}");
}

#[test]
fn the_bound_that_the_user_set_is_named_in_place_of_the_server() {
    // Connections open, and nobody ever takes them.
    let listener = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let told = document(&[&format!("http://{at}/"), "--max-time", "20ms"], 1);
    assert!(told["verdict"]["summary"].to_string().contains("--max-time"), "{told:#}");
    assert_ne!(told["verdict"]["confidence"], "likely", "{told:#}");
    assert_eq!(told["outcome"], "no-answer", "{told:#}");
}

#[test]
fn what_answers_in_the_place_of_a_web_server_is_found_out() {
    let Some(nginx) = Nginx::start() else { return };
    let plain_to_tls = nginx.url(At::Tls, "/").replace("https://", "http://");
    let told = document(&[&plain_to_tls], 1);
    assert_eq!(told["verdict"]["cause"], "protocol.mismatch", "{told:#}");
    assert_eq!(told["findings"][0]["confidence"], "certain", "{told:#}");
    // The same answer, wanted.
    let told = document(&[&plain_to_tls, "--expect-status", "400"], 0);
    assert!(told["verdict"]["cause"].is_null(), "{told:#}");
}

#[test]
fn bytes_that_trickle_are_no_silence() {
    let at = trickle(b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc", std::time::Duration::from_millis(30));
    let url = format!("http://{at}/");
    // More slowly in all than the other end may stay silent.
    let told = document(&[&url, "--timeout", "500ms"], 0);
    assert_eq!(told["exchanges"][0]["body"]["bytes"], 3, "{told:#}");
    let told = document(&[&url, "--timeout", "500ms", "--max-time", "700ms"], 1);
    assert_eq!(
        (&told["exchanges"][0]["ended"], &told["outcome"]),
        (&"timed-out".into(), &"no-answer".into()),
        "{told:#}"
    );
    let summary = told["verdict"]["summary"].as_str().unwrap();
    assert!(
        summary.contains("begins to answer") && !told["findings"][0]["title"].as_str().unwrap().contains("never"),
        "{told:#}"
    );
}

#[test]
fn what_was_asked_wrongly_is_not_put_upon_the_server() {
    let Some(nginx) = Nginx::start() else { return };
    let folder = tempfile::tempdir().unwrap();
    let raw = folder.path().join("raw");
    std::fs::write(&raw, "GET / HTTP/1.1\r\nHost: h\r\n").unwrap();
    let told = document(&[&nginx.url(At::Plain, "/"), "--raw", raw.to_str().unwrap(), "--timeout", "500ms"], 1);
    assert!(told["verdict"]["summary"].as_str().unwrap().contains("no blank line"), "{told:#}");
    assert_eq!(told["verdict"]["at"]["role"], "this-machine", "{told:#}");
    let told = document(&[&nginx.url(At::Plain, "/"), "--expect-status", "204"], 1);
    assert!(!told["findings"][0]["remedies"].to_string().contains("log"), "{told:#}");
    // An address as the system reads it, and nobody should write it.
    let short = nginx.url(At::Plain, "/").replace("127.0.0.1", "127.1");
    let told = document(&[&short], 0);
    assert_eq!((&told["findings"], &told["outcome"]), (&serde_json::json!([]), &"reachable".into()), "{told:#}");
}

#[test]
fn what_was_seen_is_told_with_its_time() {
    let Some(nginx) = Nginx::start() else { return };
    let told = document(&[&nginx.url(At::Tls, "/").replace("127.0.0.1", "localhost"), "-k"], 0);
    let seen = told["observations"].as_array().unwrap();
    let one = |kind: &str| seen.iter().find(|one| one["kind"] == kind).unwrap_or_else(|| panic!("{kind}: {told:#}"));
    let at = |kind: &str| one(kind)["at_ms"].as_f64().unwrap();
    assert!(at("http-answer") > at("handshake") && at("handshake") > at("connection"), "{told:#}");
    let took: u64 = seen.iter().map(|one| one["took_us"].as_u64().unwrap()).sum();
    assert!(took as f64 / 1000.0 <= told["took_ms"].as_f64().unwrap() + 1.0, "{told:#}");
}
