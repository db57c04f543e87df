//! What a proxy says of the target that it could not reach, read from its codes and never from its words.

use crate::observation::ProxyAnswer;
use crate::text::Text;

/// What a proxy says went wrong behind it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProxyFault {
    /// The target's port refuses.
    Refused,
    /// The target does not answer.
    TimedOut,
    /// There is no way to the target.
    Unreachable,
    /// The proxy finds no address for the target's name.
    NameUnknown,
    /// The proxy finds no way to pass it on: no address, or a proxy of its own that fails.
    NoWayOn,
    /// The target was reached, and ended the connection.
    Ended,
}

/// Error types of `Proxy-Status` (RFC 9209 section 2.3).
const PROXY_STATUS: &[(&str, ProxyFault)] = &[
    ("dns_timeout", ProxyFault::NameUnknown),
    ("dns_error", ProxyFault::NameUnknown),
    ("destination_not_found", ProxyFault::NoWayOn),
    ("destination_unavailable", ProxyFault::NoWayOn),
    ("destination_ip_unroutable", ProxyFault::Unreachable),
    ("connection_refused", ProxyFault::Refused),
    ("connection_timeout", ProxyFault::TimedOut),
    ("connection_terminated", ProxyFault::Ended),
    ("http_response_timeout", ProxyFault::TimedOut),
];

/// Squid's names of its error pages (`X-Squid-Error`), where the error number beside it does not say more.
const SQUID: &[(&str, ProxyFault)] = &[
    ("ERR_DNS_FAIL", ProxyFault::NameUnknown),
    ("ERR_CANNOT_FORWARD", ProxyFault::NoWayOn),
    ("ERR_READ_TIMEOUT", ProxyFault::TimedOut),
    ("ERR_ZERO_SIZE_OBJECT", ProxyFault::Ended),
];

/// Error numbers that squid adds, on Linux, the BSDs and macOS (errno.h).
const NUMBERS: &[(&str, ProxyFault)] = &[
    ("111", ProxyFault::Refused),
    ("61", ProxyFault::Refused),
    ("110", ProxyFault::TimedOut),
    ("60", ProxyFault::TimedOut),
    ("101", ProxyFault::Unreachable),
    ("51", ProxyFault::Unreachable),
    ("113", ProxyFault::Unreachable),
    ("65", ProxyFault::Unreachable),
];

impl ProxyFault {
    /// The fault in a few words.
    pub fn tell(self) -> Text {
        match self {
            ProxyFault::Refused => Text::fixed("the target refuses the connection", "目标拒绝连接"),
            ProxyFault::TimedOut => Text::fixed("the target does not answer", "目标没有应答"),
            ProxyFault::Unreachable => Text::fixed("there is no way to the target", "没有到目标的路"),
            ProxyFault::NameUnknown => Text::fixed("it finds no address for the name", "它查不到该名称的地址"),
            ProxyFault::NoWayOn => Text::fixed(
                "it finds no way to pass it on (the name is unknown there, or a proxy of its own fails)",
                "它找不到转发的路（那里不认识该名称，或其上级代理失效）",
            ),
            ProxyFault::Ended => Text::fixed("the target ends the connection", "目标断开了连接"),
        }
    }
}

impl ProxyAnswer {
    /// What it says went wrong behind it, where one of its codes says so.
    pub fn fault(&self) -> Option<ProxyFault> {
        let of = |table: &[(&str, ProxyFault)], word: &str| {
            table.iter().find(|row| row.0.eq_ignore_ascii_case(word)).map(|row| row.1)
        };
        let by_status = self.proxy_status.iter().find_map(|one| of(PROXY_STATUS, one.error.as_deref()?));
        let by_squid = || {
            let (field, value) = self.error_code.as_deref()?.split_once(':')?;
            let mut words = value.split_whitespace();
            let name = words.next().filter(|_| field.eq_ignore_ascii_case("X-Squid-Error"))?;
            words.next().and_then(|number| of(NUMBERS, number)).or_else(|| of(SQUID, name))
        };
        // RFC 1928 section 6; SOCKS 4 has one code for all.
        let by_reply = || match self.reply? {
            3 | 4 => Some(ProxyFault::Unreachable),
            5 => Some(ProxyFault::Refused),
            6 => Some(ProxyFault::TimedOut),
            _ => None,
        };
        by_status.or_else(by_squid).or_else(by_reply)
    }
}
