//! What other systems show of those who arrive, in place of `crate::serve::linux`: less.

use crate::wire::syn::Syn;

/// This system keeps no SYNs.
pub(crate) fn keep_syns<T>(_listener: &T) -> std::io::Result<()> {
    Err(std::io::ErrorKind::Unsupported.into())
}

/// This system keeps no SYNs.
pub(crate) fn saved_syn<T>(_stream: &T) -> Option<Syn> {
    None
}
