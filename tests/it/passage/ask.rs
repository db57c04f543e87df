//! Asks a proxy of these tests for passage, as netwhy's own looks do.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

use netwhy::observation::{Handshake, ProxyAnswer, ProxySource, Purpose};
use netwhy::probe::proxy::{Passage, pass};
use netwhy::probe::{Stream, tls};
use netwhy::target::Proxy;
use tokio::io::{AsyncReadExt, AsyncWriteExt};

/// What came of asking.
#[derive(Debug)]
pub(crate) struct Came {
    pub(crate) answer: ProxyAnswer,
    pub(crate) handshake: Option<Handshake>,
    /// What the target said through the tunnel, where it is open.
    pub(crate) said: Option<String>,
}

/// How long an answer is awaited where none is due.
const PATIENCE: Duration = Duration::from_secs(8);

/// Asks `proxy` for `target` (`HOST:PORT`), and where the way is open, for a page of it.
pub(crate) fn ask(proxy: &str, target: &str) -> Came {
    ask_with(proxy, target, &tls::Settings::default(), PATIENCE)
}

/// The same, trusting others, and within another time.
pub(crate) fn ask_with(proxy: &str, target: &str, tls: &tls::Settings, patience: Duration) -> Came {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    runtime.block_on(async {
        let proxy: Proxy = proxy.parse().unwrap();
        let at = SocketAddr::new(proxy.host.address().unwrap(), proxy.port);
        let target: netwhy::target::Target = format!("tcp://{target}").parse().unwrap();
        let stream: Stream = Box::new(tokio::net::TcpStream::connect(at).await.unwrap());
        let passage = Passage {
            proxy: &proxy,
            from: &ProxySource::Option,
            host: &target.host,
            port: target.port,
            fields: &[],
            tls,
            purpose: Purpose::Asked,
        };
        let passed = pass(stream, at, &passage, tokio::time::Instant::now() + patience).await;
        let said = match passed.stream {
            Some(stream) => Some(page(stream).await),
            None => None,
        };
        assert_eq!(said.is_some(), passed.answer.ended == netwhy::observation::ProxyEnd::Opened);
        Came { answer: passed.answer, handshake: passed.handshake, said }
    })
}

async fn page(mut stream: Stream) -> String {
    // Who greets has said all by then.
    let _ = stream.write_all(b"GET / HTTP/1.0\r\n\r\n").await;
    let mut said = Vec::new();
    let _ = tokio::time::timeout(PATIENCE, stream.read_to_end(&mut said)).await;
    String::from_utf8_lossy(&said).into_owned()
}

/// A listener that takes no connection any more: what knocks there hears nothing.
pub(crate) struct Crowded {
    pub(crate) at: SocketAddr,
    _kept: (socket2::Socket, Vec<socket2::Socket>),
}

impl Crowded {
    pub(crate) fn new() -> Crowded {
        let full = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
        full.bind(&SocketAddr::from((crate::peers::own_address(), 0)).into()).unwrap();
        full.listen(1).unwrap();
        let at = full.local_addr().unwrap().as_socket().unwrap();
        let knock = |_| {
            let one = socket2::Socket::new(socket2::Domain::IPV4, socket2::Type::STREAM, None).unwrap();
            one.set_nonblocking(true).unwrap();
            let _ = one.connect(&at.into());
            one
        };
        let waiting: Vec<_> = (0..4).map(knock).collect();
        // The first of them fill the queue.
        std::thread::sleep(Duration::from_millis(50));
        Crowded { at, _kept: (full, waiting) }
    }
}

/// A proxy that answers every connection in one way, once it was asked.
pub(crate) struct Says {
    pub(crate) at: SocketAddr,
}

impl Says {
    /// It says `bytes` and no more.
    pub(crate) fn new(bytes: &'static [u8]) -> Says {
        Says::answering(move |stream| {
            let _ = stream.write_all(bytes);
        })
    }

    /// It says `first`, and then `more` until nobody listens.
    pub(crate) fn without_end(first: &'static [u8], more: &'static [u8]) -> Says {
        Says::answering(move |stream| {
            let (_, more) = (stream.write_all(first), more.repeat(100));
            while stream.write_all(&more).is_ok() {}
        })
    }

    fn answering(answer: impl Fn(&mut TcpStream) + Send + 'static) -> Says {
        let listener = TcpListener::bind((crate::peers::own_address(), 0)).unwrap();
        let at = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.set_read_timeout(Some(Duration::from_secs(10)));
                let _ = stream.read(&mut [0; 4096]);
                answer(&mut stream);
                let _ = stream.shutdown(std::net::Shutdown::Write);
                hear_out(stream);
            }
        });
        Says { at }
    }
}

/// A target that greets every connection at once and closes.
pub(crate) struct Greeter {
    pub(crate) at: SocketAddr,
}

impl Greeter {
    pub(crate) fn new(greeting: &'static str) -> Greeter {
        let listener = TcpListener::bind((crate::peers::own_address(), 0)).unwrap();
        let at = listener.local_addr().unwrap();
        std::thread::spawn(move || {
            for mut stream in listener.incoming().flatten() {
                let _ = stream.write_all(greeting.as_bytes());
                let _ = stream.shutdown(std::net::Shutdown::Write);
                hear_out(stream);
            }
        });
        Greeter { at }
    }
}

/// Reads what is still said, so that the close is no reset.
fn hear_out(mut stream: TcpStream) {
    std::thread::spawn(move || {
        let mut buffer = [0; 4096];
        while stream.read(&mut buffer).is_ok_and(|read| read > 0) {}
    });
}

/// A port where nothing listens.
pub(crate) fn closed() -> SocketAddr {
    SocketAddr::new(crate::peers::own_address(), 1)
}

/// A name that no resolver asks anybody for: its first label is too long (RFC 1035 section 2.3.4).
pub(crate) fn no_name() -> String {
    format!("{}.test:80", "x".repeat(64))
}
