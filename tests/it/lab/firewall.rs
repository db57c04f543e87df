//! Does something on the way say no?

use crate::lab::{
    Certain, Likely, ME, Place, Possible, R1, R1_V6, R2, R2_V6, SERVER, SERVER_V6, TARGET, ask, scenarios,
};

const ANYWHERE: Place = Place { role: "path", hop: None, address: None };

/// A rule for the port that the scenarios ask for.
macro_rules! rule {
    ($command:literal, $chain:literal, $jump:literal) => {
        concat!($command, " -A ", $chain, " -p tcp --dport 8080 -j ", $jump)
    };
}

scenarios! {
    router1_port_unreach_v4 => ask("10.3.0.2:8080").on("r1", rule!("iptables", "FORWARD", "REJECT"))
        .ends("refused").because("firewall.reject", Certain, R1).quick();
    router1_port_unreach_v6 => ask("[fd00:3::2]:8080").on("r1", rule!("ip6tables", "FORWARD", "REJECT"))
        .ends("refused").because("firewall.reject", Certain, R1_V6).quick();
    router1_admin_prohibited_v4 => ask("10.3.0.2:8080").on("r1", rule!("iptables", "FORWARD", "REJECT --reject-with icmp-admin-prohibited"))
        .ends("filtered").because("firewall.reject", Certain, R1).quick();
    router1_admin_prohibited_v6 => ask("[fd00:3::2]:8080").on("r1", rule!("ip6tables", "FORWARD", "REJECT --reject-with icmp6-adm-prohibited"))
        .ends("filtered").because("firewall.reject", Certain, R1_V6).quick();
    router1_host_prohibited => ask("10.3.0.2:8080").on("r1", rule!("iptables", "FORWARD", "REJECT --reject-with icmp-host-prohibited"))
        .ends("filtered").because("firewall.reject", Certain, R1).quick();
    router1_nft_reject => ask("10.3.0.2:8080").on("r1", "nft 'add table ip f; add chain ip f c { type filter hook forward priority 0; }; add rule ip f c tcp dport 8080 reject with icmp type admin-prohibited'")
        .ends("filtered").because("firewall.reject", Certain, R1).quick();
    router2_net_unreach => ask("10.3.0.2:8080").on("server", "web 80").on("r2", rule!("iptables", "FORWARD", "REJECT --reject-with icmp-net-unreachable"))
        .ends("unreachable").because("firewall.reject", Likely, R2).quick();
    router2_host_unreach => ask("10.3.0.2:8080").on("server", "web 80").on("r2", rule!("iptables", "FORWARD", "REJECT --reject-with icmp-host-unreachable"))
        .ends("unreachable").because("firewall.reject", Likely, R2).quick();
    router2_admin_prohibited => ask("10.3.0.2:8080").on("r2", rule!("iptables", "FORWARD", "REJECT --reject-with icmp-admin-prohibited"))
        .ends("filtered").because("firewall.reject", Certain, R2).quick();
    router2_no_route_v6 => ask("[fd00:3::2]:8080").on("server", "web 80").on("r2", rule!("ip6tables", "FORWARD", "REJECT --reject-with icmp6-no-route"))
        .ends("unreachable").because("firewall.reject", Likely, R2_V6).quick();
    router2_addr_unreach_v6 => ask("[fd00:3::2]:8080").on("server", "web 80").on("r2", rule!("ip6tables", "FORWARD", "REJECT --reject-with icmp6-addr-unreachable"))
        .ends("unreachable").because("firewall.reject", Likely, R2_V6).quick();
    server_port_unreach_v4 => ask("10.3.0.2:8080").on("server", rule!("iptables", "INPUT", "REJECT"))
        .ends("refused").because("firewall.reject", Certain, SERVER).quick();
    server_port_unreach_v6 => ask("[fd00:3::2]:8080").on("server", rule!("ip6tables", "INPUT", "REJECT"))
        .ends("refused").because("firewall.reject", Certain, SERVER_V6).quick();
    server_host_prohibited => ask("10.3.0.2:8080").on("server", rule!("iptables", "INPUT", "REJECT --reject-with icmp-host-prohibited"))
        .ends("filtered").because("firewall.reject", Certain, SERVER).quick();
    server_admin_prohibited_v6 => ask("[fd00:3::2]:8080").on("server", rule!("ip6tables", "INPUT", "REJECT --reject-with icmp6-adm-prohibited"))
        .ends("filtered").because("firewall.reject", Certain, SERVER_V6).quick();
    by_name => ask("four.example.org:8080").on("r1", rule!("iptables", "FORWARD", "REJECT"))
        .ends("refused").because("firewall.reject", Certain, R1).quick();

    // A reset names no sender; where it comes from shows in its distance alone.
    router1_reset_v4 => ask("10.3.0.2:8080").on("server", "web 80").on("r1", rule!("iptables", "FORWARD", "REJECT --reject-with tcp-reset"))
        .ends("refused").because("firewall.reject", Certain, R1).never("server.not-listening").quick();
    router1_reset_v6 => ask("[fd00:3::2]:8080").on("server", "web 80").on("r1", rule!("ip6tables", "FORWARD", "REJECT --reject-with tcp-reset"))
        .ends("refused").because("firewall.reject", Certain, R1_V6).never("server.not-listening").quick();
    router2_reset_v4 => ask("10.3.0.2:8080").on("server", "web 80").on("r2", rule!("iptables", "FORWARD", "REJECT --reject-with tcp-reset"))
        .ends("refused").because("firewall.reject", Certain, R2).never("server.not-listening").quick();
    router2_reset_beside_closed_ports => ask("10.3.0.2:8080").on("r2", rule!("iptables", "FORWARD", "REJECT --reject-with tcp-reset"))
        .ends("refused").because("firewall.reject", Certain, R2).quick();
    // The host's own filter resets exactly as a closed port does.
    server_reset => ask("10.3.0.2:8080").on("server", rule!("iptables", "INPUT", "REJECT --reject-with tcp-reset"))
        .ends("refused").because("server.not-listening", Likely, SERVER).quick();
    // Every port is reset at router 1; only UDP shows how far away the host really is.
    router1_resets_every_port => ask("10.3.0.2:8080").on("r1", "iptables -A FORWARD -d 10.3.0.2 -p tcp -j REJECT --reject-with tcp-reset")
        .ends("refused").because("firewall.reject", Certain, R1).quick();
    // And here nothing of the host is ever seen. The reset has travelled less far than it should have, which is
    // router 1's doing, or a way home that is shorter than the way there.
    router1_resets_and_hides_the_host => ask("10.3.0.2:8080")
        .on("r1", "iptables -A FORWARD -d 10.3.0.2 -p tcp -j REJECT --reject-with tcp-reset; iptables -A FORWARD -d 10.3.0.2 -j DROP")
        .ends("refused").because("server.not-listening", Likely, TARGET).because("firewall.reject", Possible, R1);

    router1_drop_v4 => ask("10.3.0.2:8080").on("server", "web 80").on("r1", rule!("iptables", "FORWARD", "DROP"))
        .ends("filtered").because("firewall.drop", Likely, R1);
    router1_drop_v6 => ask("[fd00:3::2]:8080").on("server", "web 80").on("r1", rule!("ip6tables", "FORWARD", "DROP"))
        .ends("filtered").because("firewall.drop", Likely, R1_V6);
    router1_drop_beside_closed_ports => ask("10.3.0.2:8080").on("r1", rule!("iptables", "FORWARD", "DROP"))
        .ends("filtered").because("firewall.drop", Likely, R1);
    // Router 2 drops before it looks at the TTL, so the last to speak is router 1: "at or just after".
    router2_drop_before_routing => ask("10.3.0.2:8080").on("server", "web 80").on("r2", "iptables -t raw -A PREROUTING -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1);
    router2_drop => ask("10.3.0.2:8080").on("server", "web 80").on("r2", rule!("iptables", "FORWARD", "DROP"))
        .ends("filtered").because("firewall.drop", Likely, R2);
    server_drop_v4 => ask("10.3.0.2:8080").on("server", "web 80").on("server", rule!("iptables", "INPUT", "DROP"))
        .ends("filtered").because("firewall.drop", Likely, R2);
    server_drop_v6 => ask("[fd00:3::2]:8080").on("server", "web 80").on("server", rule!("ip6tables", "INPUT", "DROP"))
        .ends("filtered").because("firewall.drop", Likely, R2_V6);
    near_drop => ask("10.1.0.3:8080").on("peer", "web 80").on("peer", rule!("iptables", "INPUT", "DROP"))
        .ends("filtered").because("firewall.drop", Likely, TARGET);

    own_reject_v4 => ask("10.3.0.2:8080").on("client", rule!("iptables", "OUTPUT", "REJECT"))
        .ends("refused").because("firewall.own", Certain, ME).quick();
    own_reject_v6 => ask("[fd00:3::2]:8080").on("client", rule!("ip6tables", "OUTPUT", "REJECT"))
        .ends("refused").because("firewall.own", Certain, ME).quick();
    own_nft_reject => ask("10.3.0.2:8080").on("client", "nft 'add table ip f; add chain ip f c { type filter hook output priority 0; }; add rule ip f c tcp dport 8080 reject with icmp type admin-prohibited'")
        .ends("filtered").because("firewall.own", Certain, ME).quick();
    own_reset => ask("10.3.0.2:8080").on("server", "web 80").on("client", rule!("iptables", "OUTPUT", "REJECT --reject-with tcp-reset"))
        .ends("refused").because("firewall.own", Likely, ME).never("server.not-listening").quick();
    own_drop_v4 => ask("10.3.0.2:8080").on("server", "web 80").on("client", rule!("iptables", "OUTPUT", "DROP"))
        .ends("filtered").because("firewall.own", Likely, ME);
    own_drop_v6 => ask("[fd00:3::2]:8080").on("server", "web 80").on("client", rule!("ip6tables", "OUTPUT", "DROP"))
        .ends("filtered").because("firewall.own", Likely, ME);
    own_nft_drop => ask("10.3.0.2:8080").on("server", "web 80").on("client", "nft 'add table ip f; add chain ip f c { type filter hook output priority 0; }; add rule ip f c tcp dport 8080 drop'")
        .ends("filtered").because("firewall.own", Likely, ME);
    own_answers_dropped => ask("10.3.0.2:8080").on("server", "web 80 8080").on("client", "iptables -A INPUT -p tcp --sport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, ANYWHERE);

    own_input_rejects => ask("10.1.0.2:8080").on("client", "web 8080; iptables -A INPUT -p tcp --dport 8080 -j REJECT")
        .ends("refused").because("firewall.own", Likely, ME).quick();
    own_input_drops => ask("10.1.0.2:8080").on("client", "web 8080; iptables -A INPUT -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.own", Likely, ME);
    own_input_resets => ask("10.1.0.2:8080").on("client", "web 8080; iptables -A INPUT -p tcp --dport 8080 -j REJECT --reject-with tcp-reset")
        .ends("refused").because("firewall.own", Likely, ME).never("server.not-listening").quick();
    // TCP is silent from the first hop on, as behind a gateway that swallows it; UDP fails where it is sent.
    own_drops_all_to_the_host => ask("10.3.0.2:8080").on("server", "web 8080").on("client", "iptables -A OUTPUT -d 10.3.0.0/24 -j DROP")
        .ends("filtered").because("firewall.own", Likely, ME);

    // A filter ahead of the routing speaks as a router without a route does.
    router1_net_unreach_before_routing => ask("10.3.0.2:8080").on("server", "web 8080")
        .on("r1", "nft 'add table ip f; add chain ip f c { type filter hook prerouting priority 0; }; add rule ip f c ip daddr 10.3.0.2 reject with icmp type net-unreachable'")
        .ends("unreachable").because("network.broken-path", Likely, R1).quick();

    // Nothing of the host is ever seen: it may be down, or all of it filtered. Neither is sure.
    server_drops_everything => ask("10.3.0.2:8080").on("server", "web 80; iptables -A INPUT -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R2)
        .because("network.broken-path", Possible, R2).because("server.host-down", Possible, TARGET);
    router2_drops_everything_v6 => ask("[fd00:3::2]:8080").on("r2", "ip6tables -A FORWARD -d fd00:3::2 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R2_V6)
        .because("network.broken-path", Possible, R2_V6).because("server.host-down", Possible, TARGET);
    router2_host_unreach_for_all => ask("10.3.0.2:8080").on("r2", "iptables -A FORWARD -d 10.3.0.2 -j REJECT --reject-with icmp-host-unreachable")
        .ends("unreachable").because("firewall.reject", Likely, R2)
        .because("server.host-down", Possible, TARGET).because("network.broken-path", Possible, R2).quick();
}
