//! Dot segments of a path, taken out as curl and browsers do.

/// The path with its `.` and `..` segments resolved (RFC 3986 section 5.2.4); the query behind it is left alone.
pub fn without_dots(path: &str) -> String {
    let (path, query) = path.split_at(path.find('?').unwrap_or(path.len()));
    let mut out: Vec<&str> = Vec::new();
    let mut segments = path.split('/').peekable();
    while let Some(segment) = segments.next() {
        let is_last = segments.peek().is_none();
        match segment {
            "." | ".." => {
                // The empty segment before the first slash stays.
                if segment == ".." && out.len() > 1 {
                    out.pop();
                }
                if is_last {
                    out.push("");
                }
            }
            other => out.push(other),
        }
    }
    format!("{}{query}", out.join("/"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dot_segments_go_and_nothing_else_does() {
        for (path, wanted) in [
            ("/", "/"),
            ("/a/b/c/./../../g", "/a/g"),
            ("/../../x", "/x"),
            ("/a/..", "/"),
            ("/a/.", "/a/"),
            ("/.", "/"),
            ("/..", "/"),
            ("/a//../b", "/a/b"),
            ("/a/%2e%2e/b", "/a/%2e%2e/b"),
            ("/.a/..b/c.", "/.a/..b/c."),
            ("/a?b=/../c", "/a?b=/../c"),
        ] {
            assert_eq!(without_dots(path), wanted, "{path}");
        }
    }

    proptest::proptest! {
        #[test]
        fn no_dot_segment_is_left(path in "/[a./]{0,20}") {
            let clean = without_dots(&path);
            proptest::prop_assert!(clean.starts_with('/'));
            proptest::prop_assert!(!clean.split('/').any(|segment| segment == "." || segment == ".."));
        }
    }
}
