//! Protocols that netwhy knows by their first bytes and does not speak.

use crate::report::Ending;
use crate::serve::connection::Outcome;
use crate::serve::hear::{part, say};
use crate::serve::log::Log;
use crate::serve::stream::Replay;
use crate::text::Text;
use crate::wire::excerpt::excerpt;
use crate::wire::opening::Opening;

/// Settings, then GOAWAY with the reason HTTP_1_1_REQUIRED (RFC 9113 sections 6.5, 6.8 and 7).
const HTTP_1_REQUIRED: &[u8] = &[
    0, 0, 0, 4, 0, 0, 0, 0, 0, //
    0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 13,
];

/// Notes what is to be noted, and closes in as friendly a way as the protocol has.
pub(crate) async fn answer(spoken: Opening, stream: &mut Replay, log: &mut Log) -> Outcome {
    let seen = stream.seen();
    if spoken == Opening::Ssh {
        let line = seen.split(|byte| matches!(byte, b'\r' | b'\n')).next().unwrap_or_default();
        log.arrival.says = Some(excerpt(line, 100));
    }
    let goodbye: &[u8] = match spoken {
        Opening::Http2 => HTTP_1_REQUIRED,
        // No method is acceptable (RFC 1928 section 3); rejected (SOCKS 4).
        Opening::Socks5 => &[5, 0xff],
        Opening::Socks4 => &[0, 91, 0, 0, 0, 0, 0, 0],
        // No TLS (PostgreSQL, "SSL Session Encryption").
        Opening::Postgres if seen.get(4) == Some(&4) => b"N",
        Opening::Redis => b"-ERR this is netwhy serve, no Redis\r\n",
        Opening::Mail => b"421 this is netwhy serve, no mail server\r\n",
        _ => b"",
    };
    let _ = say(stream, goodbye).await;
    part(stream).await;
    let name = spoken.name();
    let note = match spoken {
        Opening::Socks5 => Text::new(
            format!("the client wants a {name} proxy; `netwhy proxy` is one"),
            format!("客户端要的是 {name} 代理；`netwhy proxy` 就是"),
        ),
        Opening::Socks4 => Text::new(
            format!("the client wants a {name} proxy; `netwhy proxy` speaks SOCKS 5 and HTTP"),
            format!("客户端要的是 {name} 代理；`netwhy proxy` 支持 SOCKS 5 和 HTTP"),
        ),
        _ => Text::new(format!("netwhy does not speak {name}"), format!("netwhy 不说 {name}")),
    };
    (Ending::NotSpoken, Some(note))
}
