//! Connected, but does it speak what I asked for?

use crate::lab::{Certain, Likely, SERVER, ask, scenarios};

scenarios! {
    closes_at_once => ask("http://10.3.0.2/").on("server", "curt 80")
        .ends("reset").because("protocol.closes-at-once", Likely, SERVER).quick();
    never_speaks => ask("http://10.3.0.2/").on("server", "mute 80")
        .ends("no-answer").because("protocol.silent", Likely, SERVER);
    // Where no protocol was asked for, a silent port is simply open.
    silence_is_no_fault_of_plain_tcp => ask("10.3.0.2:8080").on("server", "mute 8080").ends("reachable").quick();
    greeting_to_plain_tcp => ask("tcp://10.3.0.2:22").on("server", "shell 22").ends("reachable").quick();
    nothing_behind_a_relay => ask("10.3.0.2:8080").on("server", "relay 8080 127.0.0.1:9")
        .ends("degraded").because("protocol.closes-at-once", Likely, SERVER).quick();
    nothing_behind_a_relay_for_http => ask("http://10.3.0.2:8080").on("server", "relay 8080 127.0.0.1:9")
        .ends("reset").because("protocol.closes-at-once", Likely, SERVER).quick();

    ssh => ask("ssh://10.3.0.2").on("server", "shell 22").ends("reachable").quick();
    http_to_sshd => ask("http://10.3.0.2:22").on("server", "shell 22")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER).quick();
    redis_to_sshd => ask("redis://10.3.0.2:22").on("server", "shell 22")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER).quick();
    ssh_to_nginx => ask("ssh://10.3.0.2:80").on("server", "web 80")
        .ends("wrong-service").because("protocol.mismatch", Likely, SERVER);
    ssh_closes => ask("ssh://10.3.0.2").on("server", "curt 22")
        .ends("reset").because("protocol.closes-at-once", Likely, SERVER).quick();
    ssh_silent => ask("ssh://10.3.0.2").on("server", "mute 22")
        .ends("no-answer").because("protocol.silent", Likely, SERVER);
    ssh_crowded => ask("ssh://10.3.0.2").on("server", "shell 22 -o MaxStartups=1:100:1; held 22 1")
        .ends("service-failed").because("server.overloaded", Certain, SERVER).quick();
    // TCP wrappers keep whom they turn away waiting for five seconds.
    ssh_wrapped => ask("ssh://10.3.0.2").on("server", "deny_all sshd; shell 22")
        .ends("no-answer").because("protocol.silent", Likely, SERVER);

    redis => ask("redis://10.3.0.2").on("server", "redis 6379 --protected-mode no").ends("reachable").quick();
    // It wants a password, and is Redis all the same.
    redis_with_password => ask("redis://10.3.0.2").on("server", "redis 6379 --requirepass secret").ends("reachable").quick();
    redis_for_its_own_machine => ask("redis://10.3.0.2").on("server", "redis 6379")
        .ends("service-failed").because("protocol.client-refused", Certain, SERVER).quick();
    redis_full => ask("redis://10.3.0.2").on("server", "redis 6379 --protected-mode no --maxclients 1; held 6379 1 PING")
        .ends("service-failed").because("server.overloaded", Certain, SERVER).quick();
    http_to_redis => ask("http://10.3.0.2:6379").on("server", "redis 6379 --protected-mode no")
        .ends("wrong-service").because("protocol.mismatch", Likely, SERVER).quick();
    ssh_to_redis => ask("ssh://10.3.0.2:6379").on("server", "redis 6379 --protected-mode no")
        .ends("wrong-service").because("protocol.mismatch", Likely, SERVER);

    http_to_tls => ask("http://four.example.org:443").on("server", "tls_web 443")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER).quick();
    imap_to_tls => ask("imap://10.3.0.2:993").on("server", "tls_web 993")
        .ends("wrong-service").because("protocol.mismatch", Likely, SERVER);

    dns => ask("dns://10.3.0.2").on("server", "zone").ends("reachable").quick();
    http_to_dns => ask("http://10.3.0.2:53").on("server", "zone")
        .ends("wrong-service").because("protocol.mismatch", Likely, SERVER);
    smtp => ask("smtp://10.3.0.2").on("server", "mail 25").ends("reachable").quick();
    ftp => ask("ftp://10.3.0.2").on("server", "files 21").ends("reachable").quick();
    smtp_to_ftp => ask("smtp://10.3.0.2:21").on("server", "files 21")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER).quick();
    // Greets like a mail server, and says only later what it is.
    smtp_to_taciturn_ftp => ask("smtp://10.3.0.2:21").on("server", "files 21 ftpd_banner=welcome")
        .ends("wrong-service").because("protocol.mismatch", Likely, SERVER);

    http_500 => ask("http://four.example.org/").on("server", "portal 500 80")
        .ends("service-failed").because("protocol.http-error", Certain, SERVER).quick();
    http_502 => ask("http://four.example.org/").on("server", "nginx_on 'location / { proxy_pass http://127.0.0.1:9; }' 80")
        .ends("service-failed").because("protocol.http-error", Certain, SERVER).quick();
    http_503 => ask("http://four.example.org/").on("server", "portal 503 80")
        .ends("service-failed").because("protocol.http-error", Certain, SERVER).quick();
    http_504 => ask("http://four.example.org/")
        .on("server", "mute 81; nginx_on 'location / { proxy_pass http://127.0.0.1:81; proxy_read_timeout 300ms; }' 80")
        .ends("service-failed").because("protocol.http-error", Certain, SERVER);
    http_404_is_an_answer => ask("http://four.example.org/nowhere").on("server", "portal 404 80").ends("reachable").quick();
    http_without_head => ask("http://four.example.org/")
        .on("server", "nginx_on 'location / { if ($request_method = HEAD) { return 501; } return 200 hello; }' 80")
        .ends("reachable").quick();
    http_malformed_status => ask("http://10.3.0.2/").on("server", r"says 80 'HTTP/1.1 OK\r\nContent-Length: 0\r\n\r\n'")
        .ends("service-failed").because("protocol.http-malformed", Certain, SERVER).quick();
    http_two_lengths => ask("http://10.3.0.2/")
        .on("server", r"says 80 'HTTP/1.1 200 OK\r\nContent-Length: 5\r\nContent-Length: 7\r\n\r\nhello'")
        .ends("degraded").because("protocol.http-malformed", Likely, SERVER).quick();
    http_cut_in_the_head => ask("http://10.3.0.2/").on("server", r"says 80 'HTTP/1.1 200 OK\r\nServer: half'")
        .ends("service-failed").because("protocol.http-malformed", Certain, SERVER).quick();
    // Every client reads over a bare line feed.
    http_lesser_breach => ask("http://10.3.0.2/").on("server", r"says 80 'HTTP/1.1 200 OK\nServer: old\n\n'").ends("reachable").quick();
    http_gibberish => ask("http://10.3.0.2/").on("server", r"says 80 'who are you?\n'")
        .ends("wrong-service").because("protocol.mismatch", Likely, SERVER);
    proxy_header_wanted => ask("http://10.3.0.2/").on("server", "nginx_on 'location / { return 200 hello; }' '80 proxy_protocol'")
        .ends("reset").because("protocol.proxy-header-wanted", Certain, SERVER).quick();
}
