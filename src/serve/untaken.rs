//! Why a client did not end a TLS handshake with a server of netwhy's own.

use rustls::{AlertDescription, Error};

use crate::report::Ending;
use crate::serve::hear::{Heard, failed};
use crate::text::Text;
use crate::wire::tls::Alert;

/// The alerts by which a client says that it does not trust a certificate (RFC 8446 section 6.2).
const DISTRUST: [AlertDescription; 5] = [
    AlertDescription::UnknownCA,
    AlertDescription::BadCertificate,
    AlertDescription::CertificateUnknown,
    AlertDescription::CertificateExpired,
    AlertDescription::UnsupportedCertificate,
];

/// What broke a handshake.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) enum Untaken {
    /// The client does not trust the certificate, and says so by the alert of this name.
    Distrusts(String),
    /// The client ended it with the alert of this name.
    Alert(String),
    /// The client went without a word: closed, or by a reset. Some do so who do not trust.
    Left(Ending),
    /// The client offers nothing that can be used here.
    NothingInCommon,
    /// What came is no handshake as TLS has it.
    Malformed,
}

impl Untaken {
    /// Reads it from the error that ended the handshake.
    pub(crate) fn of(error: &std::io::Error) -> Untaken {
        match error.get_ref().and_then(|inner| inner.downcast_ref::<Error>()) {
            Some(Error::AlertReceived(alert)) => {
                let name = Alert::of((*alert).into()).name;
                if DISTRUST.contains(alert) { Untaken::Distrusts(name) } else { Untaken::Alert(name) }
            }
            Some(Error::PeerIncompatible(_)) => Untaken::NothingInCommon,
            Some(_) => Untaken::Malformed,
            None => match failed(error) {
                Heard::Over(end, _) => Untaken::Left(end),
                Heard::Bytes(_) => Untaken::Malformed,
            },
        }
    }

    /// It in a few words.
    pub(crate) fn tell(&self) -> Text {
        match self {
            Untaken::Distrusts(alert) => Text::new(
                format!("the client does not trust the certificate made here (alert {alert})"),
                format!("客户端不信任此处制作的证书（警报 {alert}）"),
            ),
            Untaken::Alert(alert) => Text::new(
                format!("the client ended the TLS handshake with the alert {alert}"),
                format!("客户端以警报 {alert} 结束了 TLS 握手"),
            ),
            Untaken::Left(Ending::Closed) => {
                Text::fixed("the client closed during the TLS handshake", "客户端在 TLS 握手期间关闭了连接")
            }
            Untaken::Left(Ending::Reset) => {
                Text::fixed("the client reset during the TLS handshake", "客户端在 TLS 握手期间重置了连接")
            }
            Untaken::Left(_) => Text::fixed("the TLS handshake broke off", "TLS 握手中断"),
            Untaken::NothingInCommon => Text::fixed(
                "the client offers no version, suite, group or signature of TLS 1.2 or 1.3 that can be used here",
                "客户端提供的版本、密码套件、群组或签名中，没有此处可用的 TLS 1.2 或 1.3 选项",
            ),
            Untaken::Malformed => Text::fixed(
                "what the client sent in the TLS handshake cannot be read as TLS",
                "客户端在 TLS 握手中发送的内容无法按 TLS 解读",
            ),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use std::io::{Error as IoError, ErrorKind};

    #[test]
    fn only_alerts_of_distrust_are_called_distrust() {
        let of = |error: Error| Untaken::of(&IoError::new(ErrorKind::InvalidData, error));
        let alert = |alert| of(Error::AlertReceived(alert));
        assert_eq!(alert(AlertDescription::UnknownCA), Untaken::Distrusts("unknown_ca".to_owned()));
        assert_eq!(alert(AlertDescription::ProtocolVersion), Untaken::Alert("protocol_version".to_owned()));
        assert_eq!(of(Error::DecryptError), Untaken::Malformed);
        assert_eq!(of(rustls::PeerIncompatible::NoCipherSuitesInCommon.into()), Untaken::NothingInCommon);
        assert_eq!(Untaken::of(&ErrorKind::UnexpectedEof.into()), Untaken::Left(Ending::Closed));
        assert_eq!(Untaken::of(&ErrorKind::ConnectionReset.into()), Untaken::Left(Ending::Reset));
    }
}
