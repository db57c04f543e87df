//! What to do about a Bedrock server, or Geyser in front of a Java server.

use crate::finding::Remedy;
use crate::observation::Os;

pub(crate) fn listens(port: u16) -> Remedy {
    Remedy::new(
        format!(
            "Start the Bedrock server; in its server.properties write `server-port={port}`, and see in its log that it says `IPv4 supported, port: {port}`."
        ),
        format!(
            "启动 Bedrock 服务器；在其 server.properties 中写 `server-port={port}`，并在日志中确认出现 `IPv4 supported, port: {port}`。"
        ),
    )
}

pub(crate) fn geyser(port: u16) -> Remedy {
    Remedy::new(
        format!("With Geyser: in its config.yml, under `bedrock:`, write `address: 0.0.0.0` and `port: {port}`."),
        format!("若使用 Geyser：在其 config.yml 的 `bedrock:` 下写 `address: 0.0.0.0` 和 `port: {port}`。"),
    )
}

pub(crate) fn on_the_server(port: u16) -> Remedy {
    Remedy::new(
        "On the server (Linux), see whether anything takes datagrams there; no line means nothing does.",
        "在服务器（Linux）上查看是否有程序接收该端口的数据报；没有输出即没有。",
    )
    .command(format!("sudo ss -lunp 'sport = :{port}'"))
    .on(Os::Linux)
}
