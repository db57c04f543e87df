//! What a plain HTTP service answers, and whether a name in the request decides it.

use std::net::SocketAddr;

use tokio::time::Instant;

use crate::diagnose::journal::Journal;
use crate::observation::{HttpAnswer, HttpEnd, Purpose};
use crate::probe::{self, HttpQuestion};
use crate::target::Target;

/// A name that no server takes for its own and no filter minds (RFC 2606 section 3).
const OTHER_NAME: &str = "example.com";

/// Asks the service at `to` for the target's page, without its body. Where the connection is cut, asks
/// again under another name.
pub(crate) async fn look(journal: &Journal, target: &Target, to: SocketAddr, deadline: Instant) {
    let path = target.path.clone().unwrap_or_else(|| "/".to_owned());
    let host = target.authority();
    let own = HttpQuestion { method: "HEAD", host, path, purpose: Purpose::Asked };
    let Some(answer) = ask(journal, to, &own, deadline).await else { return };
    if target.host.name().is_some() && answer.ended != HttpEnd::Answered {
        let other = HttpQuestion { host: OTHER_NAME.to_owned(), purpose: Purpose::Again, ..own };
        ask(journal, to, &other, deadline).await;
    }
}

/// Asks one question and notes the answer.
pub(crate) async fn ask(
    journal: &Journal,
    to: SocketAddr,
    question: &HttpQuestion,
    deadline: Instant,
) -> Option<HttpAnswer> {
    let began = Instant::now();
    let patience = deadline.saturating_duration_since(began);
    let (answer, clock) = probe::ask_http(&probe::Road::direct(to), question, patience).await?;
    journal.note(began, answer.clone());
    if let Some(clock) = clock {
        journal.note(began, clock);
    }
    Some(answer)
}
