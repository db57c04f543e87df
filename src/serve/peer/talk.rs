//! Speaks with a client's netwhy over a connection: one small HTTP request, one small answer.

use std::time::Duration;

use crate::report::Ending;
use crate::serve::connection::Outcome;
use crate::serve::hear::{part, say};
use crate::serve::log::Log;
use crate::serve::peer::{Peer, Peered};
use crate::serve::stream::Replay;
use crate::text::Text;

/// How a request for the comparison begins. The token that follows is told nowhere.
pub(crate) const BEGINNING: &[u8] = b"POST /peer/";
/// The most that such a request is long.
const MOST: usize = 2048;
/// How long it may take.
const PATIENCE: Duration = Duration::from_secs(5);

/// Answers the request on `stream`, which begins as [`BEGINNING`] says. Gives what is to be told of it.
pub(crate) async fn talk(peer: &Peer, stream: &mut Replay, log: &mut Log) -> (Outcome, Option<Peered>) {
    let heard = tokio::time::timeout(PATIENCE, whole(stream)).await.ok().flatten();
    let asker = std::net::SocketAddr::new(log.arrival.from.address, log.arrival.from.port);
    let asked = heard.as_deref().and_then(parts).map(|(path, body)| peer.asked(path, body, asker));
    let (status, body, peered) = match asked {
        None => ("400 Bad Request", "this is no question of netwhy's\n".to_owned(), None),
        Some(None) => ("403 Forbidden", "this is not the token of this server\n".to_owned(), None),
        Some(Some(Err(garbled))) => ("400 Bad Request", format!("{garbled}\n"), None),
        Some(Some(Ok(peered))) => ("200 OK", format!("{}\n", peered.answer.text()), Some(peered)),
    };
    log.arrival.status = status.get(..3).and_then(|code| code.parse().ok());
    let head = format!(
        "HTTP/1.1 {status}\r\nContent-Type: text/plain\r\nContent-Length: {}\r\nConnection: close\r\n\r\n",
        body.len()
    );
    let said = say(stream, format!("{head}{body}").as_bytes()).await;
    part(stream).await;
    let note = match (&peered, said) {
        (_, Err(_)) => return ((Ending::Failed, None), None),
        (Some(_), _) => {
            Text::fixed("a netwhy compares what left with what arrived", "另一端的 netwhy 对照发出与到达的情况")
        }
        (None, _) => Text::fixed("asked to compare, without the right token or text", "请求对照，但令牌或文本不对"),
    };
    ((Ending::Answered, Some(note)), peered)
}

/// The whole request, or nothing where it is too long or ends early.
async fn whole(stream: &mut Replay) -> Option<String> {
    loop {
        let seen = stream.seen();
        if let Ok(text) = std::str::from_utf8(seen)
            && parts(text).is_some()
        {
            return Some(text.to_owned());
        }
        if seen.len() > MOST || stream.look().await.ok()? == 0 {
            return None;
        }
    }
}

/// The path, and the body where it is whole.
fn parts(request: &str) -> Option<(&str, &str)> {
    let (head, body) = request.split_once("\r\n\r\n")?;
    let path = head.strip_prefix("POST ")?.split(' ').next()?;
    let length = head.lines().find_map(|line| {
        let (name, value) = line.split_once(':')?;
        name.eq_ignore_ascii_case("content-length").then(|| value.trim().parse::<usize>().ok())?
    })?;
    Some((path, body.get(..length)?))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_read_once_it_is_whole() {
        let whole = "POST /peer/x HTTP/1.1\r\nHost: a\r\nContent-Length: 3\r\n\r\nNWQ";
        assert_eq!(parts(whole), Some(("/peer/x", "NWQ")));
        for length in 0..whole.len() {
            assert_eq!(parts(&whole[..length]), None, "{length}");
        }
        assert_eq!(parts("POST /peer/x HTTP/1.1\r\nHost: a\r\n\r\nNWQ"), None);
    }
}
