//! Asks one question of a plain HTTP server and reads the head of its answer.

use std::net::SocketAddr;
use std::time::Duration;

use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::time::Instant;

use crate::observation::{Clock, HttpAnswer, HttpEnd, Purpose};
use crate::probe::{Road, Stream};
use crate::wire::http1::{Head, MOST};

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
    let (to, deadline) = (road.to, Instant::now() + patience);
    let mut stream = road.open(patience).await?;
    let request = format!(
        "{} {} HTTP/1.1\r\nHost: {}\r\nUser-Agent: netwhy\r\nAccept: */*\r\nConnection: close\r\n\r\n",
        question.method, question.path, question.host
    );
    let (bytes, ended) = match tokio::time::timeout_at(deadline, stream.write_all(request.as_bytes())).await {
        Ok(Ok(())) => head(&mut stream, deadline).await,
        Ok(Err(_)) => (Vec::new(), HttpEnd::Reset),
        Err(_) => (Vec::new(), HttpEnd::Silent),
    };
    let own_time = jiff::Timestamp::now();
    let read = Head::parse(&bytes);
    let ended = match (&read, bytes.is_empty()) {
        (Some(_), _) => HttpEnd::Answered,
        // The beginning of a head, and then no more, is no other protocol.
        (None, false) if Head::may_begin(&bytes) => ended,
        (None, false) => HttpEnd::NotHttp,
        (None, true) => ended,
    };
    let answer = HttpAnswer {
        address: to.ip(),
        port: to.port(),
        purpose: question.purpose,
        host: question.host.clone(),
        // A query may hold a secret.
        path: question.path.split('?').next().unwrap_or_default().to_owned(),
        ended,
        status: read.as_ref().map(|head| head.status),
        location: read.as_ref().and_then(|head| head.field("location")).map(str::to_owned),
        tls: false,
        via: road.via(),
        reason: read.as_ref().map(|head| head.reason.clone()),
        server: read.as_ref().and_then(|head| head.field("server")).map(str::to_owned),
        spoken: None,
        excerpt: None,
        irregular: Vec::new(),
        missed: Vec::new(),
    };
    let clock = read.as_ref().and_then(|head| clock(to, head, own_time));
    Some((answer, clock))
}

/// Reads until the head is whole, the connection ends, or time is up.
async fn head(stream: &mut Stream, deadline: Instant) -> (Vec<u8>, HttpEnd) {
    let mut bytes = Vec::new();
    let mut buffer = [0; 2048];
    while !Head::is_whole(&bytes) && bytes.len() < MOST {
        match tokio::time::timeout_at(deadline, stream.read(&mut buffer)).await {
            Ok(Ok(0)) => return (bytes, HttpEnd::Closed),
            Ok(Ok(read)) => bytes.extend_from_slice(&buffer[..read]),
            Ok(Err(_)) => return (bytes, HttpEnd::Reset),
            Err(_) => return (bytes, HttpEnd::Silent),
        }
    }
    (bytes, HttpEnd::Closed)
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
