//! Address literals that cannot be what the user means, told before anything is tried.

use netwhy::probe;
use netwhy::target::{Host, Target};

use crate::cli::common::Common;
use crate::cli::exit::Failure;

/// Refuses an address of the family that `-4` or `-6` excludes, and a link-local one without an interface
/// of this machine.
pub(crate) fn check(target: &Target, common: &Common) -> Result<(), Failure> {
    let Host::Address { address, zone } = &target.host else { return Ok(()) };
    let excluded = if address.is_ipv4() { common.ipv6 } else { common.ipv4 };
    if excluded {
        let (is, option) = if address.is_ipv4() { ("IPv4", "-6") } else { ("IPv6", "-4") };
        return Err(Failure::usage(format!("`{}` is an {is} address; leave out {option}", target.host)));
    }
    match (address, zone) {
        (std::net::IpAddr::V6(v6), None) if v6.is_unicast_link_local() => Err(Failure::usage(format!(
            "`{v6}` is an address of one link; name the interface, as `[{v6}%INTERFACE]:{}`",
            target.port
        ))),
        (_, Some(zone)) if zone.parse::<u32>().is_err() && probe::interface_index(zone).is_none() => Err(
            Failure::usage(format!("`{}` names the interface `{zone}`, which is not here; see `ip link`", target.host)),
        ),
        _ => Ok(()),
    }
}
