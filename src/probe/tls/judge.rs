//! A verifier that judges a chain, keeps the verdict, and lets every handshake be finished.

use std::sync::{Mutex, PoisonError};

use rustls::client::danger::{HandshakeSignatureValid, ServerCertVerified, ServerCertVerifier};
use rustls::client::{verify_server_cert_signed_by_trust_anchor, verify_server_name};
use rustls::crypto::{WebPkiSupportedAlgorithms, verify_tls12_signature, verify_tls13_signature};
use rustls::pki_types::{CertificateDer, ServerName, UnixTime};
use rustls::server::ParsedCertificate;
use rustls::{CertificateError, DigitallySignedStruct, Error, RootCertStore, SignatureScheme};

use crate::observation::{Certificate, Looked, PathTrust, TimeTrust, Trust as Verdict};
use crate::probe::tls::trust::{Trust, public};
use crate::wire::x509;

/// The most certificates of a chain that are kept.
const MOST: usize = 10;

/// Judges the chain of one handshake.
#[derive(Debug)]
pub(super) struct Judge {
    pub(super) trust: Trust,
    /// The name that the certificate must be for; `None` where it can be no certificate's.
    pub(super) expected: Option<ServerName<'static>>,
    pub(super) ignored: bool,
    pub(super) algorithms: WebPkiSupportedAlgorithms,
    pub(super) shown: Mutex<Option<(Vec<Certificate>, Verdict)>>,
}

impl Judge {
    /// What was shown, and the verdict, where a chain came.
    pub(super) fn verdict(&self) -> Option<(Vec<Certificate>, Verdict)> {
        self.shown.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// Judges `chain`, the server's own certificate first, at the time `now`.
    pub(super) fn judge(&self, chain: &[CertificateDer<'_>], now: UnixTime) -> (Vec<Certificate>, Verdict) {
        let read: Vec<Certificate> = chain.iter().take(MOST).map(|der| Certificate::read(der)).collect();
        let time = time_of(chain, now);
        let (path, time, detail) = match self.path(chain, &self.trust.roots, now) {
            _ if chain.first().is_some_and(|own| self.trust.own.contains(&x509::digest(own))) => {
                (PathTrust::Trusted, time, None)
            }
            Path::Holds => (PathTrust::Trusted, TimeTrust::Valid, None),
            Path::HoldsAtOtherTimes(time, detail) => (PathTrust::Trusted, time, Some(detail)),
            Path::Fails(_, detail) if read.first().is_some_and(|own| own.is_self_signed) => {
                (PathTrust::SelfSigned, time, Some(detail))
            }
            Path::Fails(path, detail) => (path, time, Some(detail)),
        };
        let public = match self.trust.is_public() {
            true => path == PathTrust::Trusted,
            false => !matches!(self.path(chain, &public(), now), Path::Fails(..)),
        };
        let verdict = Verdict {
            path,
            detail,
            name_matches: self.is_for_expected_name(chain),
            time,
            checked_at: stamp(now),
            store: self.trust.store.clone(),
            public: Looked::Saw(public),
            ignored: self.ignored,
        };
        (read, verdict)
    }

    fn is_for_expected_name(&self, chain: &[CertificateDer<'_>]) -> bool {
        let own = chain.first().and_then(|own| ParsedCertificate::try_from(own).ok());
        own.zip(self.expected.as_ref()).is_some_and(|(own, name)| verify_server_name(&own, name).is_ok())
    }

    /// Whether one of `roots` vouches for the chain now, or would if it were another time: an expired certificate of
    /// a trusted authority is seen as both.
    fn path(&self, chain: &[CertificateDer<'_>], roots: &RootCertStore, now: UnixTime) -> Path {
        let Some((own, others)) = chain.split_first() else {
            return Path::Fails(PathTrust::Invalid, "no certificate was shown".to_owned());
        };
        let own = match ParsedCertificate::try_from(own) {
            Ok(own) => own,
            Err(error) => return Path::Fails(PathTrust::Invalid, error.to_string()),
        };
        let at =
            |time: UnixTime| verify_server_cert_signed_by_trust_anchor(&own, roots, others, time, self.algorithms.all);
        let error = match at(now) {
            Ok(()) => return Path::Holds,
            Err(error) => error,
        };
        let Some(time) = fault_of_time(&error) else { return Path::Fails(fault(&error), error.to_string()) };
        let mut last = error.clone();
        for other in times(chain) {
            match at(other) {
                Ok(()) => return Path::HoldsAtOtherTimes(time, error.to_string()),
                Err(other) => last = other,
            }
        }
        match fault_of_time(&last) {
            // No one time suits all of them, so that nothing is known of the authority.
            Some(_) => Path::Fails(PathTrust::UnknownIssuer, error.to_string()),
            None => Path::Fails(fault(&last), last.to_string()),
        }
    }

    /// Verifies the signature of the handshake itself. A certificate too old or odd for the library holds a key all
    /// the same, and the signature must be that key's.
    fn verified(
        &self,
        result: Result<HandshakeSignatureValid, Error>,
        message: &[u8],
        der: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        let error = match result {
            Ok(valid) => return Ok(valid),
            Err(error) if ParsedCertificate::try_from(der).is_ok() => return Err(error),
            Err(error) => error,
        };
        let Some((key, _)) = x509::public_key(der) else { return Err(error) };
        let known = self.algorithms.mapping.iter().find(|(scheme, _)| *scheme == signed.scheme);
        let mut algorithms = known.map(|(_, algorithms)| algorithms.iter()).into_iter().flatten();
        match algorithms.any(|algorithm| algorithm.verify_signature(&key, message, signed.signature()).is_ok()) {
            true => Ok(HandshakeSignatureValid::assertion()),
            false => Err(CertificateError::BadSignature.into()),
        }
    }
}

impl ServerCertVerifier for Judge {
    fn verify_server_cert(
        &self,
        own: &CertificateDer<'_>,
        others: &[CertificateDer<'_>],
        _: &ServerName<'_>,
        _: &[u8],
        now: UnixTime,
    ) -> Result<ServerCertVerified, Error> {
        let chain: Vec<CertificateDer<'_>> = std::iter::once(own).chain(others).cloned().collect();
        let verdict = self.judge(&chain, now);
        *self.shown.lock().unwrap_or_else(PoisonError::into_inner) = Some(verdict);
        // Whether it is trusted is for the caller to decide, once all has been seen.
        Ok(ServerCertVerified::assertion())
    }

    fn verify_tls12_signature(
        &self,
        message: &[u8],
        der: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verified(verify_tls12_signature(message, der, signed, &self.algorithms), message, der, signed)
    }

    fn verify_tls13_signature(
        &self,
        message: &[u8],
        der: &CertificateDer<'_>,
        signed: &DigitallySignedStruct,
    ) -> Result<HandshakeSignatureValid, Error> {
        self.verified(verify_tls13_signature(message, der, signed, &self.algorithms), message, der, signed)
    }

    fn supported_verify_schemes(&self) -> Vec<SignatureScheme> {
        self.algorithms.supported_schemes()
    }
}

/// Whether a path to an authority holds.
enum Path {
    Holds,
    HoldsAtOtherTimes(TimeTrust, String),
    Fails(PathTrust, String),
}

fn fault_of_time(error: &Error) -> Option<TimeTrust> {
    match error {
        Error::InvalidCertificate(CertificateError::Expired | CertificateError::ExpiredContext { .. }) => {
            Some(TimeTrust::Expired)
        }
        Error::InvalidCertificate(CertificateError::NotValidYet | CertificateError::NotValidYetContext { .. }) => {
            Some(TimeTrust::NotYetValid)
        }
        _ => None,
    }
}

fn fault(error: &Error) -> PathTrust {
    match error {
        Error::InvalidCertificate(CertificateError::UnknownIssuer) => PathTrust::UnknownIssuer,
        Error::InvalidCertificate(CertificateError::Revoked) => PathTrust::Revoked,
        _ => PathTrust::Invalid,
    }
}

/// Times at which the chain may hold: first those that suit all of it, then those of the own certificate.
fn times(chain: &[CertificateDer<'_>]) -> Vec<UnixTime> {
    let all: Vec<(i64, i64)> = chain.iter().take(MOST).filter_map(|der| x509::validity(der)).collect();
    let latest_start = all.iter().map(|one| one.0).max();
    let earliest_end = all.iter().map(|one| one.1).min();
    let own = all.first();
    let candidates = [latest_start, earliest_end, own.map(|own| own.0), own.map(|own| own.1)];
    let known = candidates.into_iter().flatten().filter_map(|seconds| u64::try_from(seconds).ok());
    known.map(|seconds| UnixTime::since_unix_epoch(std::time::Duration::from_secs(seconds))).collect()
}

/// Whether the own certificate holds by its dates alone.
fn time_of(chain: &[CertificateDer<'_>], now: UnixTime) -> TimeTrust {
    let now = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    match chain.first().and_then(|own| x509::validity(own)) {
        Some((_, end)) if now > end => TimeTrust::Expired,
        Some((start, _)) if now < start => TimeTrust::NotYetValid,
        _ => TimeTrust::Valid,
    }
}

fn stamp(now: UnixTime) -> String {
    let seconds = i64::try_from(now.as_secs()).unwrap_or(i64::MAX);
    jiff::Timestamp::from_second(seconds).map_or_else(|_| format!("@{seconds}"), |time| format!("{time:.0}"))
}
