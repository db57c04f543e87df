//! What the kernel counts of this network namespace, from /proc.

use crate::observation::Looked;
use crate::probe::counters::Snapshot;
use crate::probe::linux::proc_file::{not_read, proc_file};
use crate::wire::proc::{counter, plain_counter};

/// The counters as they stand.
pub(crate) fn counters() -> Snapshot {
    Snapshot {
        unsent: unsent().map_or_else(|| not_read("net/snmp"), Looked::Saw),
        failed_retransmits: failed_retransmits().map_or_else(|| not_read("net/netstat"), Looked::Saw),
    }
}

/// Packets made and not sent, both families; `OutTransmits` stands in kernels from 6.7 on.
fn unsent() -> Option<i128> {
    let v4 = proc_file("net/snmp")?;
    let mut unsent = i128::from(counter(&v4, "Ip", "OutRequests")?) - i128::from(counter(&v4, "Ip", "OutTransmits")?);
    let v6 = proc_file("net/snmp6").unwrap_or_default();
    if let (Some(made), Some(sent)) = (plain_counter(&v6, "Ip6OutRequests"), plain_counter(&v6, "Ip6OutTransmits")) {
        unsent += i128::from(made) - i128::from(sent);
    }
    Some(unsent)
}

fn failed_retransmits() -> Option<i128> {
    counter(&proc_file("net/netstat")?, "TcpExt", "TCPRetransFail").map(i128::from)
}
