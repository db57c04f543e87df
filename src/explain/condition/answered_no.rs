//! Answered no: the network is fine, and the right server declines.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "answered-no",
    title: Text::fixed("The server answers, and declines", "服务器有应答，但拒绝了请求"),
    errors: &[],
    numbers: &[],
    phrases: &[
        ("ssh", &["permission denied (publickey", "permission denied (password", "permission denied (keyboard-interactive", "host key verification failed", "too many authentication failures", "no matching host key type found", "no matching key exchange method found"]),
        ("psql", &["password authentication failed for user", "no pg_hba.conf entry for host", "too many clients already", "fatal: database * does not exist"]),
        ("MySQL", &["access denied for user", "is not allowed to connect to this mysql server", "too many connections"]),
        ("Redis", &["noauth authentication required", "wrongpass invalid username-password pair", "redis is running in protected mode"]),
        (
            "Minecraft",
            &[
                "you're not invited to play on this server",
                "the server is full!",
                "disconnect.server_full",
                "wow this server is popular",
                "you logged in from another location",
                "logged in from other location",
                "that name is already taken",
                "服务器已满",
                "你已从另一处登录",
                "你在其他位置登录",
            ],
        ),
    ],
    over: &["reset", "closed-early"],
    meaning: Text::fixed(
        "Network, address, port and protocol are right: the server understood, and said no to the log-in or to this client.",
        "网络、地址、端口和协议都没有问题：服务器听懂了，但拒绝了登录或此客户端。",
    ),
    not_proven: &[Text::fixed("That the network has any fault.", "不能证明网络有任何故障。")],
    checks: &[(Step::Server, Text::fixed("Check user, password, key, permitted addresses and versions, in the client and in the server's log.", "在客户端和服务器日志中检查用户名、密码、密钥、许可的地址和版本。"))],
};
