//! The path of a request target, taken apart.

/// Why a path leads nowhere.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum PathError {
    /// A percent sign without two digits, or what is no UTF-8.
    Malformed,
    /// It leads out of a folder, or names what must not be named.
    Escapes,
}

/// The path and query of a target in origin or absolute form (RFC 9112 section 3.2); `*` and authorities have none.
pub(crate) fn of_target(target: &str) -> Option<&str> {
    if target.starts_with('/') {
        return Some(target);
    }
    let (scheme, rest) = target.split_once("://")?;
    if !["http", "https"].iter().any(|known| scheme.eq_ignore_ascii_case(known)) {
        return None;
    }
    match rest.find(['/', '?']) {
        Some(at) if rest[at..].starts_with('/') => Some(&rest[at..]),
        _ => Some("/"),
    }
}

/// The path without its query.
pub(crate) fn without_query(path: &str) -> &str {
    path.split(['?', '#']).next().unwrap_or_default()
}

/// The names that a path is made of, decoded (RFC 3986 section 2.1), and whether a slash ends it. No name is empty, `.` or
/// `..`, begins with a dot, or holds a slash, a backslash, a colon or a control character: so that, put behind a folder on
/// any system, they stay within, and what is hidden stays so.
pub(crate) fn names(path: &str) -> Result<(Vec<String>, bool), PathError> {
    let path = without_query(path);
    let mut names = Vec::new();
    for part in path.split('/').filter(|part| !part.is_empty()) {
        let name = decoded(part)?;
        if name.starts_with('.') || name.chars().any(|c| matches!(c, '/' | '\\' | ':') || c.is_control()) {
            return Err(PathError::Escapes);
        }
        names.push(name);
    }
    Ok((names, path.ends_with('/')))
}

fn decoded(part: &str) -> Result<String, PathError> {
    let mut bytes = Vec::with_capacity(part.len());
    let mut rest = part.as_bytes();
    while let [byte, after @ ..] = rest {
        rest = after;
        if *byte != b'%' {
            bytes.push(*byte);
            continue;
        }
        let digit = |at: usize| rest.get(at).and_then(|digit| char::from(*digit).to_digit(16));
        let (Some(high), Some(low)) = (digit(0), digit(1)) else { return Err(PathError::Malformed) };
        bytes.push((high * 16 + low) as u8);
        rest = &rest[2..];
    }
    String::from_utf8(bytes).map_err(|_| PathError::Malformed)
}

/// A name as it stands in a path.
pub(crate) fn encoded(name: &str) -> String {
    let mut out = String::with_capacity(name.len());
    for byte in name.bytes() {
        match byte {
            b'A'..=b'Z' | b'a'..=b'z' | b'0'..=b'9' | b'-' | b'.' | b'_' | b'~' => out.push(char::from(byte)),
            _ => out.push_str(&format!("%{byte:02X}")),
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_have_their_paths() {
        for (target, path) in [
            ("/a?b", Some("/a?b")),
            ("http://h/a", Some("/a")),
            ("HTTPS://h:1", Some("/")),
            ("http://h?x/y", Some("/")),
            ("*", None),
            ("h:443", None),
            ("ftp://h/a", None),
        ] {
            assert_eq!(of_target(target), path, "{target}");
        }
    }

    #[test]
    fn no_name_leads_out() {
        for path in [
            "/..",
            "/../etc/passwd",
            "/a/../../b",
            "/%2e%2e/x",
            "/%2E%2e%2fetc",
            "/a%2fb",
            "/..%5c..%5cx",
            "/a\\..\\b",
            "/.git",
            "/.%2e/x",
            "/%00",
            "/a%00.html",
            "/c:/x",
            "/a%0d%0ab",
            "/./a",
            "/...",
            "/%2e",
        ] {
            assert_eq!(names(path), Err(PathError::Escapes), "{path}");
        }
        for path in ["/%", "/%f", "/%zz", "/%ff", "/%c0%ae%c0%ae/", "/%+1"] {
            assert_eq!(names(path), Err(PathError::Malformed), "{path}");
        }
        assert_eq!(names("//a///b%20c/%E4%BE%8B/?../x"), Ok((["a", "b c", "例"].map(str::to_owned).to_vec(), true)));
        // Decoded once, and not twice.
        assert_eq!(names("/%252e%252e"), Ok((vec!["%2e%2e".to_owned()], false)));
    }

    proptest::proptest! {
        #[test]
        fn names_stay_within(path: String) {
            if let Ok((names, _)) = names(&path) {
                for name in names {
                    proptest::prop_assert!(!name.is_empty() && !name.contains(['/', '\\', '\0']) && !name.starts_with('.'));
                }
            }
        }

        #[test]
        fn what_is_encoded_is_decoded(name in "[^/\\\\:.\\p{Cc}][^/\\\\:\\p{Cc}]{0,20}") {
            let path = format!("/{}", encoded(&name));
            proptest::prop_assert_eq!(names(&path), Ok((vec![name], false)));
        }
    }
}
