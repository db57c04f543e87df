//! Alerts, which say why a handshake ends.

use serde::{Deserialize, Serialize};

/// An alert (RFC 8446 section 6).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Alert {
    /// Its code.
    pub code: u8,
    /// Its name in the RFC, such as `protocol_version`.
    pub name: String,
}

/// The codes of RFC 8446 section 6, and those that older versions used (RFC 5246 section 7.2).
const NAMES: [(u8, &str); 34] = [
    (0, "close_notify"),
    (10, "unexpected_message"),
    (20, "bad_record_mac"),
    (21, "decryption_failed"),
    (22, "record_overflow"),
    (30, "decompression_failure"),
    (40, "handshake_failure"),
    (41, "no_certificate"),
    (42, "bad_certificate"),
    (43, "unsupported_certificate"),
    (44, "certificate_revoked"),
    (45, "certificate_expired"),
    (46, "certificate_unknown"),
    (47, "illegal_parameter"),
    (48, "unknown_ca"),
    (49, "access_denied"),
    (50, "decode_error"),
    (51, "decrypt_error"),
    (60, "export_restriction"),
    (70, "protocol_version"),
    (71, "insufficient_security"),
    (80, "internal_error"),
    (86, "inappropriate_fallback"),
    (90, "user_canceled"),
    (100, "no_renegotiation"),
    (109, "missing_extension"),
    (110, "unsupported_extension"),
    (111, "certificate_unobtainable"),
    (112, "unrecognized_name"),
    (113, "bad_certificate_status_response"),
    (114, "bad_certificate_hash_value"),
    (115, "unknown_psk_identity"),
    (116, "certificate_required"),
    (120, "no_application_protocol"),
];

impl Alert {
    /// The alert of that code; one that no RFC names is called by its number.
    pub fn of(code: u8) -> Alert {
        let known = NAMES.iter().find(|row| row.0 == code).map(|row| row.1.to_owned());
        Alert { code, name: known.unwrap_or_else(|| format!("alert {code}")) }
    }
}
