//! What only Linux shows of those who arrive. `crate::serve::elsewhere` answers the same calls on other systems.

mod saved_syn;

pub(crate) use saved_syn::{keep_syns, saved_syn};
