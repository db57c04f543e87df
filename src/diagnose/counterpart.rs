//! Adds what the other end saw to a report, and judges it again.

use std::net::IpAddr;
use std::time::Duration;

use crate::case::{Case, Heard, HeardEnd};
use crate::diagnose::conclude;
use crate::observation::{Channel, Connection, Counterpart, FactId, Looked, Observation, Reason, RouteOutcome, State};
use crate::probe::{PeerPlace, ask_peer};
use crate::report::Report;
use crate::target::{Service, Target};
use crate::wire::peer::{Answer, Attempt, Ended, MOST_ATTEMPTS, Question, digest};

/// How long the other end may take to answer.
const PATIENCE: Duration = Duration::from_secs(3);

/// The other end, told beforehand which port is going to be tried.
#[derive(Debug, Clone)]
pub struct Greeted {
    place: PeerPlace,
    /// How far its clock is ahead and how wrong that may be, in milliseconds; or why it does not answer.
    clock: Result<(i64, i64), String>,
}

/// Tells the other end at `place` that `target` is going to be tried, and compares the clocks.
pub async fn greet(place: PeerPlace, target: &Target) -> Greeted {
    let question = Question { ipv6: false, port: target.port, to: 0, from: 0, attempts: Vec::new() };
    let clock = ask_peer(&place, &question, PATIENCE).await.map(|said| (said.ahead_ms, said.within_ms));
    Greeted { place, clock }
}

/// Asks the other end what arrived of the attempts in `report`, and judges them anew with its answer.
pub async fn compare(report: Report, greeted: &Greeted) -> Report {
    let server = Some(greeted.place.to_string());
    let (ahead, within) = match &greeted.clock {
        Ok((ahead, within)) => (Some(*ahead), Some(*within)),
        Err(_) => (None, None),
    };
    let Some((address, question)) = question(&report, ahead.unwrap_or(0)) else { return report };
    let arrived = match &greeted.clock {
        Ok(_) => ask_peer(&greeted.place, &question, PATIENCE).await.map(|said| said.answer),
        Err(why) => Err(why.clone()),
    };
    with(
        report,
        Counterpart {
            channel: Channel::Http,
            server,
            address,
            port: question.port,
            clock_ahead_ms: ahead,
            clock_within_ms: within,
            left: question,
            arrived: arrived.map_or_else(Looked::NotLooked, Looked::Saw),
        },
    )
}

/// The question that `report` puts to the other end, with the address that its attempts were for; `None` where no
/// attempt at the port left this machine in a way that could be known again. `ahead_ms` is how far the other clock is ahead.
pub fn question(report: &Report, ahead_ms: i64) -> Option<(IpAddr, Question)> {
    let case = Case { target: &report.target, seen: &report.observations };
    let first = case.failed().or_else(|| case.asked().find(|(_, one)| one.state == State::Open));
    let (address, port) = first.map(|(_, one)| (one.address, one.port))?;
    let began: jiff::Timestamp = report.started_at.parse().ok()?;
    let all = || case.asked().filter(|(_, one)| one.address == address);
    // It was asked what a service is asked, over connections like these.
    let heard = case.heard();
    let unheard = |one: &Heard| one.address == address && one.ended == HeardEnd::Silent && one.asked.is_some();
    let is_unheard = case.target.service != Service::Tcp && heard.iter().any(unheard);
    let attempt = |(id, one): (FactId, &Connection)| {
        let after = report.observations.get(id).map_or(0.0, |seen: &Observation| seen.at_ms);
        Some(Attempt {
            source_port: one.local_port?,
            at_ms: began.as_millisecond() + after as i64 + ahead_ms,
            ended: if is_unheard && one.state == State::Open { Ended::Unheard } else { ended(one) },
            syns: u8::try_from(one.attempts).unwrap_or(15).min(15),
        })
    };
    let mut attempts: Vec<Attempt> = all().filter_map(attempt).collect();
    attempts.sort_by_key(|one| one.at_ms);
    attempts.truncate(MOST_ATTEMPTS);
    let own = all().find_map(|(_, one)| one.local).or_else(|| match case.route(address)? {
        (_, RouteOutcome::Way { source, .. }) => *source,
        _ => None,
    });
    let (ipv6, from) = (address.is_ipv6(), own.map_or(0, digest));
    (!attempts.is_empty()).then(|| (address, Question { ipv6, port, to: digest(address), from, attempts }))
}

fn ended(one: &Connection) -> Ended {
    match one.reason {
        Reason::SynAck => Ended::Open,
        Reason::Reset | Reason::ConnRefused => Ended::Reset,
        Reason::NoResponse => Ended::Silent,
        _ if one.icmp.is_some() => Ended::Rejected,
        _ => Ended::Failed,
    }
}

/// `report` judged anew with an answer that somebody carried here.
pub fn answered(report: Report, address: IpAddr, question: Question, answer: Answer) -> Report {
    with(
        report,
        Counterpart {
            channel: Channel::Text,
            server: None,
            address,
            port: question.port,
            clock_ahead_ms: None,
            clock_within_ms: None,
            left: question,
            arrived: Looked::Saw(answer),
        },
    )
}

fn with(report: Report, counterpart: Counterpart) -> Report {
    let Report { target, mut observations, started_at, took_ms, interrupted, .. } = report;
    observations.add(took_ms, 0, counterpart);
    conclude(target, observations, started_at, took_ms, interrupted)
}
