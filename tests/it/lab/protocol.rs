//! Connected, but does it speak what I asked for?

use crate::lab::{Certain, Likely, R1, SERVER, TARGET, ask, scenarios};

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

    https_to_nginx => ask("https://four.example.org:80").on("server", "web 80")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER).quick();
    https_to_sshd => ask("https://10.3.0.2:22").on("server", "shell 22")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER).quick();
    https_closes => ask("https://10.3.0.2").on("server", "curt 443")
        .ends("reset").because("protocol.closes-at-once", Likely, SERVER).quick();
    https_silent => ask("https://10.3.0.2").on("server", "mute 443")
        .ends("no-answer").because("protocol.silent", Likely, SERVER);
    https_to_redis => ask("https://10.3.0.2:6379").on("server", "redis 6379 --protected-mode no")
        .ends("wrong-service").because("protocol.mismatch", Likely, SERVER);
    https_502 => ask("https://four.example.org/").arg("--insecure")
        .on("server", "tls_on 'location / { proxy_pass http://127.0.0.1:9; }' 443")
        .ends("service-failed").because("protocol.http-error", Certain, SERVER);
    https_without_head => ask("https://four.example.org/").arg("--insecure")
        .on("server", "tls_on 'location / { if ($request_method = HEAD) { return 501; } return 200 hello; }' 443")
        .ends("reachable");
    https_proxy_header_wanted => ask("https://10.3.0.2/").on("server", "tls_on 'location / { return 200 hello; }' '443 proxy_protocol'")
        .ends("reset").because("protocol.proxy-header-wanted", Certain, SERVER);
    // A server that closes by chance, and takes the header for a bad request, is none that wants it.
    http_closes_by_chance => ask("http://10.3.0.2/").on("server", "web 81; flaky 80 81")
        .ends("reset").because("protocol.closes-at-once", Likely, SERVER).never("protocol.proxy-header-wanted");
    smtp_says_no => ask("smtp://10.3.0.2").on("server", r"greets 25 '554 no mail for you\r\n'")
        .ends("service-failed").because("protocol.client-refused", Likely, SERVER).quick();
    http_to_a_terse_mail_server => ask("http://10.3.0.2:25").on("server", r"mail 25")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER).quick();
    // What answers at the near hop in the host's place may speak what it likes.
    mismatch_of_an_interceptor => ask("ssh://10.3.0.2").on("server", "shell 22; web 80")
        .on("r1", "redis 3128 --protected-mode no; iptables -t nat -A PREROUTING -i lan -p tcp --dport 22 -j REDIRECT --to-ports 3128")
        .ends("wrong-service").because("restriction.intercepted", Certain, R1).because("protocol.mismatch", Likely, SERVER);
    ssh_through_a_proxy => ask("ssh://10.3.0.2").arg("--proxy http://10.1.0.3:8888").on("server", "shell 22").on("peer", "tiny 8888")
        .ends("reachable");
    mismatch_through_a_proxy => ask("redis://10.3.0.2:22").arg("--proxy http://10.1.0.3:8888").on("server", "shell 22").on("peer", "tiny 8888")
        .ends("wrong-service").because("protocol.mismatch", Likely, TARGET);
}
