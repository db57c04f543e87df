//! How much of a request is read.

/// The bounds of a [`crate::wire::http1::asked::Scanner`].
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The longest head, in bytes, its line ends included.
    pub head: usize,
    /// The longest line of a head or of trailers, in bytes without its end.
    pub line: usize,
    /// The most fields of a head, and of trailers.
    pub fields: usize,
    /// The longest line before a chunk, in bytes without its end.
    pub chunk_line: usize,
    /// The most bytes of chunk extensions in one body together.
    pub extensions: usize,
    /// The longest trailers, in bytes, their line ends included.
    pub trailers: usize,
}

impl Default for Bounds {
    /// Above what servers take by default, and below where hyper stops.
    fn default() -> Bounds {
        Bounds {
            head: 64 * 1024,
            line: 32 * 1024,
            fields: 100,
            chunk_line: 1024,
            extensions: 8 * 1024,
            trailers: 8 * 1024,
        }
    }
}
