//! Headers set, added, removed and edited; and which of them no rule may touch.

use hyper::header::{HOST, HeaderMap, HeaderName, HeaderValue};

use crate::proxy::rules::edit::Edit;
use crate::proxy::rules::table::shown;

/// The longest value, in bytes.
const LONGEST: usize = 8 * 1024;

/// Headers that say how a message is framed, or speak to the next machine alone (RFC 9110 section 7.6.1): the proxy writes
/// them itself, and another value would let one message pass for two.
const OWN: &[&str] = &[
    "connection",
    "content-length",
    "expect",
    "http2-settings",
    "keep-alive",
    "proxy-authenticate",
    "proxy-authorization",
    "proxy-connection",
    "te",
    "trailer",
    "transfer-encoding",
    "upgrade",
];

/// One change of a message's headers.
#[derive(Debug, Clone)]
pub(super) enum HeaderChange {
    /// These values and no others.
    Set(HeaderName, Vec<HeaderValue>),
    /// One more.
    Add(HeaderName, Vec<HeaderValue>),
    /// None.
    Remove(HeaderName),
    /// Each value, where it is there.
    Replace(HeaderName, Edit),
}

impl HeaderChange {
    /// The change, where a request stays one with it: `Host` stands once, and names a host (RFC 9112 section 3.2).
    pub(super) fn checked(self) -> Result<HeaderChange, String> {
        let (HeaderChange::Set(name, _)
        | HeaderChange::Add(name, _)
        | HeaderChange::Remove(name)
        | HeaderChange::Replace(name, _)) = &self;
        match &self {
            _ if name != HOST => Ok(self),
            HeaderChange::Set(_, values) => match &values[..] {
                [one] if one.to_str().is_ok_and(is_authority) => Ok(self),
                _ => Err(
                    "`host` is to be one host, with a port where it is not the usual one; write `name` or `name:8080`"
                        .to_owned(),
                ),
            },
            _ => Err("`host` stands in each request once; set it, or leave it out".to_owned()),
        }
    }

    /// Makes the change; true where something is other than it was.
    pub(super) fn apply(&self, headers: &mut HeaderMap) -> bool {
        match self {
            HeaderChange::Set(name, values) => {
                if headers.get_all(name).iter().eq(values.iter()) {
                    return false;
                }
                headers.remove(name);
                values.iter().for_each(|value| {
                    headers.append(name, value.clone());
                });
                true
            }
            HeaderChange::Add(name, values) => {
                values.iter().for_each(|value| {
                    headers.append(name, value.clone());
                });
                true
            }
            HeaderChange::Remove(name) => headers.remove(name).is_some(),
            HeaderChange::Replace(name, edit) => {
                let before: Vec<HeaderValue> = headers.get_all(name).iter().cloned().collect();
                // What would be no value, or too long a one, stays as it was.
                let edited = |value: &HeaderValue| {
                    let made = edit.apply(value.as_bytes(), LONGEST).ok().flatten();
                    made.and_then(|made| HeaderValue::from_bytes(&made).ok()).unwrap_or_else(|| value.clone())
                };
                let after: Vec<HeaderValue> = before.iter().map(edited).collect();
                let is_other = after != before;
                if is_other {
                    HeaderChange::Set(name.clone(), after).apply(headers);
                }
                is_other
            }
        }
    }
}

/// A host, and a port where there is one; no login.
fn is_authority(text: &str) -> bool {
    !text.contains('@') && text.parse::<hyper::http::uri::Authority>().is_ok()
}

/// A header's name, for matching.
pub(super) fn name(text: &str) -> Result<HeaderName, String> {
    HeaderName::from_bytes(text.as_bytes()).map_err(|_| {
        let shown = shown(text);
        format!("`{shown}` is no header's name; names are letters, digits and `-`, without a colon")
    })
}

/// The name of a header that may be changed.
pub(super) fn free_name(text: &str) -> Result<HeaderName, String> {
    let name = name(text)?;
    match OWN.contains(&name.as_str()) {
        false => Ok(name),
        true => Err(format!(
            "`{name}` frames the message or speaks to the next machine alone, and is written by the proxy; leave it out"
        )),
    }
}

/// A header's value.
pub(super) fn value(text: &str) -> Result<HeaderValue, String> {
    if text.len() > LONGEST {
        return Err(format!("the value has {} bytes; write at most {LONGEST}", text.len()));
    }
    HeaderValue::from_bytes(text.trim_matches([' ', '\t']).as_bytes()).map_err(|_| {
        let shown = shown(text);
        format!("`{shown}` holds a control character, which would end the header; write it without line breaks")
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_keeps_one_host() {
        let set = |values: &[&'static str]| {
            let values = values.iter().map(|value| HeaderValue::from_static(value)).collect();
            HeaderChange::Set(HOST, values).checked().is_ok()
        };
        assert!(set(&["a.example"]) && set(&["[::1]:8080"]));
        assert!(!set(&["a b"]) && !set(&["a", "b"]) && !set(&[]) && !set(&[""]) && !set(&["u@a"]));
        assert!(HeaderChange::Remove(HOST).checked().is_err());
        assert!(HeaderChange::Remove(hyper::header::COOKIE).checked().is_ok());
    }

    #[test]
    fn what_frames_messages_or_breaks_lines_is_refused() {
        for bad in
            ["Content-Length", "transfer-encoding", "CONNECTION", "TE", "Upgrade", "", "a b", "a:", "a\r\nb", "é"]
        {
            assert!(free_name(bad).is_err_and(|told| told.contains(';')), "{bad:?}");
        }
        for bad in ["a\r\nX: y", "a\nb", "a\0", "\u{7f}"] {
            assert!(value(bad).is_err_and(|told| !told.contains('\n')), "{bad:?}");
        }
        assert_eq!(value(" é\t").map(|value| value.as_bytes().to_vec()), Ok("é".as_bytes().to_vec()));
    }

    #[test]
    fn changes_are_made_and_told() {
        let (x, one) = (name("x").expect("a name"), |text| vec![value(text).expect("a value")]);
        let mut headers = HeaderMap::new();
        assert!(HeaderChange::Add(x.clone(), one("a")).apply(&mut headers));
        assert!(HeaderChange::Add(x.clone(), one("b")).apply(&mut headers));
        let edit = |find, with| Edit::plain(find, with).expect("an edit");
        assert!(HeaderChange::Replace(x.clone(), edit("b", "c")).apply(&mut headers));
        assert!(!HeaderChange::Replace(x.clone(), edit("a", "\r\n")).apply(&mut headers));
        assert_eq!(headers.get_all(&x).iter().collect::<Vec<_>>(), ["a", "c"]);
        assert!(HeaderChange::Set(x.clone(), one("d")).apply(&mut headers));
        assert!(!HeaderChange::Set(x.clone(), one("d")).apply(&mut headers));
        assert!(HeaderChange::Remove(x.clone()).apply(&mut headers));
        assert!(!HeaderChange::Remove(x).apply(&mut headers));
    }
}
