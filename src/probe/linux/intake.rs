//! What the kernel counts of arriving packets in this network namespace, from /proc.

use crate::probe::intake::Intake;
use crate::probe::linux::proc_file::proc_file;
use crate::wire::proc::{counter, plain_counter};

/// The counters as they stand.
pub(crate) fn intake() -> Intake {
    let snmp = proc_file("net/snmp").unwrap_or_default();
    let netstat = proc_file("net/netstat").unwrap_or_default();
    Intake {
        kept_back_v4: v4(&snmp),
        kept_back_v6: v6(&proc_file("net/snmp6").unwrap_or_default()),
        overflowed: counter(&netstat, "TcpExt", "ListenOverflows"),
        half_open_resets: counter(&netstat, "TcpExt", "EmbryonicRsts"),
        resets: counter(&snmp, "Tcp", "OutRsts"),
    }
}

/// `ip_rcv` counts a packet before any filter, `ip_local_deliver` counts it after the filter of INPUT. What is passed
/// on is neither, and of fragments only the whole is delivered.
fn v4(text: &str) -> Option<u64> {
    let of = |name| counter(text, "Ip", name);
    let came = of("InReceives")? + of("ReasmOKs")?;
    came.checked_sub(of("InDelivers")? + of("ForwDatagrams")? + of("ReasmReqds")?)
}

fn v6(text: &str) -> Option<u64> {
    let of = |name| plain_counter(text, name);
    let came = of("Ip6InReceives")? + of("Ip6ReasmOKs")?;
    came.checked_sub(of("Ip6InDelivers")? + of("Ip6OutForwDatagrams")? + of("Ip6ReasmReqds")?)
}
