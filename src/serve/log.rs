//! Writes down what becomes of one connection, arrival by arrival.

use std::sync::Arc;

use tokio::sync::mpsc;
use tokio::time::Instant;

use crate::report::{ArrivalDocument, Ending};
use crate::serve::accept::Incoming;
use crate::serve::fault::Fault;
use crate::serve::faulty::Switch;
use crate::serve::stream::Meter;
use crate::serve::told::Told;
use crate::text::Text;

/// What is known of a connection so far, and where it is told.
pub(crate) struct Log {
    /// The arrival that is under way.
    pub(crate) arrival: ArrivalDocument,
    /// When it began.
    pub(crate) began: Instant,
    out: mpsc::Sender<Told>,
    meter: Arc<Meter>,
    /// The bytes of earlier arrivals.
    before: (u64, u64),
    /// True once the connection was told of.
    is_told: bool,
    /// For a protocol of requests, whether one is under way: what comes between them is nothing to tell.
    in_request: Option<bool>,
    /// Turns a fault of the connection on.
    pub(crate) switch: Switch,
    /// The status of every HTTP answer, where a fault chose one.
    pub(crate) status: Option<u16>,
}

impl Log {
    pub(crate) fn new(incoming: &Incoming, meter: Arc<Meter>, out: mpsc::Sender<Told>) -> Log {
        let Incoming { number, at, from, to, syn, .. } = incoming;
        let arrival = ArrivalDocument::new(*number, at.to_string(), *from, *to, syn.clone());
        Log {
            arrival,
            began: Instant::now(),
            out,
            meter,
            before: (0, 0),
            is_told: false,
            in_request: None,
            switch: Switch::default(),
            status: None,
        }
    }

    /// The connection meets `fault`.
    pub(crate) fn meets(&mut self, fault: &Fault) {
        self.status = fault.status;
    }

    /// True once an arrival of the connection was told.
    pub(crate) fn is_told(&self) -> bool {
        self.is_told
    }

    /// True where there is something that was not told yet: the connection itself, or a request that is under way,
    /// or bytes of its client.
    pub(crate) fn has_news(&self) -> bool {
        !self.is_told || self.in_request.unwrap_or_else(|| self.meter.read().0 > self.before.0)
    }

    /// A request is under way, or what there was of one is told.
    pub(crate) fn in_request(&mut self, is_so: bool) {
        self.in_request = Some(is_so);
    }

    /// A further arrival begins now.
    pub(crate) fn begin(&mut self) {
        if self.is_told {
            self.began = Instant::now();
            self.arrival.at = jiff::Timestamp::now().to_string();
        }
    }

    /// Tells the arrival, and makes ready for the next of this connection.
    pub(crate) async fn tell(&mut self, end: Ending, note: Option<Text>) {
        let (received, sent) = self.meter.read();
        let arrival = &mut self.arrival;
        (arrival.received_bytes, arrival.sent_bytes) = (received - self.before.0, sent - self.before.1);
        arrival.took_ms = self.began.elapsed().as_micros() as f64 / 1e3;
        (arrival.end, arrival.note) = (end, note);
        let next = ArrivalDocument {
            exchange: arrival.exchange.saturating_add(1),
            first_bytes: None,
            says: None,
            request: None,
            status: None,
            note: None,
            ..arrival.clone()
        };
        let told = std::mem::replace(arrival, next);
        self.before = (received, sent);
        self.is_told = true;
        // Nobody reads any more where the server is about to end.
        let _ = self.out.send(Told::Arrival(Box::new(told))).await;
        self.begin();
    }
}
