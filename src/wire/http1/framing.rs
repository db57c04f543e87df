//! Where the body of an answer ends (RFC 9112 section 6.3).

use serde::{Deserialize, Serialize};

use crate::wire::http1::ledger::Ledger;
use crate::wire::http1::{Asked, BreachKind, Head};

/// What ends a body (RFC 9112 section 6.3).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Framing {
    /// There is none.
    None,
    /// Content-Length.
    Length,
    /// The final chunk.
    Chunked,
    /// The end of the connection.
    Close,
}

/// What bytes behind the end of the answer are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum After {
    /// A breach: nothing was asked for that they could answer.
    Surplus,
    /// A breach: a body where none may be.
    Body,
    /// Those of another protocol, or of the far end of a tunnel.
    Foreign,
}

/// What a head says of the body behind it.
#[derive(Debug, Clone)]
pub(super) struct Plan {
    pub(super) framing: Framing,
    /// The length in bytes, where [`Framing::Length`] says so.
    pub(super) length: u64,
    /// True where nobody can know the length: the answer is read on only to be shown.
    pub(super) is_faulty: bool,
    /// True where the connection may carry another exchange once this one is whole (RFC 9112 section 9.3).
    pub(super) may_persist: bool,
    pub(super) after: After,
    /// Transfer codings besides `chunked`, the outermost last.
    pub(super) transfer_codings: Vec<String>,
}

/// Judges a whole head; `at` are the offsets of its fields.
pub(super) fn plan(asked: &Asked, head: &Head, at: &[u64], ledger: &mut Ledger) -> Plan {
    let is_old = head.version.ends_with("/1.0") || head.version.ends_with("/0.9");
    let coded = transfer_coding(head, at, is_old, ledger);
    let length = content_length(head, at, ledger);
    let length_at = place(head, at, "content-length");
    let mut plan = Plan {
        framing: Framing::None,
        length: 0,
        is_faulty: false,
        may_persist: may_persist(head, is_old),
        after: After::Surplus,
        transfer_codings: Vec::new(),
    };
    let is_tunnel = asked.is_connect && (200..300).contains(&head.status);
    if is_tunnel || head.status == 204 || (100..200).contains(&head.status) {
        for at in coded.as_ref().map(|coded| coded.at).into_iter().chain(length_at) {
            ledger.note(BreachKind::LengthWithoutRight, at);
        }
    }
    if is_tunnel || head.status == 101 {
        return Plan { after: After::Foreign, may_persist: false, ..plan };
    }
    if asked.is_head || matches!(head.status, 204 | 304) || (100..200).contains(&head.status) {
        return Plan { after: After::Body, ..plan };
    }
    match (coded, length) {
        (Some(coded), _) => {
            if let Some(at) = length_at {
                ledger.note(BreachKind::LengthWithTransferEncoding, at);
                plan.may_persist = false;
            }
            // RFC 9112 section 6.1: with such an old answer the connection ends.
            plan.may_persist &= !is_old && coded.ends_chunked;
            plan.framing = if coded.ends_chunked { Framing::Chunked } else { Framing::Close };
            plan.transfer_codings = coded.others;
        }
        (None, Length::Is(length)) => (plan.framing, plan.length) = (Framing::Length, length),
        (None, Length::None) => (plan.framing, plan.may_persist) = (Framing::Close, false),
        (None, Length::Senseless) => {
            (plan.framing, plan.is_faulty, plan.may_persist) = (Framing::Close, true, false);
        }
    }
    plan
}

/// What Content-Length says.
enum Length {
    None,
    Is(u64),
    Senseless,
}

/// Several fields, and lists of the same value, count once (RFC 9112 section 6.3, rule 5).
fn content_length(head: &Head, at: &[u64], ledger: &mut Ledger) -> Length {
    let mut length = Length::None;
    let fields = head.fields.iter().zip(at).filter(|(field, _)| field.name.eq_ignore_ascii_case("content-length"));
    for (field, at) in fields {
        for member in field.value.split(',').map(|member| member.trim_matches([' ', '\t'])) {
            let number = member.parse::<u64>().ok().filter(|_| member.bytes().all(|byte| byte.is_ascii_digit()));
            length = match (length, number) {
                (_, None) => {
                    ledger.add(BreachKind::BadContentLength, *at, field.value.as_bytes());
                    return Length::Senseless;
                }
                (Length::None, Some(number)) => Length::Is(number),
                (Length::Is(before), Some(number)) if before == number => {
                    ledger.add(BreachKind::DuplicateContentLength, *at, field.value.as_bytes());
                    Length::Is(number)
                }
                (Length::Is(before), Some(_)) => {
                    let both = format!("{before} and {}", field.value);
                    ledger.add(BreachKind::ConflictingContentLength, *at, both.as_bytes());
                    return Length::Senseless;
                }
                (Length::Senseless, _) => Length::Senseless,
            };
        }
    }
    length
}

/// What Transfer-Encoding says.
struct Coded {
    at: u64,
    ends_chunked: bool,
    others: Vec<String>,
}

/// The transfer codings that a client may meet (RFC 9112 section 7, the IANA registry).
const KNOWN: &[&str] = &["chunked", "gzip", "x-gzip", "deflate", "compress", "x-compress"];

fn transfer_coding(head: &Head, at: &[u64], is_old: bool, ledger: &mut Ledger) -> Option<Coded> {
    let at = place(head, at, "transfer-encoding")?;
    let value = head.every("transfer-encoding").collect::<Vec<_>>().join(", ");
    if is_old {
        ledger.add(BreachKind::TransferEncodingInOldVersion, at, value.as_bytes());
    }
    let codings: Vec<String> = value
        .split(',')
        .map(|coding| coding.split(';').next().unwrap_or_default().trim().to_ascii_lowercase())
        .filter(|coding| !coding.is_empty())
        .collect();
    let ends_chunked = codings.last().is_some_and(|last| last == "chunked");
    let is_once = codings.iter().filter(|coding| *coding == "chunked").count() == 1;
    let is_known = codings.iter().all(|coding| KNOWN.contains(&coding.as_str()));
    if !(ends_chunked && is_once && is_known) {
        ledger.add(BreachKind::BadTransferEncoding, at, value.as_bytes());
    }
    let others = codings.into_iter().filter(|coding| coding != "chunked").collect();
    Some(Coded { at, ends_chunked, others })
}

/// The offset of the first field of that name.
fn place(head: &Head, at: &[u64], name: &str) -> Option<u64> {
    head.fields.iter().zip(at).find(|(field, _)| field.name.eq_ignore_ascii_case(name)).map(|(_, at)| *at)
}

fn may_persist(head: &Head, is_old: bool) -> bool {
    let says = |word: &str| {
        head.every("connection").flat_map(|value| value.split(',')).any(|one| one.trim().eq_ignore_ascii_case(word))
    };
    !says("close") && (!is_old || says("keep-alive"))
}
