//! Minecraft and mcpi: is it there, which edition, does its API answer, and if not, why?

use crate::lab::scenario::{self, Scenario};
use crate::lab::{Certain, Likely, ME, NAMES, R1, R2, SERVER, scenarios};

fn ask(target: &str) -> Scenario {
    scenario::ask(target).with_peers()
}

/// A zone whose service record leads a game to this target and port.
macro_rules! leads_to {
    ($target:literal) => {
        concat!("zone --host-record=mc.example.org,10.3.0.2 --srv-host=_minecraft._tcp.mc.example.org,", $target)
    };
}

const REFUSED: &str = "server.not-listening";

scenarios! {
    java_v4 => ask("minecraft://10.3.0.2").on("server", "game 25565").ends("reachable").quick();
    java_v6 => ask("minecraft://[fd00:3::2]").on("server", "game 25565").ends("reachable").quick();
    java_far_away => ask("minecraft://10.3.0.2").on("r1", "away 150").on("server", "game 25565").ends("reachable");
    mcpi_pycraft => ask("mcpi://10.3.0.2").on("server", "pycraft").ends("reachable");
    mcpi_juice_v4 => ask("mcpi://10.3.0.2").on("server", "game 25565; juice 4711 players").ends("reachable").quick();
    mcpi_juice_v6 => ask("mcpi://[fd00:3::2]").on("server", "juice 4711 players").ends("reachable").quick();
    mcpi_nobody_online => ask("mcpi://10.3.0.2").on("server", "juice 4711 nobody").ends("reachable").quick();
    mcpi_slow => ask("mcpi://10.3.0.2").on("server", "juice 4711 slow").ends("reachable");
    api_refused_and_no_game => ask("mcpi://10.3.0.2").on("server", "web 80")
        .ends("refused").because(REFUSED, Likely, SERVER).quick();
    api_on_4712 => ask("mcpi://10.3.0.2").on("server", "juice 4712 players")
        .ends("refused").because("port.wrong", Likely, SERVER).quick();
    api_on_4712_beside_the_game => ask("mcpi://10.3.0.2").on("server", "game 25565; juice 4712 players")
        .ends("refused").because("port.wrong", Likely, SERVER).never("port.mcpi-plugin-missing").quick();
    api_on_its_own_loopback => ask("mcpi://10.1.0.2").on("client", "juice 127.0.0.1:4711 players")
        .ends("refused").because("server.loopback-only", Likely, ME).quick();
    game_to_the_api_port => ask("minecraft://10.3.0.2:4711").on("server", "pycraft")
        .ends("wrong-service").because("protocol.mismatch", Likely, SERVER);
    api_dropped_beside_the_game => ask("mcpi://10.3.0.2").on("server", "game 25565; juice 4711 players")
        .on("r1", "iptables -A FORWARD -p tcp --dport 4711 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1).never("port.mcpi-plugin-missing");
    api_dropped_by_the_server => ask("mcpi://10.3.0.2")
        .on("server", "game 25565; juice 4711 players; iptables -A INPUT -p tcp --dport 4711 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R2).never("port.mcpi-plugin-missing");
    api_rejected_by_router2 => ask("mcpi://10.3.0.2").on("server", "game 25565; juice 4711 players")
        .on("r2", "iptables -A FORWARD -p tcp --dport 4711 -j REJECT")
        .ends("refused").because("firewall.reject", Certain, R2).never("port.mcpi-plugin-missing").quick();
    http_on_the_api_port => ask("mcpi://10.3.0.2").on("server", "web 4711")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER);
    nothing_behind_a_published_api_port => ask("mcpi://10.3.0.2").on("server", "relay 4711 127.0.0.1:9")
        .ends("reset").because("protocol.closes-at-once", Likely, SERVER).quick();
    game_refused => ask("minecraft://10.3.0.2").on("server", "web 80")
        .ends("refused").because(REFUSED, Likely, SERVER).quick();
    game_on_the_next_port => ask("minecraft://10.3.0.2").on("server", "game 25566")
        .ends("refused").because("port.wrong", Likely, SERVER).quick();
    srv_to_no_name => ask("minecraft://mc.example.org").names(leads_to!("gone.example.org,25565")).on("server", "game 25565")
        .ends("degraded").because("name.srv-broken", Certain, NAMES);
    proxy_header_wanted => ask("minecraft://10.3.0.2").on("server", "behind 25565 'PROXY '")
        .ends("reset").because("protocol.proxy-header-wanted", Certain, SERVER);
    http_on_the_game_port => ask("minecraft://10.3.0.2").on("server", "web 25565")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER);
    ssh_on_the_game_port => ask("minecraft://10.3.0.2").on("server", "shell 25565")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER);
    silent_game_port => ask("minecraft://10.3.0.2").on("server", "mute 25565")
        .ends("no-answer").because("protocol.silent", Likely, SERVER);
    game_port_closes => ask("minecraft://10.3.0.2").on("server", "curt 25565")
        .ends("reset").because("protocol.closes-at-once", Likely, SERVER);
}
