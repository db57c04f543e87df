//! Looks at ports through a proxy: each is asked for over a connection of its own, and told as far as the proxy tells.

use std::io;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Instant;

use futures_util::stream::{self, StreamExt};
use tokio::sync::mpsc;

use crate::observation::{ProxyAnswer, ProxyEnd, ProxyFault, ProxySource, Purpose, Reason, State};
use crate::probe::proxy::{Passage, pass};
use crate::probe::scan::{Aim, Answer, Pace, Scan};
use crate::probe::{Road, tls};
use crate::target::{Host, Proxy};

/// The most ports asked for at one time, unless the caller asks for more: proxies let a client have no more than so many
/// connections.
pub const THROUGH_AT_ONCE: usize = 16;

/// The proxy that a scan goes through.
#[derive(Debug, Clone)]
pub struct Way {
    /// The proxy.
    pub proxy: Proxy,
    /// What named it.
    pub from: ProxySource,
    /// Where it is.
    pub at: SocketAddr,
    /// Whom to trust where it is spoken to over TLS.
    pub tls: tls::Settings,
}

/// What came of a port that was looked at through a proxy.
#[derive(Debug, Clone, PartialEq)]
pub struct Through {
    /// The proxy, its login struck out.
    pub via: String,
    /// What it answered; `None` where no connection to it opened.
    pub answer: Option<ProxyAnswer>,
}

/// Begins to look at every port that `aims` gives, through the proxy of `way`. Each aim leads to the proxy's address,
/// with the port asked for, and its host is told to the proxy as it is.
///
/// # Errors
/// The system gives no thread or no epoll descriptor.
pub fn scan_through(
    aims: impl Iterator<Item = Vec<Aim>> + Send + 'static,
    way: Arc<Way>,
    pace: Pace,
) -> io::Result<Scan> {
    let (out, answers) = mpsc::channel(64);
    let (next, asked) = mpsc::channel::<Vec<Aim>>(4);
    // The source may block, so it has a thread of its own.
    std::thread::Builder::new().name("aims".to_owned()).spawn(move || {
        for block in aims {
            if next.blocking_send(block).is_err() {
                return;
            }
        }
    })?;
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    std::thread::Builder::new().name("proxy".to_owned()).spawn(move || runtime.block_on(run(asked, way, pace, out)))?;
    Ok(Scan { answers })
}

async fn run(mut asked: mpsc::Receiver<Vec<Aim>>, way: Arc<Way>, pace: Pace, out: mpsc::Sender<Vec<Answer>>) {
    let aims = stream::poll_fn(move |context| asked.poll_recv(context)).flat_map(stream::iter);
    let at_once = pace.at_once.unwrap_or(THROUGH_AT_ONCE);
    let mut answers = Box::pin(aims.map(|aim| one(aim, &way, pace)).buffer_unordered(at_once));
    while let Some(answer) = answers.next().await {
        if out.send(vec![answer]).await.is_err() {
            return;
        }
    }
}

async fn one(aim: Aim, way: &Way, pace: Pace) -> Answer {
    let via = way.proxy.to_string();
    let lost = |aim: Aim| {
        let through = Through { via: via.clone(), answer: None };
        Answer { through: Some(Box::new(through)), ..Answer::of(aim, State::Error, Reason::Proxy) }
    };
    let (Some(host), deadline) = (Host::parse(&aim.host), tokio::time::Instant::now() + pace.wait) else {
        return lost(aim);
    };
    let Some(stream) = Road::direct(way.at).open(pace.patience).await else { return lost(aim) };
    let (port, purpose) = (aim.to.port(), Purpose::Asked);
    let passage =
        Passage { proxy: &way.proxy, from: &way.from, host: &host, port, fields: &[], tls: &way.tls, purpose };
    let began = Instant::now();
    let passed = pass(stream, way.at, &passage, deadline).await;
    let state = state_behind(&passed.answer);
    let rtt = (passed.answer.ended != ProxyEnd::Silent).then(|| began.elapsed());
    let through = Through { via, answer: Some(passed.answer) };
    Answer { rtt, through: Some(Box::new(through)), ..Answer::of(aim, state, Reason::Proxy) }
}

/// What a port behind a proxy is, as far as the proxy's word goes.
pub fn state_behind(answer: &ProxyAnswer) -> State {
    match (answer.ended, answer.fault()) {
        (ProxyEnd::Opened, _) => State::Open,
        (ProxyEnd::TargetFailed, Some(ProxyFault::Refused)) => State::Closed,
        // It keeps the port from being reached, as a firewall does; and a silent target keeps it waiting.
        (ProxyEnd::Denied | ProxyEnd::Silent, _) | (ProxyEnd::TargetFailed, Some(ProxyFault::TimedOut)) => {
            State::Filtered
        }
        (ProxyEnd::TargetFailed | ProxyEnd::NotPossible, _) => State::Unreachable,
        // SOCKS 4 has one word for all failures, and some proxies one status.
        (ProxyEnd::OtherError, _) if answer.reply.is_some() || answer.status.is_some_and(|status| status >= 500) => {
            State::Unreachable
        }
        _ => State::Error,
    }
}
