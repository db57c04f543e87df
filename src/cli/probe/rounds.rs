//! `--count`: the same ports again and again, with statistics as ping(8) has them.

use std::collections::HashMap;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use netwhy::probe::scan::{Aim, Answer, Pace};
use netwhy::report::probe::{Counts, Statistics};

use crate::cli::exit::{Exit, Failure};
use crate::cli::interrupt::interrupt;
use crate::cli::probe::feed::Feed;
use crate::cli::probe::gather::{Gather, begin};

/// Statistics are kept for each port, so there is a bound to their number.
const MOST: usize = 65_536;

/// Sums over one port's tries.
#[derive(Debug)]
struct Sums {
    host: Arc<str>,
    to: SocketAddr,
    counts: Counts,
    answered: u64,
    measured: u64,
    sum: f64,
    sum_of_squares: f64,
    min: f64,
    max: f64,
}

/// Looks `count` times at all that `feed` gives.
pub(crate) async fn run(
    mut gather: Gather,
    feed: Feed,
    pace: Pace,
    count: u64,
    interval: Duration,
) -> Result<Exit, Failure> {
    let stop = interrupt();
    tokio::pin!(stop);
    let aims = tokio::select! {
        biased;
        () = &mut stop => {
            gather.interrupted = true;
            Vec::new()
        }
        aims = collect(&mut gather, feed) => aims?,
    };
    let mut sums: HashMap<(Arc<str>, SocketAddr), Sums> =
        aims.iter().map(|aim| ((Arc::clone(&aim.host), aim.to), Sums::new(aim))).collect();
    let pace = Pace { expected: Some(aims.len() as u64), ..pace };
    let mut ticks = tokio::time::interval(interval);
    // A round that lasts longer than the interval delays the next; none is made up for.
    ticks.set_missed_tick_behavior(tokio::time::MissedTickBehavior::Delay);
    let rounds = if aims.is_empty() { 0 } else { count };
    'rounds: for round in 1..=rounds {
        tokio::select! {
            biased;
            () = &mut stop => {
                gather.interrupted = true;
                break 'rounds;
            }
            _ = ticks.tick() => {}
        }
        let blocks: Vec<Vec<Aim>> = aims.chunks(256).map(<[Aim]>::to_vec).collect();
        let mut running = begin(blocks.into_iter(), gather.way.as_ref(), pace)?;
        loop {
            let block = tokio::select! {
                biased;
                () = &mut stop => {
                    gather.interrupted = true;
                    break 'rounds;
                }
                block = running.next() => block,
            };
            let Some(block) = block else { break };
            for answer in &block {
                if let Some(sums) = sums.get_mut(&(Arc::clone(&answer.aim.host), answer.aim.to)) {
                    sums.add(answer);
                }
            }
            gather.take(&block, Some(round))?;
            if gather.sink.is_closed() {
                break 'rounds;
            }
        }
    }
    // In the order asked for, without the ports that an interruption left out.
    let order = aims.iter().filter_map(|aim| sums.remove(&(Arc::clone(&aim.host), aim.to)));
    let statistics = order.filter(|sums| sums.counts.total() > 0).map(|sums| sums.statistics()).collect();
    gather.finish(statistics)
}

/// All aims of the feed, which must not be too many.
async fn collect(gather: &mut Gather, feed: Feed) -> Result<Vec<Aim>, Failure> {
    let Feed { aims, mut notes, .. } = feed;
    let all = tokio::task::spawn_blocking(move || {
        let mut all = Vec::new();
        for block in aims {
            all.extend(block);
            if all.len() > MOST {
                break;
            }
        }
        all
    });
    while let Some(note) = notes.recv().await {
        gather.note(note)?;
    }
    let all = all.await.map_err(|error| Failure::failed(format!("the targets were not read: {error}")))?;
    if all.len() > MOST {
        return Err(Failure::usage(format!("--count follows at most {MOST} ports; ask for fewer")));
    }
    match gather.fault.take() {
        Some(fault) => Err(fault),
        None => Ok(all),
    }
}

impl Sums {
    fn new(aim: &Aim) -> Sums {
        Sums {
            host: Arc::clone(&aim.host),
            to: aim.to,
            counts: Counts::default(),
            answered: 0,
            measured: 0,
            sum: 0.0,
            sum_of_squares: 0.0,
            min: f64::INFINITY,
            max: 0.0,
        }
    }

    fn add(&mut self, answer: &Answer) {
        self.counts.add(answer.state);
        if !answer.is_answered() {
            return;
        }
        self.answered += 1;
        if let Some(ms) = answer.rtt.map(|rtt| rtt.as_secs_f64() * 1000.0) {
            self.measured += 1;
            self.sum += ms;
            self.sum_of_squares += ms * ms;
            self.min = self.min.min(ms);
            self.max = self.max.max(ms);
        }
    }

    fn statistics(&self) -> Statistics {
        let sent = self.counts.total();
        let count = self.measured as f64;
        let measured = |value: f64| (self.measured > 0).then_some(value);
        let average = self.sum / count;
        // Rounding may leave a variance a little below zero.
        let variance = (self.sum_of_squares / count - average * average).max(0.0);
        Statistics {
            host: self.host.as_ref().to_owned(),
            address: self.to.ip(),
            port: self.to.port(),
            sent,
            answered: self.answered,
            counts: self.counts,
            loss_percent: (sent - self.answered) as f64 * 100.0 / sent as f64,
            rtt_min_ms: measured(self.min),
            rtt_avg_ms: measured(average),
            rtt_max_ms: measured(self.max),
            rtt_mdev_ms: measured(variance.sqrt()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use netwhy::observation::{Reason, State};

    #[test]
    fn loss_and_round_trips_are_those_of_ping() {
        let aim = Aim { host: "h".into(), to: ([127, 0, 0, 1], 1).into(), mark: 0 };
        let mut sums = Sums::new(&aim);
        let mut answer = Answer {
            aim,
            state: State::Open,
            reason: Reason::SynAck,
            from: None,
            icmp: None,
            error: None,
            rtt: None,
            attempts: 1,
            local: None,
            through: None,
        };
        for ms in [1, 2, 3, 6] {
            answer.rtt = Some(Duration::from_millis(ms));
            sums.add(&answer);
        }
        (answer.state, answer.reason, answer.rtt) = (State::Filtered, Reason::NoResponse, None);
        sums.add(&answer);
        let told = sums.statistics();
        assert_eq!((told.sent, told.answered, told.loss_percent), (5, 4, 20.0));
        assert_eq!((told.rtt_min_ms, told.rtt_avg_ms, told.rtt_max_ms), (Some(1.0), Some(3.0), Some(6.0)));
        let mdev = told.rtt_mdev_ms.unwrap();
        assert!((mdev - 3.5f64.sqrt()).abs() < 1e-9, "{mdev}");
    }

    #[test]
    fn without_an_answer_there_is_no_round_trip() {
        let aim = Aim { host: "h".into(), to: ([127, 0, 0, 1], 1).into(), mark: 0 };
        let mut sums = Sums::new(&aim);
        sums.counts.add(State::Filtered);
        let told = sums.statistics();
        assert_eq!((told.loss_percent, told.rtt_avg_ms, told.rtt_mdev_ms), (100.0, None, None));
    }
}
