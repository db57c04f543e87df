//! Own addresses that may lead to another machine: this machine's own address translation.

use crate::case::Case;
use std::net::IpAddr;

/// True where what is sent to `address`, an own one, may be answered by another machine: Docker's published ports
/// and kube-proxy send it elsewhere (DNAT in the chain `nat OUTPUT`, or IPVS), and which rules do so is not read.
///
/// Not so 127.0.0.0/8 and ::1: what bears them does not leave the machine unless `route_localnet` is set, which is
/// off by default (and is not there for IPv6), and Docker's own rules leave them out.
pub(crate) fn may_be_translated(case: &Case, address: IpAddr) -> bool {
    !address.is_loopback() && !address.is_unspecified() && case.is_own(address)
}
