//! The answer to a request that breaks a rule.

use hyper::HeaderMap;
use hyper::header::{CONNECTION, CONTENT_LENGTH, HeaderValue};

use crate::proxy::answer;
use crate::proxy::trouble::{Kind, Trouble};
use crate::text::{Lang, Text};
use crate::wire::http1::asked::{Breach, BreachKind};

/// What is wrong, as it is told of anything else.
pub(crate) fn trouble(breach: &Breach) -> Trouble {
    let kind = match breach.status() {
        408 => Kind::RequestTimeout,
        414 => Kind::TargetTooLong,
        431 => Kind::HeadTooLarge,
        501 => Kind::NotImplemented,
        505 => Kind::OtherVersion,
        _ => Kind::BadRequest,
    };
    let text = match breach.kind {
        BreachKind::TlsHello => Text::fixed(
            "The client began a TLS handshake with the proxy's port, where HTTP and SOCKS 5 are spoken plainly: write http:// in place of https:// in the proxy's address",
            "客户端在代理端口上开始了 TLS 握手，而该端口以明文使用 HTTP 和 SOCKS 5：请把代理地址中的 https:// 改为 http://",
        ),
        _ => breach.tell(),
    };
    Trouble::new(kind, text)
}

/// The answer as bytes, for where no request was read that hyper could answer, and the length of its body. The connection
/// ends with it.
pub(super) fn written(breach: &Breach, lang: Lang) -> (Vec<u8>, u64) {
    let (mut head, body) = answer::error(&trouble(breach), &HeaderMap::new(), lang).into_parts();
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
    (bytes, body.len() as u64)
}
