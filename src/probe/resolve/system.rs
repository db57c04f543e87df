//! The system's own resolver: what other programs get for a name.

use std::time::{Duration, Instant};

use dns_lookup::{AddrInfoHints, LookupError, LookupErrorKind, SockType};

use crate::observation::{Answer, Record, Resolution, Source, Transport};
use crate::probe::resolve::Families;

/// Asks getaddrinfo(3) for the addresses of `name`. The call cannot be stopped: when `timeout` passes, its thread is
/// left to finish by itself and the answer is [`Answer::Silent`].
pub async fn system(name: &str, families: Families, timeout: Duration) -> Resolution {
    let start = Instant::now();
    let (tell, told) = tokio::sync::oneshot::channel();
    let asked = name.to_owned();
    let spawned = std::thread::Builder::new().name("getaddrinfo".to_owned()).spawn(move || {
        // The asker may have gone.
        let _ = tell.send(call(&asked, families));
    });
    let (answer, records) = match spawned {
        Err(error) => {
            let error = crate::observation::OsError::here(error.raw_os_error().unwrap_or(0));
            (Answer::Unsent { error }, Vec::new())
        }
        Ok(_) => match tokio::time::timeout(timeout, told).await {
            Ok(Ok(Ok(records))) => (Answer::Found, records),
            Ok(Ok(Err(error))) => (Answer::NotFound { error }, Vec::new()),
            Ok(Err(_)) | Err(_) => (Answer::Silent, Vec::new()),
        },
    };
    Resolution {
        name: name.strip_suffix('.').unwrap_or(name).to_owned(),
        record_type: families.asked().to_owned(),
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

fn call(name: &str, families: Families) -> Result<Vec<Record>, String> {
    let hints = AddrInfoHints { address: families.hint(), socktype: SockType::Stream.into(), ..Default::default() };
    let found = dns_lookup::getaddrinfo(Some(name), None, Some(hints)).map_err(|error| word(&error))?;
    let mut records: Vec<Record> = Vec::new();
    for address in found.flatten().map(|info| info.sockaddr.ip()).take(256) {
        let record_type = if address.is_ipv4() { "A" } else { "AAAA" }.to_owned();
        let data = address.to_string();
        if !records.iter().any(|record| record.data == data) {
            records.push(Record { name: name.to_owned(), record_type, ttl: 0, data });
        }
    }
    if records.is_empty() { Err("EAI_NONAME".to_owned()) } else { Ok(records) }
}

/// The error's symbolic name (gai_strerror(3)).
fn word(error: &LookupError) -> String {
    match error.kind() {
        LookupErrorKind::Again => "EAI_AGAIN",
        LookupErrorKind::Badflags => "EAI_BADFLAGS",
        LookupErrorKind::NoName => "EAI_NONAME",
        LookupErrorKind::NoData => "EAI_NODATA",
        LookupErrorKind::Fail => "EAI_FAIL",
        LookupErrorKind::Family => "EAI_FAMILY",
        LookupErrorKind::Socktype => "EAI_SOCKTYPE",
        LookupErrorKind::Service => "EAI_SERVICE",
        LookupErrorKind::Memory => "EAI_MEMORY",
        LookupErrorKind::System => "EAI_SYSTEM",
        LookupErrorKind::Unknown | LookupErrorKind::IO => {
            // glibc: the name exists, but not in the family asked for (-9).
            return if error.error_num() == -9 {
                "EAI_ADDRFAMILY".into()
            } else {
                format!("EAI {}", error.error_num())
            };
        }
    }
    .to_owned()
}
