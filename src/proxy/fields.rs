//! Which fields of a message are for the next machine alone and are not passed on (RFC 9110 section 7.6.1).

use hyper::header::{
    CONNECTION, CONTENT_LENGTH, HeaderMap, HeaderName, HeaderValue, TE, TRANSFER_ENCODING, UPGRADE, VIA,
};

/// Fields of the connection itself, named by `Connection` or not.
const OF_THE_CONNECTION: &[&str] =
    &["connection", "proxy-connection", "keep-alive", "te", "transfer-encoding", "upgrade", "http2-settings"];

/// HTTP/2 without TLS, as `Upgrade` asks for it (RFC 7540 section 3.2).
const H2C: HeaderName = HeaderName::from_static("h2c");

/// Fields between a client and its proxy.
const OF_THE_PROXY: &[&str] = &["proxy-authorization", "proxy-authenticate", "proxy-authentication-info"];

/// What a message said of its connection, before that was taken out.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Taken {
    /// What to switch to, where the connection shall switch (RFC 9110 section 7.8).
    pub upgrade: Option<HeaderValue>,
    /// True where trailers are welcome.
    pub trailers: bool,
}

/// Takes out of `fields` what is not to be passed on.
pub(crate) fn take(fields: &mut HeaderMap) -> Taken {
    let mut taken = Taken::default();
    // Most messages have none of these.
    if fields.contains_key(TE) {
        let offers = |value: &HeaderValue| value.to_str().is_ok_and(|value| has(value, "trailers"));
        taken.trailers = fields.get_all(TE).iter().any(offers);
    }
    if fields.contains_key(CONNECTION) {
        let named: Vec<HeaderName> = fields.get_all(CONNECTION).iter().flat_map(names).collect();
        if named.contains(&UPGRADE) {
            // What a client says in HTTP/2 would pass unread (RFC 9113 section 3.1 gave that way up).
            let is_read = |value: &&HeaderValue| !names(value).contains(&H2C);
            taken.upgrade = fields.get(UPGRADE).filter(is_read).cloned();
        }
        for name in named {
            // Whoever names these does so by mistake, or to have them lost on the way (RFC 9110 section 7.6.1).
            if !matches!(name.as_str(), "host" | "content-length" | "cache-control" | "via") {
                fields.remove(name);
            }
        }
    }
    for name in OF_THE_CONNECTION.iter().chain(OF_THE_PROXY) {
        fields.remove(*name);
    }
    taken
}

/// Puts back into a request what the next machine is asked for: to switch protocols, and to send trailers.
pub(crate) fn ask(fields: &mut HeaderMap, taken: &Taken) {
    if let Some(protocol) = &taken.upgrade {
        fields.insert(UPGRADE, protocol.clone());
        fields.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    }
    if taken.trailers {
        fields.insert(TE, HeaderValue::from_static("trailers"));
        fields.append(CONNECTION, HeaderValue::from_static("te"));
    }
}

/// Leaves one length of a message that came, as it was taken: none beside `Transfer-Encoding`, which goes before it, and
/// one of several that say the same (RFC 9112 section 6.3). Two readers shall not read it differently.
pub(crate) fn one_length(fields: &mut HeaderMap) {
    if fields.contains_key(TRANSFER_ENCODING) {
        fields.remove(CONTENT_LENGTH);
        return;
    }
    let Some(first) = fields.get(CONTENT_LENGTH) else { return };
    let one = first.as_bytes().split(|byte| *byte == b',').next().unwrap_or_default().trim_ascii();
    if let Ok(one) = HeaderValue::from_bytes(one) {
        fields.insert(CONTENT_LENGTH, one);
    }
}

/// The transfer codings of a message, where they are others than chunks alone (RFC 9112 section 7). `identity`, which some
/// old servers write, changes nothing.
pub(crate) fn foreign_coding(fields: &HeaderMap) -> Option<String> {
    let all = fields.get_all(TRANSFER_ENCODING).iter().map(|value| String::from_utf8_lossy(value.as_bytes()));
    let all = all.collect::<Vec<_>>().join(", ");
    let mut codings = all.split(',').map(str::trim).filter(|coding| !coding.is_empty());
    let is = |coding: &str, name: &str| coding.eq_ignore_ascii_case(name);
    let first = codings.next()?;
    let is_plain = codings.next().is_none() && (is(first, "chunked") || is(first, "identity"));
    (!is_plain).then(|| crate::wire::excerpt::excerpt(all.as_bytes(), 80))
}

/// Says that the body comes in chunks: its length is not known.
pub(crate) fn chunked(fields: &mut HeaderMap) {
    fields.insert(TRANSFER_ENCODING, HeaderValue::from_static("chunked"));
}

/// The `Via` fields as one, where there are some that are text.
pub(crate) fn passed(fields: &HeaderMap) -> Option<String> {
    let all: Vec<&str> = fields.get_all(VIA).iter().filter_map(|value| value.to_str().ok()).collect();
    (!all.is_empty()).then(|| all.join(", "))
}

/// True where the `Via` fields name `own`: the message was here before.
pub(crate) fn has_passed(fields: &HeaderMap, own: &str) -> bool {
    let names = |value: &HeaderValue| {
        value.to_str().is_ok_and(|value| value.split(',').any(|hop| hop.split_whitespace().nth(1) == Some(own)))
    };
    fields.get_all(VIA).iter().any(names)
}

/// The names in a list of field names.
fn names(value: &HeaderValue) -> Vec<HeaderName> {
    let text = String::from_utf8_lossy(value.as_bytes());
    text.split(',').filter_map(|name| HeaderName::from_bytes(name.trim().as_bytes()).ok()).collect()
}

/// True where a list has this member, whatever its parameters.
fn has(list: &str, wanted: &str) -> bool {
    list.split(',').any(|member| member.split(';').next().is_some_and(|name| name.trim().eq_ignore_ascii_case(wanted)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn fields(text: &str) -> HeaderMap {
        let mut fields = HeaderMap::new();
        for (name, value) in text.lines().filter_map(|line| line.trim().split_once(": ")) {
            fields.append(HeaderName::from_bytes(name.as_bytes()).expect(name), value.parse().expect(value));
        }
        fields
    }

    #[test]
    fn what_is_of_the_connection_stays_on_it() {
        let mut seen = fields(
            "Host: h
             Connection: close, X-Mine , TE
             Connection: upgrade, host, content-length
             X-Mine: 1
             x-mine: 2
             X-Other: 3
             Upgrade: websocket
             TE: gzip, Trailers;q=1
             Proxy-Connection: keep-alive
             Proxy-Authorization: Basic x
             Keep-Alive: timeout=5
             Transfer-Encoding: chunked
             Content-Length: 3
             Trailer: X-Sum",
        );
        let taken = take(&mut seen);
        assert_eq!(taken, Taken { upgrade: Some(HeaderValue::from_static("websocket")), trailers: true });
        assert_eq!(seen, fields("Host: h\nX-Other: 3\nContent-Length: 3\nTrailer: X-Sum"));
        ask(&mut seen, &taken);
        let back = "Host: h\nX-Other: 3\nContent-Length: 3\nTrailer: X-Sum\nUpgrade: websocket\nConnection: upgrade\nTE: trailers\nConnection: te";
        assert_eq!(seen, fields(back));
    }

    #[test]
    fn a_message_has_one_length() {
        for (given, left) in [
            ("Content-Length: 5\nTransfer-Encoding: chunked", "Transfer-Encoding: chunked"),
            ("Content-Length: 5\nContent-Length: 5", "Content-Length: 5"),
            ("Content-Length: 5 , 5", "Content-Length: 5"),
            ("Content-Length: 5", "Content-Length: 5"),
        ] {
            let mut seen = fields(given);
            one_length(&mut seen);
            assert_eq!(seen, fields(left), "{given}");
        }
    }

    #[test]
    fn a_coding_besides_chunks_is_seen() {
        for plain in
            ["X: y", "Transfer-Encoding: Chunked", "Transfer-Encoding: identity", "Transfer-Encoding: , chunked ,"]
        {
            assert_eq!(foreign_coding(&fields(plain)), None, "{plain}");
        }
        for coded in
            ["gzip, chunked", "xchunked", "chunked, gzip", "chunked, chunked", "chunked;q=1", "identity, chunked"]
        {
            assert_eq!(foreign_coding(&fields(&format!("Transfer-Encoding: {coded}"))).as_deref(), Some(coded));
        }
        let twice = "Transfer-Encoding: gzip\nTransfer-Encoding: chunked";
        assert_eq!(foreign_coding(&fields(twice)).as_deref(), Some("gzip, chunked"));
    }

    #[test]
    fn an_upgrade_that_connection_does_not_name_is_none() {
        let mut seen = fields("Upgrade: h2c\nHTTP2-Settings: x\nTE: trailersish");
        assert_eq!(take(&mut seen), Taken::default());
        assert!(seen.is_empty());
    }

    #[test]
    fn nobody_is_asked_for_http2_that_would_pass_unread() {
        for protocols in ["h2c", "websocket, H2C"] {
            let mut seen =
                fields(&format!("Connection: Upgrade, HTTP2-Settings\nUpgrade: {protocols}\nHTTP2-Settings: x"));
            assert_eq!((take(&mut seen), seen.len()), (Taken::default(), 0));
        }
    }

    #[test]
    fn a_loop_is_seen_by_its_own_name_alone() {
        assert!(has_passed(&fields("Via: 1.0 a, 1.1 me (x)"), "me"));
        assert!(!has_passed(&fields("Via: 1.1 mean, 1.1 x (me)"), "me"));
    }

    proptest::proptest! {
        #[test]
        fn any_list_is_survived(value: Vec<u8>) {
            if let Ok(value) = HeaderValue::from_bytes(&value) {
                let mut fields = HeaderMap::new();
                fields.append(CONNECTION, value.clone());
                fields.append(VIA, value.clone());
                fields.append(TE, value);
                let _ = has_passed(&fields, "me");
                take(&mut fields);
                proptest::prop_assert!(!fields.contains_key(CONNECTION));
            }
        }
    }
}
