//! Interim answers (1xx, RFC 9110 section 15.2) on their way back: they go before the answer, which takes its own time.

use std::sync::Arc;

use hyper::{Request, StatusCode};

use crate::proxy::body::{AskBody, Gate};
use crate::proxy::context::Context;
use crate::proxy::fields;

/// The most bytes of them that wait to be written.
const MOST: usize = 64 * 1024;

/// Has the interim answers to `request` passed on to the client, where it understands them; 100 opens the `gate`.
pub(crate) fn pass(request: &mut Request<AskBody>, context: &Context, gate: Option<Arc<Gate>>, understands: bool) {
    let pulse = Arc::clone(&context.pulse);
    hyper::ext::on_informational(request, move |answer| {
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
}
