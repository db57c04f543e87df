//! Closed early: the other side ended the connection before it answered.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "closed-early",
    title: Text::fixed("Closed before an answer", "对方未应答就关闭了连接"),
    errors: &[],
    numbers: &[(Scheme::Curl, 52), (Scheme::Chromium, -324), (Scheme::Chromium, -100), (Scheme::WinInet, 12030)],
    phrases: &[
        ("curl", &["empty reply from server", "ssl_error_syscall", "transfer closed with", "server aborted the ssl handshake", "unexpected eof while reading"]),
        ("ssh", &["connection closed by remote host", "kex_exchange_identification: connection closed", "connection closed by * port", "connection to * closed by remote host"]),
        ("psql", &["server closed the connection unexpectedly"]),
        ("MySQL", &["lost connection to mysql server", "mysql server has gone away", "lost connection to server at"]),
        ("Redis", &["connection closed by server"]),
        (
            "Python",
            &[
                "remotedisconnected",
                "remote end closed connection without response",
                "serverdisconnectederror",
                "server disconnected",
                "incompleteread",
                "eof occurred in violation of protocol",
                "incompletereaderror",
            ],
        ),
        ("mcpi", &["drained data: <b''>"]),
        (
            "Java",
            &["unexpected end of file from server", "premature eof", "connection prematurely closed", "nohttpresponseexception", "remote host terminated the handshake", "unexpected end of stream", "java.io.eofexception"],
        ),
        ("Go", &["\": eof$", "\": unexpected eof$", "read tcp *: eof$", "rpc error: * eof", "handshake failed: eof$", "server closed idle connection", "transport is closing"]),
        ("Node", &["socket hang up", "other side closed", "client network socket disconnected before secure tls connection", "und_err_socket"]),
        ("Rust", &["connection closed before message completed", "incompletemessage", "peer closed connection without sending tls close_notify", "unexpected eof during handshake", "tls handshake eof", "unexpectedeof"]),
        (".NET", &["the response ended prematurely", "the connection was closed unexpectedly", "received an unexpected eof or 0 bytes from the transport stream"]),
        (".NET (中文)", &["基础连接已经关闭", "连接意外关闭"]),
        ("Chrome, Edge", &["err_empty_response", "err_connection_closed", "didn't send any data", "未发送任何数据", "意外终止了连接"]),
        ("Firefox", &["pr_end_of_file_error"]),
        ("GnuTLS", &["the tls connection was non-properly terminated"]),
        ("wget", &["no data received"]),
        ("telnet, nc", &["connection closed by foreign host"]),
        ("Minecraft", &["^end of stream$", "disconnected: end of stream", "connection lost: end of stream", "exception: end of stream", "disconnect.endofstream", "数据流终止", "数据流已终止", "流已终止", "流结束", "^connection closed$", "disconnected by server$"]),
    ],
    over: &["reset"],
    meaning: Text::fixed(
        "The connection opened, and the other side closed it without an answer (or in the middle of one). Something accepts \
         connections there and does not want this one: another protocol, a ban or limit, a container's published port \
         with nothing behind it, a server still starting.",
        "连接已经建立，但对方没有应答（或应答到一半）就关闭了。那里有程序接受连接，却不想要这一个：协议不同、被封禁或限流、\
         容器发布的端口后面没有程序，或服务器仍在启动。",
    ),
    not_proven: &[
        Text::fixed("That the right program listens there: a port forwarder accepts for a program that is gone.", "不能证明监听的是正确的程序：即使程序已不在，端口转发器也会接受连接。"),
        Text::fixed("That a firewall did it, or that none did.", "不能证明是防火墙所为，也不能排除。"),
    ],
    checks: &[
        (Step::Network, Text::fixed("See that the connection opens at the server itself and not short of it.", "确认是服务器本身接受了连接，而不是途中的设备。")),
        (Step::Server, Text::fixed("Look at the server's log; for a container, see that the program inside listens on 0.0.0.0.", "查看服务器日志；对于容器，确认其中的程序监听 0.0.0.0。")),
        (Step::Firewall, Text::fixed("Lists of permitted addresses (TCP wrappers, pg_hba, fail2ban) close like this.", "地址许可名单（TCP wrappers、pg_hba、fail2ban）就会这样关闭连接。")),
        (Step::Restriction, Text::fixed("Try from another network: filters can close connections whose name they dislike.", "换一个网络再试：过滤设备会关闭它不喜欢的域名的连接。")),
        (Step::Proxy, Text::fixed("A proxy that cannot reach the server may close without a word.", "代理无法到达服务器时，可能一言不发就关闭连接。")),
        (Step::Protocol, Text::fixed("See what the port speaks; TLS sent to a plain port, or the reverse, often ends like this.", "查看该端口使用什么协议：对明文端口说 TLS，或反过来，常常是这个结果。")),
    ],
};
