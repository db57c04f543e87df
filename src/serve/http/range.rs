//! Which part of a file a request asks for (RFC 9110 section 14).

use std::ops::Range;

/// What `Range` asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Asked {
    /// The whole: it asks for nothing that is understood, or for several parts, which a server may answer with the whole.
    Whole,
    /// This part, which is not empty.
    Part(Range<u64>),
    /// A part behind the end.
    Beyond,
}

/// Reads the value of `Range` for a file of `length` bytes.
pub(crate) fn range(value: &str, length: u64) -> Asked {
    let Some((unit, set)) = value.split_once('=') else { return Asked::Whole };
    if !unit.trim().eq_ignore_ascii_case("bytes") || set.contains(',') {
        return Asked::Whole;
    }
    let Some((first, last)) = set.trim().split_once('-') else { return Asked::Whole };
    // A plus sign, or white space, is no digit.
    let number = |text: &str| match text.bytes().all(|byte| byte.is_ascii_digit()) {
        // A number too large for any file is as good as the largest.
        true if !text.is_empty() => Some(text.parse::<u64>().unwrap_or(u64::MAX)),
        _ => None,
    };
    match (number(first), number(last), first.is_empty(), last.is_empty()) {
        (Some(first), Some(last), ..) if first > last => Asked::Whole,
        (Some(first), ..) if first >= length && (last.is_empty() || number(last).is_some()) => Asked::Beyond,
        (Some(first), Some(last), ..) => Asked::Part(first..last.saturating_add(1).min(length)),
        (Some(first), None, _, true) => Asked::Part(first..length),
        (None, Some(0), true, _) => Asked::Beyond,
        (None, Some(_), true, _) if length == 0 => Asked::Beyond,
        (None, Some(count), true, _) => Asked::Part(length - count.min(length)..length),
        _ => Asked::Whole,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_are_those_of_the_rfc() {
        for (value, asked) in [
            ("bytes=0-499", Asked::Part(0..499 + 1)),
            ("bytes=500-999", Asked::Part(500..1000)),
            ("bytes=500-5000", Asked::Part(500..1000)),
            ("bytes=999-", Asked::Part(999..1000)),
            ("bytes=-1", Asked::Part(999..1000)),
            ("bytes=-5000", Asked::Part(0..1000)),
            ("BYTES=0-0", Asked::Part(0..1)),
            ("bytes=1000-", Asked::Beyond),
            ("bytes=1000-2000", Asked::Beyond),
            ("bytes=-0", Asked::Beyond),
            ("bytes=18446744073709551616-", Asked::Beyond),
            ("bytes=0-18446744073709551615", Asked::Part(0..1000)),
            ("bytes=5-4", Asked::Whole),
            ("bytes=0-1,3-4", Asked::Whole),
            ("bytes=+1-2", Asked::Whole),
            ("bytes= 1 - 2", Asked::Whole),
            ("bytes=-", Asked::Whole),
            ("bytes=", Asked::Whole),
            ("lines=0-1", Asked::Whole),
            ("bytes=1000-x", Asked::Whole),
            ("", Asked::Whole),
        ] {
            assert_eq!(range(value, 1000), asked, "{value}");
        }
        assert_eq!((range("bytes=0-", 0), range("bytes=-1", 0)), (Asked::Beyond, Asked::Beyond));
    }

    proptest::proptest! {
        #[test]
        fn parts_lie_within(value: String, first: u64, last: u64, length: u64) {
            let values = [value, format!("bytes={first}-{last}"), format!("bytes=-{last}"), format!("bytes={first}-")];
            for value in values {
                if let Asked::Part(part) = range(&value, length) {
                    proptest::prop_assert!(part.start < part.end && part.end <= length, "{value}: {part:?}");
                }
            }
        }
    }
}
