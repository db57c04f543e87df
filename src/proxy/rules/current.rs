//! The rules that are in force now, which may change while the proxy runs.

use std::sync::Arc;

use tokio::sync::watch;

use crate::proxy::rules::Rules;

/// The rules in force, seen from everywhere.
#[derive(Debug, Clone)]
pub struct Current(watch::Receiver<Arc<Rules>>);

impl Current {
    /// Those that `sender` sends.
    pub fn of(sender: &watch::Sender<Arc<Rules>>) -> Current {
        Current(sender.subscribe())
    }

    /// The rules of now.
    pub fn now(&self) -> Arc<Rules> {
        Arc::clone(&self.0.borrow())
    }
}

impl Default for Current {
    /// No rules, and none to come.
    fn default() -> Current {
        Current(watch::channel(Arc::default()).1)
    }
}
