//! What left, held against what arrived: `netwhy serve --peer` stands on the server, and says what it saw.

use crate::lab::scenario::Scenario;
use crate::lab::{Certain, Likely, Place, Possible, R1, R2, SERVER, SERVER_V6, ask, scenarios};

/// Which machine it is does not show: the server's own filter loses answers, too.
const BETWEEN: Place = Place { role: "between-ends", hop: None, address: None };
const WAY_BACK: Place = Place { role: "path", hop: None, address: None };
const TARGET: Place = Place { role: "target", hop: None, address: Some("10.3.0.2") };

/// Asks over port 8000 of the server what arrived at port 8080.
fn over(target: &str) -> Scenario {
    ask(target).within("bash -c '. /run/lab/tools.sh; over 10.3.0.2:8000 \"$@\"' bash")
}

/// Asks over port 8000 of the server's router, which passes that on.
fn over_router(target: &str) -> Scenario {
    let passes = "iptables -t nat -A PREROUTING -d 10.2.0.2 -p tcp --dport 8000 -j DNAT --to 10.3.0.2:8000";
    ask(target).within("bash -c '. /run/lab/tools.sh; over 10.2.0.2:8000 \"$@\"' bash").on("r2", passes)
}

/// Asks as `over` does, of a server that has watched for as long as the attempts take.
fn over_later(target: &str) -> Scenario {
    ask(target).within("bash -c '. /run/lab/tools.sh; sleep 11; over 10.3.0.2:8000 \"$@\"' bash")
}

fn over_v6(target: &str) -> Scenario {
    ask(target).within("bash -c '. /run/lab/tools.sh; over \"[fd00:3::2]:8000\" \"$@\"' bash")
}

/// Carries texts between both ends.
fn by_text(target: &str) -> Scenario {
    ask(target).within("bash -c '. /run/lab/tools.sh; carried \"$@\"' bash")
}

/// The same, of a server that has watched for as long as the attempts take.
fn by_text_later(target: &str) -> Scenario {
    ask(target).within("bash -c '. /run/lab/tools.sh; sleep 11; carried \"$@\"' bash")
}

const BOTH: &str = "counterpart 0.0.0.0:8080 0.0.0.0:8000";
const NOISE: &str = "while :; do echo >/dev/udp/10.3.0.2/9999; sleep 0.1; done >/dev/null 2>&1 &";
const NOISE_DROPPED: &str = "iptables -A INPUT -p udp --dport 9999 -j DROP";
const BOTH_V6: &str = "counterpart [::]:8080 [::]:8000";
const BESIDE: &str = "counterpart 0.0.0.0:8000";

const ONLY_SYN: &str = "iptables -A FORWARD -p tcp --dport 8080 --tcp-flags SYN,ACK ACK -j DROP";
const OVERFLOWING: &str =
    "while :; do BASH_ENV= timeout 0.4 bash -c 'echo >/dev/tcp/10.3.0.2/9999' || :; done >/dev/null 2>&1 &";
const OVERFLOWING_HERE: &str =
    "while :; do BASH_ENV= timeout 0.4 bash -c 'echo >/dev/tcp/10.3.0.2/8080' || :; done >/dev/null 2>&1 &";
const ROUTER: Place = Place { role: "target", hop: None, address: Some("10.2.0.2") };

scenarios! {
    // The way there loses it: nothing arrives, and the server's kernel kept nothing back.
    syn_lost_on_the_way => over("10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -A FORWARD -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1).never("network.no-way-back").says("they were stopped before it");
    // Nothing is to be changed on a server that took nothing in.
    what_helps_is_not_on_the_server => over("10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -A FORWARD -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1).says("Ask whoever runs").never_says("sudo iptables")
        .says("the server says that it listens on port 8080");
    syn_lost_by_text => by_text("10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -A FORWARD -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1).never("network.no-way-back").says("they were stopped before it");

    // The way back loses it. Without the other end this looks exactly the same.
    answer_lost_v4 => over("10.3.0.2:8080").on("server", BOTH).on("r2", "iptables -A FORWARD -p tcp --sport 8080 -j DROP")
        .ends("filtered").because("network.no-way-back", Certain, BETWEEN).never("firewall.drop").never("server.host-down");
    answer_lost_v6 => over_v6("[fd00:3::2]:8080").on("server", BOTH_V6).on("r2", "ip6tables -A FORWARD -p tcp --sport 8080 -j DROP")
        .ends("filtered").because("network.no-way-back", Certain, BETWEEN).never("firewall.drop");
    answer_lost_by_text => by_text("10.3.0.2:8080").on("server", BOTH).on("r2", "iptables -A FORWARD -p tcp --sport 8080 -j DROP")
        .ends("filtered").because("network.no-way-back", Certain, BETWEEN).never("firewall.drop");
    answer_of_another_program_lost => over("10.3.0.2:8080").on("server", "web 8080; counterpart 0.0.0.0:8000").on("r2", "iptables -A FORWARD -p tcp --sport 8080 -j DROP")
        .ends("filtered").because("network.no-way-back", Certain, BETWEEN);
    // Neither address nor port arrives as it left; the time is left to know it by.
    answer_lost_behind_nat => over("10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -t nat -A POSTROUTING -o mid -p tcp -j MASQUERADE --to-ports 20000-29999")
        .on("r2", "iptables -A FORWARD -p tcp --sport 8080 -j DROP")
        .ends("filtered").because("network.no-way-back", Likely, BETWEEN);

    // The server's own filter loses them as well: which machine it is does not show.
    answer_lost_on_the_server => over("10.3.0.2:8080").on("server", BOTH).on("server", "iptables -A OUTPUT -p tcp --sport 8080 -j DROP")
        .ends("filtered").because("network.no-way-back", Certain, BETWEEN);

    // A reset that the client does not see ends each half-open connection at once: nothing is seen, and all of it counted.
    answer_reset_on_the_way_back => over_later("10.3.0.2:8080").on("server", BOTH).on("r2", "iptables -A FORWARD -p tcp --sport 8080 -j REJECT --reject-with tcp-reset")
        .ends("filtered").because("network.no-way-back", Likely, BETWEEN).never("firewall.drop").says("meet a reset on the way back");
    answer_reset_for_a_watch_just_begun => over("10.3.0.2:8080").on("server", BOTH).on("r2", "iptables -A FORWARD -p tcp --sport 8080 -j REJECT --reject-with tcp-reset")
        .ends("filtered").because("firewall.drop", Likely, R2).says("or they arrived and their answers were reset");

    // The address is rewritten on the way there and not on the way back: the client's own kernel resets what it did not ask for.
    answered_from_another_address => ask("10.9.9.9:8080").within("bash -c '. /run/lab/tools.sh; sleep 11; over 10.3.0.2:8000 \"$@\"' bash").on("server", BOTH)
        .on("r1", "nft 'table ip t { chain p { type filter hook prerouting priority -300; ip daddr 10.9.9.9 notrack ip daddr set 10.3.0.2; }; }'")
        .ends("filtered").because("network.no-way-back", Likely, BETWEEN).never("network.broken-path").says("another address");
    // Nobody would take it, whoever opens the firewall.
    nobody_listens_behind_the_filter => over("10.3.0.2:8080").on("server", BESIDE).on("r1", "iptables -A FORWARD -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1).says("besides, the server's own table");

    // The handshake passes, what is said after it does not.
    what_is_said_is_lost => over("http://10.3.0.2:8080/").on("server", BOTH).on("r1", "iptables -A FORWARD -p tcp --dport 8080 --tcp-flags PSH PSH -j DROP")
        .ends("no-answer").because("firewall.drop", Likely, BETWEEN).never("protocol.silent").says("on most connections nothing that this machine says arrives");
    what_is_answered_is_lost => over("http://10.3.0.2:8080/").on("server", BOTH).on("r1", "iptables -A FORWARD -p tcp --sport 8080 --tcp-flags PSH PSH -j DROP")
        .ends("no-answer").because("network.no-way-back", Likely, BETWEEN).never("protocol.silent").says("arrives there and is answered");
    what_is_said_is_lost_by_text => by_text("mcpi://10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -A FORWARD -p tcp --dport 8080 --tcp-flags PSH PSH -j DROP")
        .ends("no-answer").because("firewall.drop", Likely, BETWEEN).never("protocol.silent");

    // The server's own filter: its kernel takes in what its listener never sees.
    dropped_by_the_server => over_later("10.3.0.2:8080").on("server", BOTH).on("server", "iptables -A INPUT -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, TARGET);
    dropped_by_the_server_of_a_script => ask("10.3.0.2:4711").within("bash -c '. /run/lab/tools.sh; sleep 9; over 10.3.0.2:8000 \"$@\"' bash").on("server", "counterpart 0.0.0.0:4711 0.0.0.0:8000")
        .on("server", "nft 'table ip t { chain i { type filter hook input priority 0; tcp dport 4711 drop; }; }'")
        .ends("filtered").because("firewall.drop", Likely, TARGET);
    dropped_by_the_server_by_text => by_text_later("10.3.0.2:8080").on("server", BOTH).on("server", "iptables -A INPUT -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, TARGET);
    reset_by_the_server => over_later("10.3.0.2:8080").on("server", BOTH).on("server", "iptables -A INPUT -p tcp --dport 8080 -j REJECT --reject-with tcp-reset")
        .ends("refused").because("firewall.reject", Likely, TARGET).never("server.not-listening");

    // Strangers' packets that the server's filter drops all the time are not these attempts.
    syn_lost_beside_noise => over_later("10.3.0.2:8080").on("server", BOTH).on("server", NOISE_DROPPED).on("r2", NOISE)
        .on("r1", "iptables -A FORWARD -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1).says("on the way or by the server's own filter");
    reset_beside_noise => over_later("10.3.0.2:8080").on("server", BOTH).on("server", NOISE_DROPPED).on("r2", NOISE)
        .on("server", "iptables -A INPUT -p tcp --dport 8080 -j REJECT --reject-with tcp-reset")
        .ends("refused").because("firewall.reject", Likely, WAY_BACK).says("on the way or the server's own filter");

    reset_on_the_way => over("10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -A FORWARD -p tcp --dport 8080 -j REJECT --reject-with tcp-reset")
        .ends("refused").because("firewall.reject", Certain, R1).never("server.not-listening");
    rejected_on_the_way => over("10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -A FORWARD -p tcp --dport 8080 -j REJECT")
        .ends("refused").because("firewall.reject", Certain, R1).says("the server says that it listens");
    rejected_by_the_server => over_later("10.3.0.2:8080").on("server", BOTH).on("server", "iptables -A INPUT -p tcp --dport 8080 -j REJECT")
        .ends("refused").because("firewall.reject", Certain, SERVER);
    nobody_listens => over("10.3.0.2:8080").on("server", BESIDE)
        .ends("refused").because("server.not-listening", Certain, SERVER);
    nobody_listens_v6 => over_v6("[fd00:3::2]:8080").on("server", "counterpart [::]:8000")
        .ends("refused").because("server.not-listening", Certain, SERVER_V6);
    nobody_listens_by_text => by_text("10.3.0.2:8080").on("server", BESIDE)
        .ends("refused").because("server.not-listening", Certain, SERVER);
    // Bound to an address that is not the one asked for.
    bound_to_the_loopback => over("10.3.0.2:8080").on("server", "counterpart 127.0.0.1:8080 0.0.0.0:8000")
        .ends("refused").because("server.loopback-only", Certain, SERVER).never("firewall.reject");
    another_program_bound_to_the_loopback => by_text("mcpi://10.3.0.2:8080").on("server", "web 127.0.0.1:8080; counterpart 0.0.0.0:8000")
        .ends("refused").because("server.loopback-only", Certain, SERVER).never("firewall.reject");
    bound_to_another_address => over("10.3.0.2:8080").on("server", "ip addr add 10.3.0.7/24 dev eth0; counterpart 10.3.0.7:8080 0.0.0.0:8000")
        .ends("refused").because("server.not-listening", Certain, SERVER).never("firewall.reject").says("bound to another address");
    queue_is_full => over("10.3.0.2:8080").on("server", "crowded 8080; counterpart 0.0.0.0:8000")
        .ends("filtered").because("server.overloaded", Likely, TARGET);

    // Strangers at another port whose queue is full are not these attempts.
    lost_beside_a_full_queue => over_later("10.3.0.2:8080").on("server", "crowded 9999; web 8080; counterpart 0.0.0.0:8000").on("r2", OVERFLOWING)
        .on("r1", "iptables -A FORWARD -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1).says("turned away by a full accept queue");
    queue_is_full_for_strangers_too => over_later("10.3.0.2:8080").on("server", "crowded 8080; counterpart 0.0.0.0:8000").on("r2", OVERFLOWING_HERE)
        .ends("filtered").because("server.overloaded", Likely, TARGET);

    // The handshake's last packet and all after it are lost on the way there.
    lost_after_the_handshake => over("http://10.3.0.2:8080/").on("server", BOTH).on("r1", ONLY_SYN)
        .ends("no-answer").because("firewall.drop", Likely, BETWEEN).never("protocol.silent").says("lost on the way there");
    lost_after_the_handshake_by_text => by_text("http://10.3.0.2:8080/").on("server", BOTH).on("r1", ONLY_SYN)
        .ends("no-answer").because("firewall.drop", Likely, BETWEEN).never("protocol.silent");
    lost_after_the_handshake_of_plain_tcp => over("10.3.0.2:8080").on("server", BOTH).on("r1", ONLY_SYN)
        .ends("degraded").because("firewall.drop", Likely, BETWEEN);
    lost_after_the_handshake_of_another_program => over("http://10.3.0.2:8080/").on("server", "web 8080; counterpart 0.0.0.0:8000").on("r1", ONLY_SYN)
        .ends("no-answer").because("firewall.drop", Likely, BETWEEN).never("protocol.silent");
    // It stays half-open there until data come.
    taken_with_data_only => over("10.3.0.2:8080").on("server", "web '0.0.0.0:8080 deferred'; counterpart 0.0.0.0:8000").never("firewall.drop");

    // The same number of hops away, and another machine.
    answered_by_another => over("http://10.3.0.2:8080/").on("server", BOTH).on("control", "web 8080")
        .on("r2", "iptables -t nat -A PREROUTING -d 10.3.0.2 -p tcp --dport 8080 -j DNAT --to 10.4.0.2")
        .ends("degraded").because("restriction.intercepted", Likely, WAY_BACK).says("saw nothing of it");

    // The same server at another port of its own.
    sent_to_another_port => over("http://10.3.0.2:8080/").on("server", BOTH).on("r2", "iptables -t nat -A PREROUTING -d 10.3.0.2 -p tcp --dport 8080 -j DNAT --to 10.3.0.2:8000")
        .never("restriction.intercepted").says("\"arrived_at\":8000");

    // The router does not pass this port on; a filter before it looks the same.
    not_forwarded => over_router("10.2.0.2:8080").on("server", BOTH).on("r2", "iptables -A INPUT -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("port.not-forwarded", Likely, ROUTER).because("firewall.drop", Possible, R1);
    not_forwarded_and_reset => over_router("10.2.0.2:8080").on("server", BOTH)
        .ends("refused").because("port.not-forwarded", Likely, ROUTER).never("server.not-listening");
    not_forwarded_and_answered => over_router("http://10.2.0.2:8080/").on("server", BOTH).on("r2", "web 8080")
        .says("port.not-forwarded").never("restriction.intercepted");
    forwarded_and_dropped_by_the_server => over_router("10.2.0.2:8080").on("server", BOTH).on("server", "iptables -A INPUT -p tcp --dport 8080 -j DROP")
        .on("r2", "iptables -t nat -A PREROUTING -d 10.2.0.2 -p tcp --dport 8080 -j DNAT --to 10.3.0.2:8080")
        .ends("filtered").because("firewall.drop", Likely, WAY_BACK).never("port.not-forwarded");

    // Some come through: what a limit on the way turns away never came into the server's queue.
    limited_on_the_way => over_later("10.3.0.2:8080").on("server", BOTH)
        .on("r1", "iptables -A FORWARD -p tcp --dport 8080 --syn -m limit --limit 1/minute --limit-burst 1 -j ACCEPT; iptables -A FORWARD -p tcp --dport 8080 --syn -j DROP")
        .ends("degraded").because("network.lossy", Likely, WAY_BACK).never("server.overloaded").says("did not come to the server");
    // Nothing passes, and the host is up by its own word.
    cut_off_by_text => by_text_later("10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -A FORWARD -j DROP")
        .ends("filtered").because("network.broken-path", Likely, R1).never("server.host-down").never("firewall.drop");

    works => over("10.3.0.2:8080").on("server", BOTH).says("\"seen\":\"connected\"");
    works_behind_nat => over("10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -t nat -A POSTROUTING -o mid -p tcp -j MASQUERADE --to-ports 20000-29999")
        .says("\"by_time\":true");
}
