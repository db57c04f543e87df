//! What the head of an answer tells of the proxy that sent it or passed it on.

use crate::wire::http1::Head;
use crate::wire::proxy_status::{self, Entry};

/// Products that serve as a forward proxy and put their name into `Server` only in answers of their own.
const PRODUCTS: &[&str] = &[
    "squid",
    "tinyproxy",
    "privoxy",
    "polipo",
    "mitmproxy",
    "proxy.py",
    "3proxy",
    "zscaler",
    "bluecoat",
    "cntlm",
    "smokescreen",
    "mcafee web gateway",
    "sophos",
    "ziproxy",
    "wwwoffle",
];

/// Products that are web servers, and do not serve as a forward proxy unless they are rebuilt for it.
const SERVERS: &[&str] = &[
    "nginx",
    "apache",
    "openresty",
    "lighttpd",
    "microsoft-iis",
    "microsoft-httpapi",
    "caddy",
    "jetty",
    "gunicorn",
    "werkzeug",
    "uvicorn",
    "basehttp",
    "simplehttp",
    "cloudflare",
    "kestrel",
    "thttpd",
    "mini_httpd",
    "boa",
    "goahead",
];

/// Fields in which products tell their own code for an error. Names that any server may give a field of its own are none.
const CODES: &[&str] = &["X-Squid-Error", "X-Smokescreen-Error", "X-Proxy-Error"];

/// The most characters of a value that are kept.
const MOST: usize = 200;

/// What a head tells.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Signs {
    /// `Via`, all of them as one.
    pub via: Option<String>,
    /// `Server`.
    pub server: Option<String>,
    /// `Proxy-Status`, the nearest to the origin first.
    pub proxy_status: Vec<Entry>,
    /// The product's own code for the error, as `FIELD: VALUE`.
    pub error_code: Option<String>,
    /// The authentication schemes of `Proxy-Authenticate`.
    pub login_ways: Vec<String>,
    /// The first realm of it.
    pub realm: Option<String>,
    /// True where a cache says that it looked (`X-Cache`, `X-Cache-Lookup`).
    pub cache: bool,
}

impl Signs {
    /// Reads them.
    pub fn read(head: &Head) -> Signs {
        let via: Vec<&str> = head.every("Via").collect();
        let code = CODES.iter().find_map(|name| Some(format!("{name}: {}", head.field(name)?)));
        let (login_ways, realm) = challenges(head.every("Proxy-Authenticate"));
        Signs {
            via: (!via.is_empty()).then(|| short(&via.join(", "))),
            server: head.field("Server").map(short),
            proxy_status: proxy_status::read(head.every("Proxy-Status")),
            error_code: code.as_deref().map(short),
            login_ways,
            realm,
            cache: head.field("X-Cache").is_some() || head.field("X-Cache-Lookup").is_some(),
        }
    }

    /// How many intermediaries `Via` names (RFC 9110 section 7.6.3).
    pub fn hops(&self) -> usize {
        self.via.as_ref().map_or(0, |via| via.split(',').filter(|hop| !hop.trim().is_empty()).count())
    }

    /// True where `Server` names a product that is a proxy.
    pub fn is_of_a_proxy(&self) -> bool {
        self.is_one_of(PRODUCTS)
    }

    /// True where `Server` names a product that is a web server.
    pub fn is_of_a_web_server(&self) -> bool {
        self.is_one_of(SERVERS)
    }

    /// True where anything at all speaks of a proxy.
    pub fn any(&self) -> bool {
        self.is_of_a_proxy()
            || self.via.is_some()
            || self.error_code.is_some()
            || !self.proxy_status.is_empty()
            || !self.login_ways.is_empty()
    }

    fn is_one_of(&self, products: &[&str]) -> bool {
        let server = self.server.as_deref().unwrap_or_default().to_ascii_lowercase();
        products.iter().any(|product| server.starts_with(product))
    }
}

fn short(value: &str) -> String {
    value.chars().filter(|c| !c.is_control()).take(MOST).collect()
}

/// The schemes and the first realm of challenges (RFC 9110 section 11.6.1): a list whose members and whose members'
/// parameters are both kept apart by commas.
fn challenges<'a>(values: impl Iterator<Item = &'a str>) -> (Vec<String>, Option<String>) {
    let (mut ways, mut realm) = (Vec::new(), None);
    for value in values {
        let mut rest = value;
        while !rest.is_empty() {
            let (part, after) = next(rest);
            rest = after;
            let part = part.trim();
            let (first, parameter) = part.split_once([' ', '\t']).unwrap_or((part, ""));
            // A scheme stands alone or before a blank; `name=value` goes on with the challenge before.
            let parameter = match first.contains('=') {
                true => part,
                false => {
                    let known = ways.iter().any(|way: &String| way.eq_ignore_ascii_case(first));
                    if !known && ways.len() < 8 && is_token(first) {
                        ways.push(short(first));
                    }
                    parameter
                }
            };
            if let Some((name, value)) = parameter.split_once('=')
                && name.trim().eq_ignore_ascii_case("realm")
                && realm.is_none()
            {
                realm = Some(short(value.trim().trim_matches('"'))).filter(|realm| !realm.is_empty());
            }
        }
    }
    (ways, realm)
}

/// Splits at the first comma that stands outside of quotes.
fn next(text: &str) -> (&str, &str) {
    let mut quoted = false;
    for (at, byte) in text.bytes().enumerate() {
        match byte {
            b'"' => quoted = !quoted,
            b',' if !quoted => return (&text[..at], &text[at + 1..]),
            _ => {}
        }
    }
    (text, "")
}

fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_' | b'.'))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn signs(fields: &str) -> Signs {
        let head = format!("HTTP/1.1 407 x\r\n{fields}\r\n\r\n");
        Signs::read(&Head::parse(head.as_bytes()).expect("a head"))
    }

    #[test]
    fn challenges_are_told_apart() {
        for (value, ways, realm) in [
            ("Basic realm=\"a, b\"", vec!["Basic"], Some("a, b")),
            ("Negotiate, NTLM, Basic realm=\"x\", charset=\"UTF-8\"", vec!["Negotiate", "NTLM", "Basic"], Some("x")),
            ("Digest realm=\"r\", nonce=\"n=1,2\", qop=\"auth\", basic Realm=y", vec!["Digest", "basic"], Some("r")),
            ("Negotiate TlRMTVNTUAAC", vec!["Negotiate"], None),
            ("", vec![], None),
            (",,=\",", vec![], None),
        ] {
            let signs = signs(&format!("Proxy-Authenticate: {value}"));
            assert_eq!(
                (signs.login_ways, signs.realm.as_deref()),
                (ways.iter().map(|w| w.to_string()).collect(), realm)
            );
        }
    }

    #[test]
    fn products_are_known_by_their_server_field() {
        let squid = signs("Server: squid/5.7\r\nX-Squid-Error: ERR_DNS_FAIL 0\r\nVia: 1.1 a (squid/5.7), 1.1 b");
        assert!(squid.is_of_a_proxy() && squid.any() && !squid.is_of_a_web_server());
        assert_eq!((squid.hops(), squid.error_code.as_deref()), (2, Some("X-Squid-Error: ERR_DNS_FAIL 0")));
        assert!(signs("Server: nginx/1.22").is_of_a_web_server());
        assert!(!signs("Server: nginx/1.22").any());
        assert!(!signs("X-Error-Code: E_ACCOUNT_LOCKED\r\nX-Deny-Reason: bot").any());
    }

    proptest::proptest! {
        #[test]
        fn any_value_is_survived_and_bounded(value: String) {
            let (ways, realm) = challenges([value.as_str()].into_iter());
            proptest::prop_assert!(ways.len() <= 8 && realm.is_none_or(|realm| realm.chars().count() <= MOST));
        }
    }
}
