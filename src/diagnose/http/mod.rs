//! One HTTP request with all that belongs to it: redirects, repeats, expectations; and where it fails, why.

mod expect;
mod facts;
mod keeper;
mod order;
mod outcome;
mod reuse;
mod run;
mod step;

pub use expect::{Expect, ExpectError};
pub use keeper::Keep;
pub use order::{Order, Say, Way};

use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::journal::Journal;
use crate::diagnose::speak::Speaker;
use crate::diagnose::{conclude, survey};
use crate::observation::{Exchange, ExchangeEnd, HttpAnswer, HttpEnd};
use crate::probe::Road;
use crate::report::HttpDocument;
use crate::target::{Detour, Host, Pinned, Route, Target};
use crate::wire::http1::{RequestError, Written};

use run::Run;

/// How a run of `http` ended.
#[derive(Debug)]
pub struct Asked {
    /// What is told of it.
    pub document: HttpDocument,
    /// True where the last answer is whole.
    pub is_whole: bool,
}

impl Order {
    /// The first request as it will be sent.
    ///
    /// # Errors
    /// Where a part of it would break out of its place; nothing was tried then.
    pub fn first_request(&self) -> Result<Written, RequestError> {
        step::Step::first(self).write(self, None)
    }
}

/// Carries out `order`. The body of the last answer goes to `keep`; `stop` ends it early, and what was seen is told all
/// the same.
pub async fn http(order: &Order, keep: &mut dyn Keep, stop: impl Future<Output = ()>) -> Asked {
    let started_at = jiff::Timestamp::now();
    let journal = Journal::new();
    let mut run = Run::new(order, keep);
    tokio::pin!(stop);
    let cord = run.stop();
    let mut interrupted = {
        let all = run.all();
        tokio::pin!(all);
        tokio::select! {
            () = &mut all => false,
            () = &mut stop => {
                // The exchange under way ends at once, and tells what it saw.
                cord.pull();
                all.await;
                true
            }
        }
    };
    let mut target = run.url().target.clone();
    match run.proxy() {
        Some((proxy, _)) => target.route = Route::Via(proxy.clone()),
        None => go_astray(&mut target, order, run.exchanges().last()),
    }
    // Written as no address should be, and read by the system as one all the same (`127.1`).
    if let Some(at) = run.exchanges().last().and_then(|last| last.address).filter(|_| target.host.fault().is_some()) {
        target.host = Host::Address { address: at.ip(), zone: None };
    }
    let expectations = run.expectations();
    if let Some(last) = run.exchanges().last() {
        if needs_looks(last) {
            // The looks go by the choice that was made.
            if let (Some(choice), Some(_)) = (run.choice(), run.proxy()) {
                journal.note(journal.start(), choice.clone());
            }
        } else {
            let answer = facts::note(&journal, last, &run, &expectations);
            let deadline = Instant::now() + order.options.timeout;
            if let Some((answer, to)) =
                answer.zip(last.address).filter(|(answer, _)| !interrupted && is_doubtful(answer))
            {
                let (road, tls, rtt) = (Road::direct(to), &order.options.tls, rtt(last));
                let speaker = Speaker { journal: &journal, target: &target, road: &road, tls, rtt, deadline };
                interrupted = tokio::select! {
                    () = speaker.look_behind(&answer) => false,
                    () = tokio::time::sleep_until(deadline) => false,
                    () = &mut stop => true,
                };
            }
        }
        if !interrupted && needs_looks(last) {
            // The looks keep within the deadline themselves; the guard behind it is for a look that hangs.
            let margin = order.options.timeout / 16;
            let deadline = Instant::now() + order.options.timeout - margin;
            let mut is_late = false;
            interrupted = tokio::select! {
                () = survey(&journal, &target, &order.options, deadline) => false,
                () = tokio::time::sleep_until(deadline + margin / 2) => {
                    is_late = true;
                    false
                }
                () = &mut stop => true,
            };
            // A look that was cut off tells nothing; the exchange itself has seen how it ends.
            if is_late {
                facts::note(&journal, last, &run, &expectations);
            }
        }
    }
    let took_ms = journal.start().elapsed().as_secs_f64() * 1000.0;
    let mut report = conclude(target, journal.into_seen(), format!("{started_at:.3}"), took_ms, interrupted);
    let is_whole = run.exchanges().last().is_some_and(|last| last.ended == ExchangeEnd::Answered);
    if let Some(last) = run.exchanges().last() {
        outcome::settle(&mut report, last, run.secrets());
        if run.is_late() {
            outcome::limit(&mut report, last, order.max_time);
        }
    }
    let document = run.document(report, expectations);
    Asked { document, is_whole }
}

/// Where the user gave another address or another machine than the URL names, that is the one that failed, and the one
/// to look at.
fn go_astray(target: &mut Target, order: &Order, last: Option<&Exchange>) {
    let way = &order.way;
    let Some(last) = last.filter(|last| needs_looks(last) && !(way.pinned.is_empty() && way.detours.is_empty())) else {
        return;
    };
    let (host, port) = Detour::take(&way.detours, &target.host, target.port);
    (target.host, target.port) = match (Pinned::find(&way.pinned, &host, port), last.order.first()) {
        (Some(_), Some(place)) => (Host::Address { address: place.ip(), zone: None }, place.port()),
        _ => (host, port),
    };
}

/// True where a direct answer in the clear may be no web server's, or one's that wants TLS.
fn is_doubtful(answer: &HttpAnswer) -> bool {
    let is_plain = !answer.tls && answer.via.is_none();
    is_plain
        && match answer.ended {
            HttpEnd::Answered => answer.status == Some(400) && !answer.is_expected,
            HttpEnd::NotHttp | HttpEnd::Closed | HttpEnd::Reset | HttpEnd::Silent => true,
            HttpEnd::Broken | HttpEnd::Slow => false,
        }
}

/// The round trip to the machine that answered.
fn rtt(last: &Exchange) -> Duration {
    let measured = last.tried.iter().rev().find_map(|one| one.rtt_ms);
    Duration::from_secs_f64(measured.unwrap_or(100.0).max(0.0) / 1000.0)
}

/// True where other looks than the exchange itself can tell more.
fn needs_looks(last: &Exchange) -> bool {
    matches!(last.ended, ExchangeEnd::Unresolved | ExchangeEnd::NotConnected | ExchangeEnd::TlsFailed)
}
