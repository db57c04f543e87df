//! What the reader of a connection and those who answer its requests tell each other.

use std::pin::Pin;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::task::{Context, Poll, Waker};

use hyper::body::{Body, Frame, SizeHint};
use hyper::{Method, Response, StatusCode};

use crate::wire::http1::asked::Breach;

/// One connection's.
#[derive(Debug, Clone, Default)]
pub(crate) struct Guard(Arc<Mutex<State>>);

#[derive(Debug, Default)]
struct State {
    /// Requests found, answered, and those whose answer has left as well.
    asked: u64,
    answered: u64,
    told: u64,
    /// The request whose answer made the connection something else.
    switched: Option<u64>,
    /// What was wrong, and whether that was in a body.
    breach: Option<(Breach, bool)>,
    /// The requests that ask of all of a host: the library takes their targets for the root.
    of_all: Vec<u64>,
    /// Method and target of the request that was refused in its head.
    named: Option<(String, String)>,
    /// True where the head that is being read took too long.
    is_late: bool,
    /// The length of the body of the answer to a breach in a head, once that has left.
    said: Option<u64>,
    waker: Option<Waker>,
}

/// What became of a request that may turn the connection into something else.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fate {
    /// It is not answered yet.
    Open,
    /// It did.
    Switched,
    /// The connection stays what it is.
    Stayed,
}

impl Guard {
    /// To be said of each answer, in the order of the requests: what comes of `method` with `response`.
    pub(crate) fn answered<B>(&self, method: &Method, mut response: Response<B>) -> Response<Told<B>> {
        let mut state = self.lock();
        state.answered += 1;
        let answered = state.answered;
        state.of_all.retain(|number| *number > answered);
        let status = response.status();
        if status == StatusCode::SWITCHING_PROTOCOLS || (method == Method::CONNECT && status.is_success()) {
            state.switched = Some(state.answered);
        }
        // What was meant for the tunnel may come all the same, and is no request.
        let is_refused =
            method == Method::CONNECT && !status.is_success() && status != StatusCode::PROXY_AUTHENTICATION_REQUIRED;
        if is_refused || state.breach.is_some_and(|(_, is_in_body)| is_in_body) {
            response.headers_mut().insert(hyper::header::CONNECTION, hyper::header::HeaderValue::from_static("close"));
        }
        state.wake();
        drop(state);
        response.map(|body| Told { body, guard: self.clone() })
    }

    /// What was wrong, if anything was.
    pub(crate) fn breach(&self) -> Option<Breach> {
        self.lock().breach.map(|(breach, _)| breach)
    }

    /// What was wrong in the body of the request that came last: to be told in its answer.
    pub(crate) fn breach_in_body(&self) -> Option<Breach> {
        self.lock().breach.and_then(|(breach, is_in_body)| is_in_body.then_some(breach))
    }

    /// The head that is being read took too long: it is to be refused.
    pub(crate) fn late(&self) {
        self.lock().is_late = true;
    }

    pub(super) fn is_late(&self) -> bool {
        self.lock().is_late
    }

    /// Method and target of the request that was refused in its head, as far as they were read.
    pub(crate) fn named(&self) -> Option<(String, String)> {
        self.lock().named.clone()
    }

    /// The length of the body of the answer to a breach in a head; nothing where that has not left.
    pub(crate) fn said(&self) -> Option<u64> {
        self.lock().said
    }

    pub(super) fn has_said(&self, body: u64) {
        self.lock().said = Some(body);
    }

    /// A request was found; tells its number.
    pub(super) fn asked(&self) -> u64 {
        let mut state = self.lock();
        state.asked += 1;
        state.asked
    }

    /// The request of this number asks of all of a host.
    pub(super) fn of_all(&self, number: u64) {
        self.lock().of_all.push(number);
    }

    /// True where the request that is being answered does (`OPTIONS http://HOST`, RFC 9112 section 3.2.4).
    pub(crate) fn is_of_all(&self) -> bool {
        let state = self.lock();
        state.of_all.contains(&(state.answered + 1))
    }

    pub(super) fn refuse(&self, breach: Breach, is_in_body: bool, named: Option<(String, String)>) {
        let mut state = self.lock();
        (state.breach, state.named) = (Some((breach, is_in_body)), named);
    }

    /// What became of the request of this number.
    pub(super) fn fate(&self, number: u64, cx: &Context<'_>) -> Fate {
        let mut state = self.lock();
        if state.switched == Some(number) {
            Fate::Switched
        } else if state.answered >= number {
            Fate::Stayed
        } else {
            state.waker = Some(cx.waker().clone());
            Fate::Open
        }
    }

    /// True while requests before a breach in a head are being answered, or the last answer, the `flushed`th of those
    /// that left, is on its way.
    pub(super) fn is_answering(&self, flushed: u64, cx: &Context<'_>) -> bool {
        let mut state = self.lock();
        let is_in_body = state.breach.is_some_and(|(_, is_in_body)| is_in_body);
        let is_answering = !is_in_body && (state.told < state.asked || flushed < state.told);
        if is_answering {
            state.waker = Some(cx.waker().clone());
        }
        is_answering
    }

    /// How many answers have left.
    pub(super) fn told(&self) -> u64 {
        self.lock().told
    }

    /// Wakes whoever waits for answers.
    pub(super) fn wake(&self) {
        self.lock().wake();
    }

    fn lock(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn wake(&mut self) {
        if let Some(waker) = self.waker.take() {
            waker.wake();
        }
    }
}

/// The body of an answer; dropped when it has left.
#[derive(Debug)]
pub(crate) struct Told<B> {
    body: B,
    guard: Guard,
}

impl<B> Drop for Told<B> {
    fn drop(&mut self) {
        let mut state = self.guard.lock();
        state.told += 1;
        state.wake();
    }
}

impl<B: Body + Unpin> Body for Told<B> {
    type Data = B::Data;
    type Error = B::Error;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<B::Data>, B::Error>>> {
        Pin::new(&mut self.get_mut().body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}
