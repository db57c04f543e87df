//! The packet filter's rules, as its own tools print them.

use std::net::IpAddr;

use crate::observation::{Looked, Rule};
use crate::probe::linux::proc_file::proc_file;
use crate::probe::linux::system::has_network_admin;
use crate::probe::linux::tool::{ToolError, run};
use crate::wire::filter::{Packet, Suspect, read_iptables, read_nft};

/// The rules that could stop a connection, where this process may read them.
pub(crate) fn rules(address: IpAddr, port: u16, to_itself: bool) -> Looked<Vec<Rule>> {
    if !has_network_admin() {
        return Looked::NotLooked("only an administrator may read them".to_owned());
    }
    let packet = Packet { address, port, to_itself };
    match suspects(&packet) {
        Ok(found) => Looked::Saw(found.into_iter().map(rule).collect()),
        Err(error) => Looked::NotLooked(error.to_string()),
    }
}

fn rule(Suspect { text, drops, undo, sure }: Suspect) -> Rule {
    Rule { text, drops, undo, sure }
}

/// nft shows the rules of iptables-nft too; those of the older kernel tables only their own tool shows.
fn suspects(packet: &Packet) -> Result<Vec<Suspect>, ToolError> {
    let (name, names) = match packet.address.is_ipv6() {
        true => ("ip6tables", "net/ip6_tables_names"),
        false => ("iptables", "net/ip_tables_names"),
    };
    // The tool would make tables that are not there.
    let has_old_tables = proc_file(names).is_some_and(|names| !names.trim().is_empty());
    let old = |tool: &str| run(tool, &[]).map(|text| read_iptables(&text, name).suspects(packet));
    match run("nft", &["-a", "list", "ruleset"]) {
        Ok(text) => {
            let mut found = read_nft(&text).suspects(packet);
            if has_old_tables {
                let own = old(&format!("{name}-legacy-save"));
                found.extend(own.or_else(|_| old(&format!("{name}-save")))?);
            }
            Ok(found)
        }
        Err(ToolError::Missing(_)) => old(&format!("{name}-save")),
        Err(error) => Err(error),
    }
}
