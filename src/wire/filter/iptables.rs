//! The text of iptables-save(8) and ip6tables-save(8).

use crate::wire::filter::condition::{Asks, Condition, addresses, ports};
use crate::wire::filter::{Chain, Chains, Hook, Rule, Verdict, words};

/// Reads the chains; `tool` is the command that takes rules away: `iptables` or `ip6tables`.
pub fn read(text: &str, tool: &str) -> Chains {
    let mut chains: Vec<Chain> = Vec::new();
    let mut table = "";
    for line in text.lines() {
        if let Some(name) = line.strip_prefix('*') {
            table = name.trim();
        } else if let Some(declared) = line.strip_prefix(':') {
            let mut parts = declared.split_whitespace();
            let name = parts.next().unwrap_or_default();
            let policy_drops = parts.next() == Some("DROP");
            let table = format!("{tool} {table}");
            chains.push(Chain { table, name: name.to_owned(), hook: hook(name), policy_drops, rules: Vec::new() });
        } else if let Some(added) = line.strip_prefix("-A ") {
            let words = words(added);
            let Some((name, rest)) = words.split_first() else { continue };
            let place = format!("{tool} {table}");
            let undo = format!("sudo {tool} -t {table} -D {}", added.trim());
            if let Some(chain) = chains.iter_mut().find(|chain| chain.table == place && chain.name == *name) {
                chain.rules.push(rule(line.trim(), rest, undo));
            }
        }
    }
    Chains(chains)
}

fn hook(name: &str) -> Option<Hook> {
    match name {
        "OUTPUT" | "POSTROUTING" => Some(Hook::Out),
        "PREROUTING" | "INPUT" => Some(Hook::In),
        _ => None,
    }
}

fn rule(text: &str, words: &[&str], undo: String) -> Rule {
    let mut rule = Rule { text: text.to_owned(), conditions: Vec::new(), verdict: Verdict::Other, undo: Some(undo) };
    let (mut rest, mut not) = (words, false);
    while let Some((option, after)) = rest.split_first() {
        rest = after;
        if *option == "!" {
            not = true;
            continue;
        }
        if !option.starts_with('-') {
            continue;
        }
        // Every option that matters has one value; of the others it is passed over as a word.
        let value = after.first().copied().unwrap_or_default();
        let list = || value.split(',');
        let asks = match *option {
            "-j" | "-g" => {
                rule.verdict = verdict(value);
                break;
            }
            "-d" => Some(Asks::Address(addresses(list()))),
            "-p" => Some(Asks::Protocol(vec![value.to_owned()])),
            "--dport" | "--dports" => Some(Asks::Port(ports(list()))),
            "--ctstate" | "--state" => Some(Asks::State(list().map(str::to_owned).collect())),
            "-o" | "-i" => Some(Asks::Interface(value.to_owned())),
            // They only name what the next option belongs to, or say nothing of the packet. Others ask something
            // by their name alone (`-m socket`).
            "-m" if matches!(value, "tcp" | "udp" | "multiport" | "conntrack" | "state" | "comment") => None,
            "--comment" => None,
            _ => Some(Asks::Unknown),
        };
        rule.conditions.extend(asks.map(|asks| Condition { not, asks }));
        not = false;
    }
    rule
}

fn verdict(target: &str) -> Verdict {
    match target {
        "DROP" => Verdict::Drop,
        "REJECT" => Verdict::Reject,
        "ACCEPT" => Verdict::Accept,
        "RETURN" => Verdict::Return,
        other => Verdict::Jump(other.to_owned()),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::filter::Packet;

    const RULES: &str = r#"*filter
:INPUT DROP [0:0]
:FORWARD ACCEPT [0:0]
:OUTPUT ACCEPT [0:0]
:foo - [0:0]
-A INPUT -i lo -j ACCEPT
-A OUTPUT -d 10.0.0.0/8 -p tcp -m tcp --dport 8080 -m conntrack --ctstate NEW -m comment --comment "no -j way" -j REJECT --reject-with icmp-admin-prohibited
-A OUTPUT -p udp -j DROP
-A OUTPUT -p tcp -m multiport --dports 80,443,1000:2000 -j foo
-A OUTPUT -m owner --uid-owner 1000 -j DROP
-A foo ! -o lo -m tcp ! --dport 443 -j DROP
COMMIT
"#;

    fn told(address: [u8; 4], port: u16) -> Vec<String> {
        let packet = Packet { address: address.into(), port, to_itself: address[0] == 127 };
        read(RULES, "iptables").suspects(&packet).into_iter().filter_map(|one| one.undo).collect()
    }

    #[test]
    fn a_match_without_options_asks_something_too() {
        let packet = Packet { address: [192, 0, 2, 1].into(), port: 80, to_itself: false };
        let sure = |rule: &str| {
            let text = format!("*filter\n:OUTPUT ACCEPT [0:0]\n-A OUTPUT {rule}\nCOMMIT");
            read(&text, "iptables").suspects(&packet).iter().map(|one| one.sure).collect::<Vec<_>>()
        };
        assert_eq!(sure("-p tcp -m socket -j DROP"), [false]);
        assert_eq!(sure("-p tcp -m tcp --dport 80 -m comment --comment \"no way\" -j DROP"), [true]);
    }

    #[test]
    fn only_the_rules_that_could_stop_it_are_told() {
        let owner = "sudo iptables -t filter -D OUTPUT -m owner --uid-owner 1000 -j DROP".to_owned();
        let reject = r#"sudo iptables -t filter -D OUTPUT -d 10.0.0.0/8 -p tcp -m tcp --dport 8080 -m conntrack --ctstate NEW -m comment --comment "no -j way" -j REJECT --reject-with icmp-admin-prohibited"#;
        assert_eq!(told([10, 1, 1, 1], 8080), vec![reject.to_owned()]);
        assert_eq!(told([192, 0, 2, 1], 8080), vec![owner.clone()]);
        assert_eq!(told([192, 0, 2, 1], 443), vec![owner.clone()]);
        let foo = "sudo iptables -t filter -D foo ! -o lo -m tcp ! --dport 443 -j DROP".to_owned();
        assert_eq!(told([192, 0, 2, 1], 1500), vec![foo], "it surely matches");
        assert_eq!(told([127, 0, 0, 1], 80), vec![owner]);
    }
}
