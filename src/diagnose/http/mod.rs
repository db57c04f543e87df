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

use tokio::time::Instant;

use crate::diagnose::journal::Journal;
use crate::diagnose::{conclude, survey};
use crate::observation::{Exchange, ExchangeEnd};
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
    let expectations = run.expectations();
    if let Some(last) = run.exchanges().last() {
        if needs_looks(last) {
            // The looks go by the choice that was made.
            if let (Some(choice), Some(_)) = (run.choice(), run.proxy()) {
                journal.note(journal.start(), choice.clone());
            }
        } else {
            facts::note(&journal, last, &run, &expectations);
        }
        if !interrupted && needs_looks(last) {
            let deadline = Instant::now() + order.options.timeout;
            let mut is_late = false;
            interrupted = tokio::select! {
                () = survey(&journal, &target, &order.options, deadline) => false,
                () = tokio::time::sleep_until(deadline) => {
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
        outcome::settle(&mut report, last);
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

/// True where other looks than the exchange itself can tell more.
fn needs_looks(last: &Exchange) -> bool {
    matches!(last.ended, ExchangeEnd::Unresolved | ExchangeEnd::NotConnected | ExchangeEnd::TlsFailed)
}
