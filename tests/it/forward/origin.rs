//! An origin that does by the path what no well-behaved server does.

use std::io::{BufRead, BufReader, Read, Write};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::time::Duration;

/// Starts it on a port of its own; it goes with the process.
pub(crate) fn start() -> SocketAddr {
    let listener = TcpListener::bind((crate::peers::shared_address(), 0)).unwrap();
    let at = listener.local_addr().unwrap();
    std::thread::spawn(move || {
        for stream in listener.incoming().flatten() {
            std::thread::spawn(move || while serve(&stream).is_some() {});
        }
    });
    at
}

/// One request; nothing where the connection has ended.
fn serve(stream: &TcpStream) -> Option<()> {
    let mut from = BufReader::with_capacity(1, stream);
    let say = |text: &str| (&mut &*stream).write_all(text.as_bytes()).ok();
    let mut head = String::new();
    while !head.ends_with("\r\n\r\n") {
        (from.read_line(&mut head).ok()? > 0).then_some(())?;
    }
    let path = head.split(' ').nth(1)?.to_owned();
    let length = head
        .to_ascii_lowercase()
        .split("content-length: ")
        .nth(1)
        .map(|rest| rest.split('\r').next().unwrap().parse().unwrap());
    let mut body = || {
        let mut body = vec![0; length.unwrap_or(0)];
        from.read_exact(&mut body).ok().map(|()| String::from_utf8_lossy(&body).into_owned())
    };
    match path.as_str() {
        "/early-hints" => {
            say("HTTP/1.1 103 Early Hints\r\nLink: </a.css>\r\n\r\n")?;
            std::thread::sleep(Duration::from_millis(200));
            say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")
        }
        "/continue" => {
            say("HTTP/1.1 100 Continue\r\n\r\n")?;
            let body = body()?;
            say(&format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{body}", body.len()))
        }
        "/refuses" => say("HTTP/1.1 417 No\r\nContent-Length: 2\r\n\r\nno"),
        "/too-large" => {
            say("HTTP/1.1 413 Too Large\r\nContent-Length: 3\r\nConnection: close\r\n\r\nbig");
            // The rest of the request is never read.
            None
        }
        "/trailers" => say(
            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n3\r\nabc\r\n0\r\nX-Sum: 9\r\n\r\n",
        ),
        "/two-lengths" => {
            say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nContent-Length: 99\r\n\r\n3\r\nabc\r\n0\r\n\r\n")
        }
        "/breaks-off" => {
            say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nabc");
            None
        }
        "/breaks-off-in-chunks" => {
            say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nabc\r\n");
            None
        }
        "/says-nothing" => None,
        "/is-no-http" => {
            say("SSH-2.0-x\r\n");
            None
        }
        "/once" => {
            say("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok")?;
            // Long enough to be kept, and then gone without a word.
            std::thread::sleep(Duration::from_millis(100));
            None
        }
        "/switch" => {
            say("HTTP/1.1 101 Switching Protocols\r\nUpgrade: upper\r\nConnection: Upgrade\r\n\r\nhi")?;
            let mut piece = [0; 100];
            while let Ok(some @ 1..) = (&mut &*stream).read(&mut piece) {
                say(&String::from_utf8_lossy(&piece[..some]).to_uppercase())?;
            }
            None
        }
        "/of-old" => {
            say("HTTP/1.0 200 OK\r\n\r\nold");
            None
        }
        _ => {
            let told = format!("{head}{}", body()?);
            say(&format!("HTTP/1.1 200 OK\r\nContent-Length: {}\r\n\r\n{told}", told.len()))
        }
    }
}
