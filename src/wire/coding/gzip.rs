//! The coding `gzip` (RFC 1952): members one behind the other, each with a header, deflate data, and a checksum.

use flate2::Crc;

use crate::wire::coding::deflate::Inflater;
use crate::wire::coding::{CodingFault, Out, Stage};

/// The longest header that is read, in bytes; names and comments are not shown.
const MOST_HEADER: usize = 64 * 1024;

/// The most members; each costs time, though it may stand for no byte.
const MOST_MEMBERS: u32 = 100_000;

/// The coding being undone.
#[derive(Default)]
pub(super) struct Gzip {
    place: Place,
    /// The bytes of a header or trailer so far.
    gathered: Vec<u8>,
    crc: Crc,
    members: u32,
}

/// Where in a member the reading stands.
#[derive(Default)]
enum Place {
    #[default]
    Header,
    Data(Box<Inflater>),
    Trailer,
    /// Behind the last member: padding, or what nobody reads.
    Behind,
}

impl Stage for Gzip {
    fn push(&mut self, bytes: &[u8], out: &mut Out<'_>) -> Result<(), CodingFault> {
        let mut rest = bytes;
        while let Some((byte, after)) = rest.split_first() {
            match &mut self.place {
                Place::Behind => return Ok(()),
                // What follows a whole member and begins no other is padding (RFC 1952 section 2.2, gzip(1)).
                Place::Header if self.members > 0 && self.gathered.is_empty() && *byte != MAGIC[0] => {
                    self.place = Place::Behind;
                }
                Place::Header => {
                    self.gathered.push(*byte);
                    rest = after;
                    if header_is_whole(&self.gathered)? {
                        self.gathered.clear();
                        self.crc = Crc::new();
                        self.place = Place::Data(Box::new(Inflater::new(false, "gzip")));
                    }
                }
                Place::Data(inner) => {
                    let crc = &mut self.crc;
                    let taken = inner.push(rest, &mut |piece| {
                        crc.update(piece);
                        out(piece)
                    })?;
                    rest = &rest[taken..];
                    if inner.is_over {
                        self.place = Place::Trailer;
                    }
                }
                Place::Trailer => {
                    self.gathered.push(*byte);
                    rest = after;
                    if self.gathered.len() == 8 {
                        self.check()?;
                        self.gathered.clear();
                        self.members += 1;
                        if self.members == MOST_MEMBERS {
                            return Err(CodingFault::Damaged("gzip", "it has members without end".to_owned()));
                        }
                        self.place = Place::Header;
                    }
                }
            }
        }
        Ok(())
    }

    fn finish(&self) -> Result<(), CodingFault> {
        match self.place {
            Place::Behind => Ok(()),
            Place::Header if self.members > 0 && self.gathered.is_empty() => Ok(()),
            _ => Err(CodingFault::Cut("gzip")),
        }
    }
}

impl Gzip {
    /// Compares the trailer with what was put out: checksum and length.
    fn check(&self) -> Result<(), CodingFault> {
        let due = [self.crc.sum().to_le_bytes(), self.crc.amount().to_le_bytes()].concat();
        let fault = || CodingFault::Damaged("gzip", "the checksum or length does not match".to_owned());
        if self.gathered == due { Ok(()) } else { Err(fault()) }
    }
}

/// What every member begins with, and the only method there is.
const MAGIC: [u8; 3] = [0x1f, 0x8b, 8];

/// Whether a header is whole (RFC 1952 section 2.3). Called for each byte, so the variable parts are only searched
/// behind the fixed ones.
fn header_is_whole(header: &[u8]) -> Result<bool, CodingFault> {
    let shared = header.len().min(MAGIC.len());
    if header[..shared] != MAGIC[..shared] {
        return Err(CodingFault::Damaged("gzip", "it does not begin as gzip does".to_owned()));
    }
    if header.len() > MOST_HEADER {
        return Err(CodingFault::Damaged("gzip", "its header has no end".to_owned()));
    }
    let Some(flags) = header.get(3).filter(|_| header.len() >= 10) else { return Ok(false) };
    let mut at = 10;
    if flags & 4 != 0 {
        let Some(length) = header.get(at..at + 2) else { return Ok(false) };
        at += 2 + usize::from(u16::from_le_bytes([length[0], length[1]]));
    }
    // A name and a comment, each up to a zero.
    for flag in [8, 16] {
        if flags & flag != 0 {
            let end = header.get(at..).and_then(|rest| rest.iter().position(|byte| *byte == 0));
            let Some(end) = end else { return Ok(false) };
            at += end + 1;
        }
    }
    if flags & 2 != 0 {
        at += 2;
    }
    Ok(header.len() >= at)
}
