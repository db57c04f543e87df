//! Not HTTP: something else answers.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "not-http",
    title: Text::fixed("What answers does not speak HTTP", "应答的不是 HTTP"),
    errors: &[],
    numbers: &[(Scheme::Curl, 1), (Scheme::Chromium, -370), (Scheme::Chromium, -320), (Scheme::WinInet, 12152)],
    phrases: &[
        ("curl", &["received http/0.9 when not allowed", "unsupported http version in response", "weird server reply", "invalid status line"]),
        ("Python", &["badstatusline", "bad status line", "bad http response", "invalid http response", "invalidurl: nonnumeric port", "expected http/"]),
        ("Rust", &["invalid http version parsed", "invalid http status-code parsed", "http version parsed"]),
        ("Node", &["hpe_invalid_constant", "hpe_invalid_version", "parse error: expected http/", "response does not match the http/1.1 protocol", "hpe_invalid_header_token", "hpe_closed_connection"]),
        ("Go", &["malformed http response", "malformed http status code", "malformed http version"]),
        ("Java", &["invalid http response", "the server failed to respond with a valid http response", "unexpected status line", "invalid status line", "invalid version format"]),
        (".NET", &["the server returned an invalid or unrecognized response", "the server committed a protocol violation", "服务器提交了协议冲突"]),
        ("Chrome, Edge", &["err_invalid_http_response", "err_invalid_response"]),
        ("wget", &["no headers, assuming http/0.9", "malformed status line"]),
    ],
    over: &["closed-early", "reset", "aborted"],
    meaning: Text::fixed(
        "The connection is fine, and something answers; it is not HTTP. The port belongs to another protocol (SSH, a \
         database, a game, TLS), or the server sends a malformed answer.",
        "连接本身没有问题，也有应答，但不是 HTTP。该端口属于另一种协议（SSH、数据库、游戏、TLS），或服务器的应答格式有误。",
    ),
    not_proven: &[Text::fixed("That the server is broken: the port may just be another program's.", "不能证明服务器有故障：该端口可能只是属于别的程序。")],
    checks: &[
        (Step::Protocol, Text::fixed("See what answers at this port, and whether it wants https://.", "查看该端口上应答的是什么，是否需要 https://。")),
        (Step::Server, Text::fixed("See that the port is the right one.", "确认端口正确。")),
        (Step::Proxy, Text::fixed("A SOCKS proxy that is set as an HTTP proxy answers like this.", "把 SOCKS 代理设置成 HTTP 代理时，就会得到这样的应答。")),
    ],
};
