//! Odd networks: what looks like a fault and is none, and addresses that are no host's.

use crate::lab::{Certain, Likely, ME, NAMES, PEER, Place, Possible, R1, SERVER, TARGET, ask, scenarios};

/// The first router, asked for as if it were the server.
const R1_ASKED: Place = Place { role: "target", hop: Some(1), address: Some("10.1.0.1") };
const CLOSED: &str = "server.not-listening";

scenarios! {
    gateway_itself_closed => ask("10.1.0.1:8080").ends("refused").because(CLOSED, Likely, R1_ASKED).quick();
    behind_nat_healthy => ask("10.3.0.2:8080").on("server", "web 8080")
        .on("r1", "iptables -t nat -A POSTROUTING -o mid -j MASQUERADE").quick();
    behind_nat_closed => ask("10.3.0.2:8080").on("r1", "iptables -t nat -A POSTROUTING -o mid -j MASQUERADE")
        .ends("refused").because(CLOSED, Likely, SERVER).quick();
    host_with_ttl_128 => ask("10.3.0.2:8080").on("server", "web 80; echo 128 >/proc/sys/net/ipv4/ip_default_ttl")
        .ends("refused").because(CLOSED, Likely, SERVER).never("firewall.reject").quick();
    host_with_ttl_255 => ask("10.3.0.2:8080").on("server", "echo 255 >/proc/sys/net/ipv4/ip_default_ttl")
        .ends("refused").because(CLOSED, Likely, SERVER).never("firewall.reject").quick();
    host_with_an_odd_ttl => ask("10.3.0.2:8080").on("server", "web 80; echo 100 >/proc/sys/net/ipv4/ip_default_ttl")
        .ends("refused").because(CLOSED, Likely, SERVER).never("firewall.reject").quick();
    // A host that answers over a shorter way than it was reached by.
    shorter_way_home => ask("10.3.0.2:8080").on("server", "web 80").on("r2", "ip link add side type veth peer name side netns r1; ip link set side up")
        .on("r1", "ip link set side up; ip addr add 10.9.0.1/24 dev side")
        .on("server", "ip link add direct type veth peer name direct netns r1; ip link set direct up; ip addr add 10.8.0.2/24 dev direct")
        .on("r1", "ip link set direct up; ip addr add 10.8.0.1/24 dev direct; echo 0 >/proc/sys/net/ipv4/conf/all/rp_filter")
        .on("server", "ip route add 10.1.0.0/24 via 10.8.0.1")
        .ends("refused").because(CLOSED, Likely, SERVER).quick();
    // Hosts limit their ICMP errors, so the one that answers TTL 4 may not be farther than hop 3.
    host_spares_its_icmp_open => ask("10.3.0.2:8080").on("server", "web 8080; iptables -A OUTPUT -p icmp -m statistic --mode nth --every 2 --packet 0 -j DROP")
        .never("restriction.intercepted");
    host_spares_its_icmp_closed => ask("10.3.0.2:8080").on("server", "iptables -A OUTPUT -p icmp -m statistic --mode nth --every 2 --packet 0 -j DROP")
        .ends("refused").because(CLOSED, Likely, SERVER).never("firewall.reject");
    host_spares_its_icmp_rejects => ask("10.3.0.2:8080").on("server", "web 80; iptables -A INPUT -p tcp --dport 8080 -j REJECT; iptables -A OUTPUT -p icmp -m statistic --mode nth --every 2 --packet 1 -j DROP")
        .ends("refused").because("firewall.reject", Certain, TARGET);
    // Router 2 says little, the host drops: that router 2 is not heard for this port accuses nobody for certain.
    router_spares_its_icmp_dropped => ask("10.3.0.2:8080").on("server", "web 80; iptables -A INPUT -p tcp --dport 8080 -j DROP")
        .on("r2", "iptables -A OUTPUT -p icmp -m limit --limit 1/s --limit-burst 1 -j ACCEPT; iptables -A OUTPUT -p icmp -j DROP")
        .ends("filtered").because("firewall.drop", Likely, Place { role: "path", hop: None, address: None });
    router_hardly_speaks_dropped => ask("10.3.0.2:8080").on("server", "web 80; iptables -A INPUT -p tcp --dport 8080 -j DROP")
        .on("r2", "iptables -A OUTPUT -p icmp -m limit --limit 6/m --limit-burst 1 -j ACCEPT; iptables -A OUTPUT -p icmp -j DROP")
        .ends("filtered").because("firewall.drop", Likely, Place { role: "path", hop: None, address: None });
    host_spares_its_icmp_v6 => ask("[fd00:3::2]:8080").on("server", "web 8080; ip6tables -A OUTPUT -p icmpv6 --icmpv6-type destination-unreachable -m statistic --mode nth --every 2 --packet 0 -j DROP")
        .never("restriction.intercepted");
    quiet_host_closed => ask("10.3.0.2:8080").on("server", "iptables -A INPUT -p udp -j DROP; iptables -A OUTPUT -p icmp -j DROP")
        .ends("refused").because(CLOSED, Likely, SERVER).quick();
    quiet_routers_closed => ask("10.3.0.2:8080").on("r1", "iptables -A OUTPUT -p icmp -j DROP").on("r2", "iptables -A OUTPUT -p icmp -j DROP")
        .ends("refused").because(CLOSED, Likely, TARGET);
    quiet_routers_dropped => ask("10.3.0.2:8080").on("server", "web 80").on("r1", "iptables -A OUTPUT -p icmp -j DROP")
        .on("r2", "iptables -A OUTPUT -p icmp -j DROP; iptables -A FORWARD -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, Place { role: "path", hop: None, address: None });
    first_of_two_addresses_dead => ask("two.example.org:8080").arg("-4").names("zone --host-record=two.example.org,10.3.0.99 --host-record=two.example.org,10.3.0.2")
        .on("server", "web 8080").ends("degraded").because("server.host-down", Likely, TARGET);
    every_third_connection_reset => ask("10.3.0.2:8080").on("server", "web 8080; iptables -A INPUT -p tcp --dport 8080 --syn -m statistic --mode nth --every 3 --packet 0 -j REJECT --reject-with tcp-reset")
        .ends("reachable").never("server.starting");
    search_domain => ask("four:8080").on("client", "echo 'search example.org' >>/etc/resolv.conf").on("server", "web 8080").quick();
    cname_to_nowhere => ask("alias.example.org:8080").names("zone --cname=alias.example.org,gone.example.org")
        .ends("unresolved").because("name.no-address", Certain, NAMES).quick();
    only_in_the_hosts_file => ask("intern.example.org:8080").on("client", "echo '10.1.0.3 intern.example.org' >>/etc/hosts")
        .ends("refused").because(CLOSED, Likely, PEER).because("name.hosts-override", Possible, ME).quick();
    no_name_server_set => ask("app.example.org:8080").on("client", ": >/etc/resolv.conf")
        .ends("unresolved").because("name.resolver-silent", Certain, Place { role: "resolver", hop: None, address: Some("127.0.0.1") }).quick();
    link_local => ask("[fe80::3%eth0]:8080").on("peer", "ip addr add fe80::3/64 dev eth0 nodad; web 8080").quick();
    link_local_closed => ask("[fe80::3%eth0]:8080").on("peer", "ip addr add fe80::3/64 dev eth0 nodad")
        .ends("refused").because(CLOSED, Likely, TARGET).quick();
    broadcast_address => ask("10.1.0.255:8080").ends("unreachable").because("network.no-route", Certain, ME).quick();
    multicast_address => ask("224.0.0.1:8080").ends("unreachable").because("network.no-route", Certain, ME).quick();
    unspecified_address => ask("0.0.0.0:8080").on("client", "web 8080").quick();
    everything_rejected_beyond_router1 => ask("10.3.0.2:8080").on("server", "web 8080").on("r1", "iptables -A FORWARD -j REJECT --reject-with icmp-net-prohibited")
        .ends("filtered").because("firewall.reject", Certain, R1).quick();
}
