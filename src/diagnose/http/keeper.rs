//! Takes an answer as it comes: its beginning for the document, all of it for whoever keeps it.

use crate::probe::http::Receive;
use crate::target::is_redirect;
use crate::wire::http1::Head;

/// Where a body goes.
pub trait Keep {
    /// Another body begins; what came before was not the last.
    fn begin(&mut self);

    /// The next bytes of it. False where no more can be taken.
    fn bytes(&mut self, bytes: &[u8]) -> bool;
}

/// Nobody keeps it.
impl Keep for () {
    fn begin(&mut self) {}

    fn bytes(&mut self, _bytes: &[u8]) -> bool {
        true
    }
}

/// The most of a body that is held for the document and for expectations, in bytes.
pub(crate) const HELD: usize = 1 << 20;

/// One answer in the taking.
pub(crate) struct Keeper<'a> {
    keep: &'a mut dyn Keep,
    /// True where another answer follows a redirect, so that its body is nobody's.
    follows: bool,
    /// True where another answer follows in any case.
    is_passed: bool,
    is_wanted: bool,
    is_full: bool,
    held: Vec<u8>,
    /// All bytes that came, held or not.
    came: u64,
}

impl<'a> Keeper<'a> {
    /// Takes one answer; where it `follows` redirects, theirs are passed over, and any where `is_passed`.
    pub(crate) fn new(keep: &'a mut dyn Keep, follows: bool, is_passed: bool) -> Keeper<'a> {
        Keeper { keep, follows, is_passed, is_wanted: false, is_full: false, held: Vec::new(), came: 0 }
    }

    /// The beginning of the body, and how many bytes came in all.
    pub(crate) fn into_body(self) -> (Vec<u8>, u64) {
        (self.held, self.came)
    }
}

impl Receive for Keeper<'_> {
    fn head(&mut self, head: &Head) {
        let leads_on = self.follows && is_redirect(head.status) && head.field("location").is_some();
        self.is_wanted = !leads_on && !self.is_passed;
        if self.is_wanted {
            self.keep.begin();
        }
    }

    fn body(&mut self, bytes: &[u8]) {
        self.came += bytes.len() as u64;
        let room = HELD.saturating_sub(self.held.len()).min(bytes.len());
        self.held.extend(&bytes[..room]);
        if self.is_wanted && !self.keep.bytes(bytes) {
            self.is_full = true;
        }
    }

    fn is_full(&self) -> bool {
        self.is_full
    }
}
