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
        let mut found = Vec::new();
        let mut steps = STEPS;
        for chain in self.0.iter().filter(|chain| chain.hook.is_some_and(|hook| hooks.contains(&hook))) {
            let end = self.walk(chain, packet, &mut found, &mut steps, 0);
            if end == End::GoesOn && chain.policy_drops && found.len() < MOST {
                let text = format!("{} {}: policy drop", chain.table, chain.name);
                found.push(Suspect { text, drops: true, undo: None });
            }
        }
        found
    }

    fn walk(&self, chain: &Chain, packet: &Packet, found: &mut Vec<Suspect>, steps: &mut usize, depth: usize) -> End {
        for rule in &chain.rules {
            *steps = steps.saturating_sub(1);
            let fit = rule.conditions.iter().map(|condition| condition.fit(packet)).min().unwrap_or(Fit::Yes);
            if fit == Fit::No || found.len() >= MOST {
                continue;
            }
            let sure = fit == Fit::Yes;
            match &rule.verdict {
                Verdict::Accept | Verdict::Return if sure => {
                    return if rule.verdict == Verdict::Accept { End::Decided } else { End::GoesOn };
                }
                Verdict::Drop | Verdict::Reject => {
                    let text = format!("{} {}: {}", chain.table, chain.name, rule.text);
                    found.push(Suspect { text, drops: rule.verdict == Verdict::Drop, undo: rule.undo.clone() });
                    if sure {
                        return End::Decided;
                    }
                }
                Verdict::Jump(to) if depth < DEEPEST && *steps > 0 => {
                    let next = self.0.iter().find(|one| one.table == chain.table && one.name == *to);
                    if next.map(|next| self.walk(next, packet, found, steps, depth + 1)) == Some(End::Decided) && sure {
                        return End::Decided;
                    }
                }
                _ => {}
            }
        }
        End::GoesOn
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
