//! Which of the client's attempts are which of the connections that arrived. Pure.

use std::net::{IpAddr, SocketAddr};

use crate::wire::peer::{ArrivedAs, Attempt, Question, Sight, digest};

/// How far apart the two ends may see one attempt, in milliseconds, where their clocks are known to each other: a SYN is
/// looked for five times a second, and may be the second one.
pub(crate) const NEAR_MS: i64 = 2_500;

/// One connection as it arrived at the port asked about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Sighting {
    /// The other end.
    pub(crate) from: SocketAddr,
    /// When it was first seen, in milliseconds since 1970.
    pub(crate) at_ms: i64,
    /// When it was last seen as it first was, in the same.
    pub(crate) last_ms: i64,
    /// What became of it.
    pub(crate) seen: Sight,
    /// Its SYN's TTL and largest segment, where the system tells.
    pub(crate) syn: Option<(u8, Option<u16>)>,
}

/// What stays half-open is sent its answer again after this, in milliseconds, and stays longer (RFC 6298 2.1).
const STUCK_MS: i64 = 1_000;

impl Sighting {
    /// True where it was gone from the table of sockets sooner than an unanswered one goes.
    fn was_brief(&self, now_ms: i64) -> bool {
        let is_gone = now_ms - self.last_ms >= STUCK_MS / 2;
        is_gone && self.last_ms - self.at_ms < STUCK_MS / 2
    }
}

/// What arrived of each attempt, and as which sighting. `within_ms` is how far the two clocks may be apart; `asker` is the
/// address that the client has here, where it asks over a connection; `now_ms` is when it asks.
pub(crate) fn compare(
    question: &Question,
    sightings: &[Sighting],
    within_ms: i64,
    asker: Option<IpAddr>,
    now_ms: i64,
) -> Vec<(ArrivedAs, Option<usize>)> {
    let mut taken = vec![false; sightings.len()];
    let mut found: Vec<Option<usize>> = Vec::new();
    for left in &question.attempts {
        let of_port = |one: &Sighting| one.from.port() == left.source_port;
        let is_known = |one: &Sighting| digest(one.from.ip()) == question.from;
        // An address and port that fit both are surer than a port that fits.
        let one = nearest(sightings, &taken, left, within_ms, |one| of_port(one) && is_known(one));
        let one = one.or_else(|| nearest(sightings, &taken, left, within_ms, of_port));
        take(&mut taken, one);
        found.push(one);
    }
    let by_time = found.iter().all(Option::is_none);
    if by_time {
        // Translated ports leave the time; that is worth something only where one machine alone came by then.
        let may_be = |ip: IpAddr| asker.map_or(!ip.is_loopback(), |asker| asker.to_canonical() == ip);
        let near = |one: &Sighting| {
            may_be(one.from.ip()) && question.attempts.iter().any(|left| (one.at_ms - left.at_ms).abs() <= NEAR_MS)
        };
        let mut who = sightings.iter().filter(|one| near(one)).map(|one| one.from.ip());
        let first = who.next();
        if first.is_some() && who.all(|other| Some(other) == first) && first.map(digest) != Some(question.from) {
            for (left, place) in question.attempts.iter().zip(&mut found) {
                *place = nearest(sightings, &taken, left, NEAR_MS.min(within_ms), |one| may_be(one.from.ip()));
                take(&mut taken, *place);
            }
        }
    }
    let told = |(left, one): (&Attempt, Option<usize>)| {
        let sighting = one.and_then(|one| sightings.get(one));
        let seen = match sighting {
            None => Sight::Nothing,
            // What opened for the client, and was half-open for a moment only, became a connection between two looks.
            Some(one) if left.ended.is_open() && one.was_brief(now_ms) => Sight::Connected,
            Some(one) => one.seen,
        };
        let source_port = sighting.map(|sighting| sighting.from.port());
        (ArrivedAs { seen, source_port, by_time: by_time && sighting.is_some() }, one)
    };
    question.attempts.iter().zip(found).map(told).collect()
}

fn take(taken: &mut [bool], one: Option<usize>) {
    if let Some(place) = one.and_then(|one| taken.get_mut(one)) {
        *place = true;
    }
}

/// The sighting nearest in time to `left` that `fits` and is no other attempt's.
fn nearest(
    sightings: &[Sighting],
    taken: &[bool],
    left: &Attempt,
    within_ms: i64,
    fits: impl Fn(&Sighting) -> bool,
) -> Option<usize> {
    let far = |one: &Sighting| one.at_ms.saturating_sub(left.at_ms).saturating_abs();
    let free = sightings.iter().enumerate().filter(|(at, _)| taken.get(*at) == Some(&false));
    let fitting = free.filter(|(_, one)| fits(one) && far(one) <= within_ms);
    fitting.min_by_key(|(_, one)| far(one)).map(|(at, _)| at)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::peer::Ended;

    fn question(from: &str, attempts: &[(u16, i64)]) -> Question {
        let attempt = |(source_port, at_ms): &(u16, i64)| Attempt {
            source_port: *source_port,
            at_ms: *at_ms,
            ended: Ended::Silent,
            syns: 1,
        };
        let attempts = attempts.iter().map(attempt).collect();
        Question { ipv6: false, port: 80, to: 1, from: digest(from.parse().unwrap()), attempts }
    }

    fn sighting(from: &str, at_ms: i64) -> Sighting {
        Sighting { from: from.parse().unwrap(), at_ms, last_ms: at_ms, seen: Sight::HalfOpen, syn: None }
    }

    fn matched(question: &Question, sightings: &[Sighting], within: i64) -> Vec<Option<usize>> {
        compare(question, sightings, within, None, 3_000).into_iter().map(|(_, one)| one).collect()
    }

    #[test]
    fn the_source_port_tells_and_the_address_is_surer() {
        let asked = question("10.0.0.1", &[(40_000, 1000), (40_001, 2000)]);
        let seen =
            [sighting("192.0.2.9:40000", 1000), sighting("10.0.0.1:40000", 1900), sighting("10.0.0.1:50000", 2000)];
        assert_eq!(matched(&asked, &seen, NEAR_MS), [Some(1), None]);
        // The same port at another time is another connection.
        assert_eq!(matched(&asked, &[sighting("10.0.0.1:40000", 90_000)], NEAR_MS), [None, None]);
        assert_eq!(matched(&asked, &[sighting("10.0.0.1:40000", 90_000)], 600_000), [Some(0), None]);
    }

    #[test]
    fn half_open_for_a_moment_became_a_connection_where_the_client_has_one() {
        let mut asked = question("10.0.0.1", &[(40_000, 1000)]);
        asked.attempts[0].ended = Ended::Open;
        let seen = |last_ms, now| {
            let one = Sighting { last_ms, ..sighting("10.0.0.1:40000", 1000) };
            compare(&asked, &[one], NEAR_MS, None, now)[0].0.seen
        };
        assert_eq!(seen(1200, 3000), Sight::Connected);
        assert_eq!(seen(2200, 3000), Sight::HalfOpen, "it stayed");
        assert_eq!(seen(1000, 1100), Sight::HalfOpen, "it is there");
        asked.attempts[0].ended = Ended::Silent;
        let lost = compare(&asked, &[sighting("10.0.0.1:40000", 1000)], NEAR_MS, None, 3000);
        assert_eq!(lost[0].0.seen, Sight::HalfOpen);
    }

    #[test]
    fn translated_ports_are_known_by_time_where_one_machine_came() {
        let asked = question("10.0.0.1", &[(40_000, 1000), (40_001, 2000)]);
        let nat = [sighting("198.51.100.1:1025", 1100), sighting("198.51.100.1:1026", 2100)];
        let told = compare(&asked, &nat, NEAR_MS, None, 3_000);
        assert_eq!(
            told.iter().map(|(one, _)| (one.source_port, one.by_time)).collect::<Vec<_>>(),
            [(Some(1025), true), (Some(1026), true)]
        );
        let crowd = [sighting("198.51.100.1:1025", 1100), sighting("198.51.100.2:1026", 2100)];
        assert_eq!(matched(&asked, &crowd, NEAR_MS), [None, None]);
        // One that is not the client, by the address that this has here.
        assert_eq!(compare(&asked, &nat, NEAR_MS, Some([198, 51, 100, 9].into()), 3_000)[0].1, None);
        assert_eq!(matched(&asked, &[sighting("127.0.0.1:1025", 1100)], NEAR_MS), [None, None]);
        // From its own address the client's ports come as they left.
        assert_eq!(matched(&asked, &[sighting("10.0.0.1:1025", 1100)], NEAR_MS), [None, None]);
    }
}
