//! The own packet filter's rules that could stop one connection.

use std::net::IpAddr;

use crate::observation::FirewallRules;

/// Looks for the rules that could stop a connection to `port` of `address`; `to_itself` where that is this
/// machine's own address. Reading them needs privileges on every system.
pub fn rules(address: IpAddr, port: u16, to_itself: bool) -> FirewallRules {
    FirewallRules { address, port, rules: crate::probe::here::rules::rules(address, port, to_itself) }
}
