//! A connection that was reset before a byte could be said over it.

use std::io::{Error, ErrorKind, Result};
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};

/// Stands for a connection that opened and was reset before `connect()` had returned: the system closes its socket then,
/// and keeps the reset to itself. Everything fails over it as over any other that was reset.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Cut;

/// True where `error`, out of `connect()`, says that the connection had opened before it was reset. A reset that answers
/// the SYN is a refusal; it is "reset" once the handshake is done, and "broken pipe" where the other end had closed
/// before (Linux `tcp_reset`; the BSDs' `tcp_do_segment` likewise).
pub(crate) fn opened_before(error: &Error) -> bool {
    matches!(error.kind(), ErrorKind::ConnectionReset | ErrorKind::BrokenPipe)
}

impl AsyncRead for Cut {
    fn poll_read(self: Pin<&mut Self>, _: &mut Context<'_>, _: &mut ReadBuf<'_>) -> Poll<Result<()>> {
        Poll::Ready(Err(ErrorKind::ConnectionReset.into()))
    }
}

impl AsyncWrite for Cut {
    fn poll_write(self: Pin<&mut Self>, _: &mut Context<'_>, _: &[u8]) -> Poll<Result<usize>> {
        Poll::Ready(Err(ErrorKind::ConnectionReset.into()))
    }

    fn poll_flush(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<()>> {
        Poll::Ready(Ok(()))
    }

    fn poll_shutdown(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<Result<()>> {
        Poll::Ready(Ok(()))
    }
}

#[cfg(test)]
mod tests {
    //! The moment is forced: the first poll sends the SYN, which loopback answers at once, and this thread's runtime looks
    //! at no socket again before the other end has reset or closed.

    use std::net::{Shutdown, SocketAddr, TcpListener};
    use std::pin::pin;
    use std::time::Duration;

    use tokio::io::{AsyncReadExt, AsyncWriteExt};
    use tokio::time::Instant;

    use super::*;
    use crate::observation::{
        Answer, ExchangeEnd, HttpEnd, ProxyEnd, ProxySource, Purpose, Question, Reason, Source, SpeechEnd, Spoken,
        State, Transport,
    };
    use crate::probe::http::{Client, Request, Settings};
    use crate::probe::proxy::{Passage, pass};
    use crate::probe::resolve::{Ask, ask};
    use crate::probe::{self, HttpQuestion, Road, tls};
    use crate::target::{Host, Proxy};
    use crate::wire::dns::RecordType;

    const PATIENCE: Duration = Duration::from_secs(5);

    #[tokio::test]
    async fn a_connection_that_is_reset_at_once_has_opened() {
        for ends in [Ends::Reset, Ends::Closed] {
            let opened = over_a_reset(ends, async |to| probe::open("h", to, Purpose::Asked, PATIENCE).await);
            let (fact, stream) = opened.await;
            assert_eq!((fact.state, fact.reason, fact.error), (State::Open, Reason::SynAck, None));
            assert!(fact.from.is_some() && fact.rtt_ms.is_some());
            let mut stream = stream.expect("a connection");
            assert_eq!(stream.write_all(b"?").await.expect_err("it is gone").kind(), ErrorKind::ConnectionReset);
            assert_eq!(stream.read_u8().await.expect_err("it is gone").kind(), ErrorKind::ConnectionReset);
        }
    }

    #[tokio::test]
    async fn a_refusal_opens_nothing() {
        let to = TcpListener::bind("127.0.0.1:0").and_then(|gone| gone.local_addr()).expect("an address");
        let (fact, stream) = probe::open("h", to, Purpose::Asked, PATIENCE).await;
        assert_eq!(
            (fact.state, fact.reason),
            (State::Closed, if cfg!(portable) { Reason::ConnRefused } else { Reason::Reset })
        );
        assert!(stream.is_none());
        assert!(Road::direct(to).open(PATIENCE).await.is_none());
    }

    #[tokio::test]
    async fn who_speaks_over_it_hears_the_reset() {
        let question = Question::Ask(Spoken::Http);
        let speech = async |to| probe::speech(&Road::direct(to), question, Purpose::Asked, PATIENCE).await;
        assert_eq!(over_a_reset(Ends::Reset, speech).await.expect("it opened").ended, SpeechEnd::Reset);
        let mcpi = async |to| probe::minecraft::mcpi_answer(&Road::direct(to), Purpose::Asked, PATIENCE).await;
        assert_eq!(over_a_reset(Ends::Reset, mcpi).await.expect("it opened").ended, SpeechEnd::Reset);
        let asked = HttpQuestion { method: "HEAD", host: "h".into(), path: "/".into(), purpose: Purpose::Asked };
        let http = async |to| probe::ask_http(&Road::direct(to), &asked, PATIENCE).await;
        assert_eq!(over_a_reset(Ends::Reset, http).await.expect("it opened").0.ended, HttpEnd::Reset);
    }

    #[tokio::test]
    async fn a_proxy_that_resets_answers_by_a_reset() {
        let proxy: Proxy = "socks5h://h:1".parse().expect("a proxy");
        let host = Host::parse("h").expect("a name");
        let passed = async |to| {
            let stream = Road::direct(to).open(PATIENCE).await.expect("it opened");
            let tls = tls::Settings::default();
            let from = &ProxySource::Option;
            let passage =
                Passage { proxy: &proxy, from, host: &host, port: 2, fields: &[], tls: &tls, purpose: Purpose::Asked };
            pass(stream, to, &passage, Instant::now() + PATIENCE).await
        };
        assert_eq!(over_a_reset(Ends::Reset, passed).await.answer.ended, ProxyEnd::Reset);
    }

    #[tokio::test]
    async fn a_request_over_it_ends_by_the_reset() {
        let exchange = async |to: SocketAddr| {
            let url = format!("http://{to}/");
            let target = url.parse().expect("a target");
            let request = Request::new(target, url, "GET", b"GET / HTTP/1.1\r\nHost: h\r\n\r\n".to_vec());
            let mut body = |_: &[u8]| {};
            Client::new(Settings::default()).exchange(&request, &mut body, Instant::now() + PATIENCE).await
        };
        let exchange = over_a_reset(Ends::Reset, exchange).await;
        assert_eq!(exchange.ended, ExchangeEnd::Reset);
        assert_eq!(exchange.tried.first().map(|tried| tried.state), Some(State::Open));
    }

    #[tokio::test]
    async fn a_name_server_that_resets_gives_no_answer() {
        let over_tcp = async |to| {
            let source = Source::Given;
            let plain = Ask::plain(to, source, "h.test", RecordType::A, PATIENCE);
            ask(&Ask { transport: Transport::Tcp, ..plain }).await.answer
        };
        let answer = over_a_reset(Ends::Reset, over_tcp).await;
        assert!(matches!(&answer, Answer::Garbled { detail } if detail.contains("reset")), "{answer:?}");
    }

    /// Begins `look` at a listener, resets the connection that it opens, and only then lets it go on.
    async fn over_a_reset<T>(ends: Ends, look: impl AsyncFnOnce(SocketAddr) -> T) -> T {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
        let to = listener.local_addr().expect("an address");
        let mut look = pin!(look(to));
        assert!(futures_util::poll!(look.as_mut()).is_pending(), "the look waits for its connection");
        let (accepted, _) = listener.accept().expect("the connection has opened");
        let accepted = socket2::Socket::from(accepted);
        if ends == Ends::Closed {
            accepted.shutdown(Shutdown::Write).expect("closed");
        }
        accepted.set_linger(Some(Duration::ZERO)).expect("a reset on closing");
        drop(accepted);
        look.await
    }

    /// How the other end leaves.
    #[derive(Clone, Copy, PartialEq)]
    enum Ends {
        Reset,
        /// Closed, and then reset.
        Closed,
    }
}
