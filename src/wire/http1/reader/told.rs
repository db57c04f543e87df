//! What the reader has read so far.

use crate::wire::http1::framing::After;
use crate::wire::http1::reader::{Reader, Stage};
use crate::wire::http1::{Breach, Field, Framing, Head, Interim};

impl Reader {
    /// The final head, or as much of it as came behind a whole status line.
    pub fn head(&self) -> Option<&Head> {
        self.head.as_ref()
    }

    /// True where the final head is whole.
    pub fn is_head_whole(&self) -> bool {
        self.plan.is_some()
    }

    /// Interim answers (1xx, RFC 9110 section 15.2), in the order they came.
    pub fn interim(&self) -> &[Interim] {
        &self.interim
    }

    /// Fields behind a chunked body (RFC 9112 section 7.1.2).
    pub fn trailers(&self) -> &[Field] {
        &self.trailers
    }

    /// Every breach, in the order of the bytes; at most 16 of a kind.
    pub fn breaches(&self) -> &[Breach] {
        self.ledger.breaches()
    }

    /// What ends the body; `None` before the head is whole.
    pub fn framing(&self) -> Option<Framing> {
        self.plan.as_ref().map(|plan| plan.framing)
    }

    /// True where nothing tells the length of the body: it is contradicted or senseless, and whatever comes is read on
    /// only to be shown (RFC 9112 section 6.3, rule 5).
    pub fn is_length_unknowable(&self) -> bool {
        self.is_faulty()
    }

    /// The length of the body in bytes that Content-Length promises, where that frames it.
    pub fn promised(&self) -> Option<u64> {
        self.plan.as_ref().filter(|plan| plan.framing == Framing::Length).map(|plan| plan.length)
    }

    /// Transfer codings of the body besides `chunked`, the outermost last.
    pub fn transfer_codings(&self) -> &[String] {
        self.plan.as_ref().map_or(&[], |plan| &plan.transfer_codings)
    }

    /// How many bytes of the body came, framing taken out.
    pub fn body_bytes(&self) -> u64 {
        self.body
    }

    /// How many bytes belong to the answer, framing and interim answers included, as far as it came.
    pub fn bytes(&self) -> u64 {
        self.at
    }

    /// True where what follows is no HTTP: a tunnel opened (RFC 9110 section 9.3.6), or the protocol was switched.
    pub fn leaves_http(&self) -> bool {
        self.plan.as_ref().is_some_and(|plan| plan.after == After::Foreign)
    }

    /// True where the connection may carry another exchange: the answer is whole, nothing came behind it, and nothing
    /// in it says otherwise (RFC 9112 section 9.3).
    pub fn may_persist(&self) -> bool {
        let is_done = matches!(self.stage, Stage::Done);
        is_done && self.surplus == 0 && self.plan.as_ref().is_some_and(|plan| plan.may_persist)
    }
}
