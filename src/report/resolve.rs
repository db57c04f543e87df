//! The document of `resolve`: what each source says of one name.

use std::net::IpAddr;

use serde::{Deserialize, Serialize};

use crate::finding::{Confidence, Finding, Location, Remedy};
use crate::observation::{HostsFile, Resolution, ResolverConfig, Walk};
use crate::text::Text;

/// The answers about one name.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct ResolveDocument {
    /// [`ResolveDocument::SCHEMA`].
    pub schema: String,
    /// The version of netwhy that made it.
    pub netwhy: String,
    /// When the run began (RFC 3339, UTC).
    pub started_at: String,
    /// How long it took, in milliseconds.
    pub took_ms: f64,
    /// What was typed.
    pub input: String,
    /// The name asked, in ASCII; of an address the name under `arpa.` that holds its name.
    pub name: String,
    /// The name in its own script, where that differs.
    pub unicode: Option<String>,
    /// The address whose name was asked, where one was given.
    pub address: Option<IpAddr>,
    /// The record types asked.
    pub types: Vec<String>,
    /// True where what was asked for was found.
    pub resolved: bool,
    /// What programs of this machine get, or else what the servers asked give: addresses or other data, each once.
    pub found: Vec<String>,
    /// The resolver's settings, where they decided who was asked.
    pub settings: Option<ResolverConfig>,
    /// What the hosts file says of the name, where it was looked at.
    pub hosts_file: Option<HostsFile>,
    /// What each source answered.
    pub resolutions: Vec<Resolution>,
    /// Where the sources contradict each other.
    pub differences: Vec<Text>,
    /// Why the name does not lead to an address, or not to the right one, surest first. Told where the sources of this
    /// machine were asked for addresses.
    pub findings: Vec<NameFinding>,
    /// The way from the root to the answer, where it was asked for.
    pub walk: Option<Walk>,
    /// True where the looking was ended early; what had been heard by then stands here.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub interrupted: bool,
}

/// A cause of the families `name` and `restriction`, found in the answers of this document.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize, schemars::JsonSchema)]
pub struct NameFinding {
    /// The cause's id.
    pub cause: String,
    /// How sure it is.
    pub confidence: Confidence,
    /// Which machine did it.
    pub at: Location,
    /// What happens, in one sentence.
    pub summary: Text,
    /// What to do, the best first.
    pub remedies: Vec<Remedy>,
}

impl From<Finding> for NameFinding {
    fn from(finding: Finding) -> NameFinding {
        let Finding { cause, confidence, at, summary, remedies, .. } = finding;
        NameFinding { cause, confidence, at, summary, remedies }
    }
}

impl ResolveDocument {
    /// The schema's name and major version.
    pub const SCHEMA: &str = "netwhy.resolve/1";
}
