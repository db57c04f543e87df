//! Bytes both ways between a client and a server, each way ended by itself, until both have ended or nothing moves.

pub(crate) mod open;
pub(crate) mod splice;
pub(crate) mod switch;

use std::io;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use bytes::Bytes;
use tokio::io::{AsyncRead, AsyncReadExt, AsyncWrite, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::proxy::exchange::{Counts, Ending, Exchange};
use crate::proxy::pulse::Pulse;
use crate::proxy::trouble::io_word;
use crate::proxy::trouble::{Kind, Trouble};
use crate::proxy::wire::Wire;
use crate::text::{Lang, Text};

/// Read at once where the bytes come into this process.
const PIECE: usize = 16 * 1024;

/// Bytes of one way after which they are moved by the kernel alone: a pipe is not worth its while for fewer.
const FEW: u64 = 128 * 1024;

/// One end of a tunnel: its connection, and what has been read from it already.
pub(crate) struct End {
    /// The connection.
    pub wire: Wire,
    /// What comes before the rest.
    pub ahead: Bytes,
}

impl From<Wire> for End {
    fn from(wire: Wire) -> End {
        End { wire, ahead: Bytes::new() }
    }
}

/// Moves bytes between the two until both have said that they are done, one fails, or nothing moves for `still`.
/// Writes into `exchange` how it ended.
pub(crate) async fn relay(client: End, server: End, exchange: &mut Exchange, pulse: &Arc<Pulse>, still: Duration) {
    let counts = Arc::clone(&exchange.counts);
    pulse.beat();
    let moving = async {
        match (client.wire, server.wire) {
            (Wire::Tcp(mut one), Wire::Tcp(mut other)) => {
                other.write_all(&client.ahead).await.map_err(|error| Broken { error, by_client: false })?;
                counts.sent.fetch_add(client.ahead.len() as u64, Ordering::Relaxed);
                one.write_all(&server.ahead).await.map_err(|error| Broken { error, by_client: true })?;
                counts.received.fetch_add(server.ahead.len() as u64, Ordering::Relaxed);
                let moved = plain(&one, &other, &counts, pulse).await;
                if let Err(broken) = &moved
                    && broken.error.kind() == io::ErrorKind::ConnectionReset
                {
                    // Whoever is on the other side shall not take a broken end for a good one.
                    let _ = socket2::SockRef::from(if broken.by_client { &other } else { &one })
                        .set_linger(Some(Duration::ZERO));
                }
                moved
            }
            (one, other) => {
                let (one, other) = (End { wire: one, ahead: client.ahead }, End { wire: other, ahead: server.ahead });
                any(one, other, &counts, pulse).await
            }
        }
    };
    let moved = tokio::select! {
        moved = moving => Some(moved),
        () = pulse.still(still) => None,
    };
    match moved {
        None => {
            exchange.ending = Ending::Stalled;
        }
        Some(Ok(())) => exchange.ending = Ending::Whole,
        Some(Err(broken)) if broken.by_client => exchange.ending = Ending::ClientLeft,
        Some(Err(broken)) => {
            let from = exchange.server.map(|server| server.to_string()).unwrap_or_default();
            let word = io_word::of(&broken.error);
            let (en, zh) = (word.get(Lang::En), word.get(Lang::Zh));
            let text = Text::new(format!("{from} broke the tunnel off: {en}"), format!("{from} 中断了隧道：{zh}"));
            exchange.fail(&Trouble::new(Kind::Terminated, text), Ending::Truncated);
        }
    }
}

/// How a tunnel broke.
#[derive(Debug)]
struct Broken {
    error: io::Error,
    by_client: bool,
}

/// Between two plain connections.
async fn plain(client: &TcpStream, server: &TcpStream, counts: &Counts, pulse: &Pulse) -> Result<(), Broken> {
    let up = one_way(client, server, &counts.sent, pulse, true);
    let down = one_way(server, client, &counts.received, pulse, false);
    futures_util::future::try_join(up, down).await.map(|_| ())
}

/// One way between two plain connections: the first bytes by hand, the many by the kernel.
async fn one_way(
    from: &TcpStream,
    to: &TcpStream,
    count: &AtomicU64,
    pulse: &Pulse,
    from_client: bool,
) -> Result<(), Broken> {
    let reading = |error| Broken { error, by_client: from_client };
    let writing = |error| Broken { error, by_client: !from_client };
    let mut some = 0;
    loop {
        from.readable().await.map_err(reading)?;
        // Held only while bytes come: a tunnel that waits takes no memory.
        let mut piece = vec![0; PIECE];
        loop {
            match from.try_read(&mut piece) {
                Ok(0) => {
                    // It may have ended already.
                    let _ = socket2::SockRef::from(to).shutdown(std::net::Shutdown::Write);
                    return Ok(());
                }
                Ok(read) => {
                    write_all(to, &piece[..read]).await.map_err(writing)?;
                    count.fetch_add(read as u64, Ordering::Relaxed);
                    pulse.beat();
                    some += read as u64;
                }
                Err(error) if error.kind() == io::ErrorKind::WouldBlock => break,
                Err(error) => return Err(reading(error)),
            }
            if some >= FEW && crate::proxy::tunnel::splice::CAN {
                drop(piece);
                return crate::proxy::tunnel::splice::run(from, to, count, pulse)
                    .await
                    .map_err(|(error, on_read)| if on_read { reading(error) } else { writing(error) });
            }
        }
    }
}

async fn write_all(to: &TcpStream, mut bytes: &[u8]) -> io::Result<()> {
    while !bytes.is_empty() {
        match to.try_write(bytes) {
            Ok(0) => return Err(io::ErrorKind::WriteZero.into()),
            Ok(written) => bytes = &bytes[written..],
            Err(error) if error.kind() == io::ErrorKind::WouldBlock => to.writable().await?,
            Err(error) => return Err(error),
        }
    }
    Ok(())
}

/// Between connections of any kind.
async fn any(client: End, server: End, counts: &Counts, pulse: &Pulse) -> Result<(), Broken> {
    let (client_read, client_write) = tokio::io::split(client.wire);
    let (server_read, server_write) = tokio::io::split(server.wire);
    let up = copy(client.ahead, client_read, server_write, &counts.sent, pulse, true);
    let down = copy(server.ahead, server_read, client_write, &counts.received, pulse, false);
    futures_util::future::try_join(up, down).await.map(|_| ())
}

async fn copy(
    ahead: Bytes,
    mut from: impl AsyncRead + Unpin,
    mut to: impl AsyncWrite + Unpin,
    count: &AtomicU64,
    pulse: &Pulse,
    from_client: bool,
) -> Result<(), Broken> {
    let reading = |error| Broken { error, by_client: from_client };
    let writing = |error| Broken { error, by_client: !from_client };
    let mut piece = vec![0; PIECE];
    to.write_all(&ahead).await.map_err(writing)?;
    to.flush().await.map_err(writing)?;
    count.fetch_add(ahead.len() as u64, Ordering::Relaxed);
    loop {
        let read = match from.read(&mut piece).await {
            // TLS that ends without saying so; what came, came.
            Err(error) if error.kind() == io::ErrorKind::UnexpectedEof => 0,
            read => read.map_err(reading)?,
        };
        if read == 0 {
            // It may have ended already.
            let _ = to.shutdown().await;
            return Ok(());
        }
        to.write_all(&piece[..read]).await.map_err(writing)?;
        to.flush().await.map_err(writing)?;
        count.fetch_add(read as u64, Ordering::Relaxed);
        pulse.beat();
    }
}
