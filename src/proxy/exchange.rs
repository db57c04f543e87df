//! The record of one exchange: made when it begins, told exactly once when it is dropped, however that comes about.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use hyper::{HeaderMap, Method, StatusCode, Version};

use crate::proxy::context::Context;
use crate::proxy::kept::Kept;
use crate::proxy::pulse::Pulse;
use crate::proxy::trouble::Trouble;

/// Whoever wants to know of every exchange: the log, a recorder.
pub trait Observer: Send + Sync {
    /// How many bytes of each body it wants kept, and the heads with them; `None` where it wants neither.
    fn wants(&self) -> Option<usize> {
        None
    }

    /// Called once for each exchange, when it has ended. It must not wait for anything.
    fn ended(&self, exchange: &Exchange);

    /// True where so much has not been written yet that new exchanges should wait.
    fn is_behind(&self) -> bool {
        false
    }
}

/// In what way the proxy was asked.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Way {
    /// A request that is passed on.
    Request,
    /// A tunnel by CONNECT.
    Connect,
    /// A tunnel by SOCKS 5.
    Socks5,
    /// SOCKS 4, which is not served.
    Socks4,
}

/// How an exchange ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Ending {
    /// Everything was passed on.
    Whole,
    /// The proxy answered by itself.
    Answered,
    /// The answer broke off: the origin, or the way to it, failed.
    Truncated,
    /// The client left before the end.
    ClientLeft,
    /// Nothing moved for too long.
    Stalled,
    /// The proxy was told to end.
    Cut,
    /// It has not ended.
    #[default]
    Open,
}

/// When what happened, from the beginning of the exchange.
#[derive(Debug, Clone, Copy, Default)]
pub struct Phases {
    /// How long the name took.
    pub resolve: Option<Duration>,
    /// How long connecting took.
    pub connect: Option<Duration>,
    /// How long the proxy behind took to open the way.
    pub proxy: Option<Duration>,
    /// How long TLS with the origin took.
    pub tls: Option<Duration>,
    /// When the head of the answer had come.
    pub first_byte: Option<Duration>,
}

/// The bytes that passed, counted while they do.
#[derive(Debug, Default)]
pub struct Counts {
    /// Of bodies and tunnels, from the client.
    pub sent: AtomicU64,
    /// Of bodies and tunnels, to the client.
    pub received: AtomicU64,
    /// True once nothing more of the request's body will come.
    pub asked: AtomicBool,
    /// True while the client is waited for to send more of it.
    pub awaited: AtomicBool,
    /// True once it is waited for no longer.
    pub given_up: AtomicBool,
}

/// Everything about one exchange.
pub struct Exchange {
    /// When it began.
    pub started_at: jiff::Timestamp,
    /// The same on the clock that only goes forward.
    pub began: Instant,
    /// Where the client is.
    pub client: SocketAddr,
    /// Who it is, where it logged in.
    pub user: Option<String>,
    /// In what way the proxy was asked.
    pub way: Way,
    /// The method; `CONNECT` for tunnels of SOCKS, too.
    pub method: Method,
    /// The whole URL, secrets and all; `HOST:PORT` for a tunnel.
    pub url: String,
    /// The version of the request.
    pub version: Version,
    /// What the request says of the proxies that it came through, where another is behind this one.
    pub(crate) via: Option<String>,
    /// Where the connection leads: the origin, or the proxy behind.
    pub server: Option<SocketAddr>,
    /// True where it went over a connection that had been used before.
    pub reused: bool,
    /// True where TLS was ended here to show the content.
    pub intercepted: bool,
    /// What a rule did with it, if one did.
    pub changed: Option<String>,
    /// The status that the client was given.
    pub status: Option<StatusCode>,
    /// When what happened.
    pub phases: Phases,
    /// The bytes that passed.
    pub counts: Arc<Counts>,
    /// How it ended.
    pub ending: Ending,
    /// What went wrong.
    pub trouble: Option<Trouble>,
    /// Heads and bodies, where somebody wants them.
    pub kept: Option<Arc<Kept>>,
    observers: Arc<[Arc<dyn Observer>]>,
    pulse: Arc<Pulse>,
}

impl Exchange {
    /// The record of an exchange that begins now.
    pub fn new(context: &Context, way: Way, method: Method, url: String) -> Exchange {
        let observers = &context.core.observers;
        context.pulse.opened();
        let wanted = observers.iter().filter_map(|observer| observer.wants()).max();
        Exchange {
            started_at: jiff::Timestamp::now(),
            began: Instant::now(),
            client: context.client,
            user: context.user.clone(),
            way,
            method,
            url,
            version: Version::HTTP_11,
            via: None,
            server: None,
            reused: false,
            intercepted: context.authority.is_some(),
            changed: None,
            status: None,
            phases: Phases::default(),
            counts: Arc::default(),
            ending: Ending::Open,
            trouble: None,
            kept: wanted.map(|most| Arc::new(Kept::new(most, Arc::clone(&context.core.room)))),
            observers: Arc::clone(observers),
            pulse: Arc::clone(&context.pulse),
        }
    }

    /// Whether the end of the answer is marked by the connection's end alone, and has not come.
    pub(crate) fn set_endless(&self, is: bool) {
        self.pulse.set_endless(is);
    }

    /// Keeps the head of the request as it goes on, where somebody wants it.
    pub fn keep_asked(&self, fields: &HeaderMap) {
        if let Some(kept) = &self.kept {
            kept.asked(fields);
        }
    }

    /// Keeps the head of the answer, where somebody wants it.
    pub fn keep_answered(&self, version: Version, fields: &HeaderMap) {
        if let Some(kept) = &self.kept {
            kept.answered(version, fields);
        }
    }

    /// Bytes from the client so far, bodies and tunnels.
    pub fn sent(&self) -> u64 {
        self.counts.sent.load(Ordering::Relaxed)
    }

    /// Bytes to the client so far, bodies and tunnels.
    pub fn received(&self) -> u64 {
        self.counts.received.load(Ordering::Relaxed)
    }

    /// What went wrong; how it ends is seen when it does.
    pub fn note(&mut self, trouble: &Trouble) {
        self.trouble = Some(trouble.clone());
    }

    /// Notes what went wrong.
    pub fn fail(&mut self, trouble: &Trouble, ending: Ending) {
        (self.ending, self.trouble) = (ending, Some(trouble.clone()));
    }
}

impl Drop for Exchange {
    fn drop(&mut self) {
        if self.ending == Ending::Open {
            self.ending = self.pulse.fate();
        }
        self.pulse.closed();
        for observer in self.observers.iter() {
            observer.ended(self);
        }
    }
}
