//! A client that sends what it is told to, and reads answers as strictly as can be.

use std::io::{ErrorKind, Read, Write};
use std::net::{Shutdown, SocketAddr, TcpStream};
use std::time::Duration;

use netwhy::wire::http1::{Asked, Bounds, Reader, State};

/// An answer: its status and its body.
pub(crate) type Answer = (u16, Vec<u8>);

/// A connection to a proxy.
pub(crate) struct Raw {
    stream: TcpStream,
    rest: Vec<u8>,
}

impl Raw {
    pub(crate) fn to(at: SocketAddr) -> Raw {
        let stream = TcpStream::connect(at).expect("a connection");
        stream.set_read_timeout(Some(Duration::from_secs(20))).expect("set");
        stream.set_nodelay(true).expect("set");
        Raw { stream, rest: Vec::new() }
    }

    /// Sends; whoever has been refused already need not be heard.
    pub(crate) fn send(&mut self, bytes: impl AsRef<[u8]>) {
        let _ = self.stream.write_all(bytes.as_ref());
    }

    /// Says that nothing more will come.
    pub(crate) fn finish(&mut self) {
        let _ = self.stream.shutdown(Shutdown::Write);
    }

    /// The next answer, to a request of this method; nothing where the connection ended instead.
    ///
    /// # Panics
    /// Where the answer breaks a rule, or none comes in time.
    pub(crate) fn answer(&mut self, method: &str) -> Option<Answer> {
        match self.read(method) {
            (State::Done { .. }, Some(answer)) => Some(answer),
            (State::Cut, None) => None,
            (state, answer) => panic!("{state:?} after {answer:?}"),
        }
    }

    /// The same where an answer may be cut, which is told by its state.
    pub(crate) fn read(&mut self, method: &str) -> (State, Option<Answer>) {
        let mut reader = Reader::new(Asked::of(method), Bounds::default());
        let (mut body, mut buffer) = (Vec::new(), [0; 65_536]);
        let mut piece = std::mem::take(&mut self.rest);
        let state = loop {
            // Byte by byte, so that what is behind the answer is left for the next one.
            let mut state = State::NeedMore;
            for (at, byte) in piece.iter().enumerate() {
                state = reader.feed(std::slice::from_ref(byte), &mut |part| body.extend_from_slice(part));
                if !matches!(state, State::NeedMore) {
                    self.rest = piece[at + 1..].to_vec();
                    break;
                }
            }
            if !matches!(state, State::NeedMore) {
                break state;
            }
            match self.stream.read(&mut buffer) {
                Ok(0) => break reader.closed(true),
                Ok(came) => piece = buffer[..came].to_vec(),
                Err(error) if error.kind() == ErrorKind::ConnectionReset => break reader.closed(false),
                Err(error) => panic!("no whole answer: {error}; so far {:?}", reader.head()),
            }
        };
        let is_cut = matches!(state, State::Cut);
        let breaches: Vec<_> = reader.breaches().iter().map(|breach| breach.kind).collect();
        assert!(is_cut || breaches.is_empty(), "the proxy itself breaks a rule: {breaches:?}, {:?}", reader.head());
        (state, reader.head().map(|head| (head.status, body)))
    }

    /// Some of what comes.
    pub(crate) fn some(&mut self) -> Vec<u8> {
        let mut piece = vec![0; 4096];
        let came = self.stream.read(&mut piece).expect("something");
        piece.truncate(came);
        piece
    }

    /// Everything that comes until the connection ends.
    pub(crate) fn all(&mut self) -> Vec<u8> {
        let mut all = std::mem::take(&mut self.rest);
        let _ = self.stream.read_to_end(&mut all);
        all
    }
}
