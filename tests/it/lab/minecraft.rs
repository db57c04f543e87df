//! Minecraft and mcpi: is it there, which edition, does its API answer, and if not, why?

use crate::lab::scenario::{self, Scenario};
use crate::lab::{Certain, Likely, ME, NAMES, R1, R2, SERVER, SERVER_V6, scenarios};

fn ask(target: &str) -> Scenario {
    scenario::ask(target).with_peers()
}

/// A zone whose service record leads a game to this target and port.
macro_rules! leads_to {
    ($target:literal) => {
        concat!("zone --host-record=mc.example.org,10.3.0.2 --srv-host=_minecraft._tcp.mc.example.org,", $target)
    };
}

/// Two records, of which the preferred one leads to a port where nobody is.
const TWO: &str = "zone --host-record=mc.example.org,10.3.0.2 --srv-host=_minecraft._tcp.mc.example.org,app.example.org,25577,10 \
    --srv-host=_minecraft._tcp.mc.example.org,app.example.org,25599,0";
/// Two records, of which the preferred one leads to a name without an address.
const ONE_OF_TWO: &str = "zone --host-record=mc.example.org,10.3.0.2 --srv-host=_minecraft._tcp.mc.example.org,app.example.org,25577,10 \
    --srv-host=_minecraft._tcp.mc.example.org,gone.example.org,25599,0";
/// A name whose address is that of a web site, and whose record leads to the game.
const WEB: &str =
    "zone --host-record=web.example.org,10.4.0.2 --srv-host=_minecraft._tcp.web.example.org,app.example.org,25577";

const REFUSED: &str = "server.not-listening";

scenarios! {
    java_v4 => ask("minecraft://10.3.0.2").on("server", "game 25565").ends("reachable").quick();
    java_v6 => ask("minecraft://[fd00:3::2]").on("server", "game 25565").ends("reachable").quick();
    java_by_name => ask("minecraft://mc.example.org").names(leads_to!("app.example.org,25570")).on("server", "game 25570")
        .ends("reachable");
    java_from_before_1_7 => ask("minecraft://10.3.0.2").on("server", r"behind 25565 '\xfe'").ends("reachable");
    java_far_away => ask("minecraft://10.3.0.2").on("r1", "away 150").on("server", "game 25565").ends("reachable");
    bedrock_v4 => ask("bedrock://10.3.0.2").on("server", "bedrock 19132").ends("reachable").quick();
    bedrock_v6 => ask("bedrock://[fd00:3::2]").on("server", "bedrock_v6 19132").ends("reachable").quick();
    mcpi_pycraft => ask("mcpi://10.3.0.2").on("server", "pycraft").ends("reachable");
    mcpi_juice_v4 => ask("mcpi://10.3.0.2").on("server", "game 25565; juice 4711 players").ends("reachable").quick();
    mcpi_juice_v6 => ask("mcpi://[fd00:3::2]").on("server", "juice 4711 players").ends("reachable").quick();
    mcpi_nobody_online => ask("mcpi://10.3.0.2").on("server", "juice 4711 nobody").ends("reachable").quick();
    mcpi_slow => ask("mcpi://10.3.0.2").on("server", "juice 4711 slow").ends("reachable");

    api_refused_beside_the_game => ask("mcpi://10.3.0.2").on("server", "game 25565")
        .ends("refused").because("port.mcpi-plugin-missing", Likely, SERVER).quick();
    api_refused_beside_the_game_v6 => ask("mcpi://[fd00:3::2]").on("server", "game 25565")
        .ends("refused").because("port.mcpi-plugin-missing", Likely, SERVER_V6).quick();
    api_refused_and_no_game => ask("mcpi://10.3.0.2").on("server", "web 80")
        .ends("refused").because(REFUSED, Likely, SERVER).quick();
    api_on_4712 => ask("mcpi://10.3.0.2").on("server", "juice 4712 players")
        .ends("refused").because("port.wrong", Likely, SERVER).quick();
    api_on_4712_beside_the_game => ask("mcpi://10.3.0.2").on("server", "game 25565; juice 4712 players")
        .ends("refused").because("port.wrong", Likely, SERVER).never("port.mcpi-plugin-missing").quick();
    api_on_its_own_loopback => ask("mcpi://10.1.0.2").on("client", "juice 127.0.0.1:4711 players")
        .ends("refused").because("server.loopback-only", Likely, ME).quick();
    api_on_the_servers_loopback => ask("mcpi://10.3.0.2").on("server", "game 25565; juice 127.0.0.1:4711 players")
        .ends("refused").because("port.mcpi-plugin-missing", Likely, SERVER).quick();
    mcpi_to_the_game_port => ask("mcpi://10.3.0.2:25565").on("server", "game 25565")
        .ends("wrong-service").because("port.mcpi-on-game-port", Certain, SERVER);
    mcpi_to_the_game_port_beside_the_api => ask("mcpi://10.3.0.2:25565").on("server", "game 25565; juice 4711 players")
        .ends("wrong-service").because("port.mcpi-on-game-port", Certain, SERVER);
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
    banned => ask("mcpi://10.3.0.2").on("server", "juice 4711 banned")
        .ends("service-failed").because("protocol.mcpi-refused", Certain, SERVER).quick();
    password => ask("mcpi://10.3.0.2").on("server", "juice 4711 password")
        .ends("service-failed").because("protocol.mcpi-refused", Certain, SERVER).quick();
    everything_fails => ask("mcpi://10.3.0.2").on("server", "juice 4711 failing")
        .ends("service-failed").because("protocol.mcpi-refused", Likely, SERVER).says("answers `Fail` to everything");
    blocks_are_not_answered => ask("mcpi://10.3.0.2").on("server", "juice 4711 broken")
        .ends("degraded").because("protocol.mcpi-refused", Likely, SERVER);
    http_on_the_api_port => ask("mcpi://10.3.0.2").on("server", "web 4711")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER);
    nothing_behind_a_published_api_port => ask("mcpi://10.3.0.2").on("server", "relay 4711 127.0.0.1:9")
        .ends("reset").because("protocol.closes-at-once", Likely, SERVER).quick();
    api_starting => ask("mcpi://10.3.0.2").on("server", "juice 14711 players; (sleep 0.2; relay 4711 127.0.0.1:14711) >/dev/null 2>&1 &")
        .ends("degraded").because("server.starting", Likely, SERVER);

    game_refused => ask("minecraft://10.3.0.2").on("server", "web 80")
        .ends("refused").because(REFUSED, Likely, SERVER).quick();
    java_asked_of_a_bedrock_server => ask("minecraft://10.3.0.2").on("server", "bedrock 19132")
        .ends("refused").because("protocol.minecraft-wrong-edition", Likely, SERVER);
    bedrock_asked_of_a_java_server => ask("bedrock://10.3.0.2").on("server", "game 25565")
        .ends("refused").because("protocol.minecraft-wrong-edition", Likely, SERVER);
    bedrock_closed => ask("bedrock://10.3.0.2").on("server", "web 80")
        .ends("refused").because(REFUSED, Likely, SERVER);
    bedrock_dropped_by_router1 => ask("bedrock://10.3.0.2").on("server", "bedrock 19132")
        .on("r1", "iptables -A FORWARD -p udp --dport 19132 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1);
    bedrock_rejected_by_router1 => ask("bedrock://10.3.0.2").on("server", "bedrock 19132")
        .on("r1", "iptables -A FORWARD -p udp --dport 19132 -j REJECT")
        .ends("refused").because("firewall.reject", Certain, R1).quick();
    game_on_the_next_port => ask("minecraft://10.3.0.2").on("server", "game 25566")
        .ends("refused").because("port.wrong", Likely, SERVER).quick();
    srv_to_a_dead_port => ask("minecraft://mc.example.org").names(leads_to!("app.example.org,25570")).on("server", "game 25565")
        .ends("refused").because("name.srv-broken", Likely, NAMES);
    srv_to_no_name => ask("minecraft://mc.example.org").names(leads_to!("gone.example.org,25565")).on("server", "game 25565")
        .ends("unresolved").because("name.srv-broken", Certain, NAMES).says("Until then give players `10.3.0.2:25565`");
    srv_says_no_service => ask("minecraft://mc.example.org").names(leads_to!("")).on("server", "game 25565")
        .ends("unresolved").because("name.srv-broken", Certain, NAMES).says("Until then give players `10.3.0.2:25565`");
    srv_to_port_0 => ask("minecraft://mc.example.org").names(leads_to!("app.example.org,0")).on("server", "web 80")
        .ends("unresolved").because("name.srv-broken", Certain, NAMES);
    srv_of_two_the_preferred_is_dead => ask("minecraft://mc.example.org").names(TWO).on("server", "game 25577")
        .ends("refused").because("name.srv-broken", Likely, NAMES).says("`app.example.org:25577`");
    srv_of_two_the_preferred_leads_nowhere => ask("minecraft://mc.example.org").names(ONE_OF_TWO).on("server", "game 25577")
        .ends("reachable");
    api_of_a_game_behind_a_record => ask("mcpi://web.example.org").names(WEB).on("server", "game 25577; juice 4711 players")
        .on("control", "web 80")
        .ends("refused").because("name.srv-not-followed", Likely, NAMES).never("server.not-listening")
        .says("Minecraft.create(\\\"app.example.org\\\", 4711)");
    api_dropped_of_a_game_behind_a_record => ask("mcpi://web.example.org").names(WEB).on("server", "game 25577")
        .on("control", "web 80; iptables -A INPUT -p tcp --dport 4711 -j DROP")
        .ends("filtered").because("name.srv-not-followed", Likely, NAMES);
    proxy_header_wanted => ask("minecraft://10.3.0.2").on("server", "behind 25565 'PROXY '")
        .ends("reset").because("protocol.proxy-header-wanted", Certain, SERVER);
    status_hidden => ask("minecraft://10.3.0.2").on("server", "shy 25565")
        .ends("reset").because("protocol.minecraft-status-hidden", Likely, SERVER);
    game_starting => ask("minecraft://10.3.0.2").on("server", "game 26565; (sleep 0.3; relay 25565 127.0.0.1:26565) >/dev/null 2>&1 &")
        .ends("degraded").because("server.starting", Likely, SERVER);
    http_on_the_game_port => ask("minecraft://10.3.0.2").on("server", "web 25565")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER);
    ssh_on_the_game_port => ask("minecraft://10.3.0.2").on("server", "shell 25565")
        .ends("wrong-service").because("protocol.mismatch", Certain, SERVER);
    silent_game_port => ask("minecraft://10.3.0.2").on("server", "mute 25565")
        .ends("no-answer").because("protocol.silent", Likely, SERVER);
    game_port_closes => ask("minecraft://10.3.0.2").on("server", "curt 25565")
        .ends("reset").because("protocol.closes-at-once", Likely, SERVER);
}
