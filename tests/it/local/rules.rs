//! The own firewall's rules: read with the privilege, and said not to be read without.

use netwhy::observation::{Looked, Rule};

use crate::local::private::{run, run_as_admin, tool};

const SETUP: &str = "
    iptables -A OUTPUT -p tcp -d 192.0.2.0/24 --dport 8080 -j REJECT
    nft 'add table inet f; add chain inet f c { type filter hook output priority 0; }'
    nft 'add rule inet f c tcp dport { 25, 8000-8010 } drop'
    nft 'add rule inet f c udp dport 99 drop'
    ip6tables -A INPUT -p tcp --dport 443 -j DROP
";

#[test]
fn are_those_that_could_stop_the_connection() {
    run_as_admin("local::rules::with_privilege", SETUP);
}

#[test]
#[ignore = "the inner half"]
fn with_privilege() {
    let reject = look("192.0.2.9", 8080);
    assert_eq!((reject.len(), reject[0].drops), (1, false), "{reject:?}");
    let drop = look("198.51.100.7", 8005);
    assert_eq!((drop.len(), drop[0].drops), (1, true), "{drop:?}");
    assert_eq!(look("198.51.100.7", 99), Vec::new());
    assert_eq!(look("::1", 443).len(), 1);
    // What is told to undo a rule does.
    for rule in drop.iter().chain(&reject).chain(&look("::1", 443)) {
        tool(rule.undo.as_deref().expect("a command").trim_start_matches("sudo "));
    }
    assert_eq!((look("198.51.100.7", 8005), look("192.0.2.9", 8080), look("::1", 443)), (vec![], vec![], vec![]));
}

fn look(address: &str, port: u16) -> Vec<Rule> {
    let address: std::net::IpAddr = address.parse().expect("an address");
    match netwhy::probe::rules(address, port, address.is_loopback()).rules {
        Looked::Saw(rules) => rules,
        Looked::NotLooked(why) => panic!("not looked: {why}"),
    }
}

#[test]
fn are_not_read_without_the_privilege() {
    run("local::rules::without_privilege", SETUP);
}

#[test]
#[ignore = "the inner half"]
fn without_privilege() {
    let rules = netwhy::probe::rules([192, 0, 2, 9].into(), 8080, false).rules;
    assert!(matches!(&rules, Looked::NotLooked(why) if why.contains("administrator")), "{rules:?}");
}
