//! Ends an exchange early, so that what was seen of it is not lost.

use std::sync::Arc;

use tokio::sync::watch;

/// A cord to be pulled once, by whoever holds a copy of it.
#[derive(Debug, Clone)]
pub struct Stop(Arc<watch::Sender<bool>>);

impl Default for Stop {
    fn default() -> Stop {
        Stop(Arc::new(watch::Sender::new(false)))
    }
}

impl Stop {
    /// Pulls it.
    pub fn pull(&self) {
        self.0.send_replace(true);
    }

    /// True once it was pulled.
    pub fn is_pulled(&self) -> bool {
        *self.0.borrow()
    }

    /// Ends when it is pulled, or was before.
    pub(super) async fn pulled(&self) {
        // The sender lives as long as this, so the waiting cannot fail.
        let _ = self.0.subscribe().wait_for(|pulled| *pulled).await;
    }
}
