//! What an HTTP proxy's answer means: who sent it, and what it says of the way.

use crate::observation::{ProxyAnswer, ProxyEnd, ProxyStatus};
use crate::wire::http1::Head;
use crate::wire::proxy_page;
use crate::wire::proxy_signs::Signs;
use crate::wire::spoken::Spoken;

/// Characters of an error page that are kept.
const KEPT: usize = 300;

/// What servers of HTTPS say to plain HTTP: nginx, Go, Apache.
const WANTS_TLS: &[&str] = &[
    "plain HTTP request was sent to HTTPS port",
    "sent an HTTP request to an HTTPS server",
    "speaking plain HTTP to an SSL-enabled server port",
];

/// Writes into `answer` what `head` and the beginning of its body say, but not how it ended.
pub(super) fn note(answer: &mut ProxyAnswer, head: &Head, signs: &Signs, page: &[u8]) {
    answer.status = Some(head.status);
    answer.reason = Some(head.reason.chars().filter(|c| !c.is_control()).take(KEPT).collect::<String>())
        .filter(|reason| !reason.is_empty());
    answer.login_ways.clone_from(&signs.login_ways);
    answer.realm.clone_from(&signs.realm);
    answer.via.clone_from(&signs.via);
    answer.server.clone_from(&signs.server);
    answer.error_code.clone_from(&signs.error_code);
    answer.proxy_status = signs.proxy_status.iter().map(status).collect();
    answer.excerpt = proxy_page::text(page, KEPT);
}

fn status(entry: &crate::wire::proxy_status::Entry) -> ProxyStatus {
    ProxyStatus {
        proxy: entry.proxy.clone(),
        error: entry.error.clone(),
        next_hop: entry.next_hop.clone(),
        received_status: entry.received_status,
        details: entry.details.clone(),
    }
}

/// How a request for a tunnel ended that was answered with this head and page; and what was met where that is no proxy.
pub(super) fn tunnel_end(head: &Head, signs: &Signs, page: Option<&str>) -> (ProxyEnd, Option<Spoken>) {
    if head.status == 400 && page.is_some_and(|page| WANTS_TLS.iter().any(|words| page.contains(words))) {
        return (ProxyEnd::WrongProtocol, Some(Spoken::Tls));
    }
    if is_of_an_origin(head, signs) {
        return (ProxyEnd::WrongProtocol, Some(Spoken::Http));
    }
    match head.status {
        200..300 => (ProxyEnd::Opened, None),
        _ => (error_end(head, signs), None),
    }
}

/// True where a web server that is no proxy may have said it: an error that web servers give as well, without any sign of
/// a proxy.
pub(super) fn is_unsure(head: &Head, signs: &Signs) -> bool {
    matches!(head.status, 403 | 451 | 502..=504) && !signs.any()
}

/// True where an ordinary web server took CONNECT for a request of its own. Signs of a proxy rule that out.
fn is_of_an_origin(head: &Head, signs: &Signs) -> bool {
    if signs.any() {
        return false;
    }
    match head.status {
        // A tunnel has no body (RFC 9110 section 9.3.6), so who sends one did not open a tunnel.
        200..300 => {
            let has_length = head.field("Content-Length").is_some_and(|length| length.trim() != "0");
            has_length || head.field("Transfer-Encoding").is_some()
        }
        // Not known, or not allowed for what is asked (RFC 9110 section 15.5.6): no proxy for tunnels says so.
        405 | 501 => true,
        400 | 404 => signs.is_of_a_web_server(),
        _ => false,
    }
}

/// What an error of a proxy's says of the way. Its own words go before the status, which some products choose freely.
pub(super) fn error_end(head: &Head, signs: &Signs) -> ProxyEnd {
    let own = signs.proxy_status.last().and_then(|entry| entry.error.as_deref()).and_then(by_error_type);
    let by_code = || signs.error_code.as_deref().and_then(by_squid_error);
    match head.status {
        407 | 511 => ProxyEnd::LoginRequired,
        // tinyproxy(8) answers a wrong login so; a target's own 401 carries the target's own `Server`.
        401 if signs.is_of_a_proxy() => ProxyEnd::LoginRequired,
        status => own.or_else(by_code).unwrap_or_else(|| by_status(status, signs)),
    }
}

fn by_status(status: u16, signs: &Signs) -> ProxyEnd {
    match status {
        403 | 451 => ProxyEnd::Denied,
        // A proxy that serves tunnels, but not this one.
        405 if signs.any() => ProxyEnd::Denied,
        502..=504 => ProxyEnd::TargetFailed,
        // tinyproxy(8) answers so whatever kept it from the target.
        500 if signs.server.as_deref().is_some_and(|server| server.starts_with("tinyproxy")) => ProxyEnd::TargetFailed,
        _ => ProxyEnd::OtherError,
    }
}

/// The meaning of an error type (RFC 9209 section 2.3).
fn by_error_type(error: &str) -> Option<ProxyEnd> {
    match error {
        "http_request_denied" | "destination_ip_prohibited" => Some(ProxyEnd::Denied),
        "proxy_internal_response"
        | "proxy_internal_error"
        | "proxy_configuration_error"
        | "proxy_loop_detected"
        | "http_request_error" => Some(ProxyEnd::OtherError),
        _ if ["dns_", "destination_", "connection_", "tls_", "http_response_", "http_upgrade_", "http_protocol_"]
            .iter()
            .any(|kind| error.starts_with(kind)) =>
        {
            Some(ProxyEnd::TargetFailed)
        }
        _ => None,
    }
}

/// The meaning of squid's codes (its `err_type.h`).
fn by_squid_error(code: &str) -> Option<ProxyEnd> {
    let name = code.strip_prefix("X-Squid-Error: ")?.split(' ').next()?;
    match name {
        "ERR_ACCESS_DENIED" | "ERR_FORWARDING_DENIED" => Some(ProxyEnd::Denied),
        "ERR_CACHE_ACCESS_DENIED" => Some(ProxyEnd::LoginRequired),
        "ERR_CONNECT_FAIL"
        | "ERR_SECURE_CONNECT_FAIL"
        | "ERR_DNS_FAIL"
        | "ERR_CANNOT_FORWARD"
        | "ERR_READ_TIMEOUT"
        | "ERR_READ_ERROR"
        | "ERR_WRITE_ERROR"
        | "ERR_ZERO_SIZE_OBJECT"
        | "ERR_LIFETIME_EXP"
        | "ERR_NO_RELAY"
        | "ERR_GATEWAY_FAILURE" => Some(ProxyEnd::TargetFailed),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn end(answer: &str) -> (ProxyEnd, Option<Spoken>) {
        let answer = format!("HTTP/1.1 {}\r\n\r\n", answer.replace("; ", "\r\n"));
        let head = Head::parse(answer.as_bytes()).expect("a head");
        tunnel_end(&head, &Signs::read(&head), None)
    }

    #[test]
    fn an_error_without_any_sign_of_a_proxy_may_be_a_web_server_s() {
        let unsure = |answer: &str| {
            let head = Head::parse(format!("HTTP/1.1 {answer}\r\n\r\n").as_bytes()).expect("a head");
            is_unsure(&head, &Signs::read(&head))
        };
        for answer in ["403 Forbidden\r\nServer: cloudflare", "503 x\r\nServer: nginx", "451 x", "502 Bad Gateway"] {
            assert!(unsure(answer), "{answer}");
        }
        for answer in ["403 Filtered\r\nServer: tinyproxy/1.11", "503 x\r\nVia: 1.1 p", "407 x", "200 OK"] {
            assert!(!unsure(answer), "{answer}");
        }
    }

    #[test]
    fn answers_to_connect_are_told_apart() {
        let not_a_proxy = (ProxyEnd::WrongProtocol, Some(Spoken::Http));
        for (answer, expected) in [
            ("200 Connection established", (ProxyEnd::Opened, None)),
            ("200 OK; Content-Length: 0", (ProxyEnd::Opened, None)),
            ("200 OK; Content-Length: 12", not_a_proxy),
            ("200 OK; Transfer-Encoding: chunked", not_a_proxy),
            ("405 Not Allowed; Server: nginx", not_a_proxy),
            ("501 Unsupported method; Server: SimpleHTTP/0.6", not_a_proxy),
            ("400 Bad Request; Server: nginx/1.18.0", not_a_proxy),
            ("400 Bad Request", (ProxyEnd::OtherError, None)),
            ("404 Not Found; Server: Apache", not_a_proxy),
            ("404 Not Found", (ProxyEnd::OtherError, None)),
            // A web server may have been made a proxy.
            ("403 Forbidden; Server: nginx", (ProxyEnd::Denied, None)),
            ("502 Bad Gateway; Server: nginx", (ProxyEnd::TargetFailed, None)),
            ("405 Method Not Allowed; Via: 1.1 a", (ProxyEnd::Denied, None)),
            ("407 x; Proxy-Authenticate: Basic", (ProxyEnd::LoginRequired, None)),
            ("401 Unauthorized; Server: tinyproxy/1.11", (ProxyEnd::LoginRequired, None)),
            ("500 Unable to connect; Server: tinyproxy/1.11", (ProxyEnd::TargetFailed, None)),
            ("500 Internal Server Error", (ProxyEnd::OtherError, None)),
            ("503 x; X-Squid-Error: ERR_ACCESS_DENIED 0", (ProxyEnd::Denied, None)),
            ("500 x; X-Squid-Error: ERR_CANNOT_FORWARD 0", (ProxyEnd::TargetFailed, None)),
            (
                "502 x; Proxy-Status: p; error=destination_ip_prohibited".replace("; e", ";e").as_str(),
                (ProxyEnd::Denied, None),
            ),
            ("500 x; Proxy-Status: p;error=dns_timeout", (ProxyEnd::TargetFailed, None)),
            ("302 Found; Location: http://login/", (ProxyEnd::OtherError, None)),
        ] {
            assert_eq!(end(answer), expected, "{answer}");
        }
    }
}
