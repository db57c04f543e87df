//! Which proxy programs take for the target, and by which rule.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// The decision that curl's rules make for the target (curl(1), "PROXY PROTOCOL PREFIXES" and `NO_PROXY`).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ProxyChoice {
    /// Every proxy that the option and the variables name for the target, the one that decides first.
    pub candidates: Vec<Candidate>,
    /// The entry that leads past every proxy, where one matches.
    pub bypass: Option<Bypass>,
    /// Settings that were read and left aside, each with the reason, for people.
    pub ignored: Vec<String>,
}

/// One proxy that some setting names.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Candidate {
    /// The proxy, its login struck out.
    pub proxy: String,
    /// What names it.
    pub from: ProxySource,
    /// True for the one that programs take.
    pub used: bool,
}

/// What names a proxy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum ProxySource {
    /// The option `--proxy`.
    Option,
    /// The environment variable of this name, in the case in which it is set.
    Variable(String),
}

/// The entry of a `no_proxy` list that matches the target.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Bypass {
    /// What holds the list.
    pub from: ProxySource,
    /// The entry as it is written.
    pub entry: String,
    /// Why it matches, in a few words: `name`, `domain`, `network`, `address`, `everything`.
    pub rule: String,
}

impl ProxySource {
    /// How a sentence calls it.
    pub fn call(&self) -> &str {
        match self {
            ProxySource::Option => "--proxy",
            ProxySource::Variable(name) => name,
        }
    }
}

impl ProxyChoice {
    /// The proxy that programs take, if any.
    pub fn used(&self) -> Option<&Candidate> {
        self.candidates.iter().find(|candidate| candidate.used)
    }

    pub(crate) fn describe(&self) -> Text {
        if let Some(bypass) = &self.bypass {
            let (entry, from) = (&bypass.entry, bypass.from.call());
            return Text::new(
                format!("no proxy is taken: `{entry}` in {from} matches the target"),
                format!("不使用代理：{from} 中的 `{entry}` 与目标匹配"),
            );
        }
        match self.used() {
            None if !self.ignored.is_empty() => Text::new(
                format!("no proxy is taken; of the settings: {}", self.ignored.join("; ")),
                format!("不使用代理；各项设置：{}", self.ignored.join("；")),
            ),
            None => Text::fixed("no setting names a proxy for the target", "没有为该目标设置代理"),
            Some(Candidate { proxy, from: ProxySource::Option, .. }) => {
                Text::new(format!("--proxy asks for the proxy {proxy}"), format!("--proxy 指定了代理 {proxy}"))
            }
            Some(Candidate { proxy, from, .. }) => Text::new(
                format!("programs here take the proxy {proxy}, by {}", from.call()),
                format!("本机程序使用代理 {proxy}（由 {} 指定）", from.call()),
            ),
        }
    }
}
