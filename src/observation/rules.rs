//! This machine's own packet filter rules.

use serde::{Deserialize, Serialize};

use crate::observation::Looked;
use crate::text::Text;

/// The rules that refuse or drop outgoing TCP, as their tool prints them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct FirewallRules {
    /// One line a rule that could stop this connection; empty where none could.
    pub rules: Looked<Vec<String>>,
}

impl FirewallRules {
    pub(crate) fn describe(&self) -> Text {
        match &self.rules {
            Looked::NotLooked(why) => {
                Text::new(format!("own firewall rules not looked at: {why}"), format!("未查看本机防火墙规则：{why}"))
            }
            Looked::Saw(rules) if rules.is_empty() => {
                Text::fixed("no rule of this machine's firewall fits", "本机防火墙没有相符的规则")
            }
            Looked::Saw(rules) => {
                let list = rules.iter().take(3).cloned().collect::<Vec<_>>().join(" | ");
                Text::new(format!("own firewall rules: {list}"), format!("本机防火墙规则：{list}"))
            }
        }
    }
}
