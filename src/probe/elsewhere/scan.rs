//! The scanner for systems without epoll: one task a port, on one thread.

use std::io;
use std::time::Duration;

use futures_util::stream::{FuturesUnordered, StreamExt};
use tokio::sync::mpsc;

use crate::observation::{Condition, Connection, Purpose};
use crate::probe::connect::connect;
use crate::probe::scan::{Aim, Answer, Pace};

/// Ports that pend at one time, unless the caller asks otherwise: macOS gives a process 256 descriptors.
const AT_ONCE: usize = 192;

/// How long to pause where this machine gives no socket or port.
const PAUSE: Duration = Duration::from_millis(50);

/// Starts the thread; it ends when `aims` has ended and all is answered, or `out` is closed.
pub(crate) fn start(
    aims: impl Iterator<Item = Vec<Aim>> + Send + 'static,
    pace: Pace,
    out: mpsc::Sender<Vec<Answer>>,
) -> io::Result<()> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    let (feed, intake) = mpsc::channel(8);
    std::thread::Builder::new().name("scan-feed".to_owned()).spawn(move || {
        for block in aims {
            if feed.blocking_send(block).is_err() {
                break;
            }
        }
    })?;
    std::thread::Builder::new().name("scan".to_owned()).spawn(move || runtime.block_on(work(intake, pace, out)))?;
    Ok(())
}

async fn work(mut intake: mpsc::Receiver<Vec<Aim>>, pace: Pace, out: mpsc::Sender<Vec<Answer>>) {
    let most = pace.at_once.unwrap_or(AT_ONCE).max(1);
    let mut running = FuturesUnordered::new();
    let mut block = Vec::new().into_iter();
    let mut ended = false;
    loop {
        while running.len() < most
            && let Some(aim) = block.next()
        {
            running.push(look(aim, pace));
        }
        let wants = block.len() == 0 && !ended;
        tokio::select! {
            next = intake.recv(), if wants => match next {
                Some(next) => block = next.into_iter(),
                None => ended = true,
            },
            Some(answer) = running.next(), if !running.is_empty() => {
                if out.send(vec![answer]).await.is_err() {
                    return;
                }
            }
            else => return,
        }
    }
}

/// Looks at one port, again where this machine is short of sockets or ports and may soon have some.
async fn look(aim: Aim, pace: Pace) -> Answer {
    let start = tokio::time::Instant::now();
    loop {
        let seen = connect(&aim.host, aim.to, Purpose::Asked, pace.wait).await;
        if !is_short(&seen) || start.elapsed() > pace.patience {
            return answer(aim, &seen);
        }
        tokio::time::sleep(PAUSE).await;
    }
}

fn is_short(seen: &Connection) -> bool {
    let condition = seen.error.as_ref().map(|error| error.condition);
    matches!(condition, Some(Condition::TooManyFiles | Condition::NoMemory | Condition::AddressNotAvailable))
}

fn answer(aim: Aim, seen: &Connection) -> Answer {
    Answer {
        from: seen.from.as_ref().map(|from| from.address),
        icmp: seen.icmp,
        error: seen.error.as_ref().map(|error| error.number),
        rtt: seen.rtt_ms.and_then(|ms| Duration::try_from_secs_f64(ms / 1000.0).ok()),
        attempts: seen.attempts,
        local: seen.local,
        ..Answer::of(aim, seen.state, seen.reason)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::observation::State;
    use std::net::TcpListener;

    #[test]
    fn it_tells_open_from_closed_among_many() {
        let open = TcpListener::bind("127.0.0.1:0").unwrap();
        let to = open.local_addr().unwrap();
        let shut = TcpListener::bind("127.0.0.2:0").unwrap().local_addr().unwrap();
        let aims: Vec<Aim> =
            (0..500).map(|at| Aim { host: "x".into(), to: if at == 77 { to } else { shut }, mark: at }).collect();
        let (out, mut answers) = mpsc::channel(4);
        let pace =
            Pace { wait: Duration::from_secs(5), patience: Duration::from_secs(5), at_once: Some(50), expected: None };
        start(aims.chunks(64).map(<[Aim]>::to_vec).collect::<Vec<_>>().into_iter(), pace, out).unwrap();
        let mut states = Vec::new();
        while let Some(block) = answers.blocking_recv() {
            states.extend(block.into_iter().map(|answer| (answer.state, answer.aim.to)));
        }
        assert_eq!(states.len(), 500);
        assert_eq!(states.iter().filter(|(state, _)| *state == State::Open).collect::<Vec<_>>(), [&(State::Open, to)]);
        assert!(states.iter().all(|(state, at)| *state == State::Open || (*state == State::Closed && *at == shut)));
    }
}
