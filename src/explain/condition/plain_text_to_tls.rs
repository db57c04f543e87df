//! Plain text spoken to TLS: the reverse mistake.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "plain-text-to-tls",
    title: Text::fixed("Plain text spoken to a port that wants TLS", "对 TLS 端口使用了明文"),
    errors: &[],
    numbers: &[],
    phrases: &[
        ("Go", &["client sent an http request to an https server", "malformed http response \"\\x15\\x03"]),
        ("nginx", &["the plain http request was sent to https port"]),
        ("Apache", &["you're speaking plain http to an ssl-enabled server port"]),
        ("OpenSSL", &["ssl routines:*http request", "ssl routines::http request"]),
        ("Netty", &["notsslrecordexception"]),
        ("Tomcat", &["this combination of host and port requires tls"]),
    ],
    over: &["not-http", "closed-early", "reset", "tls-to-plain-text"],
    meaning: Text::fixed(
        "The connection is fine. The port speaks TLS (https), and the client spoke plain text to it.",
        "连接本身没有问题。该端口使用 TLS（https），而客户端对它说了明文。",
    ),
    not_proven: &[Text::fixed("That the certificate is good: it was not looked at.", "不能证明证书有效：还没有检查过。")],
    checks: &[
        (Step::Protocol, Text::fixed("Use https:// in place of http:// (or the client's TLS option) at this port.", "在此端口用 https:// 代替 http://（或打开客户端的 TLS 选项）。")),
        (Step::Server, Text::fixed("See that the port is the right one.", "确认端口正确。")),
    ],
};
