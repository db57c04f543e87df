//! Finds the numbers in a line that are errors, by what stands before them.

use crate::explain::numbers::{Number, Scheme};

/// What stands before a number, by numbering. Where several fit, the longer one is right.
const MARKS: &[(Scheme, &[&str])] = &[
    (
        Scheme::Errno,
        &[
            "errno ",
            "errno: ",
            "errno=",
            "errno:",
            "errno = ",
            "errno\": ",
            "errno\":",
            "errno(",
            "os error ",
            "oserror ",
            "os { code: ",
            "socketexception (",
            "socketexception: (",
            "socket error ",
            "socket error: ",
            "socket error # ",
            "socket error #",
            "wsagetlasterror ",
            "wsagetlasterror: ",
            "winsock error ",
            "winsock error: ",
            "wsa error ",
            "nativeerrorcode: ",
            "nativeerrorcode : ",
            "errorcode=",
            "errorcode: ",
            "connectionrefusederror(",
            "connectionreseterror(",
            "connectionabortederror(",
            "timeouterror(",
            "oserror(",
            "brokenpipeerror(",
            "permissionerror(",
            "socket.error: (",
            "failed (",
            "failed: (",
            "error: (",
            "server on '*' (",
            "error code: ",
            "error code ",
            "error code = ",
            "error code:",
            "error: ",
            "error ",
            "error #",
            "err ",
            "err=",
            "err: ",
            "code=",
            "code: ",
            "code ",
            "code:",
            "(0x0000274d/",
            "(0x0000274c/",
            "(0x00002746/",
            "os code ",
            "错误代码:",
            "错误代码为",
            "错误代码",
            "错误码:",
            "错误码",
            "错误号:",
            "错误号",
            "错误:",
            "错误",
            "代码:",
            "代码",
            "(",
            "#",
        ],
    ),
    (Scheme::Win32, &["winerror ", "win32 error ", "win32exception (", "system error ", "系统错误"]),
    (Scheme::Resolver, &["errno ", "gaierror: (", "gaierror(", "eai ", "server host '*' ("]),
    (Scheme::Libuv, &["errno: ", "errno\": ", "errno\":", "errno "]),
    (
        Scheme::Curl,
        &[
            "curl: (",
            "curl error ",
            "curl error: ",
            "curl error (",
            "pycurl.error: (",
            "curl error code ",
            "curl exit code ",
            "curl exited with code ",
        ],
    ),
    (
        Scheme::Chromium,
        &[
            "net_error ",
            "net error ",
            "net_error: ",
            "error code: ",
            "error code ",
            "(",
            "错误代码:",
            "错误代码",
            "error: ",
            "loaderror ",
        ],
    ),
    (Scheme::NsUrl, &["nsurlerrordomain code=", "nsurlerrordomain error ", "domain=nsurlerrordomain code="]),
    (
        Scheme::WinInet,
        &["error ", "error code ", "error: ", "error code: ", "错误", "错误代码", "错误代码:", "wininet error ", "("],
    ),
];

/// Every number in a normalised line that stands behind a mark, once for each numbering it may belong to.
pub(crate) fn find(line: &str) -> Vec<Number> {
    let mut found = Vec::new();
    if let Some(value) = alone(line) {
        found.push(Number { scheme: Scheme::Bare, value, start: 0, end: line.len() });
        return found;
    }
    for (start, digits_end, value) in runs(line) {
        // A mark stands close before its number; looking no further keeps the work linear.
        let mut from = start.saturating_sub(FAR);
        while !line.is_char_boundary(from) {
            from += 1;
        }
        for (scheme, marks) in MARKS {
            let mark = marks.iter().filter_map(|mark| mark_at(&line[from..start], mark)).min().map(|at| from + at);
            if let Some(at) = mark.filter(|at| is_likely(*scheme, value, &line[*at..start], &line[digits_end..])) {
                found.push(Number { scheme: *scheme, value, start: at, end: digits_end });
            }
        }
    }
    found
}

/// The most numbers that are looked at in one line.
const MOST: usize = 1024;

/// How far before a number its mark may begin, in bytes.
const FAR: usize = 160;

/// Where `mark` begins if it ends `before`; a `*` in it is anything without a quote.
fn mark_at(before: &str, mark: &str) -> Option<usize> {
    let at = match mark.split_once('*') {
        None => before.len() - before.ends_with(mark).then_some(mark.len())?,
        Some((head, tail)) => {
            let inside = before.strip_suffix(tail)?;
            let at = inside.rfind(head)?;
            (!inside[at + head.len()..].contains(['\'', '"'])).then_some(at)?
        }
    };
    let word = mark.starts_with(|c: char| c.is_ascii_alphanumeric());
    let glued = before[..at].ends_with(|c: char| c.is_ascii_alphanumeric());
    (!(word && glued)).then_some(at)
}

/// True where a number of this size behind this mark belongs to the numbering.
fn is_likely(scheme: Scheme, value: i32, mark: &str, after: &str) -> bool {
    let strong = [
        "errno",
        "os error",
        "os { code",
        "socketexception",
        "winsock",
        "wsa",
        "socket error",
        "refusederror(",
        "reseterror(",
        "abortederror(",
        "timeouterror(",
        "oserror",
        "socket.error",
    ];
    let strong = strong.iter().any(|word| mark.contains(word)) || mark.starts_with("server on");
    match scheme {
        // Winsock's numbers are so large that a weak mark is enough; the Unix ones are everyday numbers.
        Scheme::Errno if (10_004..=11_999).contains(&value) => {
            strong || after.is_empty() || !after.starts_with(['.', ':', '/']) || after.starts_with(": ")
        }
        Scheme::Errno => {
            value > 0
                && (strong
                    || after.starts_with(": connection")
                    || after.starts_with(": no route")
                    || after.starts_with(")connection")
                    || after.starts_with(" connecting to "))
        }
        Scheme::Win32 => value > 0,
        Scheme::Resolver => (-12..0).contains(&value) || (11_001..=11_004).contains(&value),
        Scheme::Libuv => value < -12,
        Scheme::Curl => (1..=99).contains(&value),
        Scheme::Chromium => (-899..=-100).contains(&value),
        Scheme::NsUrl => (-2999..=-998).contains(&value),
        Scheme::WinInet => (12_001..=12_190).contains(&value),
        Scheme::Bare => false,
    }
}

/// The number that is the whole line, perhaps in brackets.
fn alone(line: &str) -> Option<i32> {
    let inside = line.trim_matches(['(', ')', '[', ']', '.', ' ']);
    inside.parse().ok().filter(|_| inside.len() <= 6)
}

/// Each run of digits with its sign: where it starts, where it ends, its value.
fn runs(line: &str) -> Vec<(usize, usize, i32)> {
    let bytes = line.as_bytes();
    let mut runs = Vec::new();
    let mut at = 0;
    while at < bytes.len() && runs.len() < MOST {
        if !bytes[at].is_ascii_digit() {
            at += 1;
            continue;
        }
        let first = at;
        while at < bytes.len() && bytes[at].is_ascii_digit() {
            at += 1;
        }
        let negative = first > 0 && bytes[first - 1] == b'-';
        let start = if negative { first - 1 } else { first };
        let glued = bytes.get(at).is_some_and(u8::is_ascii_alphabetic);
        if let (false, true, Ok(value)) = (glued, at - first <= 5, line[start..at].parse()) {
            runs.push((start, at, value));
        }
    }
    runs
}

#[cfg(test)]
mod tests {
    use super::*;

    fn schemes(line: &str) -> Vec<(Scheme, i32)> {
        find(line).iter().map(|number| (number.scheme, number.value)).collect()
    }

    #[test]
    fn marks_tell_the_numbering() {
        assert!(schemes("[errno 111] connection refused").contains(&(Scheme::Errno, 111)));
        assert!(schemes("[errno -2] name or service not known").contains(&(Scheme::Resolver, -2)));
        assert!(schemes("errno: -3008,").contains(&(Scheme::Libuv, -3008)));
        assert!(schemes("curl: (7) failed").contains(&(Scheme::Curl, 7)));
        assert!(schemes("net::err_connection_refused (-102)").contains(&(Scheme::Chromium, -102)));
        assert!(schemes("[winerror 10061]由于").contains(&(Scheme::Win32, 10061)));
        assert!(schemes("can't connect to mysql server on '10.0.0.1:3306' (111)").contains(&(Scheme::Errno, 111)));
    }

    #[test]
    fn everyday_numbers_are_no_errors() {
        for line in
            ["line 111, in connect", "took 110 ms (61 tests)", "exit code 111", "http/1.1 200 ok 10061", "port 104"]
        {
            assert_eq!(schemes(line), [], "{line}");
        }
    }
}
