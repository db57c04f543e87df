//! The page at `/`: who the client is, as seen from here, with a picture that the browser asks for next.

use crate::report::ArrivalDocument;
use crate::serve::html::escaped;
use crate::serve::http::answer::Answer;
use crate::wire::http1::asked::Head;

/// The picture, which the page asks for on the way.
pub(crate) const PICTURE: &str = include_str!("picture.svg");

/// The look of all pages.
pub(crate) const STYLE: &str = include_str!("style.css");

/// Fields of the request that are shown.
const MOST: usize = 40;

/// The page for the client of `arrival`.
pub(crate) fn page(arrival: &ArrivalDocument, head: &Head) -> Answer {
    let hops = match arrival.hops {
        _ if arrival.from.address.is_loopback() || arrival.from.address == arrival.to.address => {
            "this machine".to_owned()
        }
        Some(1) => "1 hop away".to_owned(),
        Some(hops) => format!("{hops} hops away"),
        None if arrival.syn.is_some() => "unknown: your SYN was sent with a small TTL".to_owned(),
        None => "not told by this system".to_owned(),
    };
    let family = if arrival.from.address.is_ipv4() { "IPv4" } else { "IPv6" };
    let protocol = match arrival.tls.as_ref().and_then(|tls| tls.version.as_deref()) {
        Some(version) => format!("HTTP in {version}"),
        None => "HTTP, not encrypted".to_owned(),
    };
    let mut facts = vec![
        ("Your address", format!("{} ({family})", arrival.from.address)),
        ("Your port", arrival.from.port.to_string()),
        ("Distance", hops),
        ("You reached", arrival.to.to_string()),
        ("Spoken", protocol),
        ("Connection", format!("number {}, request {} on it", arrival.connection, arrival.exchange)),
    ];
    if let Some(syn) = &arrival.syn {
        let mss = syn.mss.map_or("none".to_owned(), |mss| mss.to_string());
        facts.push(("Your SYN", format!("TTL {} left, MSS {mss}, window {}", syn.ttl, syn.window)));
    }
    let row = |name: &str, value: &str| format!("<tr><th>{}</th><td>{}</td></tr>\n", escaped(name), escaped(value));
    let facts: String = facts.iter().map(|(name, value)| row(name, value)).collect();
    let fields: String =
        head.fields().take(MOST).map(|(name, value)| row(name, &String::from_utf8_lossy(value))).collect();
    let address = escaped(&arrival.from.address.to_string());
    let html = format!(
        "<!doctype html>\n<html lang=\"en\">\n<meta charset=\"utf-8\">\n<meta name=\"viewport\" content=\"width=device-width\">\n\
         <link rel=\"icon\" href=\"data:,\">\n<title>You arrive from {address}</title>\n<style>{STYLE}</style>\n<main>\n\
         <img src=\"/picture.svg\" alt=\"a packet that arrives\" width=\"240\" height=\"120\">\n\
         <h1>You arrive.</h1>\n<p>This is <b>netwhy serve</b>. Your connection reaches this port, and this is how it looks \
         from here.</p>\n<table>\n{facts}</table>\n<h2>What your client sent</h2>\n<table>\n{fields}</table>\n\
         <p class=\"links\">Also here: <a href=\"/echo\">/echo</a> <a href=\"/ip\">/ip</a> <a href=\"/time\">/time</a> \
         <a href=\"/status/404\">/status/404</a> <a href=\"/delay/2\">/delay/2</a> <a href=\"/bytes/1000\">/bytes/1000</a></p>\n\
         </main>\n</html>\n"
    );
    Answer::of(200, "text/html; charset=utf-8", html.into_bytes())
        .with("Content-Security-Policy", "default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:")
}
