//! What other systems show in place of `crate::probe::linux`: less, and they say so.

pub(crate) mod attempt;
