//! What is said to the reader of answers, and what it says.

/// What of the request bears on how its answer is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Asked {
    /// True for `HEAD`: the answer has no body.
    pub is_head: bool,
    /// True for `CONNECT`: a success opens a tunnel.
    pub is_connect: bool,
    /// True where an `Upgrade` was sent: 101 may be answered.
    pub upgrade: bool,
}

/// How much is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// Heads larger than this many bytes together are called absurd.
    pub absurd: usize,
    /// The most bytes of all heads together, and of trailers, that are read.
    pub most: usize,
    /// The most interim answers.
    pub interim: usize,
    /// The longest line before a chunk, in bytes.
    pub chunk_line: usize,
}

/// How far the reading has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// More bytes are due.
    NeedMore,
    /// The answer is whole; the last `rest` bytes fed do not belong to it.
    Done {
        /// How many.
        rest: usize,
    },
    /// The bytes are no answer of HTTP/1.
    NotHttp,
    /// A bound is reached.
    TooBig,
    /// Where the body goes on, or ends, can no longer be known.
    Broken,
    /// The connection ended before the answer did.
    Cut,
}

impl Asked {
    /// For a request of this method, which asks for no upgrade.
    pub fn of(method: &str) -> Asked {
        Asked { is_head: method == "HEAD", is_connect: method == "CONNECT", upgrade: false }
    }
}

impl Default for Bounds {
    fn default() -> Bounds {
        Bounds { absurd: 64 * 1024, most: 256 * 1024, interim: 32, chunk_line: 8 * 1024 }
    }
}
