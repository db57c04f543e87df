//! A server that misbehaves as it is told to. No real server does; so these few lines of TCP are the right peer here.

use std::io::{Read, Write};
use std::net::{Shutdown, SocketAddr, TcpListener, TcpStream};
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// A listener on loopback; each connection gets a thread of its own, which ends soon after the other end leaves.
pub(crate) struct Hostile {
    pub(crate) at: SocketAddr,
    gone: Arc<AtomicBool>,
    heard: Arc<Mutex<Vec<Vec<u8>>>>,
}

/// One connection, from the side of the server.
pub(crate) struct Talk {
    stream: TcpStream,
    /// How many connections came before this one.
    pub(crate) nth: usize,
    waiting: Vec<u8>,
    gone: Arc<AtomicBool>,
    heard: Arc<Mutex<Vec<Vec<u8>>>>,
}

impl Hostile {
    /// Starts a server that does `script` with each connection, and closes it after.
    pub(crate) fn start(script: impl Fn(&mut Talk) + Send + Sync + 'static) -> Hostile {
        let listener = TcpListener::bind((crate::peers::shared_address(), 0)).expect("a listener");
        let at = listener.local_addr().expect("an address");
        let (gone, heard) = (Arc::new(AtomicBool::new(false)), Arc::new(Mutex::new(Vec::new())));
        let (gone_too, heard_too, script) = (gone.clone(), heard.clone(), Arc::new(script));
        std::thread::spawn(move || {
            for (nth, stream) in listener.incoming().enumerate() {
                if gone_too.load(Ordering::Relaxed) {
                    return;
                }
                let (Ok(stream), script) = (stream, script.clone()) else { continue };
                heard_too.lock().expect("a lock").push(Vec::new());
                // Nobody hears a test's thread panic; a bound keeps it from waiting for ever.
                let _ = stream.set_read_timeout(Some(Duration::from_secs(1)));
                let _ = stream.set_write_timeout(Some(Duration::from_secs(1)));
                let _ = stream.set_nodelay(true);
                let (gone, heard) = (gone_too.clone(), heard_too.clone());
                let mut talk = Talk { stream, nth, waiting: Vec::new(), gone, heard };
                std::thread::spawn(move || {
                    script(&mut talk);
                    talk.close();
                });
            }
        });
        Hostile { at, gone, heard }
    }

    /// A server that answers each request with these bytes, and closes.
    pub(crate) fn answering(answer: impl Into<Vec<u8>>) -> Hostile {
        let answer = answer.into();
        Hostile::start(move |talk| {
            talk.request();
            talk.say(&answer);
        })
    }

    /// What each connection brought so far, in the order in which they came.
    pub(crate) fn heard(&self) -> Vec<String> {
        self.heard.lock().expect("a lock").iter().map(|heard| String::from_utf8_lossy(heard).into_owned()).collect()
    }

    /// The URL of `path` on it.
    pub(crate) fn url(&self, path: &str) -> String {
        format!("http://{}{path}", self.at)
    }
}

impl Drop for Hostile {
    fn drop(&mut self) {
        self.gone.store(true, Ordering::Relaxed);
        // Wakes the thread that waits for connections.
        let _ = TcpStream::connect(self.at);
    }
}

impl Talk {
    /// Reads one request's head, and gives it; empty where the other end left or fell silent.
    pub(crate) fn request(&mut self) -> String {
        loop {
            if let Some(end) = self.waiting.windows(4).position(|four| four == b"\r\n\r\n") {
                let head: Vec<u8> = self.waiting.drain(..end + 4).collect();
                return String::from_utf8_lossy(&head).into_owned();
            }
            if !self.listen() {
                return String::new();
            }
        }
    }

    /// Reads exactly `count` bytes, or fewer where no more come.
    pub(crate) fn bytes(&mut self, count: usize) -> Vec<u8> {
        while self.waiting.len() < count && self.listen() {}
        let end = count.min(self.waiting.len());
        self.waiting.drain(..end).collect()
    }

    /// Waits for more bytes; false where none will come.
    fn listen(&mut self) -> bool {
        let mut buffer = [0; 16_384];
        for _ in 0..20 {
            match self.stream.read(&mut buffer) {
                Ok(0) => return false,
                Ok(count) => {
                    self.waiting.extend(&buffer[..count]);
                    self.heard.lock().expect("a lock")[self.nth].extend(&buffer[..count]);
                    return true;
                }
                Err(error) if error.kind() == std::io::ErrorKind::WouldBlock && !self.left() => {}
                Err(_) => return false,
            }
        }
        false
    }

    /// Sends; false once the other end has left, or takes no more.
    pub(crate) fn say(&mut self, bytes: impl AsRef<[u8]>) -> bool {
        !self.left() && self.stream.write_all(bytes.as_ref()).is_ok()
    }

    /// Sends `bytes` again and again, until the other end leaves.
    pub(crate) fn forever(&mut self, bytes: impl AsRef<[u8]>) {
        // Larger pieces than a few bytes, so that it is a flood and no drip.
        let many = bytes.as_ref().repeat((16_384 / bytes.as_ref().len()).max(1));
        while self.say(&many) {}
    }

    /// Sends byte by byte with a pause before each.
    pub(crate) fn drip(&mut self, bytes: impl AsRef<[u8]>, pause: Duration) {
        for byte in bytes.as_ref() {
            std::thread::sleep(pause);
            if !self.say([*byte]) {
                return;
            }
        }
    }

    /// Says nothing until the other end leaves.
    pub(crate) fn wait(&mut self) {
        while self.listen() {}
    }

    /// Ends the connection with a reset.
    pub(crate) fn reset(&mut self) {
        let socket = socket2::SockRef::from(&self.stream);
        let _ = socket.set_linger(Some(Duration::ZERO));
        // The descriptor that `close` would end is replaced by one of a connection to nobody.
        if let Ok(other) = TcpListener::bind("127.0.0.1:0").and_then(|l| TcpStream::connect(l.local_addr()?)) {
            self.stream = other;
        }
    }

    fn left(&self) -> bool {
        self.gone.load(Ordering::Relaxed)
    }

    /// Closes in order: bytes that were never read would turn the end into a reset.
    fn close(&mut self) {
        if self.stream.shutdown(Shutdown::Write).is_ok() {
            while self.listen() {}
        }
    }
}
