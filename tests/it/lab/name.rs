//! Does the name lead to an address?

use crate::lab::{Certain, Likely, ME, NAMES, Place, R1, SERVER, ask, scenarios};

const PEER_RESOLVER: Place = Place { role: "resolver", hop: None, address: Some("10.1.0.3") };
const NOBODY: Place = Place { role: "gateway", hop: Some(1), address: Some("10.1.0.250") };
const ANY_RESOLVER: Place = Place { role: "resolver", hop: None, address: None };

/// A validating resolver that trusts a key for `example.org`, whose zone is not signed at all.
const BOGUS: &str = r#"backend --host-record=app.example.org,10.3.0.2
    recursor 'trust-anchor: "example.org. DS 31560 8 2 3fa6c1f1a3a8b0f4a8a4a7f5f2f5f7d5a4b1c9e8d7f60514233241506f7e8d9c"' \
        'stub-zone:' 'name: example.org' 'stub-addr: 127.0.0.1@5353'"#;

/// A resolver whose own source refuses to answer.
const SERVFAIL: &str = "backend; recursor 'forward-zone:' 'name: .' 'forward-addr: 127.0.0.1@5353'";

scenarios! {
    not_found => ask("nope.example.org:8080")
        .ends("unresolved").because("name.not-found", Certain, NAMES).quick();
    malformed => ask("no..where.example.org:8080")
        .ends("unresolved").because("name.malformed", Certain, ME).quick();
    only_mail => ask("mail-only.example.org:8080")
        .ends("unresolved").because("name.no-address", Certain, NAMES).quick();
    only_v6_where_v4_is_asked => ask("six.example.org:8080").arg("-4").on("server", "web 8080")
        .ends("unresolved").because("name.no-address", Certain, NAMES).quick();
    only_v4_where_v6_is_asked => ask("four.example.org:8080").arg("-6").on("server", "web 8080")
        .ends("unresolved").because("name.no-address", Certain, NAMES).quick();
    refused_by_name_server => ask("app.example.org:8080").names("dns").on("server", "web 8080")
        .ends("unresolved").because("name.server-failure", Certain, NAMES).quick();
    servfail => ask("app.example.org:8080").names(SERVFAIL).on("server", "web 8080")
        .ends("unresolved").because("name.server-failure", Certain, NAMES);
    resolver_dropped => ask("app.example.org:8080").on("names", "iptables -A INPUT -p udp --dport 53 -j DROP")
        .ends("unresolved").because("name.resolver-silent", Certain, NAMES);
    resolver_port_closed => ask("app.example.org:8080").names("")
        .ends("unresolved").because("name.resolver-silent", Certain, NAMES).quick();
    resolver_does_not_exist => ask("app.example.org:8080").on("client", "resolvers 10.1.0.99")
        .ends("unresolved").because("name.resolver-silent", Certain, ANY_RESOLVER);
    resolver_rejected_by_router => ask("app.example.org:8080").names("").on("control", "zone")
        .on("client", "resolvers 10.4.0.2").on("r1", "iptables -A FORWARD -p udp --dport 53 -j REJECT --reject-with icmp-admin-prohibited")
        .ends("unresolved").because("name.resolver-silent", Certain, R1).quick();
    // The name server is well, and behind a gateway that is not there.
    resolver_behind_a_missing_gateway => ask("app.example.org:8080").names("").on("control", "zone")
        .on("client", "resolvers 10.4.0.2; ip route replace default via 10.1.0.250")
        .ends("unresolved").because("name.resolver-silent", Certain, NOBODY);
    resolver_behind_no_route => ask("app.example.org:8080").names("").on("control", "zone")
        .on("client", "resolvers 10.4.0.2; ip route del default")
        .ends("unresolved").because("name.resolver-silent", Certain, ME).quick();
    interface_down => ask("app.example.org:8080").on("client", "ip link set eth0 down")
        .ends("unresolved").because("network.down", Certain, ME).quick();
    dnssec_bogus => ask("app.example.org:8080").names(BOGUS).on("server", "web 8080")
        .ends("unresolved").because("name.dnssec-bogus", Certain, NAMES);
    hosts_file_points_to_a_dead_address => ask("app.example.org:8080").arg("-4").on("server", "web 8080")
        .on("client", "echo '10.3.0.99 app.example.org' >>/etc/hosts")
        .ends("unreachable").because("name.hosts-override", Certain, ME);
    hosts_file_points_to_a_closed_port => ask("four.example.org:8080").on("server", "web 8080")
        .on("client", "echo '10.1.0.3 four.example.org' >>/etc/hosts")
        .ends("refused").because("name.hosts-override", Certain, ME).quick();
    sinkholed => ask("ads.example.org:8080").names("zone --address=/ads.example.org/0.0.0.0")
        .ends("refused").because("name.sinkholed", Likely, NAMES).quick();
    resolvers_disagree => ask("four.example.org:8080").on("server", "web 8080")
        .on("peer", "dns --address=/four.example.org/10.1.0.3").on("client", "resolvers 10.1.0.3 10.1.0.53")
        .ends("refused").because("name.split", Likely, PEER_RESOLVER).quick();
    resolvers_disagree_on_whether_it_is_there => ask("four.example.org:8080").on("server", "web 8080")
        .on("peer", "dns --address=/#/").on("client", "resolvers 10.1.0.3 10.1.0.53")
        .ends("unresolved").because("name.split", Certain, PEER_RESOLVER).quick();
    srv_target_without_address => ask("minecraft://mc.example.org").on("server", "web 25565")
        .names("zone --host-record=mc.example.org,10.3.0.2 --srv-host=_minecraft._tcp.mc.example.org,gone.example.org,25565")
        .ends("unresolved").because("name.srv-broken", Certain, NAMES).because("protocol.mismatch", Certain, SERVER);
    first_resolver_silent => ask("four.example.org:8080").on("server", "web 8080")
        .on("peer", "iptables -A INPUT -p udp -j DROP").on("client", "resolvers 10.1.0.3 10.1.0.53")
        .ends("reachable").never("name.split");
}
