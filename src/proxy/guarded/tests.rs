//! The guard in front of hyper itself: what the service is given, and what the client is told.

use std::convert::Infallible;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;
use hyper::service::service_fn;
use hyper::{HeaderMap, Method, Request, Response, StatusCode};
use hyper_util::rt::TokioIo;
use tokio::io::{AsyncReadExt, AsyncWriteExt, DuplexStream};

use crate::proxy::answer;
use crate::proxy::guarded::guard::Told;
use crate::proxy::guarded::{Guard, Guarded, trouble};
use crate::text::Lang;
use crate::wire::http1::asked::Bounds;

type Log = Arc<Mutex<Vec<String>>>;

/// Answers a request with what it was; opens tunnels to `open:1`, and any upgrade to `shout`.
async fn service(
    guard: Guard,
    log: Log,
    mut request: Request<Incoming>,
) -> Result<Response<Told<Full<Bytes>>>, Infallible> {
    let method = request.method().clone();
    let mut response = Response::new(Full::default());
    let upgrade = hyper::upgrade::on(&mut request);
    let switches = match method {
        Method::CONNECT => *request.uri() == "open:1",
        _ => request.headers().get("upgrade").is_some_and(|to| to == "shout"),
    };
    if switches && method != Method::CONNECT {
        *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    } else if method == Method::CONNECT && !switches {
        *response.status_mut() = StatusCode::FORBIDDEN;
    }
    let (parts, body) = request.into_parts();
    let body = body.collect().await.map(http_body_util::Collected::to_bytes);
    if parts.uri.path() == "/slow" {
        tokio::time::sleep(Duration::from_millis(50)).await;
    }
    let told = match (&body, guard.breach_in_body()) {
        (Ok(body), _) => format!("{method} {} {}", parts.uri, String::from_utf8_lossy(body)),
        (Err(_), Some(_)) => format!("{method} {} broken", parts.uri),
        (Err(error), None) => format!("{method} {} {error}", parts.uri),
    };
    log.lock().expect("the log").push(told.clone());
    if switches {
        tokio::spawn(async move {
            let Ok(upgraded) = upgrade.await else { return };
            let Ok(parts) = upgraded.downcast::<TokioIo<Guarded<DuplexStream>>>() else { panic!("another stream") };
            let (mut stream, held) = parts.io.into_inner().into_parts();
            let mut all = [parts.read_buf, held].concat();
            let _ = stream.read_to_end(&mut all).await;
            all.make_ascii_uppercase();
            let _ = stream.write_all(&all).await;
        });
    } else {
        match guard.breach_in_body().filter(|_| body.is_err()) {
            Some(breach) => response = answer::error(&trouble(&breach), &HeaderMap::new(), Lang::En).map(Full::new),
            None => *response.body_mut() = Full::from(format!("<{told}>")),
        }
    }
    Ok(guard.answered(&method, response))
}

/// What a client reads that sends `bytes` in pieces of this length and is done then; and what the service was given.
fn told(bytes: &[u8], piece: usize) -> (String, Vec<String>) {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().expect("a runtime");
    runtime.block_on(async {
        let (mut client, server) = tokio::io::duplex(1 << 20);
        let (guarded, guard) = Guarded::new(server, Bounds::default(), Lang::En);
        let log = Log::default();
        let writing = Arc::clone(&log);
        let service_of = service_fn(move |request| service(guard.clone(), Arc::clone(&writing), request));
        let builder = hyper::server::conn::http1::Builder::new();
        let connection = tokio::spawn(builder.serve_connection(TokioIo::new(guarded), service_of).with_upgrades());
        for piece in bytes.chunks(piece) {
            // Whoever is turned away need not be heard to the end.
            if client.write_all(piece).await.is_err() {
                break;
            }
            tokio::task::yield_now().await;
        }
        // Whoever is still answered has time for it.
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        if bytes.windows(5).any(|five| five == b"/slow") {
            tokio::time::sleep(Duration::from_millis(500)).await;
        }
        let _ = client.shutdown().await;
        let mut text = Vec::new();
        client.read_to_end(&mut text).await.expect("an end");
        let _ = connection.await;
        let log = log.lock().expect("the log").clone();
        (String::from_utf8_lossy(&text).into_owned(), log)
    })
}

/// Statuses in the order told, and the bytes of the last body.
fn statuses(text: &str) -> Vec<&str> {
    let answers = text.split("HTTP/1.1 ").skip(1).filter(|answer| answer.as_bytes()[0].is_ascii_digit());
    answers.map(|answer| &answer[..3]).collect()
}

const GET: &str = "GET /a HTTP/1.1\r\nHost: h\r\n\r\n";

#[test]
fn what_breaks_no_rule_is_answered_by_the_service() {
    let bytes = format!(
        "{GET}POST /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n3;x\r\nabc\r\n0\r\n\r\n\r\n\
         PUT /c HTTP/1.1\r\nHost: h\r\nContent-Length: 2\r\n\r\nok{GET}"
    );
    for piece in [bytes.len(), 1, 7] {
        let (text, log) = told(bytes.as_bytes(), piece);
        assert_eq!(statuses(&text), ["200"; 4], "{text}");
        assert_eq!(log, ["GET /a ", "POST /b abc", "PUT /c ok", "GET /a "]);
    }
}

#[test]
fn a_breach_is_answered_behind_everything_before_it() {
    let slow = GET.replace("/a", "/slow");
    for (bytes, statuses_due, sentence) in [
        ("GET / HTTP/1.1\nHost: h\r\n\r\n".to_owned(), vec!["400"], "A line ends in LF without CR (byte 14"),
        (format!("{GET}GET  / HTTP/1.1\r\n\r\n"), vec!["200", "400"], "one space between each (byte 4"),
        (format!("{slow}{GET}GET / HTTP/3.0\r\n\r\n"), vec!["200", "200", "505"], "neither HTTP/1.0 nor"),
        (format!("{slow}{GET}GET /{}", "a".repeat(40_000)), vec!["200", "200", "414"], "line is too long"),
        ("GET http://a:70000/ HTTP/1.1\r\nHost: h\r\n\r\n".to_owned(), vec!["400"], "target"),
        ("GET http://a%zz/ HTTP/1.1\r\nHost: h\r\n\r\n".to_owned(), vec!["400"], "target"),
    ] {
        for piece in [bytes.len(), 1000, 1] {
            let (text, log) = told(bytes.as_bytes(), piece);
            assert_eq!(statuses(&text), statuses_due, "{bytes:.200}: {text}");
            assert_eq!(log.len(), statuses_due.len() - 1);
            assert_eq!(text.matches(sentence).count(), 2, "in Proxy-Status and in the body: {text}");
            assert!(text.contains("connection: close") && text.contains("error=http_request_error"), "{text}");
        }
    }
}

#[test]
fn a_breach_in_a_body_reaches_the_service_as_one() {
    for body in ["3\r\nabcd\r\n0\r\n\r\n", "3\r\nabc\n0\r\n\r\n", "x\r\n", "0\r\nHost: x\r\n\r\n", "0\r\nA: b\r\n\n"] {
        let bytes = format!("POST /b HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n{body}{GET}");
        for piece in [bytes.len(), 1] {
            let (text, log) = told(bytes.as_bytes(), piece);
            assert_eq!((statuses(&text), log), (vec!["400"], vec!["POST /b broken".to_owned()]), "{body:?}: {text}");
        }
    }
}

#[test]
fn what_follows_a_tunnel_is_nobodys_business() {
    let bytes = "CONNECT open:1 HTTP/1.1\r\nHost: open\r\n\r\nget / \n\0 x";
    let upgrade = "GET / HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: shout\r\n\r\nget / \n\0 x";
    for (bytes, status) in [(bytes, "200"), (upgrade, "101")] {
        for piece in [bytes.len(), 1] {
            let (text, _) = told(bytes.as_bytes(), piece);
            assert_eq!(statuses(&text), [status], "{text}");
            assert!(text.ends_with("\r\n\r\nGET / \n\0 X"), "{text}");
        }
    }
}

#[test]
fn what_follows_a_tunnel_that_was_not_opened_is_nothing() {
    for then in [GET, "GET / HTTP/1.1\nHost: h\r\n\r\n"] {
        let bytes = format!("CONNECT shut:1 HTTP/1.1\r\nHost: shut\r\n\r\n{then}");
        for piece in [bytes.len(), 1] {
            assert_eq!(statuses(&told(bytes.as_bytes(), piece).0), ["403"], "{bytes}");
        }
    }
}

#[test]
fn what_follows_a_switch_that_was_not_made_is_a_request() {
    let begin =
        "GET /slow HTTP/1.1\r\nHost: h\r\nConnection: upgrade\r\nUpgrade: whisper\r\nContent-Length: 2\r\n\r\nhi";
    for (then, due) in [(GET, "200"), ("GET / HTTP/1.1\nHost: h\r\n\r\n", "400")] {
        let bytes = format!("{begin}{then}");
        for piece in [bytes.len(), 1] {
            assert_eq!(statuses(&told(bytes.as_bytes(), piece).0), ["200", due], "{bytes}");
        }
    }
}

proptest::proptest! {
    #![proptest_config(proptest::test_runner::Config { cases: 24, ..Default::default() })]
    #[test]
    fn whatever_comes_the_service_is_given_the_same(
        bytes in proptest::collection::vec(0..6usize, 0..8),
        piece in 1usize..30,
    ) {
        let pieces = [GET, "POST /b HTTP/1.1\r\nHost: h\r\nContent-Length: 3\r\n\r\n", "abc", "\r\n", "\n", "x: y\r\n"];
        let bytes: String = bytes.into_iter().map(|one| pieces[one]).collect();
        let (whole, cut) = (told(bytes.as_bytes(), usize::MAX), told(bytes.as_bytes(), piece));
        proptest::prop_assert_eq!((statuses(&whole.0), &whole.1), (statuses(&cut.0), &cut.1), "{}", bytes);
    }
}
