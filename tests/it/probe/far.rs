//! Ports of another machine, where firewalls stand on both.

use serde_json::{Value, json};

use crate::contract::holds;
use crate::probe::namespace::with_far;

fn row(document: &Value, port: u16) -> &Value {
    let mut rows = document["connections"].as_array().unwrap().iter();
    rows.find(|row| row["port"] == port).unwrap_or_else(|| panic!("no row for {port}: {document}"))
}

/// State, reason, and sender with its part.
fn told(row: &Value) -> Value {
    json!([row["state"], row["reason"], row["from"]["address"], row["from"]["role"]])
}

#[test]
fn a_rejected_port_names_who_rejects_it() {
    let script = "there iptables -A INPUT -p tcp --dport 100 -j REJECT
        there iptables -A INPUT -p tcp --dport 101 -j REJECT --reject-with icmp-admin-prohibited
        there iptables -A INPUT -p tcp --dport 102 -j DROP
        there iptables -A INPUT -p tcp --dport 103 -j REJECT --reject-with tcp-reset
        there iptables -A INPUT -p tcp --dport 104 -j REJECT --reject-with icmp-host-unreachable
        iptables -A OUTPUT -p tcp --dport 105 -j REJECT
        \"$netwhy\" probe 10.9.0.2 -p 99-105 --wait 300ms --json; exit $?";
    let Some(ran) = with_far(script) else { return };
    let document = ran.document();
    holds(&document);
    let far = "10.9.0.2";
    assert_eq!(told(row(&document, 99)), json!(["closed", "reset", null, null]));
    assert_eq!(told(row(&document, 100)), json!(["filtered", "port-unreach", far, "target"]), "{}", ran.stderr);
    assert_eq!(told(row(&document, 101)), json!(["filtered", "admin-prohibited", far, "target"]));
    assert_eq!(told(row(&document, 102)), json!(["filtered", "no-response", null, null]));
    assert_eq!(told(row(&document, 103)), json!(["closed", "reset", null, null]));
    assert_eq!(told(row(&document, 104)), json!(["unreachable", "host-unreach", far, "target"]));
    assert_eq!(told(row(&document, 105)), json!(["filtered", "port-unreach", "10.9.0.1", "this-machine"]));
    assert_eq!(row(&document, 100)["icmp"], json!({"version": 4, "type": 3, "code": 3}));
    assert_eq!(row(&document, 105)["from"]["hop"], 0);
    assert_eq!(ran.code, Some(1));
}

#[test]
fn ipv6_rejections_name_their_sender_too() {
    let script = "there ip6tables -A INPUT -p tcp --dport 100 -j REJECT
        there ip6tables -A INPUT -p tcp --dport 101 -j REJECT --reject-with icmp6-adm-prohibited
        ip6tables -A OUTPUT -p tcp --dport 105 -j REJECT
        \"$netwhy\" probe fd09::2 -p 99-101,105 --wait 300ms --json";
    let Some(ran) = with_far(script) else { return };
    let document = ran.document();
    assert_eq!(told(row(&document, 99)), json!(["closed", "reset", null, null]));
    assert_eq!(told(row(&document, 100)), json!(["filtered", "port-unreach", "fd09::2", "target"]), "{}", ran.stderr);
    assert_eq!(told(row(&document, 101)), json!(["filtered", "admin-prohibited", "fd09::2", "target"]));
    assert_eq!(told(row(&document, 105)), json!(["filtered", "port-unreach", "fd09::1", "this-machine"]));
}

#[test]
fn many_rejections_among_many_resets_are_all_told_apart() {
    let script = "there iptables -A INPUT -p tcp --dport 20000:29999 -j REJECT
        there sysctl -qw net.ipv4.icmp_ratelimit=0 net.ipv4.icmp_msgs_per_sec=1000000 net.ipv4.icmp_msgs_burst=1000000 || true
        \"$netwhy\" probe 10.9.0.2 -p 15000-34999 --json";
    let Some(ran) = with_far(script) else { return };
    let document = ran.document();
    let counts = &document["summary"]["counts"];
    assert_eq!((&counts["filtered"], &counts["closed"]), (&json!(10_000), &json!(10_000)), "{}", document["summary"]);
    let rows = document["connections"].as_array().unwrap();
    let wrong = rows.iter().find(|row| {
        let rejected = (20_000..30_000).contains(&row["port"].as_u64().unwrap());
        (row["state"] == "filtered") != rejected
    });
    assert_eq!(wrong, None);
}

#[test]
fn this_machines_own_routes_are_told_as_its_own() {
    let script = "ip route add prohibit 10.8.0.0/24
        ip route add blackhole 10.7.0.0/24
        ip route add unreachable 10.6.0.0/24
        \"$netwhy\" probe 10.8.0.1:80 10.7.0.1:80 10.6.0.1:80 10.5.0.1:80 10.9.0.77:80 --json";
    let Some(ran) = with_far(script) else { return };
    let document = ran.document();
    let rows = document["connections"].as_array().unwrap();
    let told: Vec<Value> =
        rows.iter().map(|row| json!([row["address"], row["state"], row["reason"], row["error"]])).collect();
    assert_eq!(
        told,
        [
            json!(["10.8.0.1", "error", "perm-denied", "EACCES"]),
            json!(["10.7.0.1", "unreachable", "no-route", "EINVAL"]),
            json!(["10.6.0.1", "unreachable", "no-route", "EHOSTUNREACH"]),
            json!(["10.5.0.1", "unreachable", "no-route", "ENETUNREACH"]),
            // Nobody answers for this neighbour; after three questions the own kernel says so.
            json!(["10.9.0.77", "unreachable", "host-unreach", "EHOSTUNREACH"]),
        ]
    );
    assert_eq!(rows[4]["from"]["role"], "this-machine");
    assert!(rows[..4].iter().all(|row| row["attempts"] == 0), "no packet left: {rows:?}");
}

#[test]
fn a_lost_syn_is_not_a_filtered_port() {
    // The first SYN to each port is dropped, as a full buffer would; the kernel's second one passes.
    let script = "listen_there 10.9.0.2 80
        there nft -f - <<'END'
table ip lossy {
  set seen { type ipv4_addr . inet_service; flags dynamic; size 65535; }
  chain input {
    type filter hook input priority 0;
    tcp flags syn ip saddr . tcp dport @seen accept
    tcp flags syn add @seen { ip saddr . tcp dport } drop
  }
}
END
        [ $? = 0 ] || exit 99
        \"$netwhy\" probe 10.9.0.2 -p 80,81 --json";
    let Some(ran) = with_far(script) else { return };
    assert_ne!(ran.code, Some(99), "{}", ran.stderr);
    let document = ran.document();
    assert_eq!((&row(&document, 80)["state"], &row(&document, 80)["attempts"]), (&json!("open"), &json!(2)));
    assert_eq!((&row(&document, 81)["state"], &row(&document, 81)["attempts"]), (&json!("closed"), &json!(2)));
}

#[test]
fn count_gives_loss_and_round_trips() {
    let script = "there iptables -A INPUT -p tcp --dport 102 -j DROP
        \"$netwhy\" probe 10.9.0.2 -p 101,102 --count 3 --interval 10ms --wait 100ms --format jsonl";
    let Some(ran) = with_far(script) else { return };
    let lines: Vec<Value> = ran.stdout.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    lines.iter().for_each(holds);
    let of = |kind: &str| lines.iter().filter(|line| line["kind"] == kind).cloned().collect::<Vec<_>>();
    assert_eq!((of("connection").len(), of("statistics").len(), of("summary").len()), (6, 2, 1));
    let (answers, silent) = (&of("statistics")[0], &of("statistics")[1]);
    assert_eq!((&answers["port"], &answers["sent"], &answers["answered"]), (&json!(101), &json!(3), &json!(3)));
    assert_eq!(answers["loss_percent"], 0.0);
    let rtt = |name: &str| answers[name].as_f64().unwrap();
    assert!(
        0.0 < rtt("rtt_min_ms") && rtt("rtt_min_ms") <= rtt("rtt_avg_ms") && rtt("rtt_avg_ms") <= rtt("rtt_max_ms")
    );
    assert_eq!((&silent["loss_percent"], &silent["rtt_avg_ms"]), (&json!(100.0), &Value::Null));
    let rounds: Vec<_> = of("connection").iter().map(|row| row["round"].as_u64().unwrap()).collect();
    assert_eq!(rounds, [1, 1, 2, 2, 3, 3]);
}
