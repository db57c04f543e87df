//! How a server is told to end: first to finish what is open, then to let go of it.

use std::sync::Arc;

use tokio::sync::watch;

/// How far the end has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Stage {
    Running,
    Begun,
    Over,
}

/// The word that ends a server. Clones are one and the same.
#[derive(Debug, Clone)]
pub struct Shutdown {
    stage: Arc<watch::Sender<Stage>>,
}

impl Default for Shutdown {
    fn default() -> Shutdown {
        Shutdown { stage: Arc::new(watch::Sender::new(Stage::Running)) }
    }
}

impl Shutdown {
    /// Begins the end: nobody is let in any more, and what is open is finished.
    pub fn begin(&self) {
        self.to(Stage::Begun);
    }

    /// Ends it all: what is still open is cut off.
    pub fn end(&self) {
        self.to(Stage::Over);
    }

    /// True once the end has begun.
    pub fn has_begun(&self) -> bool {
        *self.stage.borrow() >= Stage::Begun
    }

    /// Waits until the end begins.
    pub async fn begun(&self) {
        self.until(Stage::Begun).await;
    }

    /// Waits until what is open is to be cut off.
    pub async fn over(&self) {
        self.until(Stage::Over).await;
    }

    fn to(&self, stage: Stage) {
        self.stage.send_if_modified(|now| {
            let is_later = stage > *now;
            *now = stage.max(*now);
            is_later
        });
    }

    async fn until(&self, stage: Stage) {
        // It cannot be closed: `self` holds the sender.
        let _ = self.stage.subscribe().wait_for(|now| *now >= stage).await;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn stages_come_in_their_order_and_are_not_taken_back() {
        let shutdown = Shutdown::default();
        assert!(!shutdown.has_begun());
        let waiting = tokio::spawn({
            let shutdown = shutdown.clone();
            async move {
                shutdown.begun().await;
                shutdown.over().await;
            }
        });
        shutdown.begin();
        assert!(shutdown.has_begun());
        tokio::task::yield_now().await;
        assert!(!waiting.is_finished());
        shutdown.end();
        shutdown.begin();
        waiting.await.expect("both stages");
    }
}
