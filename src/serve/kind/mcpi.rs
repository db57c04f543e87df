//! The mcpi API, spoken line by line with a world of one's own.

use std::time::Duration;

use crate::report::Ending;
use crate::serve::connection::Outcome;
use crate::serve::hear::{Heard, hear, say};
use crate::serve::kind::world::World;
use crate::serve::log::Log;
use crate::serve::server::Server;
use crate::serve::stream::Replay;
use crate::text::Text;
use crate::wire::excerpt::excerpt;

/// The longest line.
const LONGEST: usize = 8 * 1024;
/// How many answers may go out before a moment's rest: a client that only asks must not keep others from being heard.
const BATCH: usize = 256;

/// Answers until the client closes.
pub(crate) async fn answer(server: &Server, stream: &mut Replay, log: &mut Log) -> Outcome {
    let mut world = World::default();
    let (mut calls, mut last) = (0, String::new());
    loop {
        let mut answers = Vec::new();
        let mut lines = 0;
        while lines < BATCH
            && let Some(end) = stream.seen().iter().position(|byte| *byte == b'\n')
        {
            let line = String::from_utf8_lossy(&stream.seen()[..end]).into_owned();
            if let Some(answer) = world.call(line.trim_end_matches('\r')) {
                answers.extend(answer.as_bytes());
                answers.push(b'\n');
            }
            stream.skip(end + 1);
            lines += 1;
            calls += 1;
            if !line.trim().is_empty() {
                last = line;
            }
            log.arrival.says = Some(says(&last, calls));
        }
        if let Err(Heard::Over(end, note)) = say(stream, &answers).await {
            return (end, note);
        }
        if lines == BATCH {
            tokio::time::sleep(Duration::ZERO).await;
            continue;
        }
        if stream.seen().len() > LONGEST {
            let note = Text::fixed("a line of mcpi that does not end", "mcpi 的一行没有结束");
            return (Ending::Refused, Some(note));
        }
        stream.tidy();
        match hear(server, stream, None, log).await {
            Heard::Bytes(_) => {}
            Heard::Over(Ending::Closed, note) if calls > 0 => return (Ending::Answered, note),
            Heard::Over(end, note) => return (end, note),
        }
    }
}

fn says(line: &str, calls: u64) -> String {
    let line = excerpt(line.trim_end().as_bytes(), 80);
    if calls == 1 { line } else { format!("{line} ({calls} calls)") }
}
