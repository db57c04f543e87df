//! One thread of a scan: starts connections, waits for those that pend, gives up on those that stay silent.

use std::ops::RangeInclusive;
use std::os::fd::AsFd;
use std::sync::TryLockError;
use std::sync::mpsc::{RecvTimeoutError, TryRecvError};
use std::time::{Duration, Instant};

use nix::errno::Errno;
use nix::sys::epoll::{Epoll, EpollCreateFlags, EpollEvent, EpollFlags, EpollTimeout};
use nix::sys::socket::SockaddrStorage;
use tokio::sync::mpsc;

use crate::observation::{Reason, State};
use crate::probe::linux::scan::budget::Budget;
use crate::probe::linux::scan::ending;
use crate::probe::linux::scan::outbox::Outbox;
use crate::probe::linux::scan::socket::{Said, Socket};
use crate::probe::linux::scan::waiting::{Waiter, Waiting};
use crate::probe::linux::scan::window::Window;
use crate::probe::linux::scan::{Intake, ephemeral_ports};
use crate::probe::linux::sockopt;
use crate::probe::scan::{Aim, Answer, Pace};

/// Connections started before the pending ones are looked after.
const BURST: usize = 256;

/// The longest sleep: so often the intake, the outbox and the end are looked after.
const TICK: Duration = Duration::from_millis(20);

/// How long to wait for others to give back what this machine is short of.
const ALONE: Duration = Duration::from_millis(500);

/// One thread's state.
pub(crate) struct Shard {
    intake: Intake,
    /// The block in work, the next aim last.
    block: Vec<Aim>,
    ended: bool,
    outbox: Outbox,
    epoll: Epoll,
    events: Vec<EpollEvent>,
    waiting: Waiting,
    /// Sockets whose last connect was refused; good for the next. IPv4 and IPv6.
    idle: [Vec<Socket>; 2],
    window: Window,
    pace: Pace,
    ephemeral: RangeInclusive<u16>,
    /// Since when this machine gives no socket, port or buffer.
    short_since: Option<Instant>,
}

/// Whether a connection could be started.
enum Started {
    Yes,
    /// This machine is short of something; the aim is to be tried again.
    Short(Aim, Errno),
}

impl Shard {
    pub(crate) fn new(
        intake: Intake,
        out: mpsc::Sender<Vec<Answer>>,
        pace: Pace,
        budget: &Budget,
    ) -> std::io::Result<Shard> {
        Ok(Shard {
            intake,
            block: Vec::new(),
            ended: false,
            outbox: Outbox::new(out),
            epoll: Epoll::new(EpollCreateFlags::EPOLL_CLOEXEC)?,
            events: vec![EpollEvent::empty(); BURST],
            waiting: Waiting::new(),
            idle: [Vec::new(), Vec::new()],
            window: Window::new(budget.first, budget.window),
            pace,
            ephemeral: ephemeral_ports(),
            short_since: None,
        })
    }

    /// Works until there is nothing more to do, or nobody listens.
    pub(crate) fn run(mut self) {
        while !self.outbox.is_closed() {
            let rest = self.launch();
            if self.ended && self.block.is_empty() && self.waiting.len() == 0 {
                self.outbox.finish();
                return;
            }
            self.collect(rest);
            self.give_up();
        }
    }

    /// Starts connections, and says how long there will be nothing more to start.
    fn launch(&mut self) -> Duration {
        for _ in 0..BURST {
            // A reader who cannot keep up holds back the start of connections, never the look at their end.
            // A block once begun is finished if descriptors allow: here it would wait, while others may be free.
            let most = if self.block.is_empty() { self.window.size() } else { self.window.most() };
            if self.waiting.len() >= most || !self.outbox.has_room() {
                return TICK;
            }
            let Some(aim) = self.next_aim() else { return TICK };
            match self.start(aim) {
                Started::Yes => self.short_since = None,
                Started::Short(aim, error) => return self.fall_short(aim, error),
            }
        }
        Duration::ZERO
    }

    fn next_aim(&mut self) -> Option<Aim> {
        if self.block.is_empty() && !self.ended {
            let idle = self.waiting.len() == 0;
            if idle {
                self.outbox.flush();
            }
            let block = if idle {
                // A lock held by another means that it waits for work in vain, as this one would.
                let intake = self.intake.lock().unwrap_or_else(std::sync::PoisonError::into_inner);
                intake.recv_timeout(TICK).map_err(|error| error == RecvTimeoutError::Disconnected)
            } else {
                match self.intake.try_lock() {
                    Ok(intake) => intake.try_recv().map_err(|error| error == TryRecvError::Disconnected),
                    Err(TryLockError::Poisoned(_)) => Err(true),
                    Err(TryLockError::WouldBlock) => Err(false),
                }
            };
            match block {
                Ok(mut block) => {
                    block.reverse();
                    self.block = block;
                }
                Err(ended) => self.ended = ended,
            }
        }
        self.block.pop()
    }

    fn start(&mut self, aim: Aim) -> Started {
        let socket = match self.idle[usize::from(aim.to.is_ipv6())].pop() {
            Some(socket) => socket,
            None => match self.new_socket(&aim) {
                Ok(socket) => socket,
                Err(error) if is_short(error) => return Started::Short(aim, error),
                Err(error) => {
                    self.outbox.push(ending::local_failure(aim, error, true));
                    return Started::Yes;
                }
            },
        };
        let address = SockaddrStorage::from(aim.to);
        let since = Instant::now();
        let said = match socket.connect(&address) {
            Said::Pending => socket.connect(&address),
            Said::Failed(error) if is_short(error) => {
                self.rest(socket, &aim);
                return Started::Short(aim, error);
            }
            Said::Failed(error) => {
                let answer = ending::failed(&socket, aim, error, since.elapsed(), 1, true);
                self.outbox.push(answer);
                return Started::Yes;
            }
            Said::Connected => Said::Connected,
        };
        let waiter = Waiter { aim, socket, since };
        match said {
            Said::Pending => self.wait_for(waiter),
            said => self.conclude(waiter, said, 1),
        }
        Started::Yes
    }

    fn new_socket(&mut self, aim: &Aim) -> Result<Socket, Errno> {
        let held = self.waiting.len() + self.idle.iter().map(Vec::len).sum::<usize>();
        if held >= self.window.most() {
            // All idle ones are of the other family, or there would have been one to take.
            self.idle[usize::from(aim.to.is_ipv4())].pop();
        }
        Socket::new(aim.to)
    }

    /// Keeps a socket for the next aim.
    fn rest(&mut self, socket: Socket, aim: &Aim) {
        self.idle[usize::from(aim.to.is_ipv6())].push(socket);
    }

    /// This machine is short of something: waits for connections to end, for a while.
    fn fall_short(&mut self, aim: Aim, error: Errno) -> Duration {
        if matches!(error, Errno::EMFILE | Errno::ENFILE) {
            self.window.limit(self.waiting.len());
        }
        let since = *self.short_since.get_or_insert_with(Instant::now);
        // Connections of its own that end give something back; the ones of others seldom do.
        let patience = if self.waiting.len() > 0 { self.pace.patience } else { self.pace.patience.min(ALONE) };
        if since.elapsed() < patience {
            self.block.push(aim);
            return TICK;
        }
        self.outbox.push(ending::local_failure(aim, error, true));
        Duration::ZERO
    }

    fn wait_for(&mut self, mut waiter: Waiter) {
        let registered = std::mem::replace(&mut waiter.socket.registered, true);
        let slot = self.waiting.push(waiter);
        let Some(waiter) = self.waiting.get_mut(slot) else { return };
        let interest = EpollFlags::EPOLLOUT | EpollFlags::EPOLLERR | EpollFlags::EPOLLONESHOT;
        let mut event = EpollEvent::new(interest, u64::from(slot));
        let result = if registered {
            self.epoll.modify(waiter.socket.as_fd(), &mut event)
        } else {
            self.epoll.add(waiter.socket.as_fd(), event)
        };
        // The kernel may be out of watches or memory; the port is then no more than an error of this machine.
        if let Err(error) = result
            && let Some(waiter) = self.waiting.take(slot)
        {
            self.outbox.push(ending::local_failure(waiter.aim, error, false));
        }
    }

    /// Waits for answers, at most as long as `rest` and the oldest waiter allow, and takes them.
    fn collect(&mut self, rest: Duration) {
        let due = self.waiting.oldest().map_or(TICK, |since| self.pace.wait.saturating_sub(since.elapsed()));
        let mut sleep = rest.min(due);
        if self.waiting.len() == 0 {
            // Nothing pends: sleep only where this machine is short of something or nobody reads.
            if self.short_since.is_some() || !self.outbox.has_room() {
                std::thread::sleep(sleep);
            }
            self.outbox.flush();
            return;
        }
        if !sleep.is_zero() {
            self.outbox.flush();
        }
        loop {
            // Rounded up: a sleep too short is a busy loop.
            let sleep_ms = u16::try_from(sleep.as_micros().div_ceil(1000)).unwrap_or(u16::MAX);
            let mut events = std::mem::take(&mut self.events);
            let count = self.epoll.wait(&mut events, EpollTimeout::from(sleep_ms)).unwrap_or(0);
            for event in &events[..count] {
                self.look((event.data() & u64::from(u32::MAX)) as u32);
            }
            self.events = events;
            // All that came is taken before anything is called silent.
            if count < BURST {
                return;
            }
            sleep = Duration::ZERO;
        }
    }

    /// Something happened to the port in `slot`.
    fn look(&mut self, slot: u32) {
        let Some(waiter) = self.waiting.take(slot) else { return };
        let took = waiter.since.elapsed();
        // A second connect() makes the socket forget how many SYNs it sent.
        let syns = if took < Duration::from_millis(900) { 1 } else { syns(&waiter.socket) };
        self.window.answered(syns > 1);
        // The queue first: an ICMP error that came while connect() ran leaves a socket that seems to pend.
        if let Some(answer) = ending::by_icmp(&waiter.socket, &waiter.aim, took, syns) {
            self.outbox.push(answer);
            return;
        }
        match waiter.socket.connect(&SockaddrStorage::from(waiter.aim.to)) {
            Said::Pending => self.wait_for(waiter),
            said => self.conclude(waiter, said, syns),
        }
    }

    /// The connection is there, or failed.
    fn conclude(&mut self, waiter: Waiter, said: Said, syns: u32) {
        let Waiter { aim, socket, since } = waiter;
        match said {
            Said::Connected => self.outbox.push(ending::connected(socket, aim, since.elapsed(), &self.ephemeral)),
            Said::Failed(error) => {
                let answer = ending::failed(&socket, aim, error, since.elapsed(), syns, false);
                // After a reset the socket is as good as new; after anything else that is not sure.
                if answer.reason == Reason::Reset {
                    self.rest(socket, &answer.aim);
                }
                self.outbox.push(answer);
            }
            Said::Pending => {}
        }
    }

    /// Gives up on those that waited long enough.
    fn give_up(&mut self) {
        while let (Some(slot), Some(since)) = (self.waiting.first(), self.waiting.oldest()) {
            if since.elapsed() < self.pace.wait {
                return;
            }
            let Some(waiter) = self.waiting.take(slot) else { return };
            self.window.silent();
            let attempts = syns(&waiter.socket);
            self.outbox.push(Answer { attempts, ..Answer::of(waiter.aim, State::Filtered, Reason::NoResponse) });
        }
    }
}

/// SYNs sent so far.
fn syns(socket: &Socket) -> u32 {
    1 + sockopt::tcp_info(socket).map_or(0, |info| info.total_retransmits.max(info.retransmits))
}

/// True where this machine ran out of something that other connections may give back.
fn is_short(error: Errno) -> bool {
    matches!(
        error,
        Errno::EMFILE | Errno::ENFILE | Errno::ENOBUFS | Errno::ENOMEM | Errno::EADDRNOTAVAIL | Errno::EAGAIN
    )
}
