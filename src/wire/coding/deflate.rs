//! The coding `deflate`: zlib (RFC 1950), or bare deflate data (RFC 1951) as some servers send it.

use flate2::{Decompress, FlushDecompress, Status};

use crate::wire::coding::{CodingFault, Out, PIECE, Stage};

/// Bare deflate data being undone, for this coding and within gzip.
pub(super) struct Inflater {
    inner: Decompress,
    name: &'static str,
    buffer: Vec<u8>,
    /// True where the data says that it is over.
    pub(super) is_over: bool,
}

impl Inflater {
    /// With the header of zlib or without.
    pub(super) fn new(has_header: bool, name: &'static str) -> Inflater {
        Inflater { inner: Decompress::new(has_header), name, buffer: vec![0; PIECE], is_over: false }
    }

    /// Takes bytes until the data is over, and tells how many.
    pub(super) fn push(&mut self, bytes: &[u8], out: &mut Out<'_>) -> Result<usize, CodingFault> {
        let mut rest = bytes;
        while !self.is_over {
            let (taken, made) = (self.inner.total_in(), self.inner.total_out());
            let status = self.inner.decompress(rest, &mut self.buffer, FlushDecompress::None);
            let status = status.map_err(|error| CodingFault::Damaged(self.name, error.to_string()))?;
            let taken = usize::try_from(self.inner.total_in() - taken).unwrap_or(rest.len());
            let made = usize::try_from(self.inner.total_out() - made).unwrap_or(0);
            rest = &rest[taken..];
            if made > 0 {
                out(&self.buffer[..made])?;
            }
            self.is_over = status == Status::StreamEnd;
            // A full buffer may not have been all.
            if taken == 0 && made < self.buffer.len() || rest.is_empty() && made < self.buffer.len() {
                break;
            }
        }
        Ok(bytes.len() - rest.len())
    }
}

/// The coding being undone. Its first two bytes tell which of the two it is.
#[derive(Default)]
pub(super) struct Deflate {
    first: Vec<u8>,
    inner: Option<Inflater>,
}

impl Stage for Deflate {
    fn push(&mut self, bytes: &[u8], out: &mut Out<'_>) -> Result<(), CodingFault> {
        let mut rest = bytes;
        while self.inner.is_none() {
            let Some((byte, after)) = rest.split_first() else { return Ok(()) };
            self.first.push(*byte);
            rest = after;
            if let [method, flags] = self.first[..] {
                // RFC 1950 section 2.2: the method is 8, and both bytes together are a multiple of 31.
                let has_header = method & 15 == 8 && (u16::from(method) * 256 + u16::from(flags)).is_multiple_of(31);
                let mut inner = Inflater::new(has_header, "deflate");
                inner.push(&self.first, out)?;
                self.inner = Some(inner);
            }
        }
        match &mut self.inner {
            // What stands behind the end is left aside, as browsers do.
            Some(inner) => inner.push(rest, out).map(|_| ()),
            None => Ok(()),
        }
    }

    fn finish(&self) -> Result<(), CodingFault> {
        let is_over = self.inner.as_ref().is_some_and(|inner| inner.is_over);
        if is_over { Ok(()) } else { Err(CodingFault::Cut("deflate")) }
    }
}
