//! Redis and its kin: replies of RESP (<https://redis.io/docs/latest/develop/reference/protocol-spec>).

use crate::wire::spoken::Voice;

/// Errors that begin so come from nothing else.
const ERRORS: &[&[u8]] = &[
    b"+PONG\r\n",
    b"-NOAUTH ",
    b"-DENIED ",
    b"-NOPERM ",
    b"-WRONGPASS ",
    b"-LOADING ",
    b"-MASTERDOWN ",
    b"-MISCONF ",
    b"-CLUSTERDOWN ",
    b"-ERR unknown command",
    b"-ERR wrong number of arguments",
    b"-ERR max number of clients",
    b"-ERR Protocol error",
    b"-ERR operation not permitted",
];

pub(super) const VOICE: Voice = Voice {
    question: Some(b"PING\r\n"),
    greets: false,
    unmistakable: |bytes| ERRORS.iter().any(|error| bytes.starts_with(error)).then_some(None),
    answer: |bytes| bytes.starts_with(b"-ERR ").then_some(None),
};
