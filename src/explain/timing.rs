//! How long a failed attempt took, where the text says it: the words may fit several conditions, the time seldom does.

/// The milliseconds in "after 3061 ms" of a normalised line.
pub(crate) fn after(line: &str) -> Option<u32> {
    let (_, rest) = line.split_once(" after ")?;
    let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
    let unit = rest[digits..].starts_with(" ms") || rest[digits..].starts_with(" milliseconds");
    rest[..digits].parse().ok().filter(|_| unit)
}

/// The condition that an attempt to connect which failed after so many milliseconds speaks for.
pub(crate) fn speaks_for(ms: u32) -> &'static str {
    match ms {
        // A dead neighbour: three unanswered requests, one a second (Linux, RFC 1122 section 2.3.2.1).
        2900..=3400 => "host-unreachable",
        // Windows repeats a refused attempt, and gives up after some two seconds.
        0..=2899 => "refused",
        // Windows gives up after 21 s, macOS after 75 s, Linux after some 130 s.
        _ => "timed-out-connecting",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_read() {
        assert_eq!(after("failed to connect to h port 1 after 3061 ms: couldn't connect"), Some(3061));
        assert_eq!(after("after 3 tries after all"), None);
        assert_eq!([0, 3061, 21_043].map(speaks_for), ["refused", "host-unreachable", "timed-out-connecting"]);
    }
}
