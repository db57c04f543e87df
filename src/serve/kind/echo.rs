//! Sends back what comes.

use crate::report::Ending;
use crate::serve::connection::Outcome;
use crate::serve::hear::{Heard, hear, say};
use crate::serve::log::Log;
use crate::serve::server::Server;
use crate::serve::stream::Replay;

/// Echoes until the client closes its side, or is idle for long.
pub(crate) async fn answer(server: &Server, stream: &mut Replay, log: &mut Log) -> Outcome {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        match hear(server, stream, Some(&mut buffer), log).await {
            Heard::Bytes(count) => {
                if let Err(Heard::Over(end, note)) = say(stream, &buffer[..count]).await {
                    return (end, note);
                }
            }
            Heard::Over(Ending::Closed, note) => return (Ending::Answered, note),
            Heard::Over(end, note) => return (end, note),
        }
    }
}
