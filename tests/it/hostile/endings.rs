//! Connections that end where no answer ends.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use crate::hostile::server::Hostile;
use crate::hostile::{hostile, judged, measured};

hostile! {
    closes_at_once: "", |_talk| {} => 1 "protocol.closes-at-once" "-";
    closes_once_asked: "", |talk| { talk.request() } => 1 "protocol.closes-at-once" "-";
    /// Now and then before connect() has returned, which is no other matter.
    resets_at_once: "", |talk| { talk.reset() } => 1 "protocol.closes-at-once" "-";
    resets_once_asked: "", |talk| { talk.request(); talk.reset() } => 1 "protocol.closes-at-once" "-";
    resets_in_the_head: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\nX-"); pause(); talk.reset() }
        => 1 "protocol.http-malformed" "closed-in-head";
    resets_in_the_body: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf");
        pause();
        talk.reset()
    } => 1 "protocol.http-malformed" "closed-early";
    resets_in_a_chunk: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n9\r\nhalf");
        pause();
        talk.reset()
    } => 1 "protocol.http-malformed" "no-final-chunk";
    /// A reset is no lawful end of a body that the end of the connection ends.
    resets_where_it_should_close: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\n\r\nhalf");
        pause();
        talk.reset()
    } => 1 "protocol.http-malformed" "closed-early";
}

/// What was sent should arrive before the reset, which would overtake it.
fn pause() {
    std::thread::sleep(std::time::Duration::from_millis(100));
}

/// A whole answer in its two framings, cut at every byte: nothing but the whole one passes.
#[test]
fn closes_at_every_byte() {
    let answers = [
        &b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nhello"[..],
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n3\r\nhel\r\n2\r\nlo\r\n0\r\nX: y\r\n\r\n",
    ];
    for answer in answers {
        let length = Arc::new(AtomicUsize::new(0));
        let shared = length.clone();
        let server = Hostile::start(move |talk| {
            let length: usize = talk.request().split_whitespace().nth(1).unwrap_or("/0")[1..].parse().unwrap_or(0);
            talk.say(&answer[..length]);
            // What closes without a byte is asked in other protocols too.
            if length > 0 {
                shared.fetch_add(1, Ordering::Relaxed);
            }
        });
        for length in 0..=answer.len() {
            let expected = match length {
                0 => (1, "protocol.closes-at-once", "-"),
                _ if length == answer.len() => (0, "-", "-"),
                _ => (1, "protocol.http-malformed", "-"),
            };
            judged(&[&server.url(&format!("/{length}"))], expected);
        }
        assert_eq!(length.load(Ordering::Relaxed), answer.len(), "each was asked once");
    }
}

/// An answer that waits on the connection before its request was sent answers nothing (RFC 9112 section 9.3).
#[test]
fn an_answer_before_its_question_is_not_taken() {
    let server = Hostile::start(|talk| {
        talk.request();
        match talk.nth {
            0 => talk.say(
                "HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nfirstHTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nforged",
            ),
            _ => talk.say("HTTP/1.1 200 OK\r\nContent-Length: 6\r\n\r\nsecond"),
        };
        talk.request();
    });
    let ran = measured::run(&[
        "http",
        "--json",
        "--max-time",
        "3s",
        "--timeout",
        "2s",
        "--keep-alive",
        "2",
        &server.url("/"),
    ]);
    let document = ran.document();
    let exchanges = document["exchanges"].as_array().expect("exchanges");
    assert_eq!(exchanges.len(), 2, "{ran:?}");
    let second = exchanges[1]["received"]["text"].as_str().unwrap_or_default();
    assert!(second.ends_with("second"), "{second}");
    assert_eq!(exchanges[1]["reused"], false, "{ran:?}");
}

/// A server that closes after each answer without saying so: the second request is sent anew, and it is said.
#[test]
fn a_kept_connection_that_was_closed_is_told() {
    let server = Hostile::answering("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
    let document = judged(&["--keep-alive", "3", &server.url("/")], (0, "-", "-"));
    let reused: Vec<&serde_json::Value> =
        document["exchanges"].as_array().expect("exchanges").iter().map(|one| &one["reused"]).collect();
    assert_eq!(reused, [false, false, false]);
    assert_eq!(server.heard().iter().filter(|heard| heard.starts_with("GET ")).count(), 3, "{:?}", server.heard());
}
