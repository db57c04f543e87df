//! Where curl prints an exit code, netwhy prints the cause.

use crate::curl::Places;
use crate::curl::side::Side;
use crate::hostile::server::Hostile;
use crate::peers::nginx::Nginx;

/// What it shows, curl's arguments, netwhy's where they differ, curl's exit code, and the cause.
pub(crate) type Failure = (&'static str, &'static str, &'static str, i32, &'static str);

/// Asserts both sides of each row.
pub(crate) fn fails(rows: &[Failure], places: &Places<'_>) {
    let mut faults = Vec::new();
    for (name, curl, netwhy, code, cause) in rows {
        let netwhy = if netwhy.is_empty() { curl } else { netwhy };
        let one = Side::curl(&places.fill(curl), places.nginx);
        let other = Side::netwhy(&places.fill(netwhy), places.nginx);
        if one.code != Some(*code) {
            faults.push(format!("{name}: curl should give {code}: {}", one.said));
        }
        if (other.code, other.cause.as_str()) != (Some(1), *cause) {
            faults.push(format!("{name}: netwhy should give {cause}, and gives `{}`: {}", other.cause, other.said));
        }
    }
    assert!(faults.is_empty(), "{} of {} rows:\n{}", faults.len(), rows.len(), faults.join("\n"));
}

const BY_NGINX: &[Failure] = &[
    ("refused", "http://{ip}:9/", "", 7, "server.not-listening"),
    ("silent", "--max-time 2 {plain}/silent", "--timeout 2s {plain}/silent", 28, "protocol.silent"),
    ("stalls in the body", "--max-time 2 {plain}/stalls", "--timeout 2s {plain}/stalls", 28, "protocol.silent"),
    ("too many redirects", "-L --max-redirs 3 {plain}/hops/4", "", 47, "protocol.http-error"),
    ("redirects in a circle", "-L --max-redirs 10 {plain}/loop", "", 47, "protocol.http-error"),
    ("a redirect to a file", "-L {plain}/to-file", "", 1, "protocol.http-error"),
    ("404 where that is a failure", "-f {plain}/404", "--expect-status 2xx {plain}/404", 22, "protocol.http-error"),
    ("500 where that is a failure", "-f {plain}/500", "{plain}/500", 22, "protocol.http-error"),
    ("503 where that is a failure", "-f {plain}/503", "{plain}/503", 22, "protocol.http-error"),
    ("expired", "--cacert {ca} {expired}/", "", 60, "protocol.tls-expired"),
    ("not yet valid", "--cacert {ca} {early}/", "", 60, "protocol.tls-not-yet-valid"),
    ("for another name", "--cacert {ca} {other-name}/", "", 60, "protocol.tls-wrong-name"),
    ("self-signed", "--cacert {ca} {self-signed}/", "", 60, "protocol.tls-untrusted"),
    ("by an unknown authority", "--cacert {ca} {untrusted}/", "", 60, "protocol.tls-untrusted"),
    ("good, and the authority not told", "{tls}/", "", 60, "protocol.tls-untrusted"),
    ("an old version alone", "--cacert {ca} {tls11}/", "", 35, "protocol.tls-version"),
    ("TLS to a plain port", "https://{ip}:8000/", "", 35, "protocol.mismatch"),
    ("expired, behind a redirect", "-L --cacert {ca} {plain}/to?url={expired}/", "", 60, "protocol.tls-expired"),
    ("refused, behind a redirect", "-L {plain}/to?url=http://{ip}:9/", "", 7, "server.not-listening"),
    ("a name that is none", "http://a..example/", "", 6, "name.malformed"),
];

#[test]
fn of_nginx() {
    let Some(nginx) = Nginx::start() else { return };
    fails(BY_NGINX, &Places::of(&nginx));
}

/// Answers of servers that no real server gives, each with curl's exit code and the cause.
const ANSWERS: &[(&str, &str, i32, &str)] = &[
    ("nothing", "", 52, "protocol.closes-at-once"),
    ("another protocol", "SSH-2.0-OpenSSH_9.9\r\n", 1, "protocol.mismatch"),
    ("a page without a head", "<html></html>", 1, "protocol.mismatch"),
    ("a body cut short", "HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf", 18, "protocol.http-malformed"),
    (
        "chunks cut short",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf",
        18,
        "protocol.http-malformed",
    ),
    (
        "no final chunk",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nwiki\r\n",
        18,
        "protocol.http-malformed",
    ),
    ("a bad chunk", "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nxyz\r\n", 56, "protocol.http-malformed"),
    (
        "a chunk without end",
        "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nokno\r\n0\r\n\r\n",
        56,
        "protocol.http-malformed",
    ),
    ("a length that is none", "HTTP/1.1 200 OK\r\nContent-Length: many\r\n\r\nok", 8, "protocol.http-malformed"),
    ("a negative length", "HTTP/1.1 200 OK\r\nContent-Length: -2\r\n\r\nok", 8, "protocol.http-malformed"),
    (
        "packed badly",
        "HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 5\r\n\r\nplain",
        61,
        "protocol.http-malformed",
    ),
    (
        "packed unknowably",
        "HTTP/1.1 200 OK\r\nContent-Encoding: xyz\r\nContent-Length: 5\r\n\r\nplain",
        61,
        "protocol.http-malformed",
    ),
];

#[test]
fn of_answers() {
    let Some(nginx) = Nginx::start() else { return };
    for (name, answer, code, cause) in ANSWERS {
        let server = Hostile::answering(*answer);
        fails(&[(name, "--compressed {hostile}", "", *code, cause)], &asking(&nginx, &server.url("/")));
    }
}

fn asking<'a>(nginx: &'a Nginx, url: &str) -> Places<'a> {
    let mut places = Places::of(nginx);
    places.add("{hostile}", url);
    places
}

#[test]
fn of_connections() {
    let Some(nginx) = Nginx::start() else { return };
    let resets = Hostile::start(|talk| {
        talk.request();
        talk.reset();
    });
    fails(&[("reset", "{hostile}", "", 56, "protocol.closes-at-once")], &asking(&nginx, &resets.url("/")));
    let huge = Hostile::start(|talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\n");
        talk.forever("X-Field: value\r\n");
    });
    fails(&[("a head without end", "{hostile}", "", 56, "protocol.http-malformed")], &asking(&nginx, &huge.url("/")));
    let closes = Hostile::start(|_| {});
    let tls = format!("https://{}/", closes.at);
    fails(&[("TLS closed at once", "{hostile}", "", 35, "protocol.closes-at-once")], &asking(&nginx, &tls));
}
