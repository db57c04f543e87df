//! Pings a Bedrock server.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::time::Instant;

use crate::observation::{BedrockStatus, Pings, Purpose, Reason, State};
use crate::probe::minecraft::datagrams::{Line, Unanswered};
use crate::probe::minecraft::hear::ms_since;
use crate::wire::excerpt::excerpt;
use crate::wire::raknet;

/// How long a ping behind the first may take.
const PING: Duration = Duration::from_millis(1_500);
/// The number under which netwhy pings.
const CLIENT: u64 = 0x6e65_7477_6879;

/// Pings `to` until it answers or `patience` is over, and where it answers `pings` times in all.
pub async fn bedrock_status(to: SocketAddr, purpose: Purpose, pings: u32, patience: Duration) -> BedrockStatus {
    let deadline = Instant::now() + patience;
    let mut seen = BedrockStatus {
        address: to.ip(),
        port: to.port(),
        purpose,
        state: State::Filtered,
        reason: Reason::NoResponse,
        from: None,
        pong: None,
        irregular: Vec::new(),
        excerpt: None,
        pings: Pings::default(),
    };
    let refused = |seen: &mut BedrockStatus, why: Unanswered| {
        (seen.state, seen.reason, seen.from) = (why.state, why.reason, why.from);
    };
    let line = match Line::open(to).await {
        Ok(line) => line,
        Err(why) => {
            refused(&mut seen, why);
            return seen;
        }
    };
    for number in 1..=u64::from(pings.max(1)) {
        let start = Instant::now();
        let until = if number == 1 { deadline } else { deadline.min(start + PING) };
        let mut other = None;
        let ping = raknet::ping(number, CLIENT);
        let pong = line.ask(&ping, until, |bytes| {
            let pong = raknet::pong(bytes);
            if pong.is_none() {
                other = Some(excerpt(bytes, 200));
            }
            // A late answer to an earlier ping tells no time.
            pong.filter(|(_, time, _)| *time == number || number == 1)
        });
        let pong = pong.await;
        seen.excerpt = seen.excerpt.take().or(other);
        match pong {
            Ok((pong, _, odd)) => {
                seen.pings.count(Some(ms_since(start)));
                (seen.state, seen.reason) = (State::Open, Reason::UdpResponse);
                if seen.pong.is_none() {
                    (seen.pong, seen.irregular) = (Some(pong), odd);
                }
            }
            Err(why) => {
                seen.pings.count(None);
                if seen.pong.is_none() {
                    refused(&mut seen, why);
                    if seen.excerpt.is_some() && seen.reason == Reason::NoResponse {
                        (seen.state, seen.reason) = (State::Open, Reason::UdpResponse);
                    }
                    break;
                }
            }
        }
        if Instant::now() >= deadline {
            break;
        }
    }
    seen
}
