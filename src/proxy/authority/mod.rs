//! A certificate authority of the user's own, which vouches for the certificates that are made to show the content of TLS.

mod trust;

use std::collections::HashMap;
use std::io::{Read, Write};
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::{Duration, Instant};

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::sign::{CertifiedKey, SigningKey};

use crate::serve::certificate::{CertificateError, dated, made, params, private};
use crate::target::Host;

/// How long an authority holds, in days.
const LIFE: u64 = 365;

/// How long the certificates that it makes hold, in days.
const LEAF_LIFE: u64 = 7;

/// How long one of them is used before another is made.
const KEPT: Duration = Duration::from_secs(24 * 60 * 60);

/// The most of them that are kept.
const MOST: usize = 1_000;

/// The largest file read, in bytes.
const LARGEST: u64 = 1 << 20;

/// Why an authority cannot be made or used. Each message names the file and the mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AuthorityError {
    /// The file is there already.
    #[error("`{0}` is there already, and is not overwritten; name another file, or remove it")]
    There(String),
    /// The certificate's file has the name that its key's would have.
    #[error("`{0}` is the name of a key; name the certificate, such as `ca.pem`, and the key will lie beside it")]
    Name(String),
    /// The file cannot be written.
    #[error("`{0}` cannot be written: {1}")]
    Unwritable(String, String),
    /// The file cannot be read.
    #[error("`{0}` cannot be read: {1}; make it with `netwhy proxy --make-ca FILE`")]
    Unreadable(String, String),
    /// Others than its owner may read the key.
    #[error("the key in `{0}` may be read by others (mode {1:03o}); run `chmod 600 {0}`, or make another authority")]
    Open(String, u32),
    /// The file holds no certificate of an authority.
    #[error("`{0}` holds no certificate of an authority; make one with `netwhy proxy --make-ca FILE`")]
    NoAuthority(String),
    /// The key cannot be used, or is that of another certificate.
    #[error("the key in `{0}` is not that of the authority: {1}; make another with `netwhy proxy --make-ca FILE`")]
    Key(String, String),
    /// The authority holds at another time.
    #[error("the authority in `{0}` does not hold now; make another with `netwhy proxy --make-ca FILE`")]
    Time(String),
    /// It cannot be made.
    #[error(transparent)]
    Certificate(#[from] CertificateError),
}

/// An authority, ready to vouch.
pub struct Authority {
    issuer: Issuer<'static, KeyPair>,
    /// The key of every certificate that it makes; it is never written down.
    key: KeyPair,
    signing: Arc<dyn SigningKey>,
    made: Mutex<HashMap<String, (Arc<CertifiedKey>, Instant)>>,
}

/// The files of a new authority.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Made {
    /// The certificate, which clients are to trust.
    pub certificate: PathBuf,
    /// The key, which nobody else is to read.
    pub key: PathBuf,
    /// The name in the certificate.
    pub name: String,
}

/// Makes an authority: its certificate in `path`, and its key beside it, readable by its owner alone.
///
/// # Errors
/// Where one of the files is there, or cannot be written; then neither has been made.
pub fn make(path: &Path) -> Result<Made, AuthorityError> {
    let key_path = key_path(path);
    if key_path == path {
        return Err(AuthorityError::Name(shown(path)));
    }
    let key = KeyPair::generate().map_err(made)?;
    let mut params = CertificateParams::default();
    dated(&mut params, LIFE)?;
    let number = params.serial_number.as_ref().map(|number| data_encoding::HEXLOWER.encode(&number.to_bytes()));
    let name = format!("netwhy proxy {}", number.unwrap_or_default().chars().take(8).collect::<String>());
    params.distinguished_name = rcgen::DistinguishedName::new();
    params.distinguished_name.push(DnType::CommonName, name.as_str());
    params.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
    params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
    let own = params.self_signed(&key).map_err(made)?;
    create(&key_path, &key.serialize_pem(), 0o600)?;
    create(path, &own.pem(), 0o644).inspect_err(|_| {
        // A key without its certificate is of no use, and would be in the way next time.
        let _ = std::fs::remove_file(&key_path);
    })?;
    Ok(Made { certificate: path.to_owned(), key: key_path, name })
}

/// Where the key of the authority in `path` lies.
fn key_path(path: &Path) -> PathBuf {
    path.with_extension("key")
}

/// Writes a file that is not there yet; what exists, be it a link, is never touched.
fn create(path: &Path, text: &str, mode: u32) -> Result<(), AuthorityError> {
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, mode);
    #[cfg(not(unix))]
    let _ = mode;
    let mut file = options.open(path).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => AuthorityError::There(shown(path)),
        _ => AuthorityError::Unwritable(shown(path), error.to_string()),
    })?;
    file.write_all(text.as_bytes()).and_then(|()| file.sync_all()).map_err(|error| {
        // It is this program's own, made a moment ago.
        let _ = std::fs::remove_file(path);
        AuthorityError::Unwritable(shown(path), error.to_string())
    })
}

impl Authority {
    /// Reads the authority whose certificate is in the PEM file `path`; its key lies in the same file, or beside it.
    ///
    /// # Errors
    /// Where the files hold none, or others than the owner may read the key, or it does not hold now.
    pub fn load(path: &Path) -> Result<Authority, AuthorityError> {
        let (text, mode) = read(path)?;
        let none = || AuthorityError::NoAuthority(shown(path));
        let own = CertificateDer::from_pem_slice(text.as_bytes()).map_err(|_| none())?;
        let (key_path, key, mode) = match text.contains("PRIVATE KEY-----") {
            true => (path.to_owned(), text, mode),
            false => {
                let path = key_path(path);
                let (text, mode) = read(&path)?;
                (path, text, mode)
            }
        };
        if let Some(mode) = mode.filter(|mode| mode & 0o077 != 0) {
            return Err(AuthorityError::Open(shown(&key_path), mode & 0o777));
        }
        let unusable = |why: String| AuthorityError::Key(shown(&key_path), why);
        let pem = private_part(&key).ok_or_else(|| unusable("it holds no private key".to_owned()))?;
        let key = KeyPair::from_pem(pem).map_err(|error| unusable(error.to_string()))?;
        if !is_authority(&own) {
            return Err(none());
        }
        let signer = rustls::crypto::ring::sign::any_supported_type(&private(&key));
        let signer = signer.map_err(|error| unusable(error.to_string()))?;
        if CertifiedKey::new(vec![own.clone()], signer).keys_match().is_err() {
            return Err(unusable("it belongs to another certificate".to_owned()));
        }
        let now = rustls::pki_types::UnixTime::now().as_secs();
        let holds = crate::wire::x509::validity(&own)
            .is_some_and(|(start, end)| i64::try_from(now).is_ok_and(|now| (start..=end).contains(&now)));
        if !holds {
            return Err(AuthorityError::Time(shown(path)));
        }
        let issuer = Issuer::from_ca_cert_der(&own, key).map_err(|_| none())?;
        let key = KeyPair::generate().map_err(made)?;
        let signing = rustls::crypto::ring::sign::any_supported_type(&private(&key));
        let signing = signing.map_err(|error| CertificateError::Made(error.to_string()))?;
        Ok(Authority { issuer, key, signing, made: Mutex::default() })
    }

    /// A certificate for `host`, made now or a while ago, with its key.
    ///
    /// # Errors
    /// Where the host is none that a certificate holds.
    pub fn certified(&self, host: &Host) -> Result<Arc<CertifiedKey>, CertificateError> {
        let name = match host {
            Host::Name(name) => name.clone(),
            Host::Address { address, .. } => address.to_string(),
        };
        let mut all = self.made.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some((known, _)) = all.get(&name).filter(|(_, since)| since.elapsed() < KEPT) {
            return Ok(Arc::clone(known));
        }
        let mut params = params(&[&name], LEAF_LIFE)?;
        params.use_authority_key_identifier_extension = true;
        let leaf = params.signed_by(&self.key, &self.issuer).map_err(made)?;
        let certified = Arc::new(CertifiedKey::new(vec![leaf.der().clone()], Arc::clone(&self.signing)));
        if all.len() >= MOST {
            // Those in use are made again in no time.
            all.clear();
        }
        all.insert(name, (Arc::clone(&certified), Instant::now()));
        Ok(certified)
    }
}

impl std::fmt::Debug for Authority {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Authority(***)")
    }
}

/// The private key's own block of a PEM file that may hold others.
fn private_part(text: &str) -> Option<&str> {
    let start = text.find("-----BEGIN PRIVATE KEY-----")?;
    let mark = "-----END PRIVATE KEY-----";
    let end = text[start..].find(mark)? + start + mark.len();
    text.get(start..end)
}

fn is_authority(own: &CertificateDer<'_>) -> bool {
    use x509_parser::prelude::{FromDer, X509Certificate};
    X509Certificate::from_der(own).is_ok_and(|(_, own)| {
        let signs = own.key_usage().ok().flatten().is_none_or(|usage| usage.value.key_cert_sign());
        own.is_ca() && signs
    })
}

/// A file's text, and the mode that it had when it was opened.
fn read(path: &Path) -> Result<(String, Option<u32>), AuthorityError> {
    let unreadable = |error: std::io::Error| AuthorityError::Unreadable(shown(path), error.to_string());
    let file = std::fs::File::open(path).map_err(unreadable)?;
    let meta = file.metadata().map_err(unreadable)?;
    #[cfg(unix)]
    let mode = Some(std::os::unix::fs::PermissionsExt::mode(&meta.permissions()));
    #[cfg(not(unix))]
    let mode = None;
    if !meta.is_file() {
        return Err(unreadable(std::io::Error::other("it is no regular file")));
    }
    let mut text = String::new();
    file.take(LARGEST).read_to_string(&mut text).map_err(unreadable)?;
    Ok((text, mode))
}

fn shown(path: &Path) -> String {
    path.display().to_string()
}

#[cfg(test)]
#[cfg(unix)]
mod tests;
