//! Reads one answer of HTTP/1 as its bytes come: leniently, so that as much as can be is shown, and judged strictly,
//! so that nothing irregular passes unnamed (RFC 9112).
//!
//! However the bytes are cut, the result is the same. Nothing but heads and trailers is kept, and those are bounded.

mod told;

use crate::wire::http1::fields::Fields;
use crate::wire::http1::framing::{After, Plan};
use crate::wire::http1::ledger::Ledger;
use crate::wire::http1::line::Line;
use crate::wire::http1::{Asked, Bounds, BreachKind, Field, Framing, Head, Interim, State, chunk, framing, start};

/// What is due next.
#[derive(Debug, Clone)]
enum Stage {
    Status,
    Fields,
    Length { left: u64 },
    ChunkSize,
    ChunkData { left: u64 },
    ChunkEnd { had_return: bool },
    Trailers,
    UntilClose,
    Done,
    Ended(State),
}

/// An answer in the making.
#[derive(Debug, Clone)]
pub struct Reader {
    asked: Asked,
    bounds: Bounds,
    ledger: Ledger,
    /// How many bytes of the answer were read.
    at: u64,
    stage: Stage,
    line: Line,
    line_at: u64,
    /// Bytes of heads, or of trailers.
    gathered: usize,
    gathering_since: u64,
    fields: Fields,
    interim: Vec<Interim>,
    head_at: u64,
    head: Option<Head>,
    plan: Option<Plan>,
    trailers: Vec<Field>,
    body: u64,
    surplus: u64,
    first_surplus: Vec<u8>,
}

/// How many bytes behind the end are shown.
const SURPLUS_SHOWN: usize = 40;

/// Empty lines before the status line are passed over up to this offset.
const EMPTY_LINES: u64 = 8;

impl Reader {
    /// Ready for the first byte.
    pub fn new(asked: Asked, bounds: Bounds) -> Reader {
        Reader {
            asked,
            bounds,
            ledger: Ledger::default(),
            at: 0,
            stage: Stage::Status,
            line: Line::default(),
            line_at: 0,
            gathered: 0,
            gathering_since: 0,
            fields: Fields::default(),
            interim: Vec::new(),
            head_at: 0,
            head: None,
            plan: None,
            trailers: Vec::new(),
            body: 0,
            surplus: 0,
            first_surplus: Vec::new(),
        }
    }

    /// Reads on. What belongs to the body is handed to `body`, framing taken out.
    pub fn feed(&mut self, bytes: &[u8], body: &mut dyn FnMut(&[u8])) -> State {
        let mut rest = bytes;
        while !rest.is_empty() && !matches!(self.stage, Stage::Done | Stage::Ended(_)) {
            let taken = self.step(rest, body);
            self.at += taken as u64;
            rest = &rest[taken..];
        }
        match self.stage {
            Stage::Done => {
                self.note_surplus(rest);
                State::Done { rest: rest.len() }
            }
            Stage::Ended(state) => state,
            _ => State::NeedMore,
        }
    }

    /// Reads on, but no further than to the end of the final head; tells how many bytes were taken.
    pub fn feed_head(&mut self, bytes: &[u8]) -> usize {
        let mut rest = bytes;
        while !rest.is_empty() && self.plan.is_none() && !matches!(self.stage, Stage::Ended(_)) {
            let taken = self.step(rest, &mut |_| {});
            self.at += taken as u64;
            rest = &rest[taken..];
        }
        bytes.len() - rest.len()
    }

    /// Says that the connection ended; `is_clean` where it was closed in order, not reset or cut.
    pub fn closed(&mut self, is_clean: bool) -> State {
        let ended = match &self.stage {
            Stage::Done => return State::Done { rest: 0 },
            Stage::Ended(state) => return *state,
            Stage::Status | Stage::Fields => {
                // A connection closed without a byte breaks no rule.
                if self.at > 0 {
                    self.ledger.note(BreachKind::ClosedInHead, self.at);
                }
                self.keep_begun_head();
                State::Cut
            }
            Stage::Length { left } => {
                let (came, due) = (self.body, self.body + left);
                self.ledger.add(BreachKind::ClosedEarly, self.at, format!("{came} of {due} bytes came").as_bytes());
                State::Cut
            }
            Stage::ChunkSize | Stage::ChunkData { .. } | Stage::ChunkEnd { .. } => {
                self.ledger.note(BreachKind::NoFinalChunk, self.at);
                State::Cut
            }
            Stage::Trailers => {
                self.ledger.note(BreachKind::ClosedEarly, self.at);
                self.trailers = std::mem::take(&mut self.fields.fields);
                State::Cut
            }
            Stage::UntilClose if self.is_faulty() => State::Broken,
            Stage::UntilClose if is_clean => {
                self.stage = Stage::Done;
                return State::Done { rest: 0 };
            }
            Stage::UntilClose => {
                self.ledger.note(BreachKind::ClosedEarly, self.at);
                State::Cut
            }
        };
        self.stage = Stage::Ended(ended);
        ended
    }

    /// Takes some of `bytes`, which are not empty, and tells how many.
    fn step(&mut self, bytes: &[u8], body: &mut dyn FnMut(&[u8])) -> usize {
        match self.stage {
            Stage::Status | Stage::Fields | Stage::Trailers => {
                let room = self.bounds.most - self.gathered;
                let (taken, whole) = self.gather(bytes, room);
                self.gathered += taken;
                if matches!(self.stage, Stage::Status) {
                    self.judge_beginning();
                }
                let absurd = self.bounds.absurd;
                let is_http = !matches!(self.stage, Stage::Ended(_));
                if is_http && self.gathered > absurd && self.gathered - taken <= absurd {
                    self.ledger.note(BreachKind::HeadTooLarge, self.gathering_since + absurd as u64);
                }
                if whole {
                    self.head_line(taken);
                } else if is_http && self.gathered == self.bounds.most {
                    self.keep_begun_head();
                    self.stage = Stage::Ended(State::TooBig);
                }
                taken
            }
            Stage::ChunkSize => {
                let room = self.bounds.chunk_line - self.line.so_far().len();
                let (taken, whole) = self.gather(bytes, room);
                if whole {
                    let line = self.line.finish(self.line_at, &mut self.ledger);
                    self.stage = match chunk::size(&line, self.line_at, &mut self.ledger) {
                        None => Stage::Ended(State::Broken),
                        Some(0) => {
                            (self.gathered, self.gathering_since) = (0, self.at + taken as u64);
                            Stage::Trailers
                        }
                        Some(left) => Stage::ChunkData { left },
                    };
                } else if taken == room {
                    let is_size = self.line.so_far().iter().all(u8::is_ascii_hexdigit);
                    let kind = if is_size { BreachKind::BadChunkSize } else { BreachKind::BadChunkExtension };
                    self.ledger.add(kind, self.line_at, self.line.so_far());
                    self.stage = Stage::Ended(State::Broken);
                }
                taken
            }
            Stage::ChunkEnd { had_return } => {
                match (bytes[0], had_return) {
                    (b'\r', false) => self.stage = Stage::ChunkEnd { had_return: true },
                    (b'\n', _) => {
                        if !had_return {
                            self.ledger.note(BreachKind::BareLf, self.at);
                        }
                        self.stage = Stage::ChunkSize;
                    }
                    _ => {
                        self.ledger.add(BreachKind::NoChunkEnd, self.at, &bytes[..1]);
                        self.stage = Stage::Ended(State::Broken);
                    }
                }
                1
            }
            Stage::Length { left } => {
                let (taken, left) = self.pass(bytes, left, body);
                self.stage = if left == 0 { Stage::Done } else { Stage::Length { left } };
                taken
            }
            Stage::ChunkData { left } => {
                let (taken, left) = self.pass(bytes, left, body);
                self.stage = if left == 0 { Stage::ChunkEnd { had_return: false } } else { Stage::ChunkData { left } };
                taken
            }
            Stage::UntilClose => self.pass(bytes, u64::MAX, body).0,
            Stage::Done | Stage::Ended(_) => bytes.len(),
        }
    }

    /// Gathers a line from at most `room` of `bytes`.
    fn gather(&mut self, bytes: &[u8], room: usize) -> (usize, bool) {
        if self.line.so_far().is_empty() {
            self.line_at = self.at;
        }
        self.line.take(&bytes[..bytes.len().min(room)])
    }

    /// Hands over up to `left` bytes of the body; tells how many, and what is left.
    fn pass(&mut self, bytes: &[u8], left: u64, body: &mut dyn FnMut(&[u8])) -> (usize, u64) {
        let taken = usize::try_from(left).map_or(bytes.len(), |left| left.min(bytes.len()));
        if self.body == 0 && self.head.as_ref().is_some_and(|head| head.status == 205) {
            // RFC 9110 section 15.3.6: it is framed as any other, and empty.
            self.ledger.add(BreachKind::BodyWithoutRight, self.at, &bytes[..1]);
        }
        self.body += taken as u64;
        body(&bytes[..taken]);
        (taken, left - taken as u64)
    }

    /// Ends the reading as soon as the first bytes cannot become a status line.
    fn judge_beginning(&mut self) {
        let begun = self.line.so_far();
        let is_empty_line = matches!(begun, b"\r" | b"\n" | b"\r\n") && self.line_at < EMPTY_LINES;
        if !is_empty_line && !start::may_begin(begun) {
            // One byte that differs is enough, however many came with it.
            let wrong = (1..=begun.len()).find(|end| !start::may_begin(&begun[..*end])).unwrap_or(1);
            self.ledger.add(BreachKind::NoStatusLine, self.line_at, &begun[..wrong]);
            self.stage = Stage::Ended(State::NotHttp);
        }
    }

    /// A line of a head or of trailers is whole; `taken` of its bytes came last.
    fn head_line(&mut self, taken: usize) {
        let at = self.line_at;
        match self.stage {
            Stage::Status => {
                let line = self.line.finish(at, &mut self.ledger);
                if line.is_empty() {
                    return self.ledger.note(BreachKind::EmptyLineBefore, at);
                }
                match start::status_line(&line, at, &mut self.ledger) {
                    Some(head) => (self.head, self.head_at, self.stage) = (Some(head), at, Stage::Fields),
                    None => self.stage = Stage::Ended(State::NotHttp),
                }
            }
            Stage::Fields | Stage::Trailers => {
                let line = self.line.finish(at, &mut self.ledger);
                if !line.is_empty() {
                    return self.fields.line(&line, at, &mut self.ledger);
                }
                if matches!(self.stage, Stage::Trailers) {
                    self.trailers = std::mem::take(&mut self.fields).fields;
                    self.stage = Stage::Done;
                } else {
                    self.head_whole(self.at + taken as u64);
                }
            }
            _ => {}
        }
    }

    /// The blank line behind a head came, which ends at `end`.
    fn head_whole(&mut self, end: u64) {
        let fields = std::mem::take(&mut self.fields);
        let Some(mut head) = self.head.take() else { return };
        head.fields = fields.fields;
        let plan = framing::plan(&self.asked, &head, &fields.at, &mut self.ledger);
        if (100..200).contains(&head.status) && head.status != 101 {
            if self.interim.len() == self.bounds.interim {
                self.ledger.note(BreachKind::TooManyInterim, end);
                self.stage = Stage::Ended(State::TooBig);
            } else {
                self.interim.push(Interim { at: self.head_at, head });
                self.stage = Stage::Status;
            }
            return;
        }
        if head.status == 101 && !self.asked.upgrade {
            self.ledger.note(BreachKind::UnaskedUpgrade, end);
        }
        self.stage = match plan.framing {
            Framing::None => Stage::Done,
            Framing::Length if plan.length == 0 => Stage::Done,
            Framing::Length => Stage::Length { left: plan.length },
            Framing::Chunked => Stage::ChunkSize,
            Framing::Close => Stage::UntilClose,
        };
        (self.head, self.plan) = (Some(head), Some(plan));
    }

    /// Of a head that was begun, what came of it is worth showing.
    fn keep_begun_head(&mut self) {
        match &mut self.head {
            Some(head) if self.plan.is_none() => head.fields = std::mem::take(&mut self.fields.fields),
            _ => {}
        }
    }

    /// Bytes behind the end.
    fn note_surplus(&mut self, bytes: &[u8]) {
        let kind = match self.plan.as_ref().map(|plan| plan.after) {
            Some(After::Surplus) => BreachKind::BytesAfterEnd,
            Some(After::Body) => BreachKind::BodyWithoutRight,
            Some(After::Foreign) | None => return,
        };
        if bytes.is_empty() {
            return;
        }
        if self.surplus == 0 {
            self.ledger.note(kind, self.at);
        }
        self.surplus += bytes.len() as u64;
        let shown = bytes.len().min(SURPLUS_SHOWN - self.first_surplus.len());
        self.first_surplus.extend_from_slice(&bytes[..shown]);
        let begins = crate::wire::excerpt::excerpt(&self.first_surplus, SURPLUS_SHOWN);
        self.ledger.amend(kind, format!("{} bytes: {begins}", self.surplus));
    }

    fn is_faulty(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.is_faulty)
    }
}
