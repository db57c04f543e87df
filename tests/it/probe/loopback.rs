//! Open and closed ports of a machine that is all the test's own.

use std::collections::BTreeSet;

use crate::contract::holds;
use crate::probe::namespace::alone;

/// Ports that listen in these tests, two of them among the ephemeral ones.
const LISTENING: &str = "1 22 80 4711 8080 25565 33333 60998 65535";

fn open_ports(document: &serde_json::Value) -> BTreeSet<u64> {
    let rows = document["connections"].as_array().unwrap();
    rows.iter().filter(|row| row["state"] == "open").map(|row| row["port"].as_u64().unwrap()).collect()
}

#[test]
fn all_ports_are_as_nmap_sees_them() {
    let script = format!(
        "listen 127.0.0.1 {LISTENING}\n\
         \"$netwhy\" probe 127.0.0.1 -p- --json --open\n\
         nmap -n -Pn -sT -p- -oG - 127.0.0.1 >&2"
    );
    let Some(ran) = alone(&script) else { return };
    let document = ran.document();
    holds(&document);
    let wanted: BTreeSet<u64> = LISTENING.split(' ').map(|port| port.parse().unwrap()).collect();
    let nmap: BTreeSet<u64> = ran
        .stderr
        .split([' ', ','])
        .filter_map(|word| {
            word.trim().strip_suffix("/open/tcp//").or_else(|| word.trim().split_once("/open/").map(|at| at.0))
        })
        .map(|port| port.parse().unwrap())
        .collect();
    assert_eq!(nmap, wanted, "nmap itself: {}", ran.stderr);
    assert_eq!(open_ports(&document), nmap);
    assert_eq!(document["connections"].as_array().unwrap().len(), wanted.len(), "--open lists only those");
    assert_eq!(document["summary"]["counts"]["closed"], 65_535 - wanted.len());
    assert_eq!(document["summary"]["open"], true);
}

#[test]
fn no_port_is_open_because_the_scan_met_itself() {
    // With so few ephemeral ports a socket is often given the very port it is to connect to.
    let script = "echo 40000 40063 > /proc/sys/net/ipv4/ip_local_port_range\n\
                  \"$netwhy\" probe 127.0.0.1 ::1 -p 40000-40063 --count 30 --interval 1ms --json";
    let Some(ran) = alone(script) else { return };
    let document = ran.document();
    assert_eq!(open_ports(&document), BTreeSet::new());
    let rows = document["connections"].as_array().unwrap();
    assert_eq!(rows.len(), 2 * 64 * 30);
    assert!(rows.iter().all(|row| row["state"] == "closed"), "{}", document["summary"]);
    let met = rows.iter().filter(|row| row["reason"] == "self-connect").count();
    assert!(met > 0, "the test met no such socket, so it shows nothing");
}

#[test]
fn the_whole_ephemeral_range_is_closed_where_nobody_listens() {
    let Some(ran) = alone("\"$netwhy\" probe 127.0.0.1 -p 32768-60999 --json") else { return };
    let document = ran.document();
    assert_eq!(document["summary"]["counts"]["closed"], 60_999 - 32_768 + 1, "{}", document["summary"]);
    assert_eq!(ran.code, Some(1));
}

#[test]
fn a_row_says_all_there_is_to_know() {
    let script = "listen ::1 25565\n\"$netwhy\" probe '[::1]:25565' '[::1]:4711' --json; exit $?";
    let Some(ran) = alone(script) else { return };
    let document = ran.document();
    holds(&document);
    let (open, closed) = (&document["connections"][0], &document["connections"][1]);
    assert_eq!((&open["state"], &open["reason"]), (&"open".into(), &"syn-ack".into()));
    assert_eq!(open["service"], "minecraft");
    assert_eq!(open["from"]["role"], "this-machine");
    assert!(open["rtt_ms"].as_f64().unwrap() > 0.0);
    assert_eq!((&closed["state"], &closed["reason"]), (&"closed".into(), &"reset".into()));
    assert_eq!(closed["attempts"], 1);
    assert_eq!(ran.code, Some(1), "one of the two asked for is closed");
}

#[test]
fn a_name_alone_is_tried_at_every_address() {
    let script = "listen ::1 80\n\
                  echo '127.0.0.1 both.test\n::1 both.test' > $scratch/hosts\n\
                  unshare -m sh -c 'mount --bind $scratch/hosts /etc/hosts && exec \"$netwhy\" probe both.test -p 80 --json'";
    let Some(ran) = alone(script) else { return };
    let document = ran.document();
    let rows = document["connections"].as_array().unwrap();
    let seen: BTreeSet<_> =
        rows.iter().map(|row| (row["address"].as_str().unwrap(), row["state"].as_str().unwrap())).collect();
    assert_eq!(seen, BTreeSet::from([("127.0.0.1", "closed"), ("::1", "open")]));
    assert_eq!(ran.code, Some(0), "it is open at one of its addresses");
}

#[test]
fn people_read_a_table_and_the_rest_in_numbers() {
    let script = "listen 127.0.0.1 22 25565\n\"$netwhy\" probe 127.0.0.1 -p 1-30000";
    let Some(ran) = alone(script) else { return };
    assert_eq!(ran.code, Some(0));
    let lines: Vec<&str> = ran.stdout.lines().collect();
    assert_eq!(lines[0], "127.0.0.1");
    assert!(lines[1].starts_with("PORT       STATE  REASON   RTT"), "{}", ran.stdout);
    assert!(lines[2].starts_with("22/tcp     open   syn-ack") && lines[2].ends_with("  ssh"), "{}", ran.stdout);
    assert!(lines[3].starts_with("25565/tcp  open   syn-ack") && lines[3].ends_with("  minecraft"), "{}", ran.stdout);
    assert_eq!(lines[5], "Not shown: 29,998 closed ports (reset)", "{}", ran.stdout);
    assert!(lines[6].starts_with("30,000 answers: 2 open, 29,998 closed; "), "{}", ran.stdout);
    assert!(lines.iter().all(|line| line.chars().count() <= 80));
}
