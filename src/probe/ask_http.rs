//! Asks one question of a plain HTTP server and reads the head of its answer.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::Instant;

use crate::observation::{Clock, HttpAnswer, HttpEnd, Purpose};
use crate::probe::{Road, Stream};
use crate::wire::excerpt::excerpt;
use crate::wire::http1::{Asked, Bounds, Head, Reader, State, without_query};
use crate::wire::spoken::recognise;

/// What to ask.
#[derive(Debug, Clone)]
pub struct HttpQuestion {
    /// `HEAD` or `GET`.
    pub method: &'static str,
    /// The `Host` field.
    pub host: String,
    /// The path.
    pub path: String,
    /// Why it is asked.
    pub purpose: Purpose,
}

/// Asks `question` by `road` over a connection of its own, within `patience`. `None` where no connection
/// opened: that is for a connection attempt to tell. A `Date` in the answer is compared with the own clock.
pub async fn ask_http(road: &Road, question: &HttpQuestion, patience: Duration) -> Option<(HttpAnswer, Option<Clock>)> {
    let deadline = Instant::now() + patience;
    let stream = road.open(patience).await?;
    Some(ask_over(stream, false, road, question, deadline).await)
}

/// The same over a connection that leads along `road` and is open already, with TLS on it or not.
pub async fn ask_over(
    stream: Stream,
    tls: bool,
    road: &Road,
    question: &HttpQuestion,
    deadline: Instant,
) -> (HttpAnswer, Option<Clock>) {
    let heard = ask_and_hear(stream, tls, (road.to, road.via()), question, "", deadline).await;
    (heard.answer, heard.clock)
}

/// The answer with what it was read from.
pub(crate) struct Heard {
    pub(crate) answer: HttpAnswer,
    pub(crate) clock: Option<Clock>,
    pub(crate) head: Option<Head>,
    /// The beginning of the body.
    pub(crate) body: Vec<u8>,
}

/// The same with further `fields`, each with its line end, over a connection to the machine at `to`, through `via`.
pub(crate) async fn ask_and_hear(
    mut stream: Stream,
    tls: bool,
    (to, via): (SocketAddr, Option<String>),
    question: &HttpQuestion,
    fields: &str,
    deadline: Instant,
) -> Heard {
    let request = format!(
        "{} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: netwhy\r\nAccept: */*\r\n{fields}Connection: close\r\n\r\n",
        question.method, question.path, question.host
    );
    let mut heard = Ear::new(question.method);
    let ended = match tokio::time::timeout_at(deadline, stream.write_all(request.as_bytes())).await {
        // A server may answer and close without reading on.
        Ok(_) => heard.listen(&mut stream, deadline).await,
        Err(_) => HttpEnd::Silent,
    };
    let own_time = jiff::Timestamp::now();
    let read = heard.reader.head().cloned();
    let answer = HttpAnswer {
        address: to.ip(),
        port: to.port(),
        purpose: question.purpose,
        host: question.host.clone(),
        // A query may hold a secret.
        path: question.path.split('?').next().unwrap_or_default().to_owned(),
        ended,
        status: read.as_ref().map(|head| head.status),
        location: read.as_ref().and_then(|head| head.field("location")).map(without_query),
        tls,
        via,
        reason: read.as_ref().map(|head| head.reason.clone()),
        server: read.as_ref().and_then(|head| head.field("server")).map(str::to_owned),
        spoken: (ended == HttpEnd::NotHttp).then(|| recognise(&heard.first)).flatten().map(|(spoken, _)| spoken),
        excerpt: heard.excerpt(ended),
        irregular: heard.reader.breaches().to_vec(),
        missed: Vec::new(),
        is_expected: false,
        unfinished: false,
    };
    let clock = read.as_ref().and_then(|head| clock(to, head, own_time));
    Heard { answer, clock, head: read, body: heard.body }
}

/// What came.
struct Ear {
    reader: Reader,
    /// The beginning of all of it.
    first: Vec<u8>,
    /// The beginning of the body.
    body: Vec<u8>,
}

/// How many bytes are kept to be shown.
const KEPT: usize = 4 * 200;

/// How long the text of an error is waited for, once its head is there.
const TEXT_PATIENCE: Duration = Duration::from_millis(300);

impl Ear {
    fn new(method: &str) -> Ear {
        Ear { reader: Reader::new(Asked::of(method), Bounds::default()), first: Vec::new(), body: Vec::new() }
    }

    /// Reads until the head is whole, the connection ends, or time is up; of an error, also the beginning of its text.
    async fn listen(&mut self, stream: &mut Stream, deadline: Instant) -> HttpEnd {
        let mut buffer = [0; 4096];
        let mut until = deadline;
        loop {
            let state = match tokio::time::timeout_at(until, stream.read(&mut buffer)).await {
                Ok(Ok(0)) => match self.reader.closed(true) {
                    State::Cut => return self.cut(HttpEnd::Closed),
                    state => state,
                },
                Ok(Ok(read)) => self.take(&buffer[..read]),
                Ok(Err(_)) => match self.reader.closed(false) {
                    State::Cut => return self.cut(HttpEnd::Reset),
                    state => state,
                },
                Err(_) if self.reader.is_head_whole() => return HttpEnd::Answered,
                Err(_) => return self.cut(HttpEnd::Silent),
            };
            match state {
                State::NotHttp => return HttpEnd::NotHttp,
                State::TooBig | State::Broken => return HttpEnd::Broken,
                State::Done { .. } | State::Cut => return HttpEnd::Answered,
                State::NeedMore if !self.reader.is_head_whole() => {}
                State::NeedMore => {
                    let is_error = self.reader.head().is_some_and(|head| head.status >= 400);
                    if !is_error || self.body.len() >= KEPT {
                        return HttpEnd::Answered;
                    }
                    until = until.min(Instant::now() + TEXT_PATIENCE);
                }
            }
        }
    }

    fn take(&mut self, bytes: &[u8]) -> State {
        let room = KEPT.saturating_sub(self.first.len()).min(bytes.len());
        self.first.extend_from_slice(&bytes[..room]);
        let body = &mut self.body;
        self.reader.feed(bytes, &mut |piece| {
            let room = KEPT.saturating_sub(body.len()).min(piece.len());
            body.extend_from_slice(&piece[..room]);
        })
    }

    /// The connection ended, or fell silent, before the answer was whole.
    fn cut(&self, how: HttpEnd) -> HttpEnd {
        if self.reader.head().is_some() { HttpEnd::Broken } else { how }
    }

    /// The beginning of what came, where it says more than the status.
    fn excerpt(&self, ended: HttpEnd) -> Option<String> {
        let is_error = self.reader.head().is_some_and(|head| head.status >= 400);
        let bytes = match ended {
            HttpEnd::NotHttp => &self.first,
            _ if is_error => &self.body,
            _ => return None,
        };
        (!bytes.is_empty()).then(|| excerpt(bytes, 200))
    }
}

/// What the server's `Date` (RFC 9110 section 5.6.7) says of the own clock. A cache sends the `Date` of when
/// the answer was made, and how long ago that was as its `Age` (RFC 9111 section 5.1).
fn clock(source: SocketAddr, head: &Head, own_time: jiff::Timestamp) -> Option<Clock> {
    let made = jiff::fmt::rfc2822::parse(head.field("date")?).ok()?.timestamp();
    let age = head.field("age").map_or(Some(0), |age| age.trim().parse::<u32>().ok())?;
    let server_time = made.checked_add(jiff::SignedDuration::from_secs(i64::from(age))).ok()?;
    Some(Clock {
        source,
        server_time: format!("{server_time:.0}"),
        own_time: format!("{own_time:.0}"),
        skew_s: own_time.as_second() - server_time.as_second(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn where_an_answer_leads_is_told_without_secrets() {
        let (ours, mut theirs) = tokio::io::duplex(4096);
        let answer = b"HTTP/1.1 302 Found\r\nLocation: http://u:SECRETX@h.test/a?session=SECRETX\r\n\r\n";
        theirs.write_all(answer).await.expect("room");
        let question =
            HttpQuestion { method: "HEAD", host: "h".to_owned(), path: "/".to_owned(), purpose: Purpose::Asked };
        let deadline = Instant::now() + Duration::from_secs(10);
        let to = SocketAddr::from(([192, 0, 2, 9], 80));
        let heard = ask_and_hear(Box::new(ours), false, (to, None), &question, "", deadline).await;
        assert_eq!(heard.answer.location.as_deref(), Some("http://***@h.test/a?***"));
    }

    #[test]
    fn an_old_answer_from_a_cache_is_no_wrong_clock() {
        let own_time: jiff::Timestamp = "2026-11-22T12:00:00Z".parse().expect("a time");
        let skew = |fields: &str| {
            let text = format!("HTTP/1.1 200 OK\r\nDate: Fri, 20 Nov 2026 12:00:00 GMT\r\n{fields}\r\n");
            let source = SocketAddr::from(([192, 0, 2, 9], 80));
            clock(source, &Head::parse(text.as_bytes())?, own_time).map(|clock| clock.skew_s)
        };
        assert_eq!(skew(""), Some(172_800));
        assert_eq!(skew("Age: 172790\r\n"), Some(10));
        assert_eq!(skew("Age: soon\r\n"), None);
    }
}
