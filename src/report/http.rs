//! The document of `http`: what happened to each request, phase by phase, and what it amounts to.

use serde::{Deserialize, Serialize};

use crate::check::Check;
use crate::finding::Finding;
use crate::observation::{Exchange, Payload, ProxyChoice, Seen};
use crate::target::Target;
use crate::text::{Lang, Text};
use crate::verdict::{Outcome, Verdict};

/// One run of `http`: one exchange, or one for each redirect and each repeat.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct HttpDocument {
    /// [`HttpDocument::SCHEMA`].
    pub schema: String,
    /// The version of netwhy that made it.
    pub netwhy: String,
    /// When the run began (RFC 3339, UTC).
    pub started_at: String,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
    /// True where Ctrl-C ended it; what had been seen by then is here.
    #[serde(default)]
    pub interrupted: bool,
    /// The URL asked for first, without login and query unless secrets were asked for.
    pub url: String,
    /// The machine that the last exchange was with.
    pub target: Target,
    /// How it ended.
    pub outcome: Outcome,
    /// The answer.
    pub verdict: Verdict,
    /// What the facts show, surest first.
    pub findings: Vec<Finding>,
    /// The nine questions, answered as far as the exchange, and the looks where it failed, can tell.
    pub checks: Vec<Check>,
    /// Which proxy was taken for the first exchange, and by which rule.
    pub proxy: Option<ProxyChoice>,
    /// Every exchange, in the order made.
    pub exchanges: Vec<Exchange>,
    /// Every redirect met, in the order met.
    pub redirects: Vec<Redirect>,
    /// What became of the connection, where several requests were to share it.
    pub reuse: Option<Reuse>,
    /// What the user expected, and what came.
    pub expectations: Vec<Expectation>,
    /// The beginning of the last answer's body, decoded where that was asked for; null where the body was not asked for.
    pub body: Option<Payload>,
    /// Where the body of the last answer was written.
    pub saved: Option<Saved>,
    /// Everything seen, the exchanges aside.
    pub observations: Seen,
}

/// One redirect.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Redirect {
    /// The status that asked for it.
    pub status: u16,
    /// The URL that answered.
    pub from: String,
    /// Where it leads; null where it leads nowhere.
    pub to: Option<String>,
    /// True where it was followed.
    pub followed: bool,
    /// What is to be known of it, one sentence each: TLS given up, a login left behind, a method changed, or why it was
    /// not followed.
    pub notes: Vec<Text>,
}

/// What became of a connection that several requests were to share.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Reuse {
    /// How many requests were wanted.
    pub wanted: u32,
    /// How many were answered.
    pub answered: u32,
    /// How many went over a connection that had carried one before.
    pub reused: u32,
    /// How many connections were opened.
    pub connections: u32,
    /// Why the connection could not be shared all along, in one sentence; null where it was.
    pub why_not: Option<Text>,
}

/// One thing that the user expected of the last answer.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Expectation {
    /// What it is about.
    pub what: Expected,
    /// What was expected, as it was written.
    pub expected: String,
    /// What came; null where there was nothing to look at.
    pub got: Option<String>,
    /// True where it was met.
    pub met: bool,
}

/// What an expectation is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Expected {
    /// The status code.
    Status,
    /// A header field.
    Header,
    /// The body.
    Body,
}

/// A body that was written to a file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Saved {
    /// The file.
    pub file: String,
    /// How many bytes were written.
    pub bytes: u64,
    /// False where the body ended early: then the file named is one beside the one asked for.
    pub complete: bool,
}

impl HttpDocument {
    /// The schema's name and major version.
    pub const SCHEMA: &str = "netwhy.http/1";

    /// The last exchange, whose answer is the answer of the run.
    pub fn last(&self) -> Option<&Exchange> {
        self.exchanges.last()
    }
}

impl Expectation {
    /// What was expected, and where it was missed, what came instead.
    pub fn tell(&self) -> Text {
        let expected = &self.expected;
        let (en, zh) = (self.what.call().get(Lang::En).to_owned(), self.what.call().get(Lang::Zh).to_owned());
        match (self.met, &self.got) {
            (true, _) => Text::new(format!("{en} {expected}"), format!("{zh} {expected}")),
            (false, None) => Text::new(format!("{en} {expected}: there is none"), format!("{zh} {expected}：没有")),
            (false, Some(got)) => {
                Text::new(format!("{en} {expected}: it is `{got}`"), format!("{zh} {expected}：实际为 `{got}`"))
            }
        }
    }
}

impl Expected {
    /// How a sentence calls it.
    pub fn call(self) -> Text {
        match self {
            Expected::Status => Text::fixed("status", "状态码"),
            Expected::Header => Text::fixed("header", "头部字段"),
            Expected::Body => Text::fixed("body", "正文"),
        }
    }
}
