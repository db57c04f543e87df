//! The coding `br` (Brotli, RFC 7932).

use brotli_decompressor::{BrotliDecompressStream, BrotliResult, BrotliState, StandardAlloc};

use crate::wire::coding::{CodingFault, Out, PIECE, Stage};

/// The coding being undone.
pub(super) struct Brotli {
    state: Box<BrotliState<StandardAlloc, StandardAlloc, StandardAlloc>>,
    buffer: Vec<u8>,
    is_over: bool,
}

impl Brotli {
    pub(super) fn new() -> Brotli {
        let alloc = StandardAlloc::default;
        // Strict: the windows of up to a gigabyte that an extension allows are refused.
        let state = BrotliState::new_strict(alloc(), alloc(), alloc());
        Brotli { state: Box::new(state), buffer: vec![0; PIECE], is_over: false }
    }
}

impl Stage for Brotli {
    fn push(&mut self, bytes: &[u8], out: &mut Out<'_>) -> Result<(), CodingFault> {
        let (mut left, mut at, mut total) = (bytes.len(), 0, 0);
        while !self.is_over {
            let (mut room, mut made) = (self.buffer.len(), 0);
            let result = BrotliDecompressStream(
                &mut left,
                &mut at,
                bytes,
                &mut room,
                &mut made,
                &mut self.buffer,
                &mut total,
                &mut self.state,
            );
            if made > 0 {
                out(&self.buffer[..made])?;
            }
            match result {
                BrotliResult::ResultSuccess => self.is_over = true,
                BrotliResult::NeedsMoreInput => return Ok(()),
                BrotliResult::NeedsMoreOutput => {}
                BrotliResult::ResultFailure => {
                    return Err(CodingFault::Damaged("br", "the decoder refuses it".to_owned()));
                }
            }
        }
        Ok(())
    }

    fn finish(&self) -> Result<(), CodingFault> {
        if self.is_over { Ok(()) } else { Err(CodingFault::Cut("br")) }
    }
}
