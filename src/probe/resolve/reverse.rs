//! The name of an address, as the hosts file and the system give it.

use std::net::IpAddr;
use std::time::{Duration, Instant};

use crate::observation::{Answer, Record, Resolution, Source, Transport};

/// The name under `in-addr.arpa` or `ip6.arpa` that holds the name of `address` (RFC 1035 section 3.5, RFC 3596).
pub fn reverse_name(address: IpAddr) -> String {
    match address {
        IpAddr::V4(v4) => {
            let [a, b, c, d] = v4.octets();
            format!("{d}.{c}.{b}.{a}.in-addr.arpa")
        }
        IpAddr::V6(v6) => {
            let digits = v6.octets().into_iter().rev().flat_map(|octet| [octet & 0xf, octet >> 4]);
            digits.map(|digit| format!("{digit:x}.")).collect::<String>() + "ip6.arpa"
        }
    }
}

/// Asks getnameinfo(3) for the name of `address`, the hosts file included.
pub async fn reverse_system(address: IpAddr, timeout: Duration) -> Resolution {
    let start = Instant::now();
    let (tell, told) = tokio::sync::oneshot::channel();
    let spawned = std::thread::Builder::new().name("getnameinfo".to_owned()).spawn(move || {
        // The asker may have gone.
        let _ = tell.send(dns_lookup::lookup_addr(&address));
    });
    let name = reverse_name(address);
    let (answer, records) = match spawned {
        Err(error) => (crate::probe::resolve::udp::unsent(&error), Vec::new()),
        Ok(_) => match tokio::time::timeout(timeout, told).await {
            // Without a name it gives the address itself.
            Ok(Ok(Ok(found))) if found.parse::<IpAddr>().is_err() => {
                let data = format!("{}.", found.trim_end_matches('.'));
                (Answer::Found, vec![Record { name: name.clone(), record_type: "PTR".to_owned(), ttl: 0, data }])
            }
            Ok(Ok(_)) => (Answer::NotFound { error: "EAI_NONAME".to_owned() }, Vec::new()),
            Ok(Err(_)) | Err(_) => (Answer::Silent, Vec::new()),
        },
    };
    Resolution {
        name,
        record_type: "PTR".to_owned(),
        source: Source::System,
        server: None,
        transport: Transport::Local,
        answer,
        records,
        extended_errors: Vec::new(),
        dnssec: None,
        took_ms: start.elapsed().as_secs_f64() * 1000.0,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn reverse_names_are_written_backwards() {
        let of = |text: &str| reverse_name(text.parse().unwrap());
        assert_eq!(of("192.0.2.7"), "7.2.0.192.in-addr.arpa");
        assert_eq!(
            of("2001:db8::567:89ab"),
            "b.a.9.8.7.6.5.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa"
        );
    }
}
