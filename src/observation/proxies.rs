//! The proxy variables of the environment.

use serde::{Deserialize, Serialize};

use crate::text::Text;

/// Which proxy variables are set. netwhy itself connects directly whatever they say.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ProxyVariables {
    /// The variables that are set and not empty.
    pub variables: Vec<ProxyVariable>,
}

/// One variable.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ProxyVariable {
    /// Its name, in the case in which it is set.
    pub name: String,
    /// Its value, any password struck out.
    pub value: String,
}

impl ProxyVariables {
    pub(crate) fn describe(&self) -> Text {
        if self.variables.is_empty() {
            return Text::fixed("no proxy variable is set", "没有设置代理变量");
        }
        let list: Vec<String> = self.variables.iter().map(|v| format!("{}={}", v.name, v.value)).collect();
        let list = list.join(" ");
        Text::new(format!("proxy variables: {list}"), format!("代理变量：{list}"))
    }
}
