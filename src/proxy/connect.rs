//! Connecting to an origin: the name as the system resolves it, the addresses that may be connected to, one after the
//! other until one opens (RFC 8305).

use std::io;
use std::net::{IpAddr, SocketAddr};
use std::time::{Duration, Instant};

use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::net::TcpStream;

use crate::observation::Answer;
use crate::probe::resolve;
use crate::proxy::core::Core;
use crate::proxy::safety::{self, Forbidden};
use crate::proxy::settings::Families;
use crate::proxy::trouble::io_word;
use crate::proxy::trouble::{Kind, Trouble};
use crate::target::Host;
use crate::text::{Lang, Text};

/// How long an address is waited for before the next is tried beside it (RFC 8305 section 5).
const HEAD_START: Duration = Duration::from_millis(250);

/// The most addresses of a name that are tried.
const MOST: usize = 16;

/// A connection that opened.
#[derive(Debug)]
pub(crate) struct Opened {
    /// The connection.
    pub stream: TcpStream,
    /// Where it leads.
    pub to: SocketAddr,
    /// How long the name took.
    pub resolve: Duration,
    /// How long connecting took.
    pub connect: Duration,
}

/// Opens a connection to `host` for a client at `client`.
pub(crate) async fn open(core: &Core, host: &Host, port: u16, client: IpAddr) -> Result<Opened, Trouble> {
    let began = Instant::now();
    let may = permitted(core, host, port, client).await?;
    let resolve = began.elapsed();
    let left = core.settings.bounds.connect.saturating_sub(resolve).max(Duration::from_secs(1));
    let (stream, to) = race(&may, port, left).await.map_err(|failed| not_opened(host, port, &failed))?;
    // What is passed on is passed on at once (RFC 896); a failure only costs time.
    let _ = stream.set_nodelay(true);
    Ok(Opened { stream, to, resolve, connect: began.elapsed().saturating_sub(resolve) })
}

/// The addresses of `host` that may be connected to for a client at `client`, in the order in which to try them; at least
/// one.
pub(crate) async fn permitted(core: &Core, host: &Host, port: u16, client: IpAddr) -> Result<Vec<IpAddr>, Trouble> {
    let addresses = addresses(core, host).await?;
    let (may, not): (Vec<_>, Vec<_>) = addresses
        .into_iter()
        .map(|address| (address, forbids(core, address, port, client)))
        .partition(|(_, forbidden)| forbidden.is_none());
    if may.is_empty() {
        return Err(match not.first() {
            Some((address, Some(forbidden))) => prohibited(host, *address, *forbidden),
            _ => unknown(host, "no address"),
        });
    }
    Ok(interleaved(may.into_iter().map(|(address, _)| address).collect()))
}

/// Why `address` is not connected to; nothing where it may be.
pub(crate) fn forbids(core: &Core, address: IpAddr, port: u16, client: IpAddr) -> Option<Forbidden> {
    if core.is_itself(address, port) {
        return Some(Forbidden::Itself);
    }
    safety::forbids(address, client, core.settings.allowed)
}

/// The addresses of a host in the system's order.
async fn addresses(core: &Core, host: &Host) -> Result<Vec<IpAddr>, Trouble> {
    let name = match host {
        Host::Address { address, .. } => return Ok(vec![*address]),
        Host::Name(name) => name,
    };
    if host.fault().is_some() {
        return Err(Trouble::new(
            Kind::NameUnknown,
            Text::new(format!("`{name}` is not a name that can be looked up"), format!("“{name}”不是可以查询的名称")),
        ));
    }
    let families = match core.settings.families {
        Families::Both => resolve::Families::Both,
        Families::V4 => resolve::Families::V4,
        Families::V6 => resolve::Families::V6,
    };
    // The system's resolver takes a thread for each question.
    let slot = tokio::time::timeout(core.settings.bounds.connect, core.look_ups.acquire()).await;
    let Ok(Ok(_slot)) = slot else { return Err(no_answer(name)) };
    let seen = resolve::system(name, families, core.settings.bounds.connect).await;
    match seen.answer {
        Answer::Found => Ok(seen.records.iter().filter_map(|record| record.data.parse().ok()).take(MOST).collect()),
        Answer::NotFound { error } if error == "EAI_AGAIN" => Err(no_answer(name)),
        Answer::NotFound { error } => Err(unknown(host, &error)),
        _ => Err(no_answer(name)),
    }
}

fn unknown(host: &Host, word: &str) -> Trouble {
    Trouble::new(
        Kind::NameUnknown,
        Text::new(format!("{host} leads to no address ({word})"), format!("{host} 解析不到任何地址（{word}）")),
    )
}

fn no_answer(name: &str) -> Trouble {
    Trouble::new(
        Kind::NameTimeout,
        Text::new(
            format!("no name server answered the question for {name}"),
            format!("没有域名服务器回答对 {name} 的查询"),
        ),
    )
}

/// That `host` may not be connected to, since it is `address`.
pub(crate) fn prohibited(host: &Host, address: IpAddr, forbidden: Forbidden) -> Trouble {
    let kind = if forbidden == Forbidden::Itself { Kind::Loop } else { Kind::AddressForbidden };
    Trouble::new(
        kind,
        match host {
            Host::Address { .. } => forbidden.tell(address),
            Host::Name(name) => forbidden.tell_of(name, address),
        },
    )
}

/// The families in turn, beginning with the one that the system puts first (RFC 8305 section 4).
fn interleaved(addresses: Vec<IpAddr>) -> Vec<IpAddr> {
    let six_first = addresses.first().is_some_and(IpAddr::is_ipv6);
    let (first, second): (Vec<_>, Vec<_>) = addresses.into_iter().partition(|one| one.is_ipv6() == six_first);
    let (mut first, mut second, mut all) = (first.into_iter(), second.into_iter(), Vec::new());
    loop {
        match (first.next(), second.next()) {
            (None, None) => return all,
            (one, other) => all.extend(one.into_iter().chain(other)),
        }
    }
}

/// What was tried, and how it failed.
type Failed = Vec<(IpAddr, io::Error)>;

/// Tries one address after the other, each a little later than the one before, or at once where that one has failed.
async fn race(addresses: &[IpAddr], port: u16, most: Duration) -> Result<(TcpStream, SocketAddr), Failed> {
    let deadline = tokio::time::Instant::now() + most;
    let mut next = addresses.iter();
    let mut trying = FuturesUnordered::new();
    let mut failed = Failed::new();
    loop {
        if let Some(address) = next.next() {
            let (address, to) = (*address, SocketAddr::new(*address, port));
            trying.push(async move { (address, TcpStream::connect(to).await) });
        } else if trying.is_empty() {
            return Err(failed);
        }
        let until = if next.len() > 0 { deadline.min(tokio::time::Instant::now() + HEAD_START) } else { deadline };
        match tokio::time::timeout_at(until, trying.next()).await {
            // A port that nobody listens on may connect to itself.
            Ok(Some((address, Ok(stream)))) if stream.local_addr().ok() == stream.peer_addr().ok() => {
                failed.push((address, io::ErrorKind::ConnectionRefused.into()));
            }
            Ok(Some((address, Ok(stream)))) => {
                let to = SocketAddr::new(address, port);
                return Ok((stream, to));
            }
            Ok(Some((address, Err(error)))) => failed.push((address, error)),
            Ok(None) => {}
            Err(_) if tokio::time::Instant::now() >= deadline => {
                let late = addresses.iter().filter(|one| !failed.iter().any(|(address, _)| address == *one));
                let late: Vec<_> = late.map(|one| (*one, io::ErrorKind::TimedOut.into())).collect();
                failed.extend(late);
                return Err(failed);
            }
            Err(_) => {}
        }
    }
}

/// What the failures say together: a machine that answers tells more than one that is silent.
fn not_opened(host: &Host, port: u16, failed: &Failed) -> Trouble {
    let has = |wanted: fn(&io::Error) -> bool| failed.iter().find(|(_, error)| wanted(error));
    let refused = has(|error| error.kind() == io::ErrorKind::ConnectionRefused);
    let silent = has(|error| error.kind() == io::ErrorKind::TimedOut);
    let place = |address: &IpAddr| {
        let at = SocketAddr::new(*address, port);
        if host.address().is_some() { at.to_string() } else { format!("{host} ({at})") }
    };
    if let Some((address, _)) = refused {
        let place = place(address);
        let text = Text::new(format!("{place} refuses the connection"), format!("{place} 拒绝连接"));
        return Trouble::new(Kind::Refused, text);
    }
    if let Some((address, _)) = silent {
        let place = place(address);
        let text = Text::new(format!("{place} does not answer"), format!("{place} 没有应答"));
        return Trouble::new(Kind::ConnectTimeout, text);
    }
    match failed.first() {
        Some((address, error)) => {
            let (place, own) = (place(address), matches!(error.raw_os_error(), Some(23 | 24)));
            let word = io_word::of(error);
            let text = Text::new(
                format!("{place} cannot be reached: {}", word.get(Lang::En)),
                format!("无法到达 {place}：{}", word.get(Lang::Zh)),
            );
            Trouble::new(if own { Kind::Internal } else { Kind::Unroutable }, text)
        }
        None => unknown(host, "no address"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn families_take_turns() {
        let all = |texts: &[&str]| texts.iter().map(|text| text.parse().expect(text)).collect::<Vec<IpAddr>>();
        let given = all(&["::1", "::2", "::3", "1.1.1.1", "2.2.2.2"]);
        assert_eq!(interleaved(given), all(&["::1", "1.1.1.1", "::2", "2.2.2.2", "::3"]));
        assert_eq!(interleaved(all(&["1.1.1.1", "::1"])), all(&["1.1.1.1", "::1"]));
    }

    #[test]
    fn who_answers_is_told_before_who_is_silent() {
        let address = |text: &str| text.parse().expect(text);
        let failed = vec![
            (address("192.0.2.1"), io::ErrorKind::TimedOut.into()),
            (address("192.0.2.2"), io::ErrorKind::ConnectionRefused.into()),
        ];
        let trouble = not_opened(&Host::Name("x.test".to_owned()), 80, &failed);
        assert_eq!(trouble.kind, Kind::Refused);
        assert_eq!(trouble.sentence.get(crate::text::Lang::En), "x.test (192.0.2.2:80) refuses the connection");
    }
}
