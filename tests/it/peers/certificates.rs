//! Certificates of two authorities of the tests' own, as PEM files in a folder.

use std::net::IpAddr;
use std::path::{Path, PathBuf};

use rcgen::{
    BasicConstraints, CertificateParams, DnType, ExtendedKeyUsagePurpose, IsCa, Issuer, KeyPair, KeyUsagePurpose,
    date_time_ymd,
};

/// The name that the good certificate is for, beside `localhost` and the server's own address.
pub(crate) const NAME: &str = "good.example.org";

/// A folder of certificates: `KIND.pem` (the certificate) and `KIND.key`.
///
/// | kind | what it is |
/// |---|---|
/// | `ca` | the authority to trust (`--cacert ca.pem`) |
/// | `good` | for [`NAME`], `localhost` and the server's address |
/// | `expired` | the same, from 2019 to 2020 |
/// | `early` | the same, from 2090 on |
/// | `other-name` | for `other.example.net` alone |
/// | `self-signed` | the same as `good`, vouched for by itself |
/// | `untrusted` | the same as `good`, by `other-ca`, which nobody trusts |
/// | `client` | a client's, by `ca` |
/// | `other-client` | a client's, by `other-ca` |
#[derive(Debug)]
pub(crate) struct Certificates {
    folder: PathBuf,
}

impl Certificates {
    /// Makes them all in `folder`, for servers at `address`.
    pub(crate) fn make(folder: &Path, address: IpAddr) -> Certificates {
        let certificates = Certificates { folder: folder.to_owned() };
        let ca = certificates.authority("ca");
        let other = certificates.authority("other-ca");
        let good = [NAME, "localhost", &address.to_string()].map(str::to_owned).to_vec();
        let other_name = vec!["other.example.net".to_owned()];
        let until = |from, to| (date_time_ymd(from, 1, 1), date_time_ymd(to, 1, 1));
        for (kind, names, (from, to), by) in [
            ("good", &good, until(2020, 2089), Some(&ca)),
            ("expired", &good, until(2019, 2020), Some(&ca)),
            ("early", &good, until(2090, 2099), Some(&ca)),
            ("other-name", &other_name, until(2020, 2089), Some(&ca)),
            ("self-signed", &good, until(2020, 2089), None),
            ("untrusted", &good, until(2020, 2089), Some(&other)),
        ] {
            let mut params = CertificateParams::new(names.clone()).expect("names");
            params.distinguished_name.push(DnType::CommonName, names[0].as_str());
            (params.not_before, params.not_after) = (from, to);
            params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ServerAuth];
            certificates.issue(kind, params, by);
        }
        for (kind, by) in [("client", &ca), ("other-client", &other)] {
            let mut params = CertificateParams::new(Vec::new()).expect("no names");
            params.distinguished_name.push(DnType::CommonName, kind);
            params.extended_key_usages = vec![ExtendedKeyUsagePurpose::ClientAuth];
            certificates.issue(kind, params, Some(by));
        }
        certificates
    }

    /// The path of `FILE` in the folder, such as `good.pem`.
    pub(crate) fn path(&self, file: &str) -> String {
        let path = self.folder.join(file);
        assert!(path.exists(), "there is no {file}");
        path.display().to_string()
    }

    fn authority(&self, kind: &str) -> Issuer<'static, KeyPair> {
        let mut params = CertificateParams::new(Vec::new()).expect("no names");
        params.distinguished_name.push(DnType::CommonName, format!("netwhy tests {kind}"));
        params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        params.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().expect("a key");
        let own = params.self_signed(&key).expect("a certificate");
        self.write(kind, &own.pem(), &key);
        Issuer::new(params, key)
    }

    fn issue(&self, kind: &str, params: CertificateParams, by: Option<&Issuer<'_, KeyPair>>) {
        let key = KeyPair::generate().expect("a key");
        let made = match by {
            Some(issuer) => params.signed_by(&key, issuer),
            None => params.self_signed(&key),
        };
        self.write(kind, &made.expect("a certificate").pem(), &key);
    }

    fn write(&self, kind: &str, certificate: &str, key: &KeyPair) {
        std::fs::write(self.folder.join(format!("{kind}.pem")), certificate).expect("written");
        std::fs::write(self.folder.join(format!("{kind}.key")), key.serialize_pem()).expect("written");
    }
}
