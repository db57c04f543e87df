//! SOCKS 4, which the proxy does not speak: it says so in words of SOCKS 4, and its log says what to do.

use std::time::Duration;

use hyper::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::proxy::context::Context;
use crate::proxy::exchange::{Ending, Exchange, Way};
use crate::proxy::trouble::{Kind, Trouble};
use crate::text::Text;
use crate::wire::socks::{Read, served_four};

/// "Request rejected or failed" (<https://www.openssh.com/txt/socks4.protocol>).
const NO: [u8; 8] = [0, 91, 0, 0, 0, 0, 0, 0];

/// How long the client may take to ask, and how long to read the answer.
const FAREWELL: Duration = Duration::from_secs(1);

/// The most bytes of a request: two texts of 255.
const MOST: usize = 600;

/// Turns a client away that speaks SOCKS 4.
pub(crate) async fn refuse(mut stream: TcpStream, context: Context) {
    // The client may have left, or be slow: then the log does not name where it wants to go.
    let asked = tokio::time::timeout(FAREWELL, asked(&mut stream)).await.ok().flatten();
    let text = Text::fixed(
        "the client speaks SOCKS 4, and the proxy SOCKS 5: write socks5h:// in place of socks4:// or socks4a:// in the proxy's address",
        "客户端使用 SOCKS 4，而代理使用 SOCKS 5：请把代理地址中的 socks4:// 或 socks4a:// 改为 socks5h://",
    );
    let mut exchange = Exchange::new(&context, Way::Socks4, Method::CONNECT, asked.unwrap_or_default());
    exchange.fail(&Trouble::new(Kind::OtherVersion, text), Ending::Answered);
    drop(exchange);
    // What it sent is read, so that its end does not overtake the answer.
    let told = async {
        let _ = stream.write_all(&NO).await;
        let _ = stream.shutdown().await;
        let mut waste = [0; MOST];
        while let Ok(1..) = stream.read(&mut waste).await {}
    };
    let _ = tokio::time::timeout(FAREWELL, told).await;
}

/// Where the client wants to go; nothing where it does not say so.
async fn asked(stream: &mut TcpStream) -> Option<String> {
    let mut heard = Vec::new();
    loop {
        match served_four::asked(&heard) {
            Read::Got((to, port), _) => return Some(to.shown(port)),
            Read::NotSocks => return None,
            Read::NeedMore if heard.len() > MOST => return None,
            Read::NeedMore => {}
        }
        let mut piece = [0; MOST];
        let some = stream.read(&mut piece).await.ok().filter(|some| *some > 0)?;
        heard.extend_from_slice(&piece[..some]);
    }
}
