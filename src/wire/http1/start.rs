//! The first line of an answer: version, status, reason (RFC 9112 section 4).

use crate::wire::http1::BreachKind;
use crate::wire::http1::Head;
use crate::wire::http1::ledger::Ledger;

/// What every answer of HTTP/1 begins with.
const NAME: &[u8] = b"HTTP/";

/// True where `bytes` are, or may yet become, the first line of an answer. The name is taken in any case.
pub(super) fn may_begin(bytes: &[u8]) -> bool {
    let shared = bytes.len().min(NAME.len());
    bytes[..shared].eq_ignore_ascii_case(&NAME[..shared])
}

/// Reads a status line that starts at `at`. `None` where no status can be read from it.
pub(super) fn status_line(line: &[u8], at: u64, ledger: &mut Ledger) -> Option<Head> {
    let offset = |place: usize| at + place as u64;
    if !line.starts_with(NAME) {
        ledger.add(BreachKind::BadStatusLine, at, line);
    }
    let version_ends = line.iter().position(|byte| is_space(*byte)).unwrap_or(line.len());
    let version = &line[..version_ends];
    if !matches!(version.get(NAME.len()..), Some(b"1.1" | b"1.0")) {
        ledger.add(BreachKind::BadVersion, at, version);
    }
    let status_starts = version_ends + line[version_ends..].iter().take_while(|byte| is_space(**byte)).count();
    if &line[version_ends..status_starts] != b" " {
        ledger.add(BreachKind::BadStatusLine, offset(version_ends), line);
    }
    let digits = line[status_starts..].iter().take_while(|byte| byte.is_ascii_digit()).count();
    let after = status_starts + digits;
    let status = std::str::from_utf8(&line[status_starts..after]).ok().filter(|digits| digits.len() == 3);
    let Some(status) = status.and_then(|digits| digits.parse::<u16>().ok()) else {
        ledger.add(BreachKind::BadStatus, offset(status_starts), line);
        return None;
    };
    if !(100..600).contains(&status) {
        ledger.add(BreachKind::BadStatus, offset(status_starts), &line[status_starts..after]);
    }
    // The space stands even before an empty reason.
    if line.get(after) != Some(&b' ') {
        ledger.add(BreachKind::BadStatusLine, offset(after), line);
    }
    let reason = &line[after..];
    control_bytes(reason, offset(after), ledger);
    Some(Head {
        version: String::from_utf8_lossy(version).into_owned(),
        status,
        reason: String::from_utf8_lossy(reason).trim().to_owned(),
        fields: Vec::new(),
    })
}

/// Notes every control character in `value` that has no kind of its own (RFC 9110 section 5.5).
pub(super) fn control_bytes(value: &[u8], at: u64, ledger: &mut Ledger) {
    for (place, byte) in value.iter().enumerate() {
        if byte.is_ascii_control() && !matches!(byte, b'\t' | b'\r' | 0) {
            ledger.add(BreachKind::ControlByte, at + place as u64, &[*byte]);
        }
    }
}

/// White space as lenient readers take it in a status line (RFC 9112 section 4).
fn is_space(byte: u8) -> bool {
    matches!(byte, b' ' | b'\t' | 0x0b | 0x0c | b'\r')
}
