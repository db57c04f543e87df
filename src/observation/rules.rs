//! This machine's own packet filter rules.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::observation::Looked;
use crate::text::Text;

/// The rules that could stop a connection to one address and port. Those that are not sure are suspects, not proof.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FirewallRules {
    /// The address that the connection goes to.
    pub address: IpAddr,
    /// The port that it goes to.
    pub port: u16,
    /// Every rule that could stop it; empty where none could.
    pub rules: Looked<Vec<Rule>>,
}

/// One rule.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Rule {
    /// The rule with its table and chain, as its tool prints it.
    pub text: String,
    /// True where it drops in silence; false where it answers with a refusal.
    pub drops: bool,
    /// The command that takes the rule away, where there is one.
    pub undo: Option<String>,
    /// True where the connection surely comes to this rule and matches it; false where netwhy cannot tell
    /// (of another user, a mark, a set), so that the rule may have no part in it.
    #[serde(default)]
    pub sure: bool,
}

impl FirewallRules {
    pub(crate) fn describe(&self) -> Text {
        match &self.rules {
            Looked::NotLooked(why) => {
                Text::new(format!("own firewall rules not looked at: {why}"), format!("未查看本机防火墙规则：{why}"))
            }
            Looked::Saw(rules) if rules.is_empty() => Text::new(
                format!("no rule of this machine's firewall stops port {} of {}", self.port, self.address),
                format!("本机防火墙没有规则会阻止 {} 的端口 {}", self.address, self.port),
            ),
            Looked::Saw(rules) => {
                let list = rules.iter().take(3).map(|rule| rule.text.as_str()).collect::<Vec<_>>().join(" | ");
                Text::new(
                    format!("own firewall rules that could stop it: {list}"),
                    format!("可能阻止连接的本机防火墙规则：{list}"),
                )
            }
        }
    }
}
