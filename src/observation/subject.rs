//! What an observation is about, where that is not the connection asked for.

use serde::{Deserialize, Serialize};

use crate::observation::Fact;

/// Something looked at besides the connection asked for.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Subject {
    /// The target by the direct way, where a proxy was asked for.
    Direct,
    /// A proxy, named as [`crate::target::Proxy`] shows itself: the machine, and the way through it.
    Proxy(String),
}

impl Fact {
    /// True for what was seen of this machine, which bears on every connection alike.
    pub(crate) fn is_of_this_machine(&self) -> bool {
        matches!(
            self,
            Fact::System(_)
                | Fact::Interfaces(_)
                | Fact::Neighbours(_)
                | Fact::ResolverConfig(_)
                | Fact::ProxyVariables(_)
                | Fact::ProxyChoice(_)
                | Fact::Listeners(_)
                | Fact::Limits(_)
                | Fact::Counters(_)
        )
    }
}
