//! Finds the TTL with which a port's answer arrives: the greatest that the kernel may demand and still hear it.

use std::net::SocketAddr;
use std::time::Duration;

use crate::observation::{Arrival, Reason};

/// Settles the arrival TTL of the answer of `to`, known to be `answer` (a SYN-ACK or a reset) and to come
/// within `rtt`. Silence is what a too great demand looks like, so each round waits a few round trips.
/// `None` on systems that offer no such demand.
pub async fn arrival(to: SocketAddr, answer: Reason, rtt: Duration) -> Option<Arrival> {
    if !crate::probe::can_trace() {
        return None;
    }
    let wait = (rtt * 3 / 2 + Duration::from_millis(40)).min(Duration::from_millis(900));
    let mut probes = 0;
    // Answered with `least`, silent from `silent` on. Systems start at 64, 128 or 255, so the first round
    // asks where those bands end.
    let (mut least, mut silent) = (0u16, 256u16);
    let mut demands: Vec<u16> = vec![33, 65, 97, 129, 193, 225];
    loop {
        probes += u8::try_from(demands.len()).unwrap_or(u8::MAX);
        for (demand, heard) in ask(to, answer, &demands, wait).await {
            match heard {
                true => least = least.max(demand),
                false => silent = silent.min(demand),
            }
        }
        if least >= silent {
            // Something answered a greater demand and not a lesser: lost packets, or two answering machines.
            return Some(Arrival { address: to.ip(), port: to.port(), answer, ttl: None, probes });
        }
        if silent - least == 1 {
            break;
        }
        let step = ((silent - least) / 8).max(1);
        demands = (1..8).map(|n| least + n * step).filter(|demand| *demand > least && *demand < silent).collect();
    }
    // One lost answer would give a wrong TTL: ask both sides of the edge once more.
    let edge = ask(to, answer, &[least, silent, silent], wait).await;
    probes += 3;
    let holds = edge.iter().all(|(demand, heard)| *heard == (*demand == least));
    let ttl = u8::try_from(least).ok().filter(|ttl| holds && *ttl > 0);
    Some(Arrival { address: to.ip(), port: to.port(), answer, ttl, probes })
}

/// Connects once for each demand, all at once, and tells which were answered as expected.
async fn ask(to: SocketAddr, answer: Reason, demands: &[u16], wait: Duration) -> Vec<(u16, bool)> {
    use crate::observation::Purpose;
    use crate::probe::attempt::{Shot, attempt};
    let one = |demand: u16| async move {
        let shot = Shot { least_arrival_ttl: u8::try_from(demand).ok(), ..Shot::plain(wait) };
        let seen = crate::probe::connect::fact("", to, Purpose::Again, &attempt(to, &shot).await);
        (demand, demand <= 255 && seen.reason == answer)
    };
    futures_util::future::join_all(demands.iter().map(|demand| one(*demand))).await
}
