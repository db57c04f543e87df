//! What a plain HTTP service answers, and whether a name in the request decides it.

use std::time::Duration;

use tokio::time::Instant;

use crate::diagnose::journal::Journal;
use crate::diagnose::speak::Speaker;
use crate::observation::{HttpAnswer, HttpEnd, Purpose};
use crate::probe::{self, HttpQuestion, Road};

/// A name that no server takes for its own and no filter minds (RFC 2606 section 3).
const OTHER_NAME: &str = "example.com";
/// How long the answer under another name may take, round trips aside: where names are filtered, it comes at once.
const OTHER_PATIENCE: Duration = Duration::from_millis(300);

/// Asks the service for the target's page, without its body; with it, where that is answered by an error: some
/// servers know no `HEAD`. Tells the last answer.
pub(crate) async fn look(speaker: &Speaker<'_>) -> Option<HttpAnswer> {
    let own = own(speaker);
    let answer = ask(speaker.journal, speaker.road, &own, Instant::now() + speaker.patience()).await?;
    if wants_the_page(&answer) {
        let whole = HttpQuestion { method: "GET", ..own };
        return Some(ask(speaker.journal, speaker.road, &whole, speaker.deadline).await.unwrap_or(answer));
    }
    Some(answer)
}

/// True where `HEAD` was answered by an error that `GET` may not bring, or brings with its reason.
pub(crate) fn wants_the_page(answer: &HttpAnswer) -> bool {
    let status = answer.status.filter(|_| answer.ended == HttpEnd::Answered);
    status.is_some_and(|status| status >= 500 || matches!(status, 400 | 405))
}

/// Asks again under another name, where the target has one: whether the name decides. True where that is answered.
pub(crate) async fn other_name(speaker: &Speaker<'_>) -> bool {
    if speaker.target.host.name().is_none() {
        return false;
    }
    let other = HttpQuestion { host: OTHER_NAME.to_owned(), purpose: Purpose::Again, ..own(speaker) };
    let deadline = speaker.deadline.min(Instant::now() + OTHER_PATIENCE + speaker.rtt * 4);
    let answer = ask(speaker.journal, speaker.road, &other, deadline).await;
    if answer.is_none_or(|answer| answer.ended != HttpEnd::Answered) {
        return false;
    }
    // Twice under the own name: a server may drop connections by chance, or every second one.
    let again = HttpQuestion { purpose: Purpose::Again, ..own(speaker) };
    for _ in 0..2 {
        let deadline = speaker.deadline.min(Instant::now() + OTHER_PATIENCE + speaker.rtt * 4);
        let cut = |answer: &HttpAnswer| matches!(answer.ended, HttpEnd::Reset | HttpEnd::Closed | HttpEnd::Silent);
        if !ask(speaker.journal, speaker.road, &again, deadline).await.is_some_and(|answer| cut(&answer)) {
            break;
        }
    }
    true
}

fn own(speaker: &Speaker<'_>) -> HttpQuestion {
    let path = speaker.target.path.clone().unwrap_or_else(|| "/".to_owned());
    HttpQuestion { method: "HEAD", host: speaker.target.authority(), path, purpose: Purpose::Asked }
}

/// Asks one question and notes the answer.
pub(crate) async fn ask(
    journal: &Journal,
    road: &Road,
    question: &HttpQuestion,
    deadline: Instant,
) -> Option<HttpAnswer> {
    let began = Instant::now();
    let patience = deadline.saturating_duration_since(began);
    let (answer, clock) = probe::ask_http(road, question, patience).await?;
    journal.note(began, answer.clone());
    if let Some(clock) = clock {
        journal.note(began, clock);
    }
    Some(answer)
}
