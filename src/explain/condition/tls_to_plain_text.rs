//! TLS spoken to plain text: the other side does not speak TLS at this port.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "tls-to-plain-text",
    title: Text::fixed("TLS spoken to a port that does not speak it", "对非 TLS 端口使用了 TLS"),
    errors: &[],
    numbers: &[(Scheme::Chromium, -107)],
    phrases: &[
        ("OpenSSL", &["wrong version number", "packet length too long", "ssl3_get_record", "record_layer_failure", "record layer failure", "ssl23_get_server_hello:unknown protocol", "routines:*:unknown protocol"]),
        ("Rust", &["invalidcontenttype", "invalid content type"]),
        ("GnuTLS", &["an unexpected tls packet was received"]),
        ("Go", &["first record does not look like a tls handshake", "server gave http response to https client"]),
        ("Java", &["unsupported or unrecognized ssl message", "plaintext connection?", "not an ssl/tls record"]),
        (".NET", &["cannot determine the frame size", "the handshake failed due to an unexpected packet format", "由于意外的数据包格式,握手失败"]),
        ("Windows", &["sec_e_invalid_token", "0x80090308"]),
        ("Chrome, Edge", &["err_ssl_protocol_error"]),
        ("Firefox", &["ssl_error_rx_record_too_long"]),
        ("psql", &["server does not support ssl, but ssl was required"]),
        ("MySQL", &["ssl connection error"]),
    ],
    over: &["closed-early", "reset", "not-http"],
    meaning: Text::fixed(
        "The connection is fine. The client began TLS (https), and what came back is not TLS: the port speaks plain HTTP or \
         some other protocol, or a proxy or log-in page answers in between.",
        "连接本身没有问题。客户端开始 TLS（https），但收到的不是 TLS：该端口使用明文 HTTP 或其他协议，或中间有代理或登录页面应答。",
    ),
    not_proven: &[
        Text::fixed("That a TLS version is too old or too new, whatever the words say.", "不能证明 TLS 版本太旧或太新，尽管字面上这么说。"),
        Text::fixed("That the server has no TLS: it may have it at another port (443, 8443).", "不能证明服务器没有 TLS：它可能在别的端口（443、8443）提供。"),
    ],
    checks: &[
        (Step::Protocol, Text::fixed("Try http:// in place of https:// at this port, or the port that speaks TLS.", "在此端口用 http:// 代替 https://，或改用提供 TLS 的端口。")),
        (Step::Server, Text::fixed("See that the port is the right one, and what the server is set to speak there.", "确认端口正确，以及服务器在该端口使用什么协议。")),
        (Step::Proxy, Text::fixed("A proxy is named by http:// even for https targets; `https_proxy=https://…` gives this error.", "即使目标是 https，代理本身也应写成 http://；写成 `https_proxy=https://…` 就会出现此错误。")),
        (Step::Restriction, Text::fixed("A log-in page or a filter may answer in the server's name; try another network.", "登录页面或过滤设备可能冒名应答：换一个网络再试。")),
    ],
};
