//! Hears what comes over a connection, within bounds of time and size.

use std::io::ErrorKind;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::{Instant, timeout_at};

use crate::observation::ProxyEnd;
use crate::probe::Stream;

/// What the rest of something that is told already, such as an error page, gets to come.
const REST: Duration = Duration::from_millis(300);

/// A connection, and what was heard over it so far.
pub(super) struct Ear {
    pub(super) stream: Stream,
    pub(super) deadline: Instant,
}

impl Ear {
    /// Says `bytes`. A failure shows itself when nothing is heard then: the answer may have come before it.
    pub(super) async fn say(&mut self, bytes: &[u8]) -> Option<ProxyEnd> {
        match timeout_at(self.deadline, self.stream.write_all(bytes)).await {
            Ok(Ok(())) => None,
            Ok(Err(_)) => Some(ProxyEnd::Reset),
            Err(_) => Some(ProxyEnd::Silent),
        }
    }

    /// Hears the next bytes, appended to `heard`, or how it ends instead.
    pub(super) async fn hear(&mut self, heard: &mut Vec<u8>) -> Result<usize, ProxyEnd> {
        self.hear_until(heard, self.deadline).await
    }

    /// The same with less patience.
    pub(super) async fn hear_rest(&mut self, heard: &mut Vec<u8>) -> Result<usize, ProxyEnd> {
        self.hear_until(heard, self.deadline.min(Instant::now() + REST)).await
    }

    async fn hear_until(&mut self, heard: &mut Vec<u8>, until: Instant) -> Result<usize, ProxyEnd> {
        let mut buffer = [0; 4096];
        match timeout_at(until, self.stream.read(&mut buffer)).await {
            Ok(Ok(0)) => Err(ProxyEnd::Closed),
            Ok(Ok(read)) => {
                heard.extend_from_slice(&buffer[..read]);
                Ok(read)
            }
            Ok(Err(error)) if error.kind() == ErrorKind::UnexpectedEof => Err(ProxyEnd::Closed),
            Ok(Err(_)) => Err(ProxyEnd::Reset),
            Err(_) => Err(ProxyEnd::Silent),
        }
    }
}
