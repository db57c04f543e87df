//! From the host that was typed to the addresses asked, by the service record where there is one.

use std::net::SocketAddr;
use std::time::Duration;

use crate::observation::{Answer, Source};
use crate::probe::resolve::{Ask, Families, ask, config, servers, system};
use crate::report::Srv;
use crate::target::Host;
use crate::wire::dns::RecordType;

/// The most addresses asked.
const MOST: usize = 4;

/// The host's addresses, each with port 0, or why there is none.
pub(super) async fn addresses(host: &Host, families: Families, patience: Duration) -> Result<Vec<SocketAddr>, String> {
    let name = match host {
        Host::Address { address, zone } => return Ok(vec![crate::probe::scoped(*address, zone.as_deref(), 0)]),
        Host::Name(name) => name,
    };
    let found = system(name, families, patience).await;
    let addresses: Vec<SocketAddr> = found.addresses().take(MOST).map(|address| SocketAddr::new(address, 0)).collect();
    match (addresses.is_empty(), found.answer) {
        (false, _) => Ok(addresses),
        (true, Answer::NotFound { error }) => Err(error),
        (true, Answer::Silent) => Err("EAI_AGAIN".to_owned()),
        (true, _) => Err("EAI_NONAME".to_owned()),
    }
}

/// The service records of a Java server at `host`, the most preferred first (RFC 2782). The configured name servers are
/// asked one after the other until one answers.
pub(super) async fn srv(host: &Host, patience: Duration) -> Vec<Srv> {
    let Some(host) = host.name().filter(|name| *name != "localhost" && !name.ends_with(".localhost")) else {
        return Vec::new();
    };
    let name = format!("_minecraft._tcp.{}", host.trim_end_matches('.'));
    let all = servers(&config());
    let each = patience / u32::try_from(all.len().max(1)).unwrap_or(1);
    for server in all {
        let answer = ask(&Ask::plain(server, Source::Configured, &name, RecordType::SRV, each)).await;
        if matches!(&answer.answer, Answer::Code { rcode, .. } if rcode == "NOERROR" || rcode == "NXDOMAIN") {
            let mut records: Vec<Srv> = answer.services().map(|service| Srv::new(name.clone(), service)).collect();
            records.sort_by_key(|record| record.priority);
            records.truncate(MOST);
            return records;
        }
    }
    Vec::new()
}
