//! SOCKS 4, which the proxy does not speak: it says so in words of SOCKS 4, and its log says what to do.

use std::time::Duration;

use hyper::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::proxy::context::Context;
use crate::proxy::exchange::{Ending, Exchange, Way};
use crate::proxy::trouble::{Kind, Trouble};
use crate::text::Text;

/// "Request rejected or failed" (<https://www.openssh.com/txt/socks4.protocol>).
const NO: [u8; 8] = [0, 91, 0, 0, 0, 0, 0, 0];

/// How long the client may take to read that.
const FAREWELL: Duration = Duration::from_secs(1);

/// Turns a client away that speaks SOCKS 4.
pub(crate) async fn refuse(mut stream: TcpStream, context: Context) {
    let text = Text::fixed(
        "the client speaks SOCKS 4, and the proxy SOCKS 5: write socks5h:// in place of socks4:// or socks4a:// in the proxy's address",
        "客户端使用 SOCKS 4，而代理使用 SOCKS 5：请把代理地址中的 socks4:// 或 socks4a:// 改为 socks5h://",
    );
    let mut exchange = Exchange::new(&context, Way::Socks4, Method::CONNECT, String::new());
    exchange.fail(&Trouble::new(Kind::OtherVersion, text), Ending::Answered);
    // The client may have left. What it sent is read, so that its end does not overtake the answer.
    let told = async {
        let mut waste = [0; 600];
        let _ = stream.read(&mut waste).await;
        let _ = stream.write_all(&NO).await;
        let _ = stream.shutdown().await;
        while let Ok(1..) = stream.read(&mut waste).await {}
    };
    let _ = tokio::time::timeout(FAREWELL, told).await;
}
