//! Certificates made on the spot: a server's own, vouched for by itself, and what all that are made here have in common.

use std::sync::Arc;
use std::time::{Duration, SystemTime};

use rcgen::{CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, KeyPair, KeyUsagePurpose, SerialNumber};
use rustls::pki_types::{PrivateKeyDer, PrivatePkcs8KeyDer};

/// The length of a day, in seconds.
const DAY: u64 = 24 * 60 * 60;

/// How long a certificate of [`on_the_spot`] holds, in days.
const LIFE: u64 = 30;

/// The longest common name (RFC 5280, `ub-common-name`); a longer name stands among the alternative names alone.
const LONGEST_COMMON_NAME: usize = 64;

/// Why no certificate can be made.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CertificateError {
    /// A name that no certificate holds.
    #[error("no certificate can be made for `{0}`; a certificate holds DNS names in ASCII and addresses")]
    Name(String),
    /// The library refuses.
    #[error("no certificate can be made: {0}")]
    Made(String),
}

/// TLS settings of a server with a certificate for `names` (DNS names and addresses) that is made now, vouched for by
/// itself, and holds for 30 days. The key is never written down. No application protocol is chosen (RFC 7301), so that
/// clients of any are met.
///
/// # Errors
/// Where a name is none that a certificate holds.
pub fn on_the_spot<S: AsRef<str>>(names: &[S]) -> Result<rustls::ServerConfig, CertificateError> {
    let key = KeyPair::generate().map_err(made)?;
    let own = params(names, LIFE)?.self_signed(&key).map_err(made)?;
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let builder = rustls::ServerConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
    let builder = builder.map_err(|error| CertificateError::Made(error.to_string()))?.with_no_client_auth();
    builder
        .with_single_cert(vec![own.der().clone()], private(&key))
        .map_err(|error| CertificateError::Made(error.to_string()))
}

/// What a server's certificate for `names` says, from a day ago (clocks differ) until `days` from now.
///
/// # Errors
/// Where a name is none that a certificate holds.
pub(crate) fn params<S: AsRef<str>>(names: &[S], days: u64) -> Result<CertificateParams, CertificateError> {
    let names: Vec<String> = names.iter().map(|name| name.as_ref().trim_end_matches('.').to_owned()).collect();
    let refused = |name: &str| CertificateError::Name(crate::wire::excerpt::excerpt(name.as_bytes(), 100));
    if let Some(bad) = names.iter().find(|name| !is_of_a_certificate(name)) {
        return Err(refused(bad));
    }
    let mut params = CertificateParams::new(names.clone()).map_err(made)?;
    params.distinguished_name = rcgen::DistinguishedName::new();
    let common = names.first().filter(|name| name.len() <= LONGEST_COMMON_NAME).map_or("netwhy", String::as_str);
    params.distinguished_name.push(DnType::CommonName, common);
    params.is_ca = IsCa::ExplicitNoCa;
    params.key_usages = vec![KeyUsagePurpose::DigitalSignature];
    params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
    dated(&mut params, days)?;
    Ok(params)
}

/// Gives a certificate its dates, and a number that no other has: browsers refuse a second certificate of the same
/// number by the same issuer.
pub(crate) fn dated(params: &mut CertificateParams, days: u64) -> Result<(), CertificateError> {
    let now = SystemTime::now().duration_since(SystemTime::UNIX_EPOCH).unwrap_or_default();
    let epoch = rcgen::date_time_ymd(1970, 1, 1);
    // No certificate tells fractions of a second.
    let now = Duration::from_secs(now.as_secs());
    params.not_before = epoch + now.saturating_sub(Duration::from_secs(DAY));
    params.not_after = epoch + now + Duration::from_secs(days.saturating_mul(DAY));
    let mut number = [0; 16];
    let random = &rustls::crypto::ring::default_provider().secure_random;
    random.fill(&mut number).map_err(|_| CertificateError::Made("the system gives no random bytes".to_owned()))?;
    // Positive, and not empty at its beginning (RFC 5280 section 4.1.2.2).
    number[0] = (number[0] & 0x7f) | 0x40;
    params.serial_number = Some(SerialNumber::from_slice(&number));
    Ok(())
}

/// The key as rustls takes it.
pub(crate) fn private(key: &KeyPair) -> PrivateKeyDer<'static> {
    PrivateKeyDer::Pkcs8(PrivatePkcs8KeyDer::from(key.serialize_der()))
}

/// The library's own words for what went wrong.
pub(crate) fn made(error: rcgen::Error) -> CertificateError {
    CertificateError::Made(error.to_string())
}

fn is_of_a_certificate(name: &str) -> bool {
    if name.parse::<std::net::IpAddr>().is_ok() {
        return true;
    }
    let is_label = |label: &str| {
        (1..=63).contains(&label.len())
            && label.bytes().all(|byte| byte.is_ascii_alphanumeric() || matches!(byte, b'-' | b'_'))
    };
    name.len() <= 253 && name.split('.').all(is_label)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_and_addresses_are_taken_and_others_refused() {
        assert!(on_the_spot(&["localhost", "127.0.0.1", "::1", "a_b.example.net."]).is_ok());
        assert!(on_the_spot(&[format!("{}.example.net", ["a"; 90].join("."))]).is_ok());
        for bad in ["", "a..b", "bücher.example", "a b", "a\u{0}b", "*", "http://x"] {
            assert_eq!(on_the_spot(&[bad]).err().map(|error| error.to_string().contains("DNS names")), Some(true));
        }
    }

    #[test]
    fn no_two_certificates_have_the_same_number_and_all_hold_now() {
        let one = params(&["localhost"], 1).expect("made");
        let other = params(&["localhost"], 1).expect("made");
        assert_ne!(one.serial_number, other.serial_number);
        let own = one.self_signed(&KeyPair::generate().expect("a key")).expect("signed");
        let (start, end) = crate::wire::x509::validity(own.der()).expect("dates");
        assert_eq!(end - start, 2 * 24 * 60 * 60);
    }

    proptest::proptest! {
        #[test]
        fn any_name_is_survived(name: String) {
            let _ = params(&[name], 1);
        }
    }
}
