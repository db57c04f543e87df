//! An authority and certificates of its own making, in a folder of their own.

use std::path::PathBuf;

use rcgen::{BasicConstraints, CertificateParams, DnType, IsCa, Issuer, KeyPair, KeyUsagePurpose};

/// A folder with `ca.pem`, and a certificate `NAME.pem` with its key `NAME.key` for each made.
pub(crate) struct Authority {
    pub(crate) folder: tempfile::TempDir,
    issuer: Issuer<'static, KeyPair>,
}

impl Authority {
    pub(crate) fn new(name: &str) -> Authority {
        let folder = tempfile::tempdir().unwrap();
        let mut wanted = named(name, &[]);
        wanted.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
        wanted.key_usages = vec![KeyUsagePurpose::KeyCertSign, KeyUsagePurpose::CrlSign];
        let key = KeyPair::generate().unwrap();
        std::fs::write(folder.path().join("ca.pem"), wanted.self_signed(&key).unwrap().pem()).unwrap();
        Authority { folder, issuer: Issuer::new(wanted, key) }
    }

    /// A certificate for `names` (the first is its common name), valid in these years.
    pub(crate) fn certify(&self, file: &str, names: &[&str], years: std::ops::Range<i32>) {
        self.sign(file, named(names[0], names), years);
    }

    /// An authority that this one vouches for; its chain is not written anywhere but in `FILE.pem`.
    pub(crate) fn below(&self, file: &str) -> Authority {
        let mut wanted = named(file, &[]);
        wanted.is_ca = IsCa::Ca(BasicConstraints::Constrained(0));
        wanted.key_usages = vec![KeyUsagePurpose::KeyCertSign];
        let key = self.sign(file, wanted.clone(), 2020..2040);
        let folder = tempfile::tempdir().unwrap();
        std::fs::copy(self.path("ca.pem"), folder.path().join("ca.pem")).unwrap();
        std::fs::copy(self.path(&format!("{file}.pem")), folder.path().join("between.pem")).unwrap();
        Authority { folder, issuer: Issuer::new(wanted, key) }
    }

    fn sign(&self, file: &str, mut wanted: CertificateParams, years: std::ops::Range<i32>) -> KeyPair {
        wanted.not_before = rcgen::date_time_ymd(years.start, 1, 1);
        wanted.not_after = rcgen::date_time_ymd(years.end, 1, 1);
        let key = KeyPair::generate().unwrap();
        let signed = wanted.signed_by(&key, &self.issuer).unwrap();
        std::fs::write(self.path(&format!("{file}.pem")), signed.pem()).unwrap();
        std::fs::write(self.path(&format!("{file}.key")), key.serialize_pem()).unwrap();
        key
    }

    pub(crate) fn path(&self, file: &str) -> PathBuf {
        self.folder.path().join(file)
    }
}

fn named(name: &str, names: &[&str]) -> CertificateParams {
    let names: Vec<String> = names.iter().map(|name| (*name).to_owned()).collect();
    let mut wanted = CertificateParams::new(names).unwrap();
    wanted.distinguished_name = rcgen::DistinguishedName::new();
    wanted.distinguished_name.push(DnType::CommonName, name);
    wanted
}
