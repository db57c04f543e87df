//! One connection to an origin or a proxy behind. Whoever uses it moves it on: it needs no task of its own.

use std::future::poll_fn;
use std::net::SocketAddr;
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use hyper::body::Incoming;
use hyper::client::conn::http1::{Builder, Connection, SendRequest};
use hyper::{Request, Response};
use hyper_util::rt::TokioIo;

use crate::proxy::body::AskBody;
use crate::proxy::patient::Patient;
use crate::proxy::pool::Place;
use crate::proxy::settings::Bounds;
use crate::proxy::talk::{Talk, WithoutPath};
use crate::proxy::wire::Wire;

/// A connection that takes requests.
pub struct Line {
    send: SendRequest<AskBody>,
    connection: Pin<Box<Connection<TokioIo<Patient<Wire>>, AskBody>>>,
    is_done: bool,
    talk: Arc<Talk>,
    /// Where it leads.
    pub to: SocketAddr,
    /// Where it is kept between requests; nowhere where it must not be.
    pub place: Option<Place>,
    /// True once it has carried an exchange.
    pub used: bool,
}

/// Why a request brought no answer.
pub struct Unanswered {
    /// What happened.
    pub error: hyper::Error,
    /// The request, where nothing of it was sent.
    pub unsent: Option<Request<AskBody>>,
    /// The beginning of what came all the same.
    pub first: Vec<u8>,
}

impl Line {
    /// Speaks HTTP over `wire`, which leads to `to`.
    pub async fn new(wire: Wire, to: SocketAddr, bounds: &Bounds) -> Result<Line, hyper::Error> {
        let talk = Arc::<Talk>::default();
        let mut builder = Builder::new();
        builder
            .preserve_header_case(true)
            .max_headers(bounds.fields)
            .max_header_size(bounds.head)
            .max_buf_size(bounds.head.max(64 * 1024));
        let (send, connection) = builder.handshake(TokioIo::new(Patient::new(wire, Arc::clone(&talk)))).await?;
        Ok(Line { send, connection: Box::pin(connection), is_done: false, talk, to, place: None, used: false })
    }

    /// Moves its bytes on as far as they go.
    pub fn drive(&mut self, cx: &mut Context<'_>) {
        if !self.is_done && self.connection.as_mut().poll(cx).is_ready() {
            self.is_done = true;
        }
    }

    /// True where it takes another request now.
    pub fn is_free(&mut self, cx: &mut Context<'_>) -> bool {
        self.drive(cx);
        !self.is_done && matches!(self.send.poll_ready(cx), Poll::Ready(Ok(())))
    }

    /// True once nothing more comes over it.
    pub fn is_done(&self) -> bool {
        self.is_done
    }

    /// Sends a request and waits for the head of its answer.
    pub async fn ask(&mut self, request: Request<AskBody>) -> Result<Response<Incoming>, Unanswered> {
        self.talk.asks(request.extensions().get::<WithoutPath>().is_some());
        let mut answer = pin!(self.send.try_send_request(request));
        let (connection, is_done) = (&mut self.connection, &mut self.is_done);
        let answer = poll_fn(|cx| {
            if !*is_done && connection.as_mut().poll(cx).is_ready() {
                *is_done = true;
            }
            answer.as_mut().poll(cx)
        });
        let answer = answer.await;
        let first = self.talk.is_answered();
        answer.map_err(|mut error| {
            let unsent = error.take_message();
            Unanswered { error: error.into_error(), unsent, first }
        })
    }

    /// Sends what is left of a request whose answer is whole, for at most `most`.
    pub async fn run_out(mut self, most: Duration) {
        let end = poll_fn(|cx| {
            self.drive(cx);
            if self.is_done || self.is_free(cx) { Poll::Ready(()) } else { Poll::Pending }
        });
        // Whoever does not take the rest in time does not get it.
        let _ = tokio::time::timeout(most, end).await;
    }

    /// The connection itself and what was read beyond the answer, after one that switched protocols.
    pub async fn into_wire(mut self) -> (Wire, Bytes) {
        poll_fn(|cx| {
            self.drive(cx);
            if self.is_done { Poll::Ready(()) } else { Poll::Pending }
        })
        .await;
        let parts = (*Pin::into_inner(self.connection)).into_parts();
        (parts.io.into_inner().into_inner(), parts.read_buf)
    }
}
