//! Numbers out of octets, most significant first.

/// Octets that are read from the front.
pub(crate) struct Bytes<'a>(pub(crate) &'a [u8]);

impl Bytes<'_> {
    pub(crate) fn take<const N: usize>(&mut self) -> Option<[u8; N]> {
        let (head, rest) = self.0.split_first_chunk::<N>()?;
        self.0 = rest;
        Some(*head)
    }

    pub(crate) fn one(&mut self) -> Option<u8> {
        self.take::<1>().map(|[one]| one)
    }

    pub(crate) fn two(&mut self) -> Option<u16> {
        self.take().map(u16::from_be_bytes)
    }

    pub(crate) fn four(&mut self) -> Option<u32> {
        self.take().map(u32::from_be_bytes)
    }

    /// Forty-eight bits.
    pub(crate) fn six(&mut self) -> Option<u64> {
        let [a, b, c, d, e, f] = self.take()?;
        Some(u64::from_be_bytes([0, 0, a, b, c, d, e, f]))
    }
}

/// The lower forty-eight bits of `number`.
pub(crate) fn six(number: u64) -> [u8; 6] {
    let [_, _, rest @ ..] = number.to_be_bytes();
    rest
}
