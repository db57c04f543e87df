//! One line, gathered however its bytes come, and refused at the first byte that no line may hold.

use crate::wire::http1::asked::BreachKind;

/// A line in the making; its bytes are gathered by the owner.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    /// How many bytes of the line came, its end left out.
    pub(super) length: usize,
    /// True where a CR came last.
    had_return: bool,
}

/// What came of it.
pub(super) enum Taken {
    /// All bytes, and the line is not whole.
    More,
    /// The line is whole, its CRLF taken.
    Whole,
    /// The byte behind those taken would be one too many.
    Full,
    /// The byte at this offset from the start of the line may not stand there.
    Bad(BreachKind, usize),
}

impl Line {
    /// Takes bytes of the line, at most `room` more before its end, into `gathered`; tells how many.
    pub(super) fn take(&mut self, bytes: &[u8], room: usize, gathered: &mut Vec<u8>) -> (usize, Taken) {
        let mut taken = 0;
        if !self.had_return {
            taken = bytes.iter().position(|byte| is_control(*byte)).unwrap_or(bytes.len());
            if taken > room {
                gathered.extend_from_slice(&bytes[..room]);
                self.length += room;
                return (room, Taken::Full);
            }
            self.length += taken;
            match bytes.get(taken) {
                Some(b'\r') => (self.had_return, taken) = (true, taken + 1),
                Some(b'\n') => return (taken, Taken::Bad(BreachKind::BareLf, self.length)),
                Some(0) => return (taken, Taken::Bad(BreachKind::NulByte, self.length)),
                Some(_) => return (taken, Taken::Bad(BreachKind::ControlByte, self.length)),
                None => {}
            }
        }
        let whole = match bytes.get(taken) {
            Some(b'\n') if self.had_return => {
                taken += 1;
                Taken::Whole
            }
            Some(_) if self.had_return => return (taken, Taken::Bad(BreachKind::BareCr, self.length)),
            _ => Taken::More,
        };
        gathered.extend_from_slice(&bytes[..taken]);
        (taken, whole)
    }
}

/// True for what may stand in no line of a request (RFC 9110 section 5.5), its end included.
fn is_control(byte: u8) -> bool {
    (byte < 0x20 && byte != b'\t') || byte == 0x7f
}
