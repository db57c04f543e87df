//! The record types with their names, and how the data of each is laid out.

use std::fmt;
use std::str::FromStr;

/// A record type by its number (RFC 6895). Types without a row below are written `TYPE123` (RFC 3597).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordType(pub u16);

/// One part of a record's data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    /// Four octets: an IPv4 address.
    V4,
    /// Sixteen octets: an IPv6 address.
    V6,
    /// A domain name.
    Name,
    /// An octet, as a number.
    U8,
    /// Two octets, as a number.
    U16,
    /// Four octets, as a number.
    U32,
    /// Four octets, as a time (RFC 4034 section 3.2).
    Time,
    /// Two octets, as a record type.
    Type,
    /// A character string behind its length, quoted.
    Text,
    /// A character string behind its length, as it stands.
    Word,
    /// Character strings to the end.
    Texts,
    /// The rest, quoted.
    TextRest,
    /// Octets behind their length in hexadecimal; `-` where empty (NSEC3 salt).
    HexShort,
    /// Octets behind their length in base 32 (NSEC3 hash).
    Base32Short,
    /// The rest in hexadecimal.
    Hex,
    /// The rest in base 64.
    Base64,
    /// The rest as a type bit map (RFC 4034 section 4.1.2).
    Types,
    /// The rest as service parameters (RFC 9460 section 2.2).
    Parameters,
}

use Part::{
    Base32Short, Base64, Hex, HexShort, Name, Parameters, Text, TextRest, Texts, Time, Type, Types, U8, U16, U32, V4,
    V6, Word,
};

/// Number, name, layout. Source: IANA's registry "Resource Record (RR) TYPEs" and the RFCs it names.
const TABLE: &[(u16, &str, &[Part])] = &[
    (1, "A", &[V4]),
    (2, "NS", &[Name]),
    (5, "CNAME", &[Name]),
    (6, "SOA", &[Name, Name, U32, U32, U32, U32, U32]),
    (12, "PTR", &[Name]),
    (13, "HINFO", &[Text, Text]),
    (15, "MX", &[U16, Name]),
    (16, "TXT", &[Texts]),
    (17, "RP", &[Name, Name]),
    (18, "AFSDB", &[U16, Name]),
    (28, "AAAA", &[V6]),
    (33, "SRV", &[U16, U16, U16, Name]),
    (35, "NAPTR", &[U16, U16, Text, Text, Text, Name]),
    (39, "DNAME", &[Name]),
    (43, "DS", &[U16, U8, U8, Hex]),
    (44, "SSHFP", &[U8, U8, Hex]),
    (46, "RRSIG", &[Type, U8, U8, U32, Time, Time, U16, Name, Base64]),
    (47, "NSEC", &[Name, Types]),
    (48, "DNSKEY", &[U16, U8, U8, Base64]),
    (50, "NSEC3", &[U8, U8, U16, HexShort, Base32Short, Types]),
    (51, "NSEC3PARAM", &[U8, U8, U16, HexShort]),
    (52, "TLSA", &[U8, U8, U8, Hex]),
    (53, "SMIMEA", &[U8, U8, U8, Hex]),
    (59, "CDS", &[U16, U8, U8, Hex]),
    (60, "CDNSKEY", &[U16, U8, U8, Base64]),
    (61, "OPENPGPKEY", &[Base64]),
    (62, "CSYNC", &[U32, U16, Types]),
    (63, "ZONEMD", &[U32, U8, U8, Hex]),
    (64, "SVCB", &[U16, Name, Parameters]),
    (65, "HTTPS", &[U16, Name, Parameters]),
    (99, "SPF", &[Texts]),
    (255, "ANY", &[]),
    (256, "URI", &[U16, U16, TextRest]),
    (257, "CAA", &[U8, Word, TextRest]),
];

impl RecordType {
    /// IPv4 addresses.
    pub const A: RecordType = RecordType(1);
    /// Name servers of a zone.
    pub const NS: RecordType = RecordType(2);
    /// Another name for this one.
    pub const CNAME: RecordType = RecordType(5);
    /// The start of a zone.
    pub const SOA: RecordType = RecordType(6);
    /// The name of an address.
    pub const PTR: RecordType = RecordType(12);
    /// Mail exchangers.
    pub const MX: RecordType = RecordType(15);
    /// Free text.
    pub const TXT: RecordType = RecordType(16);
    /// IPv6 addresses.
    pub const AAAA: RecordType = RecordType(28);
    /// Where a service is (RFC 2782).
    pub const SRV: RecordType = RecordType(33);
    /// EDNS options (RFC 6891).
    pub(super) const OPT: RecordType = RecordType(41);
    /// How to reach a web site (RFC 9460).
    pub const HTTPS: RecordType = RecordType(65);

    /// The layout of the data, where it is known.
    pub(super) fn layout(self) -> Option<&'static [Part]> {
        TABLE.iter().find(|row| row.0 == self.0).map(|row| row.2).filter(|parts| !parts.is_empty())
    }
}

impl fmt::Display for RecordType {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match TABLE.iter().find(|row| row.0 == self.0) {
            Some(row) => f.write_str(row.1),
            None => write!(f, "TYPE{}", self.0),
        }
    }
}

/// Why a text is no record type.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("`{0}` is no record type that netwhy knows; write one such as A, AAAA, MX or TXT, or its number as TYPE65")]
pub struct UnknownType(String);

impl FromStr for RecordType {
    type Err = UnknownType;

    fn from_str(text: &str) -> Result<RecordType, UnknownType> {
        let upper = text.trim().to_ascii_uppercase();
        if let Some(row) = TABLE.iter().find(|row| row.1 == upper) {
            return Ok(RecordType(row.0));
        }
        let number = upper.strip_prefix("TYPE").and_then(|number| number.parse().ok());
        number.filter(|number| *number != 0).map(RecordType).ok_or_else(|| UnknownType(text.escape_debug().to_string()))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_type_reads_by_name_and_by_number() {
        assert_eq!("aaaa".parse(), Ok(RecordType::AAAA));
        assert_eq!("TYPE65".parse(), Ok(RecordType::HTTPS));
        assert_eq!(RecordType(65).to_string(), "HTTPS");
        assert_eq!(RecordType(4711).to_string(), "TYPE4711");
        for wrong in ["", "TYPE", "TYPE0", "TYPE70000", "65", "A A"] {
            assert!(wrong.parse::<RecordType>().is_err(), "{wrong}");
        }
    }

    #[test]
    fn numbers_rise_so_that_none_stands_twice() {
        assert!(TABLE.windows(2).all(|pair| pair[0].0 < pair[1].0));
    }
}
