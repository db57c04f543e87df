//! Is the server up, and does it listen where I ask?

use crate::lab::{Certain, Likely, ME, PEER, Place, Possible, SERVER, SERVER_V6, TARGET, ask, scenarios};

const PEER_V6: Place = Place { role: "target", hop: Some(1), address: Some("fd00:1::3") };

scenarios! {
    closed_far_v4 => ask("10.3.0.2:7777")
        .ends("refused").because("server.not-listening", Likely, SERVER).quick();
    closed_far_v6 => ask("[fd00:3::2]:7777")
        .ends("refused").because("server.not-listening", Likely, SERVER_V6).quick();
    closed_beside_an_open_port => ask("10.3.0.2:7777").on("server", "web 80")
        .ends("refused").because("server.not-listening", Likely, SERVER).quick();
    closed_near_v4 => ask("10.1.0.3:7777")
        .ends("refused").because("server.not-listening", Likely, PEER).quick();
    closed_near_v6 => ask("[fd00:1::3]:7777")
        .ends("refused").because("server.not-listening", Likely, PEER_V6).quick();
    closed_by_name => ask("four.example.org:7777")
        .ends("refused").because("server.not-listening", Likely, SERVER).quick();
    closed_own_loopback => ask("127.0.0.1:7777")
        .ends("refused").because("server.not-listening", Certain, ME).quick();
    closed_own_lan_address_v6 => ask("[fd00:1::2]:7777")
        .ends("refused").because("server.not-listening", Likely, ME).quick();
    loopback_only_v4 => ask("10.1.0.2:8080").on("client", "web 127.0.0.1:8080")
        .ends("refused").because("server.loopback-only", Likely, ME).quick();
    loopback_only_v6 => ask("[fd00:1::2]:8080").on("client", "web [::1]:8080")
        .ends("refused").because("server.loopback-only", Likely, ME).quick();
    listens_on_v6_loopback_only => ask("127.0.0.1:8080").on("client", "web [::1]:8080")
        .ends("refused").because("server.wrong-family", Certain, ME).quick();
    listens_on_v4_loopback_only => ask("[::1]:8080").on("client", "web 127.0.0.1:8080")
        .ends("refused").because("server.wrong-family", Certain, ME).quick();
    localhost_first_address_refused => ask("localhost:8080").on("client", "web 127.0.0.1:8080")
        .ends("degraded").because("server.wrong-family", Certain, ME).quick();
    own_queue_full => ask("127.0.0.1:8080").on("client", "crowded 8080")
        .ends("filtered").because("server.overloaded", Certain, ME);
    // From afar a full queue is silence, which a filter on the host would be too.
    far_queue_full => ask("10.3.0.2:8080").on("server", "web 80; crowded 8080")
        .ends("filtered").because("firewall.drop", Likely, Place { role: "path", hop: Some(2), address: Some("10.2.0.2") })
        .because("server.overloaded", Possible, SERVER);
    // Several servers behind one address, one of them down, could look the same.
    starting => ask("10.3.0.2:8080").on("server", "(sleep 0.3; web 8080) >/dev/null 2>&1 &")
        .ends("degraded").because("server.starting", Likely, SERVER);
    host_down_near_v4 => ask("10.1.0.77:8080")
        .ends("unreachable").because("server.host-down", Certain, TARGET);
    host_down_near_v6 => ask("[fd00:1::77]:8080")
        .ends("unreachable").because("server.host-down", Certain, TARGET);
    host_down_far_v4 => ask("10.3.0.99:8080")
        .ends("unreachable").because("server.host-down", Likely, TARGET);
    host_down_far_v6 => ask("[fd00:3::99]:8080")
        .ends("unreachable").because("server.host-down", Likely, TARGET);
}
