//! Looks at this machine's TCP sockets that have another end.

use crate::observation::Looked;
use crate::wire::netlink::Connected;

/// Every half-open socket of this machine (a SYN was answered and the answer not yet acknowledged), and every other
/// one of the local `ports`.
pub fn sockets(ports: &[u16]) -> Looked<Vec<Connected>> {
    crate::probe::here::sockets::sockets(ports)
}
