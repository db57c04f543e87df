//! What left, held against what arrived: `netwhy serve --peer` stands on the server, and says what it saw.

use crate::lab::scenario::Scenario;
use crate::lab::{Certain, Likely, Place, R1, SERVER, SERVER_V6, ask, scenarios};

const WAY_BACK: Place = Place { role: "path", hop: None, address: None };
const TARGET: Place = Place { role: "target", hop: None, address: Some("10.3.0.2") };

/// Asks over port 8000 of the server what arrived at port 8080.
fn over(target: &str) -> Scenario {
    ask(target).within("bash -c '. /run/lab/tools.sh; over 10.3.0.2:8000 \"$@\"' bash")
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

scenarios! {
    // The way there loses it: nothing arrives, and the server's kernel kept nothing back.
    syn_lost_on_the_way => over("10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -A FORWARD -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1).never("network.no-way-back").says("they were stopped before it");
    syn_lost_by_text => by_text("10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -A FORWARD -p tcp --dport 8080 -j DROP")
        .ends("filtered").because("firewall.drop", Likely, R1).never("network.no-way-back").says("they were stopped before it");

    // The way back loses it. Without the other end this looks exactly the same.
    answer_lost_v4 => over("10.3.0.2:8080").on("server", BOTH).on("r2", "iptables -A FORWARD -p tcp --sport 8080 -j DROP")
        .ends("filtered").because("network.no-way-back", Certain, WAY_BACK).never("firewall.drop").never("server.host-down");
    answer_lost_v6 => over_v6("[fd00:3::2]:8080").on("server", BOTH_V6).on("r2", "ip6tables -A FORWARD -p tcp --sport 8080 -j DROP")
        .ends("filtered").because("network.no-way-back", Certain, WAY_BACK).never("firewall.drop");
    answer_lost_by_text => by_text("10.3.0.2:8080").on("server", BOTH).on("r2", "iptables -A FORWARD -p tcp --sport 8080 -j DROP")
        .ends("filtered").because("network.no-way-back", Certain, WAY_BACK).never("firewall.drop");
    answer_of_another_program_lost => over("10.3.0.2:8080").on("server", "web 8080; counterpart 0.0.0.0:8000").on("r2", "iptables -A FORWARD -p tcp --sport 8080 -j DROP")
        .ends("filtered").because("network.no-way-back", Certain, WAY_BACK);
    // Neither address nor port arrives as it left; the time is left to know it by.
    answer_lost_behind_nat => over("10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -t nat -A POSTROUTING -o mid -p tcp -j MASQUERADE --to-ports 20000-29999")
        .on("r2", "iptables -A FORWARD -p tcp --sport 8080 -j DROP")
        .ends("filtered").because("network.no-way-back", Likely, WAY_BACK);

    // The server's own filter: its kernel takes in what its listener never sees.
    dropped_by_the_server => over_later("10.3.0.2:8080").on("server", BOTH).on("server", "iptables -A INPUT -p tcp --dport 8080 -j DROP")
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
    nobody_listens => over("10.3.0.2:8080").on("server", BESIDE)
        .ends("refused").because("server.not-listening", Certain, SERVER);
    nobody_listens_v6 => over_v6("[fd00:3::2]:8080").on("server", "counterpart [::]:8000")
        .ends("refused").because("server.not-listening", Certain, SERVER_V6);
    nobody_listens_by_text => by_text("10.3.0.2:8080").on("server", BESIDE)
        .ends("refused").because("server.not-listening", Certain, SERVER);
    queue_is_full => over("10.3.0.2:8080").on("server", "crowded 8080; counterpart 0.0.0.0:8000")
        .ends("filtered").because("server.overloaded", Likely, TARGET);

    works => over("10.3.0.2:8080").on("server", BOTH).says("\"seen\":\"connected\"");
    works_behind_nat => over("10.3.0.2:8080").on("server", BOTH).on("r1", "iptables -t nat -A POSTROUTING -o mid -p tcp -j MASQUERADE --to-ports 20000-29999")
        .says("\"by_time\":true");
}
