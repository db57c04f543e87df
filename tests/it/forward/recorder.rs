//! An origin that keeps every byte of every connection, and answers each request that breaks no rule.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use netwhy::wire::http1::asked::{Bounds, Scanner, Step};

type Kept = Arc<Mutex<Vec<Vec<u8>>>>;

/// A running origin.
pub(crate) struct Recorder {
    pub(crate) at: SocketAddr,
    gone: Arc<AtomicBool>,
    kept: Kept,
}

impl Recorder {
    pub(crate) fn start() -> Recorder {
        let listener = TcpListener::bind((crate::peers::shared_address(), 0)).expect("a listener");
        let at = listener.local_addr().expect("an address");
        let (gone, kept) = (Arc::new(AtomicBool::new(false)), Kept::default());
        let (ends, into) = (Arc::clone(&gone), Arc::clone(&kept));
        std::thread::spawn(move || {
            for stream in listener.incoming() {
                let (Ok(stream), false) = (stream, ends.load(Ordering::Relaxed)) else { return };
                let kept = Arc::clone(&into);
                std::thread::spawn(move || answer(stream, &kept));
            }
        });
        Recorder { at, gone, kept }
    }

    /// The bytes of each connection so far, in the order they were opened; what was there is forgotten.
    pub(crate) fn take(&self) -> Vec<Vec<u8>> {
        let mut kept = self.kept.lock().expect("a lock");
        let taken: Vec<Vec<u8>> = kept.iter_mut().map(std::mem::take).collect();
        taken.into_iter().filter(|bytes| !bytes.is_empty()).collect()
    }
}

impl Drop for Recorder {
    fn drop(&mut self) {
        self.gone.store(true, Ordering::Relaxed);
        let _ = TcpStream::connect(self.at);
    }
}

fn answer(mut stream: TcpStream, kept: &Kept) {
    let nth = {
        let mut kept = kept.lock().expect("a lock");
        kept.push(Vec::new());
        kept.len() - 1
    };
    let _ = stream.set_read_timeout(Some(Duration::from_secs(60)));
    let (mut scanner, mut buffer) = (Scanner::new(Bounds::default()), [0; 65_536]);
    while let Ok(came @ 1..) = stream.read(&mut buffer) {
        kept.lock().expect("a lock")[nth].extend_from_slice(&buffer[..came]);
        let mut rest = &buffer[..came];
        loop {
            let fed = scanner.feed(rest);
            rest = &rest[fed.taken..];
            match fed.step {
                Step::More => break,
                Step::End => {
                    let _ = stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfine\n");
                }
                Step::Head(_) | Step::Body(_) => {}
                Step::Refuse(_) => {
                    // Read on, so that everything that came is kept.
                    let _ =
                        stream.write_all(b"HTTP/1.1 418 Ambiguous\r\nConnection: close\r\nContent-Length: 0\r\n\r\n");
                    break;
                }
            }
        }
    }
}

/// The requests in the bytes of one connection: request line and body of each.
///
/// # Panics
/// Where they break a rule, or end within a request but `may_be_cut`.
pub(crate) fn requests(bytes: &[u8], may_be_cut: bool) -> Vec<(String, Vec<u8>)> {
    let shown = String::from_utf8_lossy(bytes);
    let (mut scanner, mut rest, mut all, mut is_whole) = (Scanner::new(Bounds::default()), bytes, Vec::new(), true);
    loop {
        let fed = scanner.feed(rest);
        match fed.step {
            Step::More => break,
            Step::Head(head) => {
                is_whole = false;
                all.push((format!("{} {}", head.method(), head.target()), Vec::new()));
            }
            Step::Body(range) => all.last_mut().expect("a head").1.extend_from_slice(&rest[range]),
            Step::End => is_whole = true,
            Step::Refuse(breach) => panic!("{:?} at {} of {shown}", breach.kind, breach.at),
        }
        rest = &rest[fed.taken..];
    }
    assert!(may_be_cut || (is_whole && scanner.is_idle()), "cut: {shown}");
    all
}
