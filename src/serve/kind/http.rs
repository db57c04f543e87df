//! HTTP.

use crate::report::Ending;
use crate::serve::connection::Outcome;
use crate::serve::log::Log;
use crate::serve::server::Server;
use crate::serve::stream::Replay;

/// Answers requests until the connection is to end.
pub(crate) async fn answer(_server: &Server, _stream: &mut Replay, _log: &mut Log) -> Outcome {
    (Ending::NotSpoken, None)
}
