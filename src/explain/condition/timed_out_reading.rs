//! Timed out while reading: connected, and then nothing came.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "timed-out-reading",
    title: Text::fixed("Connected, then no answer in time", "已连接，但未在限时内收到应答"),
    errors: &[],
    numbers: &[(Scheme::Win32, 258)],
    phrases: &[
        ("Java", &["read timed out", "readtimeoutexception"]),
        ("Python", &["(read timeout", "readtimeouterror", "readtimeout", "the read operation timed out"]),
        ("curl", &["milliseconds with * bytes received", "with 0 bytes received", "ssl connection timeout", "operation too slow"]),
        ("ssh", &["timed out during banner exchange", "timeout during banner exchange", "banner exchange: * timed out"]),
        ("Go", &["read tcp *i/o timeout", "tls handshake timeout", "awaiting response headers", "write tcp *i/o timeout", "timeout awaiting response"]),
        ("Node", &["esockettimedout", "headers timeout error", "und_err_headers_timeout", "body timeout error", "und_err_body_timeout"]),
        ("Ruby", &["net::readtimeout"]),
        ("wget", &["read error (connection timed out)", "awaiting response... read error (connection timed out)"]),
        ("Minecraft", &["disconnected: timed out", "connection lost: timed out", "connection lost timed out", "readtimeoutexception", "took too long to log in", "disconnect.timeout", "登录用时过长", "登录时间过长"]),
        (".NET", &["the operation has timed out while reading"]),
    ],
    over: &["timed-out-connecting"],
    meaning: Text::fixed(
        "The connection opened, and then the other side said nothing within the time allowed. The server is busy or \
         stuck, or waits for something else (another protocol, TLS), or large packets are lost on the way.",
        "连接已经建立，但对方没有在限时内回话。可能是服务器繁忙或卡住，或在等待别的内容（另一种协议、TLS），或大的数据包在途中丢失。",
    ),
    not_proven: &[
        Text::fixed(
            "That the right program answers: any program that accepts and keeps silent looks the same.",
            "不能证明应答的是正确的程序：任何接受连接却不说话的程序看起来都一样。",
        ),
        Text::fixed(
            "That the way is open for data: a proxy or a middlebox can accept in the server's name.",
            "不能证明数据可以通过：代理或中间设备也可以冒名接受连接。",
        ),
    ],
    checks: &[
        (
            Step::Network,
            Text::fixed("See whether packets are lost, and whether large ones pass (MTU, VPN).", "查看是否丢包，以及大的数据包能否通过（MTU、VPN）。"),
        ),
        (Step::Server, Text::fixed("Look at the server's own log and load; is it the right port?", "查看服务器的日志和负载；端口对不对？")),
        (
            Step::Firewall,
            Text::fixed("A firewall that inspects can let the connection open and then hold the data back.", "会检查内容的防火墙可以放行连接，却扣住数据。"),
        ),
        (
            Step::Restriction,
            Text::fixed("Try from another network, to see whether something here accepts in the server's name.", "换一个网络再试，看看是不是这里有设备冒名接受了连接。"),
        ),
        (Step::Proxy, Text::fixed("If a proxy is set, it accepted; the server behind it may not have.", "如果设置了代理，那么接受连接的是代理，其后的服务器未必接受。")),
        (
            Step::Protocol,
            Text::fixed("See what the port speaks: plain text to a TLS port, or the reverse, can end in silence.", "查看该端口使用什么协议：对 TLS 端口说明文，或反过来，都可能没有任何回应。"),
        ),
    ],
};
