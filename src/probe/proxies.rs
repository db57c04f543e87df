//! The proxy variables of the environment.

use crate::observation::{ProxyVariable, ProxyVariables};

/// What stands before `_proxy` in the variables that programs read, in either case (curl(1), wget(1)).
const SCHEMES: &[&str] =
    &["http", "https", "all", "ftp", "smtp", "imap", "pop3", "ldap", "telnet", "mqtt", "smb", "socks", "no"];

/// Looks at the environment; passwords are struck out.
pub fn proxies() -> ProxyVariables {
    let set = proxy_settings().into_iter().filter(|(_, value)| !value.trim().is_empty());
    ProxyVariables {
        variables: set.map(|(name, value)| ProxyVariable { name, value: without_password(&value) }).collect(),
    }
}

/// The same variables as they are set, logins and empty values included: for [`crate::probe::choose`], never for a
/// document.
pub fn proxy_settings() -> Vec<(String, String)> {
    let mut settings: Vec<(String, String)> = std::env::vars_os()
        .filter_map(|(name, value)| Some((name.into_string().ok()?, value.to_string_lossy().into_owned())))
        .filter(|(name, _)| is_of_a_proxy(&name.to_ascii_lowercase()))
        .collect();
    settings.sort();
    settings
}

fn is_of_a_proxy(lower: &str) -> bool {
    lower.strip_suffix("_proxy").is_some_and(|scheme| SCHEMES.contains(&scheme))
}

/// Strikes out all that may be a secret: whatever stands between the scheme and the last `@`, since a
/// password that was not escaped may hold any character.
fn without_password(value: &str) -> String {
    match value.rfind('@') {
        Some(at) => {
            let start = value[..at].find("://").map_or(0, |scheme| scheme + 3);
            format!("{}***@{}", &value[..start], &value[at + 1..])
        }
        None => value.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn passwords_are_struck_out() {
        for (value, shown) in [
            ("http://proxy:3128", "http://proxy:3128"),
            ("http://user:secret@proxy:3128/", "http://***@proxy:3128/"),
            ("user:p/a#s@s@proxy:3128", "***@proxy:3128"),
            ("socks5h://a:b://c@proxy", "socks5h://***@proxy"),
            ("localhost,127.0.0.1", "localhost,127.0.0.1"),
        ] {
            assert_eq!(without_password(value), shown);
        }
    }
}
