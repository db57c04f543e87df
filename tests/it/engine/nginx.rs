//! Exchanges with nginx.

use std::time::Duration;

use netwhy::observation::{ExchangeEnd, State};
use netwhy::probe::http::Settings;
use netwhy::wire::http1::Framing;

use crate::engine::{exchanges, get, request, within};
use crate::peers::nginx::{At, Nginx};

fn status(exchange: &netwhy::observation::Exchange) -> Option<u16> {
    exchange.head.as_ref().map(|head| head.status)
}

#[test]
fn an_answer_comes_whole_with_its_phases_and_bytes() {
    let Some(nginx) = Nginx::start() else { return };
    let (exchange, body) = get(&nginx.url(At::Plain, "/"));
    assert_eq!((exchange.ended, status(&exchange)), (ExchangeEnd::Answered, Some(200)));
    assert_eq!((body.as_slice(), &exchange.irregular), (&b"hello from nginx\n"[..], &Vec::new()));
    assert_eq!(exchange.body.as_ref().map(|body| (body.bytes, body.framing)), Some((17, Framing::Length)));
    assert_eq!((exchange.tried.len(), exchange.tried[0].state), (1, State::Open));
    let phases = &exchange.phases;
    assert!(phases.resolve_ms.is_none() && phases.tls_ms.is_none() && phases.connect_ms.is_some());
    let parts = [phases.connect_ms, phases.sent_ms, phases.first_byte_ms, phases.body_ms];
    assert!(parts.iter().map(|part| part.expect("measured")).sum::<f64>() <= phases.total_ms);
    let received = exchange.received.text.as_ref().expect("text");
    assert!(received.starts_with("HTTP/1.1 200 OK\r\n") && received.ends_with("\r\n\r\nhello from nginx\n"));
    assert_eq!(exchange.received.bytes, received.len() as u64);
}

#[test]
fn connections_are_kept_as_long_as_the_server_keeps_them() {
    let Some(nginx) = Nginx::start() else { return };
    for (at, reused) in [
        (At::Plain, [false, true, true, true]),
        (At::Twice, [false, true, false, true]),
        (At::Once, [false, false, false, false]),
    ] {
        let requests = ["/", "/empty", "/chunked", "/404"].map(|path| request("GET", &nginx.url(at, path), ""));
        let all = exchanges(Settings::default(), &requests);
        assert_eq!(all.iter().map(|one| one.0.reused).collect::<Vec<_>>(), reused, "{at:?}");
        let statuses: Vec<_> = all.iter().map(|one| status(&one.0)).collect();
        assert_eq!(statuses, [Some(200), Some(200), Some(200), Some(404)], "{at:?}");
        assert_eq!(all[2].1, b"first\nsecond\n");
        assert!(all.iter().all(|one| one.0.irregular.is_empty()), "{all:#?}");
    }
}

#[test]
fn answers_without_body_end_with_their_head() {
    let Some(nginx) = Nginx::start() else { return };
    let url = |path: &str| nginx.url(At::Plain, path);
    let requests =
        [request("HEAD", &url("/files/large"), ""), request("GET", &url("/204"), ""), request("GET", &url("/304"), "")];
    for (exchange, body) in exchanges(Settings::default(), &requests) {
        assert_eq!((exchange.ended, body.len()), (ExchangeEnd::Answered, 0));
        assert_eq!(exchange.body.map(|body| body.framing), Some(Framing::None));
    }
}

#[test]
fn a_body_is_sent_and_held_back_where_that_is_asked_for() {
    let Some(nginx) = Nginx::start() else { return };
    let url = nginx.url(At::Plain, "/body");
    let mut sent = request("POST", &url, "Content-Length: 300000\r\n");
    sent.body = b"0123456789".repeat(30_000);
    let mut held = request("POST", &url, "Content-Length: 300000\r\nExpect: 100-continue\r\n");
    (held.body, held.awaits_continue) = (sent.body.clone(), true);
    let all = exchanges(Settings::default(), &[sent.clone(), held]);
    for (exchange, body) in &all {
        assert_eq!(exchange.ended, ExchangeEnd::Answered);
        assert!(*body == sent.body, "{} bytes came back", body.len());
    }
    assert_eq!(all[1].0.interim.iter().map(|one| one.head.status).collect::<Vec<_>>(), [100]);
}

#[test]
fn a_large_body_streams_and_only_its_beginning_is_kept() {
    let Some(nginx) = Nginx::start() else { return };
    let (exchange, body) = get(&nginx.url(At::Plain, "/files/large"));
    assert_eq!(exchange.body.as_ref().map(|body| body.bytes), Some(body.len() as u64));
    assert!(exchange.received.truncated && exchange.received.bytes > body.len() as u64);
    let settings = Settings { most_body: Some(1000), ..Settings::default() };
    let bounded = exchanges(settings, &[request("GET", &nginx.url(At::Plain, "/files/large"), "")]).remove(0).0;
    assert_eq!(bounded.ended, ExchangeEnd::Bounded);
}

#[test]
fn time_is_kept() {
    let Some(nginx) = Nginx::start() else { return };
    for (path, ended) in [("/silent", ExchangeEnd::Silent), ("/stalls", ExchangeEnd::TimedOut)] {
        let requests = [request("GET", &nginx.url(At::Plain, path), "")];
        let exchange = within(Settings::default(), &requests, Duration::from_millis(300)).remove(0).0;
        assert_eq!(exchange.ended, ended);
        assert!((290.0..5000.0).contains(&exchange.phases.total_ms), "{}", exchange.phases.total_ms);
    }
}

#[test]
fn a_name_is_looked_up_or_given() {
    let Some(nginx) = Nginx::start() else { return };
    let (url, pinned) = nginx.named(At::Plain, "/");
    let settings = Settings { pinned: vec![pinned.parse().expect("pinned")], ..Settings::default() };
    let given = exchanges(settings, &[request("GET", &url, "")]).remove(0).0;
    assert_eq!((given.ended, given.phases.resolve_ms), (ExchangeEnd::Answered, None));
    let unknown = get("http://no-such-host.invalid/").0;
    assert_eq!((unknown.ended, unknown.order.len()), (ExchangeEnd::Unresolved, 0));
    assert!(unknown.resolution.is_some() && unknown.phases.resolve_ms.is_some());
}

#[test]
fn tls_is_spoken_and_an_untrusted_server_is_not_spoken_to() {
    let Some(nginx) = Nginx::start() else { return };
    let (url, pinned) = nginx.named(At::Tls, "/");
    let pinned = vec![pinned.parse().expect("pinned")];
    let wary = Settings { pinned, ..Settings::default() };
    let refused = exchanges(wary.clone(), &[request("GET", &url, "")]).remove(0).0;
    assert_eq!((refused.ended, refused.sent.bytes), (ExchangeEnd::TlsFailed, 0));
    assert!(!refused.tls.expect("a handshake").chain.is_empty());
    let careless = Settings { tls: wary.tls.clone().trusting_anybody(), ..wary };
    let requests = [request("GET", &url, ""), request("GET", &url, "")];
    let all = exchanges(careless, &requests);
    assert_eq!(
        all.iter().map(|one| (one.0.ended, one.0.reused)).collect::<Vec<_>>(),
        [(ExchangeEnd::Answered, false), (ExchangeEnd::Answered, true)]
    );
    assert_eq!(all[1].1, b"hello from nginx\n");
    assert!(all[0].0.phases.tls_ms.is_some() && all[1].0.phases.tls_ms.is_none());
}

#[test]
fn a_coded_body_is_decoded_where_that_is_asked_for() {
    let Some(nginx) = Nginx::start() else { return };
    let page = get(&nginx.url(At::Plain, "/files/page")).1;
    for (path, coding) in [("/page.gz", "gzip"), ("/page.br", "br"), ("/page.zst", "zstd")] {
        let asked = [request("GET", &nginx.url(At::Plain, path), "Accept-Encoding: gzip\r\n")];
        let as_it_came = exchanges(Settings::default(), &asked).remove(0);
        let body = as_it_came.0.body.expect("a body");
        assert_eq!((body.codings, body.decoded_bytes), (vec![coding.to_owned()], None));
        assert!(as_it_came.1 != page && body.bytes == as_it_came.1.len() as u64);
        let settings = Settings { decode: Some(1 << 20), ..Settings::default() };
        let (decoded, bytes) = exchanges(settings, &asked).remove(0);
        let body = decoded.body.expect("a body");
        assert_eq!((body.decoded_bytes, body.decode_fault), (Some(page.len() as u64), None), "{path}");
        assert!(bytes == page, "{path}");
        let settings = Settings { decode: Some(100), ..Settings::default() };
        let (bounded, bytes) = exchanges(settings, &asked).remove(0);
        assert_eq!(bytes, page[..100]);
        assert!(bounded.body.expect("a body").decode_fault.expect("a fault").contains("larger than 100"));
    }
}
