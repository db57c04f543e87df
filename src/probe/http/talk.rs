//! One request over an open connection, and its answer.

use std::time::Duration;

use tokio::time::{Instant, timeout_at};

use crate::observation::ExchangeEnd;
use crate::probe::Stream;
use crate::probe::http::turn::{Turn, Wish, at_once, turn};
use crate::probe::http::{Request, Settings};
use crate::wire::http1::{Framing, Head, Reader, State};

/// How much is read at once, in bytes.
pub(super) const BUFFER: usize = 256 * 1024;

/// How long a body is held back for 100 (RFC 9110 section 10.1.1; curl waits as long).
const CONTINUE_PATIENCE: Duration = Duration::from_secs(1);

/// How long more is waited for, where nothing tells the length of the body.
const SHOW_PATIENCE: Duration = Duration::from_millis(300);

/// How long is listened behind an answer whose body may not be, or whose connection should end.
const BEHIND_PATIENCE: Duration = Duration::from_millis(20);

/// Takes an answer as it is read.
pub(super) trait Sink {
    /// The final head.
    fn head(&mut self, head: &Head, transfer_codings: &[String]);
    /// The next bytes of the body.
    fn body(&mut self, bytes: &[u8]);
    /// True where no more is wanted.
    fn is_full(&self) -> bool;
}

/// What was said and heard.
pub(super) struct Talk {
    pub(super) reader: Reader,
    /// How many bytes were handed over.
    pub(super) sent: u64,
    /// The first bytes that came.
    pub(super) kept: Vec<u8>,
    /// How many came in all.
    pub(super) received: u64,
    pub(super) began: Instant,
    pub(super) sent_at: Option<Instant>,
    pub(super) first_at: Option<Instant>,
    pub(super) last_at: Option<Instant>,
    pub(super) ended: ExchangeEnd,
    /// The error that ended the hearing, if one.
    pub(super) error: Option<std::io::Error>,
    /// True where the connection ended without a byte, as one does that was left idle too long.
    pub(super) is_stale: bool,
    /// True where another request may follow.
    pub(super) may_persist: bool,
    /// False once the other end takes no more, or no more is of use.
    may_send: bool,
    /// How many bytes are surely on their way.
    flushed: u64,
}

impl Talk {
    /// Sends `request` and reads its answer, by `deadline`.
    pub(super) async fn over(
        stream: &mut Stream,
        request: &Request,
        settings: &Settings,
        buffer: &mut [u8],
        sink: &mut dyn Sink,
        deadline: Instant,
    ) -> Talk {
        let mut talk = Talk {
            reader: Reader::new(request.asked(), settings.bounds),
            sent: 0,
            kept: Vec::new(),
            received: 0,
            began: Instant::now(),
            sent_at: None,
            first_at: None,
            last_at: None,
            ended: ExchangeEnd::Silent,
            error: None,
            is_stale: false,
            may_persist: false,
            may_send: true,
            flushed: 0,
        };
        talk.ended = talk.go(stream, request, settings, buffer, sink, deadline).await;
        let is_whole = talk.ended == ExchangeEnd::Answered;
        let is_all_sent = talk.sent_at.is_some() && talk.may_send;
        if is_whole {
            talk.listen_behind(stream, buffer, settings, deadline).await;
        }
        talk.may_persist = is_whole && is_all_sent && request.may_persist() && talk.reader.may_persist();
        talk.is_stale = talk.received == 0 && matches!(talk.ended, ExchangeEnd::Closed | ExchangeEnd::Reset);
        talk
    }

    async fn go(
        &mut self,
        stream: &mut Stream,
        request: &Request,
        settings: &Settings,
        buffer: &mut [u8],
        sink: &mut dyn Sink,
        deadline: Instant,
    ) -> ExchangeEnd {
        let all = (request.head.len() + request.body.len()) as u64;
        let mut held_until = request.awaits_continue.then(|| Instant::now() + CONTINUE_PATIENCE);
        // Since when nothing moved.
        let mut still = Instant::now();
        let mut stopped = std::pin::pin!(settings.stop.pulled());
        loop {
            let is_held = held_until.is_some() && !request.body.is_empty() && self.sent == request.head.len() as u64;
            let wish = self.wish(request, is_held);
            // Where bytes never cease to come, nothing below is ever late.
            if Instant::now() >= deadline {
                return self.out_of_time();
            }
            let deadline = settings.patience.map_or(deadline, |patience| deadline.min(still + patience));
            let mut until = deadline;
            if let Some(held_until) = held_until.filter(|_| is_held) {
                until = until.min(held_until);
            } else if self.reader.is_length_unknowable() {
                until = until.min(Instant::now() + SHOW_PATIENCE);
            }
            let turn = tokio::select! {
                biased;
                turn = timeout_at(until, turn(stream, wish, buffer)) => turn,
                () = &mut stopped => return ExchangeEnd::Interrupted,
            };
            if let Ok(Turn::Sent(_) | Turn::Came(_)) = &turn {
                still = Instant::now();
            }
            let Ok(turn) = turn else {
                match is_held && until < deadline {
                    true => held_until = None,
                    false => return self.out_of_time(),
                }
                continue;
            };
            match turn {
                Turn::Sent(sent) => self.sent += sent as u64,
                Turn::Flushed => {
                    if self.sent == all {
                        self.sent_at = Some(Instant::now());
                    } else if is_held {
                        held_until = Some(Instant::now() + CONTINUE_PATIENCE);
                    }
                    self.flushed = self.sent;
                }
                // The answer may have been sent before the other end stopped reading.
                Turn::CannotSend => self.may_send = false,
                Turn::Came(0) => return self.hear_the_end(true, None),
                Turn::CannotHear(error) => return self.hear_the_end(false, Some(error)),
                Turn::Came(came) => {
                    let state = self.hear(&buffer[..came], settings, sink);
                    if !self.reader.interim().is_empty() {
                        held_until = None;
                    }
                    if let Some(ended) = self.ended_by(state, settings, sink) {
                        return ended;
                    }
                    // A final answer makes a body that was held back useless.
                    if is_held && self.reader.is_head_whole() {
                        self.may_send = false;
                    }
                }
            }
        }
    }

    fn wish<'a>(&self, request: &'a Request, is_held: bool) -> Wish<'a> {
        let sent = usize::try_from(self.sent).unwrap_or(usize::MAX);
        if !self.may_send {
            return Wish::Hear;
        }
        match request.head.get(sent..).filter(|rest| !rest.is_empty()) {
            Some(rest) => return Wish::Send(rest),
            None if is_held && self.flushed == self.sent => return Wish::Hear,
            None if is_held => return Wish::Flush,
            None => {}
        }
        match request.body.get(sent - request.head.len()..).filter(|rest| !rest.is_empty()) {
            Some(rest) => Wish::Send(rest),
            None if self.sent_at.is_some() => Wish::Hear,
            None => Wish::Flush,
        }
    }

    /// Takes bytes that came.
    fn hear(&mut self, bytes: &[u8], settings: &Settings, sink: &mut dyn Sink) -> State {
        let now = Instant::now();
        self.first_at.get_or_insert(now);
        self.last_at = Some(now);
        self.keep(bytes, settings.keep);
        let mut rest = bytes;
        if !self.reader.is_head_whole() {
            let taken = self.reader.feed_head(rest);
            rest = &rest[taken..];
            if let Some(head) = self.reader.head().filter(|_| self.reader.is_head_whole()) {
                sink.head(head, self.reader.transfer_codings());
            }
        }
        self.reader.feed(rest, &mut |piece| sink.body(piece))
    }

    fn keep(&mut self, bytes: &[u8], most: usize) {
        let room = most.saturating_sub(self.kept.len()).min(bytes.len());
        self.kept.extend_from_slice(&bytes[..room]);
        self.received += bytes.len() as u64;
    }

    /// Hears what stands behind a whole answer, so that a surplus is told: a moment where a body may not be, or the
    /// connection should end, and no time at all where another request may follow.
    async fn listen_behind(&mut self, stream: &mut Stream, buffer: &mut [u8], settings: &Settings, deadline: Instant) {
        if self.reader.leaves_http() || self.reader.framing() == Some(Framing::Close) {
            return;
        }
        let waits = self.reader.framing() == Some(Framing::None) || !self.reader.may_persist();
        let until = deadline.min(Instant::now() + BEHIND_PATIENCE);
        loop {
            let heard = match waits {
                true => timeout_at(until, turn(stream, Wish::Hear, buffer)).await.ok(),
                false => at_once(stream, buffer).await,
            };
            let Some(Turn::Came(came)) = heard.filter(|turn| !matches!(turn, Turn::Came(0))) else {
                return;
            };
            self.keep(&buffer[..came], settings.keep);
            self.reader.feed(&buffer[..came], &mut |_| {});
            if self.received > settings.bounds.most as u64 + self.reader.bytes() {
                return;
            }
        }
    }
}
