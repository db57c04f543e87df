//! A web address: where to ask, for what, and as whom.

use std::fmt;
use std::str::FromStr;

use crate::target::{Login, Service, Target, TargetError, without_any_secret, without_password};

/// An `http` or `https` URL (RFC 9110 section 4.2). Its path and query are kept as they were written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Url {
    /// The machine, port and service.
    pub target: Target,
    /// The user and password that stand before an `@`.
    pub login: Option<Login>,
    /// The path and query as written, without the fragment; it begins with `/`.
    pub path: String,
}

/// Why a text is no web address. Each message names the input and the mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum UrlError {
    /// Nothing was given.
    #[error("the URL is empty; write `http://HOST[:PORT]/PATH`")]
    Empty,
    /// White space or a control character stands inside.
    #[error("`{0}` has a space or control character in it; write a space as `%20`")]
    Space(String),
    /// Another scheme than the two.
    #[error("`{input}` has the scheme `{scheme}`; this command speaks `http` and `https`")]
    Scheme {
        /// The whole input, secrets struck out.
        input: String,
        /// The part before `://`.
        scheme: String,
    },
    /// The host or port is none.
    #[error(transparent)]
    Place(TargetError),
}

impl FromStr for Url {
    type Err = UrlError;

    /// Reads a URL. Without a scheme, `https` is taken for port 443 and where no port is written either, else `http`.
    fn from_str(input: &str) -> Result<Url, UrlError> {
        let trimmed = input.trim();
        let shown = without_any_secret(trimmed);
        if trimmed.is_empty() {
            return Err(UrlError::Empty);
        }
        if trimmed.chars().any(|c| c.is_whitespace() || c.is_control()) {
            return Err(UrlError::Space(shown.escape_debug().to_string()));
        }
        let (scheme, rest) = match trimmed.split_once("://") {
            // What stands behind a `?` or `/` is no scheme: `host/?next=http://…`.
            Some((scheme, rest)) if !scheme.contains(['/', '?', '#']) => (Some(scheme.to_ascii_lowercase()), rest),
            _ => (None, trimmed),
        };
        if let Some(other) = scheme.as_ref().filter(|scheme| !matches!(scheme.as_str(), "http" | "https")) {
            return Err(UrlError::Scheme { input: shown, scheme: other.clone() });
        }
        let (authority, path) = rest.split_at(rest.find(['/', '?', '#']).unwrap_or(rest.len()));
        let (login, place) = match authority.rsplit_once('@') {
            Some((login, place)) => (Some(Login::read(login)), place),
            None => (None, authority),
        };
        let path = path.split('#').next().unwrap_or(path);
        let path = if path.starts_with('/') { path.to_owned() } else { format!("/{path}") };
        let mut target = match &scheme {
            Some(scheme) => format!("{scheme}://{place}").parse::<Target>(),
            None => place.parse::<Target>(),
        }
        .map_err(UrlError::Place)?;
        if scheme.is_none() && target.service != Service::Https {
            target.service = Service::Http;
        }
        target.input = without_password(trimmed);
        target.path = Some(path.clone());
        Ok(Url { target, login, path })
    }
}

impl Url {
    /// `http` or `https`.
    pub fn scheme(&self) -> &'static str {
        self.target.service.scheme()
    }

    /// True where TLS is spoken.
    pub fn is_secure(&self) -> bool {
        self.target.service == Service::Https
    }

    /// Scheme, host and port: what credentials are given to (RFC 6454 section 4).
    pub fn origin(&self) -> String {
        format!("{}://{}", self.scheme(), self.target)
    }

    /// The path without its query.
    pub fn path_only(&self) -> &str {
        self.path.split('?').next().unwrap_or(&self.path)
    }

    /// The whole URL with its query, and without the login: for the request, and where secrets may be shown.
    pub fn whole(&self) -> String {
        format!("{}://{}{}", self.scheme(), self.target.authority(), self.path)
    }
}

impl fmt::Display for Url {
    /// The URL as documents and people may see it: the login left out, the query struck out.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&without_password(&self.whole()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_url_is_read_with_its_path_as_written() {
        for (input, whole) in [
            ("http://h", "http://h/"),
            ("HTTP://H:8080/a/../b?x=1#top", "http://h:8080/a/../b?x=1"),
            ("http://h?x=1", "http://h/?x=1"),
            ("https://u:p@h:443/%2e", "https://h/%2e"),
            ("h:8080/x", "http://h:8080/x"),
            ("h", "https://h/"),
            ("h/?u=http://other/", "https://h/?u=http://other/"),
            ("[::1]:80", "http://[::1]/"),
            ("http://[fe80::1%25lo]:81/", "http://[fe80::1]:81/"),
        ] {
            assert_eq!(input.parse::<Url>().map(|url| url.whole()), Ok(whole.to_owned()), "{input}");
        }
    }

    #[test]
    fn secrets_are_kept_and_not_shown() {
        let url: Url = "http://u%40x:se:cret@h/p?token=secret".parse().expect("a URL");
        assert_eq!(url.login, Some(Login { user: "u@x".to_owned(), password: "se:cret".to_owned() }));
        assert_eq!(url.to_string(), "http://h/p?***");
        assert_eq!(url.target.input, "http://***@h/p?***");
    }

    #[test]
    fn what_is_no_url_is_told_without_secrets() {
        for (input, named) in [
            ("", "empty"),
            ("http://h/a b", "%20"),
            ("ftp://u:secret@h/", "`ftp`"),
            ("http://u:secret@/", "no host"),
            ("http://u:secret@h:x/", "`x`"),
            ("http://h:0/", "1 to 65535"),
        ] {
            let error = input.parse::<Url>().expect_err(input).to_string();
            assert!(error.contains(named) && !error.contains("secret"), "{input}: {error}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_text_is_survived(text: String) {
            if let Ok(url) = text.parse::<Url>() {
                proptest::prop_assert!(url.path.starts_with('/'));
                proptest::prop_assert!(!url.whole().contains(['\r', '\n', ' ']));
            }
        }
    }
}
