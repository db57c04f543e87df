//! Nothing is wrong: the report must say so, and accuse nobody.

use crate::lab::{ask, scenarios};

scenarios! {
    far_v4 => ask("10.3.0.2:8080").on("server", "web 8080").quick();
    far_v6 => ask("[fd00:3::2]:8080").on("server", "web 8080").quick();
    near_v4 => ask("10.1.0.3:8080").on("peer", "web 8080").quick();
    near_v6 => ask("[fd00:1::3]:8080").on("peer", "web 8080").quick();
    by_name_of_both_families => ask("app.example.org:8080").on("server", "web 8080").quick();
    by_name_v4_only => ask("app.example.org:8080").arg("-4").on("server", "web 0.0.0.0:8080").quick();
    by_name_near => ask("near.example.org:8080").on("peer", "web 8080").quick();
    http_by_scheme => ask("http://four.example.org/").on("server", "web 80").quick();
    own_machine => ask("127.0.0.1:8080").on("client", "web 8080").quick();
    own_lan_address => ask("10.1.0.2:8080").on("client", "web 8080").quick();
    localhost_on_both_families => ask("localhost:8080").on("client", "web 8080").quick();
    // A gateway that answers nobody is no fault where it forwards all the same.
    quiet_gateway_that_forwards => ask("10.3.0.2:8080").on("server", "web 8080")
        .on("r1", "iptables -A INPUT -j DROP; iptables -A OUTPUT -p icmp -j DROP");
    // Other filtered ports do not matter to an open one.
    other_ports_dropped => ask("10.3.0.2:8080").on("server", "web 8080")
        .on("r1", "iptables -A FORWARD -p tcp -d 10.3.0.2 ! --dport 8080 -j DROP");
}
