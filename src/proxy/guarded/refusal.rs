//! The answer to a request that breaks a rule.

use futures_util::FutureExt;
use http_body_util::BodyExt;
use hyper::HeaderMap;
use hyper::header::{CONNECTION, CONTENT_LENGTH, HeaderValue};

use crate::proxy::answer;
use crate::proxy::trouble::{Kind, Trouble};
use crate::text::Lang;
use crate::wire::http1::asked::Breach;

/// What is wrong, as it is told of anything else.
pub(crate) fn trouble(breach: &Breach) -> Trouble {
    let kind = match breach.status() {
        414 => Kind::TargetTooLong,
        431 => Kind::HeadTooLarge,
        501 => Kind::NotImplemented,
        505 => Kind::OtherVersion,
        _ => Kind::BadRequest,
    };
    Trouble::new(kind, breach.tell())
}

/// The answer as bytes, for where no request was read that hyper could answer. The connection ends with it.
pub(super) fn written(breach: &Breach, lang: Lang) -> Vec<u8> {
    let (mut head, body) = answer::error(&trouble(breach), &HeaderMap::new(), lang).into_parts();
    // It is whole already.
    let body = body.collect().now_or_never().and_then(Result::ok).map(|body| body.to_bytes()).unwrap_or_default();
    head.headers.insert(CONTENT_LENGTH, HeaderValue::from(body.len()));
    head.headers.insert(CONNECTION, HeaderValue::from_static("close"));
    let reason = head.status.canonical_reason().unwrap_or_default();
    let mut bytes = format!("HTTP/1.1 {} {reason}\r\n", head.status.as_u16()).into_bytes();
    for (name, value) in &head.headers {
        for part in [name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"] {
            bytes.extend_from_slice(part);
        }
    }
    bytes.extend_from_slice(b"\r\n");
    bytes.extend_from_slice(&body);
    bytes
}
