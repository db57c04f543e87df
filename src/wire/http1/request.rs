//! The bytes of a request (RFC 9112 section 3), exactly as they are sent.

use crate::wire::http1::Wish;

/// What a request is to say. Borrowed from the options, written once.
#[derive(Debug, Clone)]
pub struct Draft<'a> {
    /// The method; `GET`, or `POST` where there is a body, if none is given.
    pub method: Option<&'a str>,
    /// The request target.
    pub form: Form<'a>,
    /// The version named in the request line.
    pub version: Version,
    /// The value of `Host`, unless a wish says otherwise.
    pub host: &'a str,
    /// The value of `User-Agent`, unless a wish says otherwise.
    pub agent: &'a str,
    /// User and password for `Authorization: Basic` (RFC 7617).
    pub login: Option<(&'a str, &'a str)>,
    /// User and password for `Proxy-Authorization: Basic`, where the request itself goes to a proxy.
    pub proxy_login: Option<(&'a str, &'a str)>,
    /// Fields to add, replace or leave out, in the order given.
    pub wishes: &'a [Wish],
    /// Further defaults, sent behind `Accept` unless a wish of the same name is there.
    pub defaults: &'a [(&'a str, &'a str)],
    /// The body; `None` is not the same as an empty one.
    pub body: Option<&'a [u8]>,
    /// True where the body is a form, so that `Content-Type` says so by default.
    pub is_form: bool,
}

/// The form of the request target (RFC 9112 section 3.2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form<'a> {
    /// A path and query.
    Origin(&'a str),
    /// A whole URL, as proxies want it.
    Absolute(&'a str),
    /// `HOST:PORT`, for CONNECT.
    Authority(&'a str),
    /// Whatever the user wrote, `*` for example.
    Written(&'a str),
}

/// The version of the request.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Version {
    /// HTTP/1.0.
    V10,
    /// HTTP/1.1.
    #[default]
    V11,
}

/// A request ready to be sent.
#[derive(Clone, PartialEq, Eq)]
pub struct Written {
    /// Its method: decides how the answer is framed.
    pub method: String,
    /// The head, with the blank line that ends it.
    pub head: Vec<u8>,
    /// The body as it goes over the wire.
    pub body: Vec<u8>,
}

/// Why a request cannot be written.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum RequestError {
    /// The method is no token (RFC 9110 section 9.1).
    #[error("`{0}` is no method; a method is made of letters, digits and !#$%&'*+-.^_`|~, or send it with --raw")]
    Method(String),
    /// The request target holds white space or control characters.
    #[error(
        "`{0}` cannot stand in a request line, for it holds a space or control character; write `%20`, or send it with --raw"
    )]
    Target(String),
    /// The `Host` field would break out of its line.
    #[error("`{0}` is no value for Host, for it holds a space or control character; write HOST or HOST:PORT")]
    Host(String),
    /// A user name holds a colon, a line end or a NUL (RFC 7617 section 2).
    #[error("a user name or password holds a control character, or the user name a colon")]
    Login,
}

impl Version {
    /// How the request line names it.
    pub fn name(self) -> &'static str {
        match self {
            Version::V10 => "HTTP/1.0",
            Version::V11 => "HTTP/1.1",
        }
    }
}

impl Form<'_> {
    fn text(&self) -> &str {
        match self {
            Form::Origin(text) | Form::Absolute(text) | Form::Authority(text) | Form::Written(text) => text,
        }
    }
}

impl Draft<'_> {
    /// The request as bytes.
    ///
    /// # Errors
    /// Where a part would break out of its place.
    pub fn write(&self) -> Result<Written, RequestError> {
        let method = self.method.unwrap_or(if self.body.is_some() { "POST" } else { "GET" });
        if !is_token(method) {
            return Err(RequestError::Method(method.escape_debug().take(60).collect()));
        }
        let target = self.form.text();
        if target.is_empty() || target.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(RequestError::Target(target.escape_debug().take(60).collect()));
        }
        if self.host.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(RequestError::Host(self.host.escape_debug().take(60).collect()));
        }
        let mut head = format!("{method} {target} {}\r\n", self.version.name());
        // The host first (RFC 9110 section 7.2), whether its value is the default or a wish.
        match self.wished("Host") {
            Some(wish) => line(&mut head, wish.line()),
            None => field(&mut head, "Host", self.host),
        }
        for (name, login) in [("Proxy-Authorization", self.proxy_login), ("Authorization", self.login)] {
            if let (Some((user, password)), None) = (login, self.wished(name)) {
                field(&mut head, name, &basic(user, password)?);
            }
        }
        let defaults = [("User-Agent", self.agent), ("Accept", "*/*")];
        for (name, value) in defaults.iter().chain(self.defaults) {
            if self.wished(name).is_none() {
                field(&mut head, name, value);
            }
        }
        // Host was sent already, and twice would be an error (RFC 9112 section 3.2).
        for wish in self.wishes.iter().filter(|wish| !wish.is("Host")) {
            line(&mut head, wish.line());
        }
        let body = self.frame(&mut head);
        head.push_str("\r\n");
        Ok(Written { method: method.to_owned(), head: head.into_bytes(), body })
    }

    /// Says how the body is framed, and frames it so: by its length, or in chunks where a wish says that.
    fn frame(&self, head: &mut String) -> Vec<u8> {
        let Some(body) = self.body else { return Vec::new() };
        if self.is_form && self.wished("Content-Type").is_none() {
            field(head, "Content-Type", "application/x-www-form-urlencoded");
        }
        let coding = self.wished("Transfer-Encoding").and_then(Wish::value);
        if coding.is_some_and(|coding| coding.to_ascii_lowercase().ends_with("chunked")) {
            return match body.len() {
                0 => b"0\r\n\r\n".to_vec(),
                length => [format!("{length:x}\r\n").as_bytes(), body, b"\r\n0\r\n\r\n"].concat(),
            };
        }
        if self.wished("Content-Length").is_none() {
            field(head, "Content-Length", &body.len().to_string());
        }
        body.to_vec()
    }

    fn wished(&self, name: &str) -> Option<&Wish> {
        self.wishes.iter().find(|wish| wish.is(name))
    }
}

fn field(head: &mut String, name: &str, value: &str) {
    line(head, Some(&format!("{name}: {value}")));
}

fn line(head: &mut String, line: Option<&str>) {
    if let Some(line) = line {
        head.push_str(line);
        head.push_str("\r\n");
    }
}

/// The credentials of RFC 7617.
fn basic(user: &str, password: &str) -> Result<String, RequestError> {
    if user.contains(':') || user.chars().chain(password.chars()).any(char::is_control) {
        return Err(RequestError::Login);
    }
    Ok(format!("Basic {}", data_encoding::BASE64.encode(format!("{user}:{password}").as_bytes())))
}

/// True for a token (RFC 9110 section 5.6.2).
pub(crate) fn is_token(text: &str) -> bool {
    !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte))
}

impl std::fmt::Debug for Written {
    /// The head may hold credentials, so only lengths are shown.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Written({} {} + {} bytes)", self.method, self.head.len(), self.body.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft<'a>() -> Draft<'a> {
        Draft {
            method: None,
            form: Form::Origin("/"),
            version: Version::V11,
            host: "h:8080",
            agent: "netwhy/0",
            login: None,
            proxy_login: None,
            wishes: &[],
            defaults: &[],
            body: None,
            is_form: false,
        }
    }

    fn text(draft: &Draft) -> String {
        let written = draft.write().expect("a request");
        String::from_utf8([written.head, written.body].concat()).expect("text")
    }

    fn wishes(texts: &[&str]) -> Vec<Wish> {
        texts.iter().map(|text| Wish::read(text).expect("a wish")).collect()
    }

    #[test]
    fn the_plain_request_is_the_one_that_curl_sends() {
        assert_eq!(text(&draft()), "GET / HTTP/1.1\r\nHost: h:8080\r\nUser-Agent: netwhy/0\r\nAccept: */*\r\n\r\n");
    }

    #[test]
    fn wishes_add_replace_leave_out_and_send_empty() {
        let wishes = wishes(&["x-a: 1", "x-a: 2", "accept: text/html", "User-Agent:", "host: other", "X-E;"]);
        let text = text(&Draft { wishes: &wishes, ..draft() });
        assert_eq!(text, "GET / HTTP/1.1\r\nhost: other\r\nx-a: 1\r\nx-a: 2\r\naccept: text/html\r\nX-E:\r\n\r\n");
    }

    #[test]
    fn a_form_is_posted_with_its_length() {
        let form = Draft { body: Some(b"a=1&b=2"), is_form: true, ..draft() };
        let text = text(&form);
        assert!(text.starts_with("POST / HTTP/1.1\r\n"), "{text}");
        let end = "Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 7\r\n\r\na=1&b=2";
        assert!(text.ends_with(end), "{text}");
    }

    #[test]
    fn framing_follows_the_wishes() {
        let chunked = wishes(&["Transfer-Encoding: chunked", "Content-Type:"]);
        let text_of = |wishes: &[Wish], body: &[u8]| {
            text(&Draft { wishes, body: Some(body), is_form: true, method: Some("PUT"), ..draft() })
        };
        let sent = text_of(&chunked, b"hello world 1234");
        assert!(sent.ends_with("Transfer-Encoding: chunked\r\n\r\n10\r\nhello world 1234\r\n0\r\n\r\n"), "{sent}");
        assert!(!sent.contains("Content-"), "{sent}");
        assert!(text_of(&chunked, b"").ends_with("\r\n\r\n0\r\n\r\n"));
        let own = text_of(&wishes(&["Content-Length: 99"]), b"x");
        assert_eq!(own.matches("Content-Length").count(), 1, "{own}");
        assert!(own.contains("Content-Length: 99\r\n"), "{own}");
    }

    #[test]
    fn credentials_are_encoded_and_a_wish_goes_before_them() {
        let with = Draft { login: Some(("Aladdin", "open sesame")), ..draft() };
        assert!(text(&with).contains("\r\nAuthorization: Basic QWxhZGRpbjpvcGVuIHNlc2FtZQ==\r\n"));
        let own = wishes(&["authorization: Bearer x"]);
        let sent = text(&Draft { wishes: &own, ..with.clone() });
        assert!(sent.contains("authorization: Bearer x\r\n") && !sent.contains("Basic"), "{sent}");
        assert_eq!(Draft { login: Some(("a:b", "c")), ..draft() }.write(), Err(RequestError::Login));
        assert_eq!(Draft { login: Some(("a", "c\r\nX: y")), ..draft() }.write(), Err(RequestError::Login));
        assert!(!format!("{:?}", with.write()).contains("QWx"));
    }

    #[test]
    fn any_token_is_a_method_and_nothing_else_is() {
        for method in ["PROPFIND", "get", "M-SEARCH", "!#$%&'*+-.^_`|~"] {
            assert!(text(&Draft { method: Some(method), ..draft() }).starts_with(&format!("{method} / HTTP/1.1\r\n")));
        }
        for method in ["", "A B", "GET\r\nX: y", "GÉT", "A/B"] {
            let refused = Draft { method: Some(method), ..draft() }.write();
            assert!(matches!(refused, Err(RequestError::Method(_))), "{method}: {refused:?}");
        }
    }

    #[test]
    fn every_form_of_target_can_be_sent() {
        for (form, wanted) in [
            (Form::Absolute("http://h/x"), "GET http://h/x HTTP/1.0\r\n"),
            (Form::Written("*"), "GET * HTTP/1.0\r\n"),
            (Form::Authority("h:1"), "GET h:1 HTTP/1.0\r\n"),
        ] {
            assert!(text(&Draft { form, version: Version::V10, ..draft() }).starts_with(wanted));
        }
        for host in ["h\r\nX: y", "a b"] {
            assert!(matches!(Draft { host, ..draft() }.write(), Err(RequestError::Host(_))), "{host:?}");
        }
        for target in ["", "/a b", "/a\r\nX: y", "/\t"] {
            let refused = Draft { form: Form::Written(target), ..draft() }.write();
            assert!(matches!(refused, Err(RequestError::Target(_))), "{target:?}");
        }
    }

    proptest::proptest! {
        #[test]
        fn the_head_has_as_many_lines_as_fields(method: String, target: String, user: String, password: String, one: String) {
            let wishes: Vec<Wish> = Wish::read(&one).into_iter().collect();
            let draft = Draft {
                method: Some(&method), form: Form::Written(&target), login: Some((&user, &password)), wishes: &wishes, ..draft()
            };
            if let Ok(written) = draft.write() {
                let text = String::from_utf8_lossy(&written.head).into_owned();
                proptest::prop_assert!(text.ends_with("\r\n\r\n"));
                proptest::prop_assert!(text.lines().count() <= 7);
                proptest::prop_assert!(!text.replace("\r\n", "").contains(['\r', '\n', '\0']));
            }
        }
    }
}
