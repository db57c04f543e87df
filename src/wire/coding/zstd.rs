//! The coding `zstd` (Zstandard, RFC 8878).

use zstd_safe::{DCtx, DParameter, InBuffer, OutBuffer, get_error_name};

use crate::wire::coding::{CodingFault, Out, PIECE, Stage};

/// The largest window is 2 to this power: 8 MiB (RFC 9659 section 3).
const MOST_WINDOW: u32 = 23;

/// The coding being undone: frames one behind the other.
pub(super) struct Zstd {
    inner: DCtx<'static>,
    buffer: Vec<u8>,
    is_between_frames: bool,
}

impl Zstd {
    pub(super) fn new() -> Zstd {
        let mut inner = DCtx::create();
        // It cannot fail: the value is within the library's own bounds.
        let _ = inner.set_parameter(DParameter::WindowLogMax(MOST_WINDOW));
        Zstd { inner, buffer: vec![0; PIECE], is_between_frames: false }
    }
}

impl Stage for Zstd {
    fn push(&mut self, bytes: &[u8], out: &mut Out<'_>) -> Result<(), CodingFault> {
        let mut input = InBuffer::around(bytes);
        loop {
            let mut output = OutBuffer::around(&mut self.buffer[..]);
            let due = self.inner.decompress_stream(&mut output, &mut input);
            let due = due.map_err(|code| CodingFault::Damaged("zstd", get_error_name(code).to_owned()))?;
            let made = output.pos();
            if made > 0 {
                out(&self.buffer[..made])?;
            }
            self.is_between_frames = due == 0;
            // A full buffer may not have been all.
            if input.pos() == bytes.len() && made < self.buffer.len() {
                return Ok(());
            }
        }
    }

    fn finish(&self) -> Result<(), CodingFault> {
        if self.is_between_frames { Ok(()) } else { Err(CodingFault::Cut("zstd")) }
    }
}
