//! `serve --peer`: says what the client is to be started with, and takes texts from standard input.

use std::io::{self, BufRead, Read};
use std::net::SocketAddr;
use std::sync::Arc;

use netwhy::serve::peer::Peer;
use netwhy::serve::{Listeners, Server, Told};
use netwhy::text::{Lang, Text};
use tokio::sync::mpsc::{Sender, WeakSender};

use crate::cli::folded::Folded;
use crate::cli::serve::{Args, reachable, say};

/// The longest line that is read.
const LINE: u64 = 4096;

/// Begins the comparison beside `server`.
pub(super) fn begin(server: Server, listeners: &Listeners, args: &Args) -> Server {
    let (server, peer, out) = server.with_peer(listeners);
    let lang = args.common.lang();
    tell(&peer, &listeners.addresses, lang);
    // The server's own end closes the sender.
    let out = Sender::downgrade(&out);
    // A thread of its own, for reading a terminal cannot be called off; it ends with the process.
    std::thread::spawn(move || listen(&peer, &out, lang));
    server
}

/// Says how a client asks: over each port by which it may come in, or by text.
fn tell(peer: &Peer, own: &[SocketAddr], lang: Lang) {
    let head = Text::new(
        "to compare, start on the client `netwhy diagnose TARGET --peer SERVER`, with one of these that works there:",
        "要对照，请在客户端运行 `netwhy diagnose TARGET --peer SERVER`，SERVER 用下列在那里可用的一个：",
    );
    say(&head, lang);
    let others = reachable::addresses();
    for place in own {
        let all = others.iter().map(|(ip, _)| *ip).filter(|ip| ip.is_ipv4() == place.is_ipv4() || place.is_ipv6());
        let shown: Vec<SocketAddr> = match place.ip().is_unspecified() {
            true => all.map(|ip| SocketAddr::new(ip, place.port())).collect(),
            false => vec![*place],
        };
        for one in shown {
            say(&Text::same(format!("  {one}/{}", peer.token())), lang);
        }
    }
    let text = Text::new(
        "or where no port works, `--peer` alone: paste the text it shows here",
        "若没有可用端口，则只写 `--peer`：把它显示的文字粘贴到这里",
    );
    say(&text, lang);
}

/// Answers each line of standard input.
fn listen(peer: &Arc<Peer>, out: &WeakSender<Told>, lang: Lang) {
    let mut lines = io::stdin().lock();
    let mut folded = Folded::default();
    loop {
        let mut line = Vec::new();
        match (&mut lines).take(LINE).read_until(b'\n', &mut line) {
            Ok(0) | Err(_) => return,
            Ok(_) => {}
        }
        let line = String::from_utf8_lossy(&line);
        let line = line.trim();
        if line.is_empty() {
            continue;
        }
        match folded.read(line, |text| peer.pasted(text)) {
            Ok(peered) => {
                let Some(out) = out.upgrade() else { return };
                if out.blocking_send(Told::Compared(Box::new(peered.document()))).is_err() {
                    return;
                }
            }
            Err(garbled) => say(&Text::same(garbled.to_string()), lang),
        }
    }
}
