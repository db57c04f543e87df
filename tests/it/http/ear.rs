//! A server that keeps every byte it hears, and answers each request from a list.

use std::io::{Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::time::Duration;

/// What was heard, one entry a connection.
#[derive(Clone, Default)]
pub(crate) struct Heard(Arc<Mutex<Vec<Vec<u8>>>>);

impl Heard {
    /// Everything heard so far, as text, connection by connection.
    pub(crate) fn texts(&self) -> Vec<String> {
        self.0.lock().unwrap().iter().map(|bytes| String::from_utf8_lossy(bytes).into_owned()).collect()
    }

    /// The bytes of the last connection.
    pub(crate) fn last(&self) -> Vec<u8> {
        self.0.lock().unwrap().last().cloned().unwrap_or_default()
    }
}

/// Starts one that gives the first connection the first answer, and so on; the last one is given ever again. It hears
/// until nothing came for a moment, answers, hears on and closes.
pub(crate) fn listen(answers: Vec<Vec<u8>>) -> (SocketAddr, Heard) {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    let heard = Heard::default();
    let keep = heard.clone();
    std::thread::spawn(move || {
        for (number, stream) in listener.incoming().enumerate() {
            let Ok(stream) = stream else { return };
            let answer = answers.get(number).or(answers.last()).cloned().unwrap_or_default();
            keep.0.lock().unwrap().push(Vec::new());
            let keep = keep.clone();
            std::thread::spawn(move || answer_one(stream, &answer, &keep, number));
        }
    });
    (at, heard)
}

fn answer_one(mut stream: TcpStream, answer: &[u8], keep: &Heard, number: usize) {
    let _ = stream.set_read_timeout(Some(Duration::from_millis(100)));
    let hear = |stream: &mut TcpStream| {
        let mut buffer = [0; 65536];
        while let Ok(came) = stream.read(&mut buffer) {
            if came == 0 {
                return;
            }
            keep.0.lock().unwrap()[number].extend_from_slice(&buffer[..came]);
        }
    };
    hear(&mut stream);
    let _ = stream.write_all(answer);
    let _ = stream.shutdown(std::net::Shutdown::Write);
    hear(&mut stream);
}

/// A whole answer with this status line, these fields and this body.
pub(crate) fn answer(status: &str, fields: &str, body: &str) -> Vec<u8> {
    format!("HTTP/1.1 {status}\r\n{fields}Content-Length: {}\r\n\r\n{body}", body.len()).into_bytes()
}

/// Starts one that answers every connection with the same bytes, one at a time, `pause` apart.
pub(crate) fn trickle(answer: &'static [u8], pause: Duration) -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").unwrap();
    let at = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming() {
            let Ok(mut stream) = stream else { return };
            std::thread::spawn(move || {
                let _ = stream.read(&mut [0; 4096]);
                for byte in answer {
                    if stream.write_all(&[*byte]).is_err() {
                        return;
                    }
                    std::thread::sleep(pause);
                }
            });
        }
    });
    at
}
