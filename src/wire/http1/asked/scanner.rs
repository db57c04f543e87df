//! Scans the bytes that a client sends on one connection, request after request.

use std::ops::Range;

use crate::wire::http1::Version;
use crate::wire::http1::asked::line::{Line, Taken};
use crate::wire::http1::asked::{Bounds, Breach, BreachKind, Framing, Head, chunk, fields, framing, start};

/// One thing that was found.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Step {
    /// All bytes are taken, and more are due.
    More,
    /// A head is whole.
    Head(Head),
    /// These of the bytes fed belong to the body, framing taken out.
    Body(Range<usize>),
    /// The request is whole; what comes next is another one.
    End,
    /// The request breaks a rule; nothing is read from here on.
    Refuse(Breach),
}

/// A step, and how many of the bytes fed it took; feed the rest again, even where it is empty, until
/// [`Step::More`] or [`Step::Refuse`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fed {
    /// Bytes taken.
    pub taken: usize,
    /// What they are.
    pub step: Step,
}

/// What is due next.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Stage {
    Start,
    Fields,
    Length(u64),
    ChunkSize,
    ChunkData(u64),
    ChunkEnd { had_return: bool },
    Trailers,
    End,
    Refused(Breach),
}

/// A connection's requests in the making.
#[derive(Debug, Clone)]
pub struct Scanner {
    bounds: Bounds,
    stage: Stage,
    line: Line,
    /// The head, the chunk line or the trailers that are gathered, and where their last line begins.
    gathered: Vec<u8>,
    line_at: usize,
    had_empty_line: bool,
    begun: Option<(Range<usize>, Range<usize>, Version)>,
    fields: Vec<(Range<usize>, Range<usize>)>,
    extensions: usize,
    /// Bytes taken, of the whole connection.
    at: u64,
    /// Where this request began, and where what is gathered did.
    request_at: u64,
    gathered_at: u64,
    sound: u64,
    /// Of a request that was refused: what of its first line had come.
    refused: Vec<u8>,
}

/// The most bytes of the first line of a refused request that are kept.
const SHOWN: usize = 4 * 1024;

impl Scanner {
    /// Ready for the first byte of a connection.
    pub fn new(bounds: Bounds) -> Scanner {
        Scanner {
            bounds,
            stage: Stage::Start,
            line: Line::default(),
            gathered: Vec::new(),
            line_at: 0,
            had_empty_line: false,
            begun: None,
            fields: Vec::new(),
            extensions: 0,
            at: 0,
            request_at: 0,
            gathered_at: 0,
            sound: 0,
            refused: Vec::new(),
        }
    }

    /// Reads on up to the next step.
    pub fn feed(&mut self, bytes: &[u8]) -> Fed {
        let mut taken = 0;
        loop {
            let (more, step) = self.step(&bytes[taken..]);
            let begin = taken;
            taken += more;
            self.at += more as u64;
            match step {
                Some(Step::Body(range)) => {
                    self.sound = self.at;
                    return Fed { taken, step: Step::Body(begin + range.start..begin + range.end) };
                }
                Some(step) => {
                    if matches!(step, Step::Head(_) | Step::End) {
                        self.sound = self.at;
                    }
                    return Fed { taken, step };
                }
                None if taken == bytes.len() && !matches!(self.stage, Stage::End) => {
                    return Fed { taken, step: Step::More };
                }
                None => {}
            }
        }
    }

    /// How many bytes of the connection belong to what was found without fault: whole heads, bodies as far as they
    /// came, and whole lines between chunks. What was fed beyond that may yet turn out to be a breach.
    pub fn sound(&self) -> u64 {
        self.sound
    }

    /// True between two requests: nothing of the next one has come.
    pub fn is_idle(&self) -> bool {
        matches!(self.stage, Stage::Start) && self.gathered.is_empty()
    }

    /// The method and the target of the request whose head is being read, or broke a rule, as far as they were read: not
    /// judged, and the target cut where it is long. Nothing where no method was.
    pub fn named(&self) -> Option<(String, String)> {
        let line = match self.stage {
            Stage::Refused(_) => &self.refused[..],
            Stage::Start | Stage::Fields => first_line(&self.gathered),
            _ => return None,
        };
        start::named(line)
    }

    /// Gives the head that is being read up, since it takes too long; nothing is read from here on.
    pub fn give_up(&mut self) -> Breach {
        self.refuse(BreachKind::TooSlow, self.at)
    }

    /// Takes some of `bytes`; a step, where one is made. Nothing is taken only where `bytes` is empty or a step is made.
    fn step(&mut self, bytes: &[u8]) -> (usize, Option<Step>) {
        match self.stage {
            Stage::Refused(breach) => (0, Some(Step::Refuse(breach))),
            Stage::End => {
                self.begin(Stage::Start, self.at);
                self.had_empty_line = false;
                self.request_at = self.at;
                (0, Some(Step::End))
            }
            _ if bytes.is_empty() => (0, None),
            Stage::Start | Stage::Fields | Stage::Trailers | Stage::ChunkSize => self.gather(bytes),
            Stage::Length(left) => {
                let taken = at_most(bytes, left);
                let left = left - taken as u64;
                self.stage = if left == 0 { Stage::End } else { Stage::Length(left) };
                (taken, Some(Step::Body(0..taken)))
            }
            Stage::ChunkData(left) => {
                let taken = at_most(bytes, left);
                let left = left - taken as u64;
                self.stage = if left == 0 { Stage::ChunkEnd { had_return: false } } else { Stage::ChunkData(left) };
                (taken, Some(Step::Body(0..taken)))
            }
            Stage::ChunkEnd { had_return } => match (bytes[0], had_return) {
                (b'\r', false) => {
                    self.stage = Stage::ChunkEnd { had_return: true };
                    (1, None)
                }
                (b'\n', true) => {
                    self.sound = self.at + 1;
                    self.begin(Stage::ChunkSize, self.sound);
                    (1, None)
                }
                (b'\n', false) => (0, Some(Step::Refuse(self.refuse(BreachKind::BareLf, self.at)))),
                _ => (0, Some(Step::Refuse(self.refuse(BreachKind::NoChunkEnd, self.at)))),
            },
        }
    }

    /// Clears the table for what is gathered next, from byte `at` of the connection.
    fn begin(&mut self, stage: Stage, at: u64) {
        self.stage = stage;
        self.line = Line::default();
        self.gathered.clear();
        self.fields.clear();
        self.line_at = 0;
        self.gathered_at = at;
    }

    fn refuse(&mut self, kind: BreachKind, at: u64) -> Breach {
        let breach = Breach { kind, at: at.saturating_sub(self.request_at) };
        if matches!(self.stage, Stage::Start | Stage::Fields) {
            self.refused = first_line(&self.gathered).to_vec();
        }
        self.stage = Stage::Refused(breach);
        (self.gathered, self.fields) = (Vec::new(), Vec::new());
        breach
    }

    /// Takes bytes of a line.
    fn gather(&mut self, bytes: &[u8]) -> (usize, Option<Step>) {
        if self.stage == Stage::Start && self.gathered.is_empty() && bytes[0] == 0x16 {
            return (0, Some(Step::Refuse(self.refuse(BreachKind::TlsHello, self.at))));
        }
        let (line, all, too_long, too_large) = match self.stage {
            Stage::Start => {
                (self.bounds.line, self.bounds.head, BreachKind::RequestLineTooLong, BreachKind::RequestLineTooLong)
            }
            Stage::Fields => (self.bounds.line, self.bounds.head, BreachKind::FieldTooLong, BreachKind::HeadTooLarge),
            Stage::Trailers => {
                (self.bounds.line, self.bounds.trailers, BreachKind::FieldTooLong, BreachKind::TrailersTooLarge)
            }
            _ => {
                let most = self.bounds.chunk_line;
                (most, most, BreachKind::ChunkLineTooLong, BreachKind::ChunkLineTooLong)
            }
        };
        let line_room = line.saturating_sub(self.line.length);
        let all_room = all.saturating_sub(self.gathered.len());
        let (taken, whole) = self.line.take(bytes, line_room.min(all_room), &mut self.gathered);
        match whole {
            Taken::More => (taken, None),
            Taken::Full => {
                let kind = if line_room <= all_room { too_long } else { too_large };
                (taken, Some(Step::Refuse(self.refuse(kind, self.at + taken as u64))))
            }
            Taken::Bad(kind, place) => {
                self.gathered.extend_from_slice(&bytes[..taken]);
                let at = self.gathered_at + (self.line_at + place) as u64;
                (taken, Some(Step::Refuse(self.refuse(kind, at))))
            }
            Taken::Whole => {
                let length = std::mem::take(&mut self.line).length;
                let found = self.whole_line(self.line_at..self.line_at + length, self.at + taken as u64);
                let step = found.unwrap_or_else(|(kind, place)| {
                    Some(Step::Refuse(self.refuse(kind, self.gathered_at + place as u64)))
                });
                (taken, step)
            }
        }
    }

    /// Judges a whole line, which ends at `end` of the connection with its CRLF. On a breach, its offset in what is
    /// gathered comes with it.
    fn whole_line(&mut self, line: Range<usize>, end: u64) -> Result<Option<Step>, (BreachKind, usize)> {
        let place = |(kind, at): (BreachKind, usize)| (kind, line.start + at);
        let text = &self.gathered[line.clone()];
        let is_empty = text.is_empty();
        self.line_at = self.gathered.len();
        match self.stage {
            Stage::Start if is_empty => {
                // One is passed over (RFC 9112 section 2.2): old clients send it behind a body.
                if std::mem::replace(&mut self.had_empty_line, true) {
                    return Err((BreachKind::EmptyLines, 0));
                }
                self.begin(Stage::Start, end);
                (self.request_at, self.sound) = (end, end);
            }
            Stage::Start => {
                let start = start::request_line(text).map_err(place)?;
                self.begun = Some((start.method, start.target, start.version));
                self.stage = Stage::Fields;
            }
            Stage::Fields if is_empty => return self.head(end).map(Some),
            Stage::Fields => {
                let field = fields::field(text, self.fields.is_empty()).map_err(place)?;
                if self.fields.len() == self.bounds.fields {
                    return Err((BreachKind::TooManyFields, line.start));
                }
                let at = line.start;
                self.fields
                    .push((at + field.name.start..at + field.name.end, at + field.value.start..at + field.value.end));
            }
            Stage::Trailers if is_empty => self.stage = Stage::End,
            Stage::Trailers => {
                let field = fields::field(text, self.fields.is_empty()).map_err(place)?;
                if fields::never_behind(&text[field.name]) {
                    return Err((BreachKind::FramingInTrailers, line.start));
                }
                if self.fields.len() == self.bounds.fields {
                    return Err((BreachKind::TrailersTooLarge, line.start));
                }
                // Counted, and not kept.
                self.fields.push((0..0, 0..0));
            }
            _ => {
                let size = chunk::size(text)?;
                self.extensions += text.len() - text.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
                if self.extensions > self.bounds.extensions {
                    return Err((BreachKind::ExtensionsTooLarge, 0));
                }
                self.begin(if size == 0 { Stage::Trailers } else { Stage::ChunkData(size) }, end);
                self.sound = end;
            }
        }
        Ok(None)
    }

    /// The blank line behind a head came.
    fn head(&mut self, end: u64) -> Result<Step, (BreachKind, usize)> {
        let Some((method, target, version)) = self.begun.take() else { return Ok(Step::More) };
        let framing = framing::judge(&self.gathered, &self.gathered[method.clone()], version, &self.fields)?;
        let raw = std::mem::take(&mut self.gathered);
        let fields = std::mem::take(&mut self.fields);
        let stage = match framing {
            Framing::None | Framing::Length(0) => Stage::End,
            Framing::Length(length) => Stage::Length(length),
            Framing::Chunked => Stage::ChunkSize,
        };
        self.begin(stage, end);
        self.extensions = 0;
        Ok(Step::Head(Head { raw, version, framing, method, target, fields }))
    }
}

/// The first line of what is gathered, or its beginning.
fn first_line(gathered: &[u8]) -> &[u8] {
    let end = gathered.iter().position(|byte| matches!(byte, b'\r' | b'\n')).unwrap_or(gathered.len());
    &gathered[..end.min(SHOWN)]
}

fn at_most(bytes: &[u8], left: u64) -> usize {
    usize::try_from(left).map_or(bytes.len(), |left| left.min(bytes.len()))
}
