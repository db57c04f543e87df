//! Proxy: what failed is the proxy, or what the proxy said.

use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "proxy",
    title: Text::fixed("The proxy failed, or said no", "代理出错或拒绝"),
    errors: &[],
    numbers: &[
        (Scheme::Curl, 5),
        (Scheme::Curl, 97),
        (Scheme::Chromium, -111),
        (Scheme::Chromium, -130),
        (Scheme::Chromium, -115),
        (Scheme::Chromium, -120),
        (Scheme::Chromium, -121),
        (Scheme::Chromium, -127),
        (Scheme::Chromium, -136),
    ],
    phrases: &[
        (
            "curl",
            &[
                "could not resolve proxy",
                "couldn't resolve proxy",
                "connect tunnel failed",
                "http code * from proxy after connect",
                "received invalid version in initial socks5 response",
                "proxy connect aborted",
                "can't complete socks",
                "no authentication method was acceptable",
                "socks5 connect to",
                "socks4 reply",
                "connection to proxy closed",
                "unable to receive initial socks5 response",
            ],
        ),
        (
            "Python",
            &[
                "unable to connect to proxy",
                "cannot connect to proxy",
                "proxyerror",
                "tunnel connection failed",
                "clientproxyconnectionerror",
                "clienthttpproxyerror",
                "proxyconnectionerror",
                "socks5error",
                "socks4error",
                "generalproxyerror",
                "missing dependencies for socks support",
            ],
        ),
        ("Go", &["proxyconnect tcp", "socks connect"]),
        ("Rust", &["tunnel error", "proxy authorization required", "unsuccessful tunnel", "proxy connect error"]),
        ("Java", &["unable to tunnel through proxy", "httpproxyhandler", "proxyconnectexception", "malformed reply from socks server", "socks server general failure", "socketexception: socks"]),
        ("Node", &["tunneling socket could not be established", "proxy connection ended before receiving connect response"]),
        ("HTTP", &["proxy authentication required", "407 authentication required", "需要代理验证", "需要代理服务器验证"]),
        (
            "Chrome, Edge",
            &[
                "err_tunnel_connection_failed",
                "err_proxy_connection_failed",
                "err_proxy_auth",
                "err_socks_connection_failed",
                "err_proxy_certificate_invalid",
                "err_mandatory_proxy_configuration_failed",
                "err_no_supported_proxies",
                "代理服务器出现问题",
                "代理服务器有问题",
            ],
        ),
        ("Firefox", &["ns_error_proxy", "the proxy server is refusing connections", "代理服务器拒绝连接", "ns_error_unknown_proxy_host", "unable to find the proxy server"]),
        ("git, ssh", &["proxy connect", "nc: proxy", "connect to proxy"]),
        ("Windows", &["无法连接到代理服务器", "can't connect to the proxy server"]),
    ],
    over: &["*"],
    meaning: Text::fixed(
        "The program goes through a proxy, and the proxy could not be reached, wants a log-in, forbids the target, cannot \
         reach it either, or is not the kind of proxy it is taken for. An error beside it (refused, timed out …) is \
         then the proxy's and not the target's.",
        "该程序通过代理连接，而代理无法到达、要求登录、禁止访问该目标、自己也到不了目标，或不是所以为的那种代理。\
         同时出现的其他错误（被拒绝、超时等）属于代理，而不是目标。",
    ),
    not_proven: &[
        Text::fixed("Anything about the target itself: nobody may have asked it.", "不能说明目标本身的情况：可能根本没有联系过它。"),
        Text::fixed("That the proxy was meant: a variable left behind (http_proxy, ALL_PROXY) is enough.", "不能证明代理是有意设置的：遗留的环境变量（http_proxy、ALL_PROXY）就足够了。"),
    ],
    checks: &[
        (Step::Proxy, Text::fixed("Find which setting names the proxy; diagnose the proxy's own address and port; check kind (HTTP or SOCKS), user and password.", "找出代理是在哪里设置的；诊断代理自身的地址和端口；检查类型（HTTP 或 SOCKS）、用户名和密码。")),
        (Step::Network, Text::fixed("See whether the target is reachable without the proxy.", "查看不经过代理能否到达目标。")),
        (Step::Server, Text::fixed("Local and private addresses belong in NO_PROXY.", "本机和内网地址应写入 NO_PROXY。")),
        (Step::Firewall, Text::fixed("A proxy permits certain ports only, often just 443 and 80.", "代理只允许某些端口，往往只有 443 和 80。")),
        (Step::Restriction, Text::fixed("If this network demands the proxy, ask its keeper for address and log-in.", "如果此网络必须使用代理，请向管理员索取地址和账号。")),
    ],
};
