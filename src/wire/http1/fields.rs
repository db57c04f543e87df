//! Field lines, of heads and of trailers (RFC 9112 section 5).

use crate::wire::http1::BreachKind;
use crate::wire::http1::Field;
use crate::wire::http1::ledger::Ledger;
use crate::wire::http1::secret;
use crate::wire::http1::start::control_bytes;

/// Fields with the places where they stand.
#[derive(Debug, Clone, Default)]
pub(super) struct Fields {
    /// The fields in the order sent.
    pub(super) fields: Vec<Field>,
    /// The offset of each.
    pub(super) at: Vec<u64>,
    /// True where the last line was no field, so that what is folded behind it belongs to none.
    ignores: bool,
}

impl Fields {
    /// Reads one line, which is not empty and starts at `at`.
    pub(super) fn line(&mut self, line: &[u8], at: u64, ledger: &mut Ledger) {
        control_bytes(line, at, ledger);
        if matches!(line.first(), Some(b' ' | b'\t')) {
            return self.folded(line, at, ledger);
        }
        self.ignores = true;
        let Some(colon) = line.iter().position(|byte| *byte == b':') else {
            return ledger.add(BreachKind::NoColon, at, line);
        };
        let (name, value) = (&line[..colon], trimmed(&line[colon + 1..]));
        let bare = name.trim_ascii_end();
        if bare.len() < name.len() {
            ledger.add(BreachKind::SpaceBeforeColon, at + bare.len() as u64, name);
        }
        match bare.iter().position(|byte| !is_token(*byte)) {
            Some(bad) => ledger.add(BreachKind::BadFieldName, at + bad as u64, bare),
            None if bare.is_empty() => ledger.add(BreachKind::BadFieldName, at, line),
            None => {}
        }
        self.ignores = false;
        self.at.push(at);
        self.fields.push(Field {
            name: String::from_utf8_lossy(bare).into_owned(),
            value: String::from_utf8_lossy(value).into_owned(),
        });
    }

    /// A line that continues the value before it; white space before the first field belongs to nothing and is
    /// consumed (RFC 9112 sections 5.2 and 2.2).
    fn folded(&mut self, line: &[u8], at: u64, ledger: &mut Ledger) {
        let Some(field) = self.fields.last_mut() else {
            return ledger.add(BreachKind::SpaceBeforeFirstField, at, line);
        };
        let is_secret = !self.ignores && secret::is_secret(&field.name);
        ledger.add(BreachKind::ObsFold, at, if is_secret { b"" } else { line });
        let more = String::from_utf8_lossy(trimmed(line));
        if self.ignores || more.is_empty() {
            return;
        }
        if !field.value.is_empty() {
            field.value.push(' ');
        }
        field.value.push_str(&more);
    }
}

/// Without the white space around it (OWS, RFC 9110 section 5.6.3).
pub(super) fn trimmed(value: &[u8]) -> &[u8] {
    let is_space = |byte: &u8| matches!(byte, b' ' | b'\t');
    let start = value.iter().position(|byte| !is_space(byte)).unwrap_or(value.len());
    let end = value.iter().rposition(|byte| !is_space(byte)).map_or(start, |last| last + 1);
    &value[start..end]
}

/// True for what a token may hold (RFC 9110 section 5.6.2).
pub(super) fn is_token(byte: u8) -> bool {
    byte.is_ascii_alphanumeric() || b"!#$%&'*+-.^_`|~".contains(&byte)
}
