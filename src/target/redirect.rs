//! Where a redirect leads, and what may go along.

use crate::target::{Service, Url};

/// The host that stands for the one asked while a reference is resolved; no real one has this name (RFC 2606).
const SAME: &str = "same.invalid";

/// Why a redirect is not followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum NoWay {
    /// The answer has no `Location`.
    #[error("the redirect names no place to go to")]
    Nowhere,
    /// It leads to another scheme than the two.
    #[error("the redirect leads to the scheme `{0}`, which is not followed")]
    Scheme(String),
    /// `Location` is no reference.
    #[error("the redirect leads to `{0}`, which is no URL")]
    Unreadable(String),
}

impl Url {
    /// The URL that `location` means, seen from this one (RFC 9110 section 10.2.2). A login goes along only where the
    /// origin stays the same, or where `location` has one of its own.
    ///
    /// # Errors
    /// Where it leads nowhere that may be followed.
    pub fn redirected(&self, location: &str) -> Result<Url, NoWay> {
        let unreadable = || NoWay::Unreadable(crate::target::without_any_secret(location).chars().take(200).collect());
        if location.trim().is_empty() {
            return Err(NoWay::Nowhere);
        }
        // The own host may be one that URLs cannot name (a link-local address with its zone), so another stands for it.
        let base = url::Url::parse(&format!("{}://{SAME}{}", self.scheme(), self.path)).map_err(|_| unreadable())?;
        let joined = base.join(location).map_err(|_| unreadable())?;
        if !matches!(joined.scheme(), "http" | "https") {
            return Err(NoWay::Scheme(joined.scheme().chars().take(40).collect()));
        }
        let mut next: Url = joined.as_str().parse().map_err(|_| unreadable())?;
        if next.target.host.name() == Some(SAME) && next.scheme() == self.scheme() {
            let login = next.login.take().or_else(|| self.login.clone());
            let input = next.target.input.replacen(SAME, &self.target.authority(), 1);
            let target = crate::target::Target { input, path: next.target.path, ..self.target.clone() };
            next = Url { target, login, path: next.path };
        } else if next.login.is_none() && next.origin() == self.origin() {
            next.login.clone_from(&self.login);
        }
        Ok(next)
    }
}

/// True where the status means that the answer is elsewhere, named by `Location` (RFC 9110 section 15.4).
pub fn is_redirect(status: u16) -> bool {
    matches!(status, 301 | 302 | 303 | 307 | 308)
}

/// The method to go on with, as browsers and curl do: after 301 and 302 a `POST` becomes a `GET`, after 303 whatever
/// is not `HEAD` does; 307 and 308 keep it (RFC 9110 section 15.4). Where it changes, the body stays behind.
pub fn method_after(status: u16, method: &str) -> &str {
    match status {
        301 | 302 if method == "POST" => "GET",
        303 if method != "HEAD" => "GET",
        _ => method,
    }
}

/// True where TLS is given up on the way from `from` to `to`.
pub fn is_downgrade(from: &Url, to: &Url) -> bool {
    from.target.service == Service::Https && to.target.service == Service::Http
}

#[cfg(test)]
mod tests {
    use super::*;

    fn led(from: &str, location: &str) -> Result<String, NoWay> {
        from.parse::<Url>().expect("a URL").redirected(location).map(|url| url.whole())
    }

    #[test]
    fn references_are_resolved_from_where_one_stands() {
        for (from, location, wanted) in [
            ("http://h:8080/a/b?q=1", "c", "http://h:8080/a/c"),
            ("http://h/a/b", "/c?d=1#e", "http://h/c?d=1"),
            ("http://h/a/b", "?x=1", "http://h/a/b?x=1"),
            ("https://h/", "//other/x", "https://other/x"),
            ("http://h/", "https://h/x", "https://h/x"),
            ("https://h:8443/", "http://h:8443/", "http://h:8443/"),
            ("http://h/a/", "../../c d", "http://h/c%20d"),
            ("http://h/", "http://H:80/ü", "http://h/%C3%BC"),
            ("http://[fe80::1%25lo]:81/a", "b", "http://[fe80::1]:81/b"),
        ] {
            assert_eq!(led(from, location), Ok(wanted.to_owned()), "{from} {location}");
        }
        let zone: Url = "http://[fe80::1%25lo]:81/a".parse().expect("a URL");
        let next = zone.redirected("/b").expect("a way");
        assert_eq!(next.target.host, zone.target.host);
        assert_eq!(next.target.input, "http://[fe80::1]:81/b");
    }

    #[test]
    fn only_the_web_is_followed() {
        assert_eq!(led("http://h/", "file:///etc/passwd"), Err(NoWay::Scheme("file".to_owned())));
        assert_eq!(led("http://h/", "javascript:x"), Err(NoWay::Scheme("javascript".to_owned())));
        assert_eq!(led("http://h/", " "), Err(NoWay::Nowhere));
        for bad in ["http://", "http://h:99999/", "http://a b/", "http://h:0/"] {
            assert!(matches!(led("http://h/", bad), Err(NoWay::Unreadable(_))), "{bad}");
        }
    }

    #[test]
    fn a_login_stays_with_its_origin() {
        let from: Url = "http://u:p@h/".parse().expect("a URL");
        let login = |location: &str| from.redirected(location).expect("a way").login.map(|login| login.user);
        assert_eq!(login("/x"), Some("u".to_owned()));
        assert_eq!(login("http://h:80/x"), Some("u".to_owned()));
        for other in ["http://other/", "http://h:81/", "https://h/", "//other/", "http://h.other/"] {
            assert_eq!(login(other), None, "{other}");
        }
        assert_eq!(login("http://v:q@other/"), Some("v".to_owned()));
    }

    #[test]
    fn methods_change_as_they_do_in_browsers() {
        for (status, method, wanted) in [
            (301, "POST", "GET"),
            (302, "POST", "GET"),
            (301, "PUT", "PUT"),
            (303, "PUT", "GET"),
            (303, "HEAD", "HEAD"),
            (307, "POST", "POST"),
            (308, "DELETE", "DELETE"),
        ] {
            assert_eq!(method_after(status, method), wanted, "{status} {method}");
        }
    }

    proptest::proptest! {
        #[test]
        fn any_location_is_survived(location: String) {
            if let Ok(url) = "http://u:p@h/a/b".parse::<Url>().expect("a URL").redirected(&location) {
                proptest::prop_assert!(matches!(url.scheme(), "http" | "https"));
                let is_own = url.login.as_ref().is_some_and(|login| login.user == "u");
                proptest::prop_assert!(!is_own || url.origin() == "http://h:80" || location.contains('@'));
            }
        }
    }
}
