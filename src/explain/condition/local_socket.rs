//! Local socket: no server behind a socket file of this machine; no network is involved.

use crate::explain::entry::Entry;
use crate::report::Step;
use crate::text::Text;

pub(crate) const ENTRY: Entry = Entry {
    id: "local-socket",
    title: Text::fixed("No server behind a socket file of this machine", "本机套接字文件后面没有服务"),
    errors: &[],
    numbers: &[],
    phrases: &[
        ("Docker", &["cannot connect to the docker daemon at unix:", "dial unix", "open //./pipe/docker", "permission denied while trying to connect to the docker daemon socket"]),
        ("psql", &["connection to server on socket", "connections on unix domain socket", "connections on that socket"]),
        ("MySQL", &["can't connect to local mysql server through socket", "can't connect to local server through socket"]),
        ("Redis", &["could not connect to redis at /"]),
        ("Node", &["connect enoent"]),
    ],
    over: &["refused", "not-permitted"],
    meaning: Text::fixed(
        "The program tried to reach a server on this very machine through a file (a Unix socket or a named pipe). The server is \
         not running, keeps its socket elsewhere, or you may not use it.",
        "程序试图通过文件（Unix 套接字或命名管道）连接本机上的服务。该服务没有运行、套接字在别处，或你无权使用它。",
    ),
    not_proven: &[Text::fixed("Anything about the network: none is used.", "不能说明网络的任何情况：根本没有用到网络。")],
    checks: &[
        (Step::Server, Text::fixed("See that the service runs (systemctl status NAME) and where its socket file is; or give a host and port (-h 127.0.0.1).", "确认服务正在运行（systemctl status 服务名）及其套接字文件的位置；或指定主机和端口（-h 127.0.0.1）。")),
        (Step::Machine, Text::fixed("See that you may use the socket file (its owner and group).", "确认你有权使用该套接字文件（所有者和组）。")),
    ],
};
