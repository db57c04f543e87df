//! Secrets in the head of a message, struck out before it is shown.

use crate::wire::http1::{Field, Head};

/// What stands where a secret stood.
pub const STRUCK: &str = "***";

/// Fields whose whole value is a secret (RFC 9110 section 11, RFC 6265, and what services use in their place).
const SECRET: &[&str] = &[
    "authorization",
    "proxy-authorization",
    "cookie",
    "set-cookie",
    "x-api-key",
    "api-key",
    "x-auth-token",
    "x-csrf-token",
    "x-amz-security-token",
    "authentication-info",
    "proxy-authentication-info",
];

/// What names of fields hold whose value is a secret, with `-` for `_`.
const WORDS: &[&str] = &[
    "password",
    "passwd",
    "secret",
    "token",
    "session",
    "csrf",
    "xsrf",
    "api-key",
    "apikey",
    "access-key",
    "private-key",
    "subscription-key",
    "auth-key",
];

/// Parameters of paths that are secrets (Jakarta Servlet 6.0 section 7.1.3).
const IN_PATHS: &[&str] = &[";jsessionid=", ";phpsessid="];

/// Fields that hold URLs, of which the query and the login may be secrets.
const URLS: &[&str] = &["location", "content-location", "referer", "refresh", "link"];

/// True for a field whose value is a secret.
pub fn is_secret(name: &str) -> bool {
    let name = name.trim().to_ascii_lowercase().replace('_', "-");
    // How many tokens of a language model are left is none.
    SECRET.contains(&name.as_str()) || WORDS.iter().any(|word| name.contains(word)) && !name.contains("ratelimit")
}

impl Field {
    /// The field as it may be shown.
    pub fn without_secrets(&self) -> Field {
        Field { name: self.name.clone(), value: shown_value(&self.name, &self.value) }
    }
}

impl Head {
    /// The head as it may be shown.
    pub fn without_secrets(&self) -> Head {
        Head { fields: self.fields.iter().map(Field::without_secrets).collect(), ..self.clone() }
    }
}

fn shown_value(name: &str, value: &str) -> String {
    let name = name.trim();
    if is_secret(name) {
        // The scheme of credentials tells much and gives nothing away.
        let scheme = value.split_once(' ').map(|(scheme, _)| scheme).filter(|_| name.ends_with("uthorization"));
        return match scheme {
            Some(scheme) if scheme.len() < 20 => format!("{scheme} {STRUCK}"),
            _ => STRUCK.to_owned(),
        };
    }
    match URLS.iter().any(|url| name.eq_ignore_ascii_case(url)) {
        true => without_query(value),
        false => value.to_owned(),
    }
}

/// A URL, or a reference to one, without its login, query and fragment: a login service hands tokens over in either
/// (RFC 6749 sections 4.1.2 and 4.2.2).
pub fn without_query(url: &str) -> String {
    let (before, after) = url.split_at(url.find(['?', '#']).unwrap_or(url.len()));
    let start = before.find("//").map_or(0, |at| at + 2);
    let end = before[start..].find('/').map_or(before.len(), |at| start + at);
    let login = before[start..end].rfind('@').filter(|_| start > 0).map(|at| start + at);
    let shown = match login {
        Some(at) => format!("{}{STRUCK}{}", &before[..start], &before[at..]),
        None => before.to_owned(),
    };
    let shown = IN_PATHS.iter().fold(shown, |shown, name| without_parameter(&shown, name));
    match after.chars().next() {
        Some(mark) => format!("{shown}{mark}{STRUCK}"),
        None => shown,
    }
}

/// A path without the value of the parameter that begins with `name`.
fn without_parameter(path: &str, name: &str) -> String {
    let Some(at) = path.to_ascii_lowercase().find(name).map(|at| at + name.len()) else { return path.to_owned() };
    let rest = path[at..].find(['/', ';']).map_or("", |end| &path[at + end..]);
    format!("{}{STRUCK}{rest}", &path[..at])
}

/// The bytes of a message with the secrets of its head struck out; interim answers before it count as head. What stands
/// behind the head is left alone. With `in_place`, stars stand for the bytes one by one, so that offsets stay true.
pub fn without_secrets(message: &[u8], in_place: bool) -> Vec<u8> {
    let mut out = Vec::with_capacity(message.len());
    let mut rest = message;
    let mut is_first = true;
    let mut is_interim = false;
    let mut was_secret = false;
    while !rest.is_empty() {
        let end = rest.iter().position(|byte| *byte == b'\n').map_or(rest.len(), |at| at + 1);
        let (line, after) = rest.split_at(end);
        rest = after;
        let text = line.strip_suffix(b"\n").unwrap_or(line);
        let text = text.strip_suffix(b"\r").unwrap_or(text);
        let end_of_line = &line[text.len()..];
        if text.is_empty() && !is_first {
            out.extend(line);
            if !(is_interim && rest.starts_with(b"HTTP/1.")) {
                break;
            }
            is_first = true;
            continue;
        }
        let shown = if is_first {
            is_interim = is_interim_line(text);
            first_line(text)
        } else if line.starts_with(b" ") || line.starts_with(b"\t") {
            // A folded line belongs to the field before it.
            if was_secret { Some(0) } else { None }
        } else {
            let secret = secret_of(text);
            was_secret = secret.is_some();
            secret
        };
        let is_request_line = is_first;
        is_first = is_first && text.is_empty();
        match shown {
            None => out.extend(text),
            Some(at) => {
                let at = at.min(text.len());
                out.extend(&text[..at]);
                match in_place {
                    true => out.extend(text[at..].iter().map(|_| b'*')),
                    false => out.extend(STRUCK.as_bytes()),
                }
                // Behind a query in a request line stands the version.
                if let Some(version) = version_behind(text, at).filter(|_| is_request_line) {
                    let length = out.len();
                    match in_place {
                        true => out[length - version.len()..].copy_from_slice(version),
                        false => out.extend(version),
                    }
                }
            }
        }
        out.extend(end_of_line);
    }
    out.extend(rest);
    out
}

/// True for the status line of an interim answer.
fn is_interim_line(line: &[u8]) -> bool {
    line.starts_with(b"HTTP/1.") && line.get(9) == Some(&b'1') && line.get(9..12) != Some(b"101")
}

/// Where the query begins in a request line; none in a status line.
fn first_line(line: &[u8]) -> Option<usize> {
    if line.starts_with(b"HTTP/") {
        return None;
    }
    line.iter().position(|byte| *byte == b'?').map(|at| at + 1)
}

fn version_behind(line: &[u8], at: usize) -> Option<&[u8]> {
    let start = line.iter().rposition(|byte| *byte == b' ')?;
    (start >= at && line[start + 1..].starts_with(b"HTTP/")).then(|| &line[start..])
}

/// Where the secret begins in a field line, if one is there.
fn secret_of(line: &[u8]) -> Option<usize> {
    let colon = line.iter().position(|byte| *byte == b':')?;
    let name = String::from_utf8_lossy(&line[..colon]).into_owned();
    let value = colon + 1 + line[colon + 1..].iter().take_while(|byte| byte.is_ascii_whitespace()).count();
    if is_secret(&name) {
        let word = line[value..].iter().position(|byte| *byte == b' ').filter(|word| *word < 20);
        let scheme = word.filter(|_| name.trim().to_ascii_lowercase().ends_with("authorization"));
        return Some(value + scheme.map_or(0, |word| word + 1));
    }
    let is_url = URLS.iter().any(|url| name.trim().eq_ignore_ascii_case(url));
    let query = line[value..].iter().position(|byte| matches!(byte, b'?' | b'#'));
    query.filter(|_| is_url).map(|at| value + at + 1)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(message: &str, in_place: bool) -> String {
        String::from_utf8(without_secrets(message.as_bytes(), in_place)).expect("text")
    }

    #[test]
    fn secrets_of_a_request_are_struck_out() {
        let request = "GET /a?token=s3cret HTTP/1.1\r\nHost: h\r\nauthorization: Basic s3cret\r\nCookie: a=s3cret;\r\n b=s3cret\r\nX: y\r\n\r\nCookie: body";
        let wanted = "GET /a?*** HTTP/1.1\r\nHost: h\r\nauthorization: Basic ***\r\nCookie: ***\r\n***\r\nX: y\r\n\r\nCookie: body";
        assert_eq!(shown(request, false), wanted);
    }

    #[test]
    fn secrets_of_an_answer_are_struck_out_in_their_place() {
        let answer = "HTTP/1.1 103 Early\r\nSet-Cookie: s3cret\r\n\r\nHTTP/1.1 302 Found?\r\nSet-Cookie:s3cret\nLocation: /b?s3cret\r\nlocation: c#s3cret\r\n\r\nSet-Cookie: body?";
        let struck = shown(answer, true);
        assert_eq!(struck.len(), answer.len());
        assert!(!struck.contains("s3cret"), "{struck}");
        assert!(struck.contains("302 Found?") && struck.contains("Location: /b?******\r\n"), "{struck}");
        assert!(struck.contains("location: c#******\r\n"), "{struck}");
        assert!(struck.ends_with("\r\n\r\nSet-Cookie: body?"), "{struck}");
    }

    #[test]
    fn fields_are_shown_without_their_secrets() {
        for (name, value, wanted) in [
            ("Set-Cookie", "a=b; Path=/", "***"),
            ("Proxy-Authorization", "Basic abc", "Basic ***"),
            ("Authorization", "abc", "***"),
            ("Location", "http://u:p@h/x?y=z", "http://***@h/x?***"),
            ("Location", "/x#access_token=y?z", "/x#***"),
            ("Location", "http://u:p@h#y", "http://***@h#***"),
            ("Location", "/x?y#z", "/x?***"),
            ("Location", "/x@y", "/x@y"),
            ("Location", "/a;JSESSIONID=abc/b;x=1", "/a;JSESSIONID=***/b;x=1"),
            ("X-Access-Token", "abc", "***"),
            ("X-Goog-Api-Key", "abc", "***"),
            ("Ocp-Apim-Subscription-Key", "abc", "***"),
            ("X-Session_Id", "abc", "***"),
            ("X-RateLimit-Remaining-Tokens", "12", "12"),
            ("Sec-WebSocket-Key", "abc", "abc"),
            ("Access-Control-Allow-Credentials", "true", "true"),
            ("Server", "x?y", "x?y"),
        ] {
            assert_eq!(shown_value(name, value), wanted, "{name}: {value}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_message_is_survived(bytes: Vec<u8>) {
            proptest::prop_assert_eq!(without_secrets(&bytes, true).len(), bytes.len());
            let _ = without_secrets(&bytes, false);
        }

        #[test]
        fn no_cookie_passes(before in "[a-z:? \r\n]{0,30}", after in "[a-z\r\n ]{0,20}") {
            let message = format!("HTTP/1.1 200 OK\r\nX{}\r\nSet-Cookie: S3CRET{after}\r\n\r\n", before.replace('\n', ""));
            proptest::prop_assert!(!shown(&message, true).contains("S3CRET"));
        }
    }
}
