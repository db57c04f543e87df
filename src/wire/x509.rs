//! What a certificate says of itself (RFC 5280), read from bytes that may be anything.

use serde::{Deserialize, Serialize};
use x509_parser::prelude::{FromDer, GeneralName, X509Certificate};
use x509_parser::public_key::PublicKey;
use x509_parser::x509::SubjectPublicKeyInfo;

/// The most bytes of one certificate that are read; TLS implementations refuse far smaller ones.
pub const MOST_BYTES: usize = 64 * 1024;
/// The most names that are kept of one certificate.
const MOST_NAMES: usize = 100;
/// The most characters that are kept of one name.
const MOST_CHARACTERS: usize = 300;

/// What a certificate says of itself (RFC 5280).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Certificate {
    /// Whom it is for: the distinguished name.
    pub subject: String,
    /// Who vouches for it: the distinguished name.
    pub issuer: String,
    /// The names and addresses it is for (subjectAltName), at most 100.
    pub names: Vec<String>,
    /// From when on it holds (RFC 3339, UTC).
    pub not_before: String,
    /// Until when it holds (RFC 3339, UTC).
    pub not_after: String,
    /// The kind and size of its key, such as `RSA 2048` or `EC P-256`.
    pub key: String,
    /// The algorithm of its signature.
    pub signature: String,
    /// Its serial number in hexadecimal.
    pub serial: String,
    /// The SHA-256 of the whole certificate in hexadecimal.
    pub sha256: String,
    /// True where it may vouch for others (basicConstraints).
    pub is_authority: bool,
    /// True where it names itself as its issuer.
    pub is_self_signed: bool,
}

impl Certificate {
    /// Reads one certificate in DER. One that cannot be read is named by its digest alone, the rest empty.
    pub fn read(der: &[u8]) -> Certificate {
        let sha256 = data_encoding::HEXLOWER.encode(&digest(der));
        let Some(parsed) = parse(der) else { return Certificate::unreadable(sha256) };
        let names = parsed.subject_alternative_name().ok().flatten();
        let names = names.map(|names| names.value.general_names.as_slice()).unwrap_or_default();
        Certificate {
            subject: cut(parsed.subject().to_string()),
            issuer: cut(parsed.issuer().to_string()),
            names: names.iter().filter_map(name).take(MOST_NAMES).map(cut).collect(),
            not_before: time(parsed.validity().not_before.timestamp()),
            not_after: time(parsed.validity().not_after.timestamp()),
            key: key(parsed.public_key()),
            signature: algorithm(&parsed.signature_algorithm.algorithm.to_id_string()),
            serial: data_encoding::HEXLOWER.encode(parsed.raw_serial().get(..64).unwrap_or(parsed.raw_serial())),
            sha256,
            is_authority: parsed.is_ca(),
            is_self_signed: parsed.subject().as_raw() == parsed.issuer().as_raw(),
        }
    }

    fn unreadable(sha256: String) -> Certificate {
        Certificate {
            subject: String::new(),
            issuer: String::new(),
            names: Vec::new(),
            not_before: String::new(),
            not_after: String::new(),
            key: String::new(),
            signature: String::new(),
            serial: String::new(),
            sha256,
            is_authority: false,
            is_self_signed: false,
        }
    }

    /// What people call the one it is for: the common name, else the organization, else all of the subject.
    pub fn subject_name(&self) -> &str {
        short(&self.subject)
    }

    /// What people call the one who vouches for it.
    pub fn issuer_name(&self) -> &str {
        short(&self.issuer)
    }
}

/// The first and the last second at which a certificate holds, counted from 1970 (UTC).
pub fn validity(der: &[u8]) -> Option<(i64, i64)> {
    let parsed = parse(der)?;
    Some((parsed.validity().not_before.timestamp(), parsed.validity().not_after.timestamp()))
}

/// The bits of its public key, and the whole structure around them (SubjectPublicKeyInfo, RFC 5280 section 4.1).
pub fn public_key(der: &[u8]) -> Option<(Vec<u8>, Vec<u8>)> {
    let parsed = parse(der)?;
    let key = parsed.public_key();
    Some((key.subject_public_key.data.to_vec(), key.raw.to_vec()))
}

/// A distinguished name in DER (RFC 5280 section 4.1.2.4), for people.
pub fn distinguished_name(der: &[u8]) -> Option<String> {
    let (_, name) = x509_parser::x509::X509Name::from_der(der.get(..MOST_BYTES).unwrap_or(der)).ok()?;
    Some(cut(name.to_string()))
}

/// The SHA-256 of `bytes` (FIPS 180-4).
pub fn digest(bytes: &[u8]) -> [u8; 32] {
    let mut out = [0; 32];
    out.copy_from_slice(ring::digest::digest(&ring::digest::SHA256, bytes).as_ref());
    out
}

fn parse(der: &[u8]) -> Option<X509Certificate<'_>> {
    X509Certificate::from_der(der).ok().filter(|_| der.len() <= MOST_BYTES).map(|(_, parsed)| parsed)
}

fn name(name: &GeneralName) -> Option<String> {
    match name {
        GeneralName::DNSName(name) | GeneralName::RFC822Name(name) | GeneralName::URI(name) => Some((*name).to_owned()),
        GeneralName::IPAddress(bytes) => match (<[u8; 4]>::try_from(*bytes), <[u8; 16]>::try_from(*bytes)) {
            (Ok(four), _) => Some(std::net::Ipv4Addr::from(four).to_string()),
            (_, Ok(sixteen)) => Some(std::net::Ipv6Addr::from(sixteen).to_string()),
            _ => None,
        },
        _ => None,
    }
}

/// A time in RFC 3339; years that it cannot write are written as the seconds.
fn time(seconds: i64) -> String {
    jiff::Timestamp::from_second(seconds).map_or_else(|_| format!("@{seconds}"), |time| format!("{time:.0}"))
}

fn key(key: &SubjectPublicKeyInfo) -> String {
    let parameter = || {
        let parameter = key.algorithm.parameters.as_ref()?;
        Some(parameter.as_oid().ok()?.to_id_string())
    };
    match key.parsed() {
        Ok(PublicKey::RSA(rsa)) => format!("RSA {}", rsa.key_size()),
        Ok(PublicKey::EC(point)) => match parameter().as_deref() {
            Some("1.2.840.10045.3.1.7") => "EC P-256".to_owned(),
            Some("1.3.132.0.34") => "EC P-384".to_owned(),
            Some("1.3.132.0.35") => "EC P-521".to_owned(),
            Some("1.3.132.0.10") => "EC secp256k1".to_owned(),
            _ => format!("EC {}", point.key_size()),
        },
        Ok(PublicKey::DSA(bits)) => format!("DSA {}", bits.len().saturating_mul(8)),
        _ => algorithm(&key.algorithm.algorithm.to_id_string()),
    }
}

/// The name of an algorithm (RFC 8017 appendix C, RFC 5758, RFC 8410), or its identifier.
fn algorithm(id: &str) -> String {
    let name = match id {
        "1.2.840.113549.1.1.4" => "MD5 with RSA",
        "1.2.840.113549.1.1.5" => "SHA-1 with RSA",
        "1.2.840.113549.1.1.11" => "SHA-256 with RSA",
        "1.2.840.113549.1.1.12" => "SHA-384 with RSA",
        "1.2.840.113549.1.1.13" => "SHA-512 with RSA",
        "1.2.840.113549.1.1.10" => "RSA-PSS",
        "1.2.840.10045.4.1" => "ECDSA with SHA-1",
        "1.2.840.10045.4.3.2" => "ECDSA with SHA-256",
        "1.2.840.10045.4.3.3" => "ECDSA with SHA-384",
        "1.2.840.10045.4.3.4" => "ECDSA with SHA-512",
        "1.3.101.112" => "Ed25519",
        "1.3.101.113" => "Ed448",
        other => other,
    };
    name.to_owned()
}

/// The common name of a distinguished name, else its organization, else all of it.
fn short(name: &str) -> &str {
    let part = |kind: &str| {
        let start = name.find(kind).filter(|at| *at == 0 || name[..*at].ends_with(", "))?;
        let rest = &name[start + kind.len()..];
        // A comma ends the part where another `KIND=` follows.
        let ends = rest.match_indices(", ").map(|(at, _)| at);
        let is_next = |at: &usize| rest[at + 2..].split('=').next().is_some_and(|kind| !kind.contains([' ', ',']));
        let end = ends.filter(|at| rest[at + 2..].contains('=')).find(is_next).unwrap_or(rest.len());
        Some(&rest[..end]).filter(|part| !part.is_empty())
    };
    part("CN=").or_else(|| part("O=")).unwrap_or(name)
}

fn cut(text: String) -> String {
    if text.chars().count() <= MOST_CHARACTERS {
        text
    } else {
        text.chars().take(MOST_CHARACTERS).chain(['…']).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn example() -> Vec<u8> {
        let mut wanted = rcgen::CertificateParams::new(["app.example.org".to_owned(), "192.0.2.7".to_owned()]).unwrap();
        wanted.distinguished_name.push(rcgen::DnType::OrganizationName, "Example, Inc");
        wanted.distinguished_name.push(rcgen::DnType::CommonName, "app");
        (wanted.not_before, wanted.not_after) = (rcgen::date_time_ymd(2026, 1, 2), rcgen::date_time_ymd(2027, 3, 4));
        wanted.self_signed(&rcgen::KeyPair::generate().unwrap()).unwrap().der().to_vec()
    }

    #[test]
    fn a_certificate_tells_who_when_and_how() {
        let read = Certificate::read(&example());
        assert_eq!((read.subject_name(), read.issuer_name()), ("app", "app"));
        assert_eq!(read.names, ["app.example.org", "192.0.2.7"]);
        assert_eq!(
            (read.not_before.as_str(), read.not_after.as_str()),
            ("2026-01-02T00:00:00Z", "2027-03-04T00:00:00Z")
        );
        assert_eq!((read.key.as_str(), read.signature.as_str()), ("EC P-256", "ECDSA with SHA-256"));
        assert!(read.is_self_signed && !read.is_authority && read.sha256.len() == 64 && !read.serial.is_empty());
    }

    #[test]
    fn a_short_name_is_the_common_name_with_its_commas() {
        assert_eq!(short("C=US, O=Example, Inc, CN=a, b"), "a, b");
        assert_eq!(short("C=US, O=Example, Inc, ST=X"), "Example, Inc");
        assert_eq!(short("C=US"), "C=US");
        assert_eq!(short(""), "");
    }

    proptest::proptest! {
        #[test]
        fn any_bytes_are_survived(bytes: Vec<u8>) {
            let read = Certificate::read(&bytes);
            proptest::prop_assert_eq!(read.sha256.len(), 64);
            let _ = (validity(&bytes), public_key(&bytes), distinguished_name(&bytes));
        }

        #[test]
        fn any_change_of_a_certificate_is_survived(changes in proptest::collection::vec((0usize..600, proptest::num::u8::ANY), 1..8)) {
            let mut der = example();
            for (at, byte) in changes {
                let length = der.len();
                der[at % length] = byte;
            }
            let read = Certificate::read(&der);
            proptest::prop_assert!(read.names.len() <= MOST_NAMES && read.subject.chars().count() <= MOST_CHARACTERS + 1);
        }
    }
}
