//! The line before each chunk: its size, and extensions that nobody uses (RFC 9112 section 7.1).

use crate::wire::http1::BreachKind;
use crate::wire::http1::fields::is_token;
use crate::wire::http1::ledger::Ledger;

/// Reads the line, which starts at `at`, as the size of the chunk in bytes. `None` where it has none.
pub(super) fn size(line: &[u8], at: u64, ledger: &mut Ledger) -> Option<u64> {
    let digits = line.iter().take_while(|byte| byte.is_ascii_hexdigit()).count();
    let (size, extension) = line.split_at(digits);
    // Neither a sign nor `0x` is part of a size, and without digits there is none.
    if size.is_empty() || extension.first().is_some_and(|byte| !matches!(byte, b' ' | b'\t' | b';' | b'\r')) {
        ledger.add(BreachKind::BadChunkSize, at, line);
        return None;
    }
    if !is_extension(extension) {
        ledger.add(BreachKind::BadChunkExtension, at + digits as u64, extension);
    }
    let number = size.iter().try_fold(0u64, |number, digit| {
        let digit = (*digit as char).to_digit(16)?;
        number.checked_mul(16).map(|number| number + u64::from(digit))
    });
    // A size beyond a signed number of 64 bits is a trap, not a size.
    let number = number.filter(|number| i64::try_from(*number).is_ok());
    if number.is_none() {
        ledger.add(BreachKind::ChunkSizeTooLarge, at, size);
    }
    number
}

/// True for `*( BWS ";" BWS name [ BWS "=" BWS ( token / quoted-string ) ] )` (RFC 9112 section 7.1.1).
fn is_extension(mut rest: &[u8]) -> bool {
    loop {
        if rest.is_empty() {
            return true;
        }
        let Some(after) = trimmed_start(rest).strip_prefix(b";") else { return false };
        let Some(after) = token(trimmed_start(after)) else { return false };
        rest = match trimmed_start(after).strip_prefix(b"=").map(trimmed_start) {
            None => after,
            Some(value) => match value.strip_prefix(b"\"").map_or_else(|| token(value), quoted) {
                Some(after) => after,
                None => return false,
            },
        };
    }
}

fn trimmed_start(bytes: &[u8]) -> &[u8] {
    let spaces = bytes.iter().take_while(|byte| matches!(byte, b' ' | b'\t')).count();
    &bytes[spaces..]
}

/// What stands behind a token.
fn token(bytes: &[u8]) -> Option<&[u8]> {
    let length = bytes.iter().take_while(|byte| is_token(**byte)).count();
    (length > 0).then(|| &bytes[length..])
}

/// What stands behind the closing quote (RFC 9110 section 5.6.4).
fn quoted(bytes: &[u8]) -> Option<&[u8]> {
    let mut is_escaped = false;
    for (place, byte) in bytes.iter().enumerate() {
        match byte {
            _ if is_escaped => is_escaped = false,
            b'\\' => is_escaped = true,
            b'"' => return Some(&bytes[place + 1..]),
            _ => {}
        }
    }
    None
}
