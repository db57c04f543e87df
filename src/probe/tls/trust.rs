//! Which certificate authorities are trusted.

use std::collections::HashSet;
use std::ffi::OsString;
use std::path::Path;
use std::sync::{Arc, OnceLock};

use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject;
use rustls::{ClientConfig, RootCertStore};

use crate::wire::x509;

/// The authorities, ready for use.
#[derive(Debug, Clone)]
pub struct Trust {
    /// Where they come from: `system`, `mozilla`, or the file given by an option or by SSL_CERT_FILE or SSL_CERT_DIR.
    pub store: String,
    pub(super) roots: Arc<RootCertStore>,
    /// The digests of the certificates themselves: a server that shows one of them needs no other to vouch for it.
    pub(super) own: Arc<HashSet<[u8; 32]>>,
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
}

impl Trust {
    /// The system's authorities, or those that SSL_CERT_FILE and SSL_CERT_DIR name in their place; or Mozilla's where the system keeps none.
    pub fn system() -> Trust {
        // Certificates that the system holds and that do not parse are no reason to trust none.
        let variables = ["SSL_CERT_DIR", "SSL_CERT_FILE"].map(std::env::var_os);
        let trust = Trust::of(named(variables), &rustls_native_certs::load_native_certs().certs);
        if trust.roots.is_empty() { Trust { store: "mozilla".to_owned(), roots: public(), ..trust } } else { trust }
    }

    /// The authorities in the PEM file at `path`, and no others.
    ///
    /// # Errors
    /// Where the file cannot be read or holds none.
    pub fn file(path: &Path) -> Result<Trust, TrustError> {
        let name = path.display().to_string();
        let bytes = std::fs::read(path).map_err(|error| TrustError::Unreadable(name.clone(), error.to_string()))?;
        let certificates: Vec<_> = CertificateDer::pem_slice_iter(&bytes).flatten().collect();
        let trust = Trust::of(name.clone(), &certificates);
        if trust.roots.is_empty() { Err(TrustError::Empty(name)) } else { Ok(trust) }
    }

    fn of(store: String, certificates: &[CertificateDer<'static>]) -> Trust {
        let mut roots = RootCertStore::empty();
        roots.add_parsable_certificates(certificates.iter().cloned());
        let own = certificates.iter().map(|der| x509::digest(der)).collect();
        Trust { store, roots: Arc::new(roots), own: Arc::new(own) }
    }

    /// True where these are Mozilla's own.
    pub(super) fn is_public(&self) -> bool {
        self.store == "mozilla"
    }

    /// Settings for a client that trusts nobody else, with the protocol to agree on (RFC 7301). `None` where TLS
    /// cannot be used at all.
    pub(crate) fn config(&self, protocol: &[u8]) -> Option<Arc<ClientConfig>> {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let builder = ClientConfig::builder_with_provider(provider).with_safe_default_protocol_versions().ok()?;
        let mut config = builder.with_root_certificates(Arc::clone(&self.roots)).with_no_client_auth();
        config.alpn_protocols = vec![protocol.to_vec()];
        Some(Arc::new(config))
    }
}

/// What is read in the place of the system's own authorities, by the values of SSL_CERT_DIR and SSL_CERT_FILE: who sets
/// them chooses whom to trust.
fn named(variables: [Option<OsString>; 2]) -> String {
    let given = variables.into_iter().flatten().filter(|value| !value.is_empty());
    let all: Vec<String> = given.map(|value| value.to_string_lossy().into_owned()).collect();
    if all.is_empty() { "system".to_owned() } else { all.join(", ") }
}

/// Mozilla's authorities, which browsers trust everywhere.
pub(super) fn public() -> Arc<RootCertStore> {
    static PUBLIC: OnceLock<Arc<RootCertStore>> = OnceLock::new();
    let load = || Arc::new(RootCertStore { roots: webpki_roots::TLS_SERVER_ROOTS.to_vec() });
    Arc::clone(PUBLIC.get_or_init(load))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn authorities_that_a_variable_names_are_not_the_systems() {
        let named = |dir: Option<&str>, file: Option<&str>| named([dir.map(OsString::from), file.map(OsString::from)]);
        assert_eq!(named(None, None), "system");
        assert_eq!(named(Some(""), None), "system");
        assert_eq!(named(None, Some("ca.pem")), "ca.pem");
        assert_eq!(named(Some("/certs"), Some("ca.pem")), "/certs, ca.pem");
    }
}
