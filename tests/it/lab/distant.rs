//! The same faults 300 ms away: an answer that takes its time is no silence.

use crate::lab::{Certain, Likely, Possible, R1, R2, R2_V6, SERVER, SERVER_V6, TARGET, ask, scenarios};

const AWAY: &str = "away 150";

scenarios! {
    healthy_v4 => ask("10.3.0.2:8080").on("r1", AWAY).on("server", "web 8080");
    healthy_v6 => ask("[fd00:3::2]:8080").on("r1", AWAY).on("server", "web 8080");
    healthy_http_by_name => ask("http://app.example.org:8080/").on("r1", AWAY).on("server", "web 8080");
    closed_v4 => ask("10.3.0.2:7777").on("r1", AWAY).on("server", "web 80")
        .ends("refused").because("server.not-listening", Likely, SERVER);
    closed_v6 => ask("[fd00:3::2]:7777").on("r1", AWAY)
        .ends("refused").because("server.not-listening", Likely, SERVER_V6);
    rejected_by_router2 => ask("10.3.0.2:8080").on("r1", AWAY).on("server", "web 80")
        .on("r2", "iptables -A FORWARD -p tcp --dport 8080 -j REJECT --reject-with icmp-admin-prohibited")
        .ends("filtered").because("firewall.reject", Certain, R2);
    rejected_by_server => ask("10.3.0.2:8080").on("r1", AWAY).on("server", "web 80; iptables -A INPUT -p tcp --dport 8080 -j REJECT")
        .ends("refused").because("firewall.reject", Certain, SERVER);
    reset_by_router2 => ask("10.3.0.2:8080").on("r1", AWAY).on("server", "web 80")
        .on("r2", "iptables -A FORWARD -p tcp --dport 8080 -j REJECT --reject-with tcp-reset")
        .ends("refused").because("firewall.reject", Certain, R2);
    dropped_by_router1 => ask("10.3.0.2:8080").on("r1", AWAY).on("server", "web 80")
        .on("r1", "iptables -A FORWARD -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1);
    dropped_by_router2_v6 => ask("[fd00:3::2]:8080").on("r1", AWAY).on("server", "web 80")
        .on("r2", "ip6tables -A FORWARD -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R2_V6);
    host_down => ask("10.3.0.99:8080").on("r1", AWAY)
        .ends("unreachable").because("server.host-down", Likely, TARGET).because("network.broken-path", Possible, R2);
    other_port => ask("http://10.3.0.2/").on("r1", AWAY).on("server", "web 8080")
        .ends("refused").because("port.wrong", Likely, SERVER);
}
