//! Hands an answer on: decoded where that was asked for, and with the beginning of a proxy's page kept.

use crate::probe::http::Receive;
use crate::probe::http::talk::Sink;
use crate::wire::coding::{CodingFault, Decoder};
use crate::wire::http1::Head;
use crate::wire::proxy_page;

/// One answer on its way.
pub(super) struct Onward<'a> {
    to: &'a mut dyn Receive,
    most_decoded: Option<u64>,
    decoder: Option<Decoder>,
    fault: Option<CodingFault>,
    /// True where the beginning of the body is kept.
    keeps_page: bool,
    /// The beginning of the body as it came, framing taken out.
    pub(super) page: Vec<u8>,
}

impl<'a> Onward<'a> {
    /// Hands on to `to`, decoded up to `most_decoded` bytes where that is set.
    pub(super) fn new(to: &'a mut dyn Receive, most_decoded: Option<u64>, keeps_page: bool) -> Onward<'a> {
        Onward { to, most_decoded, decoder: None, fault: None, keeps_page, page: Vec::new() }
    }

    /// How many bytes were decoded, where all were; and why not, where not. `is_whole` says that the body came whole.
    pub(super) fn decoded(&mut self, is_whole: bool) -> (Option<u64>, Option<String>) {
        let Some(decoder) = &self.decoder else {
            return (None, self.fault.as_ref().map(ToString::to_string));
        };
        let fault = self.fault.clone().or_else(|| decoder.finish().err().filter(|_| is_whole));
        let bytes = (fault.is_none() && is_whole).then(|| decoder.bytes());
        (bytes, fault.map(|fault| fault.to_string()))
    }
}

impl Sink for Onward<'_> {
    fn head(&mut self, head: &Head, transfer_codings: &[String]) {
        if let Some(most) = self.most_decoded {
            let mut all = codings(head);
            all.extend_from_slice(transfer_codings);
            match Decoder::new(&all, most) {
                Ok(_) if all.is_empty() => {}
                Ok(decoder) => self.decoder = Some(decoder),
                // Handed on as it came.
                Err(fault) => self.fault = Some(fault),
            }
        }
        self.to.head(head);
    }

    fn body(&mut self, bytes: &[u8]) {
        if self.keeps_page {
            let room = proxy_page::MOST.saturating_sub(self.page.len()).min(bytes.len());
            self.page.extend_from_slice(&bytes[..room]);
        }
        match &mut self.decoder {
            None => self.to.body(bytes),
            Some(_) if self.fault.is_some() => {}
            Some(decoder) => self.fault = decoder.push(bytes, &mut |piece| self.to.body(piece)).err(),
        }
    }

    fn is_full(&self) -> bool {
        // What swells beyond its bound would only be thrown away.
        self.to.is_full() || matches!(self.fault, Some(CodingFault::TooLarge(_)))
    }
}

/// The content codings that a head names (RFC 9110 section 8.4), the outermost last.
pub(super) fn codings(head: &Head) -> Vec<String> {
    let named = head.every("content-encoding").flat_map(|value| value.split(','));
    let named = named.map(|coding| coding.trim().to_ascii_lowercase());
    named.filter(|coding| !coding.is_empty() && coding != "identity").take(16).collect()
}
