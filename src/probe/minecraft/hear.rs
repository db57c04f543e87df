//! Says something over a connection and hears the answer out, within bounds.

use std::io::ErrorKind;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

use crate::observation::SpeechEnd;
use crate::probe::Stream;

/// Sends `question`; where that fails, how.
pub(super) async fn say(stream: &mut Stream, question: &[u8], deadline: Instant) -> Result<(), SpeechEnd> {
    match timeout_at(deadline, stream.write_all(question)).await {
        Ok(Ok(())) => Ok(()),
        Ok(Err(error)) => Err(ending(&error)),
        Err(_) => Err(SpeechEnd::Silent),
    }
}

/// Adds to `bytes`, `most` of them at most, until they are `enough`, and says how it ended: [`SpeechEnd::Answered`]
/// only where they are.
pub(super) async fn hear(
    stream: &mut Stream,
    bytes: &mut Vec<u8>,
    most: usize,
    deadline: Instant,
    mut enough: impl FnMut(&[u8]) -> bool,
) -> SpeechEnd {
    let mut buffer = vec![0; 16 * 1024];
    loop {
        if enough(bytes) || bytes.len() >= most {
            return SpeechEnd::Answered;
        }
        let room = buffer.len().min(most - bytes.len());
        match timeout_at(deadline, stream.read(&mut buffer[..room])).await {
            Ok(Ok(0)) => return SpeechEnd::Closed,
            Ok(Ok(read)) => bytes.extend_from_slice(&buffer[..read]),
            Ok(Err(error)) => return ending(&error),
            Err(_) => return SpeechEnd::Silent,
        }
    }
}

fn ending(error: &std::io::Error) -> SpeechEnd {
    match error.kind() {
        ErrorKind::ConnectionReset | ErrorKind::ConnectionAborted | ErrorKind::BrokenPipe => SpeechEnd::Reset,
        _ => SpeechEnd::Closed,
    }
}

/// Milliseconds since `start`, in microsecond steps.
pub(super) fn ms_since(start: Instant) -> f64 {
    (start.elapsed().as_secs_f64() * 1_000_000.0).round() / 1000.0
}
