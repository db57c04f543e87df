//! An origin that dies, comes back and stalls under load: no exchange is lost silently. Each ends in a whole answer, or
//! has a line in the log that says why it did not.

use std::collections::HashMap;
use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicU8, AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use netwhy::wire::http1::State;

use crate::forward::Proxy;
use crate::forward::raw::Raw;

/// How the origin is.
const WELL: u8 = 0;
const STALLED: u8 = 1;
const DEAD: u8 = 2;
const GONE: u8 = 3;

const BODY: usize = 20_000;

/// Does to the origin at `at` what `health` says.
fn origin(at: SocketAddr, health: &Arc<AtomicU8>) {
    let open = Arc::<Mutex<Vec<TcpStream>>>::default();
    while health.load(Ordering::Relaxed) != GONE {
        let Ok(listener) = TcpListener::bind(at) else {
            std::thread::sleep(Duration::from_millis(5));
            continue;
        };
        listener.set_nonblocking(true).expect("set");
        while health.load(Ordering::Relaxed) < DEAD {
            match listener.accept() {
                Ok((stream, _)) => {
                    stream.set_nonblocking(false).expect("set");
                    open.lock().expect("a lock").push(stream.try_clone().expect("a copy"));
                    let health = Arc::clone(health);
                    std::thread::spawn(move || answer(stream, &health));
                }
                Err(_) => std::thread::sleep(Duration::from_millis(1)),
            }
        }
        drop(listener);
        for stream in open.lock().expect("a lock").drain(..) {
            let _ = stream.shutdown(Shutdown::Both);
        }
        while health.load(Ordering::Relaxed) == DEAD {
            std::thread::sleep(Duration::from_millis(1));
        }
    }
}

fn answer(mut stream: TcpStream, health: &AtomicU8) {
    let (mut head, mut piece) = (Vec::new(), [0; 4096]);
    while let Ok(came @ 1..) = stream.read(&mut piece) {
        head.extend_from_slice(&piece[..came]);
        while let Some(end) = head.windows(4).position(|four| four == b"\r\n\r\n") {
            head.drain(..end + 4);
            while health.load(Ordering::Relaxed) == STALLED {
                std::thread::sleep(Duration::from_millis(2));
            }
            let begin = format!("HTTP/1.1 200 OK\r\nContent-Length: {BODY}\r\n\r\n");
            let half = vec![b'x'; BODY / 2];
            // In two parts, so that some answers are cut in the middle.
            if stream.write_all(begin.as_bytes()).is_err() || stream.write_all(&half).is_err() {
                return;
            }
            std::thread::sleep(Duration::from_millis(1));
            if stream.write_all(&half).is_err() {
                return;
            }
        }
    }
}

/// What a client saw of each request, by its number: the status of a whole answer, or nothing.
type Seen = HashMap<u64, Option<u16>>;

fn client(proxy: SocketAddr, at: SocketAddr, next: &AtomicU64, until: Instant) -> Seen {
    let mut seen = Seen::new();
    while Instant::now() < until {
        let mut raw = Raw::to(proxy);
        loop {
            let number = next.fetch_add(1, Ordering::Relaxed);
            raw.send(format!("GET http://{at}/{number} HTTP/1.1\r\nHost: x\r\n\r\n"));
            let (state, answer) = raw.read("GET");
            let is_whole = matches!(state, State::Done { .. });
            if let (true, Some((200, body))) = (is_whole, &answer) {
                assert!(body.len() == BODY && body.iter().all(|byte| *byte == b'x'), "not what the origin said");
            }
            seen.insert(number, answer.filter(|_| is_whole).map(|answer| answer.0));
            if !is_whole || Instant::now() > until {
                break;
            }
        }
    }
    seen
}

#[test]
fn no_exchange_is_lost_silently() {
    let proxy = Proxy::start(&["--no-diagnose", "--stall", "1s", "--timeout", "1s"]);
    let at = TcpListener::bind((crate::peers::shared_address(), 0)).and_then(|free| free.local_addr()).expect("a port");
    let (health, next) = (Arc::new(AtomicU8::new(WELL)), Arc::new(AtomicU64::new(0)));
    let until = Instant::now() + Duration::from_secs(12);
    let ill = Arc::clone(&health);
    let origin = std::thread::spawn(move || origin(at, &ill));
    let clients: Vec<_> = (0..16)
        .map(|_| {
            let (next, to) = (Arc::clone(&next), proxy.at);
            std::thread::spawn(move || client(to, at, &next, until))
        })
        .collect();
    // Longer stalls than the proxy waits, and shorter ones.
    for (state, ms) in
        [(WELL, 500), (DEAD, 50), (WELL, 300), (STALLED, 200), (WELL, 200), (DEAD, 400), (STALLED, 1500)].iter().cycle()
    {
        if Instant::now() > until {
            break;
        }
        health.store(*state, Ordering::Relaxed);
        std::thread::sleep(Duration::from_millis(*ms));
    }
    health.store(WELL, Ordering::Relaxed);
    let seen: Seen = clients.into_iter().flat_map(|client| client.join().expect("a client")).collect();
    health.store(GONE, Ordering::Relaxed);
    origin.join().expect("the origin");
    let count = seen.len();
    let log = proxy.log(count);
    assert_eq!(log.len(), count, "one line each");
    let mut whole = 0;
    for line in &log {
        let url = line["url"].as_str().expect("a URL");
        let number: u64 = url.rsplit('/').next().and_then(|number| number.parse().ok()).expect(url);
        match seen.get(&number) {
            Some(Some(200)) => {
                whole += 1;
                assert!(line["ended"] == "whole" && line["status"] == 200 && line["error"].is_null(), "{line}");
            }
            Some(Some(status)) => assert!(line["status"] == *status && line["summary"].is_string(), "{line}"),
            Some(None) => {
                assert!(line["ended"] != "whole" && line["ended"] != "answered", "{line}");
                assert!(line["summary"].is_string() || line["ended"] != "truncated", "{line}");
            }
            None => panic!("nobody asked: {line}"),
        }
    }
    assert!(whole > 100 && whole < count, "{whole} whole answers of {count}");
}
