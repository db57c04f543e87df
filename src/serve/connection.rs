//! One connection: finds out what its client speaks, and answers in that.

use std::sync::Arc;
use std::time::Duration;

use crate::report::Ending;
use crate::serve::accept::Incoming;
use crate::serve::fault::Fault;
use crate::serve::faulty::{self, Faulty};
use crate::serve::hear::{Heard, hear, part};
use crate::serve::kind;
use crate::serve::log::Log;
use crate::serve::peer;
use crate::serve::server::{Kind, Server};
use crate::serve::stream::{Io, Meter, Metered, Replay};
use crate::serve::told::Told;
use crate::text::Text;
use crate::wire::excerpt::excerpt;
use crate::wire::http1;
use crate::wire::opening::{Opening, opening};
use crate::wire::proxy_header;

/// How long more is waited for where the first bytes are likely of one protocol, and where they may be of several.
const LIKELY: Duration = Duration::from_millis(300);
const OPEN: Duration = Duration::from_secs(3);
/// Characters of the first bytes that are told.
const EXCERPT: usize = 120;

/// How a conversation ended.
pub(crate) type Outcome = (Ending, Option<Text>);

/// Meets one client, from its arrival to its end, and tells of it.
pub(crate) async fn connection(server: Arc<Server>, incoming: Incoming) {
    let meter = Arc::new(Meter::default());
    server.ledger.came(&incoming, meter.clone());
    let mut log = Log::new(&incoming, meter.clone(), server.out.clone());
    let fault = server.settings.fault.as_ref().and_then(|fault| fault.for_arrival(incoming.number)).cloned();
    log.arrival.fault = fault.as_ref().map(Fault::called);
    let meets = async {
        let Some(fault) = fault else { return meet(&server, met(incoming.stream, &meter), &mut log).await };
        match faulty::end(&fault, incoming.stream, &meter, &server.shutdown).await {
            Ok(outcome) => outcome,
            Err(stream) => {
                log.meets(&fault);
                let stream = Faulty::new(stream, fault, log.switch.clone());
                let (end, note) = meet(&server, met(stream, &meter), &mut log).await;
                // A cut answer looks to serve like a client that went away.
                (if matches!(end, Ending::Reset | Ending::Answered) { Ending::Fault } else { end }, note)
            }
        }
    };
    let (end, note) = tokio::select! {
        outcome = meets => outcome,
        () = server.shutdown.over() => (Ending::Stopped, None),
    };
    if log.has_news() {
        log.tell(end, note).await;
    }
}

/// A connection as its client is met on it.
fn met(io: impl Io + 'static, meter: &Arc<Meter>) -> Replay {
    Replay::new(Box::new(Metered::new(io, meter.clone())))
}

/// Meets a client on `stream`.
async fn meet(server: &Server, mut stream: Replay, log: &mut Log) -> Outcome {
    let spoken = match first(server, &mut stream, log).await {
        Ok(spoken) => spoken,
        Err(Heard::Over(end, note)) => return (end, note),
        Err(Heard::Bytes(_)) => return (Ending::Failed, None),
    };
    log.arrival.protocol = Some(spoken);
    if let Some(peer) = &server.peer
        && stream.seen().starts_with(peer::BEGINNING)
    {
        let (outcome, peered) = peer::talk(peer, &mut stream, log).await;
        if let Some(peered) = peered.filter(|peered| !peered.question.attempts.is_empty()) {
            // Nobody reads any more where the server is about to end.
            let _ = server.out.send(Told::Compared(Box::new(peered.document()))).await;
        }
        return outcome;
    }
    log.arrival.first_bytes = Some(shown(spoken, stream.seen()));
    let kind = server.settings.kind.or(match spoken {
        Opening::Http => Some(Kind::Http),
        Opening::Tls => Some(Kind::Tls),
        Opening::Minecraft | Opening::MinecraftLegacy => Some(Kind::Minecraft),
        Opening::Mcpi => Some(Kind::Mcpi),
        Opening::Unknown => Some(Kind::Echo),
        _ => None,
    });
    match kind {
        Some(Kind::Tls) => match kind::tls::handshake(server, stream, log).await {
            Ok(inner) => within(server, inner, log).await,
            Err((Ending::TlsFailed, _)) if !matches!(spoken, Opening::Tls | Opening::Unknown) => {
                (Ending::TlsFailed, Some(not_in_tls(spoken)))
            }
            Err(outcome) => outcome,
        },
        Some(kind) => answer(server, kind, stream, log).await,
        None => kind::other::answer(spoken, &mut stream, log).await,
    }
}

/// That a client does without TLS where TLS alone is spoken.
fn not_in_tls(spoken: Opening) -> Text {
    let name = spoken.name();
    Text::new(format!("the client speaks {name} without TLS"), format!("客户端说的是 {name}，没有使用 TLS"))
}

/// Meets a client within TLS.
async fn within(server: &Server, mut stream: Replay, log: &mut Log) -> Outcome {
    let spoken = match first(server, &mut stream, log).await {
        Ok(spoken) => spoken,
        Err(Heard::Over(end, note)) => return (end, note),
        Err(Heard::Bytes(_)) => return (Ending::Failed, None),
    };
    if let Some(tls) = &mut log.arrival.tls {
        tls.inside = Some(spoken);
    }
    log.arrival.first_bytes = Some(shown(spoken, stream.seen()));
    match (server.settings.kind, spoken) {
        (Some(_), _) | (_, Opening::Http) => answer(server, Kind::Http, stream, log).await,
        (_, Opening::Mcpi) => answer(server, Kind::Mcpi, stream, log).await,
        (_, Opening::Unknown) => answer(server, Kind::Echo, stream, log).await,
        _ => kind::other::answer(spoken, &mut stream, log).await,
    }
}

/// Answers as `kind`, which is not TLS, does.
async fn answer(server: &Server, kind: Kind, mut stream: Replay, log: &mut Log) -> Outcome {
    log.switch.on();
    let outcome = match kind {
        Kind::Http | Kind::Tls if log.status.is_some() => {
            faulty::status(log.status.unwrap_or(500), &mut stream, log).await
        }
        Kind::Http | Kind::Tls => kind::http::answer(server, &mut stream, log).await,
        Kind::Echo => kind::echo::answer(server, &mut stream, log).await,
        Kind::Minecraft => kind::minecraft::answer(server, &mut stream, log).await,
        Kind::Mcpi => kind::mcpi::answer(server, &mut stream, log).await,
    };
    if !matches!(outcome.0, Ending::Reset | Ending::Stopped) {
        part(&mut stream).await;
    }
    outcome
}

/// Waits for as many bytes as tell what is spoken; a header of the PROXY protocol before it is noted and passed over.
async fn first(server: &Server, stream: &mut Replay, log: &mut Log) -> Result<Opening, Heard> {
    let mut is_waited_for = false;
    loop {
        let seen = stream.seen();
        if !seen.is_empty() && !is_waited_for && log.arrival.proxy_header.is_none() {
            match proxy_header::read(seen) {
                proxy_header::Read::Got(header, length) => {
                    log.arrival.proxy_header = Some(header);
                    stream.skip(length);
                    continue;
                }
                proxy_header::Read::More if seen.len() >= 5 => {
                    is_waited_for = !more(server, stream, log, OPEN).await?;
                    continue;
                }
                _ => {}
            }
        }
        let seen = stream.seen();
        if seen.is_empty() {
            match hear(server, stream, None, log).await {
                Heard::Bytes(_) => log.begin(),
                over => return Err(over),
            }
            continue;
        }
        // Where it is settled how to answer, nothing is waited for.
        let is_settled = matches!(server.settings.kind, Some(Kind::Echo | Kind::Http | Kind::Mcpi));
        if let Some(spoken) = opening(seen, is_settled) {
            return Ok(spoken);
        }
        let likely = opening(seen, true).unwrap_or(Opening::Unknown);
        let patience = if likely == Opening::Unknown { OPEN } else { LIKELY };
        if !more(server, stream, log, patience).await? {
            return Ok(likely);
        }
    }
}

/// Waits for more of the first bytes; false where none come for `patience`, or ever.
async fn more(server: &Server, stream: &mut Replay, log: &mut Log, patience: Duration) -> Result<bool, Heard> {
    match tokio::time::timeout(patience, hear(server, stream, None, log)).await {
        Ok(Heard::Bytes(_)) => Ok(true),
        // Its side is closed, and what it said may still be answered.
        Ok(Heard::Over(Ending::Closed, _)) | Err(_) => Ok(false),
        Ok(over) => Err(over),
    }
}

/// First bytes as they may be shown.
pub(crate) fn shown(spoken: Opening, bytes: &[u8]) -> String {
    let bytes = &bytes[..bytes.len().min(1024)];
    match spoken {
        Opening::Http | Opening::Rtsp | Opening::Sip => excerpt(&http1::without_secrets(bytes, false), EXCERPT),
        _ => excerpt(bytes, EXCERPT),
    }
}
