//! Sends a request larger than one segment, to see whether large segments get through.

use std::net::SocketAddr;
use std::time::Duration;

use crate::observation::Transfer;

/// Asks the HTTP server at `to` for `host`'s root with a padded head, in segments of at most `max_segment`
/// bytes where given, and waits up to `patience` for the acknowledgement. The answer itself is not read.
/// `None` where the connection did not open, or this system does not show acknowledgements.
pub async fn transfer(to: SocketAddr, host: &str, max_segment: Option<u16>, patience: Duration) -> Option<Transfer> {
    crate::probe::here::transfer::transfer(to, host, max_segment, patience).await
}
