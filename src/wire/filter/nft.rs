//! The text of `nft -a list ruleset` (nft(8)).

use crate::wire::filter::condition::{Asks, Condition, addresses, ports};
use crate::wire::filter::{Chain, Chains, Hook, Rule, Verdict, words};

/// Reads the chains; sets, maps and other blocks are passed over.
pub fn read(text: &str) -> Chains {
    let mut chains = Vec::new();
    let (mut table, mut open) = (String::new(), None::<Chain>);
    for line in text.lines() {
        let (line, handle) = match line.rsplit_once(" # handle ") {
            Some((line, handle)) => (line, handle.trim().parse::<u64>().ok()),
            None => (line, None),
        };
        let words = words(line);
        match (words.as_slice(), &mut open) {
            (["table", family, name, "{"], _) => table = format!("{family} {name}"),
            (["chain", name, "{"], _) => open = Some(chain(&table, name)),
            (["}"], _) => chains.extend(open.take()),
            (["type", rest @ ..], Some(chain)) => (chain.hook, chain.policy_drops) = (hook(rest), drops(rest)),
            ([_, ..], Some(chain)) => {
                let undo =
                    handle.map(|handle| format!("sudo nft delete rule {} {} handle {handle}", chain.table, chain.name));
                chain.rules.push(rule(line.trim(), &words, undo));
            }
            _ => {}
        }
    }
    Chains(chains)
}

fn chain(table: &str, name: &str) -> Chain {
    Chain { table: table.to_owned(), name: name.to_owned(), hook: None, policy_drops: false, rules: Vec::new() }
}

fn hook(words: &[&str]) -> Option<Hook> {
    let at = words.iter().position(|word| *word == "hook")?;
    match *words.get(at + 1)? {
        "output" | "postrouting" | "egress" => Some(Hook::Out),
        "prerouting" | "input" | "ingress" => Some(Hook::In),
        _ => None,
    }
}

fn drops(words: &[&str]) -> bool {
    words.windows(2).any(|pair| matches!(pair, ["policy", "drop" | "drop;"]))
}

fn rule(text: &str, words: &[&str], undo: Option<String>) -> Rule {
    let mut rule = Rule { text: without_counter(text), conditions: Vec::new(), verdict: Verdict::Other, undo };
    let mut rest = words;
    // An address or port belongs to a family or protocol, which is a condition of its own.
    while let Some((condition, after)) = step(rest, &mut rule.verdict) {
        rule.conditions.extend(condition);
        rest = after;
    }
    rule
}

/// The rule without its packet counter, which says nothing of what it does.
fn without_counter(text: &str) -> String {
    let words: Vec<&str> = text.split_whitespace().collect();
    let counter = words.windows(5).position(|five| matches!(five, ["counter", "packets", _, "bytes", _]));
    let Some(at) = counter else { return text.to_owned() };
    [&words[..at], &words[at + 5..]].concat().join(" ")
}

/// Reads one statement; returns its conditions and what follows.
fn step<'a, 'w>(words: &'a [&'w str], verdict: &mut Verdict) -> Option<(Vec<Condition>, &'a [&'w str])> {
    let set = |asks: fn(Vec<&str>) -> Asks, rest: &'a [&'w str]| {
        let (not, values, rest) = values(rest);
        (Condition { not, asks: asks(values) }, rest)
    };
    let protocol = |name: &str| Condition { not: false, asks: Asks::Protocol(vec![name.to_owned()]) };
    let family = |v6: bool| Condition { not: false, asks: Asks::Family { v6 } };
    Some(match words {
        [] => return None,
        ["drop", rest @ ..] => {
            *verdict = Verdict::Drop;
            (vec![], rest)
        }
        ["accept", rest @ ..] => {
            *verdict = Verdict::Accept;
            (vec![], rest)
        }
        ["return", rest @ ..] => {
            *verdict = Verdict::Return;
            (vec![], rest)
        }
        // Nothing but its own options follows a reject.
        ["reject", ..] | ["xt", "target", "\"REJECT\"", ..] => {
            *verdict = Verdict::Reject;
            (vec![], &[])
        }
        ["jump" | "goto", to, rest @ ..] => {
            *verdict = Verdict::Jump((*to).to_owned());
            (vec![], rest)
        }
        ["counter", "packets", _, "bytes", _, rest @ ..] | ["comment", _, rest @ ..] => (vec![], rest),
        ["counter" | "log", rest @ ..] | ["prefix" | "level" | "group" | "flags", _, rest @ ..] => (vec![], rest),
        ["tcp", "dport", rest @ ..] => {
            let (condition, rest) = set(|values| Asks::Port(ports(values.into_iter())), rest);
            (vec![protocol("tcp"), condition], rest)
        }
        ["th", "dport", rest @ ..] => {
            let (condition, rest) = set(|values| Asks::Port(ports(values.into_iter())), rest);
            (vec![condition], rest)
        }
        [version @ ("ip" | "ip6"), "daddr", rest @ ..] => {
            let (condition, rest) = set(|values| Asks::Address(addresses(values.into_iter())), rest);
            (vec![family(*version == "ip6"), condition], rest)
        }
        ["meta", "l4proto", rest @ ..] | ["ip", "protocol", rest @ ..] | ["ip6", "nexthdr", rest @ ..] => {
            let (condition, rest) = set(|values| Asks::Protocol(values.into_iter().map(str::to_owned).collect()), rest);
            (vec![condition], rest)
        }
        ["meta", "nfproto", version, rest @ ..] => (vec![family(*version == "ipv6")], rest),
        ["ct", "state", rest @ ..] => {
            let (condition, rest) = set(|values| Asks::State(values.into_iter().map(str::to_owned).collect()), rest);
            (vec![condition], rest)
        }
        ["oifname" | "oif" | "iifname" | "iif", rest @ ..] => {
            let one = |values: Vec<&str>| match values.as_slice() {
                [one] => Asks::Interface(one.trim_matches('"').to_owned()),
                _ => Asks::Unknown,
            };
            let (condition, rest) = set(one, rest);
            (vec![condition], rest)
        }
        [other @ ("udp" | "icmp" | "icmpv6" | "sctp" | "dccp" | "udplite" | "esp" | "ah"), rest @ ..] => {
            (vec![protocol(other)], rest)
        }
        // A map of verdicts: any of them, as far as netwhy can tell.
        [_, rest @ ..] if words[0] == "vmap" && rest.iter().any(|word| is_stop(word)) => {
            *verdict = Verdict::Drop;
            (vec![Condition::UNKNOWN], &[])
        }
        [_, rest @ ..] => (vec![Condition::UNKNOWN], rest),
    })
}

fn is_stop(word: &str) -> bool {
    matches!(word.trim_end_matches(','), "drop" | "reject")
}

/// Reads `[!=] VALUE` or `[!=] { VALUE, … }` or `VALUE,VALUE`; returns whether it is turned round, the values
/// and what follows. A named set or a map is one value that nothing reads.
fn values<'a, 'w>(words: &'a [&'w str]) -> (bool, Vec<&'w str>, &'a [&'w str]) {
    let (not, words) = match words {
        ["!=", rest @ ..] => (true, rest),
        _ => (false, words),
    };
    match words {
        ["{", rest @ ..] => {
            let end = rest.iter().position(|word| *word == "}").unwrap_or(rest.len());
            let values = rest[..end].iter().map(|word| word.trim_end_matches(',')).collect();
            (not, values, rest.get(end + 1..).unwrap_or_default())
        }
        ["vmap", ..] => (not, vec!["vmap"], words),
        [one, rest @ ..] => (not, one.split(',').collect(), rest),
        [] => (not, Vec::new(), &[]),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wire::filter::Packet;

    const RULES: &str = r#"
table inet f { # handle 1
	set s { # handle 1
		type ipv4_addr
		elements = { 10.9.9.9 }
	}

	chain d { # handle 2
		ip protocol tcp ct state new reject with icmpx admin-prohibited # handle 14
		meta skuid 0 drop # handle 17
	}

	chain c { # handle 3
		type filter hook output priority filter; policy drop;
		ct state established,related accept # handle 4
		oifname "lo" accept # handle 5
		ip daddr { 1.2.3.4, 10.0.0.0/8 } tcp dport { 22, 80-90 } log prefix "drop " drop # handle 8
		ip daddr @s drop # handle 9
		meta l4proto { tcp, udp } th dport 53 accept comment "dns drop" # handle 11
		tcp dport 99 limit rate 5/second counter packets 0 bytes 0 reject with tcp reset # handle 12
		udp dport 99 drop # handle 15
		tcp dport vmap { 7 : drop, 8 : accept } # handle 16
		tcp dport != 22 goto d # handle 18
	}
}
"#;

    fn told(address: &str, port: u16) -> Vec<(String, bool)> {
        let address: std::net::IpAddr = address.parse().expect("an address");
        let packet = Packet { address, port, to_itself: address.is_loopback() };
        let text = |one: crate::wire::filter::Suspect| {
            let handle = one.undo.as_deref().and_then(|undo| undo.rsplit(' ').next()).unwrap_or("policy").to_owned();
            (handle, one.drops)
        };
        read(RULES).suspects(&packet).into_iter().map(text).collect()
    }

    fn drops(handle: &str) -> (String, bool) {
        (handle.to_owned(), true)
    }

    fn rejects(handle: &str) -> (String, bool) {
        (handle.to_owned(), false)
    }

    #[test]
    fn a_rule_that_surely_matches_ends_the_walk() {
        assert_eq!(told("10.1.1.1", 85), vec![drops("8")]);
        assert_eq!(told("127.0.0.1", 85), Vec::new(), "accepted on the loopback");
        assert_eq!(told("192.0.2.1", 53), vec![drops("9")], "a named set may hold it; then port 53 is accepted");
    }

    #[test]
    fn a_rule_that_may_match_is_told_and_passed() {
        assert_eq!(told("192.0.2.1", 99), vec![drops("9"), rejects("12"), drops("16"), rejects("14")]);
        assert_eq!(told("2001:db8::1", 22), vec![drops("16"), drops("policy")]);
    }

    #[test]
    fn a_rule_of_another_user_or_set_is_not_sure() {
        let sure = |address: [u8; 4], port| {
            let packet = Packet { address: address.into(), port, to_itself: false };
            read(RULES).suspects(&packet).into_iter().map(|one| one.sure).collect::<Vec<_>>()
        };
        assert_eq!(sure([10, 1, 1, 1], 85), [true]);
        assert_eq!(sure([192, 0, 2, 1], 53), [false], "a named set");
        let owner = "table ip f {\nchain o {\ntype filter hook output priority 0; policy accept;\n";
        let owner = read(&format!("{owner}meta l4proto tcp meta skuid 4242 counter packets 3 bytes 180 drop\n}}\n}}"));
        let packet = Packet { address: [192, 0, 2, 1].into(), port: 80, to_itself: false };
        assert_eq!(owner.suspects(&packet).into_iter().map(|one| one.sure).collect::<Vec<_>>(), [false]);
    }

    #[test]
    fn the_undoing_names_table_chain_and_handle() {
        let packet = Packet { address: [10, 1, 1, 1].into(), port: 80, to_itself: false };
        let first = read(RULES).suspects(&packet).remove(0);
        assert_eq!(first.undo.as_deref(), Some("sudo nft delete rule inet f c handle 8"));
        assert!(first.text.starts_with("inet f c: ip daddr { 1.2.3.4,"), "{}", first.text);
        let packet = Packet { address: [192, 0, 2, 1].into(), port: 99, to_itself: false };
        let limited = &read(RULES).suspects(&packet)[1].text;
        assert_eq!(limited, "inet f c: tcp dport 99 limit rate 5/second reject with tcp reset");
    }
}
