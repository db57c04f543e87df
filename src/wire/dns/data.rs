//! A record's data in presentation form, as dig prints it.

use std::net::{Ipv4Addr, Ipv6Addr};

use data_encoding::{BASE32HEX_NOPAD, BASE64, HEXUPPER};

use crate::wire::dns::record_type::Part;
use crate::wire::dns::{Name, RecordType};

/// The data at `start..end` of `message`. Data that does not fit its type's layout, and data of unknown types, is
/// shown in the generic form of RFC 3597: nothing is lost, and nothing made up.
pub(super) fn read(message: &[u8], start: usize, end: usize, record_type: RecordType) -> Option<String> {
    let raw = message.get(start..end)?;
    let known = record_type.layout().and_then(|layout| {
        let mut data = Data { message: message.get(..end)?, at: start };
        let words: Option<Vec<String>> = layout.iter().map(|part| data.part(*part)).collect();
        words.filter(|_| data.at == end).map(|words| words.join(" ").trim_end().to_owned())
    });
    Some(known.unwrap_or_else(|| match raw.len() {
        0 => "\\# 0".to_owned(),
        length => format!("\\# {length} {}", HEXUPPER.encode(raw)),
    }))
}

/// A place within the data.
struct Data<'a> {
    message: &'a [u8],
    at: usize,
}

impl<'a> Data<'a> {
    fn part(&mut self, part: Part) -> Option<String> {
        Some(match part {
            Part::V4 => Ipv4Addr::from(*self.take(4)?.first_chunk::<4>()?).to_string(),
            Part::V6 => Ipv6Addr::from(*self.take(16)?.first_chunk::<16>()?).to_string(),
            Part::Name => dotted(&self.name()?),
            Part::U8 => self.take(1)?.first()?.to_string(),
            Part::U16 => self.u16()?.to_string(),
            Part::U32 => self.u32()?.to_string(),
            Part::Time => time(self.u32()?),
            Part::Type => RecordType(self.u16()?).to_string(),
            Part::Text => quoted(self.short()?),
            Part::Word => bare(self.short()?),
            Part::Texts => {
                let mut texts = vec![quoted(self.short()?)];
                while self.at < self.message.len() {
                    texts.push(quoted(self.short()?));
                }
                texts.join(" ")
            }
            Part::TextRest => quoted(self.rest()),
            Part::HexShort => Some(HEXUPPER.encode(self.short()?)).filter(|hex| !hex.is_empty()).unwrap_or("-".into()),
            Part::Base32Short => BASE32HEX_NOPAD.encode(self.short()?),
            Part::Hex => HEXUPPER.encode(self.rest()),
            Part::Base64 => BASE64.encode(self.rest()),
            Part::Types => self.types()?,
            Part::Parameters => self.parameters()?,
        })
    }

    fn take(&mut self, count: usize) -> Option<&'a [u8]> {
        let taken = self.message.get(self.at..self.at.checked_add(count)?)?;
        self.at += count;
        Some(taken)
    }

    fn rest(&mut self) -> &'a [u8] {
        let rest = self.message.get(self.at..).unwrap_or_default();
        self.at = self.message.len();
        rest
    }

    fn u16(&mut self) -> Option<u16> {
        Some(u16::from_be_bytes(*self.take(2)?.first_chunk()?))
    }

    fn u32(&mut self) -> Option<u32> {
        Some(u32::from_be_bytes(*self.take(4)?.first_chunk()?))
    }

    fn short(&mut self) -> Option<&'a [u8]> {
        let length = *self.take(1)?.first()?;
        self.take(usize::from(length))
    }

    fn name(&mut self) -> Option<Name> {
        let (name, end) = Name::read(self.message, self.at)?;
        self.at = end;
        Some(name)
    }

    fn types(&mut self) -> Option<String> {
        let mut types = Vec::new();
        while self.at < self.message.len() {
            let window = u16::from(*self.take(1)?.first()?) << 8;
            for (index, octet) in (0u16..).zip(self.short()?) {
                let set = (0..8u16).filter(|bit| octet & (0x80 >> bit) != 0);
                types.extend(set.map(|bit| RecordType(window | ((index * 8 + bit) & 0xff)).to_string()));
            }
        }
        Some(types.join(" "))
    }

    fn parameters(&mut self) -> Option<String> {
        let mut words = Vec::new();
        while self.at < self.message.len() {
            let (key, length) = (self.u16()?, self.u16()?);
            words.push(parameter(key, self.take(usize::from(length))?)?);
        }
        Some(words.join(" "))
    }
}

/// One service parameter (RFC 9460 section 14.3.2).
fn parameter(key: u16, value: &[u8]) -> Option<String> {
    let chunks = |size: usize| if value.len().is_multiple_of(size) { Some(value.chunks(size)) } else { None };
    let list = |words: Vec<String>| words.join(",");
    Some(match key {
        0 => {
            let keys = chunks(2)?.filter_map(|pair| pair.first_chunk::<2>().map(|pair| u16::from_be_bytes(*pair)));
            format!("mandatory={}", list(keys.map(key_name).collect()))
        }
        1 => {
            let (mut rest, mut words) = (value, Vec::new());
            while let Some((length, behind)) = rest.split_first() {
                words.push(bare(behind.get(..usize::from(*length))?));
                rest = &behind[usize::from(*length)..];
            }
            format!("alpn=\"{}\"", list(words))
        }
        2 if value.is_empty() => key_name(2),
        3 => format!("port={}", u16::from_be_bytes(*value.first_chunk().filter(|_| value.len() == 2)?)),
        4 => {
            let all = chunks(4)?.filter_map(|octets| octets.first_chunk::<4>());
            format!("ipv4hint={}", list(all.map(|octets| Ipv4Addr::from(*octets).to_string()).collect()))
        }
        5 => format!("ech={}", BASE64.encode(value)),
        6 => {
            let all = chunks(16)?.filter_map(|octets| octets.first_chunk::<16>());
            format!("ipv6hint={}", list(all.map(|octets| Ipv6Addr::from(*octets).to_string()).collect()))
        }
        key if value.is_empty() => key_name(key),
        key => format!("{}={}", key_name(key), quoted(value)),
    })
}

fn key_name(key: u16) -> String {
    let known = ["mandatory", "alpn", "no-default-alpn", "port", "ipv4hint", "ech", "ipv6hint", "dohpath"];
    known.get(usize::from(key)).map_or_else(|| format!("key{key}"), |name| (*name).to_owned())
}

/// A name inside data always has its trailing dot, so that it cannot be read as a relative one.
fn dotted(name: &Name) -> String {
    if name.labels().is_empty() { ".".to_owned() } else { format!("{name}.") }
}

fn quoted(text: &[u8]) -> String {
    format!("\"{}\"", bare(text))
}

fn bare(text: &[u8]) -> String {
    let mut out = String::with_capacity(text.len());
    for octet in text {
        match octet {
            b'"' | b'\\' => out.extend(['\\', char::from(*octet)]),
            0x20..=0x7e => out.push(char::from(*octet)),
            _ => out.push_str(&format!("\\{octet:03}")),
        }
    }
    out
}

/// `YYYYMMDDHHmmSS` in UTC, of seconds since 1970.
fn time(seconds: u32) -> String {
    let (days, second) = (i64::from(seconds / 86_400), seconds % 86_400);
    // Days to a civil date, with years that begin in March, so that the leap day comes last.
    let shifted = days + 719_468;
    let (era, day) = (shifted / 146_097, shifted % 146_097);
    let year = (day - day / 1_460 + day / 36_524 - day / 146_096) / 365;
    let day = day - (365 * year + year / 4 - year / 100);
    let month = (5 * day + 2) / 153;
    let day = day - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    let year = year + era * 400 + i64::from(month <= 2);
    format!("{year:04}{month:02}{day:02}{:02}{:02}{:02}", second / 3_600, second / 60 % 60, second % 60)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn times_are_written_as_dates() {
        assert_eq!(time(0), "19700101000000");
        assert_eq!(time(951_827_696), "20000229123456");
        assert_eq!(time(u32::MAX), "21060207062815");
    }

    #[test]
    fn service_parameters_read_as_in_zone_files() {
        let data = [
            &[0, 1, 0][..],
            &[0, 1, 0, 6, 2, b'h', b'2', 2, b'h', b'3'],
            &[0, 3, 0, 2, 0x20, 0xfb],
            &[0, 4, 0, 4, 192, 0, 2, 1],
        ]
        .concat();
        let shown = read(&data, 0, data.len(), RecordType::HTTPS);
        assert_eq!(shown.as_deref(), Some("1 . alpn=\"h2,h3\" port=8443 ipv4hint=192.0.2.1"));
    }

    #[test]
    fn data_that_does_not_fit_its_type_is_shown_raw() {
        assert_eq!(read(&[1, 2, 3], 0, 3, RecordType::A).as_deref(), Some("\\# 3 010203"));
        assert_eq!(read(&[1, 2, 3, 4, 5], 0, 5, RecordType::A).as_deref(), Some("\\# 5 0102030405"));
        assert_eq!(read(&[], 0, 0, RecordType(4711)).as_deref(), Some("\\# 0"));
    }
}
