//! The same stage built by a user without any rights: a user namespace makes it, and a nested one runs netwhy.

use crate::lab::{Certain, Likely, R1, R1_V6, SERVER, ask, scenarios};

scenarios! {
    healthy => ask("four.example.org:8080").on("server", "web 8080").by_a_plain_user();
    closed => ask("10.3.0.2:7777").by_a_plain_user()
        .ends("refused").because("server.not-listening", Likely, SERVER);
    rejected => ask("10.3.0.2:8080").by_a_plain_user().on("r1", "iptables -A FORWARD -p tcp --dport 8080 -j REJECT")
        .ends("refused").because("firewall.reject", Certain, R1);
    dropped_v6 => ask("[fd00:3::2]:8080").by_a_plain_user().on("server", "web 80")
        .on("r1", "ip6tables -A FORWARD -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1_V6);
}
