//! Asks a Java edition server for its status in every way there is, and pings it.

use std::time::Duration;

use futures_util::future::{join, join3};
use tokio::time::{Instant, timeout};

use crate::observation::{JavaStatus, Pings, Purpose, SpeechEnd, StatusWay};
use crate::probe::minecraft::hear::{hear, ms_since, say};
use crate::probe::{Road, Stream};
use crate::wire::excerpt::excerpt;
use crate::wire::minecraft::{self, Irregular, LegacyPing, MOST, Read, Status};
use crate::wire::spoken::{self, Spoken};

/// What to ask for.
#[derive(Debug, Clone, Copy)]
pub struct JavaQuestion<'a> {
    /// The host to name in the question.
    pub host: &'a str,
    /// The port to name there.
    pub port: u16,
    /// Why it is asked.
    pub purpose: Purpose,
    /// How many pings.
    pub pings: u32,
}

/// The protocol numbers to claim, one after the other where the server closes without a byte: one that every server
/// takes, none, and a current one (1.21.11).
const CLAIMED: [i32; 3] = [47, -1, 774];
/// How long a ping may take.
const PING: Duration = Duration::from_millis(1_500);
/// A ping that time cut off earlier was not waited for.
const FAIR: Duration = Duration::from_millis(500);
/// The most of an answer that is no status that is kept.
const KEPT: usize = 200;

/// What came of one way to ask.
struct Heard {
    ended: SpeechEnd,
    way: StatusWay,
    bytes: Vec<u8>,
    told: Option<(Status, Vec<Irregular>)>,
    took_ms: f64,
    /// The connection, for the pings, where it is still of use; the bytes behind the status.
    stream: Option<Stream>,
}

/// Asks at `road` within `patience`: the modern way first, then, where that was not answered with a status, the three
/// from before 1.7 on connections of their own. `None` where no connection opens.
pub async fn java_status(road: &Road, question: &JavaQuestion<'_>, patience: Duration) -> Option<JavaStatus> {
    let deadline = Instant::now() + patience;
    let old = async || {
        let [one, two, three] = LegacyPing::ALL.map(|ping| legacy(road, question, ping, deadline));
        let (one, two, three) = join3(one, two, three).await;
        [one, two, three].into_iter().flatten().find(|heard| heard.told.is_some())
    };
    let modern = modern(road, question, deadline);
    tokio::pin!(modern);
    // A server that is slow is heard out, beside the other questions.
    let (first, other) = match timeout(patience * 2 / 5, &mut modern).await {
        Ok(first) => {
            let first = first?;
            let other = if first.told.is_none() { old().await } else { None };
            (first, other)
        }
        Err(_) => {
            let (first, other) = join(modern, old()).await;
            (first?, other)
        }
    };
    let mut heard = match other {
        Some(other) if first.told.is_none() => other,
        _ => first,
    };
    let mut pings = Pings::default();
    let mut irregular = heard.told.as_mut().map(|(_, odd)| std::mem::take(odd)).unwrap_or_default();
    if heard.told.is_some() && heard.way == StatusWay::Modern {
        let mut stream = heard.stream.take();
        for _ in 0..question.pings {
            let Some(mut open) = stream.take() else { break };
            let began = Instant::now();
            let pinged = ping(&mut open, deadline, &mut irregular).await;
            let failed = pinged.is_none();
            // Time was over before an answer could be expected: that is no ping without an answer.
            if failed && Instant::now() >= deadline && began.elapsed() < FAIR {
                break;
            }
            pings.count(pinged);
            // One that ignores pings ignores them all.
            if failed || pings.sent == question.pings || Instant::now() >= deadline {
                break;
            }
            // Vanilla closes behind a ping, so each has a connection of its own.
            stream = status(road, question, CLAIMED[0], deadline).await.and_then(|heard| heard.stream);
        }
    }
    let is_other = heard.told.is_none() && !heard.bytes.is_empty();
    // What comes slowly, or stops half-way, is Minecraft all the same.
    let spoken = match is_other {
        true if minecraft::begins(&heard.bytes) => Some(Spoken::Minecraft),
        true => spoken::recognise(&heard.bytes).map(|(spoken, _)| spoken),
        false => None,
    };
    if is_other && spoken.is_none() {
        irregular = minecraft::oddities(&heard.bytes);
    }
    Some(JavaStatus {
        address: road.to.ip(),
        port: road.to.port(),
        purpose: question.purpose,
        via: road.via(),
        asked_for: question.host.to_owned(),
        ended: if heard.bytes.is_empty() { heard.ended } else { SpeechEnd::Answered },
        way: heard.told.is_some().then_some(heard.way),
        spoken,
        excerpt: is_other.then(|| excerpt(&heard.bytes, KEPT)),
        took_ms: heard.told.is_some().then_some(heard.took_ms),
        status: heard.told.map(|(status, _)| status),
        irregular,
        pings,
    })
}

/// Asks the modern way, claiming one protocol after the other where the server closes without a byte.
async fn modern(road: &Road, question: &JavaQuestion<'_>, deadline: Instant) -> Option<Heard> {
    let mut first = None;
    for protocol in CLAIMED {
        let heard = status(road, question, protocol, deadline).await;
        let Some(heard) = heard else { break };
        let closed = heard.bytes.is_empty() && heard.ended != SpeechEnd::Silent;
        if heard.told.is_some() || !closed {
            return Some(heard);
        }
        first.get_or_insert(heard);
    }
    first
}

async fn status(road: &Road, question: &JavaQuestion<'_>, protocol: i32, deadline: Instant) -> Option<Heard> {
    let asked = minecraft::question(question.host, question.port, protocol);
    ask(road, &asked, StatusWay::Modern, minecraft::read, deadline).await
}

async fn legacy(road: &Road, question: &JavaQuestion<'_>, ping: LegacyPing, deadline: Instant) -> Option<Heard> {
    let way = match ping {
        LegacyPing::V16 => StatusWay::V16,
        LegacyPing::V14 => StatusWay::V14,
        LegacyPing::Beta => StatusWay::Beta,
    };
    let asked = ping.question(question.host, question.port);
    ask(road, &asked, way, LegacyPing::read, deadline).await
}

/// One question over a connection of its own.
async fn ask(
    road: &Road,
    question: &[u8],
    way: StatusWay,
    read: fn(&[u8], bool) -> Read,
    deadline: Instant,
) -> Option<Heard> {
    let mut stream = road.open(deadline.saturating_duration_since(Instant::now())).await?;
    let start = Instant::now();
    let mut bytes = Vec::new();
    let ended = match say(&mut stream, question, deadline).await {
        // What a server said before it closed may still be there.
        Err(SpeechEnd::Silent) => SpeechEnd::Silent,
        said => {
            let ended = hear(&mut stream, &mut bytes, MOST, deadline, |bytes| read(bytes, false) != Read::More).await;
            said.err().unwrap_or(ended)
        }
    };
    let took_ms = ms_since(start);
    let (told, legacy) = match read(&bytes, true) {
        Read::Status { status, odd, legacy, .. } => (Some((*status, odd)), legacy),
        Read::More | Read::Other => (None, false),
    };
    // An answer in the old manner to a modern question is that of a server from before 1.7.
    let way = if legacy && way == StatusWay::Modern { StatusWay::V16 } else { way };
    let stream = (ended == SpeechEnd::Answered).then_some(stream);
    Some(Heard { ended, way, bytes, told, took_ms, stream })
}

/// One ping; its round trip in milliseconds where it comes back, be its number right or not.
async fn ping(stream: &mut Stream, deadline: Instant, odd: &mut Vec<Irregular>) -> Option<f64> {
    let deadline = deadline.min(Instant::now() + PING);
    let number = 0x6e65_7477_6879;
    let start = Instant::now();
    say(stream, &minecraft::ping(number), deadline).await.ok()?;
    let mut bytes = Vec::new();
    let heard = |bytes: &[u8]| minecraft::pong(bytes, number) != minecraft::Pong::More;
    if hear(stream, &mut bytes, 1024, deadline, heard).await != SpeechEnd::Answered {
        return None;
    }
    let took_ms = ms_since(start);
    match minecraft::pong(&bytes, number) {
        minecraft::Pong::Right => Some(took_ms),
        minecraft::Pong::Wrong(irregular) => {
            if !odd.contains(&irregular) {
                odd.push(irregular);
            }
            Some(took_ms)
        }
        minecraft::Pong::More => None,
    }
}
