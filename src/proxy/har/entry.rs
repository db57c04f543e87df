//! An exchange as an entry.

use hyper::header::{CONTENT_ENCODING, CONTENT_TYPE, COOKIE, HeaderMap, LOCATION, SET_COOKIE};

use crate::proxy::exchange::{Ending, Exchange, Way};
use crate::proxy::har::struck;
use crate::proxy::kept::Inner;
use crate::report::{HarCache, HarContent, HarEntry, HarPair, HarPostData, HarRequest, HarResponse, HarTimings};
use crate::text::Lang;
use crate::wire::coding::Decoder;
use crate::wire::http1::{Field, STRUCK, Secrets, without_query};

/// The most bytes that come out of a coding.
const MOST_DECODED: u64 = 4 << 20;

/// The entry of an exchange; without secrets but `with_secrets`.
pub(super) fn entry(exchange: &Exchange, with_secrets: bool) -> HarEntry {
    let kept = exchange.kept.as_ref().map(|kept| kept.read()).unwrap_or_default();
    let secrets = (!with_secrets).then(|| secrets(exchange, &kept));
    let (hidden, timings) = (secrets.as_ref(), timings(exchange));
    let known = [timings.blocked, timings.dns, timings.connect, timings.send, timings.wait, timings.receive];
    HarEntry {
        started_date_time: format!("{:.3}", exchange.started_at),
        time: rounded(known.iter().filter(|took| **took > 0.0).sum()),
        request: request(exchange, &kept, hidden),
        response: response(exchange, &kept, hidden),
        cache: HarCache {},
        timings,
        server_ip_address: exchange.server.map(|server| server.ip().to_string()),
        connection: Some(exchange.client.to_string()),
        comment: comment(exchange),
    }
}

/// What else is to be said.
fn comment(exchange: &Exchange) -> Option<String> {
    let ended = match exchange.ending {
        Ending::Whole | Ending::Answered => None,
        Ending::Truncated => Some("the answer broke off"),
        Ending::ClientLeft | Ending::Open => Some("the client left before the end"),
        Ending::Stalled => Some("nothing moved for too long"),
        Ending::Cut => Some("the proxy ended"),
    };
    let tunnel = (exchange.way != Way::Request).then_some("a tunnel, whose content was not looked at");
    let trouble = exchange.trouble.as_ref().map(|trouble| trouble.sentence.get(Lang::En).to_owned());
    let changed = exchange.changed.as_ref().map(|changed| format!("changed by {changed}"));
    let parts = [tunnel.map(str::to_owned), ended.map(str::to_owned), trouble, changed];
    let all: Vec<String> = parts.into_iter().flatten().collect();
    (!all.is_empty()).then(|| all.join("; "))
}

fn timings(exchange: &Exchange) -> HarTimings {
    let phases = &exchange.phases;
    let ms = |took: std::time::Duration| took.as_secs_f64() * 1000.0;
    let total = ms(exchange.began.elapsed());
    let first = phases.first_byte.map_or(total, ms);
    let dns = phases.resolve.map_or(-1.0, ms);
    let parts = [phases.connect, phases.proxy, phases.tls];
    let connect = if parts.iter().all(Option::is_none) { -1.0 } else { parts.iter().flatten().copied().map(ms).sum() };
    let wait = (first - dns.max(0.0) - connect.max(0.0)).max(0.0);
    HarTimings {
        blocked: -1.0,
        dns: rounded(dns),
        connect: rounded(connect),
        ssl: phases.tls.map_or(-1.0, |took| rounded(ms(took))),
        // What the client sends is passed on while the answer is awaited.
        send: 0.0,
        wait: rounded(wait),
        receive: rounded((total - first).max(0.0)),
    }
}

fn rounded(ms: f64) -> f64 {
    (ms * 1000.0).round() / 1000.0
}

fn request(exchange: &Exchange, kept: &Inner, hidden: Option<&Secrets>) -> HarRequest {
    let with_secrets = hidden.is_none();
    let url = match exchange.way {
        Way::Request => exchange.url.clone(),
        Way::Connect | Way::Socks5 | Way::Socks4 => format!("connect://{}", exchange.url),
    };
    let query = url.split_once('?').map(|(_, query)| query).unwrap_or_default();
    let shown = |part| if with_secrets { part } else { HarPair { value: STRUCK.to_owned(), ..part } };
    let query = parts(query).into_iter().map(shown).collect();
    let cookies = kept.asked.get_all(COOKIE).iter().flat_map(|value| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        value.split(';').map(|one| pair(one, with_secrets)).collect::<Vec<_>>()
    });
    let sent = exchange.sent();
    let is_body = exchange.way == Way::Request && sent > 0;
    HarRequest {
        method: exchange.method.to_string(),
        query_string: query,
        url: if with_secrets { url } else { without_query(&url) },
        http_version: format!("{:?}", exchange.version),
        cookies: cookies.collect(),
        headers: headers(&kept.asked, with_secrets),
        post_data: is_body.then(|| post_data(kept, sent, hidden)),
        headers_size: -1,
        body_size: i64::try_from(sent).unwrap_or(-1),
    }
}

fn response(exchange: &Exchange, kept: &Inner, hidden: Option<&Secrets>) -> HarResponse {
    let with_secrets = hidden.is_none();
    let status = exchange.status;
    let cookies = kept.answered.get_all(SET_COOKIE).iter();
    let cookies = cookies.map(|value| {
        let value = String::from_utf8_lossy(value.as_bytes()).into_owned();
        pair(value.split(';').next().unwrap_or_default(), with_secrets)
    });
    let leads = kept.answered.get(LOCATION).map(|to| String::from_utf8_lossy(to.as_bytes()).into_owned());
    let leads = leads.map(|to| if with_secrets { to } else { without_query(&to) });
    HarResponse {
        status: status.map_or(0, |status| status.as_u16()),
        status_text: status.and_then(|status| status.canonical_reason()).unwrap_or_default().to_owned(),
        http_version: format!("{:?}", kept.version.unwrap_or(hyper::Version::HTTP_11)),
        cookies: cookies.collect(),
        headers: headers(&kept.answered, with_secrets),
        content: content(exchange, kept, hidden),
        redirect_url: leads.unwrap_or_default(),
        headers_size: -1,
        body_size: i64::try_from(exchange.received()).unwrap_or(-1),
    }
}

/// A cookie.
fn pair(text: &str, with_secrets: bool) -> HarPair {
    let (name, value) = text.trim().split_once('=').unwrap_or((text.trim(), ""));
    HarPair { name: name.to_owned(), value: if with_secrets { value.to_owned() } else { STRUCK.to_owned() } }
}

fn headers(all: &HeaderMap, with_secrets: bool) -> Vec<HarPair> {
    let one = |(name, value): (&hyper::header::HeaderName, &hyper::header::HeaderValue)| {
        let field = Field { name: name.to_string(), value: String::from_utf8_lossy(value.as_bytes()).into_owned() };
        let field = if with_secrets { field } else { field.without_secrets() };
        HarPair { name: field.name, value: field.value }
    };
    all.iter().map(one).collect()
}

fn post_data(kept: &Inner, sent: u64, hidden: Option<&Secrets>) -> HarPostData {
    let kind = text_of(&kept.asked, CONTENT_TYPE);
    let is_cut = (kept.asked_body.len() as u64) < sent;
    let (text, is_binary) = readable(&kept.asked_body, &kind, hidden, is_cut);
    let is_form = media_type(&kind) == FORM && !is_binary;
    let params = if is_form { parts(&text) } else { Vec::new() };
    HarPostData {
        params,
        text,
        encoding: is_binary.then(|| "base64".to_owned()),
        comment: is_cut.then(|| format!("the first {} bytes", kept.asked_body.len())),
        mime_type: kind,
    }
}

fn content(exchange: &Exchange, kept: &Inner, hidden: Option<&Secrets>) -> HarContent {
    let received = exchange.received();
    let kind = text_of(&kept.answered, CONTENT_TYPE);
    if exchange.way != Way::Request || kept.answered_body.is_empty() {
        let size = if exchange.way == Way::Request { i64::try_from(received).unwrap_or(-1) } else { 0 };
        return HarContent { size, mime_type: kind, ..HarContent::default() };
    }
    let is_cut = (kept.answered_body.len() as u64) < received;
    let codings = text_of(&kept.answered, CONTENT_ENCODING);
    let codings: Vec<&str> = codings.split(',').map(str::trim).filter(|coding| !coding.is_empty()).collect();
    let mut plain = Vec::new();
    let fault = match Decoder::new(&codings, MOST_DECODED) {
        Ok(mut decoder) => {
            let pushed = decoder.push(&kept.answered_body, &mut |piece| plain.extend_from_slice(piece));
            pushed.and_then(|()| if is_cut { Ok(()) } else { decoder.finish() }).err()
        }
        Err(fault) => {
            plain.clone_from(&kept.answered_body);
            Some(fault)
        }
    };
    let size = plain.len() as u64;
    let (text, is_binary) = readable(&plain, &kind, hidden, is_cut || fault.is_some());
    let saved = i64::try_from(size).unwrap_or(-1) - i64::try_from(received).unwrap_or(-1);
    let comment = match fault {
        Some(fault) => Some(fault.to_string()),
        None => is_cut.then(|| format!("the first {} of {received} bytes", kept.answered_body.len())),
    };
    HarContent {
        size: i64::try_from(if is_cut && codings.is_empty() { received } else { size }).unwrap_or(-1),
        compression: (!codings.is_empty() && comment.is_none()).then_some(saved),
        mime_type: kind,
        text: Some(text),
        encoding: is_binary.then(|| "base64".to_owned()),
        comment,
    }
}

/// Bytes as text, or in base64 where they are none; and whether they are.
fn readable(bytes: &[u8], kind: &str, hidden: Option<&Secrets>, is_cut: bool) -> (String, bool) {
    let charset = kind.split(';').skip(1).find_map(|part| part.trim().strip_prefix("charset="));
    let charset = charset.and_then(|name| encoding_rs::Encoding::for_label(name.trim_matches('"').as_bytes()));
    let whole = match std::str::from_utf8(bytes) {
        // A character cut in two at the end is no sign of something else.
        Err(error) if is_cut && error.error_len().is_none() => &bytes[..error.valid_up_to()],
        _ => bytes,
    };
    let text = match charset.filter(|charset| *charset != encoding_rs::UTF_8) {
        Some(charset) => {
            charset.decode_without_bom_handling_and_without_replacement(bytes).map(|text| text.into_owned())
        }
        None => std::str::from_utf8(whole).ok().map(str::to_owned),
    };
    let kind = media_type(kind);
    let Some(text) = text else {
        return match hidden.filter(|_| kind == PARTS) {
            // Which of its parts are secrets cannot be told apart in base64.
            Some(_) => (STRUCK.to_owned(), false),
            None => (data_encoding::BASE64.encode(bytes), true),
        };
    };
    let Some(hidden) = hidden else { return (text, false) };
    let shown = match kind.as_str() {
        FORM => struck::form(&text),
        PARTS => struck::parts(&text),
        kind if kind.ends_with("json") => struck::json(&text),
        _ => text,
    };
    (hidden.strike_text(&shown), false)
}

/// The media type of a form with files.
const PARTS: &str = "multipart/form-data";

/// The media type of a form.
const FORM: &str = "application/x-www-form-urlencoded";

/// What is not to be shown, wherever it comes back: the secrets of the request's head and body.
fn secrets(exchange: &Exchange, kept: &Inner) -> Secrets {
    let mut secrets = Secrets::default();
    let mut head = format!("{} {} HTTP/1.1\r\n", exchange.method, exchange.url).into_bytes();
    for (name, value) in &kept.asked {
        head.extend([name.as_str().as_bytes(), b": ", value.as_bytes(), b"\r\n"].concat());
    }
    secrets.add_request(&head);
    let kind = media_type(&text_of(&kept.asked, CONTENT_TYPE));
    if kind == FORM || kind.ends_with("json") {
        struck::add(&String::from_utf8_lossy(&kept.asked_body), &kind, &mut secrets);
    }
    secrets
}

/// `text/html` of `Text/HTML; charset=utf-8`.
fn media_type(kind: &str) -> String {
    kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase()
}

fn text_of(all: &HeaderMap, name: hyper::header::HeaderName) -> String {
    all.get(name).map(|value| String::from_utf8_lossy(value.as_bytes()).into_owned()).unwrap_or_default()
}

/// The parts of a form or a query, as they were meant.
fn parts(text: &str) -> Vec<HarPair> {
    let parts = url::form_urlencoded::parse(text.as_bytes());
    parts.map(|(name, value)| HarPair { name: name.into_owned(), value: value.into_owned() }).collect()
}
