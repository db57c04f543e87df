//! What time another machine says it is.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// The `Date` of a plain HTTP answer (RFC 9110 section 6.6.1), and the own time when it came.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Clock {
    /// The address and port that sent it.
    pub source: std::net::SocketAddr,
    /// Its time (RFC 3339, UTC).
    pub server_time: String,
    /// The own time (RFC 3339, UTC).
    pub own_time: String,
    /// Own time minus server time in seconds: positive where the own clock is ahead.
    pub skew_s: i64,
}

impl Clock {
    pub(crate) fn describe(&self) -> Text {
        let (source, own, server) = (self.source, &self.own_time, &self.server_time);
        Text::new(
            format!("{source} says it is {server}; this machine says {own}"),
            format!("{source} 的时间是 {server}；本机的时间是 {own}"),
        )
    }
}
