//! What a server has to tell.

use crate::report::{ArrivalDocument, ComparedDocument};

/// One thing to tell, in the order it happened.
#[derive(Debug)]
pub enum Told {
    /// Somebody came.
    Arrival(Box<ArrivalDocument>),
    /// What left a client was held against what arrived.
    Compared(Box<ComparedDocument>),
}
