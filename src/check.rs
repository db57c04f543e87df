//! The nine questions that a person would ask, each answered in every report.

use serde::{Deserialize, Serialize};

use crate::observation::FactId;
use crate::text::Text;

/// The questions, in the order in which they are told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Question {
    /// Can this machine connect at all?
    Machine,
    /// Does the name lead to an address?
    Name,
    /// Is there a way to the address?
    Network,
    /// Is the server up, and does it listen?
    Server,
    /// Is it the right port?
    Port,
    /// Does something on the way say no?
    Firewall,
    /// Does this network allow it?
    Restriction,
    /// Is a proxy in the way, or the way out?
    Proxy,
    /// Does it speak what was asked for?
    Protocol,
}

impl Question {
    /// All nine, in order.
    pub const ALL: [Question; 9] = [
        Question::Machine,
        Question::Name,
        Question::Network,
        Question::Server,
        Question::Port,
        Question::Firewall,
        Question::Restriction,
        Question::Proxy,
        Question::Protocol,
    ];
}

/// How a question was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Status {
    /// It is not this.
    Pass,
    /// It is this.
    Fail,
    /// It may be this, or it is a lesser fault.
    Warn,
    /// The facts do not tell.
    Unknown,
    /// The question does not arise.
    Skipped,
}

/// One question, answered.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Check {
    /// The question.
    pub question: Question,
    /// The answer.
    pub status: Status,
    /// The answer in words, with the reason.
    pub summary: Text,
    /// The observations it rests on.
    pub evidence: Vec<FactId>,
}

impl Check {
    /// An answer in words; evidence is added with [`Check::and`].
    pub fn new(question: Question, status: Status, summary: Text) -> Check {
        Check { question, status, summary, evidence: Vec::new() }
    }

    /// More observations that it rests on.
    pub fn and(mut self, facts: impl IntoIterator<Item = FactId>) -> Check {
        self.evidence.extend(facts);
        self
    }
}
