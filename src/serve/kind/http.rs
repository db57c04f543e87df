//! HTTP: request by request, each told as an arrival of its own.

use crate::report::{Ending, RequestSeen};
use crate::serve::connection::{Outcome, shown};
use crate::serve::hear::{Heard, hear, say};
use crate::serve::http::answer::Answer;
use crate::serve::http::asked::{Broken, Requests};
use crate::serve::http::pages::Page;
use crate::serve::http::plan::{Plan, plan};
use crate::serve::http::send::{send, wait};
use crate::serve::log::Log;
use crate::serve::server::Server;
use crate::serve::stream::Replay;
use crate::text::{Lang, Text};
use crate::wire::http1::asked::{Framing, Head};
use crate::wire::http1::{Field, Version, without_query};
use crate::wire::opening::Opening;

/// The longest body that is sent back, and the longest that is read, in bytes.
const MOST_KEPT: u64 = 1024 * 1024;
const MOST: u64 = 1024 * 1024 * 1024;

/// Answers requests until the connection is to end.
pub(crate) async fn answer(server: &Server, stream: &mut Replay, log: &mut Log) -> Outcome {
    let mut requests = Requests::default();
    let mut answered = false;
    loop {
        stream.tidy();
        let mut has_come = false;
        while stream.seen().is_empty() || answered && requests.is_between(stream) {
            match hear(server, stream, None, log).await {
                Heard::Bytes(_) => has_come = true,
                Heard::Over(end, note) => return (end, note),
            }
        }
        if has_come {
            log.begin();
        }
        answered = true;
        log.in_request(true);
        let (persists, end, note) = match one(server, stream, log, &mut requests).await {
            Ok(persists) => (persists, Ending::Answered, None),
            Err((end, note)) => (false, end, note),
        };
        let is_fault = log.arrival.fault.is_some() && matches!(end, Ending::Reset | Ending::Answered);
        log.tell(if is_fault { Ending::Fault } else { end }, note.clone()).await;
        log.in_request(false);
        if !persists {
            return (end, note);
        }
    }
}

/// Answers one request; true where another may follow.
async fn one(server: &Server, stream: &mut Replay, log: &mut Log, requests: &mut Requests) -> Result<bool, Outcome> {
    let head = match requests.head(stream).await {
        Ok(head) => head,
        Err(broken) => {
            log.arrival.request = requests.named().map(|(method, target)| RequestSeen {
                method,
                target: without_query(&target),
                ..RequestSeen::default()
            });
            return Err(refuse(stream, log, broken, None).await);
        }
    };
    note(log, &head);
    let plan = plan(server, &head).await;
    let is_echo = matches!(plan, Plan::Page(Page::Echo));
    let most = if is_echo { MOST_KEPT } else { MOST };
    if matches!(head.framing, Framing::Length(length) if length > most) {
        return Err(refuse(stream, log, Broken::TooLarge, Some(&head)).await);
    }
    let plan = match plan {
        // Its body may come all the same, or not at all: only the end of the connection tells the two apart.
        Plan::Answer(answer) if answer.status >= 400 && head.awaits_continue() => {
            return reply(server, stream, log, &head, answer, false).await;
        }
        plan => plan,
    };
    if head.awaits_continue() {
        say(stream, b"HTTP/1.1 100 Continue\r\n\r\n").await.map_err(over)?;
    }
    rest(server, stream, log, requests, &head, plan, (most, is_echo)).await
}

/// Reads the body, and answers.
async fn rest(
    server: &Server,
    stream: &mut Replay,
    log: &mut Log,
    requests: &mut Requests,
    head: &Head,
    plan: Plan,
    (most, keep): (u64, bool),
) -> Result<bool, Outcome> {
    let body = match requests.body(stream, most, keep).await {
        Ok(body) => body,
        Err(broken) => return Err(refuse(stream, log, broken, Some(head)).await),
    };
    if let Some(request) = &mut log.arrival.request {
        request.body_bytes = body.length;
    }
    let answer = match plan {
        Plan::Answer(answer) => answer,
        Plan::Page(page) => page.answer(&log.arrival, head, body.length, &body.raw),
    };
    wait(stream, answer.delay).await?;
    // What asks for a tunnel takes all that follows for the tunnel's.
    let persists = head.may_persist() && head.method() != "CONNECT";
    reply(server, stream, log, head, answer, persists).await
}

/// Sends the answer to `head`; true where another request may follow.
async fn reply(
    server: &Server,
    stream: &mut Replay,
    log: &mut Log,
    head: &Head,
    answer: Answer,
    persists: bool,
) -> Result<bool, Outcome> {
    let persists = persists && !server.shutdown.has_begun();
    log.arrival.status = Some(answer.status);
    let bytes = answer.head(jiff::Timestamp::now(), persists, head.version);
    let with_body = head.method() != "HEAD" && !answer.is_bodiless();
    send(stream, log, bytes, answer, with_body).await?;
    Ok(persists)
}

/// Says why a request is not read to its end.
async fn refuse(stream: &mut Replay, log: &mut Log, broken: Broken, head: Option<&Head>) -> Outcome {
    let (status, end, text) = match broken {
        Broken::Over(outcome) => return outcome,
        Broken::Breach(breach) => (breach.status(), Ending::Refused, breach.tell()),
        Broken::Slow => {
            let text = Text::fixed("The request came too slowly, and was cut off.", "请求来得太慢，已切断。");
            (408, Ending::Slow, text)
        }
        Broken::TooLarge => {
            let text = Text::fixed("The body is larger than is taken here.", "正文超过此处接受的大小。");
            (413, Ending::Refused, text)
        }
    };
    log.arrival.protocol.get_or_insert(Opening::Http);
    log.arrival.status = Some(status);
    let answer = Answer::text(status, format!("{}\n", text.get(Lang::En)));
    let version = head.map_or(Version::V11, |head| head.version);
    let bytes = answer.head(jiff::Timestamp::now(), false, version);
    let with_body = head.is_none_or(|head| head.method() != "HEAD");
    match send(stream, log, bytes, answer, with_body).await {
        Ok(()) => (end, Some(text)),
        Err((Ending::Slow, _)) => (Ending::Slow, Some(text)),
        Err((_, _)) => (end, Some(text)),
    }
}

fn over(heard: Heard) -> Outcome {
    match heard {
        Heard::Over(end, note) => (end, note),
        Heard::Bytes(_) => (Ending::Failed, None),
    }
}

/// Notes the request, secrets struck out.
fn note(log: &mut Log, head: &Head) {
    let field = |(name, value): (&str, &[u8])| {
        let value = String::from_utf8_lossy(value).into_owned();
        Field { name: name.to_owned(), value }.without_secrets()
    };
    log.arrival.first_bytes.get_or_insert_with(|| shown(Opening::Http, &head.raw));
    log.arrival.request = Some(RequestSeen {
        method: head.method().to_owned(),
        target: without_query(head.target()),
        version: head.version.name().to_owned(),
        fields: head.fields().map(field).collect(),
        body_bytes: 0,
    });
}
