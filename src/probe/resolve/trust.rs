//! Which certificate authorities are trusted on an encrypted way to a name server.

use std::path::Path;
use std::sync::Arc;

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

/// The authorities, ready for use.
#[derive(Debug, Clone)]
pub struct Trust {
    config: Arc<ClientConfig>,
}

/// Why a file of authorities cannot be used.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TrustError {
    /// The file cannot be read.
    #[error("`{0}` cannot be read: {1}")]
    Unreadable(String, String),
    /// The file holds no certificate.
    #[error("`{0}` holds no certificate; give a file in PEM form")]
    Empty(String),
    /// No TLS version and no cipher could be agreed on with oneself.
    #[error("TLS cannot be used: {0}")]
    Tls(String),
}

impl Trust {
    /// The system's authorities, or Mozilla's where the system keeps none.
    ///
    /// # Errors
    /// Where TLS cannot be set up at all.
    pub fn system() -> Result<Trust, TrustError> {
        let mut roots = RootCertStore::empty();
        // Certificates that the system holds and that do not parse are no reason to trust none.
        roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
        if roots.is_empty() {
            roots.extend(webpki_roots::TLS_SERVER_ROOTS.iter().cloned());
        }
        Trust::of(roots)
    }

    /// The authorities in the PEM file at `path`, and no others.
    ///
    /// # Errors
    /// Where the file cannot be read or holds none.
    pub fn file(path: &Path) -> Result<Trust, TrustError> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| TrustError::Unreadable(name.clone(), error.to_string()))?;
        let mut roots = RootCertStore::empty();
        let (added, _) = roots.add_parsable_certificates(CertificateDer::pem_slice_iter(&bytes).flatten());
        if added == 0 { Err(TrustError::Empty(name)) } else { Trust::of(roots) }
    }

    fn of(roots: RootCertStore) -> Result<Trust, TrustError> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions();
        let builder = builder.map_err(|error| TrustError::Tls(error.to_string()))?;
        Ok(Trust { config: Arc::new(builder.with_root_certificates(roots).with_no_client_auth()) })
    }

    /// The TLS settings, with the protocol to agree on (RFC 7301).
    pub(super) fn config(&self, protocol: &[u8]) -> Arc<ClientConfig> {
        let mut config = ClientConfig::clone(&self.config);
        config.alpn_protocols = vec![protocol.to_vec()];
        Arc::new(config)
    }
}
