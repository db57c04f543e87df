//! TLS could not be agreed upon: version, cipher or client certificate.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "tls-handshake",
    title: Text::fixed("The two sides did not agree on TLS", "TLS 协商失败"),
    errors: &[],
    numbers: &[(Scheme::Chromium, -113), (Scheme::Chromium, -110), (Scheme::Chromium, -112), (Scheme::Chromium, -117), (Scheme::NsUrl, -1200), (Scheme::WinInet, 12175)],
    phrases: &[
        ("OpenSSL", &["alert handshake failure", "alert protocol version", "routines:*:unsupported protocol", "unsupported_protocol", "no shared cipher", "alert internal error", "alert unrecognized name", "unrecognized_name", "unsafe legacy renegotiation disabled", "alert certificate required", "dh key too small", "no protocols available", "inappropriate fallback"]),
        ("Java", &["received fatal alert: handshake_failure", "received fatal alert: protocol_version", "no appropriate protocol"]),
        ("Go", &["remote error: tls: handshake failure", "remote error: tls: protocol version not supported", "remote error: tls", "tls: server selected unsupported protocol version"]),
        ("Rust", &["received fatal alert: handshakefailure", "received fatal alert: protocolversion", "received fatal alert", "peer is incompatible"]),
        ("GnuTLS", &["a tls fatal alert has been received"]),
        ("Chrome, Edge", &["err_ssl_version_or_cipher_mismatch", "err_bad_ssl_client_auth_cert", "err_ssl_client_auth_cert_needed", "err_ssl_unrecognized_name_alert"]),
        ("Firefox", &["ssl_error_no_cypher_overlap", "ssl_error_unsupported_version", "ssl_error_handshake_failure_alert"]),
        (".NET", &["could not create ssl/tls secure channel", "未能创建ssl/tls安全通道"]),
        ("Windows", &["sec_e_unsupported_function", "sec_e_illegal_message", "sec_e_algorithm_mismatch"]),
    ],
    over: &["closed-early", "reset"],
    meaning: Text::fixed(
        "The connection is fine, and the other side speaks TLS. They found no version or cipher in common, or the server does \
         not know the name asked for, or wants a client certificate.",
        "连接本身没有问题，对方也使用 TLS。但双方没有共同的版本或加密套件，或服务器不认识所请求的域名，或要求客户端证书。",
    ),
    not_proven: &[Text::fixed("That the server's certificate is bad: it did not come to that.", "不能证明服务器证书有问题：还没有进行到那一步。")],
    checks: &[
        (Step::Protocol, Text::fixed("Update the older side; see that the name is the one the server serves.", "更新较旧的一方；确认域名是该服务器所服务的域名。")),
        (Step::Server, Text::fixed("See that host and port are right.", "确认主机和端口正确。")),
        (Step::Proxy, Text::fixed("A proxy that opens TLS speaks its own versions.", "会解开 TLS 的代理使用它自己的版本。")),
    ],
};
