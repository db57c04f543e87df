//! The proxy's own answers: an error with its cause, as text or as a small page.

use bytes::Bytes;
use hyper::header::{
    ACCEPT, CACHE_CONTROL, CONNECTION, CONTENT_TYPE, HeaderMap, HeaderName, HeaderValue, PROXY_AUTHENTICATE,
};
use hyper::{Response, StatusCode};

use crate::proxy::trouble::{Kind, Trouble};
use crate::serve::escaped;
use crate::text::{Lang, Text};

/// The field of RFC 9209.
const PROXY_STATUS: HeaderName = HeaderName::from_static("proxy-status");

/// The answer that tells of `trouble` to a client which sent `asked`.
pub(crate) fn error(trouble: &Trouble, asked: &HeaderMap, lang: Lang) -> Response<Bytes> {
    let status = trouble.kind.status();
    let (kind, text) = match wants_page(asked) {
        true => ("text/html; charset=utf-8", page(trouble, status, lang)),
        false => ("text/plain; charset=utf-8", plain(trouble, lang)),
    };
    let mut answer = Response::new(Bytes::from(text));
    *answer.status_mut() = status;
    let fields = answer.headers_mut();
    fields.insert(CONTENT_TYPE, HeaderValue::from_static(kind));
    fields.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    if let Ok(value) = HeaderValue::from_str(&proxy_status(trouble)) {
        fields.insert(PROXY_STATUS, value);
    }
    if trouble.kind == Kind::RequestTimeout {
        // The rest of the request is not waited for.
        fields.insert(CONNECTION, HeaderValue::from_static("close"));
    }
    if trouble.kind == Kind::LoginRequired {
        fields.insert(PROXY_AUTHENTICATE, HeaderValue::from_static("Basic realm=\"netwhy proxy\", charset=\"UTF-8\""));
    }
    answer
}

/// The value of `Proxy-Status`: the proxy, the error type, who came next where that is a proxy, and the sentence.
fn proxy_status(trouble: &Trouble) -> String {
    let next = trouble.behind.as_ref().map(|next| format!("; next-hop={}", quoted(next))).unwrap_or_default();
    let received = trouble.received.map(|status| format!("; received-status={status}")).unwrap_or_default();
    let details = quoted(trouble.summary().get(Lang::En));
    format!("netwhy; error={}{next}{received}; details={details}", trouble.kind.error())
}

/// What is told of an error that the proxy behind answered, and which is passed on (RFC 9209 section 2.1).
pub(crate) fn passed_on(trouble: &Trouble, status: StatusCode, fields: &mut HeaderMap) {
    let next = quoted(trouble.behind.as_deref().unwrap_or_default());
    let details = quoted(trouble.summary().get(Lang::En));
    let value = format!("netwhy; next-hop={next}; received-status={}; details={details}", status.as_u16());
    if let Ok(value) = HeaderValue::from_str(&value) {
        fields.append(PROXY_STATUS, value);
    }
}

/// A string of RFC 8941 section 3.3.3.
fn quoted(text: &str) -> String {
    let mut quoted = "\"".to_owned();
    for c in text.chars().take(500) {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            ' '..='~' => quoted.push(c),
            _ => quoted.push('?'),
        }
    }
    quoted + "\""
}

/// True where a page is liked better than plain text: browsers name `text/html` first, other clients take anything.
fn wants_page(asked: &HeaderMap) -> bool {
    let Some(accept) = asked.get(ACCEPT).and_then(|value| value.to_str().ok()) else { return false };
    let place = |kind: &str| accept.to_ascii_lowercase().find(kind).unwrap_or(usize::MAX);
    place("text/html") < place("text/plain")
}

/// Everything that is told of it, a sentence each: what happened, what the proxy sees of the cause, what to do.
fn sentences(trouble: &Trouble, lang: Lang) -> Vec<String> {
    let mut all = vec![trouble.sentence.get(lang).to_owned()];
    // Of the proxy behind the cause is told in the sentence itself.
    if let Some(found) = trouble.found.as_ref().filter(|found| found.summary != trouble.sentence) {
        let seen = Text::fixed("As seen from the proxy: ", "从代理所在机器看：");
        all.push(format!("{}{}", seen.get(lang), found.summary.get(lang)));
    }
    all.extend(trouble.mend.as_ref().map(|mend| mend.get(lang).to_owned()));
    all
}

fn plain(trouble: &Trouble, lang: Lang) -> String {
    format!("{}\n(netwhy proxy: {})\n", sentences(trouble, lang).join("\n"), trouble.word())
}

fn page(trouble: &Trouble, status: StatusCode, lang: Lang) -> String {
    let code = status.as_u16();
    let reason = status.canonical_reason().unwrap_or_default();
    let told = sentences(trouble, lang).iter().map(|one| format!("<p>{}</p>\n", escaped(one))).collect::<String>();
    let word = escaped(trouble.word());
    let tag = if lang == Lang::Zh { "zh" } else { "en" };
    format!(
        "<!doctype html>\n<html lang=\"{tag}\"><head><meta charset=\"utf-8\"><title>{code} {reason}</title>\n\
         <meta name=\"viewport\" content=\"width=device-width\"><style>body{{font:1rem/1.5 sans-serif;max-width:40rem;\
         margin:3rem auto;padding:0 1rem}}small{{color:#666}}</style></head>\n\
         <body><h1>{code} {reason}</h1>\n{told}<p><small>netwhy proxy: {word}</small></p></body></html>\n"
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn answered(accept: &str, sentence: &str) -> (Response<()>, String) {
        let trouble = Trouble::new(Kind::Refused, Text::same(sentence));
        let asked = HeaderMap::from_iter([(ACCEPT, HeaderValue::from_str(accept).expect(accept))]);
        let (parts, body) = error(&trouble, &asked, Lang::En).into_parts();
        (Response::from_parts(parts, ()), String::from_utf8(body.to_vec()).expect("text"))
    }

    #[test]
    fn an_error_tells_its_cause_in_field_and_body() {
        let (head, body) = answered("*/*", "x.test says \"no\"; \u{4e0d}");
        assert_eq!(head.status(), 502);
        let told = r#"netwhy; error=connection_refused; details="x.test says \"no\"; ?""#;
        assert_eq!(head.headers()[PROXY_STATUS], told);
        assert_eq!(body, "x.test says \"no\"; \u{4e0d}\n(netwhy proxy: connection_refused)\n");
    }

    #[test]
    fn a_page_runs_nothing_that_a_name_holds() {
        let (head, body) = answered("text/html,text/plain;q=0.9", "<script>alert('x')</script>\u{0}&\"");
        assert_eq!(head.headers()[CONTENT_TYPE], "text/html; charset=utf-8");
        assert!(!body.contains("<script") && body.contains("&lt;script&gt;alert(&#39;x&#39;)"), "{body}");
        assert!(!answered("text/plain, text/html", "x").1.contains("<html"));
    }
}
