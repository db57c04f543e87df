//! The TCP sockets with another end, from sock_diag.

use nix::sys::socket::SockProtocol;

use crate::observation::Looked;
use crate::probe::linux::netlink::{NetlinkError, SEQUENCE, table};
use crate::wire::netlink::{self, Connected, INET, INET6};

/// Every half-open socket of this network namespace, and every other of the local `ports`.
pub(crate) fn sockets(ports: &[u16]) -> Looked<Vec<Connected>> {
    match rows(ports) {
        Ok(rows) => Looked::Saw(rows),
        Err(error) => Looked::NotLooked(error.to_string()),
    }
}

fn rows(ports: &[u16]) -> Result<Vec<Connected>, NetlinkError> {
    let mut rows = Vec::new();
    for family in [INET, INET6] {
        for port in std::iter::once(None).chain(ports.iter().copied().map(Some)) {
            let request = netlink::connected_request(SEQUENCE, family, port);
            rows.extend(table(SockProtocol::NetlinkSockDiag, &request, netlink::connected)?);
        }
    }
    Ok(rows)
}
