//! SOCKS 5 on the same port (RFC 1928): CONNECT by address or name, with or without a login (RFC 1929).

pub(crate) mod four;

use std::sync::Arc;

use hyper::Method;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::TcpStream;

use crate::proxy::context::Context;
use crate::proxy::exchange::{Ending, Exchange, Way};
use crate::proxy::trouble::{Kind, Trouble};
use crate::proxy::tunnel::End;
use crate::proxy::tunnel::switch;
use crate::proxy::wire::Wire;
use crate::proxy::{admit, intercept, reach, ruled};
use crate::target::Host;
use crate::text::Text;
use crate::wire::socks::served::{self, Asked, Command};
use crate::wire::socks::{Destination, Read};

/// The longest message: a login of two times 255 bytes.
const MOST: usize = 600;

/// Serves one client that speaks SOCKS 5.
pub(crate) async fn serve(mut stream: TcpStream, mut context: Context) {
    let most = context.core.settings.bounds.head_time;
    let mut heard = Vec::new();
    let asked = match tokio::time::timeout(most, agree(&mut stream, &mut heard, &mut context)).await {
        Ok(Ok(asked)) => asked,
        Ok(Err(unasked)) => return unasked.tell(&context),
        Err(_) => return Unasked::Slow.tell(&context),
    };
    context.core.keep_pace().await;
    let place = match &asked {
        Ok(asked) => asked.destination.as_ref().map(|to| to.shown(asked.port)).unwrap_or_default(),
        Err(_) => String::new(),
    };
    let mut exchange = Exchange::new(&context, Way::Socks5, Method::CONNECT, place);
    let way = match asked {
        Ok(asked) => tokio::select! {
            way = way(&context, asked, &mut exchange) => way,
            () = left(&stream, &heard) => {
                let text = Text::fixed(
                    "the client left before the way was open",
                    "客户端在通路打开之前离开",
                );
                Err(Trouble::new(Kind::ClientLeft, text))
            }
        },
        Err(trouble) => Err(trouble),
    };
    match way {
        Err(trouble) => {
            if trouble.kind != Kind::LoginRequired {
                // The client may have left.
                let _ = stream.write_all(&served::reply(trouble.socks(), None)).await;
            }
            let left = trouble.kind == Kind::ClientLeft;
            exchange.fail(&trouble, if left { Ending::ClientLeft } else { Ending::Answered });
        }
        Ok(Led::Looked { meant, place }) => {
            if stream.write_all(&served::reply(0, None)).await.is_err() {
                return;
            }
            let client = End { wire: Wire::Tcp(stream), ahead: heard.into() };
            Box::pin(intercept::serve(context, client, meant, place, Box::new(exchange))).await;
        }
        Ok(Led::To(server)) => {
            exchange.phases.first_byte = Some(exchange.began.elapsed());
            let from = match &server {
                Wire::Tcp(stream) => stream.local_addr().ok(),
                Wire::Other(_) => None,
            };
            if stream.write_all(&served::reply(0, from)).await.is_err() {
                return;
            }
            let client = End { wire: Wire::Tcp(stream), ahead: heard.into() };
            switch::join(&context, client, server.into(), &mut exchange).await;
        }
    }
}

/// Returns once a client that waits for its way is gone. Who has said something already may have no more to say.
async fn left(stream: &TcpStream, heard: &[u8]) {
    let mut first = [0];
    if !heard.is_empty() || matches!(stream.peek(&mut first).await, Ok(1..)) {
        std::future::pending::<()>().await;
    }
}

/// What the client asks for, once it has shown who it is; or why it may not ask.
async fn agree(
    stream: &mut TcpStream,
    heard: &mut Vec<u8>,
    context: &mut Context,
) -> Result<Result<Asked, Trouble>, Unasked> {
    let with_login = !context.core.settings.logins.is_empty() && !context.stranger;
    let offered = message(stream, heard, served::greeted).await?;
    let chosen = served::choose(&offered, with_login);
    stream.write_all(&chosen).await?;
    if chosen[1] == 0xff {
        return Ok(Err(Trouble::new(
            Kind::LoginRequired,
            match with_login {
                true => Text::fixed("the proxy asks for a name and a password", "代理要求用户名和密码"),
                false => Text::fixed(
                    "the client insists on a way to log in that the proxy does not ask for",
                    "客户端坚持使用代理并不要求的登录方式",
                ),
            },
        )));
    }
    if with_login {
        let (user, password) = message(stream, heard, served::login_given).await?;
        let core = Arc::clone(&context.core);
        context.user = core.settings.logins.known(&user, &password).map(str::to_owned);
        stream.write_all(&served::judged(context.user.is_some())).await?;
        if context.user.is_none() {
            let text = Text::fixed("the proxy does not know this name and password", "代理不认识该用户名和密码");
            return Ok(Err(Trouble::new(Kind::LoginRequired, text)));
        }
    }
    Ok(Ok(message(stream, heard, served::asked).await?))
}

/// Reads one message; what was heard beyond stays in `heard`.
async fn message<T>(
    stream: &mut TcpStream,
    heard: &mut Vec<u8>,
    read: impl Fn(&[u8]) -> Read<T>,
) -> Result<T, Unasked> {
    loop {
        match read(heard) {
            Read::Got(message, used) => {
                heard.drain(..used.min(heard.len()));
                return Ok(message);
            }
            Read::NotSocks => return Err(Unasked::NotSocks),
            Read::NeedMore if heard.len() > MOST => return Err(Unasked::NotSocks),
            Read::NeedMore => {}
        }
        let mut piece = [0; MOST];
        let some = stream.read(&mut piece).await?;
        if some == 0 {
            return Err(Unasked::Left);
        }
        heard.extend_from_slice(&piece[..some]);
    }
}

/// Why a client that began to speak SOCKS asked for nothing.
enum Unasked {
    /// It took too long.
    Slow,
    /// It left.
    Left,
    /// It went on otherwise.
    NotSocks,
}

impl From<std::io::Error> for Unasked {
    fn from(_: std::io::Error) -> Unasked {
        Unasked::Left
    }
}

impl Unasked {
    /// Writes it down.
    fn tell(self, context: &Context) {
        let (kind, ending, text) = match self {
            Unasked::Slow => (
                Kind::RequestTimeout,
                Ending::Stalled,
                Text::fixed(
                    "the client began to speak SOCKS 5, and did not say in time where it wants to go",
                    "客户端开始使用 SOCKS 5，但未在限定时间内说明要连接的目标",
                ),
            ),
            Unasked::Left => (
                Kind::ClientLeft,
                Ending::ClientLeft,
                Text::fixed(
                    "the client began to speak SOCKS 5, and left before it said where it wants to go",
                    "客户端开始使用 SOCKS 5，但在说明要连接的目标之前离开",
                ),
            ),
            Unasked::NotSocks => (
                Kind::BadRequest,
                Ending::Answered,
                Text::fixed(
                    "the client's first byte is that of SOCKS 5, and what follows is not SOCKS",
                    "客户端的第一个字节属于 SOCKS 5，但其后的内容不是 SOCKS",
                ),
            ),
        };
        let mut exchange = Exchange::new(context, Way::Socks5, Method::CONNECT, String::new());
        exchange.fail(&Trouble::new(kind, text), ending);
    }
}

/// Where a client is led.
enum Led {
    /// Over this connection.
    To(Wire),
    /// To whoever looks into what it says; what is not looked into goes to `place`.
    Looked { meant: (Host, u16), place: (Host, u16) },
}

/// The way to where the client asks.
async fn way(context: &Context, asked: Asked, exchange: &mut Exchange) -> Result<Led, Trouble> {
    admit::by_address(context)?;
    if asked.command != Command::Connect {
        let text = Text::fixed("of SOCKS the proxy serves CONNECT alone", "SOCKS 请求中代理只支持 CONNECT");
        return Err(Trouble::new(Kind::NotImplemented, text));
    }
    let host = match asked.destination {
        Some(Destination::V4(address)) => Some(Host::Address { address: address.into(), zone: None }),
        Some(Destination::V6(address)) => Some(Host::Address { address: address.into(), zone: None }),
        Some(Destination::Name(name)) => Host::parse(&name).filter(|_| !name.is_empty()),
        None => {
            let text = Text::fixed("SOCKS knows no such kind of address", "SOCKS 没有这种地址类型");
            return Err(Trouble::new(Kind::AddressKind, text));
        }
    };
    match host {
        Some(host) if asked.port > 0 => {
            let meant = (host.clone(), asked.port);
            let place = ruled::on_tunnel(context, host, asked.port, exchange).await?;
            match intercept::concerns(context, &meant.0, meant.1) {
                true => Ok(Led::Looked { meant, place }),
                false => Ok(Led::To(reach::wire(context, &place.0, place.1, exchange).await?.0)),
            }
        }
        _ => Err(Trouble::new(
            Kind::BadRequest,
            Text::fixed("the request names no host and port", "请求没有指明主机和端口"),
        )),
    }
}
