//! Is a proxy in the way, or the way out?

use crate::lab::{Certain, Likely, ME, Place, Possible, R1, TARGET, ask, scenarios};

/// The neighbour, where the proxy runs.
const PROXY: Place = Place { role: "proxy", hop: Some(1), address: Some("10.1.0.3") };

/// A proxy that runs on the client itself.
const OWN: Place = Place { role: "this-machine", hop: Some(0), address: Some("127.0.0.1") };

const NO_DIRECT_WAY: &str = "iptables -A FORWARD -i lan -o mid -s 10.1.0.2 -j DROP";

scenarios! {
    through_squid => ask("http://10.3.0.2/").arg("--proxy http://10.1.0.3:3128").on("server", "web 80").on("peer", "squid_on 3128")
        .ends("reachable");
    through_squid_by_connect => ask("10.3.0.2:8080").arg("--proxy http://10.1.0.3:3128").on("server", "web 8080").on("peer", "squid_on 3128")
        .ends("reachable");
    through_tinyproxy => ask("10.3.0.2:8080").arg("--proxy http://10.1.0.3:3128").on("server", "web 8080").on("peer", "tiny 3128")
        .ends("reachable");
    through_dante => ask("10.3.0.2:8080").arg("--proxy socks5://10.1.0.3:1080").on("server", "web 8080").on("peer", "dante 10.1.0.3:1080 none")
        .ends("reachable");
    through_dante_with_a_login => ask("10.3.0.2:8080").arg("--proxy socks5h://user:secret@10.1.0.3:1080").on("server", "web 8080")
        .on("peer", "dante 10.1.0.3:1080 username").ends("reachable");
    direct_and_a_proxy_that_works => ask("http://10.3.0.2/").on("server", "web 80").on("peer", "squid_on 3128")
        .within("env http_proxy=http://10.1.0.3:3128").ends("reachable");
    // Directly nothing gets out; squid does.
    only_the_proxy_gets_out => ask("http://10.3.0.2/").on("server", "web 80 8080").on("peer", "squid_on 3128").on("r1", NO_DIRECT_WAY)
        .within("env http_proxy=http://10.1.0.3:3128").ends("filtered").because("firewall.drop", Likely, R1).because("restriction.proxy-required", Possible, R1);
    only_the_proxy_gets_out_as_a_control_shows => ask("http://10.3.0.2/").arg("--control 10.4.0.2:80").on("server", "web 80").on("control", "web 80")
        .on("peer", "squid_on 3128").on("r1", NO_DIRECT_WAY)
        .within("env http_proxy=http://10.1.0.3:3128").ends("filtered").because("restriction.proxy-required", Likely, R1);
    dead_variable => ask("http://10.3.0.2/").on("server", "web 80").within("env http_proxy=http://127.0.0.1:3128")
        .ends("degraded").because("proxy.stale-setting", Certain, ME);
    dead_variable_elsewhere => ask("http://10.3.0.2/").on("server", "web 80").within("env http_proxy=http://10.1.0.3:3128")
        .ends("degraded").because("proxy.stale-setting", Likely, ME);
    variable_without_an_address => ask("http://10.3.0.2/").on("server", "web 80").within("env http_proxy=http://proxy.example.org:3128")
        .ends("degraded").because("proxy.stale-setting", Likely, ME);
    proxy_refuses => ask("http://10.3.0.2/").arg("--proxy http://10.1.0.3:3128").on("server", "web 80")
        .ends("refused").because("proxy.unreachable", Likely, PROXY);
    own_proxy_is_not_there => ask("http://10.3.0.2/").arg("--proxy http://127.0.0.1:3128").on("server", "web 80")
        .ends("refused").because("proxy.unreachable", Certain, OWN);
    proxy_stays_silent => ask("http://10.3.0.2/").arg("--proxy http://10.4.0.2:3128").on("server", "web 80")
        .on("control", "squid_on 3128; iptables -A INPUT -p tcp --dport 3128 -j DROP").on("r1", "true")
        .ends("filtered").because("proxy.unreachable", Likely, Place { role: "path", hop: Some(2), address: Some("10.2.0.2") });
    proxy_is_rejected => ask("http://10.3.0.2/").arg("--proxy http://10.4.0.2:3128").on("server", "web 80").on("control", "squid_on 3128")
        .on("r1", "iptables -A FORWARD -p tcp --dport 3128 -j REJECT --reject-with icmp-admin-prohibited")
        .ends("filtered").because("proxy.unreachable", Certain, R1);
    proxy_is_unknown => ask("http://10.3.0.2/").arg("--proxy http://proxy.example.org:3128").on("server", "web 80")
        .ends("unresolved").because("proxy.unreachable", Certain, Place { role: "resolver", hop: None, address: Some("10.1.0.53") });
    login_required => ask("http://10.3.0.2/").arg("--proxy http://10.1.0.3:3128").on("server", "web 80").on("peer", "squid_on 3128 login")
        .ends("service-failed").because("proxy.login-required", Certain, PROXY);
    login_required_for_a_tunnel => ask("10.3.0.2:8080").arg("--proxy http://10.1.0.3:3128").on("server", "web 8080").on("peer", "tiny 3128 'BasicAuth user secret'")
        .ends("service-failed").because("proxy.login-required", Certain, PROXY);
    wrong_login => ask("10.3.0.2:8080").arg("--proxy http://user:wrong@10.1.0.3:3128").on("server", "web 8080").on("peer", "squid_on 3128 login")
        .ends("service-failed").because("proxy.login-required", Certain, PROXY);
    right_login => ask("10.3.0.2:8080").arg("--proxy http://user:secret@10.1.0.3:3128").on("server", "web 8080").on("peer", "squid_on 3128 login")
        .ends("reachable");
    socks_login_required => ask("10.3.0.2:8080").arg("--proxy socks5://10.1.0.3:1080").on("server", "web 8080").on("peer", "dante 10.1.0.3:1080 username")
        .ends("service-failed").because("proxy.login-required", Certain, PROXY);
    connect_port_denied => ask("10.3.0.2:8080").arg("--proxy http://10.1.0.3:3128").on("server", "web 443 8080").on("peer", "squid_on 3128 only-443")
        .ends("service-failed").because("proxy.denied", Certain, PROXY);
    socks_denied => ask("10.3.0.2:8080").arg("--proxy socks5://10.1.0.3:1080").on("server", "web 8080")
        .on("peer", "dante 10.1.0.3:1080 none 'socks block { from: 0.0.0.0/0 to: 10.3.0.2/32 }'")
        .ends("service-failed").because("proxy.denied", Certain, PROXY);
    target_refuses_behind => ask("10.3.0.2:8080").arg("--proxy http://10.1.0.3:3128").on("peer", "squid_on 3128")
        .ends("service-failed").because("proxy.target-failed", Certain, TARGET);
    // The proxy's own way to the target is cut, the client's is not.
    proxy_has_no_way => ask("10.3.0.2:8080").arg("--proxy http://10.1.0.3:3128").on("server", "web 8080").on("peer", "squid_on 3128; ip route add unreachable 10.3.0.2")
        .ends("service-failed").because("proxy.target-failed", Certain, PROXY);
    target_fails_behind_tinyproxy => ask("10.3.0.2:8080").arg("--proxy http://10.1.0.3:3128").on("peer", "tiny 3128")
        .ends("service-failed").because("proxy.target-failed", Likely, PROXY);
    target_refuses_behind_socks => ask("10.3.0.2:8080").arg("--proxy socks5://10.1.0.3:1080").on("peer", "dante 10.1.0.3:1080 none")
        .ends("service-failed").because("proxy.target-failed", Certain, TARGET);
    name_unknown_to_the_proxy => ask("nosuch.example.org:8080").arg("--proxy http://10.1.0.3:3128").on("peer", "squid_on 3128 'dns_nameservers 10.1.0.53'")
        .ends("service-failed").because("proxy.target-failed", Certain, PROXY).never("name.not-found");
    // Of a page it says less than of a tunnel.
    name_of_a_page_unknown_to_the_proxy => ask("http://nosuch.example.org/").arg("--proxy http://10.1.0.3:3128")
        .on("peer", "squid_on 3128 'dns_nameservers 10.1.0.53'")
        .ends("service-failed").because("proxy.target-failed", Likely, PROXY).never("name.not-found");
    dead_parent => ask("10.3.0.2:80").arg("--proxy http://10.1.0.3:3128").on("server", "web 80")
        .on("peer", "squid_on 3128 'cache_peer 10.1.0.53 parent 8888 0 no-query default' 'never_direct allow all'")
        .ends("service-failed").because("proxy.target-failed", Likely, PROXY);
    socks_to_an_http_proxy => ask("10.3.0.2:8080").arg("--proxy socks5://10.1.0.3:3128").on("server", "web 8080").on("peer", "squid_on 3128")
        .ends("wrong-service").because("proxy.wrong-protocol", Certain, PROXY);
    target_is_silent_behind => ask("10.3.0.2:8080").arg("--proxy http://10.1.0.3:3128").on("server", "iptables -A INPUT -p tcp --dport 8080 -j DROP")
        .on("peer", "squid_on 3128 'connect_timeout 30 seconds'").ends("no-answer").because("proxy.target-failed", Likely, PROXY);
    http_to_a_socks_proxy => ask("10.3.0.2:8080").arg("--proxy http://10.1.0.3:1080").on("server", "web 8080").on("peer", "dante 10.1.0.3:1080 none")
        .ends("reset").because("proxy.wrong-protocol", Certain, PROXY);
    tls_to_a_plain_proxy => ask("10.3.0.2:8080").arg("--proxy https://10.1.0.3:3128").on("server", "web 8080").on("peer", "squid_on 3128")
        .ends("wrong-service").because("proxy.wrong-protocol", Certain, PROXY);
    web_server_given_as_proxy => ask("10.3.0.2:8080").arg("--proxy http://10.1.0.3:80").on("server", "web 8080").on("peer", "web 80")
        .ends("wrong-service").because("proxy.wrong-protocol", Likely, PROXY);
    silent_thing_given_as_proxy => ask("10.3.0.2:8080").arg("--proxy http://10.1.0.3:3128").on("server", "web 8080").on("peer", "curt 3128")
        .ends("reset").because("proxy.wrong-protocol", Possible, PROXY);
    loopback_sent_to_the_proxy => ask("http://127.0.0.1:8080/").on("client", "web 8080").on("peer", "squid_on 3128")
        .within("env http_proxy=http://10.1.0.3:3128").ends("degraded").because("proxy.bypass-missing", Certain, ME);
    no_proxy_is_heeded => ask("http://127.0.0.1:8080/").on("client", "web 8080").on("peer", "squid_on 3128")
        .within("env http_proxy=http://10.1.0.3:3128 no_proxy=localhost,127.0.0.0/8").ends("reachable");
    // The name means nothing here; the proxy knows it.
    socks_resolves_there => ask("four.example.org:8080").arg("--proxy socks5h://10.1.0.3:1080").names("zone --listen-address=10.1.0.53").on("server", "web 8080")
        .on("peer", "dante 10.1.0.3:1080 none").on("names", "iptables -A INPUT -s 10.1.0.2 -p udp -j DROP").ends("reachable");
    http_resolves_there => ask("four.example.org:8080").arg("--proxy http://10.1.0.3:3128").on("server", "web 8080")
        .on("peer", "squid_on 3128 'dns_nameservers 10.1.0.53'").on("names", "iptables -A INPUT -s 10.1.0.2 -p udp -j DROP").ends("reachable");
    socks_resolves_here => ask("nosuch.example.org:8080").arg("--proxy socks5://10.1.0.3:1080").on("peer", "dante 10.1.0.3:1080 none")
        .ends("unresolved").because("name.not-found", Certain, Place { role: "resolver", hop: None, address: Some("10.1.0.53") });
    the_option_no_proxy => ask("http://10.3.0.2/").arg("--no-proxy").on("server", "web 80").within("env http_proxy=http://127.0.0.1:3128").ends("reachable");
    // The service behind the proxy is asked as it would be directly.
    ssh_behind_the_proxy => ask("ssh://10.3.0.2").arg("--proxy http://10.1.0.3:3128").on("server", "shell 22").on("peer", "squid_on 3128").ends("reachable");
    another_service_behind_the_proxy => ask("ssh://10.3.0.2:6379").arg("--proxy socks5h://10.1.0.3:1080").on("server", "redis 6379")
        .on("peer", "dante 10.1.0.3:1080 none").ends("wrong-service").because("protocol.mismatch", Likely, TARGET);
    untrusted_server_behind_the_proxy => ask("https://10.3.0.2:8443").arg("--proxy http://10.1.0.3:3128").on("server", "tls_web 8443").on("peer", "squid_on 3128")
        .ends("service-failed").because("protocol.tls-untrusted", Likely, TARGET);
    // TLS with the proxy itself.
    untrusted_proxy => ask("10.3.0.2:8080").arg("--proxy https://10.1.0.3:8443").on("server", "web 8080").on("peer", "tls_web 8443")
        .ends("service-failed").because("proxy.unreachable", Certain, PROXY);
    page_with_an_error_behind_the_proxy => ask("http://10.3.0.2/").arg("--proxy http://10.1.0.3:3128").on("server", "portal 500 80").on("peer", "squid_on 3128")
        .ends("service-failed").because("protocol.http-error", Likely, TARGET);
    mute_behind_the_proxy => ask("http://10.3.0.2/").arg("--proxy socks5://10.1.0.3:1080").on("server", "mute 80").on("peer", "dante 10.1.0.3:1080 none")
        .ends("no-answer").because("protocol.silent", Likely, TARGET);
    // A page of an ordinary web server, asked for by a whole URL, is none of the target's.
    page_of_a_web_server_given_as_proxy => ask("http://10.3.0.2/").arg("--proxy http://10.1.0.3:8000").on("server", "web 80")
        .on("peer", "cd /run/lab; python3 -m http.server 8000 >/dev/null 2>&1 & listening 8000")
        .ends("wrong-service").because("proxy.wrong-protocol", Likely, PROXY);
}
