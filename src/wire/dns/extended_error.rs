//! Extended DNS Errors (RFC 8914): a server's own reason for its answer.

/// IANA's registry "Extended DNS Error Codes", by code from 0.
const PURPOSES: &[&str] = &[
    "Other Error",
    "Unsupported DNSKEY Algorithm",
    "Unsupported DS Digest Type",
    "Stale Answer",
    "Forged Answer",
    "DNSSEC Indeterminate",
    "DNSSEC Bogus",
    "Signature Expired",
    "Signature Not Yet Valid",
    "DNSKEY Missing",
    "RRSIGs Missing",
    "No Zone Key Bit Set",
    "NSEC Missing",
    "Cached Error",
    "Not Ready",
    "Blocked",
    "Censored",
    "Filtered",
    "Prohibited",
    "Stale NXDOMAIN Answer",
    "Not Authoritative",
    "Not Supported",
    "No Reachable Authority",
    "Network Error",
    "Invalid Data",
];

/// The EDNS option's data as `code (purpose)` or `code (purpose): text`.
pub(super) fn read(data: &[u8]) -> Option<String> {
    let (code, text) = data.split_first_chunk::<2>()?;
    let code = u16::from_be_bytes(*code);
    let purpose = PURPOSES.get(usize::from(code)).map(|purpose| format!(" ({purpose})")).unwrap_or_default();
    let text = String::from_utf8_lossy(&text[..text.len().min(300)]);
    let text = text.trim_end_matches('\0');
    let text = if text.is_empty() { String::new() } else { format!(": {}", text.escape_debug()) };
    Some(format!("{code}{purpose}{text}"))
}
