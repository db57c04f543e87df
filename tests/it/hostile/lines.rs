//! Heads whose lines are not what RFC 9112 says they are.

use crate::hostile::hostile;

hostile! {
    no_status_line: "", |talk| { talk.request(); talk.say("<html>an answer of HTTP/0.9</html>\n") }
        => 1 "protocol.mismatch" "no-status-line";
    line_feeds_alone: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\nContent-Length: 2\n\nok") }
        => 0 "-" "bare-lf";
    carriage_returns_alone: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\rContent-Length: 2\r\rok") }
        => 1 "protocol.http-malformed" "closed-in-head";
    folded_field: "", |talk| {
        talk.request();
        talk.say("HTTP/1.1 200 OK\r\nX-Long: one\r\n two\r\n\tthree\r\nContent-Length: 2\r\n\r\nok")
    } => 0 "-" "obs-fold";
    /// A folded first line has nothing to be a part of.
    fold_of_nothing: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\n folded\r\nContent-Length: 2\r\n\r\nok") }
        => 0 "-" "space-before-first-field";
    space_before_the_colon: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\nContent-Length : 2\r\n\r\nok") }
        => 0 "-" "space-before-colon";
    no_colon: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\nnonsense\r\nContent-Length: 2\r\n\r\nok") }
        => 0 "-" "no-colon";
    zero_in_a_field: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\nX: a\0b\r\nContent-Length: 2\r\n\r\nok") }
        => 0 "protocol.http-malformed" "nul-byte";
    zero_in_the_status_line: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 O\0K\r\nContent-Length: 2\r\n\r\nok") }
        => 0 "protocol.http-malformed" "nul-byte";
    odd_field_name: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\nX(a)[b]: c\r\nContent-Length: 2\r\n\r\nok") }
        => 0 "-" "bad-field-name";
    empty_field_name: "", |talk| { talk.request(); talk.say("HTTP/1.1 200 OK\r\n: c\r\nContent-Length: 2\r\n\r\nok") }
        => 0 "-" "bad-field-name";
    field_that_is_no_text: "", |talk| {
        talk.request();
        talk.say(b"HTTP/1.1 200 OK\r\nX: \xff\xfe\xc3\x28\r\nContent-Length: 4\r\n\r\n\xff\xfe\xc3\x28")
    } => 0 "-" "-";
    status_of_999: "", |talk| { talk.request(); talk.say("HTTP/1.1 999 What\r\nContent-Length: 2\r\n\r\nok") }
        => 1 "protocol.http-error" "bad-status";
    status_of_four_digits: "", |talk| { talk.request(); talk.say("HTTP/1.1 2000 OK\r\nContent-Length: 2\r\n\r\nok") }
        => 1 "protocol.http-malformed" "bad-status";
    status_of_letters: "", |talk| { talk.request(); talk.say("HTTP/1.1 abc OK\r\nContent-Length: 2\r\n\r\nok") }
        => 1 "protocol.http-malformed" "-";
    version_of_another_time: "", |talk| { talk.request(); talk.say("HTTP/7.3 200 OK\r\nContent-Length: 2\r\n\r\nok") }
        => 0 "protocol.http-malformed" "bad-version";
    no_reason: "", |talk| { talk.request(); talk.say("HTTP/1.1 200\r\nContent-Length: 2\r\n\r\nok") }
        => 0 "-" "bad-status-line";
    other_protocol: "", |talk| { talk.say("SSH-2.0-OpenSSH_9.9\r\n"); talk.wait() } => 1 "protocol.mismatch" "-";
    mail_server: "", |talk| { talk.say("220 mail.example.org ESMTP Postfix\r\n"); talk.wait() }
        => 1 "protocol.mismatch" "-";
    tls_where_plain_was_asked: "", |talk| { talk.request(); talk.say([0x15, 3, 1, 0, 2, 2, 70]) }
        => 1 "protocol.mismatch" "-";
    http2_where_http1_was_asked: "", |talk| {
        talk.request();
        talk.say([0, 0, 6, 4, 0, 0, 0, 0, 0, 0, 3, 0, 0, 0, 128, 0, 0, 8, 7, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 1])
    } => 1 "protocol.mismatch" "-";
}
