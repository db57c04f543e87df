//! The own certificate, for servers that ask for one.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::pem::PemObject;
use rustls::pki_types::{CertificateDer, PrivateKeyDer};
use rustls::sign::CertifiedKey;

/// A certificate with its chain, and its key.
#[derive(Debug, Clone)]
pub struct Identity {
    pub(super) key: Arc<CertifiedKey>,
}

/// Why an identity cannot be used. Each message names the file and the mend.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum IdentityError {
    /// A file cannot be read.
    #[error("`{0}` cannot be read: {1}")]
    Unreadable(String, String),
    /// The file holds no certificate.
    #[error("`{0}` holds no certificate; give a file in PEM form")]
    NoCertificate(String),
    /// No key was given, and the certificate's file holds none.
    #[error("`{0}` holds no private key; give its file with --key")]
    NoKey(String),
    /// The key's file holds none.
    #[error("`{0}` holds no private key; give a file in PEM form")]
    EmptyKey(String),
    /// The key is locked with a password.
    #[error("the key in `{0}` is locked with a password; unlock it with `openssl pkey -in {0} -out unlocked.key`")]
    Locked(String),
    /// The key is of a kind that cannot be used.
    #[error("the key in `{0}` cannot be used: {1}")]
    UnusableKey(String, String),
    /// The key is that of another certificate.
    #[error("the key in `{key}` does not belong to the certificate in `{certificate}`")]
    OtherKey {
        /// The certificate's file.
        certificate: String,
        /// The key's file.
        key: String,
    },
}

impl Identity {
    /// Reads the certificate and those that vouch for it from the PEM file `certificate`, and its key from the PEM
    /// file `key`, or from the same file where none is given.
    ///
    /// # Errors
    /// Where a file cannot be read, or certificate and key are no pair.
    pub fn read(certificate: &Path, key: Option<&Path>) -> Result<Identity, IdentityError> {
        let (name, bytes) = (certificate.display().to_string(), file(certificate)?);
        let chain: Vec<CertificateDer<'static>> = CertificateDer::pem_slice_iter(&bytes).flatten().collect();
        if chain.is_empty() {
            return Err(IdentityError::NoCertificate(name));
        }
        let (key_name, key_bytes) = match key {
            Some(key) => (key.display().to_string(), file(key)?),
            None => (name.clone(), bytes),
        };
        let text = String::from_utf8_lossy(&key_bytes);
        if text.contains("BEGIN ENCRYPTED PRIVATE KEY") || text.contains("Proc-Type: 4,ENCRYPTED") {
            return Err(IdentityError::Locked(key_name));
        }
        let read = PrivateKeyDer::from_pem_slice(&key_bytes).map_err(|_| match key {
            Some(_) => IdentityError::EmptyKey(key_name.clone()),
            None => IdentityError::NoKey(key_name.clone()),
        })?;
        let signing = rustls::crypto::ring::sign::any_supported_type(&read)
            .map_err(|error| IdentityError::UnusableKey(key_name.clone(), error.to_string()))?;
        let certified = CertifiedKey::new(chain, signing);
        match certified.keys_match() {
            Err(rustls::Error::InconsistentKeys(rustls::InconsistentKeys::KeyMismatch)) => {
                Err(IdentityError::OtherKey { certificate: name, key: key_name })
            }
            Err(rustls::Error::InvalidCertificate(_)) => Err(IdentityError::NoCertificate(name)),
            _ => Ok(Identity { key: Arc::new(certified) }),
        }
    }
}

fn file(path: &Path) -> Result<Vec<u8>, IdentityError> {
    std::fs::read(path).map_err(|error| IdentityError::Unreadable(path.display().to_string(), error.to_string()))
}
