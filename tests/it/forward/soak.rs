//! A proxy under random bytes, half-open clients and dying origins, for a minute (`NETWHY_SOAK=1800` for half an hour):
//! memory and descriptors stay where they were, and it still answers.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use crate::forward::Proxy;
use crate::forward::raw::Raw;

/// What a process uses.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Use {
    /// Resident memory in bytes.
    pub(crate) memory: u64,
    /// Open descriptors.
    pub(crate) descriptors: usize,
}

/// What the process of this id uses now.
pub(crate) fn use_of(id: u32) -> Use {
    let status = std::fs::read_to_string(format!("/proc/{id}/status")).expect("it runs");
    let kilobytes = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("a size");
    let kilobytes: u64 = kilobytes.trim().trim_end_matches(" kB").trim().parse().expect("a number");
    let descriptors = std::fs::read_dir(format!("/proc/{id}/fd")).expect("it runs").count();
    Use { memory: kilobytes * 1024, descriptors }
}

/// Numbers that look random, and are the same in every run.
struct Dice(u64);

impl Dice {
    fn roll(&mut self) -> u64 {
        // xorshift64 (Marsaglia, 2003)
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        self.0
    }

    fn below(&mut self, most: u64) -> u64 {
        self.roll() % most
    }

    fn bytes(&mut self, most: u64) -> Vec<u8> {
        (0..self.below(most)).map(|_| self.roll().to_be_bytes()[0]).collect()
    }
}

/// An origin that answers, stalls, resets, cuts its answer, or sends rubbish, each as often as the other.
fn origin(gone: Arc<AtomicBool>) -> SocketAddr {
    let listener = TcpListener::bind((crate::peers::shared_address(), 0)).expect("a listener");
    let at = listener.local_addr().expect("an address");
    std::thread::spawn(move || {
        let mut dice = Dice(0x1234_5678_9abc_def1);
        for stream in listener.incoming() {
            let (Ok(stream), false) = (stream, gone.load(Ordering::Relaxed)) else { return };
            let seed = dice.roll();
            std::thread::spawn(move || misbehave(stream, &mut Dice(seed | 1)));
        }
    });
    at
}

fn misbehave(mut stream: TcpStream, dice: &mut Dice) {
    let _ = stream.set_read_timeout(Some(Duration::from_secs(2)));
    let mut buffer = [0; 16_384];
    while let Ok(1..) = stream.read(&mut buffer) {
        let told = match dice.below(8) {
            0 => {
                let _ = socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO));
                return;
            }
            1 => return,
            2 => stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 500000\r\n\r\npart"),
            3 => stream.write_all(&dice.bytes(2000)),
            4 => {
                std::thread::sleep(Duration::from_millis(dice.below(1500)));
                Ok(())
            }
            5 => stream.write_all(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n"),
            _ => stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"),
        };
        if told.is_err() {
            return;
        }
    }
}

/// A client of one of many kinds, none of them good.
fn client(proxy: SocketAddr, origin: SocketAddr, dice: &mut Dice) {
    let Ok(mut stream) = TcpStream::connect(proxy) else { return };
    let _ = stream.set_read_timeout(Some(Duration::from_millis(200 + dice.below(800))));
    let _ = stream.set_write_timeout(Some(Duration::from_secs(1)));
    let get = format!("GET http://{origin}/{} HTTP/1.1\r\nHost: x\r\n\r\n", dice.below(1000));
    let bytes = match dice.below(10) {
        0 => dice.bytes(4000),
        // Half of a request, of a greeting of SOCKS, of a body.
        1 => get.as_bytes()[..dice.below(get.len() as u64) as usize].to_vec(),
        2 => [&[5][..], &dice.bytes(300)].concat(),
        3 => format!("POST http://{origin}/ HTTP/1.1\r\nHost: x\r\nContent-Length: 100000\r\n\r\nhello").into_bytes(),
        4 => format!("CONNECT {origin} HTTP/1.1\r\nHost: x\r\n\r\n{get}").into_bytes(),
        5 => [get.as_bytes(), &dice.bytes(500)].concat(),
        6 => get.repeat(20).into_bytes(),
        7 => format!("POST http://{origin}/ HTTP/1.1\r\nHost: x\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\nzz")
            .into_bytes(),
        _ => get.into_bytes(),
    };
    let _ = stream.write_all(&bytes);
    match dice.below(4) {
        // Gone without a word, gone with a reset, done but listening, waiting.
        0 => return,
        1 => return drop(socket2::SockRef::from(&stream).set_linger(Some(Duration::ZERO))),
        2 => drop(stream.shutdown(Shutdown::Write)),
        _ => {}
    }
    let mut buffer = [0; 16_384];
    for _ in 0..8 {
        if !matches!(stream.read(&mut buffer), Ok(1..)) {
            return;
        }
    }
}

#[test]
fn it_stands_whatever_comes() {
    let seconds = std::env::var("NETWHY_SOAK").ok().and_then(|text| text.parse().ok()).unwrap_or(60);
    let mut proxy =
        Proxy::start(&["--no-diagnose", "--idle", "2s", "--head-time", "2s", "--stall", "2s", "--timeout", "1s"]);
    let gone = Arc::new(AtomicBool::new(false));
    let origin = origin(Arc::clone(&gone));
    let (at, id, begin, clients) = (proxy.at, proxy.id(), Instant::now(), Arc::new(AtomicU64::new(0)));
    let all: Vec<_> = (1..=12_u64)
        .map(|nth| {
            let (gone, clients) = (Arc::clone(&gone), Arc::clone(&clients));
            std::thread::spawn(move || {
                let mut dice = Dice(nth.wrapping_mul(0x9e37_79b9_7f4a_7c15));
                while !gone.load(Ordering::Relaxed) {
                    client(at, origin, &mut dice);
                    clients.fetch_add(1, Ordering::Relaxed);
                }
            })
        })
        .collect();
    // What is needed once: threads, pools, the allocator's own stock.
    let third = Duration::from_secs(seconds) / 3;
    let mut early = Vec::new();
    let mut late = Vec::new();
    while begin.elapsed() < third * 3 {
        std::thread::sleep(Duration::from_millis(200));
        let seen = use_of(id);
        if begin.elapsed() > third * 2 {
            late.push(seen);
        } else if begin.elapsed() > third {
            early.push(seen);
        }
    }
    gone.store(true, Ordering::Relaxed);
    let _ = TcpStream::connect(origin);
    for client in all {
        client.join().expect("a client");
    }
    let count = clients.load(Ordering::Relaxed);
    assert!(count > seconds * 10, "only {count} clients came");
    let most = |seen: &[Use]| seen.iter().map(|seen| seen.memory).max().expect("some");
    let (before, after) = (most(&early), most(&late));
    assert!(after < before + before / 4 + (4 << 20), "memory grew from {before} to {after} bytes with {count} clients");
    assert!(after < 96 << 20, "{after} bytes of memory");
    // All that was half-open is given up within its bounds.
    let end = Instant::now() + Duration::from_secs(30);
    let rest = loop {
        let rest = use_of(id).descriptors;
        if rest <= 24 || Instant::now() > end {
            break rest;
        }
        std::thread::sleep(Duration::from_millis(200));
    };
    assert!(rest <= 24, "{rest} descriptors are left open");
    // It still answers, and had something to say of every exchange.
    let good = crate::forward::recorder::Recorder::start();
    let mut raw = Raw::to(proxy.at);
    raw.send(format!("GET http://{}/ HTTP/1.1\r\nHost: x\r\n\r\n", good.at));
    assert_eq!(raw.answer("GET"), Some((200, b"fine\n".to_vec())));
    drop(raw);
    assert!(proxy.log(1).iter().all(|line| line["status"].is_u64() || line["ended"] != "whole"));
    assert!(proxy.end().is_some(), "it ends by itself");
}
