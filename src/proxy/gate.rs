//! A client that waits to hear that its body is wanted (RFC 9110 section 10.1.1).

use std::sync::{Arc, Mutex};
use std::task::{Context, Waker};
use std::time::Duration;

use hyper::header::EXPECT;
use hyper::http::request;

/// How long an origin may take to say that it wants a body, before it is sent all the same (RFC 9110 section 10.1.1).
const CONTINUE: Duration = Duration::from_secs(1);

/// Holds a body back until the origin says that it wants it (RFC 9110 section 10.1.1): only when the body is read does
/// the client hear `100 Continue`.
#[derive(Debug, Default)]
pub struct Gate(Mutex<(bool, Option<Waker>)>);

impl Gate {
    /// Lets the body through.
    pub fn open(&self) {
        if let Ok(mut gate) = self.0.lock() {
            gate.0 = true;
            if let Some(waker) = gate.1.take() {
                waker.wake();
            }
        }
    }

    pub(crate) fn was_open(&self) -> bool {
        self.0.lock().map_or(true, |gate| gate.0)
    }

    pub(crate) fn is_open(&self, cx: &Context<'_>) -> bool {
        match self.0.lock() {
            Ok(mut gate) => {
                if !gate.0 {
                    gate.1 = Some(cx.waker().clone());
                }
                gate.0
            }
            Err(_) => true,
        }
    }
}

/// A gate where the client waits to hear that its body is wanted; the origin's word opens it.
pub(crate) fn gate(parts: &mut request::Parts) -> Option<Arc<Gate>> {
    let expects = parts.headers.get(EXPECT)?.as_bytes().eq_ignore_ascii_case(b"100-continue");
    expects.then(Arc::default)
}

/// Waits for an answer, and opens the gate where the origin takes too long to, or answers without having said so: it
/// may want the body all the same.
pub(crate) async fn opening<T>(asking: impl Future<Output = T>, gate: Option<Arc<Gate>>) -> T {
    let Some(gate) = gate else { return asking.await };
    let mut asking = std::pin::pin!(asking);
    let in_time = tokio::time::timeout(CONTINUE, asking.as_mut()).await;
    gate.open();
    match in_time {
        Ok(answer) => answer,
        Err(_) => asking.await,
    }
}
