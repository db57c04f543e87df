//! The line before a chunk, with nothing irregular passed over.

use crate::wire::http1::asked::BreachKind;
use crate::wire::http1::ledger::Ledger;

/// The size of the chunk in bytes. On a breach, its offset in the line comes with it.
pub(super) fn size(line: &[u8]) -> Result<u64, (BreachKind, usize)> {
    let mut ledger = Ledger::default();
    let size = crate::wire::http1::chunk::size(line, 0, &mut ledger);
    match (ledger.breaches().first(), size) {
        (None, Some(size)) => Ok(size),
        (None, None) => Err((BreachKind::BadChunkSize, 0)),
        (Some(breach), _) => {
            let kind = match breach.kind {
                crate::wire::http1::BreachKind::ChunkSizeTooLarge => BreachKind::ChunkSizeTooLarge,
                crate::wire::http1::BreachKind::BadChunkExtension => BreachKind::BadChunkExtension,
                _ => BreachKind::BadChunkSize,
            };
            Err((kind, usize::try_from(breach.at).unwrap_or_default()))
        }
    }
}
