//! One line of a head, gathered however the bytes come.

use crate::wire::http1::BreachKind;
use crate::wire::http1::ledger::Ledger;

/// A line in the making.
#[derive(Debug, Clone, Default)]
pub(super) struct Line {
    bytes: Vec<u8>,
}

impl Line {
    /// Takes from `bytes` up to the next LF, that included; tells how many, and whether the line is whole.
    pub(super) fn take(&mut self, bytes: &[u8]) -> (usize, bool) {
        let end = bytes.iter().position(|byte| *byte == b'\n');
        let taken = end.map_or(bytes.len(), |end| end + 1);
        self.bytes.extend_from_slice(&bytes[..taken]);
        (taken, end.is_some())
    }

    /// What has come of it so far.
    pub(super) fn so_far(&self) -> &[u8] {
        &self.bytes
    }

    /// The whole line without its end, which starts at `at`; how it ends, and what may stand in no line at all, is
    /// judged (RFC 9112 section 2.2). The next line begins.
    pub(super) fn finish(&mut self, at: u64, ledger: &mut Ledger) -> Vec<u8> {
        let mut line = std::mem::take(&mut self.bytes);
        line.pop();
        if line.last() == Some(&b'\r') {
            line.pop();
        } else {
            ledger.note(BreachKind::BareLf, at + line.len() as u64);
        }
        for (place, byte) in line.iter().enumerate() {
            match byte {
                b'\r' => ledger.note(BreachKind::BareCr, at + place as u64),
                0 => ledger.note(BreachKind::NulByte, at + place as u64),
                _ => {}
            }
        }
        line
    }
}
