//! Is there a way to the address?

use crate::lab::{Certain, Likely, ME, Place, Possible, R1, R1_V6, R2, TARGET, ask, scenarios};

const NOBODY: Place = Place { role: "gateway", hop: Some(1), address: Some("10.1.0.250") };
const NOBODY_V6: Place = Place { role: "gateway", hop: Some(1), address: Some("fd00:1::250") };
const ON_THE_WAY: Place = Place { role: "path", hop: None, address: None };

scenarios! {
    interface_down => ask("10.3.0.2:8080").on("client", "ip link set eth0 down")
        .ends("unreachable").because("network.down", Certain, ME).quick();
    no_interface => ask("10.3.0.2:8080").on("client", "ip link del eth0")
        .ends("unreachable").because("network.down", Certain, ME).quick();
    no_address => ask("10.3.0.2:8080").on("client", "ip addr flush dev eth0")
        .ends("unreachable").because("network.down", Certain, ME).quick();
    no_default_route_v4 => ask("10.3.0.2:8080").on("client", "ip route del default")
        .ends("unreachable").because("network.no-route", Certain, ME).quick();
    no_default_route_v6 => ask("[fd00:3::2]:8080").on("client", "ip -6 route del default")
        .ends("unreachable").because("network.no-route", Certain, ME).quick();
    own_route_prohibit_v4 => ask("10.3.0.2:8080").on("client", "ip route add prohibit 10.3.0.0/24")
        .ends("unreachable").because("network.no-route", Certain, ME).quick();
    own_route_prohibit_v6 => ask("[fd00:3::2]:8080").on("client", "ip route add prohibit fd00:3::/64")
        .ends("unreachable").because("network.no-route", Certain, ME).quick();
    own_route_blackhole => ask("10.3.0.2:8080").on("client", "ip route add blackhole 10.3.0.0/24")
        .ends("unreachable").because("network.no-route", Certain, ME).quick();
    own_route_unreachable_v4 => ask("10.3.0.2:8080").on("client", "ip route add unreachable 10.3.0.0/24")
        .ends("unreachable").because("network.no-route", Certain, ME).quick();
    own_route_unreachable_v6 => ask("[fd00:3::2]:8080").on("client", "ip route add unreachable fd00:3::/64")
        .ends("unreachable").because("network.no-route", Certain, ME).quick();
    own_route_throw => ask("10.3.0.2:8080").on("client", "ip route add throw 10.3.0.0/24; ip route del default")
        .ends("unreachable").because("network.no-route", Certain, ME).quick();

    gateway_silent_v4 => ask("10.3.0.2:8080").on("client", "ip route replace default via 10.1.0.250")
        .ends("unreachable").because("network.gateway-silent", Certain, NOBODY);
    gateway_silent_v6 => ask("[fd00:3::2]:8080").on("client", "ip -6 route replace default via fd00:1::250")
        .ends("unreachable").because("network.gateway-silent", Certain, NOBODY_V6);

    router_without_a_route_v4 => ask("10.3.0.2:8080").on("r1", "ip route del 10.3.0.0/24")
        .ends("unreachable").because("network.broken-path", Likely, R1).quick();
    router_without_a_route_v6 => ask("[fd00:3::2]:8080").on("r1", "ip route del fd00:3::/64")
        .ends("unreachable").because("network.broken-path", Likely, R1_V6).quick();
    second_router_without_a_route => ask("10.3.0.2:8080").on("r2", "ip route del default; ip route del 10.3.0.0/24; ip route add 10.1.0.0/24 via 10.2.0.1")
        .ends("unreachable").because("network.broken-path", Likely, R2).quick();
    router_route_unreachable => ask("10.3.0.2:8080").on("r1", "ip route add unreachable 10.3.0.2")
        .ends("unreachable").because("network.broken-path", Likely, R1).quick();
    // Router 1 waits in vain for router 2, as it would for a host of its own: both are told.
    next_router_dead_v4 => ask("10.3.0.2:8080").on("r2", "ip link set mid down")
        .ends("unreachable").because("server.host-down", Likely, TARGET).because("network.broken-path", Possible, R1);
    next_router_dead_v6 => ask("[fd00:3::2]:8080").on("r2", "ip link set mid down")
        .ends("unreachable").because("server.host-down", Likely, TARGET).because("network.broken-path", Possible, R1_V6);
    router_route_prohibit => ask("10.3.0.2:8080").on("r1", "ip route add prohibit 10.3.0.2")
        .ends("filtered").because("firewall.reject", Certain, R1).quick();
    router_blackhole => ask("10.3.0.2:8080").on("server", "web 80").on("r1", "ip route add blackhole 10.3.0.2")
        .ends("filtered").because("network.broken-path", Possible, R1).never("firewall.own");
    second_router_blackhole => ask("10.3.0.2:8080").on("server", "web 80").on("r2", "ip route add blackhole 10.3.0.2")
        .ends("filtered").because("firewall.drop", Likely, R1)
        .because("network.broken-path", Possible, R1).because("server.host-down", Possible, TARGET);
    all_dies_after_router1 => ask("10.3.0.2:8080").on("server", "web 80 8080").on("r1", "iptables -A FORWARD -d 10.3.0.0/24 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1)
        .because("network.broken-path", Possible, R1).because("server.host-down", Possible, TARGET);
    routing_loop_v4 => ask("10.3.0.2:8080").on("r2", "ip route del 10.3.0.0/24; ip route add 10.3.0.0/24 via 10.2.0.1")
        .ends("unreachable").because("network.routing-loop", Certain, R1);
    routing_loop_v6 => ask("[fd00:3::2]:8080").on("r2", "ip route del fd00:3::/64; ip route add fd00:3::/64 via fd00:2::1")
        .ends("unreachable").because("network.routing-loop", Certain, ON_THE_WAY);

    v6_dropped_v4_open => ask("app.example.org:8080").on("server", "web 8080").on("r1", "ip6tables -A FORWARD -j DROP")
        .ends("degraded").because("network.family-broken", Certain, R1_V6);
    v6_rejected_v4_open => ask("app.example.org:8080").on("server", "web 8080").on("r1", "ip6tables -A FORWARD -j REJECT")
        .ends("degraded").because("network.family-broken", Certain, R1_V6).because("firewall.reject", Certain, R1_V6).quick();
    // A machine without a way for IPv6 is no fault: programs notice at once and use IPv4.
    no_v6_route_v4_open => ask("app.example.org:8080").on("server", "web 8080").on("client", "ip -6 route del default")
        .ends("reachable").quick();
    v4_dropped_v6_open => ask("app.example.org:8080").on("server", "web 8080").on("r1", "iptables -A FORWARD -d 10.3.0.0/24 -j DROP")
        .ends("degraded").because("network.family-broken", Certain, R1);

    mtu_black_hole => ask("http://10.3.0.2:8080/").on("server", "web 8080")
        .on("r1", "ip link set mid mtu 1280; iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP")
        .on("r2", "ip link set mid mtu 1280; iptables -A OUTPUT -p icmp --icmp-type fragmentation-needed -j DROP")
        .ends("degraded").because("network.mtu-blackhole", Certain, ON_THE_WAY);
    half_of_the_syns_lost => ask("10.3.0.2:8080").on("server", "web 8080")
        .on("r1", "iptables -A FORWARD -d 10.3.0.2 -p tcp --syn -m statistic --mode nth --every 2 --packet 0 -j DROP")
        .ends("degraded").because("network.lossy", Likely, ON_THE_WAY);
}
