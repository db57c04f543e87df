//! Who may use the proxy by name and password.

use data_encoding::BASE64;
use ring::digest;

/// The logins that are accepted; passwords are kept as digests.
#[derive(Clone, Default)]
pub struct Logins(Vec<(String, [u8; 32])>);

impl std::fmt::Debug for Logins {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Logins({})", self.0.len())
    }
}

impl Logins {
    /// Adds `NAME:PASSWORD`; false where there is no colon, or no name.
    pub fn add(&mut self, login: &str) -> bool {
        match login.split_once(':') {
            Some((name, password)) if !name.is_empty() => {
                self.0.push((name.to_owned(), sum(name.as_bytes(), password.as_bytes())));
                true
            }
            _ => false,
        }
    }

    /// True where no login is asked for.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The name, where name and password are of one login. How long it takes tells nothing of the password.
    pub fn known(&self, name: &[u8], password: &[u8]) -> Option<&str> {
        let given = sum(name, password);
        let mut found = None;
        for (name, expected) in &self.0 {
            let differing = expected.iter().zip(&given).fold(0, |all, (one, other)| all | (one ^ other));
            if std::hint::black_box(differing) == 0 {
                found = Some(name.as_str());
            }
        }
        found
    }

    /// The name in a `Proxy-Authorization` field (RFC 7617), where it is of a login.
    pub fn basic(&self, value: &[u8]) -> Option<&str> {
        let (scheme, rest) = value.split_at_checked(6)?;
        if !scheme.eq_ignore_ascii_case(b"basic ") {
            return None;
        }
        let bytes = BASE64.decode(rest.trim_ascii()).ok()?;
        let colon = bytes.iter().position(|byte| *byte == b':')?;
        self.known(&bytes[..colon], &bytes[colon + 1..])
    }
}

/// The digest of a login. A name holds no colon, so that no two logins are the same text.
fn sum(name: &[u8], password: &[u8]) -> [u8; 32] {
    let mut context = digest::Context::new(&digest::SHA256);
    context.update(name);
    context.update(b":");
    context.update(password);
    let mut sum = [0; 32];
    sum.copy_from_slice(&context.finish().as_ref()[..32]);
    sum
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_whole_logins_are_known() {
        let mut logins = Logins::default();
        assert!(logins.add("anna:se:cret") && logins.add("bert:"));
        assert!(!logins.add("nobody") && !logins.add(":x"));
        assert_eq!(logins.basic(b"Basic YW5uYTpzZTpjcmV0"), Some("anna"));
        assert_eq!(logins.basic(b"basic  YmVydDo= "), Some("bert"));
        for wrong in
            ["Basic", "Basic ", "Basic YW5uYQ==", "Basic YW5uYTp4", "Bearer YW5uYTpzZTpjcmV0", "Basic *", "Bas\u{e9}c "]
        {
            assert_eq!(logins.basic(wrong.as_bytes()), None, "{wrong}");
        }
        assert_eq!(logins.known(b"anna", b"se:cret"), Some("anna"));
        assert_eq!(logins.known(b"anna", b""), None);
    }
}
