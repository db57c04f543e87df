//! Words and numbers that fit several conditions: they decide only where nothing clearer stands beside them.

use crate::explain::condition::ENTRIES;
use crate::explain::entry::Entry;
use crate::explain::numbers::Scheme;

/// Words that fit several conditions.
#[derive(Debug)]
pub(crate) struct Words {
    /// The conditions, the likeliest first.
    pub(crate) ids: &'static [&'static str],
    /// Who says it so.
    pub(crate) said_by: &'static str,
    /// As in an entry.
    pub(crate) phrases: &'static [&'static str],
}

/// A number that fits several conditions.
#[derive(Debug)]
pub(crate) struct Code {
    /// Its numbering.
    pub(crate) scheme: Scheme,
    /// The number.
    pub(crate) value: i32,
    /// The conditions, the likeliest first.
    pub(crate) ids: &'static [&'static str],
}

/// It did not connect, for whatever reason.
const NO_CONNECTION: &[&str] = &["refused", "timed-out-connecting", "host-unreachable", "network-unreachable"];
/// Some time limit ran out.
const TIME: &[&str] = &["timed-out-connecting", "timed-out-reading"];
/// Some time limit ran out, perhaps while the name was looked up.
const ANY_TIME: &[&str] = &["timed-out-connecting", "timed-out-reading", "name-temporary"];

pub(crate) const PHRASES: &[Words] = &[
    Words {
        ids: NO_CONNECTION,
        said_by: "curl, git",
        phrases: &[
            "couldn't connect to server",
            "could not connect to server",
            "failed to connect to * port *",
            "couldn't connect to host",
        ],
    },
    Words {
        ids: NO_CONNECTION,
        said_by: "Python",
        phrases: &[
            "failed to establish a new connection",
            "cannot connect to host",
            "all connection attempts failed",
            "connect call failed",
            "requests.exceptions.connectionerror",
            "clientconnectorerror",
        ],
    },
    Words {
        ids: NO_CONNECTION,
        said_by: "Java",
        phrases: &[
            "communications link failure",
            "connectexception$",
            "connectexception: failed to connect to",
            "failed to connect to /",
            "finishconnect(..) failed",
            "could not create connection to database server",
        ],
    },
    Words {
        ids: NO_CONNECTION,
        said_by: "Node",
        phrases: &["typeerror: fetch failed", "axioserror: network error", "typeerror: failed to fetch"],
    },
    Words {
        ids: NO_CONNECTION,
        said_by: ".NET, Windows",
        phrases: &[
            "unable to connect to the remote server",
            "无法连接到远程服务器",
            "could not open connection to the host",
            "无法打开到主机的连接",
            "tcptestsucceeded : false",
            "tcp connect to * failed",
            "a connection with the server could not be established",
        ],
    },
    Words {
        ids: NO_CONNECTION,
        said_by: "Firefox, Safari",
        phrases: &[
            "can't establish a connection to the server at",
            "can't connect to the server",
            "无法建立到*服务器的连接",
            "无法与服务器建立连接",
            "could not connect to the server",
            "未能连接到服务器",
        ],
    },
    Words {
        ids: NO_CONNECTION,
        said_by: "Chrome, Edge",
        phrases: &["err_connection_failed", "this site can't be reached", "无法访问此网站"],
    },
    Words {
        ids: NO_CONNECTION,
        said_by: "Minecraft",
        phrases: &[
            "can't connect to server",
            "failed to connect to the server",
            "无法连接至服务器",
            "无法连接到服务器",
            "连接服务器失败",
            "无法连接服务器",
        ],
    },
    Words { ids: NO_CONNECTION, said_by: "Docker", phrases: &["cannot connect to the docker daemon"] },
    Words {
        ids: NO_CONNECTION,
        said_by: "Redis, MySQL",
        phrases: &["could not connect to redis at", "can't connect to mysql server", "can't connect to server on"],
    },
    Words {
        ids: NO_CONNECTION,
        said_by: "PHP",
        phrases: &["fsockopen(): unable to connect to", "stream_socket_client(): unable to connect to"],
    },
    Words { ids: TIME, said_by: "Go", phrases: &["i/o timeout"] },
    Words { ids: ANY_TIME, said_by: "Go", phrases: &["context deadline exceeded", "client.timeout exceeded"] },
    Words {
        ids: TIME,
        said_by: "Python",
        phrases: &[
            "timeouterror: timed out",
            "socket.timeout: timed out",
            "urlopen error timed out",
            "urlopen error _ssl.c:* the handshake operation timed out",
            "^timed out$",
            "^timeouterror$",
            "asyncio.exceptions.timeouterror",
            "connection timed out or",
        ],
    },
    Words {
        ids: TIME,
        said_by: "Java",
        phrases: &["sockettimeoutexception", "httptimeoutexception", "java.net.sockettimeoutexception: timeout"],
    },
    Words {
        ids: TIME,
        said_by: "Rust",
        phrases: &["operation timed out", "error sending request * timed out", "deadline has elapsed"],
    },
    Words {
        ids: TIME,
        said_by: ".NET",
        phrases: &[
            "the operation has timed out",
            "操作超时",
            "操作已超时",
            "the request was canceled due to the configured httpclient.timeout",
            "the request timed out",
            "请求超时",
        ],
    },
    Words {
        ids: &["address-in-use", "address-not-available", "not-permitted"],
        said_by: "Minecraft",
        phrases: &[
            "failed to bind to port",
            "perhaps a server is already running on that port",
            "java.net.bindexception",
        ],
    },
    Words {
        ids: &["timed-out-connecting", "closed-early", "name-not-found"],
        said_by: "Minecraft Bedrock",
        phrases: &[
            "unable to connect to world",
            "we were unable to connect you",
            "there was a problem finding this server",
            "disconnected from server$",
            "无法连接到世界",
            "无法连接至世界",
            "与服务器断开连接",
        ],
    },
    Words { ids: TIME, said_by: "Minecraft", phrases: &["^timed out$", "^disconnected: timed out$", "^超时$"] },
    Words { ids: ANY_TIME, said_by: "curl", phrases: &["timeout was reached"] },
    Words { ids: ANY_TIME, said_by: "Ruby", phrases: &["execution expired"] },
    Words {
        ids: TIME,
        said_by: "Node",
        phrases: &[
            "timeout of * exceeded",
            "the operation was aborted due to timeout",
            "econnaborted', message: 'timeout",
        ],
    },
    Words { ids: &["reset", "closed-early", "not-http"], said_by: "Python", phrases: &["connection aborted"] },
    Words {
        ids: &["closed-early", "reset", "timed-out-reading"],
        said_by: "Minecraft",
        phrases: &["^disconnected$", "connection lost", "失去连接", "连接已丢失", "连接丢失"],
    },
    Words {
        ids: &["tls-handshake", "tls-to-plain-text", "certificate"],
        said_by: "OpenSSL, .NET",
        phrases: &[
            "the ssl connection could not be established",
            "ssl connect error",
            "unable to establish ssl connection",
            "sslhandshakeexception",
            "tls handshake failed",
            "建立安全连接失败",
        ],
    },
];

pub(crate) const NUMBERS: &[Code] = &[
    Code { scheme: Scheme::Curl, value: 7, ids: NO_CONNECTION },
    Code { scheme: Scheme::Curl, value: 28, ids: ANY_TIME },
    Code { scheme: Scheme::Curl, value: 35, ids: &["tls-to-plain-text", "tls-handshake", "closed-early", "reset"] },
    Code { scheme: Scheme::Curl, value: 55, ids: &["reset", "broken-pipe", "closed-early"] },
    Code { scheme: Scheme::Curl, value: 56, ids: &["reset", "closed-early", "proxy", "timed-out-reading"] },
    Code { scheme: Scheme::Chromium, value: -104, ids: NO_CONNECTION },
    Code { scheme: Scheme::Chromium, value: -7, ids: TIME },
    Code { scheme: Scheme::NsUrl, value: -1001, ids: TIME },
    Code { scheme: Scheme::NsUrl, value: -1004, ids: NO_CONNECTION },
    Code { scheme: Scheme::WinInet, value: 12029, ids: NO_CONNECTION },
];

/// The entries of those ids, in that order.
pub(crate) fn entries(ids: &[&str]) -> Vec<&'static Entry> {
    ids.iter().filter_map(|id| ENTRIES.iter().copied().find(|entry| entry.id == *id)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_id_is_an_entry_and_there_are_several() {
        let rows = PHRASES.iter().map(|row| row.ids).chain(NUMBERS.iter().map(|row| row.ids));
        for ids in rows {
            assert_eq!(entries(ids).len(), ids.len(), "{ids:?}");
            assert!(ids.len() > 1, "{ids:?} is clear; it belongs in its entry");
        }
    }
}
