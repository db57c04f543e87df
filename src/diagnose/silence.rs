//! Silence: how far do probes of this port come, how far do others, and is anybody there at all?

use std::time::Duration;

use crate::diagnose::scout::Scout;
use crate::observation::{Connection, Protocol, Purpose, Reason, State};

/// One SYN's worth of waiting.
const ONE_SYN: Duration = Duration::from_millis(900);

/// The looks that silence calls for, all at once; each silent hop is asked again after routers' limits on
/// ICMP errors have refilled.
pub(crate) async fn look(scout: &Scout<'_>) {
    if scout.is_here() {
        futures_util::future::join(scout.other_ports(ONE_SYN), again(scout)).await;
        return;
    }
    let asked = scout.trace(scout.to, Protocol::Tcp, 8, 2, ONE_SYN);
    let udp = scout.trace(scout.udp(), Protocol::Udp, 8, 2, ONE_SYN);
    let others = async {
        scout.other_ports(ONE_SYN).await;
        // The way to a port that answers shows how far the host is; failing that, any other port's.
        let reference = reference(scout);
        scout.trace(scout.at_port(reference), Protocol::Tcp, 8, 1, ONE_SYN).await;
    };
    futures_util::future::join4(asked, udp, others, again(scout)).await;
}

/// More attempts, spread out: a port that loses some of them is not one that drops them all.
async fn again(scout: &Scout<'_>) {
    for _ in 0..3 {
        let one = |_| scout.connect(scout.to, Purpose::Again, ONE_SYN);
        futures_util::future::join_all((0..2).map(one)).await;
    }
}

fn reference(scout: &Scout<'_>) -> u16 {
    let answers = |c: &&Connection| {
        c.purpose == Purpose::OtherPort
            && c.address == scout.to.ip()
            && matches!(c.reason, Reason::SynAck | Reason::Reset)
    };
    let best = scout.journal.read(|seen| {
        let all = seen.each::<Connection>().map(|(_, c)| c).filter(answers);
        all.min_by_key(|c| c.state != State::Open).map(|c| c.port)
    });
    best.unwrap_or(if scout.target.port == 443 { 80 } else { 443 })
}
