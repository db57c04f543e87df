//! Minecraft's server list ping, new and old, as a server of no players answers it; who wants to join is told why not.

use crate::report::Ending;
use crate::serve::connection::Outcome;
use crate::serve::hear::{Heard, hear, say};
use crate::serve::log::Log;
use crate::serve::server::Server;
use crate::serve::stream::Replay;
use crate::text::Text;
use crate::wire::excerpt::excerpt;
use crate::wire::minecraft::{Came, Handshake, legacy_answer, packet, text_packet};

/// The version told to clients that name none.
const PROTOCOL: i32 = 767;
/// Room for players that there will never be.
const ROOM: u32 = 20;

/// Answers until the client has what it wants.
pub(crate) async fn answer(server: &Server, stream: &mut Replay, log: &mut Log) -> Outcome {
    if stream.seen().first() == Some(&0xfe) || stream.seen().first() == Some(&2) {
        return legacy(stream, log).await;
    }
    let handshake = loop {
        match Handshake::read(stream.seen()) {
            Came::Got(handshake, length) => {
                stream.skip(length);
                break handshake;
            }
            Came::More => match hear(server, stream, None, log).await {
                Heard::Bytes(_) => {}
                Heard::Over(end, note) => return (end, note),
            },
            Came::No => return refused(),
        }
    };
    let wants = match handshake.wants {
        1 => "status",
        2 => "join",
        _ => "transfer",
    };
    let Handshake { protocol, port, .. } = handshake;
    let host = excerpt(handshake.host.as_bytes(), 80);
    log.arrival.says = Some(format!("{wants} {host}:{port} (protocol {protocol})"));
    if handshake.wants != 1 {
        return turned_away(stream).await;
    }
    status(server, stream, log, protocol).await
}

/// The status, then the pong.
async fn status(server: &Server, stream: &mut Replay, log: &mut Log, protocol: i32) -> Outcome {
    let mut is_answered = false;
    loop {
        let (bytes, length) = match packet(stream.seen()) {
            Came::Got((0, _), length) => {
                let told = if protocol > 0 { protocol } else { PROTOCOL };
                let status = serde_json::json!({
                    "version": {"name": "netwhy", "protocol": told},
                    "players": {"max": ROOM, "online": 0},
                    "description": {"text": motd(log)},
                });
                is_answered = true;
                (text_packet(0, &status.to_string()), length)
            }
            // A pong is its ping, byte for byte.
            Came::Got((1, _), length) => (stream.seen()[..length].to_vec(), length),
            Came::Got(..) | Came::No => return refused(),
            Came::More => match hear(server, stream, None, log).await {
                Heard::Bytes(_) => continue,
                Heard::Over(Ending::Closed | Ending::Reset, _) if is_answered => return (Ending::Answered, None),
                Heard::Over(end, note) => return (end, note),
            },
        };
        let is_pong = stream.seen().get(1) == Some(&1);
        stream.skip(length);
        if let Err(Heard::Over(end, note)) = say(stream, &bytes).await {
            return (end, note);
        }
        if is_pong {
            return (Ending::Answered, None);
        }
    }
}

/// The one line that players see in their list: that it is no game, and what it is good for.
fn motd(log: &Log) -> String {
    let from = log.arrival.from;
    format!("netwhy serve: no game, but {} reaches this port", from.address)
}

async fn legacy(stream: &mut Replay, log: &mut Log) -> Outcome {
    let seen = stream.seen();
    let (is_ping, is_modern) = (seen.first() == Some(&0xfe), seen.get(1) == Some(&1));
    log.arrival.says = Some(match (is_ping, is_modern, seen.len()) {
        (false, ..) => "join (before 1.7)".to_owned(),
        (_, true, 3..) => "status (as 1.6 asks)".to_owned(),
        (_, true, _) => "status (as 1.4 asks)".to_owned(),
        _ => "status (as before 1.4)".to_owned(),
    });
    stream.skip(usize::MAX);
    // Before 1.4 a section sign would be read as a separator.
    let text = if is_ping { motd(log) } else { "netwhy serve: no game is here".to_owned() };
    let bytes = match is_ping {
        true => legacy_answer(is_modern, 127, "netwhy", &text, 0, ROOM),
        false => {
            let units: Vec<u16> = text.encode_utf16().collect();
            let length = u16::try_from(units.len()).unwrap_or(0).to_be_bytes();
            [&[0xff][..], &length, &units.into_iter().flat_map(u16::to_be_bytes).collect::<Vec<u8>>()].concat()
        }
    };
    match say(stream, &bytes).await {
        Ok(()) | Err(Heard::Bytes(_)) => (Ending::Answered, None),
        Err(Heard::Over(end, note)) => (end, note),
    }
}

/// A player who wants in is told in the language of the game why not (minecraft.wiki, "Disconnect (login)").
async fn turned_away(stream: &mut Replay) -> Outcome {
    let text = serde_json::json!({"text": "netwhy serve: your connection arrives, but no game is here."});
    match say(stream, &text_packet(0, &text.to_string())).await {
        Ok(()) | Err(Heard::Bytes(_)) => (Ending::Answered, None),
        Err(Heard::Over(end, note)) => (end, note),
    }
}

fn refused() -> Outcome {
    (Ending::Refused, Some(Text::fixed("no packet of Minecraft's status", "不是 Minecraft 状态查询的数据包")))
}
