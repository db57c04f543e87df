//! A game's port is silent to a line of mcpi, and an mcpi port to a status request: on silence the other one is asked.

use std::cell::RefCell;
use std::net::IpAddr;
use std::time::Duration;

use futures_util::future::join;
use tokio::time::{Instant, timeout};

use crate::diagnose::minecraft::ports::{Says, other};
use crate::observation::{Reason, State};
use crate::report::Port;

/// What answered where something else had been asked for.
pub(super) struct Found<T>(RefCell<Vec<(IpAddr, u16, T)>>);

impl<T: Says> Found<T> {
    pub(super) fn none() -> Found<T> {
        Found(RefCell::new(Vec::new()))
    }

    pub(super) fn put(&self, address: IpAddr, port: u16, answer: T) {
        self.0.borrow_mut().push((address, port, answer));
    }

    /// Tells of what was found in place of `asked`, unless that is there itself.
    pub(super) fn into_place(
        self,
        host: &str,
        asked: &mut Option<Port<T>>,
        is_there: impl Fn(&T) -> bool,
        by_proxy: bool,
    ) {
        let is_told = asked.as_ref().and_then(|port| port.answer.as_ref()).is_some_and(is_there);
        let found = self.0.into_inner().into_iter().next();
        let Some((address, port, answer)) = found.filter(|_| !is_told && asked.is_some()) else { return };
        let mut others = Vec::new();
        if let Some(mut before) = asked.take() {
            others = std::mem::take(&mut before.others);
            others.insert(0, other(before));
        }
        others.retain(|other| (other.address, other.port) != (address, port));
        *asked = Some(Port {
            host: host.to_owned(),
            address,
            port,
            state: State::Open,
            reason: if by_proxy { Reason::Proxy } else { Reason::SynAck },
            proxy: None,
            from: None,
            rtt_ms: None,
            answer: Some(answer),
            others,
        });
    }
}

/// Asks `first`, and `second` over a connection of its own where the first has heard nothing for two fifths of
/// `patience`: what is slow is heard out beside it.
pub(super) async fn either<A, B>(
    first: impl Future<Output = Option<A>>,
    is_silent: impl Fn(&A) -> bool,
    second: impl AsyncFn(Duration) -> Option<B>,
    patience: Duration,
) -> (Option<A>, Option<B>) {
    let deadline = Instant::now() + patience;
    let left = || deadline.saturating_duration_since(Instant::now());
    tokio::pin!(first);
    match timeout(patience * 2 / 5, &mut first).await {
        Ok(Some(told)) if is_silent(&told) => (Some(told), second(left()).await),
        Ok(told) => (told, None),
        Err(_) => {
            let (told, other) = join(first, second(left())).await;
            let is_silent = told.as_ref().is_none_or(is_silent);
            (told, other.filter(|_| is_silent))
        }
    }
}
