//! Linux netlink messages (netlink(7), rtnetlink(7), sock_diag(7)): requests made, answers read.

mod connected;
mod interface;
mod neighbour;
mod route;
mod socket;

pub use connected::{Connected, connected, connected_request};
pub use interface::{Address, Link, address, addresses_request, link, links_request};
pub use neighbour::{Neighbour, neighbour, neighbours_request};
pub use route::{Route, request as route_request, route};
pub use socket::{Listener, listener, listeners_request};

/// The request asks for an answer (NLM_F_REQUEST).
pub const REQUEST: u16 = 0x001;
/// The request asks for the whole table (NLM_F_DUMP).
pub const DUMP: u16 = 0x300;
/// The table changed while it was told, so what came may not hold together (NLM_F_DUMP_INTR).
pub const DUMP_INTERRUPTED: u16 = 0x010;

/// The kind of message that carries an error number (NLMSG_ERROR).
pub const ERROR: u16 = 2;
/// The kind of message that ends a table (NLMSG_DONE).
pub const DONE: u16 = 3;

/// AF_INET as Linux numbers it.
pub const INET: u8 = 2;
/// AF_INET6 as Linux numbers it.
pub const INET6: u8 = 10;

/// Octets of a message's header (struct nlmsghdr).
const HEADER: usize = 16;

/// One message.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Message<'a> {
    /// What it is.
    pub kind: u16,
    /// Its flags.
    pub flags: u16,
    /// The number of the request it answers.
    pub sequence: u32,
    /// What follows the header.
    pub body: &'a [u8],
}

/// A whole request: header and `body`.
pub fn message(kind: u16, flags: u16, sequence: u32, body: &[u8]) -> Vec<u8> {
    let length = u32::try_from(HEADER + body.len()).unwrap_or(u32::MAX);
    let mut bytes = Vec::with_capacity(HEADER + body.len());
    bytes.extend(length.to_ne_bytes());
    bytes.extend(kind.to_ne_bytes());
    bytes.extend(flags.to_ne_bytes());
    bytes.extend(sequence.to_ne_bytes());
    // The kernel fills in which socket asked.
    bytes.extend(0u32.to_ne_bytes());
    bytes.extend(body);
    bytes
}

/// The messages of one datagram, up to the first that does not hold together.
pub fn messages(mut bytes: &[u8]) -> impl Iterator<Item = Message<'_>> {
    std::iter::from_fn(move || {
        let length = usize::try_from(u32_at(bytes, 0)?).ok()?;
        let body = bytes.get(HEADER..length)?;
        let message = Message { kind: u16_at(bytes, 4)?, flags: u16_at(bytes, 6)?, sequence: u32_at(bytes, 8)?, body };
        bytes = bytes.get(aligned(length)..).unwrap_or_default();
        Some(message)
    })
}

/// The error number (positive, 0 for "done as asked") of an [`ERROR`] or [`DONE`] message's body.
pub fn error_number(body: &[u8]) -> Option<i32> {
    u32_at(body, 0).map(|number| number.cast_signed().saturating_neg())
}

/// Appends one attribute (struct rtattr).
fn put_attribute(bytes: &mut Vec<u8>, kind: u16, value: &[u8]) {
    let length = u16::try_from(4 + value.len()).unwrap_or(u16::MAX);
    bytes.extend(length.to_ne_bytes());
    bytes.extend(kind.to_ne_bytes());
    bytes.extend(value);
    bytes.resize(aligned(bytes.len()), 0);
}

/// The attributes after a message's fixed part, up to the first that does not hold together.
fn attributes(mut bytes: &[u8]) -> impl Iterator<Item = (u16, &[u8])> {
    std::iter::from_fn(move || {
        let length = usize::from(u16_at(bytes, 0)?);
        let value = bytes.get(4..length)?;
        // The two highest bits are flags: nested, network byte order.
        let kind = u16_at(bytes, 2)? & 0x3fff;
        bytes = bytes.get(aligned(length)..).unwrap_or_default();
        Some((kind, value))
    })
}

fn aligned(length: usize) -> usize {
    length.saturating_add(3) & !3
}

fn u16_at(bytes: &[u8], at: usize) -> Option<u16> {
    bytes.get(at..at + 2)?.try_into().ok().map(u16::from_ne_bytes)
}

fn u32_at(bytes: &[u8], at: usize) -> Option<u32> {
    bytes.get(at..at + 4)?.try_into().ok().map(u32::from_ne_bytes)
}

/// An address of 4 or 16 octets.
fn ip(bytes: &[u8]) -> Option<std::net::IpAddr> {
    let v4 = <[u8; 4]>::try_from(bytes).map(std::net::IpAddr::from);
    v4.or_else(|_| <[u8; 16]>::try_from(bytes).map(std::net::IpAddr::from)).ok()
}

/// The octets of an address, and its family's number.
fn octets(address: std::net::IpAddr) -> (u8, Vec<u8>) {
    match address {
        std::net::IpAddr::V4(address) => (INET, address.octets().to_vec()),
        std::net::IpAddr::V6(address) => (INET6, address.octets().to_vec()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_message_reads_back_as_it_was_made() {
        let mut bytes = message(26, REQUEST, 7, &[1, 2, 3]);
        bytes.resize(aligned(bytes.len()), 0);
        bytes.extend(message(DONE, 0, 7, &(-13i32).to_ne_bytes()));
        let read: Vec<Message> = messages(&bytes).collect();
        assert_eq!(read[0], Message { kind: 26, flags: REQUEST, sequence: 7, body: &[1, 2, 3] });
        assert_eq!((read[1].kind, error_number(read[1].body), read.len()), (DONE, Some(13), 2));
    }

    #[test]
    fn an_attribute_reads_back_as_it_was_made() {
        let mut bytes = Vec::new();
        put_attribute(&mut bytes, 1, &[10, 0, 0, 1]);
        put_attribute(&mut bytes, 3, b"eth0\0");
        let read: Vec<(u16, &[u8])> = attributes(&bytes).collect();
        assert_eq!(read, vec![(1, &[10, 0, 0, 1][..]), (3, &b"eth0\0"[..])]);
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_read_without_panic(bytes in proptest::collection::vec(proptest::num::u8::ANY, 0..400)) {
            let mut count = 0;
            for message in messages(&bytes) {
                count += 1;
                error_number(message.body);
                route(message.body);
                neighbour(message.body);
                link(message.body);
                address(message.body);
                listener(message.body);
            }
            proptest::prop_assert!(count <= bytes.len() / HEADER);
            route(&bytes);
            neighbour(&bytes);
            link(&bytes);
            address(&bytes);
            listener(&bytes);
            proptest::prop_assert!(attributes(&bytes).count() <= bytes.len() / 4);
        }
    }
}
