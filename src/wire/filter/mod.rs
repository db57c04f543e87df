//! Packet filter rules as nft(8) and iptables-save(8) print them, and which of them could stop one packet.

mod condition;
mod iptables;
mod nft;

pub use condition::Packet;
pub use iptables::read as read_iptables;
pub use nft::read as read_nft;

use condition::{Condition, Fit};

/// All chains of a set of rules.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Chains(Vec<Chain>);

/// A rule that could stop the packet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Suspect {
    /// The rule with its table and chain.
    pub text: String,
    /// True where it drops in silence; false where it answers with a refusal.
    pub drops: bool,
    /// The command that takes the rule away, where there is one.
    pub undo: Option<String>,
    /// True where the packet surely comes to it and matches; false where netwhy cannot tell.
    pub sure: bool,
}

/// Where the kernel hands a packet to the rules, as far as it matters to a connection of this machine's own.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Hook {
    /// On its way out: output, postrouting, egress.
    Out,
    /// On its way in: prerouting, input, ingress.
    In,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Chain {
    table: String,
    name: String,
    hook: Option<Hook>,
    policy_drops: bool,
    rules: Vec<Rule>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
struct Rule {
    text: String,
    conditions: Vec<Condition>,
    verdict: Verdict,
    undo: Option<String>,
}

#[derive(Debug, Clone, PartialEq, Eq)]
enum Verdict {
    Accept,
    Drop,
    Reject,
    Jump(String),
    Return,
    /// None, or one that netwhy does not follow.
    Other,
}

/// How a walk through a chain ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    /// The packet's fate is sealed here.
    Decided,
    /// It goes on after the chain.
    GoesOn,
}

/// More chains than this within one another are a circle.
const DEEPEST: usize = 16;
/// More rules than this are not followed: chains that jump to one another many times over grow without end.
const STEPS: usize = 100_000;
/// No more suspects than this are told.
const MOST: usize = 32;

impl Chains {
    /// The rules that could stop `packet`: those that surely match it, and those of which netwhy cannot tell,
    /// up to the first that surely decides. A packet to an own address goes out and comes in again.
    pub fn suspects(&self, packet: &Packet) -> Vec<Suspect> {
        let hooks: &[Hook] = if packet.to_itself { &[Hook::Out, Hook::In] } else { &[Hook::Out] };
        let mut walk = Walk { chains: &self.0, packet, found: Vec::new(), steps: STEPS, changed: false };
        for chain in self.0.iter().filter(|chain| chain.hook.is_some_and(|hook| hooks.contains(&hook))) {
            let after = walk.through(chain, false, 0);
            if after.end == End::GoesOn && chain.policy_drops && walk.found.len() < MOST {
                let text = format!("{} {}: policy drop", chain.table, chain.name);
                walk.found.push(Suspect { text, drops: true, undo: None, sure: !after.accepted });
            }
        }
        // In which order the chains see the packet was not read, so any of them may come after the change.
        let changed = walk.changed;
        walk.found.into_iter().map(|one| Suspect { sure: one.sure && !changed, ..one }).collect()
    }
}

/// One packet's way through the chains.
struct Walk<'a> {
    chains: &'a [Chain],
    packet: &'a Packet,
    found: Vec<Suspect>,
    steps: usize,
    /// True where a rule may send the packet elsewhere, or hand it to a program.
    changed: bool,
}

/// What is known of the packet after a chain.
#[derive(Clone, Copy)]
struct After {
    end: End,
    /// True where some rule may have accepted it.
    accepted: bool,
}

impl Walk<'_> {
    /// `passed`: the packet may not come to this chain at all.
    fn through(&mut self, chain: &Chain, mut passed: bool, depth: usize) -> After {
        let mut after = After { end: End::GoesOn, accepted: false };
        for rule in &chain.rules {
            self.steps = self.steps.saturating_sub(1);
            let fit = rule.conditions.iter().map(|condition| condition.fit(self.packet)).min().unwrap_or(Fit::Yes);
            if fit == Fit::No || self.found.len() >= MOST {
                continue;
            }
            let sure = fit == Fit::Yes;
            match &rule.verdict {
                Verdict::Accept if sure => return After { end: End::Decided, accepted: true },
                Verdict::Return if sure => return after,
                Verdict::Accept => (passed, after.accepted) = (true, true),
                Verdict::Return => passed = true,
                Verdict::Drop | Verdict::Reject => {
                    let text = format!("{} {}: {}", chain.table, chain.name, rule.text);
                    let (drops, undo) = (rule.verdict == Verdict::Drop, rule.undo.clone());
                    self.found.push(Suspect { text, drops, undo, sure: sure && !passed });
                    if sure {
                        return After { end: End::Decided, ..after };
                    }
                }
                Verdict::Jump(to) if depth < DEEPEST && self.steps > 0 => {
                    self.changed |= rule.changes();
                    let chains = self.chains;
                    let next = chains.iter().find(|one| one.table == chain.table && one.name == *to);
                    let Some(inner) = next.map(|next| self.through(next, passed || !sure, depth + 1)) else { continue };
                    after.accepted |= inner.accepted;
                    if inner.end == End::Decided && sure {
                        return After { end: End::Decided, ..after };
                    }
                    passed |= inner.accepted || rule.holds(&["goto", "-g"]);
                }
                _ => self.changed |= rule.changes(),
            }
        }
        after
    }
}

impl Rule {
    /// True where it sends the packet elsewhere (so that later rules see another address), or hands it to a program.
    fn changes(&self) -> bool {
        self.holds(&["dnat", "redirect", "tproxy", "queue", "DNAT", "REDIRECT", "TPROXY", "NFQUEUE", "NETMAP"])
    }

    fn holds(&self, any: &[&str]) -> bool {
        self.text.split_whitespace().any(|word| any.contains(&word.trim_matches('"')))
    }
}

/// Splits a line into words; what stands in quotes is one word, with its quotes.
fn words(line: &str) -> Vec<&str> {
    let mut words = Vec::new();
    let mut rest = line.trim_start();
    while let Some(first) = rest.chars().next() {
        let end = match first {
            '"' => rest[1..].find('"').map_or(rest.len(), |at| at + 2),
            _ => rest.find(char::is_whitespace).unwrap_or(rest.len()),
        };
        words.push(&rest[..end]);
        rest = rest[end..].trim_start();
    }
    words
}

#[cfg(test)]
mod tests {
    use super::*;

    proptest::proptest! {
        #[test]
        fn any_rules_are_read_without_panic(
            text in r#"((table|chain|type|filter hook output|policy|drop;|jump|x|tcp dport|ip daddr|"|!=|\{|\}|@|:|,|80|10\.0\.0\.0/8|-A|OUTPUT|-j|DROP|--dport|!|\n| )|.){0,60}"#,
        ) {
            let packet = Packet { address: [10, 0, 0, 1].into(), port: 80, to_itself: true };
            for chains in [read_nft(&text), read_iptables(&text, "iptables")] {
                proptest::prop_assert!(chains.suspects(&packet).len() <= MOST + chains.0.len());
            }
        }
    }

    /// Whether the rules that could stop a packet to 192.0.2.1 port 80 surely do.
    fn sure(rules: &str) -> Vec<bool> {
        let packet = Packet { address: [192, 0, 2, 1].into(), port: 80, to_itself: false };
        let text = format!(":OUTPUT ACCEPT [0:0]\n:foo - [0:0]\n{rules}\nCOMMIT");
        let filter = read_iptables(&format!("*filter\n{text}"), "iptables");
        filter.suspects(&packet).into_iter().map(|one| one.sure).collect()
    }

    #[test]
    fn a_rule_that_surely_stops_the_packet_is_told_from_one_that_may() {
        assert_eq!(sure("-A OUTPUT -p tcp --dport 80 -j DROP"), [true]);
        assert_eq!(sure("-A OUTPUT -p tcp -m owner --uid-owner 4242 -j DROP"), [false]);
        assert_eq!(sure("-A OUTPUT -m owner --uid-owner 4242 -j DROP\n-A OUTPUT -p tcp -j DROP"), [false, true]);
        assert_eq!(sure("-A OUTPUT -m mark --mark 1 -j ACCEPT\n-A OUTPUT -p tcp -j DROP"), [false]);
        assert_eq!(sure("-A OUTPUT -p tcp -j foo\n-A foo -j DROP"), [true]);
        assert_eq!(sure("-A OUTPUT -m mark --mark 1 -j foo\n-A foo -j DROP\n-A OUTPUT -j DROP"), [false, true]);
        assert_eq!(sure("-A OUTPUT -m mark --mark 1 -j foo\n-A foo -j ACCEPT\n-A OUTPUT -j DROP"), [false]);
        assert_eq!(sure("-A OUTPUT -j foo\n-A foo -m mark --mark 1 -j RETURN\n-A foo -j DROP"), [false]);
    }

    #[test]
    fn a_packet_that_may_be_sent_elsewhere_meets_no_rule_for_sure() {
        assert_eq!(sure("-A OUTPUT -p tcp --dport 80 -j DROP\n-A OUTPUT -p tcp -j DNAT --to 10.0.0.1"), [true]);
        let nat = "-A OUTPUT -p tcp --dport 80 -j DNAT --to-destination 10.0.0.1:81\n";
        assert_eq!(sure(&format!("{nat}-A OUTPUT -p tcp --dport 80 -j DROP")), [false]);
        let nat = nat.replace("80", "82");
        assert_eq!(sure(&format!("{nat}-A OUTPUT -p tcp --dport 80 -j DROP")), [true], "another port's");
    }

    #[test]
    fn a_circle_of_chains_ends() {
        let text = "table ip f {\nchain o {\ntype filter hook output priority 0; policy accept;\njump a\n}\nchain a {\njump a\n}\n}";
        let packet = Packet { address: [10, 0, 0, 1].into(), port: 80, to_itself: false };
        assert_eq!(read_nft(text).suspects(&packet), Vec::new());
    }

    #[test]
    fn a_circle_that_jumps_many_times_ends_too() {
        let jumps = "jump a\n".repeat(40);
        let hook = "type filter hook output priority 0; policy accept;";
        let text = format!("table ip f {{\nchain o {{\n{hook}\njump a\n}}\nchain a {{\n{jumps}}}\n}}");
        let packet = Packet { address: [10, 0, 0, 1].into(), port: 80, to_itself: false };
        assert_eq!(read_nft(&text).suspects(&packet), Vec::new());
    }
}
