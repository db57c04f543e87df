//! Interim answers (1xx, RFC 9110 section 15.2) on their way back: they go before the answer, which takes its own time.

use std::future::poll_fn;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU32, Ordering};
use std::task::Poll;

use hyper::{Request, StatusCode};

use crate::proxy::body::AskBody;
use crate::proxy::context::Context;
use crate::proxy::fields;
use crate::proxy::gate::Gate;
use crate::proxy::trouble::{Kind, Trouble};
use crate::text::Text;

/// The most bytes of them that wait to be written.
const MOST: usize = 64 * 1024;

/// The most of them before one answer.
const BEFORE_ONE: u32 = 64;

/// Counts those that come before one answer.
pub(crate) struct Counted(Arc<AtomicU32>);

impl Counted {
    /// What `asking` answers, unless too many interim answers come first.
    pub(crate) async fn bound<T>(self, asking: impl Future<Output = Result<T, Trouble>>) -> Result<T, Trouble> {
        let mut asking = pin!(asking);
        poll_fn(|cx| match asking.as_mut().poll(cx) {
            Poll::Pending if self.0.load(Ordering::Relaxed) > BEFORE_ONE => Poll::Ready(Err(endless())),
            poll => poll,
        })
        .await
    }
}

fn endless() -> Trouble {
    let text = Text::new(
        format!("the origin sent more than {BEFORE_ONE} interim answers (1xx) and no answer"),
        format!("源站发送了超过 {BEFORE_ONE} 个临时应答（1xx），却没有最终应答"),
    );
    Trouble::new(Kind::Protocol, text)
}

/// Has the interim answers to `request` passed on to the client, where it understands them; 100 opens the `gate`.
pub(crate) fn pass(
    request: &mut Request<AskBody>,
    context: &Context,
    gate: Option<Arc<Gate>>,
    understands: bool,
) -> Counted {
    let pulse = Arc::clone(&context.pulse);
    let count = Arc::new(AtomicU32::new(0));
    let counted = Counted(Arc::clone(&count));
    hyper::ext::on_informational(request, move |answer| {
        if count.fetch_add(1, Ordering::Relaxed) >= BEFORE_ONE {
            return;
        }
        if answer.status() == StatusCode::CONTINUE {
            if let Some(gate) = &gate {
                gate.open();
            }
            return;
        }
        if !understands {
            return;
        }
        let mut head = answer.headers().clone();
        fields::take(&mut head);
        let (status, reason) = (answer.status().as_u16(), answer.status().canonical_reason().unwrap_or_default());
        let mut bytes = format!("HTTP/1.1 {status} {reason}\r\n").into_bytes();
        for (name, value) in &head {
            bytes.extend_from_slice(name.as_str().as_bytes());
            bytes.extend_from_slice(b": ");
            bytes.extend_from_slice(value.as_bytes());
            bytes.extend_from_slice(b"\r\n");
        }
        bytes.extend_from_slice(b"\r\n");
        pulse.interject(&bytes, MOST);
    });
    counted
}
