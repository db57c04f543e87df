//! Exchanges with servers that follow a script, for what no good server does.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use netwhy::observation::{Exchange, ExchangeEnd, State};
use netwhy::probe::http::Settings;
use netwhy::wire::http1::BreachKind;

use crate::engine::{exchanges, get, request, within};

/// A server that follows one script a connection, in the order the connections come.
fn serve(scripts: Vec<Box<dyn FnOnce(TcpStream) + Send>>) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let at = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        for script in scripts {
            let (stream, _) = listener.accept().expect("a client");
            script(stream);
        }
    });
    at
}

/// Reads one head.
fn hear(stream: &mut TcpStream) -> String {
    let (mut head, mut byte) = (Vec::new(), [0]);
    while !head.ends_with(b"\r\n\r\n") && stream.read(&mut byte).is_ok_and(|read| read == 1) {
        head.push(byte[0]);
    }
    String::from_utf8_lossy(&head).into_owned()
}

/// Hears a request, says `answer`, and closes.
fn says(answer: &'static [u8]) -> Box<dyn FnOnce(TcpStream) + Send> {
    Box::new(move |mut stream| {
        hear(&mut stream);
        let _ = stream.write_all(answer);
        let _ = stream.shutdown(Shutdown::Both);
    })
}

/// Closes so that the other end gets a reset.
fn reset(stream: TcpStream) {
    socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO)).expect("set");
}

fn told(exchange: &Exchange) -> (ExchangeEnd, Vec<BreachKind>) {
    (exchange.ended, exchange.irregular.iter().map(|breach| breach.kind).collect())
}

#[test]
fn each_bad_end_is_told_for_what_it_is() {
    for (answer, ended, kinds) in [
        (&b""[..], ExchangeEnd::Closed, vec![]),
        (b"HTTP/1.1 200 OK\r\nServ", ExchangeEnd::Closed, vec![BreachKind::ClosedInHead]),
        (b"SSH-2.0-OpenSSH_9\r\n", ExchangeEnd::NotHttp, vec![BreachKind::NoStatusLine]),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nab", ExchangeEnd::Incomplete, vec![BreachKind::ClosedEarly]),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nab",
            ExchangeEnd::Incomplete,
            vec![BreachKind::NoFinalChunk],
        ),
        (
            b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
            ExchangeEnd::Misframed,
            vec![BreachKind::BadChunkSize],
        ),
        (
            b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 2\r\n\r\nab",
            ExchangeEnd::Misframed,
            vec![BreachKind::ConflictingContentLength],
        ),
        (b"HTTP/1.1 200 OK\r\nContent-Length: 1\r\n\r\nabc", ExchangeEnd::Answered, vec![BreachKind::BytesAfterEnd]),
        (b"HTTP/1.0 200 OK\r\n\r\nabc", ExchangeEnd::Answered, vec![]),
    ] {
        let shown = String::from_utf8_lossy(answer);
        let exchange = get(&format!("http://{}/", serve(vec![says(answer)]))).0;
        assert_eq!(told(&exchange), (ended, kinds), "{shown}");
        assert_eq!(exchange.received.bytes, answer.len() as u64, "{shown}");
    }
}

#[test]
fn a_reset_is_no_close() {
    let at = serve(vec![Box::new(|mut stream| {
        hear(&mut stream);
        reset(stream);
    })]);
    assert_eq!(get(&format!("http://{at}/")).0.ended, ExchangeEnd::Reset);
}

#[test]
fn a_length_that_nobody_knows_is_not_waited_for() {
    let at = serve(vec![Box::new(|mut stream| {
        hear(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\nabc");
        hear(&mut stream);
    })]);
    let (exchange, body) = get(&format!("http://{at}/"));
    assert_eq!((exchange.ended, body.as_slice()), (ExchangeEnd::Misframed, &b"abc"[..]));
    assert!(exchange.phases.total_ms < 5000.0);
}

#[test]
fn a_kept_connection_that_proves_dead_is_replaced_once() {
    let ok = b"HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok";
    let at = serve(vec![
        Box::new(move |mut stream| {
            hear(&mut stream);
            let _ = stream.write_all(ok);
            // The next request is heard, and not answered.
            hear(&mut stream);
        }),
        says(ok),
        says(b""),
    ]);
    let requests = vec![request("GET", &format!("http://{at}/"), ""); 2];
    let all = exchanges(Settings::default(), &requests);
    assert_eq!(
        all.iter().map(|one| (one.0.reused, one.0.retried)).collect::<Vec<_>>(),
        [(false, false), (false, true)]
    );
    assert_eq!((all[1].0.ended, all[1].0.tried.len()), (ExchangeEnd::Answered, 1));
}

#[test]
fn an_answer_before_the_whole_request_was_read_is_heard() {
    // The server never reads the body, and it is larger than what the system holds for it.
    let at = serve(vec![Box::new(|mut stream| {
        hear(&mut stream);
        let answer = b"x".repeat(8_000_000);
        let _ = stream.write_all(b"HTTP/1.1 413 Too Large\r\nContent-Length: 8000000\r\n\r\n");
        let _ = stream.write_all(&answer);
        std::thread::sleep(Duration::from_millis(200));
    })]);
    let mut large = request("POST", &format!("http://{at}/"), "Content-Length: 50000000\r\n");
    large.body = vec![b'y'; 50_000_000];
    let (exchange, body) = exchanges(Settings::default(), &[large]).remove(0);
    assert_eq!((exchange.ended, body.len()), (ExchangeEnd::Answered, 8_000_000));
    assert!(exchange.sent.bytes < 50_000_000 && exchange.phases.sent_ms.is_none());
}

#[test]
fn a_body_is_sent_in_the_end_where_no_100_comes() {
    let at = serve(vec![Box::new(|mut stream| {
        hear(&mut stream);
        let mut body = [0; 5];
        let _ = stream.read_exact(&mut body);
        assert_eq!(&body, b"hello");
        let _ = stream.write_all(b"HTTP/1.1 204 No Content\r\n\r\n");
    })]);
    let mut held = request("POST", &format!("http://{at}/"), "Content-Length: 5\r\nExpect: 100-continue\r\n");
    (held.body, held.awaits_continue) = (b"hello".to_vec(), true);
    let exchange = exchanges(Settings::default(), &[held]).remove(0).0;
    assert_eq!(
        (exchange.ended, exchange.sent.text.expect("text").ends_with("\r\n\r\nhello")),
        (ExchangeEnd::Answered, true)
    );
    assert!(exchange.phases.total_ms > 950.0);
}

#[test]
fn a_body_that_was_refused_is_not_sent() {
    let at = serve(vec![Box::new(|mut stream| {
        hear(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 417 Expectation Failed\r\nContent-Length: 0\r\n\r\n");
        std::thread::sleep(Duration::from_millis(200));
    })]);
    let mut held = request("POST", &format!("http://{at}/"), "Content-Length: 5\r\nExpect: 100-continue\r\n");
    (held.body, held.awaits_continue) = (b"hello".to_vec(), true);
    let exchange = exchanges(Settings::default(), &[held]).remove(0).0;
    assert_eq!(exchange.ended, ExchangeEnd::Answered);
    assert!(exchange.sent.text.expect("text").ends_with("\r\n\r\n"));
}

#[test]
fn the_next_address_is_tried_where_one_is_closed() {
    let at = serve(vec![says(b"HTTP/1.1 204 No Content\r\n\r\n")]);
    let pinned = format!("two.test:{}:127.99.99.99,127.0.0.1", at.port());
    let settings = Settings { pinned: vec![pinned.parse().expect("pinned")], ..Settings::default() };
    let url = format!("http://two.test:{}/", at.port());
    let exchange = exchanges(settings, &[request("GET", &url, "")]).remove(0).0;
    let states: Vec<State> = exchange.tried.iter().map(|one| one.state).collect();
    assert_eq!((exchange.ended, states), (ExchangeEnd::Answered, vec![State::Closed, State::Open]));
    assert_eq!(exchange.address, Some(at));
}

#[test]
fn where_nothing_listens_each_address_says_so() {
    let free = TcpListener::bind("127.0.0.1:0").expect("a port").local_addr().expect("an address");
    let exchange = get(&format!("http://{free}/")).0;
    assert_eq!((exchange.ended, exchange.tried[0].state), (ExchangeEnd::NotConnected, State::Closed));
}

#[test]
fn one_byte_at_a_time_is_read_and_time_is_kept() {
    let at = serve(vec![Box::new(|mut stream| {
        hear(&mut stream);
        let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 100000\r\n\r\n");
        while stream.write_all(b"x").is_ok() {
            std::thread::sleep(Duration::from_millis(5));
        }
    })]);
    let requests = [request("GET", &format!("http://{at}/"), "")];
    let (exchange, body) = within(Settings::default(), &requests, Duration::from_millis(500)).remove(0);
    assert_eq!(exchange.ended, ExchangeEnd::TimedOut);
    assert!(!body.is_empty() && exchange.phases.total_ms < 5000.0);
}
