//! What an error text says, as `explain` tells it: the condition, the words that say so, what follows, what to check.

use serde::{Deserialize, Serialize};

use crate::observation::Os;
use crate::target::Target;
use crate::text::Text;

/// The schema's name and major version of the document.
pub const EXPLAIN_SCHEMA: &str = "netwhy.explain/1";

/// How much the text tells.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Clarity {
    /// One condition.
    Clear,
    /// It fits more than one condition, and nothing in it decides.
    Ambiguous,
    /// None that netwhy knows.
    Unknown,
}

/// What part a condition plays in the text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "lowercase")]
pub enum Part {
    /// The one that the others follow from.
    Root,
    /// One of those that the text fits.
    Either,
    /// Mentioned too.
    Also,
}

/// A piece of the text that tells the condition. It is netwhy's own spelling of what was found, so that
/// nothing of the pasted text is repeated.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Sign {
    /// The line it stands in, counted from 1.
    pub line: usize,
    /// The words, or the error's name where it is a number.
    pub text: String,
    /// The number, where it is one.
    pub number: Option<i32>,
    /// The systems and programs that say it so.
    pub said_by: Vec<String>,
    /// What the same number means elsewhere, as `SYSTEM: NAME`.
    pub elsewhere: Vec<String>,
}

/// One thing to check. The first five are the order in which to look at any failing connection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Step {
    /// Is there a way to the machine at all?
    Network,
    /// Does the server run, at this address and this port?
    Server,
    /// Does a firewall say no, here, there, or in between?
    Firewall,
    /// Does this network allow it?
    Restriction,
    /// Is a proxy in the way, or the way out?
    Proxy,
    /// Does the name lead to an address?
    Name,
    /// Does the other side speak what is spoken to it?
    Protocol,
    /// Is something wrong with this machine itself?
    Machine,
    /// Is something wrong in the script?
    Script,
    /// What does the game itself say: edition, version, players?
    Game,
}

/// The program of Minecraft that printed a text.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Speaker {
    /// A script that uses the Minecraft Pi API.
    McpiScript,
    /// A client of the Java edition.
    JavaClient,
    /// A client of the Bedrock edition.
    BedrockClient,
    /// A server's log: it tells of the machine that the server runs on.
    ServerLog,
}

/// One command to paste.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Command {
    /// The command line.
    pub command: String,
    /// The system it is for; null where it is netwhy's own, for any.
    pub system: Option<Os>,
    /// True where it is to be run on the server.
    pub on_server: bool,
}

/// One check to make.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Advice {
    /// What it looks at.
    pub step: Step,
    /// What to do, in words.
    pub action: Text,
    /// Commands that do it.
    pub commands: Vec<Command>,
}

/// A condition that the text speaks of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Told {
    /// Its id: `refused`, `timed-out-connecting` …
    pub id: String,
    /// What it is, in a few words.
    pub title: Text,
    /// Its part in the text.
    pub part: Part,
    /// The words and numbers that say so.
    pub signs: Vec<Sign>,
    /// What it means.
    pub meaning: Text,
    /// What it does not prove.
    pub not_proven: Vec<Text>,
    /// What to check, in order.
    pub checks: Vec<Advice>,
}

/// What a text says.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct Explanation {
    /// [`EXPLAIN_SCHEMA`].
    #[schemars(extend("const" = "netwhy.explain/1"))]
    pub schema: String,
    /// The version of netwhy that made it.
    pub netwhy: String,
    /// How much the text tells.
    pub clarity: Clarity,
    /// The conditions, the one that matters most first.
    pub conditions: Vec<Told>,
    /// What was being connected to, where the text says so.
    pub target: Option<Target>,
    /// Other targets that the text names.
    pub other_targets: Vec<Target>,
    /// True where the text comes from a script that uses the Minecraft Pi API.
    pub mcpi: bool,
    /// Who printed the text, where it is one of the programs of Minecraft.
    #[serde(default)]
    pub speaker: Option<Speaker>,
    /// True where the text is Chinese.
    pub chinese: bool,
    /// What a look at the target showed, where one was asked for (`--try`).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub diagnosis: Option<Box<crate::report::Report>>,
}
