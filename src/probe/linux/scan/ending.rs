//! What the end of one connect says of its port.

use std::ops::RangeInclusive;
use std::time::Duration;

use nix::errno::Errno;

use crate::observation::{OsError, Reason, State};
use crate::probe::connect;
use crate::probe::linux::scan::socket::{Socket, is_same, opens_again};
use crate::probe::linux::{error_queue, sockopt};
use crate::probe::scan::{Aim, Answer};

/// The connection is there: an open port, unless this machine met itself.
pub(crate) fn connected(socket: Socket, aim: Aim, took: Duration, ephemeral: &RangeInclusive<u16>) -> Answer {
    let local = socket.local();
    let own = local.map(|local| local.ip());
    let to = aim.to;
    let rtt = Some(took);
    if is_same(local, to) {
        socket.abort();
        return Answer { rtt, local: own, ..Answer::of(aim, State::Closed, Reason::SelfConnect) };
    }
    let info = sockopt::tcp_info(&socket).ok();
    if own == Some(to.ip()) && ephemeral.contains(&to.port()) && !opens_again(to) {
        socket.abort();
        return Answer { rtt, local: own, ..Answer::of(aim, State::Closed, Reason::SelfConnect) };
    }
    // The drop closes in the orderly way: a reset would look like a failure in the server's log.
    Answer {
        from: Some(to.ip()),
        rtt: info.filter(|info| info.rtt_us > 0).map(|info| Duration::from_micros(info.rtt_us.into())).or(rtt),
        attempts: 1 + info.map_or(0, |info| info.total_retransmits),
        local: own,
        ..Answer::of(aim, State::Open, Reason::SynAck)
    }
}

/// The ICMP error in the socket's queue, if one is there.
pub(crate) fn by_icmp(socket: &Socket, aim: &Aim, took: Duration, syns: u32) -> Option<Answer> {
    let entry = error_queue::take(socket)?;
    let icmp = entry.icmp?;
    let (state, reason) = connect::rejection(icmp);
    let aim = aim.clone();
    Some(Answer {
        from: entry.sender,
        icmp: Some(icmp),
        error: Some(entry.errno),
        rtt: Some(took),
        attempts: syns,
        local: socket.local().map(|local| local.ip()),
        ..Answer::of(aim, state, reason)
    })
}

/// The connect failed with `error`. A refusal is a reset only where no ICMP error says otherwise.
pub(crate) fn failed(socket: &Socket, aim: Aim, error: Errno, took: Duration, syns: u32, at_once: bool) -> Answer {
    if let Some(answer) = by_icmp(socket, &aim, took, syns) {
        return answer;
    }
    match error {
        Errno::ECONNREFUSED => {
            Answer { rtt: Some(took), attempts: syns, ..Answer::of(aim, State::Closed, Reason::Reset) }
        }
        // A SYN that meets a reset is refused; "reset" means that the handshake was done before.
        Errno::ECONNRESET | Errno::EPIPE => Answer {
            from: Some(aim.to.ip()),
            rtt: Some(took),
            attempts: syns,
            ..Answer::of(aim, State::Open, Reason::SynAck)
        },
        Errno::ETIMEDOUT => Answer { attempts: syns, ..Answer::of(aim, State::Filtered, Reason::NoResponse) },
        error => Answer { attempts: if at_once { 0 } else { syns }, ..local_failure(aim, error, at_once) },
    }
}

/// This machine failed the attempt.
pub(crate) fn local_failure(aim: Aim, error: Errno, before_sending: bool) -> Answer {
    let number = error as i32;
    let (state, reason) = connect::local_failure(&OsError::here(number), before_sending);
    Answer { error: Some(number), attempts: u32::from(!before_sending), ..Answer::of(aim, state, reason) }
}
